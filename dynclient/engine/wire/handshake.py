"""Why TLS fails, in words: OpenSSL's reasons, which are the other side's alerts where it refuses."""

from __future__ import annotations

import ssl
from typing import NamedTuple

from dynclient.engine.reach.address import Address

# What an engine refuses of a client's certificate; `{cert}` is its file. Go says `bad certificate` where others say
# `certificate required`, and from TLS 1.3 on says it after the client holds the handshake to be done.
_REFUSED = {
    "CERTIFICATE_REQUIRED": "it takes only clients with a certificate",
    "BAD_CERTIFICATE": "it does not take {cert}",
    "UNSUPPORTED_CERTIFICATE": "it does not take {cert}: that is not for clients (extendedKeyUsage=clientAuth)",
    "CERTIFICATE_UNKNOWN": "it does not take {cert}",
    "CERTIFICATE_REVOKED": "it does not take {cert}: that is revoked",
    "CERTIFICATE_EXPIRED": "it does not take {cert}: that has expired, or is not valid yet",
    "UNKNOWN_CA": "it does not take {cert}: that is from an authority that it does not know",
    "ACCESS_DENIED": "it does not take {cert}",
}
_NONE = "it takes only clients with a certificate, and none was given"
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
_OLD = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE")


class Why(NamedTuple):
    """Why TLS fails, and what may help."""

    reason: str
    advice: str


def why(error: ssl.SSLError, address: Address) -> Why:
    """Return the words for an error of OpenSSL's on the way to an address."""
    trust = address.trust
    if isinstance(error, ssl.SSLCertVerificationError):
        return _untrusted(error, address)
    if isinstance(error, ssl.SSLEOFError):
        return Why("it hung up while TLS was being set up", "")
    said = getattr(error, "reason", None) or error.strerror or str(error)
    known = said.upper().replace(" ", "_")
    if refused := next((words for reason, words in _REFUSED.items() if known.endswith(reason)), None):
        cert = trust.cert if trust else None
        theirs = f"the certificate in {cert}" if cert else "the client's certificate, or misses it"
        unknown = trust is not None and trust.given is not None  # a context does not say what is in it
        words = refused.format(cert=theirs) if cert or unknown else _NONE
        return Why(words, "Name one by tls={'ca': …, 'cert': …, 'key': …}, tls=FOLDER or $DOCKER_CERT_PATH.")
    if any(reason in known for reason in _NO_TLS):
        return Why("what answers there does not speak TLS", _without(address))
    if any(reason in known for reason in _OLD):
        return Why("it speaks no version of TLS that is allowed here, which are 1.2 and 1.3", "")
    return Why(f"TLS failed ({said})", "")


def _untrusted(error: ssl.SSLCertVerificationError, address: Address) -> Why:
    reason = f"its certificate is not trusted: {error.verify_message.rstrip('.')}"
    if "match" in error.verify_message:
        return Why(reason, "Use a name that the certificate has, or have one made for this name.")
    if "expired" in error.verify_message or "not yet" in error.verify_message:
        return Why(reason, "The engine needs another one; or the clock of this machine is wrong.")
    trust = address.trust
    if trust and trust.origin == "$DOCKER_TLS":
        return Why(
            reason, "Where $DOCKER_TLS_VERIFY is not set docker does not check it; nor does tls={'verify': False}."
        )
    ours = trust.ca if trust and trust.ca else "the system's authorities" if trust and not trust.given else "tls="
    return Why(reason, f"It was held against {ours}; tls={{'ca': FILE}} names the authority that issued it.")


def _without(address: Address) -> str:
    if address.trust is None or address.url.startswith("https:"):
        return "Without TLS: tcp:// or http:// in place of https://."
    origin = address.trust.origin
    if origin.startswith("$"):
        return f"Without TLS: unset {origin}, or tls=False."
    return "Without TLS: tls=False." if origin.startswith("context") else "Without TLS: leave tls= out."
