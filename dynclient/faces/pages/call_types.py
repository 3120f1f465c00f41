"""Types of operations' methods, as a stub has them: what each takes and what it gives."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import arguments
from dynclient.document.names import python_names, snake
from dynclient.document.places import in_pointer
from dynclient.faces.pages.annotations import alternatives, camel, docstring, literal
from dynclient.faces.pages.schema_types import Types

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation
    from dynclient.api.model.parts import Parameter

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


class CallType:
    """The type of one operation's method."""

    def __init__(self, types: Types, operation: Operation) -> None:
        self.types, self.operation = types, operation
        self.arguments = arguments(self.operation)
        self.endless = len(operation.answer.endless) == 1
        self.name = types.name(("call", operation.id), f"_{camel(operation.id)}")

    # --- what it gives

    def complete(self, is_async: bool) -> str:
        """Return the type of the complete answer."""
        answer, types = self.operation.answer, self.types
        item = types.got(answer.schema, f"{camel(self.operation.id)}Answer") if answer.schema else ""
        if answer.kind == "lines":
            return (item or "Any") if answer.single else f"ListOf[{item or 'Any'}]"
        if answer.kind in ("json", "header"):
            empty = "None" if self.types.document.engine else "Any"
            return item or empty
        return _COMPLETE[answer.kind].replace("~", "Async" if is_async else "")

    def open(self, is_async: bool) -> str:
        """Return the type of the open answer."""
        answer = self.operation.answer
        if answer.kind in ("hijack", "websocket", "session"):
            return "AsyncDuplex" if is_async else "Duplex"
        item = {"lines": "", "frames": "Frame"}.get(answer.kind, "bytes")
        whole = {"lines": self.complete(is_async), "frames": "Output"}.get(answer.kind, "bytes")
        if not item:
            item = whole if answer.single else whole.removeprefix("ListOf[").removesuffix("]")
        return f"{'Async' if is_async else ''}StreamOf[{item}, {whole}]"

    def _forms(self, is_async: bool) -> list[str]:
        """Return what the class's variables stand for: the answer, the endless one, either, and the stream."""
        whole, opened = self.complete(is_async), self.open(is_async)
        answers = [whole, opened, f"{whole} | {opened}"] if self.endless else [whole]
        if self.operation.answer.kind == "session":
            answers = [opened]
        if not is_async:
            return [*answers, opened]
        return [*(f"Coroutine[Any, Any, {answer}]" for answer in answers), f"Opening[{opened}]"]

    def type(self, is_async: bool) -> str:
        """Return the type of the method, as a group names it."""
        return f"{self.name}[{', '.join(self._forms(is_async))}]"

    def answers(self, is_async: bool, opened: bool) -> Iterator[tuple[str, str]]:
        """Yield the arguments that decide what `op`, or `stream`, returns, each with that type."""
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
        """Return the text of the class."""
        operation = self.operation
        variables = "_A, _B, _C, _O" if self.endless else "_A, _O"
        words = docstring(operation.summary or operation.id)
        lines = [f"class {self.name}(Generic[{variables}]):", f'    """{words}"""']
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
        kind = self.types.given(self.arguments[name].schema, "", self.operation.by_name.get(name))
        rest = [value for value in (True, False) if value not in named] if kind == "bool" else []
        ending = literal(rest) or kind
        endless = literal(named)
        spelled = snake(name)
        if None in values:
            return [
                (spelled, f"{endless} | None" if endless else "None", False),
                (spelled, ending, True),
                (spelled, f"{kind} | None", False),
            ]
        return [(spelled, endless, True), (spelled, f"{ending} | None", False), (spelled, f"{kind} | None", False)]

    def _signature(self, variant: tuple[str, str, bool] | None = None) -> str:
        operation, types = self.operation, self.types
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
                by_name.append(f"{spelled}: {types.or_none(kind)} = ...")
        if operation.choices:
            by_name.append(f"content_type: {literal(operation.choices)} | None = ...")
        parts = ["self", *by_position, *(["*", *by_name] if by_name else [])]
        if self._others:
            parts.append(f"**published: Unpack[{self.name}Names]")
        return ", ".join(parts)

    def _kind(self, name: str) -> str:
        """Return the type of an argument."""
        operation, types = self.operation, self.types
        hint = f"{camel(operation.id)}{camel(name)}"
        parameter = operation.by_name.get(name)
        if parameter is None and operation.published_body is not None:
            if name != self.arguments.whole:
                return types.given(self._raw_body().properties[name], hint)
            return self._whole_body(hint) if operation.published_body[0].structured else "Content"
        assert parameter is not None
        if parameter.json:
            return self._json_kind(parameter, hint)
        kind = types.given(parameter.schema, hint, parameter)
        return f"{kind} | Text" if kind.startswith("Items[") else kind

    def _json_kind(self, parameter: Parameter, hint: str) -> str:
        outline = Outline(parameter.schema, self.types.document)
        if outline.properties and all(
            Outline(sub, self.types.document).kinds == ("array",) for sub in outline.properties.values()
        ):
            fields = [(key, "Filter | None", self.types.words(sub)) for key, sub in outline.properties.items()]
            made = self.types.made(("filters", hint), f"{hint}Dict", lambda name: self.types.typed_dict(name, fields))
            return f"{made} | str"
        kind = self.types.given(parameter.schema, hint, parameter)
        return kind if "Text" in alternatives(kind) else f"{kind} | str"

    def _whole_body(self, hint: str) -> str:
        outline = self._raw_body()
        schema = {"$ref": f"#/components/schemas/{in_pointer(outline.name)}"} if outline.name else outline.schema
        kind = self.types.given(schema, hint)
        return f"{kind} | Result" if outline.properties else kind  # what came may be changed and sent back

    def _raw_body(self) -> Outline:
        assert self.operation.published_body is not None
        return Outline(self.operation.published_body[1], self.types.document)

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
        fields = [(name, self.types.or_none(self._kind(name)), "") for name in self._others]
        return self.types.typed_dict(f"{self.name}Names", fields)
