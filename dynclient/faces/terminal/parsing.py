"""The words of a command line: options for all commands, and an operation's arguments as the document has them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from dynclient.api.answer.result import Result
from dynclient.api.call.prepare import def_name
from dynclient.api.model.operation import Operation
from dynclient.api.model.parts import Parameter
from dynclient.api.model.schema import Schema, is_null, types_beside_null, types_of
from dynclient.document.names import fold, suggestion

_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class UsageError(Exception):
    """Words that are no command."""


class Option(NamedTuple):
    """An option that every command takes.

    Attributes:
        name: without dashes.
        short: its letter, or nothing.
        value: what its value is called in help; nothing for one that takes none.
        help: what it does.
    """

    name: str
    short: str
    value: str
    help: str


OPTIONS = {
    option.name: option
    for option in (
        Option("host", "H", "ADDRESS", "the engine's address; found as docker finds it if left out"),
        Option("context", "c", "NAME", "a docker context, in place of an address"),
        Option("spec", "", "SPEC", "an OpenAPI document, a version such as 1.51, or auto: the nearest to the engine's"),
        Option(
            "api-version", "", "VERSION", "the version in the URL, such as 1.41; the newest that both know if left out"
        ),
        Option(
            "server", "", "SERVER", "one of the document's: its number from 0, URL or description, or variable=value"
        ),
        Option("timeout", "", "SECONDS", "for connecting, and for each piece of an answer"),
        Option("output", "o", "FORM", "json, yaml, table or raw; a table on a terminal, JSON elsewhere"),
        Option("to", "", "FILE", "where an answer of bytes is written"),
        Option("stream", "", "", "read the answer as it comes"),
        Option("dry-run", "", "", "print the request, its secrets masked, and send nothing"),
        Option("mock", "", "", "let a mock answer, from the document's examples"),
        Option("verbose", "v", "", "tell of each request on standard error"),
        Option("help", "h", "", "tell what a command does"),
        Option("version", "", "", "print dynclient's version"),
    )
}
_LETTERS = {option.short: option for option in OPTIONS.values() if option.short}
FORMS = ("json", "yaml", "table", "raw")


def word_of(name: str, names: Collection[str]) -> str:
    """Write the name of a group or a method as a word of a command line, which does not begin as an option does.

    >>> word_of("_3_d_secure", ["_3_d_secure"])
    '3-d-secure'
    """
    plain = name.strip("_")
    return (name if not plain or plain in names else plain).replace("_", "-")


def named(word: str, names: Collection[str]) -> str | None:
    """Return the group or the method that a word of a command line names, with or without the signs at its ends."""
    name = word.replace("-", "_")
    if name in names:
        return name
    return next((each for each in names if each.strip("_") == name.strip("_")), None)


class Words(NamedTuple):
    """A command line that was split.

    Attributes:
        options: those for all commands, by name; True where one takes no value.
        rest: the other words, from the command on.
    """

    options: dict[str, Any]
    rest: list[str]


def split(words: Iterable[str]) -> Words:
    """Take the options that stand before the command.

    Raises:
        UsageError: one is not known, or lacks its value.
    """
    options: dict[str, Any] = {}
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] != "-" and not rest[0][1:2].isdigit():
        if rest[0] == "--":
            return Words(options, rest[1:])
        taken = option_of(rest, options)
        if not taken:
            raise UsageError(f"there is no option {rest[0]}; {_hint(rest[0], OPTIONS)}")
        del rest[:taken]
    return Words(options, rest)


def _hint(word: str, known: Iterable[str]) -> str:
    return suggestion(word.lstrip("-"), list(known)) or "dynclient --help lists them"


def option_of(rest: list[str], options: dict[str, Any]) -> int:
    """Take an option for all commands from the first words, and return how many these were; 0 if it is none."""
    word, equals, value = rest[0].partition("=")
    option = OPTIONS.get(word[2:]) if word.startswith("--") else _LETTERS.get(word[1:2])
    if option is None:
        return 0
    if not word.startswith("--") and (glued := rest[0][2:]):  # -ojson
        equals, value = "=", glued.removeprefix("=")
    if not option.value:
        if equals:
            raise UsageError(f"--{option.name} takes no value")
        options[option.name] = True
        return 1
    if not equals and len(rest) == 1:
        raise UsageError(f"--{option.name} lacks its {option.value}")
    options[option.name] = _checked(option, value if equals else rest[1])
    return 1 if equals else 2


def _checked(option: Option, value: str) -> Any:
    if option.name == "output" and value not in FORMS:
        raise UsageError(f"--output is {value!r}; expected one of {', '.join(FORMS)}")
    if option.name == "timeout":
        try:
            return float(value)
        except ValueError:
            raise UsageError(f"--timeout is {value!r}; expected seconds") from None
    return _server(value) if option.name == "server" else value


def _server(text: str) -> Any:
    """Return a server's number, the values of its variables (`region=eu,port=8443`), or its URL or description."""
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text)
    if re.fullmatch(r"[\w-]+=[^,/]*(?:,[\w-]+=[^,/]*)*", text):
        return dict(pair.split("=", 1) for pair in text.split(","))
    return text


