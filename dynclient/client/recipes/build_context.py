"""A build's context: what of a directory is sent, or files by name, with the Dockerfile among it."""

from __future__ import annotations

import io
import itertools
import os
import posixpath
import re
import secrets
import tarfile
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from dynclient.api.call.content import binary_content, body_problem
from dynclient.api.call.packing import Entry, Made, packed, spread
from dynclient.client.recipes.dockerignore import BadPattern, Ignore, Matched, patterns_of
from dynclient.client.recipes.inline import content_of, named
from dynclient.errors import ArgumentError, InvalidArguments

_IGNORE = ".dockerignore"
_FIRST = tarfile.BLOCKSIZE
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")  # gzip, bzip2, xz, zstd
# What the docker command has the engine fetch.
_REMOTE = re.compile(r"https?://|git://|git@|github\.com/")
_DEFAULT = "Dockerfile"
_HERE_DOCUMENT = re.compile(r"^\s*(?:RUN|COPY|ADD)\b.*?\s\d*<<-?([\"']?)([A-Za-z_]\w*)\1(?=\s|$)", re.IGNORECASE)


class Context(NamedTuple):
    """What a build is made from.

    Attributes:
        content: the tar, as bytes or in pieces; None where the engine fetches it from elsewhere.
        dockerfile: the Dockerfile's name in it, or None for the engine's own default.
        remote: where the engine fetches it from, or None.
    """

    content: Any
    dockerfile: str | None
    remote: str | None = None


def context_of(source: Any, dockerfile: Any = None) -> Context:
    """Return a build's context.

    Args:
        source: a directory's path; files by name, `{"Dockerfile": "FROM …", "app.py": b"…", "data": Path(…)}`, with
            permissions as `("…", 0o755)`; a tar, as its path, bytes, a file open for reading or an iterator; what the
            engine fetches, `https://….git`; or None, where the Dockerfile is all.
        dockerfile: a path in the context, or one outside of it; or the text itself, as bytes or as a str that has a
            line's end in it.

    Raises:
        InvalidArguments: there is no such directory or Dockerfile, a pattern of .dockerignore cannot be read, or the
            Dockerfile has what this kind of build would get wrong.
        OSError: a file cannot be read; those of the context are read while they are sent.
    """
    text = _text(dockerfile)
    if source is None and text is None:
        return Context(None, None if dockerfile is None else os.fspath(dockerfile))
    if source is None or isinstance(source, Mapping):
        return _from_files(source or {}, dockerfile, text)
    if isinstance(source, str) and _REMOTE.match(source) and not os.path.exists(source):
        if text is not None:
            _refuse("dockerfile", "is text, which cannot be added to what the engine fetches; name one in it")
        return Context(None, None if dockerfile is None else os.fspath(dockerfile), source)
    path = Path(source) if isinstance(source, (str, os.PathLike)) else None
    if path is not None and not path.is_file():
        return _from_directory(path, dockerfile, text)
    if text is not None:
        _refuse("dockerfile", "is text, which cannot be added to a tar; name one in it, or give a directory or files")
    try:
        content = _checked_tar(path or source)
    except TypeError as error:
        _refuse("source", body_problem(error))
    return Context(content, None if dockerfile is None else os.fspath(dockerfile))


