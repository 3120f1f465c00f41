"""The words of a command line become an operation's arguments, by the document's schemas."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client, MockEngine
from dynclient.api.call.bind import bind
from dynclient.faces.terminal.parsing import UsageError, arguments_of, split

OPERATIONS = Client(transport=MockEngine()).operations

READ: list[tuple[str, str, dict[str, Any]]] = [
    ("ContainerList", "--all --limit 3", {"all": True, "limit": 3}),
    ("ContainerList", "--no-all --size=false", {"all": False, "size": False}),
    (
        "ContainerList",
        "--filters status=exited --filters status=running",
        {"filters": {"status": ["exited", "running"]}},
    ),
    ("ContainerList", '--filters {"status":["exited"]}', {"filters": {"status": ["exited"]}}),
    ("ContainerStop", "--t 5", {"t": 5}),
    ("ContainerStop", "--t x", {"t": "x"}),
    ("ContainerLogs", "--since 10m --until 5", {"since": timedelta(minutes=10), "until": "5"}),
    ("ContainerLogs", "--since 1.5", {"since": "1.5"}),
    ("ContainerLogs", "--since 2024-05-01T00:00:00+00:00", {"since": "2024-05-01T00:00:00+00:00"}),
    ("ContainerLogs", "--since 20240501T000000+0000", {"since": datetime(2024, 5, 1, tzinfo=UTC)}),
    ("ContainerLogs", "--since noon", {"since": "noon"}),
    ("ImageCreate", "--from-image busybox --platform linux/arm64", {"fromImage": "busybox", "platform": "linux/arm64"}),
    ("ImageCreate", "--FROM_IMAGE=busybox", {"fromImage": "busybox"}),
    (
        "ImageBuild",
        "--t a:1 --t b:2 --buildargs A=1 --buildargs B=2",
        {"t": ["a:1", "b:2"], "buildargs": {"A": "1", "B": "2"}},
    ),
    ("ContainerCreate", "--Cmd echo --Cmd hi", {"Cmd": ["echo", "hi"]}),
    ("ContainerCreate", '--Cmd ["echo","hi"]', {"Cmd": ["echo", "hi"]}),
    (
        "ContainerCreate",
        "--HostConfig.Memory 64 --HostConfig.AutoRemove",
        {"HostConfig": {"Memory": 64, "AutoRemove": True}},
    ),
    (
        "ContainerCreate",
        "--host-config.restart-policy.name always",
        {"HostConfig": {"RestartPolicy": {"Name": "always"}}},
    ),
    ("ContainerCreate", "--host_config.binds /a:/b", {"HostConfig": {"Binds": ["/a:/b"]}}),
    ("ContainerCreate", "--Labels com.example.a=1 --Labels b=", {"Labels": {"com.example.a": "1", "b": ""}}),
    ("ContainerCreate", "--Labels.com.example.a 1", {"Labels": {"com.example.a": "1"}}),
    ("ContainerCreate", "--ExposedPorts 80/tcp={}", {"ExposedPorts": {"80/tcp": {}}}),
    (
        "ContainerCreate",
        '--HostConfig.PortBindings 80/tcp=[{"HostPort":"8080"}]',
        {"HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}},
    ),
    (
        "ContainerCreate",
        '--HostConfig.Mounts {"Type":"tmpfs","Target":"/a"} --HostConfig.Mounts {"Type":"tmpfs","Target":"/b"}',
        {"HostConfig": {"Mounts": [{"Type": "tmpfs", "Target": "/a"}, {"Type": "tmpfs", "Target": "/b"}]}},
    ),
    ("ContainerCreate", "--HostConfig.NoSuch.Thing 1", {"HostConfig": {"NoSuch.Thing": 1}}),
    ("ContainerCreate", '--body {"Image":"a"}', {"body": {"Image": "a"}}),
    ("ContainerCreate", "--Imge a", {"Imge": "a"}),
    ("ContainerCreate", "--imge=a --other", {"imge": "a", "other": True}),
    ("ContainerUpdate", "--BlkioWeightDevice.x 1", {"BlkioWeightDevice": {"x": 1}}),
    ("NetworkCreate", "--IPAM.Config []", {"IPAM": {"Config": []}}),
    ("ImagePush", "--x-registry-auth ready", {"X-Registry-Auth": "ready"}),
    ("ImagePush", "--X-Registry-Auth username=me", {"X-Registry-Auth": {"username": "me"}}),
]


@pytest.mark.parametrize(("operation", "words", "arguments"), READ, ids=[f"{each[0]} {each[1]}" for each in READ])
def test_a_flag_is_an_argument_by_its_schema(operation: str, words: str, arguments: dict[str, Any]) -> None:
    assert arguments_of(OPERATIONS[operation], words.split(" ")) == ([], arguments, {})


def test_values_of_the_path_stand_by_themselves() -> None:
    words = ["web", "--path", "/etc", "-ojson", "--", "--odd"]
    assert arguments_of(OPERATIONS["ContainerArchive"], words) == (
        ["web", "--odd"],
        {"path": "/etc"},
        {"output": "json"},
    )
    assert arguments_of(OPERATIONS["ContainerStop"], ["-1"]) == (["-1"], {}, {})


def test_an_argument_goes_before_an_option_of_its_name() -> None:
    # PluginEnable has a timeout of its own.
    words = ["a", "--timeout", "3", "--host", "b", "-v"]
    assert arguments_of(OPERATIONS["PluginEnable"], words) == (["a"], {"timeout": 3}, {"host": "b", "verbose": True})
    assert arguments_of(OPERATIONS["ContainerStart"], ["a", "--timeout=3"]) == (["a"], {}, {"timeout": 3.0})


def test_a_body_comes_from_a_file_or_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"Image": "busybox"}
    (tmp_path / "a.json").write_text(json.dumps(body))
    (tmp_path / "a.yaml").write_text("Image: busybox\n")
    create = OPERATIONS["ContainerCreate"]
    for name in ("a.json", "a.yaml"):
        assert arguments_of(create, ["--body", f"@{tmp_path / name}"]).arguments == {"body": body}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(body).encode())))
    assert arguments_of(create, ["--body", "-"]).arguments == {"body": body}


def test_bytes_come_from_a_file_or_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.tar").write_bytes(b"tar")
    load = OPERATIONS["ImageLoad"]
    assert arguments_of(load, ["--body", f"@{tmp_path / 'a.tar'}"]).arguments == {"body": tmp_path / "a.tar"}
    standard = io.TextIOWrapper(io.BytesIO(b"tar"))
    monkeypatch.setattr(sys, "stdin", standard)
    for word in ("-", "@-"):
        assert arguments_of(load, ["--body", word]).arguments == {"body": standard.buffer}


def test_content_comes_from_a_file_or_from_standard_input_and_json_has_it_in_base64(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = OPERATIONS["SecretCreate"]
    (tmp_path / "key").write_bytes(b"password")
    assert arguments_of(create, ["--data", f"@{tmp_path / 'key'}"]).arguments == {"Data": tmp_path / "key"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"password")))
    assert arguments_of(create, ["--data", "-"]).arguments == {"Data": b"password"}
    for given in ('{"Name":"a","Data":"cGFzc3dvcmQ="}', f"@{tmp_path / 'a.json'}"):
        (tmp_path / "a.json").write_text('{"Name":"a","Data":"cGFzc3dvcmQ="}')
        body = bind(create, (), arguments_of(create, ["--body", given]).arguments).body
        assert body == {"Name": "a", "Data": "cGFzc3dvcmQ="}


WRONG: list[tuple[str, list[str], str]] = [
    ("ContainerList", ["--limit"], "--limit lacks its value"),
    ("ContainerList", ["-x"], "there is no option -x; dynclient help ContainerList lists the arguments"),
    ("ContainerList", ["--output", "xml"], "--output is 'xml'; expected one of json, yaml, table, raw"),
    ("ContainerList", ["--output"], "--output lacks its FORM"),
    ("ContainerList", ["--timeout", "soon"], "--timeout is 'soon'; expected seconds"),
    ("ContainerList", ["--mock=1"], "--mock takes no value"),
    (
        "ContainerList",
        ["--filters", "{"],
        "--filters is no JSON (line 1, column 2)",
    ),
    ("ContainerCreate", ["--body", "@/none"], "--body: /none cannot be read: No such file or directory"),
    ("ContainerCreate", ["--Cmd", "a", "--Cmd.b", "c"], "--Cmd.b: Cmd has been given already, and is no object"),
    ("ImageLoad", ["--body", "tar"], "--body is of bytes; expected @file, or - for standard input"),
    ("SecretCreate", ["--data", "cGFzcw=="], "--data is of bytes; expected @file, or - for standard input"),
    ("ImageLoad", ["--body", "@/none"], "--body: there is no file /none"),
]


@pytest.mark.parametrize(("operation", "words", "message"), WRONG)
def test_what_cannot_be_read_is_told(operation: str, words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        arguments_of(OPERATIONS[operation], words)
    assert str(caught.value) == message


def test_a_file_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [")
    (tmp_path / "b.json").write_bytes(b"\xff")
    for name, message in (
        ("a.yaml", "a.yaml is no YAML: while parsing"),
        ("b.json", "b.json cannot be read: 'utf-8' codec"),
    ):
        with pytest.raises(UsageError, match=message):
            arguments_of(OPERATIONS["ContainerCreate"], ["--body", f"@{tmp_path / name}"])


def test_options_stand_before_the_command_too() -> None:
    words = ["-H", "tcp://a", "-oyaml", "--timeout=2", "-v", "--api-version", "1.41", "container", "list", "-o", "raw"]
    options = {"host": "tcp://a", "output": "yaml", "timeout": 2.0, "verbose": True, "api-version": "1.41"}
    assert split(words) == (options, ["container", "list", "-o", "raw"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--hots", "a"], "there is no option --hots; did you mean host?"),
        (["-x"], "there is no option -x; dynclient --help lists them"),
    ],
)
def test_an_option_that_is_not_known_is_told(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        split(words)
    assert str(caught.value) == message
