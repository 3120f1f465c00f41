"""Overlays: what they do to a document, which documents they are laid over, and what they are refused for."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import dynclient.document as document
from dynclient.document import Document, chains, default, limits, load, nearest, raw_content
from dynclient.document.overlays import assembled, merge, steps_of
from dynclient.errors import SpecError
from tests.support.tables import parsed

PETS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1.40"},
    "paths": {"/pets": {"get": {"operationId": "PetList", "tags": ["Pet"]}}},
}
HEAD: dict[str, Any] = {"overlay": "1.0.0", "info": {"title": "More pets", "version": "1.0.0"}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with a document `pets.yaml`, where nothing is bundled but what is in `spec`."""
    monkeypatch.setattr(document, "_spec_folders", lambda: [str(tmp_path / "spec")])
    monkeypatch.setenv("DYNCLIENT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DYNCLIENT_SPEC", raising=False)
    monkeypatch.chdir(tmp_path)
    document._defaults.clear()
    (tmp_path / "spec").mkdir()
    (tmp_path / "pets.yaml").write_text(yaml.safe_dump(PETS))
    return tmp_path


def write(path: str, *actions: Any, extends: Any = "pets.yaml", **other: Any) -> str:
    """Write an overlay; JSON is YAML too."""
    Path(path).write_text(json.dumps({**HEAD, "extends": extends, "actions": list(actions), **other}))
    return path


def version(number: str) -> dict[str, Any]:
    return {"target": "$.info", "update": {"version": number}}


