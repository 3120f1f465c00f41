"""`Result` and `ResultList`: every way to read, change and pass them on."""

from __future__ import annotations

import copy
import doctest
import enum
import json
import operator
import pickle
from collections import ChainMap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dynclient.api.answer.result
from dynclient.api.answer.result import Result, ResultList, plain, response_of, wrap
from dynclient.errors import Headers, Response


@dataclass(frozen=True)
class FakeShape:
    properties: Mapping[str, FakeShape | None] = field(default_factory=dict)
    values: FakeShape | None = None
    items: FakeShape | None = None
    masked: Collection[str] = ()

    def is_masked(self, name: str) -> bool:
        return name in self.masked

    def names(self) -> Collection[str]:
        return self.properties.keys()

    def child(self, name: str) -> FakeShape | None:
        return self.properties.get(name, self.values)

    def item(self) -> FakeShape | None:
        return self.items


class UnpicklableShape(FakeShape):
    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("this shape holds a lock")


STATE = FakeShape({"Running": None, "ExitCode": None})
MOUNT = FakeShape({"Source": None})
CONTAINER = FakeShape(
    {
        "Id": None,
        "Name": None,
        "State": STATE,
        "Labels": FakeShape(),
        "Mounts": FakeShape(items=MOUNT),
        "Networks": FakeShape(values=FakeShape({"IPAddress": None})),
    }
)
INSTEAD = "client.send() gives the response of any request"
RESPONSE = Response(200, {"Api-Version": "1.45"}, "ContainerInspect", "GET", "/containers/web/json")


def container() -> dict[str, Any]:
    return {
        "Id": "4f2a",
        "State": {"Running": True, "Health": {"Status": "healthy"}},
        "Mounts": [{"Source": "/a"}, {"Source": "/b"}],
        "Networks": {"bridge": {"IPAddress": "172.17.0.2"}},
    }


def result() -> Result:
    made = wrap(container(), CONTAINER, RESPONSE)
    assert isinstance(made, Result)
    return made


def nested() -> Result:
    return Result({"A": {"B": 1}})


def result_list(*items: Any) -> ResultList:
    return ResultList(items or [{"N": 2}, {"N": 1}])


def updated(into: dict[str, Any], other: Any) -> dict[str, Any]:
    into |= other
    return into


def extended(into: list[Any], other: Any) -> list[Any]:
    into += other
    return into


def inserted(into: list[Any], other: Any) -> list[Any]:
    into[0:0] = other
    return into


def repeated(into: list[Any]) -> list[Any]:
    into *= 2
    return into


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
few = settings(max_examples=60, deadline=None)


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(dynclient.api.answer.result).failed == 0


# Attributes


@pytest.mark.parametrize("name", ["IPAddress", "ip_address", "ipaddress", "IP_Address", "i_p_a_d_d_r_e_s_s"])
def test_an_attribute_may_be_spelled_without_regard_to_case_and_underscores(name: str) -> None:
    assert getattr(Result({"IPAddress": "172.17.0.2"}), name) == "172.17.0.2"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (" Parents", "parents"),
        ("os.version", "os_version"),
        ("X-Registry-Auth", "x_registry_auth"),
        ("from", "from_"),
        ("my_key", "MyKey"),
    ],
)
def test_a_key_that_is_not_an_identifier_has_an_attribute_too(key: str, name: str) -> None:
    assert getattr(Result({key: 1}), name) == 1


def test_the_exact_key_comes_before_another_spelling() -> None:
    both = Result({"Id": 1, "id": 2})
    assert (both.Id, both.id) == (1, 2)


def test_a_spelling_that_two_keys_have_in_common_is_refused() -> None:
    with pytest.raises(AttributeError, match=r"'ID' may mean r\['Id'\] or r\['id'\]; write which"):
        _ = Result({"Id": 1, "id": 2}).ID


def test_attributes_go_as_deep_as_the_data() -> None:
    assert result().State.Health.Status == "healthy"
    assert result().state.health.status == "healthy"
    assert result().mounts[1].source == "/b"
    assert result().networks.bridge.ip_address == "172.17.0.2"


