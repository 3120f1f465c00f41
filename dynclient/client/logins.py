"""Credentials on their way: found for the registry that a call asks, checked by a login, named where refused."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.call.bind import Bound, outside
from dynclient.api.call.styles import header_value
from dynclient.client.conversation import Conversation, Do
from dynclient.document.legible import legible
from dynclient.engine.reach import config
from dynclient.engine.reach.credentials import EVERY, HUB_SERVER, Login, Question, Stored, given_login, server_of
from dynclient.engine.reach.references import HUB, is_id, registry_at, registry_of
from dynclient.errors import ArgumentError, CredentialsError, DynclientError, InvalidArguments, Unauthorized

if TYPE_CHECKING:
    import httpx

    from dynclient.client.conversation import Caller


# --- before a call


def signed(caller: Caller, bound: Bound) -> Conversation[Bound]:
    """Return a call's arguments with the credentials for the registry that it asks, unless it brings its own.

    Raises:
        CredentialsError: they are in a store that cannot be read.
        InvalidArguments: those of its own cannot be read.
    """
    asking = bound.operation.registry
    if asking is None or asking.header not in bound.operation.by_name:
        return bound
    name = asking.header
    if name in bound.parameters and name not in bound.defaults:
        return _replaced(bound, name, _unpacked(bound.parameters[name], _asks_many(bound)))
    if any(other in bound.parameters for other in asking.unless):
        return bound
    if any(given.lower() == name.lower() for given, _ in caller.options.headers):
        return bound
    if _asks_many(bound):
        found = yield from _every(caller)
        return _replaced(bound, name, found) if found else bound
    registry = asked_registry(bound)
    login = (yield from _found(caller, registry)) if registry else None
    return _replaced(bound, name, dict(login.sent)) if login else bound


def signed_request(caller: Caller, request: httpx.Request, bound: Bound) -> Conversation[None]:
    """Lay the credentials that `signed` finds over a request that was built before, unless it has been given others."""
    assert bound.operation.registry is not None
    name = bound.operation.registry.header
    before, after = bound, (yield from signed(caller, bound))
    value = _header(after, name)
    if after is not before and value is not None and request.headers.get(name) == _header(before, name):
        request.headers[name] = value


def _header(bound: Bound, name: str) -> str | None:
    value = bound.parameters.get(name)
    return None if value is None else header_value(bound.operation.by_name[name], value)


def _replaced(bound: Bound, name: str, value: Any) -> Bound:
    return bound._replace(parameters={**bound.parameters, name: value}, defaults=bound.defaults - {name})


def _unpacked(given: Any, many: bool) -> Any:
    if not isinstance(given, dict):
        return given
    if many:
        return {server: given_login(one) if isinstance(one, dict) else one for server, one in given.items()}
    return given_login(given)


def _asks_many(bound: Bound) -> bool:
    asking = bound.operation.registry
    return asking is not None and not asking.parameter and not asking.body


def asked_registry(bound: Bound) -> str | None:
    """Return the registry of the image that a call names, or None: there is no image, or it may be several."""
    asking = bound.operation.registry
    if asking is None or _asks_many(bound):
        return None
    name: Any = bound.body if asking.body else bound.parameters.get(asking.parameter)
    for step in asking.body:
        name = name.get(step) if isinstance(name, Mapping) else None
    return registry_of(name) if isinstance(name, str) and name and not is_id(name) else None


# --- where they are found


def _found(caller: Caller, registry: str) -> Conversation[Login | None]:
    """Return the credentials for a registry: of a login, of the client's `auth`, of config.json, of a helper."""
    logins = caller.logins
    if login := logins.get(registry) or logins.get(EVERY):
        return login
    found = _stored(registry).of(registry)
    if isinstance(found, Question):
        return (yield from _answered(caller, found))  # type: ignore[no-any-return]
    return found


