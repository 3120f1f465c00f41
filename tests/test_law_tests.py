"""The tests' own laws: none holds that fails for a case."""

import pytest

from tests.support.laws import for_each


def test_a_law_is_held_for_every_case_and_all_that_fail_are_told() -> None:
    seen = []

    @for_each("number, text", {"one": (1, "1"), "two": (2, "x"), "three": (3, "y")}, before=lambda: seen.append(0))
    def law(number: int, text: str, more: str) -> None:
        assert more
        if str(number) != text:
            pytest.fail("differs")

    with pytest.raises(BaseExceptionGroup, match=r"^two, three") as caught:
        law(more="a fixture")
    assert [error.__notes__ for error in caught.value.exceptions] == [["for two"], ["for three"]]
    assert seen == [0, 0, 0]


def test_a_law_without_cases_holds_nothing() -> None:
    with pytest.raises(AssertionError):
        for_each("name", [])(lambda name: None)()
