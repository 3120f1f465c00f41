"""The cache returns what was built, and never makes a call fail."""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dynclient.document import cache
from dynclient.document.cache import Packed, cache_folder, fetch

HEAD: dict[str, Any] = {"a": [1, 2.5, None, True, "ä\ud800"], "b": {}}
VALUE = Packed(HEAD, b"[1,2]\n{}\n\n\x00")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DYNCLIENT_CACHE", str(tmp_path / "deep" / "cache"))
    return tmp_path / "deep" / "cache"


@pytest.fixture
def build() -> Callable[[], Packed]:
    """Return a function that builds a value with the number of its calls."""
    times = iter(range(100))
    return lambda: Packed({**HEAD, "built": next(times)}, VALUE.parts)


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def write_entry(path: Path, content: bytes) -> None:
    """Write an entry with a correct digest, as dynclient does."""
    digest = hashlib.sha256(path.name.encode() + b"\n" + content).hexdigest()
    path.write_bytes(digest.encode() + b"\n" + content)


def test_what_was_built_once_is_read_after_that(folder: Path, build: Callable[[], Packed]) -> None:
    assert [fetch("k", build) for _ in range(3)] == [Packed({**HEAD, "built": 0}, VALUE.parts)] * 3


def test_another_key_has_another_value(folder: Path, build: Callable[[], Packed]) -> None:
    assert [fetch(key, build).head["built"] for key in ("a", "b", "../../a", "a")] == [0, 1, 2, 0]
    assert len(list(folder.iterdir())) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_user_can_read_the_files(folder: Path, build: Callable[[], Packed]) -> None:
    fetch("k", build)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_file(folder).stat().st_mode) == 0o600


def test_an_entry_that_was_cut_anywhere_is_built_again(folder: Path, build: Callable[[], Packed]) -> None:
    fetch("k", build)
    whole = only_file(folder).read_bytes()
    for end in range(len(whole)):
        only_file(folder).write_bytes(whole[:end])
        assert fetch("k", lambda: VALUE) == VALUE


def test_an_entry_with_a_flipped_bit_is_built_again(folder: Path, build: Callable[[], Packed]) -> None:
    fetch("k", build)
    whole = only_file(folder).read_bytes()
    for place in range(len(whole)):
        only_file(folder).write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        assert fetch("k", lambda: VALUE) == VALUE


@pytest.mark.parametrize("content", [b"[1]", b"3", b"{", b"\xff", b"[" * 100_000, b"[1]\n", b"3\n{}", b"{}"])
def test_an_entry_that_is_no_object_is_rebuilt(folder: Path, build: Callable[[], Packed], content: bytes) -> None:
    fetch("k", build)
    write_entry(only_file(folder), content)
    assert [fetch("k", build).head["built"] for _ in range(2)] == [1, 1]


def test_a_hash_that_is_not_even_text_is_built_again(folder: Path, build: Callable[[], Packed]) -> None:
    fetch("k", build)
    only_file(folder).write_bytes(b"\xff\xfe\n{}")
    assert [fetch("k", build).head["built"] for _ in range(2)] == [1, 1]


def test_a_value_that_json_cannot_hold_is_given_but_not_kept(folder: Path) -> None:
    value = Packed({"a": object()}, b"")
    assert fetch("k", lambda: value) is value
    assert not folder.exists()


