"""Which engine is meant: held against what the docker command itself says and does, with the same settings."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
import trustme

from dynclient import Client, ConnectionFailed, DynclientError, contexts
from dynclient.engine.reach import address as module
from dynclient.engine.reach.address import chosen_context, find_address

CONTEXTS = {
    "prod": "host=tcp://c:1",
    "other": "host=tcp://o:1/with/a/path",
    "secure": "host=tcp://c:2376,ca=ca.pem,cert=cert.pem,key=key.pem",
    "anyone": "host=tcp://c:2376,skip-tls-verify=true",
    "far": "host=ssh://me@host:22/run/d.sock",
    "path": "host=unix:///run/prod.sock",
    "usual": "host=",
    "no-port": "host=tcp://127.0.0.78",
    "no-port-tls": "host=tcp://127.0.0.78,skip-tls-verify=true",
}
CERTIFICATES = "DOCKER_CERT_PATH"  # stands for a folder that has them


class Docker:
    """The docker command that is installed beside the engine, with nothing in its environment but what is given.

    Attributes:
        certificates: a folder of ca.pem, cert.pem and key.pem.
    """

    def __init__(self, program: Path, folder: Path) -> None:
        self._program, self._folder = program, folder
        self.certificates = folder
        authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        mine = authority.issue_cert("client.test", key_type=trustme.KeyType.ECDSA)
        authority.cert_pem.write_to_path(folder / "ca.pem")
        mine.cert_chain_pems[0].write_to_path(folder / "cert.pem")
        mine.private_key_pem.write_to_path(folder / "key.pem")
        for name, settings in CONTEXTS.items():
            assert self({}, "context", "create", name, "--docker", settings)[0] == 0

    def __call__(self, environ: dict[str, str], *arguments: str) -> tuple[int, str]:
        """Return the exit code and what was written to standard output."""
        settings = {"HOME": str(self._folder), "DOCKER_CONFIG": str(self._folder), **environ}
        command = [self._program, *arguments]
        done = subprocess.run(command, cwd=self._folder, env=settings, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout

    def meant(self, environ: dict[str, str], *arguments: str) -> Meant | None:
        """Return the engine that the docker command means, or None where it refuses."""
        status, out = self(environ, *arguments, "context", "inspect", "--format", "{{json .}}")
        if status:
            return None
        said = json.loads(out)
        endpoint = said["Endpoints"]["docker"]
        files = tuple(sorted(said["TLSMaterial"].get("docker", ())))
        host = endpoint.get("Host") or "unix:///var/run/docker.sock"
        return Meant(said["Name"], host, files, not endpoint["SkipTLSVerify"])

    def folder(self, where: Path, config: str) -> str:
        """Return a folder with the same contexts and another config.json."""
        (where / "contexts").symlink_to(self._folder / "contexts")
        (where / "config.json").write_text(config)
        return str(where)


class Meant(NamedTuple):
    """An engine that is meant: the context's name, its address, its TLS files, whether it is verified."""

    context: str
    host: str
    files: tuple[str, ...] = ()
    verify: bool = True


def meant_by_us(environ: dict[str, str], **given: Any) -> Meant | None:
    """Return the engine that dynclient means, or None where it refuses."""
    try:
        name = "default" if "address" in given else chosen_context(given.get("context"), environ)[0]
        found = find_address(environ=environ, **given)
    except ConnectionFailed:
        return None
    trust = found.trust
    files = [Path(file).name for file in (trust.ca, trust.cert, trust.key) if file] if trust else []
    return Meant(name, found.url, tuple(sorted(files)), trust.verify if trust else True)


@pytest.fixture(scope="module")
def docker(engine_address: str, tmp_path_factory: pytest.TempPathFactory) -> Docker:
    """Return the docker command of the engine's root."""
    program = Path(engine_address.removeprefix("unix://")).parent.parent / "root" / "usr" / "bin" / "docker"
    if not program.exists():
        pytest.skip("the docker command is installed beside the engine of tests/live/up alone")
    return Docker(program, tmp_path_factory.mktemp("docker"))


