"""Which version stands in the URLs: agreed on once, however many ask; and what an engine of another age is told."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import signal
import threading
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, InvalidArguments, RequestTimeout, VersionMismatch
from dynclient.engine.reach.versions import Range, Turn, Versions

PUBLISHED = Path(__file__).parents[3] / "shared/engine-api"


class Engine:
    """An engine in memory that speaks from `oldest` to `newest`, and keeps what it was asked."""

    def __init__(self, oldest: str = "1.24", newest: str = "1.44", **answers: httpx.Response | Exception) -> None:
        self.oldest, self.newest, self.answers = oldest, newest, answers
        self.asked: list[str] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.go.set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        version, path = _split(request.url.path)
        self.asked.append(request.url.path)
        self.begun.set()
        assert self.go.wait(30)
        if isinstance(answer := self.answers.get(path), Exception):
            raise answer
        if answer is not None:
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return self._answer(version, path)

    def _answer(self, version: str, path: str) -> httpx.Response:
        headers = {"Api-Version": self.newest}
        for wrong, than, named, limit in (
            ("old", self.oldest, "Minimum", _numbers(version) < _numbers(self.oldest)),
            ("new", self.newest, "Maximum", _numbers(version) > _numbers(self.newest)),
        ):
            if version and limit:
                said = f"client version {version} is too {wrong}. {named} supported API version is {than}"
                return httpx.Response(400, headers=headers, json={"message": said})
        told = {"ApiVersion": self.newest, "MinAPIVersion": self.oldest} if path == "version" else {}
        return httpx.Response(200, headers={**headers, "Server": "Docker/26.1.5 (linux)"}, json=told)

    async def asynchronous(self, request: httpx.Request) -> httpx.Response:
        return await asyncio.to_thread(self, request)


def _split(path: str) -> tuple[str, str]:
    first, _, rest = path.removeprefix("/").partition("/")
    return (first[1:], rest) if first.startswith("v1.") else ("", path.removeprefix("/"))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)


Make = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Provide a function that makes either client of an engine: `make(engine, version="1.41")`."""
    monkeypatch.delenv("DOCKER_API_VERSION", raising=False)
    if request.param == "sync":
        return lambda engine, **settings: Client(transport=httpx.MockTransport(engine), **settings)
    return lambda engine, **settings: AsyncClient(transport=httpx.MockTransport(engine.asynchronous), **settings)


def call(client: Any, operation: str, **arguments: Any) -> Any:
    """Call an operation, in an event loop of its own where it is awaited."""

    async def awaited(value: Any) -> Any:
        return await value

    value = client.op(operation, **arguments)
    return asyncio.run(awaited(value)) if inspect.isawaitable(value) else value


# --- what an old engine would ignore ---------------------------------------------------------------------

PRUNES = ["ContainerPrune", "ImagePrune", "NetworkPrune", "VolumePrune"]


def pruned(client: Any, operation: str, way: str, filters: Any) -> Any:
    """Prune in one of the ways that there are."""
    if way == "sent later":
        sent = client.send(client.build_request(operation, filters=filters))
        return asyncio.run(_awaited(sent)) if inspect.isawaitable(sent) else sent
    return call(client, operation, filters=filters)


async def _awaited(value: Any) -> Any:
    return await value


@pytest.mark.parametrize("way", ["called", "sent later"])
@pytest.mark.parametrize("operation", PRUNES)
@pytest.mark.parametrize(("key", "where"), [("label", "filters.label"), ("label!", "filters['label!']")])
def test_a_filter_that_an_old_engine_would_ignore_is_refused_before_it_removes_everything(
    make: Make, operation: str, key: str, where: str, way: str
) -> None:
    engine = Engine("1.12", "1.26")
    with pytest.raises(InvalidArguments) as caught:
        pruned(make(engine), operation, way, {key: "a=b"})
    assert str(caught.value) == (
        f"{operation}: an argument is wrong; nothing was sent\n"
        f"  {where}: engines before version 1.30 of the API ignore it "
        "and do the rest, and this one speaks 1.26"
    )
    assert (engine.asked, caught.value.operation) == (["/_ping"], operation)


@pytest.mark.parametrize("settings", [{"version": "1.29"}, {"version": "1.29", "validate": False}])
def test_a_pinned_version_is_taken_for_the_engines(make: Make, settings: dict[str, Any]) -> None:
    engine = Engine()
    with pytest.raises(InvalidArguments, match=r"this one speaks 1\.29$"):
        call(make(engine, **settings), "ContainerPrune", filters={"until": "24h"})
    assert engine.asked == []


