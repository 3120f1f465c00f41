"""What holds for every operation of the bundled document, with openapi-core and jsonschema as second opinions."""

from __future__ import annotations

import copy
import inspect
import json
import keyword
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dynclient import Client
from dynclient.api.call.bind import bind
from dynclient.api.call.check import Checker, compile_schema
from dynclient.api.call.explain import explain
from dynclient.api.model.flatten import request_schema
from dynclient.api.public import Api, Operation
from dynclient.document import load
from dynclient.document.names import fold, snake
from dynclient.errors import InvalidArguments
from dynclient.faces.mock.received import decoded, reader_of
from tests.support.laws import for_each
from tests.support.strategies import Call, calls, kinds_of, sample_argument, sample_arguments, values

SENT: list[httpx.Request] = []


def record(request: httpx.Request) -> httpx.Response:
    SENT.append(request)
    return httpx.Response(204)


# Updates are drawn by single properties as well, and what the engine sets itself.
pytestmark = [
    pytest.mark.filterwarnings("ignore::dynclient.SpecReplaced"),
    pytest.mark.filterwarnings("ignore::dynclient.ValueIgnored"),
]
CLIENT = Client(transport=httpx.MockTransport(record), version="1.45")
OPERATIONS = CLIENT.operations
each_operation = for_each("operation", OPERATIONS, before=SENT.clear)
each_law = pytest.mark.parametrize(
    "law_of",
    [
        pytest.param(
            settings(
                max_examples=count,
                deadline=None,
                derandomize=True,
                database=None,
                # Not to shrink: it takes minutes for each operation that fails, and what two draws make is small.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
            id=f"{count} examples",
            marks=marks,
        )
        for count, marks in ((2, ()), (20, pytest.mark.slow))
    ],
)


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    SENT.clear()


# --- what is sent is read back by openapi-core as the same values


@each_law
@each_operation
def test_openapi_core_reads_the_same_values_out_of_a_request(operation: Operation, law_of: settings) -> None:
    @law_of
    @given(calls(operation))
    def law(call: Call) -> None:
        SENT.clear()
        CLIENT.send(CLIENT.build_request(operation, **call.arguments))
        (request,) = SENT
        path, _, query = request.url.raw_path.decode().partition("?")
        found = reader_of(CLIENT.api).route(request.method, path)
        assert found == (operation, call.path)
        headers = request.headers.multi_items()
        read = reader_of(CLIENT.api).read(*found, query=query, headers=headers, content=request.read())
        sent = {**call.path, **call.query, **{name: decoded(value) for name, value in call.header.items()}}
        # What is sent by default, such as both streams of a log.
        bound = CLIENT._calls.bound(operation, (), call.arguments)
        together = {name for group in operation.node.get("x-together", ()) for name in group}
        sent |= {name: bound.parameters[name] for name in bound.defaults & together}
        assert (read.faults, read.parameters, read.body) == ([], sent, call.body)

    law()


# --- messages and corrections


def patterns(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield the schemas in a schema that have a pattern."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and "pattern" in schema:
        yield schema
    for part in parts:
        yield from patterns(part)


@each_operation
def test_what_does_not_fit_a_pattern_is_explained(operation: Operation) -> None:
    assert [each["pattern"] for each in patterns(dict(operation.arguments)) if "x-expected" not in each] == []


def test_a_name_is_refused_in_words() -> None:
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.container.create(Image="busybox", name="y")
    (error,) = caught.value.errors
    assert error.problem == (
        "expected two or more letters, digits, '_', '.' and '-', the first one a letter or a digit, got 'y'"
    )


def test_every_prune_by_labels_is_known_to_need_a_newer_engine() -> None:
    filtered = {
        operation.id
        for operation in OPERATIONS.values()
        if operation.id.endswith("Prune")
        and "label" in (operation.arguments.get("filters") or {}).get("properties", {})
    }
    dated = {operation.id: dict(parameter.since) for operation in OPERATIONS.values() for parameter in operation.dated}
    labels = {"label": "1.30", "label!": "1.30"}
    aged = {**labels, "until": "1.30"}
    assert dated == {"ContainerPrune": aged, "ImagePrune": aged, "NetworkPrune": aged, "VolumePrune": labels}
    assert filtered == dated.keys()


# --- every operation binds


def built(operation: Operation, arguments: dict[str, Any]) -> tuple[str, str, dict[str, str], bytes]:
    request = CLIENT.build_request(operation, **arguments)
    return request.method, str(request.url), dict(request.headers), request.read()


@pytest.mark.parametrize("full", [False, True], ids=["minimal", "maximal"])
@each_operation
def test_every_operation_binds_its_fewest_and_all_its_arguments(operation: Operation, full: bool) -> None:
    arguments = sample_arguments(operation, full=full)
    assert Draft202012Validator(operation.schema).is_valid(
        {name: None if isinstance(value, bytes) else value for name, value in arguments.items()}
    )
    method, url, _, content = built(operation, arguments)
    assert method == operation.method
    named = {name for name, _ in parse_qsl(httpx.URL(url).query.decode(), strict_parsing="?" in url)}
    assert named >= {p.name for p in operation.parameters if p.place == "query" and p.name in arguments}
    if full and operation.body is not None and operation.body.is_object:
        assert json.loads(content).keys() == operation.body.properties.keys()


@each_operation
def test_every_spelling_of_an_argument_gives_the_same_request(operation: Operation) -> None:
    fewest = sample_arguments(operation, full=False)
    for name in operation.arguments:
        rest = {key: value for key, value in fewest.items() if key != name}
        if name == operation.body_name and operation.body is not None:
            rest = {key: value for key, value in rest.items() if key in operation.by_name}
        spellings = [name, snake(name), fold(name), name.upper(), f"{snake(name)}_"]
        value = sample_argument(operation, name)
        requests = [built(operation, {**rest, spelling: value}) for spelling in spellings]
        assert requests == [requests[0]] * len(spellings), name


# --- the quick check says yes only where jsonschema does, and where it should


def schemas_of(operation: Operation) -> dict[str, Any]:
    found = {parameter.name: parameter.schema for parameter in operation.parameters}
    return {**found, "body": operation.body.schema} if operation.body and operation.body.json else found


TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^[a-z]+$"},
        "size": {"type": "number", "minimum": 0, "maximum": 10},
        "kind": {"enum": ["a", 1, True, None]},
        "branches": {"type": "array", "maxItems": 2, "items": {"$ref": "#/tree"}},
        "by/name~": {"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/tree"}, {"type": "integer"}]}},
        "any": {},
    },
}
CHECKED = {
    **{operation_id: schemas_of(operation) for operation_id, operation in OPERATIONS.items() if schemas_of(operation)},
    "a schema that contains itself": {"tree": request_schema({"$ref": "#/tree"}, lambda reference: TREE)},
}
JUNK = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2**70,
    -(2**70),
    1.5,
    1.0,
    "",
    "x",
    "1",
    "A\n",
    [],
    ["x"],
    [[]],
    [None],
    {},
    {"x": 1},
]


