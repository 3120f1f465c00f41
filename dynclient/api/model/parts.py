"""What an operation is made of, as values, and what reads them from the document's nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from dynclient.api.model.flatten import Range, request_schema
from dynclient.api.model.schema import Resolve, Schema, deref, types_of
from dynclient.document.legible import legible

_JSON = "application/json"
_JSON_TYPE = r"(?i)(?:application/(?:[^;]*\+)?|text/)json\s*(?:;|$)"
# JSON values one after the other: with line ends, or as RFC 7464 has it.
_SEQUENCE_TYPE = (
    r"(?i)(?:application|text)/(?:x-)?"
    r"(?:ndjson|jsonl|jsonlines|json-lines|json-stream|stream\+json|(?:[^;]*\+)?json-seq)\s*(?:;|$)"
)
EVENTS = "text/event-stream"  # https://html.spec.whatwg.org/multipage/server-sent-events.html


@lru_cache(maxsize=256)
def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON's or built on it."""
    return media_type == _JSON or ("json" in media_type.lower() and bool(re.match(_JSON_TYPE, media_type)))


@lru_cache(maxsize=256)
def is_sequence(media_type: str) -> bool:
    """Return whether a media type is one of JSON values one after the other, or of events."""
    return media_type != _JSON and (bool(re.match(_SEQUENCE_TYPE, media_type)) or bare(media_type) == EVENTS)


