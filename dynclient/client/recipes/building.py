"""Building an image by the engine's classic builder: one call, and what its messages say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.result import Result, ResultList
from dynclient.api.call.packing import dropped
from dynclient.client.conversation import Conversation
from dynclient.client.recipes.build_context import Context, buildkit_hint, context_of
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.shorthand import environment, labels, size, spelled
from dynclient.document.drawn import Drawn
from dynclient.document.legible import one_line
from dynclient.document.names import fold
from dynclient.document.pickled import reduced
from dynclient.engine.reach.credentials import by_server
from dynclient.errors import ArgumentError, BadRequest, InvalidArguments, StreamError

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller


@dataclass(frozen=True, repr=False)
class Built(Drawn):
    """An image that was built.

    Attributes:
        id: its id, `sha256:…`.
        image: its inspection.
        messages: what the builder said.
    """

    id: str
    image: Result
    messages: ResultList

    @property
    def text(self) -> str:
        """What the builder and the commands wrote."""
        return _said(self.messages)

    def __repr__(self) -> str:
        tags = self.image.get("RepoTags") or "untagged"
        named = one_line(", ".join(map(str, tags)) if isinstance(tags, list) else str(tags))
        return f"<Built {self.id.removeprefix('sha256:')[:12]}, {named}: {len(self.messages)} messages>"

    __reduce__ = reduced


def build(
    caller: Caller, source: Any = None, *, tag: Any = None, dockerfile: Any = None, auth: Any = None, **given: Any
) -> Conversation[Built]:
    """Build an image; see `Client.build`."""
    if auth is not None:
        given["X-Registry-Config"] = by_server(auth)
    if str(given.get("version")) == "2":
        raise InvalidArguments("build", [ArgumentError("version", "is BuildKit's, which is not spoken here")])
    given = _proxied(caller, _understood(given))
    context = context_of(source, dockerfile)
    if context.remote is not None and given.get("remote") is not None:
        raise InvalidArguments("build", [ArgumentError("remote", "is given beside the source; give one of them")])
    if context.content is None and context.remote is None and given.get("remote") is None:
        raise InvalidArguments("build", [*_unknown(caller, given), _missing(dockerfile)])
    messages = yield from _built(caller, context, {"t": tag, "forcerm": True, **given})
    built = _image_id(messages)
    image = yield from caller.call("ImageInspect", (built,), {})
    return Built(told(image, str, "Id"), image, messages)


def _built(caller: Caller, context: Context, given: Mapping[str, Any]) -> Conversation[ResultList]:
    asked = {"dockerfile": context.dockerfile, **given}
    if context.remote is not None:
        asked["remote"] = context.remote
    # None stands for not given; an older document need not know the name.
    asked = {name: value for name, value in asked.items() if value is not None}
    if context.content is not None:
        asked["body"] = context.content
    try:
        return (yield from caller.call("ImageBuild", (), asked))  # type: ignore[no-any-return]
    except StreamError as error:
        error.message = f"{error.message}{buildkit_hint(error.message)}{_last_words(error.partial)}"
        raise
    except BadRequest as error:
        if hint := buildkit_hint(error.message):
            told: dict[str, Any] = {"status": error.status, "operation": error.operation, "response": error.response}
            raise BadRequest(error.message + hint, **told) from error
        raise
    finally:
        dropped(context.content)


# --- arguments


def _hosts(value: Any) -> Any:
    return [f"{name}:{address}" for name, address in value.items()] if isinstance(value, Mapping) else value


def _values(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return value
    pairs = [variable.partition("=") for variable in environment(value)]
    return {name: content if equals else None for name, equals, content in pairs}


# What `run` understands is understood here, under the names that ImageBuild has.
_FORMS: dict[str, Callable[[Any], Any]] = {
    "labels": labels,
    "buildargs": _values,
    "memory": size,
    "memswap": size,
    "shmsize": size,
    "cachefrom": lambda value: [value] if isinstance(value, str) and not value.startswith("[") else value,
    "extrahosts": _hosts,
}
# What other clients call it, and how it is said here.
_ELSEWHERE = {
    "path": "is the first argument here: client.build('DIR')",
    "fileobj": "is said otherwise here: client.build(dockerfile=FILE.read()), or a tar as the first argument",
    "custom_context": "is not needed here: a tar is the first argument",
    "context": "is the first argument here: client.build('DIR')",
    "tags": "is called tag here, and takes a list, too",
    "file": "is called dockerfile here",
}


def _understood(given: Mapping[str, Any]) -> dict[str, Any]:
    made, errors = dict(given), []
    for name, value in given.items():
        form = _FORMS.get(fold(name))
        if name in _ELSEWHERE and value is not None:
            errors.append(ArgumentError(name, _ELSEWHERE[name], "unknown"))
        elif form is not None and value is not None:
            try:
                made[name] = form(value)
            except ValueError as error:
                errors.append(ArgumentError(name, str(error)))
    if errors:
        raise InvalidArguments("build", errors)
    return made


def _proxied(caller: Caller, given: dict[str, Any]) -> dict[str, Any]:
    """Return a build's arguments with the proxies of config.json among its build arguments, as `docker build` does."""
    key = spelled(given, "buildargs") or "buildargs"
    values = given.get(key) or {}
    if not isinstance(values, Mapping):  # ready JSON is the caller's own
        return given
    made = caller.proxied(values)
    return {**given, key: {**values, **made}} if made else given


def _unknown(caller: Caller, given: Mapping[str, Any]) -> list[ArgumentError]:
    """Return what else is wrong with a build that has no source."""
    try:
        caller.bound("ImageBuild", (), {**given, "body": b""})
    except InvalidArguments as error:
        return list(error.errors)
    return []


def _missing(dockerfile: Any) -> ArgumentError:
    hint = ""
    if isinstance(dockerfile, str) and re.match(r"\s*(FROM|ARG)\s", dockerfile, re.IGNORECASE):
        hint = "; a Dockerfile's text has a line's end in it, or is bytes"
    return ArgumentError("source", f"is missing; expected a directory, files or a tar{hint}", "missing")


# --- what is said


def _said(messages: Any) -> str:
    return "".join(str(message.get("stream") or "") for message in messages if isinstance(message, Mapping))


def _last_words(messages: Any) -> str:
    """Return the end of what the failed step wrote, without what would steer a terminal."""
    from dynclient.document.legible import unsteered

    # Each line by itself: the engine has what a step writes to its standard error in red.
    *_, last = _said(messages if isinstance(messages, list) else ()).rpartition("\nStep ")
    lines = [unsteered(line) for line in last.split("\n")[1:]]
    kept = [line for line in lines if line.strip() and not line.startswith(" ---> ")]
    return "".join(f"\n  {line[:200]}" for line in kept[-10:])


def _image_id(messages: ResultList) -> str:
    for message in filter(lambda each: isinstance(each, Mapping), reversed(messages)):
        aux, said = message.get("aux"), str(message.get("stream") or "").strip()
        if isinstance(aux, Mapping) and aux.get("ID"):
            return str(aux["ID"])
        if said.startswith("sha256:"):  # all that a quiet build says
            return said
    raise StreamError("the build ended without an image's id", partial=messages, operation="ImageBuild")