def places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield here
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*here, key))


@st.composite
def mutants(draw: st.DrawFn, value: Any) -> Any:
    """Return a value with one place replaced, removed, or with something new beside it."""
    place = draw(st.sampled_from(list(places(value))))
    if not place:
        return draw(st.sampled_from(JUNK))
    mutant = copy.deepcopy(value)
    holder = mutant
    for step in place[:-1]:
        holder = holder[step]
    change = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
    if change == "remove":
        del holder[place[-1]]
    elif change == "add" and isinstance(holder, dict):
        holder["unknown-key"] = draw(st.sampled_from(JUNK))
    else:
        holder[place[-1]] = draw(st.sampled_from(JUNK))
    return mutant


@each_law
@for_each("checked", CHECKED)
def test_the_quick_check_agrees_with_jsonschema(checked: dict[str, Any], law_of: settings) -> None:
    checks = [(schema, compile_schema(schema), Draft202012Validator(schema)) for schema in checked.values()]

    @law_of
    @given(st.data())
    def law(data: st.DataObject) -> None:
        for schema, accepts, judge in checks:
            right = data.draw(values(schema, nulls=True))
            assert (accepts(right), judge.is_valid(right)) == (True, True)
            mutant = data.draw(mutants(right))
            assert judge.is_valid(mutant) or not accepts(mutant)

    law()


