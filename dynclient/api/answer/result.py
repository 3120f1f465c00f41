"""Answers as dicts and lists that can be read by attribute too, and know their response."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import ItemsView as _AbstractItems
from collections.abc import ValuesView as _AbstractValues
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol, SupportsIndex, TypeVar

from dynclient.document.deep import copied, is_same, levelled, plain_like, raised
from dynclient.document.drawn import Drawn, faces, pretty
from dynclient.document.names import fold, nearest
from dynclient.document.pickled import made
from dynclient.errors import MASK, Response

_METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))
_ROOMS = (2000, 125, 40)  # characters in a repr for the value, for each value in it, and for each in those
_NAMES_NEAR = 3
_NAMES_COMPARED = 256  # difflib takes milliseconds for a hundred names, and hasattr() makes suggestions too

_Value = TypeVar("_Value", bound="Result | ResultList")


class Shape(Protocol):
    """What a value knows of its schema."""

    def names(self) -> Collection[str]:
        """Return the declared property names."""

    def child(self, name: str, /) -> Shape | None:
        """Return the shape of a property's value, or of a map's."""

    def item(self) -> Shape | None:
        """Return the shape of a list's items."""

    def is_masked(self, name: str, /) -> bool:
        """Return whether a property's value is a secret, which no repr shows."""


_folded = lru_cache(maxsize=8192)(fold)


class _Wrapped(Drawn):
    """The common part of `Result` and `ResultList`."""

    __slots__ = ()
    _shape: Shape | None
    _response: Response | None

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        # What adds to a Result, as a Container does, needs more than data: a Result comes back.
        name = "Result" if isinstance(self, dict) else "ResultList"
        return made, (name,), (levelled(self), _if_picklable(self._shape), self._response)

    def __setstate__(self, state: tuple[Any, Shape | None, Response | None]) -> None:
        value, shape, response = state
        kind: Any = dict if isinstance(self, dict) else list
        kind.__init__(self, raised(value))
        object.__setattr__(self, "_shape", shape)
        object.__setattr__(self, "_response", response)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return copied(self, memo, _like)

    # In C or, if that is too deep for it, without recursion.

    def __eq__(self, other: object) -> Any:
        return is_same(self, other, super().__eq__)

    def __ne__(self, other: object) -> Any:
        same = self.__eq__(other)
        return same if same is NotImplemented else not same

    __hash__ = None  # type: ignore[assignment]  # as of any dict or list

    def __repr__(self) -> str:
        return f"{type(self).__name__}({_shown(self, _ROOMS, self._shape)})"


class _Items(_AbstractItems[str, Any]):
    def __reversed__(self) -> Iterator[tuple[str, Any]]:
        return iter(list(self)[::-1])


class _Values(_AbstractValues[Any]):
    def __reversed__(self) -> Iterator[Any]:
        return iter(list(self)[::-1])


