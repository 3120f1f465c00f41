"""The operations of a document: what can be called, by which names, with which arguments, for which answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.api.names import fold, group_name, method_name, nearest, snake, words
from dynclient.api.schema import Schema, deref, request_schema, types_of
from dynclient.errors import UnknownOperation

if TYPE_CHECKING:
    import inspect

    from dynclient.api.check import Checker
    from dynclient.api.received import Reader
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
        name: as published; where several places have the name, `query_id` or the like for all but the first.
        place: `path`, `query`, `header` or `cookie`.
        schema: what its value is checked against.
        json: the value travels as JSON text.
        style, explode: how a list travels, in OpenAPI's terms.
        time: Unix seconds, that a datetime or a timedelta (ago) may stand for.
        duration: `s`, `ms`, `us` or `ns` where it is an integer of these that a timedelta may stand for.
        encoded: `base64url-json` where a dict travels as base64url of its JSON.
        secret: its value is never shown.
        send_default: its default is sent when nothing is given.
        repeat: each item of a list travels as JSON text of its own.
        media: the media type that the value is text of, where it is not JSON.
        sent_as: its name in the request, where that is not `name`.
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
    repeat: bool = False
    media: str = ""
    sent_as: str = ""

    @property
    def wire_name(self) -> str:
        """Its name in the request."""
        return self.sent_as or self.name


class Body(NamedTuple):
    """Be an operation's request body: its media type, its schema, and whether it is JSON or bytes.

    Attributes:
        encoding: how the properties of a form travel, by name, in OpenAPI's terms.
    """

    media_type: str
    required: bool
    schema: Schema
    json: bool
    description: str = ""
    encoding: Mapping[str, Mapping[str, Any]] = MappingProxyType({})

    @property
    def form(self) -> bool:
        """Whether it is a form's fields as one line of text."""
        return self.media_type.startswith("application/x-www-form-urlencoded")

    @property
    def multipart(self) -> bool:
        """Whether it is of several parts, which are not written here."""
        return self.media_type.startswith("multipart/")

    @property
    def structured(self) -> bool:
        """Whether it is made of a value that the schema describes, not of bytes."""
        return self.json or self.form or self.multipart

    @property
    def properties(self) -> Mapping[str, Schema]:
        """The properties that can be given as arguments: those of an object's schema."""
        if not self.structured or "object" not in types_of(self.schema):
            return {}
        properties: Mapping[str, Schema] = self.schema.get("properties", {})
        return properties

    @property
    def is_object(self) -> bool:
        """Whether it is an object, so that an empty one can stand where one is due."""
        return self.structured and "object" in types_of(self.schema)


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
        progress: arguments that make the engine tell how far it is, where it does not by itself.
    """

    kind: str
    schema: Schema | None = None
    header: str = ""
    endless: Mapping[str, tuple[Any, ...]] = MappingProxyType({})
    single: bool = False
    resize: str = ""
    framed: Framing | None = None
    upgrade: str = ""
    progress: Mapping[str, Any] = MappingProxyType({})


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


class Asking(NamedTuple):
    """Be how an operation has the engine ask a registry: where credentials go, and where the image's name is.

    Attributes:
        header: the parameter that takes the credentials.
        parameter: the parameter that holds the name; empty if another holds it.
        body: the path of property names to the name in the body; empty if another holds it.
        unless: arguments beside which no stored credentials are sent.

    Where neither `parameter` nor `body` is given, any registry may be asked, and the header takes them all.
    """

    header: str
    parameter: str = ""
    body: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Meaning(NamedTuple):
    """Be a rule that an error means another status, or that the versions do not fit.

    Attributes:
        status: the status that comes; 200 for a failure that a stream reports.
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
        self.method, self._listed = listed.method.upper(), listed

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"

    def _repr_html_(self) -> str:
        from dynclient.notebook.cards import operation_html

        return operation_html(self)

    @cached_property
    def node(self) -> Mapping[str, Any]:
        """The operation object of the document."""
        return self.api.document.node(self._listed)

    @cached_property
    def group(self) -> str:
        """The group's name."""
        return group_name(self.tag)

    @property
    def name(self) -> str:
        """The method's name in its group."""
        return self.api.method_names[self.id]

    @cached_property
    def server(self) -> str:
        """The URL of the server that it has to itself; empty where it is the document's."""
        from dynclient.document import first_server

        own = first_server(self.node) if self.node.get("servers") else ""
        return own.rstrip("/") if own.rstrip("/") != self.api.document.server.rstrip("/") else ""

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
        made.sort(key=lambda p: order.get(p.name, -1) if p.place == "path" else len(order))
        return tuple(_apart(made))

    @cached_property
    def body(self) -> Body | None:
        """Its request body, if it takes one."""
        if self.published_body is None:
            return None
        body, schema = self.published_body
        return body._replace(schema=request_schema(schema, self.api.document.resolve)) if body.structured else body

    @cached_property
    def published_body(self) -> tuple[Body, Any] | None:
        """Its request body without the schema that arguments are checked against, and the one that is published."""
        return _body(self.node.get("requestBody"), self.api.document.resolve)

    @cached_property
    def answer(self) -> Answer:
        """What it gives back when all went well."""
        return _answer(self.node, self.method)

    @cached_property
    def registry(self) -> Asking | None:
        """How it has the engine ask a registry, if it does."""
        return _asking(self.node.get("x-registry"))

    @cached_property
    def accepts(self) -> str:
        """The header Accept, where the answer may be JSON or something else; empty where nothing is to be said."""
        media = _success_content(self.node.get("responses") or {}) if self.answer.kind == "json" else {}
        written = [name for name in media if is_json(name)]
        return f"{written[0]}, */*;q=0.5" if written and len(written) < len(media) else ""

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """Its parameters by published name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def shown_query(self) -> frozenset[str]:
        """The names, in lower case, of its query's parameters whose values may be seen."""
        return _shown(self.parameters)

    @cached_property
    def has_secret_query(self) -> bool:
        """Whether a value in its query is a secret."""
        return any(parameter.secret and parameter.place == "query" for parameter in self.parameters)

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
            out[self.body_name] = self.body.schema if self.body.structured else {}
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
            names = body.schema.get("required", ())
            # A property that has a parameter's name can be given within the whole body alone.
            apart = body.is_object and not any(name in self.by_name for name in names)
            required += names if apart else [self.body_name]
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
    def gives_list(self) -> bool:
        """Whether its answer is declared a list, and never null."""
        schema = self.answer.schema
        return schema is not None and deref(schema, self.api.document.resolve).get("type") == "array"

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

    def help(self, path: str = "") -> str:
        """Tell what it does, what it takes and what it gives, as text.

        Args:
            path: one argument or a place in it alone, such as `HostConfig.Mounts`; `answer.State` for what comes back.

        Raises:
            InvalidArguments: nothing is called so.
        """
        from dynclient.api.help import help_text

        return help_text(self, path)


