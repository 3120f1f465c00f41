"""Engines behind ssh: a real sshd and a real engine; scripts in place of ssh for what those do not do on command."""

from __future__ import annotations

import asyncio
import gc
import os
import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dynclient import AsyncClient, Client, ConnectionFailed
from dynclient.engine.reach.address import Ssh
from dynclient.engine.wire import ssh
from dynclient.engine.wire.pipe import Pipe

OPTIONS = ["ssh", "-o", "BatchMode=yes", "-T", "-o", "ClearAllForwardings=yes", "-o", "ControlMaster=no"]


@pytest.mark.parametrize(
    ("where", "options", "docker"),
    [
        (Ssh("far"), ["--", "far"], ["docker"]),
        (Ssh("far", user="me"), ["-l", "me", "--", "far"], ["docker"]),
        (Ssh("far", port=2222), ["-p", "2222", "--", "far"], ["docker"]),
        (Ssh("-oProxyCommand=x"), ["--", "-oProxyCommand=x"], ["docker"]),
        (Ssh("far", socket="/run/d.sock"), ["--", "far"], ["docker", "--host", "unix:///run/d.sock"]),
        (Ssh("far", socket="/a b;c"), ["--", "far"], ["docker", "--host", "'unix:///a b;c'"]),
    ],
)
def test_ssh_is_given_what_the_address_says_and_docker_at_the_far_end(
    where: Ssh, options: list[str], docker: list[str]
) -> None:
    assert ssh.command(where) == [*OPTIONS, *options, *docker, "system", "dial-stdio"]


# --- there ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["ssh://far", "ssh://root@far", "ssh://far/engine/docker.sock"])
def test_calls_go_by_one_connection(shell: Any, far: Any, address: str) -> None:
    before = far.logins
    client = shell.client(address)
    assert [shell(client.op("SystemPing")) for _ in range(3)] == ["OK"] * 3
    assert shell(client.op("SystemVersion")).Version.startswith("26.1.5")
    assert far.logins - before == 1


def test_a_stream_has_an_ssh_of_its_own(shell: Any, far: Any) -> None:
    client = shell.client("ssh://far")
    before = far.logins
    stream = shell(client.stream("SystemEvents", since=1, until=2))
    assert shell.read(stream) == []
    assert shell(client.op("SystemPing")) == "OK"
    assert far.logins - before == 2


def test_no_connection_goes_through_another_of_ours_which_may_end_first(shell: Any, far: Any) -> None:
    first, second = shell.client("ssh://shared"), shell.client("ssh://shared")
    assert shell(first.op("SystemPing")) == "OK"
    stream = shell(second.stream("ImageGet", "busybox:1"))
    shell(first.close() if isinstance(first, Client) else first.aclose())
    assert len(b"".join(shell.read(stream))) > 1_000_000


# --- not there --------------------------------------------------------------------------------------

BY_HAND = "Does this get there: ssh {} docker version"

# What happens there, ssh's own words about it, and what to try.
FAILURES: dict[str, tuple[str, str, str]] = {
    "an unknown host key": (
        "ssh://stranger",
        "ssh ended: Host key verification failed.",
        "Connect once by hand, `ssh stranger`, and check the host's key.",
    ),
    "a refused login": (
        "ssh://locked",
        "ssh ended: root@127.0.0.1: Permission denied (publickey).",
        "`ssh locked` has to get in without a password: load the key into ssh's agent, or name it in ~/.ssh/config.",
    ),
    "no such user": (
        "ssh://nobody-here@far",
        "ssh ended: nobody-here@127.0.0.1: Permission denied (publickey).",
        "`ssh nobody-here@far` has to get in without a password: load the key into ssh's agent, or name it in"
        " ~/.ssh/config.",
    ),
    "no docker": (
        "ssh://bare",
        "ssh ended: bash: line 1: no-docker: command not found.",
        "`docker` has to be in the PATH of a command on the far side: ssh bare docker version",
    ),
}


def failed(shell: Any, address: str, **settings: Any) -> list[str]:
    """Return the messages of a call, and of a stream, that do not get there."""
    messages = []
    for use in (lambda client: client.op("SystemInfo"), lambda client: client.stream("SystemEvents")):
        with pytest.raises(ConnectionFailed) as caught:
            shell(use(shell.client(address, version="1.45", **settings)))
        messages.append(str(caught.value))
    return messages


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_told_in_sshs_own_words(shell: Any, far: Any, case: str) -> None:
    address, words, advice = FAILURES[case]
    assert failed(shell, address) == [f"no engine at {address} (from argument): {words}\n  {advice}"] * 2


