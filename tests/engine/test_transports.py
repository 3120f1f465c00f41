"""The same conversations over every road to an engine, in both shells: the same bytes."""

from __future__ import annotations

import asyncio
import io
import socket
import tarfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from dynclient import Client, NotFound, RequestTimeout

pytestmark = pytest.mark.engine

BIG = bytes(range(256)) * 8192  # 2 MiB, with every byte


@pytest.fixture(scope="module")
def relay(engine_address: str) -> Iterator[str]:
    """Provide an address over TCP at which the engine's own socket answers: it has no other port without TLS."""
    ends: list[socket.socket] = []

    def carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, far = listener.accept()[0], socket.socket(socket.AF_UNIX)
                ends.extend((near, far))
                far.connect(engine_address.removeprefix("unix://"))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=carry, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for end in ends:
        end.close()


class Road:
    """A road to an engine.

    Attributes:
        client: a client of the shell under test, by that road.
        plain: a sync client of the same engine, which makes what is talked with.
    """

    def __init__(self, client: Any, plain: Client) -> None:
        self.client, self.plain = client, plain


@pytest.fixture(params=["unix", "tcp", "tls", "ssh"])
def road(request: pytest.FixtureRequest, shell: Any, engine: Client, engine_address: str) -> Iterator[Road]:
    if request.param == "tls":
        secured = request.getfixturevalue("tls_engine")
        with secured.client() as plain:
            yield Road(shell.client(secured.address, tls=secured.right), plain)
        return
    if request.param == "ssh":
        request.getfixturevalue("far")
    roads = {
        "unix": lambda: engine_address,
        "tcp": lambda: request.getfixturevalue("relay"),
        "ssh": lambda: "ssh://far",
    }
    yield Road(shell.client(roads[request.param]()), engine)


def joined(frames: list[Any]) -> dict[str, bytes]:
    """Return what came, by stream."""
    came: dict[str, bytes] = {}
    for frame in frames:
        came[frame.stream] = came.get(frame.stream, b"") + frame.data
    return came


def test_input_ends_and_output_goes_on(shell: Any, road: Road, container_on: Callable[..., str]) -> None:
    one = container_on(road.plain, "sh", "-c", "cat; echo end >&2", OpenStdin=True, StdinOnce=True)
    talk = shell(road.client.stream("ContainerAttach", one, stream=True, stdin=True, stdout=True, stderr=True))
    road.plain.op("ContainerStart", one)
    shell(talk.write(b"hello\n"))
    shell(talk.close_stdin())
    assert joined(shell.read(talk)) == {"stdout": b"hello\n", "stderr": b"end\n"}


def test_much_goes_in_while_as_much_comes_out(shell: Any, road: Road, container_on: Callable[..., str]) -> None:
    one = container_on(road.plain, "sleep", "1000")
    road.plain.op("ContainerStart", one)
    every = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
    command = road.plain.op("ContainerExec", one, Cmd=["cat"], **every).Id
    talk = shell(road.client.stream("ExecStart", command, Detach=False))
    assert joined(conversation(shell, talk, BIG)) == {"stdout": BIG}
    assert road.plain.op("ExecInspect", command).ExitCode == 0


def conversation(shell: Any, talk: Any, data: bytes) -> list[Any]:
    """Write, end the input and read, all at once."""
    if shell.name == "sync":

        def write() -> None:
            talk.write(data)
            talk.close_stdin()

        writer = threading.Thread(target=write)
        writer.start()
        came = list(talk)
        writer.join()
        return came

    async def both() -> list[Any]:
        async def write() -> None:
            await talk.write(data)
            await talk.close_stdin()

        writing = asyncio.create_task(write())
        came = [frame async for frame in talk]
        await writing
        return came

    found: list[Any] = shell(both())
    return found


def test_a_terminal_is_talked_with(shell: Any, road: Road, container_on: Callable[..., str]) -> None:
    one = container_on(road.plain, "sh", "-c", "read line; echo got $line; stty size", OpenStdin=True, Tty=True)
    talk = shell(road.client.stream("ContainerAttach", one, stream=True, stdin=True, stdout=True))
    road.plain.op("ContainerStart", one)
    shell(talk.resize(40, 100))
    shell(talk.write(b"you\n"))
    assert joined(shell.read(talk)) == {"stdout": b"you\r\ngot you\r\n40 100\r\n"}


def test_a_websocket_is_talked_with(shell: Any, road: Road, container_on: Callable[..., str]) -> None:
    one = container_on(road.plain, "sh", "-c", "read line; echo got $line", OpenStdin=True)
    talk = shell(road.client.stream("ContainerAttachWebsocket", one, stream=True, stdin=True, stdout=True))
    road.plain.op("ContainerStart", one)
    shell(talk.write(b"you\n"))
    assert joined(shell.read(talk)) == {"stdout": b"got you\n"}


def test_an_archive_goes_up_and_comes_down(shell: Any, road: Road, container_on: Callable[..., str]) -> None:
    one = container_on(road.plain, "true")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("big")
        member.size = len(BIG)
        archive.addfile(member, io.BytesIO(BIG))
    pieces = (packed.getvalue()[start : start + 100_000] for start in range(0, len(packed.getvalue()), 100_000))
    shell(road.client.op("PutContainerArchive", one, path="/tmp", body=pieces))
    down = shell(shell(road.client.op("ContainerArchive", one, path="/tmp/big")).read())
    with tarfile.open(fileobj=io.BytesIO(down)) as archive:
        content = archive.extractfile("big")
        assert content is not None
        assert content.read() == BIG


def test_a_refused_upload_is_told_in_the_engines_words(shell: Any, road: Road) -> None:
    endless = (b"x" * 100_000 for _ in range(10_000))
    with pytest.raises(NotFound, match="No such container: nope"):
        shell(road.client.op("PutContainerArchive", "nope", path="/tmp", body=endless))


def test_a_session_is_a_connection_of_bytes(shell: Any, road: Road) -> None:
    named = road.client.with_options(headers={"X-Docker-Expose-Session-Uuid": uuid.uuid4().hex})
    session = shell(named.stream("Session"))
    if shell.name == "sync":
        begin = next(session)
        session.close()
    else:
        begin = shell(anext(session))
        shell(session.aclose())
    assert begin.startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")


def test_a_recipe_takes_several_calls(shell: Any, road: Road) -> None:
    output = shell(road.client.run("busybox:1", ["sh", "-c", "cat; exit 3"], stdin=b"hello", check=False))
    assert (output.stdout, output.exit_code) == (b"hello", 3)


@pytest.mark.parametrize("phase", ["read", "all"])
def test_a_timeout_holds(shell: Any, road: Road, container_on: Callable[..., str], phase: str) -> None:
    one = container_on(road.plain, "sleep", "1000")
    road.plain.op("ContainerStart", one)
    assert shell(road.client.op("SystemPing")) == "OK"  # connected
    impatient = road.client.with_options(timeout=0.2 if phase == "all" else {"read": 0.2})
    with pytest.raises(RequestTimeout, match="ContainerWait"):
        shell(impatient.op("ContainerWait", one))
    # A stream connects anew, for which, by ssh, 0.2 s may not do.
    impatient = road.client.with_options(timeout={"read": 0.2})
    with pytest.raises(RequestTimeout, match="ContainerLogs"):
        shell(shell(impatient.stream("ContainerLogs", one, stdout=True, follow=True)).read())
    assert shell(road.client.op("SystemPing")) == "OK"