def _every(caller: Caller) -> Conversation[dict[str, dict[str, str]]]:
    """Return all credentials by registry, as the docker command does for a build; those that fail cost a warning."""
    found: dict[str, Login] = {}
    try:
        stored = _stored("")
    except CredentialsError as error:
        _warn(f"{error}; the call goes on without them")
        stored = Stored({}, "", _warn)
    end = time.monotonic() + _seconds()
    questions = stored.helped
    if stored.store:
        servers = yield from _tolerated(caller, Question(stored.store, "list"), end)
        questions = [*(Question(stored.store, "get", server) for server in servers or ()), *questions]
    else:
        found = {server: login for server in stored.auths if (login := stored.entry(server))}
    for question in questions:
        if login := (yield from _tolerated(caller, question, end)):
            found[question.server] = login
    given = {registry: login for registry, login in caller.logins.copy().items() if registry != EVERY}
    found = {server: login for server, login in found.items() if registry_at(server) not in given}
    found |= {server_of(registry): login for registry, login in given.items()}
    return {server: dict(login.sent) for server, login in found.items()}


def _stored(registry: str) -> Stored:
    try:
        return Stored(config.read(os.environ), str(config.file(os.environ)), _warn)
    except config.UnusableConfig as error:
        what = f"the credentials for {registry} cannot be looked up" if registry else "credentials cannot be looked up"
        raise CredentialsError(f"{what}: {error}", source=str(config.file(os.environ)), registry=registry) from error


def _tolerated(caller: Caller, question: Question, end: float) -> Conversation[Any]:
    try:
        return (yield from _answered(caller, question, end))
    except CredentialsError as error:
        _warn(f"{error}; the call goes on without them")


def _answered(caller: Caller, question: Question, end: float | None = None) -> Conversation[Any]:
    """Return what a helper answers; it ends with whatever ends the call."""
    from dynclient.engine.reach.helper import Helper

    helper = Helper(question, end)
    work: Callable[[], Any] = helper.servers if question.action == "list" else helper.login
    try:
        if not caller.sender.awaited:
            return (yield Do(work))
        import asyncio

        return (yield Do(asyncio.to_thread, (work,)))
    except BaseException:
        helper.stop()
        raise


def _seconds() -> float:
    from dynclient.engine.reach.helper import SECONDS

    return SECONDS


def _warn(message: str) -> None:
    warnings.warn(legible(message), stacklevel=outside())


# --- a login


def login(
    caller: Caller, username: str, password: str, serveraddress: str | None = None, *, email: str | None = None
) -> Conversation[None]:
    """Check credentials and keep them; see `Client.login`."""
    missing = [name for name, value in (("username", username), ("password", password)) if not isinstance(value, str)]
    if missing:
        raise InvalidArguments("login", [ArgumentError(name, "is no text", "type") for name in missing])
    registry = registry_at(serveraddress or HUB)
    server = HUB_SERVER if registry == HUB else serveraddress
    asked = {"username": username, "password": password, "serveraddress": server, "email": email}
    try:
        answer = yield from caller.call("SystemAuth", (), asked)
    except Unauthorized as error:
        error.registry, error.hint = registry, f"registry {registry}: it refuses this user name or password"
        raise
    token = answer.get("IdentityToken") if isinstance(answer, Mapping) else None
    sent = {"username": username, **({"identitytoken": token} if token else {"password": password})}
    caller.logins[registry] = Login({**sent, "serveraddress": server_of(registry)})


# --- after a refusal


def named(bound: Bound, error: DynclientError) -> None:
    """Note in an `Unauthorized` which registry refused, and what may help."""
    asking = bound.operation.registry
    if not isinstance(error, Unauthorized) or asking is None:
        return
    error.registry = registry = asked_registry(bound) or ""
    where = f"registry {registry}: " if registry else ""
    sent = bound.parameters.get(asking.header)
    if not sent or asking.header in bound.defaults:
        ways = f"client.login(username, password{f', {registry!r}' if registry not in ('', HUB) else ''})"
        error.hint = f"{where}no credentials were sent; {ways}, auth= or docker login gives some"
    elif _asks_many(bound) and isinstance(sent, dict):
        error.hint = f"credentials were sent for {', '.join(sent)}"
    else:
        error.hint = f"{where}it refuses the credentials that were sent"
