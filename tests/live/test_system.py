"""The engine itself: what it is, what it holds, what has happened on it, and logins."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dynclient import InvalidArguments, ServerError, Unauthorized, response_of

pytestmark = pytest.mark.engine

# What is asked, and what every engine of this version answers, its type where the value differs.
ASKED: list[tuple[str, dict[str, Any], Any]] = [
    ("SystemPing", {}, "OK"),
    ("SystemPingHead", {}, None),
    ("SystemVersion", {}, {"Os": "linux", "ApiVersion": "1.45", "MinAPIVersion": "1.24"}),
    ("SystemInfo", {}, {"OSType": "linux", "DockerRootDir": "/var/lib/docker", "ExperimentalBuild": False}),
]


@pytest.mark.parametrize(("operation", "arguments", "answer"), ASKED)
def test_the_engine_tells_of_itself(
    call: Any, part: Any, private_engine: str, operation: str, arguments: dict[str, Any], answer: Any
) -> None:
    assert part(call(operation, **arguments), answer) == answer


def test_an_answer_knows_where_it_comes_from(call: Any, private_engine: str) -> None:
    response = response_of(call("SystemVersion"))
    assert (response.status, response.operation, response.method) == (200, "SystemVersion", "GET")
    assert response.path == "/v1.45/version"
    assert response.headers["Api-Version"] == "1.45"


# --- how much there is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "filled"),
    [
        (None, ["BuildCache", "Containers", "Images", "Volumes"]),
        ("container", ["Containers"]),
        (["container"], ["Containers"]),
        (["image", "volume"], ["Images", "Volumes"]),
        (["build-cache"], ["BuildCache"]),
    ],
)
def test_disk_usage_is_told_of_all_or_of_some_kinds(call: Any, kind: Any, filled: list[str]) -> None:
    usage = call("SystemDataUsage", type=kind)
    assert sorted(name for name, value in usage.items() if isinstance(value, list)) == filled


def test_disk_usage_lists_containers(call: Any, container: Any, eventually: Any) -> None:
    one = container("sh", "-c", "echo 12345678 > /new", wait=True)

    def found() -> Any:
        rows = [each for each in call("SystemDataUsage", type="container").Containers if each.Id == one]
        return [(each.State, each.SizeRw) for each in rows] == [("exited", 9)]

    # The engine's list is told a moment after who waits for the end.
    eventually(found, "the container is not listed as ended, with what it wrote")


# --- what has happened -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (timedelta(minutes=5), timedelta(0)),
        (datetime.now(UTC) - timedelta(hours=1), None),
        (0, None),
        ("2020-02-02T02:02:02Z", None),
    ],
    ids=["durations, as so long ago", "times", "Unix seconds", "RFC 3339"],
)
def test_events_between_two_times_are_a_list(call: Any, container: Any, since: Any, until: Any) -> None:
    one = container(start=True)
    until = datetime.now(UTC) if until is None else until
    events = call("SystemEvents", since=since, until=until, filters={"type": "container", "container": one})
    assert [event.Action for event in events] == ["create", "start"]
    assert {event.Actor.ID for event in events} == {one}


def test_events_are_narrowed_by_filters(call: Any, container: Any, label: str, name: Any) -> None:
    one, new = container(), name()
    call("ContainerRename", one, name=new)
    wanted = {"label": label, "container": [one], "event": ["rename", "destroy"]}
    [event] = call("SystemEvents", since=timedelta(minutes=5), until=datetime.now(UTC), filters=wanted)
    assert (event.Type, event.scope, event.Actor.Attributes.name) == ("container", "local", new)


def test_an_unknown_filter_is_refused_before_the_engine_ignores_it(call: Any) -> None:
    with pytest.raises(InvalidArguments) as caught:
        call("SystemEvents", until=0, filters={"evnt": "die"})
    assert str(caught.value).splitlines()[1] == "  filters.evnt: is not known here; did you mean event?"


# --- logins ----------------------------------------------------------------------------------------


def test_a_login_is_checked_with_the_registry(call: Any, registry: str) -> None:
    login = {"username": "user", "password": "word", "serveraddress": registry}
    assert call("SystemAuth", **login) == {"IdentityToken": "", "Status": "Login Succeeded"}


def test_a_login_that_the_registry_refuses_is_unauthorized_and_keeps_the_password_secret(call: Any, site: Any) -> None:
    closed = site({"/v2/": (401, {"WWW-Authenticate": 'Basic realm="test"'}, b"")})
    with pytest.raises(Unauthorized) as caught:
        call("SystemAuth", username="user", password="w0rd", serveraddress=closed)
    assert (caught.value.status, "w0rd" in str(caught.value)) == (500, False)


def test_a_registry_that_cannot_be_reached_is_the_engines_failure(call: Any) -> None:
    with pytest.raises(ServerError, match=r"^SystemAuth: 500 .*connection refused$"):
        call("SystemAuth", username="user", password="word", serveraddress="127.0.0.1:1")
