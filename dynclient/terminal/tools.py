"""The commands beside the operations, by click: find, help, demo, check, diff, reference, stubs, completion."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from dynclient._version import __version__
from dynclient.terminal.run import api_of, completions, found
from dynclient.terminal.words import OPTIONS, UsageError, Words

if TYPE_CHECKING:
    from dynclient.api.model import Operation

_FORWARDED = {"ignore_unknown_options": True, "help_option_names": []}
_SHELLS = ("bash", "zsh", "fish")


def run_tool(words: Words) -> int:
    """Run one of the tools, or tell what there is.

    Args:
        words: the command line.
    """
    if "version" in words.options:
        print(f"dynclient {__version__}")
        return 0
    if not words.rest:
        print(overview(words.options))
        return 0 if "help" in words.options else 2
    asked = [*words.rest, *(["--help"] if "help" in words.options else [])]
    try:
        status = _tools.main(asked, prog_name="dynclient", standalone_mode=False, obj=words.options)
    except click.UsageError as error:
        raise UsageError(error.format_message()) from None
    return int(status or 0)


def overview(options: Any) -> str:
    """Tell what the command line can do."""
    api = api_of(options)
    groups = "\n".join(
        f"  {name.replace('_', '-'):<14} {len(methods)} commands, such as {next(iter(methods)).replace('_', '-')}"
        for name, methods in api.groups.items()
    )
    tools = "\n".join(f"  {name:<14} {command.get_short_help_str(90)}" for name, command in _tools.commands.items())
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

Exit status: 0, 1 the engine refused, 2 usage, 3 no engine, 4 a stream failed, 130 interrupted."""


def _spelled(option: Any) -> str:
    short = f"-{option.short}, " if option.short else "    "
    return f"{short}--{option.name}{' ' + option.value if option.value else ''}"


def operation_help(operation: Operation) -> str:
    """Tell how an operation is called from a command line, and then what it is."""
    places = " ".join(name.upper() for name in operation.path_names)
    group = f"{operation.group} {operation.name}".replace("_", "-")
    usage = " ".join(filter(None, [f"Usage: dynclient {group}", places, "[--ARGUMENT VALUE …]"]))
    return f"{usage}\n       dynclient {operation.id} …\n\n{operation.help()}"


@click.group(add_help_option=False)
def _tools() -> None:
    """Hold the tools."""


@_tools.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def find(options: dict[str, Any], words: tuple[str, ...]) -> None:
    """Find operations by words in their names, parameters, properties and descriptions."""
    from dynclient.terminal.run import client_of

    with client_of({**options, "mock": True}) as client:
        print(client.find(" ".join(words)))


@_tools.command("help")
@click.argument("command", nargs=-1)
@click.pass_obj
def tell(options: dict[str, Any], command: tuple[str, ...]) -> None:
    """Tell what an operation does, takes and gives."""
    if not command:
        print(overview(options))
        return
    api = api_of(options)
    group = command[0].replace("-", "_")
    if len(command) == 1 and group in api.groups:
        for name, operation in api.groups[group].items():
            print(f"{command[0]} {name.replace('_', '-'):<24} {operation.summary}")
        return
    operation, _ = found(api, list(command))
    print(operation_help(operation))


def _forwarded(name: str, text: str, *takes: str) -> None:
    """Add a tool that `python -m dynclient` has too, with the options for all commands that it takes."""

    @_tools.command(name, context_settings=_FORWARDED, help=text, add_help_option=False)
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    @click.pass_obj
    def command(options: dict[str, Any], words: tuple[str, ...]) -> int:
        from dynclient.__main__ import main

        given = [f"--{option}={options[option]}" for option in takes if option in options]
        return main([name, *words, *given])


_forwarded("demo", "Show the engine that is found, and a container's life from create to delete.", "host")
_forwarded("check", "Check a document, by a validator's rules and by dynclient's.")
_forwarded("diff", "Tell what changed between two documents, and what breaks callers.")
_forwarded("reference", "Write a reference page of the document.", "spec")
_forwarded("stubs", "Write type stubs of the document.", "spec")


@_tools.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what a shell completes `dynclient` by: eval "$(dynclient completion bash)"."""
    print(_completer(shell).source())


# --- completion


def _completer(shell: str) -> Any:
    kind = get_completion_class(shell)
    assert kind is not None

    class Completer(kind):  # type: ignore[misc,valid-type]
        def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
            return [CompletionItem(word, help=text or None) for word, text in completions(args, incomplete)]

    return Completer(_tools, {}, "dynclient", "_DYNCLIENT_COMPLETE")


def complete(instruction: str) -> int:
    """Answer a shell that completes, as its script asks: `bash_complete`, `bash_source` and so on."""
    shell, _, step = instruction.partition("_")
    if shell not in _SHELLS or step not in ("complete", "source"):
        return 2
    completer = _completer(shell)
    sys.stdout.write(completer.source() if step == "source" else completer.complete())
    sys.stdout.write("\n")
    return 0
