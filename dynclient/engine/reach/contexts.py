"""Docker's contexts as a list: names for engines, of which the environment's own is called `default`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from dynclient.engine.reach.address import chosen_context, find_address
from dynclient.engine.reach.stored import Context as Context
from dynclient.engine.reach.stored import listed_contexts
from dynclient.errors import ConnectionFailed


class Contexts(list[Context]):
    """A list of contexts that is shown as a table."""

    def __repr__(self) -> str:
        from dynclient.document.legible import one_line

        # The files may be of another's making, and a table has one line for each.
        cells = ((f"{one.name}{' *' if one.current else ''}", one.host, one.problem or one.description) for one in self)
        rows = [[one_line(cell, 2000) for cell in row] for row in cells]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows) or "[]"


def contexts(environ: Mapping[str, str] | None = None) -> Contexts:
    """List docker's contexts, in its order.

    Args:
        environ: the environment, which names the folder and the current context; the process's own if None.

    Raises:
        ConnectionFailed: config.json would name the current one, and cannot be used.

    Example:
        >>> import dynclient
        >>> [context.name for context in dynclient.contexts() if context.name == "default"]
        ['default']
    """
    environ = os.environ if environ is None else environ
    current = chosen_context(None, environ)[0]
    ordered = sorted([_default(environ), *listed_contexts(environ)], key=lambda one: _natural(one.name))
    return Contexts(one._replace(current=one.name == current) for one in ordered)


def _default(environ: Mapping[str, str]) -> Context:
    """Return what the environment says, as the context that has no file."""
    try:
        found = find_address(context="default", environ=environ)
    except ConnectionFailed as error:
        return Context("default", "", problem=str(error))
    return Context("default", found.url, f"from {found.origin}", tls=found.trust is not None)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as docker does: t9 before t10."""
    # By length and digits, for int() reads no more than 4,300 of them.
    split = re.split(r"([0-9]+)", name)
    return [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (-1, part) for place, part in enumerate(split)]