class Result(_Wrapped, dict[str, Any]):
    """A JSON object: a dict whose values can also be read by attribute, in any spelling.

    It can be modified and sent back. Nested objects and lists become `Result` and `ResultList` when first accessed.

    >>> container = Result({"Id": "4f2a", "State": {"Running": True}})
    >>> container.State.Running, container.state.running
    (True, True)
    >>> container["State"]["Paused"] = False
    >>> container
    Result({'Id': '4f2a', 'State': {'Running': True, 'Paused': False}})

    Raises:
        AttributeError: there is no such key, present or declared; one that is declared but absent is None.
    """

    __slots__ = ("_response", "_shape")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tag(self, None, None)

    # Reading. Everything that returns a value goes through __getitem__.

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if type(value) not in _WRAPPERS:
            return value
        wrapped = self._wrapped(key, value)
        super().__setitem__(key, wrapped)
        return wrapped

    def __missing__(self, key: str) -> Any:
        # dict calls this for an absent key; a note leaves the error's argument as in any dict's.
        error = KeyError(key)
        if isinstance(key, str):
            error.add_note(self._unknown(key, self))
        raise error

    def _wrapped(self, key: str, value: Any) -> Any:
        return wrap(value, None if self._shape is None else self._shape.child(key), self._response)

    def __iter__(self) -> Iterator[str]:
        # As the class has its own __iter__, dict(r), {**r} and d.update(r) read through __getitem__ too.
        return super().__iter__()

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return the value of a key, or the default."""
        return self[key] if super().__contains__(key) else default

    def items(self) -> _Items:  # type: ignore[override]
        """Return a view of the pairs of key and value."""
        return _Items(self)

    def values(self) -> _Values:  # type: ignore[override]
        """Return a view of the values."""
        return _Values(self)

    def setdefault(self, key: str, default: Any = None, /) -> Any:
        """Return the value of a key, setting it to the default if it is absent."""
        super().setdefault(key, default)
        return self[key]

    def pop(self, key: str, /, *default: Any) -> Any:
        """Remove a key and return its value, or the default."""
        if key not in self:
            return super().pop(key, *default)
        value = self[key]
        del self[key]
        return value

    def popitem(self) -> tuple[str, Any]:
        """Remove the last pair and return it."""
        key, value = super().popitem()
        return key, self._wrapped(key, value)

    def copy(self) -> Result:
        """Return a shallow copy as a `Result`."""
        return wrap(dict(self), self._shape, self._response)  # type: ignore[no-any-return]

    __copy__ = copy

    def __or__(self, other: Any) -> Any:
        if not isinstance(other, dict):
            return NotImplemented
        joined = self.copy()
        joined.update(other)
        return joined

    # Attributes.

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # asked by protocols, never a key of the data
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        key = self._key(name)
        if key is None:
            raise AttributeError(self._unknown(name, [*self, *self._declared()]))
        return self.get(key)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name in _METHODS:
            raise AttributeError(f"{name!r} is a method of every dict; for a key write r[{name!r}]")
        else:
            self[self._key(name) or name] = value

    def __delattr__(self, name: str) -> None:
        key = None if name.startswith("_") or name in _METHODS else self._key(name)
        if key is None or key not in self:
            raise AttributeError(self._unknown(name, self))
        del self[key]

    def _key(self, name: str) -> str | None:
        """Return the key for a spelling: a present one before one that is only declared."""
        if name in self:
            return name
        folded = _folded(name)
        present = [key for key in self if isinstance(key, str) and _folded(key) == folded]
        if len(present) > 1:
            choices = " or ".join(f"r[{key!r}]" for key in present)
            raise AttributeError(f"{name!r} may mean {choices}; write which")
        declared = (key for key in self._declared() if _folded(key) == folded)
        return present[0] if present else next(declared, None)

    def _declared(self) -> Collection[str]:
        return self._shape.names() if self._shape is not None else ()

    def _unknown(self, name: str, known: Iterable[str]) -> str:
        near = nearest(name, list(islice(map(str, known), _NAMES_COMPARED)))
        inside = [] if near else self._within(name)
        hint = f"; near: {', '.join(near or inside)}" if near or inside else self._called(name)
        source = f" from {self._response.operation}" if self._response and self._response.operation else ""
        from dynclient.document.legible import legible

        return legible(f"no {name!r} in this Result{source}{hint}")

    def _within(self, name: str) -> list[str]:
        """List where a name occurs one level down."""
        folded = _folded(name)
        below = ((key, value) for key, value in dict.items(self) if isinstance(key, str) and isinstance(value, dict))
        return [f"{key}.{each}" for key, value in below for each in value if _folded(str(each)) == folded][:_NAMES_NEAR]

    def _called(self, name: str) -> str:
        """Say which call replaces a method of docker-py's objects; answers are only data."""
        operation = self._response.operation if self._response else None
        document = getattr(self._shape, "document", None)
        if not operation or document is None:
            return ""
        from dynclient.api.words.vocabulary import call_on

        line = call_on(document, operation, name)
        return f"; an answer is data: {line}" if line else ""

    # Completion.

    def __dir__(self) -> list[str]:
        names = (key for key in [*self, *self._declared()] if isinstance(key, str))
        usable = {key for key in names if key.isidentifier() and not keyword.iskeyword(key) and key[0] != "_"}
        return [*super().__dir__(), *usable]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


class ResultList(_Wrapped, list[Any]):
    """A JSON array: a list whose objects and lists become `Result` and `ResultList` when accessed.

    >>> [container.id for container in ResultList([{"Id": "4f2a"}, {"Id": "9c01"}])]
    ['4f2a', '9c01']
    """

    __slots__ = ("_response", "_shape")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        _tag(self, None, None)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._like([self[position] for position in range(*index.indices(len(self)))])
        return self._kept(index, super().__getitem__(index))

    def _kept(self, index: SupportsIndex, value: Any) -> Any:
        if type(value) not in _WRAPPERS:
            return value
        wrapped = self._wrapped(value)
        super().__setitem__(index, wrapped)
        return wrapped

    def _wrapped(self, value: Any) -> Any:
        return wrap(value, None if self._shape is None else self._shape.item(), self._response)

    def _like(self, values: list[Any]) -> ResultList:
        return wrap(values, self._shape, self._response)  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[Any]:
        for index, value in enumerate(super().__iter__()):
            yield self._kept(index, value)

    def __reversed__(self) -> Iterator[Any]:
        for index, value in zip(range(len(self) - 1, -1, -1), super().__reversed__(), strict=False):
            yield self._kept(index, value)

    def pop(self, index: SupportsIndex = -1, /) -> Any:
        """Remove an item and return it: the last one, or the one at the index."""
        return self._wrapped(super().pop(index))

    def copy(self) -> ResultList:
        """Return a shallow copy as a `ResultList`."""
        return self._like(list(self))

    __copy__ = copy

    def sort(self, *, key: Callable[[Any], Any] | None = None, reverse: bool = False) -> None:
        """Sort in place."""
        self[:] = sorted(self, key=key, reverse=reverse)

    def __add__(self, other: Any) -> Any:
        return self._like([*self, *other]) if isinstance(other, list) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        return [*other, *self] if isinstance(other, list) else NotImplemented

    def __mul__(self, count: SupportsIndex) -> ResultList:
        return self._like(list(self) * count)

    __rmul__ = __mul__

    def __imul__(self, count: SupportsIndex) -> ResultList:
        self[:] = list(self) * count
        return self

    def to_frame(self) -> Any:
        """Return the list as a pandas `DataFrame` with a row for each item.

        A property of a declared object has a column such as `Spec.Name`; a map, such as labels, or a list has one
        column.

        Raises:
            DynclientError: pandas is not installed.
        """
        return faces().frame(self)

    _repr_pretty_ = pretty


