"""TLS with a real engine that takes only clients with a certificate; and in words why it fails where it does."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dynclient import Client, ConnectionFailed, contexts

ASK = "\n  Name one by tls={'ca': …, 'cert': …, 'key': …}, tls=FOLDER or $DOCKER_CERT_PATH."
NAME = "\n  Use a name that the certificate has, or have one made for this name."


def files(folder: Path, *, ca: Path | None = None) -> dict[str, Any]:
    """Return a folder's files as a mapping, with another folder's authority."""
    return {"ca": (ca or folder) / "ca.pem", "cert": folder / "cert.pem", "key": folder / "key.pem"}


def newest(tls: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
    """Return a context of one's own, of no later version than that."""
    context = ssl.create_default_context(cafile=tls / "ca.pem")
    context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
    context.maximum_version = version
    return context


# --- who gets in

GIVEN: dict[str, Callable[[Path], Any]] = {
    "a folder": lambda right: right,
    "a folder's name": str,
    "files": files,
    "their names": lambda right: {name: str(file) for name, file in files(right).items()},
    "a context of one's own": lambda right: newest(right, ssl.TLSVersion.TLSv1_3),
    "TLS 1.2": lambda right: newest(right, ssl.TLSVersion.TLSv1_2),
    "any certificate": lambda right: {**files(right), "ca": None, "verify": False},
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN.keys())
def test_the_right_certificates_get_in(tls_engine: Any, shell: Any, given: Callable[[Path], Any]) -> None:
    client = shell.client(tls_engine.address, tls=given(tls_engine.right))
    assert shell(client.op("SystemVersion")).ApiVersion == "1.45"
    with pytest.raises(ConnectionFailed):  # the engine would not take anyone
        shell(shell.client(tls_engine.address, tls={"verify": False}).op("SystemVersion"))


def test_the_environment_names_them(tls_engine: Any, shell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", tls_engine.address)
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.right))
    client = shell.client()
    assert shell(client.op("SystemPing")) == "OK"
    assert (client.address.origin, client.address.trust.origin) == ("$DOCKER_HOST", "$DOCKER_TLS_VERIFY")


def test_an_https_address_takes_those_of_the_environment(
    tls_engine: Any, shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.right))
    client = shell.client(f"https://127.0.0.1:{tls_engine.port}")
    assert shell(client.op("SystemPing")) == "OK"
    assert client.address.trust.origin == "$DOCKER_CERT_PATH"


def test_a_context_that_docker_has_made_brings_them(
    tls_engine: Any, beside: Any, shell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, docker = tls_engine.right, beside.run.parent / "root" / "usr" / "bin" / "docker"
    host = f"host={tls_engine.address},ca={right}/ca.pem,cert={right}/cert.pem,key={right}/key.pem"
    command = [docker, "context", "create", "secure", "--docker", host]
    subprocess.run(command, env={"DOCKER_CONFIG": str(tmp_path)}, check=True, capture_output=True)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    client = shell.client(context="secure")
    assert shell(client.op("SystemPing")) == "OK"
    folder = tmp_path / "contexts" / "tls" / hashlib.sha256(b"secure").hexdigest() / "docker"
    assert client.address.trust.ca == str(folder / "ca.pem")
    assert [one.tls for one in contexts() if one.name == "secure"] == [True]


# --- who does not

REFUSED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "none": (
        "127.0.0.1",
        lambda engine: {"ca": engine.right / "ca.pem"},
        "it takes only clients with a certificate, and none was given." + ASK,
    ),
    "an expired one": (
        "127.0.0.1",
        lambda engine: files(made(engine, "expired", expired=True)),
        "it does not take the certificate in {made}/cert.pem: that has expired, or is not valid yet." + ASK,
    ),
    "another authority's": (
        "127.0.0.1",
        lambda engine: files(made(engine, "foreign"), ca=engine.right),
        "it does not take the certificate in {made}/cert.pem: that is from an authority that it does not know." + ASK,
    ),
    "one for servers": (
        "127.0.0.1",
        lambda engine: files(made(engine, "server", use="serverAuth")),
        "it does not take the certificate in {made}/cert.pem." + ASK,
    ),
    "an engine of another authority": (
        "127.0.0.1",
        lambda engine: made(engine, "foreign"),
        "its certificate is not trusted: unable to get local issuer certificate.\n  It was held against {made}/ca.pem; "
        "tls={'ca': FILE} names the authority that issued it.",
    ),
    "an engine of no authority that the system knows": (
        "127.0.0.1",
        lambda engine: True,
        "its certificate is not trusted: unable to get local issuer certificate.\n  It was held against the system's "
        "authorities; tls={'ca': FILE} names the authority that issued it.",
    ),
    "another name": (
        "localhost",
        lambda engine: engine.right,
        "its certificate is not trusted: Hostname mismatch, certificate is not valid for 'localhost'." + NAME,
    ),
    "a context of one's own without a certificate": (
        "127.0.0.1",
        lambda engine: ssl.create_default_context(cafile=engine.right / "ca.pem"),
        "it takes only clients with a certificate." + ASK,
    ),
}


