"""The same script of common operations on several engines: Docker 26.1, Docker 20.10 and Podman; in CI newer ones too.

Each fact is what one operation gives. Where an engine gives something else, `others/NAME.yaml` says what, and why: the
list is held to be exactly true, so that a line in it goes when that engine, or dynclient, gets better.
DYNCLIENT_TEST_ENGINES names further engines that tests/live/up knows, such as docker-sid and podman-sid.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import os
import re
import shlex
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from dynclient import APIError, AsyncClient, Client, DynclientError, NotFound
from tests.support.tables import parsed

pytestmark = pytest.mark.engine

HERE = Path(__file__).parent
NEWER = tuple(os.environ.get("DYNCLIENT_TEST_ENGINES", "").split())
ENGINES = ("docker", "docker-20.10", "podman", *NEWER)
DIFFERENT = {file.stem: parsed(file.read_text()) for file in sorted((HERE / "others").glob("*.yaml"))}
CLIENTS: dict[str, Any] = {"Client": Client, "AsyncClient": AsyncClient}
IMAGE = "busybox:1"

Fact = Callable[["Site"], Any]
FACTS: dict[str, tuple[Fact, Any]] = {}


def fact(gives: Any) -> Callable[[Fact], Fact]:
    """Note a fact, by the function's name, and what it gives on Docker."""

    def noted(function: Fact) -> Fact:
        FACTS[function.__name__.strip("_")] = (function, gives)
        return function

    return noted


