"""How far a call is: what is told while it goes on, who is shown it, and that the call gives what it gives anyway."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import pty
import re
import subprocess
import sys
import tarfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, InvalidArguments, StreamError
from dynclient.client.progress import Lines, Step, notebook
from dynclient.faces import bars
from dynclient.faces.bars import Bars, NotebookBars, TerminalBars, bars_html, terminal_bars
from tests.support.programs import started

LAYER = "2021162b4928"
MESSAGES: list[dict[str, Any]] = [
    {"status": "Pulling from library/busybox", "id": "latest"},
    {"status": "Downloading", "id": LAYER, "progressDetail": {"current": 500, "total": 2000}, "progress": "[=> ]"},
    {"status": "Pull complete", "id": LAYER, "progressDetail": {}},
    {"status": "Status: Downloaded newer image for busybox:latest"},
]
STEPS = [
    Step("ImageCreate", "latest", "Pulling from library/busybox", message=MESSAGES[0]),
    Step("ImageCreate", LAYER, "Downloading", 500, 2000, MESSAGES[1]),
    Step("ImageCreate", LAYER, "Pull complete", message=MESSAGES[2]),
    Step("ImageCreate", "", "Status: Downloaded newer image for busybox:latest", message=MESSAGES[3]),
]


def lines(*messages: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(message).encode() + b"\r\n" for message in messages)


def pieces(content: bytes, size: int = 40) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


class Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in pieces; an exception among them is raised."""

    def __init__(self, *content: bytes | Exception) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.content:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


