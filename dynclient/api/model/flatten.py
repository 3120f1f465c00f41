"""Schemas for checking requests: references followed, `allOf` merged, objects closed, optional values nullable.

`unevaluatedProperties` would express the same as a merged closed object, but blames places other than the one at fault
and is five times slower.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any

from dynclient.api.model.schema import BRANCHES, FEW, Resolve, Schema, alone, deref, is_worded, nullable, types_of
from dynclient.document.kinds import CHILDREN
from dynclient.document.names import fold
from dynclient.document.patterns import is_pattern
from dynclient.document.places import escape
from dynclient.errors import SpecError

# The ranges of formats. Without a format JSON has no bound (RFC 8259, section 6), and servers differ.
_RANGES = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
_TIGHTER: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": max,
    "minLength": max,
    "minItems": max,
    "maximum": min,
    "maxLength": min,
    "maxItems": min,
}
Range = Sequence[int]

# How many nested references are followed; deeper schemas are put in `$defs`.
_LINKS = 30
# The most parts of a schema; a part counts again each time that it is reached.
_PARTS = 200_000
# How deeply `allOf` may be nested. How deep Python's stack may get depends on the caller.
_DEPTH = 100
_DROPPED = {"example", "examples", "xml", "externalDocs"}
# Keywords that hold beside another of the same name; others replace each other.
_BOTH = (*BRANCHES, "not", "pattern")
_KINDS, _REST = "x-kinds", "x-rest"


def request_schema(schema: Schema, resolve: Resolve, integers: Range | None = None) -> Schema:
    """Flatten a schema into the form that arguments are checked against.

    `allOf` is merged into one object; an object that declares properties accepts no others unless the document says so;
    an optional property and a map's value may be null, which the engine treats as unset (spec/REALITY.md, E02). A
    schema that contains itself refers to `$defs`.

    Args:
        schema: a schema of the document.
        resolve: returns the target of a local reference (`#/components/schemas/X`).
        integers: the range of integers without a format.

    Raises:
        SpecError: it is nested too deeply.
    """
    flattening = _Flattening(resolve, integers)
    try:
        flat = flattening.flat(schema)
        flattening.finish()
    except RecursionError:
        raise SpecError("a schema is nested too deeply") from None
    if flattening.defs:
        return {**flat, "$defs": dict(flattening.defs)}
    return flat


class _Flattening:
    def __init__(self, resolve: Resolve, integers: Range | None = None) -> None:
        self.resolve, self.integers = resolve, integers
        self.open: list[str] = []
        self.recursive: set[str] = set()
        self.later: list[str] = []
        self.defs: dict[str, Schema] = {}
        # A schema with several references is flattened once and shared: otherwise the time would double with every
        # link in a chain of schemas that each name the next one twice.
        self.done: dict[tuple[str, bool], Schema] = {}
        self.joined: dict[str, Schema] = {}
        self.names: dict[str, str] = {}  # of schemas with `allOf`, by their JSON
        self.count = self.depth = 0

    def flat(self, schema: Any, shut: bool = True) -> Schema:
        """Flatten a schema; one that describes only a part of its value is not closed to other names (`shut`)."""
        if not isinstance(schema, dict):
            return {} if schema is not False else {"not": {}}
        self.count += 1
        if self.count > _PARTS:
            raise SpecError(f"a schema is made of more than {_PARTS:,} parts")
        schema = alone(schema)
        reference = schema.get("$ref")
        if reference is None:
            return self.joined_flat(schema, shut) if "allOf" in schema else self.closed(schema, shut)
        if len(schema) == 1 and (reference, shut) in self.done:
            return self.done[reference, shut]
        if len(schema) > 1 and is_worded(schema):
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return {**self.flat({"$ref": reference}, shut), **beside}
        name = escape(reference)
        if reference in self.open:
            self.recursive.add(reference)
            return {"$ref": f"#/$defs/{name}"}
        if len(self.open) == _LINKS and len(schema) == 1:
            self.later.append(reference)
            return {"$ref": f"#/$defs/{name}"}
        self.open.append(reference)
        try:
            flat = self.closed(self.merged(deref(schema, self.resolve)), shut)
        finally:
            self.open.remove(reference)
        if reference in self.recursive:
            self.defs[reference] = flat
        if len(schema) == 1:
            self.done[reference, shut] = flat
        return flat

    def joined_flat(self, schema: Schema, shut: bool) -> Schema:
        """Flatten a schema with `allOf`; one that occurs again inside itself, by its JSON, refers to `$defs`."""
        name = self.names.setdefault(json.dumps(schema), f"allOf_{len(self.names) + 1}")
        if name in self.open:
            self.recursive.add(name)
            return {"$ref": f"#/$defs/{name}"}
        self.open.append(name)
        try:
            flat = self.closed(self.merged(schema), shut)
        finally:
            self.open.remove(name)
        if name in self.recursive:
            self.defs[name] = flat
        return flat

    def finish(self) -> None:
        """Flatten the schemas that were put off, and those that these put off in turn."""
        while self.later:
            reference = self.later.pop()
            if reference not in self.defs:
                self.defs[reference] = {}
                self.defs[reference] = self.flat({"$ref": reference})

    def merged(self, schema: Schema) -> Schema:
        """Merge a schema's `allOf` into it, without flattening what is below."""
        if "allOf" not in schema:
            return schema
        out: Schema = {}
        own = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            _merge(out, {key: value for key, value in self.part(part).items() if key != CHILDREN})
        _merge(out, own)
        if "required" in out:
            out["required"] = list(dict.fromkeys(out["required"]))
        return out

    def part(self, schema: Any) -> Schema:
        """Return a part of an `allOf`, itself merged; the target of a reference is merged once."""
        self.count += 1
        if self.count > _PARTS:
            raise SpecError(f"a schema is made of more than {_PARTS:,} parts")
        reference = schema["$ref"] if isinstance(schema, dict) and schema.keys() == {"$ref"} else None
        if reference in self.joined:
            return self.joined[reference]
        self.depth += 1
        if self.depth > _DEPTH:
            raise SpecError("a schema is nested too deeply")
        merged = self.merged(deref(schema, self.resolve))
        self.depth -= 1
        if reference is not None:
            self.joined[reference] = merged
        return merged

    def closed(self, schema: Schema, shut: bool) -> Schema:
        out = {key: value for key, value in schema.items() if key not in _DROPPED}
        if "pattern" in out and not is_pattern(out["pattern"]):
            del out["pattern"]
        required = {name for name in out.get("required", ()) if not self.is_read_only(out, name)}
        if "required" in out:
            out["required"] = [name for name in out["required"] if name in required]
        if (children := out.pop(CHILDREN, None)) and (word := _discriminator(out)):
            out[_KINDS] = _kinds(word, children)
        if isinstance(properties := out.get("properties"), dict):
            out["properties"] = {
                name: self.flat(sub) if name in required else nullable(self.flat(sub))
                for name, sub in properties.items()
            }
            if not required.issubset(properties):
                _declare(out, required)
            if shut:
                out.setdefault("type", "object")
        if isinstance(extra := out.get("additionalProperties"), dict):
            out["additionalProperties"] = nullable(self.flat(extra))
        if isinstance(items := out.get("items"), dict):
            out["items"] = self.flat(items)
        for key in out.keys() & _SUBSCHEMAS.keys():
            out[key] = _SUBSCHEMAS[key](self.flat, out[key])
        if any(key in out for key in _TOGETHER):
            self.join(out, shut)
        elif shut and "properties" in out and not any(key in out for key in _FREE):
            out.setdefault("additionalProperties", False)
        if "integer" in types_of(out):
            self.bound(out)
        return out

    def bound(self, out: Schema) -> None:
        """Narrow an integer to the range of its format or, without one, of the API's servers."""
        if held := _RANGES.get(str(out.get("format")), self.integers):
            low, high = held
            out["minimum"] = max(out.get("minimum", low), low)
            out["maximum"] = min(out.get("maximum", high), high)

    def is_read_only(self, schema: Schema, name: str) -> bool:
        """Return whether a property occurs only in answers, so that no request needs it (OpenAPI 3.1, 4.8.24)."""
        sub = deref(schema.get("properties", {}).get(name), self.resolve)
        parts = sub.get("allOf", ())
        return bool(sub.get("readOnly")) or any(deref(part, self.resolve).get("readOnly") for part in parts)

    def join(self, out: Schema, shut: bool) -> None:
        """Flatten alternatives: in a request it suffices that one or more hold, which is what servers check.

        Each branch of a lone `oneOf` is closed. Where several may hold for one object, in `anyOf` or beside other
        alternatives or properties, each knows only some of its names: the object is closed by all of them together.
        """
        groups = [(key, self.told_apart(out, out.pop(key))) for key in (_KINDS, *BRANCHES) if key in out]
        every = out.pop("allOf", [])
        groups += [(key, part[key]) for part in every for key in part.keys() & set(BRANCHES) if len(part) == 1]
        rest = [self.flat(part, False) for part in every if not (len(part) == 1 and part.keys() & set(BRANCHES))]
        alone = shut and len(groups) == 1 and "properties" not in out
        joined: list[list[Schema]] = []
        apart = True
        for key, subs in groups:
            closed = alone or (shut and key == _KINDS)
            branches = [self.flat(sub, closed and not (isinstance(sub, dict) and _REST in sub)) for sub in subs]
            if alone and key == "anyOf" and sum("properties" in branch for branch in branches) > 1:
                branches = [self.flat(sub, False) for sub in subs]
            elif alone:
                apart = False
            joined.append(branches)
        if shut and apart and not out.get("additionalProperties") and not any(key in out for key in _FREE[1:]):
            _close(out, [branch for branches in joined for branch in branches])
        if len(joined) == 1 and not rest:
            out["anyOf"] = joined[0]
        elif joined or rest:
            out["allOf"] = [*({"anyOf": branches} for branches in joined), *rest]

    def told_apart(self, schema: Schema, branches: list[Any]) -> list[Any]:
        """Add to branches that name no discriminator values those that the mapping assigns to them."""
        said = schema.get("discriminator")
        word, mapping = (said.get("propertyName"), said.get("mapping")) if isinstance(said, dict) else (None, None)
        if not isinstance(word, str) or not isinstance(mapping, dict):
            return branches
        values: dict[str, list[str]] = {}
        for value, target in mapping.items():
            values.setdefault(str(target).rpartition("/")[2], []).append(value)
        out = []
        for branch in branches:
            named = values.get(str(branch.get("$ref", "")).rpartition("/")[2]) if isinstance(branch, dict) else None
            kind = deref(self.part(branch).get("properties", {}).get(word), self.resolve) if named else {}
            free = named and kind.keys().isdisjoint({"enum", "const", "allOf"})
            out.append({"allOf": [branch, {"properties": {word: {"enum": named}}}]} if free else branch)
        return out


