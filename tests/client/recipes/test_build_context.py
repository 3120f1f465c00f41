"""A build's context: what .dockerignore leaves of a directory, files by name, and the Dockerfile."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dynclient import InvalidArguments
from dynclient.api.call.packing import FIXED_DAY, packed
from dynclient.client.recipes import dockerignore as ignore
from dynclient.client.recipes.build_context import buildkit_hint, context_of
from dynclient.client.recipes.dockerignore import BadPattern, Ignore, _Automaton, _steps, patterns_of


def problems(caught: pytest.ExceptionInfo[InvalidArguments]) -> list[tuple[str, str]]:
    return [(error.where, error.problem) for error in caught.value.errors]


# --- .dockerignore -----------------------------------------------------------------------------------

# fmt: off
TREE = [
    ".hidden", "Dockerfile", "README.md", "a", "a*b", "b.md", "dir/.x", "dir/a", "dir/b.md", "dir/sub/a",
    "dir/sub/c.txt", "dir/sub/deep/x.md", "dir2/README.md", "foo/bar/baz", "foobar", "xfoo", "é/ü.md",
]
# fmt: on

# What a file's lines leave of that tree; each row was held against what the command `docker build` sends.
IGNORED: list[tuple[list[str], str]] = [
    ([], " ".join(TREE)),
    (["# dir", "", "  ", " a "], ".hidden Dockerfile README.md a*b b.md dir/.x dir/a dir/b.md dir/sub/a dir/sub/c.txt "
     "dir/sub/deep/x.md dir2/README.md foo/bar/baz foobar xfoo é/ü.md"),
    (["*"], ""),
    (["**"], ""),
    (["**/"], ""),
    (["**/*"], ""),
    (["*", "!a", "!dir/a"], "a dir/a"),
    (["*", "!dir"], "dir/.x dir/a dir/b.md dir/sub/a dir/sub/c.txt dir/sub/deep/x.md"),
    (["*", "!**/*.md"], "README.md b.md"),  # a directory that is left out is not searched for what might match
    (["*", "!dir/sub", "dir/sub/deep"], "dir/sub/a dir/sub/c.txt"),
    (["!a", "*"], ""),
    (["*", "!*.md", "README.md"], "b.md"),
    (["dir*", "foo*", "é", "**/.*", "Dockerfile"], "README.md a a*b b.md xfoo"),
    (["/dir/", "dir2/../foo", "./x*", "//é", "*.*", "foobar", "dir2"], "Dockerfile a a*b"),
    (["../a", "/", "."], " ".join(TREE)),
    (["**/a", "dir2", "é/**", "foo/**/baz"], ".hidden Dockerfile README.md a*b b.md dir/.x dir/b.md dir/sub/c.txt "
     "dir/sub/deep/x.md foobar xfoo"),
    (["**foo", "**/sub/**", "*/a", "*/*.md"], ".hidden Dockerfile README.md a a*b b.md dir/.x foobar"),
    (["dir/**", "a**", "?foo", "[D-R]*", "[^.a-x]*"], ".hidden b.md dir2/README.md foo/bar/baz foobar"),
    ([r"a\*b", r"[\]a]", "dir*/*.md", "*foo*"], ".hidden Dockerfile README.md b.md dir/.x dir/a dir/sub/a "
     "dir/sub/c.txt dir/sub/deep/x.md é/ü.md"),
    (["dir", "!dir/sub/deep/x.md"], ".hidden Dockerfile README.md a a*b b.md dir/sub/deep/x.md dir2/README.md "
     "foo/bar/baz foobar xfoo é/ü.md"),
    (["***", "! dir/sub/"], "dir/sub/a dir/sub/c.txt dir/sub/deep/x.md"),
    (["dir**/a", "d**", "é]", "f?**"], ".hidden Dockerfile README.md a a*b b.md xfoo é/ü.md"),
]  # fmt: skip


def grown(top: Path, paths: list[str] | None = None) -> Path:
    for path in TREE if paths is None else paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("FROM busybox\n")
    return top


def sent(source: Any, dockerfile: Any = None) -> dict[str, tarfile.TarInfo]:
    """Return what a context has, by name, in order."""
    with tarfile.open(fileobj=io.BytesIO(b"".join(context_of(source, dockerfile).content))) as tar:
        return {member.name: member for member in tar}


def files(source: Any, dockerfile: Any = None) -> list[str]:
    return [name for name, member in sent(source, dockerfile).items() if not member.isdir()]


@pytest.mark.parametrize(("lines", "left"), IGNORED)
def test_dockerignore_leaves_out_what_docker_leaves_out(tmp_path: Path, lines: list[str], left: str) -> None:
    grown(tmp_path)
    (tmp_path / ".dockerignore").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    always = [".dockerignore", "Dockerfile"]
    assert [name for name in files(tmp_path) if name not in always] == [n for n in left.split() if n not in always]
    assert set(always) <= set(files(tmp_path))


def test_the_order_is_that_of_the_names_with_directories_before_what_is_in_them(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", "b/c", "b/a", "a"])
    (tmp_path / "empty").mkdir()
    assert list(sent(tmp_path)) == ["Dockerfile", "a", "b", "b/a", "b/c", "empty"]


# What each takes a backtracking matcher is beyond counting, for the path below.
HOSTILE = ["**/" * 12 + "z", "a*" * 25 + "b", "**/*" * 15 + "x", "[^b]*" * 25 + "b", "**a" * 200, "?" * 3000, "*?" * 40]

MATCHED_IN_TIME = """
import os, sys
from dynclient.client.recipes.build_context import context_of
print(len(b"".join(context_of(".").content)))
"""


@pytest.mark.slow
def test_no_pattern_of_a_cloned_directory_makes_a_build_hang(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", "a" * 200, "/".join(["a"] * 30)])
    (tmp_path / ".dockerignore").write_text("\n".join(HOSTILE))
    run = [sys.executable, "-c", MATCHED_IN_TIME]
    assert subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_work_for_a_pattern_grows_with_the_path() -> None:
    for pattern in HOSTILE:
        automaton = _Automaton(_steps(pattern))
        automaton.matches("a" * 200)
        assert len(automaton._moves) <= 200


_PIECES = ["*", "**", "**/", "?", "a", "b", "/", "[a-b]", "[^a]", r"\*", r"\a", ".", "é", "\n"]


def by_expression(pattern: str) -> str:
    """Return the regular expression that docker's own matcher makes of a pattern, which may backtrack."""
    pieces = {"*": "[^/]*", "?": "[^/]", "[a-b]": "[a-b]", "[^a]": "[^a]", r"\*": r"\*", r"\a": "a"}
    made, rest = "", pattern
    while rest:
        if rest.startswith("**"):
            rest = rest[2:].removeprefix("/")
            made += "(?:.*/)?" if rest else ".*"
            continue
        piece = next((piece for piece in pieces if rest.startswith(piece)), rest[0])
        made, rest = made + pieces.get(piece, re.escape(piece)), rest[len(piece) :]
    return made


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7).map("".join), st.text("ab/.é*\n", max_size=8))
@example("*[^a]*b", "a/b")  # a set may match the slash that a star does not
@example("a**/b", "a\n/b")
def test_a_pattern_matches_as_its_regular_expression_does(pattern: str, path: str) -> None:
    expected = re.fullmatch(by_expression(pattern), path) is not None
    assert _Automaton(_steps(pattern)).matches(path) == expected


