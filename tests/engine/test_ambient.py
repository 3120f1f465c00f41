"""What the docker command's configuration has go along: headers, and proxies for containers and builds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, InvalidArguments
from dynclient.engine.reach.ambient import headers, proxies
from tests.support.scripted import Shell

Configured = Callable[[Any], None]


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configured:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_CUSTOM_HEADERS", raising=False)
    return lambda config: (tmp_path / "config.json").write_text(json.dumps(config)) and None


# --- headers -----------------------------------------------------------------------------------------


def sent(shell: str, **settings: Any) -> httpx.Headers:
    """Return the headers of a call's request."""
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json=[])

    here = Shell(shell, {}, **{"transport": httpx.MockTransport(answer), **settings})
    here(lambda client: client.op("ContainerList"))
    return seen[-1]


def test_the_headers_of_config_json_go_with_every_call_below_ones_own(shell: str, configured: Configured) -> None:
    configured({"HttpHeaders": {"X-Meta": "yes", "X-Own": "theirs", "User-Agent": "x", "Host": "evil", "X-No": 5}})
    found = sent(shell, headers={"x-own": "mine"})
    assert (found["X-Meta"], found.get_list("X-Own"), found.get("X-No")) == ("yes", ["mine"], None)
    assert found["User-Agent"].startswith("dynclient/")
    assert found["Host"] != "evil"
    assert "X-Meta" not in sent(shell, trust_env=False)


def test_headers_given_later_win_and_derived_clients_send_them_too(configured: Configured) -> None:
    configured({"HttpHeaders": {"X-Meta": "yes", "X-Own": "theirs"}})
    with Client("tcp://192.0.2.1", version="1.45") as client:
        found = client.with_options(headers={"X-Own": "mine"}).build_request("SystemPing").headers
    assert (found["X-Meta"], found.get_list("X-Own")) == ("yes", ["mine"])


def test_another_apis_server_does_not_see_them(configured: Configured, tmp_path: Path) -> None:
    configured({"HttpHeaders": {"X-Meta": "secret"}})
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "Other", "version": "1"},
        "paths": {"/x": {"get": {"operationId": "X", "responses": {"200": {"description": ""}}}}},
    }
    (tmp_path / "other.json").write_text(json.dumps(spec))
    with Client("http://192.0.2.1", spec=tmp_path / "other.json") as client:
        assert "X-Meta" not in client.build_request("X").headers


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("A=1", {"A": "1"}),
        ("A=1=2, B=", {"A": "1=2", "B": ""}),
        ('"A=1,2",B=x', {"A": "1,2", "B": "x"}),
        ("Host=x", {}),
    ],
)
def test_the_variable_stands_for_all_of_config_json(configured: Configured, given: str, found: dict[str, str]) -> None:
    configured({"HttpHeaders": {"X-Meta": "yes"}})
    assert dict(headers({**os.environ, "DOCKER_CUSTOM_HEADERS": given})) == found


