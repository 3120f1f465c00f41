"""Checks of headers that a caller gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dynclient.api.call.prepare import kind_of
from dynclient.errors import ArgumentError, InvalidArguments

NO_HEADER = "cannot be sent in a header; expected printable ASCII without blanks at the ends"


def header_items(headers: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """Return headers as pairs.

    Raises:
        InvalidArguments: a name or a value is not valid in a header; the message does not show the value.
    """
    pairs = tuple((headers or {}).items())
    if errors := [error for name, value in pairs for error in _header_problems(name, value)]:
        raise InvalidArguments("headers", errors)
    return tuple((str.__str__(name), str.__str__(value)) for name, value in pairs)


def _header_problems(name: Any, value: Any) -> Iterator[ArgumentError]:
    if not isinstance(name, str) or not is_token(name):
        yield ArgumentError(repr(name) if isinstance(name, str) else kind_of(name), "is not a valid header name")
    elif not isinstance(value, str):
        yield ArgumentError(name, f"expected text, got {'None' if value is None else kind_of(value)}", "type")
    elif not is_header_text(value):
        yield ArgumentError(name, NO_HEADER)


def is_header_text(value: str) -> bool:
    """Return whether a header's value would arrive unchanged and end only with the header (RFC 9110, section 5.5)."""
    return value.isascii() and value.isprintable() and value == value.strip()


def is_token(name: str) -> bool:
    """Return whether a text is valid as the name of a header or a method (RFC 9110, section 5.6.2)."""
    return re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) is not None