def test_what_was_worked_out_is_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ignore, "_KEPT", 3)
    automaton = _Automaton(_steps("*[a-z]/?x"))
    assert [automaton.matches(path) for path in ("abcdef/yx", "abcdef/yy", "ab1/yx", "b/zx")] == [
        True,
        False,
        False,
        True,
    ]
    assert (len(automaton._moves) <= 3, len(automaton._masks) <= 3) == (True, True)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("*" + "a" * 16_384, "'*aaaaaaaaaaaaaaaaaaa'… has 16385 characters; no path has more than 16384"),
        ("[", "'[' is no set of characters: it is not closed, or - or ] lacks a \\"),
        ("a[]", "'[]' is no set of characters: it is not closed, or - or ] lacks a \\"),
        ("[-x]", "'[-x]' is no set of characters: it is not closed, or - or ] lacks a \\"),
        ("[x-]", "'[x-]' is no set of characters: it is not closed, or - or ] lacks a \\"),
        ("[^", "'[^' is no set of characters: it is not closed, or - or ] lacks a \\"),
        ("[b-a]", "'[b-a]' is no pattern: the range b-a runs backwards"),
        ("a\\", "a pattern ends with a \\; what it stands before has to follow"),
        ("!", "a ! stands alone; what it keeps has to follow"),
        ("!/", "a ! stands alone; what it keeps has to follow"),
    ],
)
def test_a_pattern_that_docker_refuses_is_refused(tmp_path: Path, pattern: str, problem: str) -> None:
    with pytest.raises(BadPattern) as plain:
        Ignore(patterns_of(pattern.encode()))
    assert str(plain.value) == problem
    grown(tmp_path, ["Dockerfile"])
    (tmp_path / ".dockerignore").write_text(pattern)
    with pytest.raises(InvalidArguments) as caught:
        context_of(tmp_path)
    assert problems(caught) == [(f"{tmp_path}/.dockerignore", problem)]