@pytest.fixture(autouse=True)
def _one_usual_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for no socket but the one that docker knows: others may be on this machine."""
    monkeypatch.setattr(module, "usual_sockets", lambda environ: ("/var/run/docker.sock",))


def settings(docker: Docker, folder: Path, environ: dict[str, str], config: str | None) -> dict[str, str]:
    """Return a case's environment, with the folders that it names."""
    where = docker.folder(folder, config) if config is not None else str(docker.certificates)
    named = {name: str(docker.certificates) if value == CERTIFICATES else value for name, value in environ.items()}
    return {"HOME": str(folder), "DOCKER_CONFIG": where, **named}


CURRENT = '{"currentContext": "prod"}'
TLS = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": CERTIFICATES}

# What is set, config.json, docker's arguments, ours.
SAME: dict[str, tuple[dict[str, str], str | None, list[str], dict[str, str]]] = {
    "nothing": ({}, None, [], {}),
    "an address by hand": ({}, None, ["-H", "tcp://a:1"], {"address": "tcp://a:1"}),
    "an address by hand, before the environment": (
        {"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "prod"},
        CURRENT,
        ["-H", "tcp://a:1"],
        {"address": "tcp://a:1"},
    ),
    "a context by hand": ({}, None, ["-c", "prod"], {"context": "prod"}),
    "a context by hand, before the environment": (
        {"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "other"},
        None,
        ["-c", "prod"],
        {"context": "prod"},
    ),
    "a context by hand that is not there": ({}, None, ["-c", "gone"], {"context": "gone"}),
    "both by hand": ({}, None, ["-c", "prod", "-H", "tcp://a:1"], {"context": "prod", "address": "tcp://a:1"}),
    "the default context by hand": ({"DOCKER_CONTEXT": "prod"}, CURRENT, ["-c", "default"], {"context": "default"}),
    "the default context by hand, which the environment sets": (
        {"DOCKER_HOST": "tcp://b:1"},
        CURRENT,
        ["-c", "default"],
        {"context": "default"},
    ),
    "DOCKER_HOST": ({"DOCKER_HOST": "tcp://b:1"}, None, [], {}),
    "DOCKER_HOST, before all contexts": ({"DOCKER_HOST": "tcp://b:1", "DOCKER_CONTEXT": "other"}, CURRENT, [], {}),
    "DOCKER_HOST, empty": ({"DOCKER_HOST": "", "DOCKER_CONTEXT": "other"}, None, [], {}),
    "DOCKER_HOST, with blanks": ({"DOCKER_HOST": "  tcp://b:1 "}, None, [], {}),
    "DOCKER_HOST without a port": ({"DOCKER_HOST": "tcp://b"}, None, [], {}),
    "DOCKER_HOST without a host": ({"DOCKER_HOST": "tcp://:5"}, None, [], {}),
    "DOCKER_HOST without either": ({"DOCKER_HOST": "tcp://"}, None, [], {}),
    "DOCKER_HOST without a scheme": ({"DOCKER_HOST": "b:5"}, None, [], {}),
    "DOCKER_HOST, a host": ({"DOCKER_HOST": "b"}, None, [], {}),
    "DOCKER_HOST, a port": ({"DOCKER_HOST": ":5"}, None, [], {}),
    "DOCKER_HOST, IPv6": ({"DOCKER_HOST": "tcp://[::1]:5"}, None, [], {}),
    "DOCKER_HOST, a path": ({"DOCKER_HOST": "tcp://b:1/pre/fix"}, None, [], {}),
    "DOCKER_HOST, a socket": ({"DOCKER_HOST": "unix:///run/d.sock"}, None, [], {}),
    "DOCKER_HOST, the usual socket": ({"DOCKER_HOST": "unix://"}, None, [], {}),
    "DOCKER_HOST, ssh": ({"DOCKER_HOST": "ssh://me@host:22/run/d.sock"}, None, [], {}),
    "DOCKER_HOST, another scheme": ({"DOCKER_HOST": "ftp://a"}, None, [], {}),
    "DOCKER_HOST, half of IPv6": ({"DOCKER_HOST": "tcp://[::1"}, None, [], {}),
    "DOCKER_HOST, a port that is none": ({"DOCKER_HOST": "tcp://b:port"}, None, [], {}),
    "DOCKER_CONTEXT": ({"DOCKER_CONTEXT": "prod"}, None, [], {}),
    "DOCKER_CONTEXT, before the current one": ({"DOCKER_CONTEXT": "other"}, CURRENT, [], {}),
    "DOCKER_CONTEXT, default": ({"DOCKER_CONTEXT": "default"}, CURRENT, [], {}),
    "DOCKER_CONTEXT, empty": ({"DOCKER_CONTEXT": ""}, CURRENT, [], {}),
    "DOCKER_CONTEXT that is not there": ({"DOCKER_CONTEXT": "gone"}, None, [], {}),
    "the current context": ({}, CURRENT, [], {}),
    "the current context that is not there": ({}, '{"currentContext": "gone"}', [], {}),
    "a current context without a name": ({}, '{"currentContext": ""}', [], {}),
    "no current context": ({}, "{}", [], {}),
    "an empty config.json": ({}, "", [], {}),
    "null for config.json": ({}, "null", [], {}),
    "a context with certificates": ({"DOCKER_CONTEXT": "secure"}, None, [], {}),
    "a context that trusts anyone": ({"DOCKER_CONTEXT": "anyone"}, None, [], {}),
    "a context of ssh": ({"DOCKER_CONTEXT": "far"}, None, [], {}),
    "a context of a socket": ({"DOCKER_CONTEXT": "path"}, None, [], {}),
    "a context of the usual socket": ({"DOCKER_CONTEXT": "usual"}, None, [], {}),
    "TLS of the environment": ({"DOCKER_HOST": "tcp://b:1", **TLS}, None, [], {}),
    "TLS of the environment, switched on by 0": (
        {"DOCKER_HOST": "tcp://b:1", **TLS, "DOCKER_TLS_VERIFY": "0"},
        None,
        [],
        {},
    ),
    "TLS of the environment, without a port": ({"DOCKER_HOST": "tcp://b", **TLS}, None, [], {}),
    "TLS of the environment, without an address": (TLS, None, [], {}),
    "TLS of the environment, with an address by hand": (TLS, None, ["-H", "tcp://a:1"], {"address": "tcp://a:1"}),
    "TLS of the environment, which is not a context's": ({**TLS, "DOCKER_CONTEXT": "prod"}, None, [], {}),
    "TLS of the environment, with the folder of config.json": (
        {"DOCKER_HOST": "tcp://b:1", "DOCKER_TLS_VERIFY": "1"},
        None,
        [],
        {},
    ),
    "certificates alone": ({"DOCKER_HOST": "tcp://b:1", "DOCKER_CERT_PATH": CERTIFICATES}, None, [], {}),
    "an empty DOCKER_TLS_VERIFY": (
        {"DOCKER_HOST": "tcp://b:1", **TLS, "DOCKER_TLS_VERIFY": ""},
        None,
        [],
        {},
    ),
}


@pytest.mark.parametrize(("environ", "config", "arguments", "given"), SAME.values(), ids=SAME.keys())
def test_the_same_engine_is_meant(
    docker: Docker, tmp_path: Path, environ: dict[str, str], config: str | None, arguments: list[str], given: Any
) -> None:
    environ = settings(docker, tmp_path, environ, config)
    assert meant_by_us(environ, **given) == docker.meant(environ, *arguments)


DEFAULT = Meant("default", "unix:///var/run/docker.sock")
ALL = ("ca.pem", "cert.pem", "key.pem")

# What is set, config.json, what docker means, what we mean.
OTHER: dict[str, tuple[dict[str, str], str | None, Meant | None, Meant | None]] = {
    "a path is a socket, which docker takes for a host": (
        {"DOCKER_HOST": "/run/d.sock"},
        None,
        Meant("default", "tcp://localhost:2375/run/d.sock"),
        Meant("default", "unix:///run/d.sock"),
    ),
    "http and https are taken": ({"DOCKER_HOST": "http://b:1/p"}, None, None, Meant("default", "http://b:1/p")),
    "IPv6 needs no port": ({"DOCKER_HOST": "tcp://[::1]"}, None, None, Meant("default", "tcp://[::1]:2375")),
    "a password is refused, which docker leaves out": (
        {"DOCKER_HOST": "tcp://me:hunter2@b:1"},
        None,
        Meant("default", "tcp://b:1"),
        None,
    ),
    "a query is refused, which docker leaves out": (
        {"DOCKER_HOST": "tcp://b:1?a=b"},
        None,
        Meant("default", "tcp://b:1"),
        None,
    ),
    "port 0 is refused, which docker finds out later": (
        {"DOCKER_HOST": "tcp://b:0"},
        None,
        Meant("default", "tcp://b:0"),
        None,
    ),
    "a file descriptor is refused at once": ({"DOCKER_HOST": "fd://3"}, None, Meant("default", "fd://3"), None),
    "a Windows pipe is refused at once": (
        {"DOCKER_HOST": "npipe:////./pipe/d"},
        None,
        Meant("default", "npipe:////./pipe/d"),
        None,
    ),
    "a password for ssh is refused at once": (
        {"DOCKER_HOST": "ssh://me:hunter2@b"},
        None,
        Meant("default", "ssh://me:hunter2@b"),
        None,
    ),
    "a broken config.json is refused, of which docker warns": ({}, "{", DEFAULT, None),
    "a current context that is no name is refused, of which docker warns": (
        {},
        '{"currentContext": 5}',
        DEFAULT,
        None,
    ),
    "DOCKER_TLS alone verifies too": (
        {"DOCKER_HOST": "tcp://b:1", "DOCKER_TLS": "1", "DOCKER_CERT_PATH": CERTIFICATES},
        None,
        Meant("default", "tcp://b:1", ALL, verify=False),
        Meant("default", "tcp://b:1", ALL),
    ),
    "a socket needs no certificates": (
        {"DOCKER_HOST": "unix:///run/d.sock", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/none"},
        None,
        None,
        Meant("default", "unix:///run/d.sock"),
    ),
}


@pytest.mark.parametrize(("environ", "config", "docker_means", "we_mean"), OTHER.values(), ids=OTHER.keys())
def test_where_another_engine_is_meant_it_is_on_purpose(
    docker: Docker,
    tmp_path: Path,
    environ: dict[str, str],
    config: str | None,
    docker_means: Meant | None,
    we_mean: Meant | None,
) -> None:
    environ = settings(docker, tmp_path, environ, config)
    assert (docker.meant(environ), meant_by_us(environ)) == (docker_means, we_mean)


def test_the_same_contexts_are_listed_in_the_same_order(docker: Docker) -> None:
    environ = {"DOCKER_CONFIG": str(docker.certificates), "DOCKER_CONTEXT": "far"}
    status, out = docker(environ, "context", "ls", "--format", "{{.Name}} {{.DockerEndpoint}} {{.Current}}")
    ours = [f"{one.name} {one.host} {str(one.current).lower()}" for one in contexts(environ)]
    assert (status, ours) == (0, out.splitlines())


# --- where requests go


class Recorder:
    """A listener that notes who comes where, `("tls", 2376)`, `("HTTP", 2375, "/pre")`, and hangs up."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, ...]] = []
        self._sockets: list[socket.socket] = []

    def listen(self, listener: socket.socket, name: Any) -> None:
        self._sockets.append(listener)
        Thread(target=self._serve, args=(listener, name), daemon=True).start()

    def _serve(self, listener: socket.socket, name: Any) -> None:
        with suppress(OSError):
            while True:
                peer, _ = listener.accept()
                with peer, suppress(OSError):
                    self._note(peer.recv(4096), name)

    def _note(self, data: bytes, name: Any) -> None:
        if data.startswith(b"\x16\x03"):
            self.seen.append(("TLS", name))
        elif found := re.match(rb"\w+ (.*?)(/v[0-9.]+)?/(_ping|version) HTTP", data):
            self.seen.append(("HTTP", name, found[1].decode()))
        elif found := re.match(rb"CONNECT (\S+) HTTP", data):
            self.seen.append(("CONNECT", name, found[1].decode()))

    def first(self, act: Callable[[], Any]) -> tuple[Any, ...] | None:
        """Return what came first while a function ran."""
        self.seen.clear()
        act()
        return self.seen[0] if self.seen else None

    def close(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Provide a recorder of connections."""
    with ExitStack() as stack:
        recorder = Recorder()
        stack.callback(recorder.close)
        yield recorder


def ours(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Provide a function that calls an engine by nothing but an environment."""

    def act() -> None:
        with monkeypatch.context() as patch:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"):
                patch.delenv(name, raising=False)
            for name, value in environ.items():
                patch.setenv(name, value)
            with suppress(DynclientError), Client(timeout=10) as client:
                client.op("SystemVersion")

    return act


REACHED: dict[str, tuple[dict[str, str], tuple[Any, ...]]] = {
    "the usual port": ({"DOCKER_HOST": "tcp://127.0.0.78"}, ("HTTP", 2375, "")),
    "the usual port, with TLS too": ({"DOCKER_HOST": "tcp://127.0.0.78", **TLS}, ("TLS", 2375)),
    "another port, with TLS": ({"DOCKER_HOST": "tcp://127.0.0.78:2376", **TLS}, ("TLS", 2376)),
    "a path before the version's": ({"DOCKER_HOST": "tcp://127.0.0.78:2376/pre/fix"}, ("HTTP", 2376, "/pre/fix")),
    "HTTP's own port where a context names none": ({"DOCKER_CONTEXT": "no-port"}, ("HTTP", 80, "")),
    "that of HTTPS where it has TLS": ({"DOCKER_CONTEXT": "no-port-tls"}, ("TLS", 443)),
    "a socket": ({"DOCKER_HOST": "unix://engine.sock"}, ("HTTP", "socket", "")),
}


@pytest.mark.parametrize(("environ", "expected"), REACHED.values(), ids=REACHED.keys())
def test_requests_go_where_those_of_docker_go(
    docker: Docker,
    recorder: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environ: dict[str, str],
    expected: tuple[Any, ...],
) -> None:
    environ = settings(docker, tmp_path, environ, None)
    if environ.get("DOCKER_HOST") == "unix://engine.sock":
        environ["DOCKER_HOST"] = f"unix://{tmp_path}/engine.sock"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{tmp_path}/engine.sock")
        listener.listen()
        recorder.listen(listener, "socket")
    else:
        recorder.listen(socket.create_server(("127.0.0.78", expected[1])), expected[1])
    assert recorder.first(lambda: docker(environ, "version")) == expected
    assert recorder.first(ours(environ, monkeypatch)) == expected


# 0.0.0.0 is this machine, and not the loopback, which has no proxy. {proxy} and {port} are filled in.
PROXIES: dict[str, tuple[str, dict[str, str], tuple[Any, ...] | None]] = {
    "HTTP_PROXY": ("0.0.0.0", {"HTTP_PROXY": "http://{proxy}"}, ("HTTP", "proxy", "http://0.0.0.0:{port}")),
    "http_proxy": ("0.0.0.0", {"http_proxy": "http://{proxy}"}, ("HTTP", "proxy", "http://0.0.0.0:{port}")),
    "without a scheme": ("0.0.0.0", {"HTTP_PROXY": "{proxy}"}, ("HTTP", "proxy", "http://0.0.0.0:{port}")),
    "an empty one, and one in small letters": (
        "0.0.0.0",
        {"HTTP_PROXY": "", "http_proxy": "{proxy}"},
        ("HTTP", "proxy", "http://0.0.0.0:{port}"),
    ),
    "HTTPS_PROXY, which is for TLS": ("0.0.0.0", {"HTTPS_PROXY": "http://{proxy}"}, ("HTTP", "engine", "")),
    "TLS": ("0.0.0.0", {"HTTPS_PROXY": "http://{proxy}", **TLS}, ("CONNECT", "proxy", "0.0.0.0:{port}")),
    "TLS and HTTP_PROXY, which is not for it": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", **TLS}, ("TLS", "engine")),
    "the loopback": ("127.0.0.1", {"HTTP_PROXY": "{proxy}"}, ("HTTP", "engine", "")),
    "localhost": ("localhost", {"HTTP_PROXY": "{proxy}"}, ("HTTP", "engine", "")),
    "NO_PROXY": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", "NO_PROXY": "a, 0.0.0.0"}, ("HTTP", "engine", "")),
    "no_proxy": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", "no_proxy": "0.0.0.0"}, ("HTTP", "engine", "")),
    "NO_PROXY, all": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", "NO_PROXY": "*"}, ("HTTP", "engine", "")),
    "NO_PROXY, a network": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", "NO_PROXY": "0.0.0.0/8"}, ("HTTP", "engine", "")),
    "NO_PROXY, a port": ("0.0.0.0", {"HTTP_PROXY": "{proxy}", "NO_PROXY": "0.0.0.0:{port}"}, ("HTTP", "engine", "")),
    "NO_PROXY, another port": (
        "0.0.0.0",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": "0.0.0.0:1"},
        ("HTTP", "proxy", "http://0.0.0.0:{port}"),
    ),
    "NO_PROXY, a part of an address": (
        "0.0.0.0",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": "0.0"},
        ("HTTP", "proxy", "http://0.0.0.0:{port}"),
    ),
    "NO_PROXY, a domain": ("a.example.invalid", {"HTTP_PROXY": "{proxy}", "NO_PROXY": "Example.invalid"}, None),
    "NO_PROXY, a domain after a dot": (
        "a.example.invalid",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": ".example.invalid"},
        None,
    ),
    "NO_PROXY, a domain after an asterisk": (
        "a.example.invalid",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": "*.example.invalid"},
        None,
    ),
    "NO_PROXY, only what is below a domain": (
        "example.invalid",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": ".example.invalid"},
        ("HTTP", "proxy", "http://example.invalid:{port}"),
    ),
    "NO_PROXY, the end of a name": (
        "example.invalid",
        {"HTTP_PROXY": "{proxy}", "NO_PROXY": "ample.invalid"},
        ("HTTP", "proxy", "http://example.invalid:{port}"),
    ),
}


@pytest.mark.parametrize(("host", "environ", "expected"), PROXIES.values(), ids=PROXIES.keys())
def test_a_proxy_is_taken_where_docker_takes_it(
    docker: Docker,
    recorder: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    environ: dict[str, str],
    expected: tuple[Any, ...] | None,
) -> None:
    engine, proxy = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
    recorder.listen(engine, "engine")
    recorder.listen(proxy, "proxy")
    port = str(engine.getsockname()[1])
    where = {"proxy": f"127.0.0.1:{proxy.getsockname()[1]}", "port": port}
    environ = settings(docker, tmp_path, {**environ, "DOCKER_HOST": f"tcp://{host}:{port}"}, None)
    environ = {name: value.format(**where) for name, value in environ.items()}
    seen = tuple(part.format(**where) for part in expected) if expected else None
    assert recorder.first(lambda: docker(environ, "version")) == seen
    assert recorder.first(ours(environ, monkeypatch)) == seen
