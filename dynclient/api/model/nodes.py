"""Reading the document's nodes into the parts of an operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from dynclient.api.model.flatten import Range, request_schema
from dynclient.api.model.parts import (
    JSON_PATCH,
    Answer,
    Asking,
    Body,
    Framing,
    Meaning,
    Parameter,
    Status,
    bare,
    is_json,
    is_sequence,
)
from dynclient.api.model.schema import Resolve, Schema, deref, types_of
from dynclient.document.legible import legible


def read_parameters(
    nodes: Iterable[Mapping[str, Any]], path: str, resolve: Resolve, integers: Range | None = None
) -> tuple[Parameter, ...]:
    """Read parameters: those in the path, in its order, then the others as published.

    Args:
        nodes: the document's parameter objects.
        path: the operation's path.
        resolve: returns the target of a local reference.
        integers: the range of integers without a format.

    Raises:
        SpecError: a schema is nested too deeply.
    """
    made = [_parameter(node, resolve, integers) for node in nodes]
    order = {name: index for index, name in enumerate(re.findall(r"{([^{}]*)}", path))}
    made.sort(key=lambda p: order.get(p.name, -1) if p.place == "path" else len(order))
    return tuple(_apart(made))


# https://spec.openapis.org/oas/v3.1.0#fixed-fields-9: they follow from media types and security schemes.
_IGNORED = ("accept", "content-type", "authorization")


def is_ignored(node: Mapping[str, Any]) -> bool:
    """Return whether a parameter is a header that OpenAPI says to ignore; a value that is given is sent."""
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
    """Yield parameters with unique names; the first of several with the same name keeps it."""
    taken: set[str] = set()
    for parameter in parameters:
        name, number = parameter.name, 1
        while name in taken:
            name = f"{parameter.place}_{parameter.name}{'' if number == 1 else f'_{number}'}"
            number += 1
        taken.add(name)
        yield parameter if name == parameter.name else parameter._replace(name=name, sent_as=parameter.name)


def _parameter_schema(node: Mapping[str, Any], schema: Schema) -> Schema:
    """Return a parameter's schema, extended by its corrections: it is secret, or a dict may be encoded."""
    secret: Schema = {"x-secret": True} if node.get("x-secret") else {}
    encoded: Schema = {"type": [*types_of(schema), "object"]} if node.get("x-encoded") else {}
    return {**schema, **encoded, **secret}


def read_body(node: Mapping[str, Any] | None, resolve: Resolve, chosen: str = "") -> tuple[Body, Any] | None:
    """Read a request body in one of its media types; return it without a schema, and its published schema.

    Flattening the schema is costly, and not always needed.
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
        media = "application/json"  # nothing else makes sense for an object or list
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
    """Return the published media types of a request body."""
    return tuple((node or {}).get("content") or ())


def body_choices(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the media types of a request body that differ in what is sent.

    Swagger documents often list text and bytes for JSON bodies too; these are left out.
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
    """Rank the media types of a body: JSON first, multipart last, the others as published."""
    if is_json(media):
        return 1 if bare(media) == JSON_PATCH else 0
    return 3 if media.startswith("multipart/") else 2


def read_answer(node: Mapping[str, Any], method: str) -> Answer:
    """Read the successful answer of an operation object; `method` is in capitals."""
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
    """Read an operation object's `x-registry`."""
    if not said:
        return None
    body, unless = tuple(said.get("body", ())), tuple(said.get("unless", ()))
    return Asking(str(said["header"]), str(said.get("parameter") or ""), body, unless)


def success_content(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content of an operation object's first successful answer that has any."""
    return next(iter(_successes(node)), {})


def accepted(answer: Answer, media: Iterable[str], open_: bool) -> str:
    """Return the header Accept for an answer's published media types; empty if none is needed."""
    names = list(media)
    sequences, json = [name for name in names if is_sequence(name)], [name for name in names if is_json(name)][:1]
    if answer.settled or answer.kind not in ("json", "lines") or len(names) == len(json):
        return ""
    first, then = (sequences, json) if open_ else (json, sequences)
    # A type may have parameters of its own, such as charset, which come before q.
    ranked = [*first, *(f"{name};q=0.9" for name in then)] if first else then
    return ", ".join([*ranked, "*/*;q=0.5"]) if ranked else ""


def _successes(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the contents of the successful answers that have any."""
    responses = node.get("responses") or {}
    # "default" means errors if a success is published beside it.
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
        return "json"  # springdoc writes this; the answer's content type decides
    if media.startswith("text/") and (schema or {}).get("format") != "binary":
        return "text"
    return "bytes"


def read_meaning(rule: Mapping[str, Any]) -> Meaning:
    """Read one of the document's error rules."""
    pattern = re.compile(rule["matches"], re.IGNORECASE)
    return Meaning(int(rule["status"]), pattern, rule["means"], frozenset(rule.get("operations", ())))


def shown_query(parameters: Iterable[Parameter]) -> frozenset[str]:
    """Return the lower-case names of the query parameters that are not secret in any operation."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for parameter in parameters:
        if parameter.place == "query":
            names[parameter.secret].add(parameter.wire_name.lower())
    return frozenset(names[False] - names[True])
