"""Stubs: the operations of a document as types, so that an editor completes a call and a type checker checks it.

What may be given is a `TypedDict` for each object of a body or a parameter (`HostConfigDict`), what comes is a `Result`
for each object of an answer (`HostConfig`), and each operation is a class with `__call__` and `stream`.
"""

from __future__ import annotations

import json
import keyword
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import arguments, first_sentence, worded
from dynclient.document.legible import legible
from dynclient.document.names import python_names, snake
from dynclient.document.places import in_pointer
from dynclient.document.writing import saving
from dynclient.errors import SpecError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation
    from dynclient.api.model.parts import Parameter

_BUNDLED = '''\
"""The types of the bundled document's operations, as type checkers and editors see them.

Made by `python -m dynclient stubs --bundled`; a test fails when it has to be made again.
"""
# ruff: noqa
# fmt: off
'''
_OWN = '''\
"""The types of {title} {version}, for type checkers alone; made by `python -m dynclient stubs`.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from {module} import Client
    else:
        from dynclient import Client
"""
# Names that the bundled document has too are declared otherwise here.
# mypy: ignore-errors
# ruff: noqa
# fmt: off
# pyright: basic, reportIncompatibleVariableOverride=false, reportIncompatibleMethodOverride=false
'''
_IMPORTS = """
from collections.abc import Coroutine, Mapping
from typing import Any, Generic, Literal, Required, TypeAlias, TypedDict, TypeVar, Unpack, overload

from dynclient.typed._base import (
    AsyncStreamOf,
    Base64,
    Content,
    Date,
    Duration,
    Filter,
    Items,
    ListOf,
    MapOf,
    StreamOf,
    Text,
    Time,
    Typed,
)
from dynclient.client.aio import AsyncClient as _AsyncClient
from dynclient.api.model.operation import Operation
from dynclient.client.client import Client as _Client
from dynclient.api.answer.result import Result
from dynclient.api.answer.archive import Archive
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.client.streams import AsyncArchive, AsyncDuplex, AsyncStream, Duplex, Opening, Stream

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
_O = TypeVar("_O")
"""
_BUILTIN = ("str", "int", "float", "bool", "bytes", "Client", "AsyncClient")
_LONGEST = 2000  # characters of a union; one that names its parts twice at each level doubles with every level
_DICTS_OWN = frozenset(name for name in dir(dict) if not name.startswith("_"))
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\W\d]\w*')


def write(api: Api, directory: str | os.PathLike[str]) -> Path:
    """Write a document's stub, one module named after it, and return its path.

    Args:
        api: the operations.
        directory: where it is put, made where it is missing; for mypy it has to be in `mypy_path`, for pyright it is
            `typings`.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{module_name(api)}.pyi"
    _write(file, stub(api))
    return file


def write_bundled() -> Path:
    """Write the stub that dynclient's own clients are typed by, and return its path."""
    from dynclient.api.public import api_of
    from dynclient.document import bundled_path, load

    file = _bundled_types()
    _write(file, stub(api_of(load(bundled_path())), bundled=True))
    return file


def _bundled_types() -> Path:
    return Path(__file__).parents[2] / "typed" / "__init__.pyi"


def _write(file: Path, text: str) -> None:
    with saving(file) as opened:
        opened.write(text.encode())


def module_name(api: Api) -> str:
    """Name the module of a document's stub: `docker_engine_api_1_51`."""
    words = re.findall(r"[a-z0-9]+", f"{api.document.title} {api.document.version}".lower())
    name = "_".join(words) or "api"
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"_{name}"


def stub(api: Api, *, bundled: bool = False) -> str:
    """Write the text of a document's stub.

    Args:
        api: the operations.
        bundled: whether it is the one that dynclient's own clients are typed by.

    Raises:
        SpecError: a schema is nested too deeply.
    """
    writer = _Writer(api)
    try:
        body = [*writer.operations(), *writer.groups(), *writer.clients(bundled)]
        writer.finish()
    except RecursionError:
        raise SpecError("a schema is nested too deeply", source=api.document.source) from None
    head = _BUNDLED if bundled else _OWN
    title = _docstring(api.document.title)
    head = head.replace("{title}", title).replace("{version}", _docstring(api.document.version))
    blocks = [head.replace("{module}", module_name(api)).rstrip(), _IMPORTS.strip()]
    return legible("\n\n".join([*blocks, *writer.classes.values(), *body, *writer.aliases()])) + "\n"