def done(*actions: Any, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a document after actions."""
    files = [json.dumps({**HEAD, "extends": "a", "actions": list(actions)}), json.dumps(base or PETS)]
    return assembled([("overlay", files[0].encode()), ("document", files[1].encode())])


def refusal(*actions: Any) -> str:
    with pytest.raises(SpecError) as caught:
        done(*actions)
    return str(caught.value)


# --- what an action does


def test_an_update_merges_mappings_joins_lists_and_replaces_the_rest() -> None:
    update = {"operationId": "Pets", "tags": ["New"], "x-more": {"a": {"b": [1]}}}
    assert done({"target": "$.paths['/pets'].get", "update": update})["paths"] == {
        "/pets": {"get": {"operationId": "Pets", "tags": ["Pet", "New"], "x-more": {"a": {"b": [1]}}}}
    }


def test_an_update_of_a_list_is_one_more_item() -> None:
    made = done({"target": '$.paths["/pets"].get.tags', "update": ["New"]})
    assert made["paths"]["/pets"]["get"]["tags"] == ["Pet", ["New"]]


def test_an_update_of_another_kind_replaces_what_is_there() -> None:
    assert done({"target": "$", "update": {"info": "none"}})["info"] == "none"
    assert done({"target": "$.paths['/pets'].get", "update": {"tags": {"a": 1}}})["paths"]["/pets"]["get"]["tags"] == {
        "a": 1
    }


def test_what_is_removed_is_gone_whatever_the_update_says() -> None:
    assert done({"target": "$.paths['/pets'].get.tags[0]", "remove": True})["paths"]["/pets"]["get"]["tags"] == []
    assert "paths" not in done({"target": "$.paths", "remove": True, "update": {"a": 1}})


def test_actions_are_done_in_their_order() -> None:
    first, second = {"target": "$.info", "update": {"a": {}}}, {"target": "$.info.a", "update": {"b": 1}}
    assert done(first, second)["info"]["a"] == {"b": 1}
    assert refusal(second, first) == ("overlay at /actions/0: its target '$.info.a' leads nowhere: $.info has no 'a'")


def test_what_an_alias_stands_for_is_changed_in_one_place_alone() -> None:
    base = b"openapi: 3.1.0\na: &a {b: 1}\nc: *a\nd: [*a, *a]\n"
    actions = [{"target": "$.a", "update": {"b": 2}}, {"target": "$.d[1]", "update": {"b": 3}}]
    overlay = json.dumps({**HEAD, "extends": "a", "actions": actions}).encode()
    made = assembled([("overlay", overlay), ("document", base)])
    assert (made["a"], made["c"], made["d"]) == ({"b": 2}, {"b": 1}, [{"b": 1}, {"b": 3}])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
mappings = st.dictionaries(st.sampled_from("abc"), values, max_size=3)


def plainly(old: Any, new: Any) -> Any:
    """Merge as the standard says it, with a value for each case."""
    if isinstance(old, dict) and isinstance(new, dict):
        both = {key: plainly(old[key], new[key]) for key in old.keys() & new.keys()}
        return {**old, **new, **both}
    return [*old, *new] if isinstance(old, list) and isinstance(new, list) else new


@given(mappings, mappings)
def test_a_merge_is_what_the_standard_says(old: Any, new: Any) -> None:
    expected, before = plainly(copy.deepcopy(old), new), copy.deepcopy(new)
    merge(old, new)
    assert (old, new) == (expected, before)


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


def written(path: tuple[str | int, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f"[{json.dumps(step)}]" for step in path)


@given(mappings.filter(bool), st.data())
def test_what_is_removed_is_that_place_and_nothing_else(base: Any, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([each for each in places(base) if each]))
    expected: Any = copy.deepcopy(base)
    parent = expected
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    assert done({"target": written(path), "remove": True}, base=base) == expected


# --- targets

TARGETS: dict[str, list[str | int]] = {
    "$": [],
    "$.a._b.é9": ["a", "_b", "é9"],
    "$['a b'][\"c'd\"][0][12]": ["a b", "c'd", 0, 12],
    "$[ 'a' ][ 3 ]": ["a", 3],
    r"$['it\'s']['\\']['\\\'']['\u00e9\n']": ["it's", "\\", "\\'", "é\n"],
    r'$["\"\/"]["]"]': ['"/', "]"],
    """$['say "hi"']""": ['say "hi"'],
}


@pytest.mark.parametrize(("target", "steps"), TARGETS.items())
def test_a_literal_path_is_its_steps(target: str, steps: list[str | int]) -> None:
    assert steps_of(target) == steps


def apart(name: str) -> str:
    """Write a name for between single quotes, where a double one stands for itself."""
    return "".join({"'": r"\'", '"': '"'}.get(sign) or json.dumps(sign)[1:-1] for sign in name)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.integers(0, 10**8), max_size=4))
def test_every_name_can_be_written_in_quotes_of_either_kind(steps: list[str | int]) -> None:
    single = "".join(f"[{step}]" if isinstance(step, int) else f"['{apart(step)}']" for step in steps)
    assert steps_of(written(tuple(steps))) == steps_of(f"${single}") == steps


REFUSED = {
    "paths": "does not begin with $",
    "$..a": "goes to any depth (..) after '$'",
    "$.a.*": "has a wildcard (*) after '$.a'",
    "$.a[*]": "has a wildcard (*) after '$.a'",
    "$.a[?@.b]": "has a filter (?) after '$.a'",
    "$.a[1:2]": "has a slice (:) after '$.a'",
    "$.a[-1]": "counts from the end after '$.a'",
    "$['a','b']": "names several after '$'",
    "$.a-b": "cannot be read after '$.a'",
    "$.a[01]": "cannot be read after '$.a'",
    "$.1": "cannot be read after '$'",
    "$ .a": "cannot be read after '$'",
    "$['a": "cannot be read after '$'",
    r"$['\x']": "has a name with an escape that JSON does not know",
    "$['a\nb']": "has a name with an escape that JSON does not know",
}


@pytest.mark.parametrize(("target", "why"), REFUSED.items())
def test_another_target_is_refused_in_words(target: str, why: str) -> None:
    told = refusal({"target": target, "remove": True})
    assert told.startswith(f"overlay at /actions/0: its target {target!r} {why}")


NOWHERE = {
    "$.infos": "$ has no 'infos'",
    "$.info.title.x": "$.info.title has no 'x'",
    "$.paths['/pets'].get.tags[1]": "$.paths['/pets'].get.tags has no 1",
    "$.paths['/pets'].get.tags.a": "$.paths['/pets'].get.tags has no 'a'",
    "$.paths[0]": "$.paths has no 0",
}


@pytest.mark.parametrize(("target", "why"), NOWHERE.items())
def test_a_target_that_leads_nowhere_is_named_with_file_and_action(target: str, why: str) -> None:
    assert refusal(version("2"), {"target": target, "update": {}}) == (
        f"overlay at /actions/1: its target {target!r} leads nowhere: {why}"
    )


WRONG: list[tuple[Any, str]] = [
    ("remove it", "an action is a mapping with a target, which is a text"),
    ({"update": {}}, "an action is a mapping with a target, which is a text"),
    ({"target": "$.info"}, "an action has update, or remove: true (target '$.info')"),
    ({"target": "$.info", "remove": False}, "an action has update, or remove: true (target '$.info')"),
    ({"target": "$.info", "remove": "yes", "update": {}}, "an action has update, or remove: true (target '$.info')"),
    ({"target": "$.info", "copy": "$", "update": {}}, "an action has no copy (target '$.info')"),
    ({"target": "$", "remove": True}, "its target $ is the whole document, which cannot be removed"),
    ({"target": "$.info", "update": []}, "its target '$.info' is a mapping, and so has update to be, not list"),
    ({"target": "$.info.title", "update": "x"}, "its target '$.info.title' is 'Pets'; only a mapping or a list is"),
]


@pytest.mark.parametrize(("action", "why"), WRONG)
def test_an_action_of_another_form_is_refused(action: Any, why: str) -> None:
    assert refusal(action).startswith(f"overlay at /actions/0: {why}")


FORMS: list[tuple[dict[str, Any], str]] = [
    ({"overlay": "1.1.0"}, "a.json at /overlay: supported is overlay: 1.0.0, not '1.1.0'"),
    ({"overlay": []}, "a.json at /overlay: supported is overlay: 1.0.0, not list"),
    ({"info": {"title": "x"}}, "a.json at /info: it has to be a mapping with title and version"),
    ({"info": "x"}, "a.json at /info: it has to be a mapping with title and version"),
    ({"actions": []}, "a.json at /actions: it has to be a list of one action at least"),
    ({"actions": {"target": "$"}}, "a.json at /actions: it has to be a list of one action at least"),
]


@pytest.mark.parametrize(("other", "told"), FORMS)
def test_an_overlay_of_another_form_is_refused(other: dict[str, Any], told: str) -> None:
    with pytest.raises(SpecError) as caught:
        load(write("a.json", version("2"), **other))
    assert str(caught.value) == told


def test_extensions_and_descriptions_mean_nothing() -> None:
    action = {**version("2"), "description": "Why.", "x-mine": 1}
    assert load(write("a.json", action, **{"x-more": {}})).version == "2"


# --- which documents


def test_an_overlay_is_loaded_as_the_document_that_it_makes(folder: Path) -> None:
    made = load(write("mine.overlay.yaml", version("2")))
    assert (made.title, made.version, made.source) == ("Pets", "2", "mine.overlay.yaml")
    assert [file[0] for file in made.files] == ["mine.overlay.yaml", "pets.yaml"]
    assert raw_content("mine.overlay.yaml") == (
        "mine.overlay.yaml", {**PETS, "info": {"title": "Pets", "version": "2"}},
    )  # fmt: skip


def test_paths_are_relative_to_the_overlay_s_own_folder(folder: Path) -> None:
    (folder / "deep").mkdir()
    write("a b.json", version("1.41"))
    write("deep/b.json", version("1.42"), extends="../a%20b.json")
    assert load("deep/b.json").version == "1.42"
    assert load(write("c.json", version("1.43"), extends=str(folder / "deep" / "b.json"))).version == "1.43"


def test_an_overlay_extends_a_bundled_version_by_its_number(folder: Path) -> None:
    (folder / "spec" / "v1.40.yaml").write_text(yaml.safe_dump(PETS))
    assert load(write("a.json", version("2"), extends="1.40")).version == "2"
    assert load("1.40").version == "1.40"


EXTENDS: list[tuple[Any, str]] = [
    (None, "it says nothing of what it extends; expected the path of a document, in quotes where it is a number"),
    ("", "it says '' of what it extends; expected the path of a document, in quotes where it is a number"),
    (1.45, "it says 1.45 of what it extends; expected the path of a document, in quotes where it is a number"),
    ("https://example.org/a.yaml", "it extends 'https://example.org/a.yaml', and nothing is fetched; expected"),
    ("file:///a.yaml", "it extends 'file:///a.yaml', and nothing is fetched; expected the path of a file"),
    ("a.json", "it extends a.json, which extends it: a circle"),
    ("./b/../a.json", "it extends ./b/../a.json, which extends it: a circle"),
]


@pytest.mark.parametrize(("extends", "told"), EXTENDS)
def test_what_cannot_be_extended_is_refused(folder: Path, extends: Any, told: str) -> None:
    (folder / "b").mkdir()
    with pytest.raises(SpecError) as caught:
        load(write("a.json", version("2"), extends=extends))
    assert str(caught.value).startswith(f"a.json at /extends: {told}")


def test_what_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(SpecError) as caught:
        load(write("a.json", version("2"), extends="none.yaml"))
    assert str(caught.value) == "none.yaml: it cannot be read: No such file or directory"


def test_a_circle_is_refused_under_any_name(folder: Path) -> None:
    (folder / "link.json").symlink_to(folder / "a.json")
    write("b.json", version("2"), extends="link.json")
    with pytest.raises(SpecError) as caught:
        load(write("a.json", version("2"), extends="b.json"))
    assert str(caught.value) == "b.json at /extends: it extends link.json, which extends it: a circle"


def test_a_chain_has_an_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OVERLAYS", 3)
    for number in range(4):
        write(f"{number}.json", version(str(number)), extends=f"{number - 1}.json" if number else "pets.yaml")
    assert load("2.json").version == "2"
    with pytest.raises(SpecError) as caught:
        load("3.json")
    assert str(caught.value) == "3.json: more than 3 overlays extend one another"


def test_a_chain_has_a_size_and_a_number_of_actions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.json", version("2"), version("3"))
    write("b.json", version("4"), extends="a.json")
    monkeypatch.setattr(limits, "ACTIONS", 2)
    with pytest.raises(SpecError) as caught:
        load("b.json")
    assert str(caught.value) == "b.json: it and what it extends have more than 2 actions"
    monkeypatch.setattr(limits, "CHAIN", os.path.getsize("b.json"))
    with pytest.raises(SpecError) as caught:
        load("b.json")
    assert str(caught.value) == f"b.json: it and what it extends are larger than {limits.CHAIN:,} bytes"


@pytest.mark.slow
def test_actions_cannot_nest_a_document_without_end(folder: Path) -> None:
    deep: Any = {}
    for _ in range(100):
        deep = {"a": deep}
    actions = [{"target": "$.info" + ".a" * 100 * n, "update": deep} for n in range(200)]
    with pytest.raises(SpecError) as caught:
        load(write("a.json", *actions))
    assert str(caught.value) == "a.json: it is nested deeper than 200"


@pytest.mark.parametrize(
    "text",
    [
        "{overlay: 1.0.0, extends: pets.yaml, info: {title: a, version: b}, actions: [{target: $, remove: true}]}",
        "extends: >-\n  pets.yaml\noverlay: 1.0.0\ninfo: {title: a, version: b}\nactions: []\n",
        "extends: pets.yaml\noverlay: 1.0.0\ninfo:\n  title: a\n  version: b\nactions:\n  - target: $.none\n",
    ],
)
def test_what_is_extended_is_found_however_it_is_written(folder: Path, text: str) -> None:
    Path("a.yaml").write_text(text)
    with pytest.raises(SpecError, match=r"^a\.yaml at /actions"):
        load("a.yaml")


heads = st.permutations(
    ["overlay: 1.0.0", "extends: pets.yaml", "info:\n  title: A, b\n  version: 1.0.0", "# a comment", "", "x-a: 1"]
)


@given(heads, st.sampled_from(["\n", "\n\n", "\r\n", "\n # b\n"]))
def test_a_head_that_is_read_without_a_parser_says_what_the_parser_says(head: list[str], end: str) -> None:
    text = end.join([*head, "actions:", "  - target: $.info", "    update: {version: '2'}", ""]).encode()
    file = document.File("a.yaml", text, ("a.yaml", 0, 0))
    assert chains.extended([file], lambda _: None) == parsed(text)["extends"]


@pytest.mark.parametrize("other", ["x-overlay: 1\n", "paths: {/a: {get: {x-a: {overlay: 1}}}}\n", "overlay: 1.0.0\n"])
def test_a_whole_document_that_speaks_of_overlays_is_none(folder: Path, other: str) -> None:
    Path("a.yaml").write_text(f"info: {{title: t, version: v}}\n{other}openapi: 3.1.0\n")
    assert [file[0] for file in load("a.yaml").files] == ["a.yaml"]


# --- the cache


def test_a_document_is_derived_once_and_anew_when_a_file_of_its_chain_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    plain = document._build
    monkeypatch.setattr(document, "_build", lambda files, layers: built.append(files[0][0]) or plain(files, layers))
    write("a.json", version("2"))
    write("b.json", {"target": "$.info", "update": {"x-b": 1}}, extends="a.json")
    assert [load("b.json").version for _ in range(2)] == ["2", "2"]
    write("a.json", version("3"))
    assert [load("b.json").version for _ in range(2)] == ["3", "3"]
    Path("pets.yaml").write_text(yaml.safe_dump(PETS).replace("Pets", "Animals"))
    assert [load("b.json").title for _ in range(2)] == ["Animals", "Animals"]
    assert built == ["b.json"] * 3


def test_the_default_is_loaded_again_when_a_file_of_its_chain_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNCLIENT_SPEC", write("a.json", version("2")))
    first = default()
    assert default() is first
    Path("pets.yaml").write_text(yaml.safe_dump(PETS).replace("Pets", "Animals"))
    assert (default().title, default().version) == ("Animals", "2")


def test_corrections_are_laid_over_what_an_overlay_makes(folder: Path) -> None:
    own = {"at": {"operations": ["PetNew"]}, "set": {"add": [{"name": "limit", "in": "query"}]}, "reason": "Mine."}
    Path("own.json").write_text(json.dumps({"corrections": [own]}))
    write("a.json", {"target": "$.paths['/pets'].get", "update": {"operationId": "PetNew"}})
    made = load("a.json", corrections="own.json")
    assert [each["name"] for each in made.content["paths"]["/pets"]["get"]["parameters"]] == ["limit"]


# --- by number


@pytest.fixture
def bundle(folder: Path) -> Path:
    """Return a folder with a whole document 1.40 and overlays up to 1.42, the way that ours is."""
    (folder / "spec" / "v1.40.yaml").write_text(yaml.safe_dump(PETS))
    write("spec/v1.41.overlay.yaml", version("1.41"), extends="v1.40.yaml")
    write("spec/v1.42.overlay.yaml", version("1.42"), extends="v1.41.overlay.yaml")
    return folder / "spec"


def test_every_bundled_version_is_had_by_its_number(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [load(each).version for each in ("1.40", "1.41", "v1.42")] == ["1.40", "1.41", "1.42"]
    monkeypatch.setenv("DYNCLIENT_SPEC", "1.41")
    assert default().version == "1.41"


def test_a_path_is_no_number(bundle: Path, folder: Path) -> None:
    (folder / "1.42").write_text(yaml.safe_dump(PETS))
    assert [load(each).version for each in (Path("1.42"), "./1.42", "1.42")] == ["1.40", "1.40", "1.42"]
    (folder / "1.50").write_text(yaml.safe_dump(PETS))
    assert load("1.50").version == "1.40"


def test_the_default_stays_the_highest_whole_document(bundle: Path) -> None:
    assert default().version == "1.40"
    (bundle / "v1.42.yaml").write_text(yaml.safe_dump(PETS).replace("1.40", "1.42").replace("Pets", "Whole"))
    assert (default().title, load("1.42").title, load("1.41").title) == ("Whole", "Whole", "Pets")


def test_an_engine_gets_the_nearest_version_that_is_not_above_its_own(bundle: Path) -> None:
    asked = ["1.24", "1.40", "1.41", "1.42", "1.99", "2.0"]
    assert [load(nearest(each)).version for each in asked] == ["1.40", "1.40", "1.41", "1.42", "1.42", "1.42"]


def test_a_document_is_known_by_its_number_and_a_file_is_not(bundle: Path) -> None:
    def number(of: Document) -> str | None:
        return document.number_of(of.source)

    assert [number(load(each)) for each in ("1.40", "1.42", "pets.yaml")] == ["1.40", "1.42", None]
