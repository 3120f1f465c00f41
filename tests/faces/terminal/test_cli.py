"""The command line as its user meets it: in a pipe, on a terminal, with the mock and with the real engine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynclient import Client, MockEngine
from dynclient.document.version import __version__
from dynclient.faces.pages.blocks import read
from dynclient.faces.pages.printed import printed
from dynclient.faces.pages.topics import TOPICS, page, title
from dynclient.faces.terminal import lookup, shells
from dynclient.faces.terminal.command import main
from dynclient.faces.terminal.complete import candidates
from dynclient.faces.terminal.lookup import TOOLS
from tests.support.programs import started
from tests.support.tables import parsed
from tests.support.terminals import on_terminal

PROGRAM = [sys.executable, "-W", "error", "-m", "dynclient.faces.terminal.command"]
NOWHERE = "unix:///nowhere/docker.sock"


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command line in this process, and return its status and what it wrote."""
    status = main(list(words))
    printed = capfd.readouterr()
    return status, printed.out, printed.err


def mocked(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command line on the mock, and return what it wrote."""
    status, out, err = run(capfd, "--mock", *words)
    assert (status, err) == (0, "")
    return out


# --- what is there


def test_an_operation_is_called_by_its_id_or_by_group_and_command(capfd: pytest.CaptureFixture[str]) -> None:
    by_id = json.loads(mocked(capfd, "ContainerTop", "web"))
    assert by_id == json.loads(mocked(capfd, "container", "top", "web"))
    assert mocked(capfd, "container", "put-archive", "web", "--path", "/", "--body", f"@{__file__}") == ""


def test_without_a_command_it_says_what_there_is(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd)
    assert (status, out.splitlines()[0]) == (2, "Usage: dynclient [OPTIONS] OPERATION [VALUES] [--ARGUMENT VALUE …]")
    assert run(capfd, "--help") == (0, out, "") == run(capfd, "help")
    assert "  container      26 commands, such as list" in out
    assert "  -o, --output FORM " in out
    assert max(map(len, out.splitlines())) <= 120


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    told = (0, f"dynclient {__version__}\n", "")
    assert run(capfd, "--version") == run(capfd, "--mock", "--version") == told


@pytest.mark.parametrize(
    "words", [["help", "container", "top"], ["ContainerTop", "--help"], ["container", "top", "-h"]]
)
def test_an_operation_is_explained(capfd: pytest.CaptureFixture[str], words: list[str]) -> None:
    status, out, err = run(capfd, *words)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: dynclient container top ID [--ARGUMENT VALUE …]\n       dynclient ContainerTop …\n")
    assert "ps_args" in out


def test_a_group_is_listed(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "help", "volume")
    assert (status, [line.split()[:1] for line in out.splitlines()][2:4]) == (0, [["list"], ["create"]])
    for words in (("volume", "--help"), ("-h", "volume"), ("volume", "-h")):
        assert run(capfd, *words) == (0, out, "")


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_tells_what_it_does(capfd: pytest.CaptureFixture[str], tool: str) -> None:
    status, out, err = run(capfd, "help", tool)
    assert (status, out.split()[:3], err) == (0, ["usage:", "dynclient", tool], "")
    for words in ((tool, "--help"), ("--help", tool)):
        assert run(capfd, *words) == (0, out, "")


def test_operations_are_found_by_words(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "find", "unlock", "key")
    assert (status, out.partition(" ")[0]) == (0, "swarm.unlockkey")


WRONG: list[tuple[list[str], str]] = [
    (["contaner", "list"], "there is no command 'contaner'; did you mean container?"),
    (["container"], "container has the commands list, create, inspect"),
    (["container", "lst"], "container has no command 'lst'; did you mean list?"),
    (["volume", "zzz"], "volume has no command 'zzz'; known: "),
    (["--bogus"], "there is no option --bogus; dynclient --help lists them"),
    (["diff", "--host", "unix:///x", "a", "b"], "--host means nothing to diff; it takes none of these options"),
    (
        ["--timeout", "1", "find", "x"],
        "--timeout means nothing to find; of the options for all commands it takes --spec",
    ),
    (["--mock", "-c", "prod", "demo"], "--mock asks no engine, and --context names one; give one of them"),
    (["--mock", "-H", "unix:///x", "container", "list"], "--mock asks no engine, and --host names one; give one of"),
    (["reference", "-o", "/nowhere/x.md"], "-o: /nowhere/x.md cannot be written: No such file or directory"),
    (["help", "nothing"], "there is no command 'nothing'"),
    (
        ["--mock", "container", "create", "--Imge", "a"],
        "ContainerCreate: an argument is wrong; nothing was sent\n  Imge:",
    ),
    (
        ["--mock", "container", "inspect"],
        "ContainerInspect: an argument is wrong; nothing was sent\n  id: is missing",
    ),
    (["--spec", "/none.yaml", "container", "list"], "/none.yaml"),
    (["--mock", "--api-version", "x", "container", "list"], "version='x'"),
    (["--host", "tcp://a", "--context", "b", "container", "list"], "an address and a context are both given"),
]


@pytest.mark.parametrize(("words", "named"), [(["find"], "WORD"), (["completion", "csh"], "csh")])
def test_words_that_a_tool_lacks_or_does_not_know_are_named(
    capfd: pytest.CaptureFixture[str], words: list[str], named: str
) -> None:
    status, out, err = run(capfd, *words)
    assert (status, out, err.startswith("dynclient: "), named in err) == (2, "", True, True)


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_what_cannot_be_is_told_in_a_block(capfd: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    status, out, err = run(capfd, *words)
    expected = 3 if "tcp://a" in words else 2
    assert (status, out, err[: len(message) + 11]) == (expected, "", f"dynclient: {message}")
    assert "Traceback" not in err


# --- forms


def test_in_a_pipe_an_answer_is_json_and_a_stream_lines_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert [row["Names"] for row in json.loads(mocked(capfd, "container", "list"))] == [["/web"], ["/migration"]]
    lines = mocked(capfd, "image", "create", "--from-image", "busybox").splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_forms_are_chosen(capfd: pytest.CaptureFixture[str]) -> None:
    as_json = json.loads(mocked(capfd, "volume", "inspect", "a", "-ojson"))
    assert parsed(mocked(capfd, "volume", "inspect", "a", "-oyaml")) == as_json
    assert json.loads(mocked(capfd, "volume", "inspect", "a", "-oraw")) == as_json
    assert mocked(capfd, "container", "list", "-otable").splitlines()[0].split()[:2] == ["CONTAINER", "IMAGE"]
    assert json.loads(mocked(capfd, "volume", "inspect", "a", "-otable")) == as_json
    assert parsed(mocked(capfd, "system", "ping", "-oyaml")) == "OK"
    documents = mocked(capfd, "image", "create", "--from-image", "busybox", "-oyaml")
    assert [type(each) for each in yaml.safe_load_all(documents)] == [dict]


def test_an_answer_of_bytes_goes_into_a_pipe_or_a_file(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert mocked(capfd, "container", "export", "web") == "\0" * 1024
    file = tmp_path / "web.tar"
    assert mocked(capfd, "container", "export", "web", "--to", str(file)) == ""
    assert (file.read_bytes(), tarfile.is_tarfile(file)) == (bytes(1024), True)
    status, _, err = run(capfd, "--mock", "container", "export", "web", "--to", "/nowhere/web.tar")
    assert (status, err) == (2, "dynclient: --to: /nowhere/web.tar cannot be written: No such file or directory\n")
    assert mocked(capfd, "container", "export", "web", "--stream") == "\0" * 1024


def test_nothing_is_written_for_an_empty_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert mocked(capfd, "container", "start", "web") == ""


# --- what would be sent


def test_a_dry_run_prints_the_request_and_hides_its_secrets(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"hunter2")
    words = ["secret", "create", "--Name", "key", "--Data", f"@{file}", "--Labels", "a=b", "--dry-run"]
    status, out, _ = run(capfd, "--host", NOWHERE, *words)
    head, _, body = out.partition("\n\n")
    assert (status, head.splitlines()[0]) == (0, f"POST {NOWHERE} /v1.45/secrets/create")
    assert json.loads(body) == {"Name": "key", "Data": "***", "Labels": {"a": "b"}}
    words = ["image", "push", "a", "--X-Registry-Auth", "password=hunter2", "--tag", "1", "--dry-run"]
    assert "X-Registry-Auth: ***" in run(capfd, "--host", NOWHERE, *words)[1].title()
    words = ["build", "--remote", "https://me:hunter2@example.com/a.git", "--q", "--dry-run"]
    assert "hunter2" not in run(capfd, "--host", NOWHERE, "image", *words)[1]


def test_a_dry_run_tells_of_an_upload_by_its_size(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"tar")
    words = ["image", "load", "--body", f"@{tmp_path / 'a.tar'}", "--dry-run", "--api-version", "1.41"]
    out = run(capfd, "--host", NOWHERE, *words)[1]
    assert (out.splitlines()[0], out.splitlines()[-1][0]) == (f"POST {NOWHERE} /v1.41/images/load", "(")


def test_requests_are_told_of_where_that_is_asked(capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "--mock", "-v", "container", "start", "web")
    assert (status, err.splitlines()[-1].rpartition(" in ")[0]) == (
        0,
        "ContainerStart: POST /v1.45/containers/web/start 204",
    )


def test_an_answer_may_be_a_text_or_bytes_or_a_message_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert mocked(capfd, "system", "ping") == mocked(capfd, "system", "ping", "-oraw") + "\n" == "OK\n"
    assert json.loads(mocked(capfd, "container", "stats", "web", "--no-stream", "-oraw"))["name"]
    assert json.loads(mocked(capfd, "container", "list", "-oraw"))[0]["Names"] == ["/web"]


TREES = {
    "openapi": "3.1.0",
    "info": {"title": "Trees", "version": "1"},
    "paths": {
        "/trees": {
            "post": {
                "operationId": "TreePlant",
                "tags": ["Tree"],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}},
                },
                "responses": {"200": {"description": "It.", "content": {"application/json": {"schema": {}}}}},
            },
            "get": {
                "operationId": "TreePicture",
                "tags": ["Tree"],
                "responses": {"200": {"description": "It.", "content": {"image/png": {}}}},
            },
        }
    },
    "components": {
        "schemas": {
            "Tree": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "key": {"type": "string", "format": "password"},
                    "anything": {},
                    "left": {"$ref": "#/components/schemas/Tree"},
                    "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                },
            }
        }
    },
}


def test_another_document_is_as_good(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spec = tmp_path / "trees.json"
    spec.write_text(json.dumps(TREES))
    tree = ["--spec", str(spec), "--host", "http://trees.example", "tree"]
    words = ["--left.left.name", "oak", "--left.key", "hunter2", "--anything", "[1]", "--anything", "elm"]
    status, out, _ = run(capfd, *tree, "plant", *words, "--branches", '{"key": "hunter2"}', "--dry-run")
    body = {"left": {"left": {"name": "oak"}, "key": "***"}, "anything": "elm", "branches": [{"key": "***"}]}
    assert (status, json.loads(out.partition("\n\n")[2])) == (0, body)
    assert mocked(capfd, "--spec", str(spec), "tree", "picture") == ""
    assert completed(capfd, monkeypatch, "--spec", str(spec), "tree", "plant", "--left.left.na") == ["--left.left.name"]
    status, out, _ = run(capfd, "--spec", str(spec), "reference")
    assert (status, "Trees" in out) == (0, True)
    assert run(capfd, "check", str(spec)) == (0, "nothing found\n", "")
    assert run(capfd, "diff", str(spec), str(spec))[0] == 0


# --- exit statuses


def test_no_engine_is_status_3(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "--host", NOWHERE, "container", "list")
    assert (status, out) == (3, "")
    assert err.startswith(f"dynclient: no engine at {NOWHERE} (from argument): there is no such socket.\n")


def test_an_error_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dynclient.faces.terminal.run.run", lambda words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["container", "list"])


# --- completion


def completed(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, shell: str = "bash"
) -> list[str]:
    with monkeypatch.context() as patched:
        patched.setenv("_DYNCLIENT_COMPLETE", shell)
        status, out, _ = run(capfd, *words)
    assert status == 0
    return out.splitlines()


COMPLETED: list[tuple[list[str], list[str]]] = [
    (["cont"], ["container"]),
    (["ContainerL"], ["ContainerList", "ContainerLogs"]),
    (["container", "r"], ["resize", "restart", "rename"]),
    (["container", "list", "--al"], ["--all"]),
    (["container", "list", "--no-a"], ["--no-all"]),
    (["ContainerCreate", "--HostConfig.RestartP"], ["--HostConfig.RestartPolicy"]),
    (["ContainerCreate", "--HostConfig.RestartPolicy.N"], ["--HostConfig.RestartPolicy.Name"]),
    (["-o", "t"], ["table"]),
    (["--mo"], ["--mock"]),
    (["--bogus", "x"], []),
    (["container", "nothing", "--a"], []),
    (["help", "SwarmUnlockk"], ["SwarmUnlockkey"]),
    (["find", "x"], []),
]


@pytest.mark.parametrize(("words", "found"), COMPLETED, ids=[" ".join(words) for words, _ in COMPLETED])
def test_a_shell_completes_words(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], found: list[str]
) -> None:
    assert completed(capfd, monkeypatch, *words) == found


ROWS = [
    ("resize", "Set the terminal size of a container"),
    ("restart", "Stop a container and start it again"),
    ("rename", "Rename a container"),
]


@pytest.mark.parametrize(
    ("shell", "lines"),
    [
        ("bash", [word for word, _ in ROWS]),
        ("zsh", [f"{word}:{text}" for word, text in ROWS]),
        ("fish", [f"{word}\t{text}" for word, text in ROWS]),
    ],
)
def test_each_shell_is_answered_in_its_own_form(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shell: str, lines: list[str]
) -> None:
    assert completed(capfd, monkeypatch, "container", "re", shell=shell) == lines


def test_zsh_does_not_take_a_colon_of_a_word_for_its_end() -> None:
    assert list(shells._lines("zsh", [("busybox:1", "an image")])) == [r"busybox\:1:an image"]


def test_who_is_no_known_shell_is_told_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for shell, words in (("csh", ["container"]), ("bash", [])):
        monkeypatch.setenv("_DYNCLIENT_COMPLETE", shell)
        assert run(capfd, *words) == (2, "", "")


COMPLETING = {
    "bash": 'eval "$(dynclient completion bash)"; COMP_WORDS=(dynclient container re); COMP_CWORD=2;'
    ' _dynclient_completion dynclient; echo "${COMPREPLY[@]}"',
    # Without a line that is edited, what `_describe` would show is caught.
    "zsh": "compdef() { :; }; _describe() { print ${(P)${@[-1]}%%:*}; };"
    ' eval "$(dynclient completion zsh)"; words=(dynclient container re); CURRENT=3; _dynclient',
    "fish": "dynclient completion fish | source;"
    " complete --do-complete 'dynclient container re' | string split -f1 \\t",
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", COMPLETING)
def test_the_script_completes_in_a_real_shell(tmp_path: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = tmp_path / "dynclient"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m dynclient.faces.terminal.command "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        [shell, "-c", COMPLETING[shell]], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.split(), done.returncode) == (["resize", "restart", "rename"], 0)


# --- as a program


@pytest.mark.slow
def test_a_reader_that_leaves_ends_it_quietly() -> None:
    words = " ".join([*PROGRAM, "--mock", "container", "export", "web", "--stream"])
    # The reader has gone long before Python has started.
    script = f"{words} | {{ exec 0<&-; sleep 1; }}; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("141\n", "")
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(PROGRAM)} --mock system info > /dev/full"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "dynclient: what was asked for cannot be written: No space left on device\n"


def shown_on_terminal(*words: str, **how: Any) -> tuple[int, str]:
    """Run the program on a terminal of its own, and return its status and all that stands there."""
    status, shown = on_terminal([*PROGRAM, *words], **how)
    return status, shown.decode()


@pytest.mark.slow
def test_on_a_terminal_a_list_is_a_table_and_an_object_is_coloured() -> None:
    status, shown = shown_on_terminal("--mock", "container", "list", COLUMNS="140")
    assert (status, shown.splitlines()[0].split()[-1] == "[", "CONTAINER" in shown) == (0, False, True)
    status, shown = shown_on_terminal("--mock", "volume", "inspect", "a")
    assert (status, "\x1b[" in shown, '"Mountpoint"' in shown) == (0, True, True)
    status, shown = shown_on_terminal("--mock", "container", "stats", "a", "--stream")
    assert (status, '"cpu_stats"' in shown) == (0, True)


@pytest.mark.slow
def test_the_guide_is_printed_on_a_terminal_and_is_markdown_elsewhere(capfd: pytest.CaptureFixture[str]) -> None:
    status, shown = shown_on_terminal("guide", "streams")
    assert (status, "```" in shown, "Talking" in shown) == (0, False, True)
    assert run(capfd, "guide", "streams") == (0, page("streams"), "")


def test_the_guide_is_printed_without_rich(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(capfd, "guide", "streams") == (0, printed(title("streams"), read(page("streams"))) + "\n", "")


def test_the_guide_lists_its_topics(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "guide")
    assert (status, [line.split()[0] for line in out.splitlines()]) == (0, list(TOPICS))


@pytest.mark.slow
def test_bytes_are_kept_from_a_terminal() -> None:
    status, shown = shown_on_terminal("--mock", "container", "export", "web")
    assert (status, shown.strip()) == (
        2,
        "dynclient: the answer is of bytes: name a file for it by --to, or send it into a pipe",
    )


# --- with the real engine

engine_only = pytest.mark.engine


@pytest.fixture
def at_engine(engine_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    return engine_address


@engine_only
def test_what_the_engine_refuses_is_status_1(capfd: pytest.CaptureFixture[str], at_engine: str) -> None:
    refused = (1, "", "dynclient: ContainerInspect: 404 No such container: dynclient-none\n")
    assert run(capfd, "container", "inspect", "dynclient-none") == refused
    assert run(capfd, "container", "inspect", "dynclient-none", "-oraw") == refused


@engine_only
def test_a_stream_that_fails_is_status_4(capfd: pytest.CaptureFixture[str], at_engine: str) -> None:
    status, _, err = run(capfd, "image", "create", "--from-image", "127.0.0.1:1/none", "--tag", "1")
    assert (status, "127.0.0.1:1" in err) == (1, True)  # refused before the stream begins
    status, _, err = run(capfd, "image", "push", "127.0.0.1:1/none", "--tag", "1")
    assert (status, err[:22]) == (4, "dynclient: ImagePush: ")


@pytest.fixture
def made(at_engine: str) -> Any:
    """Provide a function that makes a container by the command line, and removes it in the end."""
    ids: list[str] = []

    def make(*words: str) -> str:
        create = [*PROGRAM, "container", "create", "--Image", "busybox:1", "--HostConfig.NetworkMode", "none"]
        done = subprocess.run([*create, "--Labels", "dynclient.test=cli", *words], capture_output=True, check=True)
        ids.append(json.loads(done.stdout)["Id"])
        return ids[-1]

    yield make
    with Client(at_engine) as client:
        for each in ids:
            client.container.delete(each, force=True)


@engine_only
def test_a_containers_life_goes_by_the_command_line(capfd: pytest.CaptureFixture[str], made: Any) -> None:
    one = made("--Cmd", "sh", "--Cmd=-c", "--Cmd", "echo out; echo err >&2; exit 3", "--HostConfig.Memory", "64000000")
    assert run(capfd, "container", "start", one) == (0, "", "")
    assert json.loads(run(capfd, "container", "wait", one)[1])["StatusCode"] == 3
    assert run(capfd, "container", "logs", one, "--stdout", "--stderr") == (0, "out\n", "err\n")
    assert run(capfd, "container", "logs", one, "--stdout", "--stderr", "--follow") == (0, "out\n", "err\n")
    assert json.loads(run(capfd, "container", "inspect", one)[1])["HostConfig"]["Memory"] == 64_000_000
    status, out, _ = run(capfd, "container", "list", "--all", "--filters", f"id={one}", "-otable")
    assert (status, out.splitlines()[1].startswith(one[:12])) == (0, True)


@engine_only
def test_standard_input_is_piped_through_an_attached_container(made: Any) -> None:
    one = made("--Cmd", "cat", "--OpenStdin", "--StdinOnce")
    words = [*PROGRAM, "container", "attach", one, "--stream", "--stdin", "--stdout", "--stderr"]
    pipe = subprocess.PIPE
    with started(*words, stdin=pipe, stdout=pipe, stderr=pipe) as attached:
        time.sleep(0.5)
        subprocess.run([*PROGRAM, "container", "start", one], check=True, timeout=60)
        content = os.urandom(300_000)
        assert attached.communicate(content, timeout=60) == (content, b"")
        assert attached.returncode == 0


@engine_only
def test_an_exec_is_talked_with_through_a_terminal(made: Any) -> None:
    one = made("--Cmd", "sleep", "--Cmd", "1000")
    subprocess.run([*PROGRAM, "container", "start", one], check=True)
    flags = ["--AttachStdin", "--AttachStdout", "--Tty", "--Cmd", "sh"]
    done = subprocess.run([*PROGRAM, "container", "exec", one, *flags], capture_output=True, check=True)
    exec_id = json.loads(done.stdout)["Id"]
    keys = b"echo $((6*7)); stty size; exit\r"
    status, shown = shown_on_terminal("exec", "start", exec_id, "--Tty", keys=keys, until=b"# ")
    assert (status, "\n42\r\n" in shown) == (0, True)


@engine_only
def test_ctrl_c_ends_a_stream_with_status_130(at_engine: str) -> None:
    words = (*PROGRAM, "-v", "system", "events")
    with started(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        while "SystemEvents: GET" not in (line := child.stderr.readline()):
            assert line, "it has ended"
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "")


@engine_only
def test_the_status_of_a_command_in_a_container_is_that_of_the_call(
    capfd: pytest.CaptureFixture[str], made: Any
) -> None:
    one = made("--Cmd", "sleep", "--Cmd", "60")
    assert run(capfd, "container", "start", one) == (0, "", "")
    words = ["--AttachStdout", "--Cmd", "sh", "--Cmd=-c", "--Cmd", "echo out; exit 7"]
    exec_id = json.loads(run(capfd, "container", "exec", one, *words)[1])["Id"]
    done = subprocess.run(
        [*PROGRAM, "exec", "start", exec_id], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, b"out\n", b"")


# --- documents by number, and the engine's own


@pytest.mark.slow
def test_documents_are_named_by_number(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capfd, "diff", "1.45", "1.46")[1].startswith("Docker Engine API 1.45 → Docker Engine API 1.46: ")
    status, out, _ = run(capfd, "check", "--spec", "1.46")
    assert run(capfd, "check", "1.46") == (status, out, "") == (0, out, "")
    assert "manifests" in run(capfd, "--spec", "1.47", "find", "manifests")[1]
    monkeypatch.setenv("DYNCLIENT_SPEC", "1.47")
    assert "Docker Engine API 1.47: " in run(capfd, "--help")[1]


@pytest.mark.parametrize("words", [["check"], ["check", "1.45", "--spec", "1.46"]])
def test_check_wants_one_document(capfd: pytest.CaptureFixture[str], words: list[str]) -> None:
    told = "dynclient: check wants one document, as FILE or by --spec\n"
    assert run(capfd, *words) == (2, "", told)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have an engine of 1.47 at every address, and return the addresses that it was asked at."""
    mock, asked, plain = MockEngine("1.47"), list[str](), lookup.settings_of

    def with_mock(options: dict[str, str]) -> dict[str, object]:
        settings = plain(options)
        asked.append(str(settings.get("address")))
        return {"transport": mock, **settings}

    monkeypatch.setattr(lookup, "settings_of", with_mock)
    return asked


@pytest.mark.parametrize(
    "words",
    [
        ["--spec", "auto", "-H", "tcp://a:1", "image", "list", "--manifests", "--dry-run"],
        ["--spec", "auto", "image", "list", "-H", "tcp://a:1", "--manifests", "--dry-run"],
        ["--spec=auto", "image", "list", "--manifests", "--host=tcp://a:1", "--dry-run"],
    ],
)
def test_the_engine_s_own_document_is_taken_wherever_the_address_stands(
    capfd: pytest.CaptureFixture[str], newer: list[str], words: list[str]
) -> None:
    assert run(capfd, *words) == (0, "GET tcp://a:1 /v1.47/images/json?manifests=true\n", "")
    assert newer == ["tcp://a:1", "tcp://a:1"]


def test_the_engine_s_own_document_is_for_tools_too(capfd: pytest.CaptureFixture[str], newer: list[str]) -> None:
    assert "manifests" in run(capfd, "find", "--spec", "auto", "manifests")[1]
    assert "Docker Engine API 1.47: " in run(capfd, "--spec", "auto")[1]
    assert run(capfd, "image", "list", "--spec", "auto", "--dry-run")[1].endswith("/v1.47/images/json\n")


def test_a_mock_is_no_engine_to_ask(capfd: pytest.CaptureFixture[str]) -> None:
    told = "dynclient: --mock asks no engine, and --spec auto wants one asked; give one of them\n"
    assert run(capfd, "--spec", "auto", "--mock", "image", "list") == (2, "", told)
    assert run(capfd, "--spec", "auto", "image", "list", "--mock") == (2, "", told)
    assert run(capfd, "image", "list", "--spec", "auto", "--mock") == (2, "", told)


def test_nobody_is_asked_for_a_completion() -> None:
    assert ("list", "List containers") in list(candidates(["--spec", "auto", "-H", "tcp://a:1", "container"], ""))
