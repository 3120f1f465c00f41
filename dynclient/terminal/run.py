"""Run a command: an operation by its id or by group and method, or one of the tools."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.client import Client
from dynclient.errors import NotFound
from dynclient.steering import legible
from dynclient.terminal.show import Screen
from dynclient.terminal.words import UsageError, Words, arguments_of, looked_up, named, split, word_of

if TYPE_CHECKING:
    from dynclient.api.model import Api, Operation
    from dynclient.api.vocabulary import Vocabulary

# What the tools of `dynclient.terminal.tools` are called; operations do without their module.
TOOLS = ("find", "help", "guide", "demo", "check", "diff", "reference", "stubs", "completion")


def run(words: list[str]) -> int:
    """Run a command line and return its exit status; errors are raised.

    Args:
        words: those after the program's name.
    """
    split_up = split(words)
    if not split_up.rest or split_up.rest[0] in TOOLS or "version" in split_up.options:
        from dynclient.terminal.tools import run_tool

        return run_tool(split_up)
    api = api_of(split_up.options)
    if (methods := _asked_of_group(api, split_up)) is not None:
        from dynclient.terminal.tools import group_help

        print(legible(group_help(split_up.rest[0], methods)))
        return 0
    operation, rest = found(api, split_up.rest)
    given = arguments_of(operation, rest)
    options = {**split_up.options, **given.options}
    if "version" in options:
        return run(["--version"])
    if "help" in options:
        from dynclient.terminal.tools import operation_help

        print(legible(operation_help(operation)))
        return 0
    return _call(operation, given.path, given.arguments, options)


def _asked_of_group(api: Api, words: Words) -> Mapping[str, Operation] | None:
    """Return the methods of the group that alone was named, for help."""
    first, *others = words.rest
    asked = "help" in words.options if not others else others[0] in ("-h", "--help")
    return api.groups.get(named(first, api.groups) or "") if asked and len(others) < 2 else None


def api_of(options: Mapping[str, Any]) -> Api:
    """Give the operations of the document that is asked for."""
    from dynclient.api.public import api_of, document_of

    return api_of(document_of(options.get("spec"), None))


def found(api: Api, rest: list[str]) -> tuple[Operation, list[str]]:
    """Give the operation that words begin with, by its id or by group and method, and the words after that.

    Raises:
        UsageError: there is none of that name.
    """
    first = rest[0]
    if first in api.operations:
        return api.operations[first], rest[1:]
    if (group := named(first, api.groups)) is None:
        hint = (
            _vocabulary(api).attribute(first.replace("-", "_"), [*api.operations, *TOOLS])
            or "dynclient --help lists them"
        )
        raise UsageError(f"there is no command {first!r}; {hint}")
    methods = api.groups[group]
    name = named(rest[1], methods) if len(rest) > 1 else None
    if name is None and (len(rest) == 1 or rest[1].startswith("-")):
        raise UsageError(f"{first} has the commands {', '.join(word_of(name, methods) for name in methods)}")
    if name is None:
        hint = _vocabulary(api).method(group, rest[1].replace("-", "_")) or f"it has {', '.join(methods)}"
        raise UsageError(f"{first} has no command {rest[1]!r}; {hint}")
    return methods[name], rest[2:]


def _vocabulary(api: Api) -> Vocabulary:
    """Return what says what a wrong word may have meant, as it is written on a command line."""
    from dynclient.api.vocabulary import Vocabulary, recipes_of
    from dynclient.methods import Recipes

    recipes = [recipe._replace(call=f"{recipe.call} in Python") for recipe in recipes_of(Recipes)]
    return Vocabulary(api, recipes, lambda operation: " ".join(["dynclient", *_words(operation)]))


def _words(operation: Operation) -> list[str]:
    return [*words_of(operation), *(name.upper() for name in operation.path_names)]


def words_of(operation: Operation) -> tuple[str, str]:
    """Return the words for an operation's group and method."""
    from dynclient.api.public import api_of as made

    groups = made(operation.document).groups
    return word_of(operation.group, groups), word_of(operation.name, groups[operation.group])