@pytest.mark.parametrize(
    "read",
    [
        lambda r: r.Name,
        lambda r: r.name,
        lambda r: r.State.ExitCode,
        lambda r: r.state.exit_code,
        lambda r: r.Networks.bridge.copy().clear(),
        lambda r: wrap({}, CONTAINER).labels,
        lambda r: wrap({"Mounts": [{}]}, CONTAINER).Mounts[0].Source,
        lambda r: wrap({"Networks": {"x": {}}}, CONTAINER).Networks.x.ip_address,
    ],
)
def test_a_declared_property_that_is_absent_reads_as_none(read: Callable[[Result], Any]) -> None:
    assert read(result()) is None


def test_an_absent_property_is_not_a_key() -> None:
    assert "Name" not in result()
    with pytest.raises(KeyError) as caught:
        _ = result()["Name"]
    assert caught.value.args == ("Name",)


def test_a_missing_key_is_an_error_with_similar_ones() -> None:
    with pytest.raises(KeyError) as caught:
        _ = result()["id"]
    assert caught.value.__notes__ == ["no 'id' in this Result from ContainerInspect; near: Id"]
    with pytest.raises(KeyError) as caught:
        _ = Result()[5]  # type: ignore[index]
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize(
    ("value", "name", "message"),
    [
        (result(), "Nmae", "no 'Nmae' in this Result from ContainerInspect; near: Name"),
        (result().State, "runing", "no 'runing' in this Result from ContainerInspect; near: Running"),
        (result(), "zzzz", "no 'zzzz' in this Result from ContainerInspect"),
        (Result({"State": {"Health": 1}}), "health", "no 'health' in this Result; near: State.Health"),
        (Result({"Status": 1, 2: 3}), "state_s", "no 'state_s' in this Result; near: Status"),
        (Result(), "Anything", "no 'Anything' in this Result"),
        (wrap({}, None, Response(200, {})), "Anything", "no 'Anything' in this Result"),
    ],
)
def test_an_unknown_attribute_names_those_that_are_near(value: Result, name: str, message: str) -> None:
    assert not hasattr(value, name)
    with pytest.raises(AttributeError) as caught:
        getattr(value, name)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["_repr_png_", "__array__", "_id", "__Id__", "_ipython_canary"])
def test_a_name_with_an_underscore_in_front_is_never_answered_from_the_data(name: str) -> None:
    data = Result({"reprpng": 1, "array": 1, "Id": 1, "_id": 1, "ipython_canary": 1})
    assert not hasattr(data, name)
    with pytest.raises(AttributeError, match=f"'Result' object has no attribute '{name}'"):
        getattr(data, name)


def test_the_methods_of_a_dict_win_over_keys() -> None:
    data = Result({"items": [1], "keys": 2})
    assert list(data.items()) == [("items", [1]), ("keys", 2)]
    assert data["items"] == [1]


def test_setting_an_attribute_sets_the_key() -> None:
    data = result()
    data.Name = "/web"  # declared
    data.state = {"Running": False}  # present, in another spelling
    data.restart_count = 3  # unknown
    data.labels = {"a": "b"}  # declared, in another spelling
    assert data == container() | {
        "Name": "/web",
        "State": {"Running": False},
        "restart_count": 3,
        "Labels": {"a": "b"},
    }
    assert data.State.running is False
    assert data.State.exit_code is None


@pytest.mark.parametrize("name", ["items", "pop", "copy"])
def test_a_method_is_not_overwritten_or_deleted_by_attribute(name: str) -> None:
    data = Result({"items": 1})
    with pytest.raises(AttributeError, match=rf"write r\['{name}'\]"):
        setattr(data, name, 2)
    with pytest.raises(AttributeError):
        delattr(data, name)
    assert data == {"items": 1}


def test_no_attribute_with_an_underscore_in_front_can_be_added() -> None:
    with pytest.raises(AttributeError):
        Result()._cache = 1
    with pytest.raises(AttributeError):
        del Result({"_x": 1})._x


def test_deleting_an_attribute_deletes_the_key() -> None:
    data = result()
    del data.networks
    del data.State.Health
    assert data == {"Id": "4f2a", "State": {"Running": True}, "Mounts": [{"Source": "/a"}, {"Source": "/b"}]}


@pytest.mark.parametrize("name", ["Name", "Nonsense"])
def test_deleting_an_attribute_that_is_not_there_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"no '{name}' in this Result"):
        delattr(result(), name)


