"""Lines of docker-py typed into dynclient: the right answer, or a message with the line to write."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import Any

import pytest

import dynclient
from dynclient import AsyncClient, Client, MockEngine
from dynclient.faces.notebook import plot_stats
from tests.support.tables import parsed

LINES = parsed((Path(__file__).parent / "cases" / "docker_py.yaml").read_text(encoding="utf-8"))


async def awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def tried(code: str, client: Any) -> Any:
    """Return the value of a line, or the error that it raises."""
    names = {
        "docker": dynclient,
        "client": client,
        "container": await awaited(client.container.inspect("web")),
        "image": await awaited(client.image.inspect("nginx")),
    }
    try:
        return await awaited(eval(code, names))
    except Exception as error:
        return error


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("line", LINES, ids=[line["code"] for line in LINES])
def test_a_line_of_docker_py_ends_well(line: dict[str, str], kind: Any) -> None:
    value = asyncio.run(tried(line["code"], kind(transport=MockEngine())))
    if "gives" in line:
        assert eval(line["gives"], {"value": value}), value
    else:
        assert isinstance(value, Exception)
        assert line["says"] in "\n".join([str(value), *getattr(value, "__notes__", ())])


def test_a_name_that_docker_py_does_not_have_either_is_not_an_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'dynclient' has no attribute 'nope'$"):
        _ = dynclient.nope  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"^module 'dynclient' has no attribute '_nope'$"):
        _ = dynclient._nope  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["zzzz", "ls_"])
def test_an_answer_has_no_hint_for_a_name_that_is_not_a_call(name: str) -> None:
    with pytest.raises(AttributeError, match=rf"^no '{name}' in this Result from ContainerInspect$"):
        getattr(Client(transport=MockEngine()).container.inspect("web"), name)


def test_a_plot_of_a_name_says_what_it_takes() -> None:
    with pytest.raises(
        TypeError, match=r"^expected an open client.container.stats.stream\('db2'\), or samples, got 'db2'$"
    ):
        plot_stats("db2")