def test_an_error_of_the_build_is_passed_on(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fetch("k", lambda: Packed({"a": 1 // 0}, b""))


@pytest.mark.parametrize("setting", ["", "0"])
def test_the_cache_can_be_switched_off(
    setting: str, monkeypatch: pytest.MonkeyPatch, build: Callable[[], Packed]
) -> None:
    monkeypatch.setenv("DYNCLIENT_CACHE", setting)
    assert [fetch("k", build).head["built"] for _ in range(2)] == [0, 1]


def test_a_file_where_the_folder_should_be_does_not_matter(folder: Path, build: Callable[[], Packed]) -> None:
    folder.parent.write_text("")
    assert [fetch("k", build).head["built"] for _ in range(2)] == [0, 1]


def test_a_folder_where_the_file_should_be_does_not_matter(folder: Path, build: Callable[[], Packed]) -> None:
    fetch("k", build)
    path = only_file(folder)
    path.unlink()
    (path / "x").mkdir(parents=True)
    assert [fetch("k", build).head["built"] for _ in range(2)] == [1, 2]
    assert list(folder.iterdir()) == [path]


def test_a_full_disk_does_not_matter(
    folder: Path, build: Callable[[], Packed], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        patched.setattr(os, "unlink", full)
        assert fetch("k", build).head["built"] == 0
    assert [path.suffix for path in folder.iterdir()] == [".tmp"]


def test_only_the_newest_entries_are_kept(folder: Path) -> None:
    for number in range(cache.KEPT + 3):
        fetch(str(number), lambda number=number: Packed({"n": number}, b""))  # type: ignore[misc]
        for age, path in enumerate(sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
            os.utime(path, (1000 + age, 1000 + age))
    kept = sorted(json.loads(path.read_bytes().split(b"\n")[1])["n"] for path in folder.iterdir())
    assert kept == list(range(3, cache.KEPT + 3))


ENTRY = "0123456789abcdef" * 2 + "01234567.json"


def test_files_of_processes_that_died_are_removed_and_others_are_left(
    folder: Path, build: Callable[[], Packed]
) -> None:
    folder.mkdir(parents=True, mode=0o700)
    for name in (f"{ENTRY}.1-0123abcd.tmp", f"{ENTRY}.2-0123abcd.tmp"):
        (folder / name).write_text("")
    os.utime(folder / f"{ENTRY}.1-0123abcd.tmp", (1000, 1000))
    fetch("k", build)
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == [f"{ENTRY}.2-0123abcd.tmp"]


def test_a_folder_that_holds_other_things_keeps_all_of_them(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    names = [f"thesis-{number}.json" for number in range(12)]
    names += ["upload.tmp", ENTRY.upper(), f"x{ENTRY}", f"{ENTRY}.bak", f"{ENTRY}.tmp", f"{ENTRY}.1-xyz.tmp"]
    for name in names:
        (folder / name).write_text(name)
        os.utime(folder / name, (1000, 1000))
    for number in range(cache.KEPT + 3):
        fetch(str(number), lambda: VALUE)
    assert {path.name: path.read_text() for path in folder.iterdir() if path.name in names} == {
        name: name for name in names
    }
    assert len(list(folder.iterdir())) == len(names) + cache.KEPT


def test_what_cannot_be_removed_is_left(folder: Path, build: Callable[[], Packed]) -> None:
    old = folder / f"{ENTRY}.1-0123abcd.tmp"
    old.mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "gone").symlink_to(folder / "nowhere")
    os.utime(old, (1000, 1000))
    assert [fetch("k", build).head["built"] for _ in range(2)] == [0, 0]
    assert {path.name for path in folder.iterdir()} > {old.name, "gone"}


def be_linked(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def be_another_entry(path: Path) -> None:
    (other,) = (found for found in path.parent.iterdir() if found != path)
    path.write_bytes(other.read_bytes())


def be_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


FOREIGN: dict[str, Callable[[Path], None]] = {
    "an entry that its group may write": lambda path: path.chmod(0o660),
    "an entry that everybody may write": lambda path: path.chmod(0o602),
    "a folder that its group may write to": lambda path: path.parent.chmod(0o770),
    "a folder that everybody may write to": lambda path: path.parent.chmod(0o1777),
    "a link to an entry": be_linked,
    "an entry under another one's name": be_another_entry,
    "a pipe": be_a_pipe,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_what_others_can_have_written_is_not_read(
    folder: Path, build: Callable[[], Packed], change: Callable[[Path], None]
) -> None:
    fetch("other", lambda: VALUE)
    other = only_file(folder)
    fetch("k", build)
    (entry,) = set(folder.iterdir()) - {other}
    change(entry)
    assert fetch("k", build).head["built"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners")
def test_what_another_user_owns_is_neither_read_nor_written(
    folder: Path, build: Callable[[], Packed], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch("k", build)
    kept = only_file(folder).read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)  # as by `sudo -E` with the user's home
    assert [fetch("k", build).head["built"] for _ in range(2)] == [1, 2]
    assert only_file(folder).read_bytes() == kept


def test_many_at_once_all_get_the_right_value(folder: Path) -> None:
    value = Packed({"a": ["x" * 100] * 1000}, b"y" * 100_000)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda n: fetch(str(n % 3), lambda: value) == value, range(200))) == [True] * 200


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/xdg", "HOME": "/home/u"}, "/xdg/dynclient"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/home/u"}, "/home/u/.cache/dynclient"),
        ("linux", {"HOME": "/home/u"}, "/home/u/.cache/dynclient"),
        ("linux", {"HOME": "relative"}, None),
        ("linux", {"HOME": "/home/u", "DYNCLIENT_CACHE": "~/own"}, "/home/u/own"),
        ("darwin", {"HOME": "/Users/u", "XDG_CACHE_HOME": "/xdg"}, "/Users/u/Library/Caches/dynclient"),
        ("win32", {"LOCALAPPDATA": "/AppData/Local"}, "/AppData/Local/dynclient"),
        ("win32", {}, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="its paths are written in another way")
def test_the_folder_is_the_system_s_own(
    platform: str, environment: dict[str, str], folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DYNCLIENT_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == folder


def test_without_a_place_for_it_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, build: Callable[[], Packed]) -> None:
    monkeypatch.delenv("DYNCLIENT_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr(cache, "_system_folder", lambda: "~/.cache")
    assert [fetch("k", build).head["built"] for _ in range(2)] == [0, 1]
