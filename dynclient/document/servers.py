"""The URLs of a document's servers: which one is used, and which part of it.

A document does not decide where a request goes: only the path of its URL is joined to the address that a user gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_URL = r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\??[^#]*)(#?.*)"
# A host and port (RFC 3986, section 3.2) without a user, which can deceive readers (RFC 9110, section 4.2.4).
_HOST = r"(?:[A-Za-z0-9._~%!$&'()*+,;=\u0080-\U0010ffff-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{0,5})?"
_PATH = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_SCHEMES = {
    "http": "http",
    "https": "https",
    "ws": "",
    "wss": "",
}  # schemes by which requests are sent


class Server(NamedTuple):
    """A server's URL in parts.

    Attributes:
        url: as published, its variables replaced.
        origin: scheme, host and port; empty if the URL is relative to the document or its scheme is unknown.
        path: the path before every operation's, without a trailing slash.
        problem: why no request can be built on it; may be empty.
    """

    url: str
    origin: str = ""
    path: str = ""
    problem: str = ""


def read_server(url: str) -> Server:
    """Split a server's URL, its variables replaced.

    >>> read_server("HTTPS://api.example/v1/")
    Server(url='HTTPS://api.example/v1/', origin='https://api.example', path='/v1', problem='')
    >>> read_server("v1").path
    '/v1'
    >>> read_server("@evil.example/v1").problem
    'is not a path: its first part has @ or :'
    """
    found = re.fullmatch(_URL, url) if "://" in url else None
    scheme, host, rest, query, fragment = found.groups() if found else ("", "", *_relative(url))
    origin, problem = "", ""
    if found and not re.fullmatch(_HOST, host) and "{" not in host:
        problem = "names a user before its host" if "@" in host else "names no host"
    elif found and scheme.lower() not in _SCHEMES:
        problem = f"has the scheme {scheme}, which is not supported"
    elif found and _SCHEMES[scheme.lower()] and "{" not in host:
        origin = f"{scheme.lower()}://{host.rstrip(':')}"
    if not problem:
        problem = _path_problem(rest, query, fragment, relative=not found)
    return Server(url, origin, "" if problem else _joined(rest), problem)


def _relative(url: str) -> tuple[str, str, str]:
    path, mark, fragment = url.partition("#")
    path, asked, query = path.partition("?")
    return path, asked + query, mark + fragment


def _path_problem(path: str, query: str, fragment: str, relative: bool) -> str:
    """Say why a path cannot stand between an address and an operation's path; empty if it can."""
    if "{" in path:
        names = ", ".join(re.findall(r"\{([^{}]*)", path))
        return f"has the variable {names} without a default"
    if query or fragment:
        return "has a query or a fragment, which is not allowed there"
    if not re.fullmatch(_PATH, path):
        return "has a character that is not allowed in URLs"
    # Joined to https://api.example, such a text would name another host.
    if relative and not path.startswith("/") and re.search("[@:]", path.partition("/")[0]):
        return "is not a path: its first part has @ or :"
    return ""


def _joined(path: str) -> str:
    """Return a path to join to an address: absolute, without dot segments (RFC 3986, section 5.2.4)."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def first_server(content: Mapping[str, Any]) -> str:
    """Return the URL of the first server of a document or an operation, its variables replaced by their defaults."""
    servers = content["servers"]
    return url_of(servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], dict) else {})


def url_of(server: Mapping[str, Any], given: Mapping[str, str] | None = None) -> str:
    """Return a server's URL, its variables replaced by the given values or else by their defaults."""
    url = str(server.get("url") or "").strip()
    for name, default in {**defaults_of(server), **(given or {})}.items():
        url = url.replace(f"{{{name}}}", default)
    # A URL without a scheme has the document's, which is not known here.
    return f"https:{url}" if url.startswith("//") else url


def defaults_of(server: Mapping[str, Any]) -> dict[str, str]:
    """Return the defaults of a server's variables."""
    variables = server.get("variables")
    named = variables.items() if isinstance(variables, dict) else ()
    said = {str(name): each.get("default") for name, each in named if isinstance(each, dict)}
    return {name: str(default).strip() for name, default in said.items() if default is not None}


