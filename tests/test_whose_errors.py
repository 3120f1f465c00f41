"""Errors that come from a call: each knows the engine that was called, and by what."""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, errors
from dynclient.api.words.vocabulary import recipes_of
from dynclient.client.recipes.methods import Recipes
from dynclient.errors import DynclientError
from tests.support.scripted import ENGINE, Engine

ADDRESS = "tcp://build-1:2375"
CLASSES = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DynclientError)}
Use = Callable[[Any], Any]

OTHER = {
    "openapi": "3.1.0",
    "info": {"title": "Other", "version": "1"},
    "paths": {"/x": {"get": {"operationId": "X", "responses": {}, "parameters": [{"$ref": "#/components/nothing"}]}}},
}


def tar(name: str = "f", content: bytes = b"hello") -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


def failing(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def answering(status: int, content: bytes, media: str = "application/json") -> Callable[[Any], httpx.Response]:
    return lambda request: httpx.Response(status, content=content, headers={"Content-Type": media})


class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Any:
        yield self._content
        raise httpx.ReadError("reset")

    async def __aiter__(self) -> Any:
        yield self._content
        raise httpx.ReadError("reset")


def breaking(content: bytes, media: str = "application/json") -> Callable[[Any], httpx.Response]:
    return lambda request: httpx.Response(200, stream=Breaking(content), headers={"Content-Type": media})


def error_of(kind: type, use: Use, answer: Any, **settings: Any) -> DynclientError:
    """Return the error that a use of a client ends in."""

    async def answered(request: httpx.Request) -> httpx.Response:
        return answer(request)  # type: ignore[no-any-return]

    async def awaited() -> Any:
        transport = httpx.MockTransport(answer if kind is Client else answered)
        client = kind(ADDRESS, **{"version": "1.45", "transport": transport, "progress": False, **settings})
        value = use(client)
        return await value if inspect.isawaitable(value) else value

    with pytest.raises(DynclientError) as caught:
        asyncio.run(awaited())
    return caught.value


def told(error: DynclientError) -> tuple[str, str]:
    return error.address, error.operation


# --- every class ---------------------------------------------------------------------------------------

INFO: Use = lambda client: client.system.info()  # noqa: E731
PULL: Use = lambda client: client.op("ImageCreate", fromImage="reg.example/a")  # noqa: E731
RUN: Use = lambda client: client.run("busybox", "false")  # noqa: E731
REFUSED = json.dumps({"message": "no"}).encode()
DENIED = json.dumps({"errorDetail": {"message": "unauthorized"}, "error": "unauthorized"}).encode()


async def used_closed(client: Any) -> Any:
    if isinstance(client, AsyncClient):
        await client.aclose()
        return await client.system.info()
    client.close()
    return client.system.info()


# The class: what is done, what answers, whose it is.
RAISED: dict[type[DynclientError], tuple[Use, Any, str]] = {
    DynclientError: (used_closed, answering(200, b"{}"), "SystemInfo"),
    errors.SpecError: (lambda client: client.op("X"), None, "X"),
    errors.UnknownOperation: (lambda client: client.op("Nothing"), None, "Nothing"),
    errors.InvalidArguments: (lambda client: client.container.list(limit="x"), None, "ContainerList"),
    errors.ConnectionFailed: (INFO, failing(httpx.ConnectError("refused")), "SystemInfo"),
    errors.VersionMismatch: (INFO, lambda request: httpx.Response(200, headers={"Api-Version": "1.2"}), "SystemInfo"),
    errors.CredentialsError: (PULL, answering(200, b"{}"), "ImageCreate"),
    errors.RequestTimeout: (INFO, failing(httpx.ReadTimeout("late")), "SystemInfo"),
    errors.APIError: (INFO, answering(418, REFUSED), "SystemInfo"),
    errors.InvalidAnswer: (INFO, answering(200, b"no JSON"), "SystemInfo"),
    errors.ServerError: (INFO, answering(500, REFUSED), "SystemInfo"),
    errors.StreamError: (INFO, breaking(b"{"), "SystemInfo"),
    errors.StreamUnauthorized: (lambda client: client.op("ImagePush", "a"), answering(200, DENIED), "ImagePush"),
    errors.ContainerFailed: (RUN, None, "run"),
    **{kind: (INFO, answering(status, REFUSED), "SystemInfo") for status, kind in errors.STATUS_ERRORS.items()},
}


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("kind", sorted(CLASSES, key=str), ids=lambda kind: kind.__name__)
def test_an_error_of_every_class_knows_whose_call_it_ended(
    kind: type[DynclientError], shell: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use, answer, operation = RAISED[kind]
    settings: dict[str, Any] = {}
    if kind is errors.SpecError:
        (tmp_path / "other.json").write_text(json.dumps(OTHER))
        settings = {"spec": tmp_path / "other.json"}
    elif kind is errors.VersionMismatch:
        settings = {"version": "auto"}
    elif kind is errors.CredentialsError:
        (tmp_path / "config.json").write_text('{"credHelpers": {"reg.example": "nowhere"}}')
        monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    elif kind is errors.ContainerFailed:
        answer = Engine("sync" if shell is Client else "async", {**ENGINE, "POST wait": [(200, {"StatusCode": 3})]})
    error = error_of(shell, use, answer, **settings)
    assert (type(error), *told(error)) == (kind, ADDRESS, operation)


# --- every way -----------------------------------------------------------------------------------------


async def items(stream: Any) -> Any:
    if hasattr(stream, "__aiter__"):
        return [item async for item in stream]
    return list(stream)


async def within(opened: Any, use: Callable[[Any], Any]) -> Any:
    """Use what a call gave, which the async client gives when it is awaited."""
    value = use(await opened if inspect.isawaitable(opened) else opened)
    return await value if inspect.isawaitable(value) else value


def of_archive(use: Callable[[Any], Any]) -> Use:
    return lambda client: within(client.op("ContainerArchive", "c1", path="/f"), use)


def twice(archive: Any) -> Any:
    return archive.close() or archive.read() if hasattr(archive, "close") else closed(archive)


async def closed(archive: Any) -> Any:
    await archive.aclose()
    return await archive.read()


LINE = b'{"a": 1}\n'
CUT = breaking(LINE)
CUT_TAR = breaking(tar()[:600], "application/x-tar")
TAR = answering(200, tar(), "application/x-tar")
GONE = failing(httpx.ConnectError("refused"))
WAYS: dict[str, tuple[Use, Any, str]] = {
    "a request of one's own": (lambda client: client.request("GET", "/x?a=1"), GONE, "GET /x"),
    "a request that cannot be": (lambda client: client.request("G T", "/x"), None, "request"),
    "an open answer": (lambda client: within(client.stream("SystemEvents"), items), CUT, "SystemEvents"),
    "an open answer, read": (
        lambda client: within(client.stream("SystemEvents"), lambda s: s.read()),
        CUT,
        "SystemEvents",
    ),
    "opening": (lambda client: within(client.stream("SystemEvents"), items), GONE, "SystemEvents"),
    "building a request": (lambda client: client.build_request("ContainerInspect"), None, "ContainerInspect"),
    "sending a request": (lambda client: client.send(client.build_request("SystemInfo")), GONE, "SystemInfo"),
    "reading what was sent": (lambda client: client.send(client.build_request("SystemInfo")), CUT, "SystemInfo"),
    "an archive's bytes": (of_archive(items), CUT_TAR, "ContainerArchive"),
    "an archive, read": (of_archive(lambda archive: archive.read()), CUT_TAR, "ContainerArchive"),
    "an archive, listed": (of_archive(lambda archive: archive.members()), CUT_TAR, "ContainerArchive"),
    "a file that is not in an archive": (of_archive(lambda archive: archive.content("g")), TAR, "content"),
    "an archive that is none": (
        of_archive(lambda archive: archive.content()),
        answering(200, b"x" * 700, "application/x-tar"),
        "ContainerArchive",
    ),
    "an archive that was used": (of_archive(twice), TAR, "ContainerArchive"),
}


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("way", WAYS)
def test_an_error_knows_whose_call_it_ended_on_every_way(way: str, shell: type) -> None:
    use, answer, operation = WAYS[way]
    assert told(error_of(shell, use, answer)) == (ADDRESS, operation)


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("into", ["save", "extract"])
def test_an_archive_that_is_cut_while_it_is_written_knows_whose_it_is(into: str, shell: type, tmp_path: Path) -> None:
    use = of_archive(lambda archive: getattr(archive, into)(tmp_path / "out"))
    assert told(error_of(shell, use, CUT_TAR)) == (ADDRESS, "ContainerArchive")


# --- every recipe --------------------------------------------------------------------------------------

GIVEN: dict[str, tuple[Any, ...]] = {
    "run": ("busybox",),
    "create": ("busybox",),
    "execute": ("c1", "true"),
    "build": ({"Dockerfile": "FROM busybox"},),
    "login": ("me", "secret", "reg.example"),
    "pull": ("busybox",),
    "push": ("busybox",),
    "copy_to": ("c1", b"x", "/f"),
    "copy_from": ("c1", "/f"),
    "wait_for": ("c1",),
    "wait_ready": (),
}
RECIPES = [recipe.name for recipe in recipes_of(Recipes)]


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("recipe", RECIPES)
def test_an_error_of_a_call_of_several_knows_whose_it_is(recipe: str, shell: type) -> None:
    def use(client: Any) -> Any:
        return getattr(client, recipe)(*GIVEN[recipe])

    error = error_of(shell, use, answering(403, REFUSED))
    assert (error.address, bool(error.operation)) == (ADDRESS, True)


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_name_that_no_call_of_several_knows_is_refused_by_one_that_knows_whose_it_is(
    recipe: str, shell: type
) -> None:
    def use(client: Any) -> Any:
        return getattr(client, recipe)(*GIVEN[recipe], no_such_name=1)

    error = error_of(shell, use, answering(200, b"{}"))
    assert (type(error), error.address, bool(error.operation)) == (errors.InvalidArguments, ADDRESS, True)


@pytest.mark.parametrize("shell", [Client, AsyncClient])
def test_a_port_that_is_not_published_is_asked_of_an_engine_that_is_known(shell: type) -> None:
    engine = Engine("sync" if shell is Client else "async", ENGINE)

    async def port(made: Any) -> Any:
        return made.port(80)

    error = error_of(shell, lambda client: within(client.create("busybox"), port), engine)
    assert told(error) == (ADDRESS, "port")
