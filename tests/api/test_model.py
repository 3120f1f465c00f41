"""The operations of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.call.check import checker_of
from dynclient.api.model.parts import Answer, Body, Parameter, is_json
from dynclient.api.public import Api, Operation
from dynclient.errors import UnknownOperation

Make = Callable[..., Operation]
MakeApi = Callable[..., Api]

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def parameter(name: str, place: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": STRING, **more}


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("Application/JSON", True),
        ("application/problem+json", True),
        ("text/json", True),
        ("application/jsonlines", False),
        ("application/x-ndjson", False),
        ("text/plain", False),
        ("", False),
    ],
)
def test_a_media_type_is_json_or_not(media: str, expected: bool) -> None:
    assert is_json(media) is expected


PARAMETERS: dict[str, tuple[dict[str, Any], Parameter]] = {
    "a query parameter": (
        parameter("fromImage", description="Where\n  from."),
        Parameter("fromImage", "query", False, STRING, "Where from."),
    ),
    "a required header": (
        parameter("X-Auth", "header", required=True),
        Parameter("X-Auth", "header", True, STRING, style="simple", explode=False),
    ),
    "a list with a delimiter": (
        parameter("names", style="pipeDelimited", explode=False, schema={"type": "array"}),
        Parameter("names", "query", False, {"type": "array"}, style="pipeDelimited", explode=False),
    ),
    "JSON": (
        {"name": "filters", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
        Parameter("filters", "query", False, {"type": "object"}, json=True),
    ),
    "content that is no JSON": (
        {"name": "x", "in": "query", "content": {"text/plain": {"schema": STRING}}},
        Parameter("x", "query", False, STRING, media="text/plain"),
    ),
    "content without a schema": (
        {"name": "x", "in": "query", "content": {"application/json": {}}},
        Parameter("x", "query", False, {}, json=True),
    ),
    "a time": (
        parameter("since", **{"x-time": True}),
        Parameter("since", "query", False, STRING, time=True),
    ),
    "a duration": (
        parameter("t", schema={"type": "number"}, **{"x-duration": "s"}),
        Parameter("t", "query", False, {"type": "number"}, duration="s"),
    ),
    "a secret that a dict may be encoded to": (
        parameter("X-Auth", "header", **{"x-encoded": "base64url-json", "x-secret": True}),
        Parameter(
            "X-Auth",
            "header",
            False,
            {"type": ["string", "object"], "x-secret": True},
            style="simple",
            explode=False,
            encoded="base64url-json",
            secret=True,
        ),
    ),
    "a default that is sent": (
        parameter("timeout", schema={"type": "boolean", "default": True}, **{"x-send-default": True}),
        Parameter("timeout", "query", False, {"type": "boolean", "default": True}, send_default=True),
    ),
}


@pytest.mark.parametrize(("node", "expected"), PARAMETERS.values(), ids=PARAMETERS.keys())
def test_a_parameter_is_read(make: Make, node: dict[str, Any], expected: Parameter) -> None:
    assert make({"parameters": [node]}).parameters == (expected,)


def test_the_paths_parameters_come_first_in_the_paths_order(make: Make) -> None:
    nodes = [parameter("b"), parameter("second", "path"), parameter("a"), parameter("first", "path")]
    operation = make({"parameters": nodes}, path="/things/{first}/{second}")
    assert [each.name for each in operation.parameters] == ["first", "second", "b", "a"]
    assert operation.path_names == ("first", "second")
    assert operation.parameters[0].required


def content(media: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    return {"content": {media: {} if schema is None else {"schema": schema}}, **more}


BINARY = {"type": "string", "format": "binary"}
OBJECT = {"type": "object", "properties": {"Name": STRING}}
FLAT = {"type": "object", "properties": {"Name": {"type": ["string", "null"]}}, "additionalProperties": False}
BODIES: dict[str, tuple[Any, Body | None, list[str]]] = {
    "none": (None, None, []),
    "without content": ({"description": "nothing", "content": {}}, None, []),
    "an object": (
        content("application/json", OBJECT, required=True, description="The\n thing."),
        Body("application/json", True, FLAT, True, "The thing."),
        ["Name", "body"],
    ),
    "a list": (
        content("application/json", {"type": "array"}),
        Body("application/json", False, {"type": "array"}, True),
        ["body"],
    ),
    "JSON without a schema": (content("application/json"), Body("application/json", False, {}, True), ["body"]),
    "bytes": (content("application/x-tar", BINARY), Body("application/x-tar", False, {}, False), ["body"]),
    "JSON before others": (
        {"content": {"text/plain": {"schema": STRING}, "application/json": {"schema": STRING}}},
        Body("application/json", False, STRING, True),
        ["body"],
    ),
    "bytes called JSON": (
        content("application/json", BINARY),
        Body("application/octet-stream", False, {}, False),
        ["body"],
    ),
    "bytes called JSON and something else": (
        {"content": {"application/json": {"schema": BINARY}, "application/x-tar": {"schema": BINARY}}},
        Body("application/x-tar", False, {}, False),
        ["body"],
    ),
}


@pytest.mark.parametrize(("node", "expected", "arguments"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_read(make: Make, node: Any, expected: Body | None, arguments: list[str]) -> None:
    operation = make({"requestBody": node} if node else {})
    assert operation.body == expected
    assert list(operation.arguments) == arguments


ANSWERS: dict[str, tuple[dict[str, Any], str, Answer]] = {
    "nothing published": ({}, "get", Answer("json")),
    "JSON": ({"200": content("application/json", STRING)}, "get", Answer("json", STRING, media=("application/json",))),
    "JSON before others": (
        {"200": {"content": {"text/plain": {}, "application/json": {"schema": STRING}}}},
        "get",
        Answer("json", STRING, media=("text/plain", "application/json")),
    ),
    "the first success with a content": (
        {"204": {"description": "x"}, "201": content("application/json", STRING)},
        "get",
        Answer("json", STRING, media=("application/json",)),
    ),
    "text": ({"200": content("text/plain", STRING)}, "get", Answer("text", STRING, media=("text/plain",))),
    "text without a schema": ({"200": content("text/plain")}, "get", Answer("text", media=("text/plain",))),
    "bytes called text": (
        {"200": content("text/plain", BINARY)},
        "get",
        Answer("bytes", BINARY, media=("text/plain",)),
    ),
    "bytes": (
        {"200": content("application/x-tar", BINARY)},
        "get",
        Answer("bytes", BINARY, media=("application/x-tar",)),
    ),
    "a HEAD": (
        {"200": content("application/json", STRING)},
        "head",
        Answer("empty", STRING, media=("application/json",)),
    ),
    "an error is no answer": ({"404": content("application/json", STRING)}, "get", Answer("json")),
    "default beside a success is an error": (
        {"204": {"description": "x"}, "default": content("application/json", STRING)},
        "get",
        Answer("json"),
    ),
    "lines": (
        {"200": content("application/x-ndjson", STRING)},
        "get",
        Answer("lines", STRING, media=("application/x-ndjson",), sequence=True),
    ),
    "events beside JSON": (
        {"200": {"content": {"application/json": {"schema": STRING}, "text/event-stream": {}}}},
        "get",
        Answer("json", STRING, media=("application/json", "text/event-stream"), sequence=True),
    ),
    "anything": ({"200": content("*/*", STRING)}, "get", Answer("json", STRING, media=("*/*",))),
    "any bytes": ({"200": content("*/*", BINARY)}, "get", Answer("bytes", BINARY, media=("*/*",))),
    "default alone": (
        {"default": content("application/json", STRING)},
        "get",
        Answer("json", STRING, media=("application/json",)),
    ),
}


@pytest.mark.parametrize(("responses", "method", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_read(make: Make, responses: Any, method: str, expected: Answer) -> None:
    assert make({"responses": responses}, method=method).answer == expected


def test_a_correction_sets_the_kind_of_an_answer(make: Make) -> None:
    said = {"kind": "lines", "item": STRING, "single": True, "endless": {"stream": [None, True]}, "name": "X-Stat"}
    assert make({"x-answer": said}).answer == Answer(
        "lines", STRING, "X-Stat", {"stream": (None, True)}, True, settled=True
    )


def test_an_operation_has_words(make: Make) -> None:
    operation = make({"summary": " Do it ", "description": "In full.\n"})
    assert (operation.summary, operation.description) == ("Do it", "In full.")
    assert repr(operation) == "<Operation ThingDo: POST /things>"
    assert (operation.tag, operation.group, operation.name) == ("Thing", "thing", "do")


def test_an_operation_without_words_has_none(make: Make) -> None:
    operation = make({})
    assert (operation.summary, operation.description) == ("", "")


def test_on_a_clash_the_parameter_wins(make: Make) -> None:
    operation = make(
        {"parameters": [parameter("Name")], "requestBody": content("application/json", OBJECT)},
    )
    assert operation.arguments == {"Name": STRING, "body": FLAT}


@pytest.mark.parametrize(
    "node",
    [
        {"parameters": [parameter("body")], "requestBody": content("application/x-tar", BINARY)},
        {"requestBody": content("application/json", {"properties": {"body": STRING}})},
    ],
    ids=["a parameter", "a property"],
)
def test_the_whole_body_has_another_name_if_body_is_taken(make: Make, node: Any) -> None:
    operation = make(node)
    assert operation.body_name == "body_"
    assert list(operation.arguments) == ["body", "body_"]


def test_the_arguments_have_a_schema(make: Make) -> None:
    operation = make(
        {
            "parameters": [
                parameter("id", "path", description="Which."),
                parameter("force", schema={"type": "boolean"}, required=True),
                parameter("timeout", required=True, **{"x-send-default": True}),
            ],
            "requestBody": content("application/json", {**OBJECT, "required": ["Name", "id"]}, required=True),
        },
        path="/things/{id}",
    )
    body = {**FLAT, "properties": {"Name": STRING, "id": {}}, "required": ["Name", "id"]}
    assert operation.schema == {
        "type": "object",
        "properties": {
            "id": {"description": "Which.", "type": "string"},
            "force": {"type": "boolean"},
            "timeout": STRING,
            "Name": STRING,
            "body": body,
        },
        "required": ["id", "force", "body"],  # which also has an id, different from id=
        "additionalProperties": False,
    }


def test_a_required_body_that_is_not_an_object_is_required_as_body(make: Make) -> None:
    assert make({"requestBody": content("application/x-tar", BINARY, required=True)}).schema["required"] == ["body"]


def test_a_schema_that_contains_itself_occurs_once_in_the_arguments_schema(make: Make) -> None:
    tree = {"Tree": {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": TREE}}}}}
    operation = make({"requestBody": content("application/json", {"$ref": TREE})}, schemas=tree)
    assert list(operation.schema["$defs"]) == [TREE]
    assert "$defs" not in operation.schema["properties"]["body"]


TREE = "#/components/schemas/Tree"


def test_every_spelling_of_an_argument_is_found(make: Make) -> None:
    operation = make({"parameters": [parameter("fromImage"), parameter("X-Auth", "header")]})
    assert operation.spellings == {
        "fromimage": "fromImage",
        "fromImage": "fromImage",
        "xauth": "X-Auth",
        "X-Auth": "X-Auth",
    }


# --- the operations of a document


def paths(*operations: tuple[str, str]) -> dict[str, Any]:
    return {f"/{name}": {"get": {"operationId": name, "tags": [tag]}} for name, tag in operations}


def test_operations_are_found_by_their_id(make_api: MakeApi) -> None:
    operations = make_api(paths(("ThingList", "Thing"), ("ThingMake", "Thing"), ("Ping", "System"))).operations
    assert list(operations) == ["ThingList", "ThingMake", "Ping"]
    assert len(operations) == 3
    assert operations["Ping"].path == "/Ping"
    assert "Ping" in operations
    assert "Pong" not in operations
    assert operations._ipython_key_completions_() == ["ThingList", "ThingMake", "Ping"]
    assert repr(operations) == "<3 operations: ThingList, ThingMake, Ping, …>"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("thing_list", "there is no operation 'thing_list' in Things 1.2; did you mean ThingList?"),
        ("ThingLst", "there is no operation 'ThingLst' in Things 1.2; did you mean ThingList?"),
        ("Qqqq", "there is no operation 'Qqqq' in Things 1.2; client.find(...) searches them"),
        (None, "there is no operation None in Things 1.2; client.find(...) searches them"),
        ([], "there is no operation [] in Things 1.2; client.find(...) searches them"),
    ],
)
def test_an_unknown_operation_is_an_error_with_similar_names(make_api: MakeApi, name: Any, message: str) -> None:
    with pytest.raises(UnknownOperation) as caught:
        make_api(paths(("ThingList", "Thing"))).operations[name]
    assert str(caught.value) == message


def test_groups_are_tags_and_methods_are_ids_without_them(make_api: MakeApi) -> None:
    api = make_api(
        paths(
            ("ContainerList", "Container"),
            ("PutContainerArchive", "Container"),
            ("ContainerExec", "Exec"),
            ("ExecStart", "Exec"),
        )
    )
    assert {group: {name: each.id for name, each in methods.items()} for group, methods in api.groups.items()} == {
        "container": {"list": "ContainerList", "put_archive": "PutContainerArchive", "exec": "ContainerExec"},
        "exec": {"container_exec": "ContainerExec", "start": "ExecStart"},
    }
    assert api.operations["ContainerExec"].name == "container_exec"


def test_if_a_short_name_is_taken_the_id_names_the_method(make_api: MakeApi) -> None:
    api = make_api(paths(("ThingList", "Thing"), ("List", "Thing"), ("list", "Thing"), ("LIST", "Thing")))
    assert {name: each.id for name, each in api.groups["thing"].items()} == {
        "list": "ThingList",
        "list_2": "List",
        "list_3": "list",
        "list_4": "LIST",
    }


def test_another_groups_method_does_not_displace_its_own(make_api: MakeApi) -> None:
    api = make_api(paths(("ThingMake", "Other"), ("Make", "Thing")))
    assert {name: each.id for name, each in api.groups["thing"].items()} == {"make": "Make"}


@pytest.mark.parametrize(
    ("servers", "versioned", "prefix"),
    [
        ([{"url": "/v1.2"}], True, ""),
        ([{"url": "http://localhost/v1.2/"}], True, ""),
        ([{"url": "/v1.3"}], False, "/v1.3"),
        ([{"url": "https://example.org/api/v2"}], False, "/api/v2"),
        ([{"url": "/"}], False, ""),
        ([], False, ""),
    ],
    ids=["a path", "a URL", "another version", "a path of its own", "the root", "none"],
)
def test_the_first_server_says_whether_urls_have_a_version(
    make_api: MakeApi, servers: Any, versioned: bool, prefix: str
) -> None:
    api = make_api(paths(("Ping", "System")), servers=servers, x_engine=True)
    assert (api.versioned, api.prefix) == (versioned, prefix)


def test_the_urls_of_another_api_than_the_engine_s_have_no_version_to_be_asked_for(make_api: MakeApi) -> None:
    api = make_api(paths(("Ping", "System")), servers=[{"url": "/v1.2"}])
    assert (api.versioned, api.prefix) == (False, "/v1.2")


def test_a_rule_on_errors_fits_by_status_message_and_operation(make_api: MakeApi) -> None:
    rules = [
        {"status": 500, "matches": "out of sequence", "means": 409},
        {"status": 400, "matches": "^client version", "means": "version", "operations": ["Ping"]},
    ]
    conflict, version = make_api(paths(("Ping", "System")), x_errors=rules).meanings
    assert (conflict.means, version.means) == (409, "version")
    assert conflict.fits("Ping", 500, "Update OUT of sequence")
    assert conflict.fits(None, 500, "update out of sequence")
    assert not conflict.fits("Ping", 501, "update out of sequence")
    assert not conflict.fits("Ping", 500, "something else")
    assert version.fits("Ping", 400, "client version 1.99 is too new")
    assert not version.fits("Other", 400, "client version 1.99 is too new")


def test_what_is_derived_is_derived_once(make: Make) -> None:
    operation = make({"requestBody": content("application/json", OBJECT)})
    for name in ("parameters", "body", "answer", "arguments", "schema", "signature"):
        assert getattr(operation, name) is getattr(operation, name)
    assert checker_of(operation) is checker_of(operation)


def test_an_operation_describes_itself(make: Make) -> None:
    assert make({"summary": "Do it"}).help().startswith("Do it.\n\nThingDo: POST /things\n")
