"""A real server of another API: a FastAPI application, called by its own document."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import APIError, AsyncClient, Client, MockEngine, NotFound

pytestmark = pytest.mark.slow

SIZE = 3_000_000


def application() -> Any:
    """Return an application with features that other APIs have and the engine lacks."""
    fastapi = pytest.importorskip("fastapi")
    pytest.importorskip("multipart", reason="python-multipart reads forms")
    responses = pytest.importorskip("starlette.responses")
    app = fastapi.FastAPI(title="Habits", version="1")

    async def upload(file: Any, more: Any, note: Any) -> Any:
        content = await file.read()
        sizes = [len(await each.read()) for each in more]
        kind = file.content_type
        return {"name": file.filename, "size": len(content), "type": kind, "note": note, "more": sizes}

    upload.__annotations__ = {"file": fastapi.UploadFile, "more": list[fastapi.UploadFile], "note": str | None}
    upload.__defaults__ = (fastapi.File(), fastapi.File(default=[]), fastapi.Form(default=None))
    app.post("/upload", operation_id="upload")(upload)

    @app.post("/form", operation_id="form")
    async def form(user: str = fastapi.Form(), age: int = fastapi.Form()) -> dict[str, Any]:
        return {"user": user, "age": age}

    @app.get("/items/{name}", operation_id="item")
    async def item(name: str, limit: int = 3) -> dict[str, Any]:
        if name == "none":
            raise fastapi.HTTPException(404, detail="There is no such item")
        return {"name": name, "limit": limit}

    events = {200: {"content": {"text/event-stream": {}}}}

    @app.get("/events", operation_id="events", response_class=responses.StreamingResponse, responses=events)
    async def told() -> Any:
        async def each() -> Any:
            for index in range(3):
                yield f"event: step\ndata: {json.dumps({'n': index})}\n\n"
            yield "data: [DONE]\n\n"

        return responses.StreamingResponse(each(), media_type="text/event-stream")

    lines = {200: {"content": {"application/x-ndjson": {}}}}

    @app.get("/rows", operation_id="rows", response_class=responses.StreamingResponse, responses=lines)
    async def rows() -> Any:
        return responses.StreamingResponse((f'{{"n": {n}}}\n' for n in range(3)), media_type="application/x-ndjson")

    @app.post("/answer", operation_id="answer", responses=events)
    async def answer(body: dict[str, Any]) -> Any:
        if body.get("stream"):
            return responses.StreamingResponse(iter(["data: a\n\n", "data: b\n\n"]), media_type="text/event-stream")
        return {"text": "ab"}

    @app.get("/file", operation_id="file")
    async def file() -> Any:
        return responses.Response(b"\x00" * SIZE, media_type="application/pdf")

    @app.get("/text", operation_id="text")
    async def text() -> Any:
        return responses.PlainTextResponse("hällo")

    @app.get("/teapot", operation_id="teapot")
    async def teapot() -> Any:
        problem = {"type": "about:blank", "title": "Short and stout", "detail": "It has a handle."}
        return responses.JSONResponse(problem, 418, media_type="application/problem+json")

    @app.get("/elsewhere", operation_id="elsewhere")
    async def elsewhere() -> Any:
        return responses.RedirectResponse("/items/a")

    return app


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Provide the address of a running application, and its own document as a file."""
    uvicorn = pytest.importorskip("uvicorn")
    app = application()
    file = tmp_path_factory.mktemp("fastapi") / "openapi.json"
    file.write_text(json.dumps(app.openapi()))
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none", lifespan="off"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not running.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", file
    running.should_exit = True
    thread.join(30)
    listening.close()


Run = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, server: tuple[str, Path]) -> Run:
    """Return a function that uses a client of either kind, and returns the result."""
    address, spec = server

    def with_client(use: Callable[[Any], Any]) -> Any:
        if request.param == "sync":
            with Client(address, spec=spec) as client:
                return use(client)

        async def used() -> Any:
            async with AsyncClient(address, spec=spec) as client:
                made = use(client)
                return await made if inspect.isawaitable(made) else made

        return asyncio.run(used())

    return with_client


