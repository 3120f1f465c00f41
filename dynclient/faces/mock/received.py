"""Requests read the other way round, by openapi-core: from method, URL and body to the operation and its arguments.

openapi-core costs a quarter of a second to import; this module is loaded by the mock alone.
"""

from __future__ import annotations

import base64
import io
import json
import re
import string
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from openapi_core import V31RequestUnmarshaller
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.validation.request.exceptions import MissingRequiredParameter, MissingRequiredRequestBody
from werkzeug.datastructures import Headers, ImmutableMultiDict, MultiDict

from dynclient.api.answer.adapter import Request, document_of, faults_of, schema_path
from dynclient.api.call.check import checker_of
from dynclient.api.call.prepare import def_name
from dynclient.api.call.styles import simple_form, unwritable
from dynclient.api.model.flatten import request_schema
from dynclient.api.model.nodes import is_ignored
from dynclient.api.model.operation import Api, Operation
from dynclient.api.model.parts import JSON_PATCH, Body, Parameter, bare, is_json
from dynclient.api.model.schema import Schema, types_beside_null, types_of
from dynclient.document import limits
from dynclient.errors import ArgumentError, SpecError
from dynclient.faces.mock.spread import form_value, gathered, is_spread

if TYPE_CHECKING:
    from dynclient.document import Document

_FORM = "multipart/form-data"
_MISSING = dict.fromkeys((MissingRequiredParameter, MissingRequiredRequestBody), "is missing")
_VERSION = re.compile(r"/v\d+(?:\.\d+)*(?=/)")


class Received(NamedTuple):
    """A request that was read.

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


@lru_cache(maxsize=limits.APIS)
def reader_of(api: Api) -> Reader:
    """Return what reads the requests for a document's operations; made once."""
    return Reader(api)


class Reader:
    """A reader of the requests for a document's operations.

    Args:
        api: the operations.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._unmarshallers: dict[str, V31RequestUnmarshaller] = {}

    def route(
        self, method: str, path: str, query: str = "", headers: Iterable[tuple[str, str]] = ()
    ) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation that a request is for, and its path's values; None where no operation has such a path.

        Args:
            method: the HTTP method.
            path: of the URL, percent-encoded, with the version's prefix or without.
            query: of the URL, percent-encoded.
            headers: as pairs.
        """
        path = self._api.below(path)
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
                names = re.findall(r"{([^{}]*)}", operation.path.partition("#")[0])
                return operation, {
                    name: _path_value(operation, name, value) for name, value in zip(names, match.groups(), strict=True)
                }
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
        pairs = parse_qsl(query, keep_blank_values=True)
        request = _request(operation, path, pairs, headers, content)
        try:
            result = self._unmarshaller(operation).unmarshal(request)
        except Exception as error:  # whatever openapi-core stumbles over is said of the document
            why = f"openapi-core cannot read a request for {operation.id}: {type(error).__name__}"
            raise SpecError(why, source=self._api.document.source) from error
        value = result.body
        form = operation.body if operation.body is not None and operation.body.form and content else None
        if form is not None:
            value = form_value(form, parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True))
        if operation.body is not None and isinstance(value, MultiDict):
            value = _fields(operation.body, value)
        parameters, missing = _values(operation, result.parameters, pairs)
        body = "" if operation.body is not None and operation.body.is_object else "body"
        errors = (error for error in result.errors if not isinstance(error.__cause__, EmptyQueryParameterValue))
        faults = [
            *missing,
            *(fault for error in errors for fault in faults_of(error, getattr(error, "name", body), _MISSING)),
        ]
        if form is not None:
            faults += checker_of(operation).body(value, body)
        return Received(operation, parameters, value, faults)

    @cached_property
    def _routes(self) -> dict[str, list[tuple[Operation, re.Pattern[str], re.Pattern[str]]]]:
        routes: dict[str, list[tuple[Operation, re.Pattern[str], re.Pattern[str]]]] = {}
        for operation in sorted(self._api.operations.values(), key=_vagueness):
            narrow, wide = _pattern(operation.path, "([^/]+)"), _pattern(operation.path, "(.+)")
            routes.setdefault(operation.method, []).append((operation, narrow, wide))
        return routes

    def _unmarshaller(self, operation: Operation) -> V31RequestUnmarshaller:
        if operation.id not in self._unmarshallers:
            node, schemas = _Readable(self._api.document).operation(operation)
            document = document_of("requests", {operation.path: {operation.method.lower(): node}}, schemas)
            self._unmarshallers[operation.id] = V31RequestUnmarshaller(
                schema_path(document),
                format_validators={},
                extra_media_type_deserializers=_readers(operation, node),
            )
        return self._unmarshallers[operation.id]

    def alike(self, operation: Operation) -> list[Operation]:
        """Return the operations whose requests look the same: only the names in their paths differ."""
        shape = _around(operation.path, "{}")
        same = (each for each, *_ in self._routes[operation.method] if each is not operation)
        return [each for each in same if _around(each.path, "{}") == shape]


