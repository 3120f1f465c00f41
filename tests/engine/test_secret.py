"""Secrets: bytes that the swarm keeps and gives to services, and to nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, InvalidArguments, NotFound

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]


@pytest.fixture
def secret(engine: Any, name: Any, labels: Any) -> Iterator[Any]:
    """Give a function that makes a secret and gives its id; it ends with the test."""
    made: list[str] = []

    def make(called: str = "", **extra: str) -> str:
        body = {"Name": called or name("secret"), "Data": b"hush", "Labels": {**labels, **extra}}
        made.append(engine.op("SecretCreate", body=body).ID)
        return made[-1]

    yield make
    for one in made:
        engine.op("SecretDelete", one)


@pytest.mark.parametrize(
    "data", [b"hush", b"\x00\xff\xfe\n", "aHVzaA==", bytes(range(256)) * 1999], ids=["bytes", "any", "base64", "big"]
)
def test_a_secret_is_made_of_bytes_which_are_not_shown_again(
    call: Any, name: Any, labels: Any, data: bytes | str
) -> None:
    called = name("secret")
    made = call("SecretCreate", Name=called, Labels=labels, Data=data)
    inspected = call("SecretInspect", made.ID)
    assert inspected.Spec == {"Name": called, "Labels": labels}
    assert call("SecretInspect", called) == inspected
    assert call("SecretDelete", made.ID) is None
    with pytest.raises(NotFound, match=f"secret {made.ID} not found"):
        call("SecretInspect", made.ID)


def test_a_service_reads_a_secret_as_a_file(call: Any, secret: Any, service: Any, eventually: Any) -> None:
    one = secret()
    file = {"Name": "password", "UID": "0", "GID": "0", "Mode": 0o400}
    secrets = [{"SecretID": one, "SecretName": call("SecretInspect", one).Spec.Name, "File": file}]
    reader = service("cat", "/run/secrets/password", container={"Secrets": secrets})
    assert eventually(lambda: call("ServiceLogs", reader, stdout=True).stdout, "no output") == b"hush"
    with pytest.raises(BadRequest, match="is in use by the following service"):
        call("SecretDelete", one)


def test_secrets_are_listed_by_filters(call: Any, secret: Any, name: Any, label: str) -> None:
    called = name("secret")
    one, other = secret(called), secret(stage="test")
    for filters, found in (
        ({}, {one, other}),
        ({"id": one}, {one}),
        ({"id": [one, other]}, {one, other}),
        ({"name": called}, {one}),
        ({"names": [called]}, {one}),
        ({"label": [label, "stage=test"]}, {other}),
        ({"name": "none"}, set()),
    ):
        listed = call("SecretList", filters={"label": label, **filters})
        assert {each.ID for each in listed} == found


def test_labels_are_changed_with_the_version_that_was_read(call: Any, secret: Any) -> None:
    read = call("SecretInspect", secret())
    read.Spec.Labels["stage"] = "test"
    assert call("SecretUpdate", read.ID, version=read.Version.Index, body=read.Spec) is None
    assert call("SecretInspect", read.ID).Spec == read.Spec
    with pytest.raises(Conflict, match="update out of sequence"):
        call("SecretUpdate", read.ID, version=read.Version.Index, body=read.Spec)
    with pytest.raises(BadRequest, match="only updates to Labels are allowed"):
        call("SecretUpdate", read.ID, version=read.Version.Index, body={**read.Spec, "Name": "other"})


def test_a_name_that_is_taken_is_a_conflict(call: Any, secret: Any, name: Any) -> None:
    called = name("secret")
    secret(called)
    with pytest.raises(Conflict, match=f"secret {called} already exists"):
        call("SecretCreate", Name=called, Data=b"hush")


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("SecretInspect", {"id": "none"}, NotFound, "secret none not found"),
    ("SecretDelete", {"id": "none"}, NotFound, "secret none not found"),
    ("SecretUpdate", {"id": "none", "version": 1, "Labels": {}}, NotFound, "secret none not found"),
    ("SecretCreate", {"Name": "not a name", "Data": b"hush"}, BadRequest, ".* invalid name, only 64 "),
    ("SecretCreate", {"Name": "big", "Data": bytes(512_000)}, BadRequest, ".* less than 512000 bytes"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind, match=rf"^{operation}: \d+ {message}"):
        call(operation, **arguments)


def test_text_that_is_no_base64_is_refused_before_it_is_sent_and_not_repeated(call: Any) -> None:
    with pytest.raises(InvalidArguments) as caught:
        call("SecretCreate", Name="hush", Data="not base64 at all")
    assert [error.where for error in caught.value.errors] == ["Data"]
    assert "not base64 at all" not in str(caught.value)