@pytest.mark.parametrize(
    ("newest", "settings", "filters"),
    [
        ("1.30", {}, {"label": "a"}),
        ("1.26", {}, None),
        ("1.26", {}, {"dangling": True}),
        ("1.44", {"version": None}, {"label": "a"}),
    ],
    ids=["new enough", "no filters", "one that it knows", "no version"],
)
def test_what_an_engine_is_sure_to_heed_is_sent(make: Make, newest: str, settings: Any, filters: Any) -> None:
    engine = Engine("1.12", newest)
    call(make(engine, **settings), "ImagePrune", filters=filters)
    assert engine.asked[-1].endswith("/images/prune")


# --- once, however many ask -----------------------------------------------------------------------------


def at_once(client: Any, count: int, engine: Engine) -> None:
    """Call an operation so many times at once; the engine does not answer until all have begun."""
    engine.go.clear()
    if isinstance(client, Client):
        with ThreadPoolExecutor(count) as pool:
            calls = [pool.submit(client.op, "SystemInfo") for _ in range(count)]
            assert engine.begun.wait(30)
            engine.go.set()
            for one in calls:
                one.result(30)
        return

    async def tasks() -> None:
        calls = [asyncio.create_task(client.op("SystemInfo")) for _ in range(count)]
        await asyncio.to_thread(engine.begun.wait, 30)
        engine.go.set()
        await asyncio.gather(*calls)

    asyncio.run(tasks())


def test_of_64_that_call_at_once_one_asks_for_the_version(make: Make) -> None:
    engine = Engine()
    at_once(make(engine), 64, engine)
    assert Counter(engine.asked) == {"/_ping": 1, "/v1.44/info": 64}


def test_clients_made_from_one_another_ask_once(make: Make) -> None:
    engine = Engine()
    client = make(engine)
    for one in (client.with_options(timeout=5), client, client.with_options(headers={"A": "1"})):
        call(one, "SystemInfo")
        assert one.version == "1.44"
    assert engine.asked == ["/_ping", *["/v1.44/info"] * 3]


def test_what_the_engine_calls_itself_is_kept(make: Make) -> None:
    client = make(Engine())
    call(client, "SystemInfo")
    assert client._calls.versions.engine == "Docker/26.1.5 (linux)"


def test_where_no_engine_answered_the_next_call_asks_again(make: Make) -> None:
    engine = Engine(_ping=httpx.ConnectError("down"))
    client = make(engine)
    for _ in range(2):
        with pytest.raises(ConnectionFailed):
            call(client, "SystemInfo")
    assert (engine.asked, client.version) == (["/_ping"] * 2, "not asked yet")
    del engine.answers["_ping"]
    call(client, "SystemInfo")
    assert (engine.asked[2:], client.version) == (["/_ping", "/v1.44/info"], "1.44")


def test_a_call_that_waits_for_one_that_fails_asks_itself() -> None:
    engine = Engine(_ping=httpx.ConnectError("down"))
    client = Client(transport=httpx.MockTransport(engine))
    engine.go.clear()
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(client.op, "SystemInfo") for _ in range(3)]
        assert engine.begun.wait(30)
        engine.go.set()
        failures = [type(one.exception(30)) for one in calls]
    assert (failures, engine.asked) == ([ConnectionFailed] * 3, ["/_ping"] * 3)


def test_a_call_waits_no_longer_than_its_own_time(make: Make) -> None:
    engine = Engine()
    client = make(engine)
    engine.go.clear()
    other = threading.Thread(target=call, args=(client, "SystemInfo"))
    message = "version negotiation: the engine did not answer within the time that was set (timeout=)"

    def waits() -> None:
        with pytest.raises(RequestTimeout) as caught:
            call(client.with_options(timeout=0.05), "SystemInfo")
        assert str(caught.value) == message

    async def both_wait() -> None:
        first = asyncio.create_task(client.op("SystemInfo"))
        await asyncio.to_thread(engine.begun.wait, 30)
        with pytest.raises(RequestTimeout) as caught:
            await client.with_options(timeout=0.05).op("SystemInfo")
        assert str(caught.value) == message
        engine.go.set()
        await first

    if isinstance(client, AsyncClient):
        asyncio.run(both_wait())
        return
    other.start()
    assert engine.begun.wait(30)
    waits()
    engine.go.set()
    other.join(30)


def test_a_cancelled_task_lets_the_next_one_ask() -> None:
    engine = Engine()
    client = AsyncClient(transport=httpx.MockTransport(engine.asynchronous))

    async def scenario() -> None:
        engine.go.clear()
        first, second = (asyncio.create_task(client.op("SystemInfo")) for _ in range(2))
        await asyncio.to_thread(engine.begun.wait, 30)
        first.cancel()
        engine.go.set()
        await second

    asyncio.run(scenario())
    assert engine.asked == ["/_ping", "/_ping", "/v1.44/info"]


