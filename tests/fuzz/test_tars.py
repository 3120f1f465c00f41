"""Tars made by chance, for `members`, `extract` and `copy_from`: only errors of ours, and nothing written elsewhere."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dynclient import Archive
from dynclient.client.recipes.copying import received
from dynclient.errors import StreamError
from tests.support.tars import Maker

SMALLEST = 150  # tars of each seed, however little time there is
WAYS: dict[str, Callable[[Archive, Path], object]] = {
    "members": lambda archive, target: archive.members(),
    "extract": lambda archive, target: archive.extract(target),
    "copy": lambda archive, target: received(archive, "/d", target),
    "contents": lambda archive, target: received(archive, "/d/.", target),
}


@contextlib.contextmanager
def watched(top: Path) -> Iterator[Path]:
    """Yield a directory to write into, beside things that have to stay as they are."""
    (top / "up").write_text("precious")
    (top / "beside").mkdir()
    target = top / "in"
    target.mkdir(mode=0o700)
    (target / "out").symlink_to("../beside")
    before = state(top)
    yield target
    assert state(top) == before
    for folder, _, names in os.walk(target):
        assert not [name for name in names if name.startswith(".dynclient-")], "something half done was left"
        for name in names:
            assert not stat.S_IMODE(os.lstat(os.path.join(folder, name)).st_mode) & 0o6000
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def state(top: Path) -> dict[str, object]:
    """Return what stands beside the directory that is written into."""
    found: dict[str, object] = {"names": sorted(os.listdir(top)), "up": (top / "up").read_text()}
    for name in ("up", "beside"):
        known = (top / name).lstat()
        found[f"{name}'s state"] = known.st_mode, known.st_mtime_ns, known.st_nlink
    return {**found, "beside": os.listdir(top / "beside")}


def emptied(top: Path) -> None:
    """Remove what was written, whatever its modes are."""
    os.chmod(top, 0o700)
    for folder, names, _ in os.walk(top):
        for name in names:
            if not os.path.islink(path := os.path.join(folder, name)):
                os.chmod(path, 0o700)
    shutil.rmtree(top)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_hostile_tar_is_read_or_refused_and_nothing_is_written_elsewhere(seed: int, fuzz_seconds: float) -> None:
    maker = Maker(seed if fuzz_seconds == 1 else f"{seed} in {fuzz_seconds}")
    end, count, done = time.monotonic() + fuzz_seconds / 4, 0, 0
    descriptors = len(os.listdir("/proc/self/fd"))
    while count < SMALLEST or time.monotonic() < end:
        tar = maker.tar()
        for use in WAYS.values():
            top = Path(tempfile.mkdtemp(prefix="dynclient-fuzz-"))
            try:
                with watched(top) as target, contextlib.suppress(StreamError):
                    use(Archive(maker.pieces(tar), stat={"name": "d", "mode": 1 << 31}), target)
                    done += 1
            finally:
                emptied(top)
        count += 1
    assert 0 < done < 4 * count  # neither all nor none was refused
    assert len(os.listdir("/proc/self/fd")) == descriptors
    print(f"seed {seed}: {count} tars, {done} of {4 * count} uses to their end")
