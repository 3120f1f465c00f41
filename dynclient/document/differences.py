"""The changes between two documents, as for release notes, and which of them break callers.

Both are compared as published, in the normalised form; descriptions are not compared. A schema that both have by name
is compared once, however often it is used. A change breaks callers if a request that was valid may now be refused, or
an answer may lack what was in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from dynclient.document.legible import legible
from dynclient.document.places import references
from dynclient.document.schema_changes import GIVEN, SENT, SchemaComparison, Side, described, kinds_beside_null, type_of
from dynclient.errors import SpecError

Node = Mapping[str, Any]

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_ITSELF = "itself"


class Change(NamedTuple):
    """One change.

    Attributes:
        part: `operation` or `schema`.
        name: the operation's id or the schema's name.
        place: where in it; empty if the whole was added or removed, `itself` for its own values.
        kind: `added`, `removed` or `changed`.
        what: the change in words.
        breaks: whether it breaks callers.
    """

    part: str
    name: str
    place: str
    kind: str
    what: str
    breaks: bool = False

    def __str__(self) -> str:
        place = "" if self.place == _ITSELF else self.place
        return legible(" ".join(filter(None, (_MARKS[self.kind], place, self.what))))


class Differences(tuple[Change, ...]):
    """All changes between two documents; `str` lists them as text, those that break callers first.

    Attributes:
        old, new: the documents' titles and versions.
        uses: for each schema's name, the operations whose requests or answers contain it.
    """

    old: str
    new: str
    uses: Mapping[str, str]

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that break callers."""
        return tuple(change for change in self if change.breaks)

    def only_breaking(self) -> Differences:
        """Return only the changes that break callers."""
        kept = Differences(self.breaking)
        kept.old, kept.new, kept.uses = self.old, self.new, self.uses
        return kept

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        rest = tuple(change for change in self if not change.breaks)
        lines = [f"{self.old} → {self.new}: {_count(self)}"]
        lines += self._section("What breaks callers", self.breaking)
        for part, title in (("operation", "Operations"), ("schema", "Schemas")):
            lines += self._section(title, tuple(change for change in rest if change.part == part))
        return legible("\n".join(lines))

    def _section(self, title: str, changes: tuple[Change, ...]) -> Iterator[str]:
        if not changes:
            return
        yield from ("", title)
        whole = [change for change in changes if not change.place]
        for change in whole:
            yield f"  {_MARKS[change.kind]} {change.what}"
        named: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            if change.place:
                named.setdefault((change.part, change.name), []).append(change)
        for (part, name), below in named.items():
            used = self.uses.get(name, "") if part == "schema" else ""
            yield f"  {name}{f' ({used})' if used else ''}"
            yield from (f"    {change}" for change in below)