def test_a_child_forked_while_another_thread_asks_is_not_held_up() -> None:
    versions = Versions("auto")
    taken = taken_elsewhere(versions)  # when the process is forked
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, where other threads run
        child = os.fork()
    if child == 0:
        signal.alarm(30)  # it ends, whatever happens
        versions.turn().enter(0)
        os._exit(17)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 17
    with pytest.raises(TimeoutError):
        versions.turn().enter(0)
    taken.leave()


def taken_elsewhere(versions: Versions) -> Turn:
    """Return a turn that another thread has taken."""
    with ThreadPoolExecutor(1) as pool:
        turn = pool.submit(versions.turn).result()
        pool.submit(turn.enter, None).result()
    return turn


def test_a_turn_whose_owner_is_gone_is_nobodys() -> None:
    versions = Versions("auto")
    del (turn := [taken_elsewhere(versions)])[:]
    assert turn == []
    versions.turn().enter(0)


def test_a_call_that_was_interrupted_in_a_turn_may_ask_again() -> None:
    versions = Versions("auto")
    first, second = versions.turn(), versions.turn()
    first.enter(0)
    second.enter(0)


def test_what_is_asked_beside_a_turn_does_not_end_it() -> None:
    versions = Versions("auto")
    taken = taken_elsewhere(versions)
    other = versions.turn()
    with pytest.raises(TimeoutError):
        other.enter(0)
    other.leave()
    with pytest.raises(TimeoutError):
        versions.turn().enter(0)
    taken.leave()
    versions.turn().enter(0)


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_nobody_waits_for_another_without_end(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dynclient.engine.reach.versions._PATIENCE_SECONDS", 0.02)
    monkeypatch.setattr("dynclient.engine.reach.versions._LOOK_SECONDS", 0.01)
    versions = Versions("auto")

    async def both() -> None:
        taken = versions.turn()
        await taken.aenter(None)
        await versions.turn().aenter(None)

    if shell == "sync":
        taken = taken_elsewhere(versions)
        versions.turn().enter(None)
        assert taken is not None
    else:
        asyncio.run(asyncio.wait_for(both(), 10))


def test_two_event_loops_one_after_the_other_share_the_version() -> None:
    engine = Engine()
    client = AsyncClient(transport=httpx.MockTransport(engine.asynchronous))
    call(client, "SystemInfo")
    call(client, "SystemInfo")
    assert engine.asked == ["/_ping", "/v1.44/info", "/v1.44/info"]


# --- engines of another age -----------------------------------------------------------------------------

OLD = "client version 1.30 is too old. Minimum supported API version is 1.40"
NEW = "client version 1.52 is too new. Maximum supported API version is 1.44"
PIN = '\n  Pin one that both speak, such as version="{}", or leave it to version="auto".'
PIN_44 = PIN.format("1.44")
LOAD = "  Load a document of a version that the engine speaks with spec=."

MISMATCHES: dict[str, tuple[Engine, dict[str, Any], str]] = {
    "an engine older than all that dynclient speaks": (
        Engine("1.12", "1.23"),
        {},
        "the engine is too old\n  The engine speaks 1.23 at most, the document 1.24 to 1.45.\n" + LOAD,
    ),
    "an engine that has left the document behind": (
        Engine("1.48", "1.52"),
        {},
        "client version 1.45 is too old. Minimum supported API version is 1.48\n"
        "  The engine speaks 1.48 to 1.52, the document 1.24 to 1.45.\n" + LOAD,
    ),
    "a pin below": (
        Engine("1.40", "1.44"),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.30.{PIN_44}",
    ),
    "a pin above": (
        Engine("1.40", "1.44"),
        {"version": "1.52"},
        f"{NEW}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.52.{PIN_44}",
    ),
    "a pin where there is no common version": (
        Engine("1.48", "1.52"),
        {"version": "1.45"},
        "client version 1.45 is too old. Minimum supported API version is 1.48\n"
        "  The engine speaks 1.48 to 1.52, the document 1.24 to 1.45; version= pins 1.45.\n" + LOAD,
    ),
    "an engine that does not tell its versions": (
        Engine("1.40", "1.44", version=httpx.Response(404, json={"message": "page not found"})),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.30.{PIN_44}",
    ),
    "an engine that tells rubbish": (
        Engine("1.40", "1.44", version=httpx.Response(200, text="<html>")),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.30.{PIN_44}",
    ),
    "an engine that tells a list": (
        Engine("1.40", "1.44", version=httpx.Response(200, json=["1.44"])),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.30.{PIN_44}",
    ),
    "an engine that breaks off": (
        Engine("1.40", "1.44", version=httpx.ReadError("reset")),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 to 1.44, the document 1.24 to 1.45; version= pins 1.30.{PIN_44}",
    ),
    "an engine that tells nothing at all": (
        Engine(
            version=httpx.Response(404),
            info=httpx.Response(400, json={"message": "client version 1.30 is too old"}),
        ),
        {"version": "1.30"},
        "client version 1.30 is too old\n"
        "  The engine speaks versions that it does not tell, the document 1.24 to 1.45; version= pins 1.30."
        + PIN.format("1.45"),
    ),
    "an engine that tells its oldest alone": (
        Engine(
            version=httpx.Response(404),
            info=httpx.Response(400, json={"message": OLD}),
        ),
        {"version": "1.30"},
        f"{OLD}\n  The engine speaks 1.40 at least, the document 1.24 to 1.45; version= pins 1.30."
        + PIN.format("1.45"),
    ),
}


@pytest.mark.parametrize(("engine", "settings", "message"), MISMATCHES.values(), ids=MISMATCHES.keys())
def test_an_engine_that_does_not_speak_the_version_is_named_with_both_ranges(
    make: Make, engine: Engine, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(VersionMismatch) as caught:
        call(make(engine, **settings), "SystemInfo")
    assert str(caught.value) == f"transport (from argument): {message}"
    assert (caught.value.address, caught.value.origin) == ("transport", "argument")


def test_a_stream_and_a_raw_request_name_the_mismatch_too(make: Make) -> None:
    client = make(Engine("1.40", "1.44"), version="1.30")

    async def opened() -> None:
        await client.stream("SystemInfo")

    with pytest.raises(VersionMismatch):
        asyncio.run(opened()) if isinstance(client, AsyncClient) else client.stream("SystemInfo")

    async def asked() -> None:
        await client.request("GET", "/info")

    with pytest.raises(VersionMismatch):
        asyncio.run(asked()) if isinstance(client, AsyncClient) else client.request("GET", "/info")


def test_the_variable_that_pins_a_version_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "1.30")
    with pytest.raises(VersionMismatch, match=r"; \$DOCKER_API_VERSION pins 1\.30\."):
        call(make(Engine("1.40", "1.44")), "SystemInfo")


def test_where_an_older_engine_has_come_to_the_address_the_call_is_sent_again(make: Make) -> None:
    engine = Engine(newest="1.45")
    client = make(engine)
    call(client, "SystemInfo")
    engine.newest = "1.41"
    call(client, "SystemInfo")
    assert client.version == "1.41"
    assert engine.asked == ["/_ping", "/v1.45/info", "/v1.45/info", "/version", "/v1.41/info"]


HIDDEN: dict[str, tuple[Engine, list[str]]] = {
    "a proxy that keeps the ping to itself": (
        Engine("1.24", "1.43", _ping=httpx.Response(403)),
        ["/_ping", "/v1.45/info", "/version", "/v1.43/info"],
    ),
    "a ping without a version": (
        Engine("1.24", "1.43", _ping=httpx.Response(200, text="OK")),
        ["/_ping", "/v1.45/info", "/version", "/v1.43/info"],
    ),
    "a proxy that keeps the version to itself too": (
        Engine("1.24", "1.43", _ping=httpx.Response(403), version=httpx.Response(403)),
        ["/_ping", "/v1.45/info", "/version", "/v1.43/info"],
    ),
}


@pytest.mark.parametrize(("engine", "asked"), HIDDEN.values(), ids=HIDDEN)
def test_what_the_refusal_tells_of_the_engine_is_enough_to_agree(make: Make, engine: Engine, asked: list[str]) -> None:
    engine.asked.clear()
    client = make(engine)
    call(client, "SystemInfo")
    call(client, "SystemInfo")
    assert engine.asked == [*asked, "/v1.43/info"]


def test_a_stream_is_opened_again_with_the_version_agreed_on() -> None:
    engine = Engine("1.24", "1.43", _ping=httpx.Response(403))
    client = Client(transport=httpx.MockTransport(engine))
    with client.stream("SystemInfo"):
        assert client.version == "1.43"


@pytest.mark.parametrize("call", [Client.op, Client.stream], ids=["op", "stream"])
def test_a_body_that_was_read_from_somewhere_is_not_sent_twice(call: Any) -> None:
    engine = Engine("1.24", "1.43", _ping=httpx.Response(403))
    client = Client(transport=httpx.MockTransport(engine))
    with pytest.raises(VersionMismatch) as caught:
        call(client, "ImageLoad", body=iter([b"tar"]))
    assert str(caught.value) == (
        "transport (from argument): client version 1.45 is too new. Maximum supported API version is 1.43\n"
        "  The engine speaks 1.24 to 1.43, the document 1.24 to 1.45.\n"
        '  Pin one that both speak, such as version="1.43".'
    )
    assert client.version == "1.43"


def test_an_engine_that_refuses_every_version_is_asked_twice(make: Make) -> None:
    refusals = [httpx.Response(400, json={"message": message}) for message in (NEW, OLD)]
    engine = Engine(_ping=httpx.Response(403), version=httpx.Response(403), info=refusals[0])
    client = make(engine)
    with pytest.raises(VersionMismatch):
        call(client, "SystemInfo")
    assert engine.asked == ["/_ping", "/v1.45/info", "/version", "/v1.44/info", "/version"]


def test_a_pinned_version_stays_after_a_mismatch(make: Make) -> None:
    client = make(Engine("1.40", "1.44"), version="1.30")
    for _ in range(2):
        with pytest.raises(VersionMismatch):
            call(client, "SystemInfo")
    assert client.version == "1.30"


def test_another_bad_request_is_none_of_the_version(make: Make) -> None:
    engine = Engine(info=httpx.Response(400, json={"message": "no"}))
    with pytest.raises(Exception, match=r"^SystemInfo: 400 no$"):
        call(make(engine), "SystemInfo")
    assert engine.asked == ["/_ping", "/v1.44/info"]


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        (Range("1.24", "1.45"), "1.24 to 1.45"),
        (Range("1.45", "1.45"), "1.45"),
        (Range("", "1.45"), "1.45 at most"),
        (Range("1.24", ""), "1.24 at least"),
        (Range("", ""), "versions that it does not tell"),
    ],
)
def test_a_range_is_told_as_far_as_it_is_known(versions: Range, words: str) -> None:
    assert str(versions) == words


