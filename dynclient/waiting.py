"""Waiting until a container is in a state, by the engine's events: without polling, and without missing one."""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from dynclient.conversation import Conversation
from dynclient.errors import (
    ArgumentError,
    ContainerFailed,
    DynclientError,
    InvalidArguments,
    NotFound,
    RequestTimeout,
    StreamError,
)
from dynclient.result import Result
from dynclient.running import closing, following

if TYPE_CHECKING:
    from dynclient._base import Base

# Each with what is said of one that does not come to it.
_STATES = {"healthy": "is not healthy", "running": "does not run", "exited": "has not ended"}
_ENDED = ("exited", "dead", "removing")
_EVENTS = ("start", "restart", "unpause", "die", "destroy", "health_status")


def wait_for(
    client: Base, container: str, state: str = "running", *, timeout: float | None = None
) -> Conversation[Result]:
    """Wait until a container is in a state; see `Base.wait_for`."""
    if state not in _STATES:
        raise InvalidArguments(
            "wait_for", [ArgumentError("state", f"is {state!r}; expected one of {', '.join(_STATES)}")]
        )
    end = None if timeout is None else time.monotonic() + timeout
    found = yield from client._asked("ContainerInspect", (container,), {})
    while not reached(found, state):
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            _too_late(found, state, timeout)
        try:
            found = yield from _changed(client, found, state, left)
        except RequestTimeout as error:
            if left is None:
                raise
            _too_late(found, state, timeout, error)
    return found  # type: ignore[no-any-return]


def _changed(client: Base, found: Result, state: str, left: float | None) -> Conversation[Any]:
    """Wait for a container's next event, if it is still needed once events are listened to, and inspect it."""
    limited = client if left is None else client.with_options(timeout=left)
    filters = {"type": ["container"], "container": [found.Id], "event": list(_EVENTS)}
    events = yield from limited._streamed("SystemEvents", (), {"filters": filters})
    try:
        found = yield from _inspected(client, found, state, {})
        if reached(found, state):
            return found
        if (event := (yield following(events))) is None:
            raise StreamError("the engine ended its events", operation="SystemEvents")
    finally:
        yield closing(events)
    return (yield from _inspected(client, found, state, event))


def _inspected(client: Base, found: Result, state: str, event: Mapping[str, Any]) -> Conversation[Any]:
    """Inspect a container once more; one that is gone, as an end with `auto_remove` leaves it, has ended.

    Args:
        found: what the last inspection said.
        event: what has happened since, which alone tells the exit code then.
    """
    try:
        return (yield from client._asked("ContainerInspect", (found.Id,), {}))
    except NotFound:
        if state != "exited":
            raise
    told = event["Actor"]["Attributes"].get("exitCode") if event.get("Action") == "die" else None
    ended = copy.deepcopy(found)
    ended.State |= {"Status": "exited", "Running": False, "ExitCode": None if told is None else int(told)}
    return ended


def reached(found: Result, state: str) -> bool:
    """Tell whether an inspected container is in a state.

    Raises:
        ContainerFailed: it has ended, and so does not come to run.
        DynclientError: it has no healthcheck, and so does not become healthy.
    """
    status = found.State.Status
    if state == "exited":
        return status in _ENDED
    if state == "healthy" and not _has_healthcheck(found):
        raise DynclientError(f"{found.Name.lstrip('/')} has no healthcheck, so that it never is healthy")
    if status in _ENDED:
        code = found.State.ExitCode
        why = f"{found.Name.lstrip('/')} ended with exit code {code} while it was waited for to be {state}"
        raise ContainerFailed(why, exit_code=code)
    return status == "running" and (state == "running" or found.State.Health.Status == "healthy")


def _has_healthcheck(found: Result) -> bool:
    test = (found.Config.Healthcheck or {}).get("Test")
    return bool(test and test[0] != "NONE")


def _too_late(found: Result, state: str, timeout: float | None, error: BaseException | None = None) -> NoReturn:
    health = f", {found.State.Health.Status}" if found.State.Health else ""
    why = f"{found.Name.lstrip('/')} {_STATES[state]} after {timeout} s; it is {found.State.Status}{health}"
    raise RequestTimeout(why) from error
