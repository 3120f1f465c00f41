"""The parts of an operation, as values, and the media types that they have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from dynclient.api.model.schema import Schema, types_of

_JSON = "application/json"
_JSON_TYPE = r"(?i)(?:application/(?:[^;]*\+)?|text/)json\s*(?:;|$)"
# JSON values one after the other, separated by line ends or as in RFC 7464.
_SEQUENCE_TYPE = (
    r"(?i)(?:application|text)/(?:x-)?"
    r"(?:ndjson|jsonl|jsonlines|json-lines|json-stream|stream\+json|(?:[^;]*\+)?json-seq)\s*(?:;|$)"
)
EVENTS = "text/event-stream"  # https://html.spec.whatwg.org/multipage/server-sent-events.html


@lru_cache(maxsize=256)
def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON or based on it."""
    return media_type == _JSON or ("json" in media_type.lower() and bool(re.match(_JSON_TYPE, media_type)))


@lru_cache(maxsize=256)
def is_sequence(media_type: str) -> bool:
    """Return whether a media type is a sequence of JSON values, or of events."""
    return media_type != _JSON and (bool(re.match(_SEQUENCE_TYPE, media_type)) or bare(media_type) == EVENTS)


def bare(media_type: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


class Parameter(NamedTuple):
    """A parameter of an operation.

    Attributes:
        name: as published; if several places use the name, `query_id` or the like for all but the first.
        place: `path`, `query`, `header` or `cookie`.
        schema: what its value is checked against.
        json: the value travels as JSON text.
        style, explode: how a list travels, in OpenAPI's terms.
        time: the value is Unix seconds, and may be given as a datetime or a timedelta (ago).
        duration: `s`, `ms`, `us` or `ns` for an integer in this unit, which may be given as a timedelta.
        encoded: `base64url-json` if a dict travels as base64url of its JSON.
        secret: its value is never shown.
        send_default: its default is sent if no value is given.
        repeat: each item of a list travels as its own JSON text.
        media: the media type of the value's text, if it is not JSON.
        sent_as: its name in the request, if that is not `name`.
        literal: characters of a path value that are not escaped, such as `/`.
        dropped: a character that is removed from the beginning of a path value.
        texts: values that may also be given as text, by that text.
        parted: properties of an object that may be given as one text, separated by slashes; the last may be left out.
        since: for keys of the value, the version since which the engine heeds them.
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
# RFC 6902: always a list of operations, whatever schema is published for it.
JSON_PATCH = "application/json-patch+json"


class Body(NamedTuple):
    """An operation's request body.

    Attributes:
        encoding: how the properties of a form travel, by name, in OpenAPI's terms.
        empty: if it is required and nothing is given, an empty object is sent.
        any_type: the document allows any media type.
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
        """Whether it is a URL-encoded form."""
        return self.media_type.startswith("application/x-www-form-urlencoded")

    @property
    def multipart(self) -> bool:
        """Whether it has several parts; only forms of these are supported."""
        return self.media_type.startswith("multipart/")

    @property
    def parts(self) -> bool:
        """Whether it is a form of several parts, which may include files."""
        return self.media_type.startswith("multipart/form-data")

    @property
    def sequence(self) -> bool:
        """Whether it is a sequence of JSON values, or of events."""
        return is_sequence(self.media_type)

    @property
    def textual(self) -> bool:
        """Whether it may be given as text."""
        return self.any_type or self.sequence or bool(re.match(_TEXTUAL, self.media_type))

    @property
    def structured(self) -> bool:
        """Whether it is a value that the schema describes, not bytes."""
        return self.json or self.form or self.multipart

    @property
    def properties(self) -> Mapping[str, Schema]:
        """The properties that can be given as arguments, if it is an object."""
        if not self.structured or "object" not in types_of(self.schema):
            return {}
        properties: Mapping[str, Schema] = self.schema.get("properties", {})
        return properties

    @property
    def is_object(self) -> bool:
        """Whether it is an object."""
        return self.structured and "object" in types_of(self.schema)


class Answer(NamedTuple):
    """An operation's successful answer.

    Attributes:
        kind: `json`, `lines`, `frames`, `bytes`, `tar`, `text`, `empty`, `header`, `hijack`, `websocket` or `session`.
        schema: of the JSON value, or of each object of `lines`.
        header: the response header that holds the value, for `header`.
        endless: the answer has no end if each of these arguments has one of these values (None: not given).
        single: a complete answer of `lines` is one value.
        resize: the operation that sets the size of this connection's terminal, for `hijack`.
        status: where to find the exit code of the program on the connection.
        framed: how to tell frames from a terminal's output if the content type does not.
        upgrade: the protocol that the connection is upgraded to; empty for none.
        progress: arguments that make the engine report progress, if it does not by default.
        settled: a correction sets the kind; otherwise the answer's content type decides.
        media: its published media types, without parameters; may contain `*`.
        sequence: it may be a sequence of JSON values, or of events.
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
        """Return whether a media type is published for it, by name or by a range such as `text/*`."""
        kind = bare(media_type)
        return kind in self.media or f"{kind.partition('/')[0]}/*" in self.media


class Status(NamedTuple):
    """Where to find the exit code of a command that ran on an upgraded connection.

    Attributes:
        operation: the operation to call, with the same path parameters.
        at: the names of the properties that lead to it.
    """

    operation: str
    at: tuple[str, ...]


class Framing(NamedTuple):
    """How to tell frames from a terminal's output if the engine's content type does not.

    Attributes:
        since: the version since which the content type does.
        operation: the operation that says whether there is a terminal, with the same path parameters; empty if an
            argument does.
        at: the names of the properties that lead to the flag, in the answer or in the body.
    """

    since: str
    operation: str
    at: tuple[str, ...]


class Asking(NamedTuple):
    """How an operation makes the engine contact a registry: where credentials go, and where the image's name is.

    Attributes:
        header: the parameter for the credentials.
        parameter: the parameter with the name, or empty.
        body: the names of the properties in the body that lead to the name, or empty.
        unless: arguments with which no stored credentials are sent.

    With neither `parameter` nor `body`, any registry may be contacted, and the header has credentials for all.
    """

    header: str
    parameter: str = ""
    body: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Meaning(NamedTuple):
    """A rule that an error means another status, or a mismatch of versions.

    Attributes:
        status: the answer's status; 200 for a failure that a stream reports.
        pattern: matches in the message.
        means: a status, `version`, or `no-image`.
        operations: the operations that it is for; all if empty.
    """

    status: int
    pattern: re.Pattern[str]
    means: int | str
    operations: frozenset[str]

    def fits(self, operation: str | None, status: int, message: str) -> bool:
        """Return whether the rule is about an error."""
        if status != self.status or (self.operations and operation not in self.operations):
            return False
        return self.pattern.search(message) is not None
