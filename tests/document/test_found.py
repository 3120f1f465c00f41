"""Findings in documents of well-known public APIs: they work, or a call says why not."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client, InvalidArguments, MockEngine, SpecError
from dynclient.faces.pages.reference import reference
from dynclient.faces.pages.stubs import stub

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a document of some paths and schemas, and return its path."""

    def written(paths: Any, schemas: Any = None, **top: Any) -> str:
        path = tmp_path / "api.json"
        content = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths, **top}
        path.write_text(json.dumps({**content, "components": {"schemas": schemas or {}, **top.get("components", {})}}))
        return str(path)

    return written


def operation(name: str, **parts: Any) -> Any:
    return {"operationId": name, "responses": {"204": {"description": "done"}}, **parts}


def taking(name: str, schema: Any, media: str = "application/json") -> Any:
    return operation(name, requestBody={"content": {media: {"schema": schema}}})


def giving(name: str, schema: Any, **media: Any) -> Any:
    return operation(name, responses={"200": {"content": {"application/json": {"schema": schema, **media}}}})


def in_query(name: str, schema: Any, **more: Any) -> Any:
    return {"name": name, "in": "query", "schema": schema, **more}


def sent(spec: str, name: str, /, **arguments: Any) -> Any:
    return Client("http://h", spec=spec).build_request(name, **arguments)


def mocked(spec: str) -> tuple[Client, MockEngine]:
    mock = MockEngine(spec)
    return Client(spec=spec, transport=mock, strict=True), mock


def ref(name: str) -> Any:
    return {"$ref": f"#/components/schemas/{name}"}


def test_a_parameter_without_a_name_is_left_out(write: Write) -> None:
    parameters = [in_query("", {"type": "string"}), {"in": "query"}, in_query("q", {"type": "string"})]
    spec = write({"/a": {"get": operation("A", parameters=parameters)}})
    assert list(Client("http://h", spec=spec).operations["A"].arguments) == ["q"]


# --- schemas within themselves

WORDED = {
    "properties": {"below": {"allOf": [ref("Tree"), {"description": "What is below."}]}, "name": {"type": "string"}}
}
JOINED = {"properties": {"below": {"allOf": [ref("Tree"), {"required": ["name"]}]}, "name": {"type": "string"}}}
BASED = {
    "allOf": [
        ref("Base"),
        {"properties": {"below": {"items": {"allOf": [ref("Tree"), {"minProperties": 1}]}, "type": "array"}}},
    ]
}
NULLABLE = {"properties": {"below": {"allOf": [ref("Tree")], "nullable": True}, "name": {"type": "string"}}}
EACH = pytest.mark.parametrize("tree", [WORDED, JOINED, BASED, NULLABLE], ids=["worded", "joined", "based", "nullable"])


def tree_of(write: Write, tree: Any) -> str:
    paths = {"/a": {"post": taking("Plant", ref("Tree")), "get": giving("Look", ref("Tree"))}}
    return write(paths, {"Tree": tree, "Base": {"properties": {"name": {"type": "string"}}}})


@EACH
def test_a_schema_may_contain_itself_within_all_of(write: Write, tree: Any) -> None:
    spec = tree_of(write, tree)
    below: Any = {"name": "a", "below": {"name": "b", "below": {"name": "c"}}}
    if tree is BASED:
        below = {"name": "a", "below": [{"name": "b", "below": [{"name": "c"}]}]}
    assert json.loads(sent(spec, "Plant", **below).content) == below
    below["wrong"] = 1
    with pytest.raises(InvalidArguments, match="wrong: is not known here"):
        sent(spec, "Plant", **below)


@EACH
def test_a_schema_that_contains_itself_within_all_of_is_reported(write: Write, tree: Any) -> None:
    client, _ = mocked(tree_of(write, tree))
    assert client.op("Look").keys() >= {"name"}
    assert "class Tree(Typed):" in stub(client.api)
    assert "Tree" in reference(client.api)
    assert [each.id for each in client.find("plant")] == ["Plant"]
    assert "below" in client.operations["Plant"].help()


def test_words_beside_the_reference_in_an_all_of_keep_the_schema_s_name(write: Write) -> None:
    client = Client("http://h", spec=tree_of(write, WORDED))
    text = stub(client.api)
    assert "below: Tree" in text
    assert "below: TreeDict" in text
    assert "What is below." in client.operations["Plant"].help("below")


@pytest.mark.parametrize(("deep", "fits"), [(90, True), (150, False)])
def test_how_deep_all_of_may_stand_in_each_other_does_not_hang_on_the_caller(
    write: Write, deep: int, fits: bool
) -> None:
    schemas = {f"S{n}": {"allOf": [ref(f"S{n + 1}"), {"minProperties": 0}]} for n in range(deep)}
    spec = write({"/a": {"post": taking("A", ref("S0"))}}, {**schemas, f"S{deep}": {"properties": {"b": {}}}})
    if fits:
        assert sent(spec, "A", b=1).content == b'{"b":1}'
    else:
        with pytest.raises(SpecError, match="a schema is nested too deeply"):
            sent(spec, "A", b=1)


