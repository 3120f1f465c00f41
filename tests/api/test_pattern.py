"""Texts for patterns: they match, or are None if none is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynclient.faces.mock.matching import text_of

MADE = {
    r"^/v1/accounts": "/v1/accounts",
    r"tagValues/[0-9]+": "tagValues/0",
    r"^\$?\d+\.\d{2}$": "0.00",
    r"^AC[0-9a-fA-F]{4}$": "AC0000",
    r"^(?:foo|bar)\s?baz$": "foobaz",
    r"^(a)\1(?P<x>b)(?P=x)$": "aabb",
    r"^[^a][^\w][^b-z]$": "0-a",
    r"^\W\D\S$": "-aa",
    r"^(?>ab)c++d*?$": "abc",
    r"^(?=.*0)[a-z0-9]{2,4}$": None,
    r"^.[\s]$": "a ",
    r"^(?![a-z])[^0]$": None,
    "a^": None,
    ".{1000000}": None,
    "(a{200}){200}": None,
    r"[\p{L}]": None,
    "(": None,
    "[^\\d\\D]": None,
    "": "",
}


@pytest.mark.parametrize(("pattern", "text"), MADE.items())
def test_a_text_is_made_for(pattern: str, text: str | None) -> None:
    assert text_of(pattern) == text


@pytest.mark.parametrize(
    ("pattern", "least", "most", "text"),
    [("^[0-9]+$", 12, 12, "0" * 12), ("^a*$", 3, None, "aaa"), ("^a{3}$", 0, 2, None), ("^a{3}$", 4, None, None)],
)
def test_a_text_is_as_long_as_required(pattern: str, least: int, most: int | None, text: str | None) -> None:
    assert text_of(pattern, least, most) == text


@given(st.from_regex(r"\A(\[\^?[a-z0-9-]{1,3}\][+*?]?|[a-z]|\\[dwsDWS]|\([ab|]{1,4}\)){1,5}\Z"))
def test_what_is_made_matches(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        return
    text = text_of(pattern)
    assert text is None or re.search(pattern, text)
