"""Checks of a document: by openapi-core's validators, and for what prevents operations from being called.

Documents are not checked when loaded, as Docker's own do not pass.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.api.call.styles import unwritable
from dynclient.api.model.schema import types_of
from dynclient.document.legible import cut_inside
from dynclient.document.names import fold, method_name, snake
from dynclient.document.places import escape, references, shown, weigh
from dynclient.document.servers import read_server
from dynclient.errors import SpecError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation
    from dynclient.api.model.parts import Parameter
    from dynclient.document import Document

ERROR, NOTE = "error", "note"

# A validator's message may contain a whole schema.
_LONGEST = 160
_MOST = 200
# The number of values that the validators can check in about a minute.
_EXPANDED = 300_000


class Finding(NamedTuple):
    """A finding in a document.

    Attributes:
        level: `error` if the document violates its standard, or a part of it cannot be used; else `note`.
        kind: `invalid`, `dangling`, `collision`, `unusable`, `unsupported` or `unmatched`.
        pointer: a JSON pointer to the place, such as `#/paths/~1pets/get`.
        problem: what is wrong there.
        source: the file that the pointer is for.
    """

    level: str
    kind: str
    pointer: str
    problem: str
    source: str

    def __str__(self) -> str:
        return f"{self.level}: {self.pointer}: {self.problem}"


class Findings(tuple[Finding, ...]):
    """The findings in a document, errors first; the repr has a line for each."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self if finding.level == ERROR)

    def __repr__(self) -> str:
        if not self:
            return "nothing found"
        lines, source = [], ""
        for finding in self:
            if finding.source != source:
                source = finding.source
                lines.append(source)
            lines.append(f"  {finding}")
        return "\n".join(lines)


def check(document: Document, taken: Collection[str] = ()) -> Findings:
    """Check a document.

    Args:
        document: a loaded document, whose file is read again.
        taken: the names of a client's own attributes, which hide groups of the same name.

    Raises:
        SpecError: it cannot be used, or its file no longer exists.
    """
    from dynclient.document import raw_content

    _, raw = raw_content(document.source)
    found = [*_dangling(raw, document.source), *_standard(raw, document.source), *_own(raw, document, taken)]
    return Findings(sorted(found, key=lambda finding: (finding.source != document.source, finding.level != ERROR)))


# --- references

_VALUES = ("example", "examples", "default", "enum", "const")


def _dangling(raw: dict[str, Any], source: str) -> Iterator[Finding]:
    """Yield references that cannot be followed: such a schema allows any value, such an operation cannot be called."""
    from dynclient.document.places import Dangling, Origin, at

    origin = Origin(raw, source)
    rest: list[tuple[Any, Any]] = [(raw, None)]
    while rest:
        node, place = rest.pop()
        if isinstance(node, dict):
            if "$ref" in node and not isinstance(node["$ref"], dict):
                ref = node["$ref"]
                try:
                    origin.target(origin.enclosing(ref, place) if isinstance(ref, str) else ref, at(place, "$ref"))
                except Dangling as error:
                    yield Finding(ERROR, "dangling", f"#{error.pointer}", error.reason, source)
            rest.extend((value, at(place, key)) for key, value in reversed(node.items()) if key not in _VALUES)
        elif isinstance(node, list):
            rest.extend((value, at(place, index)) for index, value in enumerate(node))


# --- the standard


def _standard(raw: Mapping[str, Any], source: str) -> Iterator[Finding]:
    """Yield the findings of openapi-spec-validator."""
    if _expansion(raw) > _EXPANDED:
        problem = "its references expand too far for openapi-spec-validator, which follows each of them every time"
        yield Finding(NOTE, "invalid", "#", problem, source)
        return
    try:
        for number, error in enumerate(_validator(raw)(raw).iter_errors()):
            if number == _MOST:
                yield Finding(NOTE, "invalid", "#", f"there is more; the first {_MOST} are listed", source)
                return
            keys = list(error.absolute_path) or _keys_to(raw, error.schema)
            pointer = "".join(f"/{escape(str(key))}" for key in keys)
            yield Finding(ERROR, "invalid", f"#{pointer}", _short(error.message), source)
    except Exception as error:  # whatever a validator raises is reported as a fault of the document
        problem = f"openapi-spec-validator cannot judge it: {type(error).__name__}: {_short(str(error))}"
        yield Finding(NOTE, "invalid", "#", problem, source)


