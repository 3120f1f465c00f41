"""What is taken from an engine, or kept for one, at most: one table, each limit with its reason.

Sizes are in bytes. A limit that is passed ends the call with an error of dynclient's that names what to do instead.
"""

from __future__ import annotations

import sys

from dynclient.errors import StreamError

MB = 1024 * 1024

# An answer's head: httpcore's figure, through which httpx's own answers come. The engine's heads have some 300 bytes.
HEAD = 100 * 1024
# What is asked for, path and query: what Go's net/http reads of a request's head. 5,000 IDs in filters are 365 kB.
TARGET = 1024 * 1024
# Fields of a head: Node's figure. Each costs time in every layer above; the engine sends about ten.
HEADERS = 2_000
# Heads before the answer's own (100, 102, 103). The engine sends none unasked; each may be as long as HEAD.
INTERIM = 32
# The line of a chunk's length, with its extensions, which nobody sends.
CHUNK_LINE = 16 * 1024
# Fields after the last chunk, which are passed over.
TRAILERS = HEAD
# A complete answer, which is held in memory, several times while it is read. Lists and inspections have kilobytes; only
# output may be as long as this, and a stream reads that without a limit.
ANSWER = 512 * MB
# What one read may decompress to: `Accept-Encoding: identity` is sent, so that compression is nobody's wish.
DECOMPRESSED = 64 * MB
# What a peer says while it is written to and nobody reads it: a program that prints before it reads is let go on.
UNREAD = 64 * MB
# How long a reader in another thread may take over what it was given before it counts as none.
READER_SECONDS = 5.0
# Redirects that one call follows, where it follows any: from a name to its slash, and a few that a proxy adds.
REDIRECTS = 10
# A number of a version: int() refuses 5,000 digits, and no version has five.
VERSION_DIGITS = 4

# Seconds of a time-out: poll() counts milliseconds in 32 bits, which is 24 days.
SECONDS = 2_147_483
# Documents whose operations are kept for the next client, some 3 MB each; what a client uses stays with it.
APIS = 8
CHECKERS = 4096  # operations whose checks of arguments are kept


class Exceeded(StreamError):
    """An answer that is not read on: past a limit, or compressed in a way that was not asked for."""


def of_json(error: Exception) -> str:
    """Return which of Python's own limits JSON has passed that could not be read; nothing where it is no JSON."""
    if isinstance(error, RecursionError):
        return "is JSON nested deeper than Python reads it"
    if type(error) is ValueError:  # json's own is a class of its own
        return f"is JSON with an integer of more than {sys.get_int_max_str_digits()} digits, which Python does not read"
    return ""
