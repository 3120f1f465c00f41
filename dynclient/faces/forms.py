"""Values as `docker` writes them in its tables: ids, ages, sizes, ports, names.

Which form a column of a list has is data, in spec/views.yaml. Nothing here knows of HTML or of a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from dynclient.document.legible import one_line

_LONGEST, _CELL = 60, 120


class Cell(NamedTuple):
    """One value as it is shown.

    Attributes:
        text: in short.
        whole: in full, where that says more; otherwise empty.
    """

    text: str
    whole: str = ""


def formed(form: str, value: Any, now: datetime | None = None) -> Cell:
    """Return a value in one of the `FORMS`, or as any other where it is not of the kind that the form is for."""
    try:
        text, whole = FORMS[form](value, now or datetime.now(UTC))
        return Cell(one_line(text, _CELL), whole)
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError):  # another version, or another engine
        return cell(value)


def at(value: Any, path: str) -> Any:
    """Return what stands at a path of property names, such as `Spec.Name`; None where that leads to nothing."""
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def cell(value: Any) -> Cell:
    """Return a value of any kind as one short line."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, Mapping):
        names = ", ".join(f"{key}={_flat(item)}" for key, item in islice(value.items(), 4))
        return _short(f"{names}, …" if len(value) > 4 else names)
    if isinstance(value, list):
        items = ", ".join(_flat(item) for item in value[:4])
        return _short(f"{items}, …" if len(value) > 4 else items)
    return _short(str(value))


def _flat(value: Any) -> str:
    return f"{{{len(value)}}}" if isinstance(value, Mapping | list) else str(value)


def _short(text: str, longest: int = _LONGEST) -> Cell:
    line = one_line(text, longest)
    return Cell(line, text[:2000] if line != text else "")


def short_id(value: str) -> str:
    """Return an id as `docker` shows it: its first twelve characters, without the name of the hash.

    >>> short_id("sha256:569adf79d27b927c94ca65e242da6fa788167402fa2a5b0c4abf17779368d500")
    '569adf79d27b'
    """
    bare = value.partition(":")[2] if value.startswith("sha256:") else value
    return bare[:12] if len(bare) >= 25 and bare.isalnum() else bare


def size(count: float) -> str:
    """Return a number of bytes in decimal units, three digits of it.

    >>> size(2026558), size(12)
    ('2.03MB', '12B')
    """
    return _scaled(count, 1000, ("B", "kB", "MB", "GB", "TB", "PB"), 3)


def binary_size(count: float) -> str:
    """Return a number of bytes in binary units, four digits of it.

    >>> binary_size(1288490)
    '1.229MiB'
    """
    return _scaled(count, 1024, ("B", "KiB", "MiB", "GiB", "TiB", "PiB"), 4)


def _scaled(count: float, base: int, units: Sequence[str], digits: int) -> str:
    value, index = float(count), 0
    while value >= base and index < len(units) - 1:
        value, index = value / base, index + 1
    if round(value) >= base and index < len(units) - 1:
        value, index = value / base, index + 1
    return f"{value:.{digits}g}{units[index]}" if round(value) < 10**digits else f"{value:.0f}{units[index]}"