def _values(
    operation: Operation, found: Any, pairs: list[tuple[str, str]]
) -> tuple[dict[str, Any], list[ArgumentError]]:
    """Return the values of an operation's parameters by published name, and what is wrong with those read here."""
    values: dict[str, Any] = {}
    faults: list[ArgumentError] = []
    for parameter in operation.parameters:
        if is_spread(parameter):
            value = gathered(parameter, pairs)
            if value is None and parameter.required:
                faults.append(ArgumentError(parameter.name, "is missing", "missing"))
            elif value is not None:
                values[parameter.name] = value
                faults += checker_of(operation).parameter(parameter.name, value)
        elif found and parameter.wire_name in (known := getattr(found, parameter.place)):
            value = known[parameter.wire_name]
            values[parameter.name] = decoded(value) if parameter.encoded else value
        elif parameter.place == "query" and (parameter.wire_name, "") in pairs:  # which openapi-core does not read
            values[parameter.name] = ""
            faults += checker_of(operation).parameter(parameter.name, "")
    return values, faults


def _readers(operation: Operation, node: Schema) -> dict[str, Callable[..., Any]]:
    """Return what reads a body of each type that an operation takes; openapi-core knows the most frequent ones."""
    media = (node.get("requestBody") or {}).get("content", ())
    sent = [operation.body.media_type] if operation.body is not None else []
    return {name: json.loads if is_json(name) else _parts if bare(name) == _FORM else bytes for name in (*media, *sent)}


def _vagueness(operation: Operation) -> tuple[int, int]:
    """Rank a path: what is spelled out goes before what a value may stand for, `{id}.json` before `{id}`."""
    path = operation.path.partition("#")[0]
    parts = path.split("/")
    return sum("{" in part for part in parts), -len(re.sub(r"{[^{}]*}", "", path))


def _fits(operation: Operation, given: Mapping[tuple[str, str], str]) -> bool:
    """Return whether a request has what an operation needs in its query and headers."""
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
    parts = re.split(r"{[^{}]*}", path)
    return value.join(re.escape(part if part.isascii() else quote(part, safe=string.punctuation)) for part in parts)


def _path_value(operation: Operation, name: str, written: str) -> str:
    parameter = operation.by_name.get(name)
    return unquote(written if parameter is None else simple_form(parameter, written))


def _request(
    operation: Operation,
    path: Mapping[str, str],
    pairs: list[tuple[str, str]],
    headers: list[tuple[str, str]],
    content: bytes,
) -> Request:
    fields = Headers(headers)
    cookies = (each.partition("=") for each in fields.get("cookie", "").split(";") if "=" in each)
    parameters = RequestParameters(
        query=ImmutableMultiDict(pairs),
        header=fields,
        path=dict(path),
        cookie=ImmutableMultiDict([(unquote(name.strip()), unquote(value.strip())) for name, _, value in cookies]),
    )
    return Request(operation, parameters, fields.get("content-type", ""), content or None)


_STANDARD = str.maketrans("-_", "+/")


def _parts(content: bytes, **parameters: str) -> MultiDict[str, Any]:
    """Return the fields of a form of several parts; files as bytes."""
    from werkzeug.formparser import FormDataParser

    read = FormDataParser(lambda *_, **__: io.BytesIO(), max_form_memory_size=None).parse(
        io.BytesIO(content), _FORM, len(content), parameters
    )
    files = MultiDict((name, file.read()) for name, file in read[2].items(multi=True))
    return MultiDict([*read[1].items(multi=True), *files.items(multi=True)])


def _fields(body: Body, given: MultiDict[str, Any]) -> dict[str, Any]:
    """Return a form's fields as they were given: files as bytes, lists as lists, the rest as values."""
    return {name: _field(body.properties.get(name, {}), given.getlist(name)) for name in given}


def _field(schema: Schema, given: list[Any]) -> Any:
    kinds = types_beside_null(schema)
    if kinds[:1] == ["array"]:
        return [_field(schema.get("items") or {}, [each]) for each in given]
    if not kinds or "string" in kinds or isinstance(given[-1], bytes):
        return given[-1]
    try:
        return json.loads(given[-1])
    except (ValueError, RecursionError):
        return given[-1]


def decoded(value: str) -> Any:
    """Return the value in a header of base64url; what is none stays as it is."""
    try:
        # As it was: what belongs to neither alphabet is passed over. urlsafe_b64decode warns of that as of Python 3.15.
        return json.loads(base64.b64decode(value.translate(_STANDARD)))
    except (ValueError, RecursionError):
        return value