@each_operation
def test_the_quick_check_says_yes_to_all_that_an_operation_takes(
    operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checker, "_explain", lambda *_: pytest.fail("jsonschema was asked"))
    built(operation, sample_arguments(operation, full=True))


def test_the_quick_check_never_says_yes_to_a_keyword_that_it_does_not_know() -> None:
    accepts = compile_schema({"type": "object", "properties": {"a": {"type": "string", "not": {"const": "b"}}}})
    assert [accepts(value) for value in ({}, {"a": "a"}, {"a": "b"})] == [True, False, False]


# --- wrong arguments are named, and nothing is sent


@each_operation
def test_an_unknown_name_is_refused_by_its_name(operation: Operation) -> None:
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.op(operation, **sample_arguments(operation, full=False), no_such_name=1)
    assert [(error.where, error.kind) for error in caught.value.errors] == [("no_such_name", "unknown")]
    assert "no_such_name" in str(caught.value)
    assert SENT == []


# By an argument's type: values of another type that no conversion accepts.
WRONG: dict[str, list[Any]] = {
    "string": [1, True, 1.5, ["a"], {"a": 1}, object()],
    "text in a URL": [True, 1.5, ["a"], {"a": 1}, b"a", object()],
    "string or integer": [True, 1.5, ["a"], {"a": 1}, b"a"],
    "integer": ["x", "1", True, 1.5, [1], {}, b"1"],
    "number": ["x", "1", True, [1], {}],
    "boolean": ["yes", "true", 1, 0, [True], {}],
    "boolean or its text": ["yes", "True", "", 1, 0, [True], {}],
    "array": ["a", 1, 1.5, True, {"a": 1}, b"a"],
    "array or string": [1, 1.5, True, {"a": 1}, b"a"],
    "object": ["a", 1, True, 1.5, ["a"], b"{}"],
    "JSON array": ["{", b"[]", [object()]],
    "JSON object": ["{", "[]", 1, True, 1.5, b"{}"],
    "time": ["noon", True, [1], {}, b"1"],
    "credentials": [True, 1.5, ["a"], b"a", "a\r\nX-Other: b", "\u00e4"],
}


def taken(operation: Operation, name: str) -> str:
    """Name the type of an argument."""
    parameter = operation.by_name.get(name)
    kinds = " or ".join(kind for kind in kinds_of(operation.schema["properties"][name]) if kind != "null")
    if parameter is None:
        return kinds
    if parameter.time or parameter.encoded:
        return "time" if parameter.time else "credentials"
    if parameter.json:
        return f"JSON {kinds}"
    if parameter.texts:
        return f"{kinds} or its text"
    return "text in a URL" if kinds == "string" else kinds


@each_operation
def test_a_value_of_another_type_is_refused_by_its_name(operation: Operation) -> None:
    fewest = sample_arguments(operation, full=False)
    for name in operation.arguments:
        if name == operation.body_name and operation.body is not None:
            continue
        for value in WRONG[taken(operation, name)]:
            with pytest.raises(InvalidArguments) as caught:
                CLIENT.op(operation, **{**fewest, name: value})
            assert {error.where.partition("[")[0] for error in caught.value.errors} == {name}, value
    assert SENT == []


@each_operation
def test_a_required_body_that_is_not_given_is_refused(operation: Operation) -> None:
    if operation.body is None or not operation.body.required or operation.body.empty:
        return
    fewest = {
        name: value for name, value in sample_arguments(operation, full=False).items() if name in operation.by_name
    }
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.op(operation, **fewest)
    assert {error.kind for error in caught.value.errors} == {"missing"}
    assert SENT == []


def test_only_these_bodies_are_sent_empty_if_nothing_is_given() -> None:
    assert [each.id for each in OPERATIONS.values() if each.body and each.body.empty] == ["ExecStart", "VolumeCreate"]


def test_an_update_of_a_version_is_known_to_replace_what_it_updates() -> None:
    versioned = {each.id for each in OPERATIONS.values() if "version" in each.by_name and each.body and each.body.json}
    assert {each.id for each in OPERATIONS.values() if each.replaces} == versioned


