"""The stubs: what type checkers say of right and of wrong calls, and that the shipped stub is the document's."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dynclient
from dynclient.__main__ import main
from dynclient.api.public import Api, api_of
from dynclient.document import bundled_path, load
from dynclient.errors import SpecError
from dynclient.faces.pages.stubs import module_name, stub

PACKAGE = Path(dynclient.__file__).parent
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
JSON = "application/json"
Check = Callable[..., list[str]]


def test_the_shipped_stub_is_made_of_the_bundled_document() -> None:
    made = stub(api_of(load(bundled_path())), bundled=True)
    assert (PACKAGE / "typed" / "__init__.pyi").read_text(encoding="utf-8") == made, (
        "due: python -m dynclient stubs --bundled"
    )


def test_the_shipped_stub_is_below_a_megabyte() -> None:
    assert (PACKAGE / "typed" / "__init__.pyi").stat().st_size < 1_000_000


def test_the_command_writes_the_shipped_stub_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "typed" / "__init__.pyi"
    file.parent.mkdir()
    monkeypatch.setattr("dynclient.faces.pages.stubs._bundled_types", lambda: file)
    assert main(["stubs", "--bundled"]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_bytes() == (PACKAGE / "typed" / "__init__.pyi").read_bytes()


def test_at_run_time_the_types_can_be_imported_and_used() -> None:
    from dynclient.typed import ContainerState, HostConfigDict

    assert HostConfigDict(Memory=5) == {"Memory": 5}
    assert ContainerState({"Running": True}).running
    assert (dynclient.typed.Client, dynclient.typed.AsyncClient) == (dynclient.Client, dynclient.AsyncClient)
    with pytest.raises(AttributeError, match="no attribute '_hidden'"):
        dynclient.typed._hidden  # noqa: B018


def test_nothing_of_the_stubs_is_imported_with_the_client() -> None:
    code = "import sys; from dynclient import Client; Client('unix:///x').container.list; print(sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"dynclient.typed", "dynclient.typed._base", "dynclient.faces.pages.stubs"} & set(
        re.findall(r"[\w.]+", modules)
    )


# --- where "go to definition" leads

LANDS = {
    "client.op": ("client.py", "def op"),
    "client.stream": ("client.py", "def stream"),
    "client.run": ("containers.py", "def run"),
    "aclient.op": ("aio.py", "def op"),
    "aclient.stream": ("aio.py", "def stream"),
    "client.container.list": ("__init__.pyi", "list: _ContainerList"),
    "aclient.container.list": ("__init__.pyi", "list: _ContainerList"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("written", "expected"), LANDS.items(), ids=LANDS)
def test_go_to_definition_lands_in_code_or_for_a_groups_method_in_the_bundled_types(
    written: str, expected: tuple[str, str]
) -> None:
    jedi = pytest.importorskip("jedi", reason="the extra slow is not installed: it has jedi")
    script = jedi.Script(
        f"from dynclient import AsyncClient, Client\nclient, aclient = Client(), AsyncClient()\n{written}"
    )
    (found,) = script.goto(3, len(written), follow_imports=True)
    assert (found.module_path.name, found.description.partition("[")[0]) == expected


def test_the_source_of_what_users_call_is_code() -> None:
    for kind in (dynclient.Client, dynclient.AsyncClient):
        for name in ("op", "stream", "run"):
            head, *_, last = inspect.getsource(getattr(kind, name)).strip().splitlines()
            assert f"def {name}(" in head
            assert last.lstrip().startswith("return ")


def test_the_source_of_a_groups_method_is_the_one_function_of_all_operations() -> None:
    for kind in (dynclient.Client, dynclient.AsyncClient):
        client = kind("unix:///x")
        sources = {inspect.getsource(method) for method in (client.container.list, client.image.inspect)}
        assert len(sources) == 1
        assert "self._client.op(self.operation, *args, **arguments)" in sources.pop()


# --- what mypy says


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return a function that has mypy check a script, and returns the marked lines with their errors."""
    pytest.importorskip("mypy", reason="the extra slow is not installed: it has mypy")
    folder = tmp_path_factory.mktemp("mypy")

    def checked(script: str, **environment: str) -> list[str]:
        file = folder / "script.py"
        file.write_text(script, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-error-summary",
            "--no-pretty",
            "--hide-error-context",
        ]
        done = subprocess.run(
            [*command, "--config-file=", f"--cache-dir={folder / 'cache'}", str(file)],
            capture_output=True, text=True, cwd=PACKAGE.parent, env={**os.environ, **environment},
        )  # fmt: skip
        assert done.stderr == ""
        return [line.partition("script.py:")[2] for line in done.stdout.splitlines() if ": error:" in line]

    return checked


