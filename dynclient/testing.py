"""A pytest fixture for tests of your own: name it by `pytest_plugins = ["dynclient.testing"]` in conftest.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dynclient.faces.mock.mock_engine import MockEngine


@pytest.fixture
def mock_engine() -> MockEngine:
    """Return a mock of the engine that refuses every call for which the test has set no answer.

    Example:
        def test_it_is_running(mock_engine):
            mock_engine.on("ContainerInspect", {"State": {"Running": True}}, id="web")
            assert is_running(Client(transport=mock_engine), "web")
    """
    from dynclient.faces.mock.mock_engine import MockEngine

    return MockEngine(unexpected="fail")
