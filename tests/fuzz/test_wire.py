"""Calls under chance: mutated answers, Ctrl-C, cancellation, and many of them; only errors of ours, and nothing left.

More than a second of each, and by other seeds: `pytest -s -m slow tests/fuzz/test_wire.py --fuzz-seconds 600`.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, DynclientError
from tests.fuzz.wire import OUTPUT, Case, Mutant, cases, descriptors, mutated, right_engine

pytestmark = pytest.mark.slow
SMALLEST = 200  # of whatever is made, however little time there is
WANTED = {"ContainerLogs": OUTPUT.count(b"\0\0\0") and "out\nerr\n" + "x" * 300}


def rounds(seconds: float, smallest: int = SMALLEST) -> Iterator[int]:
    """Count until the time is over, and at least so far."""
    end = time.monotonic() + seconds
    for number in itertools.count():
        if number >= smallest and time.monotonic() >= end:
            return
        yield number


def chance_of(seed: int, seconds: float) -> random.Random:
    """Return what decides: the same by default, something else for any other time."""
    return random.Random(seed if seconds == 1 else f"{seed} in {seconds}")


def used(value: Any) -> Any:
    """Show a value as a console and a notebook do."""
    repr(value)
    if hasattr(value, "_repr_html_"):
        value._repr_html_()
    return value


# --- answers ----------------------------------------------------------------------------------------


def taken(client: Client, case: Case) -> None:
    """Make a case's call, and use what comes of it."""
    if case.way == "stream":
        with client.stream(case.operation, *case.args, **case.arguments) as stream:
            for item in used(stream):
                used(item)
        return
    value = used(client.op(case.operation, *case.args, **case.arguments))
    if case.way == "tar":
        used(value.members())


async def ataken(client: AsyncClient, case: Case) -> None:
    """Make a case's call; as `taken`, awaited."""
    if case.way == "stream":
        async with client.stream(case.operation, *case.args, **case.arguments) as stream:
            async for item in used(stream):
                used(item)
        return
    value = used(await client.op(case.operation, *case.args, **case.arguments))
    if case.way == "tar":
        used(await value.members())


def by_sync(address: str, case: Case, settings: dict[str, Any]) -> None:
    with Client(address, **settings) as client:
        taken(client, case)


def by_async(address: str, case: Case, settings: dict[str, Any]) -> None:
    async def main() -> None:
        async with AsyncClient(address, **settings) as client:
            await ataken(client, case)

    asyncio.run(main())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("by", [by_sync, by_async], ids=["sync", "async"])
def test_a_mutated_answer_is_a_value_or_an_error_of_ours(
    by: Any, seed: int, tmp_path: Path, fuzz_seconds: float
) -> None:
    chance, all_cases, server = chance_of(seed, fuzz_seconds), cases(), Mutant(tmp_path / "mutant.sock")
    tally: Counter[str] = Counter()
    before = descriptors()
    for number in rounds(fuzz_seconds):
        case = chance.choice(all_cases)
        server.sent, server.chance = mutated(chance, case.sent), random.Random(chance.random())
        version = "auto" if case.operation == "SystemPing" else "1.45"
        settings = {"version": version, "timeout": 5, "strict": chance.random() < 0.1}
        try:
            by(server.address, case, settings)
            tally["a value"] += 1
        except DynclientError as error:
            used(error)
            str(error)
            tally[type(error).__name__] += 1
        except Exception as error:
            error.add_note(f"seed {seed}, answer {number} of {case.operation}: {server.sent[:2000]!r}")
            raise
    server.stop()
    gc.collect()
    print(f"\n{by.__name__} {seed}: {sum(tally.values())} answers, {dict(tally.most_common())}")
    assert descriptors() <= before


# --- Ctrl-C -----------------------------------------------------------------------------------------


class Bell(KeyboardInterrupt):
    """What stands for Ctrl-C."""


@contextmanager
def ringing() -> Iterator[Any]:
    """Yield what has Ctrl-C come after so many seconds, or stops it."""
    armed = False

    def ring(*_: object) -> None:
        if armed:
            raise Bell

    def arm(seconds: float) -> None:
        nonlocal armed
        armed = seconds > 0
        signal.setitimer(signal.ITIMER_REAL, seconds)

    old = signal.signal(signal.SIGALRM, ring)
    try:
        yield arm
    finally:
        arm(0)
        signal.signal(signal.SIGALRM, old)


