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
from typing import Any, NamedTuple, TypeAlias
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
_NUMBER = r"v?[0-9]{1,4}(\.[0-9]{1,4})+"
# A document that begins as most do is no overlay, nor is one without that key anywhere; of others their content tells.
_WHOLE = rb"""(?:\xef\xbb\xbf)?+(?:\s|\#[^\n]*+\n)*+\{?+\s*+["']?+(?:openapi|swagger)["']?+\s*+:"""
_OVERLAY = rb"""overlay["']?\s*:"""
_HERE = os.path.dirname(os.path.abspath(__file__))


# A file's path, time and size.
Stamp: TypeAlias = "tuple[str, int, int]"


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
        files: the files that it was made from: its own and those that this extends, each with its time and size.
        operations: what can be called, in the document's order.
    """

    def __init__(
        self, source: str, key: str, packed: Packed, layers: Sequence[str] = (), files: Sequence[Stamp] = ()
    ) -> None:
        self.source, self.key, self.layers, self.files = source, key, tuple(layers), tuple(files)
        self._head, self._parts = packed.head, packed.parts
        self.title, self.version = self._head["title"], self._head["version"]
        self.operations = tuple(Listed(*row) for row in self._head["operations"])
        self._schemas: dict[str, Any] = {}
        self._first: Document | None = None

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
        path: a Swagger 2.0 or OpenAPI 3 file in YAML or JSON, an overlay on one, or the number of a bundled version
            such as `1.45`; None for `default_path()`.
        corrections: a file of your own corrections, applied after the bundled ones.

    Raises:
        SpecError: the document or the corrections cannot be used.
    """
    files = _files(default_path() if path is None else _located(path))
    source = files[0].name
    layers = [(name, _read(name)) for name in bundled_corrections()]
    if corrections is not None:
        layers.append((os.fspath(corrections), _read(corrections)))
    key = _key(*(file.data for file in files), *(layer for _, layer in layers))
    packed = cache.fetch(key, lambda: _pack(_build([file[:2] for file in files], layers)))
    document = Document(source, key, packed, [name for name, _ in layers], [file.stamp for file in files])
    if (first := _loaded.setdefault(key, document)) is not document:
        document._first = first  # the one that its key finds stays as long as any of the same content is in use
    return document


def loaded(key: str) -> Document | None:
    """Return the document with this key if it is in use in this process."""
    return _loaded.get(key)


def default() -> Document:
    """Load the default document, once until one of its files changes.

    Raises:
        SpecError: there is none, or it cannot be used.
    """
    path, layers = default_path(), [_stamp(name) for name in bundled_corrections()]
    for kept, known in _defaults:
        if (path, layers) == known and all(_stamp(file[0]) == file for file in kept.files):
            return kept
    _defaults[:] = [(document := load(path), (path, layers))]
    return document


_defaults: list[tuple[Document, tuple[str, list[Stamp]]]] = []


def default_path() -> str:
    """Return the path of the default document.

    That is `$DYNCLIENT_SPEC`, a path or a number, or else the highest version among `v*.yaml` in the folder `spec`,
    which is inside the package when installed and beside it in a checkout. Overlays do not count there.

    Raises:
        SpecError: there is none.
    """
    chosen = os.environ.get("DYNCLIENT_SPEC")
    return _located(chosen) if chosen else bundled_path()


def bundled_path() -> str:
    """Return the path of the highest version that is bundled as a whole document.

    Raises:
        SpecError: there is none.
    """
    found = [each for folder in _spec_folders() for each in _versions(folder)]
    if not found:
        raise SpecError("none is bundled; name one by spec= or in $DYNCLIENT_SPEC", source=_spec_folders()[0])
    return max(found)[1]


def bundled_versions() -> dict[str, str]:
    """Return the paths of the bundled documents by their numbers, ascending; a whole one comes before an overlay."""
    found = [each for folder in _spec_folders() for each in (*_versions(folder, r"\.overlay"), *_versions(folder))]
    return {".".join(map(str, version)): path for version, path in sorted(found, key=lambda each: each[0])}