_WRAPPERS: dict[type, type[Result] | type[ResultList]] = {dict: Result, list: ResultList}


def _tag(value: _Value, shape: Shape | None, response: Response | None) -> _Value:
    object.__setattr__(value, "_shape", shape)
    object.__setattr__(value, "_response", response)
    return value


def wrap(value: Any, shape: Shape | None = None, response: Response | None = None) -> Any:
    """Make a `Result` of a dict or a `ResultList` of a list, without walking it; return anything else unchanged.

    Args:
        value: a value from `json.loads`.
        shape: what its schema declares.
        response: the answer that it came in.
    """
    kind = type(value)
    if kind not in _WRAPPERS:
        return value
    wrapper: Any = _WRAPPERS[kind]
    wrapped = wrapper.__new__(wrapper)
    kind.__init__(wrapped, value)
    return _tag(wrapped, shape, response)


def plain(value: Any) -> Any:
    """Return a deep copy of a value made only of plain dicts and lists.

    >>> plain(Result({"Names": ["/web"]}))
    {'Names': ['/web']}
    """
    if not isinstance(value, dict | list):
        return value
    return copied(value, {}, plain_like, keep=True)


def _like(value: Any) -> Any:
    """Return an empty value of the same class, for a copy."""
    if isinstance(value, _Wrapped):
        empty: Result | ResultList = Result() if isinstance(value, dict) else ResultList()
        return _tag(empty, value._shape, value._response)
    return type(value)()


# Pickles of 0.1 name it.
def _restored(levels: Any, shape: Shape | None, response: Response | None) -> Any:
    return wrap(raised(levels), shape, response)


def response_of(value: Any) -> Response:
    """Return the response that a `Result` or `ResultList` came in.

    Raises:
        TypeError: the value is of another type, or did not come in an answer.
    """
    if not isinstance(value, _Wrapped):
        raise TypeError(
            f"response_of() takes a Result or a ResultList, not {type(value).__name__}; "
            "client.send() gives the response of any request"
        )
    if value._response is None:
        raise TypeError(f"this {type(value).__name__} did not come in an answer")
    return value._response


def _if_picklable(shape: Shape | None) -> Shape | None:
    import pickle

    try:
        pickle.dumps(shape)
    except Exception:  # errors of many kinds say that a value cannot be pickled
        return None
    return shape


# A cut or masked repr has a "…" or MASK outside of quotes, so that it cannot be evaluated or taken for the whole.


class _Masked:
    """The placeholder for a secret in a repr."""

    def __repr__(self) -> str:
        return MASK


def _entries(value: Any, shape: Shape | None) -> Iterator[tuple[str, Any, Shape | None]]:
    """Yield each item with its prefix in the repr, and with its shape if it may have items itself."""
    if isinstance(value, dict):
        for key, item in dict.items(value):
            if shape is not None and isinstance(key, str) and item and shape.is_masked(key):
                item = _Masked()
            yield f"{key!r}: ", item, shape.child(key) if shape and isinstance(item, dict | list) else None
        return
    below = shape.item() if shape else None
    for item in list.__iter__(value):
        yield "", item, below


def _bracketed(value: Any, parts: list[str]) -> str:
    joined = ", ".join(parts)
    return f"{{{joined}}}" if isinstance(value, dict) else f"[{joined}]"


def _whole(value: Any, room: int, shape: Shape | None) -> str | None:
    """Return the repr of a value, or None if it needs more than about `room` characters."""
    if room < 0 or (isinstance(value, str | bytes) and len(value) > room):
        return None
    if not isinstance(value, dict | list):
        text = repr(value)
        return text if len(text) <= room else None
    parts = []
    for head, item, below in _entries(value, shape):
        text_of_item = _whole(item, room - len(head) - 4, below)
        if text_of_item is None:
            return None
        parts.append(head + text_of_item)
        room -= len(parts[-1]) + 2
    return _bracketed(value, parts)


def _shown(value: Any, rooms: tuple[int, ...], shape: Shape | None) -> str:
    """Return the repr of a value, cut to about `rooms[0]` characters."""
    room, deeper = rooms[0], rooms[1:]
    whole = _whole(value, room, shape)
    if whole is not None:
        return whole
    if isinstance(value, str | bytes):
        return f"{value[:room]!r}…"
    if not isinstance(value, dict | list):
        return f"{repr(value)[:room]}…"
    parts: list[str] = []
    for head, item, below in _entries(value, shape) if deeper else ():
        part = head + _shown(item, deeper, below)
        if room < len(part):
            break
        parts.append(part)
        room -= len(part) + 2
    if left := len(value) - len(parts):
        parts.append(f"… {left} more")
    return _bracketed(value, parts)