def call(client: Client, chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.6:
        assert client.op("ContainerInspect", "x")["Id"] == "x"
    elif kind < 0.8:
        assert client.op("ContainerLogs", "x", stdout=True).text == WANTED["ContainerLogs"]
    else:
        with client.stream("ContainerLogs", "x", stdout=True) as stream:
            assert b"".join(frame.data for frame in stream).decode() == WANTED["ContainerLogs"]


@pytest.mark.parametrize("seed", range(2))
def test_ctrl_c_leaves_nothing_taken(
    seed: int, tmp_path: Path, fuzz_seconds: float, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    lost: Counter[str] = Counter()
    # Python loses what falls into a callback of the collector's, such as a test tool's; it says so, and goes on.
    monkeypatch.setattr(sys, "unraisablehook", lambda told: lost.update([type(told.exc_value).__name__]))
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    request.addfinalizer(lambda: gc.callbacks.extend(callbacks))
    chance, tally = chance_of(seed, fuzz_seconds), Counter[str]()
    threads = threading.active_count()
    with right_engine(tmp_path) as address, ringing() as arm, ThreadPoolExecutor(1) as other:
        other.submit(int).result()
        before = descriptors()
        for number in rounds(fuzz_seconds):
            limits = httpx.Limits(max_connections=chance.choice((1, 1, 100)))
            client = Client(address, version=chance.choice(("auto", "auto", "1.45")), limits=limits)
            for _ in range(chance.choice((1, 3, 20))):
                try:
                    arm(chance.random() ** 2 * 0.003 + 2e-5)
                    call(client, chance)
                    arm(0)
                    tally["done"] += 1
                except Bell:
                    tally["interrupted"] += 1
                with suppress(Bell):
                    arm(0)
            waiting = client.with_options(timeout=20)
            if number % 4:
                call(waiting, chance)
            else:
                other.submit(call, waiting, chance).result(60)
            client.close()
            del client, waiting
        gc.collect()
        assert descriptors() <= before
    assert threading.active_count() == threads
    print(f"\nseed {seed}: {dict(tally)}, lost by Python {dict(lost)}")
    assert tally["interrupted"] > SMALLEST / 2
    assert lost["Bell"] == 0


# --- cancellation -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_cancellation_leaves_nothing_taken(seed: int, tmp_path: Path, fuzz_seconds: float) -> None:
    chance, tally = chance_of(seed, fuzz_seconds), Counter[str]()

    async def one(client: AsyncClient, number: int) -> None:
        if number % 3:
            assert (await client.op("ContainerInspect", f"c{number}"))["Id"] == f"c{number}"
        elif number % 2:
            assert (await client.op("ContainerLogs", "x", stdout=True)).text == WANTED["ContainerLogs"]
        else:
            async with client.stream("ContainerLogs", "x", stdout=True) as stream:
                assert b"".join([frame.data async for frame in stream]).decode() == WANTED["ContainerLogs"]

    def note(task: asyncio.Task[None]) -> None:
        live.discard(task)
        error = None if task.cancelled() else task.exception()
        tally["cancelled" if task.cancelled() else type(error).__name__ if error else "done"] += 1

    live: set[asyncio.Task[None]] = set()

    async def main(address: str) -> None:
        for most in (1, 5, 100):
            client = AsyncClient(address, version="auto", limits=httpx.Limits(max_connections=most))
            for number in rounds(fuzz_seconds / 3):
                task = asyncio.ensure_future(one(client, number))
                live.add(task)
                task.add_done_callback(note)
                for _ in range(chance.choice((0, 0, 1, 2, 3, 5, 8))):
                    await asyncio.sleep(0)
                if chance.random() < 0.2:
                    await asyncio.sleep(chance.random() * 0.002)
                if chance.random() < 0.5 and live:
                    chance.choice(sorted(live, key=id)).cancel()
                while len(live) > 50:
                    await asyncio.sleep(0.001)
            async with asyncio.timeout(60):
                while live:
                    await asyncio.sleep(0.001)
                await asyncio.gather(*(one(client, number) for number in range(20)))
            await client.aclose()

    with right_engine(tmp_path) as address:
        asyncio.run(asyncio.sleep(0))
        before = descriptors()
        asyncio.run(main(address))
        gc.collect()
        assert descriptors() <= before
    print(f"\nseed {seed}: {dict(tally)}")
    assert tally.keys() <= {"done", "cancelled"}


# --- growth -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_many_calls_leave_no_object_and_no_descriptor(shell: str, tmp_path: Path, fuzz_seconds: float) -> None:
    def sync(address: str, count: int) -> None:
        chance = random.Random(0)
        with Client(address) as client:
            for _ in range(count):
                call(client, chance)
                with pytest.raises(DynclientError):
                    client.op("ContainerInspect", "")

    def asynchronous(address: str, count: int) -> None:
        async def main() -> None:
            async with AsyncClient(address) as client:
                for _ in range(count):
                    await client.op("ContainerInspect", "x")
                    async with client.stream("ContainerLogs", "x", stdout=True) as stream:
                        _ = [frame async for frame in stream]

        asyncio.run(main())

    run = sync if shell == "sync" else asynchronous

    def left(address: str, count: int) -> tuple[int, int]:
        run(address, count)
        gc.collect()
        return descriptors(), len(gc.get_objects())

    with right_engine(tmp_path) as address:
        left(address, 50)
        fewer = left(address, 50)
        count = 0
        for _ in rounds(fuzz_seconds, 3):
            more = left(address, 500)
            count += 500
    print(f"\n{shell}: descriptors and objects {fewer} before, {more} after {count} calls")
    assert more[0] <= fewer[0]
    assert more[1] - fewer[1] < 200  # what caches within limits take
