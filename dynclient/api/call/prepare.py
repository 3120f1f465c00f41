"""From Python values to JSON values: what is not JSON is converted if its meaning is clear, and reported otherwise."""

from __future__ import annotations

import base64
import math
import operator
import os
from collections.abc import Generator, Mapping, Set
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from dynclient.api.answer.result import Result
from dynclient.api.call.times import WrongTimeError, go_duration, in_unit, is_a, number_text, rfc3339
from dynclient.api.model.schema import Schema, describe, types_beside_null, types_of
from dynclient.document.names import fold, spelling_problem, spellings
from dynclient.document.places import unescape
from dynclient.errors import ArgumentError

_DEEPEST = 100  # deeper than any schema of the API
# The range of a float; Python does not write integers of more than 4300 digits.
_WIDEST = 1024
_ENCODED = "bytes or a pathlib.Path, got text; write b'…', or base64.b64decode(…) if it is base64 already"
_LISTED = "a dict is taken as its keys only if every value is True, False or None"


def place(where: str, step: str | int) -> str:
    """Write a place in an argument: `HostConfig.Ulimits[0]`, `Labels['a.b']`."""
    if isinstance(step, int):
        return f"{where}[{step}]"
    if not where:
        return step
    return f"{where}.{step}" if step.replace("-", "_").isidentifier() else f"{where}[{step!r}]"


