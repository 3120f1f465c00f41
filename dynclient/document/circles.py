"""Schemas that apply themselves to the same value, so that checking would not end.

A schema may contain itself further down, as a tree does, but not in place. Through `$ref` and `allOf` alone that
is an error. Through alternatives it is frequent (a base lists its kinds by `oneOf`, and each kind includes the base
by `allOf`): there the alternatives are dropped, and the base stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dynclient.document.places import keys_of

_LISTS = ("anyOf", "oneOf")
_SINGLES = ("not", "if", "then", "else")

# A schema, and the name of one of its keywords.
_Keyword = tuple[dict[str, Any], str]


def break_circles(schemas: dict[str, Any], home: str) -> list[str]:
    """Remove alternatives that lead back to themselves in place.

    Args:
        schemas: converted schemas by name; modified in place.
        home: the pointer that precedes a name in a `$ref`.

    Returns:
        The names of schemas that consist of themselves through `$ref` and `allOf` alone.
    """
    steps = [
        (name, keys_of(ref)[-1], optional)
        for name, schema in schemas.items()
        for ref, optional in _in_place(schema)
        if ref.startswith(home)
    ]
    circle = _components(_graph((name, target) for name, target, _ in steps))
    for name, target, optional in steps:
        if optional and circle[name] == circle[target]:
            owner, keyword = optional
            owner.pop(keyword, None)
            owner.setdefault("additionalProperties", True)
    fixed = [(name, target) for name, target, optional in steps if not optional]
    circle = _components(_graph(fixed))
    return [name for name, target in fixed if circle[name] == circle[target]]


def _in_place(schema: Any) -> Iterator[tuple[str, _Keyword | None]]:
    """Find the references that apply to the same value, each with the outermost alternative around it."""
    rest: list[tuple[Any, _Keyword | None]] = [(schema, None)]
    while rest:
        part, optional = rest.pop()
        if not isinstance(part, dict):
            continue
        if "$ref" in part:
            yield part["$ref"], optional
        rest.extend((sub, optional) for sub in part.get("allOf", ()))
        for keyword in _LISTS:
            rest.extend((sub, optional or (part, keyword)) for sub in part.get(keyword, ()))
        rest.extend((part[keyword], optional or (part, keyword)) for keyword in _SINGLES if keyword in part)


def _graph(edges: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {}
    for start, end in edges:
        graph.setdefault(start, []).append(end)
        graph.setdefault(end, [])
    return graph


def _components(graph: dict[str, list[str]]) -> dict[str, int]:
    """Number the nodes; nodes that reach each other share a number (Tarjan's algorithm, iterative)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    number: dict[str, int] = {}
    path: list[str] = []
    for root in graph:
        waiting = [root] if root not in index else []
        work: list[tuple[str, Iterator[str]]] = []
        while waiting or work:
            if waiting:
                node = waiting.pop()
                index[node] = low[node] = len(index)
                path.append(node)
                work.append((node, iter(graph[node])))
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    waiting.append(target)
                    break
                if target not in number:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                while low[node] == index[node] and node not in number:
                    number[path.pop()] = index[node]
    return number
