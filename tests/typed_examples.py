"""Lines that users write, each with the type that mypy and pyright have to find; see test_typed_examples.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_type

from dynclient import (
    Archive,
    AsyncArchive,
    AsyncClient,
    AsyncRunning,
    Built,
    Client,
    Container,
    Frame,
    Output,
    Result,
    ResultList,
    Running,
)


def sync(client: Client, flag: bool) -> None:
    assert_type(client.run("busybox", "ls"), Output)
    assert_type(client.run("nginx", detach=True, ports={80: None}, stop_signal="SIGINT"), Container)
    assert_type(client.run("busybox", stream=True, env={"NAME": "value"}), Running)
    assert_type(client.run("busybox", detach=flag), Output | Running | Container)
    with client.run("nginx", detach=True) as web:
        assert_type(web, Container)
        assert_type(web.port(80).port, int)
    with client.run("busybox", stream=True) as running:
        assert_type(running, Running)
        for frame in running:
            assert_type(frame, Frame)
    with client.create("busybox", memory="64m") as made:
        assert_type(made, Container)
    assert_type(client.execute("web", "ls"), Output)
    assert_type(client.execute("web", "ls", detach=True), Result)
    assert_type(client.execute("web", "ls", detach=flag), Output | Result)
    assert_type(client.build(".", tag="app", networkmode="none"), Built)
    assert_type(client.pull("busybox", progress=False), Result)
    assert_type(client.push("busybox"), Result)
    assert_type(client.copy_from("web", "/etc/hosts"), Archive)
    assert_type(client.copy_from("web", "/etc/hosts", Path("here")), Path)
    assert_type(client.wait_for("web", "healthy", timeout=10), Result)
    assert_type(client.wait_ready(timeout=1.5), Result)
    assert_type(client.request("GET", "/info"), Result | ResultList | str | bytes | Any)
    client.login("user", "password")
    client.copy_to("web", {"a.txt": b"a"}, "/srv")


async def awaited(client: AsyncClient, flag: bool) -> None:
    assert_type(await client.run("busybox", "ls"), Output)
    assert_type(await client.run("nginx", detach=True), Container)
    assert_type(await client.run("busybox", stream=True), AsyncRunning)
    assert_type(await client.run("busybox", detach=flag), Output | AsyncRunning | Container)
    async with client.run("nginx", detach=True) as web:
        assert_type(web, Container)
    async with client.run("busybox", stream=True) as running:
        assert_type(running, AsyncRunning)
        async for frame in running:
            assert_type(frame, Frame)
    async with client.create("busybox") as made:
        assert_type(made, Container)
    assert_type(await client.execute("web", "ls"), Output)
    assert_type(await client.execute("web", "ls", detach=True), Result)
    assert_type(await client.build("."), Built)
    assert_type(await client.pull("busybox"), Result)
    assert_type(await client.copy_from("web", "/etc/hosts"), AsyncArchive)
    assert_type(await client.copy_from("web", "/etc/hosts", "here"), Path)
    assert_type(await client.wait_for("web", text="ready"), Result)
    assert_type(await client.request("GET", "/info"), Result | ResultList | str | bytes | Any)
    await client.login("user", "password")
    await client.copy_to("web", b"a", "/srv/a.txt")


def operations(client: Client) -> None:
    for container in client.container.list(all=True):
        assert_type(container.Id, str)
    assert_type(client.op("SystemInfo").NCPU, int)
    assert_type(client.op("ContainerList")[0].Names[0], str)