# Keywords whose schemas describe a part of a value, so that they are not closed by themselves.
_TOGETHER = (*BRANCHES, "allOf", _KINDS)
_IN_PLACE = ("not", "if", "then", "else", "dependentSchemas")
# Keywords that leave an object with declared properties open.
_FREE = ("additionalProperties", "patternProperties", *_IN_PLACE)
_SUBSCHEMAS: dict[str, Callable[[Callable[[Any, bool], Schema], Any], Any]] = {
    **dict.fromkeys(_IN_PLACE[:-1], lambda flat, sub: flat(sub, False)),
    "dependentSchemas": lambda flat, subs: {name: flat(sub, False) for name, sub in subs.items()},
    "patternProperties": lambda flat, subs: {name: flat(sub, True) for name, sub in subs.items() if is_pattern(name)},
    "prefixItems": lambda flat, subs: [flat(sub, True) for sub in subs],
    "contains": lambda flat, sub: flat(sub, True),
    "propertyNames": lambda flat, sub: flat(sub, True),
}


def _declare(schema: Schema, required: set[str]) -> None:
    """Declare required names that are not declared as properties, as some generators omit them.

    A name that is a property's in another spelling may mean that property: then either of the two is required.
    """
    properties = schema["properties"]
    spelled = {fold(name): name for name in properties}
    for name in [name for name in schema["required"] if name not in properties]:
        properties[name] = {}
        if (twin := spelled.get(fold(name))) is not None:
            schema["required"].remove(name)
            either = {"anyOf": [{"required": [twin]}, {"required": [name]}]}
            schema["allOf"] = [*schema.get("allOf", ()), either]


