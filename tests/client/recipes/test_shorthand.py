"""Short forms of what is given most, and references to images."""

from __future__ import annotations

import doctest
import json
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

import dynclient.client.recipes.dockerignore
import dynclient.engine.reach.references
from dynclient import Client, InvalidArguments
from dynclient.client.recipes.shorthand import creation, setting
from dynclient.engine.reach.references import Reference, is_id


@pytest.mark.parametrize("module", [dynclient.client.recipes.dockerignore, dynclient.engine.reach.references])
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
    ({"command": ["echo", "a b", 1, 1.5, Path("/a")]}, {"Cmd": ["echo", "a b", "1", "1.5", "/a"]}),
    ({"command": "echo 'a b' c"}, {"Cmd": ["echo", "a b", "c"]}),
    ({"command": r"sh -c 'a | b > c; d\n' \; '|' a|b -> a\\b"},
     {"Cmd": ["sh", "-c", r"a | b > c; d\n", ";", "|", "a|b", "->", r"a\b"]}),
    ({"command": ("a",), "entrypoint": ""}, {"Cmd": ["a"], "Entrypoint": [""]}),
    ({"env": {"A": "b", "N": 1, "F": 1.5, "P": Path("/a"), "GONE": None}},
     {"Env": ["A=b", "N=1", "F=1.5", "P=/a", "GONE"]}),
    ({"env": ["A=b"]}, {"Env": ["A=b"]}),
    ({"labels": {"a": "b"}}, {"Labels": {"a": "b"}}),
    ({"labels": ["a=b=c", "d"]}, {"Labels": {"a": "b=c", "d": ""}}),
    ({"user": 1000, "workdir": Path("/tmp"), "tty": True}, {"User": "1000", "WorkingDir": "/tmp", "Tty": True}),
    ({"network": "none"}, {"HostConfig": {"NetworkMode": "none"}}),
    ({"memory": "64m", "auto_remove": True}, {"HostConfig": {"Memory": 67108864, "AutoRemove": True}}),
    ({"memory": 5}, {"HostConfig": {"Memory": 5}}),
    ({"memory": 64e6}, {"HostConfig": {"Memory": 64_000_000}}),
    ({"user": "1000:1000"}, {"User": "1000:1000"}),
    ({"memory": "1.5GiB"}, {"HostConfig": {"Memory": 3 * 2**29}}),
    ({"memory": "12"}, {"HostConfig": {"Memory": 12}}),
    ({"memory": "12b"}, {"HostConfig": {"Memory": 12}}),
    ({"memory": "2 KB"}, {"HostConfig": {"Memory": 2048}}),
    ({"ports": {80: 8080}}, published(("80/tcp", "", "8080"))),
    ({"ports": {"53/udp": ("127.0.0.1", 5353)}}, published(("53/udp", "127.0.0.1", "5353"))),
    ({"ports": {80: None, "81/sctp": ["1", ("::1", 2)]}},
     published(("80/tcp", "", ""), ("81/sctp", "", "1"), ("81/sctp", "::1", "2"))),
    ({"ports": ["8080:80", "127.0.0.1:5353:53/udp", 443, "[::1]:1:2", "0.0.0.0::3", ":4:5", ":6"]},
     published(("80/tcp", "", "8080"), ("53/udp", "127.0.0.1", "5353"), ("443/tcp", "", ""), ("2/tcp", "::1", "1"),
               ("3/tcp", "0.0.0.0", ""), ("5/tcp", "", "4"), ("6/tcp", "", ""))),
    ({"ports": {80: (None, 81), 90: ("", 91), 92: ("127.0.0.1",), 93: (ip_address("::1"), "94")}},
     published(("80/tcp", "", "81"), ("90/tcp", "", "91"), ("92/tcp", "127.0.0.1", ""), ("93/tcp", "::1", "94"))),
    ({"ports": {80: "127.0.0.1:81", 82: "[::1]:83", 84: "127.0.0.1:", 85: ("[::1]", 86)}},
     published(("80/tcp", "127.0.0.1", "81"), ("82/tcp", "::1", "83"), ("84/tcp", "127.0.0.1", ""),
               ("85/tcp", "::1", "86"))),
    ({"ports": {(53, "udp"): 53, "53/UDP": 54, "54": "1-2"}},
     published(("53/udp", "", "53"), ("53/udp", "", "54"), ("54/tcp", "", "1-2"))),
    ({"ports": {"1-2/udp": "11-12", "3-4": None}},
     published(("1/udp", "", "11"), ("2/udp", "", "12"), ("3/tcp", "", ""), ("4/tcp", "", ""))),
    ({"ports": ["127.0.0.1:11-12:1-2", "21-29:3", (53, "udp"), "7-8"]},
     published(("1/tcp", "127.0.0.1", "11"), ("2/tcp", "127.0.0.1", "12"), ("3/tcp", "", "21-29"), ("53/udp", "", ""),
               ("7/tcp", "", ""), ("8/tcp", "", ""))),
    ({"volumes": {"/host": "/inside", "name": {"bind": "/x", "mode": "ro"}, "more": {"bind": Path("/y")}}},
     {"HostConfig": {"Binds": ["/host:/inside", "name:/x:ro", "more:/y"]}}),
    ({"volumes": {"/a": None, "/b": {}}}, {"Volumes": {"/a": {}, "/b": {}}}),
    ({"volumes": ["a:b:ro", "/c"]}, {"HostConfig": {"Binds": ["a:b:ro"]}, "Volumes": {"/c": {}}}),
    ({"volumes": [("/a", "/b"), ("c", Path("/d"), "ro"), (Path("/e"), "/f", None)]},
     {"HostConfig": {"Binds": ["/a:/b", "c:/d:ro", "/e:/f"]}}),
    ({"volumes": {Path("data"): "/data", "./data": "/more:ro", r"C:\data": "/c"}},
     {"HostConfig": {"Binds": [f"{Path('data').absolute()}:/data", "./data:/more:ro", r"C:\data:/c"]}}),
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


