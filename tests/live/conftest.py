"""What the tests against the real engine share: calls through both shells, and things that are cleaned up.

Whatever a test makes carries the label that `labels` gives, and is gone when the test ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import tarfile
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from dynclient import AsyncClient, Client, NotFound
from tests.live.registries import PASSWORD, USER, private_registry

HERE = Path(__file__).parent
LABEL = "dynclient.test"

Answered = dict[str, set[str]]

_WHOLE = pytest.StashKey[str]()


# --- calls -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def answered() -> Answered:
    """Return the ids of the operations that were answered with a success so far, by shell."""
    return {"sync": set(), "async": set()}


class Call:
    """Calls through one of the two clients, by the same code for both.

    `call("ContainerList", all=True)` is `Client.op` or, in an event loop of the test's own, `AsyncClient.op`.
    The answer is held against the corrected document by openapi-core.

    Attributes:
        client: the `Client` or `AsyncClient`.
        drive: gives what an awaitable of the async client gives, and the value itself for the other.
    """

    def __init__(self, client: Any, drive: Callable[[Any], Any], answered: set[str]) -> None:
        self.client, self.drive, self._answered = client, drive, answered

    def __call__(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        value = self.drive(self.client.op(operation, *args, **arguments))
        self._answered.add(operation)
        return value

    def send(self, operation: str, /, *args: Any, headers: dict[str, str] | None = None, **arguments: Any) -> Any:
        """Return httpx's own response, whatever its status."""
        return self._sent(False, operation, args, headers or {}, arguments)

    def upgrade(self, operation: str, /, *args: Any, headers: dict[str, str], size: int, **arguments: Any) -> bytes:
        """Open a connection by an upgrade, and return so many bytes that the engine begins with."""
        response = self._sent(True, operation, args, {"Connection": "Upgrade", **headers}, arguments)
        assert response.status_code == 101
        self._answered.add(operation)
        stream, first = response.extensions["network_stream"], b""
        while len(first) < size and (more := self.drive(stream.read(size - len(first)))):
            first += more
        self.drive(response.close() if isinstance(self.client, Client) else response.aclose())
        return first

    def _sent(self, stream: bool, operation: str, args: Any, headers: dict[str, str], arguments: Any) -> Any:
        client = self.client.with_options(headers=headers)
        return self.drive(client.send(client.build_request(operation, *args, **arguments), stream=stream))


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, engine_address: str, answered: Answered) -> Iterator[Call]:
    """Provide a function that calls an operation by its id; a test that takes it runs once with each client."""
    client, drive, close = _sync(engine_address) if request.param == "sync" else _async(engine_address)
    yield Call(client, drive, answered[request.param])
    close()


def _sync(address: str) -> tuple[Any, Callable[..., Any], Callable[[], None]]:
    client = Client(address, strict=True)
    return client, lambda value: value, client.close


def _async(address: str) -> tuple[Any, Callable[..., Any], Callable[[], None]]:
    client, runner = AsyncClient(address, strict=True), asyncio.Runner()

    def drive(awaitable: Any) -> Any:
        async def awaited() -> Any:
            return await awaitable

        return runner.run(awaited())

    def close() -> None:
        runner.run(client.aclose())
        runner.close()

    return client, drive, close


# --- where a test may act ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def registry() -> str:
    """Return host:port of the registry beside the engine."""
    address = os.environ.get("DYNCLIENT_TEST_REGISTRY")
    if not address:
        pytest.skip('no registry for the tests: start one with  eval "$(tests/live/up)"')
    return address


@pytest.fixture(scope="session")
def private_engine(engine_address: str) -> str:
    """Skip a test that touches what is not its own, such as the swarm, where the engine is not for tests alone."""
    marker = Path(engine_address.removeprefix("unix://")).parent.parent / ".dynclient-engine"
    if not marker.exists() and os.environ.get("DYNCLIENT_TEST_ENGINE_PRIVATE") != "1":
        pytest.skip("this is not the engine of tests/live/up; DYNCLIENT_TEST_ENGINE_PRIVATE=1 says that it may be used")
    return engine_address