GOOD = """
from datetime import timedelta
from pathlib import Path
from typing import Any, assert_type

from dynclient import AsyncClient, Client, Duplex, Frame, Output, Result, ResultList
from dynclient.typed._base import AsyncStreamOf, ListOf, MapOf, StreamOf
from dynclient.typed import ContainerInspectAnswer, ContainerState, EventMessage, HostConfigDict, Port

def containers(client: Client) -> None:
    for container in client.container.list(all=True, filters={"status": "exited", "label": ["a=b"]}):
        assert_type(container.Id, str)
        assert_type(container["Names"], ListOf[str])
        assert_type(container.Ports[0], Port)
        container["Extra"] = 1
    host: HostConfigDict = {"Memory": 64 * 1024**2, "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}
    made = client.container.create(name="web", Image="busybox", Cmd=["sleep", "60"], HostConfig=host)
    client.container.create(name=None, image="busybox", host_config={"RestartPolicy": {"Name": "always"}})
    client.container.create(healthcheck={"Test": ("CMD", "true"), "Interval": timedelta(seconds=5)})
    inspected = client.container.inspect(made.Id)
    assert_type(inspected, ContainerInspectAnswer)
    assert_type(inspected.State.Running, bool)
    assert_type(inspected.state.running, bool)
    assert_type(inspected["State"], ContainerState)
    assert_type(inspected["State"]["ExitCode"], int)
    assert_type(inspected.Config.Labels, MapOf[str])
    assert_type(inspected.Config.Labels["a"], str)
    assert_type(inspected["Undeclared"], Any)
    client.container.put_archive("web", path=Path("/tmp"), body=Path("here"))
    client.container.exec.stream("web")

def streams(client: Client, follow: bool) -> None:
    assert_type(client.container.logs("web", stdout=True), Output)
    assert_type(client.container.logs("web", follow=True), StreamOf[Frame, Output])
    assert_type(client.container.logs("web", follow=follow), Output | StreamOf[Frame, Output])
    with client.container.logs.stream("web", stdout=True, since=timedelta(hours=1)) as logs:
        assert_type([frame.data for frame in logs], list[bytes])
        assert_type(logs.read(), Output)
    assert_type(client.exec.start.stream("x"), Duplex)
    for event in client.system.events():
        assert_type(event, EventMessage)
        assert_type(event.Actor.Attributes["name"], str)
    assert_type(client.system.events(until=0), ListOf[EventMessage])

def by_id(client: Client) -> None:
    assert_type(client.op("ContainerInspect", "web").State.Running, bool)
    assert_type(client.op("ContainerLogs", "web", follow=True), StreamOf[Frame, Output])
    assert_type(client.stream("SystemEvents"), StreamOf[EventMessage, ListOf[EventMessage]])
    assert_type(client.op("NotInThisDocument", whatever=1), Any)
    result: Result = client.container.inspect("web")
    results: ResultList = client.container.list()
    client.service.update("web", version=1, body=client.service.inspect("web").Spec)
    client.op("ContainerCreate", **{"Image": "busybox"})
    print(result, results, client.groups["container"].list())

async def awaited(client: AsyncClient) -> None:
    assert_type((await client.container.inspect("web")).State.Running, bool)
    assert_type(await client.op("SystemPing"), str)
    async with client.container.logs.stream("web") as logs:
        async for frame in logs:
            assert_type(frame, Frame)
    assert_type(await client.container.logs("web", follow=True), AsyncStreamOf[Frame, Output])
    async with client.stream("SystemEvents") as events:
        async for event in events:
            assert_type(event.Action, str)
"""

