"""Whom to trust and who to be over TLS: files, or a context of the user's own, made ready before anything is sent."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dynclient.document.names import suggestion
from dynclient.errors import ConnectionFailed

TlsOption = ssl.SSLContext | str | os.PathLike[str] | Mapping[str, Any] | bool | None

_FORMS = "an ssl.SSLContext, a folder, {'ca': …, 'cert': …, 'key': …, 'verify': …, 'password': …}, True or False"
_KEYS = ("ca", "cert", "key", "verify", "password")


@dataclass(frozen=True)
class Trust:
    """What a TLS connection is made with.

    Attributes:
        origin: where it came from: `tls=`, `$DOCKER_TLS_VERIFY`, `context prod`, `https`.
        ca: the file of the authorities to trust; the system's if None.
        cert: the file of the client's certificate, or None.
        key: the file of its key; in the certificate's file if None.
        verify: whether the engine's certificate and its name are checked.
    """

    origin: str
    ca: str | None = None
    cert: str | None = None
    key: str | None = None
    verify: bool = True
    password: str | bytes | None = field(default=None, repr=False, compare=False)
    given: ssl.SSLContext | None = field(default=None, repr=False, compare=False)

    def context(self) -> ssl.SSLContext:
        """Return a new context, or the user's own.

        Raises:
            ConnectionFailed: a file is missing, does not parse or does not fit; the message names it.
        """
        if self.given is not None:
            return self.given
        # Not ssl's default one: from Python 3.13 on that refuses authorities as docker's instructions make them.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if not self.verify:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        elif self.ca is None:
            context.load_default_certs()
        if self.ca is not None:
            self._load_authorities(context, self.ca)
        if self.cert is not None:
            self._load_identity(context, self.cert)
        return context

    def _load_authorities(self, context: ssl.SSLContext, ca: str) -> None:
        self._check_readable(ca)
        try:
            context.load_verify_locations(ca)
        except (ssl.SSLError, ValueError) as error:
            raise self._refused(ca, "holds no certificate of an authority that can be read (PEM)") from error

    def _load_identity(self, context: ssl.SSLContext, cert: str) -> None:
        key = self.key or cert
        self._check_readable(cert)
        self._check_readable(key)
        asked: list[bool] = []

        def password() -> str | bytes:
            # Without it OpenSSL would ask at the terminal, and wait.
            asked.append(True)
            return self.password or b""

        try:
            context.load_cert_chain(cert, key, password)
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            raise self._refused(*self._at_fault(cert, key, error, bool(asked))) from error

    def _at_fault(self, cert: str, key: str, error: Exception, locked: bool) -> tuple[str, str]:
        """Return which of the two files is at fault, and why."""
        if not _holds_certificate(cert):
            return cert, "holds no certificate that can be read (PEM)"
        # A key of another kind is taken for one of a certificate that is not there.
        if (getattr(error, "reason", None) or "").endswith(("_MISMATCH", "NO_CERTIFICATE_ASSIGNED")):
            return key, f"is not the key of the certificate in {cert}"
        if locked and self.password is None:
            return key, "is locked by a password: tls={…, 'password': …}"
        if locked:
            return key, "is not unlocked by the password that was given"
        return key, "holds no key that can be read (PEM)"

    def _check_readable(self, file: str) -> None:
        try:
            with open(file, "rb"):
                pass
        except OSError as error:
            raise self._refused(file, f"cannot be read: {error.strerror}") from error

    def _refused(self, file: str, why: str) -> ConnectionFailed:
        hint = "\n  $DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem." if "$" in self.origin else ""
        return ConnectionFailed(f"TLS (from {self.origin}): {file} {why}; nothing was sent.{hint}", origin=self.origin)


def _holds_certificate(file: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except (ssl.SSLError, ValueError):
        return False
    return True


def in_folder(folder: str | os.PathLike[str], origin: str) -> Trust:
    """Take ca.pem, cert.pem and key.pem of a folder; the last two may both be missing."""
    place = Path(folder)
    trust = Trust(origin, ca=str(place / "ca.pem"))
    cert, key = place / "cert.pem", place / "key.pem"
    if not cert.exists() and not key.exists():
        return trust
    return replace(trust, cert=str(cert), key=str(key))


def from_argument(tls: TlsOption) -> Trust | bool | None:
    """Read what was given as `tls=`: a Trust, or True, False or None as they are.

    Raises:
        ValueError: it has another form; the message names the known ones.
    """
    if tls is None or isinstance(tls, bool):
        return tls
    if isinstance(tls, ssl.SSLContext):
        verify = tls.verify_mode != ssl.CERT_NONE
        return Trust("tls=", verify=verify, given=tls)
    if isinstance(tls, Mapping):
        return _from_mapping(tls)
    if isinstance(tls, (str, os.PathLike)):
        return in_folder(os.path.expanduser(tls), "tls=")
    raise ValueError(f"tls= is of type {type(tls).__name__}; expected {_FORMS}")


def _from_mapping(tls: Mapping[str, Any]) -> Trust:
    for key, value in tls.items():
        if key not in _KEYS:
            raise ValueError(f"tls= has no {key!r}; {suggestion(str(key), _KEYS)}")
        if value is not None and not _fits(key, value):
            due = {"verify": "True or False", "password": "a str or bytes"}.get(key, "a file's path")
            raise ValueError(f"tls={{{key!r}: …}} is of type {type(value).__name__}; expected {due}")
    if tls.get("key") is not None and tls.get("cert") is None:
        raise ValueError("tls= has a 'key' but no 'cert', the certificate that it belongs to")
    files = {key: os.path.expanduser(tls[key]) for key in ("ca", "cert", "key") if tls.get(key) is not None}
    verify = tls.get("verify")
    return Trust("tls=", verify=verify is None or verify, password=tls.get("password"), **files)


def _fits(key: str, value: Any) -> bool:
    if key == "verify":
        return isinstance(value, bool)
    return isinstance(value, (str, bytes) if key == "password" else (str, os.PathLike))
