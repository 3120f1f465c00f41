"""A document as it was read into the one form that everything after it knows: OpenAPI 3.1.

- `paths[path]` has methods only; what a path says for all of them is said by each;
- parameters, bodies, responses and headers stand where they are used;
- schemas refer to `#/components/schemas/NAME` alone;
- every operation has an id of its own and a tag; every part of its path in braces is a parameter;
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

# What is kept of an operation that cannot be called.
_NAMING = ("operationId", "tags", "summary", "description", "deprecated")

_SUPPORTED = "supported are swagger: '2.0' and openapi: 3.0, 3.1 and 3.2"


class _Dialect(Protocol):
    @property
    def places(self) -> frozenset[str]: ...

    def servers(self) -> list[Any]: ...

    def components(self) -> Node: ...

    def operation(self, operation: Node, parameters: list[tuple[Node, Place]], place: Place) -> Node: ...


def normalise(raw: Node, source: str) -> Node:
    """Return the normalised document of one that was read.

    Args:
        raw: a Swagger 2.0 or OpenAPI 3 document; it is left as it is, the result may share parts with it.
        source: its name, for errors.

    Raises:
        SpecError: it is of another kind, a part has the wrong form, or a reference cannot be followed.
    """
    try:
        return _normalise(Origin(raw, source))
    except RecursionError as error:
        raise SpecError("it is nested too deep", source=source) from error


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
        raise SpecError(f"it is swagger: {shown(raw['swagger'])}; {_SUPPORTED}", source=origin.source)
    if "openapi" not in raw:
        raise SpecError(f"it says neither swagger nor openapi; {_SUPPORTED}", source=origin.source)
    found = re.match(r"3\.([012])(\.|$)", str(raw["openapi"]))
    if not found:
        raise SpecError(f"it is openapi: {shown(raw['openapi'])}; {_SUPPORTED}", source=origin.source)
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
            raise origin.error("a path has to begin with /", at(here, path))
        try:
            found = origin.follow(item, at(here, path), "a path")
        except Dangling:
            continue  # what can be called there is not known; `check` tells of it
        methods = _path(origin, dialect, path, found)
        plain = _without_patterns(path)
        paths[plain] = {**methods, **paths.get(plain, {})}
    return paths


def _without_patterns(path: str) -> str:
    """Return a path whose parameters are names alone: some routers' `{name:.*}` is `{name}`."""
    return re.sub(r"\{([^{}:/]+):(?:[^{}]|\{[^{}]*\})*\}", r"{\1}", path)


def _path(origin: Origin, dialect: _Dialect, path: str, item: Node) -> Node:
    place = at(None, "paths", path)
    methods: Node = {}
    shared, missing = _shared(origin, dialect, item, place)
    for method in (key for key in item if key in METHODS):
        here = at(place, method)
        operation = item[method]
        if not isinstance(operation, dict):
            raise origin.error(f"an operation has to be a mapping, not {shown(operation)}", here)
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
    """Return the parameters that a path has for all its operations, or why they are not known."""
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
            continue  # a slip of the pen, which `check` tells of; nothing can be sent under it
        if not isinstance(name, str | int | float):
            raise origin.error("a parameter has to have a name", at(here, index))
        if not isinstance(where, str) or where not in dialect.places:
            allowed = ", ".join(sorted(dialect.places))
            raise origin.error(f"in has to be one of {allowed}, not {shown(where)}", at(here, index))
        parameter["name"] = str(name)
        if where == "path":
            parameter["required"] = True
        found[where, str(name)] = (parameter, at(here, index))
    return found


def _name_as_in(path: str, parameters: list[Node]) -> None:
    """Name path parameters as the path does, where only case, separators or a router's pattern differ."""
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
    """Make the parameters that a path names in braces and the document forgets."""
    declared = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    names = dict.fromkeys(name for name in re.findall(r"\{([^{}/]+)\}", path) if name not in declared)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
