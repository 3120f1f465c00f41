"""Overlays: documents as differences from others, laid over these before anything else is done with them.

The form is that of https://spec.openapis.org/overlay/v1.0.0.html, with two rules more: a target is a literal path, so
that an overlay reads as a list of changes, and one that leads nowhere is an error, for it meant another document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from dynclient.document import limits
from dynclient.document.places import shown
from dynclient.document.read import check_size, parse
from dynclient.errors import SpecError


def assembled(files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """Return the content of a document that is made of several files.

    Args:
        files: their names and contents, the whole document last.

    Raises:
        SpecError: one of them is no such document, or an action cannot be done.
    """
    content: dict[str, Any] = _copy(parse(files[-1][1], files[-1][0]))
    left = limits.ACTIONS
    for name, data in reversed(files[:-1]):
        actions = _actions(parse(data, name), name)
        left -= len(actions)
        if left < 0:
            raise SpecError(f"it and what it extends have more than {limits.ACTIONS:,} actions", source=name)
        for index, action in enumerate(actions):
            try:
                _act(content, action)
            except ValueError as error:
                raise SpecError(str(error), source=name, pointer=f"/actions/{index}") from None
        check_size(content, name)
    return content


def _actions(overlay: dict[str, Any], source: str) -> list[Any]:
    version, actions = overlay.get("overlay"), overlay.get("actions")
    if not re.fullmatch(r"1\.0(\.\d+)?", str(version)):
        raise SpecError(f"supported is overlay: 1.0.0, not {shown(version)}", source=source, pointer="/overlay")
    info = overlay.get("info")
    if not isinstance(info, dict) or not {"title", "version"} <= info.keys():
        raise SpecError("it has to be a mapping with title and version", source=source, pointer="/info")
    if not isinstance(actions, list) or not actions:
        raise SpecError("it has to be a list of one action at least", source=source, pointer="/actions")
    return actions


def _act(content: dict[str, Any], action: Any) -> None:
    """Do one action.

    Raises:
        ValueError: it cannot be done; with what is wrong.
    """
    if not isinstance(action, dict) or not isinstance(action.get("target"), str):
        raise ValueError("an action is a mapping with a target, which is a text")
    target = action["target"]
    if unknown := {str(key) for key in action if not str(key).startswith("x-")} - _KEYS:
        raise ValueError(f"an action has no {', '.join(sorted(unknown))} (target {shown(target)})")
    remove = action.get("remove", False)
    if not isinstance(remove, bool) or not (remove or "update" in action):
        raise ValueError(f"an action has update, or remove: true (target {shown(target)})")
    steps = steps_of(target)
    parent, node = _found(content, steps, target)
    if remove:
        if not steps:
            raise ValueError("its target $ is the whole document, which cannot be removed")
        del parent[steps[-1]]
    else:
        _update(node, action["update"], target)


_KEYS = {"target", "description", "update", "remove"}


def _update(node: Any, update: Any, target: str) -> None:
    if isinstance(node, list):
        node.append(_copy(update))
    elif not isinstance(node, dict):
        raise ValueError(f"its target {shown(target)} is {shown(node)}; only a mapping or a list is updated")
    elif not isinstance(update, dict):
        raise ValueError(f"its target {shown(target)} is a mapping, and so has update to be, not {shown(update)}")
    else:
        merge(node, update)


def merge(node: dict[str, Any], update: dict[str, Any]) -> None:
    """Merge one mapping into another: mappings are merged, lists are joined, anything else is replaced."""
    for key, value in update.items():
        old = node.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            old.extend(_copy(value))
        else:
            node[key] = _copy(value)


def _copy(node: Any) -> Any:
    # What an alias stands for is one object in all its places; here each has its own.
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    return [_copy(item) for item in node] if isinstance(node, list) else node


# --- targets


_STEP = re.compile(
    r"""\.(?P<name>[^\W\d]\w*)
    |\[\s*(?:(?P<index>0|[1-9][0-9]{0,8})|'(?P<single>(?:[^'\\]|\\.)*+)'|"(?P<double>(?:[^"\\]|\\.)*+)")\s*\]""",
    re.VERBOSE | re.DOTALL,
)
_REFUSED = (
    (r"\.\.", "goes to any depth (..)"),
    (r"\.\*|\[\s*\*", "has a wildcard (*)"),
    (r"\[\s*\?", "has a filter (?)"),
    (r"\[\s*-?\d*\s*:", "has a slice (:)"),
    (r"\[\s*-", "counts from the end"),
    (r"\[[^\]]*,", "names several"),
    (r"", "cannot be read"),
)


def steps_of(target: str) -> list[str | int]:
    """Return the keys and indices of a literal JSONPath.

    Raises:
        ValueError: it is none; with what is wrong.
    """
    if not target.startswith("$"):
        raise ValueError(f"its target {shown(target)} does not begin with $; {_LITERAL}")
    steps: list[str | int] = []
    at = 1
    while at < len(target):
        if (found := _STEP.match(target, at)) is None:
            why = next(words for pattern, words in _REFUSED if re.compile(pattern).match(target, at))
            raise ValueError(f"its target {shown(target)} {why} after {shown(target[:at])}; {_LITERAL}")
        steps.append(_step(found, target))
        at = found.end()
    return steps


_LITERAL = "expected a literal path, such as $.paths['/info'].get"


def _step(found: re.Match[str], target: str) -> str | int:
    if found["index"] is not None:
        return int(found["index"])
    if found["name"] is not None:
        return found["name"]
    quoted = found["double"]
    if quoted is None:
        quoted = re.sub(r"\\'|\"", lambda sign: "'" if sign[0] == "\\'" else '\\"', _pairs(found["single"]))
    try:
        return str(json.loads(f'"{quoted}"'))
    except ValueError:
        raise ValueError(f"its target {shown(target)} has a name with an escape that JSON does not know") from None


def _pairs(text: str) -> str:
    r"""Return a text whose `\\` are written so that no `\'` after them is taken for one."""
    return text.replace("\\\\", "\\u005c")


def _found(content: Any, steps: Sequence[str | int], target: str) -> tuple[Any, Any]:
    """Return what a path leads to, and what that is in.

    Raises:
        ValueError: it leads nowhere.
    """
    parent, node = None, content
    for index, step in enumerate(steps):
        parent = node
        there = step in node if isinstance(node, dict) else isinstance(node, list) and _within(step, node)
        if not there:
            before = "".join(map(_written, steps[:index]))
            raise ValueError(f"its target {shown(target)} leads nowhere: ${_cut(before)} has no {shown(step)}")
        node = node[step]
    return parent, node


def _within(step: str | int, node: list[Any]) -> bool:
    return isinstance(step, int) and step < len(node)


def _written(step: str | int) -> str:
    if isinstance(step, str) and re.fullmatch(r"[^\W\d]\w*", step):
        return f".{step}"
    return f"[{step}]" if isinstance(step, int) else f"['{step}']"


def _cut(text: str) -> str:
    return text if len(text) <= 200 else f"…{text[-200:]}"
