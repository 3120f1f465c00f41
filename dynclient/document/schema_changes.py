"""The changes between two versions of a schema, and which of them break callers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from dynclient.document.legible import cut
from dynclient.document.places import keys_of

Node = Mapping[str, Any]
T = TypeVar("T")

_HOME = "#/components/schemas/"
_SHOWN = 6


class Side(NamedTuple):
    """The direction of a value: `sent`, `given`, or both."""

    sent: bool
    given: bool


SENT, GIVEN = Side(True, False), Side(False, True)


class SchemaComparison:
    """A comparison of the schemas of two documents.

    Args:
        before, after: the documents, normalised.
    """

    def __init__(self, before: Node, after: Node) -> None:
        self._before, self._after = before, after

    def compared(
        self,
        change: Callable[..., T],
        place: str,
        old: Any,
        new: Any,
        side: Side,
        *,
        whole: bool = False,
        seen: frozenset[tuple[str | int, str | int]] = frozenset(),
    ) -> Iterator[T]:
        """Compare two schemas.

        Args:
            change: makes a change of a place, a kind, words, and whether it breaks callers.
            place: the schemas' place.
            old, new: the schemas.
            side: the direction of their values.
            whole: whether they are named schemas themselves, not references to them.
            seen: the pairs around them, so that schemas that contain themselves come to an end.
        """
        if not isinstance(old, dict) or not isinstance(new, dict):
            if old != new:
                yield change(place, "changed", f"is {type_of(new)}, was {type_of(old)}", side.sent)
            return
        if not whole and _name_of(old) and _name_of(old) == _name_of(new):
            return
        pair = (_name_of(old) or id(old), _name_of(new) or id(new))
        if pair in seen:
            return
        seen = seen | {pair}
        common = _parts_by_name(old) & _parts_by_name(new)
        was, now = _view(old, self._before, common), _view(new, self._after, common)
        yield from _values(change, place, was, now, side)
        yield from self._properties(change, place, was, now, side, seen)
        for keyword, step in (("items", "[]"), ("additionalProperties", "{}")):
            inner = was.get(keyword), now.get(keyword)
            if all(isinstance(each, dict) for each in inner):
                yield from self.compared(change, f"{place}{step}", *inner, side, seen=seen)

    def _properties(
        self,
        change: Callable[..., T],
        place: str,
        was: Node,
        now: Node,
        side: Side,
        seen: frozenset[tuple[str | int, str | int]],
    ) -> Iterator[T]:
        old, new = was.get("properties", {}), now.get("properties", {})
        needed_before, needed = set(was.get("required", ())), set(now.get("required", ()))
        for name, schema in old.items():
            if name not in new:
                yield change(_below(place, name), "removed", described(schema), True)
        for name, schema in new.items():
            here = _below(place, name)
            if name not in old:
                what = f"{described(schema)}{', required' if name in needed else ''}"
                yield change(here, "added", what, side.sent and name in needed)
                continue
            if (name in needed) != (name in needed_before):
                breaks = side.sent if name in needed else side.given
                yield change(here, "changed", "is required" if name in needed else "is optional", breaks)
            yield from self.compared(change, here, old[name], schema, side, seen=seen)


def _values(change: Callable[..., T], place: str, was: Node, now: Node, side: Side) -> Iterator[T]:
    """Compare the constraints of two schemas on the value itself."""
    (kinds_before, null_before), (kinds, null) = kinds_beside_null(was), kinds_beside_null(now)
    if kinds != kinds_before or was.get("format") != now.get("format"):
        wider = bool(kinds_before) and kinds_before <= kinds
        breaks = kinds != kinds_before and bool(kinds) and not (wider and not side.given)
        if type_of(was) != type_of(now):
            yield change(place, "changed", f"is {type_of(now)}, was {type_of(was)}", breaks)
    if null != null_before and kinds and kinds_before:
        yield change(place, "changed", "may be null" if null else "is never null", (not null) and side.sent)
    yield from _enum(change, place, was.get("enum"), now.get("enum"), side)
    if was.get("default") != now.get("default"):
        yield change(place, "changed", f"default is {_shown(now.get('default'))}, was {_shown(was.get('default'))}")
    if now.get("deprecated") and not was.get("deprecated"):
        yield change(place, "changed", "is deprecated")
    for keyword, tighter in _BOUNDS.items():
        before, after = was.get(keyword), now.get(keyword)
        if before != after:
            breaks = side.sent and after is not None and (before is None or tighter(before, after))
            yield change(place, "changed", f"{keyword} is {_shown(after)}, was {_shown(before)}", breaks)


_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), lambda a, b: b > a),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), lambda a, b: b < a),
    **dict.fromkeys(("pattern", "multipleOf"), lambda a, b: True),
}


def _enum(change: Callable[..., T], place: str, old: Any, new: Any, side: Side) -> Iterator[T]:
    if old is None or new is None:
        if old is not None:
            yield change(place, "changed", "takes any value, not one of a list")
        elif new is not None:
            yield change(place, "changed", f"is one of {_listed(new)}", side.sent)
        return
    # Null is reported separately.
    before, after = ({json.dumps(each) for each in values if each is not None} for values in (old, new))
    if gone := [each for each in old if json.dumps(each) in before - after]:
        yield change(place, "removed", f"the value{'s' * (len(gone) > 1)} {_listed(gone)}", side.sent)
    if come := [each for each in new if json.dumps(each) in after - before]:
        yield change(place, "added", f"the value{'s' * (len(come) > 1)} {_listed(come)}")


# --- views and words


def _view(schema: Node, content: Node, common: frozenset[str] | set[str]) -> dict[str, Any]:
    """Return a schema with its references and `allOf` merged in, except for schemas that both sides have by name."""
    out: dict[str, Any] = {}
    waiting, seen = [schema], set()
    while waiting:
        part = waiting.pop(0)
        name = _name_of(part)
        if name and (name in common or name in seen):
            continue
        if name:
            seen.add(name)
            waiting.append(content["components"]["schemas"].get(name) or {})
        for key, value in part.items() if isinstance(part, dict) else ():
            if key == "properties":
                out["properties"] = {**value, **out.get("properties", {})}
            elif key == "required":
                out["required"] = [*out.get("required", []), *value]
            elif key == "allOf":
                waiting += value
            elif key == "anyOf" and (rest := [sub for sub in value if sub != {"type": "null"}]) and len(rest) == 1:
                waiting += rest
                out["x-null"] = True
            elif key != "$ref":
                out.setdefault(key, value)
    return out


def _parts_by_name(schema: Node) -> set[str]:
    return {name for part in schema.get("allOf", ()) if (name := _name_of(part))}


def _name_of(schema: Any) -> str:
    ref = schema.get("$ref") if isinstance(schema, dict) else None
    return keys_of(ref)[-1] if isinstance(ref, str) and ref.startswith(_HOME) else ""


def kinds_beside_null(schema: Node) -> tuple[frozenset[str], bool]:
    """Return the types that a schema names, without null, and whether null is one."""
    kinds = schema.get("type", ())
    named = frozenset((kinds,) if isinstance(kinds, str) else kinds)
    return named - {"null"}, "null" in named or bool(schema.get("x-null"))


def type_of(schema: Any) -> str:
    """Name a schema's type: `integer (int64)`, `array of Mount`, `string or null`."""
    if not isinstance(schema, dict):
        return "nothing" if schema in (None, False) else "anything"
    if name := _name_of(schema):
        return name
    kinds, _ = kinds_beside_null(schema)
    if "anyOf" in schema or "oneOf" in schema:
        branches = [each for each in [*schema.get("anyOf", ()), *schema.get("oneOf", ())] if each != {"type": "null"}]
        return " or ".join(dict.fromkeys(type_of(each) for each in branches[:_SHOWN])) or "anything"
    if not kinds:
        parts = [name for part in schema.get("allOf", ()) if (name := _name_of(part))]
        return " and ".join(parts) or ("object" if "properties" in schema else "anything")
    words = [
        f"array of {type_of(schema['items'])}" if kind == "array" and "items" in schema else kind for kind in kinds
    ]
    return f"{' or '.join(sorted(words))}{f' ({form})' if (form := schema.get('format')) else ''}"


def described(schema: Any) -> str:
    """Describe a new or former value in a few words."""
    values = schema.get("enum") if isinstance(schema, dict) else None
    default = schema.get("default") if isinstance(schema, dict) else None
    more = f", one of {_listed(values)}" if values else ""
    return f"({type_of(schema)}{more}{f', default {_shown(default)}' if default is not None else ''})"


def _listed(values: Any) -> str:
    shown = [_shown(value) for value in values if value is not None]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"{', '.join(shown[:_SHOWN])}{more}"


def _shown(value: Any) -> str:
    text = "none" if value is None else json.dumps(value, ensure_ascii=False)
    return cut(text, 60)


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place and " " not in place.split(".")[0] else f"{place} {name}".strip()