class _Writer:
    """Write one document's stub; the classes that types need are made once they are named."""

    def __init__(self, api: Api) -> None:
        self.api, self.document = api, api.document
        self.classes: dict[str, str] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._taken = {*_WORD.findall(_IMPORTS), *_BUILTIN}
        self._known: dict[tuple[str, str], str] = {}
        self._waiting: deque[tuple[str, Callable[[str], str]]] = deque()
        self._dicts: set[str] = set()
        self._aliased: set[str] = set()

    # --- classes

    def _class(self, key: tuple[str, str], wanted: str, make: Callable[[str], str]) -> str:
        """Return the name of a class, which is to be made where it is new."""
        if key not in self._named:
            name = self.name(key, wanted)
            self.classes[name] = ""
            self._waiting.append((name, make))
        return self._named[key]

    def finish(self) -> None:
        """Make the classes that were named, and those that they name; one after the other, however deep they lie."""
        while self._waiting:
            name, make = self._waiting.popleft()
            self.classes[name] = make(name)

    def name(self, key: tuple[str, str], wanted: str) -> str:
        """Return what has this key its name: the wanted one, with a number where another has it."""
        if key not in self._named:
            name, number = wanted, 2
            while name in self._taken or keyword.iskeyword(name):
                name, number = f"{wanted}{number}", number + 1
            self._taken.add(name)
            self._named[key] = name
        return self._named[key]

    def _once(self, way: str, schema: Any, make: Callable[[], str]) -> str:
        """Name the type of a schema that is referred to once for all; what it may be is not asked of itself."""
        if not (isinstance(schema, dict) and (schema.keys() == {"$ref"} or "allOf" in schema)):
            return make()
        key = (way, schema["$ref"] if "$ref" in schema else json.dumps(schema))
        if key not in self._known:
            self._known[key] = "Any"
            self._known[key] = make()
        return self._known[key]

    def given(self, schema: Any, hint: str, parameter: Parameter | None = None) -> str:
        """Name the type of what may be given."""
        return self._once("given", schema, lambda: self._given(schema, hint, parameter))

    def _given(self, schema: Any, hint: str, parameter: Parameter | None) -> str:
        outline = Outline(schema, self.document)
        if outline.closed and (literal := _literal(outline.enum)):
            return literal
        if parameter is not None and parameter.time:
            return "Time"
        if duration := (parameter.duration if parameter is not None else outline.schema.get("x-duration")):
            return "Duration" if duration else "int"
        if len(outline.branches) > 1:
            return _union(self.given(sub, f"{hint}{index or ''}") for index, sub in enumerate(outline.branches))
        return _union(self._given_kind(kind, outline, hint) for kind in outline.kinds) if outline.kinds else "Any"

    def _given_kind(self, kind: str, outline: Outline, hint: str) -> str:
        if kind == "array":
            return f"Items[{self.given(outline.items, hint) if outline.items else 'Any'}]"
        if kind == "object":
            return self._given_object(outline, hint)
        if kind == "string" and outline.schema.get("contentEncoding") == "base64":
            return "Base64"
        if kind == "string" and outline.schema.get("format") == "date-time":
            return "Date"
        return {"string": "Text", "integer": "int", "number": "float", "boolean": "bool"}.get(kind, "Any")

    def _given_object(self, outline: Outline, hint: str) -> str:
        if not outline.properties:
            return f"Mapping[str, {self.given(outline.values, hint)} | None]" if outline.values else "Mapping[str, Any]"
        return self._dict(outline, hint)

    def or_none(self, kind: str) -> str:
        """Add None, which leaves a value unset; beside it mypy would not say which key of a TypedDict is wrong."""
        return kind if kind == "Any" or kind in self._dicts else f"{kind} | None"

    def _dict(self, outline: Outline, hint: str) -> str:
        wanted = f"{_camel(outline.name or hint)}Dict"
        key = ("dict", outline.name or hint)
        made = self._class(key, wanted, lambda name: self._typed_dict(name, outline))
        self._dicts.add(made)
        return made

    def _typed_dict(self, name: str, outline: Outline) -> str:
        fields = []
        for key, sub in outline.properties.items():
            kind = self.given(sub, f"{_camel(outline.name) or name.removesuffix('Dict')}{_camel(key)}")
            due = key in outline.required and not Outline(sub, self.document).schema.get("readOnly")
            kind = f"Required[{kind}]" if due else self.or_none(kind)
            fields.append((key, kind, self._words(sub)))
        return self._typed_dict_text(name, fields)

    def _typed_dict_text(self, name: str, fields: list[tuple[str, str, str]]) -> str:
        if not all(key.isidentifier() and not keyword.iskeyword(key) for key, _, _ in fields):
            rows = [f"        {json.dumps(key)}: {kind}," for key, kind, _ in fields]
            return "\n".join([f'{name} = TypedDict(\n    "{name}",\n    {{', *rows, "    },\n    total=False,\n)"])
        scope = {key for key, _, _ in fields}
        rows = [f"    {key}: {self._outside(kind, scope)}{_about(words)}" for key, kind, words in fields]
        return _class(f"{name}(TypedDict, total=False)", rows)

    def got(self, schema: Any, hint: str) -> str:
        """Name the type of what comes."""
        return self._once("got", schema, lambda: self._got(schema, hint))

    def _got(self, schema: Any, hint: str) -> str:
        outline = Outline(schema, self.document)
        if len(outline.branches) > 1:
            kind = _union(self.got(sub, f"{hint}{index or ''}") for index, sub in enumerate(outline.branches))
        else:
            kind = _union(self._got_kind(kind, outline, hint) for kind in outline.kinds) or "Any"
        return kind

    def _got_kind(self, kind: str, outline: Outline, hint: str) -> str:
        if kind == "array":
            return f"ListOf[{self.got(outline.items, hint) if outline.items else 'Any'}]"
        if kind == "object" and outline.properties:
            wanted = outline.name or hint
            return self._class(("result", wanted), _camel(wanted), lambda name: self._result(name, outline))
        if kind == "object":
            return f"MapOf[{self.got(outline.values, hint)}]" if outline.values else "Result"
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}.get(kind, "Any")

    def _result(self, name: str, outline: Outline) -> str:
        kinds = {key: self.got(sub, f"{name}{_camel(key)}") for key, sub in outline.properties.items()}
        spelled: dict[str, str] = {}
        for key in kinds:
            spelled.setdefault(key, key)
        for key in kinds:
            spelled.setdefault(snake(key), key)
        usable = {
            spelling: key
            for spelling, key in spelled.items()
            if spelling.isidentifier()
            and not keyword.iskeyword(spelling)
            and not spelling.startswith("_")
            and spelling not in _DICTS_OWN
        }
        rows = [
            f"    {spelling}: {self._outside(kinds[key], usable)}"
            + (_about(self._words(outline.properties[key])) if spelling == key else "")
            for spelling, key in usable.items()
        ]
        return _class(f"{name}(Typed)", [*rows, *self._items_of(kinds, usable)])

    def _items_of(self, kinds: Mapping[str, str], scope: Iterable[str]) -> Iterator[str]:
        """Write `__getitem__`: an overload for each type, with the keys that have it, and one for any other key."""
        by_kind: dict[str, list[str]] = {}
        for key, kind in kinds.items():
            by_kind.setdefault(kind, []).append(key)
        by_kind.pop("Any", None)
        for kind, keys in by_kind.items():
            yield "    @overload"
            yield f"    def __getitem__(self, key: {self._outside(f'{_literal(keys)}) -> {kind}', scope)}: ..."
        if by_kind:
            yield "    @overload"
            yield f"    def __getitem__(self, key: {self._outside('str', scope)}) -> Any: ..."

    def _outside(self, annotation: str, scope: Iterable[str]) -> str:
        """Write an annotation inside a class whose attributes would hide the names of types."""
        hidden = set(scope)

        def named(match: re.Match[str]) -> str:
            word = match[0]
            if word not in hidden or word == "None":
                return word
            self._aliased.add(word)
            return f"_t_{word}"

        return _WORD.sub(named, annotation)

    def aliases(self) -> Iterator[str]:
        """Yield other names to what attributes hide."""
        if self._aliased:
            yield "\n".join(f"_t_{word}: TypeAlias = {word}" for word in sorted(self._aliased))

    def _words(self, schema: Any) -> str:
        return first_sentence(Outline(schema, self.document).description)

    # --- operations

    def operations(self) -> Iterator[str]:
        """Write a class for each operation."""
        for operation in self.api.operations.values():
            yield _Call(self, operation).text()

    def groups(self) -> Iterator[str]:
        """Write the groups of both clients."""
        for prefix in ("", "Async"):
            for name, methods in self.api.groups.items():
                rows = [
                    f"    {method}: {self._outside(_Call(self, operation).type(bool(prefix)), methods)}"
                    for method, operation in methods.items()
                ]
                yield _class(self.group(prefix, name), rows)

    def group(self, prefix: str, name: str) -> str:
        """Name the class of a group."""
        return self.name(("group", prefix + name), f"{prefix}{_camel(name)}Group")

    def _calls(self, is_async: bool, *, opened: bool) -> Iterator[str]:
        """Write the lines of `op`, or of `stream`, with what it returns by the operation's id."""
        by_kind: dict[tuple[str, str], list[str]] = {}
        for operation in self.api.operations.values():
            for extra, kind in _Call(self, operation).answers(is_async, opened):
                by_kind.setdefault((extra, kind), []).append(operation.id)
        rest = "Any" if not is_async else "Opening[Any]" if opened else "Coroutine[Any, Any, Any]"
        rows = [(_literal(ids), extra, kind) for (extra, kind), ids in by_kind.items()]
        name = "stream" if opened else "op"
        for ids, extra, kind in [*rows, ("str | Operation", "", rest)]:
            takes = f"self, operation: {ids}, /, *args: Any, {extra}**arguments: Any"
            yield "    @overload"
            yield f"    def {name}({takes}) -> {kind}: ..."

    def clients(self, bundled: bool) -> Iterator[str]:
        """Write the clients of this document's types: dynclient's own, with `op`, `stream` and the groups declared."""
        own = set(dir(_client()))
        for prefix in ("", "Async"):
            rows = [f"    {name}: {self.group(prefix, name)}" for name in self.api.groups if name not in own]
            calls = (line for opened in (False, True) for line in self._calls(bool(prefix), opened=opened))
            # Of a document of one's own it is known which groups there are; a client of dynclient's may have another.
            rest = [] if bundled else ["    __getattr__: None  # type: ignore[assignment]"]
            yield _class(f"{prefix}Client(_{prefix}Client)", [*rows, *rest, *calls])


