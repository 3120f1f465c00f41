"""Laws: what holds for every case of a table, as one test that tells of every case for which it does not hold."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

# What pytest raises by `fail` is no Exception.
FAULTS: tuple[type[BaseException], ...] = (Exception, pytest.fail.Exception)


def for_each(
    names: str, cases: Mapping[str, Any] | Iterable[str], before: Callable[[], None] = lambda: None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a test of a law that takes one case by these names; what else it takes are fixtures and parameters.

    A test of its own for each of some hundred operations costs more in pytest than the law does.

    Args:
        names: of the law's arguments, as of `pytest.mark.parametrize`.
        cases: what is given for them, by the name of the case; or the names, which are given themselves.
        before: called before each case.
    """
    table = dict(cases) if isinstance(cases, Mapping) else {name: name for name in cases}
    wanted = names.replace(" ", "").split(",")

    def made(law: Callable[..., None]) -> Callable[..., None]:
        def test(**others: Any) -> None:
            assert table
            failed = []
            for case, values in table.items():
                before()
                try:
                    law(**dict(zip(wanted, [values] if len(wanted) == 1 else values, strict=True)), **others)
                except FAULTS as error:
                    error.add_note(f"for {case}")
                    failed.append((case, error))
            if failed:
                raise BaseExceptionGroup(", ".join(case for case, _ in failed), [error for _, error in failed])

        signature = inspect.signature(law)
        others = [each for name, each in signature.parameters.items() if name not in wanted]
        test.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        test.__name__, test.__qualname__, test.__doc__ = law.__name__, law.__qualname__, law.__doc__
        test.__module__ = law.__module__
        test.__dict__.update(law.__dict__)  # the marks
        return test

    return made