# --- a document for openapi-core to read by


def _one_type(schema: Schema) -> None:
    if isinstance(kinds := schema.get("type"), list):
        named = [kind for kind in kinds if kind != "null"]
        schema["type"] = named[0] if len(named) == 1 else "array" if named == ["array", "string"] else "string"


def _dropped(name: str) -> Callable[[Schema], object]:
    return lambda schema: schema.pop(name, None)


# What openapi-core cannot read as a schema has it, and how the schema that it reads by is changed for it.
CHANGES: dict[str, Callable[[Schema], object]] = {
    "it fills in defaults that nobody sent": _dropped("default"),
    "it makes other Python values of some formats, such as a datetime": _dropped("format"),
    "it takes the names in a discriminator for references": _dropped("discriminator"),
}
# Names, not keywords.
_MAPS = ("properties", "patternProperties", "dependentSchemas")


class _Readable:
    """The document of one operation that its requests are read by, with the schemas that calls are checked by.

    The published ones would refuse what servers take: alternatives that overlap, `allOf` of closed objects, null where
    something is optional (spec/REALITY.md, E02).
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemas: dict[str, Any] = {}
        self._made: dict[int, Any] = {}
        self._kept: list[Any] = []  # what has been made is known by id, so that it has to stay

    def operation(self, operation: Operation) -> tuple[Schema, Schema]:
        """Return an operation object, and the schemas that it refers to."""
        parameters = [self._parameter(each) for each in operation.parameters if not is_spread(each)]
        node: Schema = {"parameters": parameters}
        if (body := operation.node.get("requestBody")) and body.get("content"):
            content = {media: self._media(media, each) for media, each in body["content"].items()}
            content |= {media: {"schema": {}} for media in content if bare(media) == JSON_PATCH}  # a list, or anything
            if (own := operation.body) is not None and own.json:
                content[own.media_type] = {"schema": self._schema(own.schema)}  # published as */*, say
            node["requestBody"] = {"required": bool(body.get("required")), "content": content}
        return node, self._schemas

    def _parameter(self, parameter: Parameter) -> Schema:
        node: Schema = {"name": parameter.wire_name, "in": parameter.place, "required": parameter.required}
        if is_ignored(node):  # it takes whatever a client says of itself
            return {**node, "schema": {"type": "string"}}
        schema = self._schema(parameter.schema)
        if parameter.json or parameter.media:
            media = "application/json" if parameter.json else "text/plain"
            return {**node, "content": {media: {"schema": schema if parameter.json else {"type": "string"}}}}
        # It takes no value of a URL for a list or a number where there are two types.
        _one_type(schema)
        style = parameter.style if not unwritable(parameter, "") else "form" if parameter.place == "query" else "simple"
        style = "simple" if parameter.place == "path" else style  # as `route` has it
        return {**node, "schema": schema, "style": style, "explode": parameter.explode}

    def _media(self, media: str, node: Mapping[str, Any]) -> Schema:
        # It knows no type for bytes, and reads them only where there is no schema.
        if not is_json(media) or "schema" not in node:
            return {}
        document = self._document
        return {"schema": self._schema(request_schema(node["schema"], document.resolve, document.integers))}

    def _schema(self, schema: Schema) -> Schema:
        """Return a flattened schema whose definitions stand among the document's."""
        first = len(self._schemas)
        names = {name: f"Schema{first + number}" for number, name in enumerate(schema.get("$defs", ()))}
        self._schemas.update(dict.fromkeys(names.values()))
        for name, sub in schema.get("$defs", {}).items():
            self._schemas[names[name]] = self._readable(sub, names)
        return dict(self._readable({key: sub for key, sub in schema.items() if key != "$defs"}, names))

    def _readable(self, node: Any, names: Mapping[str, str]) -> Any:
        if isinstance(node, list):
            return [self._readable(item, names) for item in node]
        if not isinstance(node, dict):
            return node
        if id(node) not in self._made:
            self._kept.append(node)
            self._made[id(node)] = self._converted(node, names)
        return self._made[id(node)]

    def _converted(self, node: Schema, names: Mapping[str, str]) -> Schema:
        own = {key: value for key, value in node.items() if not key.startswith("x-")}
        for change in CHANGES.values():
            change(own)
        if "$ref" in own:
            own["$ref"] = f"#/components/schemas/{names[def_name(own['$ref'])]}"
        return {
            key: value
            if key in ("enum", "const", "description")
            else {name: self._readable(sub, names) for name, sub in value.items()}
            if key in _MAPS and isinstance(value, dict)
            else self._readable(value, names)
            for key, value in own.items()
        }
