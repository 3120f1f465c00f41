"""The short form `ports=`: which ports of a container are opened, and at which address and port of the host.

The engine publishes on every interface where it cannot read an address, so that one that is none is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dynclient.api.call.prepare import kind_of

_PROTOCOLS = ("tcp", "udp", "sctp")
_RANGE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_PUBLISHED = re.compile(r"(?:(?P<ip>\[[^]]*\]|[^:\[\]]*):)?(?:(?P<host>[0-9-]*):)?(?P<inside>[0-9-]+(?:/\w+)?)")
_LAST = 65535


class Ports(NamedTuple):
    """One port, or a range of them with both ends."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __len__(self) -> int:
        return self.last - self.first + 1


class Inside(NamedTuple):
    """The ports of a container that are opened."""

    ports: Ports
    protocol: str


class Place(NamedTuple):
    """Where a port is published: an address, empty for all of them, and ports, None for a free one."""

    address: str
    ports: Ports | None


def published(value: Any) -> dict[str, list[dict[str, str]]]:
    """Return the engine's port bindings.

    Args:
        value: `{80: 8080}`, `{"53/udp": ("127.0.0.1", 5353)}`, `{80: None}` (a free one), `{80: [8080, 8081]}`,
            `{80: "8080-8090"}` (a free one of these), `{"8000-8002": "9000-9002"}`, or a list of `address:port:inside`,
            `port:inside`, `inside` and `(inside, protocol)`.

    Raises:
        ValueError: it is something else, an address is none, or ranges differ in length.
    """
    if isinstance(value, Mapping):
        pairs = [(_inside(inside), place) for inside, target in value.items() for place in _places(target)]
    elif isinstance(value, (list, tuple)):
        pairs = [_item(item) for item in value]
    else:
        raise ValueError(f"expected a dict or a list, got {kind_of(value)}; write {{80: 8080}} or ['8080:80']")
    bindings: dict[str, list[dict[str, str]]] = {}
    for inside, place in pairs:
        for port, host in _paired(inside, place):
            bindings.setdefault(port, []).append({"HostIp": place.address, "HostPort": host})
    return bindings


def opened(value: Any) -> str:
    """Return one port of a container as the engine names it.

    Raises:
        ValueError: it is none, or a range.
    """
    inside = _inside(value)
    if len(inside.ports) > 1:
        raise ValueError(f"expected one port, got {value!r}")
    return f"{inside.ports}/{inside.protocol}"


def _paired(inside: Inside, place: Place) -> Iterator[tuple[str, str]]:
    """Yield each port of a container with the host's: of a range for one port the engine takes a free one."""
    opened, host = inside.ports, place.ports
    if host is not None and len(opened) > 1 and len(host) != len(opened):
        raise ValueError(f"expected as many ports of the host as of {opened}, got {host}")
    for index in range(len(opened)):
        chosen = "" if host is None else str(host) if len(opened) == 1 else str(host.first + index)
        yield f"{opened.first + index}/{inside.protocol}", chosen


def _inside(value: Any) -> Inside:
    number, protocol = value, "tcp"
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str):
        number, protocol = value
    elif isinstance(value, str):
        number, slash, named = value.partition("/")
        protocol = named if slash else protocol
    ports = _range(number)
    if ports is None or not ports.first or protocol.lower() not in _PROTOCOLS:
        raise ValueError(f"expected a port such as 80, '80/tcp', '53/udp' or '8000-8010', got {value!r}")
    return Inside(ports, protocol.lower())


def _places(target: Any) -> Iterator[Place]:
    """Yield where a port is published."""
    if isinstance(target, list):
        for one in target:
            yield from _places(one)
    elif isinstance(target, tuple) and len(target) in (1, 2):
        if _range(target[0]) is not None:
            raise ValueError(f"expected (address, port), got {target!r}; write {list(target)!r} for several ports")
        yield Place(_address(target[0]), _host(target[1] if len(target) == 2 else None))
    elif isinstance(target, str) and ":" in target:
        address, _, port = target.rpartition(":")
        yield Place(_address(address), _host(port or None))
    else:
        yield Place("", _host(target))


def _host(value: Any) -> Ports | None:
    if value is None:
        return None
    ports = _range(value)
    if ports is None:
        wanted = "expected a port, a range such as '8080-8090', None for a free one, or (address, port)"
        hint = "; write ('127.0.0.1', 8080) to say the address" if isinstance(value, str) and "." in value else ""
        raise ValueError(f"{wanted}, got {value!r}{hint}")
    return ports


def _range(value: Any) -> Ports | None:
    """Return the ports that a number or a text means; None where it means none."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    found = _RANGE.fullmatch(str(value))
    if found is None:
        return None
    ports = Ports(int(found[1]), int(found[2] or found[1]))
    return ports if ports.first <= ports.last <= _LAST else None


def _item(item: Any) -> tuple[Inside, Place]:
    if isinstance(item, str) and ":" in item:
        return _text(item)
    if isinstance(item, (int, str, tuple)):
        return _inside(item), Place("", None)
    raise ValueError(f"expected items such as '8080:80', '127.0.0.1:8080:80/udp' or 80, got {kind_of(item)}")


def _text(text: str) -> tuple[Inside, Place]:
    found = _PUBLISHED.fullmatch(text)
    if found is None:
        brackets = "; an IPv6 address stands in brackets" if "::" in text and "[" not in text else ""
        raise ValueError(f"expected inside, port:inside or address:port:inside, got {text!r}{brackets}")
    address, port = found["ip"], found["host"]
    if port is None:  # one colon alone: what stands before it is a port
        address, port = "", address
    return _inside(found["inside"]), Place(_address(address or ""), _host(port or None))


def _address(value: Any) -> str:
    """Return an address as the engine reads it.

    Raises:
        ValueError: it is none; the engine would publish on every interface.
    """
    import ipaddress

    if value is None or value == "":
        return ""
    text = str(value) if isinstance(value, (str, ipaddress.IPv4Address, ipaddress.IPv6Address)) else "none"
    text = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        ipaddress.ip_address(text.replace("%", "/"))  # a zone is refused too, for the engine does not read it
    except ValueError:
        right = "127.0.0.1" if text.lower() == "localhost" else "one such as 127.0.0.1, or '' for all"
        raise ValueError(f"expected an IP address, got {value!r}; write {right}") from None
    return text
