"""Authentication by a document's security schemes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.api.call.headers import is_header_text
from dynclient.api.call.styles import pair
from dynclient.errors import ArgumentError, InvalidArguments

if TYPE_CHECKING:
    from dynclient.api.call.encode import Header, Wire
    from dynclient.api.model.operation import Operation
    from dynclient.document import Document

# A user and a password, a token or key, or either of them by the scheme's name.
Auth = tuple[str, str] | str | Mapping[str, Any]

_NAMED = "by the schemes' names: auth={{{}}}"


def _wrong(problem: str) -> InvalidArguments:
    where, _, what = problem.partition(": ")
    return InvalidArguments("auth", [ArgumentError(where, what)])


class Proof(NamedTuple):
    """A credential in a request: in a `header`, the `query` or a `cookie`."""

    place: str
    name: str
    value: str

    def __repr__(self) -> str:
        return f"Proof({self.place!r}, {self.name!r})"


class _Scheme(NamedTuple):
    """A security scheme of the document, and how to make a proof for it."""

    kind: str  # user, token or key, or the type of an unsupported scheme
    place: str = "header"
    name: str = "Authorization"


class Credentials:
    """A client's credentials, for the operations of its document.

    Args:
        document: the document with the security schemes.
        auth: (user, password) for http basic, a token for bearer, OAuth 2 and OpenID Connect, a key for apiKey; or a
            mapping from the schemes' names to these.

    Raises:
        InvalidArguments: it fits no scheme of the document, or several; the message never shows it.
    """

    def __init__(self, document: Document, auth: Auth) -> None:
        self._required = document.security["required"]
        schemes = {name: _scheme(node) for name, node in document.security["schemes"].items()}
        if not schemes and not isinstance(auth, Mapping):  # not declared in the document
            schemes = {"": _HTTP["basic" if _is_pair(auth) else "bearer"]}
        self._proofs = {name: _proof(schemes[name], given, name) for name, given in _by_scheme(schemes, auth).items()}

    def added(self, wire: Wire, own: Sequence[Header]) -> Wire:
        """Return a request with credentials added.

        Args:
            wire: the request.
            own: the user's headers, which take precedence.
        """
        headers, target, cookies = list(wire.headers), wire.target, []
        for proof in self.proofs(wire.operation):
            if proof.place == "query":
                target = f"{target}{'&' if '?' in target else '?'}{pair(proof.name, proof.value)}"
            elif proof.place == "cookie":
                cookies.append(pair(proof.name, proof.value))
            elif not any(name.lower() == proof.name.lower() for name, _ in (*headers, *own)):
                headers.append((proof.name, proof.value))
        if cookies:
            cookies = [value for name, value in headers if name == "Cookie"] + cookies
            headers = [header for header in headers if header[0] != "Cookie"] + [("Cookie", "; ".join(cookies))]
        return wire._replace(target=target, headers=tuple(headers))

    def proofs(self, operation: Operation | None) -> Sequence[Proof]:
        """Return the credentials for a request.

        That is the first alternative that can be satisfied. If the document requires none of the given credentials, all
        of them are sent, as documents often omit the requirement; none if an operation says that it needs none.

        Args:
            operation: the operation; None for a request that no document describes.
        """
        required = self._required
        if operation is not None:
            required = operation.node.get("security", required)
        if required == []:
            return ()
        for asked in required if isinstance(required, list) else ():
            if isinstance(asked, dict) and asked and asked.keys() <= self._proofs.keys():
                return [self._proofs[name] for name in asked]
        return list({(proof.place, proof.name): proof for proof in reversed(self._proofs.values())}.values())


_KINDS = ("user", "token", "key")
_IN = {"header": "header", "query": "query", "cookie": "cookie"}
_HTTP = {"basic": _Scheme("user"), "bearer": _Scheme("token")}


def _scheme(node: Any) -> _Scheme:
    kind, place, http = str(node.get("type")), str(node.get("in")), str(node.get("scheme")).lower()
    if kind == "apiKey" and place in _IN and node.get("name"):
        return _Scheme("key", _IN[place], str(node["name"]))
    if kind == "http":
        return _HTTP.get(http) or _Scheme(f"http {http}")
    return _Scheme("token") if kind in ("oauth2", "openIdConnect") else _Scheme(kind)


def supported(node: Any) -> bool:
    """Return whether a security scheme is supported."""
    return _scheme(node).kind in _KINDS


def _by_scheme(schemes: Mapping[str, _Scheme], auth: Auth) -> Mapping[str, Any]:
    """Return the given credentials by scheme."""
    if isinstance(auth, Mapping):
        if unknown := [str(name) for name in auth if name not in schemes]:
            there = ", ".join(schemes) or "none"
            raise _wrong(f"auth: the document has no security scheme {', '.join(unknown)}; there is {there}")
        return auth
    if not isinstance(auth, str) and not _is_pair(auth):
        raise _wrong("auth: expected (user, password), a token or key, or a mapping from the schemes' names")
    wanted = ("user",) if _is_pair(auth) else ("token", "key")
    for kind in wanted:
        fitting = [name for name, scheme in schemes.items() if scheme.kind == kind]
        if len(fitting) == 1 or (fitting and kind != "key"):
            return dict.fromkeys(fitting, auth)
        if fitting:
            raise _wrong(f"auth: it fits several security schemes; give it {_NAMED.format(_each(fitting))}")
    raise _wrong(f"auth: no security scheme of the document takes that; give it {_NAMED.format(_each(schemes))}")


def _each(names: Any) -> str:
    return ", ".join(f"{name!r}: …" for name in names)


def _is_pair(auth: Any) -> bool:
    return isinstance(auth, (tuple, list)) and [type(part) for part in auth] == [str, str]


def _proof(scheme: _Scheme, given: Any, name: str) -> Proof:
    where = f"auth for {name}" if name else "auth"
    if scheme.kind not in _KINDS:
        raise _wrong(f"{where}: {scheme.kind} is not supported; set the headers that it needs by headers=")
    if scheme.kind == "user":
        if not _is_pair(given):
            raise _wrong(f"{where}: expected (user, password)")
        # https://www.rfc-editor.org/rfc/rfc7617#section-2
        if ":" in given[0]:
            raise _wrong(f"{where}: a user name cannot contain a colon")
        given = f"Basic {base64.b64encode(':'.join(given).encode()).decode()}"
    elif not isinstance(given, str) or not given:
        raise _wrong(f"{where}: expected a {scheme.kind}, as text")
    elif scheme.kind == "token":
        given = f"Bearer {given}"
    if scheme.place != "query" and not is_header_text(given):
        raise _wrong(f"{where}: it has a character that is not allowed in headers")
    return Proof(scheme.place, scheme.name, given)
