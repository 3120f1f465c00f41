"""Strict answers: openapi-core validates them against the corrected document.

Correct answers must not be refused, so the judge uses a document of its own: only the answers of the corrected one,
with null allowed anywhere, open enums, and an answer for every successful status.

Importing openapi-core takes a quarter of a second; only a client with `strict=True` loads this module.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openapi_core import V31ResponseValidator
from openapi_core.validation.response.exceptions import HeaderValidationError, MissingData, MissingHeaderError

from dynclient.api.answer.adapter import Request, document_of, faults_of, schema_path
from dynclient.api.answer.archive import path_stat
from dynclient.api.answer.lines import LineDecoder
from dynclient.api.model.operation import Api, Operation
from dynclient.api.model.parts import Answer, is_json
from dynclient.api.model.schema import Resolve, Schema, answer_schema, deref, types_beside_null, types_of
from dynclient.document import Document, limits
from dynclient.errors import ArgumentError, InvalidAnswer, Response

# Answers with these have no body, even if one is declared: https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1
_BODILESS = (204, 205)
_RAW = ("bytes", "tar", "frames", "hijack")
_PAGES = ("text/html", "application/xhtml+xml")
# The media types that the judge uses for answers, independent of the Content-Type, which an engine may leave out
# (spec/REALITY.md, E19).
_JSON, _LINES, _TEXT = "application/json", "application/json-seq", "text/plain"
_MEDIA = {"json": _JSON, "lines": _LINES, "text": _TEXT}
_SHOWN = 5
_MISSING = {MissingData: "is empty; expected JSON", MissingHeaderError: "is missing"}


def check_answer(operation: Operation, response: Response, content: bytes | None) -> None:
    """Validate a successful answer against the corrected document.

    Args:
        operation: the operation that was called.
        response: the answer's status and headers.
        content: its whole body; None if it is read as it comes, so that only the headers are validated.

    Raises:
        InvalidAnswer: it does not fit; `errors` has each place and what is wrong there, never a value.
    """
    if not 200 <= response.status < 300:
        return
    if faults := judge_of(operation.document).faults(operation, response, content):
        more = [f"… and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        lines = ["the answer does not fit the document", *map(str, faults[:_SHOWN]), *more]
        raise InvalidAnswer(
            "\n  ".join(lines), status=response.status, operation=operation.id, response=response, errors=faults
        )


@lru_cache(maxsize=limits.APIS)
def judge_of(document: Document) -> Judge:
    """Return the judge of a document's answers, made once."""
    return Judge(document)


class Judge:
    """A validator of the answers of a document's operations.

    Args:
        document: the corrected one.
    """

    def __init__(self, document: Document) -> None:
        self._validator = V31ResponseValidator(
            schema_path(answer_document(Api(document))),
            format_validators={},
            extra_media_type_deserializers={_JSON: _value, _LINES: _values},
        )

    def faults(self, operation: Operation, response: Response, content: bytes | None) -> list[ArgumentError]:
        """List what is wrong with a successful answer; see `check_answer`."""
        if foreign := _foreign(operation, response, content):
            return [foreign]
        kind = operation.answer.kind
        data = content if content and kind in _MEDIA and not content.isspace() else b""
        answer = _Answer(response.status, _headers(operation.answer, response), _MEDIA.get(kind, ""), data)
        errors = list(self._validator.iter_errors(Request(operation), answer))
        if kind != "json" or content is None or operation.method == "HEAD" or response.status in _BODILESS:
            errors = [error for error in errors if not isinstance(error, MissingData)]
        return [fault for error in errors for fault in _faults(error)]


@dataclass(frozen=True)
class _Answer:
    """An answer in openapi-core's terms."""

    status_code: int
    headers: Mapping[str, str]
    content_type: str
    data: bytes


def _headers(answer: Answer, response: Response) -> Mapping[str, str]:
    """Return an answer's headers; the one that holds the value is decoded to JSON."""
    if answer.kind != "header" or answer.header not in response.headers:
        return response.headers
    decoded = json.dumps(path_stat(response.headers[answer.header]))
    return Response(response.status, {**response.headers, answer.header.lower(): decoded}).headers


