"""What shows that a container is ready, besides its state: a line that it writes, a port that takes connections."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from typing import Any

from dynclient.api.answer.text import LineSplitter
from dynclient.api.call.prepare import kind_of
from dynclient.client.conversation import Conversation, Do
from dynclient.client.recipes.clearing import is_async, pausing
from dynclient.client.recipes.container import published_at
from dynclient.client.recipes.container_wait import Wait, check_ended
from dynclient.client.recipes.running import closing, following
from dynclient.errors import ArgumentError, InvalidArguments

# A proxy of the engine's takes a connection before anything listens inside, and closes it at once.
_HELD_SECONDS, _CONNECT_SECONDS = 0.2, 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5
_SHOWN = 200
_LONGEST_OPEN = 64 * 1024
_NEVER = "0001-"
_CLOSED = "the connection is closed at once"


def line_written(wait: Wait, text: Any) -> Conversation[None]:
    """Wait until a container has written a line with a text, since its start."""
    matches, shown = _matcher(text)
    wait.what = f"has not written {shown}"
    while True:
        if wait.status in ("created", "restarting"):
            yield from wait.changed("running")
            continue
        if (yield from _found(wait, matches)):
            return
        check_ended(wait.found, f"before it wrote {shown}{f'; {wait.seen}' if wait.seen else ''}")
        yield pausing(wait.caller, _FIRST_PAUSE)


def _matcher(text: Any) -> tuple[Callable[[str], Any], str]:
    if isinstance(text, re.Pattern) and isinstance(text.pattern, str):
        return text.search, f"a match of {text.pattern!r}"
    if isinstance(text, str) and text:
        return (lambda line: text in line), repr(text)
    problem = f"expected a text, or a compiled pattern of text, got {repr(text) if text == '' else kind_of(text)}"
    raise InvalidArguments("wait_for", [ArgumentError("text", problem)])


def _found(wait: Wait, matches: Callable[[str], Any]) -> Conversation[bool]:
    """Read a container's log, to its end where it does not run; return whether a line matches."""
    before = str(wait.found["State"].get("FinishedAt") or _NEVER)
    runs = wait.status in ("running", "paused")
    asked: dict[str, Any] = {"follow": runs, "stdout": True, "stderr": True}
    if runs and not before.startswith(_NEVER):  # what an earlier start wrote does not count
        asked["since"] = before
    logs = yield from wait.limited.open("ContainerLogs", (wait.id,), asked)
    splitter = LineSplitter()
    try:
        while True:
            logs._limit(wait.limited.options.timeout.get("read"))
            frame = yield following(logs)
            lines = splitter.end() if frame is None else splitter.feed(frame)
            lines += [(stream, line) for stream, line in splitter.begun() if len(line) < _LONGEST_OPEN]
            for _, line in lines:
                wait.seen = f"its last line is {line[:_SHOWN]!r}"
                if matches(line):
                    return True
            if frame is None:
                break
    finally:
        yield closing(logs)
    if runs:
        yield from wait.inspect("exited")
    return False


def port_taken(wait: Wait, port: Any) -> Conversation[None]:
    """Wait until a published port of a container takes connections, and keeps them."""
    if str(port).lower().endswith(("/udp", "/sctp")):
        problem = f"expected a port of TCP, for others do not tell whether anybody listens, got {port!r}"
        raise InvalidArguments("wait_for", [ArgumentError("port", problem)])
    pause = _FIRST_PAUSE
    connect = _aconnect if is_async(wait.caller) else _connect
    yield from wait.until("running")
    while True:
        place = published_at(wait.found, port, wait.caller.address, "wait_for")
        wait.what = f"takes no connections at {place}"
        left = wait.limited.options.timeout.get("connect") or _CONNECT_SECONDS
        why = yield Do(connect, (place.host, place.port, min(_CONNECT_SECONDS, left)))
        if not why:
            return
        wait.seen = why
        yield pausing(wait.caller, pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
        yield from wait.inspect()
        yield from wait.until("running")


def _connect(host: str, port: int, seconds: float) -> str:
    """Connect, and return why nobody is there; nothing where somebody is."""
    try:
        sock = socket.create_connection((host, port), timeout=seconds)
    except OSError as error:
        return _said(error)
    with sock:
        sock.settimeout(_HELD_SECONDS)
        try:
            return "" if sock.recv(1) else _CLOSED
        except TimeoutError:
            return ""
        except OSError as error:
            return _said(error)


async def _aconnect(host: str, port: int, seconds: float) -> str:
    """Connect, and return why nobody is there; as `_connect`."""
    import asyncio

    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(host, port)
    except OSError as error:
        return _said(error)
    try:
        async with asyncio.timeout(_HELD_SECONDS):
            return "" if await reader.read(1) else _CLOSED
    except TimeoutError:
        return ""
    except OSError as error:
        return _said(error)
    finally:
        writer.transport.abort()


def _said(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "connecting takes too long"
    return os.strerror(error.errno).lower() if error.errno and error.errno > 0 else str(error)
