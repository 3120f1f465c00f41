"""Short forms of what is given most when a container is made, turned into the body of ContainerCreate."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from dynclient.api.call.prepare import kind_of
from dynclient.client.recipes.publishing import published
from dynclient.document.names import fold
from dynclient.errors import ArgumentError, InvalidArguments

_HOST = "HostConfig"
_UNITS = {"": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?", re.IGNORECASE)
# What a shell takes for one piece of text whatever stands in it.
_QUOTED = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\[^0-9A-Za-z]""", re.DOTALL)
_OPERATOR = re.compile(r"(?<!\S)(?:\|\|?|&&?|;|<|(?:[0-9]|&)?>>?(?:&[0-9]|[/\w.-]*))(?!\S)|(?<=\S);(?=\s)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")

Places = dict[str, Any]


def creation(given: Mapping[str, Any], *, stdin: bool = False, recipe: str = "run") -> dict[str, Any]:
    """Return the arguments of ContainerCreate for short forms and its own parameters and properties.

    Args:
        given: by name; a name of `FORMS` is a short form, `body` the whole body, any other goes on as it is. None
            stands for not given.
        stdin: whether the container's input is opened, for one connection.
        recipe: whose arguments they are, for errors.

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
        raise InvalidArguments(recipe, errors)
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
            errors.append(
                ArgumentError(
                    _HOST, f"expected a dict beside {short}, got {kind_of(made[spelled(made, _HOST) or _HOST])}", "type"
                )
            )
        elif spelled(holder, inner) is not None:
            errors.append(ArgumentError(short, f"is given beside {place}, which is the same; give one of them", "name"))
        else:
            holder[inner] = content


def _holder(made: dict[str, Any]) -> dict[str, Any] | None:
    """Return the arguments' own HostConfig, a copy of the caller's; None where that is no dict."""
    key = spelled(made, _HOST) or _HOST
    if not isinstance(made.setdefault(key, {}), Mapping):
        return None
    made[key] = holder = dict(made[key])
    return holder


def spelled(holder: Mapping[str, Any], name: str) -> str | None:
    """Return the spelling under which a mapping has a name, if it does."""
    wanted = fold(name)
    return next((key for key in holder if fold(key) == wanted), None)


def setting(arguments: Mapping[str, Any], *path: str) -> Any:
    """Return what arguments say at a path of names, in whatever spelling; None where they say nothing."""
    value: Any = arguments
    for name in path:
        key = spelled(value, name) if isinstance(value, Mapping) else None
        value = value[key] if key is not None else None
    return value


# --- the forms -------------------------------------------------------------------------------------


def words(value: Any) -> list[str]:
    """Return a command as a list of words; a text is split as a shell splits it, an empty one is one empty word.

    Raises:
        ValueError: it is neither text nor a list of texts, numbers and paths, a quote is not closed, or a text has
            outside of quotes what only a shell understands.
    """
    if isinstance(value, str):
        return _split(value)
    if isinstance(value, (list, tuple)):
        return [_word(word) for word in value]
    raise ValueError(f"expected a list of words or a text, got {kind_of(value)}{_decoded(value)}")


def _split(text: str) -> list[str]:
    bare = _QUOTED.sub("x", text)
    if operator := _OPERATOR.search(bare):
        right = f"write ['sh', '-c', {text!r}], or quote it"
        raise ValueError(f"has {operator[0]!r}, which only a shell understands and none runs here; {right}")
    if "\\" in bare:
        raise ValueError("has a backslash, which is dropped where a text is split; quote it, or write a list of words")
    try:
        return shlex.split(text) or [""]
    except ValueError as error:
        raise ValueError(f"cannot be split into words ({error}); write a list of them") from None


def _word(value: Any) -> str:
    if isinstance(value, os.PathLike):
        return path_of(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        right = f"; write {str(value).lower()!r}" if isinstance(value, bool) else _decoded(value)
        raise ValueError(f"expected words that are texts, numbers or paths, got {kind_of(value)}{right}")
    return str(value)


def _decoded(value: Any) -> str:
    return "; decode it" if isinstance(value, (bytes, bytearray, memoryview)) else ""


def path_of(value: Any) -> str:
    """Return a path inside of a container as text.

    Raises:
        ValueError: it is none, or one of bytes.
    """
    text = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(text, str):
        raise ValueError(f"expected a path, got {kind_of(value)}{_decoded(value)}")
    return text


def environment(value: Any) -> list[str]:
    """Return variables as `name=value`; None takes a variable of the image's away.

    Raises:
        ValueError: it is neither a dict nor a list of texts, a name is empty or has `=` in it, or a value is neither
            text nor a number nor a path.
    """
    if isinstance(value, (list, tuple)):
        return [_pair(item, "variables") for item in value]
    if not isinstance(value, Mapping):
        raise ValueError(f"expected a dict or a list of name=value, got {kind_of(value)}; write {{'A': 'b'}}")
    return [_variable(name, content) for name, content in value.items()]


def _variable(name: Any, content: Any) -> str:
    checked = _name(name)
    return checked if content is None else f"{checked}={_content(name, content)}"


def _content(name: str, content: Any) -> str:
    if isinstance(content, os.PathLike):
        return path_of(content)
    if isinstance(content, bool) or not isinstance(content, (str, int, float)):
        right = f"; write {str(content).lower()!r}" if isinstance(content, bool) else _decoded(content)
        raise ValueError(f"expected a text or a number as {name}, got {kind_of(content)}{right}")
    return str(content)


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise ValueError(f"expected names that are texts, got {kind_of(name)}")
    before, equals, after = name.partition("=")
    if not before or equals:
        right = f"; write {{{before!r}: {after!r}}}" if before and after else ""
        raise ValueError(f"expected a name without '=', got {name!r}{right}")
    return name


def _pair(item: Any, what: str) -> str:
    """Return an item of a list of `name=value`.

    Raises:
        ValueError: it is no text, or has no name.
    """
    if not isinstance(item, str):
        pair = isinstance(item, tuple) and len(item) == 2 and all(isinstance(part, str) for part in item)
        right = f"; write '{item[0]}={item[1]}'" if pair else ""
        raise ValueError(f"expected {what} as name=value, got {kind_of(item)}{right}")
    if not item or item.startswith("="):
        raise ValueError(f"expected {what} as name=value, got {item!r}")
    return item


def labels(value: Any) -> Any:
    """Return labels as a dict, those of a list of `name=value` too.

    Raises:
        ValueError: an item of a list is no text, or has no name.
    """
    if isinstance(value, (list, tuple)):
        return {name: content for name, _, content in (_pair(item, "labels").partition("=") for item in value)}
    return value


def user_of(value: Any) -> str:
    """Return a user as the engine takes it.

    Raises:
        ValueError: it is neither a text nor a number.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        right = _decoded(value)
        if isinstance(value, (list, tuple)) and [type(part) in (int, str) for part in value] == [True, True]:
            right = f"; write '{value[0]}:{value[1]}'"
        raise ValueError(f"expected a name, a number or 'user:group', got {kind_of(value)}{right}")
    return str(value)