# --- an operation's arguments


class Given(NamedTuple):
    """The arguments and options that a command line has for an operation.

    Attributes:
        path: values for the path's parameters, in order.
        arguments: the others, by published name; by the name that was given where that is not known.
        options: those for all commands that stand among them.
    """

    path: list[str]
    arguments: dict[str, Any]
    options: dict[str, Any]


def arguments_of(operation: Operation, words: list[str]) -> Given:
    """Read the words after an operation's name.

    A flag is a parameter or a property of the body, in any spelling, and a path into it (`--HostConfig.Memory 64`). A
    value is text, a number, `true` or `false` by its schema; for objects `name=value` or JSON, for lists a value at
    each of several flags or JSON; `@file` is read from a file, `-` from standard input.

    Raises:
        UsageError: a flag lacks its value, or a file cannot be read.
    """
    return _Reading(_sent_as(operation, words), list(words)).read()


def _sent_as(operation: Operation, words: list[str]) -> Operation:
    """Return an operation with the media type for its body that `--content-type` asks for."""
    line = "\0".join(words)
    found = re.search(r"(?:^|\0)--content-type[=\0]([^\0]*)", line) if len(operation.content_types) > 1 else None
    return operation.sent_as(found[1]) if found and found[1] in operation.content_types else operation


class _Reading:
    def __init__(self, operation: Operation, words: list[str]) -> None:
        self._operation, self._words = operation, words
        self._path: list[str] = []
        self._arguments: dict[str, Any] = {}
        self._options: dict[str, Any] = {}

    def read(self) -> Given:
        while self._words:
            word = self._words[0]
            if word == "--":
                self._path += self._words[1:]
                break
            if word.startswith("--") and self._names(word):
                self._flag()
            elif word.startswith("-") and len(word) > 1 and not word[1].isdigit():
                self._other()
            else:
                self._path.append(self._words.pop(0))
        return Given(self._path, self._arguments, self._options)

    def _names(self, word: str) -> bool:
        """Return whether a flag names an argument; those go before the options for all commands."""
        name = word[2:].partition("=")[0]
        return self._known(name) is not None or self._negated(name) is not None

    def _known(self, name: str) -> str | None:
        spellings = self._operation.spellings
        head = name.partition(".")[0]
        return next(
            (found for each in (name, head) if (found := spellings.get(each) or spellings.get(fold(each)))), None
        )

    def _negated(self, name: str) -> str | None:
        found = self._known(name[3:]) if name.startswith("no-") else None
        return found if found and "boolean" in types_of(self._schema(found)) else None

    def _schema(self, name: str) -> Schema:
        return self._operation.arguments[name]

    def _other(self) -> None:
        """Take an option for all commands; what is none of these is left for the client, which knows near names."""
        if taken := option_of(self._words, self._options):
            del self._words[:taken]
            return
        word = self._words.pop(0)
        if not word.startswith("--"):
            raise UsageError(f"there is no option {word}; dynclient help {self._operation.id} lists the arguments")
        name, equals, value = word[2:].partition("=")
        follows = bool(self._words) and not self._words[0].startswith("-")
        self._arguments[name] = value if equals else self._words.pop(0) if follows else True

    def _flag(self) -> None:
        name, equals, value = self._words.pop(0)[2:].partition("=")
        if (negated := self._negated(name)) is not None:
            self._arguments[negated] = False
            return
        found = self._known(name) or name
        whole = name in (found, fold(found)) or fold(name) == fold(found)
        steps = [] if whole else name.split(".")[1:]
        place, key, schema = self._place(found, steps)
        if not equals and types_of(schema)[:1] == ("boolean",):
            value = "true"
        elif not equals:
            if not self._words:
                raise UsageError(f"--{name} lacks its value")
            value = self._words.pop(0)
        parameter = self._operation.by_name.get(found)
        place[key] = self._value(value, schema, f"--{name}", place.get(key), parameter if not steps else None)

    def _place(self, name: str, steps: list[str]) -> tuple[dict[str, Any], str, Schema]:
        """Return the dict and the key that a path leads to, and the schema there; make what is missing on the way."""
        place, key, schema = self._arguments, name, self._schema(name)
        definitions = schema.get("$defs") or self._operation.schema.get("$defs", {})
        rest = list(steps)
        while rest:
            inner = place.setdefault(key, {})
            if not isinstance(inner, dict):
                raise UsageError(f"--{'.'.join([name, *steps])}: {key} has been given already, and is no object")
            schema = looked_up(schema, definitions)
            place, key = inner, rest.pop(0)
            known = {fold(each): each for each in schema.get("properties", {})}
            if fold(key) in known:
                key = known[fold(key)]
                schema = schema["properties"][key]
            else:
                values = schema.get("additionalProperties")
                schema = values if isinstance(values, dict) else {}
                if not {"object", "array"}.intersection(types_of(looked_up(schema, definitions))):
                    key, rest = ".".join([key, *rest]), []  # a key of a map may have dots: --Labels.com.example.a
        return place, key, looked_up(schema, definitions)

    def _value(self, text: str, schema: Schema, flag: str, before: Any, parameter: Parameter | None) -> Any:
        body = self._operation.body
        if flag[2:] == self._operation.body_name and body is not None and not body.structured:
            return _binary(text, flag)
        kinds = types_beside_null(schema)
        if parameter is not None and parameter.time:
            return _time(text)
        if self._is_file(schema):
            return _binary(text, flag)
        if "array" in kinds and self._is_file(schema.get("items")):
            return [*(before or ()), _binary(text, flag)]
        if schema.get("x-bytes"):
            return sys.stdin.buffer.read() if text == "-" else _binary(text, flag)
        structured = {"object", "array"}.intersection(kinds) or not kinds
        if structured and (text.startswith("@") or text == "-"):
            return _answered(_document(text, flag))
        if "object" in kinds:
            return _mapping(text, schema, flag, before)
        if "array" in kinds:
            return _sequence(text, schema, flag, before)
        return _scalar(text, kinds) if kinds else _guess(text)

    def _is_file(self, schema: Any) -> bool:
        """Return whether a value is a part of a form that is sent as a file."""
        if not isinstance(schema, dict) or not any(map(_is_form, self._operation.content_types)):
            return False
        from dynclient.api.call.bodies import is_binary

        return is_binary(schema)


