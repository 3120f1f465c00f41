"""Credentials for registries: where they are found, what is sent of them, and what is told where they cannot be had."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import os
import pickle
import signal
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import (
    AsyncClient,
    Client,
    CredentialsError,
    InvalidArguments,
    ServerError,
    SpecError,
    StreamError,
    StreamUnauthorized,
    Unauthorized,
)
from dynclient.document.correct import correct
from dynclient.engine.reach import helper as helpers
from tests.support.tables import parsed

HERE = Path(__file__).parent
PULLS: dict[str, Any] = parsed((HERE / "credentials.yaml").read_text())
BUILDS: dict[str, Any] = parsed((HERE / "builds.yaml").read_text())
HUB = "https://index.docker.io/v1/"
ALICE = {"username": "alice", "password": "w0nder"}
SENT_ALICE = {**ALICE, "serveraddress": "reg.example"}
WRITTEN = {"auths": {"reg.example": {"auth": "dTpw"}}}
SENT_WRITTEN = {"username": "u", "password": "p", "serveraddress": "reg.example"}


def decoded(value: str | None) -> Any:
    """Read a header as the engine does: base64url with padding, of JSON."""
    return {} if value is None else json.loads(base64.b64decode(value, altchars=b"-_", validate=True))


class Engine:
    """An engine that notes what it is sent, and a client of it.

    Attributes:
        requests: all that it was sent.
        answers: what it answers, by the path's end; else a 200 without content.
    """

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind
        self.requests: list[httpx.Request] = []
        self.answers: dict[str, httpx.Response] = {}

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = (answer for end, answer in self.answers.items() if request.url.path.endswith(end))
        plain = next(found, httpx.Response(200, json={}))
        return httpx.Response(plain.status_code, headers=plain.headers, content=plain.content)

    def client(self, **how: Any) -> Any:
        return self.kind("tcp://engine:1", transport=httpx.MockTransport(self._answer), version="1.45", **how)

    def do(self, work: Callable[[], Any]) -> Any:
        """Return the value of a call, awaited where it has to be."""

        async def awaited() -> Any:
            return await work()

        return asyncio.run(awaited()) if self.kind is AsyncClient else work()

    def sent(self, name: str = "X-Registry-Auth") -> Any:
        """Return what the last request says in a header."""
        return decoded(self.requests[-1].headers.get(name))


@pytest.fixture(params=[Client, AsyncClient], ids=["sync", "async"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(request.param)


class Home:
    """A user's configuration: config.json, and helpers on $PATH that note what they are asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.json"

    def write(self, config: Any) -> None:
        self.config.write_text(config if isinstance(config, str) else json.dumps(config))

    def helper(self, name: str, script: str) -> None:
        program = self.folder / f"docker-credential-{name}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def answering(self, name: str, answer: str, listed: str = "{}") -> None:
        """Make a helper that answers each `get` in the same way; `none` stands for no credentials."""
        nothing = "echo 'credentials not found in native keychain'; exit 1"
        gives = nothing if answer == "none" else f"cat <<'END'\n{answer}\nEND"
        lists = f"cat <<'END'\n{listed}\nEND"
        note = f'server=$(cat)\necho "$1${{server:+ $server}}" >> {self.folder}/asked\n'
        self.helper(name, f'{note}if [ "$1" = list ]; then\n{lists}\nelse\n{gives}\nfi')

    @property
    def asked(self) -> list[str]:
        """Return what the helpers were asked."""
        noted = self.folder / "asked"
        return noted.read_text().splitlines() if noted.exists() else []


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return Home(tmp_path)


# --- what config.json says


@pytest.mark.parametrize("case", PULLS.values(), ids=list(PULLS))
def test_the_credentials_of_the_images_registry_are_sent(case: Any, engine: Engine, home: Home) -> None:
    home.write(case["config"])
    for name, answer in case.get("helpers", {}).items():
        home.answering(name, answer)
    engine.do(lambda: engine.client().op("ImageCreate", fromImage=case["image"]))
    assert engine.sent() == case["sent"]
    assert home.asked == case.get("asked", [])


