"""A demonstration: what the engine has, and a container's life from create to delete, each call shown as it is made."""

from __future__ import annotations

import asyncio
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dynclient.client.aio import AsyncClient
from dynclient.client.client import Client
from dynclient.document.version import __version__
from dynclient.errors import ConnectionFailed, InvalidArguments, NotFound

_IMAGE = "busybox:latest"
_SCRIPT = "echo out: $(uname -s) in $HOSTNAME; echo err: and a warning >&2; exit 3"
_LABEL = "dynclient.demo"
_MIB = 1024 * 1024


def run(settings: Mapping[str, Any]) -> int:
    """Run the demonstration and return the exit status 0; errors are raised.

    Args:
        settings: arguments of the client. Where they name no engine, it is found as `docker` finds it, and where none
            is found, a mock answers; with `transport` a mock does in any case.
    """
    others = {name: value for name, value in settings.items() if name not in ("address", "context", "transport")}
    if "transport" in settings:
        _demonstrate({**others, "transport": _mock(others.get("spec"))})
        return 0
    try:
        _demonstrate(settings)
    except ConnectionFailed as error:
        if settings.keys() & {"address", "context"}:
            raise
        print(f"{error}\n", file=sys.stderr)
        print("No engine was found: a mock answers, from the document's examples. Nothing below is real.\n")
        _demonstrate({**others, "transport": _mock(others.get("spec"))})
    return 0


def _demonstrate(settings: Mapping[str, Any]) -> None:
    with Client(**settings) as client:
        _introduce(client)
        _lists(client)
        _life(client)
    asyncio.run(_awaited(settings))


def _mock(spec: Any) -> Any:
    """Return a mock whose container ends as the demonstration's does."""
    from dynclient.api.answer.frames import Frame
    from dynclient.faces.mock.mock_engine import MockEngine

    output = [Frame("stdout", b"out: Linux in 0a1b2c3d4e5f\n"), Frame("stderr", b"err: and a warning\n")]
    ended = {"State": {"Status": "exited", "Running": False, "ExitCode": 3}}
    mock = MockEngine(spec).on("ContainerLogs", output).on("ContainerWait", {"StatusCode": 3})
    return mock.on("ContainerInspect", ended)


def _introduce(client: Client) -> None:
    version, document = client.system.version(), client.document
    print(f"dynclient {__version__}: {document.title} {document.version}, {len(client.operations)} operations")
    print(f"engine {client.address}: {version.Version}, API {version.ApiVersion}; calls go to /v{client.version}\n")


def _show(call: str, answer: Any) -> None:
    print(f">>> {call}")
    print(textwrap.indent(str(answer), "    ") if answer is not None else "    None")


def _lists(client: Client) -> None:
    rows: Any = client.container.list(all=True)
    _show("client.container.list(all=True)", _some(f"{row.Names[0].lstrip('/')} ({row.State})" for row in rows))
    rows = client.image.list()
    _show(
        "client.image.list()",
        _some(f"{', '.join(row.RepoTags or ['untagged'])} ({row.Size / _MIB:.0f} MiB)" for row in rows),
    )
    rows = client.network.list()
    _show("client.network.list()", _some(f"{row.Name} ({row.Driver})" for row in rows))
    rows = client.volume.list().Volumes or []
    _show("client.volume.list().Volumes", _some(row.Name for row in rows))


def _some(items: Iterator[str], most: int = 8) -> str:
    texts = list(items)
    more = f", and {len(texts) - most} more" if len(texts) > most else ""
    return f"{len(texts)}: {', '.join(texts[:most])}{more}" if texts else "none"


def _life(client: Client) -> None:
    """Take a container from create to delete."""
    _image(client)
    name = f"dynclient-demo-{os.getpid()}"
    _refused(client)
    with _container(client, name) as shown:
        client.container.start(name)
        _show(f"client.container.start({name!r})", None)
        _show(f"client.container.wait({name!r}).StatusCode", client.container.wait(name).StatusCode)
        state = client.container.inspect(name).State
        _show(f"client.container.inspect({name!r}).State", f"{state.Status}, exit code {state.ExitCode}")
        output = client.container.logs(name, stdout=True, stderr=True)
        _show(f"client.container.logs({name!r}, stdout=True, stderr=True)", _streams(output))
    _show(f"client.container.delete({shown!r})", "gone")


def _streams(output: Any) -> str:
    return f"stdout {output.stdout!r}\nstderr {output.stderr!r}"


@contextmanager
def _container(client: Client, name: str) -> Iterator[str]:
    command = ["sh", "-c", _SCRIPT]
    made = client.container.create(
        name=name, Image=_IMAGE, Cmd=command, Labels={_LABEL: "1"}, host_config={"Memory": 64 * _MIB}
    )
    arguments = f"name={name!r}, Image={_IMAGE!r}, Cmd=[…], host_config={{'Memory': {64 * _MIB}}}"
    _show(f"client.container.create({arguments})", made)
    try:
        yield name
    finally:
        client.container.delete(name, force=True, v=True)


def _refused(client: Client) -> None:
    """Show what a wrong call says."""
    try:
        client.container.create(Imge=_IMAGE, host_config={"Memory": "64m"})
    except InvalidArguments as error:
        _show(f"client.container.create(Imge={_IMAGE!r}, host_config={{'Memory': '64m'}})", error)


def _image(client: Client) -> None:
    """Show the image, pulled from the registry where the engine lacks it."""
    try:
        _show(f"client.image.inspect({_IMAGE!r}).Id", client.image.inspect(_IMAGE).Id)
    except NotFound:
        _show(f"client.pull({_IMAGE!r}).Id", client.pull(_IMAGE).Id)


async def _awaited(settings: Mapping[str, Any]) -> None:
    async with AsyncClient(**settings) as client:
        info, rows = await asyncio.gather(client.system.info(), client.container.list(all=True))
    _show(
        "await asyncio.gather(async_client.system.info(), async_client.container.list(all=True))",
        f"{info.Name}: {info.NCPU} CPUs, {info.MemTotal / _MIB:.0f} MiB; {len(rows)} containers",
    )
