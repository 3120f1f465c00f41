"""Operations of Swagger 2.0 in the terms of OpenAPI 3.1.

https://swagger.io/specification/v2/
"""

from __future__ import annotations

from typing import Any

from dynclient.document.places import Origin, Place, at
from dynclient.document.schemas import Schemas

Node = dict[str, Any]

_JSON = ["application/json"]
_MULTIPART, _URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"

# Keywords of the value rather than of the parameter; 2.0 mixes them.
_VALUE_KEYWORDS = {
    *("type", "format", "items", "default", "enum", "pattern", "multipleOf", "uniqueItems", "x-nullable"),
    *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "maxItems", "minItems"),
}

# collectionFormat as style and explode; 3.1 cannot express those missing here.
_LISTS_IN_QUERIES = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_LISTS_ELSEWHERE = {"csv": {"style": "simple", "explode": False}}

_FLOWS = {"application": "clientCredentials", "accessCode": "authorizationCode"}


class Swagger:
    """A converter of the parts of a Swagger 2.0 document.

    Args:
        origin: the document.
    """

    places = frozenset({"body", "formData", "header", "path", "query"})

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._schemas = Schemas(origin, "#/definitions/", siblings=False)

    def servers(self) -> list[Any]:
        """Return schemes, host and base path as servers."""
        raw = self._origin.raw
        path, host = (raw[key] if isinstance(raw.get(key), str) else "" for key in ("basePath", "host"))
        if not host:
            return [{"url": path or "/"}]
        # The safest first: the order of schemes has no meaning, and ws carries no requests.
        schemes = sorted(_texts(raw.get("schemes")) or ["https"], key=_safety)
        return [{"url": f"{scheme}://{host}{path.rstrip('/')}"} for scheme in schemes]

    def components(self) -> Node:
        """Return the components of a normalised document: definitions and security definitions."""
        here = at(None, "securityDefinitions")
        schemes = self._origin.mapping(self._origin.raw.get("securityDefinitions"), here, "securityDefinitions")
        return {
            "schemas": self._schemas.named(),
            "securitySchemes": {
                str(name): _security(self._origin.follow_if_there(scheme, at(here, name), "a security definition"))
                for name, scheme in schemes.items()
            },
        }

    def operation(self, operation: Node, parameters: list[tuple[Node, Place]], place: Place) -> Node:
        """Return an operation in the terms of 3.1.

        Args:
            operation: the operation as read.
            parameters: its parameters and the path's, dereferenced, each with its place.
            place: the operation's place.
        """
        left_out = {"parameters", "responses", "consumes", "produces", "schemes"}
        out = {key: value for key, value in operation.items() if key not in left_out}
        out["parameters"] = [
            self._parameter(parameter, where)
            for parameter, where in parameters
            if parameter["in"] not in ("body", "formData")
        ]
        consumes = self._media_types(operation, "consumes")
        bodies = [each for each in parameters if each[0]["in"] == "body"]
        fields = [each for each in parameters if each[0]["in"] == "formData"]
        if len(bodies) > 1:
            out["requestBody"] = self._joined(bodies, consumes or _JSON)
        elif bodies:
            out["requestBody"] = self._body(*bodies[0], consumes or _JSON)
        elif fields:
            out["requestBody"] = self._form(fields, consumes)
        produces = self._media_types(operation, "produces")
        out["responses"] = self._responses(operation.get("responses"), produces or _JSON, at(place, "responses"))
        return out

    def _media_types(self, operation: Node, key: str) -> list[str]:
        return _texts(operation[key] if key in operation else self._origin.raw.get(key))

    def _parameter(self, parameter: Node, place: Place) -> Node:
        out = self._with_schema(parameter, place)
        if _is_list(out["schema"]):
            styles = _LISTS_IN_QUERIES if parameter["in"] == "query" else _LISTS_ELSEWHERE
            out.update(_list_style(parameter, styles))
        return out

    def _with_schema(self, node: Node, place: Place) -> Node:
        """Move the keywords of a parameter's or header's value into its schema."""
        left_out = _VALUE_KEYWORDS | {"collectionFormat", "schema"}
        out = {key: value for key, value in node.items() if key not in left_out}
        if "schema" in node:  # not allowed here, but found in documents
            out["schema"] = self._schemas.convert(node["schema"], at(place, "schema"))
        else:
            value = {key: node[key] for key in node if key in _VALUE_KEYWORDS}
            out["schema"] = self._schemas.convert(_nested_formats(value), place)
        return out

    def _body(self, parameter: Node, place: Place, consumes: list[str]) -> Node:
        out = {key: value for key, value in parameter.items() if key not in {"in", "name", "schema"}}
        schema = self._schemas.convert(parameter.get("schema"), at(place, "schema"))
        self._origin.charge(parameter.get("schema"), place, len(consumes) - 1)
        return {
            **out,
            "content": {kind: {"schema": schema} for kind in consumes},
            "x-body-name": parameter["name"],
        }

    def _joined(self, bodies: list[tuple[Node, Place]], consumes: list[str]) -> Node:
        """Join several bodies, which 2.0 does not allow, into one that accepts the values of each."""
        made = [self._body(parameter, place, consumes) for parameter, place in bodies]
        names = ", ".join(str(body["x-body-name"]) for body in made)
        content = {kind: {"schema": {"anyOf": [body["content"][kind]["schema"] for body in made]}} for kind in consumes}
        required = all(body.get("required") is True for body in made)
        return {"description": f"One of {names}.", "content": content, **({"required": True} if required else {})}

    def _form(self, fields: list[tuple[Node, Place]], consumes: list[str]) -> Node:
        has_file = any(field.get("type") == "file" for field, _ in fields)
        kinds = [kind for kind in consumes if kind == _MULTIPART or (kind == _URLENCODED and not has_file)]
        properties, encoding = {}, {}
        for field, place in fields:
            converted = self._with_schema(field, place)
            properties[field["name"]] = _annotated(converted)
            if _is_list(converted["schema"]):
                encoding[field["name"]] = _list_style(field, _LISTS_IN_QUERIES)
        required = [field["name"] for field, _ in fields if field.get("required") is True]
        media = {
            "schema": {
                "type": "object",
                "properties": properties,
                **({"required": required} if required else {}),
            },
            **({"encoding": encoding} if encoding else {}),
        }
        kinds = kinds or [_MULTIPART if has_file else _URLENCODED]
        return {"content": dict.fromkeys(kinds, media), **({"required": True} if required else {})}

    def _responses(self, responses: Any, produces: list[str], place: Place) -> Node:
        return {
            str(code): self._response(response, produces, at(place, code))
            for code, response in self._origin.mapping(responses, place, "responses").items()
            if not str(code).startswith("x-")
        }

    def _response(self, response: Any, produces: list[str], place: Place) -> Node:
        found = self._origin.follow_if_there(response, place, "a response")
        out = {key: value for key, value in found.items() if key not in {"schema", "examples", "headers"}}
        if "headers" in found:
            here = at(place, "headers")
            headers = self._origin.mapping(found["headers"], here, "headers")
            out["headers"] = {str(name): self._header(header, at(here, name)) for name, header in headers.items()}
        if found.get("schema") is not None:
            schema = self._schemas.convert(found["schema"], at(place, "schema"))
            self._origin.charge(found["schema"], place, len(produces) - 1)
            examples = found.get("examples")
            out["content"] = {kind: {"schema": schema, **_example(examples, kind)} for kind in produces}
        return out

    def _header(self, header: Any, place: Place) -> Node:
        found = self._origin.follow_if_there(header, place, "a header")
        out = self._with_schema(found, place)
        if _is_list(out["schema"]):
            out.update(_list_style(found, _LISTS_ELSEWHERE))
        return out


