"""The operations of a document: what can be called, by which names, with which arguments, for which answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.api.names import fold, group_name, method_name, nearest, snake, words
from dynclient.api.schema import Schema, deref, request_schema, types_of
from dynclient.errors import UnknownOperation

if TYPE_CHECKING:
    import inspect

    from dynclient.api.check import Checker
    from dynclient.api.shape import SchemaShape
    from dynclient.api.strict import Judge
    from dynclient.document import Document, Listed

_JSON_TYPE = re.compile(r"application/(?:.*\+)?json\b|text/json\b", re.IGNORECASE)


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON's or built on it."""
    return bool(_JSON_TYPE.match(media_type))


class Parameter(NamedTuple):
    """Be one parameter of an operation.

    Attributes:
        name: as published.
        place: `path`, `query`, `header` or `cookie`.
        schema: what its value is checked against.
        json: the value travels as JSON text.
        style, explode: how a list travels, in OpenAPI's terms.
        time: Unix seconds, that a datetime or a timedelta (ago) may stand for.
        duration: `s`, `ms`, `us` or `ns` where it is an integer of these that a timedelta may stand for.
        encoded: `base64url-json` where a dict travels as base64url of its JSON.
        secret: its value is never shown.
        send_default: its default is sent when nothing is given.
    """

    name: str
    place: str
    required: bool
    schema: Schema
    description: str = ""
    json: bool = False
    style: str = "form"
    explode: bool = True
    time: bool = False
    duration: str = ""
    encoded: str = ""
    secret: bool = False
    send_default: bool = False


class Body(NamedTuple):
    """Be an operation's request body: its media type, its schema, and whether it is JSON or bytes."""

    media_type: str
    required: bool
    schema: Schema
    json: bool
    description: str = ""

    @property
    def properties(self) -> Mapping[str, Schema]:
        """The properties that can be given as arguments: those of a JSON object's schema."""
        if not self.json or "object" not in types_of(self.schema):
            return {}
        properties: Mapping[str, Schema] = self.schema.get("properties", {})
        return properties

    @property
    def is_object(self) -> bool:
        """Whether it is a JSON object, so that an empty one can stand where one is due."""
        return self.json and "object" in types_of(self.schema)


class Answer(NamedTuple):
    """Be what an operation gives back.

    Attributes:
        kind: `json`, `lines`, `frames`, `bytes`, `tar`, `text`, `empty`, `header`, `hijack`, `websocket` or `session`.
        schema: of the JSON value, or of each object of `lines`.
        header: the response header that holds the value, for `header`.
        endless: the answer has no end while each of these arguments has one of its values (None: not given).
        single: a complete answer of `lines` is one value.
        resize: the operation that sets the size of this connection's terminal, for `hijack`.
        framed: how to tell frames from a terminal's output where the content type does not; see `Framing`.
        upgrade: the protocol that the connection is asked to be taken over for; none if empty.
    """

    kind: str
    schema: Schema | None = None
    header: str = ""
    endless: Mapping[str, tuple[Any, ...]] = MappingProxyType({})
    single: bool = False
    resize: str = ""
    framed: Framing | None = None
    upgrade: str = ""


class Framing(NamedTuple):
    """Be how frames are told from a terminal's output by an engine whose content type does not tell.

    Attributes:
        since: the version from which on the content type tells.
        operation: what to ask whether there is a terminal, with the same path parameters; empty if an argument says so.
        at: the path of property names to the answer's, or the body's, word on it.
    """

    since: str
    operation: str
    at: tuple[str, ...]


class Meaning(NamedTuple):
    """Be a rule that an error means another status, or that the versions do not fit.

    Attributes:
        status: the status that comes.
        pattern: what the message has in it.
        means: a status, or `version`.
        operations: whose errors; all operations' if empty.
    """

    status: int
    pattern: re.Pattern[str]
    means: int | str
    operations: frozenset[str]

    def fits(self, operation: str | None, status: int, message: str) -> bool:
        """Tell whether the rule speaks of an error."""
        if status != self.status or (self.operations and operation not in self.operations):
            return False
        return self.pattern.search(message) is not None