# A wrong line, and what is said of it.
BAD = {
    'client.container.create(HostConfig={"Memory": "64m"})':
        'Incompatible types (expression has type "str", TypedDict item "Memory" has type "int | None")',
    'client.container.create(HostConfig={"Memry": 64})': 'Extra key "Memry" for TypedDict "HostConfigDict"',
    'client.container.create(Imge="busybox")': 'Unexpected keyword argument "Imge" … did you mean "Image"?',
    'client.container.create(Env="A=1")': 'Argument "Env" … has incompatible type "str"',
    'client.container.create(host_config={"RestartPolicy": {"Name": "sometimes"}})':
        "Incompatible types (expression has type \"Literal['sometimes']\"",
    'client.container.rename("web")': 'Missing named argument "name"',
    'client.container.inspct("web")': '"ContainerGroup" has no attribute "inspct"; maybe "inspect"?',
    'client.container.inspect("web").State.Runing': '"ContainerState" has no attribute "Runing"; maybe "Running"',
    'client.container.wait("web", condition="now")': 'Argument "condition" … expected "Literal[\'not-running\'',
    'client.container.list(filters={"staus": "exited"})': 'Argument "filters" … expected "ContainerListFiltersDict',
    'client.container.logs("web").data': '"Output" has no attribute "data"',
    'client.container.list()[0]["Id"] + 1': "Unsupported operand types",
    'client.op("ContainerInspect", "web").Stat': '"ContainerInspectAnswer" has no attribute "Stat"',
    'aclient.container.inspect("web").State': '"Coroutine[Any, Any, ContainerInspectAnswer]" has no attribute "State"',
}  # fmt: skip


@pytest.mark.slow
def test_a_right_script_passes(check: Check) -> None:
    assert check(GOOD) == []


@pytest.mark.slow
def test_of_a_wrong_script_every_line_is_refused_with_what_is_wrong(check: Check) -> None:
    lines = ["from dynclient import AsyncClient, Client", "client, aclient = Client(), AsyncClient()", *BAD]
    said = check("\n".join(lines))
    assert [int(line.partition(":")[0]) for line in said] == list(range(3, 3 + len(BAD)))
    for (line, expected), message in zip(BAD.items(), said, strict=True):
        assert all(part in message for part in expected.split(" … ")), (line, message)


# --- other documents

