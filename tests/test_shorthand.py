"""Short forms of what is given most, and references to images."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest

import dynclient.ignore
import dynclient.references
from dynclient import InvalidArguments
from dynclient.references import Reference, is_id
from dynclient.shorthand import creation, setting


@pytest.mark.parametrize("module", [dynclient.ignore, dynclient.references])
def test_the_examples_in_the_docstrings_run(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


def problems(caught: pytest.ExceptionInfo[InvalidArguments]) -> list[tuple[str, str]]:
    return [(error.where, error.problem) for error in caught.value.errors]


# --- references ------------------------------------------------------------------------------------

DIGEST = f"sha256:{'a' * 64}"


@pytest.mark.parametrize(
    ("text", "parts", "version", "whole"),
    [
        ("busybox", ("busybox", "", ""), "latest", "busybox:latest"),
        ("busybox:1.36", ("busybox", "1.36", ""), "1.36", "busybox:1.36"),
        ("localhost:5000/a/b", ("localhost:5000/a/b", "", ""), "latest", "localhost:5000/a/b:latest"),
        ("localhost:5000/a/b:c", ("localhost:5000/a/b", "c", ""), "c", "localhost:5000/a/b:c"),
        (f"busybox@{DIGEST}", ("busybox", "", DIGEST), DIGEST, f"busybox@{DIGEST}"),
        (f"h:1/busybox:1@{DIGEST}", ("h:1/busybox", "1", DIGEST), DIGEST, f"h:1/busybox@{DIGEST}"),
    ],
)
def test_a_reference_is_one_image(text: str, parts: tuple[str, str, str], version: str, whole: str) -> None:
    found = Reference.parse(text)
    assert (tuple(found), found.version, str(found)) == (parts, version, whole)


@pytest.mark.parametrize("text", ["", "busybox:", "a/", "busybox@", "busybox@latest", ":1", f"@{DIGEST}"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(InvalidArguments, match="a reference such as name, host:5000/name:tag or name@sha256"):
        Reference.parse(text)


@pytest.mark.parametrize(("text", "said"), [(DIGEST, True), ("a" * 64, True), ("a" * 63, False), ("busybox", False)])
def test_an_id_is_told_from_a_name(text: str, said: bool) -> None:
    assert is_id(text) is said


# --- short forms -----------------------------------------------------------------------------------

BOUND = {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}


def published(*pairs: tuple[str, str, str]) -> dict[str, Any]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for inside, address, port in pairs:
        bindings.setdefault(inside, []).append({"HostIp": address, "HostPort": port})
    return {"ExposedPorts": {inside: {} for inside in bindings}, "HostConfig": {"PortBindings": bindings}}


FORMS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"image": "busybox", "command": None, "env": None, "name": None}, {"Image": "busybox"}),
    ({"command": ["echo", "a b", 1]}, {"Cmd": ["echo", "a b", "1"]}),
    ({"command": "echo 'a b' c"}, {"Cmd": ["echo", "a b", "c"]}),
    ({"command": ("a",), "entrypoint": ""}, {"Cmd": ["a"], "Entrypoint": [""]}),
    ({"env": {"A": "b", "N": 1, "F": 1.5, "GONE": None}}, {"Env": ["A=b", "N=1", "F=1.5", "GONE"]}),
    ({"env": ["A=b"]}, {"Env": ["A=b"]}),
    ({"labels": {"a": "b"}}, {"Labels": {"a": "b"}}),
    ({"labels": ["a=b=c", "d"]}, {"Labels": {"a": "b=c", "d": ""}}),
    ({"user": 1000, "workdir": Path("/tmp"), "tty": True}, {"User": "1000", "WorkingDir": "/tmp", "Tty": True}),
    ({"network": "none"}, {"HostConfig": {"NetworkMode": "none"}}),
    ({"memory": "64m", "auto_remove": True}, {"HostConfig": {"Memory": 67108864, "AutoRemove": True}}),
    ({"memory": 5}, {"HostConfig": {"Memory": 5}}),
    ({"memory": "1.5GiB"}, {"HostConfig": {"Memory": 3 * 2**29}}),
    ({"memory": "12"}, {"HostConfig": {"Memory": 12}}),
    ({"memory": "12b"}, {"HostConfig": {"Memory": 12}}),
    ({"memory": "2 KB"}, {"HostConfig": {"Memory": 2048}}),
    ({"ports": {80: 8080}}, published(("80/tcp", "", "8080"))),
    ({"ports": {"53/udp": ("127.0.0.1", 5353)}}, published(("53/udp", "127.0.0.1", "5353"))),
    ({"ports": {80: None, "81/sctp": ["1", ("::1", 2)]}},
     published(("80/tcp", "", ""), ("81/sctp", "", "1"), ("81/sctp", "::1", "2"))),
    ({"ports": ["8080:80", "127.0.0.1:5353:53/udp", 443, "[::1]:1:2", "0.0.0.0::3"]},
     published(("80/tcp", "", "8080"), ("53/udp", "127.0.0.1", "5353"), ("443/tcp", "", ""), ("2/tcp", "::1", "1"),
               ("3/tcp", "0.0.0.0", ""))),
    ({"volumes": {"/host": "/inside", "name": {"bind": "/x", "mode": "ro"}, "more": {"bind": Path("/y")}}},
     {"HostConfig": {"Binds": ["/host:/inside", "name:/x:ro", "more:/y"]}}),
    ({"volumes": {"/a": None, "/b": {}}}, {"Volumes": {"/a": {}, "/b": {}}}),
    ({"volumes": ["a:b:ro", "/c"]}, {"HostConfig": {"Binds": ["a:b:ro"]}, "Volumes": {"/c": {}}}),
    ({"volumes": []}, {}),
    ({"memory": 5, "host_config": {"init": True}}, {"host_config": {"init": True, "Memory": 5}}),
    ({"env": ["A=b"], "body": {"User": "me", "HostConfig": {"Init": True}}, "memory": 1},
     {"User": "me", "HostConfig": {"Init": True, "Memory": 1}, "Env": ["A=b"]}),
    ({"body": "text"}, {"body": "text"}),
    ({"stop_signal": "INT", "name": "me"}, {"stop_signal": "INT", "name": "me"}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "arguments"), FORMS)
def test_short_forms_become_the_body_that_they_stand_for(given: dict[str, Any], arguments: dict[str, Any]) -> None:
    assert creation(given) == arguments


def test_the_callers_own_dicts_are_left_alone() -> None:
    host = {"Init": True}
    creation({"HostConfig": host, "memory": 1})
    assert host == {"Init": True}


def test_input_is_opened_for_one_connection_unless_said_otherwise() -> None:
    assert creation({}, stdin=True) == {"OpenStdin": True, "StdinOnce": True, "AttachStdin": True}
    assert creation({"stdin_once": False}, stdin=True) == {"stdin_once": False, "OpenStdin": True, "AttachStdin": True}


WRONG_FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"command": "echo 'a"}, "command", "cannot be split into words (No closing quotation); give a list of them"),
    ({"entrypoint": 5}, "entrypoint", "is 5; a list of words or a text is due"),
    ({"env": "A=b"}, "env", "is a str; a dict or a list of name=value is due"),
    ({"env": {"A": True}}, "env", "has a bool as A; a text or a number is due"),
    ({"memory": "1x"}, "memory", "is '1x'; bytes are due, as a number or a text such as '64m' or '1g'"),
    ({"memory": True}, "memory", "is True; bytes are due, as a number or a text such as '64m' or '1g'"),
    ({"volumes": "a:b"}, "volumes", "is a str; a dict or a list of from:inside:mode is due"),
    ({"volumes": {"a": {"bond": "/x"}}}, "volumes", "has a: a path inside is due, or a dict of bind and mode"),
    ({"ports": 80}, "ports", "is a int; a dict or a list is due"),
    ({"ports": {"http": 80}}, "ports", "has 'http'; a port such as 80, '80/tcp' or '53/udp' is due"),
    ({"ports": {80: "x"}}, "ports", "has 'x'; a port's number, None for a free one, or (address, port) is due"),
    ({"ports": {80: True}}, "ports", "has True; a port's number, None for a free one, or (address, port) is due"),
    ({"ports": ["8-9:80"]}, "ports", "has '8-9'; a port's number, None for a free one, or (address, port) is due"),
    ({"ports": ["a:b:c:d"]}, "ports", "has 'a:b:c:d'; inside, port:inside or address:port:inside is due"),
    ({"env": {}, "Env": []}, "env", "is given beside Env, which is the same; give one of them"),
    ({"user": "a", "USER": "b"}, "user", "is given beside User, which is the same; give one of them"),
    ({"memory": 1, "hostconfig": {"memory": 2}}, "memory",
     "is given beside HostConfig.Memory, which is the same; give one of them"),
    ({"memory": 1, "HostConfig": 2}, "HostConfig", "is not a dict, as is due beside memory"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "where", "problem"), WRONG_FORMS)
def test_a_wrong_short_form_is_named(given: dict[str, Any], where: str, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        creation(given)
    assert problems(caught) == [(where, problem)]


def test_all_wrong_short_forms_are_named_at_once() -> None:
    with pytest.raises(InvalidArguments) as caught:
        creation({"memory": "x", "ports": 1, "env": 2})
    assert [where for where, _ in problems(caught)] == ["memory", "ports", "env"]


def test_a_setting_is_found_in_any_spelling() -> None:
    arguments = {"host_config": {"auto_remove": True}, "TTY": False}
    assert setting(arguments, "HostConfig", "AutoRemove") is True
    assert setting(arguments, "Tty") is False
    assert setting(arguments, "HostConfig", "AutoRemove", "More") is None
