"""Signatures, docstrings, help and search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.call.bind import bind
from dynclient.api.public import Api, Operation
from dynclient.api.words.help import answer_text, example_call, help_text
from dynclient.errors import InvalidArguments

Make = Callable[..., Operation]

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
JSON = "application/json"


def parameter(name: str, place: str = "query", schema: Any = STRING, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


FULL: dict[str, Any] = {
    "summary": "Do something.",
    "description": "It is done\n at once.",
    "parameters": [
        parameter("id", "path", description="Which thing."),
        parameter("fromImage", schema={"type": ["string", "null"]}),
        parameter("how", schema={**STRING, "enum": ["a", "b"]}, description="In which way.", required=True),
        parameter("since", schema={"type": "number"}, **{"x-time": True}),
        parameter("t", schema=INTEGER, **{"x-duration": "s"}),
        {
            "name": "filters",
            "in": "query",
            "content": {
                JSON: {
                    "schema": {"type": "object", "properties": {"until": {"type": "array"}, "label": {"type": "array"}}}
                }
            },
        },
        parameter("from", schema={"anyOf": [STRING, INTEGER]}),
    ],
    "requestBody": {
        "description": "What to do.",
        "required": True,
        "content": {
            JSON: {
                "schema": {
                    "type": "object",
                    "required": ["Name"],
                    "properties": {
                        "Name": {**STRING, "description": "A name."},
                        "Driver": {**STRING, "x-known": ["local", None], "x-open": True},
                        "Interval": {"type": "integer", "x-duration": "ns"},
                        "Anything": {},
                        "Flags": {"type": "array", "items": {"type": "boolean"}},
                    },
                }
            }
        },
    },
    "x-answer": {"kind": "lines", "endless": {"follow": [True], "until": [None, 0]}},
}
TEXT = """\
Do something.

ThingDo: POST /things/{id}

It is done at once.

Arguments:
    id (a string, required; path):
        Which thing.
    from_image (a string; query fromImage)
    how (a string, required; query):
        In which way. One of: 'a', 'b'.
    since (Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text; query)
    t (an integer (s) or a timedelta; query)
    filters (a dict; query):
        Keys: until, label.
    from_ (a string or an integer; query from)
    name (a string, required; body Name):
        A name.
    driver (a string; body Driver):
        Known: 'local'.
    interval (an integer (ns) or a timedelta; body Interval)
    anything (a JSON value; body Anything)
    flags (a list; body Flags)
    body: the whole body as one dict, in place of its properties

Example:
    client.thing.do(id, how=how, Name=name)

Returns:
    a ResultList of the stream's messages, read to its end; a failure in it is a StreamError
    It has no end while follow is True and until is left out or 0."""


@pytest.fixture
def full(make: Make) -> Operation:
    """Return an operation with a bit of everything."""
    return make(FULL, path="/things/{id}")


def test_help_describes_an_operation_its_arguments_and_its_answer(full: Operation) -> None:
    assert help_text(full) == TEXT


def test_help_of_an_operation_without_words_is_short(make: Make) -> None:
    assert help_text(make({})) == (
        "ThingDo.\n\nThingDo: POST /things\n\nExample:\n    client.thing.do()\n\n"
        "Returns:\n    a Result or ResultList, or None where the answer is empty"
    )


def test_help_on_a_binary_body_says_what_it_may_be(make: Make) -> None:
    content = {"application/x-tar": {"schema": {"type": "string", "format": "binary"}}}
    text = help_text(make({"requestBody": {"required": True, "description": "A tar.", "content": content}}))
    assert text.splitlines()[4:13] == [
        "Arguments:",
        "    body (bytes, a binary file, a pathlib.Path or an iterator of bytes, required; body):",
        "        A tar.",
        "",
        "Besides these, progress= shows the call's progress: True, False, or a function that is",
        "called with each step.",
        "",
        "Example:",
        "    client.thing.do(body=body)",
    ]


def test_a_long_description_is_wrapped_but_not_at_hyphens(make: Make) -> None:
    text = help_text(make({"parameters": [parameter("x", description="is-task " * 20)]}))
    assert [line for line in text.splitlines() if line.startswith("        ")] == [
        f"        {'is-task ' * 10}".rstrip(),
        f"        {'is-task ' * 10}".rstrip(),
    ]


def test_no_line_of_help_is_longer_than_a_terminal_with_room_for_what_help_indents(docker: Api) -> None:
    lines = [line for operation in docker.operations.values() for line in operation.help().splitlines()]
    assert [line for line in lines if len(line) > 96 and max(map(len, line.split())) < 60] == []


# --- what is inside

MANY = {"type": "object", "properties": {f"Property{number:02}": STRING for number in range(20)}}
LIMITS = {
    "type": "object",
    "description": "What it may use.",
    "required": ["Memory"],
    "properties": {
        "Memory": {**INTEGER, "format": "int64", "description": "Bytes of memory. None: all.", "default": 5},
        "Devices": {
            "type": "array",
            "items": {"type": "object", "properties": {"Path": {**STRING, "description": "Where it is."}}},
        },
        "Ports": {"type": "object", "additionalProperties": {"type": "array", "items": STRING}},
        "Rest": {"$ref": "#/components/schemas/Many"},
    },
}
MADE = {
    "responses": {
        "201": {
            "description": "It is made.",
            "content": {
                JSON: {"schema": {"type": "object", "properties": {"Id": {**STRING, "description": "Its ID."}}}}
            },
        },
        "404": {"description": "There is none."},
        "500": {},
        "default": {"description": "Something else."},
    },
}


def body(schema: Any, **more: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {JSON: {"schema": schema, **more}}}}


@pytest.fixture
def nested(make: Make) -> Operation:
    """Return an operation with objects in objects."""
    node = {**body({"type": "object", "properties": {"Limits": LIMITS}}), **MADE}
    return make(node, schemas={"Many": MANY})


def test_help_shows_one_level_of_an_object_and_how_to_see_more(nested: Operation) -> None:
    assert help_text(nested).splitlines()[4:] == [
        "Arguments:",
        "    limits (a dict; body Limits):",
        "        What it may use.",
        "        Memory (an integer): Bytes of memory.",
        "        Devices (a list of dicts)",
        "        Ports (a dict)",
        "        Rest (a dict)",
        '        More: client.operations["ThingDo"].help("Limits")',
        "    body: the whole body as one dict, in place of its properties",
        "",
        "Example:",
        "    client.thing.do()",
        "",
        "Returns:",
        "    a Result",
        "        Id (a string): Its ID.",
        "",
        "Raises:",
        "    NotFound (404): There is none.",
        "    ServerError (500)",
    ]


PLACES = {
    "Limits": """\
