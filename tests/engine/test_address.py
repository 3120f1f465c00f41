"""Where the engine is: an argument, the environment, a context or the usual sockets."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient.document.legible import legible
from dynclient.engine.reach import address as module
from dynclient.engine.reach.address import Address, Ssh, find_address, parse_address, usual_sockets
from dynclient.errors import ConnectionFailed

KNOWN = "known are unix:///path/to/docker.sock, tcp://host:port, http://host:port, https://host:port or ssh://user@host"
USER = "has a user in it, which docker does not send; headers={'Authorization': …} does"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty home directory."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """Return an environment with nothing but a home."""
    return {"HOME": str(home)}


# --- forms of an address


def unix(path: str) -> Address:
    return Address(f"unix://{path}", "x", "http://docker", path)


def tcp(where: str) -> Address:
    return Address(f"tcp://{where}", "x", f"http://{where}")


def ssh(url: str, *way: Any) -> Address:
    return Address(url, "x", "http://docker", ssh=Ssh(*way))


ADDRESSES: dict[str, tuple[str, Address]] = {
    "a socket": ("unix:///run/d.sock", unix("/run/d.sock")),
    "a socket as docker-py writes it": ("http+unix:///run/d.sock", unix("/run/d.sock")),
    "a socket as requests has it": ("http+unix://%2Frun%2Fd.sock", unix("/run/d.sock")),
    "the socket as such": ("unix://", unix("/var/run/docker.sock")),
    "an abstract socket": ("unix://@name", Address("unix://@name", "x", "http://docker", "\0name")),
    "a bare path": ("/run/d.sock", unix("/run/d.sock")),
    "tcp": ("tcp://host:1234", tcp("host:1234")),
    "tcp without a port": ("tcp://host", tcp("host:2375")),
    "tcp without a host": ("tcp://:1234", tcp("localhost:1234")),
    "tcp as such": ("tcp://", tcp("localhost:2375")),
    "tcp without its scheme": ("host:1234", tcp("host:1234")),
    "a host": ("host", tcp("host:2375")),
    "a port": (":1234", tcp("localhost:1234")),
    "tcp with a path": ("tcp://host:1/a/b/", tcp("host:1/a/b")),
    "http": ("http://host", Address("http://host", "x", "http://host")),
    "https with a path": ("https://host:8/a/b/", Address("https://host:8/a/b/", "x", "https://host:8/a/b")),
    "IPv6": ("tcp://[::1]:80", tcp("[::1]:80")),
    "IPv6 without a port": ("tcp://[fe80::1]", tcp("[fe80::1]:2375")),
    "a zone as RFC 6874 writes it": (
        "tcp://[fe80::77%25eth0]:2375",
        Address("tcp://[fe80::77%25eth0]:2375", "x", "http://[fe80::77]:2375", zone="eth0"),
    ),
    "a zone as people write it": (
        "https://[fe80::77%eth0]:1/a",
        Address("https://[fe80::77%eth0]:1/a", "x", "https://[fe80::77]:1/a", zone="eth0"),
    ),
    "https and IPv6": ("https://[::1]/a", Address("https://[::1]/a", "x", "https://[::1]/a")),
    "another script": ("tcp://höst:1", tcp("höst:1")),
    "ssh": ("ssh://host", ssh("ssh://host", "host")),
    "ssh in full": (
        "ssh://me@host:2222/run/d.sock",
        ssh("ssh://me@host:2222/run/d.sock", "host", "me", 2222, "/run/d.sock"),
    ),
    "ssh with a path that says nothing": ("ssh://host/", ssh("ssh://host/", "host")),
    "ssh and IPv6": ("ssh://[::1]:22", ssh("ssh://[::1]:22", "::1", None, 22)),
    "an encoded user": ("ssh://a%40b@host", ssh("ssh://a%40b@host", "host", "a@b")),
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


def test_a_path_object_is_a_sockets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_address(Path("d.sock"), environ={}).socket == f"{tmp_path}/d.sock"


def test_blanks_around_an_address_are_nothing() -> None:
    assert find_address(" tcp://a:1\n", environ={}).url == "tcp://a:1"
    assert find_address(environ={"DOCKER_HOST": " tcp://b:1 "}).url == "tcp://b:1"


def test_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the address is of type int; expected unix:///path/to/docker.sock, .*$"):
        find_address(2375)  # type: ignore[arg-type]


NOBODY = "is no address: its user has a sign that no user's name has"

REFUSED: dict[str, tuple[str, str]] = {
    "no host": ("http://:2375", f"http://:2375 (from x) is no address; {KNOWN}"),
    "no host for ssh": ("ssh://me@", f"ssh://me@ (from x) is no address; {KNOWN}"),
    "a query, which may be a secret": ("tcp://host?token=hunter2", f"tcp://host?… (from x) is no address; {KNOWN}"),
    "a query for ssh": ("ssh://host?a=hunter2", f"ssh://host?… (from x) is no address; {KNOWN}"),
    "a fragment": ("tcp://host#a", f"tcp://host#a (from x) is no address; {KNOWN}"),
    "a blank": ("tcp://ho st:1", f"tcp://ho st:1 (from x) is no address; {KNOWN}"),
    "a character that is not seen": (
        "tcp://ho\x00st:1",
        "tcp://ho\ufffdst:1 (from x) is no address: it has a character that cannot be seen",
    ),
    "port 0": ("tcp://host:0", f"tcp://host:0 (from x) is no address; {KNOWN}"),
    "a port that is none": (
        "tcp://host:docker",
        "tcp://host:docker (from x) is no address: its port is no number from 1 to 65535",
    ),
    "a port too large": (
        "tcp://host:65536",
        "tcp://host:65536 (from x) is no address: its port is no number from 1 to 65535",
    ),
    "half of IPv6": ("tcp://[::1", "tcp://[::1 (from x) is no address: its host is no name and no IP address"),
    "an empty part of a name": (
        "tcp://a..b:1",
        "tcp://a..b:1 (from x) is no address: its host is no name and no IP address",
    ),
    "another scheme": ("ftp://host", f"ftp://host (from x) has the unknown scheme ftp; {KNOWN}"),
    "a Windows pipe": (
        "npipe:////./pipe/docker_engine",
        "npipe:////./pipe/docker_engine (from x) is a named pipe, which exists on Windows only",
    ),
    "a file descriptor": (
        "fd://3",
        "fd://3 (from x) is a file descriptor for the engine itself, not an address for its clients",
    ),
    "a password": ("tcp://me:hunter2@host:1", f"tcp://…@host:1 (from x) {USER}"),
    "a user that is a token": ("https://hunter2@host", f"https://…@host (from x) {USER}"),
    "a password without a user": ("http://:hunter2@host", f"http://…@host (from x) {USER}"),
    "a password without a scheme": ("me:hunter2@host:1", f"tcp://…@host:1 (from x) {USER}"),
    "a password in what is none": (
        "ftp://me:hunter2@host",
        f"ftp://…@host (from x) has the unknown scheme ftp; {KNOWN}",
    ),
    "a password for ssh": (
        "ssh://me:hunter2@host",
        "ssh://me@host (from x) has a password in it, which ssh does not take; use a key",
    ),
    "an option in place of a host": (
        "ssh://-oProxyCommand=id",
        "ssh://-oProxyCommand=id (from x) is no address: ssh would take what begins with - for an option",
    ),
    "a path with NUL": ("http+unix://%2Ftmp%00", "unix:///tmp%00 (from x) is no address: a path holds no NUL"),
    "a path that no socket can have": (
        f"unix:///{'a' * 200}@b",
        f"unix:///{'a' * 200}@b (from x) is no address: its path has 203 bytes, a socket's has 107 at most",
    ),
    "NUL in a user": ("ssh://%00@h", f"ssh://%00@h (from x) {NOBODY}"),
    "a line break in a user": ("ssh://u%0a-oX@h", f"ssh://u%0a-oX@h (from x) {NOBODY}"),
    "a command in a user": ("ssh://%24%28touch%20x%29@h", f"ssh://%24%28touch%20x%29@h (from x) {NOBODY}"),
    "an option in place of a user": (
        "ssh://-l@host",
        "ssh://-l@host (from x) is no address: ssh would take what begins with - for an option",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_another_form_is_refused_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        parse_address(text, "x")
    assert str(caught.value) == message
    assert legible(caught.value.address) in message
    assert caught.value.origin == "x"
    assert caught.value.__cause__ is None  # Python's own error would show the address again


def test_an_address_shows_where_it_came_from() -> None:
    assert str(parse_address("tcp://host:1", "$DOCKER_HOST")) == "tcp://host:1 (from $DOCKER_HOST)"


# --- the environment


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
    """Provide three usual places: nothing, a file that is no socket, a socket."""
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