@pytest.mark.parametrize("case", BUILDS.values(), ids=list(BUILDS))
def test_a_build_is_sent_all_that_there_are(case: Any, engine: Engine, home: Home) -> None:
    home.write(case["config"])
    for name, answer in case.get("helpers", {}).items():
        home.answering(name, answer, case.get("listed", "{}"))
    engine.do(lambda: engine.client().op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == case["sent"]
    assert home.asked == case.get("asked", [])


def test_config_json_is_read_when_a_registry_is_asked_and_again_when_it_has_changed(engine: Engine, home: Home) -> None:
    client = engine.client()
    engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    home.write(WRITTEN)
    before = engine.sent()
    engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    assert (before, engine.sent()) == ({}, SENT_WRITTEN)


BROKEN = {
    "empty": ({"auth": ""}, "its auth is empty"),
    "no base64": ({"auth": "%%%"}, "its auth is not base64 of username:password"),
    "no text in base64": ({"auth": "/////w=="}, "its auth is not base64 of username:password"),
    "no colon": (
        {"auth": "bm9jb2xvbg=="},
        "its auth is base64 of a text that has no colon; expected username:password",
    ),
    "no text": ({"auth": [1]}, "its auth is not base64 of username:password"),
    "no object": ("dTpw", "it is no object"),
}


@pytest.mark.parametrize(("entry", "why"), BROKEN.values(), ids=list(BROKEN))
def test_an_entry_that_is_broken_counts_as_none_and_costs_a_warning(
    entry: Any, why: str, engine: Engine, home: Home
) -> None:
    home.write({"auths": {"reg.example": entry, "other.example": {"auth": "dTpw"}}})
    client = engine.client()
    with pytest.warns(UserWarning, match="counts as none") as caught:
        engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    assert [str(one.message) for one in caught] == [
        f"{home.config}: the entry for 'reg.example' counts as none, for {why}"
    ]
    assert engine.sent() == {}
    engine.do(lambda: client.op("ImageCreate", fromImage="other.example/a"))
    assert engine.sent()["username"] == "u"


@pytest.mark.parametrize("name", ["auths", "credHelpers"])
def test_a_part_that_is_no_object_costs_a_warning(name: str, engine: Engine, home: Home) -> None:
    home.write({**WRITTEN, name: ["reg.example"]})
    with pytest.warns(UserWarning, match=f"{name} is no object, so that there are none$"):
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))


# A config.json that cannot be read costs its headers too, which is told at the first request.
without_headers = pytest.mark.filterwarnings("ignore:.*calls go on without its HttpHeaders:UserWarning")

UNUSABLE = {
    "no JSON": ("{nope", "is no JSON (line 1, column 2)"),
    "no object": ("[]", "is no JSON object"),
}


@without_headers
@pytest.mark.parametrize(("content", "why"), UNUSABLE.values(), ids=list(UNUSABLE))
def test_a_config_that_cannot_be_read_is_an_error_where_credentials_are_needed(
    content: str, why: str, engine: Engine, home: Home
) -> None:
    home.write(content)
    with pytest.raises(CredentialsError) as caught:
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    expected = f"the credentials for reg.example cannot be looked up: {home.config} {why}"
    assert str(caught.value).startswith(expected)
    assert (caught.value.source, caught.value.registry) == (str(home.config), "reg.example")
    assert engine.requests == []


@without_headers
def test_a_config_that_is_a_folder_is_named(engine: Engine, home: Home) -> None:
    home.config.mkdir()
    with pytest.raises(CredentialsError, match=r"config\.json cannot be read: Is a directory$"):
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))


@without_headers
def test_nothing_is_looked_up_where_no_registry_is(engine: Engine, home: Home) -> None:
    home.write("{nope")
    client = engine.client(auth={"known.example": ALICE})
    for operation, arguments in (
        ("ContainerList", {}),
        ("ImageCreate", {"fromSrc": "-", "body": b""}),
        ("ImageCreate", {"fromImage": "known.example/a"}),
        ("ImageCreate", {"fromImage": "reg.example/a", "x_registry_auth": ALICE}),
        ("ServiceCreate", {"Name": "one"}),
        ("ServiceCreate", {"task_template": {"container_spec": {"image": "sha256:" + "0a" * 32}}}),
    ):
        engine.do(lambda operation=operation, arguments=arguments: client.op(operation, **arguments))  # type: ignore[misc]
    assert len(engine.requests) == 6