def durations() -> list[tuple[Operation, str, dict[str, Any]]]:
    """List every argument that may be a timedelta, with the arguments of a call without it."""
    return [
        (operation, name, sample_arguments(operation, full=False))
        for operation in OPERATIONS.values()
        for name, schema in operation.arguments.items()
        if schema.get("x-duration") or ((found := operation.by_name.get(name)) and (found.time or found.duration))
    ]


@for_each("operation, name, fewest", {f"{each[0].id} {each[1]}": each for each in durations()}, before=SENT.clear)
def test_no_timedelta_is_negative_and_none_is_cut(operation: Operation, name: str, fewest: dict[str, Any]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.op(operation, **{**fewest, name: timedelta(microseconds=-1)})
    assert [(error.where, "negative" in error.problem) for error in caught.value.errors] == [(name, True)]
    assert SENT == []
    parameter = operation.by_name.get(name)
    given = timedelta(milliseconds=900)
    made = bind(operation, (), {**fewest, name: given})
    value = made.body[name] if parameter is None else made.parameters[name]
    if parameter is not None and parameter.time:
        assert 0 <= time.time() - float(value) - 0.9 < 60
    else:
        unit = parameter.duration if parameter else operation.arguments[name]["x-duration"]
        assert value == {"s": 1, "ns": 900_000_000}[unit]


class Unwritten:
    """A value whose text may not be asked for, as that would accept values that are not text."""

    def __str__(self) -> str:
        raise AssertionError("its text was asked for")

    __repr__ = __format__ = __str__  # type: ignore[assignment]


def texts(value: Any, *here: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the places of texts in a value."""
    if isinstance(value, str):
        yield here
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from texts(item, *here, key)


def replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """Return a value with a place replaced."""
    if not place:
        return new
    made = dict(value) if isinstance(value, dict) else list(value)
    made[place[0]] = replaced(value[place[0]], place[1:], new)
    return made


@pytest.mark.parametrize("validate", [True, pytest.param(False, marks=pytest.mark.slow)])
@each_operation
def test_nothing_is_converted_to_text(operation: Operation, validate: bool) -> None:
    client = CLIENT.with_options(validate=validate)
    full = sample_arguments(operation, full=True)
    for place in texts(full):
        for new in (Unwritten(), [Unwritten()]):
            with pytest.raises(InvalidArguments) as caught:
                client.op(operation, **replaced(full, place, new))
            assert any(error.where.startswith(str(place[0])) for error in caught.value.errors)
    assert SENT == []


def test_one_text_for_a_list_in_a_body_is_sent_as_a_list() -> None:
    made = bind(OPERATIONS["ContainerCreate"], (), {"Cmd": "true", "Entrypoint": "sh", "HostConfig": {"CapAdd": "ALL"}})
    assert made.body == {"Cmd": ["true"], "Entrypoint": ["sh"], "HostConfig": {"CapAdd": ["ALL"]}}


@each_operation
def test_no_place_in_a_body_is_a_list_or_a_text_on_the_wire(operation: Operation) -> None:
    def unlisted(schema: Any) -> Iterator[Any]:
        if isinstance(schema, dict):
            if {"array", "string"} <= set(kinds_of(schema)) and "type" in schema and not schema.get("x-listed"):
                yield schema
            for key in ("properties", "$defs"):
                for sub in schema.get(key, {}).values():
                    yield from unlisted(sub)
            for key in ("items", "additionalProperties"):
                yield from unlisted(schema.get(key))

    assert list(unlisted(operation.body.schema if operation.body is not None else {})) == []


FILTERED = {key: operation for key, operation in OPERATIONS.items() if "filters" in operation.by_name}
each_filtered = for_each("operation", FILTERED, before=SENT.clear)
NO_FILTER: list[Any] = [-timedelta(days=1), None, [], (), {}, set(), [None], {"a": ["b"]}, {"a": 1.5, "b": None}]


@pytest.mark.parametrize("client", [CLIENT, CLIENT.with_options(validate=False), CLIENT.with_options(unknown="send")])
@each_filtered
def test_a_filter_that_would_match_more_than_was_asked_for_is_refused(operation: Operation, client: Client) -> None:
    fewest = sample_arguments(operation, full=False)
    for name in [*operation.by_name["filters"].schema["properties"], "no-such-filter"]:
        for value in NO_FILTER:
            with pytest.raises(InvalidArguments) as caught:
                client.op(operation, **{**fewest, "filters": {name: value}})
            assert next(error.where for error in caught.value.errors if error.kind != "unknown").startswith("filters")
    assert SENT == []


@pytest.mark.parametrize("value", [None, {}, "{}"])
@each_filtered
def test_no_filters_are_no_filters(operation: Operation, value: Any) -> None:
    CLIENT.op(operation, **{**sample_arguments(operation, full=False), "filters": value})
    assert [dict(request.url.params).get("filters", "{}") for request in SENT] == ["{}"]


LISTED = {
    f"{operation.id} {name}": (operation, name)
    for operation in OPERATIONS.values()
    for name, schema in operation.arguments.items()
    if kinds_of(schema) and kinds_of(schema)[0] == "array"
}


@for_each("operation, name", LISTED, before=SENT.clear)
def test_no_mapping_is_taken_for_its_keys_if_a_list_is_expected(operation: Operation, name: str) -> None:
    for value in ({"a": "b"}, {"a": 1}, {"a": {}}, {}):
        with pytest.raises(InvalidArguments) as caught:
            CLIENT.op(operation, **{**sample_arguments(operation, full=False), name: value})
        assert caught.value.errors[0].where.startswith(name)
    assert SENT == []


@pytest.mark.parametrize("operation_id", ["ContainerLogs", "ServiceLogs", "TaskLogs"])
def test_the_last_lines_are_a_number_or_all(operation_id: str) -> None:
    assert [bind(OPERATIONS[operation_id], ("a",), {"tail": tail}).parameters["tail"] for tail in (10, "10", "all")]
    with pytest.raises(InvalidArguments) as caught:
        bind(OPERATIONS[operation_id], ("a",), {"tail": "abc"})
    assert [str(error) for error in caught.value.errors] == ["tail: expected all or a number of lines, got 'abc'"]


LEADS_ELSEWHERE = ["", ".", "..", "/", "a/", "//a", "a//b", "a/../b", "./a"]


@each_operation
def test_the_slash_before_a_containers_name_is_dropped_in_every_path(operation: Operation) -> None:
    dropped = [parameter.name for parameter in operation.parameters if parameter.dropped]
    assert dropped == (["id"] if "/containers/{id}" in operation.path else [])


@each_operation
def test_slashes_stay_in_the_names_that_the_engine_reads_to_the_paths_end(operation: Operation) -> None:
    literal = [parameter.name for parameter in operation.parameters if parameter.literal]
    group = operation.path.split("/")[1]
    assert literal == (list(operation.path_names) if group in ("images", "plugins", "distribution") else [])


@for_each("operation_id", [key for key, each in OPERATIONS.items() if each.path_names], before=SENT.clear)
def test_a_path_value_that_leads_elsewhere_is_refused(operation_id: str) -> None:
    fewest = sample_arguments(OPERATIONS[operation_id], full=False)
    for name in OPERATIONS[operation_id].path_names:
        for value in LEADS_ELSEWHERE:
            with pytest.raises(InvalidArguments) as caught:
                CLIENT.op(operation_id, **{**fewest, name: value})
            assert [error.where for error in caught.value.errors] == [name]
    assert SENT == []


SECRETS: list[tuple[str, dict[str, Any]]] = [
    ("ContainerCreate", {"Image": "a", "Env": ["A=b", 31337]}),
    ("ContainerCreate", {"Image": "a", "HostConfig": {"LogConfig": {"Config": {"token": 31337}}}}),
    ("ContainerExec", {"id": "a", "Env": [31337]}),
    ("ImageBuild", {"buildargs": {"TOKEN": [31337]}}),
    ("ImageBuild", {"remote": 31337.5}),
    ("ImageBuild", {"X-Registry-Config": 31337.5}),
    ("ImagePush", {"name": "a", "X-Registry-Auth": 31337.5}),
    ("ImagePush", {"name": "a", "X-Registry-Auth": "31337\r\n"}),
    ("SecretCreate", {"Name": "a", "Data": "31337"}),
    ("ServiceCreate", {"TaskTemplate": {"ContainerSpec": {"Env": [31337]}}}),
    ("SwarmJoin", {"JoinToken": 31337}),
    ("SystemAuth", {"password": 31337}),
    ("VolumeCreate", {"DriverOpts": {"o": 31337}}),
]


@pytest.mark.parametrize(("operation_id", "arguments"), SECRETS)
def test_no_secret_is_shown(operation_id: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.op(operation_id, **arguments)
    assert "31337" not in f"{caught.value} {caught.value.errors}"


def test_everything_that_is_missing_is_named_at_once() -> None:
    schema = {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}}}
    assert [str(error) for error in explain(schema, {}, "x")] == [
        "x.a: is missing; expected a string",
        "x.b: is missing; expected a JSON value",
    ]


def test_a_number_in_a_url_has_no_exponent() -> None:
    assert built(OPERATIONS["ContainerLogs"], {"id": "a", "since": 0.00001, "stdout": True})[1].endswith(
        "?since=0.00001&stdout=true"
    )


# --- names and signatures

PINNED: dict[str, list[str]] = json.loads((Path(__file__).parent / "names.json").read_text())


def names_of(api: Api) -> dict[str, list[str]]:
    """Return every `group.method` of each operation, its own group's first."""
    found: dict[str, list[str]] = {operation_id: [] for operation_id in api.operations}
    for group, methods in api.groups.items():
        for method, operation in methods.items():
            found[operation.id].insert(0 if group == operation.group else 1, f"{group}.{method}")
    return found


def test_the_names_of_the_bundled_document_stay_as_they_are() -> None:
    assert names_of(CLIENT.api) == PINNED


def test_no_two_operations_share_a_name() -> None:
    names = [name for each in names_of(CLIENT.api).values() for name in each]
    assert sorted(set(names)) == sorted(names)
    assert [
        name for name in names for part in name.split(".") if not part.isidentifier() or keyword.iskeyword(part)
    ] == []


@pytest.mark.parametrize("version", ["1.41", "1.51"])
def test_the_same_operations_have_the_same_names_in_other_versions(version: str) -> None:
    file = Path(__file__).parents[3] / "shared" / "engine-api" / f"v{version}.yaml"
    if not file.exists():
        pytest.skip(f"no {file.name} in ../shared/engine-api")
    others = names_of(Api(load(file)))
    both = others.keys() & PINNED.keys()
    assert len(both) > 100
    assert {key: others[key] for key in both} == {key: PINNED[key] for key in both}


@each_operation
def test_a_signature_has_the_path_first_and_no_name_twice(operation: Operation) -> None:
    parameters = list(operation.signature.parameters.values())
    positional = [p.name for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == [snake(name) for name in operation.path_names]
    assert {p.kind for p in parameters[len(positional) :]} <= {inspect.Parameter.KEYWORD_ONLY}
    names = [p.name for p in parameters]
    assert names == list(dict.fromkeys(names))
    assert [name for name in names if keyword.iskeyword(name) or not name.isidentifier()] == []
    assert len(names) == len(operation.arguments)
    required = {snake(name) for name in operation.schema["required"]}
    assert {p.name for p in parameters if p.default is inspect.Parameter.empty} == required


@each_operation
def test_a_call_by_its_signature_is_the_call_by_published_names(operation: Operation) -> None:
    fewest = sample_arguments(operation, full=False)
    by_position = [fewest.pop(name) for name in operation.path_names]
    group, _, method = PINNED[operation.id][0].partition(".")
    spelled = {snake(name): value for name, value in fewest.items()}
    function = getattr(CLIENT.groups[group], method)
    inspect.signature(function).bind(*by_position, **spelled)
    assert function.operation is operation
    request = CLIENT.build_request(operation, *by_position, **spelled)
    assert (
        str(request.url) == built(operation, {**dict(zip(operation.path_names, by_position, strict=True)), **fewest})[1]
    )