def test_completion_offers_keys_and_declared_names() -> None:
    data = wrap({"Id": 1, "from": 2, "os.version": 3, "_x": 4, 5: 6, "": 7}, CONTAINER)
    offered = dir(data)
    assert set(offered) - set(dir(Result())) == {"Id", "Name", "State", "Labels", "Mounts", "Networks"}
    assert "setdefault" in offered
    assert data._ipython_key_completions_() == ["Id", "from", "os.version", "_x", 5, ""]


# Nested values


WAYS_INTO_A_DICT: dict[str, Callable[[Any], Any]] = {
    "[]": lambda r: r["A"],
    "attribute": lambda r: r.A,
    "get": lambda r: r.get("A"),
    "values": lambda r: next(iter(r.values())),
    "items": lambda r: next(iter(r.items()))[1],
    "reversed values": lambda r: next(reversed(r.values())),
    "reversed items": lambda r: next(reversed(r.items()))[1],
    "setdefault": lambda r: r.setdefault("A", 5),
    "copy": lambda r: r.copy()["A"],
    "copy.copy": lambda r: copy.copy(r)["A"],
    "dict": lambda r: dict(r)["A"],
    "**": lambda r: {**r}["A"],
    "arguments": lambda r: dict(**r)["A"],
    "update": lambda r: updated({}, r)["A"],
    "|": lambda r: (r | {})["A"],
    "| from a dict": lambda r: ({} | r)["A"],
    "itemgetter": lambda r: operator.itemgetter("A")(r),
    "ChainMap": lambda r: ChainMap({}, r)["A"],
    "wrap": lambda r: wrap([r])[0]["A"],
    "Result": lambda r: Result(r)["A"],
}


@pytest.mark.parametrize("way", WAYS_INTO_A_DICT)
def test_every_way_into_a_dict_returns_the_same_nested_result(way: str) -> None:
    data = nested()
    value = WAYS_INTO_A_DICT[way](data)
    assert type(value) is Result
    assert value is data["A"]


@pytest.mark.parametrize("take", [lambda r: r.pop("A"), lambda r: r.popitem()[1], lambda r: r.pop("A", None)])
def test_a_value_that_is_taken_out_is_a_result(take: Callable[[Result], Any]) -> None:
    data = nested()
    assert type(take(data)) is Result
    assert data == {}


def test_taking_out_what_is_not_there_is_as_with_a_dict() -> None:
    assert Result().pop("A", 5) == 5
    assert Result().get("A") is None
    assert Result().get("A", 5) == 5
    with pytest.raises(KeyError):
        Result().pop("A")
    with pytest.raises(KeyError):
        Result().popitem()
    with pytest.raises(IndexError):
        ResultList().pop()


def test_setdefault_keeps_what_it_sets() -> None:
    data = Result()
    data.setdefault("Labels", {})["a"] = "b"
    assert data == {"Labels": {"a": "b"}}


def test_a_match_statement_sees_nested_results() -> None:
    match result():
        case {"State": {"Running": True} as state, "Mounts": [first, *_], **rest}:
            assert state.running is True
            assert first.source == "/a"
            assert type(rest["Networks"]) is Result
        case _:  # pragma: no cover
            pytest.fail("no match")


def test_a_change_below_lasts() -> None:
    data = result()
    data["State"]["Running"] = False
    data.state.health.status = "starting"
    data.mounts[0].source = "/c"
    data.networks["none"] = {"IPAddress": ""}
    data.networks.none.ip_address = "::1"
    assert data == {
        "Id": "4f2a",
        "State": {"Running": False, "Health": {"Status": "starting"}},
        "Mounts": [{"Source": "/c"}, {"Source": "/b"}],
        "Networks": {"bridge": {"IPAddress": "172.17.0.2"}, "none": {"IPAddress": "::1"}},
    }


def test_the_views_are_live_and_know_their_size() -> None:
    data = Result({"A": 1})
    items, values = data.items(), data.values()
    data["B"] = {}
    assert (len(items), len(values)) == (2, 2)
    assert ("B", {}) in items
    assert [type(value) for value in values] == [int, Result]


