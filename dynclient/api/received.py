"""Requests read the other way round, by openapi-core: from method, URL and body to the operation and its arguments.

openapi-core costs a quarter of a second to import; this module is loaded by the mock alone.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_core import V31RequestUnmarshaller
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import MissingRequiredParameter, MissingRequiredRequestBody
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from werkzeug.datastructures import Headers, ImmutableMultiDict

from dynclient.api.explain import described
from dynclient.api.model import Api, Operation
from dynclient.api.parts import is_ignored, is_json
from dynclient.api.schema import Resolve, Schema, deref, nullable, types_of
from dynclient.errors import ArgumentError

_VERSION = re.compile(r"/v\d+(?:\.\d+)*(?=/)")


class Received(NamedTuple):
    """Be a request that was read.

    Attributes:
        operation: whose request it is.
        parameters: by published name, as the values that were given.
        body: the value of JSON, the bytes of anything else, or None.
        faults: what is wrong with it.
    """

    operation: Operation
    parameters: dict[str, Any]
    body: Any
    faults: list[ArgumentError]


class Reader:
    """Read the requests for a document's operations.

    Args:
        api: the operations.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._unmarshallers: dict[str, V31RequestUnmarshaller] = {}

    def route(
        self, method: str, path: str, query: str = "", headers: Iterable[tuple[str, str]] = ()
    ) -> tuple[Operation, dict[str, str]] | None:
        """Find whose request it is, and its path's values; None where no operation has such a path.

        Args:
            method: the HTTP method.
            path: of the URL, percent-encoded, with the version's prefix or without.
            query: of the URL, percent-encoded.
            headers: as pairs.
        """
        path = path.removeprefix(self._api.prefix)
        if self._api.versioned:
            path = _VERSION.sub("", path, count=1) if _VERSION.match(path) else path
        given = {("query", name): value for name, value in parse_qsl(query, keep_blank_values=True)}
        given |= {("header", name.lower()): value for name, value in headers}
        for slashes in (False, True):  # a value with slashes, such as an image's name, where nothing else fits
            found = [
                (operation, match)
                for operation, *patterns in self._routes.get(method.upper(), ())
                if (match := patterns[slashes].fullmatch(f"{path}?{query}&" if "?" in operation.path else path))
            ]
            if found:
                # Some tell operations of one path apart by what they need beside it.
                operation, match = next((each for each in found if _fits(each[0], given)), found[0])
                values = [unquote(value) for value in match.groups()]
                names = re.findall(r"{([^{}]*)}", operation.path.partition("#")[0])
                return operation, dict(zip(names, values, strict=True))
        return None

    def read(
        self,
        operation: Operation,
        path: Mapping[str, str],
        *,
        query: str,
        headers: list[tuple[str, str]],
        content: bytes,
    ) -> Received:
        """Read a request's arguments, and list what the document does not allow.

        Args:
            operation, path: what `route` gave.
            query: of the URL, percent-encoded.
            headers: as pairs.
            content: the body.
        """
        result = self._unmarshaller(operation).unmarshal(_Request(operation, path, query, headers, content))
        found = result.parameters
        parameters = {**found.path, **found.query, **found.header, **found.cookie} if found else {}
        for parameter in operation.parameters:
            if parameter.encoded and parameter.name in parameters:
                parameters[parameter.name] = decoded(parameters[parameter.name])
        body = "" if operation.body is not None and operation.body.is_object else "body"
        faults = [fault for error in result.errors for fault in _told(error, body)]
        return Received(operation, parameters, result.body, faults)

    @cached_property
    def _routes(self) -> dict[str, list[tuple[Operation, re.Pattern[str], re.Pattern[str]]]]:
        routes: dict[str, list[tuple[Operation, re.Pattern[str], re.Pattern[str]]]] = {}
        for operation in sorted(self._api.operations.values(), key=_vagueness):
            narrow, wide = _pattern(operation.path, "([^/]+)"), _pattern(operation.path, "(.+)")
            routes.setdefault(operation.method, []).append((operation, narrow, wide))
        return routes

    def _unmarshaller(self, operation: Operation) -> V31RequestUnmarshaller:
        if operation.id not in self._unmarshallers:
            resolve = self._api.document.resolve
            nodes = operation.node.get("parameters", ())
            parameters = [_ignored(each) if is_ignored(each) else _followed(each, resolve) for each in nodes]
            node = _readable({**operation.node, "parameters": parameters})
            document = {
                "openapi": "3.1.0",
                "info": {"title": "requests", "version": "1"},
                "servers": [{"url": "/"}],
                "paths": {operation.path: {operation.method.lower(): node}},
                "components": self._components,
            }
            self._unmarshallers[operation.id] = V31RequestUnmarshaller(
                SchemaPath.from_dict(document), format_validators={}, extra_media_type_deserializers=_readers(node)
            )
        return self._unmarshallers[operation.id]

    @cached_property
    def _components(self) -> Any:
        return _readable(self._api.document.content.get("components", {}))


def _readers(node: Schema) -> dict[str, Callable[[bytes], Any]]:
    """Give what reads a body of each type that an operation takes; openapi-core knows the most frequent ones."""
    media = (node.get("requestBody") or {}).get("content", ())
    return {name: json.loads if is_json(name) else bytes for name in media if "form" not in name}


def _vagueness(operation: Operation) -> tuple[int, int]:
    """Rank a path: what is spelled out goes before what a value may stand for, `{id}.json` before `{id}`."""
    path = operation.path.partition("#")[0]
    parts = path.split("/")
    return sum("{" in part for part in parts), -len(re.sub(r"{[^{}]*}", "", path))


