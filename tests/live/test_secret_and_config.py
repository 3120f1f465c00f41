"""Secrets and configs: bytes that the swarm keeps and gives to services; configs it shows to everybody, too."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, InvalidArguments, NotFound

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]

LARGEST = {"Secret": 511_999, "Config": 1_023_999}  # bytes


@pytest.fixture(params=["Secret", "Config"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return which of the two a test is about; it runs for both."""
    return str(request.param)


@pytest.fixture
def stored(engine: Any, kind: str, name: Any, labels: Any) -> Iterator[Any]:
    """Provide a function that makes a secret or a config and returns its id; it ends with the test."""
    made: list[str] = []

    def make(called: str = "", **extra: str) -> str:
        body = {"Name": called or name(kind.lower()), "Data": b"port = 80\n", "Labels": {**labels, **extra}}
        made.append(engine.op(f"{kind}Create", body=body).ID)
        return made[-1]

    yield make
    for one in made:
        engine.op(f"{kind}Delete", one)


@pytest.mark.parametrize("data", [b"port = 80\n", b"\x00\xff\xfe\n", None], ids=str)
def test_it_is_made_of_bytes_and_a_config_shows_them_in_base64(
    call: Any, kind: str, name: Any, labels: Any, data: bytes | None
) -> None:
    called, data = name(kind.lower()), bytes(LARGEST[kind]) if data is None else data
    made = call(f"{kind}Create", Name=called, Labels=labels, Data=data)
    inspected = call(f"{kind}Inspect", made.ID)
    shown = {"Data": base64.b64encode(data).decode()} if kind == "Config" else {}
    assert inspected.Spec == {"Name": called, "Labels": labels, **shown}
    assert call(f"{kind}Inspect", called) == inspected
    assert call(f"{kind}Delete", made.ID) is None
    with pytest.raises(NotFound, match=f"{kind.lower()} {made.ID} not found"):
        call(f"{kind}Inspect", made.ID)


def test_what_is_made_has_its_id_under_the_engines_own_name_alone(engine: Any, kind: str) -> None:
    assert list(engine.operations[f"{kind}Create"].shape.names()) == ["ID"]


@pytest.mark.parametrize("kind", ["Config"])
def test_what_inspect_gives_can_be_created_from(call: Any, engine: Any, stored: Any, name: Any) -> None:
    spec = call("ConfigInspect", stored()).Spec
    spec["Name"] = name("config")
    copy = call("ConfigCreate", body=spec).ID
    copied = call("ConfigInspect", copy)
    engine.op("ConfigDelete", copy)
    assert copied.Spec == spec


def test_it_is_made_from_a_template_driver(call: Any, engine: Any, kind: str, name: Any, labels: Any) -> None:
    given = {"Labels": labels, "Data": b"{{.Node.ID}}", "Templating": {"Name": "golang"}}
    made = call(f"{kind}Create", Name=name(kind.lower()), **given).ID
    inspected = call(f"{kind}Inspect", made)
    engine.op(f"{kind}Delete", made)
    assert inspected.Spec.Templating == {"Name": "golang"}


@pytest.mark.parametrize(("kind", "path"), [("Secret", "/run/secrets/app.conf"), ("Config", "/etc/app.conf")])
def test_a_service_reads_it_as_a_file(
    call: Any, kind: str, path: str, stored: Any, service: Any, eventually: Any
) -> None:
    one = stored()
    file = {"Name": "app.conf" if kind == "Secret" else path, "UID": "0", "GID": "0", "Mode": 0o400}
    given = {f"{kind}ID": one, f"{kind}Name": call(f"{kind}Inspect", one).Spec.Name, "File": file}
    reader = service("cat", path, container={f"{kind}s": [given]})
    assert eventually(lambda: call("ServiceLogs", reader, stdout=True).stdout, "no output") == b"port = 80\n"
    with pytest.raises(BadRequest, match="is in use by the following service"):
        call(f"{kind}Delete", one)


def test_they_are_listed_by_filters(call: Any, kind: str, stored: Any, name: Any, label: str) -> None:
    called = name(kind.lower())
    one, other = stored(called), stored(stage="test")
    for filters, found in (
        ({}, {one, other}),
        ({"id": one}, {one}),
        ({"id": [one, other]}, {one, other}),
        ({"name": called}, {one}),
        *([({"names": [called]}, {one})] if kind == "Secret" else []),
        ({"label": [label, "stage=test"]}, {other}),
        ({"name": "none"}, set()),
    ):
        listed = call(f"{kind}List", filters={"label": label, **filters})
        assert {each.ID for each in listed} == found


def test_the_published_filter_names_is_refused_for_configs_here_as_by_the_engine(call: Any) -> None:
    with pytest.raises(InvalidArguments, match=r"filters\.names: is not known here"):
        call("ConfigList", filters={"names": ["any"]})
    with pytest.raises(BadRequest, match="invalid filter 'names'"):
        call.drive(call.client.with_options(unknown="send").op("ConfigList", filters={"names": ["any"]}))


@pytest.mark.parametrize(("kind", "other"), [("Secret", {"Name": "other"}), ("Config", {"Data": b"other"})])
def test_labels_are_changed_with_the_version_that_was_read(
    call: Any, kind: str, other: dict[str, Any], stored: Any
) -> None:
    read = call(f"{kind}Inspect", stored())
    read.Spec.Labels["stage"] = "test"
    assert call(f"{kind}Update", read.ID, version=read.Version.Index, body=read.Spec) is None
    assert call(f"{kind}Inspect", read.ID).Spec == read.Spec
    with pytest.raises(Conflict, match="update out of sequence"):
        call(f"{kind}Update", read.ID, version=read.Version.Index, body=read.Spec)
    with pytest.raises(BadRequest, match="only updates to Labels are allowed"):
        call(f"{kind}Update", read.ID, version=read.Version.Index, body={**read.Spec, **other})


def test_a_name_that_is_taken_is_a_conflict(call: Any, kind: str, stored: Any, name: Any) -> None:
    called = name(kind.lower())
    stored(called)
    with pytest.raises(Conflict, match=f"{kind.lower()} {called} already exists"):
        call(f"{kind}Create", Name=called, Data=b"other")


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("Inspect", {"id": "none"}, NotFound, "{} none not found"),
    ("Delete", {"id": "none"}, NotFound, "{} none not found"),
    ("Update", {"id": "none", "version": 1, "Labels": {}}, NotFound, "{} none not found"),
    ("Create", {"Name": "not a name", "Data": b"any"}, BadRequest, ".* invalid name, only 64 "),
    ("Create", {"Name": "big"}, BadRequest, ".* less than {} bytes"),
]


@pytest.mark.parametrize(("operation", "arguments", "error", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, kind: str, operation: str, arguments: dict[str, Any], error: type[APIError], message: str
) -> None:
    size = LARGEST[kind] + 1
    given = {"Data": bytes(size), **arguments} if operation == "Create" else arguments
    expected = message.format(size if "bytes" in message else kind.lower())
    with pytest.raises(error, match=rf"^{kind}{operation}: \d+ {expected}"):
        call(f"{kind}{operation}", **given)


@pytest.mark.parametrize("text", ["not base64 at all", "password"])
def test_text_for_bytes_is_refused_before_it_is_sent_and_not_repeated(call: Any, kind: str, text: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        call(f"{kind}Create", Name="hush", Data=text)
    assert [error.where for error in caught.value.errors] == ["Data"]
    assert text not in str(caught.value)
