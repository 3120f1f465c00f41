"""Where the engine is: an argument, the environment, a context or the usual sockets."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient.engine import address as module
from dynclient.engine.address import Address, find_address, parse_address, usual_sockets
from dynclient.errors import ConnectionFailed

KNOWN = "known are unix:///path/to/docker.sock, tcp://host:port, http://host:port or https://host:port"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an empty home directory."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """Give an environment with nothing but a home."""
    return {"HOME": str(home)}


def context(home: Path, name: str, meta: Any) -> Path:
    """Store a context as `docker context create` does."""
    folder = home / ".docker" / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    file = folder / "meta.json"
    file.write_text(meta if isinstance(meta, str) else json.dumps(meta))
    return file


def endpoint(host: str) -> dict[str, Any]:
    return {"Name": "prod", "Endpoints": {"docker": {"Host": host}}}


# --- forms of an address

ADDRESSES: dict[str, tuple[str, Address]] = {
    "a socket": ("unix:///run/d.sock", Address("unix:///run/d.sock", "x", "http://docker", "/run/d.sock")),
    "a bare path": ("/run/d.sock", Address("unix:///run/d.sock", "x", "http://docker", "/run/d.sock")),
    "tcp": ("tcp://host:1234", Address("tcp://host:1234", "x", "http://host:1234")),
    "tcp without a port": ("tcp://host", Address("tcp://host", "x", "http://host:2375")),
    "http": ("http://host", Address("http://host", "x", "http://host")),
    "https with a path": ("https://host:8/a/b/", Address("https://host:8/a/b/", "x", "https://host:8/a/b")),
    "IPv6": ("tcp://[::1]:80", Address("tcp://[::1]:80", "x", "http://[::1]:80")),
    "a password, which is not kept": ("tcp://me:hunter2@host:1", Address("tcp://me@host:1", "x", "http://host:1")),
    "another script": ("tcp://höst:1", Address("tcp://höst:1", "x", "http://höst:1")),
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_is_read(text: str, expected: Address) -> None:
    assert parse_address(text, "x") == expected


def test_a_relative_path_and_a_home_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/me")
    assert parse_address("./d.sock", "x").socket == f"{tmp_path}/d.sock"
    assert parse_address("../d.sock", "x").socket == f"{tmp_path.parent}/d.sock"
    assert parse_address("~/d.sock", "x").socket == "/home/me/d.sock"
    assert parse_address("unix://~/d.sock", "x").socket == "/home/me/d.sock"


REFUSED: dict[str, tuple[str, str]] = {
    "no scheme": ("host:2375", f"host:2375 (from x) is no address; {KNOWN}"),
    "nothing after the scheme": ("unix://", f"unix:// (from x) is no address; {KNOWN}"),
    "no host": ("tcp://:2375", f"tcp://:2375 (from x) is no address; {KNOWN}"),
    "a query": ("tcp://host?a=b", f"tcp://host?a=b (from x) is no address; {KNOWN}"),
    "a fragment": ("tcp://host#a", f"tcp://host#a (from x) is no address; {KNOWN}"),
    "a blank": ("tcp://ho st:1", f"tcp://ho st:1 (from x) is no address; {KNOWN}"),
    "a port that is none": (
        "tcp://host:docker",
        "tcp://host:docker (from x) is no address: Port could not be cast to integer value as 'docker'",
    ),
    "a port too large": ("tcp://host:65536", "tcp://host:65536 (from x) is no address: Port out of range 0-65535"),
    "half of IPv6": ("tcp://[::1", "tcp://[::1 (from x) is no address: Invalid IPv6 URL"),
    "another scheme": ("ftp://host", f"ftp://host (from x) has the unknown scheme ftp; {KNOWN}"),
    "a Windows pipe": (
        "npipe:////./pipe/docker_engine",
        "npipe:////./pipe/docker_engine (from x) is a named pipe, which exists on Windows only",
    ),
    "a file descriptor": (
        "fd://3",
        "fd://3 (from x) is a file descriptor for the engine itself, not an address for its clients",
    ),
    "a password in what is none": (
        "ftp://me:hunter2@host",
        f"ftp://me@host (from x) has the unknown scheme ftp; {KNOWN}",
    ),
    "a password without a scheme": ("me:hunter2@host:1", f"me@host:1 (from x) is no address; {KNOWN}"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_another_form_is_refused_with_the_known_ones(text: str, message: str) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        parse_address(text, "x")
    assert str(caught.value) == message
    assert caught.value.address in message
    assert caught.value.origin == "x"


def test_a_host_name_that_is_none_is_refused() -> None:
    with pytest.raises(ConnectionFailed, match=r"^tcp://a\.\.b:1 \(from x\) is no address: "):
        parse_address("tcp://a..b:1", "x")


def test_ssh_is_refused_with_a_way_out() -> None:
    with pytest.raises(ConnectionFailed) as caught:
        parse_address("ssh://me@host", "argument")
    assert str(caught.value) == (
        "ssh://me@host (from argument) is reached through ssh, which this version cannot do; "
        "forward the socket: ssh -L ./docker.sock:…"
    )


def test_an_address_shows_where_it_came_from() -> None:
    assert str(parse_address("tcp://host:1", "$DOCKER_HOST")) == "tcp://host:1 (from $DOCKER_HOST)"


# --- who wins


def test_an_argument_comes_first(environ: dict[str, str]) -> None:
    found = find_address("tcp://a:1", environ={**environ, "DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "c"})
    assert (found.url, found.origin) == ("tcp://a:1", "argument")


def test_a_context_by_hand_comes_before_the_environment(environ: dict[str, str], home: Path) -> None:
    context(home, "prod", endpoint("tcp://c:1"))
    found = find_address(context="prod", environ={**environ, "DOCKER_HOST": "tcp://b:1"})
    assert (found.url, found.origin) == ("tcp://c:1", "context prod, argument")


def test_docker_host_comes_before_a_context(environ: dict[str, str]) -> None:
    found = find_address(environ={**environ, "DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "c"})
    assert (found.url, found.origin) == ("tcp://b:1", "$DOCKER_HOST")


def test_docker_context_comes_before_the_current_one(environ: dict[str, str], home: Path) -> None:
    context(home, "prod", endpoint("tcp://c:1"))
    (home / ".docker" / "config.json").write_text('{"currentContext": "other"}')
    found = find_address(environ={**environ, "DOCKER_CONTEXT": "prod"})
    assert (found.url, found.origin) == ("tcp://c:1", "context prod, $DOCKER_CONTEXT")


def test_the_current_context_comes_before_the_usual_sockets(environ: dict[str, str], home: Path) -> None:
    context(home, "prod", endpoint("unix:///run/prod.sock"))
    config = home / ".docker" / "config.json"
    config.write_text('{"currentContext": "prod"}')
    found = find_address(environ=environ)
    assert (found.socket, found.origin) == ("/run/prod.sock", f"context prod, {config}")


def test_docker_config_names_another_folder(tmp_path: Path, home: Path) -> None:
    context(home, "prod", endpoint("tcp://c:1"))
    (home / ".docker" / "config.json").write_text('{"currentContext": "prod"}')
    assert find_address(environ={"DOCKER_CONFIG": str(home / ".docker")}).url == "tcp://c:1"


def test_the_processs_own_environment_counts_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://b:1")
    assert find_address().url == "tcp://b:1"


def test_an_address_and_a_context_at_once_are_refused() -> None:
    with pytest.raises(ConnectionFailed) as caught:
        find_address("tcp://a:1", context="prod", environ={})
    assert str(caught.value) == "an address and a context are both given; one of them is enough"


def test_without_any_home_the_configuration_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert find_address(environ={}).origin == "default"


# --- contexts


@pytest.mark.parametrize(
    "config",
    ["{", "[]", '{"currentContext": 5}', '{"currentContext": "default"}', "{}", '"\udcff"'],
    ids=["no JSON", "a list", "a number", "default", "none", "no UTF-8"],
)
def test_a_configuration_without_a_context_is_passed_over(environ: dict[str, str], home: Path, config: str) -> None:
    (home / ".docker").mkdir()
    (home / ".docker" / "config.json").write_bytes(config.encode(errors="surrogateescape"))
    assert find_address(environ=environ).origin == "default"


def test_the_context_called_default_is_the_usual_socket(environ: dict[str, str]) -> None:
    assert find_address(context="default", environ=environ).origin == "default"


def test_a_context_that_is_not_there_says_where_it_was_looked_for(environ: dict[str, str], home: Path) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        find_address(context="gone", environ=environ)
    file = home / ".docker" / "contexts" / "meta" / hashlib.sha256(b"gone").hexdigest() / "meta.json"
    assert str(caught.value) == (
        f"there is no context 'gone' (from argument): {file} cannot be read: No such file or directory"
    )
    assert caught.value.origin == "context gone, argument"


@pytest.mark.parametrize(
    "meta", ["{", "{}", "[]", {"Endpoints": {"kubernetes": {}}}], ids=["no JSON", "empty", "a list", "another"]
)
def test_a_context_without_an_engine_is_refused(environ: dict[str, str], home: Path, meta: Any) -> None:
    file = context(home, "odd", meta)
    with pytest.raises(ConnectionFailed) as caught:
        find_address(environ={**environ, "DOCKER_CONTEXT": "odd"})
    assert str(caught.value) == f"context 'odd' (from $DOCKER_CONTEXT) names no docker endpoint: {file}"


def test_a_contexts_address_that_is_none_names_the_context(environ: dict[str, str], home: Path) -> None:
    context(home, "odd", endpoint("ftp://host"))
    with pytest.raises(
        ConnectionFailed, match=r"^ftp://host \(from context odd, argument\) has the unknown scheme ftp"
    ):
        find_address(context="odd", environ=environ)


# --- the usual sockets


def test_the_usual_sockets_are_system_wide_rootless_desktops_and_podmans() -> None:
    assert usual_sockets({"HOME": "/home/me", "XDG_RUNTIME_DIR": "/run/user/1"}) == (
        "/var/run/docker.sock",
        "/run/user/1/docker.sock",
        "/home/me/.docker/run/docker.sock",
        "/home/me/.docker/desktop/docker.sock",
        "/run/user/1/podman/podman.sock",
        "/run/podman/podman.sock",
    )
    assert usual_sockets({}) == ("/var/run/docker.sock", "/run/podman/podman.sock")


@pytest.fixture
def sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give three usual places: nothing, a file that is no socket, a socket."""
    places = [str(tmp_path / name) for name in ("none", "file", "socket")]
    Path(places[1]).write_text("")
    monkeypatch.setattr(module, "usual_sockets", lambda environ: tuple(places))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(places[2])
        yield places


def test_the_first_socket_that_is_there_is_taken(sockets: list[str], environ: dict[str, str]) -> None:
    assert find_address(environ=environ) == Address(f"unix://{sockets[2]}", "default", "http://docker", sockets[2])


def test_where_none_is_there_the_first_is_named_with_all_that_were_tried(
    sockets: list[str], environ: dict[str, str]
) -> None:
    os.unlink(sockets[2])
    assert find_address(environ=environ) == Address(
        f"unix://{sockets[0]}", "default", "http://docker", sockets[0], tuple(sockets)
    )


def test_a_socket_in_a_closed_folder_may_be_there(
    sockets: list[str], environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: str) -> os.stat_result:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(module.os, "stat", closed)
    assert find_address(environ=environ).socket == sockets[0]