def _is_form(media: str) -> bool:
    """Return whether a media type is that of forms with files."""
    return media.partition(";")[0].strip().lower() == "multipart/form-data"


def looked_up(schema: Any, definitions: Mapping[str, Schema]) -> Schema:
    """Return what a schema stands for: what its reference leads to, or what may stand beside null."""
    while isinstance(schema, dict) and ("$ref" in schema or "anyOf" in schema):
        if "$ref" in schema:
            schema = definitions[def_name(schema["$ref"])]
        else:
            schema = next((one for one in schema["anyOf"] if not is_null(one)), {})
    return schema if isinstance(schema, dict) else {}


def _scalar(text: str, kinds: Iterable[str]) -> Any:
    """Return a text as what a schema takes, or as it is: the client then says what it expects."""
    for kind in kinds:
        try:
            if kind == "boolean" and text in ("true", "false"):
                return text == "true"
            if kind == "integer":
                return int(text)
            if kind == "number":
                return float(text)
        except ValueError:
            continue
    return text


def _guess(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _time(text: str) -> Any:
    """Return Unix seconds, a time (ISO 8601), or how long ago (`10m`)."""
    if span := _SPAN.fullmatch(text):
        return timedelta(**{_UNITS[span[2]]: float(span[1])})
    if re.match(r"[0-9]+(\.|$)|[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text  # the client keeps its nine digits
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _mapping(text: str, schema: Schema, flag: str, before: Any) -> Any:
    if text.startswith("{"):
        return _answered(_json(text, flag))
    name, equals, value = text.partition("=")
    if not equals:
        return text  # a header's ready text, or a mistake, which the client explains
    known = {fold(each): each for each in schema.get("properties", {})}
    name = known.get(fold(name), name)
    inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
    kinds = types_of(inner) if isinstance(inner, dict) else ()
    out = dict(before) if isinstance(before, dict) else {}
    if "array" in kinds and not value.startswith("["):
        out[name] = [*out.get(name, []), value]
    else:
        out[name] = _json(value, flag) if value.startswith(("{", "[")) and kinds else _scalar(value, kinds)
    return out


def _sequence(text: str, schema: Schema, flag: str, before: Any) -> Any:
    if text.startswith("["):
        return _json(text, flag)
    items = schema.get("items")
    kinds = types_of(items) if isinstance(items, dict) else ()
    item = _json(text, flag) if text.startswith("{") and "string" not in kinds else _scalar(text, kinds)
    return [*(before if isinstance(before, list) else []), item]


def _answered(value: Any) -> Any:
    """Return a value that was read as JSON as an engine's answer, which has base64 where it is of bytes."""
    return Result(value) if isinstance(value, dict) else value


def _json(text: str, flag: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{flag} is no JSON (line {error.lineno}, column {error.colno})") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{flag} is no JSON that can be read: a number in it is too long, or it is too deep") from None


def _document(text: str, flag: str) -> Any:
    """Read JSON, or YAML by the file's name, from `@file` or standard input."""
    path = text.removeprefix("@")
    try:
        content = sys.stdin.read() if path == "-" else Path(path).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{flag}: {path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not path.endswith((".yaml", ".yml")):
        return _json(content, flag)
    import yaml

    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise UsageError(f"{flag}: {path} is no YAML: {' '.join(str(error).split())}") from None


def _binary(text: str, flag: str) -> Any:
    path = text.removeprefix("@")
    if path == "-":
        return sys.stdin.buffer
    if not text.startswith("@"):
        raise UsageError(f"{flag} is of bytes; expected @file, or - for standard input")
    if not os.path.exists(path):
        raise UsageError(f"{flag}: there is no file {path}")
    return Path(path)  # a folder is sent as a tar, and of a pipe, as a shell makes of <(…), what comes
