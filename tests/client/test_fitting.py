"""Clients with the document that fits their engine, and those that are given one by its number."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, InvalidArguments, MockEngine, SpecError, VersionMismatch
from dynclient.document import bundled_path, bundled_versions

BUNDLED = bundled_versions()
NEWEST = list(BUNDLED)[-1]


def sync(**settings: Any) -> tuple[str, str]:
    """Return a client's document and the version that it speaks, before and after a call."""
    with Client.for_engine(**settings) as client:
        before = client.version
        client.container.list()
        assert client.version == before
        return client.document.version, client.version


def awaited(**settings: Any) -> tuple[str, str]:
    async def asked() -> tuple[str, str]:
        async with await AsyncClient.for_engine(**settings) as client:
            before = client.version
            await client.container.list()
            assert client.version == before
            return client.document.version, client.version

    return asyncio.run(asked())


both = pytest.mark.parametrize("made", [sync, awaited])
Made = Callable[..., tuple[str, str]]


class Engine(httpx.MockTransport):
    """An engine that says which version it speaks, and keeps the paths that it was asked for."""

    def __init__(self, version: str | None, status: int = 200) -> None:
        self.paths: list[str] = []
        headers = {} if version is None else {"Api-Version": version}

        def answer(request: httpx.Request) -> httpx.Response:
            self.paths.append(request.url.path)
            ping = request.url.path == "/_ping"
            return httpx.Response(status if ping else 200, headers=headers, json=[])

        super().__init__(answer)


@both
@pytest.mark.parametrize(
    ("engine", "document", "spoken"),
    [
        ("1.24", "1.45", "1.24"),
        ("1.44", "1.45", "1.44"),
        ("1.45", "1.45", "1.45"),
        ("1.47", "1.47", "1.47"),
        ("1.51", "1.51", "1.51"),
        ("1.999", NEWEST, NEWEST),
    ],
)
def test_an_engine_is_asked_once_and_has_the_nearest_document(
    made: Made, engine: str, document: str, spoken: str
) -> None:
    transport = Engine(engine)
    assert made(transport=transport) == (document, spoken)
    assert transport.paths == ["/_ping", f"/v{spoken}/containers/json"]


@both
@pytest.mark.parametrize("engine", [Engine(None), Engine("no version"), Engine("1.51", status=403)])
def test_who_does_not_tell_gets_the_default(made: Made, engine: Engine) -> None:
    assert made(transport=engine) == ("1.45", "1.45")


@both
def test_a_pinned_version_chooses_the_document_and_nobody_is_asked(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine("1.51")
    assert made(transport=engine, version="1.47") == ("1.47", "1.47")
    assert made(transport=engine, version="1.30") == ("1.45", "1.30")
    monkeypatch.setenv("DOCKER_API_VERSION", "1.48")
    assert made(transport=engine) == ("1.48", "1.48")
    assert [path for path in engine.paths if path == "/_ping"] == []


@both
def test_without_a_prefix_the_engine_is_asked_all_the_same(made: Made) -> None:
    engine = Engine("1.49")
    assert made(transport=engine, version=None) == ("1.49", "none")
    assert engine.paths == ["/_ping", "/containers/json"]


@both
def test_an_engine_that_is_too_old_is_an_error(made: Made) -> None:
    with pytest.raises(VersionMismatch, match=r": the engine is too old\n  The engine speaks 1\.12 at most, "):
        made(transport=Engine("1.12"))


@both
def test_where_no_engine_is_that_is_said(made: Made) -> None:
    with pytest.raises(ConnectionFailed, match=r"^no engine at tcp://127\.0\.0\.1:1 "):
        made(address="tcp://127.0.0.1:1")


@both
def test_a_document_is_not_asked_for_beside_the_engine(made: Made) -> None:
    with pytest.raises(InvalidArguments) as caught:
        made(spec="1.47")
    assert [(error.where, error.problem) for error in caught.value.errors] == [
        ("spec", "the engine's version chooses the document; for another, make the client with spec= itself")
    ]


def test_the_environment_s_document_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNCLIENT_SPEC", str(tmp_path / "none.yaml"))
    assert sync(transport=Engine("1.47")) == ("1.47", "1.47")


def test_corrections_of_one_s_own_are_laid_over_the_document_that_is_chosen(tmp_path: Path) -> None:
    own = {
        "reason": "Mine.",
        "at": {"operations": ["ContainerList"]},
        "set": {"add": [{"name": "novel", "in": "query"}]},
    }
    (path := tmp_path / "own.json").write_text(json.dumps({"corrections": [own]}))
    with Client.for_engine(transport=Engine("1.47"), corrections=path) as client:
        assert client.document.version == "1.47"
        assert client.build_request("ContainerList", novel="1").url.query == b"novel=1"


# --- by number


@pytest.mark.parametrize("version", BUNDLED)
def test_both_clients_speak_a_version_by_its_number(version: str) -> None:
    mock = MockEngine(version)
    with Client(spec=version, transport=mock) as client:
        assert (client.document.version, client.system.version().ApiVersion is not None) == (version, True)
        assert client.version == version

    async def asked() -> str:
        async with AsyncClient(spec=version, transport=mock) as client:
            await client.container.list()
            return client.version

    assert asyncio.run(asked()) == version
    assert [call.operation for call in mock.calls] == ["SystemVersion", "ContainerList"]


def test_an_unknown_number_says_which_there_are() -> None:
    with pytest.raises(SpecError) as caught:
        Client(spec="1.999")
    assert str(caught.value) == (
        f"1.999: it is neither a file nor a bundled version (there are {', '.join(BUNDLED)}); "
        "another is given by its file's path"
    )


def test_a_pickled_client_finds_its_version_wherever_dynclient_is_installed() -> None:
    client = Client("tcp://engine:2375", spec="1.47")
    sent = pickle.dumps(client)
    assert BUNDLED["1.47"].encode() not in sent
    assert pickle.loads(sent).document == client.document


def test_the_client_without_a_number_has_the_whole_document() -> None:
    assert Client("tcp://engine:2375").document.source == bundled_path()


@pytest.mark.engine
def test_the_real_engine_is_met_by_its_own_version(engine_address: str) -> None:
    with Client(engine_address) as client:
        spoken = client.system.version().ApiVersion
    document = max((each for each in BUNDLED if _numbers(each) <= _numbers(spoken)), key=_numbers)
    assert sync(address=engine_address) == awaited(address=engine_address) == (document, document)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