def test_a_document_older_than_the_oldest_version_is_its_own_range(make: Make, tmp_path: Path) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Docker Engine API", "version": "1.20"},
        "servers": [{"url": "/v1.20"}],
        "paths": {"/info": {"get": {"operationId": "SystemInfo", "responses": {"200": {"description": "It."}}}}},
    }
    path = tmp_path / "v1.20.json"
    path.write_text(json.dumps(document))
    with pytest.raises(VersionMismatch, match=r"The engine speaks 1\.18 at most, the document 1\.20\."):
        call(make(Engine("1.12", "1.18"), spec=path), "SystemInfo")


# --- the real engine -------------------------------------------------------------------------------------


@pytest.mark.engine
@pytest.mark.parametrize("version", [f"1.{minor}" for minor in range(24, 46)])
def test_the_engine_answers_as_each_of_its_versions(engine_address: str, version: str) -> None:
    with Client(engine_address, version=version) as client:
        assert client.op("SystemPing") == "OK"
        assert client.op("SystemVersion").ApiVersion == "1.45"
        assert client.version == version
        for operation in ("ContainerList", "ImageList", "NetworkList"):
            assert isinstance(client.op(operation), list)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("version", "said"),
    [
        (
            "1.23",
            "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to",
        ),
        ("1.46", "client version 1.46 is too new. Maximum supported API version is 1.45"),
    ],
)
def test_the_engine_refuses_what_it_does_not_speak(engine_address: str, version: str, said: str) -> None:
    with Client(engine_address, version=version) as client, pytest.raises(VersionMismatch) as caught:
        client.op("ContainerList")
    assert str(caught.value).startswith(f"{client.address}: {said}")
    assert f"The engine speaks 1.24 to 1.45, the document 1.24 to 1.45; version= pins {version}.\n" in str(caught.value)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("document", "agreed"), [("v1.41.yaml", "1.41"), ("v1.45.yaml", "1.45"), ("v1.51.yaml", "1.45")]
)
def test_a_published_document_meets_the_engine_at_the_lower_version(
    engine_address: str, document: str, agreed: str
) -> None:
    path = PUBLISHED / document
    if not path.exists():
        pytest.skip(f"the published {document} is not here: it lies beside the checkout where there is one")
    with Client(engine_address, spec=path) as client:
        assert isinstance(client.op("ContainerList", all=True), list)
        assert (client.op("SystemVersion").MinAPIVersion, client.version) == ("1.24", agreed)