@pytest.fixture
def site() -> Iterator[Callable[..., str]]:
    """Provide a function that answers the engine's own requests, and returns where as host:port.

    It takes, for paths, status, headers and body: `site({"/v1/_ping": (200, {}, b"")})`.
    """
    servers: list[ThreadingHTTPServer] = []

    def serve(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = answers.get(self.path.partition("?")[0], (404, {}, b""))
                self.send_response(status)
                for field, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(field, value)
                self.end_headers()
                self.wfile.write(body)

            do_HEAD = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        Thread(target=servers[-1].serve_forever, args=(0.02,), daemon=True).start()
        return f"127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


# --- what tests make --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def run_id() -> str:
    """Return a word that tells this run's things from those of another beside it."""
    return uuid.uuid4().hex[:8]


@pytest.fixture
def labels(request: pytest.FixtureRequest, run_id: str) -> dict[str, str]:
    """Return the label of all that the module makes, such as `{"dynclient.test": "container-1f2e3d4c"}`."""
    return {LABEL: f"{request.path.stem.removeprefix('test_')}-{run_id}"}


@pytest.fixture
def label(labels: dict[str, str]) -> str:
    """Return the same label as a filter takes it: `name=value`."""
    return f"{LABEL}={labels[LABEL]}"


@pytest.fixture(scope="session")
def name(run_id: str) -> Callable[..., str]:
    """Return a function that makes names which nothing else has: `name()`, `name("volume")`."""
    numbers = count(1)
    return lambda kind="thing": f"dynclient-{kind}-{run_id}-{next(numbers)}"


class Containers:
    """A maker of containers, which are removed in the end.

    `container("echo", "hello", start=True, Tty=True)` gives the id. Without a command it sleeps; with `wait=True` it
    has been started and has ended. It has no network, which is quicker, unless HostConfig has a NetworkMode.
    """

    def __init__(self, engine: Client, labels: dict[str, str], name: Callable[..., str]) -> None:
        self._engine, self._labels, self._name = engine, labels, name
        self.made: list[str] = []

    def __call__(self, *command: str, start: bool = False, wait: bool = False, **body: Any) -> str:
        body["HostConfig"] = {"NetworkMode": "none", **body.get("HostConfig", {})}
        given = {"Image": "busybox:1", "Cmd": list(command) or ["sleep", "1000"], "Labels": self._labels, **body}
        new = self.keep(self._engine.op("ContainerCreate", name=self._name("container"), **given).Id)
        if start or wait:
            self._engine.op("ContainerStart", new)
        if wait:
            self._engine.op("ContainerWait", new)
        return new

    def keep(self, made: str) -> str:
        """Note a container that a test made itself, to remove it too, and return its id."""
        self.made.append(made)
        return made


@pytest.fixture
def container(engine: Client, labels: dict[str, str], name: Callable[..., str]) -> Iterator[Containers]:
    """Provide a function that makes a container and returns its id; see `Containers`."""
    containers = Containers(engine, labels, name)
    yield containers
    for one in reversed(containers.made):
        _gone(engine, "ContainerDelete", one, force=True, v=True)


@pytest.fixture
def image(engine: Client, name: Callable[..., str], label: str) -> Iterator[Callable[..., str]]:
    """Provide a function that imports a tiny image and returns its name: `image()`, `image("localhost:5000/a/b")`."""
    made: list[str] = []

    def make(repo: str = "", tag: str = "1", changes: tuple[str, ...] = ()) -> str:
        repo = repo or name("image")
        made.append(f"{repo}:{tag}")
        mark = "LABEL {}={}".format(*label.split("=", 1))
        content = tar({"made-by": b"dynclient\n", "name": made[-1].encode()})
        engine.op("ImageCreate", fromSrc="-", repo=repo, tag=tag, changes=[mark, *changes], body=content)
        return made[-1]

    yield make
    for one in reversed(made):
        _gone(engine, "ImageDelete", one, force=True)


_LISTEN = """
import signal, socket
server = socket.socket(socket.AF_UNIX)
server.bind("/run/docker/plugins/idle.sock")
server.listen()
signal.signal(signal.SIGTERM, lambda *_: exit())
signal.pause()
"""


class Plugins:
    """A maker of plugins, which are removed in the end: `plugin()` returns the name of one in the local registry.

    The plugin is a real one that listens and does nothing else. It borrows Python from the engine's own root, which
    makes a plugin without a compiler, and one that has a privilege to ask for.
    """

    config: ClassVar[dict[str, Any]] = {
        "description": "Listens, and does nothing else.",
        "entrypoint": ["/usr/bin/python3", "-c", _LISTEN],
        "workdir": "/",
        "interface": {"types": ["dynclient.idle/1.0"], "socket": "idle.sock"},
        "network": {"type": "none"},
        "env": [{"name": "GREETING", "description": "What it would say.", "settable": ["value"], "value": "hello"}],
        "mounts": [
            {"name": "usr", "type": "bind", "source": "/usr", "destination": "/usr", "options": ["rbind", "ro"]},
        ],
    }
    privileges: ClassVar[list[dict[str, Any]]] = [
        {"Name": "network", "Description": "permissions to access a network", "Value": ["none"]},
        {"Name": "mount", "Description": "host path to mount", "Value": ["/usr"]},
    ]

    def __init__(self, engine: Client, registry: str, name: Callable[..., str]) -> None:
        self._engine, self._registry, self._name = engine, registry, name
        self.made: list[str] = []

    def __call__(self, **changes: Any) -> str:
        return self.named(self.unused(), **changes)

    def named(self, one: str, **changes: Any) -> str:
        self._engine.op("PluginCreate", name=self.keep(one), body=self.bundle(one, **changes))
        return one

    def bundle(self, mark: str, **changes: Any) -> bytes:
        """Return a plugin as it is uploaded, a tar of its config and its root, with a mark: no two may be the same."""
        files = {"config.json": json.dumps({**self.config, **changes}), "rootfs/mark": mark}
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for path, text in files.items():
                file = tarfile.TarInfo(path)
                file.size = len(text)
                archive.addfile(file, io.BytesIO(text.encode()))
            for path in ("", "/usr", "/proc", "/sys", "/dev", "/etc", "/run", "/run/docker", "/run/docker/plugins"):
                folder = tarfile.TarInfo(f"rootfs{path}")
                folder.type, folder.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(folder)
            for path in ("lib", "lib64"):
                link = tarfile.TarInfo(f"rootfs/{path}")
                link.type, link.linkname = tarfile.SYMTYPE, f"usr/{path}"
                archive.addfile(link)
        return made.getvalue()

    def unused(self) -> str:
        return f"{self._registry}/{self._name('plugin')}:1"

    def keep(self, made: str) -> str:
        self.made.append(made)
        return made

    def pushed(self, **changes: Any) -> str:
        """Push a plugin and remove it here."""
        one = self(**changes)
        self._engine.op("PluginPush", one)
        self._engine.op("PluginDelete", one)
        return one


@pytest.fixture
def plugin(engine: Client, registry: str, private_engine: str, name: Callable[..., str]) -> Iterator[Plugins]:
    """Provide a function that makes a plugin and returns its name; see `Plugins`."""
    plugins = Plugins(engine, registry, name)
    yield plugins
    left = {each.Name for each in engine.op("PluginList")}
    for one in left.intersection(plugins.made):
        engine.op("PluginDelete", one, force=True)


def _gone(engine: Client, operation: str, *args: str, **arguments: Any) -> None:
    """Remove something that a test may have removed itself."""
    with contextlib.suppress(NotFound):
        engine.op(operation, *args, **arguments)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left(engine_address: str, run_id: str) -> Iterator[None]:
    """Hold, when all tests have run, that they left nothing of theirs on the engine."""
    yield
    with Client(engine_address) as client:
        mine = {"label": [LABEL]}
        found = {
            "containers": client.op("ContainerList", all=True, filters=mine),
            "images": client.op("ImageList", all=True, filters=mine),
            "networks": client.op("NetworkList", filters=mine),
            "volumes": client.op("VolumeList", filters=mine).Volumes or [],
        }
    left = {kind: [one for one in things if run_id in one.Labels[LABEL]] for kind, things in found.items()}
    assert left == {"containers": [], "images": [], "networks": [], "volumes": []}


def part(value: Any, like: Any) -> Any:
    """Return the part of an answer that `like` has too: `part(answer, expected) == expected`."""
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: part(value[key], like[key]) for key in like if key in value}
    if isinstance(value, list) and isinstance(like, list) and len(value) == len(like):
        return [part(*pair) for pair in zip(value, like, strict=True)]
    return value