def made(engine: Any, who: str, **about: Any) -> Path:
    """Return the folder of a certificate, made once."""
    authority = engine.stranger if who == "foreign" else engine.authority
    folder: Path = authority.folder / who
    return folder if folder.exists() else authority.issue(who, **about)


USES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a call": ("1.45", lambda client: client.op("SystemVersion")),
    "the first call, which asks for the version": ("auto", lambda client: client.op("SystemVersion")),
    "a stream": ("1.45", lambda client: client.stream("SystemEvents")),
    "an upload": ("1.45", lambda client: client.op("ImageLoad", body=b"x" * 300_000)),
}


@pytest.mark.parametrize(("version", "use"), USES.values(), ids=USES.keys())
@pytest.mark.parametrize(("host", "given", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_others_do_not_and_the_error_says_why(
    tls_engine: Any,
    shell: Any,
    version: str,
    use: Callable[[Any], Any],
    host: str,
    given: Callable[[Any], Any],
    why: str,
) -> None:
    address, tls = f"tcp://{host}:{tls_engine.port}", given(tls_engine)
    client = shell.client(address, tls=tls, version=version)
    with pytest.raises(ConnectionFailed) as caught:
        shell(use(client))
    folder = tls["cert"].parent if isinstance(tls, dict) and "cert" in tls else tls
    expected = why.replace("{made}", str(folder))
    assert str(caught.value) == f"no engine at {address} (from argument): {expected}"
    assert (caught.value.address, caught.value.origin) == (address, "argument")


def test_in_tls_1_2_it_shows_while_the_connection_is_made(tls_engine: Any, shell: Any) -> None:
    context = newest(made(tls_engine, "expired", expired=True), ssl.TLSVersion.TLSv1_2)
    with pytest.raises(ConnectionFailed, match="it does not take the client's certificate, or misses it: that has ex"):
        shell(shell.client(tls_engine.address, tls=context).op("SystemPing"))


def test_an_alert_is_not_forgotten_while_more_is_sent(tls_engine: Any) -> None:
    with Client(tls_engine.address, tls={"ca": tls_engine.right / "ca.pem"}, version="1.45") as client:
        for _ in range(5):  # whether it comes before the first part of the body or after it is a matter of luck
            with pytest.raises(ConnectionFailed, match="it takes only clients with a certificate"):
                client.op("ImageLoad", body=iter([b"x" * 100_000] * 20))


def test_what_docker_does_not_check_is_checked(tls_engine: Any, shell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_TLS", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(made(tls_engine, "foreign")))
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client(tls_engine.address).op("SystemPing"))
    assert str(caught.value).endswith(
        "its certificate is not trusted: unable to get local issuer certificate.\n"
        "  Where $DOCKER_TLS_VERIFY is not set docker does not check it; nor does tls={'verify': False}."
    )


# --- TLS on one side only


@pytest.mark.parametrize(("version", "use"), USES.values(), ids=USES.keys())
def test_plain_http_to_a_tls_port_says_so(tls_engine: Any, shell: Any, version: str, use: Callable[[Any], Any]) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        shell(use(shell.client(tls_engine.address, version=version)))
    assert str(caught.value) == (
        f"no engine at {tls_engine.address} (from argument): what listens there speaks TLS alone; nothing was done.\n"
        "  Give its certificates: tls={'ca': …, 'cert': …, 'key': …}, tls=FOLDER, or $DOCKER_TLS_VERIFY."
    )


PLAIN: dict[str, tuple[str, Any, dict[str, str], str]] = {
    "asked for by hand": ("tcp", True, {}, "leave tls= out"),
    "asked for by the address": ("https", None, {}, "tcp:// or http:// in place of https://"),
    "asked for by the environment": ("tcp", None, {"DOCKER_TLS_VERIFY": "1"}, "unset $DOCKER_TLS_VERIFY, or tls=False"),
}


@pytest.mark.parametrize("use", ["SystemPing", "SystemEvents"])
@pytest.mark.parametrize(("scheme", "tls", "environ", "advice"), PLAIN.values(), ids=PLAIN.keys())
def test_tls_to_a_plain_port_says_so(
    tls_engine: Any,
    shell: Any,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    tls: Any,
    environ: dict[str, str],
    advice: str,
    use: str,
) -> None:
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.right))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    # The registry is written in Go as the engine is, and listens without TLS.
    address = f"{scheme}://{os.environ['DYNCLIENT_TEST_REGISTRY']}"
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client(address, tls=tls).op(use))
    assert str(caught.value) == (
        f"no engine at {address} (from argument): what answers there does not speak TLS.\n  Without TLS: {advice}."
    )


# --- streams

BIG = os.urandom(1 << 20)


def test_output_is_followed(tls_engine: Any, shell: Any, container_on: Callable[..., str]) -> None:
    name = container_on(tls_engine.own, "sh", "-c", "for i in 1 2 3; do echo $i; echo $i >&2; sleep 0.1; done")
    tls_engine.own.op("ContainerStart", name)
    client = shell.client(tls_engine.address, tls=tls_engine.right)
    frames = shell.read(shell(client.stream("ContainerLogs", name, follow=True, stdout=True, stderr=True)))
    written = {kind: b"".join(one.data for one in frames if one.stream == kind) for kind in ("stdout", "stderr")}
    assert written == {"stdout": b"1\n2\n3\n", "stderr": b"1\n2\n3\n"}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"])
