"""Another version's document in place of the bundled one drives the same tests on the same engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dynclient.document import default_path
from tests.support.tables import parsed

pytestmark = pytest.mark.engine

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "engine-api"
# The fast ones that call much; each runs with the sync client alone, as what differs is the document.
MODULES = ("container", "exec", "image", "network", "volume")
NOT_FITTING: dict[str, dict[str, str]] = parsed((HERE / "swapped.yaml").read_text())


def document(version: str, folder: Path) -> Path:
    """Return the document of a version: a published one, or the bundled one under another version's name."""
    if version != "1.44":
        path = SHARED / f"v{version}.yaml"
        if not path.exists():
            pytest.skip(f"the published v{version}.yaml is not there")
        return path
    bundled = Path(default_path())
    path = folder / f"v{version}.yaml"
    path.write_text(bundled.read_text().replace(bundled.stem.removeprefix("v"), version))
    return path


@pytest.mark.usefixtures("private_engine")
@pytest.mark.parametrize("version", [version for version in NOT_FITTING if version != "every"])
def test_the_document_of_another_version_drives_the_same_tests(
    version: str, engine_address: str, tmp_path: Path
) -> None:
    left_out = {**NOT_FITTING["every"], **NOT_FITTING[version]}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not async"]
    command += [f"--deselect=tests/live/{name}" for name in left_out]
    command += [f"tests/live/test_{module}.py" for module in MODULES]
    # Without the options of this run, such as --cov and what it wants of all tests.
    environ = {**os.environ, "DYNCLIENT_TEST_SPEC": str(document(version, tmp_path)), "PYTEST_ADDOPTS": ""}
    ran = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environ, cwd=HERE.parents[1], stdin=subprocess.DEVNULL
    )
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_every_test_that_is_left_out_is_there_and_has_a_reason() -> None:
    for tests in NOT_FITTING.values():
        for name, reason in tests.items():
            module, _, function = name.partition("::")
            assert f"def {function}(" in (HERE / module).read_text()
            assert reason.strip()