def settings_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the client that the options ask for."""
    names = {**dict.fromkeys(("context", "spec", "server", "timeout")), "host": "address", "api-version": "version"}
    settings = {names[name] or name: value for name, value in options.items() if name in names}
    if "mock" in options:
        if named := [f"--{name}" for name in ("host", "context") if name in options]:
            raise UsageError(f"--mock asks no engine, and {named[0]} names one; give one of them")
        from dynclient.mock import MockEngine

        settings["transport"] = MockEngine(options.get("spec"))
    return settings


def client_of(options: Mapping[str, Any]) -> Client:
    """Make the client that the options ask for."""
    try:
        return Client(**settings_of(options))
    except ValueError as error:  # a version or a time-out that is none
        raise UsageError(str(error)) from None


def _call(operation: Operation, path: list[str], arguments: dict[str, Any], options: Mapping[str, Any]) -> int:
    screen = Screen(options.get("output"), options.get("to"))
    with _telling("verbose" in options), client_of(options) as client:
        if "dry-run" in options:
            print(legible(dry(client, operation, path, arguments)))
        elif screen.form == "raw" and operation.answer.kind in ("json", "text", "lines", "header", "empty"):
            _raw(client, operation, path, arguments, screen)
        elif (operation.answer.kind == "lines" and screen.form != "table") or "stream" in options or _talks(operation):
            screen.show(client.stream(operation.id, *path, **arguments))
        else:
            screen.show(client.op(operation.id, *path, **arguments))
        return 0 if "dry-run" in options else _ended(client, operation, path, arguments)


def _ended(client: Client, operation: Operation, path: list[str], arguments: Mapping[str, Any]) -> int:
    """Return the exit status of a call: of a command in a container that was talked with, that one's."""
    rule = operation.answer.status
    if rule is None or rule.operation not in client.operations:
        return 0
    told: Any = None
    with contextlib.suppress(NotFound):  # it has removed itself
        told = client.op(rule.operation, *path, *(arguments[name] for name in operation.path_names[len(path) :]))
    for step in rule.at:
        told = told.get(step) if isinstance(told, Mapping) else None
    return told if isinstance(told, int) else 0


def _talks(operation: Operation) -> bool:
    return bool(operation.answer.upgrade)


@contextlib.contextmanager
def _telling(wanted: bool) -> Iterator[None]:
    """Tell of each request on standard error while the block runs."""
    if not wanted:
        yield
        return
    import logging

    logger, handler = logging.getLogger("dynclient"), logging.StreamHandler()
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _raw(client: Client, operation: Operation, path: list[str], arguments: dict[str, Any], screen: Screen) -> None:
    """Write an answer's body as it is."""
    request = client.build_request(operation.id, *path, **arguments)
    response = client.send(request)
    if not response.is_success:
        from dynclient.api.interpret import refusal
        from dynclient.result import Response

        raise refusal(client.api, Response(response.status_code, response.headers, operation.id), response.content)
    screen.write(response.content)


# --- what would be sent


def dry(client: Client, operation: Operation, path: list[str], arguments: dict[str, Any]) -> str:
    """Write the request that a call would send, its secrets masked.

    Raises:
        InvalidArguments: with everything that is wrong.
    """
    from dynclient.outgoing import base_of, path_of
    from dynclient.result import MASK
    from dynclient.secrecy import shown_target

    request = client.build_request(operation.id, *path, **arguments)
    prefix = f"/v{client.document.version}" if client.version == "not asked yet" else f"/v{client.version}"
    prefix = "" if client.version == "none" else prefix
    secret = {parameter.name.lower() for parameter in operation.parameters if parameter.secret} | {"authorization"}
    target = shown_target(request.url) or request.url.raw_path.decode()
    # The path of the address is in the request's, before the version.
    own, where = path_of(base_of(client.address, operation)), client.address.url
    where = where.removesuffix(path_of(client.address.base))
    lines = [f"{request.method} {where} {own}{prefix}{target[len(own) :]}"]
    for name, value in request.headers.items():
        if name not in ("host", "user-agent", "accept-encoding", "connection"):
            lines.append(f"{name}: {MASK if name in secret else value}")
    body = request.extensions["dynclient"].operation.body  # of the media type that was chosen
    if body is not None and request.headers.get("content-length", "0") != "0":
        if body.json:
            value = _masked(json.loads(request.content), body.schema, body.schema.get("$defs", {}))
            lines += ["", json.dumps(value, indent=2, ensure_ascii=False)]
        else:
            lines += ["", f"({request.headers['content-length']} bytes)"]
    elif "transfer-encoding" in request.headers:
        lines += ["", "(bytes, as they are read)"]
    return "\n".join(lines)


def _masked(value: Any, schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Hide the values that a schema says are secret."""
    from dynclient.result import MASK

    schema = looked_up(schema, definitions)
    if schema.get("x-secret") or schema.get("format") == "password":
        return MASK
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        return {key: _masked(sub, known.get(key, others), definitions) for key, sub in value.items()}
    if isinstance(value, list):
        return [_masked(item, schema.get("items"), definitions) for item in value]
    return value