@pytest.fixture(name="part", scope="session")
def _part() -> Callable[[Any, Any], Any]:
    """Return `part`, for tests that cannot import it."""
    return part


def tar(files: dict[str, bytes]) -> bytes:
    """Return a tar of files by name."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for path, content in files.items():
            head = tarfile.TarInfo(path)
            head.size = len(content)
            archive.addfile(head, io.BytesIO(content))
    return made.getvalue()


@pytest.fixture(name="tar", scope="session")
def _tar() -> Callable[[dict[str, bytes]], bytes]:
    """Return a function that makes a tar of files: `tar({"Dockerfile": b"FROM busybox:1"})`."""
    return tar


# --- the swarm, and a second engine --------------------------------------------------------------------


@pytest.fixture(scope="session")
def swarm(private_engine: str) -> Iterator[None]:
    """Have the engine in a swarm of its own; one that was not there before ends with the tests."""
    with Client(private_engine) as client:
        ours = client.op("SystemInfo").Swarm.LocalNodeState == "inactive"
        if ours:
            client.op("SwarmInit", ListenAddr="127.0.0.1:2377", AdvertiseAddr="127.0.0.1")
        yield
        if ours:
            client.op("SwarmLeave", force=True)


class Services:
    """A maker of services, which are removed in the end with the containers of their tasks.

    `service("echo", "hello")` gives the id of a service of one task; without a command it sleeps. `container`,
    `template` and `spec` are what ContainerSpec, TaskTemplate and the body have besides.
    """

    def __init__(self, engine: Client, labels: dict[str, str], name: Callable[..., str]) -> None:
        self._engine, self._labels, self._name = engine, labels, name
        self.made: list[str] = []

    def body(self, *command: str, container: Any = None, template: Any = None, **spec: Any) -> dict[str, Any]:
        """Return the body to make a service with."""
        run = {"Image": "busybox:1", "Command": list(command) or ["sleep", "1000"], "Init": True}
        task = {"ContainerSpec": {**run, "Labels": self._labels, **(container or {})}, **(template or {})}
        # What virtual addresses need may be absent from the kernel.
        given = {"Name": self._name("service"), "Labels": self._labels, "EndpointSpec": {"Mode": "dnsrr"}}
        return {**given, "TaskTemplate": {"RestartPolicy": {"Condition": "none"}, **task}, **spec}

    def __call__(self, *command: str, **given: Any) -> str:
        return self.keep(self._engine.op("ServiceCreate", body=self.body(*command, **given)).ID)

    def keep(self, made: str) -> str:
        """Note a service that a test made itself, to remove it too, and return its id."""
        self.made.append(made)
        return made

    def task(self, service: str, state: str) -> Any:
        """Wait until the one task of a service is in a state, and return it."""

        def found() -> Any:
            tasks = self._engine.op("TaskList", filters={"service": service})
            return next((task for task in tasks if task.Status.State == state), None)

        return eventually(found, f"no task of {service} is {state}")

    def remove(self, service: str) -> None:
        """Remove a service, and the containers of its tasks, for which the swarm takes its time."""
        _gone(self._engine, "ServiceDelete", service)
        for one in self._engine.op(
            "ContainerList", all=True, filters={"label": f"com.docker.swarm.service.id={service}"}
        ):
            _gone(self._engine, "ContainerDelete", one.Id, force=True)


@pytest.fixture
def service(swarm: None, engine: Client, labels: dict[str, str], name: Callable[..., str]) -> Iterator[Services]:
    """Provide a function that makes a service in the swarm and returns its id; see `Services`."""
    services = Services(engine, labels, name)
    yield services
    for one in services.made:
        services.remove(one)


class Neighbour:
    """A second engine beside the first, on 127.0.0.2, for what takes two: to be joined, locked, lost.

    Args:
        run: the folder that the first engine has as /engine.
        name: the folder in it that the second keeps its data in.
    """

    def __init__(self, run: Path, name: str) -> None:
        self.folder, self._pid = run / name, (run / "engine.pid").read_text().strip()
        self.address = f"unix://{self.folder}/docker.sock"
        self.swarm = {"ListenAddr": "127.0.0.2:2377", "AdvertiseAddr": "127.0.0.2"}

    def start(self) -> None:
        """Start the engine where the first one runs, and wait until it answers; it ends when the tests end."""
        inside = f"/engine/{self.folder.name}"
        self.folder.mkdir(exist_ok=True)
        mortal = ("setpriv", "--pdeathsig", "TERM")
        # With mounts of its own, for they would outlive it.
        command = [*mortal, "nsenter", "--target", self._pid, "--mount", "--pid", "--", "unshare", "--mount", *mortal]
        command += ["dockerd", "--host", f"unix://{inside}/docker.sock", "--pidfile", f"{inside}/docker.pid"]
        command += ["--data-root", f"{inside}/data", "--exec-root", f"{inside}/exec"]
        # The bridge of the first, in whose network it runs: with "none" the second would remove that.
        command += ["--bridge", "docker0", "--iptables=false", "--ip-forward=false"]
        # As in tests/live/up: `container` keeps dockerd from AppArmor.
        settings = {"PATH": os.environ["PATH"], "HOME": "/root", "container": "chroot"}
        with (self.folder / "dockerd.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=settings, stdout=log, stderr=log)
        socket = self.folder / "docker.sock"
        eventually(socket.exists, f"the second engine does not start: {self.folder}/dockerd.log")
        with Client(self.address) as client:
            client.op("SystemPing")  # answered when all is ready

    def stop(self) -> None:
        """Stop the engine, and wait for its end."""
        self._process.terminate()
        self._process.wait(60)
        eventually(lambda: not (self.folder / "docker.pid").exists(), "the second engine does not end")

    def kill(self) -> None:
        """Kill the engine, as a machine does that runs out of memory; `start` then starts it again."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:  # nsenter's, which is dockerd itself
            os.kill(int(child), signal.SIGKILL)
        self._process.wait()
        for left in ("docker.sock", "docker.pid"):
            (self.folder / left).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def second_engine(private_engine: str, run_id: str) -> Iterator[Neighbour]:
    """Provide a second engine, empty and not in a swarm."""
    run = Path(private_engine.removeprefix("unix://")).parent
    if not (run / "engine.pid").exists():
        pytest.skip("a second engine is started beside that of tests/live/up alone")
    neighbour = Neighbour(run, f"neighbour-{run_id}")
    neighbour.start()
    yield neighbour
    neighbour.stop()
    shutil.rmtree(neighbour.folder)


