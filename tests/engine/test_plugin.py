"""Plugins: made from a tar, set, enabled, pushed to a registry, pulled from it again, upgraded, removed.

The plugin is a real one that listens and does nothing else. It borrows Python from the engine's own root, which makes
a plugin without a compiler, and one that has a privilege to ask for.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Client, Conflict, NotFound, StreamError

pytestmark = pytest.mark.engine

LISTEN = """
import signal, socket
server = socket.socket(socket.AF_UNIX)
server.bind("/run/docker/plugins/idle.sock")
server.listen()
signal.signal(signal.SIGTERM, lambda *_: exit())
signal.pause()
"""
CONFIG: dict[str, Any] = {
    "description": "Listens, and does nothing else.",
    "entrypoint": ["/usr/bin/python3", "-c", LISTEN],
    "workdir": "/",
    "interface": {"types": ["dynclient.idle/1.0"], "socket": "idle.sock"},
    "network": {"type": "none"},
    "env": [{"name": "GREETING", "description": "What it would say.", "settable": ["value"], "value": "hello"}],
    "mounts": [
        {"name": "usr", "type": "bind", "source": "/usr", "destination": "/usr", "options": ["rbind", "ro"]},
    ],
}
PRIVILEGES = [
    {"Name": "network", "Description": "permissions to access a network", "Value": ["none"]},
    {"Name": "mount", "Description": "host path to mount", "Value": ["/usr"]},
]


def bundle(mark: str, **changes: Any) -> bytes:
    """Give a plugin as it is uploaded: a tar of its config and its root, with a mark, for no two may be the same."""
    files = {"config.json": json.dumps({**CONFIG, **changes}), "rootfs/mark": mark}
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for path, text in files.items():
            file = tarfile.TarInfo(path)
            file.size = len(text)
            archive.addfile(file, io.BytesIO(text.encode()))
        for path in ("", "/usr", "/proc", "/sys", "/dev", "/etc", "/run", "/run/docker", "/run/docker/plugins"):
            folder = tarfile.TarInfo(f"rootfs{path}")
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            archive.addfile(folder)
        for path in ("lib", "lib64"):
            link = tarfile.TarInfo(f"rootfs/{path}")
            link.type, link.linkname = tarfile.SYMTYPE, f"usr/{path}"
            archive.addfile(link)
    return made.getvalue()


class Plugins:
    """Make plugins, and remove them in the end: `plugin()` gives the name of one in the local registry."""

    def __init__(self, engine: Any, registry: str, name: Any) -> None:
        self._engine, self._registry, self._name = engine, registry, name
        self.made: list[str] = []

    def __call__(self, **changes: Any) -> str:
        one = self.keep(self.unused())
        self._engine.op("PluginCreate", name=one, body=bundle(one, **changes))
        return one

    def unused(self) -> str:
        return f"{self._registry}/{self._name('plugin')}:1"

    def keep(self, made: str) -> str:
        self.made.append(made)
        return made

    def pushed(self, **changes: Any) -> str:
        """Push a plugin and remove it here."""
        one = self(**changes)
        self._engine.op("PluginPush", one)
        self._engine.op("PluginDelete", one)
        return one


@pytest.fixture
def plugin(engine: Any, registry: str, private_engine: str, name: Any) -> Iterator[Plugins]:
    """Give a function that makes a plugin and gives its name."""
    plugins = Plugins(engine, registry, name)
    yield plugins
    left = {each.Name for each in engine.op("PluginList")}
    for one in left.intersection(plugins.made):
        engine.op("PluginDelete", one, force=True)


def test_a_plugin_is_made_from_a_tar_and_removed(call: Any, plugin: Any, part: Any) -> None:
    one = plugin.keep(plugin.unused())
    assert call("PluginCreate", name=one, body=bundle(one)) is None
    expected = {
        "Name": one,
        "PluginReference": one,
        "Enabled": False,
        "Settings": {"Env": ["GREETING=hello"], "Args": [], "Devices": []},
        "Config": {
            "Description": CONFIG["description"],
            "Entrypoint": CONFIG["entrypoint"],
            "Interface": {"Types": ["dynclient.idle/1.0"], "Socket": "idle.sock"},
            "Network": {"Type": "none"},
        },
    }
    assert part(call("PluginInspect", one), expected) == expected
    with pytest.raises(Conflict, match="already exists"):
        call("PluginCreate", name=one, body=bundle("other"))
    assert call("PluginDelete", one) is None
    with pytest.raises(NotFound):
        call("PluginInspect", one)


def test_an_upload_may_come_in_pieces(call: Any, plugin: Any) -> None:
    one = plugin.keep(plugin.unused())
    content = bundle(one)
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
    # Without the parameter the engine would answer 500: the published default is sent (REALITY.md E44).
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
    assert privileges == PRIVILEGES
    with pytest.raises(StreamError, match="incorrect privileges"):
        call("PluginPull", remote=one, name=one, body=[])
    pulled = call("PluginPull", remote=one, name=one, body=privileges)
    assert pulled[0] == {"status": f"Pulling from {one.removesuffix(':1')}", "id": "1"}
    assert pulled[1] == {"status": f"Digest: {pushed[-1].aux.Digest}"}
    assert call("PluginInspect", one).Config.Entrypoint == CONFIG["entrypoint"]
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
    messages = call("PluginUpgrade", one, remote=newer, body=PRIVILEGES)
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
        first, rest = begun(operation, *args, remote=one, body=PRIVILEGES, **given)
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
