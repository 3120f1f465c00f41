"""Run a command: an operation by its id or by group and method, or one of the tools."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.client.client import Client
from dynclient.document.legible import legible
from dynclient.errors import NotFound
from dynclient.faces.terminal.lookup import TOOLS, api_of, client_of, found, settled
from dynclient.faces.terminal.parsing import Words, arguments_of, looked_up, named, split
from dynclient.faces.terminal.show import Screen

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation


def run(words: list[str]) -> int:
    """Run a command line and return its exit status; errors are raised.

    Args:
        words: those after the program's name.
    """
    split_up = split(words)
    if not split_up.rest or split_up.rest[0] in TOOLS or "version" in split_up.options:
        from dynclient.faces.terminal.tools import run_tool

        return run_tool(split_up)
    split_up = Words(settled(split_up.options, split_up.rest), split_up.rest)
    api = api_of(split_up.options)
    if (methods := _asked_of_group(api, split_up)) is not None:
        from dynclient.faces.terminal.tools import group_help

        print(legible(group_help(split_up.rest[0], methods)))
        return 0
    operation, rest = found(api, split_up.rest)
    given = arguments_of(operation, rest)
    options = {**split_up.options, **given.options}
    if "version" in options:
        return run(["--version"])
    if "help" in options:
        from dynclient.faces.terminal.tools import operation_help

        print(legible(operation_help(operation)))
        return 0
    return _call(operation, given.path, given.arguments, options)


def _asked_of_group(api: Api, words: Words) -> Mapping[str, Operation] | None:
    """Return the methods of a group for which help is asked; None where it is not."""
    first, *others = words.rest
    asked = "help" in words.options if not others else others[0] in ("-h", "--help")
    return api.groups.get(named(first, api.groups) or "") if asked and len(others) < 2 else None


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
    """Return the exit status of a call: that of the command, where one in a container was talked with."""
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
    """Report each request on standard error while the block runs."""
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
    """Call an operation and write the answer's body as it is."""
    request = client.build_request(operation.id, *path, **arguments)
    response = client.send(request)
    if not response.is_success:
        from dynclient.api.answer.interpret import refusal
        from dynclient.errors import Response

        raise refusal(client.api, Response(response.status_code, response.headers, operation.id), response.content)
    screen.write(response.content)


# --- what would be sent


def dry(client: Client, operation: Operation, path: list[str], arguments: dict[str, Any]) -> str:
    """Return the request that a call would send as text, its secrets masked.

    Raises:
        InvalidArguments: with everything that is wrong.
    """
    from dynclient.client.outgoing import base_of, path_of
    from dynclient.client.secrecy import shown_target
    from dynclient.errors import MASK

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
    """Return a value with all masked that its schema says is secret."""
    from dynclient.errors import MASK

    schema = looked_up(schema, definitions)
    if schema.get("x-secret") or schema.get("format") == "password":
        return MASK
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        return {key: _masked(sub, known.get(key, others), definitions) for key, sub in value.items()}
    if isinstance(value, list):
        return [_masked(item, schema.get("items"), definitions) for item in value]
    return value
