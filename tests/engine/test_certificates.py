"""What `tls=` takes, and what is wrong with certificates before anything is sent."""

from __future__ import annotations

import ssl
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from dynclient import AsyncClient, Client, ConnectionFailed
from dynclient.engine.reach import address as module
from dynclient.engine.reach.address import find_address
from dynclient.engine.reach.certificates import Trust

HOST = "tcp://engine.test"
ECDSA = trustme.KeyType.ECDSA


def store(authority: trustme.CA, folder: Path) -> Path:
    """Put an authority, a certificate that it signed and the key into a folder, as docker has them."""
    folder.mkdir(parents=True)
    identity = authority.issue_cert("client.test", key_type=ECDSA)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    identity.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    identity.private_key_pem.write_to_path(folder / "key.pem")
    return folder


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=ECDSA)


@pytest.fixture
def certs(authority: trustme.CA, tmp_path: Path) -> Path:
    """Return a folder of valid certificates."""
    return store(authority, tmp_path / "certs")


@pytest.fixture
def locked(certs: Path) -> Path:
    """Return the same key, locked by `hunter2`."""
    key = serialization.load_pem_private_key((certs / "key.pem").read_bytes(), None)
    lock = serialization.BestAvailableEncryption(b"hunter2")
    form = serialization.PrivateFormat.TraditionalOpenSSL
    (certs / "locked.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, lock))
    return certs / "locked.pem"


# --- forms


def loaded(context: Any) -> tuple[int, ssl.VerifyMode, bool]:
    """Return how many authorities a context knows, and whether it checks the certificate and its name."""
    return context.cert_store_stats()["x509_ca"], context.verify_mode, context.check_hostname


CHECKED, FREE = (ssl.CERT_REQUIRED, True), (ssl.CERT_NONE, False)

FORMS: dict[str, tuple[Callable[[Path], Any], tuple[Any, ...]]] = {
    "a folder": (lambda certs: certs, (1, *CHECKED)),
    "the name of a folder": (str, (1, *CHECKED)),
    "an authority": (lambda certs: {"ca": certs / "ca.pem"}, (1, *CHECKED)),
    "an authority, unchecked": (lambda certs: {"ca": certs / "ca.pem", "verify": False}, (1, *FREE)),
    "nobody": (lambda certs: {"verify": False}, (0, *FREE)),
    "nothing set": (lambda certs: {"ca": certs / "ca.pem", "cert": None, "key": None, "verify": None}, (1, *CHECKED)),
    "a certificate": (
        lambda certs: {"ca": str(certs / "ca.pem"), "cert": str(certs / "cert.pem"), "key": str(certs / "key.pem")},
        (1, *CHECKED),
    ),
}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("given", "expected"), FORMS.values(), ids=FORMS.keys())
def test_tls_is_a_folder_or_files(certs: Path, kind: Any, given: Callable[[Path], Any], expected: Any) -> None:
    client = kind(HOST, tls=given(certs))
    assert loaded(client._sender.tls) == expected
    assert client.address.base == "https://engine.test:2376"


def test_a_folder_may_have_an_authority_alone(certs: Path) -> None:
    (certs / "cert.pem").unlink()
    (certs / "key.pem").unlink()
    assert find_address(HOST, tls=certs).trust == Trust("tls=", str(certs / "ca.pem"))
    assert loaded(Client(HOST, tls=certs)._sender.tls) == (1, *CHECKED)


def test_a_key_may_be_in_the_file_of_its_certificate(certs: Path) -> None:
    both = certs / "both.pem"
    both.write_text((certs / "key.pem").read_text() + (certs / "cert.pem").read_text())
    assert Client(HOST, tls={"ca": certs / "ca.pem", "cert": both})._sender.tls is not None


