"""The command `dynclient`: its exit statuses and its errors; what takes longer to load stands in `terminal`."""

from __future__ import annotations

import os
import sys

from dynclient.document.version import __version__

OK, REFUSED, USAGE, NO_ENGINE, BROKEN, PIPE_CLOSED, INTERRUPTED = 0, 1, 2, 3, 4, 141, 130


def main(words: list[str] | None = None) -> int:
    """Run a command line and return its exit status.

    That is 0; 1 where the engine refused, a check or a comparison found something, or the answer cannot be written; 2
    for a command that cannot be, or a document that cannot be used; 3 where no engine answers; 4 where a stream failed;
    130 where it was interrupted; 141 where nobody reads what it writes. Of a command in a container it is that one's.

    Args:
        words: the words after the program's name; those of this process if None.
    """
    words = sys.argv[1:] if words is None else words
    _furnish()
    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_up()
        return PIPE_CLOSED
    except Exception as error:
        return failed(error)


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        print(f"dynclient {__version__}")
        return OK
    if shell := os.environ.get("_DYNCLIENT_COMPLETE"):
        from dynclient.faces.terminal.shells import complete

        return complete(shell, words)
    from dynclient.document.spelling import Shell, spelled
    from dynclient.faces.terminal.run import run

    with spelled(Shell()):
        return run(words)


def _furnish() -> None:
    """Open the standard streams that are closed, so that no other file takes their numbers, and let them take any text.

    Reading what stands for a closed standard output makes writing fail there, as it would without it.
    """
    for number, name, mode in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, mode)
            if opened != number:  # pragma: no cover  # another thread has taken the number
                os.dup2(opened, number)
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A letter that an encoding lacks, or half a surrogate pair, is written as JSON and Python write it.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _give_up() -> None:
    """Point standard output at nothing, for Python would complain at exit about what it still holds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def failed(error: Exception) -> int:
    """Write an error to standard error, and return the exit status for it; one that is not known is raised again."""
    from dynclient.document.legible import legible
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
    from dynclient.faces.terminal.parsing import UsageError

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
        (OSError, REFUSED),
        (RecursionError, REFUSED),
    )
    status = next((status for kind, status in statuses if isinstance(error, kind)), None)
    if status is None:
        raise error
    told = _TOO_DEEP if isinstance(error, RecursionError) else str(error)
    if isinstance(error, OSError) and not isinstance(error, DynclientError):
        told = f"{error.filename}: {error.strerror}" if error.filename else _unwritable(error)
    print(f"dynclient: {legible(told)}", file=sys.stderr)
    return status


_TOO_DEEP = "the answer is nested too deep to be shown so; -o raw writes it as it came"


def _unwritable(error: OSError) -> str:
    _give_up()
    return f"what was asked for cannot be written: {error.strerror or error}"


if __name__ == "__main__":
    sys.exit(main())
