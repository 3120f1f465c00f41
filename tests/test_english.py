"""Docstrings as engineers write them: a noun phrase for a class, an imperative for a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[1]
PACKAGE = sorted((CHECKOUT / "dynclient").rglob("*.py"))
FILES = [*PACKAGE, *sorted((CHECKOUT / "tests").rglob("*.py"))]
# What a function that returns nothing cannot do.
HANDED_BACK = ("Return", "Yield", "Provide")
# What classes were said to do, where none of the words is a noun as well.
COMMANDS = (
    *("Ask", "Build", "Call", "Check", "Compile", "Convert", "Do", "Have", "Hold", "Join", "Keep", "Make", "Name"),
    *("Raise", "Read", "Report", "Return", "Run", "Say", "Send", "Show", "Take", "Use", "Write", "Yield"),
)


class Described(NamedTuple):
    """A module, a class or a function, and its docstring."""

    where: str
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    text: str

    @property
    def first(self) -> str:
        """The first word."""
        return self.text.split(maxsplit=1)[0]


def described() -> Iterator[Described]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                line = getattr(node, "lineno", 1)
                if text := ast.get_docstring(node):
                    yield Described(f"{path.relative_to(CHECKOUT)}:{line}", node, text)


ALL = list(described())


def test_no_docstring_says_be_give_or_tell_for_what_has_its_own_word() -> None:
    assert [f"{each.where} {each.text}" for each in ALL if re.match(r"(Be|Gives?|Tells?)\b(?! up\b)", each.text)] == []


def test_a_function_that_returns_nothing_does_not_say_that_it_returns() -> None:
    functions = (each for each in ALL if isinstance(each.node, ast.FunctionDef | ast.AsyncFunctionDef))
    nothing = (each for each in functions if each.node.returns and ast.unparse(each.node.returns) == "None")
    assert [f"{each.where} {each.text}" for each in nothing if each.first in HANDED_BACK] == []


def test_what_yields_is_said_to_yield_or_provide() -> None:
    wrong = [
        f"{each.where} {each.text}"
        for each in ALL
        if isinstance(each.node, ast.FunctionDef)
        and each.first == "Return"
        and any(ast.unparse(decorator).startswith("pytest.fixture") for decorator in each.node.decorator_list)
        and any(isinstance(inner, ast.Yield) for inner in ast.walk(each.node))
    ]
    assert wrong == []


def test_a_class_is_a_thing_and_not_a_command() -> None:
    classes = (each for each in ALL if isinstance(each.node, ast.ClassDef))
    assert [f"{each.where} {each.text}" for each in classes if each.first in COMMANDS] == []


def test_a_message_says_what_was_expected_and_not_what_is_due() -> None:
    texts = (
        (f"{path.relative_to(CHECKOUT)}:{node.lineno}", node.value)
        for path in PACKAGE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [f"{where} {text}" for where, text in texts if re.search(r"\b(is|are) due\b", text)] == []
