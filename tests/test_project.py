"""What stands around the package: README, workflows, issue forms and hooks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.examples import blocks
from tests.support.tables import parsed

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text()
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
FILES = [CHECKOUT / ".pre-commit-config.yaml", *sorted((CHECKOUT / ".github").rglob("*.yml"))]


def read(name: str) -> Any:
    """Return a YAML file's content; `on` is a boolean in YAML 1.1, which GitHub does not read."""
    return parsed((CHECKOUT / name).read_text())


def test_the_top_level_is_what_it_is_to_be() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    there = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in there if not name.startswith(".")} == {
        "CHANGELOG.md", "LICENSE", "README.md", "dynclient", "pyproject.toml", "spec", "tests"
    }  # fmt: skip


# --- README


def test_the_first_two_shell_blocks_are_one_command_each() -> None:
    assert [len(block.splitlines()) for block in blocks(README, "sh")[:2]] == [1, 1]


def test_nothing_in_readme_leads_where_a_package_index_has_nothing() -> None:
    assert re.findall(r"\]\(|\b(?:src|href)=", README) == []


@pytest.mark.slow
def test_the_transcript_is_what_a_terminal_shows(tmp_path: Path) -> None:
    (tmp_path / "dynclient").write_text(f'#!/bin/sh\nexec {sys.executable} -m dynclient "$@"\n')
    (tmp_path / "dynclient").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    (transcript,) = blocks(README, "console")
    shown = ""
    for command in re.findall(r"^\$ (.*)$", transcript, re.MULTILINE):
        done = subprocess.run(
            ["sh", "-c", f"{command} 2>&1"], env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        shown += f"$ {command}\n{done.stdout}"
    assert shown == transcript


def test_readme_lists_the_guides_topics() -> None:
    from dynclient.faces.pages.topics import TOPICS

    section = README.partition("\n## The guide\n")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `([a-z-]+)` \| ", section, re.MULTILINE)) == TOPICS


# --- what texts name

TEXTS = [
    *(CHECKOUT / name for name in ("README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", ".ci/run")),
    *(CHECKOUT / "tests" / room / "README.md" for room in ("live", "benchmarks")),
    *sorted((CHECKOUT / "dynclient/faces/pages/guide").glob("*.md")),
]
OURS = r"dynclient|spec|tests|\.ci|\.github|document|api|engine|client|faces|typed"
# What is to be added, and is not there yet.
TO_COME = {"faces/pages/guide/TOPIC.md", "spec/v1.56.overlay.yaml"}
PATHS = re.compile(rf"(?<![\w/.-])(?:{OURS})(?:/[\w.-]+)*/[\w.-]*(?![\w*])")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.relative_to(CHECKOUT)))
def test_every_path_of_ours_that_a_text_names_is_there(text: Path) -> None:
    named = {path.rstrip(".") for path in PATHS.findall(text.read_text())} - TO_COME
    beside = (CHECKOUT, CHECKOUT / "dynclient", text.parent)
    assert [path for path in sorted(named) if not any((folder / path).exists() for folder in beside)] == []


def test_every_room_that_the_guide_for_contributors_names_is_there_and_none_is_missing() -> None:
    section = (CHECKOUT / ".github/CONTRIBUTING.md").read_text().partition("\n## The rooms\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    rooms = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    package = CHECKOUT / "dynclient"
    assert [name for name in rooms if not (package / name).exists()] == []
    there = {path.name for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert {name.split("/")[0] for name in rooms if "/" in name} == there


# --- what CI runs


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_file_is_yaml(file: Path) -> None:
    assert isinstance(parsed(file.read_text()), dict)


def test_ci_runs_the_pythons_that_the_package_says_it_supports() -> None:
    named = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", each) for each in PROJECT["classifiers"]]
    matrix = read(".github/workflows/ci.yml")["jobs"]["quick"]["strategy"]["matrix"]
    assert matrix["python"] == [match[1] for match in named if match]


def test_ci_runs_every_part_of_the_script_but_those_that_the_matrix_is() -> None:
    usage = re.search(r"usage: \.ci/run \[(.*)\]", (CHECKOUT / ".ci" / "run").read_text())
    assert usage
    parts = {part.split()[0] for part in usage[1].split(" | ")}
    jobs = read(".github/workflows/ci.yml")["jobs"]
    run = {part.split()[0] for part in jobs["parts"]["strategy"]["matrix"]["part"]}
    assert run | {"quick"} == parts - {"pythons", "all"} | {"gate"}


def test_only_the_job_that_publishes_may_sign_in_at_the_index() -> None:
    release = read(".github/workflows/release.yml")
    rights = {name: job.get("permissions", release["permissions"]) for name, job in release["jobs"].items()}
    assert rights == {"build": {"contents": "read"}, "publish": {"id-token": "write"}}


@pytest.mark.parametrize("form", ["bug.yml", "difference.yml"])
def test_an_issue_says_version_engine_and_what_is_wrong_with_the_document(form: str) -> None:
    asked = {field["id"] for field in read(f".github/ISSUE_TEMPLATE/{form}")["body"]}
    assert asked >= {"version", "engine", "check"}


def test_hooks_need_nothing_that_the_set_up_has_not_made() -> None:
    config = read(".pre-commit-config.yaml")
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == ["ruff-check", "ruff-format", "quick-tests"]
