"""Times and durations: from Python's values to the engine's forms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from dynclient.api.call.times import WrongTimeError, go_duration, in_unit, number_text, rfc3339, unix_time

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
NO_TIME = "expected Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text, got another text"
BEFORE = "expected a time since 1970, got one before it"
TOO_LARGE = "expected Unix seconds, got a number that is too large for them; for nanoseconds write Decimal(n) / 10**9"
NEGATIVE = "expected a timedelta of at least 0, got a negative one; a positive one means ago"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5),
        (5.5, 5.5),
        (True, True),
        ("5", 5),
        ("5.25", "5.25"),
        ("1795917873.927825456", "1795917873.927825456"),
        (Decimal("1795917873.927825456"), "1795917873.927825456"),
        (Decimal("1E+2"), 100),
        (Decimal(1795917873927825456) / 10**9, "1795917873.927825456"),
        ("2026-11-29T04:04:33.924330118Z", "1795925073.924330118"),
        ("2026-11-29T05:04:33.924330118+01:00", "1795925073.924330118"),
        ("2026-11-29t04:04:33.9z", "1795925073.9"),
        ("1970-01-01T00:01:00Z", 60),
        ("1970-01-01T01:01:00+01:00", 60),
        ("1970-01-01 00:01+00:00", 60),
        (datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 60),
        (datetime(1970, 1, 1, 0, 1, microsecond=500_000, tzinfo=UTC), "60.5"),
        (datetime(2026, 11, 29, 4, 4, 33, 924_331, UTC), "1795925073.924331"),
        (timedelta(minutes=10), 1714564200),
        (timedelta(microseconds=1), "1714564799.999999"),
        (date(2024, 5, 1), int(datetime(2024, 5, 1).timestamp())),
        ("2024-05-01", int(datetime(2024, 5, 1).timestamp())),
        (None, None),
        ([], []),
    ],
    ids=str,
)
def test_a_time_becomes_unix_seconds_with_all_its_digits(value: Any, expected: Any) -> None:
    made = unix_time(value, NOW)
    assert (made, type(made)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        *((text, NO_TIME) for text in ("yesterday", "10m", "5.", "-5", "٥", "1" * 19, "1" * 5000, "12:00", "")),
        ("5.1234567890", NO_TIME),
        ("2024-05-01T12:00:00.1234567890Z", NO_TIME),
        ("2024-05-01Z", NO_TIME),
        (Decimal("NaN"), NO_TIME),
        (Decimal("-1"), NO_TIME),
        (-1, BEFORE),
        (-0.5, BEFORE),
        (datetime(1969, 12, 31, 23, 59, 59, 500_000, UTC), BEFORE),
        (timedelta(days=36_500), BEFORE),
        (1795917873927825456, TOO_LARGE),
        ("1795917873927", TOO_LARGE),
        (Decimal(10**11) + 1, TOO_LARGE),
        (-timedelta(days=1), NEGATIVE),
    ],
    ids=str,
)
def test_what_is_not_a_time_is_refused(value: Any, message: str) -> None:
    with pytest.raises(WrongTimeError) as caught:
        unix_time(value, NOW)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["2024-13-01T00:00:00Z", "2024-02-30", "2024-05-01T25:00:00Z"])
def test_a_date_that_is_not_in_the_calendar_is_not_a_time(text: str) -> None:
    with pytest.raises(WrongTimeError, match=r", got a date or time that does not exist$"):
        unix_time(text)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (timedelta(days=1, seconds=3600, microseconds=250_001), "s", 90_001),
        (timedelta(days=1, seconds=3600, microseconds=250_001), "ms", 90_000_251),
        (timedelta(days=1, seconds=3600, microseconds=250_001), "us", 90_000_250_001),
        (timedelta(days=1, seconds=3600, microseconds=250_001), "ns", 90_000_250_001_000),
        (timedelta(milliseconds=900), "s", 1),
        (timedelta(seconds=2), "s", 2),
        (timedelta(), "s", 0),
    ],
)
def test_a_duration_is_counted_up_to_the_next_whole_unit(value: timedelta, unit: str, expected: int) -> None:
    assert in_unit(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(timedelta(hours=1), "3600s"), (timedelta(microseconds=1), "0.000001s"), (timedelta(), "0s")],
)
def test_a_duration_is_written_as_go_reads_one(value: timedelta, expected: str) -> None:
    assert go_duration(value) == expected


@pytest.mark.parametrize("write", [lambda value: in_unit(value, "s"), go_duration, unix_time])
def test_no_duration_is_negative(write: Any) -> None:
    with pytest.raises(WrongTimeError) as caught:
        write(timedelta(microseconds=-1))
    assert str(caught.value) == NEGATIVE


def test_a_time_without_a_zone_is_local() -> None:
    local = datetime(2024, 5, 1, 12)
    assert rfc3339(local) == rfc3339(local.astimezone())
    assert rfc3339(datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))) == "2024-05-01T10:00:00Z"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, "5"),
        (1.5, "1.5"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (1700000000.123456, "1700000000.123456"),
    ],
)
def test_a_number_is_written_without_an_exponent(value: float, expected: str) -> None:
    assert number_text(value) == expected