def bare(media_type: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


class Parameter(NamedTuple):
    """One parameter of an operation.

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
        literal: characters of a path value that are sent as they are, such as `/`.
        dropped: one such character at the beginning of a path value is not sent.
        texts: values that are written as a text too, by it.
        parted: the properties of an object, of which the first ones may be given as one text with slashes between them.
        since: the version from which on the engine heeds a key of the value, by key.
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
    literal: str = ""
    dropped: str = ""
    texts: Mapping[str, Any] = MappingProxyType({})
    parted: tuple[str, ...] = ()
    since: Mapping[str, str] = MappingProxyType({})

    @property
    def wire_name(self) -> str:
        """Its name in the request."""
        return self.sent_as or self.name

    @property
    def described(self) -> Schema:
        """Its schema with its description, as an argument's."""
        return {"description": self.description, **self.schema} if self.description else self.schema


_TEXTUAL = r"(?i)text/|application/(?:.*[+.-])?(?:xml|yaml|javascript|graphql|sql|toml|csv)\b"
JSON_PATCH = (
    "application/json-patch+json"  # RFC 6902: a list of what is to be done, whatever schema is published for it
)


class Body(NamedTuple):
    """An operation's request body: its media type, its schema, and whether it is JSON or bytes.

    Attributes:
        encoding: how the properties of a form travel, by name, in OpenAPI's terms.
        empty: an empty object is meant where it is required and nothing is given.
        any_type: the document leaves its media type open.
    """

    media_type: str
    required: bool
    schema: Schema
    json: bool
    description: str = ""
    encoding: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    empty: bool = False
    any_type: bool = False

    @property
    def form(self) -> bool:
        """Whether it is a form's fields as one line of text."""
        return self.media_type.startswith("application/x-www-form-urlencoded")

    @property
    def multipart(self) -> bool:
        """Whether it is of several parts; of these forms are written here."""
        return self.media_type.startswith("multipart/")

    @property
    def parts(self) -> bool:
        """Whether it is a form of several parts, which may have files."""
        return self.media_type.startswith("multipart/form-data")

    @property
    def sequence(self) -> bool:
        """Whether it is JSON values one after the other, or events."""
        return is_sequence(self.media_type)

    @property
    def textual(self) -> bool:
        """Whether text can be sent as it."""
        return self.any_type or self.sequence or bool(re.match(_TEXTUAL, self.media_type))

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
        """Whether it is an object, so that an empty one can stand where one is expected."""
        return self.structured and "object" in types_of(self.schema)


class Answer(NamedTuple):
    """What an operation gives back.

    Attributes:
        kind: `json`, `lines`, `frames`, `bytes`, `tar`, `text`, `empty`, `header`, `hijack`, `websocket` or `session`.
        schema: of the JSON value, or of each object of `lines`.
        header: the response header that holds the value, for `header`.
        endless: the answer has no end while each of these arguments has one of its values (None: not given).
        single: a complete answer of `lines` is one value.
        resize: the operation that sets the size of this connection's terminal, for `hijack`.
        status: where the exit code stands of what was talked with; see `Status`.
        framed: how to tell frames from a terminal's output where the content type does not; see `Framing`.
        upgrade: the protocol that the connection is asked to be taken over for; none if empty.
        progress: arguments that make the engine tell how far it is, where it does not by itself.
        settled: a correction says what kind it is; otherwise its own content type decides when it comes.
        media: the media types that are published for it, without parameters; may have `*`.
        sequence: it may come as JSON values one after the other, or as events.
    """

    kind: str
    schema: Schema | None = None
    header: str = ""
    endless: Mapping[str, tuple[Any, ...]] = MappingProxyType({})
    single: bool = False
    resize: str = ""
    status: Status | None = None
    framed: Framing | None = None
    upgrade: str = ""
    progress: Mapping[str, Any] = MappingProxyType({})
    settled: bool = False
    media: tuple[str, ...] = ()
    sequence: bool = False

    def declares(self, media_type: str) -> bool:
        """Return whether a media type is published for it by its name, or by a range such as `text/*`."""
        kind = bare(media_type)
        return kind in self.media or f"{kind.partition('/')[0]}/*" in self.media


class Status(NamedTuple):
    """Where the exit code stands of a command that a connection was taken over for.

    Attributes:
        operation: what to ask for it, with the same path parameters.
        at: the path of property names to it.
    """

    operation: str
    at: tuple[str, ...]


class Framing(NamedTuple):
    """How frames are told from a terminal's output by an engine whose content type does not tell.

    Attributes:
        since: the version from which on the content type tells.
        operation: what to ask whether there is a terminal, with the same path parameters; empty if an argument says so.
        at: the path of property names to the answer's, or the body's, word on it.
    """

    since: str
    operation: str
    at: tuple[str, ...]


class Asking(NamedTuple):
    """How an operation has the engine ask a registry: where credentials go, and where the image's name is.

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
    """A rule that an error means another status, or that the versions do not fit.

    Attributes:
        status: the status that comes; 200 for a failure that a stream reports.
        pattern: what the message has in it.
        means: a status, `version`, or `no-image`.
        operations: whose errors; all operations' if empty.
    """

    status: int
    pattern: re.Pattern[str]
    means: int | str
    operations: frozenset[str]

    def fits(self, operation: str | None, status: int, message: str) -> bool:
        """Return whether the rule speaks of an error."""
        if status != self.status or (self.operations and operation not in self.operations):
            return False
        return self.pattern.search(message) is not None


def read_parameters(
    nodes: Iterable[Mapping[str, Any]], path: str, resolve: Resolve, integers: Range | None = None
) -> tuple[Parameter, ...]:
    """Read parameters: those of the path in the path's order, then the rest as published.

    Args:
        nodes: the document's parameter objects.
        path: the operation's path, whose `{name}` give the order.
        resolve: gives what a local reference points to.
        integers: the least and the greatest that the API's servers hold where no format says so.

    Raises:
        SpecError: a schema is nested too deeply.
    """
    made = [_parameter(node, resolve, integers) for node in nodes]
    order = {name: index for index, name in enumerate(re.findall(r"{([^{}]*)}", path))}
    made.sort(key=lambda p: order.get(p.name, -1) if p.place == "path" else len(order))
    return tuple(_apart(made))


# https://spec.openapis.org/oas/v3.1.0#fixed-fields-9: what is told elsewhere, by media types and security schemes.
_IGNORED = ("accept", "content-type", "authorization")


def is_ignored(node: Mapping[str, Any]) -> bool:
    """Return whether a parameter is a header that the standard has ignored; one that is given all the same is sent."""
    return node.get("in") == "header" and str(node.get("name")).lower() in _IGNORED


def _parameter(node: Mapping[str, Any], resolve: Resolve, integers: Range | None) -> Parameter:
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
        required=(bool(node.get("required")) or place == "path") and not is_ignored(node),
        schema=_parameter_schema(node, request_schema(raw, resolve, integers)),
        description=" ".join(legible(str(node.get("description") or "")).split()),
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
        literal=str(node.get("x-literal") or ""),
        dropped=str(node.get("x-dropped") or ""),
        texts=node.get("x-texts") or MappingProxyType({}),
        parted=tuple(node.get("x-parted") or ()),
        since=node.get("x-since") or MappingProxyType({}),
    )


def _apart(parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    """Yield parameters that each have a name of their own, the first of several of one name as it is."""
    taken: set[str] = set()
    for parameter in parameters:
        name, number = parameter.name, 1
        while name in taken:
            name = f"{parameter.place}_{parameter.name}{'' if number == 1 else f'_{number}'}"
            number += 1
        taken.add(name)
        yield parameter if name == parameter.name else parameter._replace(name=name, sent_as=parameter.name)


def _parameter_schema(node: Mapping[str, Any], schema: Schema) -> Schema:
    """Return a parameter's schema with what its node says of the value: it is secret, a dict may be encoded to it."""
    secret: Schema = {"x-secret": True} if node.get("x-secret") else {}
    encoded: Schema = {"type": [*types_of(schema), "object"]} if node.get("x-encoded") else {}
    return {**schema, **encoded, **secret}


def read_body(node: Mapping[str, Any] | None, resolve: Resolve, chosen: str = "") -> tuple[Body, Any] | None:
    """Read a request body, of whose media types one is chosen, and return it without its schema, and the schema apart.

    Flattening the schema is the costly part, which not everyone who asks for the body needs.
    """
    if not node or not (content := node.get("content")):
        return None
    media = chosen or min(content, key=_preference)
    raw = content[media].get("schema") or {}
    found = deref(raw, resolve)
    if bare(media) == JSON_PATCH and "array" not in types_of(found):
        found = raw = {"type": "array", "items": {"type": "object"}}
    any_type = "*" in media
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
        description=" ".join(legible(str(node.get("description") or "")).split()),
        encoding=_encoding(content.get(media, {}).get("encoding")),
        empty=bool(node.get("x-empty")),
        any_type=any_type,
    )
    return body, raw


