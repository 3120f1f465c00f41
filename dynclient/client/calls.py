"""An operation's call, from its arguments to its value, as conversations: what `op`, `stream` and the recipes go by."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient.api.answer.interpret import interpret, is_foreign, is_output, partial_value
from dynclient.api.call.bind import Bound, bind
from dynclient.api.call.encode import Wire, encode
from dynclient.api.model.operation import Operation
from dynclient.api.public import Api
from dynclient.client.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send, Sender
from dynclient.client.incoming import framed_output, is_endless, is_framed, opened_value, response_meta
from dynclient.client.log import logged
from dynclient.client.negotiation import Refused, check_version, url_prefix
from dynclient.client.options import Auth, Options
from dynclient.client.outgoing import (
    ambient_of,
    completed,
    elsewhere,
    is_spent,
    is_upload,
    name_of,
    request_of,
    upgraded,
)
from dynclient.engine.reach.address import Address
from dynclient.engine.reach.versions import Versions
from dynclient.engine.wire.faults import no_tls, wants_tls
from dynclient.errors import (
    ArgumentError,
    DynclientError,
    InvalidArguments,
    Response,
    StreamError,
    Unauthorized,
    UnknownOperation,
)

if TYPE_CHECKING:
    from dynclient.api.call.security import Credentials
    from dynclient.client.progress import Progress, Watch
    from dynclient.engine.reach.credentials import Login

_NONE: Mapping[str, Any] = MappingProxyType({})


class Calls:
    """What makes a client's calls: a `Caller`, of which clients made from one another have copies.

    Args:
        auth: credentials for registries, or for another API's security schemes.
        trust_env: whether that configuration counts.
    """

    def __init__(
        self,
        api: Api,
        address: Address,
        options: Options,
        versions: Versions,
        sender: Sender,
        *,
        auth: Auth = None,
        trust_env: bool = True,
    ) -> None:
        self.api, self.address, self.options, self.versions, self.sender = api, address, options, versions, sender
        self.ambient, self.trust_env = ambient_of(api, trust_env), trust_env
        self.logins: dict[str, Login] = {}
        self.credentials: Credentials | None = None
        if auth is not None and api.document.engine:
            from dynclient.engine.reach.credentials import logins_of

            self.logins.update(logins_of(auth))
        elif auth is not None:
            from dynclient.api.call.security import Credentials

            self.credentials = Credentials(api.document, auth)

    def with_options(self, **changes: Any) -> Self:
        """Return a caller of the same client with other settings."""
        return self._changed(options=self.options.changed(**changes))

    def with_api(self, api: Api, versions: Versions) -> Self:
        """Return what makes the same client's calls by another document."""
        return self._changed(api=api, versions=versions)

    def apart(self) -> Self | None:
        """Return a caller with connections of its own; see `Caller`."""
        sender = self.sender.apart()
        return None if sender is None else self._changed(sender=sender)

    def _changed(self, **own: Any) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, **own)
        return other

    def proxied(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the variables for proxies that the docker command gives to containers and builds, too."""
        if not self.trust_env:
            return {}
        from dynclient.engine.reach.ambient import proxies

        return proxies(os.environ, self.address.url, given)

    # --- whole

    def call(
        self, operation: str | Operation, args: tuple[Any, ...] = (), arguments: Mapping[str, Any] = _NONE
    ) -> Conversation[Any]:
        """Return the conversation of a call: an answer without an end, or of a size without bound, is left open."""
        if "progress" in arguments and (other := self._shown(operation, arguments["progress"])) is not None:
            rest = {name: value for name, value in arguments.items() if name != "progress"}
            return other.call(operation, args, rest)
        bound = self.bound(operation, args, arguments)
        return self._signed(bound, self._answered) if bound.operation.registry else self._answered(bound)

    def _shown(self, operation: str | Operation, progress: Progress) -> Self | None:
        """Return what shows a call's progress; None where the call knows no progress or a name of its own.

        Raises:
            ValueError: it shows no progress.
        """
        return self.with_options(progress=progress) if self._found(operation).takes_progress else None

    def _found(self, operation: str | Operation) -> Operation:
        if isinstance(operation, Operation):
            return operation
        try:
            return self.api.operations[operation]
        except UnknownOperation as error:
            error.about(address=self.address.url, operation=operation)
            raise

    def bound(self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]) -> Bound:
        """Return an operation's arguments, checked, with the defaults that no header of the client's own replaces.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: with everything that is wrong.
        """
        found = self._found(operation)
        try:
            if found.server is not None and (problem := elsewhere(self.address, found)):
                raise InvalidArguments(found.id, [ArgumentError("its server", problem, "unsupported")])
            bound = bind(found, args, arguments, validate=self.options.validate, unknown=self.options.unknown)
        except DynclientError as error:
            error.about(address=self.address.url, operation=found.id)
            raise
        if bound.defaults and self.options.headers:
            own = {name.lower() for name, _ in self.options.headers}
            kept = {k: v for k, v in bound.parameters.items() if k not in bound.defaults or k.lower() not in own}
            return bound._replace(parameters=kept)
        return bound

    def _answered(self, bound: Bound) -> Conversation[Any]:
        if is_endless(bound) or bound.operation.answer.kind in ("tar", "session"):
            return self._open(bound)
        if bound.operation.answer.kind == "websocket":
            return self._read_whole(bound)
        if (watch := self._watch(bound.operation)) is not None:
            return self._watched(bound, watch)
        return self.whole(encode(bound), bound)

    def _watch(self, operation: Operation) -> Watch | None:
        """Return what shows how far a call is, where it may take long and somebody looks."""
        body = operation.body
        if self.options.progress is False or not (
            (operation.answer.kind == "lines" and operation.answer.settled) or (body and not body.structured)
        ):
            return None
        from dynclient.client.progress import watch

        return watch(self.options.progress, operation)

    def _watched(self, bound: Bound, watch: Watch) -> Conversation[Any]:
        """Go through with a call that is shown while it goes on."""
        bound = watch.asked(bound)
        try:
            value = yield from self.whole(encode(bound), bound, watch)
        except BaseException as error:
            watch.stop(error)
            raise
        watch.stop(None)
        return value

    def _signed(self, bound: Bound, call: Callable[[Bound], Conversation[Any]]) -> Conversation[Any]:
        """Go through with a call that a registry is asked in, with the credentials for it."""
        from dynclient.client.logins import named, signed

        bound = yield from signed(self, bound)
        try:
            return (yield from call(bound))
        except Unauthorized as error:
            named(bound, error)
            raise

    def whole(
        self, wire: Wire, bound: Bound | None = None, watch: Watch | None = None, again: bool = False
    ) -> Conversation[Any]:
        """Send one request and return the value of its answer; whoever watches is told what is sent and what comes."""
        prefix = yield from url_prefix(self, name_of(wire), bound)
        name, operation = name_of(wire), wire.operation
        kind = operation.answer.kind if operation else ""
        request = request_of(self, upgraded(wire), prefix, watch=watch)
        # Output comes in one chunk a line, which costs the pool's parser five times the work.
        alone = kind in ("hijack", "frames") or is_upload(wire) or watch is not None
        try:
            reply = yield from self._reply(request, name, alone, watch)
            if self.options.follow_redirects:
                from dynclient.client.redirects import followed

                request, reply = yield from followed(
                    request, reply, wire.content, lambda hop: self._reply(hop, name, alone, watch)
                )
        except StreamError as error:
            error.partial = partial_value(operation, error.partial)
            raise
        response = response_meta(reply.response, name, request, self.address.url)
        framed = None
        output = kind == "frames" or (kind == "hijack" and is_output(response, reply.content))
        if output and bound is not None and response.status < 300 and not is_foreign(operation, response):
            framed = yield from framed_output(self, bound, response)
        if response.status == 400:
            refused = Refused(response, reply.content, prefix, again or is_spent(wire))
            if (yield from check_version(self, refused)):
                return (yield from self.whole(wire, bound, watch, again=True))
        value = self._value(operation, response, reply.content, framed)
        if self.options.strict and operation is not None:
            from dynclient.api.answer.strict import check_answer

            check_answer(operation, response, reply.content)
        return value

    def _reply(self, request: httpx.Request, name: str, alone: bool, watch: Watch | None) -> Conversation[Reply]:
        """Return what sends a request and reads its answer to the end."""
        return self._alone(request, name, watch) if alone else logged(Send(request, name), request, name)

    @staticmethod
    def _alone(request: httpx.Request, name: str, watch: Watch | None = None) -> Conversation[Reply]:
        """Send a request on a connection of its own, and read the answer to its end."""
        came = yield from logged(Open(request, name), request, name)
        if isinstance(came, Opened):
            if came.response.status_code == httpx.codes.SWITCHING_PROTOCOLS and is_framed(came.response):
                # Nobody can write to it any more. The end of a terminal's input would end its output, too.
                yield Do(came.source.close_write)
            came = yield Drain(came, name, None if watch is None else watch.came)
        reply: Reply = came
        return reply

    def _value(
        self, operation: Operation | None, response: Response, content: bytes, framed: bool | None = None
    ) -> Any:
        """Return the value of a complete answer."""
        if response.status == 400 and wants_tls(content):
            raise no_tls(self.address)
        return interpret(self.api, operation, response, content, framed)

    # --- open

    def open(
        self, operation: str | Operation, args: tuple[Any, ...] = (), arguments: Mapping[str, Any] = _NONE
    ) -> Conversation[Any]:
        """Return the conversation that opens an operation's answer, whatever it is."""
        bound = self.bound(operation, args, arguments)
        if bound.operation.registry:
            return self._signed(bound, lambda signed: self._open(signed, stream=True))
        return self._open(bound, stream=True)

    def _read_whole(self, bound: Bound) -> Conversation[Any]:
        """Open an answer and read it to its end."""
        stream = yield from self._open(bound)
        return (yield Do(stream.read))

    def _open(self, bound: Bound, stream: bool = False, again: bool = False) -> Conversation[Any]:
        """Send a request and leave its answer open; again where the engine has refused the version."""
        operation = bound.operation
        prefix = yield from url_prefix(self, operation.id, bound)
        wire = upgraded(encode(bound, open_=stream))
        request = request_of(self, wire, prefix)
        came = yield from logged(Open(request, operation.id), request, operation.id)
        if self.options.follow_redirects:
            from dynclient.client.redirects import followed

            request, came = yield from followed(
                request, came, wire.content, lambda hop: logged(Open(hop, operation.id), hop, operation.id)
            )
        response = response_meta(came.response, operation.id, request, self.address.url)
        if isinstance(came, Reply):
            if response.status == 400:
                refused = Refused(response, came.content, prefix, again or is_spent(wire))
                if (yield from check_version(self, refused)):
                    return (yield from self._open(bound, stream, again=True))
            return self._value(operation, response, came.content)
        if is_foreign(operation, response):
            reply = yield Drain(came, operation.id)
            return self._value(operation, response, reply.content)
        try:
            return (yield from opened_value(self, bound, came.source, response, request, stream))
        except BaseException:
            came.source.close()
            raise

    # --- built before

    def completed(self, request: httpx.Request, bound: Bound) -> Conversation[httpx.Request]:
        """Return a request of `build_request` with what needs to be asked for: the version, stored credentials."""
        prefix = yield from url_prefix(self, bound.operation.id, bound)
        made = completed(self, request, bound, prefix)
        if bound.operation.registry:
            from dynclient.client.logins import signed_request

            yield from signed_request(self, made, bound)
        return made
