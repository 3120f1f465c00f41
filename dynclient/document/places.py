"""Places in a document: JSON pointers, local references, and limits on following them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

from dynclient.document.legible import cut
from dynclient.errors import SpecError

# A place is a linked list of keys, innermost first: it costs one tuple per step of a walk, and is spelled out only
# for an error. Joined strings would cost the product of depth, key length and width.
Place: TypeAlias = "tuple[Place, str] | None"


# Keywords that dynclient itself adds while a document is read and corrected. They are removed from documents that
# contain them, which could otherwise have credentials sent to their servers or values misread.
OWN = {
    "x-answer", "x-base64", "x-body-name", "x-bytes", "x-children", "x-dangling", "x-dropped", "x-duration",
    "x-empty", "x-encoded", "x-engine", "x-errors", "x-expected", "x-filter", "x-identity", "x-ignored", "x-integers",
    "x-kinds", "x-known", "x-listed", "x-literal", "x-masked", "x-open", "x-others", "x-pairs", "x-parted",
    "x-registry",
    "x-repeat", "x-replaces", "x-rest", "x-secret", "x-segments", "x-send-default", "x-since", "x-texts", "x-time",
    "x-together", "x-unusable",
}  # fmt: skip


def without_own(node: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a copy of a part of a document without the keywords that only dynclient may add."""
    return {key: value for key, value in node.items() if key not in OWN}


class Dangling(SpecError):
    """A reference that leads out of the document, to nothing or in a circle; only the referring part is lost."""


# Values (see `weigh`) that following references may add to a document.
FOLLOWED = 3_000_000


def at(place: Place, *keys: object) -> Place:
    """Return the place that `keys` lead to, from `place`."""
    for key in keys:
        place = (place, str(key))
    return place


def spell(place: Place) -> str:
    """Write a place as a JSON pointer (RFC 6901), long keys and long pointers shortened."""
    keys: list[str] = []
    while place is not None:
        place, key = place
        keys.append(escape(cut(key, 80)))
    if len(keys) > 40:
        keys[20:-20] = ["…"]
    return "".join(f"/{key}" for key in reversed(keys))


def escape(key: str) -> str:
    """Escape a key for a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """Return the key for one part of a JSON pointer."""
    return part.replace("~1", "/").replace("~0", "~")


def in_pointer(name: str) -> str:
    """Write a name as the last part of a reference, escaping `%`, which begins an escape in a URI's fragment."""
    return escape(name).replace("%", "%25")


def keys_of(pointer: str) -> list[str]:
    """Split a JSON pointer in a URI fragment, `#/a/b`, into its keys."""
    parts = unquote(pointer).removeprefix("#").split("/")[1:]
    return [unescape(part) for part in parts]


def look_up(document: Any, pointer: str) -> Any:
    """Return the target of a pointer `#/...`.

    Raises:
        KeyError: there is none.
    """
    node = document
    for key in keys_of(pointer):
        node = step(node, key)
    return node


def step(node: Any, key: str) -> Any:
    """Return the value under a pointer's key in a mapping or list.

    Raises:
        KeyError: there is none.
    """
    if isinstance(node, list) and re.fullmatch("[0-9]{1,9}", key) and int(key) < len(node):
        return node[int(key)]
    if isinstance(node, dict) and key in node:
        return node[key]
    raise KeyError(key)


def references(node: Any) -> Iterator[str]:
    """Yield the name of the schema for each reference in a part of a document."""
    rest = [node]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str) and re.match(r"#/(definitions|components/schemas)/", part["$ref"]):
                yield keys_of(part["$ref"])[-1]
            rest.extend(value for key, value in part.items() if key not in ("example", "examples"))
        elif isinstance(part, list):
            rest.extend(part)


def shown(value: object) -> str:
    """Return a value's repr, cut to one short line, for an error."""
    text = repr(value) if isinstance(value, str | int | float | None) else type(value).__name__
    return cut(text, 80)


def weigh(node: Any) -> int:
    """Count the values in `node`, a long string as several."""
    weight, rest = 0, [node]
    while rest:
        value = rest.pop()
        weight += 1
        if isinstance(value, dict):
            rest.extend(value.values())
        elif isinstance(value, list):
            rest.extend(value)
        elif isinstance(value, str):
            weight += len(value) // 32
    return weight


