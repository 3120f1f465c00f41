"""Credentials for registries: those given by hand, and those that config.json and its helpers have.

What a registry's credentials are called there, and which of several counts, is as the docker command has it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dynclient.document.names import fold, suggestion
from dynclient.engine.reach.references import HUB, registry_at
from dynclient.errors import ArgumentError, InvalidArguments

# What config.json and helpers call Docker Hub, from the time of its first version.
HUB_SERVER = "https://index.docker.io/v1/"
KEYS = ("username", "password", "email", "serveraddress", "identitytoken", "registrytoken")
EVERY = ""  # in the place of a registry: credentials for whichever is asked


@dataclass(frozen=True)
class Login:
    """The credentials for one registry.

    Attributes:
        sent: what the engine is given: username and password, or a token, by the names that it knows.
    """

    sent: Mapping[str, str] = field(repr=False)

    def __bool__(self) -> bool:
        """Return whether there is anything to log in with."""
        return any(self.sent.get(key) for key in KEYS if key not in ("email", "serveraddress"))

    def at(self, server: str) -> Login:
        """Return the same with the registry that they are for, unless they name one."""
        return self if self.sent.get("serveraddress") else Login({**self.sent, "serveraddress": server})


# --- by hand


def logins_of(auth: Any) -> dict[str, Login]:
    """Return the credentials of a client's `auth=`, by registry; under `EVERY` those for whichever is asked.

    Args:
        auth: `{"username": …, "password": …}`, for whichever registry is asked, or with a `serveraddress` for that one;
            or `{"registry.example": {"username": …, "password": …}, …}`.

    Raises:
        InvalidArguments: with everything that is wrong; the values are not told.
    """
    errors: list[ArgumentError] = []
    found: dict[str, Login] = {}
    if isinstance(auth, Mapping) and auth and all(isinstance(value, Mapping) for value in auth.values()):
        for server, given in auth.items():
            login = _given(given, f"auth[{server!r}]", errors)
            found[registry_at(str(server))] = login.at(server_of(registry_at(str(server))))
    else:
        login = _given(auth, "auth", errors)
        server = login.sent.get("serveraddress")
        found[registry_at(server) if server else EVERY] = login
    if errors:
        raise InvalidArguments("auth", errors)
    return {registry: login for registry, login in found.items() if login}


def by_server(auth: Any) -> dict[str, dict[str, str]]:
    """Return the credentials of a build's `auth=` as the engine takes them, by registry.

    Raises:
        InvalidArguments: with everything that is wrong; the values are not told.
    """
    logins = logins_of(auth)
    if EVERY in logins:
        problem = 'names no registry; expected {"registry.example": {"username": …, "password": …}}'
        raise InvalidArguments("build", [ArgumentError("auth", problem)])
    return {server_of(registry): dict(login.sent) for registry, login in logins.items()}


def given_login(given: Mapping[str, Any], where: str = "X-Registry-Auth") -> dict[str, Any]:
    """Return credentials that were given to one call as the engine knows them.

    Raises:
        InvalidArguments: `auth` is not base64 of username:password.
    """
    if not given.get("auth"):
        return {key: value for key, value in given.items() if key != "auth"}
    errors: list[ArgumentError] = []
    login = _given(given, where, errors)
    if errors:
        raise InvalidArguments("auth", errors)
    return dict(login.sent)


def _given(given: Any, where: str, errors: list[ArgumentError]) -> Login:
    if not isinstance(given, Mapping):
        problem = 'is no dict; expected {"username": …, "password": …}, or such dicts by registry'
        errors.append(ArgumentError(where, problem, "type"))
        return Login({})
    known = (*KEYS, "auth")
    names = {fold(key): key for key in known}
    sent: dict[str, str] = {}
    for key, value in given.items():
        name = names.get(fold(str(key)))
        if name is None:
            hint = suggestion(str(key), list(known))
            errors.append(ArgumentError(where, f"has the unknown key {key!r}{'; ' + hint if hint else ''}", "unknown"))
        elif value is not None and not isinstance(value, str):
            errors.append(ArgumentError(f"{where}.{name}", "is no text", "type"))
        elif value:
            sent[name] = value
    if packed := sent.pop("auth", None):
        try:
            sent["username"], sent["password"] = _unpacked(packed)
        except ValueError as error:
            errors.append(ArgumentError(f"{where}.auth", str(error)))
    return Login({key: sent[key] for key in KEYS if key in sent})


def _unpacked(packed: str) -> tuple[str, str]:
    """Return user name and password of the form `base64(username:password)`."""
    try:
        text = base64.b64decode(packed, validate=True).decode()
    except ValueError:
        raise ValueError("is not base64 of username:password") from None
    username, colon, password = text.partition(":")
    if not colon:
        raise ValueError("is base64 of a text that has no colon; expected username:password")
    return username, password.strip("\0")


# --- from config.json and helpers


class Question(NamedTuple):
    """A question to a helper: its name in config.json, `get` or `list`, and for `get` the registry as it knows it."""

    helper: str
    action: str
    server: str = ""


class Stored:
    """What a config.json says about credentials.

    Args:
        config: its content.
        source: its path, for warnings.
        warn: is told of an entry that cannot be used.
    """

    def __init__(self, config: Mapping[str, Any], source: str, warn: Callable[[str], None]) -> None:
        self.source, self._warn = source, warn
        self.auths = self._mapping(config, "auths")
        self.helpers = self._mapping(config, "credHelpers")
        self.store = str(config.get("credsStore") or "")

    def _mapping(self, config: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = config.get(name)
        if value is None or isinstance(value, dict):
            return value or {}
        self._warn(f"{self.source}: {name} is no object, so that there are none")
        return {}

    @property
    def helped(self) -> list[Question]:
        """The questions for the registries that have a helper of their own."""
        return [Question(str(helper), "get", server) for server, helper in self.helpers.items() if helper]

    def of(self, registry: str) -> Login | Question | None:
        """Return the credentials for a registry, or the helper to be asked for them, or None."""
        server = server_of(registry)
        if helper := str(self.helpers.get(server, self.store) or ""):
            return Question(helper, "get", server)
        if server in self.auths:
            return self.entry(server)
        # Older entries have a scheme and a path; Docker Hub's may have another of its names.
        like = next((key for key in self.auths if registry_at(key) == registry), None)
        return None if like is None else self.entry(like)

    def entry(self, server: str) -> Login | None:
        """Return the credentials that an entry of `auths` has, or None; one that is broken costs a warning."""
        said = self.auths[server]
        if said is None:
            return None
        if not isinstance(said, dict):
            self._broken(server, "it is no object")
            return None
        sent = {key: value for key in KEYS if isinstance(value := said.get(key), str)}
        problem, packed = "", said.get("auth")
        if packed:
            try:
                sent["username"], sent["password"] = _unpacked(str(packed))
            except ValueError as error:
                problem = f"its auth {error}"
        elif packed is not None:
            problem = "its auth is empty"
        if login := Login({key: value for key, value in sent.items() if value}):
            return login.at(server)
        if problem:
            self._broken(server, problem)
        return None

    def _broken(self, server: str, problem: str) -> None:
        self._warn(f"{self.source}: the entry for {server!r} counts as none, for {problem}")


def server_of(registry: str) -> str:
    """Return what config.json, helpers and the engine call a registry."""
    return HUB_SERVER if registry == HUB else registry
