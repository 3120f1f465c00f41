"""dynclient where Python lacks what it lacks on Windows: a child process hides it, and calls over TCP and TLS."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
import trustme

from dynclient.engine.reach.helper import _kill

HIDING = """
import asyncio, functools, json, os, select, signal, socket, ssl, subprocess, sys
# The event loop's own pair of sockets is the one thing that Linux cannot make without Unix sockets.
socket.socketpair = functools.partial(socket.socketpair, socket.AF_UNIX)
for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
HIDDEN = {
    os: "fork forkpty register_at_fork geteuid getuid getegid getgid killpg getpgid setsid uname fchmod sysconf mkfifo"
        " chown fchown lchown tcgetpgrp O_NOFOLLOW O_NONBLOCK O_CLOEXEC O_DIRECTORY",
    socket: "AF_UNIX MSG_DONTWAIT MSG_NOSIGNAL SO_REUSEPORT SO_PEERCRED TCP_KEEPIDLE send_fds recv_fds",
    select: "poll epoll",
    signal: "SIGKILL SIGWINCH SIGURG SIGHUP SIGPIPE SIGUSR1 SIGALRM SIGQUIT SIGTSTP SIGCONT pthread_sigmask setitimer",
}
for owner, names in HIDDEN.items():
    for name in names.split():
        if hasattr(owner, name):
            delattr(owner, name)
import dynclient
from dynclient import AsyncClient, Client
"""
CALLING = """
missing = [name for name in dynclient.__all__ if not hasattr(dynclient, name)]
address, authority = sys.argv[1:]
tls = {"ca": authority} if address.startswith("https:") else None
with Client(address, tls=tls, timeout=30, trust_env=False) as client:
    listed = client.container.list(all=True)
    uploaded = client.image.load(body=bytes(1 << 20))
    events = [event.Action for event in client.stream("SystemEvents", until=1)]

async def awaited():
    async with AsyncClient(address, tls=tls, timeout=30, trust_env=False) as client:
        return await client.container.list(all=True)

print(json.dumps([missing, listed, asyncio.run(awaited()), uploaded, events]))
"""
UNIX = """
try:
    Client("unix:///engine.sock").system.ping()
except dynclient.ConnectionFailed as error:
    print(json.dumps(str(error).splitlines()[0]))
"""


class Engine(BaseHTTPRequestHandler):
    """An engine that answers three operations."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer([{"Action": "start"}] if "/events" in self.path else [{"Id": "4f2a"}])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer([{"stream": f"{len(body)} bytes"}])

    def _answer(self, value: Any) -> None:
        lines = "events" in self.path or "load" in self.path
        body = json.dumps(value[0] if lines else value).encode()
        self.send_response(200)
        self.send_header("Api-Version", "1.45")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


@contextmanager
def engine(context: SSLContext | None) -> Iterator[int]:
    """Run an engine, and return its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Engine) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=partial(server.serve_forever, 0.05))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def run(program: str, *arguments: str) -> Any:
    """Run a program where the names are hidden, and return what it prints as JSON."""
    command = [sys.executable, "-W", "error", "-c", HIDING + program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_calls_go_over_tcp_and_tls(scheme: str, tmp_path: Path) -> None:
    authority, context = trustme.CA(), None
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    if scheme == "https":
        context = SSLContext(PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
    with engine(context) as port:
        found = run(CALLING, f"{scheme}://127.0.0.1:{port}", str(tmp_path / "ca.pem"))
    listed = [{"Id": "4f2a"}]
    assert found == [[], listed, listed, [{"stream": f"{1 << 20} bytes"}], ["start"]]


def test_a_unix_socket_is_refused_with_what_can_be_given_instead() -> None:
    message = run(UNIX)
    assert message == (
        "no engine at unix:///engine.sock (from argument): this Python has no Unix sockets; give a tcp:// address."
    )


def test_a_credential_helper_is_ended_alone_where_there_are_no_groups_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "killpg")
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        _kill(process)
        assert process.wait(timeout=30) == -signal.SIGKILL