@pytest.fixture
def neighbour(call: Call, second_engine: Neighbour, answered: Answered) -> Iterator[Call]:
    """Provide a `call` for the second engine, which leaves its swarm when the test ends."""
    shell, make = ("sync", _sync) if isinstance(call.client, Client) else ("async", _async)
    client, drive, close = make(second_engine.address)
    yield Call(client, drive, answered[shell])
    if drive(client.op("SystemInfo")).Swarm.LocalNodeState != "inactive":
        drive(client.op("SwarmLeave", force=True))
    close()


# --- a registry that wants a user ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def private(private_engine: str, run_id: str) -> Iterator[str]:
    """Provide host:port of a registry that wants a user."""
    run = Path(private_engine.removeprefix("unix://")).parent
    if not (run / "engine.pid").exists():
        pytest.skip("a private registry is started beside the engine of tests/live/up alone")
    with Client(private_engine) as client:
        host = client.op("NetworkInspect", "bridge").IPAM.Config[0].Gateway
    with private_registry(run, f"registry-{run_id}", host) as address:
        yield address


@pytest.fixture
def repository(private: str, engine: Client, image: Any, name: Any) -> str:
    """Return the name of an image that lies in the private registry, and not on the engine."""
    repository = f"{private}/team/{name()}"
    image(repository)
    engine.op("ImagePush", repository, tag="1", x_registry_auth={"username": USER, "password": PASSWORD})
    engine.op("ImageDelete", f"{repository}:1")
    return repository


