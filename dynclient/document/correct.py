"""Corrections, where the engine differs from the published document, applied to a normalised document.

Their form is described at the head of `spec/corrections.yaml`. What OpenAPI can express is written in its terms (a
JSON parameter has `content`, a repeated one `style: form`); the rest is `x-` keywords that `dynclient.api` reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dynclient.document.places import unescape
from dynclient.errors import SpecError

Node = dict[str, Any]

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def correct(content: Node, corrections: Node, source: str = "corrections") -> Node:
    """Apply corrections to a normalised document.

    Args:
        content: the normalised document; not modified.
        corrections: the parsed corrections; those for another title change nothing.
        source: the corrections' file name, for errors.

    Returns:
        The corrected document; a new one if anything changed.

    Raises:
        SpecError: an entry does not have the described form.
    """
    entries = corrections.get("corrections")
    if not isinstance(entries, list):
        raise SpecError("expected a list called corrections", source=source)
    if not applies(content, corrections):
        return content
    target = _Target(_copy(content))
    if (integers := corrections.get("integers")) is not None:
        if not (isinstance(integers, list) and [type(each) for each in integers] == [int, int]):
            raise SpecError("integers: expected the least and the greatest integer", source=source)
        target.content["x-integers"] = integers
    for index, entry in enumerate(entries):
        try:
            _apply(target, *_checked(entry))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            why = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            pointer = f"/corrections/{index}"
            raise SpecError(f"this entry cannot be read: {why}", source=source, pointer=pointer) from error
    return target.content


def applies(content: Node, corrections: Node) -> bool:
    """Return whether corrections apply to a document; those with a title apply to documents of that title."""
    title = content["info"].get("title")
    return bool(corrections.get("title", title) == title)


def _checked(entry: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return an entry's `at` and `set`; refuse a string where a list is expected, whose letters would be read."""
    if not (isinstance(entry, dict) and isinstance(entry.get("at"), dict) and isinstance(entry.get("set"), dict)):
        raise ValueError("expected at and set, each of them a mapping")
    at, changes = entry["at"], entry["set"]
    if "operations" not in at and "schemas" not in at:
        raise ValueError("at names neither operations nor schemas")
    if unknown := at.keys() - {"operations", "schemas", "parameters", "body", "answer", "properties"}:
        raise ValueError(f"at has no {', '.join(sorted(unknown))}")
    for key, names in at.items():
        if not isinstance(names, list) and (key, names) != ("operations", "*"):
            raise ValueError(f"{key}: expected a list, got {names!r}")
    if not all(isinstance(path, list) for path in at.get("properties", ())):
        raise ValueError("properties: expected a list of paths, each of them a list")
    return at, changes


def unmatched(content: Node, corrections: Node) -> list[int]:
    """List the indexes of the entries whose place does not exist in a document."""
    target = _Target(content)
    return [
        index
        for index, entry in enumerate(corrections["corrections"])
        if not any(True for _ in target.places(entry["at"]))
    ]


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    return [_copy(item) for item in node] if isinstance(node, list) else node


@dataclass(frozen=True)
class _Place:
    """A place in the document; a property's place includes the declaring object, so that it can be renamed."""

    node: Node
    parent: Node | None = None
    name: str = ""


class _Target:
    """The document being corrected, and the look-up of its places."""

    def __init__(self, content: Node) -> None:
        self.content = content
        self.operations: dict[str, Node] = {
            operation["operationId"]: operation
            for item in content["paths"].values()
            for method, operation in item.items()
            if method in _METHODS
        }
        self.schemas: dict[str, Node] = content.get("components", {}).get("schemas", {})

    def places(self, at: Mapping[str, Any]) -> Iterator[_Place]:
        """Yield the places that an entry's `at` names."""
        if "schemas" in at:
            for name in at["schemas"]:
                for path in at.get("properties", [[]]):
                    yield from self.walk(self.schemas.get(name), path)
            return
        for operation in self.chosen(at["operations"]):
            yield from self.inside(operation, at)

    def chosen(self, names: str | Sequence[str]) -> list[Node]:
        if names == "*":
            return list(self.operations.values())
        return [self.operations[name] for name in names if name in self.operations]

    def inside(self, operation: Node, at: Mapping[str, Any]) -> Iterator[_Place]:
        if "parameters" in at:
            named = (p for p in operation.get("parameters", ()) if p["name"] in at["parameters"])
            yield from map(_Place, named)
        elif "body" in at:
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield from self.walk(media.get("schema"), at["body"])
        elif "answer" in at:
            for media in _success_media(operation):
                yield from self.walk(media.get("schema"), at["answer"])
        else:
            yield _Place(operation)

    def walk(self, node: Any, path: Sequence[str]) -> Iterator[_Place]:
        """Follow a path of properties, through `$ref` and `allOf` to where each step is declared."""
        if not isinstance(node, dict):
            return
        if not path:
            yield from map(_Place, list(self.parts(node))[:1])
            return
        step, rest = path[0], path[1:]
        keyword = {"[]": "items", "{}": "additionalProperties"}.get(step)
        for part in self.parts(node):
            found = part.get(keyword) if keyword else part.get("properties", {}).get(step)
            if isinstance(found, dict):
                yield from self.walk(found, rest) if rest else [_Place(found, part, "" if keyword else step)]

    def parts(self, node: Node) -> Iterator[Node]:
        if "$ref" in node:
            yield from self.parts(self.resolve(node["$ref"]))
        yield node
        for sub in node.get("allOf", ()):
            yield from self.parts(sub)

    def resolve(self, reference: str) -> Node:
        node: Any = self.content
        for step in reference.removeprefix("#/").split("/"):
            node = node[unescape(step)]
        return node  # type: ignore[no-any-return]


