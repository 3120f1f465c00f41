"""What takes several calls: run, create, execute, build, login, pull, push, copy_to, copy_from, wait_for, wait_ready.

Each is a conversation over operations of the document, written once for both clients; `methods` has what users call,
with its arguments.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.interpret import says
from dynclient.api.answer.output import Output
from dynclient.api.answer.result import Result
from dynclient.api.call.prepare import kind_of
from dynclient.client.conversation import Conversation, Do
from dynclient.client.logins import login
from dynclient.client.recipes.building import build
from dynclient.client.recipes.clearing import discarded, discarded_late, is_async
from dynclient.client.recipes.container import Container, container_of, gone
from dynclient.client.recipes.copying import copy_from, copy_to
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.feeding import feed_of
from dynclient.client.recipes.running import (
    AsyncRunning,
    Attached,
    Running,
    check_exit,
    closing,
    input_of,
    next_event,
    output_of,
    running,
)
from dynclient.client.recipes.shorthand import creation, environment, path_of, setting, spelled, user_of, words
from dynclient.client.recipes.waiting import wait_for, wait_ready
from dynclient.engine.reach.references import Reference, is_id
from dynclient.errors import (
    APIError,
    ArgumentError,
    ConnectionFailed,
    InvalidArguments,
    NotFound,
)

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller


__all__ = [
    "build",
    "copy_from",
    "copy_to",
    "create",
    "execute",
    "login",
    "pull",
    "push",
    "run",
    "wait_for",
    "wait_ready",
]

# --- run -------------------------------------------------------------------------------------------


def run(
    caller: Caller,
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
    """Run a command in a new container; see `Client.run`."""
    image = _image_of(image)
    _check_run("run", image, pull, detach, stdin, stream)
    arguments = _proxied(caller, creation({"image": image, "command": command, **given}, stdin=stdin is not None))
    tty = bool(setting(arguments, "Tty"))
    feed = feed_of(stdin, tty=tty, awaited=is_async(caller), recipe="run")
    made = yield from _created(caller, image, arguments, pull, auth)
    container = told(made, str, "Id")
    try:
        if detach:
            yield from caller.call("ContainerStart", (container,), {})
            return (yield from _inspected(caller, made))
        attached = yield from _attached(caller, container, image, arguments)
        if feed is not None:
            yield Do(feed.start, (input_of(attached.duplex, "ContainerAttach"),))
    except BaseException as error:
        yield from discarded(caller, container, error)
        raise
    live = running(caller, attached, feed=feed, remove=remove, check=stream and bool(check))
    if stream:
        return live
    output = yield from live._whole()
    if check is not False:
        check_exit(attached.what, output)
    return output


def create(
    caller: Caller, image: str, command: Any = None, *, pull: str = "missing", auth: Any = None, **given: Any
) -> Conversation[Container]:
    """Make a container without starting it; see `Client.create`."""
    image = _image_of(image)
    _check_run("create", image, pull)
    arguments = _proxied(caller, creation({"image": image, "command": command, **given}, recipe="create"))
    made = yield from _created(caller, image, arguments, pull, auth)
    try:
        return (yield from _inspected(caller, made))
    except BaseException as error:
        yield from discarded(caller, told(made, str, "Id"), error)
        raise


def _proxied(caller: Caller, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return a container's arguments with the proxies of config.json in its environment, as `docker run` has them."""
    key = spelled(arguments, "Env") or "Env"
    given = arguments.get(key) or []
    if not isinstance(given, (list, tuple)):  # which is refused later
        return arguments
    made = caller.proxied(dict.fromkeys(str(variable).partition("=")[0] for variable in given))
    return {**arguments, key: [*given, *(f"{name}={value}" for name, value in made.items())]} if made else arguments


def _image_of(image: Any) -> Any:
    """Return an image's name, or the id in its inspection."""
    return image["Id"] if isinstance(image, Mapping) and isinstance(image.get("Id"), str) else image


def _check_run(
    recipe: str, image: Any, pull: Any, detach: bool = False, stdin: Any = None, stream: bool = False
) -> None:
    errors = []
    if not isinstance(image, str) or not image:  # the engine would make a container of nothing
        got = repr(image) if isinstance(image, str) else kind_of(image)
        errors.append(ArgumentError("image", f"expected a name such as 'busybox:1.36', or an id, got {got}"))
    if detach and (stdin is not None or stream):
        what = "stdin" if stdin is not None else "stream"
        errors.append(ArgumentError("detach", f"leaves the container to itself, so that there is no {what}"))
    if pull not in ("missing", "always", "never"):
        errors.append(ArgumentError("pull", f"expected 'missing', 'always' or 'never', got {pull!r}"))
    if errors:
        raise InvalidArguments(recipe, errors)


def _inspected(caller: Caller, made: Any) -> Conversation[Container]:
    """Inspect a container that was made; of one that has removed itself the answer to its creation is all there is."""
    try:
        found = yield from caller.call("ContainerInspect", (told(made, str, "Id"),), {})
    except NotFound:
        return gone(caller, made)
    return container_of(caller, found)


def _created(caller: Caller, image: str, arguments: Mapping[str, Any], when: str, auth: Any) -> Conversation[Any]:
    """Make a container, with the image pulled where it is missing, and return the engine's answer."""
    platform = setting(arguments, "platform")
    if when == "always":
        yield from pull(caller, image, platform=platform, auth=auth)
    try:
        return (yield from _made(caller, arguments))
    except NotFound as error:
        if when != "missing" or is_id(image) or not says(caller.api, error, "no-image"):
            raise
    yield from pull(caller, image, platform=platform, auth=auth)
    return (yield from _made(caller, arguments))


