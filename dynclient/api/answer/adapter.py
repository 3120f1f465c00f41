"""The adapter to openapi-core: requests, documents and errors in its terms and out of them.

Strict answers are validated through it, and the mock reads requests through it. Importing openapi-core takes a quarter
of a second; only a client with `strict=True` and the mock load this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue

from dynclient.api.call.explain import described
from dynclient.api.model.operation import Operation
from dynclient.api.model.schema import Schema
from dynclient.errors import ArgumentError


class Request:
    """A request in openapi-core's terms, found by its path's pattern, as values may contain slashes."""

    host_url = "http://engine"

    def __init__(
        self,
        operation: Operation,
        parameters: RequestParameters | None = None,
        content_type: str = "application/json",
        body: bytes | None = None,
    ) -> None:
        self.method, self.path = operation.method.lower(), operation.path
        self.path_pattern = operation.path
        self.parameters = RequestParameters() if parameters is None else parameters
        self.content_type, self.body = content_type, body


def document_of(title: str, paths: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Schema:
    """Return a document of paths and the schemas that they refer to."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def schema_path(document: Schema) -> SchemaPath:
    """Return a document as openapi-core's validators take it."""
    return SchemaPath.from_dict(document)


def faults_of(error: Exception, where: str, missing: Mapping[type[Exception], str]) -> list[ArgumentError]:
    """Describe one of openapi-core's errors for callers.

    Args:
        error: the error.
        where: the name of the value; empty for a body whose properties are arguments.
        missing: the problem to report for each class of error that says that something is missing.
    """
    cause = error.__cause__
    if isinstance(cause, InvalidSchemaValue):
        found = [each for each in cause.schema_errors if isinstance(each, ValidationError)]
        return described(found, where, lambda error: True)
    where = where or "body"
    for kind, problem in missing.items():
        if isinstance(error, kind):
            return [ArgumentError(where, problem, "missing")]
    return [ArgumentError(where, "cannot be read as what the document says it is", "type")]
