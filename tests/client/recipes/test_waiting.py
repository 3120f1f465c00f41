"""Waiting for a line, a port and an engine that is starting: what ends it, and what a time-out says."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from dynclient import (
    AsyncClient,
    Client,
    ContainerFailed,
    Frame,
    InvalidAnswer,
    InvalidArguments,
    RequestTimeout,
    VersionMismatch,
)
from dynclient.api.answer.frames import encoded
from dynclient.client.recipes import seeking
from dynclient.client.recipes.container import Container
from dynclient.client.recipes.waiting import seconds_of
from tests.support.scripted import Answer, Framed, Shell, Silent


def state(status: str, ports: Any = None, code: int = 0, before: str = "0001-01-01T00:00:00Z", **more: Any) -> Answer:
    known = {"Status": status, "ExitCode": code, "FinishedAt": before}
    settings = {"Ports": {"80/tcp": ports} if ports else {}}
    return 200, {"Id": "c1", "Name": "/me", "State": known, "Config": {}, "NetworkSettings": settings, **more}


def log(*pieces: tuple[str, str]) -> Answer:
    return 200, Framed(b"".join(encoded(Frame(stream, text.encode())) for stream, text in pieces))  # type: ignore[arg-type]


# --- events that are never told ---

SILENCES: dict[str, Answer] = {
    "the answer begins and nothing comes": (200, Silent()),
    "the answer does not begin": httpx.ReadTimeout("silence"),
}


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_where_no_event_comes_the_container_is_looked_at_again(shell: str, silence: Answer) -> None:
    states = [state("running"), state("running"), state("running"), state("exited")]
    here = Shell(shell, {"GET json": states, "GET events": [silence]})
    assert here(lambda client: client.wait_for("me", "exited")).State.Status == "exited"


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_where_no_event_comes_the_command_is_looked_at_again(shell: str, silence: Answer) -> None:
    inspected = [(200, {"ID": "e1", "ContainerID": "c1", "Running": True})] * 3
    ended = (200, {"ID": "e1", "ContainerID": "c1", "Running": False, "ExitCode": 3})
    here = Shell(shell, {"POST start": [(101, b"")], "GET json": [*inspected, ended], "GET events": [silence]})
    assert here(lambda client: client.execute("me", "true", check=False)).exit_code == 3


@pytest.mark.parametrize(("limit", "waited"), [(None, 10.0), (3.0, 3.0), (60.0, 10.0)])
def test_events_are_waited_for_a_while_and_no_longer_than_any_answer(
    shell: str, limit: float | None, waited: float
) -> None:
    asked: list[tuple[str, Any]] = []

    def noted(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path.rsplit("/", 1)[-1], request.extensions["timeout"]["read"]))
        return httpx.Response(200, json=state("running" if len(asked) < 3 else "exited")[1])

    here = Shell(shell, {}, transport=httpx.MockTransport(noted), timeout=limit)
    here(lambda client: client.wait_for("me", "exited"))
    assert asked == [("json", limit), ("events", waited), ("json", limit)]


# --- a line ---

SAID: list[tuple[Any, list[tuple[str, str]]]] = [
    ("ready", [("stdout", "starting\nnow rea"), ("stderr", "noise\n"), ("stdout", "dy to go\n")]),
    ("ready", [("stderr", "is ready\n")]),
    ("login:", [("stdout", "one\nlogin: ")]),
    ("☃", [("stdout", "one ☃")]),
    (re.compile(r"^listening on \d+$"), [("stdout", "listening on x\nlistening on 80\n")]),
]


@pytest.mark.parametrize(("text", "pieces"), SAID)
def test_a_line_with_the_text_ends_the_wait(shell: str, text: Any, pieces: Any) -> None:
    here = Shell(shell, {"GET json": [state("running")], "GET logs": [log(*pieces)]})
    found = here(lambda client: client.wait_for("me", text=text))
    assert (type(found), found.Id) == (Container, "c1")
    assert here.engine.asked[1] == "GET /containers/c1/logs?follow=true&stdout=true&stderr=true"
    assert here.asked == ["GET /containers/me/json", "GET /containers/c1/logs"]


def test_what_an_earlier_start_wrote_does_not_count(shell: str) -> None:
    found = state("running", before="2024-01-02T03:04:05.5Z")
    here = Shell(shell, {"GET json": [found], "GET logs": [log(("stdout", "x"))]})
    here(lambda client: client.wait_for("me", text="x"))
    assert here.engine.asked[1].endswith("since=1704164645.5")


def test_one_that_has_not_started_is_waited_for_first(shell: str) -> None:
    states = [state("created"), state("created"), state("running")]
    here = Shell(shell, {"GET json": states, "GET logs": [log(("stdout", "x"))]})
    here(lambda client: client.wait_for("me", text="x"))
    assert here.asked[1:3] == ["GET /events", "GET /containers/c1/json"]


def test_one_that_has_started_anew_is_read_anew(shell: str) -> None:
    states = [
        state("running"),
        state("restarting"),
        state("restarting"),
        state("running", before="2024-01-02T00:00:00Z"),
    ]
    here = Shell(shell, {"GET json": states, "GET logs": [log(("stdout", "no\n")), log(("stdout", "ready"))]})
    here(lambda client: client.wait_for("me", text="ready"))
    assert here.asked.count("GET /containers/c1/logs") == 2


ENDS: list[tuple[list[Answer], str]] = [
    ([state("exited", code=3)], "me ended with exit code 3 before it wrote 'ready'; its last line is 'no'"),
    ([state("running"), state("exited", code=3)],
     "me ended with exit code 3 before it wrote 'ready'; its last line is 'no'"),
    ([state("running"), (404, {"message": "gone"})],
     "me ended with exit code None before it wrote 'ready'; its last line is 'no'"),
]  # fmt: skip


@pytest.mark.parametrize(("states", "message"), ENDS)
def test_one_that_ends_without_the_line_has_failed(shell: str, states: list[Answer], message: str) -> None:
    here = Shell(shell, {"GET json": states, "GET logs": [log(("stdout", "no\n"))]})
    with pytest.raises(ContainerFailed) as caught:
        here(lambda client: client.wait_for("me", text="ready"))
    assert str(caught.value) == message


def test_one_that_has_ended_may_have_written_the_line(shell: str) -> None:
    here = Shell(shell, {"GET json": [state("exited")], "GET logs": [log(("stdout", "ready\n"))]})
    here(lambda client: client.wait_for("me", text="ready"))
    assert here.engine.asked[1] == "GET /containers/c1/logs?follow=false&stdout=true&stderr=true"


def test_a_line_that_does_not_come_in_time_is_told_with_the_last_one(shell: str) -> None:
    here = Shell(shell, {"GET json": [state("running")], "GET logs": [log(("stdout", "no\n"))]})
    with pytest.raises(RequestTimeout) as caught:
        here(lambda client: client.wait_for("me", text="ready", timeout=timedelta(milliseconds=200)))
    assert str(caught.value) == "me has not written 'ready' after 0.2 s; it is running; its last line is 'no'"


# --- a port ---


@pytest.fixture
def listener() -> Iterator[Callable[[str], int]]:
    """Provide a listener at a free port, which holds, greets or closes whoever connects."""
    stop: list[socket.socket] = []

    def listen(how: str) -> int:
        sock = socket.create_server(("127.0.0.1", 0))
        stop.append(sock)
        port: int = sock.getsockname()[1]
        if how == "refuses":
            sock.close()
            return port

        def serve() -> None:
            kept = []
            with suppress(OSError):
                while True:
                    peer, _ = sock.accept()
                    kept.append(peer)
                    if how == "greets":
                        peer.sendall(b"220 hello\r\n")
                    if how == "closes" or (how == "closes once" and len(kept) == 1):
                        peer.close()
            for peer in kept:
                peer.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        return port

    yield listen
    for sock in stop:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()


def at(port: int) -> list[dict[str, str]]:
    return [{"HostIp": "127.0.0.1", "HostPort": str(port)}]


@pytest.mark.parametrize("how", ["holds", "greets", "closes once"])
def test_a_port_that_keeps_a_connection_ends_the_wait(shell: str, how: str, listener: Callable[[str], int]) -> None:
    here = Shell(shell, {"GET json": [state("running", at(listener(how)))]})
    found = here(lambda client: client.wait_for("me", port=80, timeout=20))
    assert found.port(80).host == "127.0.0.1"


def test_a_port_is_waited_for_once_its_container_runs(shell: str, listener: Callable[[str], int]) -> None:
    states = [state("created"), state("created"), state("running", at(listener("greets")))]
    here = Shell(shell, {"GET json": states})
    here(lambda client: client.wait_for({"Id": "c1"}, port="80/tcp"))
    assert here.asked[:2] == ["GET /containers/c1/json", "GET /events"]


@pytest.mark.parametrize(
    ("how", "seen"), [("closes", "the connection is closed at once"), ("refuses", "connection refused")]
)
def test_a_port_that_nobody_keeps_is_told_of(shell: str, how: str, seen: str, listener: Callable[[str], int]) -> None:
    port = listener(how)
    here = Shell(shell, {"GET json": [state("running", at(port))]})
    with pytest.raises(RequestTimeout) as caught:
        here(lambda client: client.wait_for("me", port=80, timeout=0.2))
    assert str(caught.value) == (f"me takes no connections at 127.0.0.1:{port} after 0.2 s; it is running; {seen}")


def test_a_container_that_ends_meanwhile_has_no_port(shell: str, listener: Callable[[str], int]) -> None:
    here = Shell(shell, {"GET json": [state("running", at(listener("refuses"))), state("exited", code=1)]})
    with pytest.raises(ContainerFailed, match="me ended with exit code 1 while it was waited for to be running"):
        here(lambda client: client.wait_for("me", port=80, timeout=20))


def test_a_port_that_takes_no_connection_is_reported_with_the_reason(
    shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*args: Any) -> str:
        if shell == "async":
            return asyncio.run(seeking._aconnect(*args))
        return seeking._connect(*args)

    assert connect("nowhere.invalid", 80, 5.0) not in ("", "connecting takes too long")
    full = socket.create_server(("127.0.0.1", 0), backlog=0)  # what is not accepted fills it
    kept = []
    for _ in range(3):
        kept.append(socket.socket())
        kept[-1].setblocking(False)
        kept[-1].connect_ex(full.getsockname())
    assert connect(*full.getsockname(), 0.2) == "connecting takes too long"
    for sock in (*kept, full):
        sock.close()


def test_a_connection_that_is_reset_is_told_of(shell: str) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def reset() -> None:
        peer, _ = server.accept()
        time.sleep(0.05)  # so that it is connected by then
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()

    thread = threading.Thread(target=reset)
    thread.start()
    place = server.getsockname()
    said = asyncio.run(seeking._aconnect(*place, 5.0)) if shell == "async" else seeking._connect(*place, 5.0)
    thread.join()
    server.close()
    assert said == "connection reset by peer"


# --- what is waited for, and for how long ---

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"state": "up"}, "state", "expected one of healthy, running, exited, got 'up'"),
    ({"state": "running", "text": "x"}, "text", "is given beside state; wait for one after the other"),
    ({"text": "x", "port": 80}, "port", "is given beside text; wait for one after the other"),
    ({"text": ""}, "text", "expected a text, or a compiled pattern of text, got ''"),
    ({"text": b"x"}, "text", "expected a text, or a compiled pattern of text, got a bytes"),
    ({"text": re.compile(b"x")}, "text", "expected a text, or a compiled pattern of text, got a Pattern"),
    ({"port": "53/udp"}, "port",
     "expected a port of TCP, for others do not tell whether anybody listens, got '53/udp'"),
    ({"port": 81}, "port", "81/tcp is published at no port of the host; publish it by ports={81: None}"),
    ({"timeout": "1"}, "timeout", "expected seconds as a number, or a timedelta, got '1'; write 1"),
    ({"timeout": "soon"}, "timeout", "expected seconds as a number, or a timedelta, got 'soon'"),
    ({"timeout": True}, "timeout", "expected seconds as a number, or a timedelta, got True"),
    ({"timeout": -1}, "timeout", "expected seconds as a number, or a timedelta, got -1"),
    ({"timeout": float("inf")}, "timeout", "expected seconds as a number, or a timedelta, got inf"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "where", "problem"), WRONG)
def test_a_wait_that_makes_no_sense_is_refused(shell: str, given: Any, where: str, problem: str) -> None:
    here = Shell(shell, {"GET json": [state("running")]})
    with pytest.raises(InvalidArguments) as caught:
        here(lambda client: client.wait_for("me", **given))
    assert (caught.value.operation, [(e.where, e.problem) for e in caught.value.errors]) == (
        "wait_for", [(where, problem)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "seconds"), [(None, None), (0, 0.0), (1.5, 1.5), (timedelta(minutes=1), 60.0), (timedelta(0), 0.0)]
)
def test_a_time_out_is_a_number_of_seconds_or_a_timedelta(given: Any, seconds: Any) -> None:
    assert seconds_of(given, "wait_for") == seconds


def test_a_client_takes_a_timedelta_too() -> None:
    client = Client("unix:///nowhere", timeout=timedelta(seconds=90))
    assert set(client.options.timeout.values()) == {90.0}
    assert client.with_options(timeout={"read": timedelta(seconds=1)}).options.timeout["read"] == 1.0


def test_one_that_was_not_told_of_in_time_is_named(shell: str) -> None:
    here = Shell(shell, {"GET json": [httpx.ReadTimeout("")]})
    with pytest.raises(RequestTimeout, match=r"^me was not told of after 1 s$"):
        here(lambda client: client.wait_for("me", timeout=1))


ODD: list[tuple[Any, str]] = [
    ({}, "expected str as State.Status, got a NoneType as State"),
    ({"State": {"Status": "running"}}, "expected str as Name, got a NoneType as Name"),
    ({"State": {"Status": 1}, "Name": "/me"}, "expected str as State.Status, got an int as State.Status"),
    ({"State": [], "Name": "/me"}, "expected str as State.Status, got a ResultList as State"),
    ({"State": {"Status": "running"}, "Name": "/me"}, "expected dict as Config, got a NoneType as Config"),
]


@pytest.mark.parametrize(("answer", "problem"), ODD)
def test_an_odd_inspection_is_an_invalid_answer(shell: str, answer: Any, problem: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        Shell(shell, {"GET json": [(200, answer)]})(lambda client: client.wait_for("me", "healthy"))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "event",
    [
        {"Action": "die"},
        {"Action": "die", "Actor": []},
        {"Action": "die", "Actor": {"Attributes": []}},
        {"Action": "die", "Actor": {"Attributes": {"exitCode": "x"}}},
    ],
)
def test_an_odd_event_has_no_exit_code(shell: str, event: Any) -> None:
    answers: list[Answer] = [state("running"), state("running"), (404, {"message": "No such container: c1"})]
    here = Shell(shell, {"GET json": answers, "GET events": [(200, event)]})
    assert here(lambda client: client.wait_for("me", "exited")).State.ExitCode is None


@pytest.mark.parametrize(
    ("check", "test"), [([], None), ({"Test": "x"}, None), ({"Test": []}, None), ({"Test": ["NONE"]}, None)]
)
def test_an_odd_healthcheck_is_none(shell: str, check: Any, test: Any) -> None:
    found = state("running", Config={"Healthcheck": check})
    with pytest.raises(Exception, match="me has no healthcheck"):
        Shell(shell, {"GET json": [found]})(lambda client: client.wait_for("me", "healthy"))


# --- an engine that is starting ---


class Starting:
    """An engine that refuses some times, and answers then."""

    def __init__(self, *first: Any) -> None:
        self._first = list(first)
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        answer = self._first.pop(0) if self._first else None
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return httpx.Response(answer, json={"message": "starting"})
        if request.url.path.endswith("/version"):
            return httpx.Response(200, json={"Version": "26.1.5", "ApiVersion": "1.45"})
        return httpx.Response(200, text="OK", headers={"Api-Version": "1.45"})


def ready(shell: str, engine: Any, **given: Any) -> Any:
    settings: dict[str, Any] = {"transport": httpx.MockTransport(engine), "version": "1.45"}

    async def awaited() -> Any:
        async with AsyncClient(**settings) as client:
            return await client.wait_ready(**given)

    if shell == "async":
        return asyncio.run(awaited())
    with Client(**settings) as client:
        return client.wait_ready(**given)


def test_an_engine_is_asked_until_it_answers(shell: str) -> None:
    engine = Starting(httpx.ConnectError("no"), 503, httpx.ReadTimeout(""), 500)
    assert ready(shell, engine, timeout=timedelta(seconds=20)).Version == "26.1.5"
    assert len(engine.asked) == 6
    assert ready(shell, Starting(503)).Version == "26.1.5"


def test_an_engine_that_does_not_come_is_told_of_with_its_last_answer(shell: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, json={"message": "starting"})

    with pytest.raises(RequestTimeout, match=r"is not ready after 0.1 s; the last answer: SystemPing: 503 starting"):
        ready(shell, never, timeout=0.1)


def test_an_engine_of_other_versions_is_not_waited_for(shell: str) -> None:
    def other(request: httpx.Request) -> httpx.Response:
        why = "client version 1.45 is too new. Maximum supported API version is 1.20"
        return httpx.Response(400, json={"message": why})

    with pytest.raises(VersionMismatch):
        ready(shell, other, timeout=20)
