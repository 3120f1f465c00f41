"""A pickle of a public value names the front door and no room, and one that an older dynclient wrote is still read."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import pickletools
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

import dynclient
from dynclient import (
    Archive,
    AsyncClient,
    Built,
    Client,
    ConnectionFailed,
    Container,
    Context,
    DynclientError,
    Frame,
    MockEngine,
    Output,
    RequestTimeout,
    Response,
    Result,
    ResultList,
    SpecError,
    UnknownOperation,
    Usage,
)
from dynclient.client.progress import Step
from dynclient.client.recipes.container import HostPort
from dynclient.engine.reach.address import Address, Ssh
from dynclient.engine.reach.certificates import Trust
from dynclient.errors import APIError, ArgumentError, InvalidAnswer, InvalidArguments, NotFound, StreamError

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
URL = "tcp://build-1:2375"
RESPONSE = Response(200, {"Api-Version": "1.45"}, "ContainerList", "GET", "/containers/json", URL)


def listed() -> ResultList:
    # As bytes, for httpx has not always written JSON without blanks.
    answer = {"content": b'[{"Id":"4f2a","Names":["/web"]}]', "headers": {"Content-Type": "application/json"}}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, **answer))
    found: ResultList = Client(URL, version="1.45", transport=transport).container.list()
    return found


def messages() -> ResultList:
    """Return the messages of a stream, whose shape is that of no schema."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b'{"status": "Pulling"}\n'))
    found: ResultList = Client(URL, version="1.45", transport=transport).image.create(from_image="a")
    return found


def deep() -> Result:
    value: dict[str, Any] = {"end": 1}
    for _ in range(150):
        value = {"below": value}
    return Result(value)


def container() -> Container:
    made = Container({"Id": "c1"})
    object.__setattr__(made, "_caller", object())
    return made


def mocked() -> MockEngine:
    mock = MockEngine().on("ContainerInspect", {"State": {"Running": True}}, id="web")
    Client(transport=mock).container.inspect("web")
    return mock


NOT_FOUND = NotFound(
    "No such container: x",
    status=404,
    operation="ContainerInspect",
    response=RESPONSE,
    content=b'{"message":"No such container: x"}',
)
ARGUMENT = ArgumentError("Image", "is missing", "missing")
PLAIN = {
    "Client": Client(URL, version="1.41", timeout=5, headers={"X-Meta": "a"}, limits=httpx.Limits(max_connections=3)),
    "Client by TLS": Client("tcp://build-1:2376", tls={"verify": False}),
    "Client by ssh": Client("ssh://me@build-1:2222"),
    "AsyncClient": AsyncClient(URL),
    "Result": Result({"Id": "4f2a", "State": {"Running": True}}),
    "Result of an answer": listed()[0],
    "Result, deep": deep(),
    "ResultList": listed(),
    "Response": RESPONSE,
    "NotFound": NOT_FOUND,
    "DynclientError": DynclientError("it is so"),
    "InvalidArguments": InvalidArguments("ContainerCreate", [ARGUMENT]),
    "ConnectionFailed": ConnectionFailed("no engine answers", address=URL, origin="argument"),
    "UnknownOperation": UnknownOperation("there is no 'Docker'"),
    "RequestTimeout": RequestTimeout("too late"),
    "StreamError": StreamError("cut", partial=Output((Frame("stdout", b"a"),)), operation="ContainerLogs"),
    "SpecError": SpecError("is empty", source="a.yaml"),
    "SpecReplaced": dynclient.SpecReplaced("others are reset"),
    "Frame": Frame("stdout", b"hello"),
    "Output": Output((Frame("stdout", b"one\n"), Frame("stderr", b"two\n")), 3),
    "ArgumentError": ARGUMENT,
    "Built": Built("sha256:4f2a", Result({"Id": "sha256:4f2a"}), ResultList([{"stream": "a"}])),
    "Usage": Usage(None, None, 3000, 12000, 0, 0, 0, 0, 0),
    "Context": Context("default", "unix:///var/run/docker.sock", "from default", current=True),
    "Step": Step("ImagePull", "a", "Downloading", 1, 2),
    "HostPort": HostPort("::1", 8080),
}
NEW = {
    "Container": container(),
    "ResultList of a stream": messages(),
    "Headers": RESPONSE.headers,
    "Document": Client(URL).document,
    "MockEngine": mocked(),
    "InvalidAnswer": InvalidAnswer("is no JSON", errors=[ARGUMENT], status=200),
}
# Each error and warning beside those, made as most are.
OTHERS = {
    name: value("it is so", exit_code=1) if name == "ContainerFailed" else value("it is so")
    for name, value in vars(dynclient).items()
    if isinstance(value, type) and issubclass(value, Exception) and name not in PLAIN | NEW
}
VALUES: dict[str, Any] = PLAIN | NEW | OTHERS
# What is read once, or is a connection.
HERE_ALONE = {"Archive", "AsyncArchive", "AsyncDuplex", "AsyncRunning", "AsyncStream", "Duplex", "Running", "Stream"}


def state(value: Any) -> Any:
    """Return what makes two values of one kind alike, where they cannot say so themselves."""
    if isinstance(value, Client | AsyncClient):
        return value.address, value.options, value.version, value.document, value._sender.wires
    if isinstance(value, MockEngine):
        calls = [(call.operation, call.arguments, str(call.request.url)) for call in value.calls]
        return value._unexpected, [(rule.operation.id, *rule[1:]) for rule in value._rules], calls
    if isinstance(value, Exception):
        return str(value), value.args, {name: state(each) for name, each in vars(value).items()}
    if isinstance(value, Result | ResultList):
        return value, value._response, value._shape and sorted(value._shape.names())
    return value


