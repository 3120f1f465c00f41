"""spec/REALITY.md: the facts about the engine that code, corrections and tests cite by number."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
FACTS = (CHECKOUT / "spec" / "REALITY.md").read_text()


def citing() -> list[Path]:
    """Return the files that may cite a fact."""
    folders = ("dynclient", "spec", "tests")
    kinds = {".py", ".pyi", ".md", ".sh"}
    found = [file for folder in folders for file in (CHECKOUT / folder).rglob("*") if file.suffix in kinds]
    ours = [CHECKOUT / "spec" / f"{name}.yaml" for name in ("corrections", "words", "views")]
    return [file for file in [*found, *ours] if file.name not in ("REALITY.md", Path(__file__).name)]


def test_every_fact_has_a_number_of_its_own_and_says_how_it_was_seen() -> None:
    lines = re.findall(r"^- .*$", FACTS.partition("\n## ")[2], re.MULTILINE)
    numbers = Counter(match[1] for line in lines if (match := re.match(r"- \*\*(E[0-9]{2})\*\* .*\. \(.+\)$", line)))
    assert (len(lines), max(numbers.values())) == (len(numbers), 1)


def test_every_fact_that_is_cited_is_there() -> None:
    known = re.findall(r"^- \*\*(E[0-9]{2})", FACTS, re.MULTILINE)
    cited = {file: set(re.findall(r"\bE[0-9]{2}\b", file.read_text())) for file in citing()}
    assert {file: numbers for file, numbers in cited.items() if numbers - set(known)} == {}


def test_whoever_names_the_page_says_which_fact() -> None:
    named = re.compile(r"(?<!\")REALITY\b(?!\.md,\s+E[0-9]{2}\b)")
    # The head of the corrections, and the page on what is public, name the page itself.
    whole = {file.name for file in citing() if named.search(file.read_text())}
    assert whole == {"corrections.yaml", "public.md"}