def _count(changes: Differences) -> str:
    whole = [change for change in changes if change.part == "operation" and not change.place]
    counts = [f"{_number(sum(c.kind == kind for c in whole), 'operation')} {kind}" for kind in ("added", "removed")]
    total, breaking = len(changes), len(changes.breaking)
    if not total:
        return "no difference"
    verb = "breaks" if breaking == 1 else "break"
    return f"{_number(total, 'change')} ({', '.join(counts)}), {breaking or 'none'} of which {verb} callers"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def differences(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Differences:
    """Compare two documents.

    Args:
        old: a Swagger 2.0 or OpenAPI 3 file in YAML or JSON.
        new: another one for the same API.

    Raises:
        SpecError: one of them cannot be used.
    """
    before, after = _read(old), _read(new)
    try:
        found = Differences(_Comparison(before, after).changes())
    except RecursionError as error:
        raise SpecError("its schemas are nested too deeply to be compared", source=os.fspath(new)) from error
    found.old, found.new = _title(before), _title(after)
    found.uses = {name: _used(before, after, name) for name in {c.name for c in found if c.part == "schema"}}
    return found


def _read(path: str | os.PathLike[str]) -> dict[str, Any]:
    from dynclient.document import raw_content
    from dynclient.document.normalise import normalise

    source, raw = raw_content(path)
    content = normalise(raw, source)
    content["_uses"] = _uses(content)
    return content


def _title(content: Node) -> str:
    return f"{content['info'].get('title', '')} {content['info'].get('version', '')}".strip() or "untitled"


# --- who uses a schema


def _uses(content: Node) -> dict[str, dict[str, dict[str, None]]]:
    """Return, for every schema's name, the ids of the operations whose requests and answers contain it."""
    schemas = content["components"]["schemas"]
    below = {name: list(references(schema)) for name, schema in schemas.items()}
    found: dict[str, dict[str, dict[str, None]]] = {name: {"request": {}, "answer": {}} for name in schemas}
    for item in content["paths"].values():
        for operation in item.values():
            parts = {
                "request": [operation["parameters"], operation.get("requestBody")],
                "answer": [operation["responses"]],
            }
            for side, nodes in parts.items():
                seen: set[str] = set()
                waiting = [name for node in nodes for name in references(node)]
                while waiting:
                    name = waiting.pop()
                    if name in found and name not in seen:
                        seen.add(name)
                        found[name][side][operation["operationId"]] = None
                        waiting += below[name]
    return found


def _used(before: Node, after: Node, name: str) -> str:
    sides = []
    for side, word in (("request", "sent by"), ("answer", "given by")):
        ids = list({**_uses_of(before, name)[side], **_uses_of(after, name)[side]})
        if ids:
            more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
            sides.append(f"{word} {', '.join(ids[:3])}{more}")
    return "; ".join(sides)


def _uses_of(content: Node, name: str) -> Mapping[str, Mapping[str, None]]:
    found: Mapping[str, Mapping[str, None]] = content["_uses"].get(name, {"request": {}, "answer": {}})
    return found


# --- the comparison


class _Comparison:
    def __init__(self, before: Node, after: Node) -> None:
        self._before, self._after = before, after
        self._schemas = SchemaComparison(before, after)
        self._old, self._new = _operations(before), _operations(after)

    def changes(self) -> Iterator[Change]:
        yield from self._operations_changed()
        yield from self._schemas_changed()

    # --- operations

    def _operations_changed(self) -> Iterator[Change]:
        places = {(method, path): name for name, (method, path, _) in self._new.items()}
        renamed: dict[str, str] = {}
        for name, (method, path, _) in self._old.items():
            other = places.get((method, path))
            if name not in self._new and other is not None and other not in self._old:
                renamed[name] = other
                yield Change("operation", name, "", "changed", f"{name} is called {other} now", True)
            elif name not in self._new:
                yield Change("operation", name, "", "removed", _line(name, method, path, self._old), True)
        for name, (method, path, _) in self._new.items():
            if name not in self._old and name not in renamed.values():
                yield Change("operation", name, "", "added", _line(name, method, path, self._new))
        for name in self._old:
            if (now := renamed.get(name, name)) in self._new:
                yield from self._operation(now, self._old[name], self._new[now])

    def _operation(self, name: str, old: tuple[str, str, Node], new: tuple[str, str, Node]) -> Iterator[Change]:
        def change(place: str, kind: str, what: str, breaks: bool = False) -> Change:
            return Change("operation", name, place, kind, what, breaks)

        if old[:2] != new[:2]:
            yield change("request", "changed", f"is {_spelled(*new[:2])}, was {_spelled(*old[:2])}", True)
        before, after = old[2], new[2]
        if after.get("deprecated") and not before.get("deprecated"):
            yield change("operation", "changed", "is deprecated")
        yield from self._parameters(change, before, after)
        yield from self._body(change, before.get("requestBody"), after.get("requestBody"))
        yield from self._answers(change, before["responses"], after["responses"])

    def _parameters(self, change: Callable[..., Change], before: Node, after: Node) -> Iterator[Change]:
        old = {(each["in"], each["name"]): each for each in before["parameters"]}
        new = {(each["in"], each["name"]): each for each in after["parameters"]}
        for key, node in old.items():
            if key not in new:
                yield change(_parameter(key), "removed", described(_schema_of(node)), True)
        for key, node in new.items():
            required = bool(node.get("required"))
            if key not in old:
                what = f"{described(_schema_of(node))}{', required' if required else ''}"
                yield change(_parameter(key), "added", what, required)
                continue
            was = old[key]
            if required != bool(was.get("required")):
                yield change(_parameter(key), "changed", "is required" if required else "is optional", required)
            if _travels(was) != _travels(node):
                yield change(_parameter(key), "changed", f"travels as {_travels(node)}, was {_travels(was)}", True)
            yield from self._schemas.compared(change, _parameter(key), _schema_of(was), _schema_of(node), SENT)

    def _body(self, change: Callable[..., Change], old: Any, new: Any) -> Iterator[Change]:
        if not old or not new:
            if new:
                yield change("body", "added", ", ".join(new["content"]), bool(new.get("required")))
            elif old:
                yield change("body", "removed", ", ".join(old["content"]), True)
            return
        if bool(old.get("required")) != bool(new.get("required")):
            required = bool(new.get("required"))
            yield change("body", "changed", "is required" if required else "is optional", required)
        yield from self._content(change, "body", old["content"], new["content"], SENT)

    def _answers(self, change: Callable[..., Change], old: Node, new: Node) -> Iterator[Change]:
        for status in old:
            if status not in new:
                yield change(f"answer {status}", "removed", _phrase(old[status]), status.startswith("2"))
        for status, node in new.items():
            place = f"answer {status}"
            if status not in old:
                yield change(place, "added", _phrase(node))
                continue
            was = old[status]
            yield from self._content(change, place, was.get("content", {}), node.get("content", {}), GIVEN)
            headers, now = (set(each.get("headers", {})) for each in (was, node))
            yield from (change(f"{place} header {each}", "removed", "", True) for each in sorted(headers - now))
            yield from (change(f"{place} header {each}", "added", "") for each in sorted(now - headers))

    def _content(self, change: Callable[..., Change], place: str, old: Node, new: Node, side: Side) -> Iterator[Change]:
        if side.sent or place.startswith("answer 2"):  # an error is read in any form
            gone, come = [media for media in old if media not in new], [media for media in new if media not in old]
            if gone or come:
                what = f"is {' or '.join(new) or 'empty'}, was {' or '.join(old) or 'empty'}"
                yield change(place, "changed", what, bool(gone))
        # Changes of a schema that several media types share are reported once.
        for media in [media for media in new if media in old][:1]:
            was, now = old[media].get("schema"), new[media].get("schema")
            if (was is None) != (now is None):
                yield change(place, "changed", f"is {type_of(now)}, was {type_of(was)}")
            elif was is not None:
                yield from self._schemas.compared(change, place, was, now, side)

    # --- schemas

    def _schemas_changed(self) -> Iterator[Change]:
        old, new = (content["components"]["schemas"] for content in (self._before, self._after))
        for name, schema in new.items():
            if name not in old:
                if any(_uses_of(self._after, name).values()):
                    yield Change("schema", name, "", "added", name)
                continue

            def change(place: str, kind: str, what: str, breaks: bool = False, name: str = name) -> Change:
                return Change("schema", name, place or _ITSELF, kind, what, breaks)

            uses = [_uses_of(content, name) for content in (self._before, self._after)]
            side = Side(any(use["request"] for use in uses), any(use["answer"] for use in uses))
            yield from self._schemas.compared(change, "", old[name], schema, side, whole=True)
        for name in old:
            if name not in new and any(_uses_of(self._before, name).values()):
                yield Change("schema", name, "", "removed", name)


# --- words


def _operations(content: Node) -> dict[str, tuple[str, str, Node]]:
    return {
        operation["operationId"]: (method, path, operation)
        for path, item in content["paths"].items()
        for method, operation in item.items()
    }


def _schema_of(parameter: Node) -> Any:
    content = parameter.get("content")
    return next(iter(content.values())).get("schema", {}) if content else parameter.get("schema", {})


def _travels(parameter: Node) -> str:
    if content := parameter.get("content"):
        return str(next(iter(content)))
    kinds, _ = (
        kinds_beside_null(_schema_of(parameter)) if isinstance(_schema_of(parameter), dict) else (frozenset(), False)
    )
    if not kinds & {"array", "object"}:
        return "text"
    style = str(parameter.get("style") or ("form" if parameter["in"] in ("query", "cookie") else "simple"))
    exploded = parameter.get("explode", style == "form")
    return f"{style}, {'one after the other' if exploded else 'joined'}"


def _parameter(key: tuple[str, str]) -> str:
    return f"{key[0]} parameter {key[1]}"


def _phrase(response: Node) -> str:
    return ", ".join(response.get("content", {})) or "without content"


def _spelled(method: str, path: str) -> str:
    return f"{method.upper()} {path}"


def _line(name: str, method: str, path: str, operations: Mapping[str, tuple[str, str, Node]]) -> str:
    summary = " ".join(str(operations[name][2].get("summary") or "").split())
    return f"{name}  {_spelled(method, path)}{f'  {summary}' if summary else ''}"
