"""Signatures, docstrings, help and search, written from the document when they are first asked for."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.names import fold, snake, words
from dynclient.api.schema import Schema, deref, describe, types_of

if TYPE_CHECKING:
    from dynclient.api.model import Api, Operation

_WIDTH = 100
_ANNOTATIONS: dict[str, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def signature(operation: Operation) -> inspect.Signature:
    """Give an operation's signature: the path's parameters first, the rest keyword-only, all in snake_case."""
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    required = set(operation.schema["required"])
    parameters, seen = [], set()
    for name, schema in operation.arguments.items():
        spelling = snake(name)
        if spelling in seen:
            continue
        seen.add(spelling)
        kind = positional if name in operation.path_names else inspect.Parameter.KEYWORD_ONLY
        default = inspect.Parameter.empty if name in required else None
        annotation = _annotation(schema, name in required)
        parameters.append(inspect.Parameter(spelling, kind, default=default, annotation=annotation))
    parameters.sort(key=lambda parameter: parameter.kind)
    return inspect.Signature(parameters)


def _annotation(schema: Schema, required: bool) -> Any:
    kinds = [kind for kind in types_of(schema) if kind != "null"]
    if len(kinds) != 1 or kinds[0] not in _ANNOTATIONS:
        return inspect.Parameter.empty
    return _ANNOTATIONS[kinds[0]] if required else _ANNOTATIONS[kinds[0]] | None


class LazyDoc(str):
    """Be a docstring that is written when it is first read, for `help`, `inspect` and IPython alike."""

    _operation: Operation
    _text: str | None

    @classmethod
    def of(cls, operation: Operation) -> LazyDoc:
        """Give the docstring of an operation."""
        doc = cls()
        doc._operation, doc._text = operation, None
        return doc

    def _made(self) -> str:
        if self._text is None:
            self._text = help_text(self._operation)
        return self._text

    def __str__(self) -> str:
        return self._made()

    def __repr__(self) -> str:
        return repr(self._made())

    def __len__(self) -> int:
        return len(self._made())

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __contains__(self, part: object) -> bool:
        return part in self._made() if isinstance(part, str) else False

    def __eq__(self, other: object) -> bool:
        return self._made() == (other._made() if isinstance(other, LazyDoc) else other)

    def __hash__(self) -> int:
        return hash(self._made())

    def __getitem__(self, key: Any) -> str:
        return self._made()[key]

    def expandtabs(self, tabsize: Any = 8) -> str:
        """Give the text; what `inspect.getdoc` asks for first."""
        return self._made().expandtabs(tabsize)

    def splitlines(self, keepends: bool = False) -> list[str]:
        """Give the text's lines."""
        return self._made().splitlines(keepends)

    def split(self, sep: Any = None, maxsplit: Any = -1) -> list[str]:
        """Give the text's parts."""
        return self._made().split(sep, maxsplit)

    def strip(self, chars: str | None = None, /) -> str:
        """Give the text without white space around it."""
        return self._made().strip(chars)


def help_text(operation: Operation) -> str:
    """Tell what an operation does, takes and gives, in plain text."""
    lines = [f"{operation.summary or operation.id}.".replace("..", "."), ""]
    lines += [f"{operation.id}: {operation.method} {operation.path}"]
    if operation.description:
        lines += ["", *textwrap.wrap(" ".join(operation.description.split()), _WIDTH, break_on_hyphens=False)]
    if operation.arguments:
        lines += ["", "Arguments:"]
        for name, schema in operation.arguments.items():
            lines += _argument_lines(operation, name, schema)
    lines += ["", "Gives:", f"    {answer_text(operation)}"]
    if operation.answer.endless:
        lines += [f"    It has no end while {_endless_text(operation)}."]
    return "\n".join(lines)


def _argument_lines(operation: Operation, name: str, schema: Schema) -> list[str]:
    notes = [_takes(operation, name, schema)]
    if name in operation.schema["required"]:
        notes.append("required")
    if snake(name) != name:
        notes.append(f"sent as {name}")
    head = f"    {snake(name)} ({', '.join(notes)})"
    if name == operation.body_name and operation.body is not None and operation.body.properties:
        return [f"    {name}: the whole body as one dict, in place of its properties"]
    text = " ".join(str(schema.get("description") or "").split())
    if name == operation.body_name and operation.body is not None:
        text = operation.body.description
    choices = [repr(item) for item in (schema.get("enum") or schema.get("x-known") or ()) if item is not None]
    if choices:
        text = f"{text} {'Known' if 'x-known' in schema else 'One of'}: {', '.join(choices)}.".strip()
    if keys := _filter_keys(schema):
        text = f"{text} Keys: {', '.join(keys)}.".strip()
    return [
        f"{head}:" if text else head,
        *textwrap.wrap(text, _WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8, break_on_hyphens=False),
    ]


