"""The session of a build: the engine becomes the client, and speaks HTTP/2 over the connection."""

import uuid
from typing import Any

import pytest

from dynclient import Client

pytestmark = pytest.mark.engine


def own() -> dict[str, str]:
    """Name the session: the engine takes all that have no name for the same one, and refuses the second."""
    return {"X-Docker-Expose-Session-Uuid": uuid.uuid4().hex}


def test_after_the_upgrade_the_engine_speaks_http_2(call: Any) -> None:
    first = call.upgrade("Session", headers={"Upgrade": "h2c", **own()}, size=24)
    assert first == b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "no upgrade proto in request"),
        ({"Connection": "Upgrade", "Upgrade": "tcp"}, "protocol tcp not supported"),
    ],
)
def test_nothing_but_h2c_opens_it(call: Any, headers: dict[str, str], message: str) -> None:
    answer = call.send("Session", headers={**headers, **own()})
    assert (answer.status_code, answer.json()) == (400, {"message": message})


def test_it_is_opened_as_a_connection_of_bytes(call: Any) -> None:
    client = call.client.with_options(headers=own())

    async def first() -> Any:
        async with client.stream("Session") as session:
            return session, await anext(session)

    if isinstance(client, Client):
        with client.stream("Session") as session:
            begin = next(session)
    else:
        session, begin = call.drive(first())
    assert begin.startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert session.closed
