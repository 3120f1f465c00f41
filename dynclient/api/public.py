"""Operations as users see them, with help and signature; those of a document are made once."""

from __future__ import annotations

import inspect
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

from dynclient.api.model import operation as model
from dynclient.document import Document, default, limits, load


class Operation(model.Operation):
    """An operation of the document, with its help and signature."""

    @cached_property
    def signature(self) -> inspect.Signature:
        """The signature of its method, in snake_case."""
        from dynclient.api.words.help import signature

        return signature(self)

    def help(self, path: str = "") -> str:
        """Describe the operation, its arguments and its answer as text.

        Args:
            path: an argument or a place in one, such as `HostConfig.Mounts`, or in the answer, such as `answer.State`;
                everything if empty.

        Raises:
            InvalidArguments: there is nothing of this name.
        """
        from dynclient.api.words.help import help_text

        return help_text(self, path)


class Operations(model.Operations):
    """The operations of a document by their id."""

    if TYPE_CHECKING:

        def __getitem__(self, operation_id: str) -> Operation: ...


class Api(model.Api):
    """The operations of a document as users see them, by id and by group.

    Args:
        document: the corrected document.
    """

    operations: Operations

    def __init__(self, document: Document) -> None:
        super().__init__(document, Operation)


_apis: dict[str, Api] = {}


def api_of(document: Document) -> Api:
    """Return the operations of a document, made once for all clients."""
    api = _apis.get(document.key)
    if api is None:
        api = _apis[document.key] = Api(document)
        while len(_apis) > limits.APIS:
            _apis.pop(next(iter(_apis)), None)
    return api


def document_of(spec: str | PathLike[str] | None, corrections: str | PathLike[str] | None) -> Document:
    """Return the document for a client's arguments.

    Raises:
        SpecError: it cannot be used.
    """
    return default() if spec is None and corrections is None else load(spec, corrections=corrections)