def _success_media(operation: Node) -> Iterator[Node]:
    for code, response in operation.get("responses", {}).items():
        if str(code).startswith("2"):
            yield from response.get("content", {}).values()


def _apply(target: _Target, at: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    kind = next((key for key in ("schemas", "parameters", "body", "answer") if key in at), "operation")
    table = {"parameters": _AT_PARAMETER, "operation": _AT_OPERATION}.get(kind, _AT_SCHEMA)
    if unknown := changes.keys() - table.keys():
        raise ValueError(f"nothing called {', '.join(sorted(unknown))} can be set there")
    rules = _error_rules(changes.get("errors", ())) if kind == "operation" else []
    for place in list(target.places(at)):
        for name, value in sorted(changes.items(), key=lambda change: change[0] == "repeat"):  # of what the others make
            if name == "rename":
                _rename(place, value)
            else:
                table[name](place.node, value)
    if rules:
        whose = {} if at["operations"] == "*" else {"operations": list(at["operations"])}
        target.content.setdefault("x-errors", []).extend({**rule, **whose} for rule in rules)


# --- what can be set at an operation


def _add_parameters(operation: Node, value: Sequence[Mapping[str, Any]]) -> None:
    parameters = operation.setdefault("parameters", [])
    for added in value:
        if any(parameter["name"].lower() == added["name"].lower() for parameter in parameters):
            continue
        node: Node = {"name": added["name"], "in": added["in"], "description": added.get("description", "")}
        node["schema"] = _copy(added.get("schema", {"type": "string"}))
        for key in [key for key in added if key not in ("name", "in", "description", "schema")]:
            _AT_PARAMETER[key](node, added[key])
        parameters.append(node)


_MEANINGS = ("version", "no-image")


def _error_rules(rules: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    for rule in rules:
        if not isinstance(rule["status"], int) or not (isinstance(rule["means"], int) or rule["means"] in _MEANINGS):
            raise ValueError("errors: expected a status, and means as another status, version or no-image")
        if "oldest" in rule and (rule["means"] != "version" or not isinstance(rule["oldest"], str)):
            raise ValueError("oldest: expected a version in quotes, beside means: version")
        try:
            re.compile(rule["matches"])
        except re.error as error:
            raise ValueError(f"matches is not a pattern: {error}") from error
    return list(rules)


def _remove_parameters(operation: Node, names: Sequence[str]) -> None:
    operation["parameters"] = [p for p in operation.get("parameters", ()) if p["name"] not in names]


def _set_body(operation: Node, value: Mapping[str, Any]) -> None:
    if (body := operation.get("requestBody")) is None:
        return
    if "required" in value:
        body["required"] = value["required"]
    if "empty" in value:
        body["x-empty"] = value["empty"]
    if "media" in value:
        body["content"] = {value["media"]: next(iter(body["content"].values()), {})}


def _set_replaces(operation: Node, value: Any) -> None:
    if value is not True and not isinstance(value, list):
        raise ValueError("replaces: expected true or a list of the body's properties")
    operation["x-replaces"] = value


def _set_registry(operation: Node, value: Mapping[str, Any]) -> None:
    ways = {"parameter": str, "body": list}
    given = [key for key in ways if key in value]
    if unknown := value.keys() - {"header", "every", "unless", *ways}:
        raise ValueError(f"registry has no {', '.join(sorted(unknown))}")
    if not isinstance(value.get("header"), str) or len(given) + bool(value.get("every")) != 1:
        raise ValueError("registry has a header, and one of parameter, body and every")
    if not all(isinstance(value[key], ways[key]) for key in given) or not isinstance(value.get("unless", []), list):
        raise ValueError("registry's parameter is a name, its body a path, and its unless a list of names")
    operation["x-registry"] = _copy(value)


def _set_answer(operation: Node, value: Mapping[str, Any]) -> None:
    operation["x-answer"] = {**operation.get("x-answer", {}), **value}
    success = next((code for code in operation["responses"] if str(code).startswith("2")), None)
    if (schema := value.get("schema")) is not None and success is not None:
        operation["responses"][success]["content"] = {"application/json": {"schema": _copy(schema)}}


# --- what can be set at a parameter


def _json_parameter(parameter: Node, wanted: bool) -> None:
    if wanted and "content" not in parameter:
        parameter["content"] = {"application/json": {"schema": parameter.pop("schema", {})}}
        parameter.pop("style", None)
        parameter.pop("explode", None)


def _filter_keys(parameter: Node, keys: Sequence[str] | Mapping[str, str]) -> None:
    values = {"type": "array", "minItems": 1, "x-filter": True, "items": {"type": "string", "x-filter": True}}
    words = keys if isinstance(keys, Mapping) else {}
    properties = {key: {"description": words[key], **values} if key in words else dict(values) for key in keys}
    parameter.pop("content", None)
    parameter["schema"] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "x-others": values,
    }
    _json_parameter(parameter, True)


def _filter_pairs(parameter: Node, keys: Sequence[str]) -> None:
    schema = next(iter(parameter["content"].values()))["schema"] if "content" in parameter else {}
    for key, values in schema.get("properties", {}).items():
        if key in keys:
            values["x-pairs"] = True


def _repeat(parameter: Node, wanted: bool) -> None:
    if not wanted:
        return
    if "content" in parameter:  # the standard has no word for JSON that is repeated
        holder = next(iter(parameter["content"].values()))
        holder["schema"], parameter["x-repeat"] = {"type": "array", "items": holder["schema"]}, True
        return
    schema = parameter["schema"]
    items = schema.get("items") or {key: value for key, value in schema.items() if key in ("type", "enum", "pattern")}
    parameter.update(style="form", explode=True)
    parameter["schema"] = {"type": ["array", "string"], "items": items}


def _parameter_schema(parameter: Node, schema: Node) -> None:
    holder = next(iter(parameter["content"].values())) if "content" in parameter else parameter
    holder["schema"] = _copy(schema)


def _parameter_open(parameter: Node, wanted: bool) -> None:
    _open(parameter["schema"], wanted)


def _parameter_expected(parameter: Node, words: str) -> None:
    holder = next(iter(parameter["content"].values())) if "content" in parameter else parameter
    holder["schema"] = {**holder["schema"], "x-expected": words}


def _parameter_since(parameter: Node, keys: Mapping[str, str]) -> None:
    if not isinstance(keys, Mapping) or not all(isinstance(version, str) for version in keys.values()):
        raise ValueError("since: expected a version in quotes for each of the value's keys")
    parameter["x-since"] = dict(keys)


def _keyword(name: str) -> Callable[[Node, Any], None]:
    def put(node: Node, value: Any) -> None:
        node[name] = value

    return put


# --- what can be set at a schema


def _merge_schema(schema: Node, keywords: Mapping[str, Any]) -> None:
    for key, value in keywords.items():
        if value is None:
            schema.pop(key, None)
        else:
            schema[key] = _copy(value)


def _rename(place: _Place, name: str) -> None:
    if place.parent is None or not place.name:
        raise ValueError("only a property can be renamed")
    renamed = {name if key == place.name else key: sub for key, sub in place.parent["properties"].items()}
    place.parent["properties"] = renamed
    if place.name in place.parent.get("required", ()):
        place.parent["required"] = [name if key == place.name else key for key in place.parent["required"]]


def _add_properties(schema: Node, added: Mapping[str, Node]) -> None:
    properties = schema.setdefault("properties", {})
    for name, sub in added.items():
        properties.setdefault(name, _copy(sub))


def _open(schema: Node, wanted: bool) -> None:
    if wanted and "enum" in schema:
        schema["x-known"] = schema.pop("enum")
        schema["x-open"] = True


def _base64(schema: Node, wanted: bool) -> None:
    if wanted:
        # A string is not bytes, even if it happens to be valid base64.
        schema.update({"contentEncoding": "base64", "x-base64": True, "x-bytes": True})


_Setter = Callable[[Any, Any], None]

_AT_OPERATION: dict[str, _Setter] = {
    "add": _add_parameters,
    "remove": _remove_parameters,
    "body": _set_body,
    "answer": _set_answer,
    "replaces": _set_replaces,
    "segments": _keyword("x-segments"),
    "together": _keyword("x-together"),
    "identity": _keyword("x-identity"),
    "registry": _set_registry,
    "errors": lambda operation, value: None,
}
_AT_PARAMETER: dict[str, _Setter] = {
    "schema": _parameter_schema,
    "json": _json_parameter,
    "filters": _filter_keys,
    "pairs": _filter_pairs,
    "repeat": _repeat,
    "open": _parameter_open,
    "time": _keyword("x-time"),
    "duration": _keyword("x-duration"),
    "secret": _keyword("x-secret"),
    "encoded": _keyword("x-encoded"),
    "send-default": _keyword("x-send-default"),
    "required": _keyword("required"),
    "literal": _keyword("x-literal"),
    "dropped": _keyword("x-dropped"),
    "texts": _keyword("x-texts"),
    "parted": _keyword("x-parted"),
    "expected": _parameter_expected,
    "since": _parameter_since,
}
_AT_SCHEMA: dict[str, _Setter] = {
    "schema": _merge_schema,
    "add": _add_properties,
    "open": _open,
    "rename": lambda node, value: None,
    "secret": _keyword("x-secret"),
    "masked": _keyword("x-masked"),
    "duration": _keyword("x-duration"),
    "base64": _base64,
    "listed": _keyword("x-listed"),
    "expected": _keyword("x-expected"),
    "ignored": _keyword("x-ignored"),
}
