"""From a document as it was read to the one form that all later steps use: OpenAPI 3.1.

- `paths[path]` has methods only; what a path states for all of them is copied to each;
- parameters, bodies, responses and headers stand where they are used;
- schemas refer only to `#/components/schemas/NAME`;
- every operation has a unique id and a tag; every part of its path in braces is a parameter;
- null is `type: [T, "null"]`, or an alternative of `anyOf`.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from dynclient.document.identify import identify
from dynclient.document.names import fold
from dynclient.document.openapi3 import OpenAPI3
from dynclient.document.places import Dangling, Origin, Place, at, shown, without_own
from dynclient.document.swagger import Swagger
from dynclient.errors import SpecError

Node = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The keywords that are kept of an operation that cannot be called.
_NAMING = ("operationId", "tags", "summary", "description", "deprecated")

_SUPPORTED = "supported are swagger: '2.0' and openapi: 3.0, 3.1 and 3.2"


class _Dialect(Protocol):
    @property
    def places(self) -> frozenset[str]: ...

    def servers(self) -> list[Any]: ...

    def components(self) -> Node: ...

    def operation(self, operation: Node, parameters: list[tuple[Node, Place]], place: Place) -> Node: ...


def normalise(raw: Node, source: str) -> Node:
    """Normalise a document.

    Args:
        raw: a Swagger 2.0 or OpenAPI 3 document; not modified, but the result may share parts with it.
        source: its name, for errors.

    Raises:
        SpecError: it is of another kind, a part is malformed, or a reference cannot be followed.
    """
    try:
        return _normalise(Origin(raw, source))
    except RecursionError as error:
        raise SpecError("it is nested too deeply", source=source) from error


def _normalise(origin: Origin) -> Node:
    raw = origin.raw
    dialect = _dialect(origin)
    paths = _paths(origin, dialect)
    tags = [tag for tag in origin.listing(raw.get("tags"), at(None, "tags"), "tags") if isinstance(tag, dict)]
    identify(paths, [str(tag["name"]) for tag in tags if tag.get("name")])
    kept = {key: raw[key] for key in raw if key in ("security", "externalDocs") or str(key).startswith("x-")}
    return {
        "openapi": "3.1.0",
        "info": origin.mapping(raw.get("info"), at(None, "info"), "info"),
        # Without any, there is one with this address: https://spec.openapis.org/oas/v3.1.0#openapi-object
        "servers": [server for server in dialect.servers() if isinstance(server, dict)] or [{"url": "/"}],
        "tags": tags,
        **without_own(kept),
        "paths": paths,
        "components": dialect.components(),
    }


def _dialect(origin: Origin) -> _Dialect:
    raw = origin.raw
    if "swagger" in raw:
        if str(raw["swagger"]) in ("2", "2.0"):
            return Swagger(origin)
        raise SpecError(f"it has swagger: {shown(raw['swagger'])}; {_SUPPORTED}", source=origin.source)
    if "openapi" not in raw:
        raise SpecError(f"it has neither swagger nor openapi; {_SUPPORTED}", source=origin.source)
    found = re.match(r"3\.([012])(\.|$)", str(raw["openapi"]))
    if not found:
        raise SpecError(f"it has openapi: {shown(raw['openapi'])}; {_SUPPORTED}", source=origin.source)
    return OpenAPI3(origin, siblings=found[1] != "0")


def _paths(origin: Origin, dialect: _Dialect) -> Node:
    here = at(None, "paths")
    if "paths" not in origin.raw and "openapi" not in origin.raw:
        raise origin.error("paths are missing", here)
    paths: Node = {}
    for path, item in origin.mapping(origin.raw.get("paths"), here, "paths").items():
        if str(path).startswith("x-"):
            continue
        if not str(path).startswith("/"):
            raise origin.error("a path must begin with /", at(here, path))
        try:
            found = origin.follow(item, at(here, path), "a path")
        except Dangling:
            continue  # what can be called there is not known; `check` reports it
        methods = _path(origin, dialect, path, found)
        plain = _without_patterns(path)
        paths[plain] = {**methods, **paths.get(plain, {})}
    return paths


def _without_patterns(path: str) -> str:
    """Reduce a path's parameters to their names: some routers' `{name:.*}` becomes `{name}`."""
    return re.sub(r"\{([^{}:/]+):(?:[^{}]|\{[^{}]*\})*\}", r"{\1}", path)


def _path(origin: Origin, dialect: _Dialect, path: str, item: Node) -> Node:
    place = at(None, "paths", path)
    methods: Node = {}
    shared, missing = _shared(origin, dialect, item, place)
    for method in (key for key in item if key in METHODS):
        here = at(place, method)
        operation = item[method]
        if not isinstance(operation, dict):
            raise origin.error(f"an operation must be a mapping, not {shown(operation)}", here)
        try:
            if missing:
                raise missing
            parameters = {**shared, **_parameters(origin, dialect, operation, here)}
            out = dialect.operation(without_own(operation), list(parameters.values()), here)
        except Dangling as error:
            out = {key: operation[key] for key in _NAMING if key in operation}
            out |= {"parameters": [], "responses": {}, "x-unusable": error.reason}
        plain = _without_patterns(path)
        _name_as_in(plain, out["parameters"])
        out["parameters"] += _undeclared(plain, out["parameters"])
        if "servers" in item:
            out.setdefault("servers", item["servers"])
        methods[method] = out
    return methods


_Parameters = dict[tuple[str, str], tuple[Node, Place]]


def _shared(origin: Origin, dialect: _Dialect, item: Node, place: Place) -> tuple[_Parameters, Dangling | None]:
    """Return the parameters that a path declares for all its operations, or why they are unknown."""
    try:
        return _parameters(origin, dialect, item, place), None
    except Dangling as error:
        return {}, error


def _parameters(origin: Origin, dialect: _Dialect, owner: Node, place: Place) -> _Parameters:
    here = at(place, "parameters")
    found: _Parameters = {}
    for index, each in enumerate(origin.listing(owner.get("parameters"), here, "parameters")):
        parameter = without_own(origin.follow(each, at(here, index), "a parameter"))
        name, where = parameter.get("name"), parameter.get("in")
        if name is None or name == "":
            continue  # a frequent slip, which `check` reports; nothing can be sent under an empty name
        if not isinstance(name, str | int | float):
            raise origin.error("a parameter must have a name", at(here, index))
        if not isinstance(where, str) or where not in dialect.places:
            allowed = ", ".join(sorted(dialect.places))
            raise origin.error(f"in must be one of {allowed}, not {shown(where)}", at(here, index))
        parameter["name"] = str(name)
        if where == "path":
            parameter["required"] = True
        found[where, str(name)] = (parameter, at(here, index))
    return found


def _name_as_in(path: str, parameters: list[Node]) -> None:
    """Name path parameters as in the path, if only case, separators or a router's pattern differ."""
    names = re.findall(r"\{([^{}/]+)\}", path)
    own = [each for each in parameters if each["in"] == "path"]
    free = [name for name in names if name not in {each["name"] for each in own}]
    for parameter in own:
        if parameter["name"] not in names:
            spelled = fold(_without_patterns(f"{{{parameter['name']}}}")[1:-1])
            meant = [name for name in free if fold(name) == spelled]
            if len(meant) == 1:
                parameter["name"] = meant[0]
                free.remove(meant[0])


def _undeclared(path: str, parameters: list[Node]) -> list[Node]:
    """Add parameters for names in the path's braces that the document does not declare."""
    declared = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    names = dict.fromkeys(name for name in re.findall(r"\{([^{}/]+)\}", path) if name not in declared)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
