"""The errors: the tree, and each error as a value with fields and a text."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import dynclient
from dynclient import errors
from dynclient.errors import (
    APIError,
    ArgumentError,
    ContainerFailed,
    CredentialsError,
    DynclientError,
    InvalidArguments,
    NotFound,
    RequestTimeout,
    Response,
    SpecError,
    StreamError,
    UnknownOperation,
    VersionMismatch,
)

CLASSES = {
    name: value for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, DynclientError)
}
WARNINGS = {
    name: value for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Warning)
}


def drawn_tree() -> set[tuple[str, str]]:
    """Read the tree at the top of errors.py: (class, its parent)."""
    found, parents = set(), {}
    for line in (errors.__doc__ or "").splitlines():
        if not (first := re.match(r"( *)([A-Z]\w+)(?= |$)", line)) or "." in line[: first.end() + 1]:
            continue
        depth = len(first[1]) // 2
        for name in [first[2], *re.findall(r"([A-Z]\w+) \d\d\d", line[first.end() :])]:
            parents[depth] = name
            if depth:
                found.add((name, parents[depth - 1]))
    return found


def test_the_tree_that_is_drawn_is_the_one_that_is() -> None:
    real = {
        (name, next(base.__name__ for base in value.__bases__ if base.__name__ in CLASSES))
        for name, value in CLASSES.items()
        if value is not DynclientError
    }
    assert drawn_tree() == real


def test_every_error_is_exported() -> None:
    both = CLASSES | WARNINGS
    assert set(both) <= set(dynclient.__all__)
    assert {name: getattr(dynclient, name) for name in both} == both


def test_every_warning_is_silenced_as_one() -> None:
    assert [name for name, value in WARNINGS.items() if not issubclass(value, errors.DynclientWarning)] == []


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        (UnknownOperation, AttributeError),
        (UnknownOperation, KeyError),
        (InvalidArguments, ValueError),
        (RequestTimeout, TimeoutError),
        (VersionMismatch, errors.ConnectionFailed),
        (NotFound, APIError),
        (errors.Unavailable, errors.ServerError),
        (errors.StreamUnauthorized, errors.Unauthorized),
        (errors.StreamUnauthorized, StreamError),
    ],
    ids=lambda kind: kind.__name__,
)
def test_an_error_is_caught_as_what_it_also_is(kind: type[Exception], also: type[Exception]) -> None:
    assert issubclass(kind, also)
    assert issubclass(kind, DynclientError)


RESPONSE = Response(404, {"Api-Version": "1.45"}, "ContainerInspect", "GET", "/v1.45/containers/x/json")
ONE = InvalidArguments("ContainerList", [ArgumentError("limit", "expected an integer, got a string; write 5", "type")])
TWO = InvalidArguments(
    "ContainerList",
    [ArgumentError("limit", "is missing", "missing"), ArgumentError("filters.staus", "is not known here", "unknown")],
    hint='unknown="send" sends unknown names too',
)

# An error, its text, its fields.
ERRORS: list[tuple[DynclientError, str, dict[str, Any]]] = [
    (DynclientError("it is so"), "it is so", {}),
    (
        SpecError("it is nested too deeply", source="api.yaml", pointer="/paths"),
        "api.yaml at /paths: it is nested too deeply",
        {"reason": "it is nested too deeply", "source": "api.yaml", "pointer": "/paths"},
    ),
    (
        SpecError("it is empty"),
        "the document: it is empty",
        {"reason": "it is empty", "source": "", "pointer": ""},
    ),
    (UnknownOperation("there is no operation 'x'"), "there is no operation 'x'", {}),
    (
        ONE,
        "ContainerList: an argument is wrong; nothing was sent\n  limit: expected an integer, got a string; write 5",
        {
            "operation": "ContainerList",
            "errors": (ArgumentError("limit", "expected an integer, got a string; write 5", "type"),),
            "hint": "",
        },
    ),
    (
        TWO,
        "ContainerList: 2 arguments are wrong; nothing was sent\n"
        "  limit: is missing\n"
        "  filters.staus: is not known here\n"
        '  (unknown="send" sends unknown names too)',
        {"operation": "ContainerList", "errors": TWO.errors, "hint": 'unknown="send" sends unknown names too'},
    ),
    (
        errors.ConnectionFailed("no engine", address="tcp://host:1", origin="$DOCKER_HOST"),
        "no engine",
        {"address": "tcp://host:1", "origin": "$DOCKER_HOST"},
    ),
    (VersionMismatch("too old", address="tcp://host:1"), "too old", {"address": "tcp://host:1", "origin": ""}),
    (
        CredentialsError("no store", source="config.json", registry="registry.example"),
        "no store",
        {"source": "config.json", "registry": "registry.example"},
    ),
    (
        errors.StreamUnauthorized("no credentials", partial=[1], operation="ImagePush", response=RESPONSE),
        "ImagePush: no credentials",
        {
            "message": "no credentials",
            "partial": [1],
            "code": None,
            "operation": "ImagePush",
            "status": 404,
            "response": RESPONSE,
        },
    ),
    (RequestTimeout("too late"), "too late", {}),
    (
        APIError("no reason", status=418),
        "418 no reason",
        {"message": "no reason", "status": 418, "operation": "", "response": None},
    ),
    (
        NotFound("No such container: x", status=404, operation="ContainerInspect", response=RESPONSE),
        "ContainerInspect: 404 No such container: x",
        {"message": "No such container: x", "status": 404, "operation": "ContainerInspect", "response": RESPONSE},
    ),
    (
        StreamError("it was cut", partial=[{"status": "Pulling"}], code=2, operation="ImageCreate"),
        "ImageCreate: it was cut",
        {"message": "it was cut", "partial": [{"status": "Pulling"}], "code": 2, "operation": "ImageCreate"},
    ),
    (
        StreamError("it was cut"),
        "it was cut",
        {"message": "it was cut", "partial": None, "code": None, "operation": ""},
    ),
    (
        ContainerFailed("it ended with 3", exit_code=3, output=b"oops"),
        "it ended with 3",
        {"exit_code": 3, "output": b"oops"},
    ),
]
IDS = [f"{type(error).__name__}-{index}" for index, (error, _, _) in enumerate(ERRORS)]


@pytest.mark.parametrize(("error", "text", "fields"), ERRORS, ids=IDS)
def test_an_error_has_a_text_and_fields(error: DynclientError, text: str, fields: dict[str, Any]) -> None:
    assert str(error) == text
    assert error.__dict__ == fields


@pytest.mark.parametrize("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy], ids=str)
@pytest.mark.parametrize(("error", "text", "fields"), ERRORS, ids=IDS)
def test_an_error_survives_pickling_and_copying(
    error: DynclientError, text: str, fields: dict[str, Any], again: Any
) -> None:
    twin = again(error)
    assert (type(twin), str(twin), twin.__dict__, twin.args) == (type(error), text, fields, error.args)


def test_every_error_is_in_these_tables() -> None:
    pickled = {type(error) for error, _, _ in ERRORS}
    made_like_another = {kind for kind in CLASSES.values() if issubclass(kind, APIError)}
    assert set(CLASSES.values()) == pickled | made_like_another


def test_a_stream_error_takes_its_operation_later_too() -> None:
    error = StreamError("the stream was cut")
    error.operation = "ImagePull"
    assert str(error) == "ImagePull: the stream was cut"


def test_an_error_learns_once_whose_call_it_ended() -> None:
    error = RequestTimeout("too late")
    assert (error.address, error.operation) == ("", "")
    error.about(address="tcp://one:2375", operation="ContainerWait").about(address="tcp://two:2375", operation="Other")
    assert (error.address, error.operation) == ("tcp://one:2375", "ContainerWait")
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.address, twin.operation) == ("tcp://one:2375", "ContainerWait")


def test_notes_of_an_error_survive_pickling() -> None:
    error = DynclientError("it is so")
    error.add_note("in cell 5")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["in cell 5"]


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (300, "APIError"),
        (307, "APIError"),
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (405, "APIError"),
        (409, "Conflict"),
        (429, "APIError"),
        (500, "ServerError"),
        (501, "NotImplementedByEngine"),
        (502, "ServerError"),
        (503, "Unavailable"),
        (599, "ServerError"),
    ],
)
def test_a_status_stands_for_an_error(status: int, name: str) -> None:
    assert errors.error_for_status(status).__name__ == name


def test_an_argument_error_reads_as_place_and_problem() -> None:
    assert str(ArgumentError("HostConfig.Memory", "expected an integer, got a string")) == (
        "HostConfig.Memory: expected an integer, got a string"
    )


def test_a_message_says_what_was_expected_and_never_what_is_due() -> None:
    root = Path(dynclient.__file__).parent
    stale = re.compile(r"\b(?:is|are) due\b(?! again)")
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    assert [name for name, text in texts.items() if stale.search(text)] == []
