"""Streams: log lines, frames, attach, JSON messages, large archives, and a thousand streams at once."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiodocker
import aiohttp
import docker
import httpx
from docker.utils.json_stream import json_stream
from docker.utils.socket import frames_iter_no_tty
from measure import ADDRESS, LABEL, SOCKET, medians, table

from dynclient import AsyncClient, Client
from dynclient.api.answer.frames import FrameDecoder
from dynclient.api.answer.lines import LineDecoder

LINES = 300_000
LINE = "0123456789012345678901234567890123456789012345678"
PRINT_MB = 400


def cpu(run: Callable[[], Any]) -> float:
    """Return the seconds of CPU that a side takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def cpu_medians(sides: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the median seconds of CPU of each side; they take turns."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            taken[name].append(cpu(run))
    return {name: sorted(seconds)[len(seconds) // 2] for name, seconds in taken.items()}


class Made:
    """A container that is removed at the end of `with`."""

    def __init__(self, client: Client, script: str, **settings: Any) -> None:
        command = ["sh", "-c", script]
        self._client = client
        self.id = client.container.create(Image="busybox", Cmd=command, Labels={LABEL: "1"}, **settings).Id

    def __enter__(self) -> str:
        return self.id

    def __exit__(self, *_: object) -> None:
        self._client.container.delete(self.id, force=True, v=True)


def log_lines(client: Client) -> None:
    """Measure reading many log lines, whole and as they come."""
    api = docker.APIClient(ADDRESS)
    transport = httpx.HTTPTransport(uds=SOCKET, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    bare = httpx.Client(transport=transport, base_url="http://docker/v1.45", timeout=None)
    with Made(client, f"yes {LINE} | head -n {LINES}") as container:
        client.container.start(container)
        client.container.wait(container)

        def through_httpx() -> int:
            decoder, count = FrameDecoder(), 0
            with bare.stream("GET", f"/containers/{container}/logs?stdout=1") as response:
                for chunk in response.iter_raw():
                    count += len(decoder.feed(chunk))
            return count

        sides: dict[str, Callable[[], Any]] = {
            "dynclient, stream": lambda: sum(1 for _ in client.stream("ContainerLogs", container, stdout=True)),
            "dynclient, whole": lambda: client.container.logs(container, stdout=True),
            "docker-py, whole": lambda: api.logs(container, stderr=False),
            "docker-py, stream": lambda: sum(1 for _ in api.logs(container, stderr=False, stream=True)),
            "httpx and the same frames": through_httpx,
        }
        found = medians(sides, 5)
        title = f"{LINES:,} log lines of {len(LINE) + 1} bytes, end to end"
        table(title, found, "dynclient, stream", {"docker-py, whole": 1.0, "docker-py, stream": 0.6})
        chosen = {name: sides[name] for name in ("dynclient, stream", "httpx and the same frames")}
        found = cpu_medians(chosen, 5)
        table("the same, CPU", found, "dynclient, stream", {"httpx and the same frames": 0.25})


def frame(data: bytes) -> bytes:
    """Return a frame of stdout."""
    return b"\x01\0\0\0" + len(data).to_bytes(4, "big") + data


def pieces(content: bytes, size: int = 262_144) -> list[bytes]:
    """Cut content as a connection would."""
    return [content[start : start + size] for start in range(0, len(content), size)]


WRITER = """
import socket, sys
sock = socket.socket(fileno=int(sys.argv[1]))
count, size = int(sys.argv[2]), int(sys.argv[3])
content = (b"\\1\\0\\0\\0" + size.to_bytes(4, "big") + b"x" * size) * (1_000_000 // size)
for _ in range(count // (1_000_000 // size)):
    sock.sendall(content)
"""


@contextmanager
def written(count: int, size: int) -> Iterator[socket.socket]:
    """Provide a socket on which another process writes frames."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-c", WRITER, str(theirs.fileno()), str(count), str(size)]
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        yield ours
        process.kill()


def frames() -> None:
    """Measure reading frames from a socket and telling them apart."""
    for count, size in ((1_000_000, 55), (8_000, 65_536)):

        def ours(count: int = count, size: int = size) -> None:
            decoder, found = FrameDecoder(), 0
            with written(count, size) as sock:
                while data := sock.recv(262_144):
                    found += len(decoder.feed(data))

        def theirs(count: int = count, size: int = size) -> None:
            with written(count, size) as sock:
                for _ in frames_iter_no_tty(sock):
                    pass

        found = cpu_medians({"dynclient": ours, "docker-py": theirs}, 3)
        decoder, content = FrameDecoder(), pieces(frame(b"x" * size) * (100_000_000 // size))
        alone = cpu(lambda decoder=decoder, content=content: [decoder.feed(piece) for piece in content])
        title = f"{count:,} frames of {size} bytes from a socket, CPU; the decoder alone: {100 / alone:,.0f} MB/s"
        table(title, found, "dynclient", {"docker-py": 0.33})


def messages() -> None:
    """Measure splitting progress messages, in the process alone, in one chunk as they may come."""
    message = {
        "status": "Downloading",
        "progressDetail": {"current": 1, "total": 2},
        "progress": "[=>   ]",
        "id": "abc",
    }
    for count in (16_000, 32_000):
        content = (json.dumps(message) + "\r\n").encode() * count

        def ours(content: bytes = content) -> int:
            return len(LineDecoder().feed(content))

        def theirs(content: bytes = content) -> int:
            return sum(1 for _ in json_stream([content.decode()]))

        found = cpu_medians({"dynclient": ours, "docker-py": theirs}, 3)
        table(f"{count:,} messages in one chunk, CPU", found, "dynclient", {"docker-py": 0.25})


def attach(client: Client) -> None:
    """Measure reading what a container prints at full speed, beside curl."""
    script = f"read line; head -c {PRINT_MB}000000 /dev/zero"
    settings = {"HostConfig": {"LogConfig": {"Type": "none"}}, "OpenStdin": True, "StdinOnce": True}

    def ours() -> None:
        with (
            Made(client, script, **settings) as container,
            client.container.attach.stream(container, stream=True, stdin=True, stdout=True) as duplex,
        ):
            client.container.start(container)
            start = time.perf_counter()
            duplex.write(b"\n")
            size = sum(len(each.data) for each in duplex)
            seconds.append((time.perf_counter() - start, size))

    def curl() -> None:
        with Made(client, script, **settings) as container:
            url = f"http://docker/v1.45/containers/{container}/attach?stream=1&stdout=1&stdin=1"
            command = ["curl", "-s", "-N", "--unix-socket", SOCKET, "-X", "POST", url, "-o", "/dev/null"]
            process = subprocess.Popen(command)
            time.sleep(0.5)  # until it is attached
            client.container.start(container)
            with client.container.attach.stream(container, stream=True, stdin=True) as duplex:
                start = time.perf_counter()
                duplex.write(b"\n")
                process.wait()
                seconds_of_curl.append(time.perf_counter() - start)

    seconds: list[tuple[float, int]] = []
    seconds_of_curl: list[float] = []
    for _ in range(3):
        ours()
        curl()
    assert {size for _, size in seconds} == {PRINT_MB * 1_000_000}
    found = {"dynclient": sorted(taken for taken, _ in seconds)[1], "curl": sorted(seconds_of_curl)[1]}
    table(f"attach to a container that prints {PRINT_MB} MB", found, "dynclient", {"curl": 1.3})


# ru_maxrss outlives an exec, so that a child of a large process begins with its parent's; VmHWM does not.
ARCHIVE = """
import re, sys
from pathlib import Path
from dynclient import Client
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
client = Client(sys.argv[1])
container, way, file = sys.argv[2:]
client.system.ping()
client.container.archive(container, path="/etc/passwd").read()
before = peak()
if way == "down":
    client.container.archive(container, path="/big").save(file)
else:
    client.container.put_archive(container, path="/tmp", body=Path(file))
print(peak() - before)
"""


def archives(client: Client, size: int = 1_000_000_000) -> None:
    """Measure the memory that a large archive takes, down and up."""
    with tempfile.TemporaryDirectory() as folder, Made(client, "sleep 1000") as container:
        client.container.start(container)
        made = client.container.exec(container, Cmd=["sh", "-c", f"head -c {size} /dev/zero > /big"])
        client.op("ExecStart", made.Id, Detach=False)
        file = Path(folder) / "big.tar"
        print(f"\nan archive of {size / 1e9:.0f} GB, growth of the peak memory")
        for way in ("down", "up"):
            command = [sys.executable, "-c", ARCHIVE, ADDRESS, container, way, str(file)]
            grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            print(f"  {way:<44} {float(grown):9.1f} MB            (at most 32 MB)")


async def serve_lines(path: str, count: int) -> asyncio.Server:
    """Serve log streams of so many lines, each connection its own, a line at a time; any other GET is an inspection."""
    kind = b"Content-Type: application/vnd.docker.multiplexed-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    found = b'{"Id": "c", "Config": {"Tty": false}, "ApiVersion": "1.45"}'

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while b"/logs" not in (asked := await reader.read(4096)):
            if not asked:
                return writer.close()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(found)
            writer.write(head + found)
        writer.write(b"HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\n" + kind)
        for number in range(count):
            line = frame(b"line %d\n" % number)
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
            await writer.drain()
            await asyncio.sleep(0)
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        writer.close()

    return await asyncio.start_unix_server(answer, path, backlog=2000)


def resident() -> float:
    """Return the process's memory in KB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return float(found[1])


async def read_all(streams: list[Any]) -> list[list[str]]:
    """Read streams side by side, each to its end."""

    async def read(stream: Any) -> list[str]:
        return [each if isinstance(each, str) else each.data.decode() async for each in stream]

    return await asyncio.gather(*map(read, streams))


async def thousand(count: int = 1000, lines: int = 50) -> None:
    """Read a thousand streams at once from a server of our own, and see that every line comes in order."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    expected = [f"line {number}\n" for number in range(lines)]
    print(f"\n{count:,} follow streams at once, {lines} lines each, from a server in the same process")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "engine.sock")
        async with (
            await serve_lines(path, lines),
            AsyncClient(f"unix://{path}", version="1.45") as client,
            aiohttp.UnixConnector(path, limit=0, force_close=True) as connector,
            aiodocker.Docker(url="http://docker", connector=connector) as other,
        ):

            async def ours() -> list[Any]:
                return [await client.container.logs(f"c{each}", follow=True, stdout=True) for each in range(count)]

            async def theirs() -> list[Any]:
                names = [f"c{each}" for each in range(count)]
                return [other.containers.container(name).log(stdout=True, follow=True) for name in names]

            for name, opened in (("dynclient", ours), ("aiodocker", theirs)):
                gc.collect()
                before, start = resident(), time.perf_counter()
                read = await read_all(await opened())
                seconds, grown = time.perf_counter() - start, (resident() - before) / count
                assert all(each == expected for each in read), name
                print(f"  {name:<44} {seconds:9.2f} s   {grown:6.1f} KB a stream")
                del read


def measure() -> None:
    """Run the measurements."""
    frames()
    messages()
    with Client(ADDRESS) as client:
        log_lines(client)
        attach(client)
        archives(client)
    asyncio.run(thousand())
