"""The commands beside the operations: find, help, guide, demo, check, diff, reference, stubs, completion."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from dynclient.document.legible import legible
from dynclient.document.version import __version__
from dynclient.faces.pages import topics
from dynclient.faces.terminal.lookup import TOOLS, api_of, client_of, found, settings_of, settled, words_of
from dynclient.faces.terminal.parsing import OPTIONS, UsageError, Words, named, option_of, word_of

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

_OK, _FOUND = 0, 1
_SHELLS = ("bash", "zsh", "fish")


def run_tool(words: Words) -> int:
    """Run one of the tools, or print the overview, and return the exit status.

    Args:
        words: the command line.

    Raises:
        UsageError: a word or an option that the tool does not take.
    """
    options = dict(words.options)
    if "version" in options:
        print(f"dynclient {__version__}")
        return _OK
    if not words.rest:
        print(legible(overview(settled(options))))
        return _OK if "help" in options else 2
    tool = _TOOLS[words.rest[0]]
    parser = _parser(words.rest[0], tool)
    own = _own(parser, words.rest[1:], options)
    if "help" in options:
        print(parser.format_help(), end="")
        return _OK
    chosen = parser.parse_args(own)
    for name in options:
        if name not in tool.takes:
            taken = ", ".join(f"--{each}" for each in tool.takes)
            what = f"of the options for all commands it takes {taken}" if taken else "it takes none of these options"
            raise UsageError(f"--{name} means nothing to {words.rest[0]}; {what}")
    return tool.run(chosen, settled(options))


class _Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` rather than exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; {self.prog} --help tells")


class _Tool(NamedTuple):
    """A command beside the operations.

    Attributes:
        help: what it does, in a line.
        run: does it with what was chosen and the options for all commands, and returns the exit status.
        arguments: those of argparse's `add_argument`: names, and settings.
        takes: the options for all commands that mean something to it.
    """

    help: str
    run: Callable[[argparse.Namespace, dict[str, Any]], int]
    arguments: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = ()
    takes: tuple[str, ...] = ()


def _parser(name: str, tool: _Tool) -> _Parser:
    parser = _Parser(prog=f"dynclient {name}", description=tool.help, allow_abbrev=False, add_help=False)
    for names, settings in tool.arguments:
        parser.add_argument(*names, **settings)
    return parser


def _own(parser: argparse.ArgumentParser, rest: list[str], options: dict[str, Any]) -> list[str]:
    """Return the tool's own words, and move the options for all commands into `options`."""
    own, words = [], list(rest)
    while words:
        name = words[0].partition("=")[0]
        is_own = not name.startswith("-") or name in parser._option_string_actions
        taken = 0 if is_own else option_of(words, options)
        if not taken:
            own.append(words[0])
        del words[: taken or 1]
    return own


def overview(options: Mapping[str, Any]) -> str:
    """Return what the command line can do."""
    api = api_of(options)
    groups = "\n".join(
        f"  {word_of(name, api.groups):<14} {len(methods)} commands, such as {word_of(next(iter(methods)), methods)}"
        for name, methods in api.groups.items()
    )
    tools = "\n".join(f"  {name:<14} {tool.help.partition(', as one')[0]}" for name, tool in _TOOLS.items())
    shown = "\n".join(f"  {_spelled(option):<28} {option.help}" for option in OPTIONS.values())
    return f"""\
Usage: dynclient [OPTIONS] OPERATION [VALUES] [--ARGUMENT VALUE …]
       dynclient [OPTIONS] GROUP COMMAND [VALUES] [--ARGUMENT VALUE …]

{api.document.title} {api.document.version}: {len(api.operations)} operations, each by its id (ContainerList)
or by group and command (container list). Values of the path come in its order. An argument may be a path into
the body (--HostConfig.Memory 64000000), name=value for an object, given several times for a list, @file or - for
a body.

Groups:
{groups}

Tools:
{tools}

Options:
{shown}

Exit status: 0, 1 the engine refused, 2 usage, 3 no engine, 4 a stream failed, 130 interrupted; of a command in a
container, that one's."""


def _spelled(option: Any) -> str:
    short = f"-{option.short}, " if option.short else "    "
    return f"{short}--{option.name}{' ' + option.value if option.value else ''}"


def operation_help(operation: Operation) -> str:
    """Return how an operation is called from a command line, followed by its help."""
    from dynclient.api.words.help import help_text

    places = " ".join(name.upper() for name in operation.path_names)
    group = " ".join(words_of(operation))
    usage = " ".join(filter(None, [f"Usage: dynclient {group}", places, "[--ARGUMENT VALUE …]"]))
    return f"{usage}\n       dynclient {operation.id} …\n\n{help_text(operation)}"


def group_help(word: str, methods: Mapping[str, Operation]) -> str:
    """Return the commands of a group, whose name is written as the user wrote it."""
    width = max(map(len, methods), default=0)
    rows = (f"  {word_of(name, methods):<{width}}  {each.summary}".rstrip() for name, each in methods.items())
    return "\n".join([f"Usage: dynclient {word} COMMAND [VALUES] [--ARGUMENT VALUE …]", "", *rows])


# --- what each does


