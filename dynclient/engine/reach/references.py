"""References to images: a name, with a tag or a digest, as they are written for the engine."""

from __future__ import annotations

import re
from typing import NamedTuple

from dynclient.errors import ArgumentError, InvalidArguments

_ID = re.compile(r"sha256:[0-9a-f]{64}|[0-9a-f]{64}")
HUB = "docker.io"
_HUBS = (HUB, "index.docker.io", "registry-1.docker.io")


class Reference(NamedTuple):
    """A reference to one image of a repository.

    >>> Reference.parse("localhost:5000/team/app")
    Reference(name='localhost:5000/team/app', tag='', digest='')

    Attributes:
        name: the repository, with its registry where one is given.
        tag, digest: empty where there is none.
    """

    name: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str, recipe: str = "reference") -> Reference:
        """Take a reference apart; whether its characters are allowed is for the engine to say.

        A colon before the last `/` belongs to the registry's port.

        Args:
            text: the reference.
            recipe: whose argument it is, for errors.

        Raises:
            InvalidArguments: it is no text, has no name, or ends where a tag or a digest has to follow.
        """
        rest, at, digest = text.partition("@") if isinstance(text, str) else ("", "", "")
        path, slash, last = rest.rpartition("/")
        last, colon, tag = last.partition(":")
        if not last or (at and ":" not in digest) or (colon and not tag):
            problem = f"is {text!r}; expected a reference such as name, host:5000/name:tag or name@sha256:…"
            raise InvalidArguments(recipe, [ArgumentError("image", problem)])
        return cls(f"{path}{slash}{last}", tag, digest)

    @property
    def version(self) -> str:
        """The one image that is meant: the digest, else the tag, else `latest`."""
        return self.digest or self.tag or "latest"

    def __str__(self) -> str:
        return f"{self.name}@{self.digest}" if self.digest else f"{self.name}:{self.version}"


def is_id(text: str) -> bool:
    """Return whether a text is an image's id, which no registry knows."""
    return _ID.fullmatch(text) is not None


def registry_of(name: str) -> str:
    """Return the registry, `host` or `host:port`, that an image's name leads to; `docker.io` where it has none.

    The part before the first slash is a host if it has a dot, a colon or a capital letter in it, or is `localhost`; a
    repository's has none of these (the grammar of the distribution project's references).

    >>> [registry_of(name) for name in ("busybox", "team/app", "localhost/app", "registry.example:5000/app:1")]
    ['docker.io', 'docker.io', 'localhost', 'registry.example:5000']
    """
    first, slash, _ = name.partition("/")
    host = slash and ("." in first or ":" in first or first == "localhost" or first != first.lower())
    return registry_at(first) if host else HUB


def registry_at(address: str) -> str:
    """Return the registry that an address is of; it may have a scheme and a path, as config.json has them.

    >>> registry_at("https://index.docker.io/v1/"), registry_at("http://registry.example:5000/v2/")
    ('docker.io', 'registry.example:5000')
    """
    host = address.removeprefix("https://").removeprefix("http://").partition("/")[0]
    return HUB if host in _HUBS else host