def _checked_tar(source: Any) -> Any:
    """Return a tar's content, unless its beginning shows that it is none.

    Raises:
        InvalidArguments: it is none.
        TypeError: it is nothing that can be sent.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        first = bytes(source[:_FIRST])
    elif isinstance(source, Path):
        with source.open("rb") as file:
            first = file.read(_FIRST)
    elif isinstance(source, (io.BufferedIOBase, io.RawIOBase)) and source.seekable():
        place = source.tell()
        first = source.read(_FIRST) or b""
        source.seek(place)
    else:  # what can be read once is for the engine to judge
        return binary_content(source)
    if not first.startswith(_COMPRESSED) and not _is_head(first):
        _refuse("source", "is no tar; a Dockerfile's text is given as client.build(dockerfile=…)")
    return binary_content(source)


def _is_head(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return len(block) == _FIRST and not any(block)
    return True


def _refuse(where: str, problem: str) -> NoReturn:
    raise InvalidArguments("build", [ArgumentError(where, problem)])


def _text(dockerfile: Any) -> bytes | None:
    if isinstance(dockerfile, str) and "\n" in dockerfile:
        return dockerfile.encode()
    return dockerfile if isinstance(dockerfile, bytes) else None


# --- files by name ---------------------------------------------------------------------------------


def _from_files(files: Mapping[str, Any], dockerfile: Any, text: bytes | None) -> Context:
    entries = _entries(files)
    name = _usual(entries) if dockerfile is None else dockerfile if text is None else _new_name()
    name = posixpath.normpath(os.fspath(name))
    if text is not None:
        entries |= _added(name, text, entries.get(_IGNORE))
    if name not in entries:
        _refuse("dockerfile", f"{name!r} is not among the files")
    check_dockerfile(_read(entries[name]), name if text is None else "dockerfile")
    return Context(packed(spread(entries.items())), name)


def _entries(files: Mapping[str, Any]) -> dict[str, Path | Made | bytes]:
    made: dict[str, Path | Made | bytes] = {}
    errors = []
    for name, content in files.items():
        try:
            made[named(name)] = content_of(content)
        except ValueError as error:
            errors.append(ArgumentError(str(name), str(error)))
    if errors:
        raise InvalidArguments("build", errors)
    return made


def _usual(there: Container[str]) -> str:
    """Return the name of the Dockerfile where none is given: the engine takes it in lower case, too."""
    return _DEFAULT.lower() if _DEFAULT not in there and _DEFAULT.lower() in there else _DEFAULT


def _read(content: Path | Made | bytes) -> bytes:
    if isinstance(content, Path):
        return content.read_bytes()
    held = content.content if isinstance(content, Made) else content
    assert isinstance(held, bytes)
    return held


def _new_name() -> str:
    return f".dockerfile.{secrets.token_hex(10)}"


def _added(name: str, text: bytes, ignore: Path | Made | bytes | None) -> dict[str, Path | Made | bytes]:
    """Return a Dockerfile that the context lacks, and a .dockerignore by which the engine keeps it from the image."""
    patterns = _IGNORE.encode() if ignore is None else _read(ignore)
    return {_IGNORE: patterns + f"\n{name}\n".encode(), name: text}


# --- a directory -----------------------------------------------------------------------------------


def _from_directory(top: Path, dockerfile: Any, text: bytes | None) -> Context:
    if not top.is_dir():
        _refuse("source", f"{str(top)!r} is not there; expected a directory, or the file of a tar")
    origin = _dockerfile(top, dockerfile) if text is None else None
    text = text if origin is None else origin.read_bytes()
    assert text is not None
    check_dockerfile(text, "dockerfile" if origin is None else str(origin))
    ignore = _ignore(top, origin)
    name = _inside(top, origin) if origin is not None else None
    if name is not None:
        return Context(packed(_kept(top, ignore.without([_IGNORE, name]))), name)
    name, own = _new_name(), top / _IGNORE
    added = _added(name, text, own if own.is_file() else None)
    kept = (entry for entry in _kept(top, ignore) if entry[0] not in added)
    return Context(packed(itertools.chain(kept, added.items())), name)


def _dockerfile(top: Path, dockerfile: Any) -> Path:
    """Find a Dockerfile by its path in the context, or from here."""
    given = Path(_usual(os.listdir(top)) if dockerfile is None else dockerfile)
    for path in (top / given, given):
        if path.is_file():
            return path
    hint = "" if dockerfile is None else "; a Dockerfile's text has a line's end in it, or is bytes"
    _refuse("dockerfile", f"{str(given)!r} is neither in {str(top)!r} nor a file here{hint}")


def _inside(top: Path, path: Path) -> str | None:
    """Return a path's name in the context, of a link that of what it leads to; None where it is outside."""
    name = os.path.relpath(path.resolve(), top.resolve())
    return None if name.split(os.sep)[0] == os.pardir else Path(name).as_posix()


def _ignore(top: Path, dockerfile: Path | None) -> Ignore:
    """Return what is left out: by the Dockerfile's own list beside it, else by the context's."""
    own = [dockerfile.with_name(f"{dockerfile.name}{_IGNORE}")] if dockerfile is not None else []
    for path in [*own, top / _IGNORE]:
        if path.is_file():
            try:
                return Ignore(patterns_of(path.read_bytes()))
            except BadPattern as error:
                _refuse(str(path), str(error))
    return Ignore([])


def _kept(top: Path, ignore: Ignore) -> Iterator[Entry]:
    """Yield what is not left out, in the order of the names."""
    waiting: list[tuple[str, Path, Matched]] = _below("", top, ignore.top)
    while waiting:
        name, path, above = waiting.pop()
        out, matched = ignore.decide(name, above)
        if not out:
            yield name, path
        if path.is_dir() and not path.is_symlink() and (not out or ignore.enters(name)):
            waiting += _below(f"{name}/", path, matched)


def _below(prefix: str, directory: Path, matched: Matched) -> list[tuple[str, Path, Matched]]:
    names = sorted(os.listdir(directory), reverse=True)
    return [(f"{prefix}{name}", directory / name, matched) for name in names]


# --- what needs BuildKit ---------------------------------------------------------------------------

# By the engine's own message: what it did not understand is BuildKit's.
_BUILDKIT = re.compile(r"BuildKit|unknown flag: (?:--)?(?:exclude|parents|security|device|unpack|keep-git-dir)|"
                       r'failed to parse platform : ""')  # fmt: skip


def check_dockerfile(content: bytes, name: str) -> None:
    """Refuse a here-document: the classic builder takes it for a command's end and makes another image.

    Raises:
        InvalidArguments: naming the line.
    """
    lines = content.decode("utf-8", "replace").splitlines()
    last = {line.strip(): number for number, line in enumerate(lines)}
    for number, line in enumerate(lines):
        found = _HERE_DOCUMENT.search(line)
        if found and last.get(found[2], -1) > number:
            what = f"line {number + 1} has a here-document (<<{found[2]}), which needs BuildKit; {_CLASSIC}"
            _refuse(name, what)


_CLASSIC = "this is the engine's classic builder"


def buildkit_hint(message: str) -> str:
    """Say that a build which failed with this message of the engine's needs BuildKit; nothing where it does not."""
    return f"; the Dockerfile needs BuildKit, and {_CLASSIC}" if _BUILDKIT.search(message) else ""
