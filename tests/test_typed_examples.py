"""What type checkers find in lines that users write: the examples beside this file hold what comes back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dynclient

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).with_name("typed_examples.py")
CHECKERS = {
    "mypy": ("mypy", "--strict", "--config-file=", "--no-incremental"),
    "pyright": ("pyright", "--pythonpath", sys.executable),
}


@pytest.fixture(params=CHECKERS)
def checked(request: pytest.FixtureRequest, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Return what a checker says of the examples, with one more line whose type is wrong."""
    pytest.importorskip(request.param, reason="the extra slow is not installed: it has mypy and pyright")
    script = tmp_path / "examples.py"
    script.write_text(f'{EXAMPLES.read_text()}\n\nassert_type(Client().run("busybox"), Running)\n')
    command = [sys.executable, "-m", *CHECKERS[request.param], str(script)]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300)


def test_both_checkers_find_the_type_of_every_example_and_refuse_a_wrong_one(
    checked: subprocess.CompletedProcess[str],
) -> None:
    wrong = len(EXAMPLES.read_text().splitlines()) + 3
    found = re.findall(r"examples\.py:(\d+)\b.*\berror\b", checked.stdout)
    assert found == [str(wrong)], checked.stdout + checked.stderr


def test_pyright_finds_nothing_wrong_with_the_shipped_types() -> None:
    pytest.importorskip("pyright", reason="the extra slow is not installed: it has mypy and pyright")
    command = [sys.executable, "-m", *CHECKERS["pyright"], str(Path(dynclient.__file__).parent / "typed/__init__.pyi")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
