"""Conversion of Python's times and durations to the engine's forms, with the same meaning everywhere."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

_NANOSECONDS = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}
# A larger number of seconds would be in the year 5138 or later: it is in milliseconds or nanoseconds.
_LATEST = 10**11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = r"([0-9]{1,18})(\.[0-9]{1,9})?"
_RFC3339 = r"(?a)(\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d)?)?)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)?"
EXPECTED = "expected Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text"


class WrongTimeError(ValueError):
    """A value that is not a time; the message says what was expected."""


def is_a(value: Any, module: str, name: str) -> bool:
    """Return whether a value is an instance of a class, without importing its module: whoever has one has done so."""
    return module in sys.modules and isinstance(value, getattr(sys.modules[module], name))


def number_text(value: float) -> str:
    """Write a number without an exponent, which the engine does not accept."""
    written = repr(value)
    if "e" in written:
        from decimal import Decimal

        return f"{Decimal(written):f}"
    return written


def in_unit(value: timedelta, unit: str) -> int:
    """Return a duration as an integer in `s`, `ms`, `us` or `ns`, rounded up.

    Rounded down, a grace period of 0.9 s would be none.

    Raises:
        WrongTimeError: it is negative.
    """
    return -(-_microseconds(value) * 1_000 // _NANOSECONDS[unit])


def go_duration(value: timedelta) -> str:
    """Write a duration as text for the engine: `3600.005s`.

    Raises:
        WrongTimeError: it is negative.
    """
    return f"{_decimal(_microseconds(value) * 1_000)}s"


def _microseconds(value: timedelta) -> int:
    if value < timedelta():
        # As an age it would be in the future, and everything is older than that.
        raise WrongTimeError("expected a timedelta of at least 0, got a negative one; a positive one means ago")
    return value // timedelta(microseconds=1)


def _decimal(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return f"{seconds}.{rest:09d}".rstrip("0").rstrip(".")


def rfc3339(value: datetime) -> str:
    """Write a time as RFC 3339 in UTC; one without a time zone is local time."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def unix_time(value: Any, now: datetime | None = None) -> Any:
    """Return Unix seconds for a number, its text, RFC 3339, a datetime, a date, or a timedelta (that long ago).

    A time or text with a fraction becomes text: a float cannot hold nine digits, and a log may have two lines in one
    microsecond. A value of another type is returned unchanged. The engine accepts only seconds (spec/REALITY.md, E69).

    Raises:
        WrongTimeError: it is not a time, or is not in seconds since 1970.
        ValueError, OverflowError: it is out of Python's range.
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, timedelta):
        value = (now or datetime.now(UTC)) - timedelta(microseconds=_microseconds(value))
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if isinstance(value, datetime):
        return _from_datetime(value)
    if is_a(value, "decimal", "Decimal"):
        return _from_text(f"{value.normalize():f}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _check(value)
    return value


def _from_text(text: str) -> int | str:
    if found := re.fullmatch(_NUMBER, text):
        _check(int(found[1]))
        return text if found[2] else int(text)
    found = re.fullmatch(_RFC3339, text)
    if found is None:
        raise WrongTimeError(f"{EXPECTED}, got another text")
    if ":" not in found[1] and (found[2] or found[3]):
        raise WrongTimeError(f"{EXPECTED}, got another text")
    try:
        whole = datetime.fromisoformat(f"{found[1]}{found[3] or ''}".upper())
    except ValueError:
        raise WrongTimeError(f"{EXPECTED}, got a date or time that does not exist") from None
    seconds = _from_datetime(whole)
    return f"{seconds}{found[2]}" if found[2] else seconds


def _from_datetime(value: datetime) -> int | str:
    microseconds = (value.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
    _check(microseconds / 1_000_000)
    written = _decimal(microseconds * 1_000)
    return written if "." in written else int(written)


def _check(seconds: float) -> None:
    if seconds < 0:
        raise WrongTimeError("expected a time since 1970, got one before it")
    if seconds > _LATEST:
        raise WrongTimeError(
            "expected Unix seconds, got a number that is too large for them; for nanoseconds write Decimal(n) / 10**9"
        )