def test_a_property_that_several_parts_have_is_what_all_of_them_say(write: Write) -> None:
    parts = [{"properties": {"n": {"type": "integer", "minimum": n}}} for n in range(30)]
    spec = write({"/a": {"post": taking("A", {"allOf": parts})}})
    assert sent(spec, "A", n=29).content == b'{"n":29}'
    with pytest.raises(InvalidArguments, match="n: is 28; expected at least 29"):
        sent(spec, "A", n=28)


def test_a_pattern_that_python_will_read_otherwise_one_day_makes_no_warning(write: Write) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        spec = write(
            {"/a": {"get": operation("A", parameters=[in_query("q", {"type": "string", "pattern": "^[[a]+$"})])}}
        )
        assert sent(spec, "A", q="[a").url.query == b"q=%5Ba"
        client, _ = mocked(write({"/a": {"get": giving("B", {"type": "string", "pattern": "^[[b-]{3}$"})}}))
        assert client.op("B") == "[[["


# --- addresses and paths


def test_a_server_without_a_scheme_is_reached_by_https(write: Write) -> None:
    own = [{"url": "https://api.example"}]
    spec = write({"/a": {"get": operation("A", servers=own)}}, servers=[{"url": "//api.example"}])
    assert str(Client(spec=spec).build_request("A").url) == "https://api.example/a"


def test_operations_that_differ_only_in_a_fragment_are_sent_to_their_path(write: Write) -> None:
    do = [in_query("do", {"enum": [name], "type": "string"}, required=True) for name in ("start", "stop")]
    acting = {
        f"/#do={each['schema']['enum'][0]}": {"get": operation(f"Do{n}", parameters=[each])}
        for n, each in enumerate(do)
    }
    move = [
        in_query("do", {"enum": ["move"]}, required=True),
        in_query("place", {"type": "object", "properties": {"x": {"type": "integer"}}}, required=True),
    ]
    others = {"/#do=move": {"get": operation("Move", parameters=move)}, "/#plain": {"get": operation("Plain")}}
    spec = write({**acting, **others})
    assert sent(spec, "Do1", do="stop").url.raw_path == b"/?do=stop"
    client, mock = mocked(spec)
    calls: dict[str, Any] = {"Do1": {"do": "stop"}, "Move": {"do": "move", "place": {"x": 1}}, "Plain": {}}
    for name, arguments in calls.items():
        client.op(name, **arguments)
    assert [call.operation for call in mock.calls] == list(calls)


def test_the_mock_distinguishes_operations_on_one_path_by_a_header(write: Write) -> None:
    def headed(name: str) -> Any:
        return operation(
            name, parameters=[{"name": "X-Target", "in": "header", "required": True, "schema": {"enum": [name]}}]
        )

    client, mock = mocked(write({f"/#{name}": {"post": headed(name)} for name in ("One", "Two")}))
    client.op("Two", x_target="Two")
    assert [call.operation for call in mock.calls] == ["Two"]


def test_the_mock_takes_the_path_that_spells_out_most(write: Write) -> None:
    paths = {"/p/{id}": "Whole", "/p/{id}.json": "Written", "/p/latest": "Latest", "/p/{a}/{b}": "Both"}
    client, mock = mocked(write({path: {"get": operation(name)} for path, name in paths.items()}))
    for name, values in (("Written", ["7"]), ("Latest", []), ("Whole", ["7"]), ("Both", ["7", "8"])):
        client.op(name, *values)
    assert [call.operation for call in mock.calls] == ["Written", "Latest", "Whole", "Both"]


def test_a_query_within_a_path_is_sent_and_answered(write: Write) -> None:
    parameters = [in_query("sort", {"type": "string"})]
    client, mock = mocked(write({"/icons?size={size}": {"get": operation("Icons", parameters=parameters)}}))
    client.op("Icons", size="32", sort="name")
    (call,) = mock.calls
    assert call.request.url.raw_path == b"/icons?size=32&sort=name"
    assert call.arguments == {"size": "32", "sort": "name"}


def test_a_body_s_property_with_a_path_s_name_is_asked_for_as_what_it_is(write: Write) -> None:
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
    }
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    spec = write({"/users/{name}/rooms": {"post": operation("RoomCreate", requestBody=body)}})
    client = Client("http://h", spec=spec)
    assert client.operations["RoomCreate"].schema["required"] == ["name", "body"]
    assert client.build_request("RoomCreate", "ann", body={"name": "den"}).content == b'{"name":"den"}'
    with pytest.raises(InvalidArguments) as caught:
        client.build_request("RoomCreate", "ann", size=2)
    (error,) = caught.value.errors
    assert (error.where, error.kind) == ("body", "missing")
    assert error.problem.startswith("must have a name too; name= is the path's; give the whole body")


