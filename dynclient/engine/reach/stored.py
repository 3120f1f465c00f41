"""Contexts as `docker context create` stores them: their files, read for an address that names one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dynclient.document.names import suggestion
from dynclient.document.pickled import reduced
from dynclient.engine.reach import config
from dynclient.engine.reach.certificates import Trust
from dynclient.errors import ConnectionFailed

_CA, _CERT, _KEY = "ca.pem", "cert.pem", "key.pem"


class Context(NamedTuple):
    """One of docker's contexts.

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

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


def load(name: str, origin: str, environ: Mapping[str, str]) -> tuple[str, Trust | None]:
    """Return the address that a context stands for, empty where it is the usual one, and its certificates.

    Raises:
        ConnectionFailed: there is none of this name, or it cannot be used; the message names the file.
    """
    file = _store(environ) / hashlib.sha256(name.encode()).hexdigest() / "meta.json"
    try:
        meta = _read(file)
        return meta.host, _trust(meta, name, file)
    except FileNotFoundError as error:
        known = sorted({"default", *(one.name for one in listed_contexts(environ))})
        hint = suggestion(name, known)
        why = f"there is no context {name!r} (from {origin}){'; ' + hint if hint else ''}\n  looked for {file}"
        raise ConnectionFailed(why, origin=f"context {name}, {origin}") from error
    except _Broken as error:
        why = f"context {name!r} (from {origin}) cannot be used: {error}"
        raise ConnectionFailed(why, origin=f"context {name}, {origin}") from error


class _Broken(Exception):
    """A context that cannot be used: which file, and why."""


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
    """Return the certificates that are stored with a context, if it has any."""
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


def listed_contexts(environ: Mapping[str, str]) -> list[Context]:
    """Return the contexts that have files."""
    return [_listed(file) for file in _store(environ).glob("*/meta.json")]


def _listed(file: Path) -> Context:
    try:
        meta = _read(file)
        trust = _trust(meta, meta.name, file)
    except (_Broken, FileNotFoundError) as error:
        return Context("", "", problem=str(error))
    return Context(meta.name, meta.host, meta.description, tls=trust is not None, verify=meta.verify)