class Preparation:
    """A converter of a call's values to JSON values, which collects faults.

    Args:
        errors: the list to which faults are added.
        loose: for JSON parameters such as `filters`: a scalar is wrapped if a list is expected, and a bool, number,
            date or duration is written as text if a string is expected.
        defs: the definitions that the schemas refer to.
        answered: text in base64 is kept, as it comes from the engine.
        exact: names are sent as given, even if the schema has another spelling.
    """

    def __init__(
        self,
        errors: list[ArgumentError],
        *,
        loose: bool = False,
        defs: Mapping[str, Schema] | None = None,
        answered: bool = False,
        exact: bool = False,
    ):
        self.errors, self.loose, self.defs, self.answered, self.exact = errors, loose, defs or {}, answered, exact
        self.ignored: list[
            tuple[str, str, Any]
        ] = []  # the object, the name that the engine ignores, and the steps to the one that it heeds
        self._open: set[int] = set()

    def value(self, value: Any, schema: Schema, where: str, depth: int = 0) -> Any:
        """Return the JSON value for a Python value.

        Args:
            value: the caller's value.
            schema: the flattened schema of its place; `{}` if there is none.
            where: the place's name, for errors.
        """
        kind = type(value)
        if kind is int and value.bit_length() > _WIDEST:
            return self._fault(where, f"is an integer of {value.bit_length()} bits, which is too large", "value")
        if kind is bool or kind is int or value is None:
            return self._plain(value, schema, where) if self.loose else value
        if kind is str:
            return self._text(value, schema, where)
        if "anyOf" in schema or "$ref" in schema or "allOf" in schema:
            schema = self._branch(schema, value)
        if kind is dict or kind is list or isinstance(value, (Mapping, list, tuple, Set)):
            return self._nested(value, schema, where, depth)
        return self._scalar(value, schema, where)

    def _nested(self, value: Any, schema: Schema, where: str, depth: int) -> Any:
        if id(value) in self._open:
            return self._fault(where, "contains itself", "value")
        if depth > _DEEPEST:
            return self._fault(f"{where[:40]}…", f"is nested deeper than {_DEEPEST} levels", "value")
        self._open.add(id(value))
        kind, answered = type(value), self.answered
        walk = self._object if kind is dict or (kind is not list and isinstance(value, Mapping)) else self._array
        self.answered = answered or (kind is not dict and kind is not list and isinstance(value, Result))
        made = walk(value, schema, where, depth)
        self.answered = answered
        self._open.remove(id(value))
        return made

    def _fault(self, where: str, problem: str, kind: str = "type") -> None:
        self.errors.append(ArgumentError(where, problem, kind))

    def _branch(self, schema: Schema, value: Any) -> Schema:
        """Merge into a schema the branches that a value is most likely meant for."""
        while "$ref" in schema:
            schema = self.defs.get(def_name(schema["$ref"]), {})
        wanted = "object" if isinstance(value, Mapping) else "array" if isinstance(value, (list, tuple, Set)) else ""
        groups = [part["anyOf"] for part in (schema, *schema.get("allOf", ())) if "anyOf" in part]
        chosen = [self._best([self._branch(sub, value) for sub in group], wanted, value) for group in groups]
        out = {key: sub for key, sub in schema.items() if key not in ("anyOf", "allOf")}
        for found in chosen:
            if wanted == "object" and "properties" in out:
                found = {**found, "properties": {**out["properties"], **found.get("properties", {})}}
            out.update(found)
        return out

    @staticmethod
    def _best(branches: list[Schema], wanted: str, value: Any) -> Schema:
        """Return the branch for a value's type and, for a dict, for its discriminator and names."""
        fitting = [branch for branch in branches if not wanted or wanted in (types_of(branch) or (wanted,))]
        if wanted != "object" or len(fitting) < 2:
            return next(iter(fitting), {})
        given = {fold(key): item for key, item in value.items() if isinstance(key, str)}

        def likeness(branch: Schema) -> int:
            known = {fold(name): sub for name, sub in branch.get("properties", {}).items()}
            return sum(1 if _may_be(given[name], known[name]) else -len(given) for name in given.keys() & known.keys())

        return max(fitting, key=likeness)

    def _text(self, value: str, schema: Schema, where: str) -> Any:
        if not (value.isascii() or is_utf8(value)):
            return self._fault(where, f"has {HALF}", "value")
        if "x-base64" in schema or "x-listed" in schema:
            return self._marked_text(value, schema, where)
        return self._wrapped(value, schema) if self.loose else value

    def _marked_text(self, value: str, schema: Schema, where: str) -> Any:
        if schema.get("x-listed"):
            return [value]
        if schema.get("x-base64") and schema.get("x-bytes"):
            return self._base64(value, where)
        if schema.get("x-base64") and not _is_base64(value):
            return self._fault(where, "is not base64 with padding; give bytes to have them encoded", "value")
        return self._wrapped(value, schema)

    def _base64(self, value: str, where: str) -> str | None:
        # Some passwords are valid base64 by chance, and no one can read a secret back to see what was stored.
        if self.answered and _is_base64(value):
            return value
        expected = "base64 with padding, as inspect returns it" if self.answered else _ENCODED
        self._fault(where, f"expected {expected}", "value")
        return None

    def _wrapped(self, value: Any, schema: Schema) -> Any:
        return [value] if self.loose and types_of(schema)[:1] == ("array",) else value

    def _plain(self, value: Any, schema: Schema, where: str) -> Any:
        if value is None and schema.get("x-filter"):
            return self._matches_all("None", where)
        return self._as_text(value, schema)

    def _matches_all(self, shown: str, where: str) -> None:
        # The engine ignores a filter without a value, and a prune would remove everything.
        self._fault(
            where, f"expected a text to filter by, got {shown}; without this filter everything matches", "value"
        )

    def _as_text(self, value: Any, schema: Schema) -> Any:
        if value is not None and (items := self._string_items(schema)) is not None:
            return [self._as_text(value, items)]
        if isinstance(value, bool) and _is_string(schema):
            return "true" if value else "false"
        return number_text(value) if isinstance(value, (int, float)) and _is_string(schema) else value

    @staticmethod
    def _string_items(schema: Schema) -> Schema | None:
        items = schema.get("items") if types_of(schema)[:1] == ("array",) else None
        return items if isinstance(items, dict) else None

    def _object(self, value: Mapping[Any, Any], schema: Schema, where: str, depth: int) -> Any:
        if self.loose and types_of(schema)[:1] == ("array",):
            return self._listed(value, schema, where, depth)
        properties, free = schema.get("properties", {}), schema.get("additionalProperties")
        extra = free or schema.get("x-others")
        other = extra if isinstance(extra, dict) else {}
        # In a map, a key that is spelled like a property is still a key.
        folded = _folded(tuple(properties)) if properties and not self.exact and not free else {}
        out: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                self._fault(where, f"has a key that is not a string: {kind_of(key)}")
                continue
            if not (key.isascii() or is_utf8(key)):
                self._fault(where, f"has a key with {HALF}", "value")
                continue
            name = key
            if folded and key not in properties:
                found = folded.get(fold(key), key)
                if not isinstance(found, str):
                    self._fault(place(where, key), spelling_problem(found), "name")
                    continue
                name = found
            if name in out:
                self._fault(place(where, name), "is given in two spellings", "name")
            below = properties.get(name) or other
            out[name] = self.value(item, below, place(where, name), depth + 1)
            if "x-ignored" in below and item and not self.answered:
                self.ignored.append((where, name, below["x-ignored"]))
        return out

    def _listed(self, value: Mapping[Any, Any], schema: Schema, where: str, depth: int) -> Any:
        """Return the list for a mapping, or report that there is none.

        The engine's older form of a filter is `{"status": {"exited": true}}`, in which false counts as present too.
        A mapping of labels becomes a text for each. Any other mapping, reduced to its keys, would match too much.
        """
        pairs = schema.get("x-pairs")
        marks = value or schema.get("x-filter")
        if marks and all(isinstance(item, bool) or (item is None and not pairs) for item in value.values()):
            return self._array(list(value), schema, where, depth)
        if not pairs:
            return self._fault(where, f"expected {describe(schema)}, got a dict; {_LISTED}")
        made = [self._pair(key, item, where) for key, item in value.items()]
        return None if None in made else self._array(made, schema, where, depth)

    def _pair(self, key: Any, value: Any, where: str) -> str | None:
        if isinstance(key, str) and isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return f"{str.__str__(key)}={str.__str__(value) if isinstance(value, str) else number_text(value)}"
        if isinstance(key, str):
            shown = "None" if value is None else kind_of(value)
            self._fault(place(where, key), f"expected the label's value as text, got {shown}")
        else:
            self._fault(where, f"has a key that is not a string: {kind_of(key)}")
        return None

    def _array(self, value: Any, schema: Schema, where: str, depth: int) -> Any:
        if not value and self.loose and schema.get("x-filter"):
            return self._matches_all("nothing", where)
        items = schema.get("items")
        below = items if isinstance(items, dict) else {}
        ordered = sorted(value, key=repr) if isinstance(value, Set) else value
        return [self.value(item, below, place(where, index), depth + 1) for index, item in enumerate(ordered)]

    def _scalar(self, value: Any, schema: Schema, where: str) -> Any:
        if isinstance(value, str):
            return self._text(str.__str__(value), schema, where)
        if isinstance(value, float):
            return self._float(float(value), schema, where)
        if isinstance(value, datetime):
            return self._date(value, schema, where)
        if isinstance(value, timedelta):
            return self._duration(value, schema, where)
        if isinstance(value, (bytes, bytearray, memoryview)):
            if schema.get("contentEncoding") == "base64":
                return base64.b64encode(bytes(value)).decode()
            return self._fault(where, f"expected {describe(schema)}, got bytes; decode it")
        if isinstance(value, os.PathLike) and schema.get("contentEncoding") == "base64":
            return self._content(value, schema, where)
        if isinstance(value, os.PathLike):
            return self.value(os.fspath(value), schema, where)
        if isinstance(value, date) and schema.get("format") == "date":
            return value.isoformat()
        if isinstance(value, time) and schema.get("format") in ("time", "partial-time"):
            return value.isoformat()
        if isinstance(value, range) or (isinstance(value, Generator) and "array" in types_of(schema)):
            return self.value(list(value), schema, where)
        if is_a(value, "enum", "Enum"):
            return self.value(value.value, schema, where)
        if is_a(value, "uuid", "UUID") and "string" in (types_of(schema) or ("string",)):
            return self._wrapped(f"{value}", schema)
        if is_a(value, "decimal", "Decimal"):
            return self._decimal(value, schema, where)
        if hasattr(type(value), "__index__"):
            return self.value(operator.index(value), schema, where)
        return self._fault(where, f"expected {describe(schema)}, got {kind_of(value)}")

    def _decimal(self, value: Any, schema: Schema, where: str) -> Any:
        if value.is_finite() and ("string" in types_of(schema) or self.loose):
            return self._wrapped(f"{value:f}", schema)
        if value.is_finite() and value.adjusted() < _WIDEST and value == value.to_integral_value():
            return self.value(int(value), schema, where)
        number = float(value)
        if value.is_finite() and type(value)(repr(number)) != value:
            return self._fault(where, "expected a number with no more digits than a float holds", "value")
        return self._float(number, schema, where)

    def _content(self, path: os.PathLike[Any], schema: Schema, where: str) -> Any:
        try:
            with open(path, "rb") as file:
                return self.value(file.read(), schema, where)
        except OSError as error:
            return self._fault(where, f"{os.fsdecode(path)} cannot be read: {error.strerror}", "value")

    def _float(self, value: float, schema: Schema, where: str) -> Any:
        if not math.isfinite(value):
            return self._fault(where, f"is {value}, which JSON cannot express", "value")
        # The engine refuses integers written as 67108864.0 or 1e3 (spec/REALITY.md, E70).
        number = int(value) if value.is_integer() else value
        return self._as_text(number, schema) if self.loose else number

    def _date(self, value: datetime, schema: Schema, where: str) -> Any:
        if schema.get("format") == "date":
            return self._fault(where, "expected a date, got a datetime; write .date()")
        try:
            return self._wrapped(rfc3339(value), schema)
        except (ValueError, OverflowError):
            return self._fault(where, "is a date that has no UTC equivalent in the years 1 to 9999", "value")

    def _duration(self, value: timedelta, schema: Schema, where: str) -> Any:
        try:
            if unit := schema.get("x-duration"):
                return in_unit(value, unit)
            if self.loose:
                return self._wrapped(go_duration(value), schema)
        except WrongTimeError as error:
            return self._fault(where, str(error), "value")
        return self._fault(where, f"expected {describe(schema)}, got a timedelta")


def _may_be(value: Any, schema: Any) -> bool:
    """Return whether a value is one of the schema's enum, if it has one."""
    if not isinstance(schema, dict) or not isinstance(value, str):
        return True
    named = schema.get("enum", [schema["const"]] if "const" in schema else [value])
    return value in named and value not in schema.get("not", {}).get("enum", ())


HALF = "half of a surrogate pair, which UTF-8 cannot encode"


def is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_string(schema: Schema) -> bool:
    return types_beside_null(schema) == ["string"]


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _folded(names: tuple[str, ...]) -> Mapping[str, str | tuple[str, ...]]:
    return spellings(names)


def def_name(reference: str) -> str:
    """Return the key in `$defs` for a reference in a flattened schema."""
    return unescape(reference.removeprefix("#/$defs/"))


def kind_of(value: Any) -> str:
    """Name a value's type, with an article."""
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
