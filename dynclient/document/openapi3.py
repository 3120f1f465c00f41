"""Operations of OpenAPI 3.0 and later in the terms of 3.1, with everything but schemas dereferenced."""

from __future__ import annotations

from typing import Any

from dynclient.document.places import Origin, Place, at, without_own
from dynclient.document.schemas import HOME, Schemas

Node = dict[str, Any]


class OpenAPI3:
    """A converter of the parts of an OpenAPI 3 document.

    Args:
        origin: the document.
        siblings: whether keywords beside a `$ref` count in schemas, as they do since 3.1.
    """

    places = frozenset({"cookie", "header", "path", "query"})

    def __init__(self, origin: Origin, *, siblings: bool) -> None:
        self._origin = origin
        self._schemas = Schemas(origin, HOME, siblings=siblings)

    def servers(self) -> list[Any]:
        """Return the servers of the document."""
        return self._origin.listing(self._origin.raw.get("servers"), at(None, "servers"), "servers")

    def components(self) -> Node:
        """Return the components of a normalised document, including schemas that references made necessary."""
        components = self._origin.mapping(self._origin.raw.get("components"), at(None, "components"), "components")
        schemes = components.get("securitySchemes")
        here = at(None, "components", "securitySchemes")
        return {
            "schemas": self._schemas.named(),
            "securitySchemes": {
                str(name): self._origin.follow_if_there(scheme, at(here, name), "a security scheme")
                for name, scheme in self._origin.mapping(schemes, here, "securitySchemes").items()
            },
        }

    def operation(self, operation: Node, parameters: list[tuple[Node, Place]], place: Place) -> Node:
        """Return an operation in the terms of 3.1.

        Args:
            operation: the operation as read.
            parameters: its parameters and the path's, dereferenced, each with its place.
            place: the operation's place.
        """
        left_out = {"parameters", "requestBody", "responses", "callbacks"}
        out = {key: value for key, value in operation.items() if key not in left_out}
        out["parameters"] = [self._parameter(parameter, where) for parameter, where in parameters]
        if operation.get("requestBody") is not None:
            out["requestBody"] = self._body(operation["requestBody"], at(place, "requestBody"))
        out["responses"] = self._responses(operation.get("responses"), at(place, "responses"))
        return out

    def _parameter(self, parameter: Node, place: Place) -> Node:
        out = self._described(parameter, place)
        if "schema" not in out and "content" not in out:
            out["schema"] = {}
        return out

    def _described(self, node: Node, place: Place) -> Node:
        """Convert the keywords that parameters, headers and media types share."""
        out = {key: value for key, value in node.items() if key not in {"content", "encoding", "examples"}}
        for key in ("schema", "itemSchema"):
            if key in out:
                out[key] = self._schemas.convert(out[key], at(place, key))
        if "content" in node:
            out["content"] = self._content(node["content"], at(place, "content"))
        if isinstance(node.get("examples"), dict):
            here = at(place, "examples")
            examples = {name: each for name, each in node["examples"].items() if isinstance(each, dict)}
            follow = self._origin.follow_if_there
            out["examples"] = {name: follow(each, at(here, name), "") for name, each in examples.items()}
        if isinstance(node.get("encoding"), dict):
            here = at(place, "encoding")
            out["encoding"] = {name: self._encoding(each, at(here, name)) for name, each in node["encoding"].items()}
        return out

    def _encoding(self, encoding: Any, place: Place) -> Node:
        out = dict(self._origin.mapping(encoding, place, "an encoding"))
        if "headers" in out:
            out["headers"] = self._headers(out["headers"], at(place, "headers"))
        return out

    def _content(self, content: Any, place: Place) -> Node:
        return {
            str(kind): self._described(self._origin.mapping(media, at(place, kind), "a media type"), at(place, kind))
            for kind, media in self._origin.mapping(content, place, "content").items()
        }

    def _headers(self, headers: Any, place: Place) -> Node:
        follow = self._origin.follow_if_there
        return {
            str(name): self._parameter(follow(header, at(place, name), "a header"), at(place, name))
            for name, header in self._origin.mapping(headers, place, "headers").items()
        }

    def _body(self, body: Any, place: Place) -> Node:
        out = without_own(self._origin.follow(body, place, "a request body"))
        out["content"] = self._content(out.get("content"), at(place, "content"))
        return out

    def _responses(self, responses: Any, place: Place) -> Node:
        return {
            str(code): self._response(response, at(place, code))
            for code, response in self._origin.mapping(responses, place, "responses").items()
            if not str(code).startswith("x-")
        }

    def _response(self, response: Any, place: Place) -> Node:
        found = self._origin.follow_if_there(response, place, "a response")
        out = {key: value for key, value in found.items() if key != "links"}
        if "headers" in out:
            out["headers"] = self._headers(out["headers"], at(place, "headers"))
        if "content" in out:
            out["content"] = self._content(out["content"], at(place, "content"))
        return out
