"""Search for operations by words in their names, arguments, answers and descriptions."""

from __future__ import annotations

import json
import math
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import arguments
from dynclient.document.drawn import Drawn
from dynclient.document.legible import legible
from dynclient.document.names import words

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation
    from dynclient.api.words.vocabulary import Recipe

_DEEPEST = 6
_VALUES = 60  # values of an enum
# Entries that are gathered in all; of each operation those nearest to its top. The bundled document has 5,000.
_ENTRIES, _FEWEST = 50_000, 40
_LINE = 76
# Words of questions that say nothing about their subject.
_STOP = {
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get",
    "give", "given", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "set",
    "that", "the", "their", "them", "there", "they", "this", "to", "up", "use", "using", "want", "was", "what",
    "when", "where", "which", "who", "why", "with", "you", "your",
}  # fmt: skip
# Words that the API has others for, as stems.
_MEANT = {
    "remov": "delet", "rm": "delet", "eras": "delet", "destroi": "delet", "ps": "list", "ls": "list", "show": "list",
    "clean": "prun", "cleanup": "prun", "download": "pull", "upload": "push", "cp": "archiv", "copi": "archiv",
    "ram": "memori", "mem": "memori", "environment": "env", "login": "auth", "directori": "path", "folder": "path",
    "terminat": "kill", "most": "limit", "max": "limit", "maximum": "limit",
}  # fmt: skip


class _Entry(NamedTuple):
    """A statement about an operation: its place, its words, and the weight of a hit in it."""

    operation: int
    where: str
    line: str
    weight: float
    name: frozenset[str]
    said: frozenset[str]


class Found(Drawn, list["Operation"]):
    """The operations that `find` found, best first; the repr has a line for each, with where it matched.

    Attributes:
        matches: where each matched, by operation id: the path of a parameter or property, or `answer.…`; empty for the
            name or the summary.
        lines: the text that matched there, by operation id.
        recipes: the client's recipes that matched; shown before the operations.
        near: known words similar to those searched for, if nothing was found.
    """

    def __init__(
        self, rows: Sequence[tuple[Operation, str, str]], recipes: Sequence[Recipe] = (), near: Sequence[str] = ()
    ) -> None:
        super().__init__(operation for operation, _, _ in rows)
        self.matches = {operation.id: where for operation, where, _ in rows}
        self.lines = {operation.id: line for operation, _, line in rows}
        self.recipes, self.near = tuple(recipes), tuple(near)

    @property
    def nothing(self) -> str:
        """The message when nothing was found."""
        return f"nothing found; did you mean {' or '.join(self.near)}?" if self.near else "nothing found"

    def __repr__(self) -> str:
        return legible(self._shown())

    def _shown(self) -> str:
        own = [f"{recipe.call}  {recipe.summary}" for recipe in self.recipes]
        if not self:
            return "\n".join(own) or self.nothing
        shown = self[:_SHOWN]
        width = max(len(f"{operation.group}.{operation.name}") for operation in shown)
        rows = [row for operation in shown for row in self._rows(operation, width)]
        return "\n".join([*own, *rows, *([f"… and {len(self) - _SHOWN} more"] if len(self) > _SHOWN else [])])

    def _rows(self, operation: Operation, width: int) -> Iterator[str]:
        yield f"{f'{operation.group}.{operation.name}':<{width}}  {operation.summary or operation.id}"
        where, line = self.matches[operation.id], self.lines[operation.id]
        if where:
            yield f"{'':<{width}}    {where}{': ' if line else ''}{line}"


_SHOWN = 12


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Remove the endings of plurals and verbs, so that `limits`, `limited` and `limiting` are equal."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 3 and word.endswith(("e", "y")):
        word = word[:-1] + ("i" if word.endswith("y") else "")
    return _MEANT.get(word, word)


def _stems(text: str) -> frozenset[str]:
    return frozenset().union(*map(_of_part, _PART.findall(text)))


_PART = re.compile(r"[^\W_]+")


@lru_cache(maxsize=16384)
def _of_part(part: str) -> frozenset[str]:
    """Return the stems of a text between blanks and punctuation: `HostConfig` is one word, and also two."""
    return frozenset(stem(word) for word in (part.lower(), *words(part)))


