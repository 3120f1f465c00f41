"""What engines, containers, helpers and files say, where a terminal or a log file shows it: nothing of it steers."""

from __future__ import annotations

import json
import logging
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dynclient import (
    APIError,
    ArgumentError,
    Client,
    CredentialsError,
    DynclientError,
    MockEngine,
    Result,
    StreamError,
    contexts,
)
from dynclient.client.recipes import clearing
from dynclient.document.legible import STEERING, legible, one_line, unsteered
from dynclient.engine.reach.contexts import Context, Contexts
from dynclient.engine.reach.credentials import Question
from dynclient.engine.reach.helper import Helper
from tests.support.scripted import Shell

# The clipboard, a title that has no end, a cleared screen, colours, the same by one sign (C1), the direction of text,
# ends of lines that not every program takes for one, what UTF-8 cannot hold, and what no sequence is.
STEERS = [
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;t",
    "\x1b[2J",
    "\x1b[31m",
    "\x9b2J",
    "\x9d0;t\x9c",
    "\u202e",
    "\u2066",
    "\u2028",
]
STEERS += ["\x85", "\ud800", "\x1b", "\x07", "\x00", "\x7f", "\r", "\b", "\x1bP"]
HOSTILE = st.lists(st.sampled_from([*STEERS, "word", " ", "\n", "é"]), max_size=8).map("".join)
WORST = "".join(STEERS) + "\nseen"


def steering(*texts: str) -> list[str]:
    """List the signs in texts that steer, but for ends of lines and tabs."""
    return [sign for text in texts for sign in STEERING.findall(text) if sign not in "\n\t"]


def messages(*sent: dict[str, Any]) -> str:
    return "".join(json.dumps(each) + "\r\n" for each in sent)


def refusal(said: str) -> str:
    return json.dumps({"message": said})


def frames(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return b"\x02\0\0\0" + len(data).to_bytes(4, "big") + data


Answers = dict[str, Any]
# What the engine answers, by what it says, and what is asked of it.
CALLS: dict[str, tuple[Callable[[str], Answers], Callable[[Any], Any]]] = {
    "a refusal": (
        lambda said: {"GET json": [(404, refusal(said))]},
        lambda client: client.container.inspect("x"),
    ),
    "a refusal that is text": (
        lambda said: {"GET json": [(500, said.encode("utf-8", "replace").decode())]},
        lambda client: client.container.inspect("x"),
    ),
    "a refusal of a raw request": (
        lambda said: {"GET json": [(409, refusal(said))]},
        lambda client: client.request("GET", "/containers/x/json"),
    ),
    "a failure inside a stream": (
        lambda said: {"POST create": [(200, messages({"status": said}, {"error": said}))]},
        lambda client: client.image.create(from_image="x"),
    ),
    "a build": (
        lambda said: {
            "POST build": [
                (
                    200,
                    messages(
                        {"stream": "Step 1/1 : RUN x\n"},
                        {"stream": f"{said}\n"},
                        {"error": said, "errorDetail": {"message": said}},
                    ),
                )
            ]
        },
        lambda client: client.build(dockerfile=b"FROM x\nRUN x\n"),
    ),
    "a container's last words": (
        lambda said: {"POST wait": [(200, {"StatusCode": 3})], "POST attach": [(101, frames(said))]},
        lambda client: client.run("busybox"),
    ),
    "a container that did not start": (
        lambda said: {"POST start": [(400, refusal(said))]},
        lambda client: client.run("busybox"),
    ),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("shell", ["sync", "async"])
def test_nothing_that_the_engine_says_steers_where_an_error_is_shown(
    shell: str, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    answers, use = CALLS[call]

    @settings(max_examples=10, deadline=None)
    @given(HOSTILE)
    @example(WORST)
    def law(said: str) -> None:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "dynclient"), pytest.raises(DynclientError) as caught:
            Shell(shell, answers(f"it said {said}"))(use)
        shown = [str(caught.value), repr(caught.value), "".join(traceback.format_exception(caught.value))]
        lines = [record.getMessage() for record in caplog.records if record.name == "dynclient"]
        assert lines
        assert steering(*shown, *lines) == []
        assert not [line for line in lines if "\n" in line]

    law()


def test_what_an_engine_said_is_whole_in_the_errors_fields() -> None:
    error = APIError(WORST, status=500, operation="X")
    assert (error.message, steering(str(error))) == (WORST, [])
    failed = StreamError(WORST, operation="X")
    assert (failed.message, steering(str(failed))) == (WORST, [])


def test_the_words_of_a_credential_helper_do_not_steer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "docker-credential-odd"
    program.write_text("#!/bin/sh\nprintf '\\033]0;t\\007\\033[2Jno \\302\\233such\\n'; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(CredentialsError) as caught:
        Helper(Question("odd", "get", "registry.example")).login()
    assert steering("".join(traceback.format_exception(caught.value))) == []


def test_contexts_of_another_are_a_line_each(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "meta" / ("0" * 64)
    folder.mkdir(parents=True)
    meta = {"Name": WORST, "Endpoints": {"docker": {"Host": WORST}}, "Metadata": {"Description": WORST}}
    (folder / "meta.json").write_text(json.dumps(meta))
    shown = repr(contexts({"DOCKER_CONFIG": str(tmp_path), "DOCKER_HOST": "tcp://h:1"}))
    assert (steering(shown), len(shown.split("\n"))) == ([], 2)
    assert repr(Contexts([Context("t", "unix:///x", "mine")])) == "t  unix:///x  mine"


@pytest.mark.parametrize("read", [lambda r: r.wort, lambda r: r["wort"]], ids=["attribute", "key"])
def test_the_names_that_are_near_do_not_steer(read: Callable[[Any], Any]) -> None:
    with pytest.raises((AttributeError, KeyError)) as caught:
        read(Result({"word\x9b2J": 1, "word\u202e": {"wort\x1b[2J": 1}}))
    assert "near: word" in "".join(traceback.format_exception(caught.value))
    assert steering("".join(traceback.format_exception(caught.value))) == []


def test_one_wrong_argument_does_not_steer() -> None:
    assert steering(str(ArgumentError(WORST, WORST))) == []


def test_a_name_that_is_sent_as_it_is_does_not_steer_in_its_warning() -> None:
    client = Client(transport=MockEngine(), unknown="warn")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.container.list(**{WORST.replace("\ud800", ""): 1})
    assert len(caught) == 1
    assert steering(str(caught[0].message)) == []


def test_the_note_of_what_may_be_left_does_not_steer() -> None:
    error = ValueError("mine")

    def failing() -> Any:
        raise DynclientError("gone")
        yield

    list(clearing._soon(SimpleNamespace(apart=lambda: None), failing(), f"c1{WORST}", error, late=False))  # type: ignore[arg-type]
    assert steering(*error.__notes__) == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("no such \x1b[31mimage\x1b[0m", "no such image"),
        ("a\r\nb\rc", "a\nb\ufffdc"),
        ("\x1b]0;has no end\nthe next line stays", "\nthe next line stays"),
        ("\x9b2J\u202e\ud800", "\ufffd2J\ufffd\ufffd"),
    ],
)
def test_a_text_becomes_legible(text: str, clean: str) -> None:
    assert legible(text) == clean


@given(HOSTILE)
@example(WORST)
def test_whatever_is_said_becomes_legible(text: str) -> None:
    assert steering(legible(text), unsteered(text), one_line(text)) == []
    assert "\n" not in one_line(text)