def test_true_is_the_systems_authorities(certs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certs / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", "/none")
    client = Client(HOST, tls=True)
    assert (loaded(client._sender.tls), client.address.trust) == ((1, *CHECKED), Trust("tls="))


def test_a_context_of_ones_own_is_taken_as_it_is() -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    assert Client(HOST, tls=own)._sender.tls is own
    own.check_hostname, own.verify_mode = False, ssl.CERT_NONE
    assert find_address(HOST, tls=own).trust == Trust("tls=", verify=False)


def test_a_home_is_filled_in(certs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(certs.parent))
    trust = find_address(HOST, tls="~/certs").trust
    assert trust == find_address(HOST, tls={name: f"~/certs/{name}.pem" for name in ("ca", "cert", "key")}).trust
    assert trust == find_address(HOST, tls=certs).trust


def test_a_locked_key_takes_a_password_that_is_not_shown(certs: Path, locked: Path) -> None:
    for password in ("hunter2", b"hunter2"):
        given = {"ca": certs / "ca.pem", "cert": certs / "cert.pem", "key": locked, "password": password}
        client = Client(HOST, tls=given)
        assert client._sender.tls is not None
        assert "hunter2" not in f"{client!r} {client.address!r}"


SCHEMES: dict[str, tuple[str, Any, str]] = {
    "tcp": ("tcp://h", None, "http://h:2375"),
    "tcp, without TLS by hand": ("tcp://h", False, "http://h:2375"),
    "tcp, with TLS by hand": ("tcp://h", True, "https://h:2376"),
    "tcp, with TLS by hand and a port": ("tcp://h:1/a", True, "https://h:1/a"),
    "https": ("https://h/a", None, "https://h/a"),
    "https, with TLS by hand": ("https://h", True, "https://h"),
    "http": ("http://h", None, "http://h"),
    "http, without TLS by hand": ("http://h", False, "http://h"),
    "ssh has its own": ("ssh://h", True, "http://docker"),
    "a socket has none": ("unix:///d.sock", True, "http://docker"),
}


@pytest.mark.parametrize(("address", "tls", "base"), SCHEMES.values(), ids=SCHEMES.keys())
def test_tcp_with_tls_becomes_https(address: str, tls: Any, base: str) -> None:
    assert find_address(address, tls=tls, environ={}).base == base


def test_what_the_environment_says_of_tls_is_not_for_plain_http(certs: Path) -> None:
    environ = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(certs)}
    assert find_address("http://h", environ=environ).trust is None
    assert find_address("tcp://h", tls=False, environ=environ).trust is None
    assert find_address("tcp://h", tls=True, environ=environ).trust == Trust(
        "$DOCKER_TLS_VERIFY", *(str(certs / f"{name}.pem") for name in ("ca", "cert", "key"))
    )


AGAINST: dict[str, tuple[str, Any, str]] = {
    "http": ("http://h", True, "http://h (from argument) is without TLS, and tls= is given; write tcp:// or https://"),
    "https": (
        "https://h",
        False,
        "https://h (from argument) is TLS, and tls=False is given; write tcp://, "
        "or tls={'verify': False} to trust any certificate",
    ),
}


@pytest.mark.parametrize(("address", "tls", "message"), AGAINST.values(), ids=AGAINST.keys())
def test_what_goes_against_each_other_is_refused(address: str, tls: Any, message: str) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        find_address(address, tls=tls, environ={})
    assert str(caught.value) == message


KNOWN = "an ssl.SSLContext, a folder, {'ca': …, 'cert': …, 'key': …, 'verify': …, 'password': …}, True or False"
MISTAKEN: dict[str, tuple[Any, str]] = {
    "a number": (5, f"tls= is of type int; expected {KNOWN}"),
    "a name that is near": ({"certificate": "x"}, "tls= has no 'certificate'; did you mean cert?"),
    "a name that is far": ({"x": "x"}, "tls= has no 'x'; known: ca, cert, key, password, verify"),
    "a number for a file": ({"ca": 5}, "tls={'ca': …} is of type int; expected a file's path"),
    "text for a yes": ({"verify": "no"}, "tls={'verify': …} is of type str; expected True or False"),
    "a number for a password": ({"password": 5}, "tls={'password': …} is of type int; expected a str or bytes"),
    "a key alone": ({"key": "x"}, "tls= has a 'key' but no 'cert', the certificate that it belongs to"),
}


@pytest.mark.parametrize(("given", "message"), MISTAKEN.values(), ids=MISTAKEN.keys())
def test_another_form_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r"^tls=") as caught:
        Client(HOST, tls=given)
    assert str(caught.value) == message


# --- files that cannot be used


def rubbish(file: Path) -> Path:
    file.write_text("-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n")
    return file


def folder(file: Path) -> Path:
    file.unlink()
    file.mkdir()
    return file


