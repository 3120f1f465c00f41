"""Contexts that docker has stored: taken by name, listed, and refused where they are broken.

Those that are whole are made by the docker command itself in test_docker_agrees.py; here are the broken ones.
"""

from __future__ import annotations

import doctest
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dynclient
from dynclient import AsyncClient, Client, ConnectionFailed, Context, contexts
from dynclient.engine.reach import address as module
from dynclient.engine.reach import contexts as module_of_contexts
from dynclient.engine.reach.address import Address, find_address
from dynclient.engine.reach.certificates import Trust

Store = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return docker's configuration folder, which the process's environment names, and nothing else."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setattr(module, "usual_sockets", lambda environ: ("/var/run/docker.sock",))
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Store:
    """Provide a function that stores a context as `docker context create` does, and returns its meta.json."""

    def stored(name: str, meta: Any, **files: str) -> Path:
        identifier = hashlib.sha256(name.encode()).hexdigest()
        file = folder / "contexts" / "meta" / identifier / "meta.json"
        file.parent.mkdir(parents=True)
        file.write_text(meta if isinstance(meta, str) else json.dumps(meta))
        tls = folder / "contexts" / "tls" / identifier / "docker"
        for one, content in files.items():
            tls.mkdir(parents=True, exist_ok=True)
            (tls / f"{one}.pem").write_text(content)
        return file

    return stored


def engine(name: str, host: str, description: str = "", **more: Any) -> dict[str, Any]:
    about = {"Description": description} if description else {}
    return {"Name": name, "Metadata": about, "Endpoints": {"docker": {"Host": host, **more}}}


# --- one by its name


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_takes_a_context_by_its_name(store: Store, kind: Any) -> None:
    store("prod", engine("prod", "tcp://c:1"))
    expected = Address("tcp://c:1", "context prod, argument", "http://c:1", server=("", ""))
    assert kind(context="prod").address == expected


def test_the_current_context_is_taken_and_its_file_named(store: Store, folder: Path) -> None:
    store("prod", engine("prod", "unix:///run/prod.sock"))
    (folder / "config.json").write_text('{"currentContext": "prod"}')
    found = Client().address
    assert (found.socket, found.origin) == ("/run/prod.sock", f"context prod, {folder}/config.json")


def test_its_certificates_come_with_it(store: Store, folder: Path) -> None:
    file = store("prod", engine("prod", "tcp://c:1"), ca="x", cert="y", key="z")
    tls = folder / "contexts" / "tls" / file.parent.name / "docker"
    assert find_address(context="prod") == Address(
        "tcp://c:1",
        "context prod, argument",
        "https://c:1",
        trust=Trust("context prod", f"{tls}/ca.pem", f"{tls}/cert.pem", f"{tls}/key.pem"),
    )


def test_a_key_without_its_certificate_is_looked_for(store: Store, folder: Path) -> None:
    store("prod", engine("prod", "tcp://c:1"), ca="x", key="z")
    trust = find_address(context="prod").trust
    assert trust is not None
    assert (Path(trust.cert or "").name, Path(trust.key or "").name) == ("cert.pem", "key.pem")


def test_it_trusts_any_certificate_where_its_maker_said_so(store: Store) -> None:
    store("prod", engine("prod", "tcp://c:1", SkipTLSVerify=True))
    assert find_address(context="prod").trust == Trust("context prod", verify=False)


def test_tls_by_hand_goes_before_its_own(store: Store) -> None:
    store("prod", engine("prod", "tcp://c:1"), ca="x")
    assert find_address(context="prod", tls={"verify": False}).trust == Trust("tls=", verify=False)
    assert find_address(context="prod", tls=False).base == "http://c:1"


def test_one_that_is_not_there_says_which_is_near_and_where_it_was_looked_for(store: Store) -> None:
    file = store("prod", engine("prod", "tcp://c:1"))
    missing = file.parent.parent / hashlib.sha256(b"prd").hexdigest() / "meta.json"
    with pytest.raises(ConnectionFailed) as caught:
        Client(context="prd")
    assert str(caught.value) == (
        f"there is no context 'prd' (from argument); did you mean prod?\n  looked for {missing}"
    )
    assert caught.value.origin == "context prd, argument"


BROKEN: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "is no JSON"),
    "no UTF-8": ("\udcff", "is no JSON"),
    "too deep": ("[" * 100_000, "is no JSON"),
    "empty": ("{}", "names no docker endpoint"),
    "a list": ("[]", "names no docker endpoint"),
    "no name": ({"Endpoints": {"docker": {"Host": "tcp://c:1"}}}, "names no docker endpoint"),
    "another endpoint": ({"Name": "odd", "Endpoints": {"kubernetes": {}}}, "names no docker endpoint"),
    "an endpoint that is none": ({"Name": "odd", "Endpoints": {"docker": "tcp://c:1"}}, "names no docker endpoint"),
}


