"""A file becomes a Document, once."""

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dynclient.document as document
from dynclient import Client
from dynclient.document import Document, default, default_path, load, loaded
from dynclient.errors import SpecError

PETS = """
openapi: 3.1.0
info: {title: Pets, version: 1.40}
paths:
  /pets: {get: {operationId: PetList, tags: [Pet]}}
"""
CORRECTIONS = """
corrections:
  - reason: a list may be long
    at: {operations: [PetList]}
    set: {add: [{name: limit, in: query, schema: {type: integer}}]}
"""


@pytest.fixture(autouse=True)
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder that is searched for bundled documents; the cache is empty."""
    folder = tmp_path / "spec"
    folder.mkdir()
    monkeypatch.setattr(document, "_spec_folders", lambda: [str(tmp_path / "missing"), str(folder)])
    monkeypatch.setenv("DYNCLIENT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DYNCLIENT_SPEC", raising=False)
    document._defaults.clear()
    return folder


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return path


def parameters(of: Document) -> list[str]:
    return [each["name"] for each in of.content["paths"]["/pets"]["get"]["parameters"]]


def test_a_document_knows_title_version_and_file(pets: Path) -> None:
    found = load(pets)
    assert repr(found) == f"Document(title='Pets', version='1.40', source={str(pets)!r})"
    assert found.content["paths"] == {
        "/pets": {"get": {"operationId": "PetList", "tags": ["Pet"], "parameters": [], "responses": {}}}
    }


def test_documents_of_the_same_content_are_equal_whatever_their_files(pets: Path) -> None:
    other = pets.rename(pets.with_name("other.yaml"))
    pets.write_text(PETS)
    changed = pets.with_name("changed.yaml")
    changed.write_text(PETS + "\n")
    assert load(pets) == load(str(other))
    assert hash(load(pets)) == hash(load(other))
    assert load(pets) != load(changed)


@pytest.mark.parametrize("info", ["", "info: {}", "info: {title: 3}"])
def test_a_document_without_a_title_has_an_empty_one(pets: Path, info: str) -> None:
    pets.write_text(f"openapi: 3.1.0\n{info}")
    assert (load(pets).title, load(pets).version) == ("3" if "3" in info else "", "")


def test_a_pointer_is_resolved_within_the_corrected_document(pets: Path) -> None:
    found = load(pets)
    assert found.resolve("#/paths/~1pets/get/tags/0") == "Pet"
    with pytest.raises(SpecError) as caught:
        found.resolve("#/components/schemas/Pet")
    assert str(caught.value) == f"{pets} at #/components/schemas/Pet: nothing is there"


@pytest.mark.parametrize("pointer", ["#/paths/~1pets/get/tags/1", "#/paths/~1pets/get/tags/-1", "#/openapi/0"])
def test_a_pointer_into_a_list_or_text_must_fit(pets: Path, pointer: str) -> None:
    with pytest.raises(SpecError, match=r"nothing is there$"):
        load(pets).resolve(pointer)


def test_a_user_s_corrections_come_after_the_bundled_ones(pets: Path, spec: Path) -> None:
    own = pets.with_name("own.yaml")
    own.write_text(CORRECTIONS)
    plain = load(pets)
    with_own = load(pets, corrections=own)
    (spec / "corrections.yaml").write_text(CORRECTIONS.replace("limit", "page"))
    with_bundled = load(pets)
    assert [parameters(each) for each in (plain, with_own, with_bundled, load(pets, corrections=str(own)))] == [
        [],
        ["limit"],
        ["page"],
        ["page", "limit"],
    ]
    assert len({plain, with_own, with_bundled}) == 3


def test_corrections_that_cannot_be_used_are_named(pets: Path) -> None:
    own = pets.with_name("own.yaml")
    own.write_text("corrections: {")
    with pytest.raises(SpecError) as caught:
        load(pets, corrections=own)
    assert str(caught.value).startswith(f"{own}: line ")


def test_a_document_in_the_cache_is_not_read_again(pets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(pets)

    def build(*_: Any) -> dict[str, Any]:
        raise AssertionError

    monkeypatch.setattr(document, "_build", build)
    assert load(pets).content == first.content


def test_another_version_of_dynclient_reads_a_document_again(pets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(pets).key
    monkeypatch.setattr(document, "__version__", "999")
    assert load(pets).key != first


def test_a_cached_document_is_loaded_without_any_parser(pets: Path) -> None:
    load(pets)
    code = (
        "import sys, dynclient.document as d;"
        f"d._spec_folders = lambda: []; print(d.load({str(pets)!r}).title);"
        "print(sorted(sys.modules.keys() & {'yaml', 'jsonschema', 'dynclient.document.normalise'}))"
    )
    # Under another package's name, as dynclient's own __init__ loads the bundled document.
    root = Path(document.__file__).parent.parent
    stub = f"import sys, types; p = types.ModuleType('dynclient'); p.__path__ = [{str(root)!r}];"
    ran = subprocess.run(
        [sys.executable, "-c", f"{stub} sys.modules['dynclient'] = p; {code}"],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert ran.stdout == "Pets\n[]\n"


def test_a_document_in_use_is_found_by_its_key(pets: Path) -> None:
    found = load(pets)
    assert loaded(found.key) == found
    assert loaded("0" * 64) is None


@pytest.mark.parametrize("dropped", [0, 1])
def test_a_document_is_found_as_long_as_one_of_its_content_is_in_use(pets: Path, dropped: int) -> None:
    found = [load(pets), load(pets)]
    key = found.pop(dropped).key
    gc.collect()
    assert loaded(key) == found[0]
    found.clear()
    gc.collect()
    assert loaded(key) is None


@pytest.mark.parametrize(
    ("names", "highest"),
    [
        (["v1.9.yaml", "v1.45.yaml", "v1.5.yaml"], "v1.45.yaml"),
        (["v1.45.yaml", "v2.json"], "v2.json"),
        (["v1.45.yml", "v1.45.1.yaml"], "v1.45.1.yaml"),
        (["v1.45.yaml", "v9.txt", "v.yaml", "vv9.yaml", "v1..2.yaml", "v1.46.yaml.bak"], "v1.45.yaml"),
    ],
)
def test_the_highest_bundled_version_is_used(spec: Path, names: list[str], highest: str) -> None:
    for name in names:
        (spec / name).write_text(PETS)
    assert default_path() == str(spec / highest)
    assert default().source == str(spec / highest)


def test_the_environment_names_the_document(pets: Path, spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (spec / "v1.yaml").write_text(PETS)
    monkeypatch.setenv("DYNCLIENT_SPEC", "~/pets.yaml")
    monkeypatch.setenv("HOME", str(pets.parent))
    assert [default().source, load().source] == [str(pets), str(pets)]


def test_an_empty_variable_names_none(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (spec / "v1.yaml").write_text(PETS)
    monkeypatch.setenv("DYNCLIENT_SPEC", "")
    assert default_path() == str(spec / "v1.yaml")


def test_without_a_bundled_document_the_error_says_how_to_name_one(spec: Path) -> None:
    with pytest.raises(SpecError) as caught:
        default()
    missing = spec.parent / "missing"
    assert str(caught.value) == f"{missing}: none is bundled; name one by spec= or in $DYNCLIENT_SPEC"


@pytest.mark.parametrize("name", ["missing.yaml", "nul\0.yaml"])
def test_a_default_document_that_cannot_be_read_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "default_path", lambda: str(tmp_path / name))
    with pytest.raises(SpecError, match="cannot be read"):
        default()


def test_the_default_document_is_loaded_once_until_its_file_changes(spec: Path) -> None:
    path = spec / "v1.yaml"
    path.write_text(PETS)
    first = default()
    assert default() is first
    path.write_text(PETS.replace("Pets", "Animals"))
    assert default().title == "Animals"


def test_the_package_s_own_folder_comes_first_then_the_checkout_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    package = Path(document.__file__).parent.parent
    assert document._spec_folders() == [str(package / "spec"), str(package.parent / "spec")]


def test_a_document_at_home_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "api.json").write_text('{"openapi": "3.1.0", "info": {"title": "Home"}, "paths": {}}')
    assert load("~/api.json").title == "Home"


def test_a_version_that_is_not_bundled_is_refused_and_those_that_are_named(spec: Path) -> None:
    (spec / "v1.45.yaml").write_text(PETS)
    (spec / "v1.9.overlay.yaml").write_text("")
    with pytest.raises(SpecError) as caught:
        load("1.51")
    assert str(caught.value) == (
        "1.51: it is neither a file nor a bundled version (there are 1.9, 1.45); another is given by its file's path"
    )


def test_a_client_of_an_empty_document_reports_it(tmp_path: Path) -> None:
    (path := tmp_path / "empty.json").write_text('{"openapi": "3.1.0"}')
    client = Client("http://127.0.0.1:1", spec=path)
    assert repr(client) == "<Client http://127.0.0.1:1 (from argument): an API without a title, no operations>"
