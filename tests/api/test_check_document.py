"""Checks of a document: the validators' findings and our own, with pointers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynclient import AsyncClient, Client, SpecError
from dynclient.__main__ import main
from dynclient.api.findings import check_file
from dynclient.client.core import taken

HERE = Path(__file__).parents[1]
OTHERS = HERE / "document" / "others"
SHARED = HERE.parents[1] / "shared" / "engine-api"
TAKEN = taken(Client, AsyncClient)


def found(path: Path, kind: str) -> list[tuple[str, str, str]]:
    return [(each.level, each.pointer, each.problem) for each in check_file(path, taken=TAKEN) if each.kind == kind]


@pytest.mark.parametrize("name", ["shop.yaml", "tree.json"])
def test_in_an_ordinary_document_nothing_is_found(name: str) -> None:
    assert repr(check_file(OTHERS / name)) == "nothing found"


def test_names_that_are_missing_or_taken_are_reported() -> None:
    assert found(OTHERS / "nasty.yaml", "collision") == [
        ("error", "#/paths/~1again/get", "its operationId is not unique; it is called things_list_2"),
        ("note", "#/paths/~1things~1{id}/get", "it has no operationId, and is called getThingsById"),
        (
            "note",
            "#/paths/~1things~1{id}/get/parameters/1",
            "query parameter id: another place has its name too; it is given as query_id=",
        ),
        (
            "note",
            "#/paths/~1things~1{id}/get",
            "'ID' and 'id' differ only in case and separators, and must be written as published",
        ),
        (
            "note",
            "#/paths/~1things~1{id}/get",
            "'filter_by' and 'filter-by' differ only in case and separators, and must be written as published",
        ),
        (
            "note",
            "#/paths/~1things~1{id}/put/requestBody",
            "the body's name has the name of a parameter; it is given within body=",
        ),
        ("note", "#/paths/~1more/get", "another of the group has its short name; it is client.stream.things_list_2"),
        ("note", "#/paths/~1again/get", "another of the group has its short name; it is client.stream.things_list_2_2"),
        ("note", "#/tags", 'the client has its own stream; the group is client.groups["stream"]'),
    ]


def test_what_is_not_supported_is_reported() -> None:
    assert found(OTHERS / "nasty.yaml", "unsupported") == [
        (
            "note",
            "#/paths/~1matrix~1{m}/get/parameters/0",
            "path parameter m: it travels in the style zigzag, which is not supported",
        ),
        (
            "note",
            "#/paths/~1odd/get/parameters/0",
            "cookie parameter c: its value is a list or dict that is exploded in a cookie, "
            "for which OpenAPI has no form",
        ),
        (
            "note",
            "#/paths/~1odd/get/parameters/2",
            "query parameter x: its value travels as application/xml; expected text",
        ),
        (
            "note",
            "#/paths/~1upload/post/requestBody",
            "multipart/mixed is not supported; client.request(…) can send it",
        ),
        ("note", "#/paths/~1elsewhere/get/servers", "it has a server of its own, 'https://other.example/x'"),
        (
            "note",
            "#/components/securitySchemes/digest",
            "'http digest' is not supported; set what it needs by headers=",
        ),
    ]


def test_dangling_references_are_reported_with_their_consequences(tmp_path: Path) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Gone"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Dangling", "version": "1"},
        "paths": {
            "/a": {"post": {"operationId": "A", "requestBody": {"content": content}, "responses": {}}},
            "/b": {"get": {"operationId": "B", "parameters": [{"$ref": "b.yaml"}], "responses": {}}},
            "/c": {"$ref": 5},
        },
        "components": {"schemas": {"Meant": {"properties": {"$ref": {"example": {"$ref": "#/x"}}}}}},
    }
    (path := tmp_path / "dangling.json").write_text(json.dumps(document))
    file = "$ref 'b.yaml' is another file, which is not read; bundle it in"
    assert found(path, "dangling") == [
        (
            "error",
            "#/paths/~1a/post/requestBody/content/application~1json/schema/$ref",
            "$ref '#/components/schemas/Gone' leads to nothing",
        ),
        ("error", "#/paths/~1b/get/parameters/0/$ref", file),
        ("error", "#/paths/~1c/$ref", "a $ref must be a string, not 5"),
    ]
    assert found(path, "unusable") == [("error", "#/paths/~1b/get", f"it cannot be called: {file}")]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a document with a parameter that has no place, and a schema that never ends in another one."""
    path = tmp_path / "broken.json"
    wide = {
        f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}", "x-n": k} for k in (1, 2)]} for n in range(30)
    }
    responses = {"200": {"description": "Fine."}}
    parameters = [{"name": "gone", "in": "path", "required": True, "schema": {"type": "string"}}]
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Broken", "version": "1"},
        "paths": {
            "/a": {"get": {"operationId": "Get", "parameters": parameters, "responses": responses}},
            "/b": {"post": {"operationId": "Post", "requestBody": body, "responses": responses}},
        },
        "components": {"schemas": {**wide, "S30": {"type": "object"}}},
    }
    path.write_text(json.dumps(document))
    return path


@pytest.mark.slow
def test_what_cannot_be_called_is_an_error(broken: Path) -> None:
    assert found(broken, "unusable") == [
        ("error", "#/paths/~1a/get/parameters/0", "path parameter gone: the path has no place for it"),
        ("error", "#/paths/~1b/post", "it cannot be called: a schema is made of more than 200,000 parts"),
    ]


