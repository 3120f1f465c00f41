"""Nodes: the engines of the swarm."""

from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, NotFound

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]


def test_a_node_is_listed_and_inspected(call: Any, part: Any) -> None:
    (node,) = call("NodeList", filters={"id": call("SystemInfo").Swarm.NodeID})
    info = call("SystemInfo")
    expected = {
        "ID": info.Swarm.NodeID,
        "Spec": {"Role": "manager", "Availability": "active"},
        "Description": {
            "Hostname": info.Name,
            "Platform": {"OS": "linux"},
            "Resources": {"NanoCPUs": info.NCPU * 10**9, "MemoryBytes": info.MemTotal},
            "Engine": {"EngineVersion": info.ServerVersion},
        },
        "Status": {"State": "ready", "Addr": info.Swarm.NodeAddr},
        "ManagerStatus": {"Leader": True, "Reachability": "reachable"},
    }
    assert part(node, expected) == expected
    inspected = call("NodeInspect", node.ID)
    assert (inspected.ID, inspected.Description) == (node.ID, node.Description)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"role": "manager"}, True),
        ({"role": "worker"}, False),
        ({"role": ["manager", "worker"]}, True),
        ({"membership": ["accepted", "pending"]}, True),
        ({"node.label": "dynclient.none"}, False),
        ({"label": "dynclient.none"}, False),
        ({"name": "dynclient-none"}, False),
    ],
)
def test_nodes_are_listed_by_filters(call: Any, filters: dict[str, Any], found: bool) -> None:
    info = call("SystemInfo")
    listed = call("NodeList", filters={"id": info.Swarm.NodeID, "name": info.Name, **filters})
    assert [each.ID for each in listed] == ([info.Swarm.NodeID] if found else [])


def test_labels_and_availability_are_changed_with_the_version_that_was_read(call: Any, labels: Any, label: str) -> None:
    read = call("NodeInspect", call("SystemInfo").Swarm.NodeID)
    spec = {"Role": "manager", "Availability": "pause", "Labels": labels}
    try:
        assert call("NodeUpdate", read.ID, version=read.Version.Index, body=spec) is None
        assert call("NodeInspect", read.ID).Spec == spec
        assert [each.ID for each in call("NodeList", filters={"node.label": label})] == [read.ID]
        with pytest.raises(Conflict, match="update out of sequence") as caught:
            call("NodeUpdate", read.ID, version=read.Version.Index, body=spec)
        assert caught.value.status == 500
    finally:
        changed = call("NodeInspect", read.ID)
        call("NodeUpdate", read.ID, version=changed.Version.Index, body=read.Spec)


def test_a_node_is_removed_when_it_has_left_or_by_force(call: Any, neighbour: Any, second_engine: Any) -> None:
    token, managers = call("SwarmInspect").JoinTokens.Worker, call("SystemInfo").Swarm.RemoteManagers
    neighbour("SwarmJoin", **second_engine.swarm, RemoteAddrs=[managers[0].Addr], JoinToken=token)
    node = neighbour("SystemInfo").Swarm.NodeID
    assert [each.ID for each in call("NodeList", filters={"role": "worker"})] == [node]
    with pytest.raises(BadRequest, match=f"node {node} is not down and can't be removed"):
        call("NodeDelete", node)
    neighbour("SwarmLeave")
    assert call("NodeDelete", node, force=True) is None
    with pytest.raises(NotFound, match=f"node {node} not found"):
        call("NodeInspect", node)


def test_the_last_manager_is_neither_removed_nor_demoted(call: Any) -> None:
    node = call("NodeInspect", call("SystemInfo").Swarm.NodeID)
    with pytest.raises(BadRequest, match="is a cluster manager and is a member of the raft cluster"):
        call("NodeDelete", node.ID, force=True)
    with pytest.raises(BadRequest, match="attempting to demote the last manager of the swarm"):
        call("NodeUpdate", node.ID, version=node.Version.Index, body={**node.Spec, "Role": "worker"})


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("NodeInspect", {}, NotFound, "node none not found"),
    ("NodeDelete", {}, NotFound, "node none not found"),
    (
        "NodeUpdate",
        {"version": 1, "body": {"Role": "worker", "Availability": "active"}},
        NotFound,
        "node none not found",
    ),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, "none", **arguments)
    assert (caught.value.operation, caught.value.message) == (operation, message)
