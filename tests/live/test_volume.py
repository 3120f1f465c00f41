"""Volumes: storage that outlives containers, on this engine or in the whole swarm."""

from collections.abc import Iterator
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, NotFound

pytestmark = pytest.mark.engine


@pytest.fixture
def volume(engine: Any, name: Any, labels: Any) -> Iterator[Any]:
    """Provide a function that makes a volume and returns its name."""
    made: list[str] = []

    def make(**body: Any) -> str:
        made.append(name("volume"))
        engine.op("VolumeCreate", Name=made[-1], Labels=labels, **body)
        return made[-1]

    yield make
    for one in made:
        engine.op("VolumeDelete", one, force=True)


# --- on this engine --------------------------------------------------------------------------------


def test_a_volume_is_made_as_it_was_asked_for_and_removed(call: Any, name: Any, labels: Any, part: Any) -> None:
    options = {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}
    called = name("volume")
    expected = {"Name": called, "Driver": "local", "Labels": labels, "Options": options, "Scope": "local"}
    made = call("VolumeCreate", Name=called, Driver="local", Labels=labels, DriverOpts=options)
    assert part(made, expected) == expected
    inspected = call("VolumeInspect", called)
    assert inspected == made
    assert inspected.Mountpoint.endswith(f"/volumes/{called}/_data")
    assert call("VolumeDelete", called) is None
    with pytest.raises(NotFound):
        call("VolumeInspect", called)


def test_a_volume_of_a_known_name_is_not_made_again(call: Any, volume: Any) -> None:
    one = volume()
    assert call("VolumeCreate", Name=one) == call("VolumeInspect", one)


def test_a_volume_without_a_name_is_given_one(call: Any, engine: Any, labels: Any) -> None:
    made = call("VolumeCreate", Labels=labels)
    engine.op("VolumeDelete", made.Name)
    assert len(made.Name) == 64
    assert made.Labels == {"com.docker.volume.anonymous": "", **labels}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["used", "free"]),
        ({"dangling": True}, ["free"]),
        ({"dangling": False}, ["used"]),
        ({"driver": "local", "dangling": [True]}, ["free"]),
        ({"driver": "none"}, []),
    ],
)
def test_volumes_are_listed_by_filters(
    call: Any, volume: Any, container: Any, label: str, filters: dict[str, Any], found: list[str]
) -> None:
    volumes = {"used": volume(), "free": volume()}
    container(HostConfig={"Binds": [f"{volumes['used']}:/data"]})
    listed = call("VolumeList", filters={"label": label, **filters})
    assert sorted(each.Name for each in listed.Volumes) == sorted(volumes[which] for which in found)


def test_a_volume_is_found_by_a_part_of_its_name(call: Any, volume: Any) -> None:
    one = volume()
    assert [each.Name for each in call("VolumeList", filters={"name": one[1:]}).Volumes] == [one]


def test_a_volume_that_is_used_cannot_be_removed_even_by_force(call: Any, volume: Any, container: Any) -> None:
    one = volume()
    user = container(HostConfig={"Mounts": [{"Type": "volume", "Source": one, "Target": "/data"}]})
    for arguments in ({}, {"force": True}):
        with pytest.raises(Conflict) as caught:
            call("VolumeDelete", one, **arguments)
        assert caught.value.message == f"remove {one}: volume is in use - [{user}]"


def test_a_pruning_removes_named_volumes_only_if_told_so(
    call: Any, volume: Any, engine: Any, labels: Any, label: str
) -> None:
    named, unnamed = volume(), engine.op("VolumeCreate", Labels=labels).Name
    assert call("VolumePrune", filters={"label": label}).VolumesDeleted == [unnamed]
    pruned = call("VolumePrune", filters={"label": label, "all": True})
    assert pruned == {"VolumesDeleted": [named], "SpaceReclaimed": 0}


def test_a_pruning_spares_what_has_another_label(
    call: Any, engine: Any, volume: Any, name: Any, labels: Any, label: str
) -> None:
    free, kept = volume(), name("volume")
    engine.op("VolumeCreate", Name=kept, Labels={**labels, "keep": ""})
    pruned = call("VolumePrune", filters={"label": label, "label!": "keep", "all": True})
    engine.op("VolumeDelete", kept)
    assert pruned.VolumesDeleted == [free]


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("VolumeInspect", {"name": "dynclient-none"}, NotFound, "(get dynclient-none: no such volume|.* not found)$"),
    ("VolumeDelete", {"name": "dynclient-none"}, NotFound, "(get dynclient-none: no such volume|.* not found)$"),
    ("VolumeCreate", {"Name": "not a name"}, BadRequest, 'create not a name: "not a name" includes invalid characters'),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind, match=rf"^{operation}: \d+ {message}"):
        call(operation, **arguments)


def test_removing_what_is_not_there_succeeds_by_force(call: Any) -> None:
    assert call("VolumeDelete", "dynclient-none", force=True) is None


# --- in the swarm ----------------------------------------------------------------------------------


def test_a_cluster_volume_is_drained_and_removed(call: Any, swarm: Any, name: Any, labels: Any, part: Any) -> None:
    spec = {
        "Group": "databases",
        "AccessMode": {"Scope": "single", "Sharing": "onewriter", "MountVolume": {"FsType": "ext4"}},
        "Availability": "active",
        "CapacityRange": {"RequiredBytes": 2**20, "LimitBytes": 2**30},
    }
    called = name("volume")
    made = call("VolumeCreate", Name=called, Driver="none", Labels=labels, ClusterVolumeSpec=spec)
    expected = {"Name": called, "Driver": "none", "Labels": labels, "Scope": "global", "ClusterVolume": {"Spec": spec}}
    assert part(made, expected) == expected
    assert call("VolumeInspect", called) == made

    # By name the engine finds it, but then does not find it to change it.
    volume, drained = made.ClusterVolume, {**spec, "Availability": "drain"}
    assert call("VolumeUpdate", volume.ID, version=volume.Version.Index, Spec=drained) is None
    assert call("VolumeInspect", called).ClusterVolume.Spec == drained
    with pytest.raises(Conflict, match="update out of sequence"):
        call("VolumeUpdate", volume.ID, version=volume.Version.Index, Spec=spec)
    with pytest.raises(NotFound):
        call("VolumeUpdate", called, version=volume.Version.Index, Spec=spec)
    assert call("VolumeDelete", called, force=True) is None
