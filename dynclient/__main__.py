"""`python -m dynclient`: a demonstration on the engine that is found here, and what can be told of documents."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from dynclient._version import __version__
from dynclient.errors import SpecError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit status.

    0; 1 the engine refused, a check found errors, or a change breaks callers; 2 usage, or a document that cannot be
    used; 3 no engine.
    """
    parser = argparse.ArgumentParser(prog="python -m dynclient", description="A client for the Docker Engine API.")
    parser.add_argument("--version", action="version", version=f"dynclient {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser(
        "demo", help="show the engine that is found, and a container's life from create to delete"
    )
    demo.add_argument("--host", metavar="ADDRESS", help="the engine's address; found as docker finds it if left out")
    check = commands.add_parser("check", help="list what is wrong with an OpenAPI or Swagger document")
    check.add_argument("file", metavar="FILE", help="YAML or JSON")
    check.add_argument("--corrections", metavar="FILE", help="corrections of your own, laid over it")
    diff = commands.add_parser("diff", help="list what changed from one document to another, and what breaks callers")
    diff.add_argument("old", metavar="OLD", help="YAML or JSON")
    diff.add_argument("new", metavar="NEW", help="YAML or JSON")
    diff.add_argument("--breaking", action="store_true", help="list only that, and exit with 1 if there is any")
    _add_reference(commands)
    _add_stubs(commands)
    chosen = parser.parse_args(arguments)
    try:
        status = _COMMANDS[chosen.command](chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _demo(chosen: argparse.Namespace) -> int:
    from dynclient.demo import run

    return run(chosen.host)


def _check(chosen: argparse.Namespace) -> int:
    from dynclient.checking import check_file

    try:
        found = check_file(chosen.file, chosen.corrections)
    except SpecError as error:
        return _unusable(error)
    print(found)
    return 1 if found.errors else 0


def _diff(chosen: argparse.Namespace) -> int:
    from dynclient.differences import differences

    try:
        found = differences(chosen.old, chosen.new)
    except SpecError as error:
        return _unusable(error)
    print(found.only_breaking() if chosen.breaking else found)
    return 1 if chosen.breaking and found.breaking else 0


def _unusable(error: SpecError | OSError) -> int:
    print(error, file=sys.stderr)
    return 2


_SPEC = "an OpenAPI document; the bundled one, or $DYNCLIENT_SPEC, if left out"


def _add_reference(commands: Any) -> None:
    reference = commands.add_parser("reference", help="write the reference of an API, as Markdown or as one HTML file")
    reference.add_argument("--spec", metavar="FILE", help=_SPEC)
    reference.add_argument(
        "--format", choices=("md", "html"), help="html where FILE ends so, md otherwise; html is one file with search"
    )
    reference.add_argument("-o", "--output", metavar="FILE", help="where to write it; standard output if left out")


def _add_stubs(commands: Any) -> None:
    stubs = commands.add_parser(
        "stubs",
        help="write the types of an API's operations, for editors and type checkers",
        description="Write the types of an API's operations as one .pyi module named after the document. For the "
        "bundled document dynclient has them already. For another one: write them to a folder `typings`, which pyright "
        'and VS Code look into by themselves and mypy by `mypy_path = "typings"`, and take the typed client from there '
        "while types are checked (`if TYPE_CHECKING: from MODULE import Client`); the module's first lines show how.",
    )
    stubs.add_argument("--spec", metavar="FILE", help=_SPEC)
    stubs.add_argument("-o", "--output", metavar="DIR", default="typings", help="where the module is put; typings")
    stubs.add_argument("--bundled", action="store_true", help=argparse.SUPPRESS)  # dynclient's own, when it is made


def _reference(chosen: argparse.Namespace) -> int:
    from dynclient.reference import reference
    from dynclient.wiring import api_of, document_of
    from dynclient.writing import saving

    form = chosen.format or ("html" if str(chosen.output).endswith((".html", ".htm")) else "md")
    try:
        api = api_of(document_of(chosen.spec, None))
        text = reference(api, form)
        if chosen.output is None:
            print(text, end="")
            return 0
        with saving(chosen.output) as file:
            file.write(text.encode())
    except (SpecError, OSError) as error:
        return _unusable(error)
    print(f"{chosen.output}: {len(api.operations)} operations")
    return 0


def _stubs(chosen: argparse.Namespace) -> int:
    from dynclient.stubs import write, write_bundled
    from dynclient.wiring import api_of, document_of

    try:
        if chosen.bundled:
            print(write_bundled())
            return 0
        api = api_of(document_of(chosen.spec, None))
        file = write(api, chosen.output)
    except (SpecError, OSError) as error:
        return _unusable(error)
    print(f"{file}: {len(api.operations)} operations; its first lines show how to use it")
    return 0


_COMMANDS = {"demo": _demo, "check": _check, "diff": _diff, "reference": _reference, "stubs": _stubs}


if __name__ == "__main__":
    sys.exit(main())