ThingDo, Limits (a dict):
    What it may use.

    Memory (an integer, required):
        Bytes of memory. None: all. Default: 5.

    Devices (a list of dicts):
        Path (a string): Where it is.

    Ports (a dict)

    Rest (a dict):
        In it: Property00, Property01, Property02, Property03, Property04, Property05,
        Property06, Property07, Property08, Property09, Property10, Property11, Property12,
        Property13, Property14, Property15, Property16, Property17, Property18, Property19.
        More: client.operations["ThingDo"].help("Limits.Rest")""",
    "limits.memory": "ThingDo, limits.memory (an integer):\n    Bytes of memory. None: all. Default: 5.",
    "Limits.Devices.Path": "ThingDo, Limits.Devices.Path (a string):\n    Where it is.",
    "Limits.Devices[0].Path": "ThingDo, Limits.Devices[0].Path (a string):\n    Where it is.",
    "answer.Id": "ThingDo, answer.Id (a string):\n    Its ID.",
}


@pytest.mark.parametrize(("path", "expected"), PLACES.items(), ids=PLACES)
def test_help_describes_one_place_in_the_arguments_or_the_answer(nested: Operation, path: str, expected: str) -> None:
    assert nested.help(path) == expected


def test_an_argument_called_answer_is_described_rather_than_the_answer(make: Make) -> None:
    operation = make({"parameters": [parameter("answer", description="Yes or no.")], **MADE})
    assert operation.help("answer") == "ThingDo, answer (a string):\n    Yes or no."


def test_of_very_many_values_the_first_are_listed(make: Make) -> None:
    values = [f"v{number}" for number in range(70)]
    text = make({"parameters": [parameter("x", schema={**STRING, "enum": values})]}).help("x")
    assert " ".join(text.split()).endswith("'v58', 'v59', and 10 more.")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Limit", "Limit: nothing is called 'Limit'; did you mean Limits?"),
        ("Limits.Memmory", "Limits.Memmory: nothing is called 'Memmory'; did you mean Memory?"),
        ("Limits.Memory.Deeper", "Limits.Memory.Deeper: nothing is called 'Deeper'"),
    ],
)
def test_help_on_an_unknown_place_suggests_similar_ones(nested: Operation, path: str, said: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        nested.help(path)
    assert str(caught.value.errors[0]) == said


# --- the example as a call

LONG = {"Command": ["one word of many", "another word of many"], "Limits": {"Memory": 67108864, "Name": 'a "b"'}}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({}, "client.thing.do()"),
        ({"parameters": [parameter("name", required=True)]}, "client.thing.do(name=name)"),
        ({"parameters": [parameter("name", schema={**STRING, "examples": ["a b"]}, required=True)]},
         'client.thing.do(name="a b")'),
        ({"parameters": [parameter("X-Auth", "header", required=True)]}, "client.thing.do(x_auth=x_auth)"),
        (body(SMALL_BODY := {"type": "object", "properties": {"A": STRING, "B": {}}}, example={"A": "x", "B": None}),
         'client.thing.do(A="x", B=None)'),
        (body(SMALL_BODY, examples={"first": {"value": {"A": "it's"}}}), 'client.thing.do(A="it\'s")'),
        ({"parameters": [parameter("A", required=True)], **body(SMALL_BODY, example={"A": "x"})},
         'client.thing.do(A=a, body={"A": "x"})'),
        (body({"type": "array", "items": STRING}, example=["x"]), 'client.thing.do(body=["x"])'),
        (body({"type": "object", "properties": {"Command": {}, "Limits": {}}}, example=LONG), """\
