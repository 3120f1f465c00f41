"""Chains of overlays: which files a document is made of, found without a parser in most cases."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Protocol

from dynclient.document import limits
from dynclient.errors import SpecError


class _File(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def data(self) -> bytes: ...


# The head of an overlay as most are written. Whatever can stand in a plain scalar here has one meaning, so that a
# document from the cache needs no parser of YAML.
_HEAD = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\n|overlay: 1\.0\.\d+\n|info:\n|  (?:title|version): \w[\w .,-]*\n"
    rb"|extends: (?:(?P<path>[\w.][\w./-]*\.(?:ya?ml|json))|'(?P<number>[\w.]+)')\n)*+actions:\n"
)


def extended(files: Sequence[_File], locate: Callable[[str], str | None]) -> str | None:
    """Return the path of what an overlay extends; None for a whole document.

    Args:
        files: the overlays that lead to it, and itself at last.
        locate: returns the path of the document that a bundled version's number means, or None.

    Raises:
        SpecError: it does not say what it extends, is extended by that itself, or there are too many.
    """
    if (base := _base_of(files[-1])) is None:
        return None
    name = files[-1].name
    # Files are asked for what they are only where their contents are the same.
    if any(file.data == files[-1].data and _is_same(file.name, name) for file in files[:-1]):
        before = files[-2].name
        raise SpecError(f"it extends {name}, which extends it: a circle", source=before, pointer="/extends")
    path = _path(base, name, locate)
    if len(files) > limits.OVERLAYS:
        raise SpecError(f"more than {limits.OVERLAYS} overlays extend one another", source=files[0].name)
    if sum(len(file.data) for file in files) > limits.CHAIN:
        raise SpecError(f"it and what it extends are larger than {limits.CHAIN:,} bytes", source=files[0].name)
    return path


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _base_of(file: _File) -> str | None:
    """Return what an overlay extends; None for a whole document."""
    if (head := _HEAD.match(file.data)) and (simple := head["path"] or head["number"]):
        return simple.decode()
    from dynclient.document.read import parse

    raw = parse(file.data, file.name)
    if "overlay" not in raw or "openapi" in raw or "swagger" in raw:
        return None
    base = raw.get("extends")
    if not isinstance(base, str) or not base:
        said = "nothing" if base is None else repr(base)[:80]
        reason = f"it says {said} of what it extends; expected the path of a document, in quotes where it is a number"
        raise SpecError(reason, source=file.name, pointer="/extends")
    return base


def _path(base: str, name: str, locate: Callable[[str], str | None]) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", base):
        reason = f"it extends {repr(base)[:80]}, and nothing is fetched; expected the path of a file"
        raise SpecError(reason, source=name, pointer="/extends")
    from urllib.parse import unquote

    # The standard has a reference of a URI there, with a space as %20.
    return locate(base) or os.path.join(os.path.dirname(name), unquote(base))
