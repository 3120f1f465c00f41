"""TAB in IPython: completes calls by id, and what stands in dynclient's values; `%load_ext dynclient` sets it up.

IPython itself evaluates what stands before the cursor where it trusts the types to do nothing; that list is its own.
What is evaluated here is dynclient's, which answers from the document alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from importlib import import_module
from types import MethodType
from typing import Any, NamedTuple

from dynclient.api.answer.result import Result, ResultList
from dynclient.api.model.operation import Operation, Operations
from dynclient.api.words.help import signature
from dynclient.client.aio import AsyncClient
from dynclient.client.client import Client
from dynclient.client.groups import Group
from dynclient.errors import Headers, Response

# A client's name and a call of an operation by its id, up to the cursor: the id begun, or an argument's name.
_CALL = re.compile(
    r"""(\w+)\.(?:op|stream|build_request)\(\s*(["'])(?:(\w*)|(\w+)\2\s*,(?:.*[,(])?\s*(\w*))\Z""", re.DOTALL
)
_STEPS = r"""\.([^\W\d]\w*)|\[(-?\d+|"[^"\\\n]*"|'[^'\\\n]*')\]"""
_STEP = re.compile(_STEPS)
# A name, and the attributes and items of it.
_CHAIN = r"(?<![\w.\])])([^\W\d]\w*)((?:" + _STEPS.replace("(", "(?:") + ")*)"
_ATTRIBUTE = re.compile(rf"{_CHAIN}\.(\w*)\Z")
_KEY = re.compile(rf"""{_CHAIN}\[["']([^"'\\\n]*)\Z""")
_OPENED = re.compile(rf"{_CHAIN}\(")
_BEGUN = re.compile(r"(?:\A|[,(])\s*(\w*)\Z")
_OWN = (Client, AsyncClient, Group, Operation, Operations, Result, ResultList, Headers, Response, MethodType)


class Proposals(NamedTuple):
    """What may stand at the cursor, and what of it stands there already."""

    begun: str
    texts: list[str]


def complete(context: Any) -> dict[str, Any]:
    """Complete what stands before the cursor, as a matcher of IPython's completer."""
    completer, shell = import_module("IPython.core.completer"), import_module("IPython").get_ipython()
    begun, texts = proposals(context.text_until_cursor, shell.user_ns)
    found = [completer.SimpleCompletion(text=text, type="param" if text.endswith("=") else "value") for text in texts]
    return {"completions": found, "matched_fragment": begun, "suppress": bool(found)}


complete.matcher_api_version = 2  # type: ignore[attr-defined]
complete.matcher_identifier = "dynclient.complete"  # type: ignore[attr-defined]


def proposals(before: str, names: Mapping[str, Any]) -> Proposals:
    """Return what may stand at the cursor.

    Args:
        before: the text up to the cursor.
        names: the values by name.
    """
    if call := _CALL.search(before):
        return _by_id(call, before, names)
    if found := _ATTRIBUTE.search(before):
        begun = found[3]
        shown = [name for name in _dir(_value(found, names)) if begun.startswith("_") or not name.startswith("_")]
    elif found := _KEY.search(before):
        begun, shown = found[3], _keys(_value(found, names))
    else:
        begun, shown = _arguments(before, names)
    return Proposals(begun, [name for name in shown if name.startswith(begun)])


def _by_id(call: re.Match[str], before: str, names: Mapping[str, Any]) -> Proposals:
    client = names.get(call[1])
    if not isinstance(client, Client | AsyncClient):
        return Proposals("", [])
    if call[3] is not None:
        return Proposals(call[3], [name for name in client.operations if name.startswith(call[3])])
    begun = call[5] or ""
    free = _free(client.operations.get(call[4]), before[call.end(4) :])
    return Proposals(begun, [name for name in free if name.startswith(begun)])


def _free(operation: Operation | None, given: str) -> list[str]:
    """Return an operation's arguments but for those that are given."""
    named = set(re.findall(r"(\w+)\s*=", given))
    return [f"{name}=" for name in signature(operation).parameters if name not in named] if operation else []


def _arguments(before: str, names: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return what is begun of an argument of the innermost open call of an operation's method, and its arguments."""
    begun = _BEGUN.search(before)
    for opened in reversed(list(_OPENED.finditer(before))) if begun else ():
        given = before[opened.end() :]
        operation = getattr(_value(opened, names), "operation", None)
        if given.count("(") >= given.count(")") and isinstance(operation, Operation):
            return begun[1] if begun else "", _free(operation, given)
    return "", []


def _value(chain: re.Match[str], names: Mapping[str, Any]) -> Any:
    """Return what a chain of attributes and items leads to; None where it leaves dynclient's values."""
    value: Any = names.get(chain[1])
    try:
        for name, item in _STEP.findall(chain[2]):
            if not _is_own(value):
                return None
            value = getattr(value, name) if name else value[ast.literal_eval(item)]
    except (AttributeError, LookupError, TypeError):
        return None
    return value if _is_own(value) else None


def _is_own(value: Any) -> bool:
    return isinstance(value, _OWN) or type(value) is dict


def _dir(value: Any) -> list[str]:
    return [] if value is None else dir(value)


def _keys(value: Any) -> list[str]:
    return [key for key in value if isinstance(key, str)] if isinstance(value, Mapping) else []
