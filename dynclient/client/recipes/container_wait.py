"""One wait for a container: until when, what it was seen to do last, and when it is given up."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from dynclient.api.answer.result import Result
from dynclient.client.conversation import Conversation
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.running import next_event
from dynclient.errors import (
    ArgumentError,
    ContainerFailed,
    DynclientError,
    InvalidArguments,
    NotFound,
    RequestTimeout,
)

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller

# Each with what is said of one that does not come to it.
STATES = {"healthy": "is not healthy", "running": "does not run", "exited": "has not ended"}
_ENDED = ("exited", "dead", "removing")
# What the first look at a container may take, however short the time is.
_LEAST_SECONDS = 1.0
_EVENTS = ("start", "restart", "unpause", "die", "destroy", "health_status")


def seconds_of(timeout: Any, recipe: str) -> float | None:
    """Return the seconds that a time-out means; None for no end.

    Raises:
        InvalidArguments: it is neither a number of seconds nor a `timedelta`, or is negative.
    """
    if timeout is None:
        return None
    seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < math.inf:
        right = f"; write {timeout}" if isinstance(timeout, str) and timeout.isascii() and timeout.isdigit() else ""
        problem = f"expected seconds as a number, or a timedelta, got {timeout!r}{right}"
        raise InvalidArguments(recipe, [ArgumentError("timeout", problem)])
    return float(seconds)


class Wait:
    """One wait for a container: until when, and what was seen last.

    Attributes:
        found: the last inspection; None before the first.
        what: what is said of a container for which the time is not enough.
        seen: what else was seen last, for that.
    """

    def __init__(self, caller: Caller, seconds: float | None) -> None:
        self.caller, self._seconds = caller, seconds
        self._end = None if seconds is None else time.monotonic() + seconds
        self.found: Any = None
        self.what = self.seen = ""

    @property
    def left(self) -> float | None:
        """The seconds that are left, or None where there is no end."""
        return None if self._end is None else max(self._end - time.monotonic(), 0.0)

    @property
    def limited(self) -> Caller:
        """The caller, whose calls take no longer than what is left.

        Raises:
            RequestTimeout: nothing is left.
        """
        if (left := self.left) is None:
            return self.caller
        if not left:
            raise RequestTimeout("the time is over")
        return self.caller.with_options(timeout=left)

    @property
    def id(self) -> str:
        """The container's id."""
        return told(self.found, str, "Id")

    @property
    def status(self) -> str:
        """The container's state, as it was seen last."""
        return told(self.found, str, "State", "Status")

    @property
    def name(self) -> str:
        """The container's name."""
        return told(self.found, str, "Name").lstrip("/")

    def begin(self, container: str) -> Conversation[None]:
        """Inspect a container by the name that it was given by."""
        limited = self.caller
        if (left := self.left) is not None:  # it is looked at once, however short the time
            limited = limited.with_options(timeout=max(left, _LEAST_SECONDS))
        self.found = yield from limited.call("ContainerInspect", (container,), {})

    def inspect(self, state: str = "", event: Any = None) -> Conversation[None]:
        """Inspect it once more; one that is gone, as an end with `auto_remove` leaves it, has ended.

        Args:
            state: what is waited for.
            event: what has happened since, which alone has the exit code then.
        """
        try:
            self.found = yield from self.limited.call("ContainerInspect", (self.id,), {})
        except NotFound:
            if state != "exited":
                raise
            ended = copy.deepcopy(self.found)
            told(ended, dict, "State").update({"Status": "exited", "Running": False, "ExitCode": _code_told(event)})
            self.found = ended

    def until(self, state: str) -> Conversation[None]:
        """Wait for a state."""
        self.what = STATES[state]
        while not reached(self.found, state):
            yield from self.changed(state)

    def changed(self, state: str) -> Conversation[None]:
        """Wait for its next event, if it is still needed once events are listened to, and inspect it."""
        filters = {"type": ["container"], "container": [self.id], "event": list(_EVENTS)}

        def needless() -> Conversation[bool]:
            yield from self.inspect(state)
            return reached(self.found, state)

        event = yield from next_event(self.limited, filters, needless)
        if not reached(self.found, state):
            yield from self.inspect(state, event)

    def too_late(self, container: Any, error: RequestTimeout) -> NoReturn:
        """Say what was waited for, and how it stands.

        Raises:
            RequestTimeout: always.
        """
        if self.found is None:
            raise RequestTimeout(f"{container} was not told of after {self._seconds:g} s") from error
        health = self.found.State.get("Health")
        how = [self.status, *([str(health.get("Status"))] if isinstance(health, Mapping) else [])]
        seen = f"; {self.seen}" if self.seen else ""
        raise RequestTimeout(
            f"{self.name} {self.what} after {self._seconds:g} s; it is {', '.join(how)}{seen}"
        ) from error


def _code_told(event: Any) -> int | None:
    """Return the exit code in the event of an end."""
    actor = event.get("Actor") if isinstance(event, Mapping) and event.get("Action") == "die" else None
    attributes = actor.get("Attributes") if isinstance(actor, Mapping) else None
    code = str(attributes.get("exitCode")) if isinstance(attributes, Mapping) else ""
    return int(code) if code.isascii() and code.isdigit() else None


def reached(found: Result, state: str) -> bool:
    """Return whether an inspected container is in a state.

    Raises:
        ContainerFailed: it has ended, and so does not come to run.
        DynclientError: it has no healthcheck, and so does not become healthy.
        InvalidAnswer: the inspection does not say.
    """
    status = told(found, str, "State", "Status")
    if state == "exited":
        return status in _ENDED
    name = told(found, str, "Name").lstrip("/")
    if state == "healthy" and not _has_healthcheck(found):
        raise DynclientError(f"{name} has no healthcheck, so that it never is healthy")
    check_ended(found, f"while it was waited for to be {state}")
    if status != "running" or state == "running":
        return status == "running"
    health = found.State.get("Health")
    return isinstance(health, Mapping) and health.get("Status") == "healthy"


def check_ended(found: Any, when: str) -> None:
    """Raise where a container has ended.

    Raises:
        ContainerFailed: it has.
    """
    if told(found, str, "State", "Status") in _ENDED:
        name, code = told(found, str, "Name").lstrip("/"), found["State"].get("ExitCode")
        raise ContainerFailed(f"{name} ended with exit code {code} {when}", exit_code=code)


def _has_healthcheck(found: Any) -> bool:
    check = told(found, dict, "Config").get("Healthcheck")
    test = check.get("Test") if isinstance(check, Mapping) else None
    return bool(isinstance(test, list) and test and test[0] != "NONE")
