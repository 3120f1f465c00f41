"""Schemas as readers see them: name, types and contents, for help, stubs and the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dynclient.api.model.flatten import merged
from dynclient.api.model.schema import Schema, alone, branches_of, is_null, types_beside_null, types_of
from dynclient.document.legible import legible
from dynclient.document.places import unescape

if TYPE_CHECKING:
    from dynclient.document import Document

_NAMED = "#/components/schemas/"
# Keywords beside a reference that do not change the referenced schema.
_NOTES = frozenset({"$ref", "default", "deprecated", "description", "example", "examples", "readOnly", "title"})


class Outline:
    """A schema as a reader sees it; what is below stays as published until it is used.

    Attributes:
        schema: with references followed, and `allOf` and a lone branch beside null merged.
        name: the schema's name in the document; empty for an inline one.
        nullable: whether null is allowed.
    """

    def __init__(self, schema: Any, document: Document) -> None:
        self.document = document
        self.name = _name(schema)
        self.nullable = False
        whole = merged(schema, document.resolve)
        while len(branches := _others(whole)) == 1:
            self.nullable = self.nullable or branches != branches_of(whole)
            beside = {key: value for key, value in whole.items() if key not in ("anyOf", "oneOf")}
            self.name = self.name or _name(branches[0])
            whole = {**merged(branches[0], document.resolve), **beside}
        self.schema: Schema = whole
        self.nullable = self.nullable or "null" in types_of(whole)

    @property
    def description(self) -> str:
        """Its description, on one line."""
        return " ".join(legible(str(self.schema.get("description") or "")).split())

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The JSON types that it allows, without null; empty if any is allowed."""
        return tuple(types_beside_null(self.schema)) or (("object",) if self.properties else ())

    @property
    def properties(self) -> Mapping[str, Any]:
        """The schemas of its properties."""
        properties: Mapping[str, Any] = self.schema.get("properties") or {}
        return properties

    @property
    def required(self) -> frozenset[str]:
        """The names of its required properties."""
        return frozenset(self.schema.get("required") or ())

    @property
    def items(self) -> Any:
        """The schema of a list's items; None if there is none."""
        return self._sub("items")

    @property
    def values(self) -> Any:
        """The schema of a map's values; None if there is none."""
        return self._sub("additionalProperties")

    @property
    def branches(self) -> list[Any]:
        """The alternatives, if there are several."""
        return _others(self.schema)

    @property
    def enum(self) -> list[Any]:
        """The values that it lists, without null."""
        named = self.schema.get("enum") or self.schema.get("x-known") or ()
        return [value for value in named if value is not None]

    @property
    def closed(self) -> bool:
        """Whether only the listed values are allowed."""
        return bool(self.schema.get("enum")) and not self.schema.get("x-open")

    @cached_property
    def inner(self) -> Outline:
        """The outline that has the properties: itself, a list's items or a map's values."""
        below, depth = self, 0
        while not below.properties and depth < 8 and (sub := below.items or below.values) is not None:
            below, depth = Outline(sub, self.document), depth + 1
        return below

    def children(self) -> Iterator[tuple[str, Outline]]:
        """Yield the properties with their outlines."""
        for name, schema in self.properties.items():
            yield name, Outline(schema, self.document)

    def _sub(self, keyword: str) -> Any:
        found = self.schema.get(keyword)
        return found if isinstance(found, dict) and found else None


def _name(schema: Any) -> str:
    if not isinstance(schema, dict):
        return ""
    schema = alone(schema)
    every = schema.get("allOf")
    if isinstance(every, list) and len(every) == 1 and schema.keys() <= {"allOf", "type", *_NOTES}:
        return _name(every[0])
    reference = str(schema.get("$ref", ""))
    if not reference.startswith(_NAMED) or not all(key in _NOTES or key.startswith("x-") for key in schema):
        return ""
    name = reference.removeprefix(_NAMED)
    return "" if "/" in name else unescape(name)


def _others(schema: Mapping[str, Any]) -> list[Any]:
    return [sub for sub in branches_of(schema) if not is_null(sub)]
