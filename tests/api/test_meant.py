"""Suggestions for values of the wrong type."""

from __future__ import annotations

from typing import Any

import pytest

from dynclient.api.call.bind import bind
from dynclient.api.call.meant import meant
from dynclient.api.public import Api
from dynclient.errors import InvalidArguments

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
# Arguments of ContainerCreate, and what the message suggests.
SAID: dict[str, tuple[dict[str, Any], str]] = {
    "a size": ({"HostConfig": {"Memory": "64m"}}, "HostConfig.Memory: …; write 67108864"),
    "a size with a fraction": ({"HostConfig": {"Memory": "1.5 GiB"}}, "HostConfig.Memory: …; write 1610612736"),
    "no size": ({"HostConfig": {"Memory": "much"}}, "HostConfig.Memory: …"),
    "a size where there is none": ({"HostConfig": {"CpuShares": "64m"}}, "HostConfig.CpuShares: …"),
    "processors": ({"HostConfig": {"NanoCpus": 1.5}}, "HostConfig.NanoCpus: …; write 1500000000"),
    "digits": ({"HostConfig": {"CpuShares": "512"}}, "HostConfig.CpuShares: …; write 512"),
    "a duration": (
        {"Healthcheck": {"Interval": "1m30s"}},
        "Healthcheck.Interval: …; write 90000000000 or timedelta(seconds=90)",
    ),
    "no duration": ({"Healthcheck": {"Interval": "soon"}}, "Healthcheck.Interval: …"),
    "names and values": ({"Env": {"A": "1", "B": None}}, "Env: …; write ['A=…', 'B']"),
    "a name and its value": ({"Env": "A=1"}, "Env: …; write ['A=…']"),
    "paths": ({"HostConfig": {"Binds": {"/a": "/b"}}}, "HostConfig.Binds: …; write ['/a:/b']"),
    "a path": ({"HostConfig": {"Binds": "/a:/b"}}, "HostConfig.Binds: …; write ['/a:/b']"),
    "one of a choice": (
        {"HostConfig": {"RestartPolicy": "always"}},
        "HostConfig.RestartPolicy: …; write {'Name': 'always'}",
    ),
    "none of a choice": ({"HostConfig": {"RestartPolicy": "ever"}}, "HostConfig.RestartPolicy: …"),
    "one that is known": (
        {"HostConfig": {"LogConfig": "json-file"}},
        "HostConfig.LogConfig: …; write {'Type': 'json-file'}",
    ),
    "a port": (
        {"HostConfig": {"PortBindings": {"80/tcp": 8080}}},
        "HostConfig.PortBindings['80/tcp']: …; write [{'HostPort': '8080'}]",
    ),
    "one of a list": ({"HostConfig": {"Mounts": {"Target": "/x"}}}, "HostConfig.Mounts: …; write it in a list"),
    "the keys of a map": ({"ExposedPorts": ["80/tcp", "90"]}, "ExposedPorts: …; write {'80/tcp': {}, '90': {}}"),
    "the pairs of a map": ({"Labels": ["a=b"]}, "Labels: …; write {'a': 'b'}"),
    "no pairs": ({"Labels": ["a"]}, "Labels: …"),
    "a number for text": ({"Labels": {"a": 3}}, "Labels.a: …; write '3'"),
    "a number for a secret": (
        {"HostConfig": {"LogConfig": {"Config": {"max-file": 3}}}},
        "HostConfig.LogConfig.Config.max-file: …; write '…'",
    ),
    "yes": ({"Tty": "yes"}, "Tty: …; write True"),
    "off": ({"Tty": "off"}, "Tty: …; write False"),
    "one": ({"Tty": 1}, "Tty: …; write True"),
    "two": ({"Tty": 2}, "Tty: …"),
    "another's answer": ({"Image": {"Id": "sha256:1"}}, "Image: …; write its .Id"),
    "what is long": ({"ExposedPorts": ["8" * 70]}, "ExposedPorts: …"),
}


@pytest.mark.parametrize("case", SAID)
def test_what_was_meant_is_written_out(docker: Api, case: str) -> None:
    given, said = SAID[case]
    where, _, rest = said.partition(": …")
    with pytest.raises(InvalidArguments) as caught:
        bind(docker.operations["ContainerCreate"], (), {"Image": "a", **given})
    (error,) = caught.value.errors
    assert (error.where, error.problem.partition("; ")[2]) == (where, rest.removeprefix("; "))


@pytest.mark.parametrize(
    ("value", "schema", "said"),
    [
        ("1.5", {"type": "number"}, "; write 1.5"),
        ("many", {"type": "number"}, ""),
        (True, {"type": "integer"}, ""),
        ([], {"type": "integer"}, ""),
        ("a", {"type": "array", "items": {"type": "integer"}}, ""),
        ("a", {"type": "array"}, ""),
        ("a", {"type": "object", "properties": {"x": {"enum": ["a"]}, "y": {"enum": ["a"]}}}, ""),
        (5, {"type": "object"}, ""),
        (8080, {"type": "array", "items": OBJECT}, "; write [{'a': '8080'}]"),
        (8080, {"type": "array", "items": {"type": "object"}}, ""),
        ("5", {}, ""),
    ],
)
def test_nothing_is_suggested_by_guessing(value: Any, schema: Any, said: str) -> None:
    assert meant(value, schema) == said


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ("8472", {"type": "integer"}),
        ("8472", {"type": "number"}),
        (8472, {"type": "string"}),
        ("true", {"type": "boolean"}),
        ({"A": "8472"}, {"type": "array", "items": {"type": "string"}}),
        ("A=8472", {"type": "array", "items": {"type": "string"}}),
        ("8472", {"type": "array", "items": {"type": "string"}}),
        (["A=8472"], {"type": "object", "additionalProperties": {"type": "string"}}),
        (["8472"], {"type": "object", "additionalProperties": {"type": "object"}}),
        (8472, {"type": "array", "items": {"properties": {"a": {"type": "string"}}, "type": "object"}}),
    ],
)
def test_a_secret_is_never_written_out(value: Any, schema: Any) -> None:
    assert "8472" not in meant(value, schema, True)
    assert "True" not in meant(value, schema, True)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": {"type": "object", "properties": {"p": {"x-secret": True}}}},
        {"type": "object", "additionalProperties": {"type": "object", "properties": {"p": {"format": "password"}}}},
        {"type": "object", "additionalProperties": {"type": "object", "anyOf": [{"$ref": "#/$defs/A"}]}},
    ],
)
def test_what_may_be_a_secret_in_the_wrong_place_is_not_written_out(schema: Any) -> None:
    assert meant(["8472"], schema) == ""
