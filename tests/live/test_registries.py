"""Credentials at registries: one that wants a user, over TLS, beside the open one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dynclient import AsyncClient, Client, StreamUnauthorized, Unauthorized
from tests.live.registries import PASSWORD, USER

pytestmark = pytest.mark.engine

ALICE = {"username": USER, "password": PASSWORD}
WRONG = {"username": USER, "password": "wr0ng"}


class Shell:
    """One of the two clients, of the kind that `call` has, with settings of its own."""

    def __init__(self, call: Any, **settings: Any) -> None:
        self.client, self._drive = call.client, call.drive
        if settings:
            kind = Client if isinstance(self.client, Client) else AsyncClient
            self.client = kind(self.client.address.url, **settings)

    def __call__(self, method: str, *args: Any, **how: Any) -> Any:
        return self._drive(getattr(self.client, method)(*args, **how))

    def close(self) -> None:
        self._drive(self.client.close() if isinstance(self.client, Client) else self.client.aclose())


@pytest.fixture
def shell(call: Any, request: pytest.FixtureRequest) -> Callable[..., Shell]:
    """Return a function that makes a client of either kind: `shell(auth=…)`."""

    def make(**settings: Any) -> Shell:
        made = Shell(call, **settings)
        if settings:
            request.addfinalizer(made.close)
        return made

    return make


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of config.json, which is on $PATH, too."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return tmp_path


# --- where the credentials come from


def by_config(shell: Any, home: Path, private: str) -> Shell:
    packed = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (home / "config.json").write_text(json.dumps({"auths": {f"https://{private}/v2/": {"auth": packed}}}))
    return shell()  # type: ignore[no-any-return]


def by_helper(shell: Any, home: Path, private: str) -> Shell:
    answer = json.dumps({"ServerURL": private, "Username": USER, "Secret": PASSWORD})
    listed = json.dumps({private: USER})
    program = home / "docker-credential-own"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\n[ $1 = list ] && echo '{listed}' || echo '{answer}'\n")
    program.chmod(0o755)
    (home / "config.json").write_text(json.dumps({"credsStore": "own"}))
    return shell()  # type: ignore[no-any-return]


def by_login(shell: Any, home: Path, private: str) -> Shell:
    logged_in: Shell = shell()
    assert logged_in("login", **ALICE, serveraddress=private) is None
    return logged_in


def by_argument(shell: Any, home: Path, private: str) -> Shell:
    return shell(auth={private: ALICE})  # type: ignore[no-any-return]


@pytest.mark.parametrize("way", [by_config, by_helper, by_login, by_argument])
def test_known_credentials_open_a_registry(
    way: Any, shell: Any, home: Path, private: str, engine: Client, image: Any, name: Any
) -> None:
    client = way(shell, home, private)
    repository = f"{private}/team/{name()}"
    made = image(repository)
    pushed = client("push", made)
    found = client("op", "DistributionInspect", made)
    assert pushed.RepoDigests == [f"{repository}@{found.Descriptor.digest}"]
    engine.op("ImageDelete", made)
    assert client("pull", f"{repository}@{found.Descriptor.digest}").Id == pushed.Id
    engine.op("ImageDelete", pushed.Id, force=True)
    built = client("build", {"Dockerfile": f"FROM {made}\n"}, labels=dict([_label(pushed)]))
    assert built.image.RootFS.Layers == pushed.RootFS.Layers
    engine.op("ImageDelete", built.id, force=True)


def _label(image: Any) -> tuple[str, str]:
    return next((key, value) for key, value in image.Config.Labels.items() if key.startswith("dynclient"))


def test_credentials_for_one_registry_are_none_for_another(
    shell: Any, private: str, registry: str, home: Path, image: Any, name: Any
) -> None:
    client = by_login(shell, home, private)
    assert client("push", image(f"{registry}/team/{name()}")).RepoDigests
    other = shell(auth={registry: ALICE})
    with pytest.raises(Unauthorized, match=f"registry {private}: no credentials were sent"):
        other("push", image(f"{private}/team/{name()}"))


# --- missing and wrong ones


def pulled(client: Shell, repository: str, auth: Any) -> None:
    client("pull", f"{repository}:1", auth=auth)


def run(client: Shell, repository: str, auth: Any) -> None:
    client("run", f"{repository}:1", auth=auth)


def pushed(client: Shell, repository: str, auth: Any) -> None:
    client("op", "ImageTag", "busybox:1", repo=repository, tag="1")
    client("push", f"{repository}:1", auth=auth)


def inspected(client: Shell, repository: str, auth: Any) -> None:
    client("op", "DistributionInspect", f"{repository}:1", x_registry_auth=auth)


def built(client: Shell, repository: str, auth: Any) -> None:
    by_registry = {repository.partition("/")[0]: auth} if auth else None
    client("build", {"Dockerfile": f"FROM {repository}:1\n"}, auth=by_registry)


def plugged(client: Shell, repository: str, auth: Any) -> None:
    client("op", "PluginPull", remote=f"{repository}:1", body=[], x_registry_auth=auth)


@pytest.mark.parametrize("auth", [None, WRONG], ids=["missing", "wrong"])
@pytest.mark.parametrize("ask", [pulled, run, pushed, inspected, built, plugged])
def test_missing_and_wrong_credentials_are_unauthorized_and_the_registry_is_named(
    ask: Any, auth: Any, shell: Any, private: str, repository: str, engine: Client, home: Path
) -> None:
    with pytest.raises(Unauthorized) as caught:
        ask(shell(), repository, auth)
    text = str(caught.value)
    assert private in text
    assert caught.value.registry == (private if ask is not built else "")
    assert ("no credentials were sent" in text) is (auth is None)
    assert "wr0ng" not in f"{text}{vars(caught.value)}"
    assert isinstance(caught.value, StreamUnauthorized) is (ask in (pushed, built))
    if ask is pushed:
        engine.op("ImageDelete", f"{repository}:1")


def test_a_login_with_a_wrong_password_is_unauthorized_and_not_kept(
    shell: Any, private: str, repository: str, home: Path
) -> None:
    client = shell()
    with pytest.raises(Unauthorized, match=f"registry {private}: it refuses this user name or password"):
        client("login", **WRONG, serveraddress=private)
    with pytest.raises(Unauthorized, match="no credentials were sent"):
        client("pull", f"{repository}:1")


def test_an_open_stream_tells_it_too(
    call: Any, shell: Any, private: str, engine: Client, image: Any, name: Any
) -> None:
    repository = f"{private}/team/{name()}"
    image(repository)

    stream = call.drive(call.client.stream("ImagePush", repository, tag="1"))
    with pytest.raises(StreamUnauthorized) as caught:
        call.drive(stream.read())
    assert (caught.value.registry, caught.value.message) == (private, "no basic auth credentials")
    assert caught.value.partial[0].status == f"The push refers to repository [{repository}]"


# --- services, searches, plugins


def test_the_swarm_pulls_a_services_image_with_the_credentials(
    shell: Any, private: str, home: Path, engine: Client, service: Any, name: Any
) -> None:
    client = by_config(shell, home, private)
    repository = f"{private}/team/{name()}"
    engine.op("ImageTag", "busybox:1", repo=repository, tag="1")
    engine.op("ImagePush", repository, tag="1", x_registry_auth=ALICE)
    engine.op("ImageDelete", f"{repository}:1")
    body = service.body("sleep", "1000", container={"Image": f"{repository}:1"})
    try:
        made = service.keep(client("op", "ServiceCreate", body=body).ID)
        service.task(made, "running")
        found = client("op", "ServiceInspect", made)
        assert USER not in json.dumps(found)
        labelled = {**found.Spec, "Labels": {**found.Spec.Labels, "again": "yes"}}
        client("op", "ServiceUpdate", made, version=found.Version.Index, body=labelled)
        service.remove(made)
    finally:
        engine.op("ImageDelete", f"{repository}:1", force=True)


def test_a_service_without_credentials_has_no_image(shell: Any, home: Path, repository: str, service: Any) -> None:
    body = service.body(container={"Image": f"{repository}:1"})
    made = service.keep(shell()("op", "ServiceCreate", body=body).ID)
    assert "No such image" in service.task(made, "rejected").Status.Err


class Search(BaseHTTPRequestHandler):
    """A registry that lets only a user search."""

    def do_GET(self) -> None:
        allowed = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        status, body = 200, b"{}"
        if self.path.startswith("/v1/search"):
            found = {
                "name": "team/app",
                "description": "",
                "star_count": 1,
                "is_official": False,
                "is_automated": False,
            }
            body = json.dumps({"query": "app", "num_results": 1, "results": [found]}).encode()
            if self.headers["Authorization"] != allowed:
                status, body = 401, b"{}"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def search() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Search)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_search_goes_to_the_registry_in_the_term_with_its_credentials(shell: Any, search: str, home: Path) -> None:
    found = shell(auth={search: ALICE})("op", "ImageSearch", term=f"{search}/app")
    assert [each.name for each in found] == ["team/app"]
    with pytest.raises(Unauthorized, match=f"registry {search}: no credentials were sent"):
        shell()("op", "ImageSearch", term=f"{search}/app")
    with pytest.raises(Unauthorized, match=f"registry {search}: it refuses the credentials that were sent"):
        shell(auth={search: WRONG})("op", "ImageSearch", term=f"{search}/app")


PLUGIN = {"entrypoint": ["/none"], "interface": {"types": ["dynclient.none/1.0"], "socket": "none.sock"}}


def test_a_plugin_is_pushed_and_pulled_with_the_credentials(
    shell: Any, private: str, home: Path, engine: Client, tar: Any, name: Any
) -> None:
    client = by_login(shell, home, private)
    one = f"{private}/team/{name('plugin')}:1"
    files = {"config.json": json.dumps(PLUGIN).encode(), "rootfs/mark": one.encode()}
    engine.op("PluginCreate", name=one, body=tar(files))
    try:
        assert client("op", "PluginPush", one)[-1].aux.Tag == "1"
        engine.op("PluginDelete", one)
        privileges = client("op", "GetPluginPrivileges", remote=one)
        client("op", "PluginPull", remote=one, name=one, body=privileges)
        client("op", "PluginUpgrade", one, remote=one, body=privileges)
        with pytest.raises(Unauthorized, match=f"registry {private}: it refuses"):
            client("op", "PluginPush", one, x_registry_auth=WRONG)
    finally:
        engine.op("PluginDelete", one, force=True)
