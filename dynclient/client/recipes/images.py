"""What a client does with images and their registries in several calls, as methods; what they do is in `recipes`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dynclient.client.recipes.calling import Calling, exact

if TYPE_CHECKING:
    from dynclient.client.progress import Progress

# As in `containers`.
_Result = TypeVar("_Result")
_Built = TypeVar("_Built")
_None = TypeVar("_None")


class ImageRecipes(Calling, Generic[_Result, _Built, _None]):
    """Images: built, pulled and pushed, by whoever is logged in."""

    def build(
        self,
        source: Any = None,
        *,
        tag: str | Sequence[str] | None = None,
        dockerfile: str | bytes | os.PathLike[str] | None = None,
        buildargs: Mapping[str, str | None] | Sequence[str] | None = None,
        labels: Mapping[str, str] | Sequence[str] | None = None,
        target: str | None = None,
        platform: str | None = None,
        nocache: bool | None = None,
        pull: bool | None = None,
        auth: Mapping[str, Any] | None = None,
        progress: Progress | EllipsisType = ...,
        **build: Any,
    ) -> _Built:
        """Build an image by the engine's classic builder.

        Args:
            source: a directory's path, of which .dockerignore leaves out what `docker build` would; files by name,
                `{"Dockerfile": "FROM …", "app.py": b"…", "run.sh": ("…", 0o755), "data": Path(…)}`, whose times are one
                day of 1980, so that the engine's cache holds; a tar, as its path, bytes, a file open for reading or an
                iterator; what the engine fetches itself, `https://….git`; or None, where the Dockerfile is all.
            tag: a name for the image, or several.
            dockerfile: a path in the context, or one outside of it; or the text itself, as bytes or as a str that has a
                line's end in it. `Dockerfile` if None.
            buildargs: values for the Dockerfile's ARGs, a dict or a list of `name=value`.
            labels: labels for the image, a dict or a list of `name=value`.
            target: the stage to stop at.
            platform: such as `linux/amd64`.
            nocache: whether every step is made anew.
            pull: whether newer base images are looked for.
            auth: credentials for the registries of base images, `{"registry.example": {"username": …, "password": …}}`;
                those that the client has, and those of config.json, if None.
            progress: as for `pull`; `progress=print` shows the builder's words as they come.
            build: any other parameter of ImageBuild, such as `networkmode="none"`; `memory="64m"`, `cachefrom="name"`
                and `extrahosts={"name": "address"}` are understood as `run` understands them.

        Returns:
            A `Built`: `id`, `image` (its inspection), `messages`, `text`.

        Raises:
            StreamError: a step failed: with the end of its output, and all messages in `partial`.
            Unauthorized: a registry wants credentials, or refuses those that were sent.
            BadRequest: the Dockerfile cannot be read.
            InvalidArguments: with what is wrong, such as a Dockerfile that needs BuildKit.
            OSError: a file of the context cannot be read.
        """
        given = {
            "buildargs": buildargs,
            "labels": labels,
            "target": target,
            "platform": platform,
            "nocache": nocache,
            "pull": pull,
            "auth": auth,
            "progress": progress,
            **build,
        }
        return self._recipe("build", source, tag=tag, dockerfile=dockerfile, **given)  # type: ignore[no-any-return]

    @exact
    def login(
        self, username: str, password: str, serveraddress: str | None = None, *, email: str | None = None
    ) -> _None:
        """Have the engine check credentials for a registry, and keep them in memory for the calls that ask it.

        Clients made by `with_options` share them, whichever of them logs in. Nothing is written to config.json.

        Args:
            username, password: the credentials; where the registry gives a token for them, that is kept instead.
            serveraddress: the registry, such as `registry.example:5000`; Docker Hub if None.
            email: for old registries.

        Raises:
            Unauthorized: the registry refuses them; nothing is kept.
            APIError: the registry cannot be asked.
        """
        return self._recipe("login", username, password, serveraddress, email=email)  # type: ignore[no-any-return]

    @exact
    def pull(
        self, image: str, *, platform: str | None = None, auth: Any = None, progress: Progress | EllipsisType = ...
    ) -> _Result:
        """Pull one image, and return its inspection.

        Args:
            image: `name`, `name:tag` or `name@sha256:…`; without a tag it is `latest`, never all of them.
            platform: such as `linux/arm64`; the engine's own if None.
            auth: credentials, such as `{"username": …, "password": …}`; those of `login`, of the client's `auth` and of
                config.json, for the registry that the image names, if None.
            progress: who is shown how far it is, for this call alone: True, False, or a function that is given each
                `Step`; as for `Client`, and as the client has it if left out.

        Raises:
            Unauthorized: the registry wants credentials, or refuses those that were sent.
            CredentialsError: the store of its credentials cannot be read.
            NotFound: the registry has no such image, or does not show it.
            StreamError: the pull failed.

        Example:
            >>> from dynclient import Client
            >>> def digest(client: Client) -> str:
            ...     return client.pull("busybox:1.36", progress=False).RepoDigests[0]
        """
        return self._recipe("pull", image, platform=platform, auth=auth, progress=progress)  # type: ignore[no-any-return]

    @exact
    def push(
        self, name: str, *, tag: str | None = None, auth: Any = None, progress: Progress | EllipsisType = ...
    ) -> _Result:
        """Push one image, and return its inspection.

        Args:
            name: `name` or `name:tag`; without a tag it is `latest`, never all of them.
            tag: the tag, where it is not in the name.
            auth: credentials; as for `pull`.
            progress: as for `pull`.

        Raises:
            Unauthorized: the registry wants credentials, or refuses those that were sent.
            CredentialsError: the store of its credentials cannot be read.
            StreamError: the push failed, or there is no such image.

        Example:
            >>> from dynclient import Client
            >>> def publish(client: Client) -> None:
            ...     client.push("registry.example:5000/app", tag="1.0", progress=print)
        """
        return self._recipe("push", name, tag=tag, auth=auth, progress=progress)  # type: ignore[no-any-return]