def _fits(operation: Operation, given: Mapping[tuple[str, str], str]) -> bool:
    """Tell whether a request has what an operation needs in its query and headers."""
    for parameter in operation.parameters:
        # An object is spread over names of its own.
        if parameter.required and parameter.place in ("query", "header") and "object" not in types_of(parameter.schema):
            name, values = parameter.wire_name, parameter.schema.get("enum", ())
            found = given.get((parameter.place, name if parameter.place == "query" else name.lower()))
            if found is None or (len(values) == 1 and found != str(values[0])):
                return False
    return True


def _pattern(path: str, value: str) -> re.Pattern[str]:
    path, asked, query = path.partition("#")[0].partition("?")
    # A query that stands in a path has more of it behind.
    return re.compile(_around(path, value) + (f"[?]{_around(query, '([^&]*)')}&.*" if asked else ""))


def _around(path: str, value: str) -> str:
    return value.join(map(re.escape, re.split(r"{[^{}]*}", path)))


class _Request:
    """Be a request as openapi-core knows it: found by its path's pattern, for the values may hold slashes."""

    host_url = "http://engine"

    def __init__(
        self, operation: Operation, path: Mapping[str, str], query: str, headers: list[tuple[str, str]], content: bytes
    ) -> None:
        self.method, self.path = operation.method.lower(), operation.path
        self.path_pattern = operation.path
        pairs = Headers(headers)
        self.content_type, self.body = pairs.get("content-type", ""), content or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(query, keep_blank_values=True)), header=pairs, path=dict(path)
        )


def decoded(value: str) -> Any:
    """Give the value in a header of base64url; what is none stays as it is."""
    try:
        return json.loads(base64.urlsafe_b64decode(value))
    except (ValueError, RecursionError):
        return value


def _told(error: Exception, body: str) -> list[ArgumentError]:
    """Say in a caller's words what openapi-core found; an object's properties are named as arguments."""
    where, cause = str(getattr(error, "name", "body")), error.__cause__
    if isinstance(cause, InvalidSchemaValue):
        found = [each for each in cause.schema_errors if isinstance(each, ValidationError)]
        return described(found, getattr(error, "name", body), lambda error: True)
    if isinstance(error, (MissingRequiredParameter, MissingRequiredRequestBody)):
        return [ArgumentError(where, "is missing", "missing")]
    return [ArgumentError(where, "cannot be read as what the document says it is", "type")]


# --- a document for openapi-core to read by


def _followed(parameter: Schema, resolve: Resolve) -> Schema:
    return {**parameter, "schema": deref(parameter["schema"], resolve)} if "schema" in parameter else parameter


def _ignored(parameter: Schema) -> Schema:
    """Return a parameter that takes whatever a client says of itself."""
    return {**parameter, "required": False, "schema": {"type": "string"}}


def _one_type(node: Schema) -> None:
    schema = node.get("schema")
    if "in" in node and isinstance(schema, dict) and isinstance(kinds := schema.get("type"), list):
        named = [kind for kind in kinds if kind != "null"]
        kind = named[0] if len(named) == 1 else "array" if named == ["array", "string"] else "string"
        node["schema"] = {**schema, "type": kind}


def _plain_only(node: Schema) -> None:
    if isinstance(listed := node.get("parameters"), list):
        node["parameters"] = [each for each in listed if not (isinstance(each, dict) and _is_deep(each))]


def _is_deep(parameter: Mapping[str, Any]) -> bool:
    if parameter.get("in") != "query" or "schema" not in parameter:
        return False
    style = parameter.get("style", "form")
    return style == "deepObject" or (
        style == "form" and parameter.get("explode", True) is True and "object" in types_of(parameter["schema"])
    )


def _bare_bytes(node: Schema) -> None:
    if isinstance(body := node.get("requestBody"), dict) and "content" in body:
        content = {media: one if is_json(media) else _without_schema(one) for media, one in body["content"].items()}
        node["requestBody"] = {**body, "content": content}


def _without_schema(node: Mapping[str, Any]) -> Schema:
    return {key: value for key, value in node.items() if key != "schema"}


def _nulls(node: Schema) -> None:
    if isinstance(properties := node.get("properties"), dict):
        node["properties"] = {name: _nullable(sub) for name, sub in properties.items()}
    if isinstance(values := node.get("additionalProperties"), dict):
        node["additionalProperties"] = _nullable(values)


def _nullable(schema: Any) -> Any:
    return nullable(schema) if isinstance(schema, dict) else schema


# What openapi-core cannot read as the document has it, and how the document that it reads by is changed for it.
CHANGES: dict[str, Callable[[Schema], object]] = {
    "it fills in defaults that nobody sent": lambda node: node.pop("default", None),
    "it makes other Python values of some formats, such as a datetime": lambda node: node.pop("format", None),
    "it takes no value of a URL for a list or a number where there are two types": _one_type,
    "it reads no object that a query spreads over several names, once a value in it may be null": _plain_only,
    "it takes the names in a discriminator for references": lambda node: node.pop("discriminator", None),
    "it knows no type for bytes, and reads them only where there is no schema": _bare_bytes,
    "null is unset to the engine (REALITY.md E02), but not in the document": _nulls,
}
_MAPS = ("paths", "schemas", "properties", "content", "parameters", "requestBodies", "headers")
# Who may ask, and at which address, is not for a mock to judge.
_UNREAD = ("responses", "description", "example", "examples", "security", "securitySchemes", "servers")


def _readable(node: Any) -> Any:
    if isinstance(node, list):
        return [_readable(item) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: value for key, value in node.items() if key not in _UNREAD}
    for change in CHANGES.values():
        change(own)
    return {
        key: {name: _readable(sub) for name, sub in value.items()}
        if key in _MAPS and isinstance(value, dict)
        else _readable(value)
        for key, value in own.items()
    }
