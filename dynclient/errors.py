"""The errors of dynclient: one tree, each error a value with fields.

DynclientError
  SpecError                  the document cannot be used: .source, .pointer
  UnknownOperation           no such operation, group or method; also AttributeError and KeyError
  InvalidArguments           wrong arguments, nothing was sent; also ValueError: .errors
  ConnectionFailed           no engine answers there: .address, .origin
    VersionMismatch          the engine speaks other versions than were asked for
  CredentialsError           a credential store cannot be read: .registry, .source
  RequestTimeout             the caller's time limit has passed; also TimeoutError
  APIError                   the engine refused: .status, .message, .operation, .response
    BadRequest 400   Forbidden 403   NotFound 404   Conflict 409
    Unauthorized 401         credentials are missing or wrong: .registry
      StreamUnauthorized     the same, reported inside a 200 stream; also StreamError
    ServerError 5xx
      NotImplementedByEngine 501   Unavailable 503
    InvalidAnswer            a success whose content does not fit the operation
  StreamError                a failure inside a 200 stream, or an answer that was cut: .partial
  ContainerFailed            a container exited with a status other than 0

Each has .address and .operation where it comes from a call. What is done nevertheless is a DynclientWarning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Self, TypeVar

from dynclient.document.drawn import Drawn, faces
from dynclient.document.pickled import reduced, reduced_error

MASK = "***"  # shown in place of a secret
_SECRET_HEADER = r"auth|cookie|token|secret|passw|credential|signature|(?:^|-)key(?:$|-)|apikey|^x-registry-"


class DynclientError(Drawn, Exception):
    """The base class of dynclient's errors; each can be pickled and copied with its fields.

    Attributes:
        address: the address of the engine that was called, such as `unix:///var/run/docker.sock`; empty if none was.
        operation: the operation's id, the method and path of a raw request, or the name of a recipe; empty outside of
            calls.
    """

    address: str = ""
    operation: str = ""

    def __str__(self) -> str:
        from dynclient.document.legible import legible

        return legible(self._text())

    def _text(self) -> str:
        """Return the message unfiltered, as the engine wrote it."""
        return Exception.__str__(self)

    def about(self, *, address: str = "", operation: str = "") -> Self:
        """Fill in the address and the operation where they are not set yet, and return the error."""
        if address and not self.address:
            self.address = address
        if operation and not self.operation:
            self.operation = operation
        return self

    __reduce__ = reduced_error

    def _render_traceback_(self) -> list[str]:
        return faces().traceback(self)


E = TypeVar("E", bound=DynclientError)


def owned(error: E, response: Response | None) -> E:
    """Return an error with the address and operation of the answer that it is about, where it has none yet."""
    if response is not None:
        error.about(address=response.address, operation=response.operation or "")
    return error


@contextmanager
def owning(response: Response | None) -> Iterator[None]:
    """Fill in, for errors raised in the block, which answer they are about; as `owned`."""
    try:
        yield
    except DynclientError as error:
        owned(error, response)
        raise


class DynclientWarning(UserWarning):
    """The base class of dynclient's warnings: the call is made as asked, but may not do what was meant."""

    __reduce__ = reduced_error


class SpecReplaced(DynclientWarning):
    """An update replaces a whole specification and got only some of its properties; the others are reset.

    The engine does not merge. To avoid the warning, change the result of an inspect and send all of it as `body=`.
    """


class ValueIgnored(DynclientWarning):
    """A value was sent that the engine sets itself; sending back what an inspect returned does not warn."""


class SecretsLeftBehind(DynclientWarning):
    """A client was pickled that holds secrets given as arguments; they are not pickled."""


# Pickles of 0.1 name it.
def _restored(kind: type[DynclientError], args: tuple[Any, ...], fields: dict[str, Any]) -> DynclientError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class SpecError(DynclientError):
    """A document that cannot be used.

    Args:
        reason: what is wrong, in one line.
        source: the file's name, or where else the document came from.
        pointer: the JSON pointer to the fault, if known.
    """

    def __init__(self, reason: str, *, source: str = "", pointer: str = "") -> None:
        self.reason, self.source, self.pointer = reason, source, pointer
        place = f" at {pointer}" if pointer else ""
        super().__init__(f"{source or 'the document'}{place}: {reason}")