def _safety(scheme: str) -> int:
    ranked = ("https", "http")
    return ranked.index(scheme.lower()) if scheme.lower() in ranked else len(ranked)


def _example(examples: Any, kind: str) -> Node:
    return {"example": examples[kind]} if isinstance(examples, dict) and kind in examples else {}


def _annotated(field: Node) -> Node:
    """Return a form field's schema with the field's description and extensions."""
    keep = {key: value for key, value in field.items() if key == "description" or key.startswith("x-")}
    return {**field["schema"], **keep}


def _is_list(schema: Any) -> bool:
    kinds = schema.get("type") if isinstance(schema, dict) else None
    return "array" in (kinds if isinstance(kinds, list) else [kinds])


def _list_style(node: Node, styles: dict[str, Node]) -> Node:
    name = str(node.get("collectionFormat", "csv"))
    return styles.get(name) or {**styles["csv"], "x-collection-format": name}


def _nested_formats(schema: Node) -> Node:
    """Rename the collectionFormat of nested lists, which 3.1 cannot express."""
    items = schema.get("items")
    if not isinstance(items, dict):
        return schema
    renamed = {("x-collection-format" if key == "collectionFormat" else key): items[key] for key in items}
    return {**schema, "items": _nested_formats(renamed)}


def _security(scheme: Node) -> Node:
    out = {key: value for key, value in scheme.items() if key == "description" or str(key).startswith("x-")}
    if scheme.get("type") == "basic":
        return {**out, "type": "http", "scheme": "basic"}
    if scheme.get("type") != "oauth2":
        return scheme
    flow = str(scheme.get("flow"))
    urls = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl") if key in scheme}
    return {
        **out,
        "type": "oauth2",
        "flows": {_FLOWS.get(flow, flow): {**urls, "scopes": scheme.get("scopes") or {}}},
    }


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for text in listed if isinstance(text, str) and text))
