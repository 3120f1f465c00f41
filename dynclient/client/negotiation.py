"""The version that engine and document share: asked for once, and named on both sides where there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from dynclient.api.answer.interpret import refusal, versions_told
from dynclient.api.call.bind import Bound
from dynclient.api.call.encode import Wire
from dynclient.api.call.prepare import place
from dynclient.client.conversation import Conversation, Do, Reply, Send
from dynclient.client.log import logged
from dynclient.client.outgoing import request_of
from dynclient.engine.reach.versions import Range, is_version, mismatch, numbers
from dynclient.errors import ArgumentError, DynclientError, InvalidArguments, RequestTimeout, Response, VersionMismatch

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller

_NAME = "version negotiation"
PING = "/_ping"  # under no version


def url_prefix(caller: Caller, name: str, bound: Bound | None = None) -> Conversation[str]:
    """Return the prefix of a call's URL, `/v1.45`; the first call asks the engine which version both speak.

    Args:
        caller: whose call it is for.
        name: the call's, for errors.
        bound: what is called, which may not be harmful to such an engine; None for what no document knows.

    Raises:
        VersionMismatch: as for `negotiated`.
        InvalidArguments: as for `check_known`.
    """
    prefix = caller.versions.prefix
    if prefix is None:
        prefix = yield from negotiated(caller, name)
    if bound is not None and bound.operation.dated:
        check_known(bound, prefix)
    return prefix


def check_known(bound: Bound, prefix: str) -> None:
    """Refuse what an engine of the version that is spoken may ignore, where it would do more than was asked for.

    Args:
        bound: the call.
        prefix: of its URL; an empty one says nothing of the engine.

    Raises:
        InvalidArguments: it has such a part.
    """
    here = prefix.removeprefix("/v")
    errors = [
        ArgumentError(
            place(parameter.name, key),
            f"engines before version {version} of the API ignore it and do the rest, and this one speaks {here}",
            "unsupported",
        )
        for parameter in bound.operation.dated
        for key, version in parameter.since.items()
        if here and key in (bound.parameters.get(parameter.name) or ()) and numbers(here) < numbers(version)
    ]
    if errors:
        raise InvalidArguments(bound.operation.id, errors)


def negotiated(caller: Caller, name: str) -> Conversation[str]:
    """Return the prefix that the engine and the document share; others that want it wait for the one that asks.

    Args:
        caller: whose engine is asked.
        name: whose call wants to know, for errors.

    Raises:
        VersionMismatch: the engine's newest version is older than any that the document may be used for.
    """
    versions = caller.versions
    turn = versions.turn()
    enter = turn.aenter if caller.sender.awaited else turn.enter
    try:
        try:
            yield Do(enter, (caller.options.timeout["read"],))
        except TimeoutError as error:
            late = "the engine did not answer within the time that was set (timeout=)"
            raise RequestTimeout(f"{_NAME}: {late}").about(operation=name) from error
        if (prefix := versions.prefix) is None:
            reply = yield from unversioned(caller, PING, name)
            prefix = versions.prefix = lower_of_both(caller, reply.response)
    finally:
        turn.leave()
    return prefix


def unversioned(caller: Caller, path: str, name: str) -> Conversation[Reply]:
    """Ask the engine what it answers under no version."""
    request = request_of(caller, Wire("GET", path), "")
    reply: Reply = yield from logged(Send(request, _NAME), request, _NAME, caller=name)
    return reply


def lower_of_both(caller: Caller, ping: httpx.Response) -> str:
    """Return the prefix of the lower of the engine's and the document's version.

    A ping that is refused (a socket proxy's 403) or is no engine's falls back to the document's.
    """
    newest, own = ping.headers.get("api-version", ""), caller.api.document.version
    caller.versions.engine = ping.headers.get("server", "")
    if ping.status_code != 200 or not is_version(newest):
        newest = own
    if numbers(newest) < numbers(_range(caller).oldest):
        raise _mismatch(caller, "the engine is too old", Range("", newest))
    return f"/v{min(newest, own, key=numbers)}"


def _range(caller: Caller) -> Range:
    """Return the versions that the document may be used for."""
    own = caller.api.document.version
    return Range(min(caller.api.oldest, own, key=numbers), own)


class Refused(NamedTuple):
    """An answer of status 400, which may be to the URL's version.

    Attributes:
        content: its body.
        sent: the prefix of the request.
        final: whether the request cannot be sent again, or was already.
    """

    response: Response
    content: bytes
    sent: str
    final: bool


def check_version(caller: Caller, refused: Refused) -> Conversation[bool]:
    """Return whether a 400 refused the URL's version and another was agreed on, for the request to be sent again.

    Such a refusal has done nothing. A proxy may keep `/_ping` to itself, and an older engine may have come to the
    address, so that only the refusal says so.

    Raises:
        VersionMismatch: there is no version that both speak, another one is pinned, or the request is spent; with what
            both speak.
    """
    response, versions = refused.response, caller.versions
    told = versions_told(caller.api, response, refused.content)
    if told is None:
        return False
    engine = yield from _spoken(caller, response, told)
    agreed = _agreed(caller, engine)
    versions.forget()
    if versions.asks and agreed not in (None, refused.sent):
        versions.prefix = agreed
        if not refused.final:
            return True
    said = refusal(caller.api, response, refused.content).message
    raise _mismatch(caller, said, engine).about(operation=response.operation or "")


def _agreed(caller: Caller, engine: Range) -> str | None:
    """Return the prefix of the newest version that the engine, as far as it says, and the document both speak."""
    own = _range(caller)
    newest = min(engine.newest or own.newest, own.newest, key=numbers)
    oldest = max(engine.oldest or own.oldest, own.oldest, key=numbers)
    return f"/v{newest}" if numbers(oldest) <= numbers(newest) else None


def _spoken(caller: Caller, refused: Response, said: Mapping[str, str]) -> Conversation[Range]:
    """Return what the engine speaks: as it says under no version, or else by what comes with its refusal."""
    told: Any = {}
    try:
        reply = yield from unversioned(caller, "/version", _NAME)
        told = json.loads(reply.content)
    except (DynclientError, ValueError, RecursionError):
        pass
    oldest, newest = (told.get(name) if isinstance(told, dict) else "" for name in ("MinAPIVersion", "ApiVersion"))
    header = refused.headers.get("api-version")
    return Range(_first(oldest, said["oldest"]), _first(newest, said["newest"], header))


def _first(*versions: Any) -> str:
    """Return the first that is a version, or nothing."""
    return next((version for version in versions if is_version(version)), "")


def _mismatch(caller: Caller, said: str, engine: Range) -> VersionMismatch:
    message = mismatch(said, engine, _range(caller), caller.versions)
    return VersionMismatch(f"{caller.address}: {message}", address=caller.address.url, origin=caller.address.origin)
