"""What a notebook and IPython show of every value, and what TAB completes there."""

from __future__ import annotations

import asyncio
import html
import html.parser
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.lib.pretty import pretty

import dynclient
from dynclient import (
    Archive,
    ArgumentError,
    AsyncClient,
    AsyncRunning,
    BadRequest,
    Built,
    Client,
    ContainerFailed,
    DynclientError,
    Frame,
    InvalidArguments,
    NotFound,
    Output,
    Result,
    ResultList,
    Running,
    StreamError,
)
from dynclient.api.answer.reading import Reading
from dynclient.api.answer.result import wrap
from dynclient.api.call.packing import tar_of
from dynclient.client import asending as asending_module
from dynclient.client import progress as progress_module
from dynclient.client.async_archive import AsyncArchive
from dynclient.client.streams import AsyncStream, Stream
from dynclient.document.drawn import Drawn
from dynclient.document.drawn import pretty as in_ipython
from dynclient.document.legible import without_escapes
from dynclient.errors import Response
from dynclient.faces import bars as bars_module
from dynclient.faces.notebook import Usage, completion, plot_stats, usage_of
from dynclient.faces.notebook import plot as plot_module
from dynclient.faces.notebook import trace as trace_module
from dynclient.faces.notebook.ansi import PLAIN, Screen, Style
from dynclient.faces.notebook.plot import _Panel, png

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>\x1b]0;t\x07\u202e'
SHOWN = '<script>alert("x")</script><img src=x onerror=alert(1)>\ufffd'


