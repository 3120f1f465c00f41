"""The notebooks, run in a real Jupyter kernel against the real engine, and the kernel's stop button."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client

for _needed in ("ipykernel", "nbclient", "nbconvert"):
    pytest.importorskip(_needed, reason="the extra slow is not installed: it has Jupyter's kernel and nbclient")

import nbformat  # noqa: E402
from jupyter_client.manager import start_new_kernel  # noqa: E402
from nbclient import NotebookClient  # noqa: E402

HERE = Path(__file__).parent
# What a cell of each notebook has to show, as part of its HTML or text.
SHOWN = {
    "tour": ["Docker/26", "image.prune", "written to stderr", "tour-web", "InvalidArguments", "container.stop"],
    "streams": ["Successfully tagged", "4/4", "HELLO", "image/png", "Loaded image"],
    "swarm": ["leader", "2/2", "Conflict", "notebook-secret", "inactive"],
}

pytestmark = [
    pytest.mark.engine,
    pytest.mark.slow,
    # How the kernel is reached is jupyter_client's affair.
    pytest.mark.filterwarnings("ignore::Warning:jupyter_client", "ignore::Warning:zmq", "ignore::Warning:nbclient"),
]


@pytest.fixture
def environment(engine_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a kernel find the engine of the tests, and the registry beside it."""
    registry = os.environ.get("DYNCLIENT_TEST_REGISTRY")
    if not registry:
        pytest.skip('no registry for the tests: start one with  eval "$(tests/live/up)"')
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    monkeypatch.setenv("REGISTRY", registry)
    monkeypatch.setenv("DYNCLIENT_CACHE", os.environ["DYNCLIENT_CACHE"])


def stored(name: str) -> Any:
    return nbformat.read(HERE / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_is_stored_without_outputs(name: str) -> None:
    cells = [cell for cell in stored(name).cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)


@pytest.fixture
def swarm_is_free(engine: Client, engine_address: str) -> Iterator[None]:
    """Leave a swarm that a test has made, and skip where the engine's own is not ours to make."""
    marker = Path(engine_address.removeprefix("unix://")).parent.parent / ".dynclient-engine"
    if not marker.exists() and os.environ.get("DYNCLIENT_TEST_ENGINE_PRIVATE") != "1":
        pytest.skip("this is not the engine of tests/live/up; DYNCLIENT_TEST_ENGINE_PRIVATE=1 says that it may be used")
    was = engine.system.info().swarm.local_node_state
    if was != "inactive":  # the swarm of tests that ran before: it is theirs until the session ends
        engine.swarm.leave(force=True)
    yield
    if engine.system.info().swarm.local_node_state != "inactive":
        engine.swarm.leave(force=True)
    if was != "inactive":
        engine.swarm.init(listen_addr="127.0.0.1:2377", advertise_addr="127.0.0.1")


@pytest.mark.parametrize("name", ["tour", "streams"])
def test_a_notebook_runs(environment: None, name: str) -> None:
    check(name)


def test_the_notebook_of_the_swarm_runs(environment: None, swarm_is_free: None) -> None:
    check("swarm")


def check(name: str) -> None:
    """Run a notebook, and look for what it has to show."""
    notebook = stored(name)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [str(output) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert [part for part in SHOWN[name] if not any(part in output for output in outputs)] == []


# --- the stop button -------------------------------------------------------------------------------

START = """
from dynclient import AsyncClient, Client
client, other = Client(), AsyncClient()
made = client.run("busybox", "sleep 1000", detach=True, labels={"dynclient.test": "kernel"})
await other.system.ping()
"""
STOPPED = {
    "a call": "client.container.wait(made.id)",
    "a stream": "for frame in client.container.logs.stream(made.id, follow=True, stdout=True): pass",
    "a command": "client.execute(made.id, 'sleep 1000')",
    "a container that is run": "client.run('busybox', 'sleep 1000', labels={'dynclient.test': 'kernel'})",
    "an awaited call": "await other.container.wait(made.id)",
    "an awaited stream": "async for _ in await other.container.logs.stream(made.id, follow=True, stdout=True): 0",
    "an awaited container": "await other.run('busybox', 'sleep 1000', labels={'dynclient.test': 'kernel'})",
}
LEFT = """
left = client.container.list(all=True, filters={"label": "dynclient.test=kernel"})
[one.id for one in left] == [made.id], client.system.ping(), await other.system.ping()
"""


@pytest.fixture(scope="module")
def run(engine_address: str) -> Iterator[Callable[..., list[Any]]]:
    """Provide what runs a cell in a kernel and returns what came of it."""
    manager, client = start_new_kernel(
        kernel_name="python3", env={**os.environ, "DOCKER_HOST": engine_address}, startup_timeout=60
    )

    def run_cell(cell: str, interrupt: bool = False) -> list[Any]:
        asked, came = client.execute(cell), []
        while True:
            message = client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "stream" and interrupt:
                time.sleep(0.2)  # for the call to be under way; sooner it would be stopped too
                manager.interrupt_kernel()
            elif kind == "error":
                came.append(content["ename"])
            elif kind == "execute_result":
                came.append(content["data"]["text/plain"])
            elif kind == "status" and content["execution_state"] == "idle":
                return came

    assert run_cell(START) == ["'OK'"]
    yield run_cell
    run_cell("client.container.delete(made.id, force=True)")
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("cell", STOPPED.values(), ids=STOPPED)
def test_the_stop_button_ends_whatever_goes_on_and_leaves_the_client_usable(
    run: Callable[..., list[Any]], cell: str
) -> None:
    stopped = run(f"print('now', flush=True)\n{cell}", interrupt=True)
    assert stopped == ["CancelledError" if cell.startswith(("await", "async")) else "KeyboardInterrupt"]
    assert run(LEFT) == ["(True, 'OK', 'OK')"]