def _class(head: str, rows: Sequence[str]) -> str:
    """Write a class; one of which nothing is known but its name has a body all the same."""
    return "\n".join([f"class {head}:", *(rows or ["    ..."])])


class _Call:
    """Write the type of one operation's method."""

    def __init__(self, writer: _Writer, operation: Operation) -> None:
        self.writer, self.operation = writer, worded(operation)
        self.arguments = arguments(self.operation)
        self.endless = len(operation.answer.endless) == 1
        self.name = writer.name(("call", operation.id), f"_{_camel(operation.id)}")

    # --- what it gives

    def complete(self, is_async: bool) -> str:
        """Name the type of the complete answer."""
        answer, writer = self.operation.answer, self.writer
        item = writer.got(answer.schema, f"{_camel(self.operation.id)}Answer") if answer.schema else ""
        if answer.kind == "lines":
            return (item or "Any") if answer.single else f"ListOf[{item or 'Any'}]"
        if answer.kind in ("json", "header"):
            empty = "None" if self.writer.document.engine else "Any"
            return item or empty
        return _COMPLETE[answer.kind].replace("~", "Async" if is_async else "")

    def open(self, is_async: bool) -> str:
        """Name the type of the open answer."""
        answer = self.operation.answer
        if answer.kind in ("hijack", "websocket", "session"):
            return "AsyncDuplex" if is_async else "Duplex"
        item = {"lines": "", "frames": "Frame"}.get(answer.kind, "bytes")
        whole = {"lines": self.complete(is_async), "frames": "Output"}.get(answer.kind, "bytes")
        if not item:
            item = whole if answer.single else whole.removeprefix("ListOf[").removesuffix("]")
        return f"{'Async' if is_async else ''}StreamOf[{item}, {whole}]"

    def _forms(self, is_async: bool) -> list[str]:
        """Name what the class's variables stand for: the answer, the endless one, either, and the stream."""
        whole, opened = self.complete(is_async), self.open(is_async)
        answers = [whole, opened, f"{whole} | {opened}"] if self.endless else [whole]
        if self.operation.answer.kind == "session":
            answers = [opened]
        if not is_async:
            return [*answers, opened]
        return [*(f"Coroutine[Any, Any, {answer}]" for answer in answers), f"Opening[{opened}]"]

    def type(self, is_async: bool) -> str:
        """Name the type of the method."""
        return f"{self.name}[{', '.join(self._forms(is_async))}]"

    def answers(self, is_async: bool, opened: bool) -> Iterator[tuple[str, str]]:
        """Yield what `op`, or `stream`, gives, by what has to be among the arguments."""
        *answers, stream = self._forms(is_async)
        if opened:
            yield "", stream
        elif self.endless:
            for (name, kind, due), answer in zip(self._variants(), (answers[1], answers[0], answers[2]), strict=True):
                yield f"{name}: {kind}{'' if due else ' = ...'}, ", answer
        else:
            yield "", answers[0]

    # --- what it takes

    def text(self) -> str:
        """Write the class."""
        operation = self.operation
        variables = "_A, _B, _C, _O" if self.endless else "_A, _O"
        about = f'"""{_docstring(operation.summary or operation.id)}"""'
        lines = [f"class {self.name}(Generic[{variables}]):", f"    {about}"]
        if not self.endless:
            lines += [f"    def __call__({self._signature()}) -> _A: ..."]
        else:
            for variant, answer in zip(self._variants(), ("_B", "_A", "_C"), strict=True):
                lines += ["    @overload", f"    def __call__({self._signature(variant)}) -> {answer}: ..."]
        lines += [f"    def stream({self._signature()}) -> _O: ..."]
        names = self._published()
        return "\n".join(lines) if not names else f"{names}\n\n{chr(10).join(lines)}"

    def _variants(self) -> list[tuple[str, str, bool]]:
        """Return the ways to say how long an answer is: without end, with one, and either as it turns out."""
        ((name, values),) = self.operation.answer.endless.items()
        named = [value for value in values if value is not None]
        kind = self.writer.given(self.arguments[name].schema, "", self.operation.by_name.get(name))
        rest = [value for value in (True, False) if value not in named] if kind == "bool" else []
        ending = _literal(rest) or kind
        endless = _literal(named)
        spelled = snake(name)
        if None in values:
            return [
                (spelled, f"{endless} | None" if endless else "None", False),
                (spelled, ending, True),
                (spelled, f"{kind} | None", False),
            ]
        return [(spelled, endless, True), (spelled, f"{ending} | None", False), (spelled, f"{kind} | None", False)]

    def _signature(self, variant: tuple[str, str, bool] | None = None) -> str:
        operation, writer = self.operation, self.writer
        known = self.arguments
        by_position, by_name = [], []
        for name, spelled in python_names(known).items():
            if spelled == "self":
                continue
            kind = self._kind(name)
            if name in operation.path_names:
                by_position.append(f"{spelled}: {kind}")
            elif variant is not None and variant[0] == spelled:
                by_name.append(f"{spelled}: {variant[1]}{'' if variant[2] else ' = ...'}")
            elif name in known.required and name not in self._others and (name in operation.by_name or not known.apart):
                by_name.append(f"{spelled}: {kind}")
            else:
                by_name.append(f"{spelled}: {writer.or_none(kind)} = ...")
        if operation.choices:
            by_name.append(f"content_type: {_literal(operation.choices)} | None = ...")
        parts = ["self", *by_position, *(["*", *by_name] if by_name else [])]
        if self._others:
            parts.append(f"**published: Unpack[{self.name}Names]")
        return ", ".join(parts)

    def _kind(self, name: str) -> str:
        """Name the type of an argument."""
        operation, writer = self.operation, self.writer
        hint = f"{_camel(operation.id)}{_camel(name)}"
        parameter = operation.by_name.get(name)
        if parameter is None and operation.published_body is not None:
            if name != self.arguments.whole:
                return writer.given(self._raw_body().properties[name], hint)
            return self._whole_body(hint) if operation.published_body[0].structured else "Content"
        assert parameter is not None
        if parameter.json:
            return self._json_kind(parameter, hint)
        kind = writer.given(parameter.schema, hint, parameter)
        return f"{kind} | Text" if kind.startswith("Items[") else kind

    def _json_kind(self, parameter: Parameter, hint: str) -> str:
        outline = Outline(parameter.schema, self.writer.document)
        if outline.properties and all(
            Outline(sub, self.writer.document).kinds == ("array",) for sub in outline.properties.values()
        ):
            fields = [(key, "Filter | None", self.writer._words(sub)) for key, sub in outline.properties.items()]
            made = self.writer._class(
                ("filters", hint), f"{hint}Dict", lambda name: self.writer._typed_dict_text(name, fields)
            )
            return f"{made} | str"
        kind = self.writer.given(parameter.schema, hint, parameter)
        return kind if "Text" in _alternatives(kind) else f"{kind} | str"

    def _whole_body(self, hint: str) -> str:
        outline = self._raw_body()
        schema = {"$ref": f"#/components/schemas/{in_pointer(outline.name)}"} if outline.name else outline.schema
        kind = self.writer.given(schema, hint)
        return f"{kind} | Result" if outline.properties else kind  # what came may be changed and sent back

    def _raw_body(self) -> Outline:
        assert self.operation.published_body is not None
        return Outline(self.operation.published_body[1], self.writer.document)

    @property
    def _others(self) -> list[str]:
        """The published names that are not their own snake_case."""
        found = [name for name in self.arguments if name not in self.operation.path_names]
        spelled = {snake(name) for name in self.arguments}
        return [
            name
            for name in found
            if name.isidentifier() and not keyword.iskeyword(name) and name not in spelled and name != "self"
        ]

    def _published(self) -> str:
        if not self._others:
            return ""
        fields = [(name, self.writer.or_none(self._kind(name)), "") for name in self._others]
        return self.writer._typed_dict_text(f"{self.name}Names", fields)


