"""What can be set for a client and for those made from it by `with_options`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import httpx

from dynclient.api.call.bind import UNKNOWN_MODES
from dynclient.api.call.encode import plain_pairs
from dynclient.api.call.headers import header_items
from dynclient.api.call.prepare import Preparation
from dynclient.document import limits
from dynclient.errors import MASK, ArgumentError, InvalidArguments

# Waiting for an engine that is not there helps nobody; a build, a wait or a stop may take as long as it takes.
_CONNECT_SECONDS = 10.0

Timeout = float | timedelta | Mapping[str, float | timedelta | None] | httpx.Timeout | None
Auth = Mapping[str, Any] | tuple[str, str] | str | None


class Options(NamedTuple):
    """The settings of one client, derived ones included."""

    timeout: Mapping[str, float | None]
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[str, ...] = ()
    validate: bool = True
    unknown: str = "error"
    strict: bool = False
    stream_errors: str = "raise"
    progress: Any = None
    follow_redirects: bool = False

    def __repr__(self) -> str:
        # Headers and query parameters of the user's own carry tokens.
        shown = self._replace(
            headers=tuple((name, MASK) for name, _ in self.headers),
            query=tuple(f"{pair.partition('=')[0]}={MASK}" for pair in self.query),
        )
        return f"Options({', '.join(f'{name}={value!r}' for name, value in shown._asdict().items())})"

    def changed(self, **changes: Any) -> Options:
        """Return the same settings with some changed; headers and query are added to."""
        if "timeout" in changes:
            changes["timeout"] = timeouts(changes["timeout"])
        if "headers" in changes:
            changes["headers"] = (*self.headers, *header_items(changes["headers"]))
        if "query" in changes:
            changes["query"] = (*self.query, *query_items(changes["query"]))
        check_unknown(changes.get("unknown", self.unknown))
        if (mode := changes.get("stream_errors", "raise")) not in ("raise", "yield"):
            raise ValueError(f"stream_errors={mode!r}: expected 'raise' or 'yield'")
        if "progress" in changes:
            changes["progress"] = checked_progress(changes["progress"])
        return self._replace(**changes)


def options_of(
    timeout: Timeout,
    headers: Mapping[str, str] | None,
    validate: bool,
    unknown: str,
    strict: bool,
    progress: Any,
    follow_redirects: bool,
) -> Options:
    """Return the settings that a client's arguments ask for.

    Raises:
        ValueError: one of them is none.
        InvalidArguments: a header cannot stand in a request.
    """
    return Options(
        timeouts(timeout),
        header_items(headers),
        validate=validate,
        unknown=check_unknown(unknown),
        strict=strict,
        progress=checked_progress(progress),
        follow_redirects=bool(follow_redirects),
    )


def checked_progress(progress: Any) -> Any:
    """Return what shows progress, unless it cannot.

    Raises:
        ValueError: it cannot.
    """
    if progress is None or progress is False:
        return progress
    from dynclient.client.progress import check_progress

    return check_progress(progress)


def check_unknown(mode: str) -> str:
    """Refuse another mode than the known ones.

    Raises:
        ValueError: naming them.
    """
    if mode not in UNKNOWN_MODES:
        raise ValueError(f"unknown={mode!r}: expected one of {', '.join(map(repr, UNKNOWN_MODES))}")
    return mode


def timeouts(timeout: Timeout) -> dict[str, float | None]:
    """Return the seconds for each phase: `connect`, `read`, `write`, `pool`.

    Args:
        timeout: seconds for all of them, or by phase (others stay unlimited, connecting at 10 s), or None: unlimited
            but for connecting.
    """
    if isinstance(timeout, httpx.Timeout):
        return {phase: _seconds(value) for phase, value in timeout.as_dict().items()}
    phases: dict[str, float | None] = {"connect": _CONNECT_SECONDS, "read": None, "write": None, "pool": None}
    if timeout is None:
        return phases
    if isinstance(timeout, Mapping):
        if unknown := timeout.keys() - phases.keys():
            raise ValueError(f"timeout has no phase {', '.join(sorted(unknown))}; there are {', '.join(phases)}")
        return {**phases, **{phase: _seconds(value) for phase, value in timeout.items()}}
    return dict.fromkeys(phases, _seconds(timeout))


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    value = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        raise ValueError(f"timeout={value!r}: expected seconds, a timedelta or None")
    if value > limits.SECONDS:
        shown = "too many" if isinstance(value, int) else f"{value!r}"
        raise ValueError(
            f"timeout={shown}: expected {limits.SECONDS:,} seconds (24 days) at most; write None for no limit"
        )
    return float(value)


def query_items(query: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return query parameters as they stand in a URL; None stands for not given.

    Raises:
        InvalidArguments: a value cannot be written.
    """
    errors: list[ArgumentError] = []
    prepare = Preparation(errors)
    given = {name: prepare.value(value, {}, name) for name, value in (query or {}).items() if value is not None}
    if errors:
        raise InvalidArguments("query", errors)
    return tuple(pair for name, value in given.items() for pair in plain_pairs(name, value))