def test_an_attached_container_reads_to_the_end_and_answers_after_it(
    tls_engine: Any, shell: Any, container_on: Callable[..., str], version: ssl.TLSVersion
) -> None:
    # See test_transports.py for what else goes over TLS.
    engine, count = tls_engine.own, ("sh", "-c", "sha256sum; echo done")
    name = container_on(engine, *count, OpenStdin=True, StdinOnce=True, AttachStdin=True, AttachStdout=True)
    client = shell.client(tls_engine.address, tls=newest(tls_engine.right, version))
    attached = shell(client.stream("ContainerAttach", name, stream=True, stdin=True, stdout=True))
    engine.op("ContainerStart", name)
    shell(attached.write(BIG))
    shell(attached.close_stdin())
    output = b"".join(frame.data for frame in shell.read(attached))
    assert output.decode() == f"{hashlib.sha256(BIG).hexdigest()}  -\ndone\n"


# --- what is not needed


def test_a_socket_has_no_use_for_certificates(engine_address: str, shell: Any) -> None:
    client = shell.client(engine_address, tls="/none")
    assert shell(client.op("SystemPing")) == "OK"
    assert client.address.trust is None


def test_the_context_is_made_once(tls_engine: Any) -> None:
    with tls_engine.client() as client:
        assert client.with_options(timeout=1)._sender is client._sender


@pytest.fixture
def server(tls_engine: Any) -> Iterator[Callable[[ssl.SSLContext], str]]:
    """Provide a function that starts a TLS server of our own where the engine's will not do; it returns the address."""
    with ExitStack() as stack:

        def start(context: ssl.SSLContext) -> str:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def serve() -> None:
                peer, _ = listener.accept()
                with suppress(OSError), peer:
                    context.wrap_socket(peer, server_side=True).close()

            thread = Thread(target=serve)
            thread.start()
            stack.callback(thread.join, 10)
            return f"tcp://127.0.0.1:{listener.getsockname()[1]}"

        yield start


def identity(folder: Path) -> ssl.SSLContext:
    """Return the context of a server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_an_engine_whose_certificate_has_expired_is_not_trusted(
    tls_engine: Any, server: Callable[[ssl.SSLContext], str], shell: Any
) -> None:
    late = {"names": "IP:127.0.0.1", "use": "serverAuth", "expired": True}
    address = server(identity(made(tls_engine, "late", **late)))
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client(address, tls=tls_engine.right).op("SystemPing"))
    assert str(caught.value) == (
        f"no engine at {address} (from argument): its certificate is not trusted: certificate has expired.\n"
        "  The engine needs another one; or the clock of this machine is wrong."
    )


def test_an_engine_of_another_version_of_tls_is_not_understood(
    tls_engine: Any, server: Callable[[ssl.SSLContext], str], shell: Any
) -> None:
    context = identity(tls_engine.right)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    address = server(context)
    with pytest.raises(ConnectionFailed) as caught:
        shell(shell.client(address, tls=newest(tls_engine.right, ssl.TLSVersion.TLSv1_2)).op("SystemPing"))
    assert str(caught.value) == (
        f"no engine at {address} (from argument): it speaks no version of TLS that is allowed here, "
        "which are 1.2 and 1.3.\n  Is the engine running, and is this its address?"
    )


def test_one_that_hangs_up_meanwhile_says_so(shell: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            with listener.accept()[0] as peer:
                peer.recv(65536)

        thread = Thread(target=hang_up)
        thread.start()
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ConnectionFailed) as caught:
            shell(shell.client(address, tls=True).op("SystemPing"))
        thread.join()
    assert str(caught.value) == (
        f"no engine at {address} (from argument): it hung up while TLS was being set up.\n"
        "  Is the engine running, and is this its address?"
    )


def test_nothing_in_common_is_told_in_openssls_words(
    tls_engine: Any, server: Callable[[ssl.SSLContext], str], shell: Any
) -> None:
    theirs, ours = identity(tls_engine.right), newest(tls_engine.right, ssl.TLSVersion.TLSv1_2)
    theirs.maximum_version = ssl.TLSVersion.TLSv1_2
    theirs.set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")
    ours.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    with pytest.raises(ConnectionFailed, match=r": TLS failed \(\w*HANDSHAKE_FAILURE\)\.\n  Is the engine running"):
        shell(shell.client(server(theirs), tls=ours).op("SystemPing"))


def test_the_address_shows_what_is_trusted(tls_engine: Any) -> None:
    with Client(tls_engine.address, tls={**files(tls_engine.right), "password": "hunter2"}) as client:
        trust = client.address.trust
    assert "hunter2" not in repr(client.address)
    assert trust is not None
    assert (trust.ca, trust.verify) == (str(tls_engine.right / "ca.pem"), True)
