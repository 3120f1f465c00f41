"""`python -m dynclient`: a demonstration on the engine that is found here."""

from __future__ import annotations

import argparse
import sys

from dynclient._version import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit status: 0, 1 the engine refused, 2 usage, 3 no engine."""
    parser = argparse.ArgumentParser(prog="python -m dynclient", description="A client for the Docker Engine API.")
    parser.add_argument("--version", action="version", version=f"dynclient {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser(
        "demo", help="show the engine that is found, and a container's life from create to delete"
    )
    demo.add_argument("--host", metavar="ADDRESS", help="the engine's address; found as docker finds it if left out")
    chosen = parser.parse_args(arguments)

    from dynclient.demo import run

    return run(chosen.host)


if __name__ == "__main__":
    sys.exit(main())
