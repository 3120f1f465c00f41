"""Calls: whole processes, single calls, large bodies and long lists. It creates 1,000 containers and removes them."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import aiodocker
import docker
import httpx
from measure import ADDRESS, LABEL, SOCKET, async_medians, medians, table

from dynclient import AsyncClient, Client

QUERY = "all=true"


def process(code: str) -> Callable[[], Any]:
    """Return a function that runs code in a process of its own."""
    # The peers were compiled when they were installed; a checkout is compiled when it is first imported.
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=compiled)


def bare_client(**settings: Any) -> httpx.Client:
    """Return httpx as lean as it gets: no TLS context is loaded for a Unix socket."""
    transport = httpx.HTTPTransport(uds=SOCKET, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    return httpx.Client(transport=transport, base_url="http://docker/v1.45", **settings)


BARE = f"""
import httpx
import ssl
transport = httpx.HTTPTransport(uds={SOCKET!r}, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
httpx.Client(transport=transport).get("http://docker/v1.45/containers/json?{QUERY}").json()
"""


def whole_process() -> None:
    """Measure from the start of Python to the first answer."""
    found = medians(
        {
            "dynclient": process(f"from dynclient import Client; Client({ADDRESS!r}).op('ContainerList', all=True)"),
            "docker-py": process(f"import docker; docker.APIClient({ADDRESS!r}).containers(all=True)"),
            "httpx alone (the floor)": process(BARE),
        },
        15,
    )
    table("whole process, import to first ContainerList", found, "dynclient", {"docker-py": 0.9})
    found = medians({"import dynclient": process("import dynclient"), "import httpx": process("import httpx")}, 15)
    table("import alone", found, "import dynclient", {"import httpx": 1.25})


def command_line() -> None:
    """Measure the command `dynclient`."""
    program = "import sys; sys.argv[1:] = {words}; from dynclient.faces.terminal.command import main; sys.exit(main())"
    version = process(program.format(words=["--version"]))
    found = medians({"dynclient --version": version, "import click": process("import click")}, 15)
    table("the command line's own start", found, "dynclient --version", {"import click": 1.5})
    lists = process(program.format(words=["--host", ADDRESS, "ContainerList", "--all"]))
    other = f"import docker, json; print(json.dumps(docker.APIClient({ADDRESS!r}).containers(all=True)))"
    found = medians({"dynclient ContainerList --all": lists, "docker-py": process(other)}, 15)
    table("a list by the command line", found, "dynclient ContainerList --all", {"docker-py": 1.0})


def per_call(client: Client, bare: httpx.Client, rounds: int = 600) -> None:
    """Measure one call on an open connection, sync."""
    api = docker.APIClient(ADDRESS)
    found = medians(
        {
            "dynclient, checked": lambda: client.op("ContainerList", all=True),
            "httpx.get(...).json()": lambda: bare.get("/containers/json", params={"all": "true"}).json(),
            "docker-py": lambda: api.containers(all=True),
        },
        rounds,
    )
    table(
        "one call, ContainerList(all=True)",
        found,
        "dynclient, checked",
        {"httpx.get(...).json()": 1.2, "docker-py": 0.75},
    )
    api.close()


async def per_async_call(rounds: int = 600) -> None:
    """Measure one call on an open connection, async."""
    transport = httpx.AsyncHTTPTransport(uds=SOCKET, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    async with (
        AsyncClient(ADDRESS) as client,
        httpx.AsyncClient(transport=transport, base_url="http://docker/v1.45") as bare,
        aiodocker.Docker(url=ADDRESS) as other,
    ):

        async def bare_call() -> Any:
            return (await bare.get("/containers/json", params={"all": "true"})).json()

        found = await async_medians(
            {
                "dynclient, checked": lambda: client.op("ContainerList", all=True),
                "httpx.AsyncClient.get(...).json()": bare_call,
                "aiodocker": lambda: other.containers.list(all=True),
            },
            rounds,
        )
    table("one call, async", found, "dynclient, checked", {"httpx.AsyncClient.get(...).json()": 1.2})


def body() -> dict[str, Any]:
    """Return a body of about 2 KB for ContainerCreate, of an image that is not there: the engine refuses it."""
    return {
        "Image": "dynclient-benchmark-no-such-image",
        "Cmd": ["sleep", "60"],
        "Env": [f"VARIABLE_{number}=value-{number}" for number in range(30)],
        "Labels": {f"com.example.label-{number}": "v" * 20 for number in range(12)},
        "ExposedPorts": {"80/tcp": {}},
        "HostConfig": {
            "Memory": 67108864,
            "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]},
            "Binds": ["/a:/b", "/c:/d"],
            "RestartPolicy": {"Name": "always", "MaximumRetryCount": 0},
            "Mounts": [{"Type": "volume", "Source": "data", "Target": "/data", "VolumeOptions": {"NoCopy": True}}],
            "Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 2048}],
            "LogConfig": {"Type": "json-file", "Config": {"max-size": "1m"}},
        },
        "NetworkingConfig": {"EndpointsConfig": {"net": {"Aliases": ["a"], "IPAMConfig": {"IPv4Address": "10.9.0.3"}}}},
    }


def refused(run: Callable[[], Any]) -> Callable[[], Any]:
    """Return a side whose refusal by the engine is expected."""

    def attempt() -> None:
        try:
            run()
        except Exception as error:
            if "No such image" not in str(error):
                raise

    return attempt


def create(client: Client, bare: httpx.Client, rounds: int = 400) -> None:
    """Measure what checking a large body costs."""
    api, config = docker.APIClient(ADDRESS), body()
    loose = client.with_options(validate=False)
    title = f"ContainerCreate with a body of {len(json.dumps(config))} bytes"
    found = medians(
        {
            "dynclient, checked": refused(lambda: client.op("ContainerCreate", body=config)),
            "dynclient, validate=False": refused(lambda: loose.op("ContainerCreate", body=config)),
            "httpx.post(json=...).json()": lambda: bare.post("/containers/create", json=config).json(),
            "docker-py, create_container_from_config": refused(lambda: api.create_container_from_config(config)),
        },
        rounds,
    )
    table(title, found, "dynclient, checked", {})
    found = medians(
        {
            "dynclient, checked": lambda: client.build_request("ContainerCreate", body=config),
            "dynclient, validate=False": lambda: loose.build_request("ContainerCreate", body=config),
            "httpx.build_request(json=...)": lambda: bare.build_request("POST", "/containers/create", json=config),
        },
        2000,
    )
    table("the same, building the request alone", found, "dynclient, checked", {})
    api.close()


def thousand(client: Client, bare: httpx.Client, rounds: int = 40) -> None:
    """Measure a list of 1,000 containers."""
    count = 1000 - len(client.container.list(all=True))
    made = [client.container.create(Image="busybox", Labels={LABEL: "1"}).Id for _ in range(count)]
    try:
        text = bare.get(f"/containers/json?{QUERY}").content
        found = medians(
            {
                "dynclient, op": lambda: client.op("ContainerList", all=True),
                "dynclient, op and reading each State": lambda: [c.State for c in client.op("ContainerList", all=True)],
                "httpx.get(...) and json.loads": lambda: json.loads(bare.get(f"/containers/json?{QUERY}").content),
            },
            rounds,
        )
        title = f"a list of 1,000 containers, {len(text) // 1024} KiB"
        table(title, found, "dynclient, op", {"httpx.get(...) and json.loads": 1.1})
    finally:
        for container in made:
            client.container.delete(container, force=True)


def measure() -> None:
    """Run the measurements."""
    whole_process()
    command_line()
    with Client(ADDRESS) as client, bare_client() as bare:
        per_call(client, bare)
        asyncio.run(per_async_call())
        create(client, bare)
        thousand(client, bare)