@pytest.mark.parametrize(
    ("document", "pointer", "named"),
    [
        ({"swagger": "2.0", "info": {"title": "a"}, "paths": {}}, "#/info", "version"),
        ({"openapi": "3.0.0", "info": {"version": "1"}, "paths": {}}, "#/info", "title"),
        ({"openapi": "3.1.0", "info": {"title": 1, "version": "1"}, "paths": {}}, "#/info/title", "1"),
    ],
)
def test_the_validators_findings_have_pointers(tmp_path: Path, document: Any, pointer: str, named: str) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document))
    ((level, place, problem),) = found(path, "invalid")
    assert (level, place, named in problem) == ("error", pointer, True)


def test_a_default_that_does_not_fit_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        "{openapi: 3.0.0, info: {title: a, version: '1'}, paths: {},"
        " components: {schemas: {A: {type: array, items: {}, default: 1}}}}"
    )
    assert [each[:2] for each in found(path, "invalid")] == [("error", "#/components/schemas/A")]


def test_a_validator_s_message_is_cut_in_its_middle(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": ["x" * 5000], "version": "1"}, "paths": {}}))
    ((_, _, problem),) = found(path, "invalid")
    assert problem.startswith("['xxx")
    assert "xxx'] " in problem
    assert len(problem) < 170


def test_what_the_validators_stumble_over_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openapi_spec_validator

    def stumble(*_: Any) -> Any:
        raise RecursionError("deep")

    monkeypatch.setattr(openapi_spec_validator, "OpenAPIV31SpecValidator", stumble)
    assert found(OTHERS / "tree.json", "invalid") == [
        ("note", "#", "openapi-spec-validator cannot judge it: RecursionError: deep")
    ]


def test_many_findings_of_the_validators_are_not_all_listed(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    paths = {f"/{n}": {"get": {"operationId": f"A{n}", "responses": {}, "tags": 3}} for n in range(300)}
    path.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": paths}))
    rows = found(path, "invalid")
    assert (len(rows), rows[-1][2]) == (201, "there is more; the first 200 are listed")


# --- corrections


def test_a_user_s_corrections_that_match_nothing_are_errors(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    entries = [
        {
            "reason": "There is one.",
            "at": {"operations": ["TreeInspect"]},
            "set": {"add": [{"name": "x", "in": "query"}]},
        },
        {
            "reason": "What was added.",
            "at": {"operations": ["TreeInspect"], "parameters": ["x"]},
            "set": {"time": True},
        },
        {"reason": "There is none.", "at": {"operations": ["Nothing"]}, "set": {"remove": ["x"]}},
    ]
    own.write_text(yaml.safe_dump({"corrections": entries}))
    with Client("http://h", spec=OTHERS / "tree.json", corrections=own) as client:
        (finding,) = client.check()
    assert str(finding) == "error: #/corrections/2: matches nothing here: There is none."
    assert (finding.kind, finding.source) == ("unmatched", str(own))


@pytest.mark.slow
def test_bundled_corrections_that_do_not_fit_this_version_are_notes() -> None:
    findings = Client("unix:///x").check()
    assert findings
    assert {(each.kind, each.level, Path(each.source).name) for each in findings} == {
        ("unmatched", "note", "corrections.yaml")
    }
    assert findings.errors == ()


def test_corrections_for_another_title_are_not_counted() -> None:
    assert found(OTHERS / "tree.json", "unmatched") == []


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.41", "1.51"])
def test_a_published_document_has_faults_in_the_one_place_that_is_known(version: str) -> None:
    path = SHARED / f"v{version}.yaml"
    if not path.exists():
        pytest.skip(f"the published v{version}.yaml is not there")
    place = "#/definitions/SwarmInfo/properties/RemoteManagers"
    assert {each.pointer for each in check_file(path).errors} == {place}


# --- faces


def test_both_clients_check(tmp_path: Path) -> None:
    assert (
        AsyncClient("http://h", spec=OTHERS / "nasty.yaml").check()
        == Client("http://h", spec=OTHERS / "nasty.yaml").check()
    )


def test_a_document_whose_file_has_gone_cannot_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text('{"openapi": "3.1.0", "info": {"title": "Gone", "version": "1"}}')
    client = Client("http://h", spec=path)
    path.unlink()
    with pytest.raises(SpecError, match="it cannot be read"):
        client.check()


def test_the_repr_names_each_file_once() -> None:
    lines = repr(check_file(OTHERS / "nasty.yaml", taken=TAKEN)).splitlines()
    assert lines[0] == str(OTHERS / "nasty.yaml")
    assert all(line.startswith(("  error: #", "  note: #")) for line in lines[1:])
    assert [line.split(":")[0].strip() for line in lines[1:]] == sorted(
        line.split(":")[0].strip() for line in lines[1:]
    )


@pytest.mark.parametrize(
    ("name", "status", "first"),
    [("tree.json", 0, "nothing found\n"), ("nasty.yaml", 1, f"{OTHERS / 'nasty.yaml'}\n"), ("missing.yaml", 2, "")],
)
def test_the_command_line_s_status_is_for_scripts(
    name: str, status: int, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(OTHERS / name)]) == status
    out, err = capsys.readouterr()
    assert out.startswith(first)
    assert (err == "") is (status != 2)


def test_the_command_line_takes_corrections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("corrections: [{reason: No., at: {operations: [X]}, set: {remove: [y]}}]")
    assert main(["check", "--corrections", str(own), str(OTHERS / "tree.json")]) == 1
    assert "matches nothing here: No." in capsys.readouterr().out


@pytest.mark.parametrize("place", [{"a": 1}, [], None, 5, "body"], ids=repr)
def test_a_key_in_an_odd_place_is_told_as_one_that_cannot_be_used(place: Any, tmp_path: Path) -> None:
    schemes = {"odd": {"type": "apiKey", "name": "X-Key", "in": place}}
    path = tmp_path / "odd.json"
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}
    path.write_text(json.dumps({**document, "components": {"securitySchemes": schemes}}))
    assert "#/components/securitySchemes/odd" in str(check_file(path))
