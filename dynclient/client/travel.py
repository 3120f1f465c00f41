"""Clients on their way to another process: made there anew from what they were made from.

What only this process has (a transport, hooks, an SSL context) cannot travel, secrets that were typed in do not, and a
client whose address means this machine is refused on another.
"""

from __future__ import annotations

import hashlib
import os
import platform
import warnings
from dataclasses import asdict, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from dynclient.api.public import Api, api_of
from dynclient.client.options import Options
from dynclient.client.wiring import Wires, on_the_way
from dynclient.document import Document, bundled_corrections, bundled_path, load, loaded, number_of
from dynclient.document.pickled import made, named
from dynclient.document.version import __version__
from dynclient.engine.reach.address import Address, Ssh
from dynclient.engine.reach.certificates import Trust
from dynclient.engine.reach.proxy import is_loopback
from dynclient.engine.reach.versions import Versions
from dynclient.errors import ConnectionFailed, DynclientError, SecretsLeftBehind, SpecError, is_secret_header

if TYPE_CHECKING:
    from dynclient.client.calls import Calls


class Packed(NamedTuple):
    """What a client is made from anew; on its way it is a dict, as what is in it is, so that its pickle names no class.

    Attributes:
        spec: the document's file, or the number of a bundled version; None for the default one.
        corrections: the user's own, or None.
        key: the hash of the document, as this release of dynclient computes it.
        release: dynclient's version.
        machine: the identity of the machine that the address means, or None: any.
        version: a pinned version, `auto`, or None for URLs without one.
        pinned_by: what pins it, for messages.
    """

    spec: str | None
    corrections: str | None
    key: str
    release: str
    address: Address
    machine: str | None
    version: str | None
    pinned_by: str
    options: Options
    limits: httpx.Limits | None
    trust_env: bool


def packed(kind: type, calls: Calls, wires: Wires) -> tuple[Any, ...]:
    """Return what pickle makes a client from anew.

    Args:
        kind: the client's class.
        calls: what it calls with.
        wires: what it was told of its connections.

    Raises:
        DynclientError: it has what cannot travel.
    """
    return made, (named(kind),), _as_data(_packed(calls, wires))


def _packed(calls: Calls, wires: Wires) -> Packed:
    _check_portable(calls, wires)
    address, options, left = _without_secrets(calls)
    if left:
        warnings.warn(
            f"{', '.join(left)}: secrets do not travel with a pickled client; set them where it is used",
            SecretsLeftBehind,
            stacklevel=4,  # the line that pickles
        )
    document, versions = calls.api.document, calls.versions
    own = document.layers[len(bundled_corrections()) :]
    version = versions.name if versions.origin else "auto" if versions.asks else None
    return Packed(
        None if document.source == bundled_path() else number_of(document.source) or os.path.abspath(document.source),
        os.path.abspath(own[0]) if own else None,
        document.key,
        __version__,
        address._replace(proxy=None),  # the environment's, there as here
        machine() if _means_this_machine(address) else None,
        version,
        versions.origin,
        options,
        wires.limits,
        wires.trust_env,
    )


def _as_data(luggage: Packed) -> dict[str, Any]:
    address = luggage.address
    where = address._asdict() | {
        "ssh": address.ssh and address.ssh._asdict(),
        "trust": address.trust and asdict(replace(address.trust, given=None)),
    }
    return luggage._asdict() | {"address": where, "options": luggage.options._asdict()}


def _of_data(data: dict[str, Any]) -> Packed:
    where, options = data["address"], Options(**data["options"])
    ssh, trust = where["ssh"] and Ssh(**where["ssh"]), where["trust"] and Trust(**where["trust"])
    return Packed(**data | {"address": Address(**where | {"ssh": ssh, "trust": trust}), "options": options})


def unpack(data: dict[str, Any]) -> tuple[Api, Address, Options, Versions, Wires]:
    """Return what a client is set up with from what was packed, perhaps in another process or on another machine.

    Raises:
        ConnectionFailed: its address means another machine than this.
        SpecError: its document is not there, or is another one.
    """
    luggage = _of_data(data)
    address = luggage.address
    if luggage.machine is not None and luggage.machine != machine():
        raise ConnectionFailed(
            f"this client speaks to {address.url} of another machine, where it was made.\n"
            "  Make it where it is used, or give it an address that means the same everywhere: ssh://…, tcp://…",
            address=address.url,
            origin=address.origin,
        )
    api = api_of(_document(luggage))
    wires = Wires(limits=luggage.limits, trust_env=luggage.trust_env)
    versions = Versions(luggage.version, luggage.pinned_by)
    return api, on_the_way(address, luggage.trust_env), luggage.options, versions, wires


# Pickles of 0.1 name it.
def unpacked(kind: type, luggage: Packed) -> Any:
    client: Any = object.__new__(kind)
    client.__setstate__(_as_data(luggage))
    return client


def _document(luggage: Packed) -> Document:
    here = loaded(luggage.key)
    if here is not None:
        return here
    if luggage.spec is None and luggage.corrections is None:
        found = load(bundled_path())
    else:
        found = load(luggage.spec or bundled_path(), corrections=luggage.corrections)
    if luggage.release == __version__ and found.key != luggage.key:
        raise SpecError("is another one than the client was made with", source=found.source)
    return found


def _means_this_machine(address: Address) -> bool:
    return bool(address.socket) or (not address.ssh and is_loopback(urlsplit(address.base).hostname or ""))


def _check_portable(calls: Calls, wires: Wires) -> None:
    trust, progress = calls.address.trust, calls.options.progress
    reasons = {
        "transport=": wires.transport is not None,
        "event_hooks=": any((wires.event_hooks or {}).values()),
        "tls= as an SSLContext": trust is not None and trust.given is not None,
        "progress= as a function or an object": progress not in (None, True, False),
    }
    if found := [name for name, there in reasons.items() if there]:
        why = f"this client cannot be pickled: {', '.join(found)} cannot travel"
        raise DynclientError(f"{why}; make the client where it is used")


def _without_secrets(calls: Calls) -> tuple[Address, Options, list[str]]:
    """Return what travels of the address and the options, and what that leaves behind."""
    address, options, left = calls.address, calls.options, []
    if calls.logins or calls.credentials is not None:
        left.append("auth= and login()")
    if address.trust is not None and address.trust.password is not None:
        left.append("tls= (the key's password)")
        address = address._replace(trust=replace(address.trust, password=None))
    headers = tuple(pair for pair in options.headers if not is_secret_header(pair[0]))
    if headers != options.headers:
        left.append("headers=")
    if options.query:
        left.append("query=")  # a token may stand in any of them
    return address, options._replace(headers=headers, query=()), left


@cache
def machine() -> str:
    """Return the identity of this machine: a hash of its id and its name.

    The id alone does not do: clones of a virtual machine share it, and containers often have none.
    """
    told = platform.node()
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            with open(path) as file:
                told += file.read(64)
            break
        except OSError:
            continue
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
