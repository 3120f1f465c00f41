"""No secret shows: after each kind of failure, with a secret in each place that can hold one."""

from __future__ import annotations

import asyncio
import base64
import inspect
import logging
import os
import socket
import subprocess
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from dynclient import AsyncClient, Client, DynclientError
from tests.support.laws import for_each

SECRET = "s3cr3t-0f-th3-t3st"
NUMBER = 86753094242  # a password of digits, which a caller forgot to quote


def disguises() -> tuple[str, ...]:
    """Return the secret, and how it looks inside of base64, wherever it stands there."""
    shifted = (base64.b64encode(b"x" * shift + SECRET.encode()).decode() for shift in range(3))
    return (SECRET, str(NUMBER), *(text[4:-4] for text in shifted))


# --- where it can stand -----------------------------------------------------------------------------------

LOGIN = {"username": "me", "password": SECRET}

# What a client is made with, and what is called: all of it well formed.
PLACES: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]] = {
    "X-Registry-Auth": (
        {},
        lambda client: client.op("ImagePush", "r.example/a", tag="1", X_Registry_Auth=LOGIN),
    ),
    "X-Registry-Auth as text": (
        {},
        lambda client: client.op(
            "ImagePush",
            "r.example/a",
            X_Registry_Auth=base64.urlsafe_b64encode(f'{{"a":"{SECRET}"}}'.encode()).decode(),
        ),
    ),
    "X-Registry-Config": (
        {},
        lambda client: client.op("ImageBuild", X_Registry_Config={"r.example": LOGIN}, body=b"tar"),
    ),
    "auth= of the client": (
        {"auth": {"r.example": LOGIN}},
        lambda client: client.op("ImageCreate", fromImage="r.example/a", tag="1"),
    ),
    "auth= of a recipe": ({}, lambda client: client.pull("r.example/a:1", auth=LOGIN)),
    "login": ({}, lambda client: client.op("SystemAuth", **LOGIN, serveraddress="r.example")),
    "a build's arguments": ({}, lambda client: client.op("ImageBuild", buildargs={"TOKEN": SECRET}, body=b"tar")),
    "a build's URL": ({}, lambda client: client.op("ImageBuild", remote=f"https://{SECRET}@git.example/a.git")),
    "an import's URL": ({}, lambda client: client.op("ImageCreate", fromSrc=f"https://x:{SECRET}@a.example/a.tar")),
    "a commit's changes": ({}, lambda client: client.op("ImageCommit", container="a", changes=f"ENV TOKEN={SECRET}")),
    "the swarm's key": ({}, lambda client: client.op("SwarmUnlock", UnlockKey=SECRET)),
    "the swarm's token": ({}, lambda client: client.op("SwarmJoin", JoinToken=SECRET, RemoteAddrs=["127.0.0.1"])),
    "a secret": ({}, lambda client: client.op("SecretCreate", Name="a", Data=SECRET.encode())),
    "a config": ({}, lambda client: client.op("ConfigCreate", Name="a", Data=SECRET.encode())),
    "an environment": ({}, lambda client: client.op("ContainerCreate", Image="a", Env=[f"TOKEN={SECRET}"])),
    "an exec's environment": ({}, lambda client: client.op("ContainerExec", "a", Cmd=["a"], Env=[f"TOKEN={SECRET}"])),
    "a volume's options": ({}, lambda client: client.op("VolumeCreate", DriverOpts={"o": f"password={SECRET}"})),
    "the client's headers": (
        {"headers": {"Authorization": f"Bearer {SECRET}", "X-Token": SECRET}},
        lambda client: client.op("SystemInfo"),
    ),
    "headers by with_options": (
        {},
        lambda client: client.with_options(headers={"Cookie": SECRET}).op("SystemInfo"),
    ),
    "the query by with_options": (
        {},
        lambda client: client.with_options(query={"api_key": SECRET}).op("SystemInfo"),
    ),
    "a raw request": (
        {},
        lambda client: client.request(
            "POST", "/own", query={"key": SECRET}, headers={"X-Key": SECRET}, body={"key": SECRET}
        ),
    ),
    "a stream": ({}, lambda client: opened(client, "ImageBuild", remote=f"https://{SECRET}@git.example/a.git")),
    "a request that is built": (
        {},
        lambda client: client.send(client.build_request("ImageBuild", buildargs={"TOKEN": SECRET}, body=b"tar")),
    ),
}


