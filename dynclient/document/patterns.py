"""Regular expressions of documents: which of them Python can use."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from warnings import catch_warnings

_FOREIGN = r"(?s)\A/.*/[a-z]*\Z|\[\[:\^?[a-z]+:\]|\[[^\]]*&&"


def is_pattern(text: Any) -> bool:
    """Return whether a pattern means in Python what it means to the server.

    Besides what Python cannot compile (`\\p{L}`), it does not for JavaScript literals with slashes, POSIX classes and
    Java's intersections of sets, which compile to something else. Such patterns are left to the server to check.
    """
    try:
        with unwarned(text):
            return bool(re.compile(text)) and not re.search(_FOREIGN, text)
    except (re.error, OverflowError, RecursionError, TypeError):
        return False


def unwarned(pattern: Any) -> AbstractContextManager[object]:
    """Suppress, while compiling, the warning that `[[` or `--` may change its meaning in a future Python."""
    if isinstance(pattern, str) and re.search(r"\[.*(?:\[|--|&&|~~|\|\|)", pattern):
        return catch_warnings(action="ignore", category=FutureWarning)
    return nullcontext()  # warning filters are shared by all threads