def test_a_host_that_is_not_there(shell: Any, far: Any) -> None:
    for message in failed(shell, "ssh://no-such-host.invalid"):
        assert "ssh ended: ssh: Could not resolve hostname no-such-host.invalid: " in message
        assert message.endswith("\n  Is the host's name right, in the address or in ~/.ssh/config?")


def test_an_engine_that_is_not_there_on_the_far_side(shell: Any, far: Any) -> None:
    for message in failed(shell, "ssh://far/no/such.sock"):
        assert "/no/such.sock" in message
        assert message.endswith("\n  Is the engine running there, and may this user reach it? ssh far docker version")


def test_where_there_is_no_ssh(shell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = "no engine at ssh://far (from argument): there is no program ssh in $PATH.\n  Install OpenSSH's client."
    assert failed(shell, "ssh://far") == [said] * 2


def test_an_ssh_that_is_no_program(shell: Any, as_ssh: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_ssh("").write_text("this has no first line")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert "ssh cannot be started: Exec format error." in failed(shell, "ssh://far")[0]


# A script in place of ssh, the reason that is told, and what to try.
SCRIPTS = {
    "silence": ("exit 1", "ssh ended without a word", BY_HAND),
    "colours": (r"printf '\033[31mno\033[0m\r\n\a' >&2; exit 1", "ssh ended: [31mno[0m", BY_HAND),
    "many lines": ("seq 1 20 >&2; exit 1", "ssh ended: " + "\n  ".join(map(str, range(9, 21))), BY_HAND),
    "one long line": ("head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1", "ssh ended: " + "x" * 300, BY_HAND),
    "more than a pipe holds": (
        "head -c 100000 /dev/zero | tr '\\0' '\\n' >&2; echo lost >&2; exit 1",
        "ssh ended without a word",
        BY_HAND,
    ),
    "a closed port": (
        "echo 'ssh: connect to host far port 22: Connection refused' >&2; exit 255",
        "ssh ended: ssh: connect to host far port 22: Connection refused",
        "Does sshd listen there, on this port?",
    ),
    "a talking shell": (
        r"echo Welcome; printf 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'; exec sleep 10",
        "what answers there does not speak HTTP; does the far side's shell print something when it starts?",
        BY_HAND,
    ),
    "half an answer": (
        r"printf 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO'; exit",
        "ssh ended without a word",
        BY_HAND,
    ),
    "broken chunks": (
        r"printf 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n'; exec sleep 10",
        "what answers there does not speak HTTP; does the far side's shell print something when it starts?",
        BY_HAND,
    ),
}


@pytest.mark.parametrize("case", SCRIPTS)
def test_another_end_is_told_too(shell: Any, as_ssh: Any, case: str) -> None:
    script, reason, advice = SCRIPTS[case]
    as_ssh(script)
    said = f"no engine at ssh://me@far:22 (from argument): {reason}.\n  {advice.format('-p 22 me@far')}"
    assert failed(shell, "ssh://me@far:22") == [said] * 2


# --- processes --------------------------------------------------------------------------------------


class Started:
    """The ssh processes that were started."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def pids(self) -> list[int]:
        return [int(line) for line in self._file.read_text().split()] if self._file.exists() else []

    def alive(self) -> list[int]:
        """Return those that are there, be it as zombies."""
        return [pid for pid in self.pids if Path(f"/proc/{pid}").exists()]

    def all_end(self) -> bool:
        """Wait until none is there."""
        end = time.monotonic() + 10
        while self.alive() and time.monotonic() < end:
            time.sleep(0.005)
        return not self.alive()


@pytest.fixture
def started(far: Any, as_ssh: Any, tmp_path: Path) -> Started:
    """Return the processes of an ssh that gets there."""
    as_ssh(f'echo $$ >>{tmp_path}/pids; exec {shlex.join(far.command)} "$@"')
    return Started(tmp_path / "pids")


@pytest.fixture
def stuck(as_ssh: Any, tmp_path: Path) -> Started:
    """Return the processes of an ssh that gets nowhere."""
    as_ssh(f"echo $$ >>{tmp_path}/pids; exec sleep 100")
    return Started(tmp_path / "pids")


def test_ctrl_c_at_the_terminal_does_not_reach_ssh(shell: Any, started: Started) -> None:
    shell(shell.client("ssh://far").op("SystemPing"))
    [pid] = started.pids
    assert os.getsid(pid) == pid


def test_ssh_ends_with_its_client(started: Started) -> None:
    with Client("ssh://far") as client, client.stream("SystemEvents"):
        client.op("SystemPing")
        assert len(started.alive()) == 2
    assert started.all_end()


def test_ssh_ends_with_its_async_client(started: Started) -> None:
    async def main() -> int:
        async with AsyncClient("ssh://far") as client, client.stream("SystemEvents"):
            await client.op("SystemPing")
            return len(started.alive())

    assert asyncio.run(main()) == 2
    assert started.all_end()


def test_ssh_ends_with_clients_and_streams_that_are_dropped(shell: Any, started: Started) -> None:
    kind: Any = Client if shell.name == "sync" else AsyncClient
    client = kind("ssh://far")
    stream = shell(client.stream("SystemEvents"))
    shell(client.op("SystemPing"))
    assert len(started.alive()) == 2
    del client, stream
    gc.collect()
    assert started.all_end()


LEFT = """
import asyncio, sys
from dynclient import AsyncClient, Client

async def main(client):
    await client.op("SystemPing")
    return client, await client.stream("SystemEvents")

if sys.argv[1] == "sync":
    client = Client("ssh://far")
    stream = client.stream("SystemEvents")
    client.op("SystemPing")
else:
    left = asyncio.run(main(AsyncClient("ssh://far")))
"""


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_ssh_ends_with_the_interpreter(shell: str, started: Started) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", LEFT, shell], check=True, timeout=60)
    assert len(started.pids) == 2
    assert started.all_end()


def test_an_ssh_that_gets_nowhere_is_given_up_and_ended(shell: Any, stuck: Started) -> None:
    said = "no engine at ssh://far (from argument): ssh did not get through in time."
    for message in failed(shell, "ssh://far", timeout={"connect": 0.1}):
        assert message == f"{said}\n  {BY_HAND.format('far')}"
    assert len(stuck.pids) == 2
    assert stuck.all_end()


def test_an_ssh_that_does_not_want_to_end_is_killed(
    shell: Any, as_ssh: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_ssh(f"trap '' TERM; echo $$ >>{tmp_path}/pids; exec sleep 100")
    monkeypatch.setattr(ssh, "_END_SECONDS", 0.05)
    failed(shell, "ssh://far", timeout={"connect": 0.1})
    assert Started(tmp_path / "pids").all_end()


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_a_call_that_is_cancelled_while_ssh_connects_leaves_no_process(stuck: Started, steps: int) -> None:
    async def main() -> None:
        async with AsyncClient("ssh://far") as client:
            call = asyncio.create_task(client.op("SystemPing"))
            for _ in range(steps):
                await asyncio.sleep(0.01 if steps > 1 else 0)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(main())
    assert stuck.all_end()


def test_an_ssh_that_has_ended_while_idle_is_replaced(shell: Any, started: Started) -> None:
    client = shell.client("ssh://far")
    shell(client.op("SystemPing"))
    [first] = started.pids
    os.kill(first, 15)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert shell(client.op("SystemPing")) == "OK"
    assert len(started.pids) == 2
    assert first not in started.alive() or shell.name == "async"


def test_what_ssh_says_meanwhile_holds_nothing_up(shell: Any, far: Any, as_ssh: Any) -> None:
    as_ssh(f'head -c 1000000 /dev/zero >&2; exec {shlex.join(far.command)} "$@"')
    assert shell(shell.client("ssh://far").op("SystemPing")) == "OK"


def test_many_at_once_are_let_in_few_at_a_time(far: Any) -> None:
    before = far.logins

    async def main() -> list[Any]:
        async with AsyncClient("ssh://far") as client:
            return await asyncio.gather(*(client.op("SystemPing") for _ in range(40)))

    assert asyncio.run(main()) == ["OK"] * 40
    assert far.logins - before <= 10


def test_ctrl_c_while_ssh_connects_ends_it(stuck: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Pipe) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Pipe, "receive", interrupted)
    with Client("ssh://far", version="1.45") as client, pytest.raises(KeyboardInterrupt):
        client.op("SystemPing")
    assert stuck.alive() == []


def test_ssh_is_ended_here_where_no_thread_can_be_had_any_more(
    stuck: Started, as_ssh: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    sock, child = ssh.started(Ssh("far"))
    with sock, monkeypatch.context() as late:
        late.setattr(threading.Thread, "start", refused)
        child.end(wait=False)
    child.end(wait=False)
    assert stuck.alive() == []


def test_a_forked_child_leaves_its_parents_ssh_alone(stuck: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    sock, child = ssh.started(Ssh("far"))
    process = child._process
    with sock, monkeypatch.context() as forked:
        forked.setattr(os, "getpid", lambda: -1)
        child.end(wait=True)
    assert os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG) is None  # it runs
    os.kill(process.pid, 15)
    os.waitpid(process.pid, 0)