def items(run: Run, operation: str, **arguments: Any) -> list[Any]:
    """Return the items of an open answer."""

    def use(client: Any) -> Any:
        if isinstance(client, Client):
            with client.stream(operation, **arguments) as stream:
                return list(stream)

        async def read() -> list[Any]:
            return [item async for item in client.stream(operation, **arguments)]

        return read()

    found: list[Any] = run(use)
    return found


def test_files_are_uploaded(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * SIZE)
    uploaded = run(lambda client: client.op("upload", file=path, more=[b"a", b"bc"], note="hi"))
    assert uploaded == {"name": "a.csv", "size": SIZE, "type": "text/csv", "note": "hi", "more": [1, 2]}
    chunked = run(lambda client: client.op("upload", file=("b.bin", iter([b"x"] * 1000))))
    assert chunked == {"name": "b.bin", "size": 1000, "type": "application/octet-stream", "note": None, "more": []}


def test_a_form_s_fields_are_sent(run: Run) -> None:
    assert run(lambda client: client.op("form", user="a&b", age=3)) == {"user": "a&b", "age": 3}


def test_events_and_lines_are_their_items_whole_and_as_they_come(run: Run) -> None:
    steps = [{"event": "step", "data": {"n": index}} for index in range(3)]
    events = [*steps, {"event": "message", "data": "[DONE]"}]
    rows = [{"n": index} for index in range(3)]
    assert run(lambda client: client.op("events")) == events
    assert items(run, "events") == events
    assert run(lambda client: client.op("rows")) == rows
    assert items(run, "rows") == rows


def test_an_answer_is_json_or_events_as_it_comes(run: Run) -> None:
    events = [{"event": "message", "data": letter} for letter in "ab"]
    assert run(lambda client: client.op("answer", body={})) == {"text": "ab"}
    assert run(lambda client: client.op("answer", body={"stream": True})) == events
    assert items(run, "answer", body={"stream": True}) == events


def test_a_download_is_bytes_and_a_text_is_text(run: Run) -> None:
    assert run(lambda client: client.op("file")) == b"\x00" * SIZE
    assert b"".join(items(run, "file")) == b"\x00" * SIZE
    assert run(lambda client: client.op("text")) == "hällo"


def test_an_error_has_its_words_and_its_body(run: Run) -> None:
    with pytest.raises(NotFound, match=r"^item: 404 There is no such item$"):
        run(lambda client: client.op("item", "none"))
    with pytest.raises(APIError) as caught:
        run(lambda client: client.op("teapot"))
    assert (caught.value.status, caught.value.message) == (418, "Short and stout: It has a handle.")
    assert caught.value.body["type"] == "about:blank"
    with pytest.raises(APIError) as caught:
        run(lambda client: client.with_options(validate=False).op("item", "a", limit="x"))
    assert caught.value.status == 422
    assert caught.value.message.startswith("query.limit: ")
    assert caught.value.body["detail"][0]["loc"] == ["query", "limit"]


def test_a_redirect_says_where_to(run: Run) -> None:
    with pytest.raises(APIError) as caught:
        run(lambda client: client.op("elsewhere"))
    assert (caught.value.status, dict(caught.value.response.headers)["location"]) == (307, "/items/a")  # type: ignore[union-attr]
    following = run(lambda client: client.with_options(follow_redirects=True).op("elsewhere"))
    assert following == {"name": "a", "limit": 3}


def test_its_mock_takes_the_same_calls(server: tuple[str, Path]) -> None:
    mock = MockEngine(server[1]).on("item", {"name": "b", "limit": 1})
    with Client(spec=server[1], transport=mock) as client:
        client.op("upload", file=b"x", note="hi")
        assert client.op("item", "a") == {"name": "b", "limit": 1}
        client.op("form", user="a", age=3)
    assert [call.operation for call in mock.calls] == ["upload", "item", "form"]