def nearest(version: str) -> str:
    """Return the path of the highest bundled version that is not above another; the default's where all are.

    Raises:
        SpecError: none is bundled.
    """
    asked = [int(part) for part in version.split(".")]
    fitting = [path for each, path in bundled_versions().items() if [int(part) for part in each.split(".")] <= asked]
    return fitting[-1] if fitting else bundled_path()


def number_of(path: str) -> str | None:
    """Return the number by which a bundled document is asked for; None where it is none."""
    return next((version for version, each in bundled_versions().items() if each == path), None)


def _located(spec: str | os.PathLike[str]) -> str:
    """Return the path of the document that a path or a number means; a number that is known is no file's name."""
    return _bundled_at(spec) or os.path.expanduser(os.fspath(spec))


def _bundled_at(spec: str | os.PathLike[str]) -> str | None:
    if not isinstance(spec, str) or not re.fullmatch(_NUMBER, spec):
        return None
    return bundled_versions().get(".".join(str(int(part)) for part in spec.removeprefix("v").split(".")))


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return path, 0, 0  # reading the file reports why
    return path, status.st_mtime_ns, status.st_size


def _spec_folders() -> list[str]:
    package = os.path.dirname(_HERE)
    return [os.path.join(package, "spec"), os.path.join(os.path.dirname(package), "spec")]


def _versions(folder: str, kind: str = "") -> Iterator[tuple[list[int], str]]:
    names = os.listdir(folder) if os.path.isdir(folder) else []
    for name in names:
        if found := re.fullmatch(rf"v([0-9]+(?:\.[0-9]+)*){kind}\.(?:json|yaml|yml)", name):
            yield [int(part) for part in found[1].split(".")], os.path.join(folder, name)


def bundled_corrections() -> list[str]:
    """Return the paths of the bundled corrections."""
    return bundled("corrections.yaml")


def bundled(name: str) -> list[str]:
    """Return the path of a file beside the bundled documents in a list, which is empty if there is none."""
    paths = [os.path.join(folder, name) for folder in _spec_folders()]
    return [path for path in paths if os.path.isfile(path)][:1]


class File(NamedTuple):
    """A file that a document is made of: its path, its content, and what that was stamped with before it was read."""

    name: str
    data: bytes
    stamp: Stamp


def _open(path: str) -> File:
    stamp = _stamp(path)
    return File(path, _read(path), stamp)


def _files(path: str) -> list[File]:
    """Return a document's file, and where that is an overlay, those that it extends."""
    files = [_open(path)]
    while not re.match(_WHOLE, files[-1].data) and re.search(_OVERLAY, files[-1].data):
        from dynclient.document.chains import extended

        if (base := extended(files, _bundled_at)) is None:
            break
        files.append(_open(base))
    return files


def _read(path: str | os.PathLike[str]) -> bytes:
    """Read a file of up to a few megabytes at once; leave a larger or unreadable one to `read`."""
    try:
        if os.stat(path).st_size < _SMALL and os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read()
    except (OSError, ValueError):
        pass
    from dynclient.document.read import read

    if re.fullmatch(_NUMBER, os.fspath(path)) and not os.path.exists(path):
        there = ", ".join(bundled_versions()) or "none"
        reason = f"it is neither a file nor a bundled version (there are {there}); another is given by its file's path"
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


def raw_content(path: str | os.PathLike[str]) -> tuple[str, dict[str, Any]]:
    """Return the path of a document and its content as it is published, what it extends included.

    Raises:
        SpecError: it cannot be used.
    """
    files = _files(_located(path))
    return files[0].name, _parsed([file[:2] for file in files])


def _parsed(files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    if len(files) > 1:
        from dynclient.document.overlays import assembled

        return assembled(files)
    from dynclient.document.read import parse

    return parse(files[0][1], files[0][0])


def _build(files: Sequence[tuple[str, bytes]], corrections: list[tuple[str, bytes]]) -> dict[str, Any]:
    from dynclient.document.correct import correct
    from dynclient.document.normalise import normalise
    from dynclient.document.read import parse

    content, bundled = normalise(_parsed(files), files[0][0]), bundled_corrections()
    for name, layer in corrections:
        entries = _parsed_once(layer, name) if name in bundled else parse(layer, name)
        content = correct(content, entries, name)
        if name in bundled and entries.get("title") == content["info"].get("title", ""):
            content = {**content, "x-engine": True}
    return content
