"""The command `dynclient`: its exit statuses and its errors; what takes longer to load stands in `terminal`."""

from __future__ import annotations

import os
import sys

from dynclient._version import __version__

OK, REFUSED, USAGE, NO_ENGINE, BROKEN, PIPE_CLOSED, INTERRUPTED = 0, 1, 2, 3, 4, 141, 130


def main(words: list[str] | None = None) -> int:
    """Run a command line and give its exit status.

    That is 0; 1 where the engine refused, or the answer cannot be written; 2 for a command that cannot be; 3 where no
    engine answers; 4 where a stream failed; 130 where it was interrupted; 141 where nobody reads what it writes.

    Args:
        words: the words after the program's name; those of this process if None.
    """
    words = sys.argv[1:] if words is None else words
    if words == ["--version"]:
        print(f"dynclient {__version__}")
        return OK
    try:
        if instruction := os.environ.get("_DYNCLIENT_COMPLETE"):
            from dynclient.terminal.tools import complete

            return complete(instruction)
        from dynclient.terminal.run import run

        status = run(words)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        # What is still held cannot be written either, which Python would complain of at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return PIPE_CLOSED
        print(f"dynclient: what was asked for cannot be written: {error.strerror}", file=sys.stderr)
        return REFUSED
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> int:
    """Tell an error on standard error, and give the exit status for it; one that is not known is raised again."""
    from dynclient.errors import (
        APIError,
        ConnectionFailed,
        CredentialsError,
        DynclientError,
        InvalidArguments,
        RequestTimeout,
        SpecError,
        StreamError,
        UnknownOperation,
    )
    from dynclient.terminal.words import UsageError

    statuses: tuple[tuple[type[Exception], int], ...] = (
        (UsageError, USAGE),
        (InvalidArguments, USAGE),
        (UnknownOperation, USAGE),
        (SpecError, USAGE),
        (CredentialsError, USAGE),
        (ConnectionFailed, NO_ENGINE),
        (RequestTimeout, NO_ENGINE),
        (StreamError, BROKEN),
        (APIError, REFUSED),
        (DynclientError, REFUSED),
    )
    status = next((status for kind, status in statuses if isinstance(error, kind)), None)
    if status is None:
        raise error
    print(f"dynclient: {error}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
