"""Coming from docker-py: every row of the guide's page is run, and what it says to be equal is held."""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import gc
import hashlib
import importlib
import io
import json
import re
import ssl
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from socket import AF_UNIX, SHUT_WR, create_server, socket
from threading import Thread
from typing import Any, NamedTuple

import httpx
import pytest
import trustme

import dynclient
from dynclient import Client, Conflict, NotFound
from dynclient.faces.pages.topics import page

docker = pytest.importorskip("docker", reason="the extra slow is not installed: it has docker-py")
requests = pytest.importorskip("requests")

pytestmark = [
    pytest.mark.engine,
    pytest.mark.slow,
    # docker-py leaves sockets, and streams over them, to be closed when they are dropped.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

PAGE = page("coming-from-docker-py")
CODE = re.compile(r"`([^`]+)`")
NAMES, LEFT_OUT = "The names in the tables", "What has no row"
SWARM = ("The swarm and its nodes", "Services, secrets and configs")


# --- the page ----------------------------------------------------------------------------------------


class Way(NamedTuple):
    """Lines of code; `error` is the name of what they raise, or empty."""

    code: str
    error: str


class Row(NamedTuple):
    """Docker-py's ways, ours, and what is equal; where nothing is, each way has only to go."""

    section: str
    theirs: list[Way]
    ours: Way
    equal: str


def ways(cell: str) -> list[Way]:
    """Return what a cell has to run."""
    parts = [way.partition(" raises ") for way in cell.split("<br>or ")]
    return [Way("\n".join(CODE.findall(code)), error.strip("` ")) for code, _, error in parts]


def row(section: str, line: str) -> Row:
    """Return the row that a line of a table is."""
    left, right, equal = (cell.strip() for cell in line.strip("|").split("|"))
    stated = re.search(r"`([^`]+)`$", equal)
    assert stated or not equal or equal.startswith("not compared: "), line
    (ours,) = ways(right)
    return Row(section, ways(left), ours, stated[1] if stated else "" if equal else "theirs == ours")


def tables(page: str) -> dict[str, list[str]]:
    """Return the lines of each section's table, without its head."""
    sections = (part.partition("\n") for part in page.split("\n## ")[1:])
    return {title: [line for line in text.splitlines() if line.startswith("| ")][2:] for title, _, text in sections}


TABLES = tables(PAGE)
ROWS = [row(title, line) for title, lines in TABLES.items() if title not in (NAMES, LEFT_OUT) for line in lines]


def first_cells(title: str) -> set[str]:
    """Return the names that a table speaks of."""
    return {name for line in TABLES[title] for name in CODE.findall(line.split("|")[1])}


# --- what the names stand for ------------------------------------------------------------------------

SLEEP = ["sleep", "1000"]
PORTABLE: dict[str, Any] = {
    "docker": docker, "requests": requests, "Client": Client, "dynclient": dynclient, "httpx": httpx,
    "Path": Path, "io": io, "time": time, "timedelta": timedelta,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def dropped() -> Iterator[None]:
    """Have docker-py's sockets closed while this module's rule on warnings holds."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def labelled(run_id: str) -> dict[str, str]:
    """Return the label of what is made once for all rows."""
    return {"dynclient.test": f"docker_py-{run_id}"}


def container(engine: Client, labels: dict[str, str], *command: str, **body: Any) -> str:
    """Make a container that ends at once when it is stopped."""
    host = {"NetworkMode": "none", "Init": True}
    given = {"Image": "busybox:1", "Cmd": list(command) or SLEEP, "Labels": labels, "HostConfig": host, **body}
    return str(engine.op("ContainerCreate", **given).Id)


def started(engine: Client, one: str) -> str:
    engine.op("ContainerStart", one)
    return one


@pytest.fixture(scope="module")
def web(engine: Client, labelled: dict[str, str], eventually: Any) -> Iterator[str]:
    command = ("sh", "-c", "echo ready; echo warned >&2; exec sleep 1000")
    made = container(engine, labelled, *command)
    try:
        started(engine, made)
        eventually(lambda: engine.op("ContainerLogs", made, stderr=True).stderr, "nothing is written")
        yield made
    finally:
        engine.op("ContainerDelete", made, force=True)


@pytest.fixture(scope="module")
def done(engine: Client, labelled: dict[str, str]) -> Iterator[str]:
    made = container(engine, labelled, "sh", "-c", "echo one; sleep 0.02; echo two >&2; exit 3")
    try:
        engine.op("ContainerWait", started(engine, made))
        yield made
    finally:
        engine.op("ContainerDelete", made, force=True)


def sleeper(engine: Client, labels: dict[str, str], name: str, command: list[str], replicas: int) -> str:
    """Make a service; what virtual addresses need may be absent from the kernel."""
    run = {"Image": "busybox:1", "Command": command, "Init": True, "Labels": labels}
    task = {"ContainerSpec": run, "RestartPolicy": {"Condition": "none"}}
    spec = {"Name": name, "Labels": labels, "TaskTemplate": task, "EndpointSpec": {"Mode": "dnsrr"}}
    return str(engine.op("ServiceCreate", **spec, Mode={"Replicated": {"Replicas": replicas}}).ID)


@pytest.fixture(scope="module")
def said(swarm: None, engine: Client, labelled: dict[str, str], name: Any, eventually: Any) -> Iterator[str]:
    made = sleeper(engine, labelled, name("said"), ["echo", "hello"], 1)

    def ended() -> bool:
        (state,) = [task.Status.State for task in engine.op("TaskList", filters={"service": made})] or [""]
        return state == "complete" and engine.op("ServiceLogs", made, stdout=True).stdout == b"hello\n"

    try:
        eventually(ended, "the task does not end")
        yield made
    finally:
        swept(engine, {"label": f"com.docker.swarm.service.id={made}"}, made)


@pytest.fixture(scope="module")
def pushed(engine: Client, labelled: dict[str, str], registry: str, name: Any, tar: Any) -> str:
    """Return the name of an image that is in the registry alone."""
    repository = f"{registry}/{name('pushed')}"
    engine.op("ImageCreate", fromSrc="-", repo=repository, tag="1", body=tar({"made-for": repository.encode()}))
    engine.op("ImagePush", repository, tag="1")
    engine.op("ImageDelete", f"{repository}:1")
    return f"{repository}:1"


@pytest.fixture(scope="module")
def certs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with the files of a client, and `server.pem`."""
    folder, authority = tmp_path_factory.mktemp("certs"), trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    client, server = authority.issue_cert("client"), authority.issue_cert("127.0.0.1")
    client.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    client.private_key_pem.write_to_path(folder / "key.pem")
    server.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    return str(folder)


@pytest.fixture(scope="module")
def secure(certs: str, engine_address: str) -> Iterator[str]:
    """Provide an address with TLS that leads to the engine."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=f"{certs}/ca.pem")
    trust.load_cert_chain(f"{certs}/server.pem")
    trust.verify_mode = ssl.CERT_REQUIRED

    def pass_on(source: socket, target: socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(SHUT_WR)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = listener.accept()
                near, far = trust.wrap_socket(plain, server_side=True), socket(AF_UNIX)
                far.connect(engine_address.removeprefix("unix://"))
                open_sockets.extend((near, far))
                for pair in ((near, far), (far, near)):
                    Thread(target=pass_on, args=pair, daemon=True).start()

    open_sockets: list[socket] = []
    with create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    for one in open_sockets:
        one.close()


class Side:
    """One side of a row, with things that are made for it and removed after it.

    What it makes has the same names on both sides, since one is gone before the other begins.

    Attributes:
        engine: what things are made with.
        name: what nothing else is called.
        labels: what its things have, one label of its own among them.
    """

    def __init__(self, request: pytest.FixtureRequest, name: str, docker_py: bool, swarm: bool) -> None:
        self.fixture, self.name, self.docker_py = request.getfixturevalue, name, docker_py
        self.engine: Client = self.fixture("engine")
        self.labels = {**self.fixture("labelled"), "dynclient.row": name}
        self.registry: str = self.fixture("registry")
        self.folder = Path(tempfile.mkdtemp(dir=self.fixture("tmp_path")))
        self.end = contextlib.ExitStack()
        if swarm:
            self.end.callback(self._sweep_swarm, self.engine.op("SwarmInspect").Spec)

    def run(self, way: Way) -> Any:
        """Return the value of the code's last line, or the error that it raises, as it is said to."""
        tree = ast.parse(way.code)
        names = dict(PORTABLE)
        with self.end:
            self.end.callback(self._sweep)
            client = self.client(self.fixture("engine_address"))
            names |= {"client": client, "api": getattr(client, "api", None)}
            names |= {name: self._thing(name, client) for name in sorted(free(way.code) & first_cells(NAMES))}
            try:
                return self._value(tree, names, way.error)
            finally:
                for value in names.values():
                    if value not in PORTABLE.values() and hasattr(value, "close"):
                        value.close()

    def _value(self, tree: ast.Module, names: dict[str, Any], error: str) -> Any:
        if error:
            with pytest.raises(eval(error, {**vars(dynclient), **names})) as caught:
                self._last(tree, names)
            return caught.value
        return self._last(tree, names)

    @staticmethod
    def _last(tree: ast.Module, names: dict[str, Any]) -> Any:
        *_, last = tree.body
        assert isinstance(last, ast.Expr), ast.unparse(tree)
        exec(compile(ast.Module(tree.body[:-1], []), "coming-from-docker-py.md", "exec"), names)
        return eval(compile(ast.Expression(last.value), "coming-from-docker-py.md", "eval"), names)

    def client(self, address: str) -> Any:
        """Return a client of the side's kind, which is closed when the side is done."""
        made = docker.DockerClient(base_url=address) if self.docker_py else Client(address, strict=True)
        self.end.callback(made.close)
        return made

    def _thing(self, name: str, client: Any) -> Any:
        """Return what a name stands for; docker-py has objects for some."""
        value = MADE[name](self) if name in MADE else self.fixture(name)
        kind = OBJECTS.get(name)
        return getattr(client, kind).get(value) if kind and self.docker_py else value

    def _sweep(self) -> None:
        """Remove all that the side has made."""
        mine = {"label": f"dynclient.row={self.name}"}
        swept(self.engine, mine)
        for kind, key in (("Network", "Id"), ("Volume", "Name")):
            listed = self.engine.op(f"{kind}List", filters=mine)
            for one in (listed.Volumes if kind == "Volume" else listed) or ():
                self.engine.op(f"{kind}Delete", one[key])
        names = [self.name, f"{self.registry}/{self.name}", self.fixture("pushed")]
        for one in [*self.engine.op("ImageList", filters={"reference": names}),
                    *self.engine.op("ImageList", filters=mine)]:  # fmt: skip
            with contextlib.suppress(NotFound):
                self.engine.op("ImageDelete", one.Id, force=True)
        for one in self.engine.op("PluginList"):
            if f"/{self.name}" in one.Name:
                self.engine.op("PluginDelete", one.Name, force=True)

    def _sweep_swarm(self, spec: Any) -> None:
        """Remove what the side has made in the swarm, and set that as it was."""
        now = self.engine.op("SwarmInspect")
        if now.Spec != spec:
            self.engine.op("SwarmUpdate", version=now.Version.Index, body=spec)
        mine = {"label": f"dynclient.row={self.name}"}
        for kind in ("Service", "Secret", "Config"):
            for one in self.engine.op(f"{kind}List", filters=mine):
                self.engine.op(f"{kind}Delete", one.ID)


def swept(engine: Client, which: dict[str, str], *services: str) -> None:
    """Remove services, and the containers that a filter finds."""
    for one in services:
        engine.op("ServiceDelete", one)
    for one in engine.op("ContainerList", all=True, filters=which):
        with contextlib.suppress(NotFound, Conflict):
            engine.op("ContainerDelete", one.Id, force=True, v=True)


def data(kind: str, content: bytes) -> Callable[[Side], str]:
    """Return what makes a secret or a config."""
    return lambda side: side.engine.op(f"{kind}Create", Name=side.name, Labels=side.labels, Data=content).ID


def mine(side: Side) -> str:
    made = started(side.engine, container(side.engine, side.labels, "sh", "-c", "echo up; exec sleep 1000"))
    with side.engine.stream("ContainerLogs", made, stdout=True, follow=True) as logs:
        next(logs)  # before that, what is PID 1 there does not listen to signals
    return made


def cat(side: Side) -> str:
    return started(side.engine, container(side.engine, side.labels, "cat", OpenStdin=True, StdinOnce=True))


def an_image(side: Side) -> str:
    mark = ["LABEL {}={}".format(*pair) for pair in side.labels.items()]
    content = side.fixture("tar")({"made-for": side.name.encode()})
    side.engine.op("ImageCreate", fromSrc="-", repo=side.name, tag="0", changes=mark, body=content)
    return f"{side.name}:0"


def saved(side: Side) -> bytes:
    name = an_image(side)
    content: bytes = side.engine.op("ImageGet", name).read()
    side.engine.op("ImageDelete", name)
    return content


def folder(side: Side) -> str:
    (side.folder / "Dockerfile").write_text("FROM busybox:1\nARG WHO\nCOPY greeting.tar /\nLABEL who=$WHO\n")
    (side.folder / "greeting.tar").write_bytes(side.fixture("tar")({"greeting": b"hello"}))
    return str(side.folder)


def context(side: Side) -> str:
    """Make a docker context of the engine, in a configuration of its own."""
    side.fixture("monkeypatch").setenv("DOCKER_CONFIG", str(side.folder))
    (side.folder / "config.json").write_text("{}")
    folder = side.folder / "contexts" / "meta" / hashlib.sha256(side.name.encode()).hexdigest()
    folder.mkdir(parents=True)
    endpoint = {"Host": side.fixture("engine_address"), "SkipTLSVerify": False}
    meta = {"Name": side.name, "Metadata": {}, "Endpoints": {"docker": endpoint}}
    (folder / "meta.json").write_text(json.dumps(meta))
    return side.name


def hub(side: Side) -> str:
    found = [{"name": "busybox", "description": "", "is_official": True, "is_automated": False, "star_count": 7}]
    answer = json.dumps({"query": "busybox", "num_results": 1, "results": found}).encode()
    pages = {"/v1/_ping": (200, {}, b"{}"), "/v1/search": (200, {"Content-Type": "application/json"}, answer)}
    return str(side.fixture("site")(pages))


def locked(side: Side) -> str:
    return str(side.fixture("site")({"/v2/": (401, {"WWW-Authenticate": 'Basic realm="test"'}, b"")}))


def bundle(side: Side) -> str:
    with tarfile.open(fileobj=io.BytesIO(side.fixture("plugin").bundle(side.name))) as archive:
        archive.extractall(side.folder, filter="fully_trusted")
    return str(side.folder)


def published(side: Side) -> str:
    one: str = side.fixture("plugin").named(f"{side.registry}/{side.name}-published:1")
    side.engine.op("PluginPush", one)
    side.engine.op("PluginDelete", one)
    return one


def second(side: Side) -> Any:
    """Return a client of the second engine, which is in no swarm when the side is done, and known to none."""
    address = side.fixture("second_engine").address

    def leave() -> None:
        with Client(address) as client:
            if client.op("SystemInfo").Swarm.LocalNodeState != "inactive":
                client.op("SwarmLeave", force=True)
        for node in side.engine.op("NodeList", filters={"role": "worker"}):
            side.engine.op("NodeDelete", node.ID, force=True)

    side.end.callback(leave)
    return side.client(address)


def node(side: Side) -> str:
    """Return the one node, whose spec is again as it was when the side is done."""
    (found,) = side.engine.op("NodeList")

    def restored() -> None:
        now = side.engine.op("NodeInspect", found.ID)
        if now.Spec != found.Spec:
            side.engine.op("NodeUpdate", found.ID, version=now.Version.Index, body=found.Spec)

    side.end.callback(restored)
    return str(found.ID)


MADE: dict[str, Callable[[Side], Any]] = {
    "name": lambda side: side.name,
    "repo": lambda side: f"{side.registry}/{side.name}",
    "labels": lambda side: side.labels,
    "label": lambda side: f"dynclient.row={side.name}",
    "address": lambda side: side.fixture("engine_address"),
    "platform": lambda side: "{Os}/{Arch}".format(**side.engine.op("SystemVersion")),
    "tar": lambda side: side.fixture("tar")({"greeting": b"hello"}),
    "folder": folder,
    "context": context,
    "hub": hub,
    "locked": locked,
    "idle": lambda side: container(side.engine, side.labels, HostConfig={"Init": True}),
    "mine": mine,
    "cat": cat,
    "image": an_image,
    "saved": saved,
    "net": lambda side: side.engine.op("NetworkCreate", Name=side.name, Labels=side.labels).Id,
    "vol": lambda side: side.engine.op("VolumeCreate", Name=side.name, Labels=side.labels).Name,
    "service": lambda side: sleeper(side.engine, side.labels, side.name, SLEEP, 0),
    "secret": data("Secret", b"hush"),
    "config": data("Config", b"port = 80\n"),
    "node": node,
    "second": second,
    "token": lambda side: side.engine.op("SwarmInspect").JoinTokens.Worker,
    "manager": lambda side: side.engine.op("SystemInfo").Swarm.RemoteManagers[0].Addr,
    "bundle": bundle,
    "published": published,
    "plugin": lambda side: side.fixture("plugin").named(f"{side.registry}/{side.name}:1"),
}
OBJECTS = {
    **dict.fromkeys(("web", "done", "mine", "idle", "cat"), "containers"),
    **dict.fromkeys(("said", "service"), "services"),
    "image": "images", "net": "networks", "vol": "volumes", "secret": "secrets", "config": "configs",
    "node": "nodes", "plugin": "plugins",
}  # fmt: skip


# --- what is equal -----------------------------------------------------------------------------------


def alike(theirs: Any, ours: Any, *keys: str) -> bool:
    """Return whether two things are equal in these parts, such as `HostConfig` and `Config.Env`."""
    for key in keys:
        left, right = theirs, ours
        for step in key.split("."):
            left, right = left[step], right[step]
        assert left == right, key
    return True


def contents(tar: bytes) -> dict[str, bytes]:
    """Return the files in a tar."""
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        files = ((one.name, archive.extractfile(one)) for one in archive if one.isfile())
        return {name: file.read() for name, file in files if file is not None}


def without_null(value: Any) -> Any:
    """Return a value without what is null, or empty: docker-py sends it, and the engine gives it back."""
    if isinstance(value, dict):
        pairs = ((key, without_null(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each not in (None, {}, [])}
    return [without_null(each) for each in value] if isinstance(value, list) else value


def titled(found: Row) -> str:
    return re.sub(r"[^\w.]+", "-", found.theirs[0].code)[:70]


@pytest.mark.parametrize("found", ROWS, ids=titled)
def test_a_row_gives_the_same_on_both_sides(
    found: Row, request: pytest.FixtureRequest, engine_address: str, name: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    for bundled in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # which requests takes before docker-py's ca_cert
        monkeypatch.delenv(bundled, raising=False)
    given = name("row")
    *theirs, ours = [
        _side_of(found, request, given, way is not found.ours).run(way) for way in (*found.theirs, found.ours)
    ]
    for value in theirs if found.equal else ():
        helpers = {"alike": alike, "contents": contents, "without_null": without_null, "theirs": value, "ours": ours}
        assert eval(found.equal, helpers), f"{found.equal}\ntheirs: {value!r}\nours:   {ours!r}"


def _side_of(found: Row, request: pytest.FixtureRequest, name: str, docker_py: bool) -> Side:
    if found.section in SWARM:
        request.getfixturevalue("swarm")
    return Side(request, name, docker_py, swarm=found.section in SWARM)


# --- whether it is all -------------------------------------------------------------------------------

# By docker-py's modules: where its objects' methods are looked for.
SECTIONS = {
    "containers": "Containers|Output", "images": "Images", "networks": "Networks", "volumes": "Volumes",
    "swarm": "The swarm", "nodes": "The swarm", "services": "Services", "secrets": "Services", "configs": "Services",
    "plugins": "Plugins", "client": "",
}  # fmt: skip


def attributes(sections: str) -> set[tuple[bool, str]]:
    """Return what docker-py's column uses in some sections: whether it is of the low-level client, and its name."""
    trees = [ast.parse(way.code) for found in ROWS if re.match(sections, found.section) for way in found.theirs]
    used = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {(ast.unparse(node.value).endswith("api"), node.attr) for node in used}


def public(kind: type) -> set[str]:
    """Return the names of a class's own methods and properties."""
    members = [(name, value) for name, value in vars(kind).items() if not isinstance(value, type)]
    return {name for name, value in members if callable(value) or isinstance(value, property) if name[0] != "_"}


@pytest.mark.parametrize("module", SECTIONS)
def test_all_that_docker_pys_objects_do_has_a_row_or_a_reason(module: str) -> None:
    found = importlib.import_module(f"docker.{'' if module == 'client' else 'models.'}{module}")
    kinds = [kind for kind in vars(found).values() if isinstance(kind, type) and kind.__module__ == found.__name__]
    methods = set().union(*map(public, kinds))
    assert methods - {name for low, name in attributes(SECTIONS[module]) if not low} - first_cells(LEFT_OUT) == set()


def test_all_that_docker_pys_low_level_client_does_has_a_row_or_a_reason() -> None:
    mixins = [kind for kind in docker.APIClient.__mro__ if kind.__module__.startswith("docker.api")]
    methods = set().union(*map(public, mixins))
    assert methods - {name for low, name in attributes("") if low} - first_cells(LEFT_OUT) == set()


def test_the_names_in_the_tables_are_those_that_are_made() -> None:
    used = {name for found in ROWS for way in (*found.theirs, found.ours) for name in free(way.code)}
    assert used - PORTABLE.keys() - {"client", "api"} == first_cells(NAMES)


def free(code: str) -> set[str]:
    """Return the names that code uses and neither sets nor finds in Python itself."""
    names = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    return {node.id for node in names} - stored - vars(builtins).keys()


def test_the_example_for_async_runs_as_it_is_written(web: str, engine_address: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    code = compile(block, "coming-from-docker-py.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    names: dict[str, Any] = {"web": web}
    asyncio.run(eval(code, names))
    assert (names["status"], names["first"]) == ("running", "ready\n")
