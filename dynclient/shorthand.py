"""Short forms of what is given most when a container is made, turned into the body of ContainerCreate."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dynclient.api.names import fold
from dynclient.errors import ArgumentError, InvalidArguments

_HOST = "HostConfig"
_UNITS = {"": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:(?P<ip>\[[^]]*\]|[^:]*):)?(?:(?P<host>\d*):)?(?P<inside>\d+(?:/\w+)?)")
_INSIDE = re.compile(r"\d+(/(tcp|udp|sctp))?")

Places = dict[str, Any]


def creation(given: Mapping[str, Any], *, stdin: bool = False) -> dict[str, Any]:
    """Give the arguments of ContainerCreate for short forms and its own parameters and properties.

    Args:
        given: by name; a name of `FORMS` is a short form, `body` the whole body, any other goes on as it is. None
            stands for not given.
        stdin: whether the container's input is opened, for one connection.

    Raises:
        InvalidArguments: short forms that cannot be understood, or that are given beside what they stand for.
    """
    errors: list[ArgumentError] = []
    made = {name: value for name, value in given.items() if name not in FORMS and value is not None}
    if isinstance(made.get("body"), Mapping):
        made = {**made.pop("body"), **made}
    for short, value in given.items():
        if short in FORMS and value is not None:
            _lay(made, short, value, errors)
    if errors:
        raise InvalidArguments("run", errors)
    for name in ("OpenStdin", "StdinOnce", "AttachStdin") if stdin else ():
        if spelled(made, name) is None:
            made[name] = True
    return made


def _lay(made: dict[str, Any], short: str, value: Any, errors: list[ArgumentError]) -> None:
    try:
        places = FORMS[short](value)
    except ValueError as error:
        errors.append(ArgumentError(short, str(error)))
        return
    for place, content in places.items():
        outer, _, inner = place.rpartition(".")
        holder = _holder(made) if outer else made
        if holder is None:
            errors.append(ArgumentError(_HOST, f"is not a dict, as is due beside {short}", "type"))
        elif spelled(holder, inner) is not None:
            errors.append(ArgumentError(short, f"is given beside {place}, which is the same; give one of them", "name"))
        else:
            holder[inner] = content


def _holder(made: dict[str, Any]) -> dict[str, Any] | None:
    """Give the arguments' own HostConfig, a copy of the caller's; None where that is no dict."""
    key = spelled(made, _HOST) or _HOST
    if not isinstance(made.setdefault(key, {}), Mapping):
        return None
    made[key] = holder = dict(made[key])
    return holder


def spelled(holder: Mapping[str, Any], name: str) -> str | None:
    """Give the spelling under which a mapping has a name, if it does."""
    wanted = fold(name)
    return next((key for key in holder if fold(key) == wanted), None)


def setting(arguments: Mapping[str, Any], *path: str) -> Any:
    """Give what arguments say at a path of names, in whatever spelling; None where they say nothing."""
    value: Any = arguments
    for name in path:
        key = spelled(value, name) if isinstance(value, Mapping) else None
        value = value[key] if key is not None else None
    return value


# --- the forms -------------------------------------------------------------------------------------


def words(value: Any) -> list[str]:
    """Give a command as a list of words; a text is split as a shell splits it, an empty one is one empty word.

    Raises:
        ValueError: it is neither text nor a list, or a quote is not closed.
    """
    if isinstance(value, str):
        try:
            return shlex.split(value) or [""]
        except ValueError as error:
            raise ValueError(f"cannot be split into words ({error}); give a list of them") from None
    if isinstance(value, (list, tuple)):
        return [str(word) for word in value]
    raise ValueError(f"is {value!r}; a list of words or a text is due")


def environment(value: Any) -> list[str]:
    """Give variables as `name=value`; None takes a variable of the image's away.

    Raises:
        ValueError: it is neither a dict nor a list, or a value is neither text nor a number.
    """
    if isinstance(value, (list, tuple)):
        return list(value)
    if not isinstance(value, Mapping):
        raise ValueError(f"is a {type(value).__name__}; a dict or a list of name=value is due")
    for name, content in value.items():
        if isinstance(content, bool) or not isinstance(content, (str, int, float, type(None))):
            raise ValueError(f"has a {type(content).__name__} as {name}; a text or a number is due")
    return [name if content is None else f"{name}={content}" for name, content in value.items()]


def labels(value: Any) -> Any:
    """Give labels as a dict, those of a list of `name=value` too."""
    if isinstance(value, (list, tuple)):
        return {name: content for name, _, content in (str(item).partition("=") for item in value)}
    return value


def size(value: Any) -> int:
    """Give bytes for a number of them, or a text such as `512k`, `64m`, `1.5g` (in steps of 1024).

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"is {value!r}; bytes are due, as a number or a text such as '64m' or '1g'")
    return int(float(found[1]) * 1024 ** _UNITS[found[2].lower()])


