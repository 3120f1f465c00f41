"""The document for an engine: of those that are bundled, the newest that the engine speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.public import api_of
from dynclient.client.negotiation import PING, lower_of_both, unversioned
from dynclient.document import Document, bundled_corrections, bundled_path, load, nearest
from dynclient.engine.reach.versions import Versions, is_version
from dynclient.errors import ArgumentError, InvalidArguments

if TYPE_CHECKING:
    from dynclient.client.calls import Calls
    from dynclient.client.conversation import Conversation

NAME = "for_engine"


def settings_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the client that asks the engine.

    Raises:
        InvalidArguments: a document is among them.
    """
    if settings.get("spec") is not None:
        problem = "the engine's version chooses the document; for another, make the client with spec= itself"
        raise InvalidArguments(NAME, [ArgumentError("spec", problem)])
    return {**settings, "spec": bundled_path()}


def fitted(calls: Calls) -> Conversation[Calls]:
    """Return the same client's calls with the bundled document that is nearest to what is spoken, but not above it.

    An engine is asked once, unless the version is pinned. One that does not tell gets the default document.

    Raises:
        VersionMismatch: the engine is older than any version that the document may be used for.
    """
    versions = calls.versions
    if versions.origin:
        return calls.with_api(api_of(_document(calls, versions.name)), versions)
    ping = (yield from unversioned(calls, PING, NAME)).response
    told = ping.headers.get("api-version", "")
    known = ping.status_code == 200 and is_version(told)
    api = api_of(_document(calls, told) if known else calls.api.document)
    if not versions.asks:
        return calls.with_api(api, versions)
    other = calls.with_api(api, Versions("auto"))
    other.versions.prefix = lower_of_both(other, ping)
    return other


def _document(calls: Calls, version: str) -> Document:
    own = calls.api.document.layers[len(bundled_corrections()) :]
    return load(nearest(version), corrections=own[0] if own else None)