@pytest.mark.parametrize(("meta", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_one_says_which_file_and_why(store: Store, meta: Any, why: str) -> None:
    file = store("odd", "")
    file.write_bytes((meta if isinstance(meta, str) else json.dumps(meta)).encode(errors="surrogateescape"))
    with pytest.raises(ConnectionFailed) as caught:
        find_address(environ={**os.environ, "DOCKER_CONTEXT": "odd"})
    assert str(caught.value) == f"context 'odd' (from $DOCKER_CONTEXT) cannot be used: {file} {why}"
    assert caught.value.origin == "context odd, $DOCKER_CONTEXT"
    assert [one.problem for one in contexts({**os.environ, "DOCKER_CONTEXT": "odd"})] == [f"{file} {why}", ""]


def test_one_that_cannot_be_read_says_so(store: Store, folder: Path) -> None:
    file = store("odd", "")
    file.unlink()
    file.mkdir()
    with pytest.raises(ConnectionFailed, match=rf"cannot be used: {file} cannot be read: Is a directory$"):
        find_address(context="odd")


def test_certificates_that_cannot_be_read_say_so(store: Store, folder: Path) -> None:
    file = store("odd", engine("odd", "tcp://c:1"))
    loop = folder / "contexts" / "tls" / file.parent.name
    loop.parent.mkdir()
    loop.symlink_to(loop)
    with pytest.raises(ConnectionFailed, match=rf"cannot be used: {loop}/docker cannot be read: Too many levels"):
        find_address(context="odd")


def test_an_address_in_it_that_is_none_names_the_context(store: Store) -> None:
    store("odd", engine("odd", "ftp://host"))
    with pytest.raises(ConnectionFailed, match=r"^ftp://host \(from context odd, argument\) has the unknown scheme"):
        find_address(context="odd")


# --- config.json

UNUSABLE: dict[str, tuple[bytes, str]] = {
    "no JSON": (b'{"auths": "hunter2"', "is no JSON (line 1, column 20)"),
    "no UTF-8": (b'"\xff"', "is no JSON"),
    "too deep": (b"[" * 100_000, "is no JSON"),
    "a list": (b"[]", "is no JSON object"),
    "a number for a name": (b'{"currentContext": 5}', "has a currentContext that is no name"),
}


@pytest.mark.parametrize(("content", "why"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_configuration_that_may_name_another_engine_has_to_be_whole(folder: Path, content: bytes, why: str) -> None:
    (folder / "config.json").write_bytes(content)
    with pytest.raises(ConnectionFailed) as caught:
        Client()
    assert str(caught.value) == (
        f"the current context is not known: {folder}/config.json {why}.\n"
        "  Repair the file, or name the engine in another way: Client('unix:///…'), $DOCKER_HOST or $DOCKER_CONTEXT."
    )
    assert caught.value.origin == f"{folder}/config.json"


def test_a_configuration_that_cannot_be_read_says_why(folder: Path) -> None:
    (folder / "config.json").mkdir()
    with pytest.raises(ConnectionFailed, match=r"config\.json cannot be read: Is a directory\.\n"):
        Client()


@pytest.mark.parametrize("given", [{"address": "tcp://a:1"}, {"context": "default"}])
def test_a_configuration_that_is_not_asked_may_be_broken(folder: Path, given: Any) -> None:
    (folder / "config.json").write_text("{")
    assert find_address(**given).origin in ("argument", "default")


def test_a_folder_that_is_a_file_says_nothing(folder: Path) -> None:
    (folder / "file").write_text("")
    assert find_address(environ={"DOCKER_CONFIG": f"{folder}/file"}).origin == "default"


# --- all of them


def test_contexts_are_listed_as_values(store: Store, folder: Path) -> None:
    store("web10", engine("web10", "ssh://me@web10"))
    store("web9", engine("web9", "tcp://c:1", "what the users see", SkipTLSVerify=True), ca="x")
    (folder / "config.json").write_text('{"currentContext": "web9"}')
    assert dynclient.contexts() == [
        Context("default", "unix:///var/run/docker.sock", "from default"),
        Context("web9", "tcp://c:1", "what the users see", current=True, tls=True, verify=False),
        Context("web10", "ssh://me@web10"),
    ]


def test_they_are_shown_as_a_table(store: Store, folder: Path) -> None:
    store("prod", engine("prod", "tcp://c:1", "what the users see"))
    odd = store("odd", "{")
    assert repr(contexts()).splitlines() == [
        f"                                        {odd} is no JSON",
        "default *  unix:///var/run/docker.sock  from default",
        "prod       tcp://c:1                    what the users see",
    ]


def test_an_empty_list_of_them_is_shown_too() -> None:
    assert repr(module_of_contexts.Contexts()) == "[]"


def test_the_documented_example_runs(folder: Path) -> None:
    assert doctest.testmod(module_of_contexts).failed == 0


def test_what_the_environment_says_is_the_one_called_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://b:1")
    assert contexts() == [Context("default", "tcp://b:1", "from $DOCKER_HOST", current=True)]
    monkeypatch.setenv("DOCKER_HOST", "ftp://b:1")
    assert contexts()[0].problem.startswith("ftp://b:1 (from $DOCKER_HOST) has the unknown scheme ftp")


def test_contexts_are_in_the_order_of_their_numbers_whatever_digits_are_in_them(store: Store) -> None:
    names = ["t²", "t10", "t9", "t" + "9" * 5000, "t09"]
    for name in names:
        store(name, engine(name, "tcp://c:1"))
    found = [context.name for context in contexts() if context.name.startswith("t")]
    assert found[-1] == "t²"
    assert found[-2] == "t" + "9" * 5000
    assert sorted(found[:2]) == ["t09", "t9"]
