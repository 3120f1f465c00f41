"""Limits on what is read from an engine or kept for one, each with its reason.

Sizes are in bytes. Exceeding a limit ends the call with one of dynclient's errors, which says what to do instead.
"""

from __future__ import annotations

import sys

from dynclient.errors import StreamError

MB = 1024 * 1024

# The head of an answer: httpcore's limit. The engine's heads have about 300 bytes.
HEAD = 100 * 1024
# Path and query of a request: the limit of Go's net/http for a head. 5,000 IDs in filters are 365 kB.
TARGET = 1024 * 1024
# Fields of a head: Node's limit. Each costs time in every layer above; the engine sends about ten.
HEADERS = 2_000
# Interim heads (100, 102, 103). The engine sends none unless asked to; each may be as long as HEAD.
INTERIM = 32
# The line with a chunk's length and its extensions, which are not used in practice.
CHUNK_LINE = 16 * 1024
# Trailer fields, which are skipped.
TRAILERS = HEAD
# A complete answer, which is held in memory, several times while it is read. Lists and inspections have kilobytes;
# only output can be this long, and a stream reads that without a limit.
ANSWER = 512 * MB
# What one read may decompress to: since `Accept-Encoding: identity` is sent, no compressed answer is expected.
DECOMPRESSED = 64 * MB
# What a peer may send, unread, while it is written to, so that a program that prints before it reads can go on.
UNREAD = 64 * MB
# Seconds that a reader in another thread may take over a piece before it is considered gone.
READER_SECONDS = 5.0
# Redirects that one call follows, if it follows any: one to add a slash, and a few by a proxy.
REDIRECTS = 10
# Overlays in one chain: each version of the engine's API is one on the version before.
OVERLAYS = 100
# The size of all of them: that of the largest document.
CHAIN = 64_000_000
# The actions of a chain: each may move the items of a long list. Ours have about 200.
ACTIONS = 10_000
# Digits of a number in a version: int() refuses 5,000, and no version has five.
VERSION_DIGITS = 4

# Seconds of a timeout: poll() counts milliseconds in 32 bits, which is 24 days.
SECONDS = 2_147_483
# Documents whose operations are kept for further clients, about 3 MB each; a client keeps its own in any case.
APIS = 8
CHECKERS = 4096  # operations whose checks of arguments are kept


class Exceeded(StreamError):
    """An answer that is not read to its end: it exceeds a limit, or is compressed without being asked to."""


def of_json(error: Exception) -> str:
    """Say which of Python's limits unreadable JSON exceeds; empty if it is not JSON."""
    if isinstance(error, RecursionError):
        return "is JSON nested deeper than Python reads it"
    if type(error) is ValueError:  # JSONDecodeError is a subclass, for what is not JSON
        return f"is JSON with an integer of more than {sys.get_int_max_str_digits()} digits, which Python does not read"
    return ""