def body_types(node: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the media types that a request body is published with."""
    return tuple((node or {}).get("content") or ())


def body_choices(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the media types of a request body that differ in what is sent.

    Swagger documents list text and bytes for JSON bodies too, which is how their servers were set up.
    """
    content: Mapping[str, Any] = node.get("content") or {}
    of_json = [each.get("schema") for name, each in content.items() if is_json(name)]
    return tuple(
        name
        for name, each in content.items()
        if bare(name) not in ("text/plain", _BYTES, "*/*") or each.get("schema") not in of_json
    )


def _encoding(said: Any) -> Mapping[str, Mapping[str, Any]]:
    return {name: each for name, each in said.items() if isinstance(each, dict)} if isinstance(said, dict) else {}


_BYTES = "application/octet-stream"


def _preference(media: str) -> int:
    """Rank the media types of a body: JSON first, then as published, then several parts."""
    if is_json(media):
        return 1 if bare(media) == JSON_PATCH else 0
    return 3 if media.startswith("multipart/") else 2


def read_answer(node: Mapping[str, Any], method: str) -> Answer:
    """Read what an operation object says of its answer where all went well; `method` is in capitals."""
    said = node.get("x-answer") or {}
    content = success_content(node)
    media = next((name for name in content if is_json(name)), next(iter(content), ""))
    published, names = content.get(media, {}), [name for each in _successes(node) for name in each]
    schema = said.get("item") or said.get("schema") or published.get("itemSchema") or published.get("schema")
    schema = {} if isinstance(schema, bool) else schema  # `true` asks for no more than {}, and `false` is a slip
    return Answer(
        kind=str(said.get("kind") or _kind(method, media, schema)),
        schema=schema,
        settled="kind" in said,
        media=tuple(bare(name) for name in names),
        # application/json;stream=watch is Kubernetes' name.
        sequence=any(is_sequence(name) or "stream=" in name for name in names),
        header=str(said.get("name") or ""),
        endless={name: tuple(values) for name, values in (said.get("endless") or {}).items()},
        single=bool(said.get("single")),
        resize=str(said.get("resize") or ""),
        status=_status(said.get("status")),
        framed=_framing(said.get("framed")),
        upgrade=str(said.get("upgrade") or ""),
        progress=said.get("progress") or {},
    )


def _status(said: Mapping[str, Any] | None) -> Status | None:
    return Status(str(said["operation"]), tuple(said["at"])) if said else None


def _framing(said: Mapping[str, Any] | None) -> Framing | None:
    return Framing(str(said["since"]), str(said.get("operation") or ""), tuple(said["at"])) if said else None


def read_asking(said: Mapping[str, Any] | None) -> Asking | None:
    """Read `x-registry` of an operation object."""
    if not said:
        return None
    body, unless = tuple(said.get("body", ())), tuple(said.get("unless", ()))
    return Asking(str(said["header"]), str(said.get("parameter") or ""), body, unless)


def success_content(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answer's media types where all went well, with what an operation object says of each."""
    return next(iter(_successes(node)), {})


def accepted(answer: Answer, media: Iterable[str], open_: bool) -> str:
    """Return the header Accept for an answer's published media types; nothing where nothing is to be said."""
    names = list(media)
    sequences, json = [name for name in names if is_sequence(name)], [name for name in names if is_json(name)][:1]
    if answer.settled or answer.kind not in ("json", "lines") or len(names) == len(json):
        return ""
    first, then = (sequences, json) if open_ else (json, sequences)
    # Commas part them: a type with parameters of its own, such as charset, has no q before these.
    ranked = [*first, *(f"{name};q=0.9" for name in then)] if first else then
    return ", ".join([*ranked, "*/*;q=0.5"]) if ranked else ""


def _successes(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the content of each answer where all went well, of those that have any."""
    responses = node.get("responses") or {}
    # "default" stands for errors wherever a success is published beside it.
    successes = [code for code in responses if code.startswith("2")] or ["default"]
    found: Iterator[Mapping[str, Any]] = (responses.get(code, {}).get("content") for code in successes)
    return list(filter(None, found))


def _kind(method: str, media: str, schema: Any) -> str:
    if method == "HEAD":
        return "empty"
    if not media or is_json(media):
        return "json"
    if is_sequence(media):
        return "lines"
    if "*/*" in media and (schema or {}).get("format") != "binary":
        return "json"  # as springdoc writes it; what comes tells of itself
    if media.startswith("text/") and (schema or {}).get("format") != "binary":
        return "text"
    return "bytes"


def read_meaning(rule: Mapping[str, Any]) -> Meaning:
    """Read one of the document's error rules."""
    pattern = re.compile(rule["matches"], re.IGNORECASE)
    return Meaning(int(rule["status"]), pattern, rule["means"], frozenset(rule.get("operations", ())))


def shown_query(parameters: Iterable[Parameter]) -> frozenset[str]:
    """Return the names, in lower case, of the query's parameters whose values may be seen: of no secret's name."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for parameter in parameters:
        if parameter.place == "query":
            names[parameter.secret].add(parameter.wire_name.lower())
    return frozenset(names[False] - names[True])
