"""Documents of other JSON APIs: a server that reads the same document reports the requests."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from dynclient import Client, ConnectionFailed, InvalidArguments, Unauthorized, UnknownOperation
from tests.support.tables import parsed

OTHERS = Path(__file__).with_name("others")


@dataclass(frozen=True)
class Received:
    """A request in openapi-core's terms."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes


@dataclass
class Server:
    """A server that reads requests by its document with openapi-core, and answers with its examples."""

    document: Any
    seen: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._openapi = OpenAPI.from_dict(self.document)

    def answer(self, request: Received, headers: dict[str, str]) -> tuple[int, str, bytes]:
        result = self._openapi.unmarshal_request(request)
        if result.errors:
            what = "; ".join(f"{type(error).__name__} {error} {error.__cause__}" for error in result.errors)
            status = 401 if "Security" in what else 404 if "NotFound" in what else 400
            return status, "application/json", json.dumps({"message": what}).encode()
        read = {name: dict(getattr(result.parameters, name)) for name in ("path", "query", "header", "cookie")}
        given = {name: values for name, values in read.items() if values}
        self.seen.append({**given, **({"body": result.body} if result.body is not None else {})})
        return self._example(request, headers)

    def _example(self, request: Received, headers: dict[str, str]) -> tuple[int, str, bytes]:
        base = urlsplit(self.document["servers"][0]["url"]).path.rstrip("/")
        for path, item in self.document["paths"].items():
            fits = re.fullmatch(base + re.sub(r"\{[^{}]*\}", "[^/]+", path), request.path)
            node = item.get(request.method) if fits else None
            for status, response in (node or {}).get("responses", {}).items():
                for media, content in response.get("content", {}).items():
                    if "example" in content:
                        text = content["example"] if media == "text/plain" else json.dumps(content["example"])
                        return int(status), media, text.encode()
                return (int(status) if status != "default" else 200), "", b""
        raise AssertionError(request.path)


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[str, Server]]]:
    """Provide a function that starts a server of a document, and returns its address and what it receives."""
    running: list[ThreadingHTTPServer] = []

    def start(name: str) -> tuple[str, Server]:
        document = parsed((OTHERS / name).read_text())
        base = {"tree.json": "/v1"}.get(name) or urlsplit(document.get("servers", [{"url": "/"}])[0]["url"]).path
        server = Server({**document, "servers": [{"url": base}]})

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                url = urlsplit(self.path)
                cookies = {key: morsel.value for key, morsel in SimpleCookie(self.headers.get("Cookie", "")).items()}
                request = Received(
                    f"http://{self.headers['Host']}",
                    url.path,
                    self.command.lower(),
                    RequestParameters(
                        query=ImmutableMultiDict(parse_qsl(url.query, keep_blank_values=True)),
                        header=Headers(list(self.headers.items())),
                        cookie=ImmutableMultiDict(cookies),
                    ),
                    (self.headers.get("Content-Type") or "").partition(";")[0],
                    self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )
                status, media, body = server.answer(request, dict(self.headers))
                self.send_response(status)
                if media:
                    self.send_header("Content-Type", media)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any

            def log_message(self, *_: Any) -> None:
                pass

        running.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        Thread(target=running[-1].serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{running[-1].server_port}", server

    yield start
    for each in running:
        each.shutdown()
        each.server_close()


ALICE = ("alice", "pass:word")

# document, operation, arguments, what openapi-core read, the value that came back
CALLS: list[Any] = [
    ("shop.yaml", "ItemList", {}, {}, [{"id": 7, "name": "pot", "price": 2.5}]),
    ("shop.yaml", "ItemList", {"tags": ["a b", "c&d"]}, {"query": {"tags": ["a b", "c&d"]}}, ...),
    ("shop.yaml", "ItemList", {"ids": [1, 2, 3]}, {"query": {"ids": [1, 2, 3]}}, ...),
    ("shop.yaml", "ItemList", {"price": {"min": 1.5, "max": 3}}, {"query": {"price": {"min": 1.5, "max": 3.0}}}, ...),
    ("shop.yaml", "ItemList", {"sort": {"by": "name"}}, {"query": {"sort": {"by": "name"}}}, ...),
    ("shop.yaml", "ItemList", {"words": ["x", "y"]}, {"query": {"words": ["x", "y"]}}, ...),
    ("shop.yaml", "ItemList", {"sold": False}, {"query": {"sold": False}}, ...),
    ("shop.yaml", "ItemList", {"x_ids": [4, 5]}, {"header": {"X-Ids": [4, 5]}}, ...),
    ("shop.yaml", "ItemList", {"x_size": {"w": 1, "h": 2}}, {"header": {"X-Size": {"w": 1, "h": 2}}}, ...),
    ("shop.yaml", "ItemList", {"x_trace": "t-1"}, {"header": {"X-Trace": "t-1"}}, ...),
    ("shop.yaml", "ItemList", {"visit": "v 1"}, {"cookie": {"visit": "v%201"}}, ...),
    (
        "shop.yaml",
        "ItemCreate",
        {"name": "pan", "made_of": ["iron"]},
        {"body": {"name": "pan", "made-of": ["iron"]}},
        {"id": 8, "name": "pan", "price": None},
    ),
    ("shop.yaml", "ItemParts", {"ids": [1, 2], "part": "lid"}, {"path": {"ids": [1, 2], "part": "lid"}}, "whole"),
    ("shop.yaml", "OrderReplace", {"body": [{"name": "pot"}]}, {"body": [{"name": "pot"}]}, None),
    (
        "shop.yaml",
        "Login",
        {"user": "a&b", "scopes": ["r", "w"], "remember": True},
        {"body": {"user": "a&b", "scopes": ["r", "w"], "remember": True}},
        {"token": "t"},
    ),
    (
        "tree.json",
        "TreeInspect",
        {"id": 3},
        {"path": {"id": 3}},
        {"name": "root", "below": [{"name": "leaf", "below": []}]},
    ),
    (
        "tree.json",
        "TreePlant",
        {"id": 3, "when": {"year": 1}, "name": "a", "below": [{"name": "b", "twin": {"name": None}}]},
        {
            "path": {"id": 3},
            "query": {"when": {"year": 1}},
            "body": {"name": "a", "below": [{"name": "b", "twin": {"name": None}}]},
        },
        None,
    ),
    (
        "tree.json",
        "ShapeDraw",
        {"body": {"kind": "box", "sides": [1, 2.5]}},
        {"body": {"kind": "box", "sides": [1, 2.5]}},
        None,
    ),
    ("pets.yaml", "getPet", {"id": 5}, {"path": {"id": 5}}, {"name": "Rex", "born": "2020-01-01"}),
    (
        "pets.yaml",
        "renamePet",
        {"id": 5, "name": "Max", "nicknames": ["a", "b c"]},
        {"path": {"id": 5}, "body": {"name": "Max", "nicknames": ["a", "b c"]}},
        None,
    ),
    (
        "pets.yaml",
        "findPets",
        {"limit": 3, "status": ["free", "sold"], "tags": ["x", "y"], "kinds": ["p", "q"], "x_codes": [1, 2]},
        {
            "query": {"limit": 3, "status": ["free", "sold"], "tags": ["x", "y"], "kinds": ["p", "q"]},
            "header": {"X-Codes": [1, 2]},
        },
        [{"name": "Rex"}],
    ),
    ("pets.yaml", "replacePets", {"body": {"a": {"name": "A"}}}, {"body": {"a": {"name": "A"}}}, None),
]
AUTH: dict[str, Any] = {
    "shop.yaml": "token",
    "pets.yaml": {"key": "k", "user": ALICE},
    "tree.json": None,
    "nasty.yaml": None,
}


@pytest.mark.parametrize(
    ("name", "operation", "arguments", "seen", "value"),
    CALLS,
    ids=[f"{c[0]}: {c[1]}({', '.join(c[2])})" for c in CALLS],
)
def test_what_a_call_sends_is_what_openapi_core_reads(
    serve: Callable[..., tuple[str, Server]], name: str, operation: str, arguments: Any, seen: Any, value: Any
) -> None:
    address, server = serve("pets.server.yaml" if name == "pets.yaml" else name)
    with Client(address, spec=OTHERS / name, auth=AUTH[name]) as client:
        found = client.op(operation, **arguments)
    assert server.seen == [seen]
    assert value is ... or found == value


def request_of(name: str, operation: str, auth: Any = None, /, **arguments: Any) -> Any:
    """Return the request that a call makes."""
    return Client("http://h", spec=OTHERS / name, auth=auth).build_request(operation, **arguments)


@pytest.mark.parametrize(
    ("name", "operation", "auth", "query", "headers"),
    [
        ("shop.yaml", "ItemList", None, "", {}),
        ("shop.yaml", "ItemList", "T", "", {"authorization": "Bearer T"}),
        ("shop.yaml", "ItemList", ALICE, "", {"authorization": "Basic YWxpY2U6cGFzczp3b3Jk"}),
        ("shop.yaml", "ItemList", {"key": "a&b"}, "api_key=a%26b", {}),
        ("shop.yaml", "ItemList", {"key": "k", "bearer": "T"}, "", {"authorization": "Bearer T"}),
        ("shop.yaml", "Login", "T", "", {}),
        ("pets.yaml", "getPet", {"key": "k"}, "", {"x-key": "k"}),
        ("pets.yaml", "renamePet", {"web": "T", "user": ALICE}, "", {"authorization": "Bearer T"}),
        ("pets.yaml", "renamePet", {"user": ("a", "")}, "", {"authorization": "Basic YTo="}),
        ("pets.yaml", "findPets", {"key": "k", "web": "T"}, "", {"x-key": "k", "authorization": "Bearer T"}),
        ("tree.json", "TreeInspect", "T", "", {"authorization": "Bearer T"}),
        ("tree.json", "TreeInspect", ALICE, "", {"authorization": "Basic YWxpY2U6cGFzczp3b3Jk"}),
        ("nasty.yaml", "things_list", {"one": "1", "two": "2"}, "", {"x-one": "1", "cookie": "two=2"}),
        ("nasty.yaml", "things_list", {"two": "a;b"}, "", {"cookie": "two=a%3Bb"}),
    ],
)
def test_a_request_carries_what_its_operation_asks_for(
    name: str, operation: str, auth: Any, query: str, headers: dict[str, str]
) -> None:
    given = {"id": 1, "name": "n"} if "Pet" in operation and operation != "findPets" else {}
    given = {"user": "u"} if operation == "Login" else {"id": 1} if operation in ("getPet", "TreeInspect") else given
    request = request_of(name, operation, auth, **given)
    sent = {
        key: request.headers[key] for key in ("authorization", "x-key", "x-one", "cookie") if key in request.headers
    }
    assert (request.url.query.decode(), sent) == (query, headers)


@pytest.mark.parametrize(
    ("name", "auth", "problem"),
    [
        (
            "nasty.yaml",
            "k",
            "it fits several security schemes; give it by the schemes' names: auth={'one': …, 'two': …}",
        ),
        ("nasty.yaml", ALICE, "no security scheme of the document takes that; give it by the schemes' names: auth={"),
        ("nasty.yaml", {"three": "k"}, "the document has no security scheme three; there is digest, one, two"),
        ("nasty.yaml", {"digest": "k"}, "http digest is not supported; set the headers that it needs by headers="),
        ("nasty.yaml", {"one": "a\nb"}, "it has a character that is not allowed in headers"),
        ("nasty.yaml", {"one": 3}, "expected a key, as text"),
        ("shop.yaml", {"bearer": ""}, "expected a token, as text"),
        ("shop.yaml", {"password": "secret"}, "expected (user, password)"),
        ("shop.yaml", ("a:b", "secret"), "a user name cannot contain a colon"),
        ("shop.yaml", 3, "expected (user, password), a token or key, or a mapping from the schemes' names"),
        ("tree.json", {"x": "secret"}, "the document has no security scheme x; there is none"),
    ],
)
def test_credentials_that_do_not_fit_are_refused_and_never_shown(name: str, auth: Any, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Client("http://h", spec=OTHERS / name, auth=auth)
    assert caught.value.errors[0].problem.startswith(problem)
    assert "secret" not in str(caught.value)


def test_a_header_of_the_user_s_own_goes_before_auth() -> None:
    client = Client("http://h", spec=OTHERS / "shop.yaml", auth="T", headers={"authorization": "Own x"})
    assert client.build_request("ItemList").headers.get_list("authorization") == ["Own x"]


def test_a_server_that_asks_for_more_is_an_error_with_its_status(serve: Callable[..., tuple[str, Server]]) -> None:
    address, _ = serve("shop.yaml")
    with Client(address, spec=OTHERS / "shop.yaml") as client, pytest.raises(Unauthorized) as caught:
        client.item.list()
    assert (caught.value.status, caught.value.operation) == (401, "ItemList")


def test_a_call_that_no_document_describes_carries_the_credentials_too(
    serve: Callable[..., tuple[str, Server]],
) -> None:
    address, server = serve("shop.yaml")
    with Client(address, spec=OTHERS / "shop.yaml", auth="T") as client:
        assert client.request("GET", "/items", query={"sold": True})[0].name == "pot"
    assert server.seen == [{"query": {"sold": True}}]


@pytest.mark.parametrize(
    ("name", "address", "url"),
    [
        ("shop.yaml", "https://shop.test", "https://shop.test/api/v2/items"),
        ("shop.yaml", "https://shop.test/", "https://shop.test/api/v2/items"),
        ("shop.yaml", "https://shop.test/proxy/v3", "https://shop.test/proxy/v3/items"),
        ("pets.yaml", None, "https://pets.example/rest/pets"),
        ("pets.yaml", "http://localhost:99", "http://localhost:99/rest/pets"),
    ],
)
def test_the_address_and_the_first_server_make_the_url(name: str, address: str | None, url: str) -> None:
    client = Client(address, spec=OTHERS / name)
    response: list[str] = []

    class Seen(Exception):
        pass

    def note(request: Any) -> None:
        response.append(str(request.url))
        raise Seen

    client = Client(address, spec=OTHERS / name, event_hooks={"request": [note]})
    with pytest.raises(Seen):
        client.op("findPets" if name == "pets.yaml" else "ItemList")
    assert response == [url]


def test_the_variables_of_a_server_have_their_defaults() -> None:
    assert str(Client(spec=OTHERS / "tree.json").address) == (
        f"http://127.0.0.1:8080/v1 (from the servers of {OTHERS / 'tree.json'})"
    )


@pytest.mark.parametrize(
    ("name", "what"), [("shop.yaml", "its first server is /api/v2"), ("nasty.yaml", "it names no server")]
)
def test_a_document_without_a_host_needs_an_address(name: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")  # only for the engine
    with pytest.raises(ConnectionFailed) as caught:
        Client(spec=OTHERS / name)
    assert str(caught.value) == f'{OTHERS / name}: {what}; where it is has to be said: Client("https://…", spec=…)'


def test_the_environment_s_document_may_be_of_another_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNCLIENT_SPEC", str(OTHERS / "pets.yaml"))
    assert repr(Client()).startswith("<Client https://pets.example/rest (from the servers of ")


# --- names


def test_every_operation_of_a_nasty_document_has_a_name() -> None:
    client = Client("http://h", spec=OTHERS / "nasty.yaml")
    assert {
        group: {name: each.id for name, each in methods.items()} for group, methods in client.api.groups.items()
    } == {
        "things": {
            "get_by_id": "getThingsById",
            "save": "things.save",
            "list": "things_list",
            "list_2": "things_list_2",
        },
        "stream": {"things_list": "things_list", "things_list_2": "thingsList", "things_list_2_2": "things_list_2"},
        "matrix": {"matrix": "Matrix"},
        "odd": {"odd": "Odd"},
        "upload": {"upload": "Upload"},
        "elsewhere": {"elsewhere": "Elsewhere"},
        "form": {"form": "Form"},
    }
    assert client.groups["stream"].things_list.operation.path == "/things"
    with pytest.raises(UnknownOperation):
        client.things.lst()


def test_arguments_with_the_same_name_are_distinguished() -> None:
    request = request_of(
        "nasty.yaml", "getThingsById", id="p", query_id="q", ID="Q", class_="c", **{"filter-by": "1", "filter_by": "2"}
    )
    assert str(request.url) == "http://h/things/p?id=q&ID=Q&class=c&filter-by=1&filter_by=2"


def test_a_parameter_goes_before_a_property_of_its_name() -> None:
    request = request_of("nasty.yaml", "things.save", id="p", name="query", size=3)
    assert (str(request.url), request.content) == ("http://h/things/p?name=query", b'{"size":3}')
    request = request_of("nasty.yaml", "things.save", id="p", body={"name": "body"})
    assert (str(request.url), request.content) == ("http://h/things/p", b'{"name":"body"}')


# --- what is not supported


@pytest.mark.parametrize(
    ("operation", "arguments", "error"),
    [
        ("Matrix", {"m": "x"}, "m: travels in the style zigzag, which is not supported"),
        ("Odd", {"c": ["x"]}, "c: is a list or dict that is exploded in a cookie, for which OpenAPI has no form"),
        ("Odd", {"n": [{"a": 1}]}, "n: contains a dict or list, which the style form cannot express"),
        ("Odd", {"n": [None]}, "n: contains None, which cannot be written in a URL or header"),
        ("Odd", {"x": {"a": 1}}, "x: travels as application/xml; expected text"),
        ("Upload", {"file": b"x", "other": 1}, "body: travels as multipart/mixed, which is not supported"),
        ("Upload", {}, "body: travels as multipart/mixed, which is not supported"),
        (
            "Elsewhere",
            {},
            "its server: is https://other.example/x, not the document's; "
            "Client('https://other.example/x', spec=…).op('Elsewhere', …) reaches it",
        ),
        ("Form", {"rows": [[1]]}, "rows: contains a dict or list, which the style form cannot express"),
        ("Form", {"body": [1]}, "body: expected a dict, got a list"),
    ],
)
def test_what_is_not_supported_is_refused_when_it_is_called(operation: str, arguments: Any, error: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        request_of("nasty.yaml", operation, **arguments)
    assert next(str(each).partition("\n")[0] for each in caught.value.errors) == error


def test_the_message_says_how_else_to_send_it() -> None:
    with pytest.raises(
        InvalidArguments, match=r'client\.request\("POST", path, query=…, body=…, headers=…\) sends what'
    ):
        request_of("nasty.yaml", "Upload", file=b"x")


def test_a_form_without_a_dict_is_refused_without_validation_too() -> None:
    client = Client("http://h", spec=OTHERS / "nasty.yaml", validate=False)
    with pytest.raises(InvalidArguments, match="is not a dict; expected a form's fields"):
        client.build_request("Form", body=[1])


def test_what_is_not_supported_and_not_given_does_not_matter() -> None:
    assert str(request_of("nasty.yaml", "Odd").url) == "http://h/odd"
    assert str(request_of("nasty.yaml", "Odd", x="<a/>").url) == "http://h/odd?x=%3Ca%2F%3E"


def test_a_form_s_objects_are_json_or_deep() -> None:
    request = request_of("nasty.yaml", "Form", deep={"a": {"b": [1]}, "c": None}, plain={"a": 1}, rows=[1, "x y"])
    assert request.content == b"deep%5Ba%5D%5Bb%5D%5B0%5D=1&plain=%7B%22a%22%3A1%7D&rows=1&rows=x%20y"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_json_is_asked_for_if_there_are_other_types_too() -> None:
    assert request_of("tree.json", "TreeInspect", id=1).headers["accept"] == "application/vnd.tree+json, */*;q=0.5"
    assert request_of("tree.json", "ShapeDraw", body={"kind": "circle", "r": 1}).headers.get("accept", "*/*") == "*/*"


def test_json_and_yaml_of_one_document_are_alike(tmp_path: Path) -> None:
    document = parsed((OTHERS / "shop.yaml").read_text())
    (tmp_path / "shop.json").write_text(json.dumps(document))
    shutil.copy(OTHERS / "shop.yaml", tmp_path / "shop.txt")
    contents = [Client("http://h", spec=tmp_path / name).document.content for name in ("shop.json", "shop.txt")]
    assert contents[0] == contents[1]
