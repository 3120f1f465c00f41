"""The operations of a document: their names, arguments and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from dynclient.api.model.flatten import request_schema
from dynclient.api.model.nodes import (
    accepted,
    body_choices,
    body_types,
    read_answer,
    read_asking,
    read_body,
    read_meaning,
    read_parameters,
    shown_query,
    success_content,
)
from dynclient.api.model.parts import Answer, Asking, Body, Meaning, Parameter
from dynclient.api.model.schema import Schema, deref
from dynclient.document import limits
from dynclient.document.drawn import Drawn
from dynclient.document.legible import legible, one_line
from dynclient.document.names import fold, group_name, method_name, nearest, snake, spellings, words
from dynclient.document.servers import Server, first_server, read_server, url_of
from dynclient.errors import UnknownOperation

if TYPE_CHECKING:
    from dynclient.api.model.shape import SchemaShape
    from dynclient.document import Document, Listed


class Operation(Drawn):
    """An operation of the document; its parts are read when first used.

    Attributes:
        id, tag, method, path: as published, the method in capitals.
        group, name: of its method: `client.container.list` has group `container` and name `list`.
    """

    def __init__(self, document: Document, listed: Listed) -> None:
        self.document, self.id, self.tag, self.path = document, listed.id, listed.tag, listed.path
        self.method, self._listed = listed.method.upper(), listed
        self._chosen = ""  # the media type of the body, if it is not the document's first
        self._variants: dict[str, Operation] = {}

    def __repr__(self) -> str:
        return one_line(f"<Operation {self.id}: {self.method} {self.path}>", 2000)

    @cached_property
    def node(self) -> Mapping[str, Any]:
        """The operation object of the document."""
        return self.document.node(self._listed)

    @cached_property
    def group(self) -> str:
        """The group's name."""
        return group_name(self.tag)

    @property
    def name(self) -> str:
        """The method's name in its group."""
        return method_names(self.document)[self.id]

    @cached_property
    def server(self) -> Server | None:
        """Its own server; None if it uses the document's."""
        if not self.node.get("servers"):
            return None
        own = read_server(first_server(self.node))
        shared = read_server(self.document.server)
        return own if (own.origin or shared.origin, own.path, own.problem) != shared[1:] else None

    @property
    def summary(self) -> str:
        """What it does, in a few words."""
        return legible(str(self.node.get("summary") or "").strip())

    @property
    def description(self) -> str:
        """What it does, in full."""
        return legible(str(self.node.get("description") or "").strip())

    @cached_property
    def unusable(self) -> str:
        """Why it cannot be called; empty if it can."""
        return str(self.node.get("x-unusable", ""))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters: those in the path, in its order, then the others as published."""
        document = self.document
        return read_parameters(self.node.get("parameters", ()), self.path, document.resolve, document.integers)

    @cached_property
    def body(self) -> Body | None:
        """Its request body, if it takes one."""
        if self.published_body is None:
            return None
        body, schema = self.published_body
        if not body.structured:
            return body
        document = self.document
        return body._replace(schema=request_schema(schema, document.resolve, document.integers))

    @cached_property
    def published_body(self) -> tuple[Body, Any] | None:
        """Its request body without the flattened schema, and the published schema."""
        return read_body(self.node.get("requestBody"), self.document.resolve, self._chosen)

    @cached_property
    def content_types(self) -> tuple[str, ...]:
        """The media types that its request body may have."""
        return body_types(self.node.get("requestBody"))

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The media types that `content_type=` chooses from; empty if there is no choice."""
        if len(self.content_types) < 2 or fold("content_type") in self.spellings:
            return ()
        found = body_choices(self.node["requestBody"])
        return found if len(found) > 1 else ()

    def sent_as(self, content_type: str) -> Operation:
        """Return the operation with its request body in another of its media types."""
        if content_type not in self._variants:
            self._variants[content_type] = made = type(self)(self.document, self._listed)
            made._chosen = content_type
        return self._variants[content_type]

    @cached_property
    def answer(self) -> Answer:
        """Its successful answer."""
        return read_answer(self.node, self.method)

    def declares(self, status: int) -> bool:
        """Return whether a status is among its published answers, by number or as in `4XX`."""
        responses = self.node.get("responses") or {}
        return any(str(code).upper() in (str(status), f"{status // 100}XX") for code in responses)

    @cached_property
    def registry(self) -> Asking | None:
        """How its call has the engine contact a registry, if it does."""
        return read_asking(self.node.get("x-registry"))

    @cached_property
    def replaces(self) -> frozenset[str]:
        """The body's properties that are reset unless given, as the call replaces all of them."""
        said = self.node.get("x-replaces") or ()
        return frozenset(self.body.properties if said is True and self.body is not None else said)

    @cached_property
    def accepts(self) -> str:
        """The header Accept, if the answer may be JSON or something else; empty if none is needed."""
        return accepted(self.answer, success_content(self.node), open_=False)

    @cached_property
    def accepts_open(self) -> str:
        """The header Accept for an answer that is read as it comes: lines and events before JSON."""
        return accepted(self.answer, success_content(self.node), open_=True)

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """Its parameters by published name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def shown_query(self) -> frozenset[str]:
        """The lower-case names of its query parameters whose values are not secret."""
        return shown_query(self.parameters)

    @cached_property
    def has_secret_query(self) -> bool:
        """Whether a parameter in its query is secret."""
        return any(parameter.secret and parameter.place == "query" for parameter in self.parameters)

    @cached_property
    def dated(self) -> tuple[Parameter, ...]:
        """The parameters that have keys which older engines ignore."""
        return tuple(parameter for parameter in self.parameters if parameter.since)

    @cached_property
    def path_names(self) -> tuple[str, ...]:
        """The names of the path's parameters, in order; they may be given by position."""
        return tuple(parameter.name for parameter in self.parameters if parameter.place == "path")

    @cached_property
    def arguments(self) -> Mapping[str, Schema]:
        """The schema of every argument by published name: parameters, then the body's properties or `body`."""
        out = {parameter.name: parameter.described for parameter in self.parameters}
        if self.body is not None:
            for name, schema in self.body.properties.items():
                out.setdefault(name, schema)
            out[self.body_name] = self.body.schema if self.body.structured else {}
        return out

    @cached_property
    def body_name(self) -> str:
        """The argument for the whole body: `body`, or `body_` if a parameter or property is called `body`."""
        taken = self.body is not None and "body" in self.body.properties
        return "body_" if taken or "body" in self.by_name else "body"

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The published names by folded name and by themselves."""
        single = {key: name for key, name in spellings(self.arguments).items() if isinstance(name, str)}
        return {**single, **{name: name for name in self.arguments}}

    @cached_property
    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """The published names that share a folded name, by that."""
        return {key: names for key, names in spellings(self.arguments).items() if not isinstance(names, str)}

    @cached_property
    def schema(self) -> Schema:
        """The JSON Schema of its arguments, as one object."""
        required = [
            parameter.name for parameter in self.parameters if parameter.required and not parameter.send_default
        ]
        if (body := self.body) is not None and body.required:
            names = body.schema.get("required", ())
            # A property with a parameter's name can only be given within the whole body.
            apart = body.is_object and not any(name in self.by_name for name in names)
            required += names if apart else [self.body_name]
        properties = {name: _without_defs(schema) for name, schema in self.arguments.items()}
        out: Schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        if body is not None and "$defs" in body.schema:
            out["$defs"] = body.schema["$defs"]
        return out

    @cached_property
    def gives_list(self) -> bool:
        """Whether its answer is declared a list, and never null."""
        schema = self.answer.schema
        return schema is not None and deref(schema, self.document.resolve).get("type") == "array"

    @cached_property
    def shape(self) -> SchemaShape | None:
        """The shape that its answers have, by their schema."""
        from dynclient.api.model.shape import shape_of

        return shape_of(self.answer.schema, self.document) if self.answer.schema else None

    @cached_property
    def reports_progress(self) -> bool:
        """Whether its messages report progress."""
        return self.answer.kind == "lines" and self.shape is not None and "progressDetail" in self.shape.names()

    @cached_property
    def takes_progress(self) -> bool:
        """Whether its calls accept `progress=`: it reports progress, or may send or receive many bytes."""
        body = self.body
        is_long = self.reports_progress or self.answer.kind == "tar" or (body is not None and not body.structured)
        return is_long and "progress" not in self.spellings


def _without_defs(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "$defs"}


class Operations(Drawn, Mapping[str, Operation]):
    """The operations of a document by their id."""

    def __init__(self, operations: Mapping[str, Operation], whose: str = "") -> None:
        self._by_id, self._whose = operations, whose

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
        whose = f" in {self._whose}" if self._whose else ""
        return UnknownOperation(f"there is no operation {operation_id!r}{whose}; {hint}")


class Api:
    """The operations of a document, by id and by group.

    Args:
        document: the corrected document.
        kind: the class of the operations.
    """

    def __init__(self, document: Document, kind: type[Operation] = Operation) -> None:
        self.document = document
        whose = one_line(f"{document.title} {document.version}".strip(), 200)
        self.operations = Operations({listed.id: kind(document, listed) for listed in document.operations}, whose)

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Operation]]:
        """The groups by name, each a mapping from method name to operation, in the document's order."""
        groups: dict[str, dict[str, Operation]] = {}
        for operation in self.operations.values():
            group = groups.setdefault(operation.group, {})
            group[operation.name] = operation
        nouns = {words(group): group for group in groups}
        for operation in self.operations.values():
            parts = words(operation.id)
            # An id that begins with another group's noun is in that group too: ContainerExec (Exec) is container.exec.
            for length in range(1, len(parts)):
                group_ = nouns.get(parts[:length])
                if group_ is not None and group_ != operation.group:
                    groups[group_].setdefault(method_name(operation.id, group_), operation)
        return groups

    @cached_property
    def prefix(self) -> str:
        """The path before every operation's: that of the document's first server, without the version."""
        return "" if self.versioned else self.server.path

    def below(self, path: str) -> str:
        """Return a request's path without the prefix of the document's server or of an operation's own."""
        if path.startswith(f"{self.prefix}/") or self.document.engine:
            return path.removeprefix(self.prefix)
        found = [each for each in self._prefixes if path.startswith(f"{each}/")]
        return path.removeprefix(max(found, key=len, default=""))

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        shared = (read_server(url_of(server)) for server in self.document.servers)
        own = (operation.server for operation in self.operations.values())
        return frozenset(server.path for server in (*shared, *own) if server is not None)

    @cached_property
    def versioned(self) -> bool:
        """Whether URLs begin with the version, as an engine's: its first server is `/v` and the document's version."""
        return self.document.engine and self.server.path == f"/v{self.document.version}"

    @cached_property
    def server(self) -> Server:
        """The document's first server."""
        return read_server(self.document.server)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """The rules for errors that mean a status other than theirs."""
        return tuple(map(read_meaning, self.document.error_rules))

    @cached_property
    def shown_query(self) -> frozenset[str]:
        """The lower-case names of all operations' query parameters whose values are not secret."""
        return shown_query(parameter for operation in self.operations.values() for parameter in operation.parameters)

    @cached_property
    def oldest(self) -> str:
        """The lowest version that the document may be used with; empty if not known."""
        return next((str(rule["oldest"]) for rule in self.document.error_rules if "oldest" in rule), "")


@lru_cache(maxsize=limits.APIS)
def method_names(document: Document) -> Mapping[str, str]:
    """Return the method name of every operation in its own group, by operation id."""
    names, groups = {}, dict[str, set[str]]()
    for listed in document.operations:
        taken = groups.setdefault(group_name(listed.tag), set())
        names[listed.id] = name = _free(taken, listed)
        taken.add(name)
    return names


def _free(group: Set[str], listed: Listed) -> str:
    """Name an operation in its group: by the short name or, if that is taken, by its id, then with a number."""
    name = method_name(listed.id, listed.tag)
    if name in group:
        name = snake(listed.id)
    number, taken = 2, name
    while name in group:
        name, number = f"{taken}_{number}", number + 1
    return name