def _without_defs(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "$defs"}


def _argument_schema(parameter: Parameter) -> Schema:
    if parameter.description:
        return {"description": parameter.description, **parameter.schema}
    return parameter.schema


def _parameter(node: Mapping[str, Any], resolve: Callable[[str], Any]) -> Parameter:
    place = str(node["in"])
    content = node.get("content") or {}
    media = next((name for name in content if is_json(name)), next(iter(content), ""))
    json = is_json(media)
    raw = next(iter(content.values())).get("schema", {}) if content else node.get("schema", {})
    published = node.get("x-collection-format") or node.get("style")
    style = str(published or ("form" if place in ("query", "cookie") else "simple"))
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
        repeat=bool(node.get("x-repeat")),
        media="" if json else media,
    )


def _apart(parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    """Give parameters that each have a name of their own, the first of several of one name as it is."""
    taken: set[str] = set()
    for parameter in parameters:
        name, number = parameter.name, 1
        while name in taken:
            name = f"{parameter.place}_{parameter.name}{'' if number == 1 else f'_{number}'}"
            number += 1
        taken.add(name)
        yield parameter if name == parameter.name else parameter._replace(name=name, sent_as=parameter.name)


def _parameter_schema(node: Mapping[str, Any], schema: Schema) -> Schema:
    """Give a parameter's schema with what its node says of the value: it is secret, a dict may be encoded to it."""
    secret: Schema = {"x-secret": True} if node.get("x-secret") else {}
    encoded: Schema = {"type": [*types_of(schema), "object"]} if node.get("x-encoded") else {}
    return {**schema, **encoded, **secret}


def _body(node: Mapping[str, Any] | None, resolve: Callable[[str], Any]) -> tuple[Body, Any] | None:
    if not node or not (content := node.get("content")):
        return None
    media = min(content, key=_preference)
    raw = content[media].get("schema") or {}
    found = deref(raw, resolve)
    binary = found.get("format") == "binary"
    structured = not {"string", "null"}.issuperset(types_of(found) or ("string",))
    if (media == "*/*" and structured) or ("*" in media and is_json(media)):
        media = "application/json"  # for an object or list nothing else is meant
    json = is_json(media) and not binary
    if binary and is_json(media):
        media = next((name for name in content if not is_json(name)), _BYTES)
    body = Body(
        media_type=_BYTES if "*" in media else media,
        required=bool(node.get("required")),
        schema={},
        json=json,
        description=" ".join(str(node.get("description") or "").split()),
        encoding=_encoding(content.get(media, {}).get("encoding")),
    )
    return body, raw


def _encoding(said: Any) -> Mapping[str, Mapping[str, Any]]:
    return {name: each for name, each in said.items() if isinstance(each, dict)} if isinstance(said, dict) else {}


_BYTES = "application/octet-stream"


def _preference(media: str) -> int:
    """Rank the media types of a body: JSON first, then as published, then what is not written here."""
    return 0 if is_json(media) else 2 if media.startswith("multipart/") else 1


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
        progress=said.get("progress") or {},
    )