def _value(content: bytes | str, **parameters: str) -> Any:
    # Always UTF-8, as in `interpret`.
    return json.loads(content if isinstance(content, str) else content.decode("utf-8-sig", "replace"))


def _values(content: bytes, **parameters: str) -> list[Any]:
    decoder = LineDecoder()
    return decoder.feed(content) + decoder.end()


def _foreign(operation: Operation, response: Response, content: bytes | None) -> ArgumentError | None:
    """Return the fault of an answer that is not an engine's: a proxy's page, JSON instead of bytes, a broken tar."""
    kind, media = operation.answer.kind, str(response.headers.get("content-type") or "").partition(";")[0].strip()
    responses = operation.node.get("responses", {}).items()
    successes = [node for code, node in responses if code.startswith(("2", "default"))]
    declared = dict.fromkeys(name.lower() for node in successes for name in node.get("content", ()))
    if content == b"":
        return None
    if media.lower() not in declared and (media.lower() in _PAGES or (kind in _RAW and is_json(media))):
        expected = f"; expected {' or '.join(declared)}" if declared else ""
        return ArgumentError("Content-Type", f"is {media}{expected}", "type")
    if kind == "tar" and content and not tarfile.is_tarfile(io.BytesIO(content)):
        return ArgumentError("answer", "is not a tar archive", "type")
    return None


def _faults(error: Exception) -> list[ArgumentError]:
    return faults_of(error, error.name if isinstance(error, HeaderValidationError) else "answer", _MISSING)


def answer_document(api: Api) -> Schema:
    """Return the document that answers are validated against: the successful answers of each operation."""
    content = api.document.content
    paths: dict[str, Any] = {path: {} for path in content["paths"]}
    for operation in api.operations.values():
        paths[operation.path][operation.method.lower()] = {"responses": _responses(operation)}
    schemas = content.get("components", {}).get("schemas", {})
    return document_of("answers", paths, {name: answer_schema(schema) for name, schema in schemas.items()})


def _responses(operation: Operation) -> Schema:
    """Return the answer of each declared status, and for others (spec/REALITY.md, E20) the operation's answer."""
    answer, resolve = operation.answer, operation.document.resolve
    responses = {"default": _body(answer, answer.schema)}
    for code, node in operation.node.get("responses", {}).items():
        if code.startswith("2"):
            headers = {name: _header(sub, resolve) for name, sub in node.get("headers", {}).items()}
            responses[code] = {**_body(answer, _declared(answer, node)), "headers": headers}
    if answer.kind == "header":
        for response in responses.values():
            known = {name: node for name, node in response.get("headers", {}).items() if not _same(name, answer.header)}
            response["headers"] = {**known, answer.header: {"required": True, **_body(Answer("json"), answer.schema)}}
    return responses


def _same(name: str, other: str) -> bool:
    return name.lower() == other.lower()


def _declared(answer: Answer, node: Mapping[str, Any]) -> Any:
    """Return the schema of a status's answer: that of the JSON, or of the list of objects in `lines`."""
    if answer.kind == "lines":
        return answer.schema
    content: Mapping[str, Any] = node.get("content", {})
    media = next((name for name in content if is_json(name) == (answer.kind == "json")), "")
    return content.get(media, {}).get("schema")


def _body(answer: Answer, schema: Any) -> Schema:
    if not isinstance(schema, dict) or answer.kind not in _MEDIA:  # `true` asks for nothing
        return {}
    judged = answer_schema(schema)
    if answer.kind == "lines":
        judged = {"type": "array", "items": judged}
    if answer.kind == "text":
        judged = {key: value for key, value in judged.items() if types_of(judged)[:1] == ("string",)}
    return {"content": {_MEDIA[answer.kind]: {"schema": judged}}}


def _header(node: Mapping[str, Any], resolve: Resolve) -> Schema:
    """Return a header that openapi-core can cast, of one plain type; of another, only its presence is checked."""
    schema = deref(node.get("schema", {}), resolve)
    kinds = types_beside_null(schema)
    plain = len(kinds) == 1 and kinds[0] in ("string", "integer", "number", "boolean")
    judged = {**answer_schema(schema), "type": kinds[0]} if plain else {}
    return {"schema": judged, "required": bool(node.get("required"))}
