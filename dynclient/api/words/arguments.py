"""An operation's arguments and answers as outlines, and their examples.

`Operation.arguments` has the same names with the schemas that values are checked against. It is not used here because
it flattens the body, which for a large document is most of the work of reading it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dynclient.api.model.outline import Outline
from dynclient.document.names import fold, python_names

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation


def first_sentence(text: str, most: int = 160) -> str:
    """Return the first sentence of a description, cut at a word if it is long."""
    sentence = re.split(r"(?<=[.!?])\s+(?=[^a-z])", " ".join(text.split()), maxsplit=1)[0]
    return textwrap.shorten(sentence, most, placeholder=" …")


class Arguments(dict[str, Outline]):
    """The outlines of an operation's arguments by name: parameters, the body's properties, the whole body.

    Attributes:
        required: the names of the required arguments.
        whole: the argument for the whole body; empty if there is no body.
        apart: whether the body's properties may be given one by one.
    """

    required: frozenset[str]
    whole: str
    apart: bool

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The Python names of the arguments that have one."""
        return python_names(self)


def arguments(operation: Operation) -> Arguments:
    """Return the outlines of an operation's arguments."""
    document, found = operation.document, Arguments()
    for parameter in operation.parameters:
        schema = {key: value for key, value in parameter.schema.items() if key != "$defs"}
        found[parameter.name] = Outline({**schema, "description": parameter.description}, document)
    required = {each.name for each in operation.parameters if each.required and not each.send_default}
    found.whole, found.apart = "", False
    if (whole := body(operation)) is not None and operation.published_body is not None:
        form = operation.published_body[0]
        parts = dict(whole.children()) if whole.kinds == ("object",) else {}
        found.whole, found.apart = "body_" if "body" in found or "body" in parts else "body", bool(parts)
        if form.required:
            named = {name for name in whole.required if name in parts and not parts[name].schema.get("readOnly")}
            required |= named if whole.kinds == ("object",) and not named & found.keys() else {found.whole}
        for name, part in parts.items():
            found.setdefault(name, part)
        found[found.whole] = whole
    found.required = frozenset(required)
    return found


def body(operation: Operation) -> Outline | None:
    """Return the outline of an operation's body with its description; None if there is none."""
    if operation.published_body is None:
        return None
    form, schema = operation.published_body
    outline = Outline(schema if form.structured else {}, operation.document)
    if form.description:
        outline.schema = {**outline.schema, "description": form.description}
    return outline


def answer(operation: Operation) -> Outline | None:
    """Return the outline of an operation's answer; None if it has no schema."""
    schema = operation.answer.schema
    return Outline(schema, operation.document) if schema else None


def body_example(operation: Operation) -> Any:
    """Return the document's example of an operation's body; None if it has none."""
    if operation.published_body is None or not (form := operation.published_body[0]).structured:
        return None
    return _example(operation.node["requestBody"], form.media_type)


def parameter_example(operation: Operation, name: str) -> Any:
    """Return the document's example of a parameter's value; None if it has none."""
    for node in operation.node.get("parameters", ()):
        if node["name"] == name:
            content = node.get("content") or {"": node}
            found = [_example({"content": {"": each}}, "") for each in (node, *content.values())]
            schema = next(iter(content.values())).get("schema")
            if isinstance(schema, dict):  # a schema may also be true
                listed = schema.get("examples")
                found += [schema.get("example"), *(listed if isinstance(listed, list) else ())]
            return next((value for value in found if value is not None), None)
    return None


def answer_example(operation: Operation) -> Any:
    """Return the document's example of an operation's answer; None if it has none."""
    for code, response in (operation.node.get("responses") or {}).items():
        if code.startswith("2") and (found := _example(response, "application/json")) is not None:
            return found
    return None


def _example(node: Mapping[str, Any], wanted: str) -> Any:
    content = node.get("content") or {}
    media = content.get(wanted) or next(iter(content.values()), None) or {}
    if "example" in media:
        return media["example"]
    return next((each["value"] for each in (media.get("examples") or {}).values() if "value" in each), None)


def at(outlines: Mapping[str, Outline], path: Iterable[str | int]) -> Outline:
    """Follow names, in any spelling, and indexes into arguments; steps into lists and maps may be left out.

    Raises:
        KeyError: a name is unknown; its arguments are the name and the known ones.
    """
    known, here = outlines, None
    for step in path:
        if here is not None:
            if isinstance(step, int) or (not here.properties and here.values is not None):
                sub = here.items if isinstance(step, int) else here.values
                if sub is None:
                    raise KeyError(step, ())
                here = Outline(sub, here.document)
                continue
            here = here.inner
            known = dict(here.children())
        spelled = {**{fold(name): name for name in known}, **{name: name for name in known}}
        name = spelled.get(str(step)) or spelled.get(fold(str(step)))
        if name is None:
            raise KeyError(step, tuple(known))
        here = known[name]
    assert here is not None
    return here
