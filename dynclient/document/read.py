"""From the bytes of a JSON or YAML document to its content; the file need not be trusted.

YAML is composed here from libyaml's events, not by PyYAML's constructor: 100,000 nested lists would crash that,
aliases can expand a small file without bound, and its YAML 1.1 turns `no` and `12:30` into other values.
OpenAPI prescribes YAML 1.2 with JSON's types, and strings as keys: https://spec.openapis.org/oas/v3.1.0#format
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from dynclient.document.places import shown
from dynclient.errors import SpecError

# The largest public documents have 40 MB, 2 million values and 40 levels.
BYTES = 64_000_000
DEPTH = 200
VALUES = 5_000_000
ALIASED = 1_000_000  # of these, how many may come from aliases


def read(path: str | os.PathLike[str]) -> bytes:
    """Read a file's bytes.

    Raises:
        SpecError: it cannot be read, or is larger than `BYTES`.
    """
    source = os.fspath(path)
    try:
        if not stat.S_ISREG(os.stat(source).st_mode):
            # Reading a pipe may wait forever, and a device may have no end.
            raise SpecError("it is not a regular file", source=source)
        with open(source, "rb") as file:
            # One byte more than the limit, as the file may grow meanwhile.
            data = file.read(BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a valid file name"
        raise SpecError(f"it cannot be read: {reason}", source=source) from error
    if len(data) > BYTES:
        raise SpecError(f"it is larger than {BYTES:,} bytes", source=source)
    return data


def parse(data: bytes, source: str) -> dict[str, Any]:
    """Parse a YAML or JSON document, which must be a mapping.

    Args:
        data: the document, in UTF-8.
        source: its name, for errors.

    Raises:
        SpecError: it is not such a document, is nested too deeply, or expands to too many values.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"it is not UTF-8 (byte {error.start})", source=source) from error
    if not text or text.isspace():
        raise SpecError("it is empty", source=source)
    # JSON by its first characters: json is thirty times faster than libyaml.
    value = _json(text, source) if re.match(r'\s*\{\s*["}]', text) else _yaml(text, source)
    if not isinstance(value, dict):
        raise SpecError(f"it must be a mapping, not {shown(value)}", source=source)
    return value


