"""From arguments to an operation's parameters and body: names resolved, values prepared and checked, all at once."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote

from dynclient.api.answer.result import Result
from dynclient.api.call.check import checker_of
from dynclient.api.call.content import binary_content, body_problem
from dynclient.api.call.headers import NO_HEADER, is_header_text
from dynclient.api.call.prepare import HALF, Preparation, is_utf8, place
from dynclient.api.call.styles import form_field, path_value, text, unwritable
from dynclient.api.call.times import EXPECTED, WrongTimeError, in_unit, number_text, unix_time
from dynclient.api.model.operation import Operation
from dynclient.api.model.parts import Body, Parameter
from dynclient.api.model.schema import describe, types_of
from dynclient.document.legible import legible
from dynclient.document.names import fold, spelling_problem, suggestion
from dynclient.document.spelling import spelling
from dynclient.errors import ArgumentError, InvalidArguments, SpecError, SpecReplaced, ValueIgnored

_NOTHING = "is missing: no part of it was given; {} sends an empty one"
UNKNOWN_MODES = ("error", "warn", "send")


class Bound(NamedTuple):
    """An operation with its checked arguments, ready for encoding.

    Attributes:
        parameters: JSON values by published name.
        body: the JSON body, or the bytes, or an iterator of bytes; not sent if `has_body` is false.
        extra: unknown parameters that are sent at the caller's wish.
        defaults: the names of parameters that were not given and have their default.
    """

    operation: Operation
    parameters: Mapping[str, Any]
    body: Any = None
    has_body: bool = False
    extra: Mapping[str, Any] = MappingProxyType({})
    defaults: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        # Without values, which may be secrets: a request of `build_request` has this in its extensions.
        return f"<{self.operation.id} with {', '.join([*self.parameters, *['body'] * self.has_body]) or 'nothing'}>"


def bind(
    operation: Operation,
    positional: Sequence[Any],
    arguments: Mapping[str, Any],
    *,
    validate: bool = True,
    unknown: str = "error",
) -> Bound:
    """Bind arguments to an operation.

    Args:
        operation: the operation.
        positional: values for the path's parameters, in the path's order.
        arguments: values by published name or any spelling of it; None means not given.
        validate: whether values are checked against the schema.
        unknown: how unknown names are treated: `error`, `warn` (and send) or `send`.

    Raises:
        InvalidArguments: arguments are wrong; it lists everything.
        SpecError: the operation refers to something that the document lacks.
    """
    if operation.unusable:
        raise SpecError(f"{operation.id} cannot be called: {operation.unusable}", source=operation.document.source)
    if len(operation.content_types) > 1:
        from dynclient.api.call.bodies import sent_as

        operation, arguments = sent_as(operation, arguments)
    return _Binding(operation, validate, unknown if validate else "send").bind(positional, arguments)


def arriving(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments by published name as the values that a server reads from the request.

    Raises:
        InvalidArguments: arguments are wrong; none has to be present.
    """
    if len(operation.content_types) > 1:
        from dynclient.api.call.bodies import sent_as

        operation, arguments = sent_as(operation, arguments)
    return _Binding(operation, True, "error").arriving(arguments)


