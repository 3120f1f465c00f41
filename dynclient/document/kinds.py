"""Bases with a discriminator and the schemas derived from them by `allOf`: OpenAPI's own polymorphism.

A base does not name its derived schemas, so that by itself it would accept none of their properties.
https://spec.openapis.org/oas/v3.1.0#discriminator-object
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dynclient.document.places import in_pointer, keys_of

# Holds, on a base, its derived schemas with the discriminator's values of each.
CHILDREN = "x-children"

Schemas = dict[str, Any]

# With more derived schemas than this only the base's own properties are checked; Azure has bases with hundreds.
_MOST = 40
_VALUES = ("x-discriminator-value", "x-ms-discriminator-value")


def name_children(schemas: Schemas, home: str) -> None:
    """Note on each base with a discriminator the schemas derived from it, with the discriminator's values.

    Args:
        schemas: converted schemas by name; modified in place.
        home: the pointer that precedes a name in a `$ref`.
    """
    below: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for part in schema.get("allOf", ()) if isinstance(schema, dict) else ():
            if isinstance(part, dict) and str(part.get("$ref")).startswith(home):
                below.setdefault(keys_of(part["$ref"])[-1], []).append(name)
    for name, schema in schemas.items():
        said = schema.get("discriminator") if isinstance(schema, dict) else None
        if isinstance(said, dict) and isinstance(said.get("propertyName"), str):
            mapping = said.get("mapping")
            _note(name, below, schemas, home, _named(mapping if isinstance(mapping, dict) else {}))


def _note(name: str, below: Mapping[str, list[str]], schemas: Schemas, home: str, values: Mapping[str, Any]) -> None:
    """Note the schemas derived from a schema, and those derived from them."""
    seen, waiting = {name}, [name]
    while waiting:
        base = waiting.pop()
        found = _derived(base, below)
        for each in [each for each in below.get(base, ()) if each not in seen]:
            seen.add(each)
            waiting.append(each)
        schema = schemas[base]
        if found and not schema.get("additionalProperties") and schema.keys().isdisjoint({"oneOf", "anyOf"}):
            if len(found) > _MOST:
                schema["additionalProperties"] = True
            else:
                schema[CHILDREN] = {home + in_pointer(each): _values(each, schemas[each], values) for each in found}


def _derived(base: str, below: Mapping[str, list[str]]) -> list[str]:
    found, waiting = [base], [base]
    while waiting:
        new = [each for each in below.get(waiting.pop(), ()) if each not in found]
        found += new
        waiting += new
    return found[1:]


def _named(mapping: Mapping[str, Any]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for value, target in mapping.items():
        values.setdefault(str(target).rpartition("/")[2], []).append(str(value))
    return values


def _values(name: str, schema: Mapping[str, Any], values: Mapping[str, list[str]]) -> list[str]:
    """Return a schema's discriminator values: from the mapping, from its own property, or else its name."""
    own = [str(schema[key]) for key in _VALUES if key in schema]
    return values.get(name) or own or [name]
