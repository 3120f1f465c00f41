"""Any bytes become a mapping or an error of one line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynclient.document import read as reading
from dynclient.document.read import parse, read
from dynclient.errors import SpecError


def refusal(data: bytes) -> str:
    with pytest.raises(SpecError) as caught:
        parse(data, "api.yaml")
    return str(caught.value)


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with libyaml, and also as if PyYAML had been built without it."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader")


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": [1, null, "x"]}',
        b'\xef\xbb\xbf \n{"a": [1, null, "x"]}',
        b"a: [1, null, x]",
        b"\xef\xbb\xbfa:\n  - 1\n  -\n  - 'x'\n",
        b"{a: [1, ~, x]}",
        b'{"a": [1, null, x]}',
        b"%YAML 1.1\n---\na:\r\n- 1\r\n- null\r\n- x\r\n...\n",
    ],
)
def test_json_and_yaml_are_detected(data: bytes) -> None:
    assert parse(data, "api.yaml") == {"a": [1, None, "x"]}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("Null", None),
        ("-12", -12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("-.5e3", -500.0),
        ("1.", 1.0),
        ("!!int 12", 12),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("'12'", "12"),
        ('"null"', "null"),
        ("|\n  12\n", "12\n"),
        ("no", "no"),
        ("On", "On"),
        ("12:30:45", "12:30:45"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("2020-01-01", "2020-01-01"),
        ("2020-01-01T12:00:00Z", "2020-01-01T12:00:00Z"),
        ("!!timestamp 2020-01-01", "2020-01-01"),
        ("7e41234", "7e41234"),
        ("=", "="),
        ("-", [None]),
        ("!!seq [a]", ["a"]),
        ("!!map {a: b}", {"a": "b"}),
        ("<<", "<<"),
    ],
)
def test_a_plain_value_is_read_as_in_yaml_1_2(written: str, value: Any) -> None:
    found = parse(f"a: {written}".encode(), "api.yaml") if written != "-" else parse(b"a:\n  -\n", "api.yaml")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize("key", ["200", "on", "no", "null", "~", "2020-01-01", "1.50", "true", "0x10", "'<<'"])
def test_a_key_is_its_text(key: str) -> None:
    assert parse(f"{key}: {{{key}: 1}}".encode(), "api.yaml") == {key.strip("'"): {key.strip("'"): 1}}


def test_keys_may_be_aliases_of_texts_and_the_last_of_two_wins() -> None:
    assert parse(b"a: &x 200\n*x : 1\n&y b: 2\nc: *y\n? d\n: 4\nc: 5\n", "api.yaml") == {
        "a": 200,
        "200": 1,
        "b": 2,
        "c": 5,
        "d": 4,
    }


def test_own_keys_and_earlier_mappings_override_merge_keys() -> None:
    data = b"a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\nd: {<<: *b, y: 4}\n"
    assert parse(data, "api.yaml") == {
        "a": {"x": 1, "y": 1},
        "b": {"y": 2, "z": 2},
        "c": {"x": 1, "y": 1, "z": 3},
        "d": {"y": 4, "z": 2},
    }


def test_the_version_of_the_api_is_a_text_even_if_it_looks_like_a_number() -> None:
    data = b"info: {version: 1.40, x: {version: 1.40}}\nversion: 1.40\n"
    assert parse(data, "api.yaml") == {"info": {"version": "1.40", "x": {"version": 1.4}}, "version": 1.4}


def test_an_alias_is_the_same_value_again() -> None:
    found = parse(b"a: &a [1, [2]]\nb: *a\nc: [*a, {d: *a}]\n", "api.yaml")
    assert found == {"a": [1, [2]], "b": [1, [2]], "c": [[1, [2]], {"d": [1, [2]]}]}


LAUGHS = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 10)
)
LONG = b"a: &a " + b"x" * 100_000 + b"\nb: [" + b"*a, " * 1000 + b"]\n"
TOWER = b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d %s*a%d%s\n" % (n, n, b"[" * 50, n - 1, b"]" * 50) for n in range(1, 20))
MERGES = (
    b"a0: &a0 {<<: {}, k: "
    + b"[x, x]}\n"
    + b"".join(b"a%d: &a%d {b: *a%d, <<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1, n - 1) for n in range(1, 60))
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\t ", "it is empty"),
        (b"# nothing\n", "it must be a mapping, not None"),
        (b"---\n", "it must be a mapping, not None"),
        (b"[a]", "it must be a mapping, not list"),
        (b"some text", "it must be a mapping, not 'some text'"),
        (b"42", "it must be a mapping, not 42"),
        (b"a: \xff", "it is not UTF-8 (byte 3)"),
        ("a: b".encode("utf-16"), "it is not UTF-8 (byte 0)"),
        (b"a: b\x00c", "it is neither YAML nor JSON: "),
        (b"\x7fELF\x02\x01\x01\x00", "it is neither YAML nor JSON: "),
        (b"a: 1\nb: [", "line "),
        (b"a: b: c", "line 1, column 5: "),
        (b'{"a": 1,, "b": 2}', "line 1, column 9: "),
        (b'{"a": 1}\n{"b": 2}', "line 2, column 1: "),
        (b'{"a": ' + b"[" * 100_000, "it is nested deeper than 200"),
        (b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}", "it is nested deeper than 200"),
        (b'{"a": NaN}', "a number in it is out of range"),
        (b'{"a": -Infinity}', "a number in it is out of range"),
        (b'{"a": 1e999}', "a number in it is out of range"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number in it is out of range"),
        (b'{"a": "\\ud800"}', "a string in it has half of a surrogate pair"),
        (b"a: 1\nb: .inf", "line 2: a number that JSON cannot hold"),
        (b"a: 1\nb: -.NaN", None),
        (b"a: .nan", "line 1: a number that JSON cannot hold"),
        (b"a: " + b"9" * 5000, "line 1: a number that JSON cannot hold"),
        (b"a: 0x" + b"f" * 5000, "line 1: a number that JSON cannot hold"),
        (b"[" * 100_000, "line 1: it is nested deeper than 200"),
        (b"{a: " * 100_000, "line 1: it is nested deeper than 200"),
        (b"a: 1\nb: " + b"[" * 300 + b"]" * 300, "line 2: it is nested deeper than 200"),
        (b"- " * 300 + b"a", "line 1: it is nested deeper than 200"),
        (TOWER, "line 5: it is nested deeper than 200"),
        (MERGES, "line 12: its aliases expand to more than 1,000,000 values"),
        (LAUGHS, "line 6: its aliases expand to more than 1,000,000 values"),
        (LONG, "line 2: its aliases expand to more than 1,000,000 values"),
        (b"a: &a [*a]", "line 1: the alias 'a' contains itself"),
        (b"a: &a\n  b: {c: *a}", "line 2: the alias 'a' contains itself"),
        (b"a: *b", "line 1: the alias 'b' is not defined"),
        (b"a: 1\n---\nb: 2", "line 2: a second document begins; expected one"),
        (b"? [a]\n: b", "line 1: a mapping or list cannot be a key"),
        (b"a: &a [b]\n*a : c", "line 2: a mapping or list cannot be a key"),
        (b"a: 1\nb: {<<: 1}", "line 2: << expects a mapping or a list of mappings"),
        (b"a:\n  <<: [{b: 1}, 2]", "line 2: << expects a mapping or a list of mappings"),
        (
            b"a: !!python/object/apply:os.system [ls]",
            "line 1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed",
        ),
        (
            b"a: 1\nb: !!python/name:os.system x",
            "line 2: the tag 'tag:yaml.org,2002:python/name:os.system' is",
        ),
        (b"!own a: 1", "line 1: the tag '!own' is not allowed"),
        (b"a: !!binary aGk=", "line 1: the tag 'tag:yaml.org,2002:binary' is not allowed"),
        (b"a: !!set {b}", "line 1: the tag 'tag:yaml.org,2002:set' is not allowed"),
        (b"a: !x!y z", "line 1, column 4: "),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(data: bytes, reason: str | None) -> None:
    if reason is None:
        assert parse(data, "api.yaml") == {"a": 1, "b": "-.NaN"}
        return
    message = refusal(data)
    assert message.startswith(f"api.yaml: {reason}")
    assert "\n" not in message
    assert len(message) < 200


def test_json_of_more_values_than_any_document_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "VALUES", 1000)
    assert refusal(json.dumps({"a": [[]] * 1000}).encode()) == "api.yaml: it holds more than 1,000 values"
    assert refusal(b"a: [" + b"1, " * 1000 + b"]") == "api.yaml: line 1: it holds more than 1,000 values"


def test_pairs_of_surrogates_in_json_are_one_character() -> None:
    assert parse(b'{"a": "\\ud83d\\udc33"}', "api.yaml") == {"a": "\N{SPOUTING WHALE}"}


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_bytes(b"{}\n")
    assert read(tmp_path / "api.json") == b"{}\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.yaml", "it cannot be read: No such file or directory"),
        ("", "it is not a regular file"),
        ("nul\0.yaml", "it cannot be read: it is not a valid file name"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    path = os.path.join(tmp_path, name)
    with pytest.raises(SpecError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: {reason}".replace("\0", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no /dev/zero here")
def test_a_device_or_a_pipe_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", tmp_path / "pipe"):
        with pytest.raises(SpecError) as caught:
            read(path)
        assert str(caught.value) == f"{path}: it is not a regular file"


def test_a_file_that_is_larger_than_any_document_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BYTES", 1000)
    (path := tmp_path / "large.yaml").write_bytes(bytes(1001))
    with pytest.raises(SpecError, match=r"large\.yaml: it is larger than 1,000 bytes$"):
        read(path)