def _takes(operation: Operation, name: str, schema: Schema) -> str:
    """Say what may be given for an argument."""
    if name == operation.body_name and operation.body is not None and not operation.body.json:
        return "bytes, a binary file, a pathlib.Path or an iterator of bytes"
    parameter = operation.by_name.get(name)
    if parameter is not None and parameter.time:
        return "Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text"
    duration = parameter.duration if parameter is not None else schema.get("x-duration")
    return f"{describe(schema)} ({duration}) or a timedelta" if duration else describe(schema)


def _filter_keys(schema: Schema) -> list[str]:
    properties = schema.get("properties", {})
    return sorted(properties) if all(types_of(sub)[:1] == ("array",) for sub in properties.values()) else []


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
    """Say in a line what an operation gives."""
    answer = operation.answer
    if answer.single:
        return "a Result, where the answer has an end"
    if answer.kind in _ANSWERS:
        return _ANSWERS[answer.kind]
    if answer.kind == "header":
        return f"a Result, from the header {answer.header}"
    if operation.shape is None:
        return "a Result or ResultList, or None where the answer is empty"
    kinds = set(types_of(deref(answer.schema, operation.api.document.resolve))) - {"null"}
    if kinds and not kinds & {"object", "array"}:
        return describe(answer.schema or {})
    item = operation.shape.item()
    names = list((item or operation.shape).names())
    kind = "a ResultList" if kinds == {"array"} or item else "a Result"
    of = " of Results" if item and names else ""
    return f"{kind}{of} with {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else kind


def _endless_text(operation: Operation) -> str:
    return " and ".join(
        f"{name} is {' or '.join('left out' if value is None else repr(value) for value in values)}"
        for name, values in operation.answer.endless.items()
    )


class Found(list["Operation"]):
    """Be what `find` found, best first; its repr is a line for each, with where it matched."""

    def __init__(self, rows: list[tuple[Operation, str]]) -> None:
        super().__init__(operation for operation, _ in rows)
        self.matches = {operation.id: where for operation, where in rows}

    def __repr__(self) -> str:
        if not self:
            return "nothing found"
        width = max(len(f"{operation.group}.{operation.name}") for operation in self)
        return "\n".join(
            f"{f'{operation.group}.{operation.name}':<{width}}  {operation.summary or operation.id}"
            f"{self._also(operation)}"
            for operation in self
        )

    def _also(self, operation: Operation) -> str:
        where = self.matches[operation.id]
        return f"  ({where})" if where else ""


def find(api: Api, text: str) -> Found:
    """Search the operations for words: ids, tags and summaries first, then parameters, properties and descriptions."""
    wanted = [fold(word) for word in (words(text) or (text,))]
    ranked = [
        (score, where, operation)
        for operation in api.operations.values()
        for score, where in [_score(operation, wanted)]
    ]
    ranked = [row for row in ranked if row[0]]
    ranked.sort(key=lambda row: -row[0])
    return Found([(operation, where) for _, where, operation in ranked])


def _score(operation: Operation, wanted: list[str]) -> tuple[int, str]:
    """Rate how well an operation fits: every word has to be found somewhere; where says what the name does not show."""
    total, where = 0, ""
    for word in wanted:
        rate, place = max(_rates(operation, word), key=lambda row: row[0], default=(0, ""))
        if not rate:
            return 0, ""
        total, where = total + rate, where or place
    return total, where


def _rates(operation: Operation, word: str) -> Iterator[tuple[int, str]]:
    named = [fold(part) for part in words(operation.id)]
    if word in named:
        yield 100, ""
    elif word in fold(operation.id) or word in fold(operation.tag):
        yield 60, ""
    if word in fold(operation.summary):
        yield 40, ""
    if word in fold(operation.description):
        yield 15, ""
    for name, schema in operation.arguments.items():
        yield from _argument_rates(name, schema, word)


def _argument_rates(name: str, schema: Mapping[str, Any], word: str) -> Iterator[tuple[int, str]]:
    if word in fold(name):
        yield 30, name
    if word in fold(str(schema.get("description") or "")):
        yield 20, name
    for below, sub in _below(schema, name, 3):
        if word in fold(below.rpartition(".")[2]) or word in fold(str(sub.get("description") or "")):
            yield 10, below


def _below(schema: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, sub in schema.get("properties", {}).items() if depth else ():
        yield f"{path}.{name}", sub
        yield from _below(sub, f"{path}.{name}", depth - 1)
