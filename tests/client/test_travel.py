"""Clients go to other processes as what they were made from, and say what cannot go with them."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, DynclientError, SecretsLeftBehind, SpecError
from dynclient.client import travel
from dynclient.document import bundled_path
from dynclient.engine.reach.certificates import Trust

KINDS = pytest.mark.parametrize("kind", [Client, AsyncClient])


def sent(client: Any) -> Any:
    """Return the client that another process would have."""
    return pickle.loads(pickle.dumps(client))


def about(client: Any) -> tuple[Any, ...]:
    return type(client), client.address, client.options, client.version, client.document.key


class Engine(BaseHTTPRequestHandler):
    """An engine that answers every request with its headers."""

    def do_GET(self) -> None:
        content = b"[]" if "containers" in self.path else b"OK"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Api-Version", "1.44")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Engine)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"tcp://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@KINDS
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"version": "1.41"},
        {"version": None},
        {"timeout": 5, "headers": {"X-Meta": "a"}, "validate": False, "unknown": "warn", "strict": True},
        {"progress": False, "limits": httpx.Limits(max_connections=3), "trust_env": False},
    ],
    ids=["as it is", "pinned", "no version", "options", "connections"],
)
def test_a_client_that_was_pickled_is_the_same_again(kind: Any, options: dict[str, Any]) -> None:
    client = kind("tcp://build-1:2375", **options)
    again = sent(client)
    assert about(again) == about(client)
    assert again._sender.wires == client._sender.wires


def test_a_subclass_stays_one() -> None:
    assert type(sent(Mine("tcp://build-1:2375"))) is Mine


class Mine(Client):
    """A user's own client."""


def test_what_was_set_later_goes_too() -> None:
    client = Client("tcp://build-1:2375").with_options(timeout=3, unknown="send")
    assert about(sent(client)) == about(client)


def test_it_calls_the_same_engine_whatever_the_other_process_s_environment_says(engine: str) -> None:
    program = "import pickle, sys; print(pickle.load(sys.stdin.buffer).container.list(all=True))"
    environment = {**os.environ, "DOCKER_HOST": "tcp://127.0.0.1:1", "DYNCLIENT_SPEC": "/no/such", "DOCKER_TLS": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input=pickle.dumps(Client(engine)),
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"ResultList([])\n", b"")


def test_one_of_an_event_loop_works_in_another(engine: str) -> None:
    async def listed(data: bytes) -> Any:
        async with pickle.loads(data) as client:
            return await client.container.list()

    assert asyncio.run(listed(pickle.dumps(AsyncClient(engine)))) == []


def test_a_pinned_version_stays_pinned_by_what_pinned_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "1.40")
    data = pickle.dumps(Client("tcp://build-1:2375"))
    monkeypatch.setenv("DOCKER_API_VERSION", "1.30")
    again = pickle.loads(data)
    assert (again.version, again._calls.versions.origin) == ("1.40", "$DOCKER_API_VERSION")


# --- the machine


