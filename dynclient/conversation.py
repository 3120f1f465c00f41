"""Conversations: generators that yield what they want done and are given what came of it.

A call, and every recipe of several calls, is one; each shell has one short driver for them, so that it is written once.
The driver throws whatever is raised into the generator, interruptions too, so that its `finally` cleans up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from types import GeneratorType
from typing import Any, NamedTuple, TypeVar

import httpx


class Send(NamedTuple):
    """Ask the shell to send a request and read its answer.

    Attributes:
        operation: the operation's id, or method and path, for errors.
    """

    request: httpx.Request
    operation: str


class Open(NamedTuple):
    """Ask the shell to send a request on a connection of its own and to leave its answer open.

    An answer that is an error's is read and comes as a `Reply`.
    """

    request: httpx.Request
    operation: str


class Opened(NamedTuple):
    """What came of an `Open`."""

    response: httpx.Response
    source: Any


class Drain(NamedTuple):
    """Ask the shell to read an open answer to its end; comes as a `Reply`.

    Attributes:
        each: is given every piece as it comes.
    """

    opened: Opened
    operation: str
    each: Callable[[bytes], None] | None = None


class Do(NamedTuple):
    """Ask the shell to call a method of a stream, or whatever else is awaited in the async one."""

    method: Callable[..., Any]
    args: tuple[Any, ...] = ()


class Reply(NamedTuple):
    """What came of a `Send`."""

    response: httpx.Response
    content: bytes


T = TypeVar("T")
Wish = Send | Open | Drain | Do
Conversation = Generator[Wish, Any, T]


def is_over(conversation: Conversation[Any]) -> bool:
    """Return whether a conversation has ended, by a value or by an error."""
    return isinstance(conversation, GeneratorType) and conversation.gi_frame is None


def abandon(conversation: Conversation[Any], end: GeneratorExit) -> None:
    """End a conversation whose coroutine is dropped: what it wants for its end cannot be awaited any more."""
    with contextlib.suppress(StopIteration, GeneratorExit):
        while True:
            conversation.throw(end)
