"""The swarm: made, joined, changed, locked and left. All of it happens on a second engine, beside the first one."""

from typing import Any

import pytest

from dynclient import BadRequest, Conflict, Unauthorized, Unavailable

pytestmark = pytest.mark.engine

NO_SWARM = 'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"'


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("SwarmInspect", {}, NO_SWARM),
        ("SwarmUpdate", {"version": 1, "body": {}}, NO_SWARM),
        ("SwarmUnlockkey", {}, NO_SWARM),
        ("SwarmUnlock", {"UnlockKey": "SWMKEY-1-none"}, NO_SWARM),
        ("SwarmLeave", {}, "This node is not part of a swarm"),
        ("NodeList", {}, NO_SWARM),
        ("ServiceList", {}, NO_SWARM),
        ("TaskList", {}, NO_SWARM),
        ("SecretCreate", {"Name": "none", "Data": b"none"}, NO_SWARM),
        ("ConfigList", {}, NO_SWARM),
        ("VolumeUpdate", {"name": "none", "version": 1}, "volume update only valid for cluster volumes"),
    ],
)
def test_without_a_swarm_its_operations_are_unavailable(
    neighbour: Any, operation: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(Unavailable) as refused:
        neighbour(operation, **arguments)
    assert (refused.value.status, refused.value.message[: len(message)]) == (503, message)


def test_a_swarm_is_made_with_a_spec_and_left_with_force(neighbour: Any, second_engine: Any, part: Any) -> None:
    spec = {"Name": "default", "Labels": {"stage": "test"}, "Orchestration": {"TaskHistoryRetentionLimit": 3}}
    node = neighbour("SwarmInit", **second_engine.swarm, Spec=spec)
    assert neighbour("SystemInfo").Swarm.NodeID == node
    expected = {"Spec": spec, "DataPathPort": 4789, "RootRotationInProgress": False}
    assert part(neighbour("SwarmInspect"), expected) == expected

    with pytest.raises(Unavailable, match="This node is already part of a swarm"):
        neighbour("SwarmInit", **second_engine.swarm)
    with pytest.raises(Unavailable, match="Removing the last manager erases all current state of the swarm"):
        neighbour("SwarmLeave")
    assert neighbour("SwarmLeave", force=True) is None
    assert neighbour("SystemInfo").Swarm.LocalNodeState == "inactive"


def test_an_update_changes_the_spec_and_renews_the_tokens(neighbour: Any, second_engine: Any) -> None:
    neighbour("SwarmInit", **second_engine.swarm)
    before = neighbour("SwarmInspect")
    version, spec = before.Version.Index, before.Spec
    spec.Orchestration["TaskHistoryRetentionLimit"] = 7
    assert neighbour("SwarmUpdate", version=version, body=spec, rotateWorkerToken=True) is None
    after = neighbour("SwarmInspect")
    assert after.Spec == spec
    assert after.JoinTokens.Manager == before.JoinTokens.Manager
    assert after.JoinTokens.Worker != before.JoinTokens.Worker

    with pytest.raises(Conflict, match="update out of sequence"):
        neighbour("SwarmUpdate", version=version, body=spec)


def test_a_node_joins_with_the_swarms_token_and_leaves_by_itself(
    swarm: Any, call: Any, neighbour: Any, second_engine: Any
) -> None:
    token = call("SwarmInspect").JoinTokens.Worker
    way = {**second_engine.swarm, "RemoteAddrs": [call("SystemInfo").Swarm.RemoteManagers[0].Addr]}
    assert neighbour("SwarmJoin", **way, JoinToken=token) is None
    joined = neighbour("SystemInfo").Swarm
    assert (joined.LocalNodeState, joined.ControlAvailable) == ("active", False)
    assert call("NodeInspect", joined.NodeID).Spec.Role == "worker"

    with pytest.raises(Unavailable, match="This node is already part of a swarm"):
        neighbour("SwarmJoin", **way, JoinToken=token)
    assert neighbour("SwarmLeave") is None
    assert neighbour("SystemInfo").Swarm.LocalNodeState == "inactive"
    with pytest.raises(BadRequest, match="invalid join token") as refused:
        neighbour("SwarmJoin", **way, JoinToken="SWMTKN-none")
    assert "SWMTKN-none" not in str(refused.value)
    call("NodeDelete", joined.NodeID, force=True)


def test_a_locked_swarm_is_opened_with_its_key(neighbour: Any, second_engine: Any) -> None:
    lock = {"EncryptionConfig": {"AutoLockManagers": True}}
    node = neighbour("SwarmInit", **second_engine.swarm, Spec={"Name": "default", **lock})
    first = neighbour("SwarmUnlockkey").UnlockKey
    swarm = neighbour("SwarmInspect")
    neighbour("SwarmUpdate", version=swarm.Version.Index, body=swarm.Spec, rotateManagerUnlockKey=True)
    key = neighbour("SwarmUnlockkey").UnlockKey
    assert key != first
    with pytest.raises(Conflict, match=r"swarm is not locked$"):
        neighbour("SwarmUnlock", UnlockKey=key)

    second_engine.stop()
    second_engine.start()
    assert neighbour("SystemInfo").Swarm.LocalNodeState == "locked"
    with pytest.raises(Unavailable, match="Swarm is encrypted and needs to be unlocked before it can be used"):
        neighbour("SwarmInspect")
    with pytest.raises(BadRequest, match=r"invalid key string$"):
        neighbour("SwarmUnlock", UnlockKey="none")
    with pytest.raises(Unauthorized, match=r"swarm could not be unlocked: invalid key provided$"):
        neighbour("SwarmUnlock", UnlockKey=first)
    assert neighbour("SwarmUnlock", UnlockKey=key) is None
    assert neighbour("SystemInfo").Swarm.NodeID == node
