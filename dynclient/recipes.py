"""What takes several calls: run, execute, build, login, pull, push, copy_to, copy_from, wait_for.

Each is a conversation over operations of the document, written once for both clients; `methods` has what users call,
with its arguments.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dynclient.building import build
from dynclient.clearing import discarded, discarded_late, is_async
from dynclient.conversation import Conversation, Do
from dynclient.copying import check_target, is_directory, linked, local, place, received, uploaded
from dynclient.errors import (
    APIError,
    ArgumentError,
    ConnectionFailed,
    InvalidArguments,
    NotFound,
    ServerError,
)
from dynclient.feeding import feed_of
from dynclient.logins import login
from dynclient.references import Reference, is_id
from dynclient.result import Result
from dynclient.running import (
    AsyncRunning,
    Attached,
    Running,
    check_exit,
    closing,
    following,
    output_of,
    running,
)
from dynclient.shorthand import creation, environment, path_of, setting, user_of, words
from dynclient.stream.frames import Output
from dynclient.waiting import wait_for

if TYPE_CHECKING:
    from dynclient._base import Base
    from dynclient.stream.archive import Archive
    from dynclient.streams import AsyncArchive


__all__ = ["build", "copy_from", "copy_to", "execute", "login", "pull", "push", "run", "wait_for"]

# --- run -------------------------------------------------------------------------------------------


def run(
    client: Base,
    image: str,
    command: Any = None,
    *,
    stdin: Any = None,
    detach: bool = False,
    stream: bool = False,
    check: bool | None = None,
    remove: bool = True,
    pull: str = "missing",
    auth: Any = None,
    **given: Any,
) -> Conversation[Output | Result | Running | AsyncRunning]:
    """Run a command in a new container; see `Base.run`."""
    _check_run(image, stdin, detach, stream, pull)
    arguments = creation({"image": image, "command": command, **given}, stdin=stdin is not None)
    tty = bool(setting(arguments, "Tty"))
    feed = feed_of(stdin, tty=tty, awaited=is_async(client), recipe="run")
    container = yield from _created(client, image, arguments, pull, auth)
    try:
        if detach:
            yield from client._asked("ContainerStart", (container,), {})
            return (yield from client._asked("ContainerInspect", (container,), {}))  # type: ignore[no-any-return]
        attached = yield from _attached(client, container, image, arguments)
        if feed is not None:
            yield Do(feed.start, (attached.duplex,))
    except BaseException as error:
        yield from discarded(client, container, error)
        raise
    live = running(client, attached, feed=feed, remove=remove, check=stream and bool(check))
    if stream:
        return live
    output = yield from live._whole()
    if check is not False:
        check_exit(attached.what, output)
    return output


def _check_run(image: Any, stdin: Any, detach: bool, stream: bool, pull: str) -> None:
    errors = []
    if not isinstance(image, str) or not image:  # the engine would make a container of nothing
        errors.append(ArgumentError("image", f"is {image!r}; expected a name such as 'busybox:1.36', or an id"))
    if detach and (stdin is not None or stream):
        what = "stdin" if stdin is not None else "stream"
        errors.append(ArgumentError("detach", f"leaves the container to itself, so that there is no {what}"))
    if pull not in ("missing", "always", "never"):
        errors.append(ArgumentError("pull", f"is {pull!r}; expected 'missing', 'always' or 'never'"))
    if errors:
        raise InvalidArguments("run", errors)


def _created(client: Base, image: str, arguments: Mapping[str, Any], when: str, auth: Any) -> Conversation[str]:
    """Make a container, with the image pulled where it is missing, and give its id."""
    platform = setting(arguments, "platform")
    if when == "always":
        yield from pull(client, image, platform=platform, auth=auth)
    try:
        return (yield from _made(client, arguments))
    except NotFound as error:
        if when != "missing" or is_id(image) or "no such image" not in error.message.lower():
            raise
    yield from pull(client, image, platform=platform, auth=auth)
    return (yield from _made(client, arguments))


def _made(client: Base, arguments: Mapping[str, Any]) -> Conversation[str]:
    name = None if setting(arguments, "name") else f"dynclient-{secrets.token_hex(6)}"
    asked = {**arguments, "name": name} if name else arguments
    try:
        made = yield from client._asked("ContainerCreate", (), asked)
    except (APIError, InvalidArguments, ConnectionFailed):
        raise
    except BaseException as error:
        # The engine may make it all the same; by a name of ours it is found, by another's it might be another's.
        if name:
            yield from discarded_late(client, name, error)
        raise
    return str(made.Id)


def _attached(client: Base, container: str, image: str, arguments: Mapping[str, Any]) -> Conversation[Attached]:
    """Attach to a container and start it; nothing that it writes or does is missed."""
    has_input = bool(setting(arguments, "OpenStdin"))
    ways = {"stream": True, "stdout": True, "stderr": True, "stdin": has_input}
    duplex = yield from client._streamed("ContainerAttach", (container,), ways)
    waiting = None
    try:
        # Headers come when the wait is registered; "removed" comes after the end, so that nothing is left then.
        until = "removed" if setting(arguments, "HostConfig", "AutoRemove") else "next-exit"
        waiting = yield from client._streamed("ContainerWait", (container,), {"condition": until})
        yield from client._asked("ContainerStart", (container,), {})
    except BaseException:
        for stream in filter(None, (duplex, waiting)):
            yield closing(stream)
        raise
    return Attached(container, f"{image} ({container[:12]})", duplex, waiting, has_input)


# --- execute ---------------------------------------------------------------------------------------


def execute(
    client: Base,
    container: str,
    command: Any,
    *,
    stdin: Any = None,
    tty: bool = False,
    user: Any = None,
    workdir: Any = None,
    env: Any = None,
    privileged: bool = False,
    detach: bool = False,
    check: bool = False,
) -> Conversation[Output | Result]:
    """Run a command in a running container; see `Base.execute`."""
    if detach and stdin is not None:
        raise InvalidArguments(
            "execute", [ArgumentError("detach", "leaves the command to itself, so that there is no stdin")]
        )
    feed = feed_of(stdin, tty=tty, awaited=is_async(client), recipe="execute")
    asked = {
        "AttachStdin": feed is not None or None,
        "AttachStdout": not detach,
        "AttachStderr": not detach,
        "Cmd": _short("command", words, command),
        "Env": None if env is None else _short("env", environment, env),
        "Privileged": privileged or None,
        "Tty": tty,
        "User": None if user is None else _short("user", user_of, user),
        "WorkingDir": None if workdir is None else _short("workdir", path_of, workdir),
    }
    exec_id = (yield from client._asked("ContainerExec", (container,), asked)).Id
    if detach:
        yield from client._asked("ExecStart", (exec_id,), {"Detach": True, "Tty": tty})
        return (yield from client._asked("ExecInspect", (exec_id,), {}))  # type: ignore[no-any-return]
    duplex = yield from client._streamed("ExecStart", (exec_id,), {"Detach": False, "Tty": tty})
    frames = yield from output_of(duplex, feed)
    output = Output(frames, (yield from _exit_of(client, exec_id)))
    if check:
        check_exit(f"the command in {container}", output)
    return output


def _short(name: str, form: Callable[[Any], Any], value: Any) -> Any:
    try:
        return form(value)
    except ValueError as error:
        raise InvalidArguments("execute", [ArgumentError(name, str(error))]) from None


def _exit_of(client: Base, exec_id: str) -> Conversation[int | None]:
    """Give how a command ended; one that has closed its output may go on."""
    found = yield from client._asked("ExecInspect", (exec_id,), {})
    if not found.Running:
        return found.ExitCode  # type: ignore[no-any-return]
    filters = {"container": [found.ContainerID], "event": ["exec_die", "die"]}
    events = yield from client._streamed("SystemEvents", (), {"filters": filters})
    try:
        while (found := (yield from client._asked("ExecInspect", (exec_id,), {}))).Running:
            yield following(events)
    finally:
        yield closing(events)
    return found.ExitCode  # type: ignore[no-any-return]


# --- pull and push ---------------------------------------------------------------------------------


def pull(client: Base, image: str, *, platform: str | None = None, auth: Any = None) -> Conversation[Result]:
    """Pull one image; see `Base.pull`."""
    reference = Reference.parse(image, "pull")
    asked = {"fromImage": reference.name, "tag": reference.version, "platform": platform, "X-Registry-Auth": auth}
    yield from client._asked("ImageCreate", (), asked)
    return (yield from client._asked("ImageInspect", (str(reference),), {}))  # type: ignore[no-any-return]


def push(client: Base, name: str, *, tag: str | None = None, auth: Any = None) -> Conversation[Result]:
    """Push one image; see `Base.push`."""
    reference = Reference.parse(name, "push")
    problem = "has a digest, which is not what is pushed; expected a tag" if reference.digest else ""
    if tag is not None and reference.tag:
        problem = f"has the tag {reference.tag}, and tag= is given too; give one of them"
    if problem:
        raise InvalidArguments("push", [ArgumentError("name", problem)])
    reference = reference if tag is None else reference._replace(tag=tag)
    yield from client._asked("ImagePush", (reference.name,), {"tag": reference.version, "X-Registry-Auth": auth})
    return (yield from client._asked("ImageInspect", (str(reference),), {}))  # type: ignore[no-any-return]


# --- copy ------------------------------------------------------------------------------------------


def copy_to(
    client: Base, container: str, source: str | os.PathLike[str], path: str, *, follow_link: bool = False
) -> Conversation[None]:
    """Copy a file or a directory into a container; see `Base.copy_to`."""
    here = local(source, follow_link)
    path, found = yield from _target(client, container, path)
    there = place(here.text, here.directory, path, None if found is None else is_directory(found), "copy_to")
    body = uploaded(here, there.name)
    asked = {"path": there.directory, "noOverwriteDirNonDir": True, "body": body}
    yield from client._asked("PutContainerArchive", (container,), asked)


def _target(client: Base, container: str, path: str) -> Conversation[tuple[str, Any]]:
    """Give the path in a container that one leads to, and what is there, or None."""
    path = path if path.startswith("/") else f"/{path}"
    found = yield from _stat(client, container, path)
    if found is not None and (target := linked(path, found)):
        path, found = target, (yield from _stat(client, container, target))
    if found is not None:
        check_target(path, found)
    return path, found


def _stat(client: Base, container: str, path: str) -> Conversation[Any]:
    try:
        return (yield from client._asked("ContainerArchiveInfo", (container,), {"path": path}))
    except (NotFound, ServerError):  # nothing there, below a file, or no such container: the copy itself will tell
        return None


def copy_from(
    client: Base, container: str, path: str, destination: str | os.PathLike[str], *, follow_link: bool = False
) -> Conversation[Path]:
    """Copy a file or a directory out of a container; see `Base.copy_from`."""
    source = path
    if follow_link and (found := (yield from _stat(client, container, path))) is not None:
        source = linked(path, found) or path
    archive = yield from client._asked("ContainerArchive", (container,), {"path": source})
    return (yield Do(_used, (archive, lambda plain: received(plain, path, destination))))  # type: ignore[no-any-return]


def _used(archive: Archive | AsyncArchive, use: Callable[[Archive], Path]) -> Any:
    """Use an archive, off the event loop where there is one."""
    in_thread = getattr(archive, "_in_thread", None)
    return use(archive) if in_thread is None else in_thread(use)  # type: ignore[arg-type]
