"""What a request carries that is for the engine alone, and how it is shown without that."""

from __future__ import annotations

from urllib.parse import unquote_plus

import httpx

from dynclient.errors import MASK

_PLAIN = ("connection", "content-length", "content-type", "host", "transfer-encoding", "upgrade", "user-agent")


class LongURL(httpx.URL):
    """A URL whose query may be longer than the 64 KiB that httpx reads as part of one.

    Args:
        url: one of these, or all before the query.
        query: percent-encoded; None where it is httpx's own.
    """

    def __init__(self, url: httpx.URL | str, query: bytes | None = None) -> None:
        super().__init__(url)
        self.apart: bytes | None = url.apart if isinstance(url, LongURL) else query

    @property
    def query(self) -> bytes:
        return super().query if self.apart is None else self.apart

    @property
    def params(self) -> httpx.QueryParams:
        return super().params if self.apart is None else httpx.QueryParams(self.apart)

    @property
    def raw_path(self) -> bytes:
        return super().raw_path if self.apart is None else super().raw_path + b"?" + self.apart

    def __str__(self) -> str:
        return super().__str__() if self.apart is None else f"{super().__str__()}?{self.apart.decode('ascii')}"

    def __eq__(self, other: object) -> bool:
        if self.apart is None and not isinstance(other, LongURL):
            return httpx.URL(self) == other
        return isinstance(other, httpx.URL) and _parts(self) == _parts(other)

    def __hash__(self) -> int:
        return hash(httpx.URL(self)) if self.apart is None else hash(_parts(self))


class MaskedURL(LongURL):
    """A URL whose text, as it stands in logs and reprs, hides values of its query.

    What it is made of is real: `.query`, `.params`, `.raw_path`, and so what is sent.

    Args:
        url: the real one.
        shown: the names, in lower case, of the query's parameters whose values may be seen.
    """

    def __init__(self, url: httpx.URL, shown: frozenset[str]) -> None:
        super().__init__(url)
        self.shown = shown

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc.decode('ascii')}{shown_target(self)}"

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


def _parts(url: httpx.URL) -> tuple[str, bytes, bytes]:
    return url.scheme, url.netloc, url.raw_path


class MaskedHeaders(httpx.Headers):
    """A request's headers whose repr hides what may be a secret: credentials, and whatever the user has added."""

    def __repr__(self) -> str:
        shown = [(name, value if name.lower() in _PLAIN else MASK) for name, value in self.multi_items()]
        return f"Headers({shown!r})"


def shown_target(url: httpx.URL) -> str:
    """Return a URL's path and query as they may be seen."""
    target = url.raw_path.decode("ascii")
    path, mark, query = target.partition("?")
    if not mark or not isinstance(url, MaskedURL):
        return target
    return f"{path}?{'&'.join(_masked(pair, url.shown) for pair in query.split('&'))}"


def _masked(pair: str, shown: frozenset[str]) -> str:
    name, _, value = pair.partition("=")
    # A parameter that is an object may travel as name[key]=value.
    known = unquote_plus(name).partition("[")[0].lower()
    return f"{name}={MASK}" if value and known not in shown else pair