def empty(file: Path) -> Path:
    file.write_text("")
    return file


def gone(file: Path) -> Path:
    file.unlink()
    return file


def swapped(file: Path) -> Path:
    other = file.with_name("cert.pem" if file.name == "key.pem" else "key.pem")
    file.write_bytes(other.read_bytes())
    return file


def strangers(file: Path) -> Path:
    other = store(trustme.CA(key_type=ECDSA), file.parent / "other")
    file.write_bytes((other / file.name).read_bytes())
    return file


NO_AUTHORITY = "holds no certificate of an authority that can be read (PEM)"
FILES: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "no authority": ("ca.pem", gone, "cannot be read: No such file or directory"),
    "a folder for the authority": ("ca.pem", folder, "cannot be read: Is a directory"),
    "an empty authority": ("ca.pem", empty, NO_AUTHORITY),
    "an authority that is rubbish": ("ca.pem", rubbish, NO_AUTHORITY),
    "no certificate": ("cert.pem", gone, "cannot be read: No such file or directory"),
    "an empty certificate": ("cert.pem", empty, "holds no certificate that can be read (PEM)"),
    "a certificate that is rubbish": ("cert.pem", rubbish, "holds no certificate that can be read (PEM)"),
    "a key for the certificate": ("cert.pem", swapped, "holds no certificate that can be read (PEM)"),
    "no key": ("key.pem", gone, "cannot be read: No such file or directory"),
    "an empty key": ("key.pem", empty, "holds no key that can be read (PEM)"),
    "a key that is rubbish": ("key.pem", rubbish, "holds no key that can be read (PEM)"),
    "a certificate for the key": ("key.pem", swapped, "holds no key that can be read (PEM)"),
    "another's key": ("key.pem", strangers, "is not the key of the certificate in {certs}/cert.pem"),
}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("name", "spoil", "why"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_used_is_named_at_once(
    certs: Path, kind: Any, name: str, spoil: Callable[[Path], Path], why: str
) -> None:
    file = spoil(certs / name)
    with pytest.raises(ConnectionFailed) as caught:
        kind(HOST, tls=certs)
    assert str(caught.value) == f"TLS (from tls=): {file} {why.format(certs=certs)}; nothing was sent."
    assert caught.value.origin == "tls="
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_another_kind_of_key_is_not_the_certificates_either(certs: Path) -> None:
    other = trustme.CA(key_type=ECDSA).issue_cert("client.test", key_type=trustme.KeyType.RSA)
    other.private_key_pem.write_to_path(certs / "key.pem")
    with pytest.raises(ConnectionFailed, match=rf"{certs}/key.pem is not the key of the certificate in {certs}/cert"):
        Client(HOST, tls=certs)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (None, "is locked by a password: tls={…, 'password': …}"),
        ("hunter3", "is not unlocked by the password that was given"),
        ("hunter3" * 1000, "is not unlocked by the password that was given"),
    ],
    ids=["none", "another", "one that is too long"],
)
def test_a_key_that_stays_locked_says_so(certs: Path, locked: Path, password: Any, why: str) -> None:
    given = {"ca": certs / "ca.pem", "cert": certs / "cert.pem", "key": locked, "password": password}
    with pytest.raises(ConnectionFailed) as caught:
        Client(HOST, tls=given)
    assert str(caught.value) == f"TLS (from tls=): {locked} {why}; nothing was sent."
    assert "hunter3" not in "".join(traceback.format_exception(caught.value))


def test_where_the_environment_asks_for_tls_it_is_told_where_the_files_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
    with pytest.raises(ConnectionFailed) as caught:
        Client(HOST)
    assert str(caught.value) == (
        f"TLS (from $DOCKER_TLS_VERIFY): {tmp_path}/ca.pem cannot be read: No such file or directory; nothing was sent."
        "\n  $DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem."
    )


def test_a_transport_of_ones_own_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", "/none")
    assert Client(HOST, transport=httpx.MockTransport(lambda request: httpx.Response(200)))._sender.tls is None


def test_tls_that_the_environment_asks_for_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "usual_sockets", lambda environ: ("/var/run/docker.sock",))
    found = find_address(environ={"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/c", "DOCKER_CONFIG": "/none"})
    assert (found.url, found.origin) == ("tcp://localhost:2376", "$DOCKER_TLS_VERIFY")