WAYS_INTO_A_LIST: dict[str, Callable[[Any], Any]] = {
    "[]": lambda r: r[0],
    "negative index": lambda r: r[-2],
    "slice": lambda r: r[:1][0],
    "for": lambda r: next(item for item in r),
    "reversed": lambda r: list(reversed(r))[-1],
    "list": lambda r: list(r)[-2],
    "tuple": lambda r: tuple(r)[-2],
    "sorted": lambda r: sorted(r, key=lambda item: item.n)[1],
    "max": lambda r: max(r, key=lambda item: item.n),
    "enumerate": lambda r: next(enumerate(r))[1],
    "star": lambda r: [*r][-2],
    "arguments": lambda r: (lambda *items: items)(*r)[0],
    "unpacking": lambda r: (lambda first, _: first)(*r),
    "copy": lambda r: r.copy()[0],
    "copy.copy": lambda r: copy.copy(r)[0],
    "+": lambda r: operator.add(r, [])[0],
    "+ to a list": lambda r: operator.add([], r)[0],
    "+= to a list": lambda r: extended([], r)[0],
    "*": lambda r: (r * 2)[2],
    "* from the left": lambda r: (2 * r)[2],
    "*=": lambda r: repeated(r)[2],
    "itemgetter": lambda r: operator.itemgetter(0)(r),
    "slice of a list": lambda r: inserted([], r)[0],
    "ResultList": lambda r: ResultList(r)[0],
}


@pytest.mark.parametrize("way", WAYS_INTO_A_LIST)
def test_every_way_into_a_list_returns_the_same_nested_result(way: str) -> None:
    data = result_list()
    value = WAYS_INTO_A_LIST[way](data)
    assert type(value) is Result
    assert value is data[0]


def test_unpacking_and_matching_a_list_yields_results() -> None:
    first, second = result_list()
    assert (first.n, second.n) == (2, 1)
    match result_list():
        case [{"N": 2} as head, *rest]:
            assert (head.n, rest[0].n) == (2, 1)
        case _:  # pragma: no cover
            pytest.fail("no match")


def test_a_list_is_sorted_by_what_its_results_say() -> None:
    data = result_list()
    data.sort(key=lambda item: item.n)
    assert data == [{"N": 1}, {"N": 2}]
    data.sort(key=lambda item: item.n, reverse=True)
    assert data == [{"N": 2}, {"N": 1}]
    numbers = ResultList([2, 1])
    numbers.sort()
    assert numbers == [1, 2]


def test_an_item_that_is_taken_out_is_a_result() -> None:
    data = result_list()
    assert data.pop().n == 1
    assert data.pop(0).n == 2
    assert data == []


def test_what_is_made_of_a_list_is_a_list_of_the_same_kind() -> None:
    data = wrap([{"Id": 1}], FakeShape(items=CONTAINER), RESPONSE)
    for made in (data[:], data.copy(), operator.add(data, [{}]), data * 2, 2 * data):
        assert type(made) is ResultList
        assert response_of(made) is RESPONSE
        assert made[0].name is None
    for made in (operator.add([1], data), list(data), sorted(data, key=str)):
        assert type(made) is list


def test_a_list_takes_only_lists_to_add() -> None:
    with pytest.raises(TypeError):
        operator.add(result_list(), (1,))
    with pytest.raises(TypeError):
        operator.add((1,), result_list())
    with pytest.raises(TypeError):
        Result() | [("A", 1)]


def test_lists_of_lists_are_wrapped_as_well() -> None:
    top = result_list([["root", {"N": 1}]])
    assert type(top[0]) is ResultList
    assert top[0][0][1].n == 1


def test_items_that_are_added_while_a_list_is_read_are_read_too() -> None:
    data = result_list({"N": 0})
    for item in data:
        if item.n < 3:
            data.append({"N": item.n + 1})
    assert data == [{"N": 0}, {"N": 1}, {"N": 2}, {"N": 3}]


def test_what_contains_and_index_and_count_find_does_not_depend_on_having_been_touched() -> None:
    data = result_list()
    for _ in range(2):
        assert {"N": 1} in data
        assert (data.index({"N": 1}), data.count({"N": 1})) == (1, 1)
        list(data)


def test_wrapping_does_not_walk_the_data() -> None:
    class Untouchable(dict[str, Any]):
        def __iter__(self) -> Any:
            raise AssertionError("walked")

        __getitem__ = get = items = keys = values = __iter__  # type: ignore[assignment]

    data = wrap([Untouchable(), Untouchable()])
    assert len(data) == 2
    raw = [{"N": number} for number in range(1000)]
    many = wrap(raw)
    assert many[500] == {"N": 500}
    assert sum(type(item) is Result for item in list.__iter__(many)) == 1