_COMPLETE = {
    "frames": "Output",
    "hijack": "Output",
    "websocket": "Output",
    "session": "~Duplex",
    "tar": "~Archive",
    "bytes": "bytes",
    "text": "str",
    "empty": "None",
}


def _client() -> type:
    from dynclient.client.client import Client

    return Client


def _camel(name: str) -> str:
    parts = re.findall(r"[A-Za-z0-9]+", name)
    made = "".join(part[:1].upper() + part[1:] for part in parts)
    return f"_{made}" if made[:1].isdigit() else made


def _literal(values: Iterable[Any]) -> str:
    """Write the type of named values; nothing where one of them cannot stand there."""
    texts = []
    for value in values:
        if not isinstance(value, (str, int, bool)):
            return ""
        texts.append(json.dumps(value) if isinstance(value, str) else repr(value))
    return f"Literal[{', '.join(texts)}]" if texts else ""


def _union(kinds: Iterable[str]) -> str:
    parts = dict.fromkeys(part for kind in kinds for part in _alternatives(kind))
    whole = " | ".join(parts)
    return "Any" if "Any" in parts or len(whole) > _LONGEST else whole


def _alternatives(kind: str) -> Iterator[str]:
    """Split a union at its own bars, not at those inside of brackets."""
    whole = ""
    for part in kind.split(" | "):
        whole = f"{whole} | {part}" if whole else part
        if whole.count("[") == whole.count("]"):
            yield whole
            whole = ""
    if whole:
        yield whole


def _about(words: str) -> str:
    return f'\n    """{_docstring(words)}"""' if words else ""


def _docstring(text: str) -> str:
    """Write words so that they end no docstring early."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    return f"{escaped} " if escaped.endswith('"') else escaped