_said = lru_cache(maxsize=8192)(_stems)


class _Index:
    """The statements about every operation, by the stems of their words."""

    def __init__(self, api: Api) -> None:
        self.operations = list(api.operations.values())
        most = max(_ENTRIES // max(len(self.operations), 1), _FEWEST)
        answers: dict[str, list[_Entry]] = {}  # an answer that several operations share is gathered once
        self.entries = [
            entry for index, each in enumerate(self.operations) for entry in _entries(index, each, most, answers)
        ]
        self.by_stem: dict[str, list[_Entry]] = {}
        for entry in self.entries:
            for each in entry.name | entry.said:
                self.by_stem.setdefault(each, []).append(entry)
        self.weights = {each: self._rarity(found) for each, found in self.by_stem.items()}

    def _rarity(self, entries: Iterable[_Entry]) -> float:
        having = len({entry.operation for entry in entries})
        return math.log(1 + len(self.operations) / having)

    def stems_like(self, wanted: str) -> list[str]:
        """Return the stem if it is known, or else the known stems that begin with it or contain it."""
        # In scripts without blanks between words, one or two characters can be a word.
        if wanted in self.by_stem or (len(wanted) < 3 and wanted.isascii()):
            return [wanted]
        return [each for each in self.by_stem if each.startswith(wanted)] or [
            each for each in self.by_stem if wanted in each
        ]

    def near(self, word: str) -> list[str]:
        """Return the known word most similar to an unknown one, as written in the document."""
        import difflib

        close = difflib.get_close_matches(stem(word), self.by_stem, n=1, cutoff=0.75)
        entry = self.by_stem[close[0]][0] if close else None
        parts = _PART.findall(f"{entry.where} {entry.line}") if entry else []
        written = (each for part in parts for each in (*words(part), part.lower()))
        return [next((each for each in written if stem(each) == close[0]), close[0])] if close else []


def _entries(index: int, operation: Operation, most: int, answers: dict[str, list[_Entry]]) -> Iterator[_Entry]:
    none: frozenset[str] = frozenset()
    yield _Entry(index, "", "", 10, _stems(operation.id) | _stems(operation.name), none)
    yield _Entry(index, "", "", 6, _stems(operation.summary) | _stems(operation.tag), none)
    yield _Entry(index, "", operation.path, 3, _stems(operation.path), none)
    for sentence in re.split(r"(?<=[.!?;])\s+", " ".join(operation.description.split())):
        yield _Entry(index, "", sentence, 2.5, none, _said(sentence))
    roots = []
    for name, outline in arguments(operation).items():
        parameter = operation.by_name.get(name)
        filters = parameter is not None and parameter.json  # they choose among what is there
        roots.append(_Place(name, name, partial(_same, outline), 2.5 if filters else 5))
    below = list(islice(_below(index, roots), most))
    yield from below
    if operation.answer.schema:
        if (key := json.dumps(operation.answer.schema)) not in answers:
            place = _Place("answer", "", partial(Outline, operation.answer.schema, operation.document), 1.4)
            answers[key] = list(islice(_below(index, [place]), most))
        yield from (entry._replace(operation=index) for entry in answers[key][: max(most - len(below), 1)])


def _same(outline: Outline) -> Outline:
    return outline


class _Place(NamedTuple):
    path: str
    name: str
    outline: Callable[[], Outline]  # made where it is looked at
    weight: float
    above: frozenset[str] = frozenset()


def _below(index: int, roots: Iterable[_Place]) -> Iterator[_Entry]:
    """Yield the statements about values and everything in them, those nearest to the top first."""
    waiting = deque(roots)
    while waiting:
        place = waiting.popleft()
        outline = place.outline()
        inner = outline.inner
        values = " ".join(map(str, inner.enum[:_VALUES]))
        text = outline.description
        yield _Entry(index, place.path, text, place.weight, _said(place.name), _said(f"{text} {values}"))
        if inner.name not in place.above and place.path.count(".") < _DEEPEST:
            above = place.above | {inner.name} if inner.name else place.above
            weight = max(place.weight * 0.85, 1)
            for name, schema in inner.properties.items():
                made = partial(Outline, schema, inner.document)
                waiting.append(_Place(f"{place.path}.{name}", name, made, weight, above))


_indexes: WeakKeyDictionary[Any, _Index] = WeakKeyDictionary()


def find(api: Api, text: str, recipes: Sequence[Recipe] = ()) -> Found:
    """Search for the operations that match all words or, if none does, most of them.

    Args:
        api: the operations; they are indexed on the first search.
        text: words, or a question.
        recipes: the client's recipes, searched by name and docstring.
    """
    if (index := _indexes.get(api)) is None:
        index = _indexes[api] = _Index(api)
    asked = [part.lower() for word in re.findall(r"[^\W_]+", text) for part in (words(word) or (word,))]
    asked = [word for word in asked if word not in _STOP] or asked
    wanted = list(dict.fromkeys(map(stem, asked)))
    if not wanted:
        return Found([(each, "", "") for each in api.operations.values()] if not text.strip() else [])
    hits: dict[int, _Hits] = {}
    for number, each in enumerate(wanted):
        for like in index.stems_like(each):
            _gather(index, hits, like, (number,))
    for first, second in pairwise(asked):  # `health check` is `Healthcheck`
        _gather(index, hits, stem(first + second), (wanted.index(stem(first)), wanted.index(stem(second))))
    most = max((len(hit.best) for hit in hits.values()), default=0)
    least = len(wanted) if most == len(wanted) else max(most, (len(wanted) + 1) // 2)
    ranked = sorted(
        ((hit.score(), -number, hit) for number, hit in hits.items() if len(hit.best) >= least),
        key=lambda row: row[:2],
        reverse=True,
    )
    operations = list(api.operations.values())
    own = [recipe for recipe in recipes if _does(recipe, frozenset(wanted))]
    near = [] if ranked or own else [word for each in asked for word in index.near(each)]
    return Found([(operations[-number], *hit.where()) for _, number, hit in ranked], own, near)


def _does(recipe: Recipe, wanted: frozenset[str]) -> bool:
    """Return whether a recipe matches all words, and its name or first sentence half of them."""
    named = _said(f"{recipe.name} {recipe.summary}")
    return wanted <= named | _said(recipe.text) and 2 * len(wanted & named) >= len(wanted)


def _gather(index: _Index, hits: dict[int, _Hits], like: str, numbers: Iterable[int]) -> None:
    rarity = index.weights.get(like, 0.0)
    for entry in index.by_stem.get(like, ()):
        for number in numbers:
            hits.setdefault(entry.operation, _Hits()).add(number, entry, like, rarity)


class _Hits:
    """The hits in one operation."""

    def __init__(self) -> None:
        self.best: dict[int, float] = {}  # by the number of the word
        self.entries: dict[int, tuple[_Entry, dict[int, float], set[int]]] = {}

    def add(self, number: int, entry: _Entry, like: str, rarity: float) -> None:
        value = entry.weight * rarity * (1 / len(entry.name) ** 0.3 if like in entry.name else 0.5)
        self.best[number] = max(self.best.get(number, 0.0), value)
        _, found, named = self.entries.setdefault(id(entry), (entry, {}, set()))
        found[number] = max(found.get(number, 0.0), value)
        if like in entry.name:
            named.add(number)

    def _place(self) -> tuple[float, _Entry]:
        """Return the statement that matches most words: preferably by its name, the first of equals."""
        best, chosen = -1.0, None
        for entry, found, named in self.entries.values():
            value = sum(found.values()) * (len(found) + max(len(named) - 1, 0))
            if value > best:
                best, chosen = value, entry
        assert chosen is not None
        return best, chosen

    def score(self) -> float:
        """Rate the operation: each word by its best hit, with a bonus if one statement matches several."""
        return sum(self.best.values()) + self._place()[0]

    def where(self) -> tuple[str, str]:
        """Return the place that matched best, and its text."""
        _, entry = self._place()
        if not entry.where:
            return "", ""
        return entry.where, _around(entry)


def _around(entry: _Entry) -> str:
    import textwrap

    return textwrap.shorten(entry.line, _LINE, placeholder=" …")
