"""The command line with documents of other APIs: their names, servers and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client
from dynclient.faces.terminal.command import main
from dynclient.faces.terminal.complete import candidates
from dynclient.faces.terminal.parsing import UsageError, arguments_of

FINE = {"responses": {"200": {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}}}
FILE = {"type": "string", "format": "binary"}
FORM = {
    "type": "object",
    "properties": {"photo": FILE, "more": {"type": "array", "items": FILE}, "name": {"type": "string"}},
}
VARIABLES = {"region": {"default": "us"}, "port": {"default": "443"}}
SERVERS = [
    {"url": "https://{region}.api.example:{port}/v1", "description": "Live", "variables": VARIABLES},
    {"url": "https://test.example/v2", "description": "Sandbox"},
]  # fmt: skip
NAMES = [("pay", "3D Secure"), ("72e0c2", "Weather"), ("-begin", "-Odd"), ("import", "Goods"), ("列出", "用户管理")]


@pytest.fixture
def spec(tmp_path: Path) -> str:
    paths: Any = {
        f"/{number}": {"get": {"operationId": id_, "tags": [tag], **FINE}} for number, (id_, tag) in enumerate(NAMES)
    }
    paths["/photos"] = {
        "post": {
            "operationId": "add",
            "tags": ["Photos"],
            "requestBody": {
                "content": {"application/json": {"schema": {"type": "object"}}, "multipart/form-data": {"schema": FORM}}
            },
            **FINE,
        }
    }
    path = tmp_path / "api.json"
    path.write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": SERVERS, "paths": paths})
    )
    return str(path)


@pytest.mark.parametrize(
    "words",
    [
        ["3-d-secure", "pay"], ["-3-d-secure", "pay"], ["_3_d_secure", "pay"], ["3_d_secure", "pay"],
        ["weather", "72e0c2"], ["weather", "-72e0c2"], ["weather", "_72e0c2"], ["72e0c2"], ["--", "-begin"],
        ["odd", "begin"], ["goods", "import"], ["goods", "import-"], ["用户管理", "列出"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_groups_and_methods_with_any_name_are_called(
    spec: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--spec", spec, "--mock", *words]) == 0, capfd.readouterr().err


def test_what_is_shown_and_completed_can_be_written(spec: str, capfd: pytest.CaptureFixture[str]) -> None:
    options = ["--spec", spec]
    groups = [word for word, _ in candidates(options, "")][: len(Client("http://h", spec=spec).groups)]
    assert groups == ["3-d-secure", "weather", "odd", "goods", "用户管理", "photos"]
    found = {group: [word for word, _ in candidates([*options, group], "")] for group in groups}
    assert [found[group] for group in groups[:4]] == [["pay"], ["72e0c2"], ["begin"], ["import"]]
    main([*options, "--help"])
    told = capfd.readouterr().out
    assert all(f"  {group:<14} 1 commands, such as {words[0]}\n" in told for group, words in found.items())
    main([*options, "help", "3-d-secure"])
    assert "\n  pay" in capfd.readouterr().out
    main([*options, "help", "weather", "72e0c2"])
    assert capfd.readouterr().out.startswith("Usage: dynclient weather 72e0c2 [")


@pytest.mark.parametrize("words", [["weather"], ["weather", "--x"]], ids=" ".join)
def test_a_group_alone_says_its_commands(spec: str, words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--spec", spec, *words]) == 2
    assert capfd.readouterr().err == "dynclient: weather has the commands 72e0c2\n"


@pytest.mark.parametrize(
    ("server", "line"),
    [
        ("1", "GET https://test.example /v2/3"),
        ("sandbox", "GET https://test.example /v2/3"),
        ("https://test.example/v2", "GET https://test.example /v2/3"),
        ("region=eu", "GET https://eu.api.example:443 /v1/3"),
        ("region=eu,port=8443", "GET https://eu.api.example:8443 /v1/3"),
        ("https://eu.api.example:1/v1", "GET https://eu.api.example:1 /v1/3"),
    ],
)
def test_a_server_is_chosen(spec: str, server: str, line: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--spec", spec, "--server", server, "--dry-run", "import"]) == 0, capfd.readouterr().err
    assert capfd.readouterr().out.splitlines()[0] == line


@pytest.mark.parametrize("server", ["2", "nowhere", "planet=mars"])
def test_a_server_that_is_not_there_is_refused_with_those_that_are(
    spec: str, server: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--spec", spec, f"--server={server}", "import"]) == 2
    assert "there are 0: https://{region}.api.example:{port}/v1, 1: https://test.example/v2" in capfd.readouterr().err


def test_a_form_s_files_are_read_from_where_the_words_say(spec: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    with Client("http://h", spec=spec) as client:
        operation = client.operations["add"].sent_as("multipart/form-data")
        words = ["--photo", f"@{one}", "--more", f"@{one}", "--more", f"@{two}", "--name", "@me"]
        assert arguments_of(operation, words).arguments == {"photo": one, "more": [one, two], "name": "@me"}


@pytest.mark.parametrize("flag", [["--content-type", "multipart/form-data"], ["--content-type=multipart/form-data"]])
def test_a_form_is_sent_where_its_media_type_is_asked_for(
    spec: str, flag: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["--server", "1", "--dry-run", "add", "--photo", f"@{__file__}", *flag]
    assert main(["--spec", spec, *words]) == 0, capfd.readouterr().err
    assert "content-type: multipart/form-data; boundary=" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("value", "problem"),
    [("plain", "is of bytes; expected @file, or - for standard input"), ("@missing", "there is no file missing")],
)
def test_what_is_no_file_is_refused(spec: str, value: str, problem: str) -> None:
    with Client("http://h", spec=spec) as client, pytest.raises(UsageError, match=problem):
        arguments_of(client.operations["add"].sent_as("multipart/form-data"), ["--photo", value])