@pytest.mark.parametrize("address", ["unix:///run/docker.sock", "tcp://localhost:2375", "tcp://[::1]:2375"])
def test_a_client_of_this_machine_is_refused_on_another(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(Client(address))
    assert pickle.loads(data).address.url == address
    monkeypatch.setattr(travel, "machine", lambda: "another")
    with pytest.raises(ConnectionFailed) as caught:
        pickle.loads(data)
    assert str(caught.value).splitlines()[0] == (
        f"this client speaks to {address} of another machine, where it was made."
    )
    assert caught.value.address == address


@pytest.mark.parametrize("address", ["tcp://build-1:2375", "https://build-1", "ssh://me@localhost"])
def test_an_address_that_means_the_same_everywhere_goes_everywhere(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pickle.dumps(Client(address))
    monkeypatch.setattr(travel, "machine", lambda: "another")
    assert pickle.loads(data).address.url == address


def test_machines_of_one_id_are_told_apart_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    told = set()
    for name in ("one", "two", "one"):
        monkeypatch.setattr(travel.platform, "node", lambda name=name: name)
        told.add(travel.machine.__wrapped__())
    assert len(told) == 2


def test_a_machine_without_an_id_has_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(path: str) -> Any:
        raise FileNotFoundError(path)

    monkeypatch.setattr(travel, "open", nothing, raising=False)
    assert len(travel.machine.__wrapped__()) == 64


# --- the document


def test_a_document_goes_as_its_file(tmp_path: Path) -> None:
    spec, own = tmp_path / "mine.yaml", tmp_path / "own.yaml"
    shutil.copy(bundled_path(), spec)
    own.write_text("corrections: []\n")
    for client in (
        Client("tcp://b:1", spec=spec),
        Client("tcp://b:1", spec=spec, corrections=own),
        Client("tcp://b:1", corrections=own),
    ):
        here, there = pickle.dumps(client), client.document.key
        assert pickle.loads(here).document.key == there
        del client
        travel.loaded.__globals__["_loaded"].clear()
        assert pickle.loads(here).document.key == there


def test_a_document_that_has_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = tmp_path / "mine.yaml"
    spec.write_text(Path(bundled_path()).read_text() + "# mine\n")
    data = pickle.dumps(Client("tcp://b:1", spec=spec))
    spec.write_text(spec.read_text() + "# another\n")
    monkeypatch.setattr(travel, "loaded", lambda key: None)
    with pytest.raises(SpecError, match=r"mine\.yaml: is another one than the client was made with$"):
        pickle.loads(data)
    # Another release of dynclient computes other hashes.
    monkeypatch.setattr(travel, "__version__", "0.0.0")
    assert pickle.loads(data).address.url == "tcp://b:1"


# --- what cannot go


CANNOT: list[tuple[dict[str, Any], str]] = [
    ({"transport": httpx.MockTransport(lambda request: httpx.Response(200))}, "transport="),
    ({"event_hooks": {"request": [print]}}, "event_hooks="),
    ({"tls": ssl.create_default_context()}, "tls= as an SSLContext"),
    ({"progress": print}, "progress= as a function or an object"),
]


@pytest.mark.parametrize(("options", "what"), CANNOT, ids=[what for _, what in CANNOT])
def test_what_this_process_alone_has_is_named(options: dict[str, Any], what: str) -> None:
    client = Client("tcp://build-1:2376", **options)
    with pytest.raises(DynclientError) as caught:
        pickle.dumps(client)
    assert str(caught.value) == (
        f"this client cannot be pickled: {what} cannot travel; make the client where it is used"
    )


SECRETS: list[tuple[Any, str]] = [
    (lambda: Client("tcp://b:1", auth={"username": "u", "password": "hunter2"}), "auth= and login()"),
    (lambda: Client("tcp://b:1", headers={"Authorization": "Bearer hunter2"}), "headers="),
    (lambda: Client("tcp://b:1").with_options(query={"token": "hunter2"}), "query="),
]


@pytest.mark.parametrize(("make", "what"), SECRETS, ids=[what for _, what in SECRETS])
def test_secrets_that_were_typed_in_stay_here(make: Any, what: str) -> None:
    client = make()
    with pytest.warns(SecretsLeftBehind) as caught:
        data = pickle.dumps(client)
    assert str(caught[0].message) == f"{what}: secrets do not travel with a pickled client; set them where it is used"
    assert caught[0].filename == __file__
    assert b"hunter2" not in data
    again = pickle.loads(data)
    assert (again._calls.logins, again.options.headers, again.options.query) == ({}, (), ())


def test_the_password_of_a_key_stays_here() -> None:
    client = Client("tcp://b:1")
    client._calls.address = client.address._replace(trust=Trust("tls=", password="hunter2"))
    with pytest.warns(SecretsLeftBehind, match=r"^tls= \(the key's password\): "):
        data = pickle.dumps(client)
    assert b"hunter2" not in data


def test_a_copy_shares_the_connections() -> None:
    client = Client("tcp://b:1", event_hooks={"request": [print]})
    assert copy.copy(client)._sender is client._sender
    assert about(copy.copy(client)) == about(client)
