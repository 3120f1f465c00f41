"""Waiting for a container, told by the engine's events and logs, and for an engine that is still starting."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.result import Result
from dynclient.client.conversation import Conversation
from dynclient.client.recipes.clearing import pausing
from dynclient.client.recipes.container import Container, container_of
from dynclient.client.recipes.container_wait import STATES, Wait, seconds_of
from dynclient.client.recipes.seeking import line_written, port_taken
from dynclient.errors import (
    ArgumentError,
    ConnectionFailed,
    InvalidArguments,
    RequestTimeout,
    ServerError,
    StreamError,
    VersionMismatch,
)

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller

# How long one question to an engine that may be starting is waited for, and how long between two.
_ANSWER_SECONDS, _FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 0.05, 1.0


def wait_for(
    caller: Caller, container: Any, state: str | None = None, *, text: Any = None, port: Any = None, timeout: Any = None
) -> Conversation[Container]:
    """Wait until a container is in a state, has written a text or takes connections; see `Client.wait_for`."""
    _check_wish(state, text, port)
    wait = Wait(caller, seconds_of(timeout, "wait_for"))
    if isinstance(container, Mapping) and isinstance(container.get("Id"), str):
        container = container["Id"]
    try:
        yield from wait.begin(container)
        if text is not None:
            yield from line_written(wait, text)
        elif port is not None:
            yield from port_taken(wait, port)
        else:
            yield from wait.until(state or "running")
    except RequestTimeout as error:
        if wait.left is None:
            raise
        wait.too_late(container, error)
    return container_of(caller, wait.found)


def _check_wish(state: Any, text: Any, port: Any) -> None:
    errors = []
    if state is not None and state not in STATES:
        errors.append(ArgumentError("state", f"expected one of {', '.join(STATES)}, got {state!r}"))
    given = [name for name, value in (("state", state), ("text", text), ("port", port)) if value is not None]
    if len(given) > 1:
        errors.append(ArgumentError(given[1], f"is given beside {given[0]}; wait for one after the other"))
    if errors:
        raise InvalidArguments("wait_for", errors)


def wait_ready(caller: Caller, *, timeout: Any = None) -> Conversation[Result]:
    """Wait until an engine answers; see `Client.wait_ready`."""
    seconds = seconds_of(timeout, "wait_ready")
    end = math.inf if seconds is None else time.monotonic() + seconds
    pause = _FIRST_PAUSE
    while True:
        limited = caller.with_options(timeout=max(min(_ANSWER_SECONDS, end - time.monotonic()), _FIRST_PAUSE))
        try:
            yield from limited.call("SystemPing", (), {})
            return (yield from limited.call("SystemVersion", (), {}))  # type: ignore[no-any-return]
        except VersionMismatch:
            raise
        except (ConnectionFailed, RequestTimeout, ServerError, StreamError) as error:
            if time.monotonic() + pause > end:
                said = str(error).splitlines()[0]
                why = f"the engine at {caller.address.url} is not ready after {seconds:g} s; the last answer: {said}"
                raise RequestTimeout(why) from error
        yield pausing(caller, pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
