"""Names that are shown are accepted: in signatures, stubs, help and completion, of every document here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client
from dynclient.api.public import Api, Operation
from dynclient.document import load
from dynclient.document.names import fold, snake
from dynclient.faces.pages.stubs import stub
from dynclient.faces.terminal.complete import candidates
from dynclient.faces.terminal.parsing import UsageError, arguments_of

HERE = Path(__file__).parent
NAMES = HERE / "others" / "names.yaml"


def documents() -> list[Path]:
    found = [path for folder in ("others", "corpus") for path in (HERE / folder).glob("*.*")]
    return sorted(path for path in found if re.search(r'^ *"?(openapi|swagger)"?:', path.read_text(), re.MULTILINE))


def taken(operation: Operation, name: str) -> str | None:
    return operation.spellings.get(name) or operation.spellings.get(fold(name))


def shown(api: Api) -> Iterator[tuple[Operation, list[str]]]:
    """Yield each operation's names in its signature, its help and its stub."""
    calls = {
        node.name: [each.arg for each in (*made.args.args[1:], *made.args.kwonlyargs)]
        for node in ast.parse(stub(api)).body
        if isinstance(node, ast.ClassDef)
        for made in node.body
        if isinstance(made, ast.FunctionDef) and made.name == "__call__"
    }
    assert calls or not api.operations
    by_names = {tuple(names) for names in calls.values()}
    for operation in api.operations.values():
        names = list(operation.signature.parameters)
        assert tuple(names) in by_names  # a stub has the signature's names
        told = re.findall(r"^ {4}([^\s(:]+)(?: \(|:)", section(operation.help()), re.MULTILINE)
        yield operation, [*names, *told]


def section(text: str) -> str:
    """Return the section Arguments of help."""
    after = re.split(r"^Arguments:\n", f"{text}\n", maxsplit=1, flags=re.MULTILINE)[-1]
    return re.split(r"^\S", after, maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_name_that_is_shown_is_taken(path: Path) -> None:
    for operation, names in shown(Api(load(path))):
        if operation.choices:  # an option of the call
            names = [name for name in names if name != "content_type"]
        assert [name for name in names if taken(operation, name) is None] == []
        # A spelling of several published names means the one that is shown.
        own = {name: taken(operation, name) for name in operation.signature.parameters if name in names}
        assert {name: snake(found or "") for name, found in own.items()} == {name: name for name in own}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_flag_that_is_completed_is_taken(path: Path) -> None:
    api = Api(load(path))
    for operation in api.operations.values():
        for word, _ in candidates(["--spec", str(path), operation.id], "--"):
            name = word.removeprefix("--")
            if word.startswith("--no-") or name not in operation.arguments:
                continue
            try:
                given = arguments_of(operation, [f"{word}={{}}"])
            except UsageError:  # it is of bytes
                given = arguments_of(operation, [f"{word}=@{__file__}"])
            assert list(given.arguments) == [name]


def client(**settings: Any) -> Client:
    return Client("http://127.0.0.1:1", spec=NAMES, **settings)


def test_names_with_signs_are_given_by_their_letters() -> None:
    request = client().build_request(
        "Items.Get",
        "a",
        top=5,
        filter="x",
        filter_name="n",
        ids=["1"],
        a_b="c",
        class_="k",
        _2fa=True,
        页码=2,
        **{"*": "s"},
    )
    assert dict(request.url.params) == {
        "$top": "5",
        "$filter": "x",
        "filter[name]": "n",
        "ids[]": "1",
        "a:b": "c",
        "class": "k",
        "2fa": "true",
        "页码": "2",
        "*": "s",
    }


def test_names_with_signs_are_given_by_their_letters_inside_a_body_too() -> None:
    request = client().build_request("72e0c2_make", "a", type="t", odata_etag="e", имя_файла="f", inner={"id": "i"})
    assert request.read().decode() == '{"@type":"t","odata.etag":"e","имяФайла":"f","inner":{"@id":"i"}}'


def test_of_two_names_of_the_same_letters_the_signature_shows_the_plain_one() -> None:
    request = client().build_request("ИзменитьЗаказ", "a", top="x", **{"$top": 5})
    assert dict(request.url.params) == {"top": "x", "$top": "5"}


def test_groups_and_methods_are_reached_in_any_script_and_with_digits_first() -> None:
    api = client()
    assert {name: list(methods) for name, methods in api.api.groups.items()} == {
        "_3_d_secure": ["items_get"],
        "用户管理": ["_72e0c2_make"],
        "заказы": ["изменить_заказ"],
    }
    methods = [api._3_d_secure.items_get, api.用户管理._72e0c2_make, api.заказы.изменить_заказ]
    assert [method.operation.id for method in methods] == ["Items.Get", "72e0c2_make", "ИзменитьЗаказ"]
    assert {"_3_d_secure", "用户管理", "заказы"} <= set(dir(api))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("用户", ["72e0c2_make"]), ("заказ", ["ИзменитьЗаказ"]), ("имя", ["72e0c2_make"]), ("页码", ["Items.Get"])],
)
def test_operations_are_found_in_any_script(text: str, expected: list[str]) -> None:
    assert [operation.id for operation in client().find(text)] == expected
