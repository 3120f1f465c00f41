"""Redirects that a user has followed: on the same host alone, in the method that was asked for, a few at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from dynclient.client.conversation import Conversation, Opened, Reply
from dynclient.client.secrecy import MaskedHeaders, MaskedURL
from dynclient.document import limits

C = TypeVar("C", Reply, Reply | Opened)

# https://www.rfc-editor.org/rfc/rfc9110#section-15.4: these two keep method and body; 303 asks for a GET. What becomes
# of a POST at 301 and 302 is left open there, so that only what changes nothing is asked for again.
_SAME, _SEE_OTHER, _MOVED = (307, 308), 303, (301, 302)
_OF_A_BODY = ("content-type", "content-length", "transfer-encoding")


def followed(
    request: httpx.Request, came: C, content: Any, send: Callable[[httpx.Request], Conversation[C]]
) -> Conversation[tuple[httpx.Request, C]]:
    """Go where an answer leads, and return the last request and what came of it; a redirect where that is the end.

    Args:
        request: the one that was answered, with credentials; they go to no other host.
        came: what came of it.
        content: its body, as it was given; one that was read while it was sent is not there any more.
        send: sends a request in the same way.
    """
    for _ in range(limits.REDIRECTS):
        further = _further(request, came.response, content)
        if further is None:
            break
        request = further
        came = yield from send(request)
    return request, came


def _further(request: httpx.Request, response: httpx.Response, content: Any) -> httpx.Request | None:
    """Return the request that a redirect asks for; None where it is none that is followed."""
    status, location = response.status_code, response.headers.get("location")
    reads = request.method in ("GET", "HEAD")
    same = status in _SAME or (status in _MOVED and reads)
    if not location or not (same or status == _SEE_OTHER) or (same and not isinstance(content, (bytes, type(None)))):
        return None
    try:
        url = request.url.join(location)
    except httpx.InvalidURL:
        return None
    if (url.scheme, url.netloc, url.userinfo) != (request.url.scheme, request.url.netloc, b""):
        return None
    method = request.method if same or reads else "GET"
    headers = request.headers.copy()
    if method != request.method:
        for name in _OF_A_BODY:
            headers.pop(name, None)
    made = httpx.Request(method, url, content=content if same else None, extensions=request.extensions)
    made.headers = MaskedHeaders(headers)
    # What a server writes into a URL may be as secret as what it was asked with.
    made.url = MaskedURL(url, getattr(request.url, "shown", frozenset()))
    return made