def test_the_data_that_was_wrapped_stays_plain() -> None:
    data = container()
    made = wrap(data)
    made.state.running = False
    made.mounts[0].source = "/c"
    assert data == container()
    assert type(data["State"]) is dict


class Color(enum.Enum):
    RED = 1


@pytest.mark.parametrize("value", [None, 1, "text", b"bytes", 1.5, (1,), Color.RED, nested(), result_list()])
def test_any_other_value_is_returned_unchanged(value: Any) -> None:
    assert wrap(value) is value
    assert Result(A=value)["A"] is value


# As plain data


@few
@given(JSON)
def test_a_wrapped_value_is_equal_to_the_plain_one_and_is_serialised_as_it(value: Any) -> None:
    made = wrap(value)
    assert made == value
    assert value == made
    for indent in (None, 1):
        assert json.dumps(made, indent=indent) == json.dumps(value, indent=indent)
    assert made == value
    assert (type(plain(made)), plain(made)) == (type(value), value)


@few
@given(JSON)
def test_copies_are_equal_and_of_the_same_kind(value: Any) -> None:
    made = wrap(value)
    for twin in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert type(twin) is type(made)
        assert twin == value


@few
@given(JSON)
def test_a_repr_is_short_and_shows_where_it_is_cut(value: Any) -> None:
    text = repr(wrap({"A": value}))
    assert text.startswith("Result({'A': ")
    assert len(text) < 4000
    if "…" not in repr(value):
        assert "…" in text or eval(text) == {"A": value}


def test_plain_returns_only_plain_dicts_and_lists() -> None:
    data = result()
    list(data.mounts)
    given_back = plain(data)
    assert given_back == container()
    assert {type(part) for part in (given_back, given_back["State"], given_back["Mounts"][0])} == {dict}
    assert type(given_back["Mounts"]) is list
    assert data.mounts[0].source == "/a"


def test_a_shallow_copy_shares_what_is_nested() -> None:
    data = result()
    for twin in (data.copy(), dict(data)):
        twin["State"]["Running"] = False
        twin["Id"] = "other"
        assert (data.state.running, data.id) == (False, "4f2a")
        data.state.running = True


def test_a_deep_copy_shares_nothing_that_can_change() -> None:
    data = wrap([container()], FakeShape(items=CONTAINER), RESPONSE)
    data[0].self = data
    twin = copy.deepcopy(data)
    twin[0].state.running = False
    assert data[0].state.running is True
    assert twin[0].self is twin
    assert twin[0].name is None
    assert response_of(twin[0]) is RESPONSE


def test_joining_keeps_the_kind_of_the_left_side() -> None:
    joined = result() | {"Id": "other"}
    assert (type(joined), joined.id, joined.name) == (Result, "other", None)
    assert type({} | result()) is dict
    data = result()
    data |= {"Extra": {"A": 1}}
    assert data.extra.a == 1


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_keeps_data_response_and_shape(protocol: int) -> None:
    for made in (result(), wrap([container()], FakeShape(items=CONTAINER), RESPONSE)):
        twin = pickle.loads(pickle.dumps(made, protocol))
        first = twin[0] if isinstance(twin, list) else twin
        assert twin == made
        assert (first.name, first.state.exit_code) == (None, None)
        assert response_of(first.state) == RESPONSE


def test_a_pickle_goes_without_a_shape_that_cannot_be_pickled() -> None:
    twin = pickle.loads(pickle.dumps(wrap({"Id": 1}, UnpicklableShape({"Name": None}))))
    assert twin == {"Id": 1}
    assert not hasattr(twin, "name")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Result(), "Result({})"),
        (ResultList(), "ResultList([])"),
        (result_list({"N": [1, b"x"]}), "ResultList([{'N': [1, b'x']}])"),
        (Result({"A": "x" * 3000}), f"Result({{'A': '{'x' * 125}'…}})"),
        (ResultList([10**2500]), f"ResultList([1{'0' * 124}…])"),
        (Result({"A": list(range(900))}), f"Result({{'A': [{', '.join(map(str, range(34)))}, … 866 more]}})"),
        (
            Result({"A": [{"B": {"C": "y" * 60}}], "D": "x" * 2000}),
            "Result({'A': [{'B': {'C': '" + "y" * 60 + "'}}], 'D': '" + "x" * 125 + "'…})",
        ),
        (
            Result({"A": [{"B": {"C": ["y" * 60, "z" * 60]}}], "D": "x" * 2000}),
            "Result({'A': [{… 1 more}], 'D': '" + "x" * 125 + "'…})",
        ),
    ],
)
def test_a_short_repr_is_complete_and_a_long_one_shows_where_it_is_cut(value: Any, text: str) -> None:
    assert repr(value) == text