class Shell:
    """One of the two shells, with an engine whose answer is always the same."""

    def __init__(self, kind: Any, run: Callable[[Any], Any]) -> None:
        self.kind, self.run = kind, run
        self.requests: list[httpx.Request] = []
        self.bodies: list[bytes] = []

    def client(self, *content: bytes | Exception, status: int = 200, **options: Any) -> Any:
        def answer(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return httpx.Response(status, headers={"content-type": "application/json"}, stream=Chunks(*content))

        def handle(request: httpx.Request) -> httpx.Response:
            self.bodies.append(request.read())
            return answer(request)

        async def ahandle(request: httpx.Request) -> httpx.Response:
            self.bodies.append(await request.aread())
            return answer(request)

        transport = httpx.MockTransport(handle if self.kind is Client else ahandle)
        return self.kind(transport=transport, version="1.45", **options)


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> Iterator[Shell]:
    if request.param == "sync":
        yield Shell(Client, lambda value: value)
        return
    with asyncio.Runner() as runner:
        yield Shell(AsyncClient, lambda value: runner.run(value) if asyncio.iscoroutine(value) else value)


class Recorder:
    """A display that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def start(self, operation: str) -> None:
        self.told.append(operation)

    def update(self, step: Step) -> None:
        self.told.append(step)

    def stop(self, error: BaseException | None) -> None:
        self.told.append(error)


# --- what is told ----------------------------------------------------------------------------------


def test_a_function_is_given_each_step_and_the_call_returns_the_same_as_without(shell: Shell) -> None:
    content, steps = pieces(lines(*MESSAGES)), []
    watched = shell.run(shell.client(*content, progress=steps.append).op("ImageCreate", from_image="busybox"))
    plain = shell.run(shell.client(*content, progress=False).op("ImageCreate", from_image="busybox"))
    assert steps == STEPS
    assert (watched, type(watched)) == (plain, type(plain))
    assert watched[1].progress_detail.total == 2000


def test_an_object_is_told_of_the_start_the_steps_and_the_end(shell: Shell) -> None:
    shown = Recorder()
    shell.run(shell.client(lines(*MESSAGES), progress=shown).op("ImageCreate", from_image="busybox"))
    assert shown.told == ["ImageCreate", *STEPS, None]


FAILURES: dict[str, tuple[list[bytes | Exception], int]] = {
    "a failure in the stream": ([lines(MESSAGES[0], {"errorDetail": {"message": "denied"}, "error": "denied"})], 200),
    "an answer that is cut": ([lines(MESSAGES[0]), httpx.ReadError("gone")], 200),
    "what is no JSON": ([lines(MESSAGES[0]), b"<html>", lines(MESSAGES[1])], 200),
    "a refusal": ([b'{"message": "no such image"}'], 404),
}


@pytest.mark.parametrize(("content", "status"), FAILURES.values(), ids=FAILURES)
def test_an_error_is_the_same_whether_anybody_looks(
    shell: Shell, content: list[bytes | Exception], status: int
) -> None:
    raised = []
    for progress in (False, shown := Recorder()):
        client = shell.client(*content, status=status, progress=progress)
        with pytest.raises(Exception) as caught:  # noqa: PT011  # whichever it is
            shell.run(client.op("ImageCreate", from_image="busybox"))
        raised.append(caught.value)
    assert type(raised[0]) is type(raised[1])
    assert str(raised[0]) == str(raised[1])
    assert getattr(raised[0], "partial", None) == getattr(raised[1], "partial", None)
    assert shown.told[-1:] == ([raised[1]] if shown.told else [])
    assert bool(shown.told) is (status == 200)


def test_what_a_function_raises_ends_the_call(shell: Shell) -> None:
    def refuse(step: Step) -> None:
        raise LookupError(step.status)

    with pytest.raises(LookupError, match=r"^Pulling from library/busybox$"):
        shell.run(shell.client(lines(*MESSAGES), progress=refuse).op("ImageCreate", from_image="busybox"))


def test_a_build_reports_its_steps(shell: Shell) -> None:
    said = ["Step 1/2 : FROM busybox\n", " ---> 569adf79d27b\n", "Step 2/2 : RUN true\n", "Successfully built 1\n"]
    steps: list[Step] = []
    client = shell.client(lines(*({"stream": text} for text in said)), progress=steps.append)
    shell.run(client.op("ImageBuild", remote="http://here/x"))
    assert [(step.status, step.current, step.total) for step in steps] == [
        ("Step 1/2 : FROM busybox", 1, 2),
        ("---> 569adf79d27b", 1, 2),
        ("Step 2/2 : RUN true", 2, 2),
        ("Successfully built 1", 2, 2),
    ]


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ('{"current": 3, "units": "s"}', (3, None, "s")),
        ('{"current": 3, "total": 5, "units": 7}', (3, 5, "")),
        ('{"current": Infinity, "total": NaN}', (None, None, "")),
        (f'{{"current": {10**400}, "total": {10**19}}}', (None, None, "")),
        ('{"current": -1, "total": 1e300}', (None, None, "")),
    ],
)
def test_numbers_that_are_none_or_of_another_unit_are_no_bytes(shell: Shell, detail: str, told: Any) -> None:
    steps: list[Step] = []
    message = f'{{"id": "a", "status": "Extracting", "progressDetail": {detail}}}\r\n'.encode()
    with contextlib.suppress(StreamError):  # where the call itself refuses such JSON
        shell.run(shell.client(message, progress=steps.append).op("ImageCreate", from_image="busybox"))
    assert [(step.current, step.total, step.unit) for step in steps] in ([told], [])
    assert steps or "Infinity" in detail


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (lambda client, how: client.op("ImageCreate", from_image="busybox", **how), True),
        (lambda client, how: client.image.create(from_image="busybox", **how), True),
        (lambda client, how: client.image.load(body=iter([b"x"]), **how), True),
        (lambda client, how: client.image.push("x", **how), True),
        (lambda client, how: client.plugin.pull(remote="x", body=[], **how), True),
    ],
)
def test_one_call_is_shown_or_not_by_its_own_progress(shell: Shell, call: Any, shown: bool) -> None:
    steps: list[Step] = []
    shell.run(call(shell.client(*pieces(lines(*MESSAGES))), {"progress": steps.append}))
    assert bool(steps) == shown
    told = len(steps)
    client = shell.client(*pieces(lines(*MESSAGES)), progress=steps.append)
    shell.run(call(client, {"progress": False}))
    assert len(steps) == told


def test_a_call_that_is_over_at_once_knows_no_progress(shell: Shell) -> None:
    with pytest.raises(InvalidArguments, match="progress"):
        shell.run(shell.client(b"[]").op("ContainerList", progress=False))
    with pytest.raises(ValueError, match="progress=5"):
        shell.run(shell.client(b"").op("ImageLoad", body=b"", progress=5))


def test_help_says_which_calls_take_progress() -> None:
    with Client("tcp://192.0.2.1") as client:
        told = [name for name, found in client.operations.items() if "progress=" in found.help()]
    assert {"ImageCreate", "ImageLoad", "ImagePush", "ImageBuild", "ContainerExport", "PutContainerArchive"} <= {*told}
    assert not {"ContainerList", "ContainerCreate", "SystemEvents"} & {*told}


@pytest.mark.parametrize("recipe", ["build", "pull", "push", "copy_to", "copy_from"])
def test_help_of_each_recipe_that_takes_long_says_it_too(recipe: str) -> None:
    assert "progress:" in (getattr(Client, recipe).__doc__ or "")


def test_a_message_in_another_form_than_any_engines_is_passed_over(shell: Shell) -> None:
    steps: list[Step] = []
    content = b'7 {"status": "a", "progressDetail": 3} {"progressDetail": {"current": "x", "total": -1}}'
    shell.run(shell.client(content, progress=steps.append).op("ImageCreate", from_image="busybox"))
    assert [(step.status, step.current, step.total) for step in steps] == [("a", None, None), ("", None, None)]


def test_the_bytes_of_an_upload_are_counted_while_they_are_sent(shell: Shell) -> None:
    shown = Recorder()
    client = shell.client(b"", progress=shown)
    shell.run(client.op("PutContainerArchive", "web", path="/", body=iter([b"abc", b"de"])))
    sent = [Step("PutContainerArchive", "", "Sending", count) for count in (3, 5)]
    assert shown.told == ["PutContainerArchive", *sent, None]
    assert shell.bodies == [b"abcde"]


def test_an_upload_that_is_at_hand_is_not_counted(shell: Shell) -> None:
    shown = Recorder()
    shell.run(shell.client(b"", progress=shown).op("PutContainerArchive", "web", path="/", body=b"abc"))
    assert (shown.told, shell.bodies) == ([], [b"abc"])


def test_the_bytes_of_an_archive_are_counted_while_they_come(shell: Shell, tmp_path: Path) -> None:
    shown = Recorder()
    archive = shell.run(shell.client(b"abc", b"de", progress=shown).op("ImageGet", "busybox"))
    assert shown.told == []
    shell.run(archive.save(tmp_path / "image.tar"))
    assert shown.told == ["ImageGet", *(Step("ImageGet", "", "Receiving", count) for count in (3, 5)), None]
    assert (tmp_path / "image.tar").read_bytes() == b"abcde"


def test_an_archive_that_is_cut_or_closed_ends_what_is_shown_of_it(shell: Shell) -> None:
    shown = Recorder()
    client = shell.client(b"abc", httpx.ReadError("gone"), progress=shown)
    with pytest.raises(StreamError) as caught:
        shell.run(shell.run(client.op("ImageGet", "busybox")).read())
    assert shown.told == ["ImageGet", Step("ImageGet", "", "Receiving", 3), caught.value]
    archive = shell.run(client.op("ImageGet", "busybox"))
    shell.run(archive.close() if shell.kind is Client else archive.aclose())
    assert len(shown.told) == 3


def test_a_load_is_asked_for_its_progress_where_that_is_shown_and_left_open(shell: Shell) -> None:
    asked = []
    for progress, given in ((False, {}), (Recorder(), {}), (Recorder(), {"quiet": True})):
        shell.run(shell.client(b"", progress=progress).op("ImageLoad", body=b"tar", **given))
        asked.append(shell.requests[-1].url.query.decode())
    assert asked == ["", "quiet=false", "quiet=true"]


def test_the_document_says_which_operations_report_progress() -> None:
    client = Client("unix:///nowhere")
    assert {name for name, operation in client.operations.items() if operation.reports_progress} == {
        *("ImageBuild", "ImageCreate", "ImageLoad", "ImagePush", "PluginPull", "PluginPush", "PluginUpgrade")
    }


# --- who is shown it -------------------------------------------------------------------------------


def test_with_options_changes_who_is_shown_it_and_back(shell: Shell) -> None:
    steps: list[Step] = []
    client = shell.client(lines(*MESSAGES), progress=steps.append)
    for each in (client.with_options(progress=False), client.with_options(progress=None)):
        shell.run(each.op("ImageCreate", from_image="busybox"))
    assert steps == []
    shell.run(client.with_options(timeout=5).op("ImageCreate", from_image="busybox"))
    assert steps == STEPS


@pytest.mark.parametrize("progress", ["yes", 1, object()])
def test_what_shows_no_progress_is_refused(shell: Shell, progress: Any) -> None:
    for make in (lambda: shell.client(progress=progress), lambda: shell.client().with_options(progress=progress)):
        with pytest.raises(ValueError, match=r"expected True, .* a function or an object with start, update and stop$"):
            make()


def test_nothing_is_shown_by_itself_where_the_output_is_no_terminal(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    shell.run(shell.client(lines(*MESSAGES)).op("ImageCreate", from_image="busybox"))
    assert shell.run(shell.run(shell.client(b"abc").op("ImageGet", "busybox")).read()) == b"abc"
    assert capfd.readouterr() == ("", "")


def test_nothing_is_shown_where_there_is_no_output(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert len(shell.run(shell.client(lines(*MESSAGES)).op("ImageCreate", from_image="busybox"))) == 4


def test_progress_that_cannot_be_drawn_is_a_line_for_each_piece_of_news(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    again = [*MESSAGES[:2], MESSAGES[1], *MESSAGES[2:], {"status": "a\x1b[31mb\n"}]
    shell.run(shell.client(lines(*again), progress=True).op("ImageCreate", from_image="busybox"))
    assert capfd.readouterr().err.splitlines() == [
        "ImageCreate: latest: Pulling from library/busybox",
        f"ImageCreate: {LAYER}: Downloading",
        f"ImageCreate: {LAYER}: Pull complete",
        "ImageCreate: Status: Downloaded newer image for busybox:latest",
        "ImageCreate: ab",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_without_rich_nothing_is_shown_by_itself(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str, *args: Any, **how: Any) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(sys, "stderr", output := Terminal())
    monkeypatch.setattr(bars, "import_module", without)
    shell.run(shell.client(lines(*MESSAGES)).op("ImageCreate", from_image="busybox"))
    assert (output.getvalue(), terminal_bars()) == ("", None)
    shell.run(shell.client(lines(*MESSAGES), progress=True).op("ImageCreate", from_image="busybox"))
    assert output.getvalue().startswith("ImageCreate: latest: Pulling")


def test_in_a_terminal_bars_are_drawn_and_the_last_state_stays(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", output := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    shell.run(shell.client(*pieces(lines(*MESSAGES[:2]))).op("ImageCreate", from_image="busybox"))
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output.getvalue()).rstrip().splitlines()[-2:]
    assert [re.split(r"\s{2,}", line.strip()) for line in shown] == [
        ["latest", "Pulling from library/busybox"],
        [LAYER, "Downloading", "━" * 6 + "╺" + "━" * 17, "500B/2kB"],
    ]


def test_calls_at_once_share_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", output := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    both = threading.Barrier(2, timeout=10)

    def show(name: str) -> None:
        shown = TerminalBars()
        shown.start("ImageCreate")
        shown.update(Step("ImageCreate", name, "Downloading", 1, 2))
        both.wait()
        shown.stop(None)

    threads = [threading.Thread(target=show, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output.getvalue()).rstrip().splitlines()[-2:]
    assert sorted(line.split()[0] for line in last) == ["one", "two"]
    assert bars._BOARD._live is None


def test_a_call_that_is_over_soon_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "PATIENCE", 3600)
    monkeypatch.setattr(sys, "stderr", output := Terminal())
    for shown in (TerminalBars(), NotebookBars()):
        shown.start("ImageCreate")
        shown.update(STEPS[1])
        shown.stop(None)
    assert output.getvalue() == ""


# --- bars ------------------------------------------------------------------------------------------


def held(*steps: Step, at: tuple[float, ...] = ()) -> Bars:
    made = Bars("ImageCreate")
    for index, step in enumerate(steps):
        made.take(step, at[index] if at else float(index))
    return made


@pytest.mark.parametrize(
    ("steps", "row"),
    [
        ([STEPS[1]], (LAYER, "Downloading", 0.25, "500B/2kB")),
        ([STEPS[1], STEPS[2]], (LAYER, "Pull complete", None, "")),
        ([Step("X", "a", "Extracting", 9, 3)], ("a", "Extracting", 1.0, "9B/3B")),
        ([Step("X", "", "\x1b[31mred\x1b[0m", 1, 4, {"stream": "x"})], ("", "red", 0.25, "1/4")),
        ([Step("X", "", "Sending", 1000)], ("", "Sending", None, "1kB")),
        ([Step("X", "", "Sending", 0), Step("X", "", "Sending", 3000)], ("", "Sending", None, "3kB, 3kB/s")),
        ([Step("X", "a", "Extracting", 3, None, {}, "s")], ("a", "Extracting", None, "3 s")),
        ([Step("X", "a", "Extracting", 3, 6, {}, "s")], ("a", "Extracting", 0.5, "3/6 s")),
        ([Step("X", "a", "Waiting", 3, 6, {"progressDetail": {"hidecounts": True}})], ("a", "Waiting", 0.5, "")),
        ([STEPS[1], Step("X", LAYER, "", None, None, {"aux": {}})], (LAYER, "Downloading", 0.25, "500B/2kB")),
    ],
)
def test_a_bar_tells_what_happens_how_far_and_how_fast(steps: list[Step], row: tuple[Any, ...]) -> None:
    assert list(held(*steps).rows()) == [row]


def test_what_is_of_the_whole_call_stands_last_and_many_layers_are_cut() -> None:
    rows = list(held(Step("X", "", "whole"), *(Step("X", str(number), "Waiting") for number in range(60))).rows())
    assert (len(rows), rows[0].status, rows[1].name, rows[-1].status) == (41, "… 21 more", "21", "whole")


def test_bars_in_a_notebook_are_html_in_which_nothing_is_run() -> None:
    shown = bars_html(held(Step("X", "<script>", "a & <b>", 1, 2)))
    assert "<code>&lt;script&gt;</code>" in shown
    assert '<td style="text-align:left">a &amp; &lt;b&gt;</td>' in shown
    assert '<i style="width:50.0%"></i>' in shown
    assert '<div class="dynclient tex2jax_ignore mathjax_ignore">' in shown


def test_in_a_notebook_one_place_is_drawn_anew(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[Any, str]] = []
    handle = SimpleNamespace(update=lambda picture: drawn.append(("again", picture)))

    def display(picture: str, display_id: bool) -> Any:
        drawn.append(("new", picture))
        return handle

    module = SimpleNamespace(HTML=lambda data: data, display=display)
    monkeypatch.setattr(bars, "import_module", {"IPython.display": module}.__getitem__)
    monkeypatch.setattr(bars, "PATIENCE", 0)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=None)))
    shell.run(shell.client(lines(*MESSAGES)).op("ImageCreate", from_image="busybox"))
    assert notebook()
    assert [how for how, _ in drawn] == ["new", "again"]  # the rest came sooner than a picture is drawn
    assert "Pulling from library/busybox" in drawn[0][1]
    assert "Status: Downloaded newer image" in drawn[1][1]


@pytest.mark.parametrize("module", [None, SimpleNamespace(), SimpleNamespace(get_ipython=lambda: None)])
def test_elsewhere_is_no_notebook(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if module is None:
        monkeypatch.delitem(sys.modules, "IPython", raising=False)
    else:
        monkeypatch.setitem(sys.modules, "IPython", module)
    assert notebook() is False


def test_lines_begin_and_end_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    shown = Lines()
    shown.start("X")
    shown.stop(None)
    assert capfd.readouterr() == ("", "")


# --- with the real engine --------------------------------------------------------------------------


@pytest.fixture
def pushed(engine: Client, request: pytest.FixtureRequest) -> Iterator[str]:
    """Provide the name of an image of one layer of its own, in the registry and not in the engine."""
    registry = os.environ.get("DYNCLIENT_TEST_REGISTRY")
    if not registry:
        pytest.skip('no registry for the tests: start one with  eval "$(tests/live/up)"')
    name = f"{registry}/progress/{os.getpid()}:latest"
    engine.build({"Dockerfile": "FROM scratch\nADD data /data\n", "data": os.urandom(3_000_000)}, tag=name)
    engine.push(name)
    engine.image.delete(name, force=True)
    yield name
    with contextlib.suppress(Exception):
        engine.image.delete(name, force=True)


@pytest.mark.engine
def test_a_real_pull_push_build_load_and_copy_report_their_progress(
    engine_address: str, pushed: str, tmp_path: Path
) -> None:
    steps: list[Step] = []

    def told(*of: str) -> set[str]:
        found = {step.status for step in steps if step.operation in of}
        steps.clear()
        return found

    with Client(engine_address, progress=steps.append) as client:
        client.pull(pushed)
        layers = {step.id for step in steps if step.total == 3_000_000 or step.status == "Pull complete"}
        assert layers
        assert told("ImageCreate") >= {"Pull complete"}
        client.push(pushed)
        assert told("ImagePush") & {"Layer already exists", "Pushed"}
        saved = client.image.get(pushed).save(tmp_path / "image.tar")
        assert max(step.current or 0 for step in steps) == saved.stat().st_size
        assert told("ImageGet") == {"Receiving"}
        client.image.delete(pushed, force=True)
        client.image.load(body=saved)
        assert max(step.current or 0 for step in steps if step.status == "Sending") == saved.stat().st_size
        assert told("ImageLoad") >= {"Sending", "Loading layer", f"Loaded image: {pushed}"}
        client.build({"Dockerfile": f"FROM {pushed}\nLABEL a=b\n"})
        assert told("ImageBuild") >= {f"Step 1/2 : FROM {pushed}", "Step 2/2 : LABEL a=b"}
        made = client.container.create(image=pushed, cmd=["none"], labels={"dynclient.test": "progress"})
        try:
            client.copy_to(made.id, saved, "/copy")
            assert told("PutContainerArchive") == {"Sending"}
            client.copy_from(made.id, "/copy", tmp_path / "copied")
            assert told("ContainerArchive") == {"Receiving"}
        finally:
            client.container.delete(made.id, force=True)
    with tarfile.open(tmp_path / "copied") as archive:
        assert archive.getnames()


PULL = """
import os
from dynclient import Client; from dynclient.faces import bars
bars.PATIENCE = 0
print(Client(os.environ["DYNCLIENT_TEST_ENGINE"]).pull(os.environ["IMAGE"]).RepoTags[0])
"""


@pytest.mark.engine
def test_a_real_terminal_shows_the_layers_of_a_pull(pushed: str) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "IMAGE": pushed, "TERM": "xterm", "COLUMNS": "120"}
    shown = b""
    with started(sys.executable, "-c", PULL, stdout=theirs, stderr=theirs, env=environment) as child:
        os.close(theirs)
        with contextlib.suppress(OSError):  # so Linux tells that the other side is closed
            while data := os.read(ours, 65536):
                shown += data
        os.close(ours)
        assert child.wait(30) == 0, shown.decode()
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"[0-9a-f]{12} +Pull complete", text)
    assert text.rstrip().endswith(f"\n{pushed}")


@pytest.mark.engine
def test_a_pipe_shows_nothing_of_a_pull(pushed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PULL], capture_output=True, text=True, env={**os.environ, "IMAGE": pushed}, check=True
    )
    assert (done.stdout, done.stderr) == (f"{pushed}\n", "")


def test_importing_dynclient_imports_nothing_that_draws() -> None:
    program = "import sys, dynclient; print({'rich', 'IPython', 'pandas', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "set()\n"