def _discriminator(schema: Schema) -> str:
    said = schema.get("discriminator")
    word = said.get("propertyName") if isinstance(said, dict) else None
    return word if isinstance(word, str) else ""


def _kinds(word: str, children: Mapping[str, list[str]]) -> list[Schema]:
    """Return the branches of a base with a discriminator: the derived schemas, and one for values that none has.

    Args:
        word: the discriminator's name.
        children: the discriminator's values for each derived schema, by its reference.
    """
    named = [value for values in children.values() for value in values]
    branches = [{"allOf": [{"$ref": ref}, {"properties": {word: {"enum": of}}}]} for ref, of in children.items()]
    return [*branches, {_REST: True, "properties": {word: {"not": {"enum": named}}}}]


def _close(out: Schema, branches: list[Schema]) -> None:
    """Close an object to names other than its own and its branches', if all of them are known."""
    names = dict.fromkeys(out.get("properties", ()))
    for branch in branches:
        if (found := _names(branch)) is None:
            return
        names.update(dict.fromkeys(found))
    if names:
        out["properties"] = {**{name: {} for name in names}, **out.get("properties", {})}
        out["additionalProperties"] = False
        if all(types_of(branch) == ("object",) or _REST in branch for branch in branches):
            out.setdefault("type", "object")


