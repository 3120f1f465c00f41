"""Reading a tar: its headers, and what is not a tar or exceeds a limit."""

from __future__ import annotations

import contextlib
import doctest
import io
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dynclient.api.answer import tar as module
from dynclient.api.answer.tar import LIMITS, TarReader, records
from dynclient.errors import StreamError
from tests.support.tars import DIR, END, SYM, head, member, pax


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(module).failed == 0


def written(format_: int, **how: Any) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=format_) as tar:
        for name, content in (("short", b"1"), ("d/" + "n" * 120, b""), ("é" * 90, b"x" * 1300), ("l" * 300, b"22")):
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode, info.uname = len(content), 1_234_567_890.5, 0o640, "somebody"
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = SYM, "t" * 200
        tar.addfile(link)
        folder = tarfile.TarInfo("folder" * 30)
        folder.type = DIR
        tar.addfile(folder)
    return made.getvalue()


def described(info: tarfile.TarInfo) -> dict[str, Any]:
    return {**info.get_info(), "content": info.isreg()}


@pytest.mark.parametrize("format_", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("size", [1, 511, 512, 100_000])
def test_what_is_read_is_what_the_standard_library_reads(format_: int, size: int) -> None:
    data = written(format_)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    reader = TarReader(pieces)
    found = [(described(info), b"".join(reader.content())) for info in reader]
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        expected = [(described(info), (tar.extractfile(info) or io.BytesIO()).read() if info.isreg() else b"")
                    for info in tar]  # fmt: skip
    assert found == expected


def names(data: bytes) -> list[str]:
    return [info.name for info in TarReader([data])]


def test_an_old_directory_may_have_its_name_in_an_extended_head() -> None:
    data = pax(("path", "long/")) + head(kind=b"\0") + END
    assert [(info.name, info.isdir()) for info in TarReader([data])] == [("long", True)]


def test_content_that_is_not_asked_for_is_passed_over() -> None:
    assert names(member("a", b"x" * 1000) + member("b", b"y") + END) == ["a", "b"]


def test_a_tar_may_end_without_its_two_empty_blocks_and_have_anything_behind_them() -> None:
    assert names(member("a", b"x")) == ["a"]
    assert names(member("a", b"x") + END + b"anything") == ["a"]
    assert names(bytes(10_240)) == []


def test_what_comes_behind_the_end_is_read_to_its_end() -> None:
    given: list[int] = []

    def pieces() -> Iterator[bytes]:
        for piece in (b"", member("a"), END, b"more", b""):
            given.append(len(piece))
            yield piece

    assert [info.name for info in TarReader(pieces())] == ["a"]
    assert given == [0, 512, 1024, 4, 0]


def test_global_heads_hold_for_all_behind_them_and_own_ones_win() -> None:
    data = pax(("uname", "all"), ("comment", "no"), kind=b"g") + member("a") + pax(("uname", "own")) + member("b") + END
    assert [(info.name, info.uname, info.pax_headers) for info in TarReader([data])] == [
        ("a", "all", {}),
        ("b", "own", {"uname": "own"}),
    ]


def test_an_empty_value_and_an_old_directory_are_read_as_they_are_meant() -> None:
    data = pax(("path", "")) + member("a") + member("old/", kind=b"\0") + pax(("path", "long/")) + member("x", kind=DIR)
    assert [(info.name, info.isdir()) for info in TarReader([data + END])] == [
        ("a", False), ("old", True), ("long", True)
    ]  # fmt: skip


BROKEN = {
    "empty": (b"", "it is empty"),
    "short": (b"x" * 100, "it ends within a header"),
    "no head": (b"x" * 512, "it has an invalid header"),
    "rubbish behind a member": (member("a") + b"x" * 512, "it has an invalid header"),
    "cut in a head": (member("a") + END[:100], "it ends within a header"),
    "cut in content": (member("a", b"x" * 600)[:900], "it ends within 'a'"),
    "cut in what fills up": (member("a", b"x" * 600)[:1200], "it ends within 'a'"),
    "an extended head alone": (pax(("path", "x")), "it ends within a header"),
    "size 2^62": (head(size=2**62), "it ends within 'd/f'"),
    "size 2^80": (head(size=2**80), "'d/f' has a size of 1.21e+24"),
    "size below 0": (head(size=-5), "'d/f' has a size of -5"),
    "pax size 10^30": (pax(("size", "1" + "0" * 30)) + head(), "'d/f' has a size of 1e+30"),
    "pax size x": (pax(("size", "x")) + head(), "'d/f' has 'x' as its size"),
    "time 1e300": (pax(("mtime", "1e300")) + head(), "'d/f' has a time of 1e+300 s"),
    "time inf": (pax(("mtime", "inf")) + head(), "'d/f' has a time of inf s"),
    "time nan": (pax(("mtime", "nan")) + head(), "'d/f' has a time of nan s"),
    "NUL": (pax(("path", "a\0b")) + head(), r"the name 'a\x00b' has a NUL in it"),
    "NUL in a link": (pax(("linkpath", "a\0b")) + head(kind=SYM), "the name 'd/f' has a NUL in it"),
    "holes": (pax(("GNU.sparse.map", "0,0")) + head(), "'d/f' is a sparse file, which is not supported"),
    "old holes": (head(kind=b"S"), "'d/f' is a sparse file, which is not supported"),
    "pax size of 5,000 digits": (pax(("size", "9" * 5000)) + head(), f"'d/f' has '{'9' * 40}' as its size"),
    "a head of 2^62": (head(kind=b"L", size=2**62), f"it has a header of {2**62} bytes; 1048576 are allowed"),
    "a head below 0": (head(kind=b"x", size=-1), "it has a header of -1 bytes; 1048576 are allowed"),
    "a pax head of nothing": (head(kind=b"x", size=5) + b"x path".ljust(512, b"\0"),
                              "it has an invalid extended header"),
    "too many heads": (pax(("path", "x")) * 17, "a member has more than 16 headers"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_a_tar_or_exceeds_a_limit_is_an_error_that_says_why(case: str) -> None:
    data, problem = BROKEN[case]
    with pytest.raises(StreamError) as caught:
        names(data)
    assert caught.value.message == f"the archive cannot be read: {problem}"


def test_a_tar_without_end_is_an_error_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMBERS", module.Limit(3, "few"))

    def endless() -> Iterator[bytes]:
        while True:
            yield member("a")

    with pytest.raises(StreamError, match="it has more than 3 members"):
        list(TarReader(endless()))


def test_each_limit_has_its_reason() -> None:
    assert all(limit.value > 0 and limit.reason for limit in LIMITS.values())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_an_extended_head_or_an_error(data: bytes) -> None:
    with contextlib.suppress(StreamError):
        assert all(records(data))