def size(value: Any) -> int:
    """Return bytes for a number of them, or a text such as `512k`, `64m`, `1.5g` (in steps of 1024).

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"expected bytes, as a number or a text such as '64m' or '1g', got {value!r}")
    return int(float(found[1]) * 1024 ** _UNITS[found[2].lower()])


def volumes(value: Any) -> Places:
    """Return binds, and volumes without a name.

    Args:
        value: `{"/host": "/inside"}`, `{"name": {"bind": "/inside", "mode": "ro"}}`, `{"/inside": None}`, or a list of
            `from:inside:mode` and of `(from, inside)` or `(from, inside, mode)`. A `Path` that stands for where it is
            from is a directory of this machine, a text without a slash a volume's name.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, Mapping):
        items = [_bind(source, target) for source, target in value.items()]
    elif isinstance(value, (list, tuple)):
        items = [_mounted(item) for item in value]
    else:
        raise ValueError(f"expected a dict or a list of from:inside:mode, got {kind_of(value)}")
    made: Places = {}
    if binds := [item for item in items if ":" in item]:
        made[f"{_HOST}.Binds"] = binds
    if unnamed := [item for item in items if ":" not in item]:
        made["Volumes"] = {item: {} for item in unnamed}
    return made


def _mounted(item: Any) -> str:
    if isinstance(item, str) and item:
        return item
    if isinstance(item, tuple) and len(item) in (2, 3):
        return _joined(*item)
    right = ""
    if isinstance(item, os.PathLike):
        right = f"; write ({str(item)!r}, '/inside'), or {str(item)!r} for a volume without a name"
    raise ValueError(f"expected items such as '/host:/inside:ro' or (from, inside), got {kind_of(item)}{right}")


def _bind(source: Any, target: Any) -> str:
    if target is None or target == {}:
        return path_of(source)
    if isinstance(target, Mapping) and target.keys() <= {"bind", "mode"} and "bind" in target:
        return _joined(source, target["bind"], target.get("mode"))
    if isinstance(target, Mapping):
        raise ValueError(f"expected a path inside, or a dict of bind and mode, for {source}")
    if isinstance(target, (list, tuple)):
        raise ValueError(
            f"expected one path inside for {source}, got {kind_of(target)}; write a list of (from, inside)"
        )
    return _joined(source, target)


def _joined(source: Any, target: Any, mode: Any = None) -> str:
    """Return a bind as text.

    Raises:
        ValueError: a part is none, or the place it is from has a colon, which tells the parts apart.
    """
    place = path_of(source)
    if isinstance(source, os.PathLike):  # a relative one would be a volume's name
        place = os.path.abspath(place)
    if ":" in place and not _DRIVE.match(place):
        mount = {"Type": "bind", "Source": place, "Target": path_of(target)}
        raise ValueError(f"has {place!r}, whose colon would end it; write HostConfig={{'Mounts': [{mount}]}}")
    if mode is not None and not isinstance(mode, str):
        raise ValueError(f"expected a mode such as 'ro' for {place}, got {kind_of(mode)}")
    return ":".join([place, path_of(target), *([mode] if mode else [])])


def ports(value: Any) -> Places:
    """Return the ports that are opened, and where each is published; see `published`."""
    bindings = published(value)
    return {"ExposedPorts": {inside: {} for inside in bindings}, f"{_HOST}.PortBindings": bindings}


# Where each form's content goes, by the names that the engine has for it.
FORMS: dict[str, Callable[[Any], Places]] = {
    "image": lambda value: {"Image": value},
    "command": lambda value: {"Cmd": words(value)},
    "entrypoint": lambda value: {"Entrypoint": words(value)},
    "env": lambda value: {"Env": environment(value)},
    "labels": lambda value: {"Labels": labels(value)},
    "user": lambda value: {"User": user_of(value)},
    "workdir": lambda value: {"WorkingDir": path_of(value)},
    "tty": lambda value: {"Tty": value},
    "network": lambda value: {f"{_HOST}.NetworkMode": value},
    "memory": lambda value: {f"{_HOST}.Memory": size(value)},
    "auto_remove": lambda value: {f"{_HOST}.AutoRemove": value},
    "ports": ports,
    "volumes": volumes,
}
