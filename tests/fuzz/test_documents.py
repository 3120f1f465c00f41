"""Documents that somebody has damaged: what is made of them is a value, or an error of dynclient's.

Seeds are fixed, so that a failure names the document again. `--fuzz-seconds 600` takes others.
"""

from __future__ import annotations

import copy
import json
import pickle
import random
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client, DynclientError, MockEngine
from dynclient.api.model.operation import Operation
from dynclient.document import load
from dynclient.document.read import parse

HERE = Path(__file__).parents[1] / "document"
_FILES = [*sorted((HERE / "corpus").glob("*.yaml")), HERE / "others" / "pets.yaml", HERE / "others" / "shop.yaml"]
BASES = [parse(path.read_bytes(), path.name) for path in _FILES]
# What stands where something else should: wrong types, references of all kinds, schemas that say little, odd texts.
ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, "", "x", "\u202e\x1b[31m", "\r\nX: y", "a" * 3000, "class", "__init__",
    "#/paths", "#", "http://elsewhere.example/x", "/", "{p}", "{", [], {}, [None], [[]], ["a", "a"], {"": None},
    {"$ref": "#"}, {"$ref": 5}, {"$ref": "#/nope"}, {"$ref": "other.json"}, {"$ref": "#/paths"}, {"type": "object"},
    {"type": ["string", "x", 5]}, {"allOf": []}, {"enum": []}, {"pattern": "("}, {"pattern": "(a+)+$"},
    {"type": "array", "items": []}, {"const": None}, {"oneOf": [{"type": "string"}, {}]}, {"not": {}}, "2XX", "default",
]  # fmt: skip
NAMES = [
    "", "x", "class", "\r\n", "/b/{p}/{q}", "/b#x", "/b?x={p}", "@x/", "$ref", "allOf", "oneOf", "__class__", "self",
    "body", "get", "x-a", "5", "é", "a.b", "default", "items", "keys", "{p}", "application/json; charset=x", "101",
    "discriminator", "required", "x-children", "x-unusable", "x-kinds", "enum", "$defs",
]  # fmt: skip
SEEDS = 60
FOUND = (1098, 2316, 57102833, 110218976)  # seeds that have shown a fault
_LONG = 20.0  # seconds that one document may take, on the slowest machine


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, sub in items:
        yield from places(sub, (*at, key))


def inside(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


def damaged(seed: int) -> Any:
    """Return one of the small documents with a few of its parts replaced, removed, renamed or copied elsewhere."""
    chance = random.Random(seed)
    document = copy.deepcopy(chance.choice(BASES))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        known = list(places(document))
        if not known:
            break
        *way, key = chance.choice(known)
        owner, how = inside(document, tuple(way)), chance.random()
        if how < 0.5:
            owner[key] = copy.deepcopy(chance.choice(ODD))
        elif how < 0.65:
            del owner[key]
        elif how < 0.8 and isinstance(owner, dict):
            owner[chance.choice(NAMES)] = owner.pop(key)
        else:
            owner[key] = copy.deepcopy(inside(document, chance.choice(known)))
    return document


Act = tuple[str, Callable[[], object]]


def acts(path: Path, heavy: bool) -> Iterator[Act]:
    """Yield everything that is made of a document, by name."""
    yield "load", lambda: load(path)
    client = Client("http://127.0.0.1:1", spec=path)
    yield "repr", lambda: (repr(client), client._repr_html_(), dir(client))
    yield "find", lambda: client.find("thing get")
    for operation in list(client.operations.values())[:4]:
        yield from acts_of(client, operation, path)
    if heavy:
        from dynclient.api.findings import check_file
        from dynclient.document.differences import differences
        from dynclient.faces.pages.reference import reference
        from dynclient.faces.pages.stubs import stub

        yield "reference", lambda: (reference(client.api, "md"), reference(client.api, "html"))
        yield "stubs", lambda: compile(stub(client.api), "stub.pyi", "exec")
        yield "check", lambda: str(check_file(path))
        yield "diff", lambda: str(differences(str(path), str(path)))


def acts_of(client: Client, operation: Operation, path: Path) -> Iterator[Act]:
    yield "help", lambda: (operation.help(), repr(operation), operation._repr_html_(), operation.signature)
    yield "schema", lambda: json.dumps(operation.schema)
    values: tuple[dict[str, Any], ...] = (
        {},
        {"p": "v", "q": [1]},
        {"body": {"name": 1}},
        {"zz": 1, "name": {"a": None}},
    )
    for given in values:
        yield "build", lambda given=given: client.build_request(operation.id, **given)  # type: ignore[misc]
    named = dict.fromkeys(operation.path_names, "v")
    yield "mock", lambda: Client(transport=MockEngine(path), spec=path).op(operation.id, **named)


def faults(seed: int, path: Path) -> list[str]:
    """Return what went wrong with a damaged document, with what and where."""
    path.write_text(json.dumps(damaged(seed)))
    found, begun, name = [], time.monotonic(), "client"
    todo = acts(path, heavy=seed % 8 == 0)
    while True:
        try:
            name, act = next(todo)
            act()
        except StopIteration:
            break
        except DynclientError:
            if name in ("load", "client"):
                break
        except Exception as error:
            found.append(f"seed {seed}, {name}: {type(error).__name__}: {str(error)[:200]}")
            if name == "client":
                break
    if time.monotonic() - begun > _LONG:
        found.append(f"seed {seed} took {time.monotonic() - begun:.0f} s")
    return found


_read: dict[bytes, bytes] = {}


def remembering(data: bytes, source: str) -> Any:
    """Parse a document, and the corrections, which are the same for all, once."""
    if not source.endswith((".yaml", ".yml")):
        return parse(data, source)
    if data not in _read:
        _read[data] = pickle.dumps(parse(data, source))
    return pickle.loads(_read[data])


@pytest.mark.slow
def test_a_damaged_document_is_used_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fuzz_seconds: float
) -> None:
    monkeypatch.setenv("DYNCLIENT_CACHE", "")
    monkeypatch.setattr("dynclient.document.read.parse", remembering)
    first = 0 if fuzz_seconds == 1 else int(fuzz_seconds * 100_000)  # other documents for any other time
    end, seed = time.monotonic() + fuzz_seconds, first
    found: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a document's own making, such as a pattern's
        for known in FOUND:
            found += faults(known, tmp_path / "damaged.json")
        while seed < first + SEEDS or time.monotonic() < end:
            found += faults(seed, tmp_path / "damaged.json")
            seed += 1
    print(f"\nseeds {first} to {seed}: {seed - first} documents")
    assert found == [], f"of {seed - first} documents"
