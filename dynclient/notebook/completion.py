"""TAB in IPython: lets it look into dynclient's values, and completes the ids and arguments of `client.op("…", …)`.

IPython evaluates what stands before the cursor only where it trusts the types not to do anything; ours answer from the
document alone. What jedi finds goes another way.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from types import MethodType
from typing import Any

# A client's name and a call of an operation by its id, up to the cursor: the id begun, or an argument's name.
_CALL = re.compile(
    r"""(\w+)\.(?:op|stream|build_request)\(\s*(["'])(?:(\w*)|(\w+)\2\s*,(?:.*[,(])?\s*(\w*))\Z""", re.DOTALL
)


def teach() -> None:
    """Tell IPython, where this runs in it, what its completer may look into, and how a call by id and a stop end."""
    shell = getattr(sys.modules["IPython"], "get_ipython", lambda: None)()
    matchers = getattr(getattr(shell, "Completer", None), "custom_matchers", None)
    if matchers is None or complete_call in matchers:
        return
    from dynclient.aio import AsyncClient
    from dynclient.api.model import Operation, Operations
    from dynclient.client import Client
    from dynclient.groups import Group
    from dynclient.notebook.trace import shorten_stops
    from dynclient.result import Headers, Response, Result, ResultList

    policy = import_module("IPython.core.guarded_eval").EVALUATION_POLICIES["limited"]
    policy.allowed_getattr |= {
        Client,
        AsyncClient,
        Group,
        Operation,
        Operations,
        Result,
        ResultList,
        Response,
        MethodType,
    }
    policy.allowed_getitem |= {Result, ResultList, Operations, Headers}
    for cached in ("_getitem_methods", "_getattr_methods", "_getattribute_methods"):
        policy.__dict__.pop(cached, None)
    matchers.append(complete_call)
    shorten_stops(shell)


def complete_call(context: Any) -> dict[str, Any]:
    """Complete an operation's id, or the names of its arguments; a matcher of IPython's completer."""
    completer = import_module("IPython.core.completer")
    texts = proposals(context.text_until_cursor, sys.modules["IPython"].get_ipython().user_ns)
    found = [completer.SimpleCompletion(text=text, type="param" if text.endswith("=") else "value") for text in texts]
    return {"completions": found, "suppress": bool(found)}


complete_call.matcher_api_version = 2  # type: ignore[attr-defined]
complete_call.matcher_identifier = "dynclient.complete_call"  # type: ignore[attr-defined]


def proposals(before: str, names: Any) -> list[str]:
    """Give what may stand at the cursor of a call by an operation's id.

    Args:
        before: the text up to the cursor.
        names: the values by name, among which the client is looked for.
    """
    from dynclient.core import Core

    call = _CALL.search(before)
    client = names.get(call[1]) if call else None
    if call is None or not isinstance(client, Core):
        return []
    if call[3] is not None:
        return [name for name in client.operations if name.startswith(call[3])]
    operation, begun = client.operations.get(call[4]), call[5] or ""
    if operation is None:
        return []
    given = set(re.findall(r"(\w+)\s*=", before[call.end(4) :]))
    return [f"{name}=" for name in operation.signature.parameters if name.startswith(begun) and name not in given]