class _Binding:
    """The binding of one call; faults are collected in `errors`."""

    def __init__(self, operation: Operation, validate: bool, unknown: str) -> None:
        self.operation, self.validate, self.unknown = operation, validate, unknown
        self.errors: list[ArgumentError] = []
        self.defaults: list[str] = []
        self.ignored: list[tuple[str, str, Any]] = []

    def bind(self, positional: Sequence[Any], arguments: Mapping[str, Any]) -> Bound:
        operation = self.operation
        given, extra = self._named(positional, arguments)
        parameters = {}
        for name in [name for name in given if name in operation.by_name]:
            parameters[name] = self._parameter(operation.by_name[name], given.pop(name))
        self._complete(parameters)
        body, has_body = None, False
        if operation.body is not None:
            body, has_body, extra = self._body(operation.body, given, extra)
        if extra:
            extra = {name: self._extra(name, value) for name, value in extra.items()}
        if self.errors:
            self._raise_or_warn()
        if self.ignored:
            from dynclient.api.call.belongs import ignored_text

            warnings.warn(ignored_text(operation, self.ignored), ValueIgnored, stacklevel=outside())
        return Bound(operation, parameters, body, has_body, extra, frozenset(self.defaults))

    def arriving(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        given, _ = self._named((), arguments)
        operation, made = self.operation, {}
        for name, value in given.items():
            if parameter := operation.by_name.get(name):
                made[name] = sent = self._parameter(parameter, value)
                if "string" in types_of(parameter.schema) and type(sent) in (bool, int, float):
                    made[name] = text(sent)  # in a URL it looks like a string
            elif operation.body is not None:
                made[name] = self._part(operation.body, name, value)
        if self.errors:
            self._raise_or_warn()
        return made

    def _part(self, body: Body, name: str, value: Any) -> Any:
        """Return a property of the body, or all of it, as a server reads it."""
        from dynclient.api.call.check import compile_schema

        if name == self.operation.body_name:
            if body.structured:
                return self._json(body, value, name)
            content = self._binary(value.encode() if isinstance(value, str) else value)
            return content if isinstance(content, bytes) or content is None else b"".join(content)
        known, defs = body.properties, body.schema.get("$defs", {})
        schema = known.get(name) or body.schema.get("additionalProperties")
        schema = {**schema, "$defs": defs} if isinstance(schema, dict) else {}
        if body.parts:
            from dynclient.api.call.bodies import contents

            value, left = contents(name, value, schema)
            if left is None:
                return value
        made = Preparation(self.errors, defs=defs).value(value, schema, name)
        if not self.errors and not compile_schema(schema)(made):
            from dynclient.api.call.explain import explain

            self.errors += explain(schema, made, name)
        return made

    # --- names

    def _named(self, positional: Sequence[Any], arguments: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Split arguments into known ones, by published name, and unknown ones."""
        operation = self.operation
        given: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, value in zip(operation.path_names, positional, strict=False):
            given[name] = value
        if (surplus := len(positional) - len(operation.path_names)) > 0:
            takes = ", ".join(operation.path_names) or "none"
            named = self._named_first()
            self._fault("positional arguments", f"{surplus} too many; by position: {takes}{named}", "name")
        spellings = operation.spellings
        for key, value in arguments.items():
            known = spellings.get(key) or spellings.get(fold(key))
            names = operation.ambiguous.get(fold(key)) if known is None else None
            if known is None and not names and self._is_free(key):
                known = key
            if names:
                self._fault(key, spelling_problem(names), "name")
            elif known is None:
                extra[key] = value
            elif known in given:
                self._fault(known, "is given twice", "name")
            elif value is not None:
                given[known] = value
        if not extra:
            return given, extra
        for key in extra:
            self._unknown(key)
        return given, {key: value for key, value in extra.items() if value is not None}

    def _named_first(self) -> str:
        """Say which arguments go by name that may have been meant by position: the required ones, or the first."""
        names = [name for name in self.operation.arguments if name not in self.operation.path_names]
        needed = [name for name in names if name in self.operation.schema.get("required", ())]
        shown = needed or names[:1]
        return f"; by name: {', '.join(map(spelling().argument, shown))}" if shown else ""

    def _is_free(self, key: str) -> bool:
        """Return whether a name is an additional property of an open body, and not a misspelled declared one."""
        body = self.operation.body
        if body is None or not body.is_object or not body.schema.get("additionalProperties"):
            return False
        return not suggestion(key, list(self.operation.arguments), listed=0)

    def _unknown(self, key: str) -> None:
        if self.unknown != "send":
            hint = suggestion(key, list(self.operation.arguments))
            self._fault(key, f"is not known here{'; ' + hint if hint else ''}", "unknown")

    def _fault(self, where: str, problem: str, kind: str = "value") -> None:
        self.errors.append(ArgumentError(where, problem, kind))

    # --- parameters

    def _extra(self, name: str, value: Any) -> Any:
        if not is_utf8(name):
            return self._fault(ascii(name), f"has {HALF}", "name")
        value = Preparation(self.errors).value(value, {}, name)
        if isinstance(value, list) and None in value:
            self._fault(name, "contains None, which cannot be written in a URL")
        return value

    def _parameter(self, parameter: Parameter, value: Any) -> Any:
        count = len(self.errors)
        if parameter.place == "path" and isinstance(value, Result):
            value = self._identity(value)
        if parameter.dropped and isinstance(value, str):
            value = value.removeprefix(parameter.dropped)
        if parameter.texts and isinstance(value, str):
            value = parameter.texts.get(value, value)
        if parameter.json and parameter.repeat:
            value = self._each_json(parameter, value)
        elif parameter.json and isinstance(value, str):
            value = self._ready_json(parameter, value)
        elif parameter.time:
            value = self._time(parameter, value)
        elif parameter.duration and isinstance(value, timedelta):
            value = self._duration(parameter, value)
        elif isinstance(value, str) and types_of(parameter.schema)[:2] == ("array", "string"):
            # A single value of a repeated parameter: in a URL the same as a list of one, and checked like it.
            value = [value]
        exact = self.unknown == "send"
        preparation = Preparation(self.errors, loose=parameter.json, defs=parameter.schema.get("$defs"), exact=exact)
        value = preparation.value(value, parameter.schema, parameter.name)
        if types_of(parameter.schema) == ("string",):
            # In a URL tail=10 is the same as tail="10". Floats are not converted: tag=1.10 would be sent as 1.1.
            value = number_text(value) if type(value) is int or (parameter.time and type(value) is float) else value
            # `enum: [true, false]` of a string, which lacks quotes in the YAML.
            value = text(value) if type(value) is bool and text(value) in parameter.schema.get("enum", ()) else value
        if parameter.place == "path":
            value = self._path_value(parameter, value)
        elif parameter.place == "header":
            self._header_value(parameter.name, value)
        # For a time, text with nine digits is as valid as the published number.
        ready = isinstance(value, str) and (parameter.media or (parameter.time and _takes_fractions(parameter)))
        if self.validate and len(self.errors) == count and not ready:
            self.errors += checker_of(self.operation).parameter(parameter.name, value)
        if len(self.errors) == count and (problem := unwritable(parameter, value)):
            self._fault(parameter.name, problem, "unsupported")
        return value

    def _each_json(self, parameter: Parameter, value: Any) -> list[Any]:
        """Return the items of a repeated parameter; each, or the whole list, may be given as JSON text."""
        if isinstance(value, str) and value.lstrip().startswith("["):
            value = self._ready_json(parameter, value)
        items = list(value) if isinstance(value, (list, tuple)) else [value]
        return [self._ready_json(parameter, item) if isinstance(item, str) else item for item in items]

    def _ready_json(self, parameter: Parameter, text: str) -> Any:
        if _is_plain_string(parameter):
            return text
        if parameter.parted and not text.lstrip().startswith(("{", "[")):
            return self._of_parts(parameter, text)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self._fault(parameter.name, "is a string that is not JSON; expected a dict or list, or its JSON")
            return None

    def _of_parts(self, parameter: Parameter, text: str) -> Any:
        """Return the object for a text such as `linux/arm64`; a single word is refused, as it may be any property."""
        names, parts = parameter.parted, text.split("/")
        if "" in parts or not 2 <= len(parts) <= len(names):
            self._fault(
                parameter.name, f"expected a dict, its JSON, or two or more of {'/'.join(names)}, got another text"
            )
            return None
        return dict(zip(names, parts, strict=False))

    def _time(self, parameter: Parameter, value: Any) -> Any:
        try:
            return unix_time(value)
        except WrongTimeError as error:
            self._fault(parameter.name, str(error))
        except (ValueError, OverflowError):
            outside = "expected a time in the years 1970 to 9999, got one out of Python's range"
            self._fault(parameter.name, f"{EXPECTED}, got another text" if isinstance(value, str) else outside)
        return None

    def _duration(self, parameter: Parameter, value: timedelta) -> int | None:
        try:
            return in_unit(value, parameter.duration)
        except WrongTimeError as error:
            self._fault(parameter.name, str(error))
            return None

    def _identity(self, value: Result) -> Any:
        """Return the identifier in an object that the engine returned."""
        names = self.operation.node.get("x-identity", ())
        return next((value[name] for name in names if isinstance(value.get(name), str)), value)

    def _path_value(self, parameter: Parameter, value: Any) -> Any:
        """Refuse a path value that would lead to another resource, or that has no text."""
        if value is None:
            if not self.validate:
                self._fault(parameter.name, f"expected {describe(parameter.schema)}, got None")
            return None
        written = value if isinstance(value, str) else unquote(path_value(parameter, value))
        # The engine redirects a path with such a part to another resource (spec/REALITY.md, E43).
        parts = written.split("/") if "x-segments" in self.operation.node else (written,)
        if any(part in ("", ".", "..") for part in parts):
            what = f"is {written!r}" if len(written) < 200 else "has a part"
            self._fault(parameter.name, f"{what}; a path value has no part that is empty, '.' or '..'")
        return value

    def _header_value(self, name: str, value: Any) -> None:
        parts = value if isinstance(value, list) else [value]
        if not all(is_header_text(part) for part in parts if isinstance(part, str)):
            self._fault(name, NO_HEADER)

    def _complete(self, parameters: dict[str, Any]) -> None:
        """Add defaults that must be sent, and report what is missing."""
        for defaults in self.operation.node.get("x-together", ()):
            if parameters.keys().isdisjoint(defaults):
                sent = {name: value for name, value in defaults.items() if value is not None}
                parameters |= sent
                self.defaults += sent
        for parameter in self.operation.parameters:
            if parameter.name in parameters:
                continue
            if parameter.send_default:
                parameters[parameter.name] = parameter.schema.get("default")
                self.defaults.append(parameter.name)
            elif parameter.required and self._matters(parameter):
                self._fault(parameter.name, f"is missing ({parameter.place} parameter)", "missing")

    def _matters(self, parameter: Parameter) -> bool:
        return self.validate or parameter.place == "path"

    # --- the body

    def _body(self, body: Body, given: dict[str, Any], extra: dict[str, Any]) -> tuple[Any, bool, dict[str, Any]]:
        """Return the body, whether there is one, and the unknown arguments that are not part of it."""
        name = self.operation.body_name
        if body.multipart and not body.parts and (given or extra or body.required):
            # Other faults do not matter then.
            self.errors = [ArgumentError(name, f"travels as {body.media_type}, which is not supported", "unsupported")]
            return None, False, {}
        whole = given.pop(name, None)
        if whole is not None and given:
            self._fault(name, f"is given beside its properties {', '.join(given)}; give the one or the others", "name")
        elif whole is None and body.is_object:
            return self._properties(body, given, extra)
        elif whole is None:
            if body.required and self.validate:
                self._fault(name, f"is missing; expected {'JSON' if body.json else body.media_type}", "missing")
            return None, False, extra
        if body.textual and isinstance(whole, str):
            whole = whole.encode()
        if body.sequence:
            from dynclient.api.call.bodies import is_sequence_value, sequence_content

            if is_sequence_value(whole):
                return sequence_content(body, whole, name, self.errors), True, extra
        return (self._json(body, whole, name) if body.structured else self._binary(whole)), True, extra

    def _properties(self, body: Body, given: dict[str, Any], extra: dict[str, Any]) -> tuple[Any, bool, dict[str, Any]]:
        sent = {**given, **extra} if self.unknown != "error" else given
        if not sent and not body.empty:
            if not body.required or not self.validate:
                return None, False, {}
            if not body.schema.get("required"):
                # If the body is a whole specification, an empty one would reset it.
                if not self.errors:
                    self._fault(
                        self.operation.body_name, _NOTHING.format(spelling().empty(self.operation.body_name)), "missing"
                    )
                return None, False, {}
        count = len(self.errors)
        value = self._json(body, sent, "")
        self.errors[count:] = map(self._hidden, self.errors[count:])
        if self.operation.replaces and not self.errors:
            self._warn_of_resets(value)
        return value, True, {}

    def _warn_of_resets(self, value: Mapping[str, Any]) -> None:
        if reset := [name for name in self.operation.arguments if name in self.operation.replaces.difference(value)]:
            whole = f"{self.operation.body_name}= takes all of it, such as a modified copy of what inspect returned"
            text = f"{self.operation.id} replaces the whole specification and resets {', '.join(reset)}; {whole}"
            warnings.warn(legible(text), SpecReplaced, stacklevel=outside())

    def _hidden(self, error: ArgumentError) -> ArgumentError:
        """Say how to give a property whose name a parameter has."""
        parameter, name = self.operation.by_name.get(error.where), self.operation.body_name
        if error.kind != "missing" or parameter is None:
            return error
        reason = f"{parameter.name}= is the {parameter.place}'s; give the whole body"
        return ArgumentError(name, f"must have a {parameter.name} too; {reason}", "missing")

    def _json(self, body: Body, value: Any, where: str) -> Any:
        if not body.parts:
            return self._value(body, value, where)
        from dynclient.api.call.bodies import Files

        files, count = Files(body, self.errors), len(self.errors)
        sent = files.restored(self._value(body, files.marked(value, where), where))
        self.errors[count:] = [files.worded(error, where) for error in self.errors[count:]]
        return sent

    def _value(self, body: Body, value: Any, where: str) -> Any:
        # An update sends back what was read; the engine refuses other bytes.
        answered = bool(self.operation.replaces) or not self.validate
        exact = self.unknown == "send"
        preparation = Preparation(self.errors, defs=body.schema.get("$defs"), answered=answered, exact=exact)
        value = preparation.value(value, body.schema, where)
        self.ignored += preparation.ignored
        if self.validate:
            # A value that could not be prepared is None now, which must not be reported again.
            already = {error.where for error in self.errors}
            found = checker_of(self.operation).body(value, where)
            self.errors += [error for error in found if error.where not in already]
        if body.form or body.parts:
            self._form(value, where)
        return value

    def _form(self, fields: Any, where: str) -> None:
        """Report fields of a form that cannot be written."""
        if not isinstance(fields, dict):
            self._fault(where or self.operation.body_name, "is not a dict; expected a form's fields", "type")
            return
        body = self.operation.body
        for name, value in fields.items():
            if body is not None and body.form and (problem := unwritable(form_field(body, name, value), value)):
                self._fault(place(where, name), problem, "unsupported")

    def _binary(self, value: Any) -> Any:
        try:
            return binary_content(value)
        except (TypeError, OSError) as error:
            self._fault(self.operation.body_name, body_problem(error), "type")
            return None

    # --- the end

    def _raise_or_warn(self) -> None:
        tolerated = [e for e in self.errors if e.kind == "unknown"] if self.unknown != "error" else []
        faults = [error for error in self.errors if error not in tolerated]
        if faults:
            hint = spelling().unknown if any(e.kind == "unknown" for e in faults) else ""
            if any(error.kind == "unsupported" for error in faults):
                call = f'client.request("{self.operation.method}", path, query=…, body=…, headers=…)'
                hint = spelling().line(f"{call} sends what you write yourself")
            from dynclient.api.call.belongs import located
            from dynclient.api.words.quote import quoted

            faults = quoted(self.operation, located(self.operation, faults))
            raise InvalidArguments(self.operation.id, faults, hint=hint)
        if self.unknown == "warn":
            for error in tolerated:
                warnings.warn(legible(f"{self.operation.id}: {error}; sent as it is"), stacklevel=outside())


def outside() -> int:
    """Count the frames up to the caller's, so that a warning names a line of theirs."""
    import sys

    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("dynclient."):
        level, frame = level + 1, frame.f_back
    return level


def _takes_fractions(parameter: Parameter) -> bool:
    return not {"number", "string"}.isdisjoint(types_of(parameter.schema))


def _is_plain_string(parameter: Parameter) -> bool:
    return types_of(parameter.schema) == ("string",)