class UnknownOperation(DynclientError, AttributeError, KeyError):
    """There is no operation, group or method of this name."""


class ArgumentError(NamedTuple):
    """One wrong argument.

    Attributes:
        where: the argument, with a path into it: ``HostConfig.Memory``, ``filters.staus``.
        problem: what is wrong with it, and what would be right.
        kind: ``unknown``, ``missing``, ``type``, ``value`` or ``name``.
        about: what the argument is for, from the document; may be empty.
    """

    where: str
    problem: str
    kind: str = "value"
    about: str = ""

    def __str__(self) -> str:
        from dynclient.document.legible import legible

        return legible(f"{self.where}: {self.problem}")

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


class InvalidArguments(DynclientError, ValueError):
    """Everything that is wrong with a call's arguments; nothing was sent.

    Attributes:
        operation: the operation's id.
        errors: an `ArgumentError` for each fault.
        hint: further advice; may be empty.
    """

    def __init__(self, operation: str, errors: Sequence[ArgumentError], *, hint: str = "") -> None:
        self.operation, self.errors, self.hint = operation, tuple(errors), hint
        count = len(self.errors)
        head = f"{operation}: {'an argument is' if count == 1 else f'{count} arguments are'} wrong; nothing was sent"
        rows = [row for error in self.errors for row in (f"  {error}", f"      {error.about}") if row.strip()]
        super().__init__("\n".join([head, *rows, *([f"  ({hint})"] if hint else [])]))


class ConnectionFailed(DynclientError):
    """No engine answers at an address.

    Attributes:
        address: what was tried.
        origin: where the address came from: ``argument``, ``$DOCKER_HOST``, ``default`` …
    """

    def __init__(self, message: str, *, address: str = "", origin: str = "") -> None:
        self.address, self.origin = address, origin
        super().__init__(message)


class VersionMismatch(ConnectionFailed):
    """The engine does not speak the version that was asked for."""


class CredentialsError(DynclientError):
    """A credential store that cannot be read.

    Attributes:
        source: the file, or the credential helper's program.
        registry: the registry whose credentials were looked up; empty for all of them.
    """

    def __init__(self, message: str, *, source: str = "", registry: str = "") -> None:
        self.source, self.registry = source, registry
        super().__init__(message)


class RequestTimeout(DynclientError, TimeoutError):
    """The caller's time limit has passed."""


class APIError(DynclientError):
    """An engine's refusal.

    Attributes:
        status: the HTTP status.
        message: the engine's own message.
        operation: the operation's id, or the method and path of a raw request.
        response: status and headers, as from `response_of`.
        content: the whole body, in bytes.
    """

    content: bytes = b""

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        operation: str = "",
        response: Response | None = None,
        content: bytes = b"",
    ) -> None:
        self.message, self.status, self.operation, self.response = message, status, operation, response
        if content:
            self.content = content
        self.about(address=response.address if response else "")
        super().__init__(f"{operation}: {status} {message}" if operation else f"{status} {message}")

    @property
    def body(self) -> Any:
        """The body's JSON as a value, or its text; None where there is none."""
        return body_of(self.content)


class BadRequest(APIError):
    """A 400: the engine does not accept these arguments."""


class Unauthorized(APIError):
    """A 401: credentials are missing or wrong.

    Attributes:
        registry: the registry that refused, if known; empty for a build, which may ask several.
        hint: what was sent, and what may help.
    """

    registry: str = ""
    hint: str = ""

    def _text(self) -> str:
        # Built on reading, as in `StreamError`: the registry and the hint are added after the error is made.
        return f"{super()._text()}\n  ({self.hint})" if self.hint else super()._text()


class Forbidden(APIError):
    """A 403: the call is not allowed."""


class NotFound(APIError):
    """A 404: there is no such object."""


class Conflict(APIError):
    """A 409: the call conflicts with the present state, such as a name that is taken."""


class ServerError(APIError):
    """A 5xx: the engine failed."""