PETS: dict[str, Any] = {
    "/pets/{petId}": {
        "get": {
            "operationId": "PetGet",
            "tags": ["pet"],
            "summary": 'Get a pet "by name"',
            "parameters": [
                {"name": "petId", "in": "path", "schema": INTEGER},
                {"name": "self", "in": "query", "schema": STRING},
                {"name": "limit-to", "in": "query", "schema": {"enum": ["a", "b"], "type": "string"}},
                {"name": "maxAge", "in": "query", "required": True, "schema": {"type": ["integer", "null"]}},
                {"name": "where", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}},
            ],
            "responses": {"200": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
        },
        "put": {
            "operationId": "PetPut",
            "tags": ["pet"],
            "parameters": [{"name": "petId", "in": "path", "schema": INTEGER}],
            "requestBody": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Pet"}}}, "required": True},
        },
        "delete": {"operationId": "PetDelete", "tags": ["pet"], "responses": {"204": {}}},
    },
    "/pets": {
        "post": {
            "operationId": "PetPost",
            "tags": ["pet"],
            "requestBody": {"content": {JSON: {"schema": {"type": "array", "items": {"type": "array"}}}}},
            "responses": {"200": {"content": {"text/plain": {"schema": STRING}}}},
        }
    },
}
PET = {
    "type": "object",
    "description": 'A pet. It says "miau".',
    "required": ["name", "born"],
    "properties": {
        "name": {**STRING, "description": 'Ends in a quote "'},
        "born": {**STRING, "format": "date-time", "readOnly": True},
        "parent": {"$ref": "#/components/schemas/Pet"},
        "Any": {},
        "str": INTEGER,
        "items": {"type": "array", "items": STRING},
        "tag.name": STRING,
        "class": STRING,
        "_hidden": STRING,
        "photo": {**STRING, "contentEncoding": "base64"},
        "kind": {"oneOf": [STRING, {"type": "object", "properties": {"Dict": {"type": "number"}}}]},
        "mixed": {"type": ["string", "integer", "null"]},
        "open": {"type": "object", "additionalProperties": {"anyOf": [{"type": "boolean"}, {"type": "null"}]}},
        "odd": {"enum": [{"a": 1}]},
    },
}
TYPED = """
import {module}
from {module} import AsyncClient, Client, Pet, PetDict
from typing import assert_type
from dynclient.typed._base import ListOf, MapOf

client, aclient = Client(), AsyncClient()
pet = client.pet.get(5, max_age=3, limit_to="a", where={{"a": 1}})
client.pet.get(5, maxAge=3)
assert_type(pet, Pet)
assert_type(pet.parent.parent.name, str)
assert_type(pet["tag.name"], str)
assert_type(pet["class"], str)
assert_type(pet["items"], ListOf[str])
assert_type(pet.open, MapOf[bool])
whole: PetDict = {{"name": "a", "born": "x", "parent": {{"name": "b"}}, "tag.name": "t", "photo": b""}}
client.pet.put(5, body=whole)
client.pet.put(5, name="a", str=5, kind={{"Dict": 5}})
client.pet.put(5, body=pet)
assert_type(client.pet.post(body=[[]]), str)
assert_type(client.op("PetGet", 5), Pet)
client.container.list()
client.pet.get("five")
"""


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Return the path of a document of another API, with names that are hard to write."""
    raw = {
        "openapi": "3.1.0",
        "info": {"title": 'The Pet\'s "API"', "version": "2"},
        "paths": PETS,
        "components": {"schemas": {"Pet": PET}},
    }
    file = tmp_path / "pets.json"
    file.write_text(json.dumps(raw))
    return file


@pytest.mark.slow
def test_another_document_gives_a_module_with_clients_of_its_own(
    check: Check, pets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "typings"
    assert main(["stubs", "--spec", str(pets), "-o", str(folder)]) == 0
    file = folder / "the_pet_s_api_2.pyi"
    assert capsys.readouterr().out == f"{file}: 4 operations; its first lines show how to use it\n"
    said = check(TYPED.format(module=file.stem), MYPYPATH=str(folder))
    last = len(TYPED.splitlines())
    assert [line.partition(":")[0] for line in said] == [str(last - 1), str(last)]
    assert '"Client" has no attribute "container"' in said[0]
    assert 'incompatible type "str"; expected "int"' in said[1]


@pytest.mark.parametrize(
    ("title", "version", "expected"),
    [
        ("Docker Engine API", "1.51", "docker_engine_api_1_51"),
        ("3D", "", "_3d"),
        ("class", "", "_class"),
        ("Ü", "", "api"),
    ],
)
def test_the_module_is_named_after_the_document(tmp_path: Path, title: str, version: str, expected: str) -> None:
    file = tmp_path / "it.json"
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": title, "version": version}, "paths": {}}))
    assert module_name(Api(load(file))) == expected


def test_two_of_one_name_are_told_apart_by_a_number(pets: Path, tmp_path: Path) -> None:
    raw = json.loads(pets.read_text())
    raw["components"]["schemas"] |= {"pet": {"type": "object", "properties": {"a": STRING}}, "Any": PET}
    all_three = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("pet", "Pet", "Any")}
    answer = {"content": {JSON: {"schema": {"type": "object", "properties": all_three}}}}
    raw["paths"]["/x"] = {"get": {"responses": {"200": answer}}}
    pets.write_text(json.dumps(raw))
    text = stub(Api(load(pets)))
    assert re.findall(r"^class (Pet\d*|Any\d*)\(Typed\)", text, re.MULTILINE) == ["Pet", "Pet2", "Any2"]


SHORT: dict[str, tuple[Any, list[str]]] = {
    "an answer of which only names are known": (
        {"type": "object", "properties": {"a": {}, "b": {}}},
        ["class XGetAnswer(Typed):", "    a: Any", "    b: Any"],
    ),
    "an answer of several kinds": (
        {"type": ["array", "string"], "items": {"oneOf": [STRING, INTEGER]}},
        ["x_get: _XGet[ListOf[str | int] | str, StreamOf[bytes, bytes]]"],
    ),
}


@pytest.mark.parametrize(("schema", "expected"), SHORT.values(), ids=SHORT)
def test_what_is_known_of_an_answer_is_written(tmp_path: Path, schema: Any, expected: list[str]) -> None:
    get = {"operationId": "xGet", "tags": ["get"], "responses": {"200": {"content": {JSON: {"schema": schema}}}}}
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "X"}, "paths": {"/x": {"get": get}}}))
    text = stub(Api(load(file)))
    assert "\n".join(expected) in text
    assert "_t_" not in text


def chained(tmp_path: Path, schemas: Any) -> Api:
    content = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/S0"}}}}
    post = {"operationId": "xDo", "tags": ["x"], "requestBody": content, "responses": {"200": content}}
    raw = {
        "openapi": "3.1.0",
        "info": {"title": "X"},
        "paths": {"/x": {"post": post}},
        "components": {"schemas": schemas},
    }
    file = tmp_path / "chained.json"
    file.write_text(json.dumps(raw))
    return Api(load(file))


ITSELF: dict[str, Any] = {
    "ListOf[Any]": {"type": "array", "items": {"$ref": "#/components/schemas/S0"}},
    "MapOf[Any]": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/S0"}},
    "S0": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/S0"}}},
}


@pytest.mark.parametrize(("expected", "schema"), ITSELF.items(), ids=ITSELF)
def test_a_schema_that_holds_itself_has_a_type(tmp_path: Path, expected: str, schema: Any) -> None:
    assert f"do: _XDo[{expected}, StreamOf[bytes, bytes]]" in stub(chained(tmp_path, {"S0": schema}))


def test_an_object_of_which_no_name_can_be_written_is_a_class_all_the_same(tmp_path: Path) -> None:
    made = stub(chained(tmp_path, {"S0": {"type": "object", "properties": {"1": {}, "2": {}}}}))
    assert "class S0(Typed):\n    ..." in made
    compile(made, "stub", "exec")


def twice(number: int) -> Any:
    below = {"$ref": f"#/components/schemas/S{number + 1}"}
    return {"oneOf": [below, {"type": "array", "items": below}]}


def test_schemas_that_each_name_the_next_twice_take_no_time_that_doubles(tmp_path: Path) -> None:
    schemas = {f"S{number}": twice(number) for number in range(30)}
    assert "class _XDo" in stub(chained(tmp_path, {**schemas, "S30": STRING}))


def test_schemas_that_are_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    schemas = {f"S{number}": twice(number) for number in range(3000)}
    with pytest.raises(SpecError, match="nested too deeply"):
        stub(chained(tmp_path, {**schemas, "S3000": STRING}))


def test_an_enum_with_brackets_in_it_is_one_type(tmp_path: Path) -> None:
    odd = {"oneOf": [{"enum": ["a[", " | "]}, INTEGER]}
    get = {"operationId": "xGet", "tags": ["get"], "parameters": [{"name": "a", "in": "query", "schema": odd}]}
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "X"}, "paths": {"/x": {"get": get}}}))
    assert 'a: Literal["a[", " | "] | int | None = ...' in stub(Api(load(file)))


@pytest.mark.parametrize("command", ["stubs", "reference"])
def test_a_document_that_cannot_be_used_is_said_and_the_status_is_two(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--spec", str(tmp_path / "none.yaml"), "-o", str(tmp_path / "out")]) == 2
    assert "none.yaml" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(
    pets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["stubs", "--spec", str(pets), "-o", str(tmp_path / "file")]) == 2
    assert "file" in capsys.readouterr().err