def volumes(value: Any) -> Places:
    """Give binds, and volumes without a name.

    Args:
        value: `{"/host": "/inside"}`, `{"name": {"bind": "/inside", "mode": "ro"}}`, `{"/inside": None}`, or a list of
            `from:inside:mode`.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, Mapping):
        items = [_bind(str(source), target) for source, target in value.items()]
    elif isinstance(value, (list, tuple)):
        items = [str(item) for item in value]
    else:
        raise ValueError(f"is a {type(value).__name__}; a dict or a list of from:inside:mode is due")
    made: Places = {}
    if binds := [item for item in items if ":" in item]:
        made[f"{_HOST}.Binds"] = binds
    if unnamed := [item for item in items if ":" not in item]:
        made["Volumes"] = {item: {} for item in unnamed}
    return made


def _bind(source: str, target: Any) -> str:
    if target is None or target == {}:
        return source
    if isinstance(target, Mapping) and target.keys() <= {"bind", "mode"} and "bind" in target:
        parts = [source, str(target["bind"]), *([str(target["mode"])] if target.get("mode") else [])]
        return ":".join(parts)
    if isinstance(target, Mapping):
        raise ValueError(f"has {source}: a path inside is due, or a dict of bind and mode")
    return f"{source}:{target}"


def ports(value: Any) -> Places:
    """Give the ports that are opened, and where each is published.

    Args:
        value: `{80: 8080}`, `{"53/udp": ("127.0.0.1", 5353)}`, `{80: None}` (a free one), `{80: [8080, 8081]}`, or a
            list of `ip:port:inside`, `port:inside` and `inside`.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, Mapping):
        pairs = [(_inside(inside), place) for inside, target in value.items() for place in _places(target)]
    elif isinstance(value, (list, tuple)):
        pairs = [_published(str(item)) for item in value]
    else:
        raise ValueError(f"is a {type(value).__name__}; a dict or a list is due")
    bindings: dict[str, list[dict[str, str]]] = {}
    for inside, (address, port) in pairs:
        bindings.setdefault(inside, []).append({"HostIp": address, "HostPort": port})
    return {"ExposedPorts": {inside: {} for inside in bindings}, f"{_HOST}.PortBindings": bindings}


def _inside(port: Any) -> str:
    text = str(port)
    if not _INSIDE.fullmatch(text):
        raise ValueError(f"has {port!r}; a port such as 80, '80/tcp' or '53/udp' is due")
    return text if "/" in text else f"{text}/tcp"


def _places(target: Any) -> Iterator[tuple[str, str]]:
    """Give address and port of the places where a port is published."""
    if isinstance(target, list):
        for one in target:
            yield from _places(one)
    elif isinstance(target, tuple) and len(target) == 2:
        yield str(target[0]), _port(target[1])
    else:
        yield "", _port(target)


def _port(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not str(value).isascii() or not str(value).isdigit():
        raise ValueError(f"has {value!r}; a port's number, None for a free one, or (address, port) is due")
    return str(value)


def _published(text: str) -> tuple[str, tuple[str, str]]:
    found = _PUBLISHED.fullmatch(text)
    if found is None:
        raise ValueError(f"has {text!r}; inside, port:inside or address:port:inside is due")
    address, port = found["ip"] or "", found["host"]
    if port is None:  # one colon alone: what is before it is a port
        address, port = "", address
    return _inside(found["inside"]), (address.strip("[]"), _port(port) if port else "")


# Where each form's content goes, by the names that the engine has for it.
FORMS: dict[str, Callable[[Any], Places]] = {
    "image": lambda value: {"Image": value},
    "command": lambda value: {"Cmd": words(value)},
    "entrypoint": lambda value: {"Entrypoint": words(value)},
    "env": lambda value: {"Env": environment(value)},
    "labels": lambda value: {"Labels": labels(value)},
    "user": lambda value: {"User": str(value)},
    "workdir": lambda value: {"WorkingDir": str(value)},
    "tty": lambda value: {"Tty": value},
    "network": lambda value: {f"{_HOST}.NetworkMode": value},
    "memory": lambda value: {f"{_HOST}.Memory": size(value)},
    "auto_remove": lambda value: {f"{_HOST}.AutoRemove": value},
    "ports": ports,
    "volumes": volumes,
}