class Site:
    """A client of one engine, and what a fact needs there, which is removed in the end.

    `site("ContainerList", all=True)` calls an operation through whichever client it is.
    """

    def __init__(self, client: Client | AsyncClient, name: Callable[..., str], folder: Path, stack: ExitStack) -> None:
        self.client, self.name, self.folder = client, name, folder
        self.labels = {"dynclient.test": name("site")}
        self._stack = stack
        self._runner = stack.enter_context(asyncio.Runner())
        stack.callback(self._close)

    def _close(self) -> None:
        self.drive(self.client.close() if isinstance(self.client, Client) else self.client.aclose())

    def __call__(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        return self.drive(self.client.op(operation, *args, **arguments))

    def drive(self, value: Any) -> Any:
        """Return what an awaitable gives, and anything else as it is."""

        async def awaited() -> Any:
            return await value

        return self._runner.run(awaited()) if inspect.isawaitable(value) else value

    def recipe(self, recipe: str, /, *args: Any, **arguments: Any) -> Any:
        """Call a recipe."""
        return self.drive(getattr(self.client, recipe)(*args, **arguments))

    def opened(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        """Return an open stream."""
        return self.drive(self.client.stream(operation, *args, **arguments))

    def next(self, stream: Any) -> Any:
        """Return the next item of a stream."""
        return next(stream) if hasattr(stream, "__next__") else self.drive(anext(stream))

    def closed(self, stream: Any) -> None:
        """Close a stream."""
        self.drive(stream.aclose() if hasattr(stream, "aclose") else stream.close())

    def later(self, operation: str, *args: Any, **arguments: Any) -> None:
        """Call an operation in the end, to remove something that may be gone."""

        def removed() -> None:
            with suppress(NotFound):
                self(operation, *args, **arguments)

        self._stack.callback(removed)

    def container(self, *command: str, start: bool = False, wait: bool = False, **body: Any) -> str:
        """Make a container, which sleeps unless a command is given, and return its id."""
        body["HostConfig"] = {"NetworkMode": "none", **body.get("HostConfig", {})}
        # By SIGKILL: the first process of a container ignores signals that it has no handler for.
        given = {"Image": IMAGE, "Cmd": list(command) or ["sleep", "1000"], "Labels": self.labels, "StopSignal": "KILL"}
        new: str = self("ContainerCreate", name=self.name("container"), **{**given, **body}).Id
        self.later("ContainerDelete", new, force=True, v=True)
        if start or wait:
            self("ContainerStart", new)
        if wait:
            self("ContainerWait", new)
        return new

    def image(self, **changes: Any) -> str:
        """Import an image of one file, and return its name."""
        name = f"{self.name('image')}:1"
        repo, tag = name.split(":")
        self("ImageCreate", fromSrc="-", repo=repo, tag=tag, body=tar({"made-by": b"dynclient\n"}), **changes)
        self.later("ImageDelete", name, force=True)
        return name

    def volume(self) -> str:
        """Make a volume, and return its name."""
        name = self.name("volume")
        self.later("VolumeDelete", name, force=True)
        made: str = self("VolumeCreate", Name=name, Labels=self.labels).Name
        return made

    def network(self) -> str:
        """Make a network, and return its name."""
        name = self.name("network")
        self("NetworkCreate", Name=name, Labels=self.labels)
        self.later("NetworkDelete", name)
        return name

    @property
    def mine(self) -> dict[str, list[str]]:
        """The filter for what this site has made."""
        return {"label": [f"{key}={value}" for key, value in self.labels.items()]}


def tar(files: dict[str, bytes]) -> bytes:
    """Return a tar of files by name."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for path, content in files.items():
            head = tarfile.TarInfo(path)
            head.size = len(content)
            archive.addfile(head, io.BytesIO(content))
    return made.getvalue()


# --- how they run -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def address_of(private_engine: str, run_id: str) -> Iterator[Callable[[str], str]]:
    """Provide what starts an engine, if it does not run, and returns its address; tests/live/down stops all of them.

    When all tests have run, nothing of theirs is left on any.
    """
    running = {"docker": private_engine}

    def address(engine: str) -> str:
        if engine not in running:
            up = subprocess.run([HERE / "up", engine], capture_output=True, text=True, check=False)
            if up.returncode:
                reason = f"tests/live/up {engine} fails: {up.stderr.strip().splitlines()[-1]}"
                assert not os.environ.get("DYNCLIENT_REQUIRE_ENGINE"), f"{reason}\n{up.stderr}"
                pytest.skip(reason)
            running[engine] = shlex.split(up.stdout)[1].partition("=")[2]
        return running[engine]

    yield address
    assert [one for engine in running.values() for one in left(engine) if run_id in one] == []


def left(address: str) -> list[str]:
    """Return the names of what there is on an engine."""
    with Client(address) as client:
        containers = [name for one in client.op("ContainerList", all=True) for name in one.Names]
        images = [name for one in client.op("ImageList") for name in one.RepoTags or ()]
        volumes = [one.Name for one in client.op("VolumeList").Volumes or ()]
        return [*containers, *images, *volumes, *(one.Name for one in client.op("NetworkList"))]


Came = dict[str, dict[str, Any]]


@pytest.fixture
def came_of(address_of: Callable[[str], str], name: Callable[..., str], tmp_path: Path) -> Callable[..., Came]:
    """Return a function that tries a fact on engines side by side, with one client after the other."""

    def came_of(fact: Fact, engines: Sequence[str] = ENGINES, **settings: Any) -> Came:
        addresses = {engine: address_of(engine) for engine in engines}

        def on(engine: str) -> dict[str, Any]:
            came = {}
            for client, kind in CLIENTS.items():
                (folder := tmp_path / f"{engine} {client}").mkdir()
                with ExitStack() as stack:
                    came[client] = outcome(fact, Site(kind(addresses[engine], **settings), name, folder, stack))
            return came

        with ThreadPoolExecutor(len(engines)) as pool:
            return dict(zip(engines, pool.map(on, engines), strict=True))

    return came_of


def expected(by_engine: dict[str, Any]) -> Came:
    """Return what a fact has to give on each engine, with both clients."""
    return {engine: {client: plain(gives) for client in CLIENTS} for engine, gives in by_engine.items()}


def plain(value: Any) -> Any:
    """Return what a fact gave as YAML can have it."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def outcome(fact: Fact, site: Site) -> Any:
    """Return what a fact gives, or the error that it ends with."""
    try:
        return plain(fact(site))
    except DynclientError as error:
        said = re.sub("[0-9a-f]{64}", "<id>", str(error)).replace(site.labels["dynclient.test"], "<site>")
        return f"{type(error).__name__}: {said}"


# --- the engine itself ------------------------------------------------------------------------------


@fact("OK")
def ping(site: Site) -> Any:
    return site("SystemPing")


@fact("linux")
def version(site: Site) -> Any:
    return site("SystemVersion").Os


@fact("linux")
def info(site: Site) -> Any:
    return site("SystemInfo").OSType


@fact([True, True, True])
def data_usage(site: Site) -> Any:
    usage = site("SystemDataUsage")
    return [isinstance(usage.Images, list), isinstance(usage.Containers, list), isinstance(usage.Volumes, list)]


# --- containers -------------------------------------------------------------------------------------


@fact({"Id": 64, "Warnings": []})
def a_container_is_created(site: Site) -> Any:
    made = site("ContainerCreate", name=site.name(), Image=IMAGE, HostConfig={"NetworkMode": "none"})
    site.later("ContainerDelete", made.Id)
    return {"Id": len(made.Id), "Warnings": made.Warnings}


@fact([[True, ["sleep", "1000"]], [True, ["true"]]])
def containers_are_listed_and_inspected(site: Site) -> Any:
    containers = [site.container(), site.container("true", wait=True)]
    listed = [one.Id for one in site("ContainerList", all=True, filters=site.mine)]
    inspected = [site("ContainerInspect", one) for one in containers]
    return [[one.Id in listed, one.Config.Cmd] for one in inspected]


@fact([{"a": "1"}, "busybox:1", "", "NotFound"])
def a_filter_by_name_finds_one(site: Site) -> Any:
    name = site.name()
    made = site("ContainerCreate", name=name, Image=IMAGE, Labels={"a": "1"}).Id
    site.later("ContainerDelete", made)
    (found,) = site("ContainerList", all=True, filters={"name": [name]})
    site("ContainerDelete", name)
    gone = [one.Id for one in site("ContainerList", all=True, filters={"name": [name]})]
    try:
        site("ContainerInspect", made)
    except NotFound as error:
        return [found.Labels, found.Image, "".join(gone), type(error).__name__]


@fact([True, None, False, None])
def start_and_stop_may_be_said_twice(site: Site) -> Any:
    made = site.container(start=True)
    said = [site("ContainerInspect", made).State.Running, site("ContainerStart", made)]
    site("ContainerStop", made, t=0)
    return [*said, site("ContainerInspect", made).State.Running, site("ContainerStop", made)]


@fact([3, 3])
def a_wait_gives_the_status(site: Site) -> Any:
    made = site.container("sh", "-c", "exit 3", start=True)
    return [site("ContainerWait", made).StatusCode, site("ContainerInspect", made).State.ExitCode]


@fact([["stdout", b"out\n"], ["stderr", b"err\n"]])
def logs_come_apart(site: Site) -> Any:
    made = site.container("sh", "-c", "echo out; echo err >&2", wait=True)
    # The two pipes are read side by side, so that their order is not told.
    frames = site("ContainerLogs", made, stdout=True, stderr=True).frames
    return sorted(([frame.stream, frame.data] for frame in frames), reverse=True)


@fact(["application/vnd.docker.multiplexed-stream", b"out\n", b"err\n", b"out\n", b"err\n"])
def logs_come_apart_whatever_the_engine_calls_them(site: Site) -> Any:
    made = site.container("sh", "-c", "echo out; echo err >&2", wait=True)
    whole = site("ContainerLogs", made, stdout=True, stderr=True)
    streamed = site.drive(site.opened("ContainerLogs", made, stdout=True, stderr=True).read())
    raw = site.drive(site.client.send(site.client.build_request("ContainerLogs", made, stdout=True)))
    return [raw.headers.get("Content-Type"), whole.stdout, whole.stderr, streamed.stdout, streamed.stderr]


@fact(["two\n", "two\n"])
def logs_take_a_tail(site: Site) -> Any:
    made = site.container("sh", "-c", "echo one; echo two", wait=True)
    return [site("ContainerLogs", made, stdout=True, tail=tail).text for tail in ("1", 1)]


@fact(["stdout", b"hello\r\n"])
def logs_of_a_terminal_are_one_stream(site: Site) -> Any:
    made = site.container("echo", "hello", Tty=True, wait=True)
    output = site("ContainerLogs", made, stdout=True, stderr=True)
    return [output.frames[0].stream, output.stdout]


@fact(["one", "two"])
def logs_are_followed_to_their_end(site: Site) -> Any:
    made = site.container("sh", "-c", "echo one; sleep 0.2; echo two", start=True)
    stream = site.opened("ContainerLogs", made, stdout=True, follow=True)
    return site.drive(stream.read()).lines()


@fact([["PID", "COMMAND"], True])
def top_lists_the_processes(site: Site) -> Any:
    made = site.container(start=True)
    top = site("ContainerTop", made, ps_args="-o pid,comm")
    return [top.Titles, any(row[1].startswith("sleep") for row in top.Processes)]


@fact([True, True])
def stats_are_taken_once(site: Site) -> Any:
    made = site.container(start=True)
    stats = site("ContainerStats", made, stream=False)
    return [stats.read.startswith("20"), stats.cpu_stats.cpu_usage.total_usage > 0]


@fact([137, False])
def a_kill_ends_it(site: Site) -> Any:
    made = site.container(start=True)
    site("ContainerKill", made, signal="SIGKILL")
    return [site("ContainerWait", made).StatusCode, site("ContainerInspect", made).State.Running]


@fact(["paused", "running"])
def a_pause_lasts_until_it_is_ended(site: Site) -> Any:
    made = site.container(start=True)
    states = []
    for operation in ("ContainerPause", "ContainerUnpause"):
        site(operation, made)
        states.append(site("ContainerInspect", made).State.Status)
    return states


@fact([True, True])
def a_restart_is_a_new_start(site: Site) -> Any:
    made = site.container(start=True)
    before = site("ContainerInspect", made).State
    site("ContainerRestart", made, t=0)
    after = site("ContainerInspect", made).State
    return [after.Running, after.StartedAt > before.StartedAt]


@fact(True)
def a_rename_holds(site: Site) -> Any:
    made, name = site.container(), site.name()
    site("ContainerRename", made, name=name)
    return site("ContainerInspect", name).Id == made


@fact(["no", "always"])
def an_update_holds(site: Site) -> Any:
    made = site.container(start=True, HostConfig={"RestartPolicy": {"Name": "no"}})
    names = [site("ContainerInspect", made).HostConfig.RestartPolicy.Name]
    site("ContainerUpdate", made, RestartPolicy={"Name": "always"})
    return [*names, site("ContainerInspect", made).HostConfig.RestartPolicy.Name]


@fact([["/made", 1]])
def changes_are_told(site: Site) -> Any:
    made = site.container("touch", "/made", wait=True)
    return [[one.Path, one.Kind] for one in site("ContainerChanges", made) if one.Path == "/made"]


@fact([137, "NotFound"])
def a_running_container_is_removed_by_force(site: Site) -> Any:
    made = site.container(start=True)
    waiting = site.opened("ContainerWait", made, condition="removed")
    site("ContainerDelete", made, force=True)
    (status,) = site.drive(waiting.read())
    try:
        site("ContainerInspect", made)
    except DynclientError as error:
        return [status.StatusCode, type(error).__name__]


@fact(1)
def a_prune_takes_what_has_ended(site: Site) -> Any:
    made = site.container("true", wait=True)
    return site("ContainerPrune", filters=site.mine).ContainersDeleted.count(made)


@fact([True, None])
def a_terminal_is_resized(site: Site) -> Any:
    made = site.container(start=True, Tty=True)
    return [site("ContainerInspect", made).Config.Tty, site("ContainerResize", made, h=20, w=60)]


@fact(b"one\ntwo\n")
def attached_to_cat_what_is_written_comes_back(site: Site) -> Any:
    made = site.container("cat", OpenStdin=True, StdinOnce=True, AttachStdin=True, start=True)
    duplex = site.opened("ContainerAttach", made, stdin=True, stdout=True, stderr=True, stream=True)
    for line in (b"one\n", b"two\n"):
        site.drive(duplex.write(line))
    site.drive(duplex.close_stdin())
    return site.drive(duplex.read()).stdout


# --- refusals ---------------------------------------------------------------------------------------


def taken(site: Site) -> str:
    """Return the name of a container."""
    name: str = site("ContainerInspect", site.container()).Name
    return name.removeprefix("/")


def used(site: Site) -> str:
    """Return the name of a volume that a container uses."""
    name = site.volume()
    site.container(HostConfig={"Binds": [f"{name}:/data"]})
    return name


def unchecked(site: Site) -> Callable[..., Any]:
    """Return a function that calls an operation without checking its arguments."""
    client = site.client.with_options(validate=False, unknown="send")
    return lambda operation, **arguments: site.drive(client.op(operation, **arguments))


FAILING = tar({"Dockerfile": f"FROM {IMAGE}\nRUN exit 7\n".encode()})
REFUSED: dict[str, tuple[str, Callable[[Site], Any]]] = {
    "a missing container": ("NotFound", lambda site: site("ContainerInspect", "dynclient-none")),
    "logs of a missing container": ("NotFound", lambda site: site("ContainerLogs", "dynclient-none", stdout=True)),
    "a missing image": ("NotFound", lambda site: site("ImageInspect", "dynclient-none")),
    "a container of a missing image": ("NotFound", lambda site: site("ContainerCreate", Image="dynclient-none")),
    "a missing file": ("NotFound", lambda site: site("ContainerArchive", site.container(), path="/none")),
    "a missing volume": ("NotFound", lambda site: site("VolumeInspect", "dynclient-none")),
    "a missing network": ("NotFound", lambda site: site("NetworkInspect", "dynclient-none")),
    "a missing exec": ("NotFound", lambda site: site("ExecInspect", "0" * 64)),
    "a path that is none": ("NotFound", lambda site: site.drive(site.client.request("GET", "/dynclient-none"))),
    "a name that is taken": ("Conflict", lambda site: site("ContainerCreate", name=taken(site), Image=IMAGE)),
    "an exec where nothing runs": ("Conflict", lambda site: site("ContainerExec", site.container(), Cmd=["true"])),
    "a pause where nothing runs": ("Conflict", lambda site: site("ContainerPause", site.container())),
    "removing what runs": ("Conflict", lambda site: site("ContainerDelete", site.container(start=True))),
    "a volume that is in use": ("Conflict", lambda site: site("VolumeDelete", used(site))),
    "a missing command": ("BadRequest", lambda site: site("ContainerStart", site.container("dynclient-none"))),
    "a wrong signal": ("BadRequest", lambda site: site("ContainerKill", site.container(start=True), signal="SIGNO")),
    "a filter that is none": ("BadRequest", lambda site: unchecked(site)("ContainerList", filters={"none": ["1"]})),
    "a build that fails": (
        "StreamError",
        lambda site: site("ImageBuild", body=FAILING, networkmode="none", forcerm=True),
    ),
}


# --- commands and files in containers ---------------------------------------------------------------


@fact([b"out\n", b"err\n", 5, False])
def an_exec_gives_output_and_status(site: Site) -> Any:
    made = site.container(start=True)
    command = ["sh", "-c", "echo out; echo err >&2; exit 5"]
    new = site("ContainerExec", made, Cmd=command, AttachStdout=True, AttachStderr=True).Id
    output, after = site("ExecStart", new), site("ExecInspect", new)
    return [output.stdout, output.stderr, after.ExitCode, after.Running]


@fact(None)
def an_exec_may_be_left_alone(site: Site) -> Any:
    new = site("ContainerExec", site.container(start=True), Cmd=["true"]).Id
    return site("ExecStart", new, Detach=True)


@fact(b"typed\r\ntyped\r\n")
def an_exec_has_a_terminal(site: Site) -> Any:
    made = site.container(start=True)
    command = ["sh", "-c", "read line; echo $line"]
    streams = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
    new = site("ContainerExec", made, Cmd=command, Tty=True, **streams).Id
    duplex = site.opened("ExecStart", new, Tty=True)
    site.drive(duplex.write(b"typed\n"))
    return site.drive(duplex.read()).stdout


@fact([None, b"hello\n", b"hello\n", {"name": "a.txt", "size": 6, "linkTarget": ""}])
def files_go_in_and_come_out(site: Site) -> Any:
    made = site.container("cat", "/srv/a.txt")
    site("PutContainerArchive", made, path="/", body=_folder("srv"))
    said = site("PutContainerArchive", made, path="/srv", body=tar({"a.txt": b"hello\n"}))
    archive = site("ContainerArchive", made, path="/srv/a.txt")
    content = (site.drive(archive.extract(site.folder / "out")) / "a.txt").read_bytes()
    stat = site("ContainerArchiveInfo", made, path="/srv/a.txt")
    site("ContainerStart", made)
    site("ContainerWait", made)
    printed = site("ContainerLogs", made, stdout=True).stdout
    return [said, content, printed, {key: stat[key] for key in ("name", "size", "linkTarget")}]


def _folder(name: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        head = tarfile.TarInfo(name)
        head.type, head.mode = tarfile.DIRTYPE, 0o755
        archive.addfile(head)
    return made.getvalue()


@fact(True)
def an_export_is_the_whole_file_system(site: Site) -> Any:
    archive = site("ContainerExport", site.container())
    return "bin/busybox" in [member.name for member in site.drive(archive.members())]


# --- images -----------------------------------------------------------------------------------------


@fact([True, True])
def images_are_listed_and_inspected(site: Site) -> Any:
    found = site("ImageInspect", IMAGE)
    listed = [one.Id for one in site("ImageList", filters={"reference": ["busybox:1"]})]
    return [listed == [found.Id], any(tag.endswith("busybox:1") for tag in found.RepoTags)]


@fact([True, True])
def an_image_is_imported_tagged_and_removed(site: Site) -> Any:
    name, other = site.image(), site.name("image")
    site("ImageTag", name, repo=other, tag="2")
    removed = site("ImageDelete", f"{other}:2")
    return [any("Untagged" in one for one in removed), site("ImageInspect", name).Id.startswith("sha256:")]


@fact([True, True])
def an_image_has_a_history(site: Site) -> Any:
    history = site("ImageHistory", site.image())
    return [len(history) == 1, history[0].Size > 0]


@fact([True, True])
def an_image_goes_out_and_in(site: Site) -> Any:
    name = site.image()
    archive = site("ImageGet", name)
    content = site.drive(archive.read())
    site("ImageDelete", name, force=True)
    said = site("ImageLoad", body=content, quiet=True)
    return [name.partition(":")[0] in said[-1].stream, bool(site("ImageInspect", name).Id)]


@fact([["true"], {"b": "2"}])
def a_commit_is_an_image(site: Site) -> Any:
    name = site.name("image")
    site("ImageCommit", container=site.container(), repo=name, tag="1", changes='CMD ["true"]\nLABEL b=2')
    site.later("ImageDelete", f"{name}:1", force=True)
    config = site("ImageInspect", f"{name}:1").Config
    return [config.Cmd, {key: value for key, value in config.Labels.items() if key == "b"}]


@fact(["hello\n", True])
def an_image_is_built(site: Site) -> Any:
    name = f"{site.name('image')}:1"
    (site.folder / "context").mkdir()
    (site.folder / "context/Dockerfile").write_text(f"FROM {IMAGE}\nCOPY hello /hello\nCMD cat /hello\n")
    (site.folder / "context/hello").write_text("hello\n")
    built = site.recipe("build", site.folder / "context", tag=name)
    site.later("ImageDelete", name, force=True)
    return [site.recipe("run", name, network="none").text, built.id.startswith("sha256:")]


# --- volumes and networks ---------------------------------------------------------------------------


@fact(["local", [True], None, "NotFound"])
def volumes(site: Site) -> Any:
    name = site.volume()
    listed = [one.Name == name for one in site("VolumeList", filters=site.mine).Volumes]
    said = [site("VolumeInspect", name).Driver, listed, site("VolumeDelete", name)]
    try:
        site("VolumeInspect", name)
    except DynclientError as error:
        return [*said, type(error).__name__]


@fact([b"kept\n", "Conflict"])
def a_volume_keeps_what_a_container_wrote(site: Site) -> Any:
    name = site.volume()
    mounts = {"Mounts": [{"Type": "volume", "Source": name, "Target": "/data"}]}
    site.container("sh", "-c", "echo kept >/data/file", HostConfig=mounts, wait=True)
    reader = site.container("cat", "/data/file", HostConfig={"Binds": [f"{name}:/data:ro"]}, wait=True)
    try:
        site("VolumeDelete", name)
    except DynclientError as error:
        return [site("ContainerLogs", reader, stdout=True).stdout, type(error).__name__]


@fact([True])
def unused_volumes_are_pruned(site: Site) -> Any:
    name = site.volume()
    filters = site.mine if numbers(site) < (1, 42) else {**site.mine, "all": True}
    return [name in site("VolumePrune", filters=filters).VolumesDeleted]


def numbers(site: Site) -> tuple[int, ...]:
    site("SystemPing")
    return tuple(map(int, site.client.version.split(".")))


@fact(["bridge", [True], None, "NotFound"])
def networks(site: Site) -> Any:
    name = site.network()
    listed = [one.Name == name for one in site("NetworkList", filters=site.mine)]
    said = [site("NetworkInspect", name).Driver, listed, site("NetworkDelete", name)]
    try:
        site("NetworkInspect", name)
    except DynclientError as error:
        return [*said, type(error).__name__]


@fact([True, False])
def a_container_joins_a_network_and_leaves_it(site: Site) -> Any:
    network = site.network()
    made = site.container(start=True, HostConfig={"NetworkMode": "bridge"})
    joined = []
    for operation in ("NetworkConnect", "NetworkDisconnect"):
        site(operation, network, Container=made)
        joined.append(network in site("ContainerInspect", made).NetworkSettings.Networks)
    return joined


@fact([True])
def unused_networks_are_pruned(site: Site) -> Any:
    name = site.network()
    return [name in site("NetworkPrune", filters=site.mine).NetworksDeleted]


# --- events -----------------------------------------------------------------------------------------


@fact(["create", "destroy"])
def events_of_the_past(site: Site) -> Any:
    begun = int(time.time())
    made = site.container()
    site("ContainerDelete", made)
    time.sleep(1)  # the end is in whole seconds, and is to be past
    told = site("SystemEvents", since=begun, until=int(time.time()), filters={"container": [made]})
    return [event.Action for event in told if event.Action in ("create", "destroy")]


@fact(["container", "create", True])
def events_as_they_come(site: Site) -> Any:
    stream = site.opened("SystemEvents", filters={"event": ["create"], "type": ["container"], **site.mine})
    made = site.container()
    event = site.next(stream)
    site.closed(stream)
    return [event.Type, event.Action, made == event.Actor.ID]


@fact("destroy")
def the_event_of_an_end(site: Site) -> Any:
    made = site.container()
    stream = site.opened("SystemEvents", filters={"container": [made]})
    site("ContainerDelete", made)
    event = site.next(stream)
    site.closed(stream)
    return event.Action


# --- recipes ----------------------------------------------------------------------------------------


@fact(["hi\n", 0])
def run(site: Site) -> Any:
    output = site.recipe("run", IMAGE, ["echo", "hi"], network="none")
    return [output.text, len(site("ContainerList", all=True, filters={"ancestor": [IMAGE], **site.mine}))]


@fact(b"typed")
def run_with_input(site: Site) -> Any:
    return site.recipe("run", IMAGE, "cat", stdin=b"typed", network="none").stdout


@fact([4, "no\n"])
def run_what_fails(site: Site) -> Any:
    try:
        site.recipe("run", IMAGE, ["sh", "-c", "echo no; exit 4"], network="none")
    except DynclientError as error:
        return [error.exit_code, error.output.text]  # type: ignore[attr-defined]


@fact("in\n")
def execute(site: Site) -> Any:
    return site.recipe("execute", site.container(start=True), ["echo", "in"]).text


@fact(["copied\n", "copied\n"])
def copy_to_and_from(site: Site) -> Any:
    source, target = site.folder / "source.txt", site.folder / "target.txt"
    source.write_text("copied\n")
    made = site.container(start=True)
    site.recipe("copy_to", made, source, "/tmp/there.txt")
    there = site.recipe("execute", made, ["cat", "/tmp/there.txt"]).text
    site.recipe("copy_from", made, "/tmp/there.txt", target)
    return [there, target.read_text()]


@fact("exited")
def wait_for(site: Site) -> Any:
    made = site.container("sleep", "0.1", start=True)
    site.recipe("wait_for", made, "exited")
    return site("ContainerInspect", made).State.Status


# --- held against the engines -----------------------------------------------------------------------


@pytest.mark.parametrize("fact", FACTS)
def test_the_engines_give_what_the_script_of_common_operations_expects(came_of: Callable[..., Came], fact: str) -> None:
    function, gives = FACTS[fact]
    assert came_of(function) == expected({engine: given(engine, fact, gives) for engine in ENGINES})


def given(engine: str, fact: str, gives: Any) -> Any:
    """Return what a fact gives on an engine."""
    return DIFFERENT.get(engine, {}).get("gives", {}).get(fact, {"instead": gives})["instead"]


@pytest.mark.parametrize("case", REFUSED)
def test_the_engines_refuse_by_the_same_error(came_of: Callable[..., Came], case: str) -> None:
    kind, refused = REFUSED[case]
    came = came_of(refused)
    names = {engine: {client: text.partition(":")[0] for client, text in by.items()} for engine, by in came.items()}
    assert names == expected(dict.fromkeys(ENGINES, kind))


def lacking(client: Client) -> dict[str, str]:
    """Return the operations that an engine has no route for, or says it does not support, and the error's name."""
    found = {}
    # What makes or removes nothing where there is such a route.
    query = {"filters": {"label": ["dynclient-none"]}, "until": 1, "fromImage": "A B"}
    for operation in client.operations.values():
        path = re.sub(r"\{.*?\}", "dynclient-none", operation.path)
        try:
            client.request(operation.method, path, query=query, body=b"{" if operation.body else None)
        except APIError as error:
            if error.status in (405, 501) or re.search("^Not Found$|not support", error.message):
                found[operation.id] = type(error).__name__
    return found


def test_podman_lacks_the_operations_that_are_listed(address_of: Callable[[str], str]) -> None:
    with Client(address_of("podman"), timeout=60) as client:
        assert lacking(client) == DIFFERENT["podman"]["lacks"]


def test_each_engine_is_asked_for_its_own_version(came_of: Callable[..., Came]) -> None:
    versions = {"docker": "1.45", "docker-20.10": "1.41", "podman": "1.41"}
    came = came_of(lambda site: [site("SystemPing"), site.client.version], list(versions))
    assert came == expected({engine: ["OK", version] for engine, version in versions.items()})


def test_a_newer_engine_is_asked_for_the_newest_version_of_the_document_or_its_own(
    came_of: Callable[..., Came],
) -> None:
    def asked(site: Site) -> Any:
        own, known = site("SystemVersion").ApiVersion, "1.45"
        return site.client.version == min(
            own, known, key=lambda version: [int(number) for number in version.split(".")]
        )

    assert came_of(asked) == expected(dict.fromkeys(ENGINES, True))


def test_a_pinned_version_that_the_older_engine_has_not_is_named_with_both_sides(
    came_of: Callable[..., Came], address_of: Callable[[str], str]
) -> None:
    message = (
        f"VersionMismatch: {address_of('docker-20.10')} (from argument): client version 1.45 is too new. "
        "Maximum supported API version is 1.41\n"
        "  The engine speaks 1.12 to 1.41, the document 1.24 to 1.45; version= pins 1.45.\n"
        '  Pin one that both speak, such as version="1.41", or leave it to version="auto".'
    )
    came = came_of(lambda site: site("ContainerList"), ["docker-20.10"], version="1.45")
    assert came == expected({"docker-20.10": message})


@pytest.mark.parametrize("engine", DIFFERENT)
def test_every_difference_that_is_listed_is_one_of_the_script(engine: str) -> None:
    gives = DIFFERENT[engine]["gives"]
    assert set(gives) <= set(FACTS)
    assert [fact for fact, differs in gives.items() if differs["instead"] == plain(FACTS[fact][1])] == []
