"""A container that a recipe made or waited for: its inspection, where its ports are, and its end by `with`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

from dynclient.api.answer.result import Result, wrap
from dynclient.client.recipes.clearing import discarded
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.publishing import opened
from dynclient.document.pickled import reduced
from dynclient.errors import ArgumentError, InvalidArguments

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller
    from dynclient.engine.reach.address import Address

_ANY = ("", "0.0.0.0", "::")


class HostPort(NamedTuple):
    """A host and a port, to connect to; as text with a colon between them.

    >>> str(HostPort("::1", 8080)), f"http://{HostPort('127.0.0.1', 8080)}/"
    ('[::1]:8080', 'http://127.0.0.1:8080/')

    Attributes:
        host: an address or a name.
        port: the port's number.
    """

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


class Container(Result):
    """A container's inspection, as `run(detach=True)`, `create` and `wait_for` return it.

    It is a `Result` of what the engine told at that moment. `with`, or `async with`, removes the container at its end.

    Example:
        >>> from dynclient import Client
        >>> def version_of(caller: Caller) -> str:
        ...     with client.run("nginx", detach=True, ports={80: None}) as web:
        ...         client.wait_for(web, port=80, timeout=30)
        ...         return httpx.get(f"http://{web.port(80)}/").headers["server"]
    """

    __slots__ = ("_caller",)
    _caller: Caller

    def port(self, port: int | str) -> HostPort:
        """Return where a port of the container is reached: the host and the port to connect to.

        A port that is published on every address is reached at the engine's host, which is 127.0.0.1 for a Unix socket.

        Args:
            port: the port inside, such as 80 or `53/udp`.

        Raises:
            InvalidArguments: it is not published, or was not yet when the container was inspected.

        Example:
            >>> from dynclient import Client
            >>> def address_of(caller: Caller) -> str:
            ...     return str(client.run("nginx", detach=True, ports={80: ("127.0.0.1", None)}).port(80))
        """
        try:
            return published_at(self, port, self._caller.address, "port")
        except InvalidArguments as error:
            error.about(address=self._caller.address.url)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._caller.sender.drive(discarded(self._caller, told(self, str, "Id"), error))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._caller.sender.drive(discarded(self._caller, told(self, str, "Id"), error))


def container_of(caller: Caller, found: Any) -> Container:
    """Return an inspection with what a `Container` can do.

    Raises:
        InvalidAnswer: it is none.
    """
    told(found, str, "Id")
    made: Container = Container.__new__(Container)
    dict.__init__(made, found)
    for name, value in (("_shape", found._shape), ("_response", found._response), ("_caller", caller)):
        object.__setattr__(made, name, value)
    return made


def gone(caller: Caller, made: Any) -> Container:
    """Return what is known of a container that was started and is gone: the answer to its creation."""
    state = {"Status": "removing", "Running": False, "ExitCode": None}
    shape = caller.api.operations["ContainerInspect"].shape
    return container_of(caller, wrap({**dict(made), "State": state}, shape, made._response))


def published_at(found: Mapping[str, Any], port: Any, address: Address, recipe: str) -> HostPort:
    """Return where a port of an inspected container is reached.

    Raises:
        InvalidArguments: it is no port, or is not published.
    """
    try:
        inside = opened(port)
    except ValueError as error:
        raise InvalidArguments(recipe, [ArgumentError("port", str(error))]) from None
    if (found.get("HostConfig") or {}).get("NetworkMode") == "host":
        return HostPort(_host_of(address), int(inside.partition("/")[0]))
    bindings = ((found.get("NetworkSettings") or {}).get("Ports") or {}).get(inside) or ()
    for host, number in _reached(bindings, address):
        return HostPort(host, number)
    status = (found.get("State") or {}).get("Status")
    why = f"{inside} is published at no port of the host"
    if status != "running":
        why = f"{why} while the container is {status or 'not there'}; inspect it once it runs"
    else:
        why = f"{why}; publish it by ports={{{inside.partition('/')[0]}: None}}"
    raise InvalidArguments(recipe, [ArgumentError("port", why)])


def _reached(bindings: Any, address: Address) -> Iterator[tuple[str, int]]:
    for binding in bindings:
        if str(binding.get("HostPort") or "").isdigit():
            host = str(binding.get("HostIp") or "")
            yield (_host_of(address) if host in _ANY else host), int(binding["HostPort"])


def _host_of(address: Address) -> str:
    """Return the host that an engine's own addresses mean."""
    if address.ssh is not None:
        return address.ssh.host
    return "127.0.0.1" if address.socket is not None else urlsplit(address.base).hostname or "127.0.0.1"
