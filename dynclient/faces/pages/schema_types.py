"""Types of schemas, as a stub has them: what may be given and what comes, with the classes that they name."""

from __future__ import annotations

import json
import keyword
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import first_sentence
from dynclient.document.names import snake
from dynclient.faces.pages.annotations import WORD, about, camel, class_text, literal, union

if TYPE_CHECKING:
    from dynclient.api.model.parts import Parameter
    from dynclient.document import Document

_DICTS_OWN = frozenset(name for name in dir(dict) if not name.startswith("_"))


class Types:
    """The types of one document's schemas; the classes that they need are made once they are named.

    Args:
        document: the schemas'.
        taken: the names that no class may have.
    """

    def __init__(self, document: Document, taken: Iterable[str]) -> None:
        self.document = document
        self.classes: dict[str, str] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._taken = set(taken)
        self._known: dict[tuple[str, str], str] = {}
        self._waiting: deque[tuple[str, Callable[[str], str]]] = deque()
        self._dicts: set[str] = set()
        self._aliased: set[str] = set()

    # --- classes

    def made(self, key: tuple[str, str], wanted: str, make: Callable[[str], str]) -> str:
        """Return the name of a class; `make` writes it later, where it is new."""
        if key not in self._named:
            name = self.name(key, wanted)
            self.classes[name] = ""
            self._waiting.append((name, make))
        return self._named[key]

    def finish(self) -> None:
        """Write the classes that were named, and those that they name: one after the other, however deep they lie."""
        while self._waiting:
            name, make = self._waiting.popleft()
            self.classes[name] = make(name)

    def name(self, key: tuple[str, str], wanted: str) -> str:
        """Return the name of what has this key: the wanted one, with a number where another has it."""
        if key not in self._named:
            name, number = wanted, 2
            while name in self._taken or keyword.iskeyword(name):
                name, number = f"{wanted}{number}", number + 1
            self._taken.add(name)
            self._named[key] = name
        return self._named[key]

    def _once(self, way: str, schema: Any, make: Callable[[], str]) -> str:
        """Name the type of a schema, once for those that are referred to: one that refers to itself is Any there."""
        if not (isinstance(schema, dict) and (schema.keys() == {"$ref"} or "allOf" in schema)):
            return make()
        key = (way, schema["$ref"] if "$ref" in schema else json.dumps(schema))
        if key not in self._known:
            self._known[key] = "Any"
            self._known[key] = make()
        return self._known[key]

    def given(self, schema: Any, hint: str, parameter: Parameter | None = None) -> str:
        """Return the type of a value that a caller gives."""
        return self._once("given", schema, lambda: self._given(schema, hint, parameter))

    def _given(self, schema: Any, hint: str, parameter: Parameter | None) -> str:
        outline = Outline(schema, self.document)
        if outline.closed and (named := literal(outline.enum)):
            return named
        if parameter is not None and parameter.time:
            return "Time"
        if duration := (parameter.duration if parameter is not None else outline.schema.get("x-duration")):
            return "Duration" if duration else "int"
        if len(outline.branches) > 1:
            return union(self.given(sub, f"{hint}{index or ''}") for index, sub in enumerate(outline.branches))
        return union(self._given_kind(kind, outline, hint) for kind in outline.kinds) if outline.kinds else "Any"

    def _given_kind(self, kind: str, outline: Outline, hint: str) -> str:
        if kind == "array":
            return f"Items[{self.given(outline.items, hint) if outline.items else 'Any'}]"
        if kind == "object":
            return self._given_object(outline, hint)
        if kind == "string" and outline.schema.get("contentEncoding") == "base64":
            return "Base64"
        if kind == "string" and outline.schema.get("format") == "date-time":
            return "Date"
        return {"string": "Text", "integer": "int", "number": "float", "boolean": "bool"}.get(kind, "Any")

    def _given_object(self, outline: Outline, hint: str) -> str:
        if not outline.properties:
            return f"Mapping[str, {self.given(outline.values, hint)} | None]" if outline.values else "Mapping[str, Any]"
        return self._dict(outline, hint)

    def or_none(self, kind: str) -> str:
        """Add None, which leaves a value unset; beside it mypy would not say which key of a TypedDict is wrong."""
        return kind if kind == "Any" or kind in self._dicts else f"{kind} | None"

    def _dict(self, outline: Outline, hint: str) -> str:
        wanted = f"{camel(outline.name or hint)}Dict"
        key = ("dict", outline.name or hint)
        made = self.made(key, wanted, lambda name: self._typed_dict(name, outline))
        self._dicts.add(made)
        return made

    def _typed_dict(self, name: str, outline: Outline) -> str:
        fields = []
        for key, sub in outline.properties.items():
            kind = self.given(sub, f"{camel(outline.name) or name.removesuffix('Dict')}{camel(key)}")
            due = key in outline.required and not Outline(sub, self.document).schema.get("readOnly")
            kind = f"Required[{kind}]" if due else self.or_none(kind)
            fields.append((key, kind, self.words(sub)))
        return self.typed_dict(name, fields)

    def typed_dict(self, name: str, fields: list[tuple[str, str, str]]) -> str:
        """Return the text of a `TypedDict`; by a call where a key is no identifier."""
        if not all(key.isidentifier() and not keyword.iskeyword(key) for key, _, _ in fields):
            rows = [f"        {json.dumps(key)}: {kind}," for key, kind, _ in fields]
            return "\n".join([f'{name} = TypedDict(\n    "{name}",\n    {{', *rows, "    },\n    total=False,\n)"])
        scope = {key for key, _, _ in fields}
        rows = [f"    {key}: {self.outside(kind, scope)}{about(words)}" for key, kind, words in fields]
        return class_text(f"{name}(TypedDict, total=False)", rows)

    def got(self, schema: Any, hint: str) -> str:
        """Return the type of a value in an answer."""
        return self._once("got", schema, lambda: self._got(schema, hint))

    def _got(self, schema: Any, hint: str) -> str:
        outline = Outline(schema, self.document)
        if len(outline.branches) > 1:
            kind = union(self.got(sub, f"{hint}{index or ''}") for index, sub in enumerate(outline.branches))
        else:
            kind = union(self._got_kind(kind, outline, hint) for kind in outline.kinds) or "Any"
        return kind

    def _got_kind(self, kind: str, outline: Outline, hint: str) -> str:
        if kind == "array":
            return f"ListOf[{self.got(outline.items, hint) if outline.items else 'Any'}]"
        if kind == "object" and outline.properties:
            wanted = outline.name or hint
            return self.made(("result", wanted), camel(wanted), lambda name: self._result(name, outline))
        if kind == "object":
            return f"MapOf[{self.got(outline.values, hint)}]" if outline.values else "Result"
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}.get(kind, "Any")

    def _result(self, name: str, outline: Outline) -> str:
        kinds = {key: self.got(sub, f"{name}{camel(key)}") for key, sub in outline.properties.items()}
        spelled: dict[str, str] = {}
        for key in kinds:
            spelled.setdefault(key, key)
        for key in kinds:
            spelled.setdefault(snake(key), key)
        usable = {
            spelling: key
            for spelling, key in spelled.items()
            if spelling.isidentifier()
            and not keyword.iskeyword(spelling)
            and not spelling.startswith("_")
            and spelling not in _DICTS_OWN
        }
        rows = [
            f"    {spelling}: {self.outside(kinds[key], usable)}"
            + (about(self.words(outline.properties[key])) if spelling == key else "")
            for spelling, key in usable.items()
        ]
        return class_text(f"{name}(Typed)", [*rows, *self._items_of(kinds, usable)])

    def _items_of(self, kinds: Mapping[str, str], scope: Iterable[str]) -> Iterator[str]:
        """Yield the lines of `__getitem__`: an overload for each type with its keys, and one for other keys."""
        by_kind: dict[str, list[str]] = {}
        for key, kind in kinds.items():
            by_kind.setdefault(kind, []).append(key)
        by_kind.pop("Any", None)
        for kind, keys in by_kind.items():
            yield "    @overload"
            yield f"    def __getitem__(self, key: {self.outside(f'{literal(keys)}) -> {kind}', scope)}: ..."
        if by_kind:
            yield "    @overload"
            yield f"    def __getitem__(self, key: {self.outside('str', scope)}) -> Any: ..."

    def outside(self, annotation: str, scope: Iterable[str]) -> str:
        """Return an annotation for inside a class, some of whose attributes hide the names of types."""
        hidden = set(scope)

        def named(match: re.Match[str]) -> str:
            word = match[0]
            if word not in hidden or word == "None":
                return word
            self._aliased.add(word)
            return f"_t_{word}"

        return WORD.sub(named, annotation)

    def aliases(self) -> Iterator[str]:
        """Yield the other names for types that attributes hide."""
        if self._aliased:
            yield "\n".join(f"_t_{word}: TypeAlias = {word}" for word in sorted(self._aliased))

    def words(self, schema: Any) -> str:
        """Return the first sentence of a schema's description."""
        return first_sentence(Outline(schema, self.document).description)
