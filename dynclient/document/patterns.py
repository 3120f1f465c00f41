"""Patterns of documents: which of them Python reads, and how."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from warnings import catch_warnings

_FOREIGN = r"(?s)\A/.*/[a-z]*\Z|\[\[:\^?[a-z]+:\]|\[[^\]]*&&"


def is_pattern(text: Any) -> bool:
    """Return whether a pattern means in Python what it means to the server; one of another dialect is left to that.

    Besides what Python cannot compile (`\\p{L}`) these are a JavaScript literal with its slashes, POSIX classes and
    Java's intersections of sets, which compile to something else.
    """
    try:
        with unwarned(text):
            return bool(re.compile(text)) and not re.search(_FOREIGN, text)
    except (re.error, OverflowError, RecursionError, TypeError):
        return False


def unwarned(pattern: Any) -> AbstractContextManager[object]:
    """Have a pattern compiled without the warning that `[[` or `--` will mean more in a Python to come."""
    if isinstance(pattern, str) and re.search(r"\[.*(?:\[|--|&&|~~|\|\|)", pattern):
        return catch_warnings(action="ignore", category=FutureWarning)
    return nullcontext()  # warnings belong to all threads