PORT = "expected a port, a range such as '8080-8090', None for a free one, or (address, port), got "
INSIDE = "expected a port such as 80, '80/tcp', '53/udp' or '8000-8010', got "
ADDRESS = "expected an IP address, got {}; write one such as 127.0.0.1, or '' for all"
WORDS = "expected words that are texts, numbers or paths, got "
SHELL = "which only a shell understands and none runs here; write ['sh', '-c', {!r}], or quote it"
BACKSLASH = "has a backslash, which is dropped where a text is split; quote it, or write a list of words"
BINDS = "expected items such as '/host:/inside:ro' or (from, inside), got "
LOCALHOST = "expected an IP address, got 'localhost'; write 127.0.0.1"
NAMED = "expected a name, a number or 'user:group', got "

WRONG_FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"command": "echo 'a"}, "command", "cannot be split into words (No closing quotation); write a list of them"),
    ({"command": "ls / | wc -l"}, "command", f"has '|', {SHELL.format('ls / | wc -l')}"),
    ({"command": "a && b"}, "command", f"has '&&', {SHELL.format('a && b')}"),
    ({"command": "a; b"}, "command", f"has ';', {SHELL.format('a; b')}"),
    ({"command": "a > b"}, "command", f"has '>', {SHELL.format('a > b')}"),
    ({"command": "a >>/b"}, "command", f"has '>>/b', {SHELL.format('a >>/b')}"),
    ({"command": "a 2>&1"}, "command", f"has '2>&1', {SHELL.format('a 2>&1')}"),
    ({"command": "a < b"}, "command", f"has '<', {SHELL.format('a < b')}"),
    ({"command": "a &"}, "command", f"has '&', {SHELL.format('a &')}"),
    ({"command": r"type C:\x"}, "command", BACKSLASH),
    ({"command": b"a"}, "command", "expected a list of words or a text, got a bytes; decode it"),
    ({"command": ["a", b"b"]}, "command", f"{WORDS}a bytes; decode it"),
    ({"command": ["a", None]}, "command", f"{WORDS}a NoneType"),
    ({"command": ["a", True]}, "command", f"{WORDS}a bool; write 'true'"),
    ({"command": [["a"]]}, "command", f"{WORDS}a list"),
    ({"entrypoint": 5}, "entrypoint", "expected a list of words or a text, got an int"),
    ({"env": "A=b"}, "env", "expected a dict or a list of name=value, got a str; write {'A': 'b'}"),
    ({"env": {"A": True}}, "env", "expected a text or a number as A, got a bool; write 'true'"),
    ({"env": {"A": b"b"}}, "env", "expected a text or a number as A, got a bytes; decode it"),
    ({"env": {"A=B": 1}}, "env", "expected a name without '=', got 'A=B'; write {'A': 'B'}"),
    ({"env": {"": 1}}, "env", "expected a name without '=', got ''"),
    ({"env": {1: 1}}, "env", "expected names that are texts, got an int"),
    ({"env": [("A", "b")]}, "env", "expected variables as name=value, got a tuple; write 'A=b'"),
    ({"env": [{"A": "b"}]}, "env", "expected variables as name=value, got a dict"),
    ({"env": ["=b"]}, "env", "expected variables as name=value, got '=b'"),
    ({"labels": [("a", "b")]}, "labels", "expected labels as name=value, got a tuple; write 'a=b'"),
    ({"labels": [""]}, "labels", "expected labels as name=value, got ''"),
    ({"user": (1000, 1000)}, "user", f"{NAMED}a tuple; write '1000:1000'"),
    ({"user": b"me"}, "user", f"{NAMED}a bytes; decode it"),
    ({"user": True}, "user", f"{NAMED}a bool"),
    ({"workdir": b"/tmp"}, "workdir", "expected a path, got a bytes; decode it"),
    ({"workdir": 5}, "workdir", "expected a path, got an int"),
    ({"memory": "1x"}, "memory", "expected bytes, as a number or a text such as '64m' or '1g', got '1x'"),
    ({"memory": True}, "memory", "expected bytes, as a number or a text such as '64m' or '1g', got True"),
    ({"memory": 1.5}, "memory", "expected bytes, as a number or a text such as '64m' or '1g', got 1.5"),
    ({"volumes": "a:b"}, "volumes", "expected a dict or a list of from:inside:mode, got a str"),
    ({"volumes": {"a": {"bond": "/x"}}}, "volumes", "expected a path inside, or a dict of bind and mode, for a"),
    ({"volumes": {"/a": ["/b", "/c"]}}, "volumes",
     "expected one path inside for /a, got a list; write a list of (from, inside)"),
    ({"volumes": {"/a": 5}}, "volumes", "expected a path, got an int"),
    ({"volumes": {"/a": {"bind": "/b", "mode": 5}}}, "volumes", "expected a mode such as 'ro' for /a, got an int"),
    ({"volumes": [None]}, "volumes", f"{BINDS}a NoneType"),
    ({"volumes": [""]}, "volumes", f"{BINDS}a str"),
    ({"volumes": [{"/tmp": {"bind": "/data"}}]}, "volumes", f"{BINDS}a dict"),
    ({"volumes": [Path("/a")]}, "volumes",
     f"{BINDS}a PosixPath; write ('/a', '/inside'), or '/a' for a volume without a name"),
    ({"volumes": {"/a:b": "/c"}}, "volumes",
     "has '/a:b', whose colon would end it; write "
     "HostConfig={'Mounts': [{'Type': 'bind', 'Source': '/a:b', 'Target': '/c'}]}"),
    ({"ports": 80}, "ports", "expected a dict or a list, got an int; write {80: 8080} or ['8080:80']"),
    ({"ports": {"http": 80}}, "ports", f"{INSIDE}'http'"),
    ({"ports": {"80/ip": 80}}, "ports", f"{INSIDE}'80/ip'"),
    ({"ports": {0: 80}}, "ports", f"{INSIDE}0"),
    ({"ports": {65536: 80}}, "ports", f"{INSIDE}65536"),
    ({"ports": {"9-8": 80}}, "ports", f"{INSIDE}'9-8'"),
    ({"ports": {80: "x"}}, "ports", f"{PORT}'x'"),
    ({"ports": {80: "127.0.0.1"}}, "ports", f"{PORT}'127.0.0.1'; write ('127.0.0.1', 8080) to say the address"),
    ({"ports": {80: True}}, "ports", f"{PORT}True"),
    ({"ports": {80: (1, 2, 3)}}, "ports", f"{PORT}(1, 2, 3)"),
    ({"ports": {80: (18080, 18081)}}, "ports",
     "expected (address, port), got (18080, 18081); write [18080, 18081] for several ports"),
    ({"ports": {80: ("localhost", 1)}}, "ports", LOCALHOST),
    ({"ports": {80: "localhost:1"}}, "ports", LOCALHOST),
    ({"ports": ["localhost:1:80"]}, "ports", LOCALHOST),
    ({"ports": ["127.0.0.l:1:80"]}, "ports", ADDRESS.format("'127.0.0.l'")),
    ({"ports": ["300.1.1.1:1:80"]}, "ports", ADDRESS.format("'300.1.1.1'")),
    ({"ports": {80: ("fe80::1%eth0", 1)}}, "ports", ADDRESS.format("'fe80::1%eth0'")),
    ({"ports": {80: (b"127.0.0.1", 1)}}, "ports", ADDRESS.format("b'127.0.0.1'")),
    ({"ports": {80: ("127.0.0.1 ", 1)}}, "ports", ADDRESS.format("'127.0.0.1 '")),
    ({"ports": ["8-9:80-82"]}, "ports", "expected as many ports of the host as of 80-82, got 8-9"),
    ({"ports": ["a:b:c:d"]}, "ports", "expected inside, port:inside or address:port:inside, got 'a:b:c:d'"),
    ({"ports": ["::1:8080:80"]}, "ports",
     "expected inside, port:inside or address:port:inside, got '::1:8080:80'; an IPv6 address stands in brackets"),
    ({"ports": [{80: 80}]}, "ports", "expected items such as '8080:80', '127.0.0.1:8080:80/udp' or 80, got a dict"),
    ({"ports": [(8080, 80)]}, "ports", f"{INSIDE}(8080, 80)"),
    ({"env": {}, "Env": []}, "env", "is given beside Env, which is the same; give one of them"),
    ({"user": "a", "USER": "b"}, "user", "is given beside User, which is the same; give one of them"),
    ({"memory": 1, "hostconfig": {"memory": 2}}, "memory",
     "is given beside HostConfig.Memory, which is the same; give one of them"),
    ({"memory": 1, "HostConfig": 2}, "HostConfig", "expected a dict beside memory, got an int"),
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


ADDRESSES = ["localhost", "127.0.0.l", "300.1.1.1", "None", "::1::2", "fe80::1%eth0", "127.0.0.1\n", "1.2.3", "[::1]"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_whose_address_the_engine_would_take_for_every_one_is_refused(address: str) -> None:
    host = {"PortBindings": {"80/tcp": [{"HostIp": address, "HostPort": "80"}]}}
    with pytest.raises(InvalidArguments) as caught:
        Client("unix:///nowhere").build_request("ContainerCreate", Image="x", HostConfig=host)
    problem = f"expected an IP address such as 127.0.0.1, or '' for all of them, got {address!r}"
    assert problems(caught) == [("HostConfig.PortBindings['80/tcp'][0].HostIp", problem)]


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1", "::", "::1", "fe80::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", None]
)
def test_a_body_with_an_address_is_sent(address: str | None) -> None:
    host = {"PortBindings": {"80/tcp": [{"HostIp": address, "HostPort": "80"}]}}
    request = Client("unix:///nowhere").build_request("ContainerCreate", Image="x", HostConfig=host)
    assert json.loads(request.content)["HostConfig"] == host
