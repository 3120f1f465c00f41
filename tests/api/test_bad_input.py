"""Wrong input to real operations: everything is reported with the nearest name, nothing is sent, no secret is shown."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from dynclient import Client, InvalidArguments, UnknownOperation

SENT: list[httpx.Request] = []


def record(request: httpx.Request) -> httpx.Response:
    SENT.append(request)
    return httpx.Response(204)


CLIENT = Client(transport=httpx.MockTransport(record), version="1.45")


@pytest.fixture(autouse=True)
def nothing_is_sent() -> Any:
    SENT.clear()
    yield
    assert SENT == []


def refusal(operation: str, *args: Any, **arguments: Any) -> InvalidArguments:
    with pytest.raises(InvalidArguments) as caught:
        CLIENT.op(operation, *args, **arguments)
    return caught.value


def listed() -> list[Any]:
    circle: list[Any] = ["a"]
    circle.append(circle)
    return circle


def named() -> dict[str, Any]:
    circle: dict[str, Any] = {}
    circle["Memory"] = [circle]
    return circle


NO_PART = "a path value has no part that is empty, '.' or '..'"
HALF = "half of a surrogate pair, which UTF-8 cannot encode"
NAN = float("nan")

# The operation, what is given by position and by name, what is wrong.
CASES: dict[str, tuple[str, tuple[Any, ...], dict[str, Any], list[str]]] = {
    "an unknown parameter": (
        "ContainerList",
        (),
        {"al": True},
        ["al: is not known here; did you mean all?"],
    ),
    "an unknown filter": (
        "ContainerList",
        (),
        {"filters": {"staus": "exited"}},
        ["filters.staus: is not known here; did you mean status?"],
    ),
    "an unknown property": (
        "ContainerCreate",
        (),
        {"Image": "nginx", "HostConfig": {"Memroy": 5}},
        ["HostConfig.Memroy: is not known here; did you mean Memory?"],
    ),
    "an unknown property in a list": (
        "ContainerCreate",
        (),
        {"Image": "nginx", "HostConfig": {"Mounts": [{"Taget": "/x", "Type": "bind"}]}},
        ["HostConfig.Mounts[0].Taget: is not known here; did you mean Target?"],
    ),
    "an unknown property of a whole body": (
        "ContainerCreate",
        (),
        {"body": {"Imgae": "nginx"}},
        ["body.Imgae: is not known here; did you mean Image?"],
    ),
    "several at once": (
        "ContainerCreate",
        ("web",),
        {"Imgae": "nginx", "Tty": "yes", "Env": {"A": "1"}, "HostConfig": {"Memory": "64m", "Binds": "/a:/b", "x": 1}},
        [
            "positional arguments: 1 too many; by position: none; by name: name=…; "
            "or write client.create(image, command)",
            "Imgae: is not known here; did you mean Image?",
            "Env: expected a list of strings, got a dict; write ['A=…']",
            "HostConfig.x: is not known here",
            "HostConfig.Binds: expected a list of strings, got a string; write ['/a:/b']",
            "HostConfig.Memory: expected an integer, got a string; write 67108864",
            "Tty: expected True or False, got a string; write True",
        ],
    ),
    "a path parameter is missing": ("ContainerInspect", (), {}, ["id: is missing (path parameter)"]),
    "a required query is missing": (
        "PutContainerArchive",
        ("x",),
        {"body": b""},
        ["path: is missing (query parameter)"],
    ),
    "a required body is missing": (
        "ImageLoad",
        (),
        {},
        ["body: is missing; expected application/x-tar"],
    ),
    "a type": ("ContainerList", (), {"limit": "many"}, ["limit: expected an integer, got a string"]),
    "a type that can be set right": (
        "ContainerList",
        (),
        {"limit": "5"},
        ["limit: expected an integer, got a string; write 5"],
    ),
    "an integer for a bool": (
        "ContainerList",
        (),
        {"all": 1},
        ["all: expected True or False, got an integer; write True"],
    ),
    "a port that is a number": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": 8080}]}}},
        ["HostConfig.PortBindings['80/tcp'][0].HostPort: expected a string, got an integer; write '8080'"],
    ),
    "an enum": (
        "ContainerWait",
        ("web",),
        {"condition": "stopped"},
        ["condition: is 'stopped'; expected one of 'not-running', 'next-exit', 'removed'"],
    ),
    "an enum inside": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"CgroupnsMode": "own"}},
        ["HostConfig.CgroupnsMode: is 'own'; expected one of '', 'private', 'host'"],
    ),
    "a bound": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"MemorySwappiness": 101}},
        ["HostConfig.MemorySwappiness: is 101; expected at most 100"],
    ),
    "an integer of more than 64 bits": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"Memory": 2**64}},
        ["HostConfig.Memory: is 18446744073709551616; expected at most 9223372036854775807"],
    ),
    "a huge integer": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"Memory": 10**5000}},
        ["HostConfig.Memory: is an integer of 16610 bits, which is too large"],
    ),
    "NaN": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"NanoCpus": NAN}},
        ["HostConfig.NanoCpus: is nan, which JSON cannot express"],
    ),
    "infinity in a filter": (
        "ContainerList",
        (),
        {"filters": {"exited": [float("inf")]}},
        ["filters.exited[0]: is inf, which JSON cannot express"],
    ),
    "a fraction of an integer": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"Memory": 1.5}},
        ["HostConfig.Memory: expected an integer, got a number"],
    ),
    "half of a character": (
        "ContainerCreate",
        (),
        {"Image": "\ud83d", "Labels": {"\udc33": "a", "b": "\ud83d"}},
        [f"Image: has {HALF}", f"Labels: has a key with {HALF}", f"Labels.b: has {HALF}"],
    ),
    "half of a character in a path": ("ContainerInspect", ("\ud83d",), {}, [f"id: has {HALF}"]),
    "bytes for text": (
        "ContainerCreate",
        (),
        {"Image": b"nginx", "Cmd": [b"sh"]},
        ["Image: expected a string, got bytes; decode it", "Cmd[0]: expected a string, got bytes; decode it"],
    ),
    "a list that contains itself": (
        "ContainerCreate",
        (),
        {"Image": "x", "Cmd": listed()},
        ["Cmd[1]: contains itself"],
    ),
    "a dict that contains itself": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": named()},
        ["HostConfig.Memory[0]: contains itself", "HostConfig.Memory: expected an integer, got a list"],
    ),
    "two spellings": ("ContainerCreate", (), {"Image": "x", "image": "y"}, ["Image: is given twice"]),
    "two spellings inside": (
        "ContainerCreate",
        (),
        {"Image": "x", "HostConfig": {"Memory": 1, "memory": 2}},
        ["HostConfig.Memory: is given in two spellings"],
    ),
    "a whole body and its properties": (
        "ContainerCreate",
        (),
        {"body": {"Image": "x"}, "Tty": True},
        ["body: is given beside its properties Tty; give the one or the others"],
    ),
    "a key that is no string": (
        "ContainerCreate",
        (),
        {"Image": "x", "ExposedPorts": {80: {}}},
        ["ExposedPorts: has a key that is not a string: an int"],
    ),
    "an empty path value": ("ContainerInspect", ("",), {}, [f"id: is ''; {NO_PART}"]),
    "..": ("ContainerInspect", ("..",), {}, [f"id: is '..'; {NO_PART}"]),
    "a way out": ("ImageDelete", ("../containers/web",), {}, [f"name: is '../containers/web'; {NO_PART}"]),
    "two slashes": ("ImageInspect", ("library//nginx",), {}, [f"name: is 'library//nginx'; {NO_PART}"]),
    "a time that is none": (
        "ContainerLogs",
        ("web",),
        {"stdout": True, "since": "an hour ago"},
        [
            "since: expected Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text, got another text",
        ],
    ),
    "filters that are no JSON": (
        "ContainerList",
        (),
        {"filters": "status=exited"},
        ["filters: is a string that is not JSON; expected a dict or list, or its JSON"],
    ),
    "a name where a body is expected": (
        "ImageLoad",
        (),
        {"body": "images.tar"},
        ["body: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got text"],
    ),
}


@pytest.mark.parametrize(("operation", "args", "arguments", "expected"), CASES.values(), ids=CASES.keys())
def test_wrong_input_is_refused_with_all_that_is_wrong(
    operation: str, args: tuple[Any, ...], arguments: dict[str, Any], expected: list[str]
) -> None:
    error = refusal(operation, *args, **arguments)
    assert [str(each) for each in error.errors] == expected
    assert error.operation == operation


def test_an_unknown_operation_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownOperation) as caught:
        CLIENT.op("ContainerLst")
    assert (
        str(caught.value)
        == "there is no operation 'ContainerLst' in Docker Engine API 1.45; did you mean ContainerList?"
    )


def test_the_message_is_short_and_plain() -> None:
    assert str(refusal("ContainerList", al=True, limit="5")) == (
        "ContainerList: 2 arguments are wrong; nothing was sent\n"
        "  al: is not known here; did you mean all?\n"
        "  limit: expected an integer, got a string; write 5\n"
        "      List only so many, the newest, whether they run or not.\n"
        '  (unknown="send" sends unknown names too)'
    )


# --- secrets: a word and a number that must not come out anywhere

WORD, NUMBER = "hunter2-swordfish", 8472650193
PAIR = {"username": "me", "password": WORD}
SECRETS: dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]] = {
    "a registry's password, in bytes": ("ImagePush", ("x",), {"X-Registry-Auth": {"password": WORD.encode()}}),
    "a registry's password, in a set": ("ImagePush", ("x",), {"x_registry_auth": {"password": {WORD, b""}}}),
    "a registry's password, in a list": ("ImagePush", ("x",), {"x_registry_auth": [WORD]}),
    "a registry's token, a number": ("ImagePush", ("x",), {"x_registry_auth": NUMBER}),
    "a registry's token, with a line break": ("ImagePush", ("x",), {"x_registry_auth": f"{WORD}\n"}),
    "credentials of a build": ("ImageBuild", (), {"body": b"", "X-Registry-Config": [{"https://r": PAIR}]}),
    "a password that is a number": ("SystemAuth", (), {"username": "me", "password": NUMBER}),
    "a password that is a list": ("SystemAuth", (), {"body": {"password": [WORD]}}),
    "a password beside a mistake": ("SystemAuth", (), {"usernam": "me", "password": WORD}),
    "a password under a mistake": ("SystemAuth", (), {"pasword": WORD}),
    "a secret's data that is no base64": ("SecretCreate", (), {"Name": "x", "Data": WORD}),
    "a secret's data that is a number": ("SecretCreate", (), {"Name": "x", "Data": NUMBER}),
    "a config's data that is no base64": ("ConfigCreate", (), {"Name": "x", "Data": WORD}),
    "an environment that is a dict": ("ContainerCreate", (), {"Image": "x", "Env": {"PASSWORD": WORD}}),
    "an environment with a number": ("ContainerCreate", (), {"Image": "x", "Env": ["A=1", NUMBER]}),
    "an environment with bytes": ("ContainerCreate", (), {"Image": "x", "Env": [f"A={WORD}".encode()]}),
    "an environment of an exec": ("ContainerExec", ("web",), {"Cmd": ["sh"], "Env": [NUMBER]}),
    "an environment of a service": (
        "ServiceCreate",
        (),
        {"Name": "s", "TaskTemplate": {"ContainerSpec": {"Image": "x", "Env": [NUMBER]}}},
    ),
    "a build argument that is a list": ("ImageBuild", (), {"body": b"", "buildargs": {"TOKEN": [WORD]}}),
    "build arguments that are no JSON": ("ImageBuild", (), {"body": b"", "buildargs": f"TOKEN={WORD}"}),
    "a remote with a token": ("ImageBuild", (), {"remote": [f"https://{WORD}@host/"]}),
    "a source with a token": ("ImageCreate", (), {"fromSrc": [f"https://{WORD}@host/"]}),
    "a join token": ("SwarmJoin", (), {"JoinToken": [WORD], "RemoteAddrs": ["a"]}),
    "an unlock key": ("SwarmUnlock", (), {"UnlockKey": NUMBER}),
    "a signing key": ("SwarmUpdate", (), {"version": 1, "CAConfig": {"SigningCAKey": [WORD]}}),
}


@pytest.mark.parametrize(("operation", "args", "arguments"), SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_in_no_error(operation: str, args: tuple[Any, ...], arguments: dict[str, Any]) -> None:
    error = refusal(operation, *args, **arguments)
    told = [
        str(error),
        repr(error),
        repr(error.errors),
        repr(error.args),
        repr(error.__dict__),
        "".join(traceback.format_exception(error)),
        repr(pickle.dumps(error)),
    ]
    assert [text for text in told if WORD in text or str(NUMBER) in text] == []


@pytest.mark.parametrize(
    "use",
    [
        lambda: Client(transport=httpx.MockTransport(record), headers={"Authorization": f"{WORD}\r\n"}),
        lambda: CLIENT.with_options(headers={"Authorization": f"{WORD}\x00"}),
        lambda: CLIENT.request("GET", "/x", headers={"X-Registry-Auth": f"ä{WORD}"}),
    ],
    ids=["a client's", "a derived client's", "a raw request's"],
)
def test_a_header_is_in_no_error(use: Callable[[], Any]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        use()
    assert WORD not in "".join(traceback.format_exception(caught.value))


def test_wrong_input_is_left_as_it_was() -> None:
    given = {"Image": 5, "HostConfig": {"memory": "x", "Binds": ("a",)}}
    before = copy.deepcopy(given)
    refusal("ContainerCreate", body=given)
    assert given == before
