"""A registry for the tests: docker-registry beside the engine, with a login and TLS."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import trustme

USER, PASSWORD = "alice", "o-p3n:sésame"

CONFIG = """
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: "{inside}/data"}}}}
http:
  addr: "{address}"
  tls: {{certificate: "{inside}/server.crt", key: "{inside}/server.key"}}
auth: {{htpasswd: {{realm: tests, path: "{inside}/htpasswd"}}}}
"""


@contextlib.contextmanager
def private_registry(run: Path, name: str, host: str) -> Iterator[str]:
    """Run a registry that wants a user, over TLS with an authority that the engine knows; provide its host and port.

    Args:
        run: the folder of tests/live/up that the engine sees as /engine.
        name: a folder in it, for the registry's files.
        host: the address to listen at. Not 127.0.0.1: there the engine goes on without TLS once it is refused, and
            what it tells is that the registry wants TLS.
    """
    folder, address = run / name, f"{host}:{_free_port(host)}"
    told = run.parent / "root" / "etc" / "docker" / "certs.d" / address
    folder.mkdir()
    try:
        _furnish(folder, address, host, run)
        told.mkdir(parents=True)
        shutil.copy(folder / "ca.crt", told)
        with (folder / "log").open("wb") as log:
            serve = ("docker-registry", "serve", f"/engine/{name}/config.yml")
            process = subprocess.Popen(_beside(run, *serve), stdout=log, stderr=log)
        try:
            _wait(process, address, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(told, ignore_errors=True)
        shutil.rmtree(folder)


def _beside(run: Path, *command: str) -> list[str]:
    """Return a command as it is run beside the engine; it ends when the tests do, however."""
    mortal = ("setpriv", "--pdeathsig", "TERM")
    pid = (run / "engine.pid").read_text().strip()
    return [*mortal, "nsenter", "--target", pid, "--mount", "--pid", "--", *mortal, *command]


def _furnish(folder: Path, address: str, host: str, run: Path) -> None:
    """Write the registry's configuration, its certificate and its users."""
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(folder / "ca.crt")
    own = authority.issue_cert(host, key_type=trustme.KeyType.ECDSA)
    own.cert_chain_pems[0].write_to_path(folder / "server.crt")
    own.private_key_pem.write_to_path(folder / "server.key")
    (folder / "config.yml").write_text(CONFIG.format(inside=f"/engine/{folder.name}", address=address))
    hash_it = _beside(run, "htpasswd", "-niB", USER)
    hashed = subprocess.run(hash_it, input=PASSWORD.encode(), check=True, capture_output=True, timeout=60).stdout
    (folder / "htpasswd").write_bytes(hashed)


def _free_port(host: str) -> int:
    with socket.socket() as listener:
        listener.bind((host, 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    host, port = address.split(":")
    end = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the registry does not answer: {log.read_text()}")
