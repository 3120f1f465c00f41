"""No import of the package looks up, whenever it runs: at the top, in a function, or for type checkers alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import dynclient

PACKAGE = Path(dynclient.__file__).parent
# From the ground up; the longest prefix decides. What stands in one string, apart by blanks, is one layer.
LAYERS = (
    "document.legible document.drawn document.pickled",
    "errors",
    "document",
    "api.model",
    "api.words",
    "api.answer.result",
    "api.call",
    "api.answer",
    "api",
    "engine",
    (
        "client.conversation client.options client.secrecy client.log client.wiring client.groups "
        "client.connections client.streams client.async_archive client.opening "
        "client.progress"
    ),
    "client.negotiation client.logins client.outgoing client.incoming client.redirects",
    "client.recipes",
    "client",
    "faces",
    "typed",
    ". __main__ testing",
)
MOST_ENTRIES = 11
RANK = {prefix: rank for rank, names in enumerate(LAYERS) for prefix in names.split()}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "."] = path
    return found


MODULES = modules()


def rank(module: str) -> int:
    prefix = module
    while prefix not in RANK:
        prefix, dot, _ = prefix.rpartition(".")
        assert dot, f"{module} is in no layer"
    return RANK[prefix]


def imported(module: str) -> Iterator[tuple[str, int]]:
    """Yield what a module imports of the package, with the line; a name that a text spells out counts too."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "dynclient":
            names = [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names if each.name.partition(".")[0] == "dynclient"]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("dynclient."):
            names = [node.value] if node.value.removeprefix("dynclient.") in MODULES else []
        else:
            continue
        for name in names:
            short = name.removeprefix("dynclient").removeprefix(".")
            while short and short not in MODULES:
                short = short.rpartition(".")[0]
            if (short or ".") != module:
                yield short or ".", node.lineno


ARROWS = {(module, target): line for module in MODULES for target, line in imported(module)}


def test_no_import_looks_up() -> None:
    up = [f"{a}:{line} -> {b}" for (a, b), line in ARROWS.items() if rank(b) > rank(a)]
    assert up == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    below = {module: {b for a, b in ARROWS if a == module} for module in MODULES}
    while ground := [module for module, targets in below.items() if not targets & below.keys()]:
        for module in ground:
            del below[module]
    assert sorted(below) == [], "these are in a circle, or above one"


def test_the_root_is_seen_at_a_glance() -> None:
    entries = [path.name for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "spec")]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)