def test_the_repr_of_something_huge_or_endless_is_short() -> None:
    data = Result({"A": [{}] * 100_000, "B": "x" * 10_000_000, "C": [[1] * 1000] * 1000})
    data["D"] = data
    data["E"] = ResultList([data])
    assert len(repr(data)) < 3000
    assert type(dict.__getitem__(data, "A")) is list  # it was not wrapped for that


# The response


def test_every_value_in_an_answer_knows_its_response() -> None:
    data = result()
    for value in (data, data.state, data.state.health, data.mounts, data.mounts[0], data.copy(), data | {}):
        assert response_of(value) is RESPONSE


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("OK", f"response_of() takes a Result or a ResultList, not str; {INSTEAD}"),
        ({}, f"response_of() takes a Result or a ResultList, not dict; {INSTEAD}"),
        (Result(), "this Result did not come in an answer"),
        (wrap([]), "this ResultList did not come in an answer"),
    ],
)
def test_a_value_without_a_response_is_a_type_error(value: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        response_of(value)
    assert str(caught.value) == message


def test_headers_are_found_in_any_case() -> None:
    headers = Response(200, {"Api-Version": "1.45"}).headers
    assert (headers["api-version"], headers["API-VERSION"], headers.get("Server")) == ("1.45", "1.45", None)
    assert ("aPI-version" in headers, len(headers), list(headers)) == (True, 1, ["api-version"])
    assert headers == Headers([("API-Version", "1.45")])


@pytest.mark.parametrize(
    "name",
    ["Authorization", "X-Registry-Auth", "X-REGISTRY-CONFIG", "Proxy-Authorization", "Set-Cookie", "X-Token"],
)
def test_a_repr_never_shows_a_secret_header(name: str) -> None:
    response = Response(200, {name: "c2VjcmV0", "Server": "Docker"})
    assert "c2VjcmV0" not in repr(response)
    assert "'server': 'Docker'" in repr(response)
    assert response.headers[name] == "c2VjcmV0"


def test_a_response_is_frozen_and_can_be_pickled() -> None:
    with pytest.raises(AttributeError):
        RESPONSE.status = 500  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(RESPONSE)) == RESPONSE
    assert copy.deepcopy(RESPONSE) == RESPONSE


TOKENS = FakeShape({"Worker": None, "Manager": None}, masked=("Worker", "Manager"))
SWARM = FakeShape({"ID": None, "JoinTokens": TOKENS})


def test_what_opens_a_door_is_masked_in_a_repr_and_there_when_it_is_read() -> None:
    value = {"ID": "x", "JoinTokens": {"Worker": "SWMTKN-1", "Manager": "", "Other": 1}}
    swarm = wrap(value, SWARM)
    assert repr(swarm) == "Result({'ID': 'x', 'JoinTokens': {'Worker': ***, 'Manager': '', 'Other': 1}})"
    assert repr(wrap([value], FakeShape(items=SWARM))) == (
        "ResultList([{'ID': 'x', 'JoinTokens': {'Worker': ***, 'Manager': '', 'Other': 1}}])"
    )
    assert (swarm.JoinTokens.Worker, json.loads(json.dumps(swarm))) == ("SWMTKN-1", value)
    assert "SWMTKN-1" not in str(swarm.join_tokens)


def test_a_value_that_is_cut_is_masked_too() -> None:
    swarm = wrap({"JoinTokens": {"Worker": "SWMTKN-1", "Other": "x" * 100}, "More": "y" * 3000}, SWARM)
    assert "SWMTKN-1" not in repr(swarm)
    assert repr(swarm).startswith("Result({'JoinTokens': {'Worker': ***, ")
