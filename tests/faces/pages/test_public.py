"""What the guide calls public is what the front door and the clients have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dynclient
from dynclient import AsyncClient, Client, MockEngine
from dynclient.faces.pages.topics import TOPICS, page

NAMES, OWN = page("public").partition("\n## Names\n")[2].split("\n## A client's own names\n")


def in_tables(text: str) -> list[str]:
    """Return the names in the first column of the tables of a text."""
    first = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return sorted(name for cell in first for name in re.findall(r"`(\w+)`", cell))


def test_the_public_names_are_those_that_the_front_door_exports() -> None:
    assert in_tables(NAMES) == sorted(dynclient.__all__)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_clients_own_names_are_all_told(kind: type[Client] | type[AsyncClient]) -> None:
    client = kind(transport=MockEngine())
    own = {name for name in dir(client) if not name.startswith("_")} - {*client.groups, "api"}
    closes = {Client: "close", AsyncClient: "aclose"}[kind]
    assert own == {*in_tables(OWN)} - {"close"} | {closes}


def test_only_what_is_public_is_named_in_the_guide_and_in_readme() -> None:
    texts = [*map(page, TOPICS), (Path(__file__).parents[3] / "README.md").read_text()]
    named = {name for text in texts for name in re.findall(r"\bdynclient\.([a-z]\w*)", text)}
    assert named - {*dynclient.__all__, "errors", "typed", "testing"} == set()
