"""Whatever is missing, closed or hostile, the command line ends with a line of its own and a status for the kind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dynclient.faces.terminal.command import main
from tests.support.terminals import on_terminal

PROGRAM = [sys.executable, "-W", "error", "-m", "dynclient"]
# A window's name, a cleared screen, a colour by one byte, a turned direction, the clipboard.
EVIL = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202etext\x1b]52;c;ZXZpbA==\x07"
STEERED = (b"\x1b]", b"\x1b[2J", b"\xc2\x9b", b"\xe2\x80\xae")


class Engine(BaseHTTPRequestHandler):
    """An engine whose words steer terminals, that hangs, and that breaks off."""

    def do_GET(self) -> None:
        if self.path.endswith("/wait"):
            self.server.stop.wait(20)  # type: ignore[attr-defined]
            return
        path = self.path.partition("?")[0].rpartition("/")[2]
        status, kind, content = {
            "_ping": (200, "text/plain", EVIL.encode()),
            "json": (200, "application/json", LIST),
            "changes": (500, "application/json", b'{"message": "failed \\u001b]0;pwned\\u0007 \\u009b31m"}'),
            "export": (200, "application/x-tar", b"half"),
        }[path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) * (2 if path == "export" else 1)))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Write nothing."""


ROW = f'{{"Id": "a", "Names": ["/{EVIL}"], "Image": "☃ 𝄞", "Command": "\\ud800", "Labels": {{"x": "{EVIL}"}}}}'
LIST = f"[{ROW}]".replace("\x1b", "\\u001b").replace("\x07", "\\u0007").encode()


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    server.daemon_threads = True
    server.stop = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"tcp://127.0.0.1:{server.server_port}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def at(engine: str, *words: str) -> list[str]:
    return ["-H", engine, "--api-version", "1.45", *words]


# --- standard output


def shell(line: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of bash, in which $D is the program."""
    program = " ".join(PROGRAM)
    done = subprocess.run(
        ["bash", "-c", line.replace("$D", program)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


CLOSED = "dynclient: what was asked for cannot be written: Bad file descriptor\n"
FULL = "dynclient: what was asked for cannot be written: No space left on device\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("$D --version >&-", (1, "", CLOSED)),
        ("$D --mock container list >&-", (1, "", CLOSED)),
        ("$D --version >/dev/full", (1, "", FULL)),
        ("$D --mock container list -o yaml >/dev/full", (1, "", FULL)),
        ("$D --mock container start web >&- 2>&- <&-", (0, "", "")),
        ("$D nonsense 2>&-", (2, "", "")),
    ],
)
def test_an_answer_that_cannot_be_written_is_told(line: str, told: tuple[int, str, str]) -> None:
    assert shell(line) == told


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_letter_is_too_much_for_an_encoding(engine: str, encoding: str) -> None:
    where = " ".join(at(engine))
    for words in ("container list", "container list -o table", "container list -o yaml", "container list -o raw"):
        status, out, err = shell(f"$D {where} {words}", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert (status, err, out == "") == (0, "", False)
    assert shell("$D --help", PYTHONIOENCODING=encoding)[0] == 0


@pytest.mark.slow
def test_json_in_a_small_encoding_is_json(engine: str) -> None:
    line = f"$D {' '.join(at(engine))} container list | {sys.executable} -c 'import json, sys; json.load(sys.stdin)'"
    assert shell(f"set -o pipefail; {line}", PYTHONIOENCODING="ascii") == (0, "", "")


# --- packages that are not there

WITHOUT = """
import sys
for name in ("click", "rich", "pandas", "IPython"):
    sys.modules[name] = None
from dynclient.faces.terminal.command import main
sys.exit(main(sys.argv[1:]))
"""
COMMANDS = ["--help", "find prune", "help container list", "--mock container list", "--mock volume inspect a"]
COMMANDS += ["completion bash", "--mock container list -o yaml", "--mock system events --until 1"]


@pytest.mark.slow
@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_needs_a_package_that_is_not_there(words: str) -> None:
    command = [sys.executable, "-W", "error", "-c", WITHOUT, *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr, done.stdout == "") == (0, "", False)
    status, shown = on_terminal(command)
    assert (status, b"Traceback" in shown) == (0, False)


# --- engines


def test_a_time_out_is_told_as_one(engine: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(at(engine, "--timeout", "0.1", "container", "wait", "web")) == 3
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == (
        "",
        "dynclient: ContainerWait: the engine did not answer within the time that was set (timeout=)\n",
    )


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(
    engine: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "backup.tar"
    backup.write_bytes(b"yesterday's")
    assert main(at(engine, "--to", str(backup), "container", "export", "web")) == 4
    assert backup.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [backup]
    assert main(["--mock", "--to", str(backup), "container", "export", "web"]) == 0
    assert backup.read_bytes() != b"yesterday's"


def test_an_interrupt_ends_a_tool_quietly(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("dynclient.api.findings.check_file", interrupted)
    assert main(["check", "api.yaml"]) == 130
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "container list",
        "-o json container list",
        "-o yaml container list",
        "-o raw container list",
        "-o table container list",
        "system ping",
        "container changes web",
    ],
)
def test_nothing_of_an_engines_steers_the_terminal(engine: str, words: str) -> None:
    _, shown = on_terminal([*PROGRAM, *at(engine, *words.split())])
    assert b"Traceback" not in shown
    assert [sign for sign in STEERED if sign in shown] == []


def test_what_an_engine_refuses_with_steers_no_log(engine: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(at(engine, "container", "changes", "web")) == 1
    assert capfd.readouterr().err == "dynclient: ContainerChanges: 500 failed  \ufffd31m\n"


# --- bodies


def test_a_folder_is_sent_as_a_tar_and_a_pipe_as_it_comes(
    engine: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"tar"))
    writer.start()
    put = ["--mock", "container", "put-archive", "web", "--path", "/"]
    assert main([*put, "--body", f"@{pipe}"]) == 0
    writer.join()
    assert main([*put, "--body", f"@{tmp_path}"]) == 0
    assert main([*put, "--body", f"@{tmp_path / 'none'}"]) == 2
    assert capfd.readouterr().err == f"dynclient: --body: there is no file {tmp_path / 'none'}\n"
