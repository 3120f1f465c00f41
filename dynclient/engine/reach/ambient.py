"""What the docker command's configuration has go along: headers with each call, proxies into containers and builds."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from dynclient.document.legible import legible
from dynclient.engine.reach import config
from dynclient.errors import ArgumentError, InvalidArguments

_VARIABLE = "DOCKER_CUSTOM_HEADERS"
# What belongs to the connection, and the name by which a client shows itself, which docker sets after these.
_NOT_TAKEN = {"host", "content-length", "transfer-encoding", "connection", "upgrade", "user-agent"}
# By the names that config.json has, in docker's order.
_PROXIES = {
    "httpProxy": "HTTP_PROXY",
    "httpsProxy": "HTTPS_PROXY",
    "noProxy": "NO_PROXY",
    "ftpProxy": "FTP_PROXY",
    "allProxy": "ALL_PROXY",
}


def headers(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the headers that go with every call: those of $DOCKER_CUSTOM_HEADERS, else `HttpHeaders` of config.json.

    Raises:
        InvalidArguments: they cannot stand in a request; no value is told.
    """
    if given := environ.get(_VARIABLE):
        found = dict(_pairs(given))
    else:
        found = {name: value for name, value in _section(environ, "HttpHeaders") if isinstance(value, str)}
    from dynclient.api.call.headers import header_items

    return header_items({name: value for name, value in found.items() if name.lower() not in _NOT_TAKEN})


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line of comma-separated `name=value` says; a field with a comma in it stands in quotes."""
    import csv

    for field in next(csv.reader([text], strict=True), []):
        name, equals, value = field.partition("=")
        if not name.strip() or not equals:
            problem = "expected name=value, several of them with commas between them"
            raise InvalidArguments("headers", [ArgumentError(f"${_VARIABLE}", problem)])
        yield name.strip(), value


def proxies(environ: Mapping[str, str], address: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables for proxies that config.json has for the containers of an engine, without those given.

    Args:
        environ: where config.json is.
        address: the engine's, for which it may have others than for all.
        given: variables by name, whatever their value; upper and lower case are two of them.
    """
    sections = dict(_section(environ, "proxies"))
    found = sections.get(address, sections.get("default"))
    if not isinstance(found, Mapping):
        return {}
    made: dict[str, str] = {}
    for key, name in _PROXIES.items():
        value = found.get(key)
        if isinstance(value, str) and value:
            made |= {spelling: value for spelling in (name, name.lower()) if spelling not in given}
    return made


def _section(environ: Mapping[str, str], name: str) -> list[tuple[str, Any]]:
    try:
        section = config.read(environ).get(name)
    except config.UnusableConfig as error:
        from dynclient.api.call.bind import outside

        warnings.warn(legible(f"{error}; calls go on without its {name}"), stacklevel=outside())
        return []
    return list(section.items()) if isinstance(section, Mapping) else []