def _find(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    with client_of({**options, "mock": True}) as client:
        print(client.find(" ".join(chosen.words)))
    return _OK


def _help(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    command = chosen.command
    if not command:
        print(legible(overview(options)))
    elif command[0] in TOOLS:
        print(_parser(command[0], _TOOLS[command[0]]).format_help(), end="")
    else:
        api = api_of(options)
        group = named(command[0], api.groups)
        if len(command) == 1 and group is not None:
            print(legible(group_help(command[0], api.groups[group])))
        else:
            print(legible(operation_help(found(api, list(command))[0])))
    return _OK


def _guide(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.faces.pages import blocks, printed
    from dynclient.faces.terminal.show import rich_console

    if chosen.topic is None:
        width = max(map(len, topics.TOPICS))
        print("\n".join(f"{topic:<{width}}  {topics.title(topic)}" for topic in topics.TOPICS))
        return _OK
    page, title = topics.page(chosen.topic), topics.title(chosen.topic)
    if not sys.stdout.isatty():
        print(page, end="")
    elif (console := rich_console()) is not None:
        for part in printed.coloured(title, blocks.read(page)):
            console.print(part)
    else:
        print(printed.printed(title, blocks.read(page)))
    return _OK


def _demo(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.faces.demo import run

    return run(settings_of(options))


def _check(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.api.findings import check_file
    from dynclient.client.aio import AsyncClient
    from dynclient.client.client import Client
    from dynclient.client.core import taken

    if (chosen.file is None) == ("spec" not in options):
        raise UsageError("check wants one document, as FILE or by --spec")
    result = check_file(chosen.file or options["spec"], chosen.corrections, taken(Client, AsyncClient))
    print(result)
    return _FOUND if result.errors else _OK


def _diff(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.document.differences import differences

    result = differences(chosen.old, chosen.new)
    print(result.only_breaking() if chosen.breaking else result)
    return _FOUND if chosen.breaking and result.breaking else _OK


def _reference(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.document.writing import saving
    from dynclient.faces.pages.reference import reference

    form = chosen.format or ("html" if str(chosen.output).endswith((".html", ".htm")) else "md")
    api = api_of(options)
    text = reference(api, form)
    if chosen.output is None:
        print(text, end="")
        return _OK
    try:
        with saving(chosen.output) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"-o: {chosen.output} cannot be written: {error.strerror}") from None
    print(f"{chosen.output}: {len(api.operations)} operations")
    return _OK


def _stubs(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.faces.pages.stubs import write, write_bundled

    if chosen.bundled:
        print(write_bundled())
        return _OK
    api = api_of(options)
    try:
        file = write(api, chosen.output)
    except OSError as error:
        raise UsageError(f"-o: {chosen.output} cannot be written: {error.strerror}") from None
    print(f"{file}: {len(api.operations)} operations; its first lines show how to use it")
    return _OK


def _completion(chosen: argparse.Namespace, options: dict[str, Any]) -> int:
    from dynclient.faces.terminal.shells import SCRIPTS

    sys.stdout.write(SCRIPTS[chosen.shell])
    return _OK


_FILE = {"metavar": "FILE"}
_STUBS = (
    "write the types of an API's operations, for editors and type checkers, as one .pyi module named after the "
    "document. For the bundled document dynclient has them already. For another one: write them to a folder `typings`, "
    'which pyright and VS Code look into by themselves and mypy by `mypy_path = "typings"`, and take the typed client '
    "from there while types are checked (`if TYPE_CHECKING: from MODULE import Client`)"
)
_TOOLS = {
    "find": _Tool(
        "find operations by words in their names, parameters, properties and descriptions",
        _find,
        ((("words",), {"nargs": "+", "metavar": "WORD"}),),
        ("spec",),
    ),
    "help": _Tool(
        "show what an operation does, takes and returns",
        _help,
        ((("command",), {"nargs": "*", "metavar": "COMMAND"}),),
        ("spec",),
    ),
    "guide": _Tool(
        "read the guide, a topic at a time; without one, list the topics",
        _guide,
        ((("topic",), {"nargs": "?", "choices": topics.TOPICS, "metavar": "TOPIC"}),),
    ),
    "demo": _Tool(
        "show the engine that is found, and a container's life from create to delete",
        _demo,
        (),
        ("host", "context", "spec", "api-version", "timeout", "mock"),
    ),
    "check": _Tool(
        "list what is wrong with an OpenAPI or Swagger document",
        _check,
        (
            (("file",), {**_FILE, "nargs": "?", "help": "YAML or JSON, or a version such as 1.51"}),
            (("--corrections",), {**_FILE, "help": "corrections of your own, laid over it"}),
        ),
        ("spec",),
    ),
    "diff": _Tool(
        "list what changed from one document to another, and what breaks callers",
        _diff,
        (
            (("old",), {"metavar": "OLD", "help": "YAML or JSON, or a version such as 1.45"}),
            (("new",), {"metavar": "NEW", "help": "YAML or JSON, or a version such as 1.51"}),
            (("--breaking",), {"action": "store_true", "help": "list only that, and end with 1 if there is any"}),
        ),
    ),
    "reference": _Tool(
        "write the reference of an API, as Markdown or as one HTML file",
        _reference,
        (
            (("--format",), {"choices": ("md", "html"), "help": "html where FILE ends so, else md; html has a search"}),
            (("-o", "--output"), {**_FILE, "help": "where to write it; standard output if left out"}),
        ),
        ("spec",),
    ),
    "stubs": _Tool(
        _STUBS,
        _stubs,
        (
            (("-o", "--output"), {"metavar": "DIR", "default": "typings", "help": "where the module is put; typings"}),
            (("--bundled",), {"action": "store_true", "help": argparse.SUPPRESS}),  # dynclient's own, when it is made
        ),
        ("spec",),
    ),
    "completion": _Tool(
        'print what a shell completes `dynclient` by: eval "$(dynclient completion bash)"',
        _completion,
        ((("shell",), {"choices": _SHELLS}),),
    ),
}