def _json(text: str, source: str) -> Any:
    try:
        value = json.loads(text, parse_constant=_refuse_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        try:
            return _yaml(text, source)  # a YAML flow mapping may begin as JSON does
        except SpecError:
            reason = f"line {error.lineno}, column {error.colno}: {error.msg}"
            raise SpecError(reason, source=source) from error
    except RecursionError as error:
        raise SpecError(f"it is nested deeper than {DEPTH}", source=source) from error
    except ValueError as error:
        raise SpecError("a number in it is out of range", source=source) from error
    check_size(value, source)
    if re.search(r"\\u[dD][89a-fA-F]", text):
        _check_surrogates(value, source)
    return value


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse_number(text)


def check_size(value: Any, source: str) -> None:
    """Raise a SpecError for a value that is deeper, or holds more, than any document.

    Raises:
        SpecError: it is.
    """
    level, depth, count = [value], 0, 0
    while level:
        depth += 1
        if depth > DEPTH:
            raise SpecError(f"it is nested deeper than {DEPTH}", source=source)
        children: list[Any] = []
        for node in level:
            children.extend(node.values() if isinstance(node, dict) else node)
        count += len(children)
        if count > VALUES:
            raise SpecError(f"it holds more than {VALUES:,} values", source=source)
        level = [child for child in children if isinstance(child, dict | list)]


def _check_surrogates(value: Any, source: str) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise SpecError("a string in it has half of a surrogate pair", source=source) from error


def _yaml(text: str, source: str) -> Any:
    import yaml  # not needed if the document is cached

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    composer = _Composer(source)
    handlers: dict[type, Callable[[Any], None]] = {
        yaml.DocumentStartEvent: composer.start_document,
        yaml.ScalarEvent: composer.scalar,
        yaml.AliasEvent: composer.alias,
        yaml.MappingStartEvent: lambda event: composer.open({}, event),
        yaml.SequenceStartEvent: lambda event: composer.open([], event),
        yaml.MappingEndEvent: composer.close,
        yaml.SequenceEndEvent: composer.close,
    }
    try:
        composer.compose(yaml.parse(text, Loader=loader), handlers)
    except yaml.YAMLError as error:
        raise SpecError(_yaml_reason(error, text), source=source) from error
    return composer.root


def _yaml_reason(error: Any, text: str) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # from libyaml's reader: a character that YAML does not allow
        return f"it is neither YAML nor JSON: {getattr(error, 'reason', 'it cannot be parsed')}"
    # A libyaml with its own limit reads ahead, and reaches it before the event of the 201st level comes.
    before = text[: mark.index]
    if sum(map(before.count, "[{")) - sum(map(before.count, "]}")) > DEPTH:
        return f"line {mark.line + 1}: it is nested deeper than {DEPTH}"
    return f"line {mark.line + 1}, column {mark.column + 1}: {error.problem}"


_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = {"!", f"{_CORE}str", f"{_CORE}timestamp"}
_PLAIN_TAGS = {None, *(f"{_CORE}{name}" for name in ("bool", "float", "int", "null"))}
_COLLECTION_TAGS = {None, "!", f"{_CORE}map", f"{_CORE}seq"}

# The core schema of YAML 1.2: https://yaml.org/spec/1.2.2/#103-core-schema
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DIGITS = 1000


def _plain(text: str) -> Any:
    """Return the value of a plain scalar.

    Raises:
        ValueError: it is a number that JSON cannot express, or has more than 1000 digits.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _DIGITS else _refuse_number(text)
    if _BASED.fullmatch(text):
        return int(text, 0) if len(text) <= _DIGITS else _refuse_number(text)
    if _FLOAT.fullmatch(text):
        # A commit id such as 7e41234 looks like a number, which would be infinite.
        return value if math.isfinite(value := float(text)) else text
    return _refuse_number(text) if _NOT_FINITE.fullmatch(text) else text


_MERGE = object()


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended yet."""

    value: Any
    anchor: str | None
    count: int
    key: Any = None
    height: int = 1
    merged: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Anchored:
    """The target of an alias: its value, its text if it can be a key, its weight and its height."""

    value: Any
    text: str | None
    weight: int
    height: int


class _Composer:
    """A builder of values from YAML's events; an alias becomes the same object again.

    Its state: `stack` holds the open collections; `anchors` maps names to targets, None while they are open;
    `count` and `aliased` are the numbers of values that the document expands to.
    """

    def __init__(self, source: str) -> None:
        self.source, self.root = source, None
        self.documents = self.count = self.aliased = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}

    def compose(self, events: Iterable[Any], handlers: dict[type, Callable[[Any], None]]) -> None:
        for event in events:
            if handler := handlers.get(type(event)):
                handler(event)

    def start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.error("a second document begins; expected one", event)

    def scalar(self, event: Any) -> None:
        text = event.value
        self.add(1 + len(text) // 32, event)
        plain = event.implicit[0] and event.tag is None
        if self.awaits_key() and event.anchor is None:
            self.check_tag(event)
            self.put(None, _MERGE if plain and text == "<<" else text, event)
            return
        value = self.scalar_value(event, plain)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, text, 1 + len(text) // 32, 0)
        self.put(value, text, event)

    def scalar_value(self, event: Any, plain: bool) -> Any:
        self.check_tag(event)
        if event.tag in _TEXT_TAGS or not (plain or event.tag) or self.is_version():
            return event.value
        try:
            return _plain(event.value)
        except ValueError:
            raise self.error("a number that JSON cannot hold", event) from None

    def check_tag(self, event: Any) -> None:
        if event.tag not in _TEXT_TAGS and event.tag not in _PLAIN_TAGS:
            raise self.error(f"the tag {shown(event.tag)} is not allowed", event)

    def is_version(self) -> bool:
        # As a number, an unquoted `version: 1.40` would be 1.4.
        stack = self.stack
        return len(stack) == 2 and stack[1].key == "version" and stack[0].key == "info"

    def awaits_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].key is None and isinstance(self.stack[-1].value, dict)

    def alias(self, event: Any) -> None:
        anchored = self.anchors.get(event.anchor, self)
        if anchored is self:
            raise self.error(f"the alias {shown(event.anchor)} is not defined", event)
        if not isinstance(anchored, _Anchored):
            raise self.error(f"the alias {shown(event.anchor)} contains itself", event)
        self.add(anchored.weight, event)
        self.aliased += anchored.weight
        if self.aliased > ALIASED:
            raise self.error(f"its aliases expand to more than {ALIASED:,} values", event)
        self.check_depth(len(self.stack) + anchored.height, event)
        # A collection is open: an alias cannot be the whole document, as its target would have to come before it.
        self.stack[-1].height = max(self.stack[-1].height, anchored.height + 1)
        self.put(anchored.value, anchored.text, event)

    def open(self, value: Any, event: Any) -> None:
        if event.tag not in _COLLECTION_TAGS:
            raise self.error(f"the tag {shown(event.tag)} is not allowed", event)
        if self.awaits_key():
            raise self.error("a mapping or list cannot be a key", event)
        self.stack.append(_Open(value, event.anchor, self.count))
        self.add(1, event)
        self.check_depth(len(self.stack), event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None

    def close(self, event: Any) -> None:
        done = self.stack.pop()
        if done.merged:
            done.value = _merge(done.merged, done.value)
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, done.height + 1)
        if done.anchor is not None:
            self.anchors[done.anchor] = _Anchored(done.value, None, self.count - done.count, done.height)
        self.put(done.value, None, event)

    def put(self, value: Any, text: Any, event: Any) -> None:
        """Add a value to the innermost open collection, as an item, as a key (its text) or under a key."""
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            if text is None:
                raise self.error("a mapping or list cannot be a key", event)
            parent.key = text
        else:
            self.set_value(parent, value, event)

    def set_value(self, parent: _Open, value: Any, event: Any) -> None:
        if parent.key is _MERGE:
            merged = value if isinstance(value, list) else [value]
            if not all(isinstance(one, dict) for one in merged):
                raise self.error("<< expects a mapping or a list of mappings", event)
            parent.merged.extend(merged)
        else:
            parent.value[parent.key] = value
        parent.key = None

    def add(self, weight: int, event: Any) -> None:
        self.count += weight
        if self.count > VALUES:
            raise self.error(f"it holds more than {VALUES:,} values", event)

    def check_depth(self, depth: int, event: Any) -> None:
        if depth > DEPTH:
            raise self.error(f"it is nested deeper than {DEPTH}", event)

    def error(self, reason: str, event: Any) -> SpecError:
        return SpecError(f"line {event.start_mark.line + 1}: {reason}", source=self.source)


def _merge(merged: list[dict[str, Any]], own: dict[str, Any]) -> dict[str, Any]:
    """Merge mappings as YAML's merge key does: own keys win, then those of earlier mappings."""
    value: dict[str, Any] = {}
    for mapping in reversed(merged):
        value.update(mapping)
    value.update(own)
    return value