def _names(branch: Schema) -> set[str] | None:
    """Return the property names of a flattened branch; None if it accepts any."""
    kinds = types_of(branch)
    if (kinds and "object" not in kinds) or branch.keys() & {"enum", "const", _REST}:
        return set()
    if "$ref" in branch or branch.get("additionalProperties") or not branch.keys().isdisjoint(_FREE[1:]):
        return None
    below = [sub for part in (branch, *branch.get("allOf", ())) for sub in part.get("anyOf", ())]
    if kinds and "properties" not in branch and not below:
        return None
    names = {*branch.get("properties", ()), *branch.get("required", ())}
    for sub in below:
        if (found := _names(sub)) is None:
            return None
        names |= found
    return names or None


def _merge(out: Schema, part: Schema) -> None:
    """Merge a part into `out`, which does not share its properties and required names with other schemas."""
    for key, value in part.items():
        if key == "properties":
            out.setdefault(key, {}).update(_shared(out.get(key, {}), value))
        elif key == "required":
            out.setdefault(key, []).extend(value)
        elif key not in out:
            out[key] = list(value) if key == "allOf" else value
        elif key in _TIGHTER:
            out[key] = _TIGHTER[key](out[key], value)
        elif key == "enum":
            allowed = {_marked(item) for item in value}
            out[key] = [item for item in out[key] if _marked(item) in allowed]
        elif key == "allOf":
            out[key] += value
        elif key in _BOTH and out[key] != value:
            out.setdefault("allOf", []).append({key: value})
        else:
            out[key] = value


def _marked(item: Any) -> Any:
    """Return a hashable key that distinguishes values, including 1 from true."""
    return (type(item), item) if isinstance(item, (str, int, float, NoneType)) else repr(item)


def _shared(left: Mapping[str, Any], right: Mapping[str, Any]) -> Schema:
    return {name: _both(left[name], sub) if name in left else sub for name, sub in right.items()}


def _both(left: Any, right: Any) -> Any:
    """Return the schema of the values that two schemas both allow."""
    parts = left["allOf"] if isinstance(left, dict) and left.keys() == {"allOf"} else [left]
    if len(parts) > FEW:
        return {"allOf": [left, right]}
    # One that is reached in two ways is the same; joined with itself it would double with every step of a chain.
    return left if right in parts else {"allOf": [*parts, right]}


def merged(schema: Any, resolve: Resolve) -> Schema:
    """Return a schema with its references followed and its `allOf` merged; what is below stays as published.

    Raises:
        SpecError: it is nested too deeply.
    """
    found = deref(schema, resolve)
    if "allOf" not in found:
        return found
    flattening = _Flattening(resolve)
    try:
        return flattening.merged(found)
    except RecursionError:
        raise SpecError("a schema is nested too deeply") from None
