"""Plugins: made from a tar, set, enabled, pushed to a registry, pulled from it again, upgraded, removed."""

from datetime import timedelta
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Client, Conflict, NotFound, StreamError

pytestmark = pytest.mark.engine


def test_a_plugin_is_made_from_a_tar_and_removed(call: Any, plugin: Any, part: Any) -> None:
    one = plugin.keep(plugin.unused())
    assert call("PluginCreate", name=one, body=plugin.bundle(one)) is None
    expected = {
        "Name": one,
        "PluginReference": one,
        "Enabled": False,
        "Settings": {"Env": ["GREETING=hello"], "Args": [], "Devices": []},
        "Config": {
            "Description": plugin.config["description"],
            "Entrypoint": plugin.config["entrypoint"],
            "Interface": {"Types": ["dynclient.idle/1.0"], "Socket": "idle.sock"},
            "Network": {"Type": "none"},
        },
    }
    assert part(call("PluginInspect", one), expected) == expected
    with pytest.raises(Conflict, match="already exists"):
        call("PluginCreate", name=one, body=plugin.bundle("other"))
    assert call("PluginDelete", one) is None
    with pytest.raises(NotFound):
        call("PluginInspect", one)


def test_an_upload_may_come_in_pieces(call: Any, plugin: Any) -> None:
    one = plugin.keep(plugin.unused())
    content = plugin.bundle(one)
    pieces = (content[at : at + 1000] for at in range(0, len(content), 1000))
    assert call("PluginCreate", name=one, body=pieces) is None
    assert call("PluginInspect", one).Enabled is False


def test_a_setting_is_changed(call: Any, plugin: Any) -> None:
    one = plugin()
    assert call("PluginSet", one, body=["GREETING=good day"]) is None
    assert call("PluginInspect", one).Settings.Env == ["GREETING=good day"]
    with pytest.raises(BadRequest, match='setting "COLOUR" not found in the plugin configuration'):
        call("PluginSet", one, body=["COLOUR=blue"])


@pytest.mark.parametrize("arguments", [{}, {"timeout": 5}, {"timeout": timedelta(seconds=5)}])
def test_a_plugin_is_enabled_with_or_without_a_time_limit_and_disabled(
    call: Any, plugin: Any, arguments: dict[str, Any]
) -> None:
    # Without the parameter the engine would answer 500: the published default is sent (spec/REALITY.md, E44).
    one = plugin()
    assert call("PluginEnable", one, **arguments) is None
    assert call("PluginInspect", one).Enabled is True
    assert call("PluginDisable", one) is None
    assert call("PluginInspect", one).Enabled is False


def test_what_is_enabled_is_neither_enabled_again_nor_set_nor_removed_unless_forced(call: Any, plugin: Any) -> None:
    one = plugin()
    call("PluginEnable", one)
    with pytest.raises(Conflict, match=f"plugin already enabled: plugin {one} is enabled"):
        call("PluginEnable", one)
    with pytest.raises(Conflict, match="cannot set on an active plugin, disable plugin before setting"):
        call("PluginSet", one, body=["GREETING=bye"])
    with pytest.raises(Conflict, match=f"plugin {one} is enabled"):
        call("PluginDelete", one)
    with pytest.raises(Conflict, match="plugin must be disabled before upgrading"):
        call("PluginUpgrade", one, remote=one, body=[])
    assert call("PluginDelete", one, force=True) is None


def test_plugins_are_listed_by_filters(call: Any, plugin: Any) -> None:
    on, off = plugin(), plugin()
    call("PluginEnable", on)
    for filters, found in (({}, {on, off}), ({"enabled": True}, {on}), ({"enabled": False}, {off})):
        listed = call("PluginList", filters={"capability": "idle", **filters})
        assert {on, off}.intersection(each.Name for each in listed) == found
    assert call("PluginList", filters={"capability": "none"}) == []


