"""Answers of an engine, whole and mutated, and a process that gives them."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import re
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FRAMED = b"application/vnd.docker.multiplexed-stream"
JSON = b"application/json"


def frames(*pieces: tuple[int, bytes]) -> bytes:
    return b"".join(bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data for stream, data in pieces)


def answer(
    body: bytes, kind: bytes = JSON, *, how: str = "counted", more: bytes = b"", status: bytes = b"200 OK"
) -> bytes:
    """Write an answer whose body ends by its length, in chunks, or with the connection."""
    head = b"HTTP/1.1 %s\r\nApi-Version: 1.45\r\nServer: Docker/26.1.5 (linux)\r\n" % status
    head += b"Content-Type: %s\r\n%s" % (kind, more)
    if how == "counted":
        return head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    if how == "closed":
        return head + b"\r\n" + body
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part)
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind, data in (("d", tarfile.DIRTYPE, b""), ("d/f", tarfile.REGTYPE, b"hello" * 100)):
            member = tarfile.TarInfo(name)
            member.type, member.size = kind, len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _stat() -> bytes:
    told = {"name": "d", "size": 4096, "mode": 2147484141, "mtime": "2024-01-01T00:00:00Z", "linkTarget": ""}
    return b"X-Docker-Container-Path-Stat: " + base64.b64encode(json.dumps(told).encode()) + b"\r\n"


class Case(NamedTuple):
    """An answer, and the call that it is for: `op`, `stream` or `tar`, the operation and its arguments."""

    sent: bytes
    way: str
    operation: str
    args: tuple[str, ...] = ()
    arguments: Mapping[str, object] = MappingProxyType({})


LIST = json.dumps([{"Id": "a" * 64, "Names": ["/web"], "Ports": [{"PrivatePort": 80, "Type": "tcp"}]}]).encode()
INSPECT = json.dumps({"Id": "a" * 64, "State": {"Status": "running", "ExitCode": 0}, "Config": {"Tty": False}}).encode()
PULL = b'{"status":"Pulling","id":"a","progressDetail":{"current":5,"total":10}}\r\n{"status":"Done"}\r\n'
EVENTS = b'{"Type":"container","Action":"start","time":1}\n{"Type":"container","Action":"die","time":2}\n'
OUTPUT = frames((1, b"out\n"), (2, b"err\n"), (1, b"x" * 300))
TAKEN_OVER = (
    b"HTTP/1.1 101 UPGRADED\r\nContent-Type: %s\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" % FRAMED + OUTPUT
)
_PULLED = {"from_image": "x", "x_registry_auth": {"username": "u"}}


def cases() -> list[Case]:
    """Return the answers that are mutated."""
    found = [
        Case(answer(b"", more=_stat()), "op", "ContainerArchiveInfo", ("x",), {"path": "/d"}),
        Case(TAKEN_OVER, "stream", "ContainerAttach", ("x",), {"stream": True, "stdout": True}),
        Case(TAKEN_OVER, "op", "ExecStart", ("x",), {"Detach": False}),
    ]
    missing = b'{"message":"No such container: x"}'
    for how in ("counted", "chunked", "closed"):
        tar = answer(_tar(), b"application/x-tar", how=how, more=_stat())
        output = answer(OUTPUT, FRAMED, how=how)
        found += [
            Case(answer(LIST, how=how), "op", "ContainerList"),
            Case(answer(INSPECT, how=how), "op", "ContainerInspect", ("x",)),
            Case(answer(missing, how=how, status=b"404 Not Found"), "op", "ContainerInspect", ("x",)),
            Case(answer(PULL, how=how), "op", "ImageCreate", (), _PULLED),
            Case(answer(PULL, how=how), "stream", "ImageCreate", (), _PULLED),
            Case(answer(EVENTS, how=how), "stream", "SystemEvents"),
            Case(output, "op", "ContainerLogs", ("x",), {"stdout": True}),
            Case(output, "stream", "ContainerLogs", ("x",), {"stdout": True}),
            Case(tar, "tar", "ContainerArchive", ("x",), {"path": "/d"}),
            Case(answer(b"OK", b"text/plain", how=how), "op", "SystemPing"),
        ]
    return found


_ODD = (
    *(b"\0", b"\r\n", b"\n", b"\xff", "é".encode(), b"-1", b"9" * 4400, b"1." + b"4" * 5000, b":", b"="),
    *(b"null", b"[]", b"{}", b'"x"', b"1e999", b"NaN", b"[" * 2000, b'{"a":' * 2000, rb"\ud800", b"\x1b[31m"),
    *(b"ffffffffffffffff", b"\x01\0\0\0\xff\xff\xff\xff", b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n"),
    *(b"Content-Length: 3\r\n", b"Content-Encoding: gzip\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    *(b"101 UPGRADED", b"204 No Content", b"304 Not Modified", b"500 X"),
)


def mutated(chance: random.Random, sent: bytes) -> bytes:
    """Return an answer with some of it changed."""
    data = bytearray(sent)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not data:
            break
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((1, 1, 2, 5, 30, 300)))
        change = chance.randrange(8)
        if change == 0:
            data[start] = chance.randrange(256)
        elif change == 1:
            del data[start:end]
        elif change == 2:
            data[start:start] = chance.choice(_ODD)
        elif change == 3:
            data[start:end] = chance.choice(_ODD)
        elif change == 4:
            data[start:start] = data[start:end] * chance.choice((1, 2, 50))
        elif change == 5:
            del data[start:]
        elif change == 6:
            data[start:end] = chance.randbytes(end - start)
        elif numbers := list(re.finditer(rb"\d+", bytes(data))):
            found = chance.choice(numbers)
            data[found.start() : found.end()] = chance.choice((b"0", b"-1", b"1e400", b"9" * 20, b"9" * 4400, b"null"))
    return bytes(data)


class Mutant:
    """A server that gives one answer to each connection, and closes it.

    Attributes:
        address: where it listens.
        sent: the next answer.
        chance: what decides in which pieces it is sent.
    """

    def __init__(self, path: Path) -> None:
        self.address, self.sent, self.chance = f"unix://{path}", b"", random.Random(0)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                with peer, suppress(OSError):
                    peer.settimeout(5)
                    peer.recv(65536)
                    for piece in self._pieces():
                        peer.sendall(piece)

    def _pieces(self) -> Iterator[bytes]:
        sent, start = self.sent, 0
        while self.chance.random() < 0.3 and start < min(len(sent), 3000):
            size = self.chance.choice((1, 3, 17, 100, 5000))
            yield sent[start : start + size]
            start += size
        yield sent[start:]

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


# --- an engine that answers every request rightly, in a process of its own: its descriptors and threads are not ours


def _request(peer: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        if not (data := peer.recv(65536)):
            return b""
        head += data
    return head.split(b" ", 2)[1]


def _right(peer: socket.socket) -> None:
    with peer, suppress(OSError):
        while target := _request(peer):
            if b"/logs" in target:
                peer.sendall(answer(OUTPUT, FRAMED, how="chunked"))
            else:
                peer.sendall(answer(b'{"Id":"%s"}' % target.split(b"/")[-2][:20]))


def _serve(path: str) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(512)
    print("up", flush=True)
    while True:
        threading.Thread(target=_right, args=(listener.accept()[0],), daemon=True).start()


@contextmanager
def right_engine(folder: Path) -> Iterator[str]:
    """Yield the address of an engine that answers every request: with the id that was asked for, or with output."""
    path = folder / "right.sock"
    process = subprocess.Popen([sys.executable, __file__, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == b"up\n"
        try:
            yield f"unix://{path}"
        finally:
            process.kill()


def descriptors() -> int:
    """Return how many descriptors are open."""
    return len(os.listdir("/proc/self/fd"))


if __name__ == "__main__":
    _serve(sys.argv[1])
