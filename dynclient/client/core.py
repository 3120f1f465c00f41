"""What `Client` and `AsyncClient` share beside the recipes: what there is to call, and the settings to call it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

import httpx

from dynclient.api.call.encode import encode
from dynclient.api.model.operation import Operation
from dynclient.api.public import Api, Operations
from dynclient.client.calls import Calls
from dynclient.client.conversation import Sender
from dynclient.client.options import Auth, Options, Timeout, options_of
from dynclient.client.outgoing import request_of
from dynclient.client.wiring import Asked, Wires, resolve, versions_of
from dynclient.document.drawn import Drawn
from dynclient.document.legible import one_line
from dynclient.engine.reach.address import Address
from dynclient.engine.reach.certificates import TlsOption
from dynclient.engine.reach.versions import Versions
from dynclient.errors import UnknownOperation

if TYPE_CHECKING:
    from dynclient.api.findings import Findings
    from dynclient.api.words.find import Found
    from dynclient.api.words.vocabulary import Vocabulary
    from dynclient.client.groups import Group, Method
    from dynclient.client.progress import Progress
    from dynclient.document import Document


_Transport = TypeVar("_Transport")


class Core(Drawn, Generic[_Transport]):
    """A client without sending; see `dynclient.Client`, also for the arguments."""

    _calls: Calls
    _sender: Sender

    def __init__(
        self,
        address: str | PathLike[str] | None = None,
        *,
        context: str | None = None,
        spec: str | PathLike[str] | None = None,
        corrections: str | PathLike[str] | None = None,
        server: Asked = None,
        version: str | None = "auto",
        timeout: Timeout = None,
        tls: TlsOption = None,
        auth: Auth = None,
        headers: Mapping[str, str] | None = None,
        validate: bool = True,
        unknown: str = "error",
        strict: bool = False,
        progress: Progress = None,
        transport: _Transport | None = None,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None,
        limits: httpx.Limits | None = None,
        trust_env: bool = True,
        follow_redirects: bool = False,
    ) -> None:
        api, found = resolve(spec, corrections, address, context, transport is not None, tls, trust_env, server)
        options = options_of(timeout, headers, validate, unknown, strict, progress, follow_redirects)
        wires = Wires(transport, event_hooks, limits, trust_env)
        self._setup(api, found, options, versions_of(version, api), wires, auth)

    def _setup(
        self, api: Api, address: Address, options: Options, versions: Versions, wires: Wires, auth: Auth = None
    ) -> None:
        self._sender = self._sending(address, wires)
        self._calls = Calls(api, address, options, versions, self._sender, auth=auth, trust_env=wires.trust_env)

    if TYPE_CHECKING:
        # What each shell has of its own.
        def _sending(self, address: Address, wires: Wires) -> Sender: ...
        def _method(self, operation: Operation) -> Method: ...

    # --- what is there

    @property
    def api(self) -> Api:
        """What the document makes callable."""
        return self._calls.api

    @property
    def address(self) -> Address:
        """Where the engine is."""
        return self._calls.address

    @property
    def options(self) -> Options:
        """The settings."""
        return self._calls.options

    @property
    def operations(self) -> Operations:
        """The operations by id."""
        return self.api.operations

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups by name; the only way to one whose name a client's own attribute has taken."""
        return {name: self._group(name) for name in self.api.groups}

    @property
    def document(self) -> Document:
        """The document that the operations come from."""
        return self.api.document

    @property
    def version(self) -> str:
        """The version that stands in the URLs; `not asked yet` before the first call, `none` without a prefix."""
        return self._calls.versions.name

    def find(self, text: str) -> Found:
        """Find operations by words in their ids, parameters, properties, answers and descriptions, best first.

        Args:
            text: words, or a question; those that have all of them come alone, and where none has, those with most.

        Example:
            >>> from dynclient import Client
            >>> Client("unix:///var/run/docker.sock").find("rename a container")[0]
            <Operation ContainerRename: POST /containers/{id}/rename>
        """
        from dynclient.api.words.find import find
        from dynclient.api.words.vocabulary import recipes_of
        from dynclient.client.recipes.methods import Recipes

        return find(self.api, text, recipes_of(Recipes) if self.document.engine else ())

    def check(self) -> Findings:
        """Check the document: what openapi-core's validators find in it, and what stands in the way of calling it.

        Raises:
            SpecError: its file is not there any more.

        Example:
            >>> from dynclient import Client
            >>> Client("unix:///var/run/docker.sock").check().errors
            ()
        """
        from dynclient.api.findings import check

        return check(self.api.document, taken(type(self)))

    def with_options(
        self,
        *,
        timeout: Timeout | EllipsisType = ...,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        validate: bool | None = None,
        unknown: str | None = None,
        strict: bool | None = None,
        stream_errors: str | None = None,
        progress: Progress | EllipsisType = ...,
        follow_redirects: bool | None = None,
    ) -> Self:
        """Return the same client with other settings; it shares the connections, the version and the logins.

        Args:
            timeout: seconds for every phase, or by phase, or None for no limit but connecting's 10 s.
            headers: headers for every request, beside those set already.
            query: query parameters for every request, beside those set already.
            validate: whether arguments are checked against the document.
            unknown: what becomes of unknown names: `error`, `warn` or `send`.
            strict: whether answers are held against the document.
            stream_errors: whether a failure that a stream reports is raised (`raise`) or a message (`yield`).
            progress: who is shown how far a call is; as for `Client`.
            follow_redirects: whether redirects are followed; as for `Client`.
        """
        asked = {
            "validate": validate,
            "unknown": unknown,
            "strict": strict,
            "headers": headers,
            "query": query,
            "stream_errors": stream_errors,
            "follow_redirects": follow_redirects,
        }
        changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        if not isinstance(timeout, EllipsisType):
            changes["timeout"] = timeout
        if not isinstance(progress, EllipsisType):
            changes["progress"] = progress
        return self._derived(self._calls.with_options(**changes))

    def _derived(self, calls: Calls) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(_calls=calls, _sender=self.__dict__["_sender"])
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        from dynclient.client.travel import packed

        return packed(type(self), self._calls, self.__dict__["_sender"].wires)

    def __setstate__(self, luggage: dict[str, Any]) -> None:
        from dynclient.client.travel import unpack

        self._setup(*unpack(luggage))

    def __copy__(self) -> Self:
        return self._derived(self._calls)

    def build_request(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> httpx.Request:
        """Build an operation's request without sending anything; `send` adds the version, time-outs and credentials.

        Args:
            operation: its id.
            args: values for the path's parameters, in order.
            arguments: as for `op`.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: with everything that is wrong.
        """
        bound = self._calls.bound(operation, args, arguments)
        return request_of(self._calls, encode(bound), "", {"dynclient": bound})

    # --- groups

    def _group(self, name: str) -> Group:
        from dynclient.client.groups import make_group

        groups: dict[str, Group] = self.__dict__.setdefault("_groups", {})
        if name not in groups:
            groups[name] = make_group(name, self.api.groups[name], self._method, self._no_method)
        return groups[name]

    def __getattr__(self, name: str) -> Any:
        # A group whose tag begins with a digit has a `_` before it.
        if (name.startswith("_") and not name[1:2].isdigit()) or "_calls" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name in self.api.groups:
            self.__dict__[name] = group = self._group(name)
            return group
        self._no_group(name)

    def _no_group(self, name: str) -> NoReturn:
        own = [attribute for attribute in dir(type(self)) if not attribute.startswith("_")]
        hint = self._vocabulary().attribute(name, own)
        raise UnknownOperation(f"the client has no {name!r}{'; ' + hint if hint else ''}")

    def _no_method(self, group: str, name: str) -> str:
        return self._vocabulary().method(group, name)

    def _vocabulary(self) -> Vocabulary:
        """Return what says what a wrong name may have meant."""
        from dynclient.api.words.vocabulary import Vocabulary, recipes_of
        from dynclient.client.recipes.methods import Recipes

        return Vocabulary(self.api, recipes_of(Recipes))

    def __dir__(self) -> list[str]:
        own = [name for name in dir(type(self)) if not name.startswith("_")]
        return sorted({*own, *self.api.groups})

    def __repr__(self) -> str:
        document = self.api.document
        title = f"{document.title} {document.version}".strip() or "an API without a title"
        count = len(self.operations)
        about = f"{title}, {count} operations in {', '.join(self.api.groups)}" if count else f"{title}, no operations"
        return one_line(f"<{type(self).__name__} {self.address}: {about}>", 2000)


def taken(*kinds: type) -> frozenset[str]:
    """Return the names that clients of these kinds have of their own, by which no group is reached."""
    return frozenset(name for kind in kinds for name in dir(kind) if not name.startswith("_"))