client.thing.do(
    Command=["one word of many", "another word of many"],
    Limits={"Memory": 67108864, "Name": 'a "b"'},
)"""),
        (body({"type": "object", "properties": {"Words": {}}}, example={"Words": {"a": ["word " * 9] * 2}}), f"""\
client.thing.do(
    Words={{
        "a": [
            "{"word " * 9}",
            "{"word " * 9}",
        ],
    }},
)"""),
    ],
)  # fmt: skip
def test_the_example_is_the_call_that_makes_it(make: Make, node: Any, expected: str) -> None:
    assert example_call(make(node)) == expected


def test_the_example_of_an_update_that_replaces_all_has_the_whole_body(make: Make) -> None:
    schema = {"type": "object", "properties": {"A": STRING}}
    body = {"content": {"application/json": {"schema": schema, "example": {"A": "b"}}}}
    assert example_call(make({"requestBody": body})) == 'client.thing.do(A="b")'
    assert example_call(make({"requestBody": body, "x-replaces": True})) == 'client.thing.do(body={"A": "b"})'


def test_every_example_of_the_bundled_document_is_a_call_that_can_be_made(docker: Api) -> None:
    class Recorder:
        def __getattr__(self, name: str) -> Any:
            return Recorder()

        def __call__(self, *args: Any, **arguments: Any) -> tuple[Any, Any]:
            return args, arguments

    for operation in docker.operations.values():
        values = {"id": "a", "name": "b", "version": 1, "path": "/", "remote": "r", "body": b"", "h": 1, "w": 1}
        call = eval(example_call(operation), {**dict.fromkeys(FREE, "x"), **values, "client": Recorder()})
        bind(operation, *call)


FREE = ("term", "x_registry_auth", "repo", "tag", "from_image")


def test_a_signature_has_path_parameters_by_position_and_the_rest_by_keyword(full: Operation) -> None:
    assert str(full.signature) == (
        "(id: str, *, from_image: str | None = None, how: str, since: float | None = None, t: int | None = None, "
        "filters: dict | None = None, from_=None, name: str, driver: str | None = None, interval: int | None = None, "
        "anything=None, flags: list | None = None, body: dict | None = None)"
    )


def test_two_names_of_one_spelling_stand_once_in_a_signature(make: Make) -> None:
    operation = make({"parameters": [parameter("fromImage"), parameter("from_image")]})
    assert str(operation.signature) == "(*, from_image: str | None = None)"


OBJECT = {"type": "object", "properties": dict.fromkeys("ABCDEFGHI", STRING)}
SMALL = {"type": "object", "properties": {"A": STRING, "B": STRING}}
ANSWERS: dict[str, tuple[Any, str]] = {
    "an object": (SMALL, "a Result with A, B"),
    "a large object": (OBJECT, "a Result with A, B, C, D, E, F, G, H, …"),
    "a list of objects": ({"type": "array", "items": SMALL}, "a ResultList of Results with A, B"),
    "a list of texts": ({"type": "array", "items": STRING}, "a ResultList"),
    "a list of anything": ({"type": "array"}, "a ResultList"),
    "a map": ({"type": "object", "additionalProperties": STRING}, "a Result"),
    "a text": (STRING, "a string"),
    "a number or nothing": ({"type": ["integer", "null"]}, "an integer"),
    "alternatives": ({"oneOf": [SMALL]}, "a Result with A, B"),
}


@pytest.mark.parametrize(("schema", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_json_of_an_answer_is_described_in_a_line(make: Make, schema: Any, expected: str) -> None:
    assert answer_text(make({"responses": {"200": {"content": {JSON: {"schema": schema}}}}})) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"kind": "frames"}, "an Output: .stdout, .stderr, .text, .lines()"),
        ({"kind": "hijack"}, "an Output: .stdout, .stderr, .text, .lines()"),
        ({"kind": "lines", "single": True}, "a Result, where the answer has an end"),
        ({"kind": "tar"}, "an Archive: .members(), .extract(directory), .save(path), .read()"),
        ({"kind": "header", "name": "X-Stat"}, "a Result, from the header X-Stat"),
        ({"kind": "text"}, "a str"),
        ({"kind": "bytes"}, "bytes"),
        ({"kind": "empty"}, "None"),
        ({"kind": "websocket"}, "an Output: .text, .lines(); what it writes is mixed"),
        ({"kind": "session"}, "a Duplex of bytes, for HTTP/2"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_other_answers_are_described_in_a_line(make: Make, said: Any, expected: str) -> None:
    assert answer_text(make({"x-answer": said})) == expected