class NotImplementedByEngine(ServerError):
    """A 501: this engine does not implement the call."""


class Unavailable(ServerError):
    """A 503: the call is not possible now, such as a swarm call without a swarm."""


class InvalidAnswer(APIError):
    """A success whose content is not what the operation returns.

    Attributes:
        errors: with `strict=True`, an `ArgumentError` for each place that does not fit the document.
    """

    def __init__(self, message: str, *, errors: Sequence[ArgumentError] = (), **about: Any) -> None:
        super().__init__(message, **about)
        self.errors = tuple(errors)


STATUS_ERRORS: dict[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    501: NotImplementedByEngine,
    503: Unavailable,
}


def error_for_status(status: int) -> type[APIError]:
    """Return the error class for a status of 300 or more."""
    return STATUS_ERRORS.get(status, ServerError if status >= 500 else APIError)


class StreamError(DynclientError):
    """A failure that the engine reported inside a stream, or an answer that was cut.

    Attributes:
        partial: what came before: messages, an `Output` or bytes.
        code: the exit code that a build reported, or None.
        operation: the operation's id.
    """

    def __init__(self, message: str, *, partial: Any = None, code: int | None = None, operation: str = "") -> None:
        self.message, self.partial, self.code, self.operation = message, partial, code, operation
        super().__init__(message)

    def _text(self) -> str:
        # Built on reading: the decoder that raises does not know the operation; its caller adds it.
        return f"{self.operation}: {self.message}" if self.operation else self.message


class StreamUnauthorized(Unauthorized, StreamError):
    """A registry's refusal, reported inside a 200 stream: credentials are missing or wrong.

    Caught as `Unauthorized` and as `StreamError`, with the attributes of both.
    """

    def __init__(
        self,
        message: str,
        *,
        partial: Any = None,
        code: int | None = None,
        operation: str = "",
        response: Response | None = None,
    ) -> None:
        StreamError.__init__(self, message, partial=partial, code=code, operation=operation)
        self.status, self.response = response.status if response else 200, response


class ContainerFailed(DynclientError):
    """A container that was run exited with a status other than 0.

    Attributes:
        exit_code: that status; None if the engine no longer knows it.
        output: the container's `Output`.
    """

    def __init__(self, message: str, *, exit_code: int | None, output: Any = None) -> None:
        self.exit_code, self.output = exit_code, output
        super().__init__(message)


def is_secret_header(name: str) -> bool:
    """Return whether a header's value is a secret, judged by its name."""
    return re.search(_SECRET_HEADER, name.lower()) is not None


class Headers(Mapping[str, str]):
    """An answer's headers: names in lower case, found in any case, secret values masked in the repr.

    >>> Headers({"Api-Version": "1.45", "X-Registry-Auth": "e30="})
    Headers({'api-version': '1.45', 'x-registry-auth': '***'})
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        # By `items`: each look-up in httpx's headers goes through all of them.
        pairs = values.items() if isinstance(values, Mapping) else values
        self._values = {name.lower(): value for name, value in pairs}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)

    def __repr__(self) -> str:
        shown = {name: MASK if is_secret_header(name) else value for name, value in self.items()}
        return f"Headers({shown})"


class _Response(NamedTuple):
    status: int
    headers: Mapping[str, str]
    operation: str | None
    method: str
    path: str
    address: str


class Response(_Response):
    """The status, headers and origin of an answer.

    Attributes:
        status: the HTTP status.
        headers: the answer's headers, found in any case.
        operation: the operation's id, or None for a raw request.
        method: the HTTP method.
        path: the request's path, without its query.
        address: the address of the engine that answered; empty if not known.
    """

    __slots__ = ()

    def __new__(
        cls,
        status: int,
        headers: Mapping[str, str],
        operation: str | None = None,
        method: str = "",
        path: str = "",
        address: str = "",
    ) -> Response:
        return super().__new__(cls, status, Headers(headers), operation, method, path, address)

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


def body_of(content: bytes) -> Any:
    """Return the body of an error: the value of its JSON, or its text; None where there is none."""
    text = content.decode("utf-8-sig", "replace")
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
