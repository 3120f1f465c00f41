"""The contexts that `docker context create` has stored: names for engines, each with its certificates."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dynclient.api.names import suggestion
from dynclient.engine import config
from dynclient.engine.address import chosen_context, find_address
from dynclient.engine.certificates import Trust
from dynclient.errors import ConnectionFailed

_CA, _CERT, _KEY = "ca.pem", "cert.pem", "key.pem"


class Context(NamedTuple):
    """Be one of docker's contexts.

    Attributes:
        name: what `Client(context=…)` takes; `default` is what the environment says.
        host: the address that it stands for.
        description: what its maker says of it.
        current: whether a `Client()` without an address takes it.
        tls: whether it has TLS settings of its own.
        verify: whether these have the engine's certificate checked.
        problem: why it cannot be used, or nothing.
    """

    name: str
    host: str
    description: str = ""
    current: bool = False
    tls: bool = False
    verify: bool = True
    problem: str = ""


class Contexts(list[Context]):
    """Be a list of contexts that is shown as a table."""

    def __repr__(self) -> str:
        from dynclient.steering import one_line

        # The files may be of another's making, and a table has one line for each.
        cells = ((f"{one.name}{' *' if one.current else ''}", one.host, one.problem or one.description) for one in self)
        rows = [[one_line(cell, 2000) for cell in row] for row in cells]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows) or "[]"


def contexts(environ: Mapping[str, str] | None = None) -> Contexts:
    """List docker's contexts, in its order.

    Args:
        environ: the environment, which names the folder and the current context; the process's own if None.

    Raises:
        ConnectionFailed: config.json would name the current one, and cannot be used.

    Example:
        >>> import dynclient
        >>> [context.name for context in dynclient.contexts() if context.name == "default"]
        ['default']
    """
    environ = os.environ if environ is None else environ
    current = chosen_context(None, environ)[0]
    ordered = sorted([_default(environ), *_stored(environ)], key=lambda one: _natural(one.name))
    return Contexts(one._replace(current=one.name == current) for one in ordered)


def load(name: str, origin: str, environ: Mapping[str, str]) -> tuple[str, Trust | None]:
    """Give the address that a context stands for, empty where it is the usual one, and its certificates.

    Raises:
        ConnectionFailed: there is none of this name, or it cannot be used; the message names the file.
    """
    file = _store(environ) / hashlib.sha256(name.encode()).hexdigest() / "meta.json"
    try:
        meta = _read(file)
        return meta.host, _trust(meta, name, file)
    except FileNotFoundError as error:
        known = sorted({"default", *(one.name for one in _stored(environ))})
        hint = suggestion(name, known)
        why = f"there is no context {name!r} (from {origin}){'; ' + hint if hint else ''}\n  looked for {file}"
        raise ConnectionFailed(why, origin=f"context {name}, {origin}") from error
    except _Broken as error:
        why = f"context {name!r} (from {origin}) cannot be used: {error}"
        raise ConnectionFailed(why, origin=f"context {name}, {origin}") from error


class _Broken(Exception):
    """Tell that a context cannot be used: which file, why."""


class _Meta(NamedTuple):
    name: str
    host: str
    description: str
    verify: bool


def _read(file: Path) -> _Meta:
    try:
        meta: Any = json.loads(file.read_bytes())
        endpoint = meta["Endpoints"]["docker"]
        host = endpoint.get("Host") or ""
        about = (meta.get("Metadata") or {}).get("Description") or ""
        return _Meta(str(meta["Name"]), str(host), str(about), endpoint.get("SkipTLSVerify") is not True)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError from None
    except OSError as error:
        raise _Broken(f"{file} cannot be read: {error.strerror}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise _Broken(f"{file} names no docker endpoint") from error
    except (ValueError, RecursionError) as error:
        raise _Broken(f"{file} is no JSON") from error


def _trust(meta: _Meta, name: str, file: Path) -> Trust | None:
    """Give the certificates that are stored with a context, if it has any."""
    # Beside `meta`, under the same name: `tls/<name's hash>/docker/ca.pem`.
    folder = file.parents[2] / "tls" / file.parent.name / "docker"
    try:
        there = set(os.listdir(folder)) & {_CA, _CERT, _KEY}
    except (FileNotFoundError, NotADirectoryError):
        there = set()
    except OSError as error:
        raise _Broken(f"{folder} cannot be read: {error.strerror}") from error
    if not there and meta.verify:
        return None
    ca = str(folder / _CA) if _CA in there else None
    cert, key = (str(folder / _CERT), str(folder / _KEY)) if there & {_CERT, _KEY} else (None, None)
    return Trust(f"context {name}", ca, cert, key, meta.verify)


def _store(environ: Mapping[str, str]) -> Path:
    return config.folder(environ) / "contexts" / "meta"


def _stored(environ: Mapping[str, str]) -> list[Context]:
    return [_listed(file) for file in _store(environ).glob("*/meta.json")]


def _listed(file: Path) -> Context:
    try:
        meta = _read(file)
        trust = _trust(meta, meta.name, file)
    except (_Broken, FileNotFoundError) as error:
        return Context("", "", problem=str(error))
    return Context(meta.name, meta.host, meta.description, tls=trust is not None, verify=meta.verify)


def _default(environ: Mapping[str, str]) -> Context:
    """Give what the environment says, as the context that has no file."""
    try:
        found = find_address(context="default", environ=environ)
    except ConnectionFailed as error:
        return Context("default", "", problem=str(error))
    return Context("default", found.url, f"from {found.origin}", tls=found.trust is not None)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as docker does: t9 before t10."""
    # By length and digits, for int() reads no more than 4,300 of them.
    split = re.split(r"([0-9]+)", name)
    return [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (-1, part) for place, part in enumerate(split)]