def _made(caller: Caller, arguments: Mapping[str, Any]) -> Conversation[Any]:
    name = None if setting(arguments, "name") else f"dynclient-{secrets.token_hex(6)}"
    asked = {**arguments, "name": name} if name else arguments
    try:
        made = yield from caller.call("ContainerCreate", (), asked)
    except (APIError, InvalidArguments, ConnectionFailed):
        raise
    except BaseException as error:
        # The engine may make it all the same; by a name of ours it is found, by another's it might be another's.
        if name:
            yield from discarded_late(caller, name, error)
        raise
    told(made, str, "Id")
    return made


def _attached(caller: Caller, container: str, image: str, arguments: Mapping[str, Any]) -> Conversation[Attached]:
    """Attach to a container and start it; nothing that it writes or does is missed."""
    has_input = bool(setting(arguments, "OpenStdin"))
    ways = {"stream": True, "stdout": True, "stderr": True, "stdin": has_input}
    duplex = yield from caller.open("ContainerAttach", (container,), ways)
    waiting = None
    try:
        if has_input:
            input_of(duplex, "ContainerAttach")
        if "condition" in caller.api.operations["ContainerWait"].by_name:
            # Headers come when the wait is registered; "removed" comes after the end, so that nothing is left then.
            until = "removed" if setting(arguments, "HostConfig", "AutoRemove") else "next-exit"
            waiting = yield from caller.open("ContainerWait", (container,), {"condition": until})
        yield from caller.call("ContainerStart", (container,), {})
        if waiting is None:  # before 1.30 there is no condition, and one that does not run has ended
            waiting = yield from caller.open("ContainerWait", (container,), {})
    except BaseException:
        for stream in filter(None, (duplex, waiting)):
            yield closing(stream)
        raise
    return Attached(container, f"{image} ({container[:12]})", duplex, waiting, has_input)


# --- execute ---------------------------------------------------------------------------------------


def execute(
    caller: Caller,
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
    """Run a command in a running container; see `Client.execute`."""
    if detach and stdin is not None:
        raise InvalidArguments(
            "execute", [ArgumentError("detach", "leaves the command to itself, so that there is no stdin")]
        )
    feed = feed_of(stdin, tty=tty, awaited=is_async(caller), recipe="execute")
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
    exec_id = told((yield from caller.call("ContainerExec", (container,), _said(asked))), str, "Id")
    if detach:
        yield from caller.call("ExecStart", (exec_id,), {"Detach": True, "Tty": tty})
        return (yield from caller.call("ExecInspect", (exec_id,), {}))  # type: ignore[no-any-return]
    duplex = yield from caller.open("ExecStart", (exec_id,), {"Detach": False, "Tty": tty})
    frames = yield from output_of(duplex, feed, "ExecStart")
    output = Output(frames, (yield from _exit_of(caller, exec_id)))
    if check:
        check_exit(f"the command in {container}", output)
    return output


def _said(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given at all: an older document need not know the rest."""
    return {name: value for name, value in arguments.items() if value is not None}


def _short(name: str, form: Callable[[Any], Any], value: Any) -> Any:
    try:
        return form(value)
    except ValueError as error:
        raise InvalidArguments("execute", [ArgumentError(name, str(error))]) from None


def _exit_of(caller: Caller, exec_id: str) -> Conversation[int | None]:
    """Return how a command ended; one that has closed its output may go on, one that is gone says nothing."""
    try:
        found = yield from caller.call("ExecInspect", (exec_id,), {})
        if told(found, bool, "Running"):
            found = yield from _ended(caller, exec_id, told(found, str, "ContainerID"))
    except NotFound:
        return None
    return None if found.get("ExitCode") is None else told(found, int, "ExitCode")


def _ended(caller: Caller, exec_id: str, container: str) -> Conversation[Any]:
    """Wait for the end of a command by the engine's events."""
    filters = {"container": [container], "event": ["exec_die", "die"]}
    found: Any = {"Running": True}

    def over() -> Conversation[bool]:
        nonlocal found
        found = yield from caller.call("ExecInspect", (exec_id,), {})
        return not told(found, bool, "Running")

    while found["Running"]:
        yield from next_event(caller, filters, over)
        if found["Running"]:
            yield from over()
    return found


# --- pull and push ---------------------------------------------------------------------------------


def pull(caller: Caller, image: str, *, platform: str | None = None, auth: Any = None) -> Conversation[Result]:
    """Pull one image; see `Client.pull`."""
    reference = Reference.parse(image, "pull")
    asked = {"fromImage": reference.name, "tag": reference.version, "platform": platform, "X-Registry-Auth": auth}
    yield from caller.call("ImageCreate", (), _said(asked))
    return (yield from caller.call("ImageInspect", (str(reference),), {}))  # type: ignore[no-any-return]


def push(caller: Caller, name: str, *, tag: str | None = None, auth: Any = None) -> Conversation[Result]:
    """Push one image; see `Client.push`."""
    reference = Reference.parse(name, "push")
    problem = "has a digest, which is not what is pushed; expected a tag" if reference.digest else ""
    if tag is not None and reference.tag:
        problem = f"has the tag {reference.tag}, and tag= is given too; give one of them"
    if problem:
        raise InvalidArguments("push", [ArgumentError("name", problem)])
    reference = reference if tag is None else reference._replace(tag=tag)
    yield from caller.call("ImagePush", (reference.name,), _said({"tag": reference.version, "X-Registry-Auth": auth}))
    return (yield from caller.call("ImageInspect", (str(reference),), {}))  # type: ignore[no-any-return]
