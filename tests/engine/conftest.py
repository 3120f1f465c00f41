"""What the tests of reaching an engine share: both clients, an engine that listens over TLS, and an sshd."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dynclient import AsyncClient, Client, DynclientError


class Beside:
    """The place where the engine of tests/live/up runs: its folder is seen there as /engine.

    Args:
        run: that folder.
    """

    def __init__(self, run: Path) -> None:
        self.run = run
        self._enter = ["nsenter", "--target", (run / "engine.pid").read_text().strip(), "--mount", "--pid", "--"]

    def __call__(self, *command: str, folder: Path) -> None:
        """Run a command in a folder of that place, whose files it names as they are seen from there."""
        there = Path("/engine") / folder.relative_to(self.run)
        command = (*self._enter, "env", f"--chdir={there}", *command)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr

    def start(self, *command: str, log: Path) -> subprocess.Popen[bytes]:
        """Start a command there; it ends when the tests do, however they end, and its mounts with it."""
        mortal = ("setpriv", "--pdeathsig", "TERM")
        settings = {"PATH": os.environ["PATH"], "HOME": "/root", "container": "chroot"}  # see tests/live/up
        with log.open("ab") as output:
            line = [*mortal, *self._enter, "unshare", "--mount", *mortal, *command]
            return subprocess.Popen(line, env=settings, stdout=output, stderr=output)


class Authority:
    """An authority made with openssl, whose certificates lie in folders as docker has them.

    Args:
        beside: where openssl is.
        folder: a folder of its own, beside the engine.
        name: what it is called.
    """

    def __init__(self, beside: Beside, folder: Path, name: str) -> None:
        self._beside, self.folder = beside, folder
        folder.mkdir(parents=True)
        self._run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2", f"-subj /CN={name}")

    def _run(self, *parts: str, folder: Path | None = None) -> None:
        line = " ".join(parts)
        if " -x509 " in line:
            line += " -keyout ca-key.pem -out ca.pem"
        self._beside(*line.split(), folder=folder or self.folder)

    def issue(self, who: str, *, names: str = "", use: str = "clientAuth", expired: bool = False) -> Path:
        """Return a folder with ca.pem, cert.pem and key.pem."""
        folder = self.folder / who
        folder.mkdir()
        (folder / "extensions").write_text(f"extendedKeyUsage={use}\n{f'subjectAltName={names}' if names else ''}\n")
        shutil.copy(self.folder / "ca.pem", folder)
        self._run("openssl ecparam -name prime256v1 -genkey -noout -out key.pem", folder=folder)
        self._run(f"openssl req -new -key key.pem -subj /CN={who} -out request", folder=folder)
        signed = "-CA ../ca.pem -CAkey ../ca-key.pem -CAcreateserial -extfile extensions"
        time = "-not_before 20200101000000Z -not_after 20200102000000Z" if expired else "-days 2"
        self._run(f"openssl x509 -req -in request {signed} {time} -out cert.pem", folder=folder)
        return folder


class TlsEngine:
    """An engine on 127.0.0.1 that takes only clients with a certificate (`dockerd --tlsverify`).

    Attributes:
        address: `tcp://127.0.0.1:PORT`; the certificate is for 127.0.0.1, not for localhost.
        port: that port.
        right: a folder of the certificates that get in.
        own: a client that gets in.
        authority: who issued them, and can issue more.
        stranger: another authority.
    """

    def __init__(self, beside: Beside, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority(beside, folder / "ours", "ours")
        self.stranger = Authority(beside, folder / "strangers", "a-stranger")
        self.right = self.authority.issue("right")
        server = self.authority.issue("engine", names="IP:127.0.0.1", use="serverAuth")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        at = Path("/engine") / folder.name
        certs = at / server.relative_to(folder)
        command = ["dockerd", f"--host={self.address}", f"--pidfile={at}/docker.pid", "--tlsverify"]
        command += [f"--tlscacert={certs}/ca.pem", f"--tlscert={certs}/cert.pem", f"--tlskey={certs}/key.pem"]
        command += [f"--data-root={at}/data", f"--exec-root={at}/exec"]
        # The bridge of the first engine, in whose network it runs: with "none" it would remove that.
        command += ["--bridge=docker0", "--iptables=false", "--ip-forward=false"]
        self._process = beside.start(*command, log=folder / "dockerd.log")
        self.own = self.client()
        self._wait_ready()

    def _wait_ready(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                self.own.op("SystemPing")
                return
            except DynclientError:
                late = time.monotonic() > end or self._process.poll() is not None
                assert not late, f"see {self.folder}/dockerd.log"
                time.sleep(0.05)

    def client(self, **settings: Any) -> Client:
        """Return a client that gets in."""
        return Client(self.address, tls=self.right, **settings)

    def stop(self) -> None:
        """End it, wait until it has, and remove what it leaves."""
        self.own.close()
        self._process.terminate()
        self._process.wait(60)
        pid, end = self.folder / "docker.pid", time.monotonic() + 30
        while pid.exists():
            assert time.monotonic() < end, "the engine with TLS does not end"
            time.sleep(0.02)
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def beside(engine_address: str) -> Beside:
    """Provide a function that runs a command beside the engine of tests/live/up."""
    run = Path(engine_address.removeprefix("unix://")).parent
    if not (run / "engine.pid").exists():
        pytest.skip("an engine with TLS is started beside that of tests/live/up alone")
    return Beside(run)


@pytest.fixture(scope="session")
def tls_engine(beside: Beside, engine: Client) -> Iterator[TlsEngine]:
    """Provide an engine that is reached over TLS alone; it holds busybox:1, sent there over TLS."""
    folder = beside.run / f"tls-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    started = TlsEngine(beside, folder)
    try:
        with engine.stream("ImageGet", "busybox:1") as image:
            started.own.op("ImageLoad", body=(part for part in image))
        yield started
    finally:
        started.stop()


class Shell:
    """Either client, used by the same code.

    Attributes:
        name: `sync` or `async`.
    """

    def __init__(self, name: str, stack: ExitStack) -> None:
        self.name, self._stack = name, stack
        self._runner = asyncio.Runner() if name == "async" else None
        if self._runner:
            stack.callback(self._runner.close)

    def __call__(self, value: Any) -> Any:
        """Return the value of an awaitable, and any other value itself."""
        if self._runner is None or not hasattr(value, "__await__"):
            return value

        async def awaited() -> Any:
            return await value

        return self._runner.run(awaited())

    def client(self, *args: Any, **settings: Any) -> Any:
        """Make a client that is closed when the test ends."""
        if self._runner is None:
            return self._stack.enter_context(Client(*args, **settings))
        client = AsyncClient(*args, **settings)
        self._stack.callback(lambda: self(client.aclose()))
        return client

    def read(self, stream: Any) -> list[Any]:
        """Return all that comes from an open stream."""
        if self._runner is None:
            return list(stream)

        async def items() -> list[Any]:
            return [item async for item in stream]

        return self._runner.run(items())  # type: ignore[no-any-return]


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """Provide a `Shell`, which makes clients and drives them; a test that takes it runs once with each client."""
    for name in ("DOCKER_API_VERSION", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as stack:
        yield Shell(request.param, stack)


@pytest.fixture
def container_on() -> Iterator[Callable[..., str]]:
    """Provide a function that makes a container, which is removed in the end: `container_on(client, "cat")`."""
    made: list[tuple[Client, str]] = []

    def make(client: Client, *command: str, **body: Any) -> str:
        given = {"Image": "busybox:1", "Cmd": list(command), "HostConfig": {"NetworkMode": "none"}, **body}
        made.append((client, client.op("ContainerCreate", **given).Id))
        return made[-1][1]

    yield make
    for client, one in made:
        with suppress(DynclientError):
            client.op("ContainerDelete", one, force=True)


# --- ssh ---------------------------------------------------------------------------------------------

_SSHD = """\
HostKey {at}/host
AuthorizedKeysFile {at}/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PidFile none
"""

_SSH = """\
Host far
  IdentityFile {at}/user
  UserKnownHostsFile {at}/known_hosts