def _framing(said: Mapping[str, Any] | None) -> Framing | None:
    return Framing(str(said["since"]), str(said.get("operation") or ""), tuple(said["at"])) if said else None


def _asking(said: Mapping[str, Any] | None) -> Asking | None:
    if not said:
        return None
    body, unless = tuple(said.get("body", ())), tuple(said.get("unless", ()))
    return Asking(str(said["header"]), str(said.get("parameter") or ""), body, unless)


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

    def _repr_html_(self) -> str:
        from dynclient.notebook.cards import operations_html

        return operations_html(self)

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
        """Whether URLs begin with the version: an engine's, whose first server is `/v` and the document's version."""
        return self.document.engine and self._server_path == f"/v{self.document.version}"

    @cached_property
    def _server_path(self) -> str:
        return re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", self.document.server).rstrip("/")

    @cached_property
    def judge(self) -> Judge:
        """What holds answers against the document, made when a strict client first has one."""
        from dynclient.api.strict import Judge

        return Judge(self)

    @cached_property
    def reader(self) -> Reader:
        """What reads requests back, made when a mock is first called."""
        from dynclient.api.received import Reader

        return Reader(self)

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

    @cached_property
    def shown_query(self) -> frozenset[str]:
        """The names, in lower case, of the queries' parameters whose values may be seen, whosever they are."""
        return _shown(parameter for operation in self.operations.values() for parameter in operation.parameters)

    @cached_property
    def oldest(self) -> str:
        """The lowest version that the document may be used for, or nothing where that is not known."""
        return next((str(rule["oldest"]) for rule in self.document.error_rules if "oldest" in rule), "")


def _shown(parameters: Iterable[Parameter]) -> frozenset[str]:
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for parameter in parameters:
        if parameter.place == "query":
            names[parameter.secret].add(parameter.wire_name.lower())
    return frozenset(names[False] - names[True])


def _free(group: Mapping[str, Operation], operation: Operation) -> str:
    """Name an operation in its group; where the short name is taken, by its whole id, and then by a number."""
    name = method_name(operation.id, operation.tag)
    if name in group:
        name = snake(operation.id)
    number, taken = 2, name
    while name in group:
        name, number = f"{taken}_{number}", number + 1
    return name