def opened(client: Any, operation: str, **arguments: Any) -> Any:
    """Open a stream, and read it to its end."""
    stream = client.stream(operation, **arguments)
    if isinstance(client, Client):
        return stream.read()

    async def read() -> Any:
        return await (await stream).read()

    return read()


# --- how it can fail --------------------------------------------------------------------------------------


def _reply(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {size}", *headers])
    return f"{head}\r\n\r\n".encode() + body


FAILURES: dict[str, bytes | None] = {
    "nobody listens": b"",
    "a refusal": _reply("404 Not Found", b'{"message":"no"}', "Content-Type: application/json"),
    "a failure of the engine": _reply("500 Internal Server Error", b'{"message":"no"}'),
    "an HTML page": _reply("502 Bad Gateway", b"<html><title>no</title></html>", "Content-Type: text/html"),
    "a redirect": _reply("301 Moved Permanently", b"", "Location: /login"),
    "a version that is refused": _reply("400 Bad Request", b'{"message":"client version 1.45 is too new"}'),
    "an answer that is cut": _reply("200 OK", b'{"a":', "Content-Type: application/json", length=100),
    "a stream that reports a failure": _reply("200 OK", b'{"errorDetail":{"message":"no"},"error":"no"}'),
    "an answer that is none": b"this is not HTTP\r\n\r\n",
    "an answer that is no JSON": _reply("200 OK", b"\0\1", "Content-Type: application/json"),
    "an answer that cannot be decompressed": _reply("200 OK", b"\0\1", "Content-Encoding: gzip"),
    "a connection that closes": b"\0",
    "silence": None,
}


class Server:
    """An engine that answers every request by the same bytes; b"" closes the connection, and None is silence."""

    def __init__(self, path: Path, answer: bytes | None) -> None:
        self._answer, self._over = b"" if answer == b"\0" else answer, threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(16)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with ExitStack() as stack, suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                stack.enter_context(peer)
                peer.settimeout(5)
                with suppress(OSError):
                    self._exchange(peer)

    def _exchange(self, peer: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received and (data := peer.recv(65536)):
            received += data
        if self._answer is None:
            self._over.wait(5)
        elif received:
            peer.sendall(self._answer)
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(65536):
                pass

    def stop(self) -> None:
        """End the thread and close the socket."""
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._listener.close()


Make = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Make:
    """Return a function that makes either client."""
    monkeypatch.delenv("DOCKER_API_VERSION", raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "none"))
    return Client if request.param == "sync" else AsyncClient


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Provide the address of a server that fails as the test has it."""
    path, answer = tmp_path / "engine.sock", FAILURES[request.param]
    server = Server(path, answer) if answer != b"" else None
    yield f"unix://{path}"
    if server:
        server.stop()


def finished(client: Any, call: Callable[[Any], Any]) -> Any:
    """Return what a call gives, and close the client."""
    if isinstance(client, Client):
        with client:
            return call(client)

    async def awaited() -> Any:
        async with client:
            value = call(client)
            return await value if inspect.isawaitable(value) else value

    return asyncio.run(awaited())


def told(error: BaseException) -> str:
    """Return all that an error says: its text, repr, fields and traceback, with those of its causes."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None:
        chain.append(link)
        link = link.__cause__ or link.__context__
    parts = [text for one in chain for text in (str(one), repr(one), repr(getattr(one, "__dict__", "")))]
    # Of the traceback without its source lines, in which the tests' own calls stand.
    lines = traceback.TracebackException.from_exception(error, lookup_lines=False).format(chain=True)
    return "\n".join([*parts, *(line for line in lines if not line.lstrip().startswith("File "))])


def shown(client: Any) -> str:
    """Return what a client shows of itself."""
    return "\n".join(
        [repr(client), str(client), repr(client.options), repr(client.address), str(client.address), repr(vars(client))]
    )


def assert_silent(*texts: str) -> None:
    """Hold that no text has the secret in it."""
    for text in texts:
        for disguise in disguises():
            assert disguise not in text


def test_a_request_that_is_built_shows_no_secret_and_has_it(make: Make) -> None:
    headers = {"X-Token": SECRET}
    client = make("unix:///nowhere", headers=headers, version="1.45").with_options(query={"key": SECRET})
    asked = {"fromImage": "a", "X-Registry-Auth": {"username": "u", "password": SECRET}}
    request = client.build_request("ImageCreate", **asked)
    assert_silent(repr(request), repr(request.headers), repr(request.extensions), str(request.url), repr(vars(request)))
    assert (request.headers["x-token"], request.url.params["key"]) == (SECRET, SECRET)
    assert "('user-agent', 'dynclient/" in repr(request.headers)
    assert "ImageCreate with fromImage, X-Registry-Auth>" in repr(request.extensions)


@pytest.mark.parametrize("address", FAILURES, indirect=True)
@for_each("place", PLACES.keys())
def test_no_secret_shows_after_a_failure(
    make: Make, address: str, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    settings, call = PLACES[place]
    client = make(address, version="1.45", timeout=0.02, **settings)
    assert_silent(shown(client))
    try:
        value = finished(client, call)
    except DynclientError as error:
        assert_silent(told(error))
    else:
        assert_silent(repr(value), str(value))
    assert_silent(shown(client), caplog.text)


@pytest.fixture(scope="module", autouse=True)
def _no_secret_is_in_the_cache() -> Iterator[None]:
    """Hold that whatever the tests here did has left no secret in a file of the cache."""
    yield
    files = [path for path in Path(os.environ["DYNCLIENT_CACHE"]).rglob("*") if path.is_file()]
    assert files
    assert_silent(*(path.read_bytes().decode("latin-1") for path in files))


# --- what is wrong with it itself ---------------------------------------------------------------------------

WRONG: dict[str, Callable[[Any], Any]] = {
    "X-Registry-Auth with another key": lambda client: client.op("ImagePush", "a", X_Registry_Auth={"pasword": SECRET}),
    "X-Registry-Auth as a list": lambda client: client.op("ImagePush", "a", X_Registry_Auth=[SECRET]),
    "X-Registry-Auth with a line's end": lambda client: client.op("ImagePush", "a", X_Registry_Auth=f"{SECRET}\n"),
    "X-Registry-Config as text": lambda client: client.op("ImageBuild", X_Registry_Config=[SECRET], body=b""),
    "X-Registry-Config in another form": lambda client: client.op(
        "ImageBuild", X_Registry_Config={"r.example": SECRET}, body=b""
    ),
    "auth= of a recipe, with another key": lambda client: client.pull("a", auth={"pasword": SECRET}),
    "auth= of a recipe, as a list": lambda client: client.pull("a", auth=[SECRET]),
    "login as a list": lambda client: client.op("SystemAuth", username="me", password=[SECRET]),
    "a build's arguments as text": lambda client: client.op("ImageBuild", buildargs=f"TOKEN={SECRET}", body=b""),
    "a build's arguments as a list": lambda client: client.op("ImageBuild", buildargs=[SECRET], body=b""),
    "a build's arguments in a list": lambda client: client.op("ImageBuild", buildargs={"A": [SECRET]}, body=b""),
    "a build's URL as a list": lambda client: client.op("ImageBuild", remote=[SECRET]),
    "an import's URL as a map": lambda client: client.op("ImageCreate", fromSrc={"a": SECRET}),
    "the swarm's key as a list": lambda client: client.op("SwarmUnlock", UnlockKey=[SECRET]),
    "the swarm's token as a map": lambda client: client.op("SwarmJoin", JoinToken={"a": SECRET}, RemoteAddrs=["a"]),
    "a secret that is no base64": lambda client: client.op("SecretCreate", Name="a", Data=f"{SECRET}!"),
    "a config that is no base64": lambda client: client.op("ConfigCreate", Name="a", Data=f"{SECRET}!"),
    "an environment as text": lambda client: client.op("ContainerCreate", Image="a", Env=f"TOKEN={SECRET}"),
    "an environment as a map": lambda client: client.op("ContainerCreate", Image="a", Env={"TOKEN": SECRET}),
    "an environment in a list": lambda client: client.op("ContainerCreate", Image="a", Env=[[f"TOKEN={SECRET}"]]),
    "a header with a line's end": lambda client: client.with_options(headers={"Authorization": f"{SECRET}\r\n"}),
    "a header that is no ASCII": lambda client: client.with_options(headers={"Authorization": f"{SECRET}\u20ac"}),
    "X-Registry-Auth with a number": lambda client: client.op("ImagePush", "a", X_Registry_Auth={"password": NUMBER}),
    "login with a number": lambda client: client.op("SystemAuth", username="me", password=NUMBER),
    "a build's arguments with a number": lambda client: client.op("ImageBuild", buildargs={"A": NUMBER}, body=b""),
    "the swarm's key as a number": lambda client: client.op("SwarmUnlock", UnlockKey=NUMBER),
    "the swarm's token as a number": lambda client: client.op("SwarmJoin", JoinToken=NUMBER),
    "an environment with a number": lambda client: client.op("ContainerCreate", Image="a", Env=[NUMBER]),
    "an exec's environment with a number": lambda client: client.op("ContainerExec", "a", Env=[NUMBER]),
    "a service's environment with a number": lambda client: client.op(
        "ServiceCreate", TaskTemplate={"ContainerSpec": {"Env": [NUMBER]}}
    ),
    "a log driver's options with a number": lambda client: client.op(
        "ContainerCreate", HostConfig={"LogConfig": {"Config": {"token": NUMBER}}}
    ),
    "a volume's options with a number": lambda client: client.op("VolumeCreate", DriverOpts={"o": NUMBER}),
    "a volume's options as a list": lambda client: client.op("VolumeCreate", DriverOpts=[SECRET]),
    "a volume's options in a list": lambda client: client.op("VolumeCreate", DriverOpts={"o": [f"password={SECRET}"]}),
}


@pytest.mark.parametrize("place", WRONG)
def test_no_secret_shows_where_it_is_refused_itself(
    make: Make, tmp_path: Path, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DynclientError) as caught:
        finished(make(f"unix://{tmp_path}/none.sock", version="1.45"), WRONG[place])
    assert_silent(told(caught.value), caplog.text)


ADDRESSES = {
    "a password of tcp": f"tcp://me:{SECRET}@127.0.0.1:1",
    "a token of https": f"https://{SECRET}@127.0.0.1:1",
    "a password of ssh": f"ssh://me:{SECRET}@127.0.0.1",
    "a port that is none": f"tcp://me:{SECRET}@127.0.0.1:port",
    "a scheme that is none": f"tpc://me:{SECRET}@127.0.0.1",
    "a query": f"tcp://127.0.0.1:1?token={SECRET}",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_no_secret_of_an_address_shows(make: Make, address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DynclientError) as caught:
        finished(make(address, version="1.45"), lambda client: client.op("SystemPing"))
    assert_silent(told(caught.value), caplog.text)


def test_no_password_of_a_proxy_shows(
    make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://me:{SECRET}@127.0.0.1:{closed}")
    monkeypatch.setenv("http_proxy", f"http://me:{SECRET}@127.0.0.1:{closed}")
    client = make("tcp://engine.example:2375", version="1.45")
    with pytest.raises(DynclientError) as caught:
        finished(client, lambda client: client.op("SystemPing"))
    assert_silent(told(caught.value), shown(client), caplog.text)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a certificate, and its key under the secret as password."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=a"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-passout", f"pass:{SECRET}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("password", [SECRET, f"{SECRET}-wrong"])
def test_no_password_of_a_tls_key_shows(make: Make, key: Path, password: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tls = {"cert": key / "cert.pem", "key": key / "key.pem", "password": password}

    def used() -> None:
        client = make("tcp://127.0.0.1:1", tls=tls, version="1.45")
        assert_silent(shown(client))
        finished(client, lambda client: client.op("SystemPing"))

    with pytest.raises(DynclientError) as caught:
        used()
    assert_silent(told(caught.value), caplog.text)


def test_the_search_finds_a_secret_in_its_disguises() -> None:
    for shift in range(5):
        encoded = base64.b64encode(b"{" * shift + SECRET.encode() + b"}").decode()
        with pytest.raises(AssertionError):
            assert_silent(f"X-Registry-Auth: {encoded}")
