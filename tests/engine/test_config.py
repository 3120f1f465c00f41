"""Configs: bytes that the swarm keeps, shows to everybody, and gives to services."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, InvalidArguments, NotFound

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]


@pytest.fixture
def config(engine: Any, name: Any, labels: Any) -> Iterator[Any]:
    """Give a function that makes a config and gives its id; it ends with the test."""
    made: list[str] = []

    def make(called: str = "", **extra: str) -> str:
        body = {"Name": called or name("config"), "Data": b"port = 80\n", "Labels": {**labels, **extra}}
        made.append(engine.op("ConfigCreate", body=body).ID)
        return made[-1]

    yield make
    for one in made:
        engine.op("ConfigDelete", one)


@pytest.mark.parametrize(
    "data", [b"port = 80\n", b"\x00\xff\xfe\n", bytes(range(256)) * 3900], ids=["text", "any", "big"]
)
def test_a_config_is_made_of_bytes_and_shown_in_base64(call: Any, name: Any, labels: Any, data: bytes) -> None:
    called = name("config")
    made = call("ConfigCreate", Name=called, Labels=labels, Data=data)
    inspected = call("ConfigInspect", made.ID)
    assert inspected.Spec == {"Name": called, "Labels": labels, "Data": base64.b64encode(data).decode()}
    assert call("ConfigInspect", called) == inspected
    assert call("ConfigDelete", made.ID) is None
    with pytest.raises(NotFound, match=f"config {made.ID} not found"):
        call("ConfigInspect", made.ID)


def test_what_inspect_gives_can_be_created_from(call: Any, engine: Any, config: Any, name: Any) -> None:
    spec = call("ConfigInspect", config()).Spec
    spec["Name"] = name("config")
    copy = call("ConfigCreate", body=spec).ID
    copied = call("ConfigInspect", copy)
    engine.op("ConfigDelete", copy)
    assert copied.Spec == spec


def test_a_config_is_made_from_a_template_driver(call: Any, engine: Any, name: Any, labels: Any) -> None:
    templating = {"Name": "golang"}
    made = call("ConfigCreate", Name=name("config"), Labels=labels, Data=b"{{.Node.ID}}", Templating=templating).ID
    inspected = call("ConfigInspect", made)
    engine.op("ConfigDelete", made)
    assert inspected.Spec.Templating == templating


def test_a_service_reads_a_config_as_a_file(call: Any, config: Any, service: Any, eventually: Any) -> None:
    one = config()
    file = {"Name": "/etc/app.conf", "UID": "0", "GID": "0", "Mode": 0o444}
    configs = [{"ConfigID": one, "ConfigName": call("ConfigInspect", one).Spec.Name, "File": file}]
    reader = service("cat", "/etc/app.conf", container={"Configs": configs})
    assert eventually(lambda: call("ServiceLogs", reader, stdout=True).stdout, "no output") == b"port = 80\n"
    with pytest.raises(BadRequest, match="is in use by the following service"):
        call("ConfigDelete", one)


def test_configs_are_listed_by_filters(call: Any, config: Any, name: Any, label: str) -> None:
    called = name("config")
    one, other = config(called), config(stage="test")
    for filters, found in (
        ({}, {one, other}),
        ({"id": one}, {one}),
        ({"id": [one, other]}, {one, other}),
        ({"name": called}, {one}),
        ({"label": [label, "stage=test"]}, {other}),
        ({"name": "none"}, set()),
    ):
        listed = call("ConfigList", filters={"label": label, **filters})
        assert {each.ID for each in listed} == found


def test_the_published_filter_names_is_refused_here_as_by_the_engine(call: Any) -> None:
    with pytest.raises(InvalidArguments, match=r"filters\.names: is not known here"):
        call("ConfigList", filters={"names": ["any"]})
    with pytest.raises(BadRequest, match="invalid filter 'names'"):
        call.drive(call.client.with_options(unknown="send").op("ConfigList", filters={"names": ["any"]}))


def test_labels_are_changed_with_the_version_that_was_read(call: Any, config: Any) -> None:
    read = call("ConfigInspect", config())
    read.Spec.Labels["stage"] = "test"
    assert call("ConfigUpdate", read.ID, version=read.Version.Index, body=read.Spec) is None
    assert call("ConfigInspect", read.ID).Spec == read.Spec
    with pytest.raises(Conflict, match="update out of sequence"):
        call("ConfigUpdate", read.ID, version=read.Version.Index, body=read.Spec)
    with pytest.raises(BadRequest, match="only updates to Labels are allowed"):
        call("ConfigUpdate", read.ID, version=read.Version.Index, body={**read.Spec, "Data": b"other"})


def test_a_name_that_is_taken_is_a_conflict(call: Any, config: Any, name: Any) -> None:
    called = name("config")
    config(called)
    with pytest.raises(Conflict, match=f"config {called} already exists"):
        call("ConfigCreate", Name=called, Data=b"other")


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("ConfigInspect", {"id": "none"}, NotFound, "config none not found"),
    ("ConfigDelete", {"id": "none"}, NotFound, "config none not found"),
    ("ConfigUpdate", {"id": "none", "version": 1, "Labels": {}}, NotFound, "config none not found"),
    ("ConfigCreate", {"Name": "not a name", "Data": b"any"}, BadRequest, ".* invalid name, only 64 "),
    ("ConfigCreate", {"Name": "big", "Data": bytes(1_024_001)}, BadRequest, ".* less than 1024000 bytes"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind, match=rf"^{operation}: \d+ {message}"):
        call(operation, **arguments)