def choose(servers: Sequence[Mapping[str, Any]], asked: Any) -> Server:
    """Return the server of a document that the user asks for.

    Args:
        servers: as published.
        asked: its number, from 0; its URL, with any allowed values for its variables; its description; or a mapping
            of values for the variables of the first server that has them all.

    Raises:
        ValueError: there is no such server, or its URL is unusable; the message lists the servers.

    >>> servers = [{"url": "https://{region}.api.example", "variables": {"region": {"default": "us"}}}]
    >>> choose(servers, {"region": "eu"}).origin
    'https://eu.api.example'
    """
    if isinstance(asked, Mapping):
        found = read_server(_filled(servers, {str(name): value for name, value in asked.items()}))
    elif isinstance(asked, str):
        found = _named(servers, asked.strip())
    elif isinstance(asked, int) and not isinstance(asked, bool):
        if not 0 <= asked < len(servers):
            raise ValueError(f"there is no server {asked}; {_listed(servers)}")
        found = read_server(url_of(servers[asked]))
    else:
        raise ValueError(f"expected a number, a URL, a description or a mapping of variables; {_listed(servers)}")
    if found.problem:
        raise ValueError(f"{found.url if '@' not in found.url else 'it'} {found.problem}")
    return found


def _named(servers: Sequence[Mapping[str, Any]], text: str) -> Server:
    for server in servers:
        url = url_of(server)
        if text in (url, str(server.get("url")).strip()):
            return read_server(url)
    given = read_server(text)
    for server in servers:
        if (own := read_server(url_of(server)))[1:3] == given[1:3] and own.origin and not given.problem:
            return own
        if re.fullmatch(_pattern(server), text):
            return given
    called = [server for server in servers if str(server.get("description") or "").strip().lower() == text.lower()]
    if len(called) == 1:
        return read_server(url_of(called[0]))
    several = f"{len(called)} servers have this description; give a number" if called else "there is no such server"
    raise ValueError(f"{several}; {_listed(servers)}")


def _pattern(server: Mapping[str, Any]) -> str:
    """Return a pattern for a server's URLs with all allowed values of its variables."""
    parts = re.split(r"\{([^{}]*)\}", str(server.get("url") or "").strip())
    for index in range(1, len(parts), 2):
        parts[index] = "|".join(map(re.escape, _allowed(server, parts[index]))) or "[^/?#@:]+"
    return "".join(f"(?:{part})" if index % 2 else re.escape(part) for index, part in enumerate(parts))


def _filled(servers: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> str:
    server = next((each for each in servers if given.keys() <= _variables(each).keys()), None)
    if server is None:
        raise ValueError(f"no server has the variables {', '.join(given)}; {_listed(servers)}")
    for name, value in given.items():
        allowed = _allowed(server, name)
        if isinstance(value, bool) or not isinstance(value, (str, int)) or (allowed and str(value) not in allowed):
            raise ValueError(f"{name}: expected {'one of ' + ', '.join(allowed) if allowed else 'text or a number'}")
    return url_of(server, {name: str(value) for name, value in given.items()})


def _variables(server: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a server's variables, including those that only its URL names."""
    variables = server.get("variables")
    named = dict.fromkeys(re.findall(r"\{([^{}]*)\}", str(server.get("url") or "")))
    return {**named, **(variables if isinstance(variables, dict) else {})}


def _allowed(server: Mapping[str, Any], name: str) -> list[str]:
    variable = _variables(server).get(name)
    enum = variable.get("enum") if isinstance(variable, dict) else None
    return [str(value) for value in enum] if isinstance(enum, list) else []


def _listed(servers: Sequence[Mapping[str, Any]]) -> str:
    """List the servers: their numbers, and their URLs unless these include a user."""
    shown = [str(server.get("url") or "") for server in servers]
    listed = [f"{index}: {url if '@' not in url else 'a URL with a user in it'}" for index, url in enumerate(shown)]
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return f"there are {', '.join(listed[:_MOST])}{more}" if len(listed) > 1 else f"there is {listed[0]}"


_MOST = 12  # servers that a message lists