@pytest.mark.parametrize(
    ("types", "chosen"),
    [
        (["application/*+json", "application/json"], "application/json"),
        (["application/*+json"], "application/json"),
        (["application/merge-patch+json"], "application/merge-patch+json"),
    ],
)
def test_a_body_of_json_has_a_type_that_can_be_sent(write: Write, types: list[str], chosen: str) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    content = {media: {"schema": schema} for media in types}
    spec = write({"/a": {"patch": operation("A", requestBody={"content": content})}})
    assert sent(spec, "A", a=1).headers["content-type"] == chosen
    client, mock = mocked(spec)
    if chosen in types:
        client.op("A", a=1)
        assert mock.calls[0].arguments == {"a": 1}


# --- what the mock reads, though openapi-core by itself would not

READ: dict[str, tuple[Any, dict[str, Any]]] = {
    "who asks": (operation("A", security=[{"token": []}]), {}),
    "where it is asked": (operation("A", servers=[{"url": "http://h"}]), {}),
    "a header that may be null": (
        operation("A", parameters=[{"name": "X-Hint", "in": "header", "schema": {"type": "string", "nullable": True}}]),
        {"X-Hint": "b"},
    ),
    "a parameter whose schema is named": (operation("A", parameters=[in_query("q", ref("MaybeText"))]), {"q": "b"}),
    "a list as a deep object": (
        operation("A", parameters=[in_query("q", {"type": "array", "items": {}}, style="deepObject", explode=True)]),
        {"q": ["a"]},
    ),
    "a deep object": (
        operation("A", parameters=[in_query("q", {"properties": {"a": {"type": "integer"}}}, style="deepObject")]),
        {"q": {"a": 1}},
    ),
    "an object in names of its own": (
        operation("A", parameters=[in_query("q", {"type": "object", "properties": {"a": {}}}, required=True)]),
        {"q": {"a": "b"}},
    ),
    "a discriminator that names files": (
        taking("A", {"oneOf": [ref("Cat")], "discriminator": {"propertyName": "kind", "mapping": {"cat": "cat.yml"}}}),
        {"body": {"kind": "cat"}},
    ),
    "a text that is no JSON": (taking("A", {"type": "string"}, "text/csv"), {"body": "a,b"}),
}  # fmt: skip
NAMED = {
    "MaybeText": {"type": "string", "nullable": True},
    "Cat": {"type": "object", "properties": {"kind": {"type": "string"}}},
}


@pytest.mark.parametrize(("node", "arguments"), READ.values(), ids=READ)
def test_the_mock_reads(write: Write, node: Any, arguments: dict[str, Any]) -> None:
    schemes = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    spec = write({"/a": {"post": node}}, NAMED, servers=[{"url": "http://h"}], components={"schemas": NAMED, **schemes})
    client, mock = mocked(spec)
    assert client.op("A", **arguments) is None
    assert [call.operation for call in mock.calls] == ["A"]


# --- what the mock answers, and a strict client accepts

NUMBERED = {"type": "object", "required": ["n", "m"], "properties": {"n": {"type": "integer"}}}
ANSWERED: dict[str, tuple[Any, Any]] = {
    "an example": (giving("A", NUMBERED, example={"n": 3, "m": "x"}), {"n": 3, "m": "x"}),
    "an example as the text of its JSON": (giving("A", NUMBERED, example='{"n": 3, "m": 1}'), {"n": 3, "m": 1}),
    "the one example that fits": (
        giving("A", NUMBERED, examples={"a": {"value": {"n": "x"}}, "b": {"value": {"n": 4, "m": 1}}}),
        {"n": 4, "m": 1},
    ),
    "a value of its own where no example fits": (giving("A", NUMBERED, example="broken {"), {"n": 0, "m": {}}),
    "an example that fits a schema of a name": (
        giving("A", {"items": ref("Cat")}, examples={"a": {"value": [{"kind": 1}]}, "b": {"value": [{"kind": "c"}]}}),
        [{"kind": "c"}],
    ),
    "a value of its own where a property's example is wrong": (
        giving("A", {"properties": {"n": {"type": "integer", "example": "3"}, "m": {"example": 1, "enum": ["x"]}}}),
        {"n": 0, "m": "x"},
    ),
    "an object where the example is null": (giving("A", {"type": "object"}, example=None), {}),
    "an object where anything may come": (giving("A", {}), {}),
    "a text that a pattern matches": (giving("A", {"type": "string", "pattern": r"^/v1/[a-z]+/\d{2}$"}), "/v1/a/00"),
    "a map that has to have something in it": (
        giving("A", {"type": "object", "minProperties": 1, "additionalProperties": {"type": "boolean"}}),
        {"key": False},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("node", "answer"), ANSWERED.values(), ids=ANSWERED)
def test_the_mock_answers(write: Write, node: Any, answer: Any) -> None:
    client, _ = mocked(write({"/a": {"get": node}}, NAMED))
    assert client.op("A") == answer
    assert client.op("A") == answer


def test_the_first_example_is_used_if_none_fits(write: Write) -> None:
    never = {"type": "string", "pattern": "a^"}
    spec = write({"/a": {"get": giving("A", never, example="b")}})
    assert Client(spec=spec, transport=MockEngine(spec)).op("A") == "b"
