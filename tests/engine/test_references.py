"""References to images: their parts, and the registry that they lead to."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dynclient import AsyncClient, Client
from dynclient.engine.reach.references import Reference, is_id, registry_at, registry_of
from dynclient.errors import InvalidArguments

DIGEST = "sha256:" + "0a" * 32

PARTS = {
    "busybox": ("busybox", "", ""),
    "busybox:1.36": ("busybox", "1.36", ""),
    f"busybox@{DIGEST}": ("busybox", "", DIGEST),
    f"busybox:1.36@{DIGEST}": ("busybox", "1.36", DIGEST),
    "team/app:1": ("team/app", "1", ""),
    "localhost:5000/app": ("localhost:5000/app", "", ""),
    "localhost:5000/team/app:1": ("localhost:5000/team/app", "1", ""),
    f"registry.example/a/b/c@{DIGEST}": ("registry.example/a/b/c", "", DIGEST),
    "[::1]:5000/app:1": ("[::1]:5000/app", "1", ""),
}

REGISTRIES = {
    "busybox": "docker.io",
    "busybox:1.36": "docker.io",
    f"busybox@{DIGEST}": "docker.io",
    "team/app": "docker.io",
    "team/sub/app": "docker.io",
    "docker.io/busybox": "docker.io",
    "docker.io/library/busybox:1": "docker.io",
    "index.docker.io/library/busybox": "docker.io",
    "registry-1.docker.io/library/busybox": "docker.io",
    "localhost/app": "localhost",
    "localhost:5000/app:1": "localhost:5000",
    "localhost.example": "docker.io",
    "registry.example/app": "registry.example",
    f"registry.example:5000/app@{DIGEST}": "registry.example:5000",
    "registry:5000/app": "registry:5000",
    "registry/app": "docker.io",
    "Registry/app": "Registry",
    "127.0.0.1:5000/a/b": "127.0.0.1:5000",
    "[::1]:5000/app": "[::1]:5000",
}

ADDRESSES = {
    "https://index.docker.io/v1/": "docker.io",
    "index.docker.io": "docker.io",
    "docker.io": "docker.io",
    "registry.example": "registry.example",
    "registry.example:5000": "registry.example:5000",
    "https://registry.example": "registry.example",
    "https://registry.example/v1/": "registry.example",
    "http://registry.example:5000/v2/": "registry.example:5000",
    "registry.example/team": "registry.example",
}


@pytest.mark.parametrize("shell", [Client, AsyncClient])
@pytest.mark.parametrize("recipe", ["pull", "push"])
@pytest.mark.parametrize("text", [None, 5, "", "a/", "a:", "a@b"])
def test_what_names_no_image_is_sent_nowhere(text: Any, recipe: str, shell: Any) -> None:
    async def awaited(client: Any) -> None:
        await getattr(client, recipe)(text)

    client = shell("unix:///nowhere", version="1.45")
    with pytest.raises(
        InvalidArguments, match=f"^{recipe}: .*\n  image: is {text!r}; expected a reference such as name, host"
    ):
        getattr(client, recipe)(text) if shell is Client else asyncio.run(awaited(client))


@pytest.mark.parametrize(("text", "parts"), PARTS.items())
def test_a_reference_has_a_name_and_a_tag_or_a_digest(text: str, parts: tuple[str, str, str]) -> None:
    assert Reference.parse(text) == parts


@pytest.mark.parametrize("text", ["", ":1", "registry.example/", "name:", "name@", "name@sha256", f"@{DIGEST}"])
def test_a_text_that_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(InvalidArguments, match=r"a reference such as name, host:5000/name:tag"):
        Reference.parse(text)


@pytest.mark.parametrize(
    ("text", "whole", "version"),
    [
        ("busybox", "busybox:latest", "latest"),
        ("busybox:1", "busybox:1", "1"),
        (f"busybox:1@{DIGEST}", f"busybox@{DIGEST}", DIGEST),
    ],
)
def test_a_reference_without_a_version_means_the_latest_and_a_digest_wins(text: str, whole: str, version: str) -> None:
    reference = Reference.parse(text)
    assert (str(reference), reference.version) == (whole, version)


@pytest.mark.parametrize(("text", "registry"), REGISTRIES.items())
def test_the_first_part_of_a_name_is_a_registry_if_no_repository_could_be_called_so(text: str, registry: str) -> None:
    assert registry_of(text) == registry


@pytest.mark.parametrize(("address", "registry"), ADDRESSES.items())
def test_an_address_of_a_registry_is_that_of_the_host(address: str, registry: str) -> None:
    assert registry_at(address) == registry


@pytest.mark.parametrize(("text", "told"), [(DIGEST, True), ("0a" * 32, True), ("0a" * 31, False), ("busybox", False)])
def test_an_id_is_a_digest_without_a_name(text: str, told: bool) -> None:
    assert is_id(text) is told