def duration(seconds: float) -> str:
    """Return a length of time in words, in its largest unit.

    >>> duration(5), duration(130), duration(100_000)
    ('5 seconds', '2 minutes', '28 hours')
    """
    if seconds < 1:
        return "less than a second"
    unit, length, _ = next(each for each in _UNITS if seconds < each[2])
    count = int(seconds // length)
    return f"{count} {unit}{'' if count == 1 else 's'}"


_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Unit, its length, and the length from which on a larger one is used.
_UNITS = (
    ("second", 1, _MINUTE),
    ("minute", _MINUTE, _HOUR),
    ("hour", _HOUR, 2 * _DAY),
    ("day", _DAY, 14 * _DAY),
    ("week", 7 * _DAY, 60 * _DAY),
    ("month", 30 * _DAY, 730 * _DAY),
    ("year", 365 * _DAY, float("inf")),
)


def moment(value: Any) -> datetime | None:
    """Read a time as the engine writes it: Unix seconds or nanoseconds, or RFC 3339; None for its zero time."""
    if isinstance(value, int | float):
        seconds = value / 1e9 if abs(value) > 1e12 else value
        return datetime.fromtimestamp(seconds, UTC) if value > 0 else None
    # Nanoseconds are more than a datetime holds.
    text = re.sub(r"(\.\d{6})\d+", r"\1", str(value))
    when = datetime.fromisoformat(text)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return None if when.year <= 1 else when


def _ago(value: Any, now: datetime) -> Cell:
    try:
        when = moment(value)
    except (ValueError, OverflowError, OSError):
        return cell(value)
    if when is None:
        return Cell("")
    seconds = (now - when).total_seconds()
    said = f"{duration(seconds)} ago" if seconds >= 0 else f"in {duration(-seconds)}"
    return Cell(said, _written(when))


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ports(value: Any) -> str:
    """Return published and exposed ports as one line, those that follow each other as a range.

    >>> ports([{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}])
    '*:8080->80/tcp'
    """
    found = sorted({_port(each) for each in value if isinstance(each, Mapping)}, key=lambda port: (port[2:], port[:2]))
    runs: list[list[tuple[int, int, str, str]]] = []
    for port in found:
        last = runs[-1][-1] if runs else None
        follows = last and port[2:] == last[2:] and port[0] == last[0] + 1
        if last and follows and (port[1] == last[1] + 1 if port[1] else not last[1]):
            runs[-1].append(port)
        else:
            runs.append([port])
    return ", ".join(_run(run) for run in sorted(runs))


def _port(port: Mapping[str, Any]) -> tuple[int, int, str, str]:
    """Return the port inside, the one outside or 0, the host's address and the protocol."""
    inside = port.get("PrivatePort", port.get("TargetPort")) or 0
    outside = port.get("PublicPort", port.get("PublishedPort")) or 0
    host = str(port.get("IP") or ("*" if outside else ""))
    host = "*" if host in ("0.0.0.0", "::") else host  # every address: one entry for both kinds of them
    kind = str(port.get("Type", port.get("Protocol")) or "tcp")
    return int(inside), int(outside), f"[{host}]" if ":" in host else host, kind


def _run(run: Sequence[tuple[int, int, str, str]]) -> str:
    (inside, outside, host, kind), last = run[0], run[-1]
    many = len(run) > 1
    target = f"{inside}-{last[0]}" if many else str(inside)
    if not outside:
        return f"{target}/{kind}"
    source = f"{outside}-{last[1]}" if many else str(outside)
    return f"{host}{':' if host else ''}{source}->{target}/{kind}"


def _names(value: Any) -> str:
    """Return a container's names without their slash, its own first."""
    return ", ".join(sorted((str(name).removeprefix("/") for name in value), key=lambda name: name.count("/")))


def _image(value: Any) -> Cell:
    """Return an image's name without its digest."""
    text = str(value)
    bare = text.partition("@")[0] if "@" in text else short_id(text)
    return _short(bare) if bare == text else Cell(_short(bare).text, text)


def _repository(value: Any) -> str:
    """Return the repository of `name:tag`, or of the first digest."""
    name = str(value[0] if isinstance(value, list) and value else value or "<none>").partition("@")[0]
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _tag(value: Any) -> str:
    return str(value or "").rpartition("/")[2].partition(":")[2] or "<none>"


_MODES = ("Replicated", "Global", "ReplicatedJob", "GlobalJob")


def _replicas(service: Mapping[str, Any]) -> str:
    status, wanted = service.get("ServiceStatus") or {}, at(service, "Spec.Mode.Replicated.Replicas")
    running, desired = status.get("RunningTasks"), status.get("DesiredTasks", wanted)
    if running is None and desired is None:
        return ""
    return f"{'?' if running is None else running}/{'?' if desired is None else desired}"


def _manager(value: Any) -> str:
    if not value:
        return ""
    return "leader" if value.get("Leader") else str(value.get("Reachability") or "")


_CHANGES = {0: "changed", 1: "added", 2: "deleted"}

Form = Callable[[Any, datetime], Cell]
FORMS: dict[str, Form] = {
    "text": lambda value, now: cell(value),
    "id": lambda value, now: Cell(short := short_id(str(value or "")), str(value) if value and short != value else ""),
    "image": lambda value, now: _image(value or ""),
    "ago": lambda value, now: Cell("") if value is None else _ago(value, now),
    "moment": lambda value, now: Cell(_written(when)) if (when := moment(value)) else Cell(""),
    "size": lambda value, now: Cell("") if value is None or value < 0 else Cell(size(value), str(value)),
    "command": lambda value, now: _short(str(value or ""), 32),
    "ports": lambda value, now: _short(ports(value or ()), 48),
    "names": lambda value, now: _short(_names(value or ())),
    "repository": lambda value, now: _short(_repository(value)),
    "tag": lambda value, now: _short(_tag(value)),
    "mode": lambda value, now: Cell(next((_spaced(mode) for mode in _MODES if mode in (value or ())), "")),
    "replicas": lambda value, now: Cell(_replicas(value)),
    "manager": lambda value, now: Cell(_manager(value)),
    "change": lambda value, now: Cell(_CHANGES.get(value, str(value))),
}


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
