"""What all tests share: a cache folder of their own, and the real engine where there is one."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator

# `nohup`, `&` in a script and some CI start this with SIGINT ignored, and every program that a test starts inherits it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# What each test leaves is little, and is looked through so often by default that a tenth of the time goes by.
gc.set_threshold(20_000, 20, 20)
# Before dynclient is imported: the tests neither read nor fill the user's own cache.
os.environ["DYNCLIENT_CACHE"] = tempfile.mkdtemp(prefix="dynclient-test-")
# Nor the user's credentials and contexts.
os.environ["DOCKER_CONFIG"] = os.path.join(os.environ["DYNCLIENT_CACHE"], "docker")
# What the user's shell says of engines is not for them either.
for _name in ("HOST", "CONTEXT", "API_VERSION", "TLS_VERIFY", "TLS", "CERT_PATH"):
    os.environ.pop(f"DOCKER_{_name}", None)
os.environ.pop("DYNCLIENT_SPEC", None)
# Another document to run the tests against the engine with; see tests/live/test_swapped.py.
if _spec := os.environ.get("DYNCLIENT_TEST_SPEC"):
    os.environ["DYNCLIENT_SPEC"] = _spec

import pytest  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis.strategies import none  # noqa: E402

from dynclient import Client  # noqa: E402

# How long an example takes says how busy the machine is. CI draws more: --hypothesis-profile thorough.
for _name, _examples in {"dynclient": 25, "thorough": 250}.items():
    settings.register_profile(
        _name, max_examples=_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("dynclient")

HOW = 'no engine for the tests: start one with  eval "$(tests/live/up)"  (root on Debian), or set DYNCLIENT_TEST_ENGINE'


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let CI say how long the fuzzers work."""
    parser.addoption(
        "--fuzz-seconds", type=float, default=1.0, metavar="SECONDS", help="how long each fuzzer works (%(default)s)"
    )


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads the engine. Where there is none, skip it; in CI, where it is required, let it fail instead."""
    there = os.environ.get("DYNCLIENT_TEST_ENGINE") or os.environ.get("DYNCLIENT_REQUIRE_ENGINE")
    for item in items:
        if "engine_address" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("engine"):
            item.add_marker(pytest.mark.engine)
        if item.get_closest_marker("engine") and not there:
            item.add_marker(pytest.mark.skip(reason=HOW))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now alone: many tests collect, and would look through all of it each time."""
    _draw_once()
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were skipped, each reason once."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")


# At its first draw hypothesis looks for what refers to its source of randomness, and warns where it finds nothing; it
# does not find what is frozen.
@settings(max_examples=1, database=None)
@given(none())
def _draw_once(_: None) -> None:
    """Let hypothesis make its source of randomness."""


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> str:
    """Return which of the two clients a test is about; it runs once with each."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="module", autouse=True)
def _leave_what_is_loaded_alone() -> None:
    """Freeze what the modules before have loaded and left; what is garbage by now is collected, for it may warn."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def fuzz_seconds(request: pytest.FixtureRequest) -> float:
    """Return for how long a fuzzer works; a fuzzer is marked slow."""
    return float(request.config.getoption("--fuzz-seconds"))


@pytest.fixture(scope="session")
def engine_address() -> str:
    """Return the address of the private engine that tests/live/up starts."""
    address = os.environ.get("DYNCLIENT_TEST_ENGINE")
    assert address, HOW
    return address


@pytest.fixture(scope="session")
def engine(engine_address: str) -> Iterator[Client]:
    """Provide a client of the private engine whose answers are held against the corrected document."""
    with Client(engine_address, strict=True) as client:
        yield client
