"""Proxies of the environment; see test_docker_agrees.py for what docker itself makes of it."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dynclient import AsyncClient, Client, ConnectionFailed
from dynclient.engine.reach.proxy import Proxy, find_proxy

P = "http://p:3128"

# A URL, what NO_PROXY says, whether there is a proxy.
EXCEPTED: dict[str, tuple[str, str, bool]] = {
    "nothing": ("http://host:1", "", True),
    "blanks and commas": ("http://host:1", " , ,", True),
    "the name": ("http://host:1", "host", False),
    "the name among others": ("http://host:1", "a,b, HOST ", False),
    "a name with a dot at its end": ("http://host.:1", "host", False),
    "a domain": ("http://a.b.c", "b.c", False),
    "a domain after a dot": ("http://a.b.c", ".b.c", False),
    "a domain after an asterisk": ("http://a.b.c", "*.b.c", False),
    "what is below a domain, for that itself": ("http://b.c", ".b.c", True),
    "the end of a word": ("http://ab.c", "b.c", True),
    "its port": ("http://host:1", "host:1", False),
    "another port": ("http://host:1", "host:2", True),
    "the port of http": ("http://host", "host:80", False),
    "all": ("http://host", "*", False),
    "an address": ("http://10.0.0.1", "10.0.0.1", False),
    "the end of an address": ("http://10.0.0.1", "0.0.1", True),
    "a network": ("http://10.0.0.1", "10.0.0.0/8", False),
    "another network": ("http://10.0.0.1", "11.0.0.0/8", True),
    "a network that is none": ("http://10.0.0.1", "10.0.0.0/x", True),
    "a network and a name": ("http://host", "10.0.0.0/8", True),
    "IPv6": ("http://[fe80::1]:1", "fe80::1", False),
    "IPv6 in brackets": ("http://[fe80::1]:1", "[fe80::1]", False),
    "IPv6 and its port": ("http://[fe80::1]:1", "[fe80::1]:1", False),
    "IPv6 and another port": ("http://[fe80::1]:1", "[fe80::1]:2", True),
    "the loopback": ("http://127.1.2.3", "", False),
    "the loopback of IPv6": ("http://[::1]", "", False),
    "localhost": ("http://LOCALHOST", "", False),
}


@pytest.mark.parametrize(("base", "no_proxy", "expected"), EXCEPTED.values(), ids=EXCEPTED.keys())
def test_no_proxy_names_hosts_domains_networks_and_ports(base: str, no_proxy: str, expected: bool) -> None:
    found = find_proxy(base, {"HTTP_PROXY": P, "NO_PROXY": no_proxy})
    assert found == (Proxy("$HTTP_PROXY", P, P) if expected else None)


VARIABLES: dict[str, tuple[str, dict[str, str], str | None]] = {
    "none": ("http://h", {}, None),
    "capital letters before small ones": ("http://h", {"HTTP_PROXY": P, "http_proxy": "http://q"}, "$HTTP_PROXY"),
    "small letters": ("http://h", {"HTTP_PROXY": "", "http_proxy": P}, "$http_proxy"),
    "https": ("https://h", {"HTTP_PROXY": "http://q", "HTTPS_PROXY": P}, "$HTTPS_PROXY"),
    "https in small letters": ("https://h", {"https_proxy": P}, "$https_proxy"),
    "https without its own": ("https://h", {"HTTP_PROXY": P, "ALL_PROXY": P}, None),
    "all": ("http://h", {"ALL_PROXY": P, "all_proxy": P}, None),
    "a program of a web server": ("http://h", {"HTTP_PROXY": P, "REQUEST_METHOD": "GET"}, None),
    "a program of a web server, https": ("https://h", {"HTTPS_PROXY": P, "REQUEST_METHOD": "GET"}, "$HTTPS_PROXY"),
}


@pytest.mark.parametrize(("base", "environ", "origin"), VARIABLES.values(), ids=VARIABLES.keys())
def test_the_variable_is_that_of_the_scheme(base: str, environ: dict[str, str], origin: str | None) -> None:
    found = find_proxy(base, environ)
    assert found == (Proxy(origin, P, P) if origin else None)


VALUES: dict[str, tuple[str, str, str]] = {
    "no scheme": ("p:3128", P, P),
    "a user": ("http://me:hunter2@p:3128", P, "http://me:hunter2@p:3128"),
    "https": ("https://p", "https://p", "https://p"),
    "IPv6": ("http://[fe80::1]:1", "http://[fe80::1]:1", "http://[fe80::1]:1"),
}


@pytest.mark.parametrize(("value", "shown", "url"), VALUES.values(), ids=VALUES.keys())
def test_a_proxy_is_shown_without_its_password(value: str, shown: str, url: str) -> None:
    found = find_proxy("http://h", {"HTTP_PROXY": value})
    assert found == Proxy("$HTTP_PROXY", shown, url)
    assert "hunter2" not in f"{found!r} {found}"


UNFIT: dict[str, tuple[str, str]] = {
    "half of IPv6": ("http://me:hunter2@[", "$HTTP_PROXY is no proxy's address; expected http://host:port"),
    "a port that is none": ("http://p:hunter2", "$HTTP_PROXY is no proxy's address; expected http://host:port"),
    "no host": ("http://", "$HTTP_PROXY is no proxy's address; expected http://host:port"),
    "a blank": ("http://p q", "$HTTP_PROXY is no proxy's address; expected http://host:port"),
    "another scheme": (
        "ftp://me:hunter2@p",
        "$HTTP_PROXY names a proxy of the scheme ftp; known are http, https, socks5, socks5h",
    ),
}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("value", "message"), UNFIT.values(), ids=UNFIT.keys())
def test_a_value_that_is_no_proxy_is_the_clients_error(
    monkeypatch: pytest.MonkeyPatch, kind: Any, value: str, message: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", value)
    with pytest.raises(ConnectionFailed) as caught:
        kind("tcp://host:1")
    assert str(caught.value) == message
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert kind("tcp://host:1", trust_env=False).address.proxy is None


def test_a_socks_proxy_takes_what_may_not_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConnectionFailed, match=r"^\$HTTP_PROXY names a SOCKS proxy, which takes: pip install httpx"):
        find_proxy("http://h", {"HTTP_PROXY": "socks5://p:1"})
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name == "socksio" or None)
    assert find_proxy("http://h", {"HTTP_PROXY": "socks5://p:1"}) == Proxy("$HTTP_PROXY", *["socks5://p:1"] * 2)


# --- on the way


@pytest.fixture
def proxy() -> Iterator[Any]:
    """Provide a function that starts a proxy with one answer, and returns its address and the heads that came."""
    with ExitStack() as stack:

        def start(answer: bytes) -> tuple[str, list[bytes]]:
            heads: list[bytes] = []
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def serve() -> None:
                with suppress(OSError):
                    while True:
                        peer, _ = listener.accept()
                        with peer:
                            heads.append(peer.recv(65536))
                            peer.sendall(answer)

            Thread(target=serve, daemon=True).start()
            stack.callback(lambda: listener.shutdown(socket.SHUT_RDWR))
            return f"127.0.0.1:{listener.getsockname()[1]}", heads

        yield start


OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK"


def test_calls_and_streams_go_through_it_with_its_password(
    shell: Any, proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, heads = proxy(OK)
    monkeypatch.setenv("HTTP_PROXY", f"http://me:hunter2@{where}")
    client = shell.client("tcp://engine.test:2375/pre", version=None)
    assert str(client.address.proxy) == f"http://{where} (from $HTTP_PROXY)"
    assert shell(client.op("SystemPing")) == "OK"
    assert shell.read(shell(client.stream("SystemPing"))) == [b"OK"]
    assert [head.split(b"\r\n")[0] for head in heads] == [b"GET http://engine.test:2375/pre/_ping HTTP/1.1"] * 2
    assert all(b"Proxy-Authorization: Basic bWU6aHVudGVyMg==" in head for head in heads)


def test_an_error_names_it(shell: Any, proxy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where, heads = proxy(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:hunter2@{where}")
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client("https://engine.test").op("SystemPing"))
    assert str(caught.value) == (
        f"no engine at https://engine.test (from argument) through the proxy http://{where} (from $HTTPS_PROXY): "
        "403 Forbidden.\n  Is the engine running, and is this its address?"
    )
    assert heads[0].startswith(b"CONNECT engine.test:443 HTTP/1.1\r\n")
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_one_that_is_not_there_is_named_too(shell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = f"127.0.0.1:{listener.getsockname()[1]}"
    monkeypatch.setenv("HTTP_PROXY", where)
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client("tcp://engine.test").op("SystemPing"))
    assert str(caught.value) == (
        f"no engine at tcp://engine.test:2375 (from argument) through the proxy http://{where} (from $HTTP_PROXY): "
        "nothing listens there.\n  Is the engine running, and is this its address?"
    )


@pytest.mark.parametrize("address", ["unix:///d.sock", "ssh://host", "tcp://127.0.0.1:1"])
def test_a_socket_ssh_and_the_loopback_have_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, P)
    assert Client(address).address.proxy is None


# --- what is no socket


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (Path.mkdir, "it is a directory, not a socket"),
        (Path.touch, "it is a plain file, not a socket"),
    ],
    ids=["a directory", "a plain file"],
)
@pytest.mark.parametrize("operation", ["SystemPing", "SystemEvents"])
def test_what_is_no_socket_says_what_it_is(shell: Any, tmp_path: Path, make: Any, why: str, operation: str) -> None:
    path = tmp_path / "docker.sock"
    make(path)
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client(str(path)).op(operation))
    assert str(caught.value) == (
        f"no engine at unix://{path} (from argument): {why}.\n  Is the engine running, and is this its address?"
    )