class Operation:
    """Be one operation of the document, made from its data when it is first looked at.

    Attributes:
        id, tag, method, path: as published, the method in capitals.
        group, name: where its method stands: `client.container.list` is group `container`, name `list`.
    """

    def __init__(self, api: Api, listed: Listed) -> None:
        self.api, self.id, self.tag, self.path = api, listed.id, listed.tag, listed.path
        self.method, self._text = listed.method.upper(), listed.text

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"

    @cached_property
    def node(self) -> Mapping[str, Any]:
        """The operation object of the document."""
        node: Mapping[str, Any] = json.loads(self._text)
        return node

    @cached_property
    def group(self) -> str:
        """The group's name."""
        return group_name(self.tag)

    @property
    def name(self) -> str:
        """The method's name in its group."""
        return self.api.method_names[self.id]

    @property
    def summary(self) -> str:
        """What it does, in a few words."""
        return str(self.node.get("summary") or "").strip()

    @property
    def description(self) -> str:
        """What it does, in full."""
        return str(self.node.get("description") or "").strip()

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters: those of the path in the path's order, then the rest as published."""
        made = [_parameter(node, self.api.document.resolve) for node in self.node.get("parameters", ())]
        order = {name: index for index, name in enumerate(re.findall(r"{([^{}]*)}", self.path))}
        return tuple(sorted(made, key=lambda p: order.get(p.name, -1) if p.place == "path" else len(order)))

    @cached_property
    def body(self) -> Body | None:
        """Its request body, if it takes one."""
        return _body(self.node.get("requestBody"), self.api.document.resolve)

    @cached_property
    def answer(self) -> Answer:
        """What it gives back when all went well."""
        return _answer(self.node, self.method)

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """Its parameters by published name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def path_names(self) -> tuple[str, ...]:
        """The names of the path's parameters, in order: what may be given by position."""
        return tuple(parameter.name for parameter in self.parameters if parameter.place == "path")

    @cached_property
    def arguments(self) -> Mapping[str, Schema]:
        """The schema of every argument by its published name: parameters, then the body's properties, or `body`."""
        out = {parameter.name: _argument_schema(parameter) for parameter in self.parameters}
        if self.body is not None:
            for name, schema in self.body.properties.items():
                out.setdefault(name, schema)
            out[self.body_name] = self.body.schema if self.body.json else {}
        return out

    @cached_property
    def body_name(self) -> str:
        """The argument that takes the whole body: `body`, or `body_` where the operation has a `body` of its own."""
        taken = self.body is not None and "body" in self.body.properties
        return "body_" if taken or "body" in self.by_name else "body"

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The published name of each name, folded and as it is."""
        out: dict[str, str] = {}
        for name in self.arguments:
            out.setdefault(fold(name), name)
        for name in self.arguments:
            out[name] = name
        return out

    @cached_property
    def schema(self) -> Schema:
        """The JSON Schema of its arguments, as one object."""
        required = [
            parameter.name for parameter in self.parameters if parameter.required and not parameter.send_default
        ]
        if (body := self.body) is not None and body.required:
            own = [name for name in body.schema.get("required", ()) if name not in self.by_name]
            required += own if body.is_object else [self.body_name]
        properties = {name: _without_defs(schema) for name, schema in self.arguments.items()}
        out: Schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        if body is not None and "$defs" in body.schema:
            out["$defs"] = body.schema["$defs"]
        return out

    @cached_property
    def checker(self) -> Checker:
        """What checks its arguments, made when it is first called."""
        from dynclient.api.check import Checker

        return Checker(self)

    @cached_property
    def shape(self) -> SchemaShape | None:
        """What its answers know of their schema."""
        from dynclient.api.shape import shape_of

        return shape_of(self.answer.schema, self.api.document) if self.answer.schema else None

    @cached_property
    def signature(self) -> inspect.Signature:
        """The signature of its method, in snake_case."""
        from dynclient.api.help import signature

        return signature(self)

    def help(self) -> str:
        """Tell what it does, what it takes and what it gives, as text."""
        from dynclient.api.help import help_text

        return help_text(self)


def _without_defs(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "$defs"}


def _argument_schema(parameter: Parameter) -> Schema:
    if parameter.description:
        return {"description": parameter.description, **parameter.schema}
    return parameter.schema


def _parameter(node: Mapping[str, Any], resolve: Callable[[str], Any]) -> Parameter:
    place = str(node["in"])
    content = node.get("content") or {}
    json = any(is_json(media) for media in content)
    raw = next(iter(content.values())).get("schema", {}) if content else node.get("schema", {})
    style = str(node.get("style") or ("form" if place in ("query", "cookie") else "simple"))
    return Parameter(
        name=str(node["name"]),
        place=place,
        required=bool(node.get("required")) or place == "path",
        schema=_parameter_schema(node, request_schema(raw, resolve)),
        description=" ".join(str(node.get("description") or "").split()),
        json=json,
        style=style,
        explode=bool(node.get("explode", style == "form")),
        time=bool(node.get("x-time")),
        duration=str(node.get("x-duration") or ""),
        encoded=str(node.get("x-encoded") or ""),
        secret=bool(node.get("x-secret")),
        send_default=bool(node.get("x-send-default")),
    )


def _parameter_schema(node: Mapping[str, Any], schema: Schema) -> Schema:
    """Give a parameter's schema with what its node says of the value: it is secret, a dict may be encoded to it."""
    secret: Schema = {"x-secret": True} if node.get("x-secret") else {}
    encoded: Schema = {"type": [*types_of(schema), "object"]} if node.get("x-encoded") else {}
    return {**schema, **encoded, **secret}


