"""What a client does with containers in several calls, as methods; what they do is in `recipes`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from dynclient.client.recipes.calling import Calling, exact

if TYPE_CHECKING:
    import re
    from datetime import timedelta

    from dynclient.client.progress import Progress

# What the calls return, by the name of what a `Client` returns; an `AsyncClient` has it awaited.
_Output = TypeVar("_Output")
_Running = TypeVar("_Running")
_Container = TypeVar("_Container")
_Result = TypeVar("_Result")
_Archive = TypeVar("_Archive")
_Path = TypeVar("_Path")
_None = TypeVar("_None")


class ContainerRecipes(Calling, Generic[_Output, _Running, _Container, _Result, _Archive, _Path, _None]):
    """Containers: run and made, talked with, copied to and from, waited for."""

    @overload
    def run(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        stdin: Any = None,
        detach: Literal[False] = False,
        stream: Literal[False] = False,
        check: bool | None = None,
        remove: bool = True,
        pull: str = "missing",
        auth: Any = None,
        name: str | None = None,
        platform: str | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        ports: Mapping[Any, Any] | Sequence[Any] | None = None,
        volumes: Mapping[Any, Any] | Sequence[Any] | None = None,
        network: str | None = None,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        memory: int | str | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        entrypoint: str | Sequence[str] | None = None,
        tty: bool | None = None,
        auto_remove: bool | None = None,
        **create: Any,
    ) -> _Output: ...
    @overload
    def run(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        stdin: Any = None,
        detach: Literal[False] = False,
        stream: Literal[True],
        check: bool | None = None,
        remove: bool = True,
        pull: str = "missing",
        auth: Any = None,
        name: str | None = None,
        platform: str | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        ports: Mapping[Any, Any] | Sequence[Any] | None = None,
        volumes: Mapping[Any, Any] | Sequence[Any] | None = None,
        network: str | None = None,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        memory: int | str | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        entrypoint: str | Sequence[str] | None = None,
        tty: bool | None = None,
        auto_remove: bool | None = None,
        **create: Any,
    ) -> _Running: ...
    @overload
    def run(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        stdin: Any = None,
        detach: Literal[True],
        stream: Literal[False] = False,
        check: bool | None = None,
        remove: bool = True,
        pull: str = "missing",
        auth: Any = None,
        name: str | None = None,
        platform: str | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        ports: Mapping[Any, Any] | Sequence[Any] | None = None,
        volumes: Mapping[Any, Any] | Sequence[Any] | None = None,
        network: str | None = None,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        memory: int | str | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        entrypoint: str | Sequence[str] | None = None,
        tty: bool | None = None,
        auto_remove: bool | None = None,
        **create: Any,
    ) -> _Container: ...
    @overload
    def run(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        stdin: Any = None,
        detach: bool = False,
        stream: bool = False,
        check: bool | None = None,
        remove: bool = True,
        pull: str = "missing",
        auth: Any = None,
        name: str | None = None,
        platform: str | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        ports: Mapping[Any, Any] | Sequence[Any] | None = None,
        volumes: Mapping[Any, Any] | Sequence[Any] | None = None,
        network: str | None = None,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        memory: int | str | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        entrypoint: str | Sequence[str] | None = None,
        tty: bool | None = None,
        auto_remove: bool | None = None,
        **create: Any,
    ) -> _Output | _Running | _Container: ...
    def run(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        stdin: Any = None,
        detach: bool = False,
        stream: bool = False,
        check: bool | None = None,
        remove: bool = True,
        pull: str = "missing",
        auth: Any = None,
        name: str | None = None,
        platform: str | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        ports: Mapping[Any, Any] | Sequence[Any] | None = None,
        volumes: Mapping[Any, Any] | Sequence[Any] | None = None,
        network: str | None = None,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        memory: int | str | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        entrypoint: str | Sequence[str] | None = None,
        tty: bool | None = None,
        auto_remove: bool | None = None,
        **create: Any,
    ) -> Any:
        """Run a command in a new container, and return what it writes.

        An error, Ctrl-C, a cancellation or a time-out leaves no container behind.

        Args:
            image: the image; it is pulled where it is missing.
            command: its words, or a text that is split as a shell splits it, but run by none: for a pipeline write
                `["sh", "-c", "ls | wc -l"]`. The image's own if None.
            stdin: bytes, text, a file open for reading, a `Path`, or an iterator of bytes or text, sync or async.
            detach: whether the container is left to itself: its inspection is returned, and it is not removed, but at
                the end of `with` (`async with`), if that is used.
            stream: whether the output is given live, as an open `Running`.
            check: whether an exit code other than 0 is an error; None: yes, but not where `stream` is true.
            remove: whether the container is removed at its end; one that does not come to its end always is.
            pull: `missing`, `always` or `never`.
            auth: credentials for the pull, such as `{"username": …, "password": …}`; as for `pull` if None.
            name, platform: of the container, and of the image.
            env: `{"NAME": "value"}`, where None takes one of the image's away, or a list of `NAME=value`.
            ports: `{80: 8080, "53/udp": ("127.0.0.1", 5353), 443: None}` (None: a free one), ranges
                (`{80: "8080-8090"}`: a free one of these), or a list of `8080:80` and `127.0.0.1:8080:80`. Without an
                address it is every one of the host's.
            volumes: `{"/host": "/inside", "name": {"bind": "/inside", "mode": "ro"}}`, or a list of `/host:/inside:ro`
                and `(from, inside, mode)`. A `Path` is a directory of this machine.
            network: the network's name, or `none`, `host`, `container:…`.
            user: a name or number, with a group after a colon or without.
            workdir: the directory to run in.
            memory: bytes, or a text such as `64m` or `1.5g`.
            labels: a dict, or a list of `name=value`.
            entrypoint: in place of the image's own; an empty text for none.
            tty: whether there is a terminal; standard error is then not told apart.
            auto_remove: whether the engine removes the container itself, even if this program is gone.
            create: any parameter or property of ContainerCreate, such as `host_config={…}` or `stop_signal="SIGINT"`.

        Returns:
            An `Output` with its `exit_code`; a container's inspection if detached, with `port(80)` for where a port
            is reached; a `Running` if streamed.

        Raises:
            ContainerFailed: it ended with another exit code than 0: `exit_code`, `output`.
            InvalidArguments: with everything that is wrong.
            APIError: the engine refused, or does not know the image.
            StreamError: the output was cut, or the engine could not report the end; `partial` has the `Output` so far.

        Example:
            >>> from dynclient import Client
            >>> def greeting(client: Client) -> str:
            ...     return client.run("busybox", ["echo", "hello"]).text
            >>> def page(client: Client) -> str:
            ...     with client.run("nginx", detach=True, ports={80: None}) as web:
            ...         client.wait_for(web, port=80, timeout=30)
            ...         return httpx.get(f"http://{web.port(80)}/").text
        """
        given: dict[str, Any] = {
            "name": name,
            "platform": platform,
            "env": env,
            "ports": ports,
            "volumes": volumes,
            "network": network,
            "user": user,
            "workdir": workdir,
            "memory": memory,
            "labels": labels,
            "entrypoint": entrypoint,
            "tty": tty,
            "auto_remove": auto_remove,
            **create,
        }
        how: dict[str, Any] = {"detach": detach, "check": check, "remove": remove, "pull": pull, "auth": auth}
        how |= {"stdin": stdin, "stream": stream}
        return self._recipe("run", image, command, _enter=stream or detach, **how, **given)

    def create(
        self,
        image: str,
        command: str | Sequence[str] | None = None,
        *,
        pull: str = "missing",
        auth: Any = None,
        **create: Any,
    ) -> _Container:
        """Make a container without starting it, and return its inspection.

        It stays, but for `with` (`async with`), at whose end it is removed.

        Args:
            image: the image; it is pulled where it is missing.
            command: as for `run`.
            pull, auth: as for `run`.
            create: the other short forms of `run` that say what the container is, such as `ports`, `volumes`, `env`,
                `memory` and `name`, and any parameter or property of ContainerCreate.

        Raises:
            InvalidArguments: with everything that is wrong.
            APIError: the engine refused, or does not know the image.

        Example:
            >>> from dynclient import Client
            >>> def report(client: Client) -> str:
            ...     with client.create("busybox", "cat /in", env={"LANG": "C"}) as container:
            ...         client.copy_to(container.Id, "notes.txt", "/in")
            ...         client.container.start(container.Id)
            ...         client.wait_for(container.Id, "exited", timeout=60)
            ...         return client.container.logs(container.Id, stdout=True).text
        """
        return self._recipe("create", image, command, _enter=True, pull=pull, auth=auth, **create)  # type: ignore[no-any-return]

    @overload
    def execute(
        self,
        container: str,
        command: str | Sequence[str],
        *,
        stdin: Any = None,
        tty: bool = False,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        privileged: bool = False,
        detach: Literal[False] = False,
        check: bool = False,
    ) -> _Output: ...
    @overload
    def execute(
        self,
        container: str,
        command: str | Sequence[str],
        *,
        stdin: Any = None,
        tty: bool = False,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        privileged: bool = False,
        detach: Literal[True],
        check: bool = False,
    ) -> _Result: ...
    @overload
    def execute(
        self,
        container: str,
        command: str | Sequence[str],
        *,
        stdin: Any = None,
        tty: bool = False,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        privileged: bool = False,
        detach: bool = False,
        check: bool = False,
    ) -> _Output | _Result: ...
    @exact
    def execute(
        self,
        container: str,
        command: str | Sequence[str],
        *,
        stdin: Any = None,
        tty: bool = False,
        user: str | int | None = None,
        workdir: str | os.PathLike[str] | None = None,
        env: Mapping[str, Any] | Sequence[str] | None = None,
        privileged: bool = False,
        detach: bool = False,
        check: bool = False,
    ) -> Any:
        """Run a command in a running container, and return what it writes.

        Args:
            container: its name or id.
            command, stdin, tty, user, workdir, env: as for `run`.
            privileged: whether it has all rights.
            detach: whether it is left to itself: its inspection is returned.
            check: whether an exit code other than 0 is an error.

        Returns:
            An `Output` with its `exit_code`.

        Raises:
            ContainerFailed: with `check`, it ended with another exit code than 0.
            Conflict: the container does not run.
        """
        how: dict[str, Any] = {"stdin": stdin, "tty": tty, "user": user, "workdir": workdir, "env": env}
        how |= {"privileged": privileged, "detach": detach, "check": check}
        return self._recipe("execute", container, command, **how)

    @exact
    def copy_to(
        self,
        container: str,
        source: Any,
        path: str,
        *,
        follow_link: bool = False,
        progress: Progress | EllipsisType = ...,
    ) -> _None:
        """Copy a file, a directory or content into a container.

        Paths go as `docker cp` has them: modes, owners and times are kept. Content belongs to root, with the mode 0644.

        Args:
            container: its name or id; it need not run.
            source: a path here, as a str or a `Path`; what is in a directory goes without it where a str ends with `/.`
                (a `Path` cannot). Or content: bytes, a file open for reading or an iterator of bytes, sync or async;
                or files by name, `{"app.conf": "text", "run.sh": ("#!/bin/sh", 0o755), "data": Path(…)}`.
            path: a directory that is there, or what the copy is to be called; a link there is followed. For content,
                the file's own path; for files by name, the directory that they go into, made where it is missing.
            follow_link: whether a source that is a link is followed.
            progress: as for `pull`.

        Raises:
            InvalidArguments: a directory onto a file, or a file into a directory that is not there.
            NotFound: no such container, or no such directory in it.
            OSError: the source cannot be read.

        Example:
            >>> from dynclient import Client
            >>> def configured(client: Client) -> None:
            ...     client.copy_to("web", b"port = 80", "/etc/app.conf")
            ...     client.copy_to("web", {"a.txt": "a", "sub/run.sh": ("#!/bin/sh", 0o755)}, "/srv")
        """
        return self._recipe("copy_to", container, source, path, follow_link=follow_link, progress=progress)  # type: ignore[no-any-return]

    @overload
    def copy_from(
        self,
        container: str,
        path: str,
        destination: None = None,
        *,
        follow_link: bool = False,
        progress: Progress | EllipsisType = ...,
    ) -> _Archive: ...
    @overload
    def copy_from(
        self,
        container: str,
        path: str,
        destination: str | os.PathLike[str],
        *,
        follow_link: bool = False,
        progress: Progress | EllipsisType = ...,
    ) -> _Path: ...
    @overload
    def copy_from(
        self,
        container: str,
        path: str,
        destination: str | os.PathLike[str] | None = None,
        *,
        follow_link: bool = False,
        progress: Progress | EllipsisType = ...,
    ) -> _Archive | _Path: ...
    @exact
    def copy_from(
        self,
        container: str,
        path: str,
        destination: str | os.PathLike[str] | None = None,
        *,
        follow_link: bool = False,
        progress: Progress | EllipsisType = ...,
    ) -> Any:
        """Copy a file or a directory out of a container, as `docker cp` does, and return the `Path` where it stands.

        Without a destination nothing is written: the `Archive` is returned, whose `content()`, `text()` and `members()`
        read what is in it.

        Permissions, times and links are kept; owners and set-uid bits are not. Nothing is written outside of the copy,
        and nothing through a link in it.

        Args:
            container: its name or id; it need not run.
            path: in the container; what is in a directory comes without it where this ends with `/.`.
            destination: a directory that is there, or what the copy is to be called; None for the `Archive`.
            follow_link: whether a path that is a link is followed.
            progress: as for `pull`.

        Raises:
            InvalidArguments: a directory onto a file, or a file into a directory that is not there.
            NotFound: no such container, or no such path in it.
            StreamError: the archive was cut, or has what may not be written.
            OSError: a file cannot be written.

        Example:
            >>> from dynclient import Client
            >>> def hosts(client: Client) -> str:
            ...     return client.copy_from("web", "/etc/hosts").text()
        """
        return self._recipe("copy_from", container, path, destination, follow_link=follow_link, progress=progress)

    @exact
    def wait_for(
        self,
        container: str | Mapping[str, Any],
        state: str | None = None,
        *,
        text: str | re.Pattern[str] | None = None,
        port: int | str | None = None,
        timeout: float | timedelta | None = None,
    ) -> _Result:
        """Wait until a container is in a state, has written a text or takes connections, and return its inspection.

        It is told by the engine's events and logs, without polling, but for a port. Of a container that removes itself
        at its end the inspection is the last one, with the state and exit code in the event.

        Args:
            container: its name or id, or what `create`, `run(detach=True)` or an inspection returned.
            state: `healthy`, `running` or `exited`; `running` if neither this nor `text` nor `port` is given.
            text: what stands in a line of its log, or a compiled pattern that is found in one; what an earlier start
                wrote does not count.
            port: a port inside, such as 80, that is published and has somebody who listens.
            timeout: seconds, or a `timedelta`, or None for ever.

        Raises:
            RequestTimeout: it is not in time; the message says what was seen last.
            ContainerFailed: it has ended, and so does not come to it.
            DynclientError: it has no healthcheck that could make it healthy.
            NotFound: it is not there, or removed meanwhile.
            InvalidArguments: the port is not published, or what is waited for cannot be understood.

        Example:
            >>> from dynclient import Client
            >>> def database(client: Client) -> str:
            ...     made = client.run("postgres", detach=True, env={"POSTGRES_PASSWORD": "x"}, ports={5432: None})
            ...     client.wait_for(made, text="ready to accept connections", timeout=60)
            ...     return str(made.port(5432))
        """
        return self._recipe("wait_for", container, state, text=text, port=port, timeout=timeout)  # type: ignore[no-any-return]
