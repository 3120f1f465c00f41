"""Answers as deep as JSON can be: everything that is done with them works."""

from __future__ import annotations

import contextlib
import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynclient import Client, DynclientError, Result, ResultList
from dynclient.api.answer.result import plain, wrap
from dynclient.document.deep import is_same, levelled, raised
from dynclient.faces.terminal.command import main

PLAIN = {Result: dict, ResultList: list}
LEVELS = 900  # with what pytest takes itself, as many as json reads
KINDS: dict[str, Callable[[Any, int], Any]] = {
    "dicts": lambda value, level: {"a": value},
    "lists": lambda value, level: [value],
    "both": lambda value, level: {"a": value} if level % 2 else [value],
}


@pytest.fixture(params=KINDS)
def deep(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    def make(inmost: Any) -> Any:
        value = inmost
        for level in range(LEVELS):
            value = KINDS[request.param](value, level)
        return wrap(value)

    return make


def inmost(value: Any) -> Any:
    while isinstance(value, dict | list):
        value = value["a"] if isinstance(value, dict) else value[0]
    return value


def test_a_deep_answer_is_copied_pickled_and_made_plain(deep: Callable[[Any], Any]) -> None:
    value = deep("x")
    twins = [copy.deepcopy(value), pickle.loads(pickle.dumps(value)), plain(value), copy.copy(value)]
    assert [inmost(twin) for twin in twins] == ["x"] * 4
    assert [type(twin) for twin in twins] == [type(value), type(value), PLAIN[type(value)], type(value)]


def test_a_deep_answer_is_compared(deep: Callable[[Any], Any]) -> None:
    value, same, other = deep("x"), deep("x"), deep("y")
    assert bool(value == same) is True
    assert bool(value != same) is False
    assert bool(value == other) is False
    assert bool(value != other) is True
    assert inmost(value) == inmost(same) == "x"  # once accessed, all are of our own classes
    assert bool(value == same) is True


def test_a_deep_answer_is_shown(deep: Callable[[Any], Any]) -> None:
    value = deep("x")
    assert "…" in repr(value)
    assert len(value._repr_html_()) < 100_000


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def refused(_: object) -> bool:
    raise RecursionError


@given(VALUES, VALUES)
def test_without_recursion_it_is_as_with(one: Any, other: Any) -> None:
    wrapped = wrap(one)
    assert is_same(wrapped, wrap(copy.deepcopy(one)), refused) is True
    assert is_same(wrapped, wrap(other), refused) == (one == other)
    if isinstance(one, dict | list):
        assert raised(levelled(wrapped)) == one
        assert copy.deepcopy(wrapped) == one
        assert plain(wrapped) == one


def test_what_is_there_twice_is_one_in_a_copy_and_what_holds_itself_ends() -> None:
    shared: dict[str, Any] = {"n": 1}
    value = wrap({"one": shared, "two": shared, "list": []})
    value.list.append(value)
    for twin in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert dict.__getitem__(twin, "one") is dict.__getitem__(twin, "two")
        assert twin.list[0].one.n == 1
    assert bool(value == copy.deepcopy(value)) is True


def test_what_is_the_same_object_is_the_same_without_a_look_inside() -> None:
    class Odd:
        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

    shared = {"odd": Odd()}
    assert is_same(wrap({"a": shared}), wrap({"a": shared}), refused) is True


def test_objects_of_the_users_own_are_copied_by_themselves() -> None:
    class Own(dict[str, int]):
        """A user's dict class."""

    value = wrap({"own": Own(a=1), "set": {1}})
    twin = copy.deepcopy(value)
    assert (type(twin["own"]), twin["own"], twin["set"]) == (Own, {"a": 1}, {1})
    assert twin["set"] is not value["set"]


@pytest.mark.parametrize("wrapper", [Result({"a": 1}), ResultList([1])])
def test_comparing_with_something_else_is_as_of_any_dict_or_list(wrapper: Any) -> None:
    plain_one = plain(wrapper)
    assert (wrapper == plain_one, wrapper != plain_one, plain_one == wrapper) == (True, False, True)
    assert (wrapper == 5, wrapper != 5, wrapper == object()) == (False, True, False)
    with pytest.raises(TypeError):
        hash(wrapper)


@pytest.mark.parametrize("form", ["json", "yaml", "raw", "table"])
def test_the_command_line_ends_without_a_traceback(
    form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    content = '{"a":' * LEVELS + "1" + "}" * LEVELS
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=json.loads(content)))
    monkeypatch.setattr(
        "dynclient.faces.terminal.run.client_of", lambda options: Client(transport=transport, version=None)
    )
    status = main(["system", "info", "-o", form])
    out, err = capfd.readouterr()
    assert (status, "Traceback" in err) in ((0, False), (1, False))
    assert out or "nested too deep" in err


GIVEN: dict[str, Callable[[Any], dict[str, Any]]] = {
    "labels": lambda value: {"Labels": value},
    "an object": lambda value: {"HostConfig": value},
    "the body": lambda value: {"body": value},
}


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("validate", [True, False])
def test_a_deep_argument_is_sent_or_refused_by_an_error_of_ours(
    given: str, validate: bool, deep: Callable[[Any], Any]
) -> None:
    sent = httpx.MockTransport(lambda request: httpx.Response(201, json={"Id": "a"}))
    with Client(transport=sent, version=None, validate=validate) as client, contextlib.suppress(DynclientError):
        arguments = GIVEN[given](deep("x"))
        assert client.op("ContainerCreate", **({} if given == "the body" else {"Image": "x"}), **arguments).Id == "a"