def test_a_plugin_is_pushed_and_pulled_again_with_the_privileges_that_it_asks_for(call: Any, plugin: Any) -> None:
    one = plugin()
    pushed = call("PluginPush", one)
    assert pushed[0] == {"status": f"The push refers to repository [{one.removesuffix(':1')}]"}
    assert pushed[-1]["aux"]["Tag"] == "1"
    call("PluginDelete", one)

    privileges = call("GetPluginPrivileges", remote=one)
    assert privileges == plugin.privileges
    with pytest.raises(StreamError, match="incorrect privileges"):
        call("PluginPull", remote=one, name=one, body=[])
    pulled = call("PluginPull", remote=one, name=one, body=privileges)
    assert pulled[0] == {"status": f"Pulling from {one.removesuffix(':1')}", "id": "1"}
    assert pulled[1] == {"status": f"Digest: {pushed[-1].aux.Digest}"}
    assert call("PluginInspect", one).Config.Entrypoint == plugin.config["entrypoint"]
    with pytest.raises(BadRequest, match="already exists"):
        call("PluginPull", remote=one, name=one, body=privileges)


def test_a_plugin_is_pulled_under_another_name_with_credentials(call: Any, plugin: Any) -> None:
    one, other = plugin.pushed(), plugin.keep(plugin.unused())
    login = {"username": "anybody", "password": "any"}
    privileges = call("GetPluginPrivileges", remote=one, x_registry_auth=login)
    call("PluginPull", remote=one, name=other, x_registry_auth=login, body=privileges)
    assert (call("PluginInspect", other).PluginReference, call("PluginInspect", other).Name) == (one, other)


def test_an_upgrade_replaces_the_content_and_keeps_the_settings(call: Any, plugin: Any) -> None:
    newer, one = plugin.pushed(description="Newer."), plugin()
    call("PluginSet", one, body=["GREETING=good day"])
    messages = call("PluginUpgrade", one, remote=newer, body=plugin.privileges)
    assert messages[0].status == f"Pulling from {newer.removesuffix(':1')}"
    upgraded = call("PluginInspect", one)
    assert (upgraded.Config.Description, upgraded.Settings.Env) == ("Newer.", ["GREETING=good day"])


def test_a_push_a_pull_and_an_upgrade_are_read_as_they_go(call: Any, plugin: Any) -> None:
    def begun(operation: str, /, *args: Any, **arguments: Any) -> Any:
        """Open a stream, read its first message and then the rest."""

        async def opened() -> Any:
            return await call.client.stream(operation, *args, **arguments)

        if isinstance(call.client, Client):
            stream = call.client.stream(operation, *args, **arguments)
            return next(stream), stream.read()
        stream = call.drive(opened())
        return call.drive(anext(stream)), call.drive(stream.read())

    one = plugin()
    first, rest = begun("PluginPush", one)
    assert (first.status, rest[-1].aux.Tag) == (f"The push refers to repository [{one.removesuffix(':1')}]", "1")
    call("PluginDelete", one)
    for operation, given in (("PluginPull", {"name": one}), ("PluginUpgrade", {})):
        args = () if given else (one,)
        first, rest = begun(operation, *args, remote=one, body=plugin.privileges, **given)
        assert first == {"status": f"Pulling from {one.removesuffix(':1')}", "id": "1"}
        assert rest[0].status.startswith("Digest: sha256:")


REFUSED: list[tuple[str, dict[str, Any], type[APIError]]] = [
    ("PluginInspect", {}, NotFound),
    ("PluginEnable", {}, NotFound),
    ("PluginDisable", {}, NotFound),
    ("PluginSet", {"body": ["A=b"]}, NotFound),
    ("PluginPush", {}, NotFound),
    ("PluginUpgrade", {"remote": "127.0.0.1:1/none", "body": []}, NotFound),
    ("PluginDelete", {}, NotFound),
]


@pytest.mark.parametrize(("operation", "arguments", "kind"), REFUSED)
def test_what_is_not_there_is_not_found(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError]
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, "dynclient-none:1", **arguments)
    assert (caught.value.operation, caught.value.message) == (operation, 'plugin "dynclient-none:1" not found')
