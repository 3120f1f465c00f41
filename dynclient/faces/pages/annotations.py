"""Annotations and docstrings as the text of a stub."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_LONGEST = 2000  # characters of a union; one that names its parts twice at each level doubles with every level
WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\W\d]\w*')


def camel(name: str) -> str:
    """Return a published name as that of a class."""
    parts = re.findall(r"[A-Za-z0-9]+", name)
    made = "".join(part[:1].upper() + part[1:] for part in parts)
    return f"_{made}" if made[:1].isdigit() else made


def literal(values: Iterable[Any]) -> str:
    """Return the `Literal` of some values; empty where one of them cannot stand in one."""
    texts = []
    for value in values:
        if not isinstance(value, (str, int, bool)):
            return ""
        texts.append(json.dumps(value) if isinstance(value, str) else repr(value))
    return f"Literal[{', '.join(texts)}]" if texts else ""


def union(kinds: Iterable[str]) -> str:
    """Return the union of some types, each of them once."""
    parts = dict.fromkeys(part for kind in kinds for part in alternatives(kind))
    whole = " | ".join(parts)
    return "Any" if "Any" in parts or len(whole) > _LONGEST else whole


def alternatives(kind: str) -> Iterator[str]:
    """Yield the members of a union: split at its own bars, not at those inside brackets."""
    whole = ""
    for part in kind.split(" | "):
        whole = f"{whole} | {part}" if whole else part
        if whole.count("[") == whole.count("]"):
            yield whole
            whole = ""
    if whole:
        yield whole


def about(words: str) -> str:
    """Return the docstring below an attribute, if there is anything to say."""
    return f'\n    """{docstring(words)}"""' if words else ""


def docstring(text: str) -> str:
    """Return words that end no docstring early."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    return f"{escaped} " if escaped.endswith('"') else escaped


def class_text(head: str, rows: Sequence[str]) -> str:
    """Return the text of a class; without rows its body is an ellipsis."""
    return "\n".join([f"class {head}:", *(rows or ["    ..."])])
