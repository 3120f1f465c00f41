"""Times and durations: what Python has for them to what the engine reads, with one meaning in every place."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

_NANOSECONDS = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}
# A number of seconds above this is of the year 5138 or later: it counts milliseconds or nanoseconds.
_LATEST = 10**11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = r"([0-9]{1,18})(\.[0-9]{1,9})?"
_RFC3339 = r"(?a)(\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d)?)?)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)?"
EXPECTED = "expected Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text"


class WrongTimeError(ValueError):
    """The value is no time; the message says what was expected."""


def is_a(value: Any, module: str, name: str) -> bool:
    """Return whether a value is of a class whose module is loaded by those alone who have such a value."""
    return module in sys.modules and isinstance(value, getattr(sys.modules[module], name))


def number_text(value: float) -> str:
    """Write a number without an exponent, which the engine does not read."""
    written = repr(value)
    if "e" in written:
        from decimal import Decimal

        return f"{Decimal(written):f}"
    return written


def in_unit(value: timedelta, unit: str) -> int:
    """Return a duration as an integer of `s`, `ms`, `us` or `ns`, up to the next whole one.

    Down, a grace of 0.9 s would be none.

    Raises:
        WrongTimeError: it is negative.
    """
    return -(-_microseconds(value) * 1_000 // _NANOSECONDS[unit])


def go_duration(value: timedelta) -> str:
    """Write a duration as the engine reads one in a text: `3600.005s`.

    Raises:
        WrongTimeError: it is negative.
    """
    return f"{_decimal(_microseconds(value) * 1_000)}s"


def _microseconds(value: timedelta) -> int:
    if value < timedelta():
        # As an age it would be of the future, and everything is older than that.
        raise WrongTimeError("expected a timedelta of at least 0, got a negative one; a positive one means ago")
    return value // timedelta(microseconds=1)


def _decimal(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return f"{seconds}.{rest:09d}".rstrip("0").rstrip(".")


def rfc3339(value: datetime) -> str:
    """Write a time as RFC 3339 in UTC; one without a zone is local time."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def unix_time(value: Any, now: datetime | None = None) -> Any:
    """Return Unix seconds for a number, a text of one, RFC 3339, a datetime, a date, or a timedelta (that long ago).

    Fractions of times and texts are texts: nine digits are more than a float holds, and a log may have two lines in
    one microsecond. A value of another type stays as it is. The engine takes nothing but seconds
    (spec/REALITY.md, E69).

    Raises:
        WrongTimeError: it is no time, or none in seconds since 1970.
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
