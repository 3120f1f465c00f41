"""What is to be done once a thing is dropped is done, by a thread, and once; no Python runs where it is dropped."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import dynclient
from dynclient.engine.wire.dropping import Last


class Thing:
    """What is dropped."""


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_the_work_is_done_by_another_thread_once_the_thing_is_dropped() -> None:
    done: list[int] = []
    thing = Thing()
    last = Last(thing, lambda: done.append(threading.get_ident()))
    assert last.waits
    del thing
    until(lambda: done)
    assert done != [threading.get_ident()]
    assert not last.waits
    last.done()
    assert len(done) == 1


def test_what_is_called_where_it_is_dropped_is_no_python() -> None:
    class Rung(Exception):
        """What a trace raises at any call of Python."""

    def ring(frame: object, event: str, _: object) -> None:
        if event == "call":
            raise Rung

    done: list[int] = []
    thing = Thing()
    Last(thing, lambda: done.append(1))
    sys.setprofile(ring)
    try:
        del thing
    finally:
        sys.setprofile(None)
    until(lambda: done)


def test_work_that_was_done_or_forgotten_is_not_done_where_the_thing_is_dropped() -> None:
    done: list[str] = []
    things = [Thing(), Thing()]
    first, second = Last(things[0], lambda: done.append("a")), Last(things[1], lambda: done.append("b"))
    first.done()
    assert (second.detach(), second.detach()) == (True, False)
    del things
    gc.collect()
    after: list[int] = []
    thing = Thing()
    Last(thing, lambda: after.append(1))
    del thing
    until(lambda: after)
    assert done == ["a"]


def test_work_that_fails_stops_no_other() -> None:
    done: list[int] = []
    for work in (lambda: 1 // 0, lambda: done.append(1)):
        thing = Thing()
        Last(thing, work)
        del thing
    until(lambda: done)


PROGRAM = """
import os, sys
from dynclient.engine.wire.dropping import Last

class Thing: ...

things = [Thing(), Thing(), Thing()]
works = (lambda: print("first"), lambda: 1 // 0, lambda: print("last"))
kept = [Last(thing, work) for thing, work in zip(things, works)]
"""


def run(program: str) -> tuple[str, str]:
    home = str(Path(dynclient.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": home}
    )
    return ran.stdout, ran.stderr


def test_at_the_end_of_a_program_what_is_left_is_done_the_latest_first_and_without_a_word() -> None:
    assert run(PROGRAM) == ("last\nfirst\n", "")


def test_work_that_has_begun_is_waited_for_at_the_end_of_a_program() -> None:
    program = PROGRAM + (
        "import time\n"
        "[last.detach() for last in kept]\n"
        "thing = Thing()\n"
        "Last(thing, lambda: time.sleep(0.3) or print('done'))\n"
        "del thing\n"
        "time.sleep(0.1)\n"
    )
    assert run(program) == ("done\n", "")


def test_ctrl_c_at_the_end_of_a_program_is_not_told_of() -> None:
    program = PROGRAM + (
        "import atexit, signal, threading, time\n"
        "ending = threading.Event()\n"
        "atexit.register(ending.set)\n"  # what is registered last is done first
        "thing = Thing()\n"
        "late = Last(thing, lambda: (signal.raise_signal(signal.SIGINT), print('never')))\n"
        "def interrupt():\n"
        "    ending.wait()\n"
        "    time.sleep(1)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(0.3)\n"
        "dropped = Thing()\n"
        "Last(dropped, interrupt)\n"
        "del dropped\n"
    )
    assert run(program) == ("last\nfirst\n", "")


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_has_a_thread_of_its_own_for_what_it_makes_itself() -> None:
    program = PROGRAM + (
        "import time\n"
        "[last.detach() for last in kept]\n"
        "if os.fork() == 0:\n"
        "    thing = Thing()\n"
        "    Last(thing, lambda: os.write(1, b'child') and os._exit(0))\n"
        "    del thing\n"
        "    time.sleep(30)\n"
        "os.wait()\n"
    )
    assert run(program)[0] == "child"
