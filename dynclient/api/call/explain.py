"""Explanations of invalid values for callers: where, what is wrong, and what would be right; without secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dynclient.api.call.meant import meant
from dynclient.api.call.misses import Unjudged, misses
from dynclient.api.call.prepare import def_name, place
from dynclient.api.model.schema import Schema, describe
from dynclient.document.names import nearest, suggestion
from dynclient.errors import ArgumentError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

# Longer texts are not mistyped names; they are not repeated.
_SHOWN = 60
_AT_MOST = 8


def explain(schema: Schema, value: Any, where: str) -> list[ArgumentError]:
    """List everything that is wrong with a value.

    Args:
        schema: the flattened schema to check against.
        value: a JSON value.
        where: the name of the argument; empty for a body whose properties are arguments.
    """
    try:
        return described(misses(schema, value), where, lambda error: error.secret, advise=True)
    except Unjudged:
        from jsonschema import Draft202012Validator

        errors = Draft202012Validator(schema).iter_errors(value)
        return described(errors, where, lambda error: _is_secret(schema, error), advise=True)


def described(
    errors: Iterable[Any], where: str, secret: Callable[[Any], bool], *, advise: bool = False
) -> list[ArgumentError]:
    """Describe errors for callers, in the order of their places.

    Args:
        errors: from `misses` or jsonschema.
        where: the name of the value; empty for a body whose properties are arguments.
        secret: whether the value at the place of an error is not shown.
        advise: whether to add what to write instead.
    """
    found = sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])
    return list(dict.fromkeys(fault for error in found for fault in _faults(error, where, secret, advise)))


def _is_secret(schema: Any, error: ValidationError) -> bool:
    """Return whether a schema on the way to an error marks its values as secret."""
    here = schema
    for step in error.absolute_schema_path:
        while isinstance(here, dict) and "$ref" in here:  # jsonschema's path does not include it
            here = schema["$defs"][def_name(here["$ref"])]
        if isinstance(here, dict) and (here.get("x-secret") or here.get("format") == "password"):
            return True
        here = here[step]
    return False


def _where(error: Any, where: str) -> str:
    for step in error.absolute_path:
        where = place(where, step)
    return where or "body"


def _faults(error: Any, where: str, secret: Callable[[Any], bool], advise: bool) -> Iterator[ArgumentError]:
    here = _where(error, where)
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        for name in _missing(known, error.instance):
            yield unknown(place("" if here == "body" and not where else here, name), name, known)
    elif error.validator == "required":
        for name in _missing(error.instance, schema["required"]):
            prefix = "" if here == "body" and not where else here
            sub = schema.get("properties", {}).get(name, {})
            yield ArgumentError(place(prefix, name), f"is missing; expected {describe(sub)}", "missing")
    elif error.validator in ("anyOf", "oneOf") and (deeper := _closest(error)):
        for sub in deeper:
            yield from _faults(sub, where, secret, advise)
    else:
        yield ArgumentError(here, _problem(error, secret(error), advise), _kind(error))


def _missing(present: Any, names: Any) -> list[str]:
    return [name for name in names if name not in present]


def unknown(where: str, name: str, known: Iterable[str]) -> ArgumentError:
    """Return the error for an unknown name, with suggestions."""
    hint = suggestion(name, list(known))
    return ArgumentError(where, f"is not known here{'; ' + hint if hint else ''}", "unknown")


def _closest(error: Any) -> list[Any]:
    """Return the errors of the branch that the value was most likely meant for.

    That is one of the value's type, preferably one that does not require another value of the discriminator.
    """
    branches: dict[Any, list[Any]] = {}
    for sub in error.context or ():
        branches.setdefault(sub.schema_path[0], []).append(sub)
    fitting = [errors for errors in branches.values() if not any(_is_of_another_type(sub) for sub in errors)]
    chosen = [errors for errors in fitting if not any(_is_of_another_kind(sub) for sub in errors)]
    return next(iter(chosen or fitting), [])


def _is_of_another_type(error: ValidationError) -> bool:
    return error.validator == "type" and not error.path


def _is_of_another_kind(error: ValidationError) -> bool:
    return error.validator in ("enum", "const", "not") and len(error.path) == 1


def _kind(error: Any) -> str:
    return "type" if error.validator == "type" else "value"


def _problem(error: Any, secret: bool, advise: bool) -> str:
    schema: Any = error.schema
    keyword = str(error.validator)
    limit: Any = error.validator_value
    shown = _show(error.instance, secret)
    if keyword in ("type", "anyOf", "oneOf"):
        instead = meant(error.instance, schema, secret) if advise else ""
        return f"expected {describe(schema)}, got {_json_kind(error.instance)}{instead}"
    if keyword == "enum":
        return f"is {shown}; {_choices(error.instance, limit, secret)}"
    if keyword == "pattern" and (expected := schema.get("x-expected")):
        return f"expected {expected}, got {shown}"
    words = {
        "minimum": f"is {shown}; expected at least {limit}",
        "maximum": f"is {shown}; expected at most {limit}",
        "exclusiveMinimum": f"is {shown}; expected more than {limit}",
        "exclusiveMaximum": f"is {shown}; expected less than {limit}",
        "multipleOf": f"is {shown}; expected a multiple of {limit}",
        "const": f"is {shown}; expected {limit!r}",
        "uniqueItems": "has an item twice",
        "pattern": f"is {shown}, which does not match {limit}",
        "minLength": f"is too short; expected {limit} or more characters",
        "maxLength": f"is too long; expected {limit} or fewer characters",
        "minItems": f"has too few items; expected {limit} or more",
        "maxItems": f"has too many items; expected {limit} or fewer",
    }
    return words.get(keyword, f"does not fit the schema's {keyword}")


def _choices(value: Any, allowed: Iterable[Any], secret: bool) -> str:
    choices = [item for item in allowed if item is not None]
    if len(choices) > _AT_MOST and isinstance(value, str) and not secret:
        close = nearest(value, [item for item in choices if isinstance(item, str)])
        choices = close or choices[:_AT_MOST]
    return f"expected one of {', '.join(repr(item) for item in choices)}"


def _show(value: Any, secret: bool) -> str:
    if secret or isinstance(value, (dict, list)) or len(shown := repr(value)) > _SHOWN:
        return _json_kind(value)
    return shown


def _json_kind(value: Any) -> str:
    names = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list", dict: "a dict"}
    return "None" if value is None else names.get(type(value), type(value).__name__)
