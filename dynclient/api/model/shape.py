"""Shapes: what an answer's values know of their schema, which properties are declared and what is below them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dynclient.api.model.schema import Schema, deref
from dynclient.document.pickled import made, reduced

if TYPE_CHECKING:
    from dynclient.document import Document


class SchemaShape:
    """The shape of a value that a schema describes.

    It is computed when a value is first asked for an absent key, so that it costs nothing if answers are only read.
    """

    def __init__(self, schema: Schema, document: Document) -> None:
        self._schema, self._document = schema, document

    @property
    def document(self) -> Document:
        """The document that the schema belongs to."""
        return self._document

    def names(self) -> Collection[str]:
        """Return the declared property names."""
        return self._properties.keys()

    def child(self, name: str) -> SchemaShape | None:
        """Return the shape of a property, or of a map's value."""
        schema = self._properties.get(name)
        if schema is None:
            schema = self._first("additionalProperties")
        return shape_of(schema, self._document)

    def item(self) -> SchemaShape | None:
        """Return the shape of a list's items."""
        return shape_of(self._first("items"), self._document)

    def is_masked(self, name: str) -> bool:
        """Return whether a property's value is a secret, which no repr shows."""
        return bool((self._properties.get(name) or {}).get("x-masked"))

    def description(self, name: str) -> str:
        """Return a property's description; may be empty."""
        from dynclient.api.model.outline import Outline

        schema = self._properties.get(name)
        return Outline(schema, self._document).description if schema else ""

    def __deepcopy__(self, memo: dict[int, Any]) -> SchemaShape:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return made, ("unpickled_shape", self._schema, self._document.key)

    @cached_property
    def _parts(self) -> list[Schema]:
        parts, waiting = [], [self._schema]
        while waiting:
            part = deref(waiting.pop(0), self._document.resolve)
            parts.append(part)
            for key in ("allOf", "anyOf", "oneOf"):
                waiting += part.get(key, ())
        return parts

    @cached_property
    def _properties(self) -> Mapping[str, Schema]:
        return {name: sub for part in self._parts for name, sub in part.get("properties", {}).items()}

    def _first(self, keyword: str) -> Schema | None:
        return next((part[keyword] for part in self._parts if isinstance(part.get(keyword), dict)), None)


class ListShape:
    """The shape of a stream's messages, a list that no schema describes; all have one shape."""

    def __init__(self, item: SchemaShape | None) -> None:
        self._item = item

    def names(self) -> Collection[str]:
        """Return no names: a list has none."""
        return ()

    def child(self, name: str) -> None:
        """Ignore the name: a list has no properties."""

    def is_masked(self, name: str) -> bool:
        """Return False: a list has no properties."""
        return False

    def item(self) -> SchemaShape | None:
        """Return the shape of each message."""
        return self._item

    __reduce__ = reduced


def shape_of(schema: Any, document: Document) -> SchemaShape | None:
    """Return the shape of a schema, or None if it describes nothing."""
    return SchemaShape(schema, document) if isinstance(schema, dict) and schema else None


def unpickled_shape(schema: Schema, key: str) -> SchemaShape | None:
    """Return an unpickled value's shape if this process has loaded the same document, or None."""
    from dynclient.document import loaded

    document = loaded(key)
    return SchemaShape(schema, document) if document else None


_restore = unpickled_shape  # pickles of 0.1 name it