def _expansion(raw: Mapping[str, Any]) -> int:
    """Estimate the number of values in a document if its references to named schemas are followed."""
    home = raw.get("definitions") if "swagger" in raw else (raw.get("components") or {}).get("schemas")
    schemas = home if isinstance(home, dict) else {}
    below = {name: [each for each in references(schema) if each in schemas] for name, schema in schemas.items()}
    weights: dict[str, int] = {}
    for root in schemas:
        waiting = [(root, False)]
        while waiting:
            name, done = waiting.pop()
            if done:
                # A schema that is still open contains itself, and is not followed there.
                weights[name] = min(weigh(schemas[name]) + sum(weights[each] for each in below[name]), _EXPANDED + 1)
            elif name not in weights:
                weights[name] = 0
                waiting += [(name, True), *((each, False) for each in below[name])]
    elsewhere = {key: value for key, value in raw.items() if key not in ("definitions", "components")}
    return weigh(raw) + sum(weights.values()) + sum(weights.get(each, 0) for each in references(elsewhere))


def _keys_to(raw: Any, wanted: Any) -> list[str | int]:
    """Return the keys to a schema; for a wrong default the validators do not say where it is."""
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(raw, ())]
    while waiting:
        node, way = waiting.pop()
        if node == wanted:
            break
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        waiting.extend((value, (way, key)) for key, value in items if isinstance(value, dict | list))
    else:
        return []
    keys = []
    while way:
        way, key = way
        keys.append(key)
    return keys[::-1]


def _validator(raw: Mapping[str, Any]) -> Any:
    import openapi_spec_validator as validators

    if "swagger" in raw:
        return validators.OpenAPIV2SpecValidator
    if str(raw.get("openapi")).startswith("3.0"):
        return validators.OpenAPIV30SpecValidator
    return validators.OpenAPIV31SpecValidator


def _short(message: str) -> str:
    return cut_inside(" ".join(message.split()), _LONGEST)


# --- our own rules


def _own(raw: Mapping[str, Any], document: Document, taken: Collection[str]) -> Iterator[Finding]:
    from dynclient.api.model.operation import Api

    api = Api(document)
    for pointer, operation in _places(api):
        for kind, where, problem, level in _of_operation(raw, operation):
            yield Finding(level, kind, pointer + where, problem, document.source)
    for where, problem in _of_security(document):
        yield Finding(NOTE, "unsupported", where, problem, document.source)
    for name in api.groups:
        if name in taken:
            problem = f'the client has its own {name}; the group is client.groups["{name}"]'
            yield Finding(NOTE, "collision", "#/tags", problem, document.source)
    yield from _of_corrections(raw, document)


def _places(api: Api) -> Iterator[tuple[str, Operation]]:
    for operation in api.operations.values():
        yield f"#/paths/{escape(operation.path)}/{operation.method.lower()}", operation


_Rule = Iterator[tuple[str, str, str, str]]


def _of_operation(raw: Mapping[str, Any], operation: Operation) -> _Rule:
    """Yield the findings in an operation: kind, pointer below the operation, problem and level."""
    item = raw.get("paths", {}).get(operation.path)
    node = item.get(operation.method.lower()) if isinstance(item, dict) else None
    node = node if isinstance(node, dict) else {}
    yield from _names(node, operation)
    if operation.unusable:
        yield "unusable", "", f"it cannot be called: {operation.unusable}", ERROR
        return
    try:
        parameters, body = operation.parameters, operation.body
    except SpecError as error:
        yield "unusable", "", f"it cannot be called: {error.reason}", ERROR
        return
    for parameter in parameters:
        for kind, problem, level in _of_parameter(operation, parameter):
            yield (
                kind,
                _pointer_to(node, parameter),
                f"{parameter.place} parameter {parameter.wire_name}: {problem}",
                level,
            )
    spelled: dict[str, str] = {}
    for name in operation.arguments:
        if (other := spelled.setdefault(fold(name), name)) != name:
            problem = f"{name!r} and {other!r} differ only in case and separators, and must be written as published"
            yield "collision", "", problem, NOTE
    if body is not None:
        for name in body.properties:
            if name in operation.by_name:
                problem = f"the body's {name} has the name of a parameter; it is given within {operation.body_name}="
                yield "collision", "/requestBody", problem, NOTE
        if body.multipart and not body.parts:
            problem = f"{body.media_type} is not supported; client.request(…) can send it"
            yield "unsupported", "/requestBody", problem, NOTE
    own, shared = operation.server, read_server(operation.document.server)
    if own and (own.problem or own.origin != shared.origin):
        yield "unsupported", "/servers", f"it has a server of its own, {shown(own.url)}", NOTE


