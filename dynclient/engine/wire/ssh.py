"""An engine on another machine: the system's ssh, and `docker system dial-stdio` at its far end.

So ssh's own configuration, agent and known hosts count. Each connection is an ssh of its own; it asks nobody anything.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import socket
import subprocess
import threading
import time
from functools import partial

from dynclient.engine.reach.address import Ssh
from dynclient.engine.wire.dropping import Last
from dynclient.engine.wire.http import Exchange, NoAnswer
from dynclient.engine.wire.pipe import Pipe, Socket

# How long an ssh that was told to end may take: it notifies the far side, and removes its control socket.
_END_SECONDS = 2
# What ssh has to say is a line or two; the rest is a banner.
_LINES = 12
_SHORT_LINE = 300

_ADVICE = (
    (
        ("host key verification failed", "host key is known", "identification has changed"),
        "Connect once by hand, `ssh {target}`, and check the host's key.",
    ),
    (
        ("permission denied (", "too many authentication failures"),
        "`ssh {target}` has to get in without a password: load the key into ssh's agent, or name it in ~/.ssh/config.",
    ),
    (("dial unix", "dial tcp"), "Is the engine running there, and may this user reach it? ssh {target} docker version"),
    (
        ("not found", "no such file or directory"),
        "`docker` has to be in the PATH of a command on the far side: ssh {target} docker version",
    ),
    (("could not resolve hostname",), "Is the host's name right, in the address or in ~/.ssh/config?"),
    (("connection refused", "timed out", "no route to host"), "Does sshd listen there, on this port?"),
)
_OTHERWISE = "Does this get there: ssh {target} docker version"


class SshFailed(ConnectionError):
    """An ssh that did not get to the engine, in its own words.

    Args:
        words: those words, or others where it has none.
        advice: what to try.
    """

    def __init__(self, words: str, advice: str) -> None:
        super().__init__(None, words.removesuffix("."))
        self.advice = advice


def command(where: Ssh) -> list[str]:
    """Return the command that connects: ssh with what the address says, and nothing that is an option by chance."""
    options = ["-o", "BatchMode=yes", "-T"]
    # Every connection is an ssh of its own: a port that the configuration forwards could be taken by one of them only.
    options += ["-o", "ClearAllForwardings=yes"]
    # And none goes through another of ours, which may end first; through one that the user has opened it does.
    options += ["-o", "ControlMaster=no"]
    options += ["-l", where.user] if where.user else []
    options += ["-p", str(where.port)] if where.port else []
    docker = ["docker", *(["--host", f"unix://{where.socket}"] if where.socket else []), "system", "dial-stdio"]
    # ssh joins the words, and a shell on the far side takes them apart again.
    return ["ssh", *options, "--", where.host, *map(shlex.quote, docker)]


class Child:
    """An ssh that runs; it ends when it is told to, is dropped, or the interpreter ends.

    Args:
        process: the ssh.
        said: the pipe that has what it says.
    """

    def __init__(self, process: subprocess.Popen[bytes], said: int) -> None:
        self._said = said
        self._process = process
        self._last = Last(self, partial(_ended, process, said, os.getpid()))

    def end(self, *, wait: bool) -> None:
        """End ssh; only the first time does anything."""
        if wait:
            self._last.done()
        elif self._last.waits:
            self._process.terminate()
            try:
                threading.Thread(target=self._last.done, name="dynclient-ssh-end").start()
            except RuntimeError:  # the interpreter ends
                self._last.done()

    def words(self) -> str:
        """Return what ssh has said, without what could change a terminal."""
        said = b""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._said, 65536):
                said += piece
        lines = ["".join(filter(str.isprintable, line)) for line in said.decode(errors="replace").splitlines()]
        return "\n  ".join(line[:_SHORT_LINE] for line in lines[-_LINES:] if line.strip())


def _ended(process: subprocess.Popen[bytes], said: int, owner: int) -> None:
    """End a process of ours and take its status, so that nothing of it is left."""
    os.close(said)
    if os.getpid() != owner:  # a forked child's: the process is its parent's, and not to be waited for
        process.returncode = 0
        return
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def started(where: Ssh) -> tuple[socket.socket, Child]:
    """Start ssh; return our end of the socket that is its standard input and output."""
    plain, theirs = socket.socketpair()
    ours = Socket(fileno=plain.detach())
    said, saying = os.pipe()
    # What is said is read at the end. Where that is too much for the pipe, the rest is dropped: nobody waits for it.
    os.set_blocking(said, False)
    os.set_blocking(saying, False)
    try:
        process = subprocess.Popen(
            command(where),
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=saying,
            start_new_session=True,  # Ctrl-C is for us, and there is no terminal to ask on
        )
    except OSError as error:
        ours.close()
        os.close(said)
        missing = isinstance(error, FileNotFoundError)
        why = "there is no program ssh in $PATH" if missing else f"ssh cannot be started: {error.strerror}"
        raise SshFailed(why, "Install OpenSSH's client.") from error
    finally:
        theirs.close()
        os.close(saying)
    return ours, Child(process, said)


def greeting() -> Exchange:
    """Return the request that shows whether ssh got through: only an engine at the far end answers it."""
    return Exchange("GET", b"/_ping", [(b"Host", b"docker")])


def greeted(exchange: Exchange, data: bytes) -> bool:
    """Take what comes of the answer; true where it is whole.

    Raises:
        NoAnswer: the connection ended, or this is no engine.
    """
    exchange.feed(data)
    if exchange.error is not None:
        raise NoAnswer(exchange.error.message, closed=not data) from exchange.error
    return exchange.done


def failure(where: Ssh, child: Child, error: Exception) -> SshFailed:
    """Return the error for a connection on which no engine answered."""
    words = child.words()
    if isinstance(error, TimeoutError):
        reason = "ssh did not get through in time"
    elif isinstance(error, NoAnswer) and not error.closed:
        reason = "what answers there does not speak HTTP; does the far side's shell print something when it starts?"
    else:
        reason = "ssh ended" if words else "ssh ended without a word"
    return SshFailed(f"{reason}: {words}" if words else reason, _advice(where, words))


def _advice(where: Ssh, words: str) -> str:
    target = f"{where.user}@{where.host}" if where.user else where.host
    target = f"-p {where.port} {target}" if where.port else target
    lower = words.lower()
    found = next((advice for signs, advice in _ADVICE if any(sign in lower for sign in signs)), _OTHERWISE)
    return found.format(target=target)


def connect_by_ssh(where: Ssh, timeouts: dict[str, float | None]) -> Pipe:
    """Open a connection by ssh; it is open when an engine has answered on it.

    Raises:
        SshFailed: ssh did not get there, or found no engine.
    """
    sock, child = started(where)
    pipe = Pipe(sock, process=child)
    limit = timeouts.get("connect")
    end = None if limit is None else time.monotonic() + limit
    exchange = greeting()
    try:
        with contextlib.suppress(BrokenPipeError):  # ssh has ended: what it says is read next
            pipe.send(exchange.start)
        while True:
            pipe.read_limit = None if end is None else max(end - time.monotonic(), 0)
            if greeted(exchange, pipe.receive()):
                break
    except (OSError, NoAnswer) as error:
        failed = failure(where, child, error)
        pipe.close()
        raise failed from None
    except BaseException:
        pipe.close()
        raise
    pipe.read_limit, pipe.write_limit = timeouts.get("read"), timeouts.get("write")
    return pipe
