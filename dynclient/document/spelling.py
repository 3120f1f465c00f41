"""How error messages spell what would be right: in Python, or on the command line."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from dynclient.document.names import snake

# Steps that are not names: into the items of a list, and into the values of a map.
ITEM, VALUE = "[]", "{}"


class Python:
    """The spelling of a call in Python."""

    booleans = "True or False"
    unknown = 'unknown="send" sends unknown names too'

    def value(self, text: str) -> str:
        """Spell a value, given as Python."""
        return text

    def place(self, path: Sequence[str]) -> str:
        """Spell an argument down to a place in it: `IPAM={'Config': [{'Subnet': …}]}`."""
        text = "…"
        for step in reversed(path[1:]):
            text = f"[{text}]" if step == ITEM else f"{{{('…' if step == VALUE else step)!r}: {text}}}"
        return f"{path[0]}={text}"

    def line(self, text: str) -> str:
        """Spell a line, given as Python."""
        return text

    def option(self, name: str) -> str:
        """Spell a setting of the client."""
        return f"client.with_options({name}=…)"

    def argument(self, name: str) -> str:
        """Spell an argument by its name."""
        return f"{snake(name)}=…"

    def empty(self, name: str) -> str:
        """Spell an empty body."""
        return f"{name}={{}}"


class Shell(Python):
    """The spelling on the command line."""

    booleans = "true or false"
    unknown = ""

    def value(self, text: str) -> str:
        first, _, _ = text.partition(" or timedelta(")
        try:
            return _argument(ast.literal_eval(first))
        except (ValueError, SyntaxError):
            return first

    def place(self, path: Sequence[str]) -> str:
        if not {ITEM, VALUE}.intersection(path):
            return f"--{'.'.join(path)} …"
        text = '"…"'
        for step in reversed(path[1:]):
            text = f"[{text}]" if step == ITEM else f"{{{_json('…' if step == VALUE else step)}: {text}}}"
        return f"--{path[0]} {shlex.quote(text)}"

    def line(self, text: str) -> str:
        for part in text.split(", or "):
            found = re.fullmatch(r"(\w+)=(.+?)( for .*)?", part)
            try:
                value = ast.literal_eval(found[2]) if found else None
            except (ValueError, SyntaxError):
                continue
            if found and value is not None:
                return f"--{found[1]} {_argument(value)}{found[3] or ''}"
        return f"{text} in Python"

    def option(self, name: str) -> str:
        return "--timeout SECONDS" if name == "timeout" else f"{super().option(name)} in Python"

    def argument(self, name: str) -> str:
        return f"--{name} …"

    def empty(self, name: str) -> str:
        return f"--{name} '{{}}'"


def _argument(value: Any) -> str:
    text = value if isinstance(value, str) else _json(value)
    return text if text.isalnum() else shlex.quote(text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_PYTHON = Python()
_spelling: ContextVar[Python] = ContextVar("spelling", default=_PYTHON)


def spelling() -> Python:
    """Return the spelling in use."""
    return _spelling.get()


@contextmanager
def spelled(chosen: Python) -> Iterator[None]:
    """Use another spelling for messages made in the block."""
    token = _spelling.set(chosen)
    try:
        yield
    finally:
        _spelling.reset(token)