def named(data: bytes) -> set[str]:
    """Return what a pickle of a protocol below 4 names of dynclient; later ones name the same in more steps."""
    found = {str(given) for code, given, _ in pickletools.genops(data) if code.name == "GLOBAL"}
    return {each for each in found if re.split("[. ]", each)[0] == "dynclient"}


@pytest.mark.parametrize("name", VALUES)
def test_a_pickle_names_the_front_door_alone_and_is_read_again(name: str) -> None:
    value = VALUES[name]
    kind = Result if isinstance(value, Container) else type(value)
    for protocol in PROTOCOLS:
        data = pickle.dumps(value, protocol)
        again = pickle.loads(data)
        assert (type(again), state(again)) == (kind, state(value))
        assert protocol > 3 or named(data) == {"dynclient _made"}
        assert b"dynclient." not in data


def test_every_public_class_is_in_these_tables() -> None:
    kinds = {name for name in dynclient.__all__ if isinstance(getattr(dynclient, name), type)}
    assert {type(value).__name__ for value in VALUES.values()} | HERE_ALONE == kinds | {"Headers", "HostPort", "Step"}


def test_what_is_read_once_is_not_pickled() -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(Archive(b""))


@pytest.mark.parametrize("name", VALUES.keys() - {"Document", "MockEngine"})
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_a_copy_is_of_its_kind_and_equal(name: str, again: Any) -> None:
    value = VALUES[name]
    if name == "Container":
        assert again(value) == value
    else:
        assert (type(again(value)), state(again(value))) == (type(value), state(value))


# --- a user's own


class Missing(NotFound):
    """A user's own error."""


class Piece(Frame):
    """A user's own frame, with room for more."""


class Output2(Output):
    """A user's own output."""


def test_a_class_of_the_users_own_goes_by_its_own_name() -> None:
    piece = Piece("stdout", b"a")
    piece.line = 3  # type: ignore[attr-defined]
    error = Missing("gone", status=404)
    error.add_note("in cell 5")
    for value in (piece, error, Output2((piece,), 1)):
        for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert (type(again), state(again)) == (type(value), state(value))
    assert pickle.loads(pickle.dumps(piece)).line == 3


def test_one_of_the_same_name_as_a_public_class_is_not_taken_for_it() -> None:
    own = type("NotFound", (NotFound,), {"__module__": __name__, "__qualname__": "Own"})
    globals()["Own"] = own
    assert type(pickle.loads(pickle.dumps(own("gone")))) is own


# --- what older ones wrote

# Written by these commits, with the values above: before the modules were moved to rooms.
OLD: Mapping[str, Mapping[str, str]] = json.loads((Path(__file__).parent / "pickles.json").read_text())
WRITTEN = [(commit, name) for commit, values in OLD.items() for name in values]


@pytest.mark.parametrize(("commit", "name"), WRITTEN)
def test_what_an_older_dynclient_wrote_is_read(commit: str, name: str) -> None:
    again, value = pickle.loads(base64.b64decode(OLD[commit][name])), VALUES[name.removesuffix(", protocol 2")]
    assert type(again) is type(value)
    assert old(again) == old(value)


def old(value: Any) -> Any:
    """Return what an older pickle says of a value: not the shape, whose document may be another one today."""
    return (value, value._response) if isinstance(value, Result | ResultList) else state(value)


def test_it_is_read_by_a_process_that_has_loaded_nothing_else() -> None:
    program = (
        "import base64, json, pickle, sys\n"
        "for commit in json.load(sys.stdin).values():\n"
        "    for data in commit.values():\n"
        "        pickle.loads(base64.b64decode(data))\n"
        "print('done')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input=json.dumps(OLD),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_the_old_names_are_those_of_modules_below_dynclient_alone(tmp_path: Path) -> None:
    (tmp_path / "options.py").write_text("mine = True\n")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import dynclient, options\n"
        "assert options.mine and options.__file__.startswith(sys.argv[1])\n"
        "for name in ('stream', 'result', 'dynclient.nothing', 'mine.options'):\n"
        "    try:\n"
        "        __import__(name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (
        [
            "No module named 'stream'",
            "No module named 'result'",
            "No module named 'dynclient.nothing'",
            "No module named 'mine'",
        ],
        "",
    )


@pytest.mark.parametrize("old_name", sorted(dynclient._MOVED))
def test_an_old_name_is_that_of_no_module_of_today(old_name: str) -> None:
    home = Path(dynclient.__file__).parent.joinpath(*old_name.split("."))
    assert not home.with_suffix(".py").exists()
    assert not (home / "__init__.py").exists()


def test_an_address_and_its_trust_go_as_plain_values() -> None:
    client = Client("ssh://me@build-1:2222/run/docker.sock")
    assert pickle.loads(pickle.dumps(client)).address == client.address
    assert client.address.ssh == Ssh("build-1", "me", 2222, "/run/docker.sock")
    trusting = pickle.loads(pickle.dumps(Client("tcp://b:2376", tls={"verify": False}))).address
    assert isinstance(trusting, Address)
    assert trusting.trust == Trust("tls=", verify=False)


def test_what_is_pickled_needs_no_httpx_to_be_read(tmp_path: Path) -> None:
    data = tmp_path / "value"
    data.write_bytes(pickle.dumps([PLAIN["Result of an answer"], NOT_FOUND, PLAIN["Output"]]))
    program = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb')); print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, str(data)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_an_error_of_an_old_pickle_keeps_its_fields() -> None:
    again = pickle.loads(base64.b64decode(OLD["b029970"]["NotFound"]))
    assert isinstance(again, APIError)
    assert (again.status, again.body, again.response) == (404, {"message": "No such container: x"}, RESPONSE)