def _pointer_to(node: Mapping[str, Any], parameter: Parameter) -> str:
    """Return a parameter's pointer below its operation; empty if it stands elsewhere."""
    listed = node.get("parameters")
    for index, each in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(each, dict) and (each.get("in"), each.get("name")) == (parameter.place, parameter.wire_name):
            return f"/parameters/{index}"
    return ""


def _names(node: Mapping[str, Any], operation: Operation) -> _Rule:
    given = node.get("operationId")
    if not given:
        yield "collision", "", f"it has no operationId, and is called {operation.id}", NOTE
    elif given and str(given).strip() != operation.id:
        yield "collision", "", f"its operationId is not unique; it is called {operation.id}", ERROR
    if operation.name != method_name(operation.id, operation.tag):
        problem = f"another of the group has its short name; it is client.{operation.group}.{operation.name}"
        yield "collision", "", problem, NOTE


def _of_parameter(operation: Operation, parameter: Parameter) -> Iterator[tuple[str, str, str]]:
    if parameter.sent_as:
        problem = f"another place has its name too; it is given as {snake(parameter.name)}="
        yield "collision", problem, NOTE
    if parameter.place == "path" and f"{{{parameter.wire_name}}}" not in operation.path:
        yield "unusable", "the path has no place for it", ERROR
    kinds = types_of(parameter.schema)
    for kind, example in (("array", ["a"]), ("object", {"a": "b"}), ("string", "a")):
        if (kind in kinds or not kinds) and (problem := unwritable(parameter, example)):
            yield "unsupported", f"it {problem}" if kind == "string" else f"its value {problem}", NOTE
            return


def _of_security(document: Document) -> Iterator[tuple[str, str]]:
    from dynclient.api.call.security import supported

    for name, node in document.security["schemes"].items():
        if not supported(node):
            kind = " ".join(str(node[key]) for key in ("type", "scheme") if key in node)
            yield (
                f"#/components/securitySchemes/{escape(name)}",
                f"{shown(kind)} is not supported; set what it needs by headers=",
            )


def _of_corrections(raw: Mapping[str, Any], document: Document) -> Iterator[Finding]:
    """Yield the corrections that match nothing in this document; for the bundled ones this is only a note."""
    from dynclient.document import bundled_corrections
    from dynclient.document.correct import applies, correct, unmatched
    from dynclient.document.normalise import normalise
    from dynclient.document.read import parse, read

    content, bundled = normalise(dict(raw), document.source), bundled_corrections()
    for source in document.layers:
        entries = parse(read(source), source)
        if not applies(content, entries):
            continue
        corrected = correct(content, entries, source)
        # An entry may be about something that another one adds.
        missed = sorted(set(unmatched(content, entries)) & set(unmatched(corrected, entries)))
        content = corrected
        for index in missed:
            reason = _short(str(entries["corrections"][index].get("reason", "")))
            level = NOTE if source in bundled else ERROR
            yield Finding(level, "unmatched", f"#/corrections/{index}", f"matches nothing here: {reason}", source)


def check_file(
    path: str | os.PathLike[str], corrections: str | os.PathLike[str] | None = None, taken: Collection[str] = ()
) -> Findings:
    """Check a file; see `check`.

    Raises:
        SpecError: it cannot be used.
    """
    from dynclient.document import load

    return check(load(path, corrections=corrections), taken)
