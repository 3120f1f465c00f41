"""One line for each request, at level DEBUG of the logger `dynclient`; no secret is in it, nor a body or a header."""

from __future__ import annotations

import logging
import time
from typing import Any

import httpx

from dynclient.client.conversation import Conversation, Wish
from dynclient.client.secrecy import shown_target
from dynclient.errors import DynclientError

_LOG = logging.getLogger("dynclient")


def logged(wish: Wish, request: httpx.Request, operation: str, *, caller: str = "") -> Conversation[Any]:
    """Send a request and log it: operation, method, path, status, and the time until the answer was there.

    That is until its end, or for a stream until its head.

    Args:
        wish: what sends it.
        request: the request.
        operation: its operation's id, or another name for it.
        caller: the operation that it is sent for, where that is another one.
    """
    if not _LOG.isEnabledFor(logging.DEBUG):
        try:
            return (yield wish)
        except DynclientError as error:
            error.about(operation=caller or operation)
            raise
    about = f"{operation}: {request.method} {shown_target(request.url)}"
    begun = time.perf_counter()
    try:
        came = yield wish
    except BaseException as error:
        if isinstance(error, DynclientError):
            error.about(operation=caller or operation)
        # Of another's error nothing but its name is known to be no secret.
        why = f": {str(error).partition(chr(10))[0]}" if isinstance(error, DynclientError) else ""
        _LOG.debug("%s failed after %.1f ms: %s%s", about, _since(begun), type(error).__name__, why)
        raise
    response = came if isinstance(came, httpx.Response) else came.response
    _LOG.debug("%s %d in %.1f ms", about, response.status_code, _since(begun))
    return came


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