def _body(node: Mapping[str, Any] | None, resolve: Callable[[str], Any]) -> Body | None:
    if not node or not (content := node.get("content")):
        return None
    media = next((name for name in content if is_json(name)), next(iter(content)))
    raw = content[media].get("schema") or {}
    binary = deref(raw, resolve).get("format") == "binary"
    json = is_json(media) and not binary
    if binary and is_json(media):
        media = next((name for name in content if not is_json(name)), "application/octet-stream")
    return Body(
        media_type=media,
        required=bool(node.get("required")),
        schema=request_schema(raw, resolve) if json else {},
        json=json,
        description=" ".join(str(node.get("description") or "").split()),
    )


def _answer(node: Mapping[str, Any], method: str) -> Answer:
    said = node.get("x-answer") or {}
    content = _success_content(node.get("responses") or {})
    media = next((name for name in content if is_json(name)), next(iter(content), ""))
    schema = said.get("item") or said.get("schema") or content.get(media, {}).get("schema")
    return Answer(
        kind=str(said.get("kind") or _kind(method, media, schema)),
        schema=schema,
        header=str(said.get("name") or ""),
        endless={name: tuple(values) for name, values in (said.get("endless") or {}).items()},
        single=bool(said.get("single")),
        resize=str(said.get("resize") or ""),
        framed=_framing(said.get("framed")),
        upgrade=str(said.get("upgrade") or ""),
    )


def _framing(said: Mapping[str, Any] | None) -> Framing | None:
    return Framing(str(said["since"]), str(said.get("operation") or ""), tuple(said["at"])) if said else None


def _success_content(responses: Mapping[str, Any]) -> Mapping[str, Any]:
    # "default" stands for errors wherever a success is published beside it.
    successes = [code for code in responses if code.startswith("2")] or ["default"]
    found: Iterator[Mapping[str, Any]] = (responses.get(code, {}).get("content") for code in successes)
    return next(filter(None, found), {})


def _kind(method: str, media: str, schema: Any) -> str:
    if method == "HEAD":
        return "empty"
    if not media or is_json(media):
        return "json"
    if media.startswith("text/") and (schema or {}).get("format") != "binary":
        return "text"
    return "bytes"


class Operations(Mapping[str, Operation]):
    """Be the operations of a document by their id."""

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self._by_id = operations

    def __getitem__(self, operation_id: str) -> Operation:
        try:
            return self._by_id[operation_id]
        except (KeyError, TypeError):
            raise self._unknown(operation_id) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, operation_id: object) -> bool:
        return operation_id in self._by_id

    def __repr__(self) -> str:
        return f"<{len(self)} operations: {', '.join(list(self)[:3])}, …>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _unknown(self, operation_id: object) -> UnknownOperation:
        near = nearest(str(operation_id), list(self._by_id))
        hint = f"did you mean {' or '.join(near)}?" if near else "client.find(...) searches them"
        return UnknownOperation(f"there is no operation {operation_id!r}; {hint}")


class Api:
    """Be what a document makes callable: its operations, by id and by group.

    Args:
        document: the corrected document.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations = Operations({listed.id: Operation(self, listed) for listed in document.operations})

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Operation]]:
        """The groups by name, each a mapping from method name to operation, in the document's order."""
        groups: dict[str, dict[str, Operation]] = {}
        for operation in self.operations.values():
            group = groups.setdefault(operation.group, {})
            group[_free(group, operation)] = operation
        nouns = {words(group): group for group in groups}
        for operation in self.operations.values():
            parts = words(operation.id)
            # An id that begins with another group's noun stands there too: ContainerExec, of Exec, is container.exec.
            for length in range(1, len(parts)):
                group_ = nouns.get(parts[:length])
                if group_ is not None and group_ != operation.group:
                    groups[group_].setdefault(method_name(operation.id, group_), operation)
        return groups

    @cached_property
    def method_names(self) -> Mapping[str, str]:
        """The method's name of every operation in its own group, by operation id."""
        return {
            operation.id: name
            for group, methods in self.groups.items()
            for name, operation in methods.items()
            if operation.group == group
        }

    @cached_property
    def prefix(self) -> str:
        """The path that stands before every operation's: of the document's first server, without a version's part."""
        return "" if self.versioned else self._server_path

    @cached_property
    def versioned(self) -> bool:
        """Whether URLs begin with the version: the first server of the document is `/v` and its version."""
        return self._server_path == f"/v{self.document.version}"

    @cached_property
    def _server_path(self) -> str:
        return re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", self.document.server).rstrip("/")

    @cached_property
    def judge(self) -> Judge:
        """What holds answers against the document, made when a strict client first has one."""
        from dynclient.api.strict import Judge

        return Judge(self)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """The errors that mean another status than theirs."""
        return tuple(
            Meaning(
                int(rule["status"]),
                re.compile(rule["matches"], re.IGNORECASE),
                rule["means"],
                frozenset(rule.get("operations", ())),
            )
            for rule in self.document.error_rules
        )


def _free(group: Mapping[str, Operation], operation: Operation) -> str:
    """Name an operation in its group; where the short name is taken, by its whole id, and then by a number."""
    name = method_name(operation.id, operation.tag)
    if name in group:
        name = snake(operation.id)
    number, taken = 2, name
    while name in group:
        name, number = f"{taken}_{number}", number + 1
    return name
