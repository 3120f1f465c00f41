"""Networks: made, joined and left by containers, looked up, removed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, Forbidden, NotFound

pytestmark = pytest.mark.engine

# For documentation only (RFC 5737), so that no network of the machine's is in the way.
IPAM: dict[str, Any] = {
    "Driver": "default",
    "Config": [
        {
            "Subnet": "192.0.2.0/24",
            "IPRange": "192.0.2.128/25",
            "Gateway": "192.0.2.1",
            "AuxiliaryAddresses": {"router": "192.0.2.2"},
        }
    ],
}


@pytest.fixture
def network(engine: Any, name: Any, labels: Any, eventually: Any) -> Iterator[Any]:
    """Provide a function that makes a network and returns its name."""
    made: list[str] = []

    def make(**body: Any) -> str:
        made.append(name("network"))
        engine.op("NetworkCreate", Name=made[-1], Labels=labels, **body)
        return made[-1]

    def gone(one: str) -> bool:
        try:
            engine.op("NetworkDelete", one)
        except NotFound:
            pass
        except (BadRequest, Forbidden):  # a task that was just removed
            return False
        return True

    yield make
    for one in made:
        eventually(partial(gone, one), f"{one} is still there")


def test_a_network_is_made_as_it_was_asked_for_and_removed(call: Any, name: Any, labels: Any, part: Any) -> None:
    called, options = name("network"), {"com.docker.network.bridge.enable_icc": "true"}
    asked = {"Driver": "bridge", "Internal": True, "EnableIPv6": False, "IPAM": IPAM, "Options": options}
    made = call("NetworkCreate", Name=called, Labels=labels, **asked)
    assert made.Warning == ""
    expected = {"Name": called, "Id": made.Id, "Scope": "local", "Labels": labels, **asked}
    for which in (called, made.Id, made.Id[:12]):
        assert part(call("NetworkInspect", which), expected) == expected
    assert call("NetworkDelete", called) is None
    with pytest.raises(NotFound):
        call("NetworkInspect", called)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"driver": "bridge", "scope": "local", "type": "custom"}, True),
        ({"driver": ["bridge", "overlay"]}, True),
        ({"dangling": True}, True),
        ({"dangling": False}, False),
        ({"scope": "swarm"}, False),
        ({"type": "builtin"}, False),
    ],
)
def test_networks_are_listed_by_filters(call: Any, network: Any, label: str, filters: Any, found: bool) -> None:
    one = network()
    listed = call("NetworkList", filters={"label": label, **filters})
    assert [each.Name for each in listed] == ([one] if found else [])


def test_networks_are_found_by_a_part_of_their_name_or_id(call: Any, network: Any) -> None:
    one = call("NetworkInspect", network())
    for filters in ({"name": one.Name[1:]}, {"id": one.Id[:20]}, {"name": [one.Name, "none"], "id": one.Id}):
        assert [each.Id for each in call("NetworkList", filters=filters)] == [one.Id]


def test_a_network_may_be_asked_for_by_its_scope(call: Any, network: Any) -> None:
    one = network()
    assert call("NetworkInspect", one, scope="local", verbose=True) == call("NetworkInspect", one)
    with pytest.raises(NotFound, match=f"network {one} not found"):
        call("NetworkInspect", one, scope="swarm")


def test_a_container_joins_under_an_alias_and_an_address_of_its_own(call: Any, network: Any, container: Any) -> None:
    one = network(IPAM=IPAM)
    joined = container(start=True, HostConfig={"NetworkMode": "bridge"})
    endpoint = {"IPAMConfig": {"IPv4Address": "192.0.2.77"}, "Aliases": ["db"], "Links": None, "DriverOpts": {"a": "b"}}
    assert call("NetworkConnect", one, Container=joined, EndpointConfig=endpoint) is None

    inspected = call("ContainerInspect", joined).NetworkSettings.Networks[one]
    assert inspected.IPAMConfig == {"IPv4Address": "192.0.2.77"}
    assert (inspected.IPAddress, inspected.IPPrefixLen, inspected.Aliases) == ("192.0.2.77", 24, ["db"])
    assert list(call("NetworkInspect", one).Containers) == [joined]

    with pytest.raises(Forbidden, match=r"endpoint with name .* already exists in network"):
        call("NetworkConnect", one, Container=joined)
    with pytest.raises(Forbidden, match="has active endpoints"):
        call("NetworkDelete", one)
    assert call("NetworkDisconnect", one, Container=joined, Force=True) is None
    assert call("NetworkInspect", one).Containers == {}


def test_leaving_a_network_that_was_not_joined_is_a_conflict_though_the_engine_calls_it_its_own_failure(
    call: Any, network: Any, container: Any
) -> None:
    one, outside = network(), container()
    with pytest.raises(Conflict, match=f"container {outside} is not connected to (the )?network {one}") as caught:
        call("NetworkDisconnect", one, Container=outside)
    assert caught.value.status == 500


def test_a_name_that_is_taken_is_a_conflict(call: Any, network: Any) -> None:
    one = network()
    with pytest.raises(Conflict) as caught:
        call("NetworkCreate", Name=one)
    assert caught.value.message == f"network with name {one} already exists"


def test_a_pruning_removes_what_has_the_label_and_no_container(
    call: Any, network: Any, container: Any, label: str
) -> None:
    used, free = network(), network()
    container(start=True, HostConfig={"NetworkMode": used})
    for spared in ({"until": "1h"}, {"label!": label}):
        assert call("NetworkPrune", filters={"label": label, **spared}).NetworksDeleted is None
    assert call("NetworkPrune", filters={"label": label}).NetworksDeleted == [free]


def test_a_network_of_the_swarm_tells_its_services_if_verbose(
    call: Any, swarm: Any, network: Any, service: Any, eventually: Any, part: Any
) -> None:
    one = network(Driver="overlay", Attachable=True)
    expected = {"Driver": "overlay", "Scope": "swarm", "Attachable": True, "Containers": None}
    # The swarm makes a network a moment after it is asked to.
    eventually(lambda: part(call("NetworkInspect", one), expected) == expected, "no such network")

    made = service(template={"Networks": [{"Target": one, "Aliases": ["web"]}]})
    task = service.task(made, "running")
    assert task.NetworksAttachments[0].Network.Spec.Name == one
    named = call("ServiceInspect", made).Spec.Name
    tasks = eventually(lambda: call("NetworkInspect", one, verbose=True).Services[named]["Tasks"], "no task")
    assert [each["Name"] for each in tasks] == [f"{named}.1.{task.ID}"]
    with pytest.raises(BadRequest, match=f"is in use by service {made}"):
        call("NetworkDelete", one)


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("NetworkInspect", {"id": "none-such"}, NotFound, "network none-such not found"),
    ("NetworkDelete", {"id": "none-such"}, NotFound, "network none-such not found"),
    ("NetworkDelete", {"id": "bridge"}, Forbidden, "bridge is a pre-defined network and cannot be removed"),
    ("NetworkConnect", {"id": "bridge", "Container": "none-such"}, NotFound, "No such container: none-such"),
    ("NetworkDisconnect", {"id": "none-such", "Container": "none-such"}, NotFound, "No such container: none-such"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, **arguments)
    assert (caught.value.operation, caught.value.message) == (operation, message)
