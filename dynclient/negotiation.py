"""The version that engine and document share: asked for once, and named on both sides where there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.api.encode import Wire
from dynclient.api.interpret import refusal, too_old_or_new
from dynclient.conversation import Conversation, Do, Reply, Send
from dynclient.engine.versions import Range, is_version, mismatch, numbers
from dynclient.errors import DynclientError, RequestTimeout, VersionMismatch
from dynclient.log import logged
from dynclient.outgoing import request_of
from dynclient.result import Response

if TYPE_CHECKING:
    from dynclient._base import Base

_NAME = "version negotiation"
PING = "/_ping"  # under no version


def negotiated(client: Base) -> Conversation[str]:
    """Give the prefix that the engine and the document share; who else wants it waits for the one that asks.

    Raises:
        VersionMismatch: the engine's newest version is older than any that the document may be used for.
    """
    versions = client._versions
    turn = versions.aturn if hasattr(type(client), "aclose") else versions.turn
    try:
        leave = yield Do(turn, (client.options.timeout["read"],))
    except TimeoutError as error:
        late = "the engine did not answer within the time that was set (timeout=)"
        raise RequestTimeout(f"{_NAME}: {late}") from error
    try:
        if (prefix := versions.prefix) is None:
            reply = yield from _unversioned(client, PING)
            prefix = versions.prefix = _shared(client, reply.response)
    finally:
        leave()
    return prefix


def _unversioned(client: Base, path: str) -> Conversation[Reply]:
    """Ask the engine what it answers under no version."""
    request = request_of(client, Wire("GET", path), client._path)
    reply: Reply = yield from logged(Send(request, _NAME), request, _NAME)
    return reply


def _shared(client: Base, ping: httpx.Response) -> str:
    """Give the prefix of the lower of the engine's and the document's version.

    A ping that is refused (a socket proxy's 403) or is no engine's falls back to the document's.
    """
    newest, own = ping.headers.get("api-version", ""), client.api.document.version
    client._versions.engine = ping.headers.get("server", "")
    if ping.status_code != 200 or not is_version(newest):
        newest = own
    if numbers(newest) < numbers(_range(client).oldest):
        raise _mismatch(client, "the engine is too old", Range("", newest))
    return f"/v{min(newest, own, key=numbers)}"


def _range(client: Base) -> Range:
    """Give the versions that the document may be used for."""
    own = client.api.document.version
    return Range(min(client.api.oldest, own, key=numbers), own)


def check_version(client: Base, response: Response, content: bytes) -> Conversation[None]:
    """Raise where a 400 says that the engine does not speak the version of the URL.

    Raises:
        VersionMismatch: with what both sides speak.
    """
    if not too_old_or_new(client.api, response, content):
        return
    engine = yield from _spoken(client, response)
    error = _mismatch(client, refusal(client.api, response, content).message, engine)
    client._versions.forget()
    raise error


def _spoken(client: Base, refused: Response) -> Conversation[Range]:
    """Give what the engine speaks: as it tells under no version, or else by what comes with its refusal."""
    told: Any = {}
    try:
        reply = yield from _unversioned(client, "/version")
        told = json.loads(reply.content)
    except (DynclientError, ValueError, RecursionError):
        pass
    said = [told.get(name) for name in ("MinAPIVersion", "ApiVersion")] if isinstance(told, dict) else ["", ""]
    oldest, newest = (str(version) if is_version(version) else "" for version in said)
    return Range(oldest, newest or str(refused.headers.get("api-version") or ""))


def _mismatch(client: Base, said: str, engine: Range) -> VersionMismatch:
    message = mismatch(said, engine, _range(client), client._versions)
    return VersionMismatch(f"{client.address}: {message}", address=client.address.url, origin=client.address.origin)