def test_credentials_for_whichever_registry_are_none_for_a_build(engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    engine.do(lambda: engine.client(auth=ALICE).op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == {"reg.example": SENT_WRITTEN}


@without_headers
def test_a_build_goes_on_without_what_cannot_be_had(engine: Engine, home: Home) -> None:
    home.helper("bad", "echo locked; exit 3")
    home.write({**WRITTEN, "credHelpers": {"h.example": "bad"}})
    said = "docker-credential-bad, asked for the credentials for h.example, ended with exit code 3: locked"
    with pytest.warns(UserWarning, match=f"{said}; the call goes on without them$"):
        engine.do(lambda: engine.client().op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == {"reg.example": SENT_WRITTEN}

    home.write("{nope")
    with pytest.warns(UserWarning, match="is no JSON.*; the call goes on without them$"):
        engine.do(lambda: engine.client(auth={"reg.example": ALICE}).op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == {"reg.example": SENT_ALICE}


# --- what the docker command makes of the same


class Recorder(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """An engine on a socket that notes the credentials which the docker command sends, and refuses all it asks."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Recorded)
        self.headers: list[Any] = []


class Recorded(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        self.server.headers.append(self.headers)
        self._answer(500, b'{"message": "enough"}')

    def do_GET(self) -> None:
        self._answer(200, b"{}")

    do_HEAD = do_GET

    def _answer(self, status: int, body: bytes) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in (("Api-Version", "1.45"), ("Content-Length", str(len(body))), ("Connection", "close")):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def address_string(self) -> str:
        return "docker"

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def docker(engine_address: str, home: Home) -> Iterator[Callable[..., Any]]:
    """Provide a function that runs the docker command, and returns what it sends: `docker(header, "pull", …)`."""
    program = Path(engine_address.removeprefix("unix://")).parent.parent / "root" / "usr" / "bin" / "docker"
    if not program.exists():
        pytest.skip("the docker command is installed beside the engine of tests/live/up alone")
    socket = home.folder / "s"
    with Recorder(socket) as recorder:
        thread = threading.Thread(target=recorder.serve_forever, args=(0.01,))
        thread.start()

        def sent(header: str, *arguments: str) -> Any:
            settings = {name: os.environ[name] for name in ("PATH", "DOCKER_CONFIG")}
            settings |= {"DOCKER_HOST": f"unix://{socket}", "DOCKER_BUILDKIT": "0", "HOME": str(home.folder)}
            subprocess.run([program, *arguments], env=settings, capture_output=True, timeout=60, check=False)
            return decoded(recorder.headers[-1].get(header))

        yield sent
        recorder.shutdown()
        thread.join()


@pytest.mark.parametrize("case", PULLS.values(), ids=list(PULLS))
def test_the_docker_command_sends_the_same(case: Any, home: Home, docker: Callable[..., Any]) -> None:
    home.write(case["config"])
    for name, answer in case.get("helpers", {}).items():
        home.answering(name, answer)
    assert docker("X-Registry-Auth", "pull", case["image"]) == case.get("docker", case["sent"])
    assert home.asked == case.get("asked", [])


@pytest.mark.parametrize("case", BUILDS.values(), ids=list(BUILDS))
def test_the_docker_command_sends_the_same_for_a_build(case: Any, home: Home, docker: Callable[..., Any]) -> None:
    home.write(case["config"])
    context = home.folder / "context"
    context.mkdir()
    (context / "Dockerfile").write_text("FROM scratch\n")
    for name, answer in case.get("helpers", {}).items():
        home.answering(name, answer, case.get("listed", "{}"))
    assert docker("X-Registry-Config", "build", str(context)) == case.get("docker", case["sent"])
    # Whether "unused" is written to a helper that is to list what it has is no matter; nor is the order.
    assert sorted(line.removesuffix(" unused") for line in home.asked) == sorted(case.get("asked", []))


# --- what is given by hand

AUTHS: dict[str, tuple[Any, dict[str, Any]]] = {
    "by registry": (
        {"reg.example": ALICE, "docker.io": {"username": "hub", "password": "p"}},
        {
            "reg.example/a": SENT_ALICE,
            "busybox": {"username": "hub", "password": "p", "serveraddress": HUB},
            "other.example/a": {},
        },
    ),
    "for whichever registry": (ALICE, {"reg.example/a": ALICE, "other.example/a": ALICE, "busybox": ALICE}),
    "for the one that it names": (
        {**ALICE, "serveraddress": "https://reg.example/v2/"},
        {"reg.example/a": {**ALICE, "serveraddress": "https://reg.example/v2/"}, "busybox": {}},
    ),
    "packed": ({"auth": "dTpw"}, {"busybox": {"username": "u", "password": "p"}}),
    "in other spellings": (
        {"identity_token": "tok", "ServerAddress": "reg.example", "email": None},
        {"reg.example/a": {"serveraddress": "reg.example", "identitytoken": "tok"}, "busybox": {}},
    ),
    "nothing": ({}, {"reg.example/a": {}}),
    "nothing for one": ({"reg.example": {}}, {"reg.example/a": {}}),
}


@pytest.mark.parametrize(("auth", "sent"), AUTHS.values(), ids=list(AUTHS))
def test_a_client_takes_credentials(auth: Any, sent: dict[str, Any], engine: Engine, home: Home) -> None:
    client = engine.client(auth=auth)
    for image, expected in sent.items():
        engine.do(lambda image=image: client.op("ImageCreate", fromImage=image))  # type: ignore[misc]
        assert engine.sent() == expected


WRONG_AUTHS: dict[str, tuple[Any, list[str]]] = {
    "a text": (
        "alice:w0nder",
        ['auth: is no dict; expected {"username": …, "password": …}, or such dicts by registry'],
    ),
    "unknown keys": (
        {"user": "alice", "passwort": "w0nder"},
        [
            "auth: has the unknown key 'user'; did you mean username?",
            "auth: has the unknown key 'passwort'; did you mean password?",
        ],
    ),
    "no text": ({"reg.example": {"username": 1, "password": b"w0nder"}}, [
        "auth['reg.example'].username: is no text",
        "auth['reg.example'].password: is no text",
    ]),
    "packed wrongly": ({"auth": "w0nder"}, ["auth.auth: is not base64 of username:password"]),
}  # fmt: skip


@pytest.mark.parametrize(("auth", "problems"), WRONG_AUTHS.values(), ids=list(WRONG_AUTHS))
def test_wrong_credentials_are_refused_at_once_and_not_shown(auth: Any, problems: list[str], engine: Engine) -> None:
    with pytest.raises(InvalidArguments) as caught:
        engine.client(auth=auth)
    assert [str(error) for error in caught.value.errors] == problems
    assert "w0nder" not in str(caught.value)


def test_what_is_given_to_a_call_wins(engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    client = engine.client(auth={"reg.example": {"username": "other", "password": "other"}})
    for given, sent in (
        (ALICE, ALICE),
        ({}, {}),
        ({"auth": "dTpw", "email": "u@example"}, {"username": "u", "password": "p", "email": "u@example"}),
        ({"auth": None, "identity_token": "tok"}, {"identitytoken": "tok"}),
        ("e30=", {}),
    ):
        engine.do(lambda given=given: client.op("ImagePush", "reg.example/a", x_registry_auth=given))  # type: ignore[misc]
        assert engine.sent() == sent
    build = {"reg.example": {"auth": "dTpw"}}
    engine.do(lambda: client.op("ImageBuild", body=b"", x_registry_config=build))
    assert engine.sent("X-Registry-Config") == {"reg.example": {"username": "u", "password": "p"}}


def test_a_header_for_every_request_wins(engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    mine = base64.urlsafe_b64encode(json.dumps(ALICE).encode()).decode()
    client = engine.client().with_options(headers={"x-registry-auth": mine})
    engine.do(lambda: client.op("ImagePush", "reg.example/a"))
    assert engine.sent() == ALICE
    engine.do(lambda: client.send(client.build_request("ImagePush", "reg.example/a")))
    assert engine.sent() == ALICE


def test_the_argument_of_a_call_is_checked(engine: Engine) -> None:
    client = engine.client()
    with pytest.raises(InvalidArguments, match=r"X-Registry-Auth\.pasword: is not known here; did you mean password\?"):
        engine.do(lambda: client.op("ImagePush", "a", x_registry_auth={"username": "a", "pasword": "w0nder"}))
    with pytest.raises(InvalidArguments, match="auth: is not base64 of username:password") as caught:
        engine.do(lambda: client.op("ImagePush", "a", x_registry_auth={"auth": "w0nder"}))
    assert "w0nder" not in str(caught.value)
    assert engine.requests == []


def test_a_push_without_credentials_sends_empty_ones(engine: Engine, home: Home) -> None:
    engine.do(lambda: engine.client().op("ImagePush", "reg.example/a"))
    assert engine.requests[-1].headers["X-Registry-Auth"] == "e30="


def test_an_update_that_says_where_its_credentials_come_from_is_sent_none(engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    spec = {"Name": "a", "TaskTemplate": {"ContainerSpec": {"Image": "reg.example/a"}}}
    client = engine.client()
    engine.do(lambda: client.op("ServiceUpdate", "one", version=1, body=spec))
    assert engine.sent() == SENT_WRITTEN
    engine.do(lambda: client.op("ServiceUpdate", "one", version=1, registryAuthFrom="previous-spec", body=spec))
    assert engine.sent() == {}


@without_headers
def test_a_request_that_was_built_before_gets_them_when_it_is_sent(engine: Engine, home: Home) -> None:
    client = engine.client()
    for operation, arguments in (
        ("ImagePush", {"name": "reg.example/a"}),
        ("ImageCreate", {"fromImage": "reg.example/a"}),
    ):
        home.write("{nope")  # which building does not read
        request = client.build_request(operation, **arguments)
        assert decoded(request.headers.get("X-Registry-Auth")) == {}
        home.write(WRITTEN)
        engine.do(lambda request=request: client.send(request))  # type: ignore[misc]
        assert engine.sent() == SENT_WRITTEN
        request.headers["X-Registry-Auth"] = base64.urlsafe_b64encode(json.dumps(ALICE).encode()).decode()
        engine.do(lambda request=request: client.send(request))  # type: ignore[misc]
        assert engine.sent() == ALICE


def test_a_build_takes_credentials_by_registry(engine: Engine, home: Home) -> None:
    engine.answers = {
        "/build": httpx.Response(200, json={"stream": "sha256:1"}),
        "/json": httpx.Response(200, json={"Id": "sha256:1"}),
    }
    client = engine.client()
    engine.do(lambda: client.build({"Dockerfile": "FROM scratch"}, auth={"reg.example": ALICE, "docker.io": ALICE}))
    build = next(request for request in engine.requests if request.url.path.endswith("/build"))
    expected = {"reg.example": SENT_ALICE, HUB: {**ALICE, "serveraddress": HUB}}
    assert decoded(build.headers["X-Registry-Config"]) == expected
    with pytest.raises(InvalidArguments, match="auth: names no registry"):
        engine.do(lambda: client.build({"Dockerfile": "FROM scratch"}, auth=ALICE))


# --- logins


def test_a_login_is_checked_and_kept_for_all_clients_of_the_connection(engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    engine.answers = {"/auth": httpx.Response(200, json={"IdentityToken": "", "Status": "Login Succeeded"})}
    client = engine.client(auth={"reg.example": {"username": "older", "password": "p"}})
    other = client.with_options(timeout=5)
    assert engine.do(lambda: other.login(**ALICE, serveraddress="https://reg.example/v2/")) is None
    assert json.loads(engine.requests[-1].content) == {**ALICE, "serveraddress": "https://reg.example/v2/"}
    engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent() == SENT_ALICE
    engine.do(lambda: client.op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == {"reg.example": SENT_ALICE}
    assert json.loads(home.config.read_text()) == WRITTEN


@pytest.mark.parametrize("address", [{}, {"serveraddress": "docker.io"}, {"serveraddress": HUB}])
def test_a_login_without_an_address_is_docker_hubs(address: Any, engine: Engine, home: Home) -> None:
    client = engine.client()
    engine.do(lambda: client.login(**ALICE, **address))
    assert json.loads(engine.requests[-1].content) == {**ALICE, "serveraddress": HUB}
    engine.do(lambda: client.op("ImageCreate", fromImage="busybox"))
    assert engine.sent() == {**ALICE, "serveraddress": HUB}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (httpx.Response(200, json={"IdentityToken": "tok"}), {"username": "alice", "identitytoken": "tok"}),
        (httpx.Response(204), ALICE),
    ],
    ids=["a token", "nothing"],
)
def test_a_token_that_a_registry_gives_is_kept_instead_of_the_password(
    answer: httpx.Response, kept: Any, engine: Engine, home: Home
) -> None:
    engine.answers = {"/auth": answer}
    client = engine.client()
    engine.do(lambda: client.login(**ALICE, serveraddress="reg.example"))
    engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent() == {**kept, "serveraddress": "reg.example"}


@pytest.mark.parametrize(("given", "wrong"), [(("u", None), ["password"]), ((None, 5), ["username", "password"])])
def test_a_login_without_its_words_is_not_sent(given: Any, wrong: list[str], engine: Engine, home: Home) -> None:
    client = engine.client()
    with pytest.raises(InvalidArguments) as caught:
        engine.do(lambda: client.login(*given, serveraddress="reg.example"))
    assert str(caught.value).splitlines()[1:] == [f"  {name}: is no text" for name in wrong]


def test_a_login_that_is_refused_is_not_kept(engine: Engine, home: Home) -> None:
    refused = {"message": "Get https://reg.example/v2/: unauthorized: incorrect username or password"}
    engine.answers = {"/auth": httpx.Response(500, json=refused)}
    client = engine.client()
    with pytest.raises(Unauthorized) as caught:
        engine.do(lambda: client.login(**ALICE, serveraddress="reg.example"))
    assert caught.value.registry == "reg.example"
    assert str(caught.value) == (
        "SystemAuth: 500 Get https://reg.example/v2/: unauthorized: incorrect username or password\n"
        "  (registry reg.example: it refuses this user name or password)"
    )
    engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent() == {}


def test_no_secret_is_in_what_a_client_shows(home: Home) -> None:
    client = Client("tcp://engine:1", auth={"reg.example": ALICE, "docker.io": {"identitytoken": "t0ken"}})
    shown = f"{client!r} {vars(client)!r} {client.options!r} {client._calls.logins!r}"
    assert [secret for secret in ("w0nder", "t0ken") if secret in shown] == []


# --- helpers

HELPERS = {
    "fails": (
        "echo the key chain is locked; exit 3",
        "ended with exit code 3: the key chain is locked",
    ),
    "fails without a word": ("exit 1", "ended with exit code 1"),
    "complains elsewhere": ("echo no bus >&2; exit 1", "ended with exit code 1: no bus"),
    "fails at length": ("printf 'x%.0s' $(seq 1000); exit 1", f"ended with exit code 1: {'x' * 300}…"),
    "fails with an answer": (
        """echo '{"Username": "a", "Secret": "w0nder"}'; exit 1""",
        "ended with exit code 1: what it wrote is kept back, for it may hold a secret",
    ),
    "is killed": ("kill -9 $$", "ended with exit code -9"),
    "writes no JSON": ("echo w0nder", "answered 7 bytes that are no JSON"),
    "writes nothing": ("true", "answered 0 bytes that are no JSON"),
    "writes another object": ("echo '{}'", "answered something that has no Username and Secret"),
    "writes a list": ("""echo '["w0nder"]'""", "answered something that has no Username and Secret"),
    "writes a number": (
        """echo '{"Username": "a", "Secret": 1}'""",
        "answered something that has no Username and Secret",
    ),
    "writes without an end": ("exec cat /dev/zero", "wrote more than 1048576 bytes"),
}


@pytest.mark.parametrize(("script", "why"), HELPERS.values(), ids=list(HELPERS))
def test_a_helper_that_fails_is_named_with_its_words_but_no_secret(
    script: str, why: str, engine: Engine, home: Home
) -> None:
    home.helper("one", script)
    home.write({"credsStore": "one"})
    with pytest.raises(CredentialsError) as caught:
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    who = "the credential helper docker-credential-one, asked for the credentials for reg.example,"
    assert str(caught.value) == f"{who} {why}"
    assert (caught.value.source, caught.value.registry) == ("docker-credential-one", "reg.example")
    assert engine.requests == []
    for same in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert str(same) == str(caught.value)


def test_a_helper_that_is_missing_or_cannot_run_is_named(engine: Engine, home: Home) -> None:
    (home.folder / "docker-credential-plain").write_text("no program")
    for name, why in (
        ("missing", "is not there: no program of this name is in $PATH"),
        ("plain", "cannot be run: Permission denied"),
        ("no\0name", "cannot be run: no program can have such a name"),
        ("../one", "has a slash in its name, which is no name of a program in $PATH"),
    ):
        home.write({"credsStore": name})
        with pytest.raises(CredentialsError) as caught:
            engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
        assert str(caught.value).endswith(f"asked for the credentials for reg.example, {why}")


@pytest.mark.parametrize("answer", ['{"Username": "", "Secret": ""}', '{"username": "a", "secret": ""}'])
def test_a_helper_may_say_that_it_has_nothing_by_an_empty_secret(answer: str, engine: Engine, home: Home) -> None:
    home.answering("one", answer)
    home.write({"credsStore": "one"})
    engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent() == {}


def test_a_helper_need_not_read_what_it_is_asked(engine: Engine, home: Home) -> None:
    home.helper("one", """exec <&-; echo '{"Username": "h", "Secret": "s"}'""")
    home.write({"credsStore": "one"})
    engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent()["username"] == "h"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "SECONDS", 0.2)


def gone(pids: Path) -> bool:
    """Return whether the processes have ended whose numbers are in a file."""
    return all(_ended(int(pid)) for pid in pids.read_text().split())


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_a_helper_whose_daemon_keeps_its_output_is_done_when_it_ends(engine: Engine, home: Home) -> None:
    answer = """echo '{"Username": "h", "Secret": "s"}'"""
    home.helper("one", f"cat >/dev/null; setsid sleep 20 & echo $! > {home.folder}/daemon; {answer}")
    home.write({"credsStore": "one"})
    begun = time.monotonic()
    engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    assert engine.sent("X-Registry-Auth")["password"] == "s"
    assert time.monotonic() - begun < 15  # it would be 20 s
    os.kill(int((home.folder / "daemon").read_text()), signal.SIGKILL)


@pytest.mark.parametrize("answer", [{"Username": "\ud800", "Secret": "x"}, {"Username": "x", "Secret": "\udfff"}])
def test_half_a_surrogate_pair_from_a_helper_is_no_text(answer: Any, engine: Engine, home: Home) -> None:
    home.helper("one", f"cat >/dev/null; echo '{json.dumps(answer)}'")
    home.write({"credsStore": "one"})
    with pytest.raises(CredentialsError, match=r"answered half a surrogate pair, which is no text$"):
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))


def eventually(fact: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not fact() and time.monotonic() < end:
        time.sleep(0.01)
    return fact()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo $$ > pids; exec sleep 1000", "has not answered within 0.2 s"),
        ("sleep 1000 & echo $$ $! > pids; wait", "has not answered within 0.2 s"),
        ("echo $$ > pids; exec >&- 2>&-; exec sleep 1000", "has not ended within 0.2 s"),
    ],
    ids=["itself", "what it has started", "with its output closed"],
)
@pytest.mark.usefixtures("impatient")
def test_a_helper_that_hangs_is_ended(script: str, why: str, engine: Engine, home: Home) -> None:
    home.helper("one", script.replace("pids", f"{home.folder}/pids"))
    home.write({"credsStore": "one"})
    with pytest.raises(CredentialsError, match=f"{why}$"):
        engine.do(lambda: engine.client().op("ImageCreate", fromImage="reg.example/a"))
    assert eventually(lambda: gone(home.folder / "pids"))


@pytest.mark.usefixtures("impatient")
def test_the_helpers_of_a_build_have_one_time_together(engine: Engine, home: Home) -> None:
    home.helper("slow", "exec sleep 1000")
    home.write({**WRITTEN, "credHelpers": {"a.example": "slow", "b.example": "slow"}})
    with pytest.warns(UserWarning, match="the call goes on without them") as caught:
        engine.do(lambda: engine.client().op("ImageBuild", body=b""))
    assert ["has not answered" in str(one.message) for one in caught] == [True, False]
    assert "b.example, was not asked, for others have taken all the time" in str(caught[1].message)
    assert engine.sent("X-Registry-Config") == {"reg.example": SENT_WRITTEN}


def test_a_store_that_lists_rubbish_costs_a_build_a_warning(engine: Engine, home: Home) -> None:
    home.answering("one", "none", listed="[1]")
    home.write({"credsStore": "one"})
    with pytest.warns(UserWarning, match="asked for all its credentials, answered something that is no list"):
        engine.do(lambda: engine.client().op("ImageBuild", body=b""))
    assert engine.sent("X-Registry-Config") == {}


def test_a_helper_does_not_hold_the_event_loop_up_and_ends_with_its_call(home: Home) -> None:
    home.helper("one", f"echo $$ > {home.folder}/pids; exec sleep 1000")
    home.write({"credsStore": "one"})

    async def cancelled() -> None:
        task = asyncio.create_task(Engine(AsyncClient).client().op("ImageCreate", fromImage="reg.example/a"))
        while not (home.folder / "pids").exists() or not (home.folder / "pids").read_text():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert eventually(lambda: gone(home.folder / "pids"))


def test_a_helper_that_is_given_up_before_it_has_started_ends_at_once(home: Home) -> None:
    home.helper("one", "exec sleep 1000")
    asked = helpers.Helper(helpers.Question("one", "get", "reg.example"))
    asked.stop()
    with pytest.raises(CredentialsError, match="ended with exit code -9"):
        asked.login()


def test_threads_may_log_in_and_pull_at_once(home: Home) -> None:
    engine = Engine(Client)
    client = engine.client()

    def work(number: int) -> None:
        client.login("u", str(number), f"r{number}.example")
        client.op("ImageCreate", fromImage=f"r{number}.example/a")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pulls = [request for request in engine.requests if request.url.path.endswith("/images/create")]
    found = {decoded(one.headers["X-Registry-Auth"])["serveraddress"] for one in pulls}
    assert found == {f"r{number}.example" for number in range(16)}


# --- refusals

ASK = "client.login(username, password{}), auth= or docker login gives some"

REFUSED: dict[str, tuple[str, dict[str, Any], str, dict[str, Any] | None, str]] = {
    "without credentials": (
        "ImageCreate",
        {"fromImage": "reg.example:5000/a"},
        "reg.example:5000",
        None,
        "registry reg.example:5000: no credentials were sent; " + ASK.format(", 'reg.example:5000'"),
    ),
    "without credentials, by Docker Hub": (
        "ImageCreate",
        {"fromImage": "team/app"},
        "docker.io",
        None,
        "registry docker.io: no credentials were sent; " + ASK.format(""),
    ),
    "with credentials": (
        "ImageCreate",
        {"fromImage": "reg.example/a"},
        "reg.example",
        ALICE,
        "registry reg.example: it refuses the credentials that were sent",
    ),
    "a push without credentials": (
        "ImagePush",
        {"name": "reg.example/a"},
        "reg.example",
        None,
        "registry reg.example: no credentials were sent; " + ASK.format(", 'reg.example'"),
    ),
    "a build without credentials": (
        "ImageBuild",
        {"body": b""},
        "",
        None,
        "no credentials were sent; " + ASK.format(""),
    ),
    "a build with credentials": (
        "ImageBuild",
        {"body": b""},
        "",
        {"reg.example": ALICE, "docker.io": ALICE},
        f"credentials were sent for reg.example, {HUB}",
    ),
}
WORDS = [
    "unauthorized: authentication required",
    'Head "https://reg.example/v2/a/manifests/1": no basic auth credentials',
    "denied: requested access to the resource is denied",
    'Head "https://reg.example/v2/a/manifests/1": denied: denied',
]


@pytest.mark.parametrize("words", WORDS)
def test_what_registries_say_about_credentials_is_unauthorized(words: str, engine: Engine, home: Home) -> None:
    client = engine.client()
    engine.answers = {"": httpx.Response(500, json={"message": words})}
    with pytest.raises(Unauthorized, match=r"no credentials were sent"):
        engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))
    engine.answers = {"": httpx.Response(200, json={"error": words})}
    with pytest.raises(StreamUnauthorized, match=r"no credentials were sent"):
        engine.do(lambda: client.op("ImageCreate", fromImage="reg.example/a"))


@pytest.mark.parametrize(("operation", "arguments", "registry", "auth", "hint"), REFUSED.values(), ids=list(REFUSED))
def test_a_refusal_names_the_registry_and_what_may_help(
    operation: str, arguments: Any, registry: str, auth: Any, hint: str, engine: Engine, home: Home
) -> None:
    words = WORDS[0]
    engine.answers = {"": httpx.Response(500, json={"message": words})}
    with pytest.raises(Unauthorized) as caught:
        engine.do(lambda: engine.client(auth=auth).op(operation, **arguments))
    error = caught.value
    assert (error.message, error.status, error.registry, error.hint) == (words, 500, registry, hint)
    assert str(error) == f"{operation}: 500 {words}\n  ({hint})"
    assert "w0nder" not in str(error)


@pytest.mark.parametrize(("operation", "arguments", "registry", "auth", "hint"), REFUSED.values(), ids=list(REFUSED))
def test_a_refusal_inside_a_stream_is_unauthorized_too(
    operation: str, arguments: Any, registry: str, auth: Any, hint: str, engine: Engine, home: Home
) -> None:
    words = WORDS[0]
    lines = b'{"status": "begun"}\n' + json.dumps({"errorDetail": {"message": words, "code": 1}}).encode()
    engine.answers = {"": httpx.Response(200, content=lines, headers={"Content-Type": "application/json"})}
    client = engine.client(auth=auth)

    def whole() -> Any:
        return client.op(operation, **arguments)

    def read() -> Any:
        return client.stream(operation, **arguments).read()

    async def read_later() -> Any:
        async with client.stream(operation, **arguments) as stream:
            return await stream.read()

    for work in (whole, read if engine.kind is Client else read_later):
        with pytest.raises(StreamUnauthorized) as caught:
            engine.do(work)
        error = caught.value
        assert (error.partial[0], error.code, error.operation) == ({"status": "begun"}, 1, operation)
        assert (error.message, error.status, error.registry, error.hint) == (words, 200, registry, hint)
        assert str(error) == f"{operation}: {words}\n  ({hint})"
        assert error.response is not None
        assert error.response.operation == operation


def test_another_failure_is_none_of_the_registrys(engine: Engine, home: Home) -> None:
    client = engine.client()
    engine.answers = {"": httpx.Response(500, json={"message": "no space left"})}
    with pytest.raises(ServerError, match=r"^ImageCreate: 500 no space left$"):
        engine.do(lambda: client.op("ImageCreate", fromImage="a"))
    engine.answers = {"": httpx.Response(200, json={"error": "no space left"})}
    with pytest.raises(StreamError, match=r"^ImageCreate: no space left$") as caught:
        engine.do(lambda: client.op("ImageCreate", fromImage="a"))
    assert type(caught.value) is StreamError

    async def opened() -> Any:
        opening = client.stream("ImageCreate", fromImage="a")
        return await (await opening).read() if engine.kind is AsyncClient else opening.read()

    with pytest.raises(StreamError, match=r"^ImageCreate: no space left$"):
        asyncio.run(opened())


# --- the document

DOCUMENT = Client("tcp://engine:1")


def test_every_operation_that_takes_credentials_says_for_which_registry() -> None:
    headers = {"X-Registry-Auth", "X-Registry-Config"}
    takes = {id_ for id_, operation in DOCUMENT.operations.items() if headers & operation.by_name.keys()}
    says = {id_: operation.registry for id_, operation in DOCUMENT.operations.items() if operation.registry}
    assert takes == says.keys()
    for id_, asking in says.items():
        names = DOCUMENT.operations[id_].by_name
        assert {asking.header, *filter(None, [asking.parameter]), *asking.unless} <= names.keys()
        assert bool(asking.parameter) + bool(asking.body) + (asking.header == "X-Registry-Config") == 1


def test_without_a_parameter_for_them_none_are_sent(tmp_path: Path, engine: Engine, home: Home) -> None:
    home.write(WRITTEN)
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "title: Docker Engine API\n"
        "corrections: [{reason: test, at: {operations: [ImageCreate]}, set: {remove: [X-Registry-Auth]}}]"
    )
    engine.do(lambda: engine.client(corrections=mine).op("ImageCreate", fromImage="reg.example/a"))
    assert "X-Registry-Auth" not in engine.requests[-1].headers


@pytest.mark.parametrize(
    ("registry", "why"),
    [
        ({"parameter": "a"}, "registry has a header, and one of parameter, body and every"),
        ({"header": "H"}, "registry has a header, and one of parameter, body and every"),
        ({"header": "H", "every": True, "parameter": "a"}, "registry has a header, and one of"),
        ({"header": "H", "body": "Image"}, "its body a path"),
        ({"header": "H", "parameter": "a", "unless": "b"}, "its unless a list of names"),
        ({"header": "H", "query": "a"}, "registry has no query"),
    ],
)
def test_a_correction_that_says_it_wrongly_is_refused(registry: Any, why: str) -> None:
    document = {"info": {"title": "T"}, "paths": {"/a": {"get": {"operationId": "Get", "responses": {}}}}}
    entry = {"reason": "test", "at": {"operations": ["Get"]}, "set": {"registry": registry}}
    with pytest.raises(SpecError, match=why):
        correct(document, {"corrections": [entry]})