@dataclass
class Origin:
    """The document as read, and a count of what following its references has added.

    Attributes:
        raw: the document.
        source: its name, for errors.
    """

    raw: dict[str, Any]
    source: str
    _followed: int = 0
    _weights: dict[int, int] = field(default_factory=dict)

    def error(self, reason: str, place: Place) -> SpecError:
        """Return the error for a fault at a place."""
        return SpecError(reason, source=self.source, pointer=spell(place))

    def mapping(self, node: Any, place: Place, what: str) -> dict[str, Any]:
        """Return `node` if it is a mapping, {} if it is null.

        Raises:
            SpecError: it is anything else; the message calls it `what`.
        """
        if node is None:
            return {}
        if not isinstance(node, dict):
            raise self.error(f"{what} must be a mapping, not {shown(node)}", place)
        return node

    def listing(self, node: Any, place: Place, what: str) -> list[Any]:
        """Return `node` if it is a list, [] if it is null.

        Raises:
            SpecError: it is anything else; the message calls it `what`.
        """
        if node is None:
            return []
        if not isinstance(node, list):
            raise self.error(f"{what} must be a list, not {shown(node)}", place)
        return node

    def target(self, ref: Any, place: Place) -> Any:
        """Return the target of a `$ref`.

        Raises:
            Dangling: it leads out of the document, from where nothing is ever fetched, or to nothing.
        """
        if not isinstance(ref, str):
            raise self.dangling(f"a $ref must be a string, not {shown(ref)}", place)
        if not ref.startswith("#"):
            raise self.dangling(f"$ref {shown(ref)} is another file, which is not read; bundle it in", place)
        if not ref.startswith("#/"):
            raise self.dangling(f"$ref {shown(ref)} is not followed: only '#/...' within the document is", place)
        try:
            return look_up(self.raw, ref)
        except KeyError:
            raise self.dangling(f"$ref {shown(ref)} leads to nothing", place) from None

    def dangling(self, reason: str, place: Place) -> Dangling:
        """Return the error for a reference that cannot be followed."""
        return Dangling(reason, source=self.source, pointer=spell(place))

    def enclosing(self, ref: str, place: Place) -> str:
        """Return the reference that `#/$defs/X` means if X is defined in a schema around the place.

        Some generators copy a JSON Schema into a document unchanged, although its root is not the document's.
        """
        if not re.match(r"#/(\$defs|definitions)/", ref):
            return ref
        keys: list[str] = []
        here = place
        while here is not None:
            here, key = here
            keys.append(key)
        around = keys[::-1]
        for length in (0, *range(len(around), 0, -1)):
            pointer = "#" + "".join(f"/{in_pointer(key)}" for key in around[:length])
            try:
                look_up(self.raw, pointer + ref[1:])
            except KeyError:
                continue
            return pointer + ref[1:]
        return ref

    def charge(self, node: Any, place: Place, times: int = 1) -> None:
        """Count that `node`, a part of the document, is used in `times` more places.

        Raises:
            SpecError: the document would grow beyond `FOLLOWED`.
        """
        if times < 1:
            return
        if id(node) not in self._weights:
            self._weights[id(node)] = weigh(node)
        self._followed += times * self._weights[id(node)]
        if self._followed > FOLLOWED:
            raise self.error(f"the references of the document expand to more than {FOLLOWED:,} values", place)

    def follow_if_there(self, node: Any, place: Place, what: str) -> dict[str, Any]:
        """Return the result of `follow`, or, if a reference dangles, a mapping that only says why.

        For parts that a call can do without.
        """
        try:
            return self.follow(node, place, what)
        except Dangling as error:
            return {"x-dangling": error.reason}

    def follow(self, node: Any, place: Place, what: str) -> dict[str, Any]:
        """Return a mapping, or the target of its `$ref`s with the mapping's own summary and description.

        Raises:
            SpecError: it is not a mapping.
            Dangling: a reference leads out of the document, to nothing or in a circle.
        """
        found = self.mapping(node, place, what)
        seen: set[str] = set()
        while "$ref" in found:
            ref = found["$ref"]
            target = self.mapping(self.target(ref, place), place, f"the target of $ref {shown(ref)}")
            if ref in seen:
                raise self.dangling(f"$ref {shown(ref)} leads in a circle", place)
            seen.add(ref)
            self.charge(target, place)
            found = {**target, **{key: found[key] for key in ("summary", "description") if key in found}}
        return found