class Page(html.parser.HTMLParser):
    """HTML as a browser reads it."""

    VOID = frozenset({"br", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outer: list[str] = []
        self.open: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if not self.open:
            self.outer.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


HARMLESS = {"style", "div", "span", "table", "thead", "tbody", "tr", "th", "td", "b", "code", "pre", "details"}
HARMLESS |= {"summary", "i"}


def page(value: Any) -> Page:
    """Return the page of a value; nothing in it is run, and every element is closed."""
    read = Page(value._repr_html_())
    assert set(read.tags) <= HARMLESS
    assert set(read.attributes) <= {"class", "title", "style", "open"}
    # All of it stands in one element, in which neither JupyterLab nor nbconvert's page looks for formulas.
    assert read.outer == ["style", "div"]
    assert read.attributes["class"][0].split() == ["dynclient", "tex2jax_ignore", "mathjax_ignore"]
    assert read.open == []
    return read


def rows(value: Any) -> list[str]:
    """Return the text of a page: a line for each row, division and summary, bars between cells."""
    text = re.sub(r"<style>.*?</style>", "", value._repr_html_(), flags=re.DOTALL)
    text = re.sub(r"</(?:td|th)>", " | ", re.sub(r"</(?:tr|div|summary|pre)>", "\n", text))
    lines = html.unescape(re.sub(r"<[^>]*>", "", text)).split("\n")
    return [line.strip(" |") for line in lines if line.strip(" |")]


def client_of(answer: Any = None, kind: Any = Client, **options: Any) -> Any:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answer, headers={"Server": "Docker/26.1.5 (linux)", "Api-Version": "1.45"})

    return kind(transport=httpx.MockTransport(handle), **options)


def of(operation: str, value: Any) -> Any:
    """Return a value as the answer of an operation."""
    return wrap(value, client_of().operations[operation].shape, Response(200, {}, operation))


class Source:
    """The connection of an open answer that nothing has come on."""

    def receive(self) -> bytes:
        raise AssertionError("something was read")

    def close(self) -> None:
        """Do nothing."""

    async def aclose(self) -> None:
        """Do nothing."""


# --- answers ---------------------------------------------------------------------------------------


def test_a_list_is_a_table_with_the_whole_of_what_is_cut_beside_it() -> None:
    images = of("ImageList", [{"Id": "sha256:" + "ab" * 32, "RepoTags": ["busybox:1"], "Size": 2026558, "Created": 1}])
    assert rows(images)[:1] == ["Repository | Tag | Image | Created | Size"]
    assert rows(images)[1].startswith("busybox | 1 | abababababab | ")
    assert rows(images)[-1] == "1 image"
    assert page(images).attributes["title"][0] == "sha256:" + "ab" * 32
    assert 'class="n"' in images._repr_html_()


def test_a_value_whose_kind_has_no_drawing_is_its_repr() -> None:
    class Bare(Drawn):
        _repr_pretty_ = in_ipython

        def __repr__(self) -> str:
            return "<Bare & new>"

    assert rows(Bare()) == ["<Bare & new>"]
    assert page(Bare())
    assert pretty(Bare()) == "<Bare & new>"


def test_an_empty_list_says_so() -> None:
    assert rows(of("ContainerList", [])) == ["0 containers"]
    assert rows(ResultList()) == ["0 items"]


def test_an_object_is_a_tree_that_opens_with_the_documents_words_at_its_names() -> None:
    found = of(
        "ContainerInspect",
        {
            "Id": "4f2a",
            "Args": ["sleep", "9"],
            "State": {"Running": True, "Pid": 0, "Error": "", "Dead": False, "Health": None},
            "Config": {"Labels": {}, "Env": [], "Cmd": ["x" * 120]},
            "Mine": "y" * 400,
        },
    )
    assert rows(found) == [
        *("Id: 4f2a", "Args: sleep, 9", "State 5 keys", "Running: true", "Pid: 0", 'Error: ""', "Dead: false"),
        *("Health: null", "Config 3 keys", "Labels: {}", "Env: []", "Cmd 1 item", "0: " + "x" * 120),
        f"Mine: {'y' * 100}… 400 characters",
        "y" * 400,
    ]
    assert page(found).tags.count("details") == 4
    described = page(found).attributes["title"]
    assert len(described) >= 8
    assert all(described)


def test_a_tree_of_something_huge_or_endless_is_short() -> None:
    data = Result({"A": [{"x": 1}] * 100_000, "B": "x" * 10_000_000, "C": [[[1]] * 1000] * 1000})
    data["D"] = data
    assert len(data._repr_html_()) < 400_000
    assert any(line.endswith("more") for line in rows(data))
    assert page(data)
    deep: Any = {}
    for _ in range(100):
        deep = {"a": deep, "l": [[1]]}
    assert "a: {…}" in rows(Result(deep))
    assert "0: […]" in rows(Result({"a": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}))


def test_an_object_that_holds_a_list_of_a_view_is_its_table() -> None:
    assert rows(of("VolumeList", {"Volumes": [{"Name": "data", "Driver": "local"}], "Warnings": None})) == [
        *("Driver | Volume", "local | data", "1 volume")
    ]
    assert rows(Result()) == ["empty"]


def test_an_output_is_a_terminal_with_its_standard_error_marked() -> None:
    output = Output(
        [
            Frame("stdout", b"one\n\x1b[31mred\x1b[0m <b>\n"),
            Frame("stderr", b"oops\n\n"),
            Frame("stdout", b"10%\r90%\n"),
        ],
        3,
    )
    assert rows(output) == ["one", "red <b>", "oops", "90%", "exit code 3"]
    shown = output._repr_html_()
    assert '<span class="e t" title="written to stderr">oops\n</span>' in shown
    assert '<span style="color:#d14343">red</span>' in shown
    assert rows(Output()) == ["no output"]


# Without its style sheet, as Jupyter shows what is not trusted.


def test_lines_of_both_streams_are_lines_without_the_style_sheet_too() -> None:
    frames = [Frame("stdout", b"one\n"), Frame("stderr", b"err\n\nerr\n"), Frame("stdout", b"two\n")]
    content = Output(frames)._repr_html_().partition("<pre>")[2].partition("</pre>")[0]
    assert re.sub(r"<[^>]*>", "", content) == "one\nerr\n\nerr\ntwo\n"


def test_cells_stand_at_their_side_without_the_style_sheet_too() -> None:
    table = ResultList([{"Name": "web", "Size": 5}])._repr_html_().partition("<table>")[2]
    assert re.findall(r"<t[hd]\b[^>]*>", table) == [
        '<th style="text-align:left">',
        '<th class="n" style="text-align:right">',
        '<td style="text-align:left">',
        '<td class="n" style="text-align:right" title="5">',
    ]
    found = client_of().find("logs")._repr_html_().partition("<table>")[2]
    cells = re.findall(r"<t[hd]\b[^>]*>", found)
    assert {*cells} == {'<th style="text-align:left">', '<td style="text-align:left">', WIDE}


WIDE = '<td class="w" style="text-align:left">'


def test_a_long_output_is_cut_in_the_middle_and_a_long_line_at_its_end() -> None:
    output = Output([Frame("stdout", "".join(f"{number}\n" for number in range(1000)).encode() + b"x" * 5000)])
    shown = rows(output)
    assert (shown[0], shown[199:202], shown[-2]) == ("0", ["199", "… 601 lines …", "801"], "999")
    assert shown[-1] == "x" * 2000 + "… (5,000 characters)"


def test_of_a_line_that_was_overwritten_often_the_last_state_is_shown() -> None:
    output = Output([Frame("stdout", "".join(f"{step:5} of 18,000\r" for step in range(18_000)).encode())])
    assert rows(output) == ["17999 of 18,000"]
    assert pretty(output) == "17999 of 18,000"


def test_a_build_shows_its_image_and_what_was_said() -> None:
    image = Result({"RepoTags": ["me:1"], "Size": 1500})
    built = Built("sha256:" + "ab" * 32, image, ResultList([{"stream": "Step 1/1 : FROM x\n"}]))
    assert rows(built) == ["Built me:1 abababababab 1.5kB", "what the builder said", "Step 1/1 : FROM x"]


@pytest.mark.parametrize(("told", "shown"), [({}, "untagged abab 0B"), ({"RepoTags": 5, "Size": "big"}, "5 abab big")])
def test_a_build_is_shown_whatever_the_engine_tells_of_its_image(told: dict[str, Any], shown: str) -> None:
    built = Built("abab", Result(told), ResultList())
    assert rows(built) == [f"Built {shown}", "what the builder said", "no output"]
    assert repr(built) == f"<Built abab, {shown.split()[0]}: 0 messages>"


@pytest.mark.parametrize("kind", [Stream, AsyncStream])
def test_an_open_answer_tells_how_it_is_read_and_nothing_is_read_for_that(kind: Any) -> None:
    stream = kind(Source(), Reading("frames", response=Response(200, {}, "ContainerLogs")))
    first, how = rows(stream)
    assert first == f"{kind.__name__} of ContainerLogs: frames, open"
    assert how.startswith("async for item" if kind is AsyncStream else "for item")
    stream._finish()
    assert rows(stream) == [f"{kind.__name__} of ContainerLogs: frames, closed"]


@pytest.mark.parametrize("kind", [Running, AsyncRunning])
def test_a_container_that_runs_is_shown_as_a_stream(kind: Any) -> None:
    attached = SimpleNamespace(id="ab" * 32, what="busybox (abab)", duplex=None, waiting=None, has_input=False)
    running = kind(SimpleNamespace(), attached)
    running._last.detach()  # there is no container to remove
    assert rows(running)[0] == repr(running).strip("<>")
    assert len(rows(running)) == 2


def test_an_archive_shows_what_is_in_it_where_it_is_here_already(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("a.txt")
    content = b"".join(tar_of(tmp_path))
    assert rows(Archive(content, stat={"name": EVIL})) == [
        f"Archive of {SHOWN}: {len(content) / 1000:.3g}kB",
        *("Name | Size", "a.txt | 5B", "link -> a.txt", "sub/", "3 members"),
    ]
    assert rows(Archive(b"no tar at all" * 100))[-1].startswith("the archive cannot be read")


def test_an_archive_that_comes_as_a_stream_is_not_read_for_that() -> None:
    def nothing() -> Iterator[bytes]:
        raise AssertionError("something was read")
        yield b""

    archive = Archive(nothing(), stat={"name": "etc"})
    assert rows(archive)[0] == "Archive of etc: a stream, read when it is used"
    assert "archive.extract(directory)" in rows(archive)[1]
    archive.close()
    assert rows(archive) == ["Archive of etc: used or closed"]
    awaited = AsyncArchive(Source(), stat=None)  # type: ignore[arg-type]
    assert rows(awaited)[1].startswith("await archive.extract(directory)")


# --- the client and what it can do -----------------------------------------------------------------


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_shows_where_it_calls_and_what_it_knows_of_the_engine(kind: Any) -> None:
    client = kind(transport=httpx.MockTransport(lambda request: httpx.Response(200, headers={"Api-Version": "1.44"})))
    assert rows(client)[:5] == [
        kind.__name__,
        "Address | transport from argument",
        f"API | Docker Engine API 1.45 {len(client.operations)} operations",
        "Version in use | not asked yet",
        f"container {len(client.api.groups['container'])}",
    ]


def test_a_client_that_has_called_knows_the_engine() -> None:
    client = client_of([])
    client.container.list()
    assert rows(client)[3:5] == ["Version in use | 1.45", "Engine | Docker/26.1.5 (linux)"]


def test_a_group_shows_its_operations() -> None:
    group = client_of().volume
    assert rows(group)[:2] == ["volume 6 operations", "list | List volumes | VolumeList"]


def test_all_operations_are_shown_by_group() -> None:
    operations = client_of().operations
    count = sum(operation.group == "container" for operation in operations.values())
    shown = [f"{len(operations)} operations", f"container {count}", "list | List containers | ContainerList"]
    assert rows(operations)[:3] == shown


def test_an_operation_shows_what_it_does_takes_and_gives() -> None:
    shown = rows(client_of().operations["ContainerCreate"])
    assert shown[0] == "container.create ContainerCreate POST /containers/create"
    assert any(line.startswith("image") for line in shown)
    assert any(line.startswith("body | a dict | The whole body as one dict") for line in shown)
    assert shown[-1].startswith("Gives a Result with Id")
    stop = client_of().operations["ContainerStop"]
    assert any(line.startswith("id required | a string") for line in rows(stop))
    assert "sent as HostConfig" in page(client_of().operations["ContainerCreate"]).attributes["title"]
    assert rows(client_of().operations["SystemPing"])[-1].startswith("Gives a str")


def test_every_operation_is_shown() -> None:
    for operation in client_of().operations.values():
        assert page(operation)


def test_what_a_search_finds_is_shown_best_first() -> None:
    client = client_of()
    shown = rows(client.find("prune images"))
    assert shown[:2] == ["Method | What it does | Operation | Found in", shown[1]]
    assert shown[1].startswith("image.prune")
    assert rows(client.find("zzzzz")) == ["nothing found"]


# --- errors ----------------------------------------------------------------------------------------


ERRORS: dict[str, tuple[DynclientError, list[str]]] = {
    "what is wrong with arguments, where and what would be right": (
        InvalidArguments("ContainerCreate", [ArgumentError("HostConfig.memry", "is not known", "unknown")], hint="hm"),
        [
            "InvalidArguments ContainerCreate: an argument is wrong; nothing was sent",
            *("Where | Problem", "HostConfig.memry | is not known", "(hm)"),
        ],
    ),
    "without a hint": (
        InvalidArguments("X", [ArgumentError("a", "b")]),
        ["InvalidArguments X: an argument is wrong; nothing was sent", "Where | Problem", "a | b"],
    ),
    "a refusal": (
        NotFound("No such container: x", status=404, operation="ContainerInspect"),
        ["NotFound ContainerInspect: 404 No such container: x"],
    ),
    "a message of several lines": (
        BadRequest("one\ntwo", status=400, operation="X"),
        ["BadRequest X: 400 one", "two"],
    ),
    "what came before": (
        StreamError("cut", partial=ResultList([1, 2]), operation="ImageCreate"),
        ["StreamError ImageCreate: cut", "what came before is in .partial: 2 messages"],
    ),
    "bytes that came before": (
        StreamError("cut", partial=b"abc"),
        ["StreamError cut", "what came before is in .partial: 3 bytes"],
    ),
    "output that came before": (
        StreamError("cut", partial=Output([Frame("stdout", b"x")])),
        ["StreamError cut", "what came before is in .partial: output"],
    ),
    "what a container wrote before it failed": (
        ContainerFailed("busybox ended with 3", exit_code=3, output=Output([Frame("stderr", b"oops\n")])),
        ["ContainerFailed busybox ended with 3", "oops"],
    ),
}


@pytest.mark.parametrize(("error", "shown"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_shown(error: DynclientError, shown: list[str]) -> None:
    assert rows(error) == shown
    assert page(error)


@pytest.fixture
def ipython() -> Iterator[InteractiveShell]:
    """Provide an IPython with dynclient's extension loaded."""
    shell = InteractiveShell.instance()
    shell.reset()
    shell.extension_manager.load_extension("dynclient")
    yield shell
    shell.extension_manager.unload_extension("dynclient")
    shell.reset()
    InteractiveShell.clear_instance()
    for name in ("get_ipython", "exit", "quit"):
        sys.modules["builtins"].__dict__.pop(name, None)


CELL = """
def ask():
    return client.container.inspect("nope")

ask()
"""


def raised(shell: InteractiveShell, cell: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    shell.run_cell(cell)
    return without_escapes(capsys.readouterr().out)


def test_a_traceback_has_the_users_lines_and_the_message(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    handle = httpx.MockTransport(lambda request: httpx.Response(404, json={"message": "No such container: nope"}))
    ipython.user_ns["client"] = Client(transport=handle, version="1.45")
    shown = raised(ipython, CELL, capsys)
    assert "NotFound: ContainerInspect: 404 No such container: nope" in shown
    assert 'return client.container.inspect("nope")' in shown
    assert "client.py" not in shown
    assert shown.rstrip().endswith("(%tb Verbose shows the whole traceback)")
    whole = raised(ipython, "%tb Verbose", capsys)
    assert "client.py" in whole
    assert "(%tb" not in whole


def test_a_traceback_leaves_out_what_the_error_came_from(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    ipython.user_ns["client"] = Client(transport=httpx.MockTransport(refuse))
    shown = raised(ipython, "client.system.ping()", capsys)
    assert "ConnectionFailed" in shown
    assert "httpx" not in shown


def stopping(kind: type[BaseException]) -> Callable[[httpx.Request], httpx.Response]:
    def stop(request: httpx.Request) -> httpx.Response:
        raise kind

    return stop


@pytest.mark.parametrize(
    ("client", "stop", "call"),
    [
        pytest.param(Client, KeyboardInterrupt, 'client.container.wait("x")', id="sync"),
        pytest.param(
            AsyncClient, KeyboardInterrupt, 'await client.container.wait("x")', id="async", marks=pytest.mark.slow
        ),
        pytest.param(AsyncClient, asyncio.CancelledError, 'await client.container.wait("x")', id="cancelled"),
        pytest.param(
            Client,
            KeyboardInterrupt,
            "[line for line in client.container.logs.stream('x')]",
            id="stream",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_stop_shows_the_users_own_line(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str], client: Any, stop: Any, call: str
) -> None:
    ipython.user_ns["client"] = client(transport=httpx.MockTransport(stopping(stop)), version="1.45")
    shown = raised(ipython, f"before = 1\n{call}", capsys)
    lines = shown.split("\n")
    assert f"----> 2 {call}" in lines
    assert lines[-3:] == [f"{stop.__name__}: ", "(%tb Verbose shows the whole traceback)", ""]
    assert len(lines) < 12
    assert "raise kind" in raised(ipython, "%tb Verbose", capsys)


def test_a_stop_elsewhere_is_shown_as_ipython_shows_it(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = "def mine():\n    raise KeyboardInterrupt\nmine()"
    before = raised(ipython, cell, capsys)
    client_of()
    assert "mine()" in before
    assert re.sub(r"\d", "", raised(ipython, cell, capsys)) == re.sub(r"\d", "", before)


def test_a_handler_of_somebody_else_stays(ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Any] = []
    ipython.set_custom_exc((KeyboardInterrupt,), lambda shell, kind, *_, **__: seen.append(kind))
    client_of()
    assert (raised(ipython, "raise KeyboardInterrupt", capsys), seen) == ("", [KeyboardInterrupt])


def test_outside_ipython_a_traceback_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_module, "_shell", lambda: None)
    try:
        raise DynclientError("mine")
    except DynclientError as error:
        shown = "".join(error._render_traceback_())
    assert shown.startswith("Traceback")
    assert shown.endswith("dynclient.errors.DynclientError: mine\n")


def test_without_ipython_there_is_no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "IPython")
    assert trace_module._shell() is None


def test_a_traceback_of_dynclient_alone_is_kept() -> None:
    try:
        client_of().op("Nope")
    except DynclientError as error:
        inner = error.__traceback__.tb_next  # type: ignore[union-attr]
    assert trace_module.outside(inner) is inner
    assert trace_module.outside(None) is None


# --- escaped ---------------------------------------------------------------------------------------

NAMES = st.text(max_size=30) | st.sampled_from([EVIL, "</td>", "<style>", "&lt;", "\x1b[31m", "\ud800", "</pre></div>"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | NAMES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4), NAMES)
def test_nothing_that_the_engine_says_is_run_or_leaves_its_place(value: Any, name: str) -> None:
    data = name.encode("utf-8", "replace")
    container = {"Id": name, "Image": name, "Command": name, "Names": [name], "Status": name, "Created": name}
    shown = [
        *(wrap(value), wrap([value, name]), of("ContainerList", [container]), of("ImageList", [container])),
        *(Output([Frame("stdout", data), Frame("stderr", data)], 1), NotFound(name, operation=name)),
        *(InvalidArguments(name, [ArgumentError(name, name)], hint=name), StreamError(name, partial=[name])),
        *(
            Archive(iter(()), stat={"name": name}),
            Built(name, Result({"RepoTags": [name]}), ResultList([{"stream": name}])),
        ),
    ]
    for each in shown:
        assert page(each)
        each._repr_html_().encode()


def test_a_token_that_opens_the_swarm_is_not_on_the_page() -> None:
    swarm = of("SwarmInspect", {"ID": "x", "JoinTokens": {"Worker": "SWMTKN-1", "Manager": "SWMTKN-2"}})
    assert rows(swarm) == ["ID: x", "JoinTokens 2 keys", "Worker: ***", "Manager: ***"]
    assert repr(swarm) == "Result({'ID': 'x', 'JoinTokens': {'Worker': ***, 'Manager': ***}})"


@pytest.mark.parametrize(
    "value",
    [
        Result({"Env": ["PS1=$HOME is $PATH $ "]}),
        ResultList([{"Cost": "from $5 to $10", "Path": r"\(x\), $$y$$ and \[z\]"}]),
        NotFound("no such image: $HOME and $PATH"),
        InvalidArguments("X", [ArgumentError("$a", "is $b$")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_dollar_signs_are_shown_as_they_are(value: Any) -> None:
    assert page(value).text.count("$") == str(value).count("$")


def test_a_name_stands_as_it_is() -> None:
    assert EVIL[:50] in page(Result({"Name": EVIL})).text
    assert "<script>" not in Result({"Name": EVIL})._repr_html_()


# --- terminal text ---------------------------------------------------------------------------------

RED, WHITE = Style(colour="#d14343"), Style(colour="#eeeeee")


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("plain", [("plain", PLAIN)]),
        ("", []),
        ("\x1b[31mred\x1b[0m no", [("red", RED), (" no", PLAIN)]),
        ("\x1b[31mred\x1b[m no", [("red", RED), (" no", PLAIN)]),
        ("\x1b[1;31mred\x1b[22mred", [("red", RED._replace(bold=True)), ("red", RED)]),
        ("\x1b[2;3;4mx\x1b[22;23;24my", [("x", Style(faint=True, italic=True, underlined=True)), ("y", PLAIN)]),
        ("\x1b[91;102mx\x1b[39;49my", [("x", Style("#e05252", "#4a9d4a")), ("y", PLAIN)]),
        (
            "\x1b[38;5;1ma\x1b[38;5;196mb\x1b[48;5;255mc",
            [("a", RED), ("b", Style("#ff0000")), ("c", Style("#ff0000", "#eeeeee"))],
        ),
        ("\x1b[38;2;1;2;300mx\x1b[38:2:1:2:3my", [("x", Style("#0102ff")), ("y", Style("#010203"))]),
        ("\x1b[38mx\x1b[38;5my\x1b[38;9mz\x1b[77mw", [("xyzw", PLAIN)]),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1b(Bc\x1b7d", [("abcd", PLAIN)]),
        ("\x1b[2K\x1b[1Aup\x1b[?25l", [("up", PLAIN)]),
        ("10%\r20%\rdone", [("done", PLAIN)]),
        ("10%\r", [("10%", PLAIN)]),
        ("a\x08b\x00\x7fc\td", [("abc\td", PLAIN)]),
        ("cut \x1b", [("cut ", PLAIN)]),
        (
            "\x1b[" + "9" * 5000 + "mx\x1b[0000031my\x1b[38;5;" + "9" * 5000 + "mz",
            [("x", PLAIN), ("y", RED), ("z", WHITE)],
        ),
        ("\x1b[" + "1;" * 50_000 + "31m" + "\x1b[31mx" * 20_000, [("x" * 20_000, RED._replace(bold=True))]),
        ("10%\r" * 20_000 + "\x1b[31mdone\r", [("done", RED)]),
    ],
)
def test_a_line_of_a_terminal_is_pieces_of_one_style(line: str, pieces: list[tuple[str, Style]]) -> None:
    assert Screen().pieces(line) == pieces


def test_a_style_lasts_from_line_to_line() -> None:
    screen = Screen()
    assert (screen.pieces("\x1b[31ma"), screen.pieces("b")) == ([("a", RED)], [("b", RED)])


def test_a_style_is_css() -> None:
    whole = Style("#111", "#222", bold=True, faint=True, italic=True, underlined=True)
    assert (
        whole.css == "color:#111;background:#222;font-weight:600;opacity:.7;font-style:italic;text-decoration:underline"
    )
    assert PLAIN.css == ""


@given(st.text(alphabet="a\x1b[;0123456789m]\r\n\x07\x9b(\u202e"))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = [piece for line in text.split("\n") for piece, _ in Screen().pieces(line)]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", "".join(shown))


# --- plain text in IPython -------------------------------------------------------------------------


def test_ipython_writes_a_list_of_objects_as_a_table() -> None:
    value = ResultList([{"Name": "web", "Size": 5}])
    assert pretty(value) == "NAME   SIZE\nweb      5B"
    assert pretty([value]) == "[ResultList([{'Name': 'web', 'Size': 5}])]"


@pytest.mark.parametrize("value", [ResultList(), ResultList([1, "a"])])
def test_ipython_writes_any_other_list_as_its_repr(value: ResultList) -> None:
    assert pretty(value) == repr(value)


def test_ipython_writes_an_output_as_its_text() -> None:
    output = Output([Frame("stdout", b"\x1b[31mone\x1b[0m\n"), Frame("stderr", b"two\n")], 3)
    assert pretty(output) == "one\ntwo\nexit code 3"
    assert pretty([output]) == f"[{output!r}]"
    assert pretty(Output()) == repr(Output())
    long = pretty(Output([Frame("stdout", b"x\n" * 1000)]))
    assert long.splitlines()[:2] == ["… 600 lines …", "x"]
    assert pretty(Output([Frame("stdout", b"x" * 4999 + b"\x1b[31my")])) == "x" * 2000 + "… (5,000 characters)"


# --- pandas ----------------------------------------------------------------------------------------


def test_a_list_becomes_a_frame_of_what_is_declared_with_maps_and_lists_whole() -> None:
    containers = of(
        "ContainerList",
        [{"Id": "a", "Labels": {"x.y": "z"}, "Names": ["/n"], "HostConfig": {"NetworkMode": "none"}}, {"Id": "b"}],
    )
    expected = pandas.DataFrame(
        [
            {"Id": "a", "Labels": {"x.y": "z"}, "Names": ["/n"], "HostConfig.NetworkMode": "none"},
            {"Id": "b"},
        ]
    )
    pandas.testing.assert_frame_equal(containers.to_frame(), expected)
    pandas.testing.assert_frame_equal(ResultList([1, 2]).to_frame(), pandas.DataFrame({"value": [1, 2]}))
    assert ResultList().to_frame().empty


@pytest.mark.parametrize(
    ("module", "use", "message"),
    [
        ("pandas", lambda: ResultList().to_frame(), "to_frame() needs the package pandas"),
        ("matplotlib.figure", lambda: plot_stats([{}]), "plot_stats() needs the package matplotlib"),
    ],
)
def test_without_the_package_it_is_said_what_to_install(
    module: str, use: Callable[[], Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DynclientError) as caught:
        use()
    assert str(caught.value) == f"{message}: pip install dynclient[notebook]"


# --- stats -----------------------------------------------------------------------------------------

SAMPLE: dict[str, Any] = {
    "read": "2026-03-01T12:00:00.5Z",
    "cpu_stats": {"cpu_usage": {"total_usage": 300}, "system_cpu_usage": 2000, "online_cpus": 2},
    "precpu_stats": {"cpu_usage": {"total_usage": 100}, "system_cpu_usage": 1000},
    "memory_stats": {"usage": 3000, "limit": 10_000, "stats": {"inactive_file": 1000}},
    "networks": {"eth0": {"rx_bytes": 5, "tx_bytes": 7}, "eth1": {"rx_bytes": 1, "tx_bytes": 1}},
    "blkio_stats": {
        "io_service_bytes_recursive": [
            {"op": "Read", "value": 11},
            {"op": "write", "value": 13},
            {"op": "Total", "value": 24},
        ]
    },
    "pids_stats": {"current": 4},
}
USAGE = Usage(datetime(2026, 3, 1, 12, 0, 0, 500_000, UTC), 40.0, 2000, 10_000, 6, 8, 11, 13, 4)


def test_what_a_container_uses_is_computed_from_a_sample() -> None:
    assert usage_of(SAMPLE) == USAGE
    assert USAGE.memory_percent == 20.0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"precpu_stats": {"cpu_usage": {"total_usage": 0}}}, {"cpu": None}),
        ({"cpu_stats": None}, {"cpu": None}),
        ({"precpu_stats": {**SAMPLE["cpu_stats"]}}, {"cpu": 0.0}),
        (
            {"cpu_stats": {"cpu_usage": {"total_usage": 300, "percpu_usage": [1] * 4}, "system_cpu_usage": 2000}},
            {"cpu": 80.0},
        ),
        (
            {"memory_stats": {"usage": 3000, "stats": {"total_inactive_file": 500, "inactive_file": 9}}},
            {"memory": 2500, "limit": 0},
        ),
        ({"memory_stats": {"usage": 3000, "limit": 10_000, "stats": {"inactive_file": 4000}}}, {"memory": 3000}),
        ({"memory_stats": None}, {"memory": 0, "limit": 0}),
        (
            {"networks": None, "blkio_stats": {"io_service_bytes_recursive": None}},
            {"received": 0, "sent": 0, "read": 0, "written": 0},
        ),
        ({"read": "0001-01-01T00:00:00Z"}, {"time": None}),
        ({"read": None, "pids_stats": {}}, {"time": None, "pids": 0}),
    ],
)
def test_what_a_sample_lacks_is_not_made_up(change: dict[str, Any], told: dict[str, Any]) -> None:
    assert usage_of({**SAMPLE, **change}) == USAGE._replace(**told)


WINDOWS: dict[str, Any] = {
    "read": "2018-02-16T17:33:08.6Z",
    "preread": "2018-02-16T17:33:07.6Z",
    "num_procs": 8,
    "cpu_stats": {"cpu_usage": {"total_usage": 120087827528}},
    "precpu_stats": {"cpu_usage": {"total_usage": 120067827528}},
    "memory_stats": {"privateworkingset": 673415168},
    "storage_stats": {"read_size_bytes": 197374976, "write_size_bytes": 905820160},
}
ON_WINDOWS = Usage(datetime(2018, 2, 16, 17, 33, 8, 600_000, UTC), 25.0, 673415168, 0, 0, 0, 197374976, 905820160, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, {}),
        ({"preread": "0001-01-01T00:00:00Z"}, {"cpu": None}),
        ({"preread": None}, {"cpu": None}),
        ({"precpu_stats": WINDOWS["cpu_stats"]}, {"cpu": 0.0}),
        ({"memory_stats": None, "storage_stats": {}}, {"memory": 0, "read": 0, "written": 0}),
    ],
)
def test_an_engine_of_windows_tells_what_is_used_in_its_own_way(change: dict[str, Any], told: dict[str, Any]) -> None:
    assert usage_of({**WINDOWS, **change}) == ON_WINDOWS._replace(**told)


def test_a_container_without_a_limit_uses_no_share_of_it() -> None:
    assert USAGE._replace(limit=0).memory_percent == 0.0


class Samples:
    """A stream of samples; an exception among them is raised."""

    def __init__(self, *samples: Any) -> None:
        self.samples, self.closed = list(samples), False

    def __iter__(self) -> Samples:
        return self

    def __next__(self) -> Any:
        if not self.samples:
            raise StopIteration
        sample = self.samples.pop(0)
        if isinstance(sample, BaseException):
            raise sample
        return sample

    def close(self) -> None:
        self.closed = True


class AsyncSamples(Samples):
    def __aiter__(self) -> AsyncSamples:
        return self

    async def __anext__(self) -> Any:
        try:
            return super().__next__()
        except StopIteration:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        self.closed = True


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the pictures that a notebook shows, in one place after the first."""
    pictures: list[bytes] = []

    def show(kind: str, handle: Any, data: bytes, **how: Any) -> str:
        assert (kind, how, handle) == ("Image", {"format": "png", "retina": True}, "place" if pictures else None)
        pictures.append(data)
        return "place"

    monkeypatch.setattr(bars_module, "shown", show)
    monkeypatch.setattr(progress_module, "notebook", lambda: True)
    return pictures


@pytest.mark.parametrize("kind", [Samples, pytest.param(AsyncSamples, marks=pytest.mark.slow)])
def test_a_stream_is_plotted_as_it_comes_and_closed(kind: Any, shown: list[bytes]) -> None:
    stream = kind(SAMPLE, SAMPLE, SAMPLE, SAMPLE)
    usages = plot_stats(stream, samples=2, count=3)
    usages = asyncio.run(usages) if kind is AsyncSamples else usages
    assert (usages, stream.closed, len(stream.samples)) == ([USAGE, USAGE], True, 1)
    assert len(shown) == 4
    assert all(picture.startswith(b"\x89PNG") for picture in shown)


@pytest.mark.slow
def test_a_stop_of_the_notebook_ends_a_plot_and_keeps_what_it_holds(shown: list[bytes]) -> None:
    stream = Samples(SAMPLE, KeyboardInterrupt(), SAMPLE)
    assert (plot_stats(stream), stream.closed) == ([USAGE], True)


@pytest.mark.slow
@pytest.mark.parametrize("stop", [KeyboardInterrupt, asyncio.CancelledError])
def test_a_stop_of_the_notebook_ends_an_awaited_plot(stop: Any, shown: list[bytes]) -> None:
    stream = AsyncSamples(SAMPLE, stop(), SAMPLE)

    async def plotted() -> Any:
        return await plot_stats(stream)

    assert (asyncio.run(plotted()), stream.closed) == ([USAGE], True)


@pytest.mark.slow
def test_what_a_program_cancels_stays_cancelled() -> None:
    stream = AsyncSamples(SAMPLE, asyncio.CancelledError())

    async def plotted() -> Any:
        return await plot_stats(stream)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(plotted())
    assert stream.closed


@pytest.mark.slow
def test_an_async_stream_that_is_not_open_yet_is_opened() -> None:
    stream = AsyncSamples(SAMPLE)

    async def opened() -> Any:
        return stream

    async def plotted() -> Any:
        return await plot_stats(opened())

    assert asyncio.run(plotted()) == [USAGE]


@pytest.mark.slow
def test_a_list_of_samples_is_plotted_once(shown: list[bytes]) -> None:
    assert plot_stats([SAMPLE, {**SAMPLE, "precpu_stats": None}])[0] == USAGE
    assert len(shown) == 1
    assert plot_stats([]) == []
    assert len(shown) == 1


def test_a_plot_without_a_place_for_samples_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^samples=0: expected at least 1$"):
        plot_stats([], samples=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "usages",
    [
        [USAGE],
        [USAGE._replace(cpu=None, time=None), USAGE._replace(memory=3 << 40)],
        [Usage(None, None, 0, 0, 0, 0, 0, 0, 0)],
    ],
)
def test_whatever_a_container_uses_is_drawn(usages: list[Usage]) -> None:
    assert png(plot_module._figure(), usages).startswith(b"\x89PNG")
    assert all(isinstance(panel, _Panel) for panel in plot_module._PANELS)


# --- completion ------------------------------------------------------------------------------------

COMPLETED = {
    "client.cont": "container",
    "client.container.li": "list",
    "client.container.logs.stre": "stream",
    "client.groups['conta": "container",
    "client.operations['ContainerLi": "ContainerList",
    "client.container.list(al": "all=",
    "client.container.list(all=True, fil": "filters=",
    "client.container.logs.stream(fol": "follow=",
    "client.container.create(host_c": "host_config=",
    "client.op('ContainerLi": "ContainerList",
    'client.stream("SystemEv': "SystemEvents",
    'await client.op("ContainerList", al': "all=",
    "client.op('ContainerList', all=True, filters={'a': f(1)}, lim": "limit=",
    "r['St": "State",
    "r['State']['Runn": "Running",
    "r.Sta": "State",
    "r.State.Runn": "Running",
    "found[0]['Nam": "Names",
    "found[0].Nam": "Names",
}


@pytest.fixture
def completer(ipython: InteractiveShell) -> Iterator[Any]:
    """Provide a function that completes a text; it asks the engine nothing."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=[{"Id": "a", "Names": ["/x"]}])

    client = Client(transport=httpx.MockTransport(answer), version="1.45")
    names = {"client": client, "found": client.container.list(), "r": Result({"State": {"Running": True}})}
    ipython.user_ns.update(names)
    asked.clear()

    def complete(text: str) -> list[str]:
        with provisionalcompleter():
            return [each.text for each in ipython.Completer.completions(text, len(text))]

    yield complete
    assert asked == []


@pytest.mark.parametrize(
    "jedi", [pytest.param(False, id="without jedi"), pytest.param(True, id="with jedi", marks=pytest.mark.slow)]
)
def test_tab_completes(completer: Any, ipython: InteractiveShell, jedi: bool) -> None:
    if jedi:
        pytest.importorskip("jedi", reason="the extra slow is not installed: it has jedi")
    ipython.Completer.use_jedi = jedi
    missing = [text for text, due in COMPLETED.items() if due not in [found.lstrip(".") for found in completer(text)]]
    assert missing == []


def test_nothing_is_asked_of_the_engine_after_id_or_name(completer: Any) -> None:
    texts = ["client.container.inspect(id=", "client.container.inspect(id='a", "client.op('ContainerInspect', name="]
    assert [type(completer(text)) for text in texts] == [list] * 3


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("client.op('Contai", 14),
        ("client.op('Nope', ", 0),
        ("nobody.op('Contai", 0),
        ("text.op('Contai", 0),
        ("client.run('Contai", 0),
        ("client.op('ContainerKill', id='x', ", 1),
    ],
)
def test_a_call_by_id_is_completed_where_a_client_is_called(before: str, found: int) -> None:
    texts = completion.proposals(before, {"client": client_of(), "text": "x"}).texts
    assert (len(texts) >= found) if found > 1 else (len(texts) == found)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("r.", "State"),
        ("r._ipython_key", "_ipython_key_completions_"),
        ("r['State']['", "Running"),
        ("x = [r['State'].", "Running"),
        ("client.groups['container'].li", "list"),
        ("client.container.list(limit=5, filters={'a': str(1)}, al", "all="),
        ("print(client.container.list(", "all="),
        ("client.container.list(limit=len(text), al", "all="),
    ],
)
def test_what_stands_in_a_value_of_dynclient_is_proposed(before: str, found: str) -> None:
    names = {"client": client_of(), "r": Result({"State": {"Running": True}}), "text": "x"}
    assert found in completion.proposals(before, names).texts


@pytest.mark.parametrize(
    "before",
    [
        "text.",
        "nobody.",
        "text['",
        "found[0",
        "found[7].",
        "text.nope.",
        "r.Nope.",
        "r['Nope'].",
        "r['State']['Running'].",
        "client.container.nope.",
        "client.version.jo",
        "client.container.list(all=True)",
        "client.container.list(limit=len(te) ",
        "client.container.list(limit=5, limi",
        "print(te",
        "f().State.",
        "[1].State.",
        "found['",
    ],
)
def test_nothing_is_proposed_where_something_elses_value_would_be_asked(before: str) -> None:
    names = {"client": client_of(version="1.45"), "r": Result({"State": {"Running": True}}), "text": "x"}
    names["found"] = ResultList([{"a": 1}])
    assert completion.proposals(before, names).texts == []


def test_a_client_changes_nothing_of_ipython() -> None:
    program = """
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.guarded_eval import EVALUATION_POLICIES
from dynclient import AsyncClient, Client
shell = InteractiveShell.instance()
def settings():
    completer = shell.Completer
    overrides = getattr(completer, "policy_overrides", None)  # older ones have none
    return repr((EVALUATION_POLICIES, completer.custom_matchers, overrides, shell.custom_exceptions))
before = settings()
Client().container.list, AsyncClient().container.list
shell.run_cell("from dynclient import Client; Client().container")
print(settings() == before)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines()[-1:], done.stderr) == (["True"], "")


def test_the_extension_is_loaded_once_and_taken_back(ipython: InteractiveShell) -> None:
    matchers = ipython.Completer.custom_matchers
    assert (matchers.count(completion.complete), len(ipython.custom_exceptions)) == (1, 2)
    dynclient.load_ipython_extension(ipython)
    assert matchers.count(completion.complete) == 1
    for _ in range(2):
        dynclient.unload_ipython_extension(ipython)
        assert (completion.complete in matchers, ipython.custom_exceptions) == (False, ())


# --- the rest --------------------------------------------------------------------------------------


def test_in_a_kernel_the_loop_of_an_open_client_wakes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace())
    monkeypatch.setattr(asending_module, "_PULSE", 0)

    async def called() -> list[int]:
        loop, client = asyncio.get_running_loop(), client_of([], AsyncClient)
        before = {signal.SIGINT: signal.getsignal(signal.SIGINT), signal.SIGURG: signal.getsignal(signal.SIGURG)}
        await client.container.list()
        assert {number: signal.getsignal(number) for number in before} == before
        waiting: list[int] = []
        for close in (False, True):
            if close:
                await client.aclose()
            for _ in range(3):
                await asyncio.sleep(0)
            waiting.append(len(loop._scheduled) + len(loop._ready))  # type: ignore[attr-defined]
        return waiting

    assert asyncio.run(called()) == [1, 0]


def test_showing_a_value_imports_neither_ipython_nor_pandas_nor_matplotlib() -> None:
    program = (
        "import sys; from dynclient import Client, ResultList, Output, DynclientError; c = Client('unix:///x');"
        "import httpx; before = set(sys.modules);"
        "values = (c, c.container, c.operations, ResultList([{'a': 1}]), Output(), DynclientError('x'));"
        "[value._repr_html_() for value in values];"
        "print({'IPython', 'pandas', 'matplotlib', 'rich', 'jedi'} & (set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