@pytest.mark.parametrize("given", ["A", "=x", "A=1,,B=2", "A=1,B"])
def test_a_variable_that_cannot_be_read_is_refused(given: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        headers({"DOCKER_CUSTOM_HEADERS": given})
    problem = "expected name=value, several of them with commas between them"
    assert [(error.where, error.problem) for error in caught.value.errors] == [("$DOCKER_CUSTOM_HEADERS", problem)]


def test_a_header_that_cannot_be_sent_is_refused_without_its_value(configured: Configured) -> None:
    configured({"HttpHeaders": {"X-Token": "hunter2\n"}})
    with Client("tcp://192.0.2.1") as client, pytest.raises(InvalidArguments) as caught:
        client.build_request("SystemPing")
    assert "X-Token" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("content", [{"HttpHeaders": [1], "proxies": 5}, {}, {"proxies": {"default": 5}}])
def test_what_is_no_section_says_nothing(configured: Configured, content: Any) -> None:
    configured(content)
    assert (headers(os.environ), proxies(os.environ, "x", {})) == ((), {})


def test_a_configuration_that_cannot_be_read_costs_a_warning(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with (
        Client("tcp://192.0.2.1") as client,
        pytest.warns(UserWarning, match="calls go on without its HttpHeaders") as warned,
    ):
        client.build_request("SystemPing")
    assert [each.filename for each in warned] == [__file__]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_the_configuration_is_read_once_and_for_the_first_request(kind: Any, configured: Configured) -> None:
    client = kind("tcp://192.0.2.1", version="1.45")
    configured({"HttpHeaders": {"X-Meta": "made later"}})
    found = [client.build_request("SystemPing").headers["X-Meta"]]
    configured({"HttpHeaders": {"X-Meta": "changed"}})
    found.append(client.with_options(timeout=1).build_request("SystemPing").headers["X-Meta"])
    assert found == ["made later", "made later"]


# --- proxies -----------------------------------------------------------------------------------------

DEFAULT = {"httpProxy": "http://p:1", "httpsProxy": "", "noProxy": "a,b", "ftpProxy": "f", "allProxy": "socks5://q"}
ALL = {"HTTP_PROXY": "http://p:1", "http_proxy": "http://p:1", "NO_PROXY": "a,b", "no_proxy": "a,b",
       "FTP_PROXY": "f", "ftp_proxy": "f", "ALL_PROXY": "socks5://q", "all_proxy": "socks5://q"}  # fmt: skip


@pytest.mark.parametrize(
    ("address", "given", "found"),
    [
        ("unix:///x", [], ALL),
        ("unix:///x", list(ALL), {}),
        (
            "unix:///x",
            ["http_proxy", "NO_PROXY"],
            {k: v for k, v in ALL.items() if k not in ("http_proxy", "NO_PROXY")},
        ),
        ("tcp://h:2375", [], {"HTTP_PROXY": "other", "http_proxy": "other"}),
        ("tcp://none:2375", [], {}),
    ],
)
def test_an_engines_own_proxies_or_the_default_ones_are_found(
    configured: Configured, address: str, given: list[str], found: dict[str, str]
) -> None:
    configured({"proxies": {"default": DEFAULT, "tcp://h:2375": {"httpProxy": "other"}, "tcp://none:2375": {}}})
    assert proxies(os.environ, address, dict.fromkeys(given)) == found


def environment(shell: str, recipe: str, given: dict[str, Any], **settings: Any) -> Any:
    here = Shell(shell, {}, **settings)
    here(lambda client: getattr(client, recipe)("busybox", **given))
    return here.engine.bodies[0].get("Env")


PROXY = {"proxies": {"default": {"httpProxy": "http://p:1"}}}


@pytest.mark.parametrize("recipe", ["run", "create"])
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["HTTP_PROXY=http://p:1", "http_proxy=http://p:1"]),
        ({"env": {"A": 1}}, ["A=1", "HTTP_PROXY=http://p:1", "http_proxy=http://p:1"]),
        ({"env": {"HTTP_PROXY": "mine"}}, ["HTTP_PROXY=mine", "http_proxy=http://p:1"]),
        ({"env": ["HTTP_PROXY", "http_proxy="]}, ["HTTP_PROXY", "http_proxy="]),
        ({"Env": ["http_proxy=x", "HTTP_PROXY=y"]}, ["http_proxy=x", "HTTP_PROXY=y"]),
    ],
)
def test_a_container_gets_the_proxies_that_it_was_not_given(
    shell: str, configured: Configured, recipe: str, given: dict[str, Any], found: list[str]
) -> None:
    configured(PROXY)
    assert environment(shell, recipe, given) == found


def test_no_proxies_go_along_where_the_environment_is_not_trusted(shell: str, configured: Configured) -> None:
    configured(PROXY)
    assert environment(shell, "run", {}, trust_env=False) is None


def test_an_environment_that_is_none_is_refused_as_ever(shell: str, configured: Configured) -> None:
    configured(PROXY)
    with pytest.raises(InvalidArguments, match="Env"):
        environment(shell, "run", {"Env": 5})


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {"HTTP_PROXY": "http://p:1", "http_proxy": "http://p:1"}),
        ({"buildargs": {"A": "1", "http_proxy": None}}, {"A": "1", "http_proxy": None, "HTTP_PROXY": "http://p:1"}),
        ({"buildargs": ["HTTP_PROXY=x"]}, {"HTTP_PROXY": "x", "http_proxy": "http://p:1"}),
        ({"buildargs": '{"A": "1"}'}, {"A": "1"}),
    ],
)
def test_a_build_gets_them_among_its_arguments(
    shell: str, configured: Configured, given: dict[str, Any], found: dict[str, Any]
) -> None:
    configured(PROXY)
    built = json.dumps({"aux": {"ID": f"sha256:{'b' * 64}"}})
    here = Shell(shell, {"POST build": [(200, built)], "GET json": [(200, {"Id": "x", "RepoTags": []})]})
    here(lambda client: client.build({"Dockerfile": "FROM x"}, **given))
    query = httpx.URL(here.engine.asked[0].partition(" ")[2]).params
    assert json.loads(query["buildargs"]) == found