def eventually(fact: Callable[[], Any], otherwise: str, seconds: float = 30) -> Any:
    """Ask until the answer is true, and return it; fail when it is not in time."""
    end = time.monotonic() + seconds
    while not (value := fact()):
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)
    return value


@pytest.fixture(name="eventually", scope="session")
def _eventually() -> Callable[..., Any]:
    """Return a function that waits for a fact: `eventually(lambda: call("TaskList"), "no task")`."""
    return eventually


# --- the order, and whether it is all ----------------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the count of the operations behind what it counts, and note whether all of that runs."""
    items.sort(key=lambda item: item.path.name == "test_every_operation.py")
    run = {item.path for item in items}
    missing = sorted(path.name for path in HERE.glob("test_*.py") if path not in run)
    reason = f"only part of tests/live runs: without {', '.join(missing)}" if missing else ""
    if any("::" in argument for argument in config.args):
        reason = "only part of tests/live runs: single tests were asked for"
    config.stash[_WHOLE] = config.stash.get(_WHOLE, "") or reason


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Note that tests of this folder were left out, as by -k."""
    for item in items:
        if item.path.parent == HERE:
            item.config.stash[_WHOLE] = "only part of tests/live runs: some tests are deselected"


@pytest.fixture
def whole_suite(request: pytest.FixtureRequest) -> None:
    """Skip a test that speaks of all modules of this folder where not all of them run."""
    if reason := request.config.stash[_WHOLE]:
        pytest.skip(reason)
