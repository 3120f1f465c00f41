"""From a file to a `Document`: read, normalised, corrected, cached.

This module is imported with dynclient; what only an uncached document needs is imported when it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from dynclient.document import cache
from dynclient.document.cache import Packed
from dynclient.document.pickled import made, named
from dynclient.document.version import __version__
from dynclient.errors import SpecError

__all__ = ["Document", "Listed", "default", "default_path", "load", "loaded"]

# Part of the cache's key: another number makes every entry stale. Count up when the derived form changes.
FORMAT = 7

_SMALL = 4_000_000
_HERE = os.path.dirname(os.path.abspath(__file__))


class Listed(NamedTuple):
    """An operation that is not parsed yet: its method and path, and where its JSON stands in the document's parts."""

    id: str
    method: str
    path: str
    tag: str
    start: int
    end: int


class Document:
    """A corrected document; two of the same content are equal.

    Parts stay JSON text until they are needed: a process that makes one call parses one operation and the schemas
    that it refers to.

    Attributes:
        title: the API's title.
        version: the API's version.
        source: the file's name.
        key: a hash of everything that the content was made from.
        layers: the names of the correction files that were applied, in order.
        operations: what can be called, in the document's order.
    """

    def __init__(self, source: str, key: str, packed: Packed, layers: Sequence[str] = ()) -> None:
        self.source, self.key, self.layers = source, key, tuple(layers)
        self._head, self._parts = packed.head, packed.parts
        self.title, self.version = self._head["title"], self._head["version"]
        self.operations = tuple(Listed(*row) for row in self._head["operations"])
        self._schemas: dict[str, Any] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        kept = ("source", "key", "layers", "_head", "_parts")
        return made, (named(type(self)),), {name: vars(self)[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Document.__init__(self, state["source"], state["key"], Packed(state["_head"], state["_parts"]), state["layers"])

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Document(title={self.title!r}, version={self.version!r}, source={self.source!r})"

    @property
    def server(self) -> str:
        """The URL of the first server, its variables replaced by their defaults; empty if there is none."""
        return str(self._head["server"])

    @property
    def servers(self) -> list[Mapping[str, Any]]:
        """The servers as published; a single `/` if there are none."""
        found: list[Mapping[str, Any]] = self._parsed(*self._head["rest"])["servers"]
        return found

    @property
    def engine(self) -> bool:
        """Whether the document describes the API that the bundled corrections are for."""
        return bool(self._head["engine"])

    @property
    def integers(self) -> Sequence[int] | None:
        """The range of integers without a format, from the corrections; None if they set none."""
        found: Sequence[int] | None = self._head["integers"]
        return found

    @property
    def error_rules(self) -> Sequence[Mapping[str, Any]]:
        """The corrections' rules for errors that mean another status."""
        rules: Sequence[Mapping[str, Any]] = self._head["errors"]
        return rules

    @property
    def security(self) -> Mapping[str, Any]:
        """The security schemes by name, under `schemes`, and what every operation requires, under `required`."""
        security: Mapping[str, Any] = self._head["security"]
        return security

    def node(self, listed: Listed) -> Mapping[str, Any]:
        """Return an operation's object."""
        node: Mapping[str, Any] = self._parsed(listed.start, listed.end)
        return node

    @cached_property
    def content(self) -> dict[str, Any]:
        """The corrected document as normalised OpenAPI 3.1; not to be modified."""
        rest = self._parsed(*self._head["rest"])
        paths: dict[str, dict[str, Any]] = {path: {} for path in rest["paths"]}
        for listed in self.operations:
            paths[listed.path][listed.method] = self.node(listed)
        schemas = {name: self._schema(name) for name in self._head["schemas"]}
        return {**rest, "paths": paths, "components": {"schemas": schemas, **rest["components"]}}

    def resolve(self, pointer: str) -> Any:
        """Return the target of a local reference, such as `#/components/schemas/Port`.

        Raises:
            SpecError: there is no target.
        """
        from dynclient.document.places import keys_of, step

        keys = keys_of(pointer)
        try:
            named = keys[:2] == ["components", "schemas"] and len(keys) > 2
            found = self._schema(keys[2]) if named else self.content
            for key in keys[3:] if named else keys:
                found = step(found, key)
        except KeyError:
            raise SpecError("nothing is there", source=self.source, pointer=pointer) from None
        return found

    def _schema(self, name: str) -> Any:
        if name not in self._schemas:
            self._schemas[name] = self._parsed(*self._head["schemas"][name])
        return self._schemas[name]

    def _parsed(self, start: int, end: int) -> Any:
        return json.loads(self._parts[start:end])


class _Parts:
    """JSON texts, one after the other."""

    def __init__(self) -> None:
        self._texts: list[bytes] = []
        self._end = 0

    def add(self, value: Any) -> tuple[int, int]:
        """Append a value's JSON, and return where it begins and ends."""
        text = json.dumps(value, separators=(",", ":")).encode()
        self._texts.append(text)
        start, self._end = self._end, self._end + len(text)
        return start, self._end

    def joined(self) -> bytes:
        return b"".join(self._texts)


def _pack(content: Mapping[str, Any]) -> Packed:
    """Return a document as the cache stores it."""
    from dynclient.document.servers import first_server

    parts = _Parts()
    components = dict(content["components"])
    operations = [
        [node["operationId"], method, path, node["tags"][0], *parts.add(node)]
        for path, item in content["paths"].items()
        for method, node in item.items()
    ]
    schemas = {name: parts.add(schema) for name, schema in components.pop("schemas").items()}
    rest = {**content, "paths": list(content["paths"]), "components": components}
    head = {
        "title": str(content["info"].get("title", "")),
        "version": str(content["info"].get("version", "")),
        "server": first_server(content),
        "engine": bool(content.get("x-engine")),
        "errors": content.get("x-errors", []),
        "integers": content.get("x-integers"),
        "security": {"schemes": components.get("securitySchemes", {}), "required": content.get("security")},
        "operations": operations,
        "schemas": schemas,
        "rest": parts.add(rest),
    }
    return Packed(head, parts.joined())


_loaded: WeakValueDictionary[str, Document] = WeakValueDictionary()


def load(path: str | os.PathLike[str] | None = None, *, corrections: str | os.PathLike[str] | None = None) -> Document:
    """Load a document, from the cache if it is there.

    Args:
        path: a Swagger 2.0 or OpenAPI 3 file in YAML or JSON; None for `default_path()`.
        corrections: a file of your own corrections, applied after the bundled ones.

    Raises:
        SpecError: the document or the corrections cannot be used.
    """
    source = os.path.expanduser(default_path() if path is None else path)
    data = _read(source)
    layers = [(name, _read(name)) for name in bundled_corrections()]
    if corrections is not None:
        layers.append((os.fspath(corrections), _read(corrections)))
    key = _key(data, *(layer for _, layer in layers))
    packed = cache.fetch(key, lambda: _pack(_build(data, source, layers)))
    document = Document(source, key, packed, [name for name, _ in layers])
    _loaded[key] = document
    return document


def loaded(key: str) -> Document | None:
    """Return the document with this key if it is in use in this process."""
    return _loaded.get(key)


def default() -> Document:
    """Load the default document, once until its file changes.

    Raises:
        SpecError: there is none, or it cannot be used.
    """
    path = default_path()
    return _default(tuple(_stamp(name) for name in (path, *bundled_corrections())))


def default_path() -> str:
    """Return the path of the default document.

    That is `$DYNCLIENT_SPEC`, or else the highest version among `v*.yaml` in the folder `spec`, which is inside the
    package when installed and beside it in a checkout.

    Raises:
        SpecError: there is none.
    """
    if chosen := os.environ.get("DYNCLIENT_SPEC"):
        return os.path.expanduser(chosen)
    return bundled_path()


def bundled_path() -> str:
    """Return the path of the bundled document with the highest version.

    Raises:
        SpecError: there is none.
    """
    found = [each for folder in _spec_folders() for each in _versions(folder)]
    if not found:
        raise SpecError("none is bundled; name one by spec= or in $DYNCLIENT_SPEC", source=_spec_folders()[0])
    return max(found)[1]


@lru_cache(maxsize=1)
def _default(stamps: tuple[tuple[str, int, int], ...]) -> Document:
    return load(stamps[0][0])


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return path, 0, 0  # reading the file reports why
    return path, status.st_mtime_ns, status.st_size


def _spec_folders() -> list[str]:
    package = os.path.dirname(_HERE)
    return [os.path.join(package, "spec"), os.path.join(os.path.dirname(package), "spec")]


def _versions(folder: str) -> Iterator[tuple[list[int], str]]:
    names = os.listdir(folder) if os.path.isdir(folder) else []
    for name in names:
        if found := re.fullmatch(r"v([0-9]+(?:\.[0-9]+)*)\.(?:json|yaml|yml)", name):
            yield [int(part) for part in found[1].split(".")], os.path.join(folder, name)


def bundled_corrections() -> list[str]:
    """Return the paths of the bundled corrections."""
    return bundled("corrections.yaml")


def bundled(name: str) -> list[str]:
    """Return the path of a file beside the bundled documents in a list, which is empty if there is none."""
    paths = [os.path.join(folder, name) for folder in _spec_folders()]
    return [path for path in paths if os.path.isfile(path)][:1]


def _read(path: str | os.PathLike[str]) -> bytes:
    """Read a file of up to a few megabytes at once; leave a larger or unreadable one to `read`."""
    try:
        if os.stat(path).st_size < _SMALL and os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read()
    except (OSError, ValueError):
        pass
    from dynclient.document.read import read

    if re.fullmatch(r"v?[0-9]+(\.[0-9]+)+", os.fspath(path)) and not os.path.exists(path):
        there = ", ".join(os.path.basename(each) for folder in _spec_folders() for _, each in _versions(folder))
        reason = (
            f"there is no file of this name; bundled: {there or 'none'}; for another version, give the path of its file"
        )
        raise SpecError(reason, source=os.fspath(path))
    return read(path)


def _key(*parts: bytes) -> str:
    digest = hashlib.sha256(f"{__version__} {FORMAT}".encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


# Of all that a document is made of it takes longest, and is the same for each; it is only read.
@lru_cache(maxsize=1)
def _parsed_once(layer: bytes, name: str) -> dict[str, Any]:
    from dynclient.document.read import parse

    return parse(layer, name)


def _build(data: bytes, source: str, corrections: list[tuple[str, bytes]]) -> dict[str, Any]:
    from dynclient.document.correct import correct
    from dynclient.document.normalise import normalise
    from dynclient.document.read import parse

    content, bundled = normalise(parse(data, source), source), bundled_corrections()
    for name, layer in corrections:
        entries = _parsed_once(layer, name) if name in bundled else parse(layer, name)
        content = correct(content, entries, name)
        if name in bundled and entries.get("title") == content["info"].get("title", ""):
            content = {**content, "x-engine": True}
    return content
