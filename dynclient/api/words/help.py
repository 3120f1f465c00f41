"""Signatures, docstrings and help texts, written from the document when first asked for."""

from __future__ import annotations

import inspect
import re
import textwrap
from base64 import b64decode
from collections.abc import Iterator, Sequence
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from dynclient.api.model.outline import Outline
from dynclient.api.model.schema import deref, describe, types_beside_null
from dynclient.api.words.arguments import (
    Arguments,
    answer,
    arguments,
    at,
    body_example,
    first_sentence,
    parameter_example,
)
from dynclient.document.legible import legible
from dynclient.document.names import snake, suggestion
from dynclient.errors import ArgumentError, InvalidArguments, error_for_status

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

_WIDTH = 92
_TOLD = 16  # properties that help describes one by one inside of something else
_BRANCHES = 8  # alternatives that are described one by one
_CHOICES = 60  # allowed values that are listed
_ANNOTATIONS: dict[str, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def signature(operation: Operation) -> inspect.Signature:
    """Return an operation's signature in snake_case: the path's parameters first, the others keyword-only."""
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    known = arguments(operation)
    parameters = []
    for name, spelling in known.spelled.items():
        outline = known[name]
        kind = positional if name in operation.path_names else inspect.Parameter.KEYWORD_ONLY
        default = inspect.Parameter.empty if name in known.required else None
        annotation = _annotation(outline, name in known.required)
        parameters.append(inspect.Parameter(spelling, kind, default=default, annotation=annotation))
    if operation.choices:
        content_type = inspect.Parameter("content_type", inspect.Parameter.KEYWORD_ONLY, default=None)
        parameters.append(content_type.replace(annotation=str | None))
    parameters.sort(key=lambda parameter: parameter.kind)
    return inspect.Signature(parameters)


def _annotation(outline: Outline, required: bool) -> Any:
    kinds = outline.kinds
    if len(kinds) != 1 or kinds[0] not in _ANNOTATIONS:
        return inspect.Parameter.empty
    return _ANNOTATIONS[kinds[0]] if required else _ANNOTATIONS[kinds[0]] | None


def help_text(operation: Operation, path: str = "") -> str:
    """Describe an operation, its arguments and its answer in plain text.

    Args:
        operation: the operation.
        path: an argument, or a property at any depth, such as `HostConfig.Mounts`; `answer` or a place below it for
            the answer. Everything if empty.

    Raises:
        InvalidArguments: there is nothing of this name.
    """
    # Made legible as a whole: the parts are quoted as published.
    return legible(_place_text(operation, path) if path else _whole_text(operation))


def _whole_text(operation: Operation) -> str:
    lines = [f"{operation.summary or operation.id}.".replace("..", "."), ""]
    lines += [f"{operation.id}: {operation.method} {operation.path}"]
    if operation.description:
        lines += ["", *_wrapped(operation.description, "")]
    if known := arguments(operation):
        lines += ["", "Arguments:"]
        for name in known:
            lines += _argument_lines(operation, known, name)
    if operation.choices:
        lines += ["", *_wrapped(_CHOICE.format(", ".join(operation.choices)), "")]
    if operation.takes_progress:
        lines += ["", *_wrapped(_PROGRESS, "")]
    lines += ["", "Example:", *textwrap.indent(example_call(operation), "    ").splitlines()]
    given = answer(operation)
    told = given is not None and bool(given.inner.properties)
    text = answer_text(operation)
    lines += ["", "Returns:", *_wrapped(text.partition(" with ")[0] if told else text, "    ")]
    if operation.answer.endless:
        lines += [f"    It has no end while {endless_text(operation)}."]
    if operation.answer.kind == "hijack":
        lines += [f"    To write to it, open it: client.{operation.group}.{operation.name}.stream(…)"]
    if operation.answer.kind == "hijack":
        opened = f"client.{operation.group}.{operation.name}.stream({', '.join(operation.path_names)})"
        lines += [f"    To write to it, open it: {opened}."]
    if given is not None and told:
        lines += _below(operation, given.inner, "answer", "        ")
    if refusals := list(errors(operation)):
        lines += ["", "Raises:"]
        for status, error, text in refusals:
            lines += _wrapped(f"{error} ({status}): {text}" if text else f"{error} ({status})", "    ", "        ")
    return "\n".join(lines)


_PROGRESS = (
    "Besides these, progress= shows the call's progress: True, False, or a function that is called with each step."
)


_CHOICE = "Besides these, content_type= sets the media type of the body, if its value does not imply it: one of {}."


def _wrapped(text: str, indent: str, further: str | None = None) -> list[str]:
    joined = " ".join(text.split())
    deeper = indent if further is None else further
    return textwrap.wrap(joined, _WIDTH, initial_indent=indent, subsequent_indent=deeper, break_on_hyphens=False)


def _argument_lines(operation: Operation, known: Arguments, name: str) -> list[str]:
    if name == known.whole and known.apart:
        return [f"    {name}: the whole body as one dict, in place of its properties"]
    parameter, outline = operation.by_name.get(name), known[name]
    notes = [takes(operation, name, outline)]
    if name in known.required:
        notes.append("required")
    place, wire = (parameter.place, parameter.wire_name) if parameter is not None else ("body", name)
    spelled = known.spelled.get(name, name)
    where = place if wire in (spelled, known.whole) else f"{place} {wire}"
    lines = _told(f"    {spelled} ({', '.join(notes)}; {where})", outline, "        ")
    return lines + _below(operation, outline.inner, name, "        ")


def _told(head: str, outline: Outline, indent: str) -> list[str]:
    """Write a heading, and below it the description of a value."""
    text = " ".join([*([outline.description] if outline.description else []), *said_of(outline)])
    return [f"{head}:" if text or outline.inner.properties else head, *_wrapped(text, indent)]


def said_of(outline: Outline) -> list[str]:
    """Say which values are allowed, and the default."""
    said = []
    inner = outline.inner if outline.inner.enum else outline
    if inner.enum:
        more = f", and {len(inner.enum) - _CHOICES} more" if len(inner.enum) > _CHOICES else ""
        shown = ", ".join(map(repr, inner.enum[:_CHOICES]))
        said.append(f"{'One of' if inner.closed else 'Known'}: {shown}{more}.")
    default = outline.schema.get("default")
    if default not in (None, "", False, [], {}):
        said.append(f"Default: {default!r}.")
    return said


def _below(operation: Operation, outline: Outline, path: str, indent: str) -> list[str]:
    """List an object's properties: a line for each, or only the names if there are many."""
    children = dict(outline.children())
    if not children:
        return []
    lines = []
    if len(children) > _TOLD or all(child.kinds == ("array",) and not child.description for child in children.values()):
        lines += _wrapped(f"{'Keys' if path == 'filters' else 'In it'}: {', '.join(children)}.", indent)
    else:
        for name, child in children.items():
            text = first_sentence(child.description)
            head = f"{name} ({kind_of(child)})"
            lines += _wrapped(f"{head}: {text}" if text else head, indent, f"{indent}    ")
    if len(children) > _TOLD or any(child.inner.properties for child in children.values()):
        lines += [f'{indent}More: client.operations["{operation.id}"].help("{path}")']
    return lines


def _place_text(operation: Operation, path: str) -> str:
    """Describe an argument, or a place in one or in the answer."""
    known = arguments(operation)
    if "answer" not in known and (given := answer(operation)) is not None:
        known["answer"] = given
    steps = [int(step) if step.isdigit() else step for step in re.split(r"[.\[\]]+", path) if step]
    try:
        outline = at(known, steps)
    except KeyError as error:
        step, names = error.args
        raise InvalidArguments(operation.id, [_unknown(step, names, path)]) from None
    lines = _told(f"{operation.id}, {path} ({kind_of(outline)})", outline, "    ")
    for name, child in outline.inner.children():
        notes = kind_of(child) + (", required" if name in outline.inner.required else "")
        lines += ["", *_told(f"    {name} ({notes})", child, "        ")]
        lines += _below(operation, child.inner, f"{path}.{name}", "        ")
    return "\n".join(lines)


def _unknown(step: str | int, names: Sequence[str], path: str) -> ArgumentError:
    hint = suggestion(str(step), names)
    return ArgumentError(path, f"nothing is called {step!r}{'; ' + hint if hint else ''}", "unknown")


def kind_of(outline: Outline, depth: int = 0) -> str:
    """Name the type of a value: `a list of dicts`, `an integer (ns)`."""
    schema = dict(outline.schema)
    if len(outline.branches) > 1:
        if depth > 1 or len(outline.branches) > _BRANCHES:
            return "a JSON value"
        branches = [Outline(sub, outline.document) for sub in outline.branches]
        return " or ".join(dict.fromkeys(kind_of(branch, depth + 1) for branch in branches))
    schema["type"] = list(outline.kinds)
    if outline.kinds == ("array",) and outline.items is not None:
        schema["items"] = {"type": list(Outline(outline.items, outline.document).kinds)}
    if outline.kinds == ("object",) and not outline.properties and outline.values is not None:
        of = Outline(outline.values, outline.document)
        schema["items"] = {"type": list(of.kinds)}
        named = describe({**schema, "type": "array"}).removeprefix("a list of ")
        return f"a dict of {named}" if named != "a list" else "a dict"
    duration = schema.get("x-duration")
    return f"{describe(schema)} ({duration}) or a timedelta" if duration else describe(schema)


def takes(operation: Operation, name: str, outline: Outline) -> str:
    """Say which types of values an argument accepts."""
    parameter, body = operation.by_name.get(name), operation.published_body
    if parameter is None and body is not None and not body[0].structured:
        return "bytes, a binary file, a pathlib.Path or an iterator of bytes"
    if parameter is not None and parameter.time:
        return "Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text"
    kind = kind_of(outline)
    return f"{kind} ({parameter.duration}) or a timedelta" if parameter is not None and parameter.duration else kind


def errors(operation: Operation) -> Iterator[tuple[str, str, str]]:
    """Yield the published errors of an operation: status, error class, description."""
    for status, response in (operation.node.get("responses") or {}).items():
        if status.isdigit() and int(status) >= 400:
            words = " ".join(legible(str(response.get("description") or "")).split())
            yield status, error_for_status(int(status)).__name__, words


def example_call(operation: Operation) -> str:
    """Write the document's example of a request as a call; an argument without an example stands for itself."""
    given, known = body_example(operation), arguments(operation)
    given = _with_bytes(given, operation.body.schema) if operation.body is not None else given
    required = [name for name in known if name in known.required and (given is None or name in operation.by_name)]
    parts = [
        each if name in operation.path_names else f"{_spelled(name)}={each}"
        for name in required
        for each in [_value(operation, name)]
    ]
    whole = bool(operation.node.get("x-replaces"))  # single properties would warn about the others
    apart = (
        not whole
        and isinstance(given, dict)
        and not any(name in operation.by_name or not name.isidentifier() or iskeyword(name) for name in given)
    )
    if isinstance(given, dict) and apart and known.apart:
        parts += [f"{name}={_python(value, 4, len(name))}" for name, value in given.items()]
    elif given is not None:
        parts.append(f"{known.whole}={_python(given, 4, 5)}")
    head = f"client.{operation.group}.{operation.name}("
    line = f"{head}{', '.join(parts)})"
    if len(line) <= _WIDTH - 4 and "\n" not in line:
        return line
    return "\n".join([head, *(f"    {part}," for part in parts), ")"])


def _with_bytes(value: Any, schema: Any) -> Any:
    """Replace base64 in an example by bytes, which calls accept."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: _with_bytes(item, known.get(name)) for name, item in value.items()}
    return b64decode(value) if schema.get("x-bytes") and isinstance(value, str) else value


def _spelled(name: str) -> str:
    return name if name.isidentifier() and not iskeyword(name) else snake(name)


def _value(operation: Operation, name: str) -> str:
    """Write a value for an argument: the document's example, or a variable of its name."""
    example = parameter_example(operation, name)
    return snake(name) if example is None else _python(example, 4, len(name))


def _python(value: Any, indent: int, before: int = 0) -> str:
    """Write a JSON value as Python, on several lines if the rest of the line is too short."""
    if not isinstance(value, (dict, list)):
        return _quoted(value) if isinstance(value, str) else repr(value)
    if isinstance(value, dict):
        heads = [f"{_quoted(key)}: " for key in value]
        parts = [head + _python(item, indent + 4, len(head)) for head, item in zip(heads, value.values(), strict=True)]
    else:
        parts = [_python(item, indent + 4) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    flat = f"{opening}{', '.join(parts)}{closing}"
    if len(flat) + indent + before < _WIDTH - 8 and "\n" not in flat:
        return flat
    pad = " " * (indent + 4)
    return "\n".join([opening, *(f"{pad}{part}," for part in parts), f"{' ' * indent}{closing}"])


def _quoted(text: str) -> str:
    written = repr(text)
    return f'"{text}"' if written == f"'{text}'" and '"' not in text else written


_ANSWERS = {
    "lines": "a ResultList of the stream's messages, read to its end; a failure in it is a StreamError",
    "frames": "an Output: .stdout, .stderr, .text, .lines()",
    "hijack": "an Output: .stdout, .stderr, .text, .lines()",
    "tar": "an Archive: .members(), .extract(directory), .save(path), .read()",
    "bytes": "bytes",
    "text": "a str",
    "empty": "None",
    "websocket": "an Output: .text, .lines(); what it writes is mixed",
    "session": "a Duplex of bytes, for HTTP/2",
}


def answer_text(operation: Operation) -> str:
    """Describe the result of an operation in one line."""
    answer = operation.answer
    if answer.single:
        return "a Result, where the answer has an end"
    if answer.kind in _ANSWERS:
        return _ANSWERS[answer.kind]
    if answer.kind == "header":
        return f"a Result, from the header {answer.header}"
    if operation.shape is None:
        # An engine's answers without a schema are empty.
        return "None" if operation.document.engine else "a Result or ResultList, or None where the answer is empty"
    kinds = set(types_beside_null(deref(answer.schema, operation.document.resolve)))
    if kinds and not kinds & {"object", "array"}:
        return describe(answer.schema or {})
    item = operation.shape.item()
    names = list((item or operation.shape).names())
    kind = "a ResultList" if kinds == {"array"} or item else "a Result"
    of = " of Results" if item and names else ""
    return f"{kind}{of} with {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else kind


def endless_text(operation: Operation) -> str:
    return " and ".join(
        f"{name} is {' or '.join('left out' if value is None else repr(value) for value in values)}"
        for name, values in operation.answer.endless.items()
    )
