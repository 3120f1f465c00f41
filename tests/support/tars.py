"""Tars as an attacker makes them: heads of every kind, put together by chance."""

from __future__ import annotations

import random
import tarfile
from collections.abc import Callable

REG, DIR, SYM, LNK = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE
END = bytes(1024)

_NAMES = ("d", "d/a", "d/b", "d/s", "d/s/f", "d/h", "d/a/b/c", "e", "./d/x", "d//y", "d/./z", "d/a/../q")
_WRONG_NAMES = (
    "", ".", "/", "..", "../up", "d/../../up", "/tmp/never", "d/\x1b[31m", "d/new\nline", "d/é", "d/" + "n" * 300,
    "/".join(["d"] * 60), "d/" + "a/" * 2500 + "f", "d/..", "d/s/../../up", "d/\udcff",
)  # fmt: skip
_TARGETS = (
    "", ".", "..", "a", "s", "d/a", "d/h", "d/s", "../up", "../../up", "/etc/passwd", "/", "d/none",
    "a/../../..", "x" * 5000, "s/" * 30 + "..", "h", "d", "e",
)  # fmt: skip
_KINDS = (REG,) * 8 + (DIR,) * 6 + (SYM,) * 6 + (LNK,) * 5 + tuple(
    bytes([kind]) for kind in b"\x003467SLKDMVxgXZ"
)  # fmt: skip
_SIZES = (0, 0, 0, 1, 5, 511, 512, 513, 70_000)
_WRONG_SIZES = (-1, -5, 2**33, 2**62, 2**63, 2**80, 10**30)
_PAX = ("path", "linkpath", "size", "mtime", "uid", "gid", "uname", "GNU.sparse.map", "GNU.sparse.size",
        "GNU.sparse.major", "comment", "SCHILY.xattr.user.x", "hdrcharset", "")  # fmt: skip
_VALUES = (
    "", "0", "-1", "5", "x", "1e300", "inf", "-inf", "nan", "1" + "0" * 30, "9" * 5000, "d/p", "../up",
    "/tmp/never", "d/a\0b", "0,0", "-1000000000000000000", "4611686018427387904", "1.5", "1_0", " 7 ", "٣", "x" * 300,
)  # fmt: skip


def head(name: str = "d/f", kind: bytes = REG, *, link: str = "", size: int = 0, mode: int = 0o644) -> bytes:
    """Return one block that describes a member, with a number of any size."""
    made = tarfile.TarInfo("d")
    made.type, made.mode, made.mtime = kind, mode & 0o7777, 1_000_000_000
    block = bytearray(made.tobuf(tarfile.USTAR_FORMAT))
    block[0:100] = name.encode("utf-8", "surrogateescape")[:100].ljust(100, b"\0")
    block[157:257] = link.encode("utf-8", "surrogateescape")[:100].ljust(100, b"\0")
    block[124:136] = number(size)
    return signed(block)


def number(value: int) -> bytes:
    """Return a number as a head has it: octal, or in base 256."""
    if 0 <= value < 8**11:
        return f"{value:011o}".encode() + b"\0"
    return (b"\x80" if value >= 0 else b"\xff") + (value % 256**11).to_bytes(11, "big")


def signed(block: bytearray) -> bytes:
    """Return a block with its right checksum."""
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def padded(data: bytes) -> bytes:
    """Return content, filled up to whole blocks."""
    return data + bytes(-len(data) % 512)


def member(name: str, data: bytes = b"", kind: bytes = REG, **how: int | str) -> bytes:
    """Return a member with its content."""
    return head(name, kind, size=len(data), **how) + padded(data)  # type: ignore[arg-type]


def pax(*pairs: tuple[str, str], kind: bytes = b"x") -> bytes:
    """Return an extended head; the next one is what it speaks of."""
    data = b""
    for key, value in pairs:
        record = f" {key}={value}\n".encode("utf-8", "surrogateescape")
        length = len(record) + 1
        while len(str(length)) + len(record) != length:
            length = len(str(length)) + len(record)
        data += str(length).encode() + record
    return head("pax", kind, size=len(data)) + padded(data)


class Maker:
    """A source of such tars; the same seed makes the same ones."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)
        self._ways: tuple[Callable[[], bytes], ...] = (self._member,) * 8 + (self._pax, self._long, self._junk)

    def tar(self) -> bytes:
        """Return one tar: most begin well and then do not."""
        pick = self._random
        parts = [member("d", b"", DIR, mode=0o755)] if pick.random() < 0.9 else []
        parts += [pick.choice(self._ways)() for _ in range(pick.randint(0, 9))]
        made = b"".join(parts) + (END if pick.random() < 0.8 else b"")
        if pick.random() < 0.15:
            made = made[: pick.randint(0, len(made))]
        if made and pick.random() < 0.1:
            at = pick.randrange(len(made))
            made = made[:at] + bytes([pick.randrange(256)]) + made[at + 1 :]
        return made

    def pieces(self, tar: bytes) -> list[bytes]:
        """Return a tar in pieces of odd sizes."""
        size = self._random.choice((1 if len(tar) < 4000 else 300, 100, 511, 512, 700, 4096, len(tar) or 1))
        return [tar[at : at + size] for at in range(0, len(tar), size)]

    def _name(self) -> str:
        return self._random.choice(_NAMES if self._random.random() < 0.85 else _WRONG_NAMES)

    def _member(self) -> bytes:
        pick = self._random
        kind, mode = pick.choice(_KINDS), pick.choice((0, 0o644, 0o755, 0o7777, 0o1777, 0o4755))
        name, link = self._name(), pick.choice(_TARGETS)
        if len(name) > 100 or len(link) > 100:
            return pax(("path", name), ("linkpath", link)) + head("d/long", kind, link="long", mode=mode)
        if pick.random() < 0.06:
            return head(name, kind, link=link, size=pick.choice(_WRONG_SIZES), mode=mode)
        size = pick.choice(_SIZES)
        content = pick.randbytes(size) if kind in (REG, b"7", b"\0", b"L", b"K", b"x", b"g") else b""
        return head(name, kind, link=link, size=len(content), mode=mode) + padded(content)

    def _pax(self) -> bytes:
        pick = self._random
        pairs = [(pick.choice(_PAX), pick.choice(_VALUES)) for _ in range(pick.randint(1, 3))]
        kind = pick.choice((b"x", b"x", b"x", b"g", b"X"))
        return pax(*pairs, kind=kind) * pick.choice((1, 1, 1, 1, 40)) + self._member()

    def _long(self) -> bytes:
        pick = self._random
        data = pick.choice((*_NAMES, *_WRONG_NAMES, *_TARGETS)).encode("utf-8", "surrogateescape") + b"\0"
        return head("././@LongLink", pick.choice((b"L", b"K")), size=len(data)) + padded(data) + self._member()

    def _junk(self) -> bytes:
        pick = self._random
        return pick.choice((pick.randbytes(512), bytes(512), b"d" * 512, head(size=pick.choice(_WRONG_SIZES))))