Host stranger
  IdentityFile {at}/user
  UserKnownHostsFile {at}/nobody
Host locked
  IdentityFile {at}/host
  UserKnownHostsFile {at}/known_hosts
Host bare
  IdentityFile {at}/bare
  UserKnownHostsFile {at}/known_hosts
Host shared
  IdentityFile {at}/user
  UserKnownHostsFile {at}/known_hosts
  ControlMaster auto
  ControlPath {at}/control
Host far stranger locked bare shared
  HostName 127.0.0.1
  Port {port}
  User root
  IdentitiesOnly yes
"""


class Sshd:
    """An sshd on 127.0.0.1, in the root of the engine, where `docker` is too: one for each connection.

    Its client's configuration has names for it: `far` gets in, to `stranger` its host key is unknown, `locked` has
    another key than those that get in, `bare` gets where no docker is, and `shared` shares what connection there is.

    Attributes:
        folder: its files.
        logins: how many connections came.
        command: what runs ssh with that configuration.
    """

    def __init__(self, beside: Beside, folder: Path) -> None:
        self.folder, self.logins = folder, 0
        for key in ("host", "user", "bare"):
            beside("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key, folder=folder)
        beside("mkdir", "-p", "/run/sshd", folder=folder)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port, at = self._listener.getsockname()[1], f"/engine/{folder.name}"
        host = " ".join((folder / "host.pub").read_text().split()[:2])
        bare = f'command="no-docker system dial-stdio" {(folder / "bare.pub").read_text()}'
        (folder / "authorized_keys").write_text((folder / "user.pub").read_text() + bare)
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}\n")
        (folder / "ssh_config").write_text(_SSH.format(at=at, port=port))
        (folder / "sshd_config").write_text(_SSHD.format(at=at))
        # ssh looks for its configuration where the system says that the user is at home, whatever $HOME says. Without
        # --pid, nsenter becomes what it runs.
        enter = ["nsenter", "--target", (beside.run / "engine.pid").read_text().strip(), "--mount", "--"]
        self.command = [*enter, "/usr/bin/ssh", "-F", f"{at}/ssh_config"]
        self._serving = [*enter, "/usr/sbin/sshd", "-i", "-e", "-f", f"{at}/sshd_config"]
        self._servers: list[subprocess.Popen[bytes]] = []
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError), (self.folder / "sshd.log").open("ab") as log:
            while True:
                peer, _ = self._listener.accept()
                self.logins += 1
                with peer:
                    self._servers.append(subprocess.Popen(self._serving, stdin=peer, stdout=peer, stderr=log))

    def stop(self) -> None:
        """End it and what it has started, and remove its files."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._listener.close()
        for server in self._servers:
            server.terminate()
            server.wait(10)
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def sshd(beside: Beside) -> Iterator[Sshd]:
    """Provide an sshd that leads to the engine of tests/live/up."""
    folder = beside.run / f"ssh-{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o700)
    started = Sshd(beside, folder)
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture
def as_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Provide a function that puts a shell script first in $PATH as ssh: `as_ssh("echo no >&2; exit 255")`."""
    program = tmp_path / "path" / "ssh"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    def put(script: str) -> Path:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    return put


@pytest.fixture
def far(sshd: Sshd, as_ssh: Callable[[str], Path]) -> Sshd:
    """Put the ssh of the engine's root first in $PATH, whose configuration knows the sshd of the tests."""
    as_ssh(f'exec {shlex.join(sshd.command)} "$@"')
    return sshd
