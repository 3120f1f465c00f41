"""Request bodies of several media types, with files, or of sequences."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.call.multipart import FORM, file_of, is_file
from dynclient.api.call.prepare import Preparation, kind_of, place
from dynclient.api.model.parts import JSON_PATCH, Body, bare, is_json
from dynclient.api.model.schema import types_of
from dynclient.document.names import fold
from dynclient.errors import ArgumentError, InvalidArguments

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

_FILES = "a binary file, a pathlib.Path or (filename, text)"


def sent_as(operation: Operation, arguments: Mapping[str, Any]) -> tuple[Operation, Mapping[str, Any]]:
    """Return the operation with the body's media type as requested or as its value needs, and the other arguments.

    Raises:
        InvalidArguments: the document does not have the requested media type.
    """
    # The command line uses the other spelling.
    key = "content_type" if "content_type" in arguments else "content-type"
    asked, types = arguments.get(key), operation.content_types
    own = operation.spellings.get(fold("content_type"))
    if asked is None or own in operation.arguments.keys() - operation.by_name.keys():
        wanted = _needed(operation, arguments)
        return (operation.sent_as(wanted) if wanted else operation), arguments
    found = [each for each in types if asked == each or bare(str(asked)) == bare(each)]
    if not found and own is None:
        problem = f"expected one of {', '.join(types)}, got {str(asked)[:100]!r}"
        raise InvalidArguments(operation.id, [ArgumentError("content_type", problem)])
    # If the document lists a header of this name, the value is for that.
    rest = {name: value for name, value in arguments.items() if own is not None or name != key}
    return (operation.sent_as(found[0]) if found else operation), rest


def _needed(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """Return the only media type for a value, if there is one: for a list of patches, or a file among other fields."""
    whole, types = arguments.get(operation.body_name), operation.content_types
    if isinstance(whole, list):
        return next((each for each in types if bare(each) == JSON_PATCH), "")
    if operation.body is None or not (operation.body.json or operation.body.form):
        return ""
    form = next((each for each in types if bare(each) == FORM), "")
    values = [*arguments.values(), *(whole.values() if isinstance(whole, Mapping) else ())] if form else []
    return form if any(map(is_file, values)) else ""


class Files:
    """The files of a form, each replaced by a mark while the form is prepared and checked like JSON.

    Args:
        body: the form.
        errors: the list to which faults are added.
    """

    def __init__(self, body: Body, errors: list[ArgumentError]) -> None:
        self._properties, self._errors = body.properties, errors
        self._folded = {fold(name): name for name in body.properties}
        self._files: dict[str, Any] = {}

    def marked(self, fields: Any, where: str) -> Any:
        """Return a form's fields with a mark in place of each file."""
        if not isinstance(fields, Mapping):
            return fields
        return {key: self._field(key, item, where) for key, item in fields.items()}

    def worded(self, error: ArgumentError, where: str) -> ArgumentError:
        """Return an error about a form's field; for a missing file, say what it may be."""
        files = [place(where, name) for name, schema in self._properties.items() if is_binary(schema)]
        if error.kind != "missing" or error.where not in files:
            return error
        return ArgumentError(error.where, f"is missing; expected a file: bytes, {_FILES}", "missing")

    def restored(self, fields: Any) -> Any:
        """Return a form's fields with the files in place of their marks."""
        if not isinstance(fields, dict):
            return fields
        return {
            name: [self._restored(each) for each in item] if isinstance(item, list) else self._restored(item)
            for name, item in fields.items()
        }

    def _field(self, key: Any, item: Any, where: str) -> Any:
        name = key if key in self._properties else self._folded.get(fold(str(key)), str(key))
        schema, path = self._properties.get(name, {}), place(where, name)
        if is_file(item) and types_of(schema)[:1] == ("array",):
            item = [item]  # as in a browser's form, a single file for a field of several
        if not isinstance(item, list):
            return self._marked(item, schema, name, path)
        items = schema.get("items", {})
        return [self._marked(each, items, name, place(path, index)) for index, each in enumerate(item)]

    def _marked(self, item: Any, schema: Any, name: str, path: str) -> Any:
        if item is None or not (is_file(item) or is_binary(schema)):
            return item
        if isinstance(item, str):
            self._errors.append(ArgumentError(path, f"is text; expected bytes, {_FILES}", "type"))
            return ""
        mark = f"\0{len(self._files)}"
        try:
            self._files[mark] = file_of(name, item)
        except (TypeError, OSError) as error:
            from dynclient.api.call.content import body_problem

            self._errors.append(ArgumentError(path, body_problem(error), "type"))
        return mark

    def _restored(self, item: Any) -> Any:
        return self._files.get(item, item) if isinstance(item, str) else item


def contents(name: str, value: Any, schema: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any] | None]:
    """Return a form's field as a server reads it, and its schema; None for a field of files."""
    several = isinstance(value, (list, tuple)) and not is_file(value)
    given = list(value) if several else [value]
    if not any(map(is_file, given)):
        return value, schema
    read = [_content(name, each) if is_file(each) else each for each in given]
    return (read if several or types_of(schema)[:1] == ("array",) else read[0]), None


def _content(name: str, value: Any) -> bytes:
    content = file_of(name, value).content
    return content if isinstance(content, bytes) else b"".join(content)


def is_binary(schema: Any) -> bool:
    """Return whether a form's property is a file."""
    if not isinstance(schema, Mapping) or schema.get("format") == "binary":
        return isinstance(schema, Mapping)
    media = str(schema.get("contentMediaType") or "")
    return bool(media) and not is_json(media) and not schema.keys() & {"contentEncoding", "contentSchema"}


def is_sequence_value(value: Any) -> bool:
    """Return whether a sequence is given as values, not as ready bytes."""
    return not (isinstance(value, (str, Mapping)) or is_file(value))


def sequence_content(body: Body, items: Any, name: str, errors: list[ArgumentError]) -> Any:
    """Return an iterable that writes JSON values while they are sent; a list is checked beforehand."""
    from dynclient.api.call.sequences import writer

    write = writer(body.media_type)
    if isinstance(items, (list, tuple)):
        return b"".join(map(write, Preparation(errors).value(items, {}, name)))
    if isinstance(items, AsyncIterable):
        return _awaited(items, write)
    if isinstance(items, Iterable):
        return (write(_value(item)) for item in items)
    errors.append(ArgumentError(name, f"is {kind_of(items)}; expected an iterable of JSON values, or bytes", "type"))
    return None


async def _awaited(items: AsyncIterable[Any], write: Callable[[Any], bytes]) -> Any:
    async for item in items:
        yield write(_value(item))


def _value(item: Any) -> Any:
    """Return the JSON value of an item of a body that is written while it is sent.

    Raises:
        TypeError: it has none.
    """
    if isinstance(item, (bytes, bytearray)):
        problem = f"the body's iterator returned {kind_of(item)}"
        raise TypeError(f"{problem}; expected JSON values, or body= as a binary file")
    errors: list[ArgumentError] = []
    value = Preparation(errors).value(item, {}, "item")
    if errors:
        raise TypeError(f"the body's iterator returned what is not JSON: {errors[0]}")
    return value