def test_a_dockerfiles_own_list_beside_it_wins(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", "sub/Dockerfile", "a", "b"])
    (tmp_path / ".dockerignore").write_text("a")
    (tmp_path / "sub/Dockerfile.dockerignore").write_text("b\nsub")
    assert files(tmp_path) == [".dockerignore", "Dockerfile", "b", "sub/Dockerfile", "sub/Dockerfile.dockerignore"]
    assert files(tmp_path, "sub/Dockerfile") == [".dockerignore", "Dockerfile", "a", "sub/Dockerfile"]


# --- contexts ---------------------------------------------------------------------------------------


def content(source: Any, dockerfile: Any = None) -> tuple[str | None, dict[str, bytes]]:
    context = context_of(source, dockerfile)
    with tarfile.open(fileobj=io.BytesIO(b"".join(context.content))) as tar:
        found = {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}
    name = context.dockerfile or ""
    own = {(".new" if name.startswith(".dockerfile.") and key == name else key): value for key, value in found.items()}
    return (".new" if name.startswith(".dockerfile.") else context.dockerfile), {
        key: value.replace(name.encode(), b".new") if key == ".dockerignore" else value for key, value in own.items()
    }


FROM = b"FROM busybox\nRUN true\n"


def test_a_dockerfile_from_outside_comes_under_a_new_name_and_stays_out_of_the_image(
    tmp_path: Path,
) -> None:
    top = tmp_path / "top"
    grown(top, ["a"])
    (tmp_path / "Other").write_bytes(FROM)
    expected = {"a": b"FROM busybox\n", ".dockerignore": b".dockerignore\n.new\n", ".new": FROM}
    for dockerfile in (FROM, FROM.decode(), tmp_path / "Other", "../Other"):
        assert content(top, dockerfile) == (".new", expected)
    (top / ".dockerignore").write_bytes(b"a")
    assert content(top, FROM) == (".new", {".dockerignore": b"a\n.new\n", ".new": FROM})


def test_a_dockerfile_is_looked_for_in_the_context_and_then_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(tmp_path, ["top/Dockerfile", "top/sub/Dockerfile", "Dockerfile"])
    monkeypatch.chdir(tmp_path)
    for dockerfile in ("sub/Dockerfile", "top/sub/Dockerfile", tmp_path / "top/sub/Dockerfile"):
        assert context_of("top", dockerfile).dockerfile == "sub/Dockerfile"
    assert context_of(Path("top")).dockerfile == "Dockerfile"


def test_files_by_name_are_a_context(tmp_path: Path) -> None:
    data = grown(tmp_path, ["data"]) / "data"
    given = {"Dockerfile": FROM.decode(), "a/b": bytearray(b"x"), "data": data}
    expected = {"Dockerfile": FROM, "a/b": b"x", "data": b"FROM busybox\n"}
    assert content(given) == ("Dockerfile", expected)
    assert content({"sub/D": data}, "./sub/D") == ("sub/D", {"sub/D": b"FROM busybox\n"})
    assert content({"a": b""}, FROM) == (".new", {"a": b"", ".dockerignore": b".dockerignore\n.new\n", ".new": FROM})
    assert content({".dockerignore": b"x"}, FROM) == (".new", {".dockerignore": b"x\n.new\n", ".new": FROM})
    assert content(None, FROM) == (".new", {".dockerignore": b".dockerignore\n.new\n", ".new": FROM})


def test_files_by_name_are_of_one_day_and_may_be_programs() -> None:
    found = sent({"Dockerfile": FROM, "run": ("#!/bin/sh", 0o755), "raw": (b"", 0o600)})
    assert {name: (member.mode, member.mtime) for name, member in found.items()} == {
        "Dockerfile": (0o644, FIXED_DAY),
        "run": (0o755, FIXED_DAY),
        "raw": (0o600, FIXED_DAY),
    }
    assert time.gmtime(FIXED_DAY)[:3] == (1980, 1, 2)


def test_a_dockerfile_in_lower_case_is_found(tmp_path: Path) -> None:
    grown(tmp_path, ["dockerfile"])
    assert (context_of(tmp_path).dockerfile, context_of({"dockerfile": FROM}).dockerfile) == ("dockerfile",) * 2
    grown(tmp_path, ["Dockerfile"])
    assert context_of(tmp_path).dockerfile == "Dockerfile"
    assert context_of({"dockerfile": FROM, "Dockerfile": FROM}).dockerfile == "Dockerfile"


def test_of_a_dockerfile_that_is_a_link_what_it_leads_to_is_kept(tmp_path: Path) -> None:
    top = tmp_path / "top"
    grown(tmp_path, ["top/docker/Dockerfile", "top/src/a", "Other"])
    (top / "Dockerfile").symlink_to("docker/Dockerfile")
    (top / ".dockerignore").write_text("*\n!src\n")
    assert context_of(top).dockerfile == "docker/Dockerfile"
    assert files(top) == [".dockerignore", "docker/Dockerfile", "src/a"]
    (tmp_path / "link").symlink_to("top")
    assert context_of(tmp_path / "link").dockerfile == "docker/Dockerfile"


def test_of_a_dockerfile_that_leads_out_of_the_context_the_text_is_sent(tmp_path: Path) -> None:
    top = tmp_path / "top"
    grown(top, ["a"])
    (tmp_path / "Other").write_bytes(FROM)
    (top / "Dockerfile").symlink_to("../Other")
    (top / ".dockerignore").write_text("Dockerfile")
    expected = {"a": b"FROM busybox\n", ".dockerignore": b"Dockerfile\n.new\n", ".new": FROM}
    assert content(top) == (".new", expected)


def test_a_tar_is_sent_as_it_is(tmp_path: Path) -> None:
    tar = b"".join(packed([("Dockerfile", FROM)]))
    (tmp_path / "context.tar").write_bytes(tar)
    assert context_of(tar) == (tar, None, None)
    assert context_of(tar, "D") == (tar, "D", None)
    for packer in (gzip.compress, bz2.compress, lzma.compress):
        assert context_of(packer(tar)).content == packer(tar)
    assert context_of(bytes(1024)).content == bytes(1024)
    for source in (tmp_path / "context.tar", str(tmp_path / "context.tar"), io.BytesIO(tar), [tar], iter([tar])):
        assert b"".join(context_of(source).content) == tar


def test_without_a_source_the_engine_has_one() -> None:
    assert context_of(None) == (None, None, None)
    assert context_of(None, Path("D")) == (None, "D", None)


@pytest.mark.parametrize(
    "address",
    ["https://host.example/x.git#main", "git://host.example/x", "git@host.example:x.git", "github.com/x/y"],
)
def test_what_the_engine_fetches_is_named_as_for_docker_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert context_of(address, "sub/Dockerfile") == (None, "sub/Dockerfile", address)
    monkeypatch.chdir(tmp_path)
    grown(tmp_path, [f"{address}/Dockerfile"])
    assert context_of(address).remote is None  # a directory here wins, as there


CONTENT = "expected bytes, text, the pathlib.Path of something that is there, or (content, mode)"
NO_TAR = "is no tar; a Dockerfile's text is given as client.build(dockerfile=…)"
WRONG_CONTEXTS: list[tuple[Any, Any, str, str]] = [
    ("/nope/x", None, "source", "'/nope/x' is not there; expected a directory, or the file of a tar"),
    (b"tar", FROM, "dockerfile",
     "is text, which cannot be added to a tar; name one in it, or give a directory or files"),
    (5, None, "source", "expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got an int"),
    ({"a": b""}, None, "dockerfile", "'Dockerfile' is not among the files"),
    ({"Dockerfile": 5}, None, "Dockerfile", f"{CONTENT}, got an int"),
    ({"Dockerfile": Path("/nope")}, None, "Dockerfile", f"{CONTENT}, got a PosixPath"),
    ({"a": ("", "755")}, None, "a", "expected (content, mode) with bytes or text and a number such as 0o755"),
    ({"a": (Path("/"), 0o755)}, None, "a", "expected (content, mode) with bytes or text and a number such as 0o755"),
    ({"../a": ""}, None, "../a", "expected a name below the directory, such as 'etc/app.conf'"),
    ({"/a": ""}, None, "/a", "expected a name below the directory, such as 'etc/app.conf'"),
    ({"": ""}, None, "", "expected a name below the directory, such as 'etc/app.conf'"),
    ({5: ""}, None, "5", "expected a name, got an int"),
    (b"FROM busybox\nRUN true\n", None, "source", NO_TAR),
    (io.BytesIO(b"FROM busybox"), None, "source", NO_TAR),
    (io.BytesIO(b""), None, "source", NO_TAR),
    (bytearray(b"x" * 600), None, "source", NO_TAR),
    ("https://host.example/x.git", FROM, "dockerfile",
     "is text, which cannot be added to what the engine fetches; name one in it"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "dockerfile", "where", "problem"), WRONG_CONTEXTS)
def test_what_is_no_context_is_refused(source: Any, dockerfile: Any, where: str, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        context_of(source, dockerfile)
    assert problems(caught) == [(where, problem)]


def test_a_dockerfile_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidArguments) as caught:
        context_of(tmp_path)
    assert problems(caught) == [("dockerfile", f"'Dockerfile' is neither in '{tmp_path}' nor a file here")]
    with pytest.raises(InvalidArguments) as caught:
        context_of(tmp_path, "FROM busybox")
    hint = "a Dockerfile's text has a line's end in it, or is bytes"
    assert problems(caught) == [("dockerfile", f"'FROM busybox' is neither in '{tmp_path}' nor a file here; {hint}")]


def test_what_a_context_sends_belongs_to_root_and_is_otherwise_as_it_is(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", "a", "d/x"])
    (tmp_path / "a").chmod(0o4751)
    os.utime(tmp_path / "a", (1e9 + 0.7, 1e9 + 0.7))
    os.link(tmp_path / "a", tmp_path / "again")
    (tmp_path / "out").symlink_to("/etc")
    (tmp_path / "loop").symlink_to("..")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        found = sent(tmp_path)
    assert list(found) == ["Dockerfile", "a", "again", "d", "d/x", "loop", "out", "pipe"]
    assert (found["a"].mode, found["a"].mtime) == (0o4751, 1e9)
    assert {(member.uid, member.gid, member.uname, member.gname) for member in found.values()} == {(0, 0, "", "")}
    assert (found["again"].islnk(), found["again"].linkname) == (True, "a")
    assert (found["out"].issym(), found["out"].linkname, found["loop"].linkname) == (True, "/etc", "..")


UNREADABLE = """
import os
from dynclient.client.recipes.build_context import context_of
os.setuid(65534) if os.geteuid() == 0 else None
try:
    list(context_of(".").content)
except PermissionError as error:
    print(error.filename)
"""


def test_a_file_that_cannot_be_read_is_an_error_with_its_name_unless_it_is_left_out(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", ".dockerignore", "secret"])
    for path, mode in ((".", 0o755), ("Dockerfile", 0o644), (".dockerignore", 0o644), ("secret", 0)):
        (tmp_path / path).chmod(mode)

    def said() -> str:
        run = [sys.executable, "-c", UNREADABLE]
        return subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()

    assert said() == "secret"
    (tmp_path / ".dockerignore").write_text("secret")
    assert said() == ""


def test_many_files_are_gone_through_in_bounded_memory(tmp_path: Path) -> None:
    grown(tmp_path, ["Dockerfile", *(f"d{number % 20}/f{number}" for number in range(2000))])
    (tmp_path / ".dockerignore").write_text("d1*\n!d11/f11")
    pieces = context_of(tmp_path).content
    assert isinstance(pieces, Iterator)
    assert max(len(piece) for piece in pieces) < 200_000


# --- what needs BuildKit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "end", "refused"),
    [
        ("RUN <<EOF", "EOF", True),
        ("run cat <<-'END' > /x", "\tEND", True),
        ('COPY 0<<"EOF" /x', "EOF", True),
        ("ADD <<a <<b /x/", "a", True),
        ("RUN cat <<EOF", "more", False),
        ("RUN cat <<<EOF", "EOF", False),
        ("RUN echo $((1<<x))", "x", False),
        ("# RUN <<EOF", "EOF", False),
        ("ENV A=<<EOF", "EOF", False),
    ],
)
def test_a_here_document_is_refused_which_the_classic_builder_gets_wrong(line: str, end: str, refused: bool) -> None:
    text = f"FROM busybox\n{line}\nhello\n{end}\n"
    if not refused:
        assert context_of(None, text).content
        return
    with pytest.raises(InvalidArguments, match=r"dockerfile: line 2 has a here-document \(<<\w+\), which needs"):
        context_of(None, text)


def test_many_here_documents_without_an_end_are_gone_through_once() -> None:
    text = "FROM busybox\n" + "".join(f"RUN <<A{number}\n" for number in range(50_000))
    assert context_of(None, text).content


@pytest.mark.parametrize(
    ("message", "hinted"),
    [
        ("the --mount option requires BuildKit. Refer to …", True),
        ("dockerfile parse error on line 2: unknown flag: parents", True),
        ('failed to parse platform : "" is an invalid OS component', True),
        ("dockerfile parse error on line 2: unknown flag: parrots", False),
        ("dockerfile parse error on line 2: unknown instruction: FOO", False),
    ],
)
def test_a_failure_says_where_buildkit_is_needed(message: str, hinted: bool) -> None:
    hint = "; the Dockerfile needs BuildKit, and this is the engine's classic builder"
    assert buildkit_hint(message) == (hint if hinted else "")
