"""How much of the document the tests of this folder call for real. It runs last."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import parsed

pytestmark = pytest.mark.engine

NOT_CALLED: dict[str, str] = parsed((Path(__file__).parent / "not_called.yaml").read_text()) or {}


def test_what_is_not_called_is_in_the_document_and_has_a_reason(engine: Any) -> None:
    assert [name for name in NOT_CALLED if name not in engine.operations] == []
    assert [name for name, reason in NOT_CALLED.items() if not str(reason or "").strip()] == []


@pytest.mark.usefixtures("whole_suite", "private_engine", "registry")
@pytest.mark.parametrize("shell", ["sync", "async"])
def test_every_other_operation_was_called_with_success(engine: Any, answered: Any, shell: str) -> None:
    called = answered[shell]
    assert sorted(set(engine.operations) - called) == sorted(NOT_CALLED)
    assert len(called) >= 100
