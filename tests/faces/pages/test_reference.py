"""The reference page, as Markdown and as HTML."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dynclient.__main__ import main
from dynclient.api.public import Api
from dynclient.document import bundled_path, load, places
from dynclient.faces.pages.reference import reference

STRING = {"type": "string"}
JSON = "application/json"
HOSTILE = '<script>alert("x")</script> & `a<b` | *bold* [link](http://x)'
THINGS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things & more", "version": "1.2", "description": "What things do."},
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "description": "A thing.",
                "properties": {
                    "Name": {**STRING, "description": HOSTILE},
                    "Next": {"$ref": "#/components/schemas/Thing"},
                    "Inner": {"type": "object", "properties": {"Deep": {**STRING, "description": "Deep in it."}}},
                    "All": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Kind"}},
                },
            },
            "Kind": {**STRING, "enum": ["a", "b"]},
            "Map": {"type": "object", "additionalProperties": STRING},
        }
    },
    "paths": {
        "/things": {
            "post": {
                "operationId": "ThingMake",
                "tags": ["Thing"],
                "summary": "Make a thing",
                "description": HOSTILE,
                "parameters": [
                    {"name": "X-Key", "in": "header", "required": True, "schema": STRING, "description": "Who asks."},
                    {"name": "follow", "in": "query", "schema": {"type": "boolean"}},
                ],
                "requestBody": {
                    "content": {JSON: {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"Name": "a`b"}}}
                },
                "responses": {
                    "201": {
                        "description": "It is made.",
                        "content": {
                            JSON: {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                                "example": [{"Name": "```"}],
                            }
                        },
                    },
                    "404": {"description": "There is none."},
                },
                "x-answer": {"kind": "lines", "endless": {"follow": [True]}},
            },
            "get": {
                "operationId": "ThingList",
                "tags": ["Thing"],
                "responses": {
                    "200": {"content": {JSON: {"schema": {"type": "object", "properties": {"Count": STRING}}}}}
                },
            },
        }
    },
}
MARKDOWN = """\
# Things & more 1.2

What things do.

2 operations, as `dynclient.Client` calls them; an `AsyncClient` has the same, awaited. Arguments may be spelled as \
published or in snake\\_case. Where an operation is named by its id, `client.op("…", …)` calls it too.

## thing

<a id="ThingMake"></a>

### `client.thing.make` — Make a thing

`ThingMake`: `POST /things`

\\<script\\>alert("x")\\</script\\> & `a<b` | \\*bold\\* \\[link\\](http://x)

```python
client.thing.make(
    *, x_key, follow=None, name=None, next=None, inner=None, all=None, body=None,
)
```

**Arguments**

| Argument | Type | What it is |
| --- | --- | --- |
| `x_key` | a string | (header X-Key, required) Who asks. |
| `follow` | True or False | (query) |
| `name` | a string | (body Name) \\<script\\>alert("x")\\</script\\> & `a<b` \\| \\*bold\\* \\[link\\](http://x) |
| `next` | [Thing](#schema-Thing) | (body Next) A thing. |
| `inner` | a dict | (body Inner) |
| `inner.Deep` | a string | Deep in it. |
| `all` | a dict of strings | (body All) One of: 'a', 'b'. |
| `body` | [Thing](#schema-Thing) | The whole body, in place of its properties. |

**Example**

```python
client.thing.make(x_key=x_key, Name="a`b")
```

**Gives**

a ResultList of the stream's messages, read to its end; a failure in it is a StreamError. Each message: a list of \
[Thing](#schema-Thing). It has no end while follow is True: the open stream is given. Open, by `.stream(…)`: one \
message after another.

**Example answer**

````json
[
  {
    "Name": "```"
  }
]
````

**Raises**

| Error | Status | When |
| --- | --- | --- |
| `NotFound` | 404 | There is none. |

<a id="ThingList"></a>

### `client.thing.list` — ThingList

`ThingList`: `GET /things`

```python
client.thing.list()
```

**Example**

```python
client.thing.list()
```

**Gives**

a Result with Count.

| Property | Type | What it is |
| --- | --- | --- |
| `Count` | a string |  |

## Schemas

<a id="schema-Kind"></a>

### `Kind`

One of: 'a', 'b'.

It is a string.

<a id="schema-Map"></a>

### `Map`

It is a dict of strings.

<a id="schema-Thing"></a>

### `Thing`

A thing.

| Property | Type | What it is |
| --- | --- | --- |
| `Name` | a string | \\<script\\>alert("x")\\</script\\> & `a<b` \\| \\*bold\\* \\[link\\](http://x) |
| `Next` | [Thing](#schema-Thing) | A thing. |
| `Inner` | a dict |  |
| `Inner.Deep` | a string | Deep in it. |
| `All` | a dict of [Kind](#schema-Kind) | One of: 'a', 'b'. |
"""


@pytest.fixture
def things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DYNCLIENT_CACHE", "")
    monkeypatch.setattr(places, "OWN", set())  # it is as corrections leave one
    """Return the path of a small document with a bit of everything."""
    file = tmp_path / "things.json"
    file.write_text(json.dumps(THINGS))
    return file


def test_markdown_tells_of_every_operation_and_schema(things: Path) -> None:
    assert reference(Api(load(things))) == MARKDOWN


class Page(HTMLParser):
    """A page as it is read: its elements, anchors, links and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.sources: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in ("meta", "input", "link", "br"):
            self.open.append(tag)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if "href" in said else []
        self.sources += [said["src"] or ""] if "src" in said else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data


def test_html_has_the_same_with_whatever_words_hold_escaped(things: Path) -> None:
    page = Page(reference(Api(load(things)), "html"))
    assert page.open == []
    assert page.ids == ["ThingMake", "ThingList", "schema-Kind", "schema-Map", "schema-Thing"]
    assert page.texts["h1"] == "Things & more 1.2"
    assert "alert" not in page.texts["script"]
    assert '<script>alert("x")</script> & ' in page.texts["p"]
    assert "a<b" in page.texts["code"]
    assert 'client.thing.make(x_key=x_key, Name="a`b")' in page.texts["pre"]


@pytest.fixture(scope="module")
def docker() -> Api:
    """Return the operations of the bundled document."""
    return Api(load(bundled_path()))


def test_every_link_of_the_bundled_reference_leads_somewhere_on_the_page(docker: Api) -> None:
    page = Page(reference(docker, "html"))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert set(docker.operations) <= set(page.ids)


def test_every_link_of_the_markdown_leads_somewhere_too(docker: Api) -> None:
    text = reference(docker)
    assert set(re.findall(r"(?<!\\)\]\(#([^)]+)\)", text)) <= set(re.findall(r'<a id="([^"]+)">', text))


def test_the_page_needs_nothing_but_itself_and_is_below_a_megabyte(docker: Api) -> None:
    text = reference(docker, "html")
    page = Page(text)
    assert page.sources == []
    assert "@import" not in page.texts["style"]
    assert "url(" not in page.texts["style"]
    assert not re.search(r"fetch|XMLHttp|import\(|https?:", page.texts["script"])
    assert len(text.encode()) < 1_000_000


def test_the_reasons_of_corrections_stand_where_they_apply(docker: Api) -> None:
    sections = dict(re.findall(r'<a id="([^"]+)"></a>\n(.*?)(?=\n<a id=|\Z)', reference(docker), re.DOTALL))
    head = "**Where the engine differs from what is published**"
    assert head in sections["ContainerLogs"]
    assert head in sections["schema-RestartPolicy"]
    assert head not in sections["SystemVersion"]
    assert not re.search(r"\(E\d+", "".join(sections.values()))


def test_a_correction_of_all_operations_is_told_once_at_the_top(docker: Api) -> None:
    text = reference(docker)
    assert text.count("**Where the engine differs everywhere**") == 1
    assert text.index("**Where the engine differs everywhere**") < text.index("## container")


# --- the command


@pytest.mark.parametrize(
    ("options", "name", "start"),
    [
        ([], "page.md", "# Things & more 1.2\n"),
        ([], "page.html", "<!doctype html>\n"),
        (["--format", "html"], "page.txt", "<!doctype html>\n"),
        (["--format", "md"], "page.html", "# Things & more 1.2\n"),
    ],
)
def test_the_command_writes_the_form_that_is_asked_for(
    things: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], name: str, start: str
) -> None:
    file = tmp_path / name
    assert main(["reference", "--spec", str(things), *options, "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8").startswith(start)
    assert capsys.readouterr().out == f"{file}: 2 operations\n"


def test_without_a_file_it_goes_to_standard_output(things: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", "--spec", str(things)]) == 0
    assert capsys.readouterr().out == MARKDOWN


def test_a_file_that_cannot_be_written_is_said(
    things: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reference", "--spec", str(things), "-o", str(tmp_path / "none" / "page.md")]) == 2
    assert "page.md" in capsys.readouterr().err


def test_a_document_without_operations_has_a_reference_too(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}))
    assert reference(Api(load(file))).startswith("# API\n\n0 operations")


def test_titles_and_groups_are_words_in_markdown_too(tmp_path: Path) -> None:
    (path := tmp_path / "odd.json").write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "A *b*\n<script>", "version": "1"},
                "paths": {"/a": {"get": {"operationId": "A", "tags": ["x"], "responses": {}}}},
            }
        )
    )
    assert reference(Api(load(path)), "md").splitlines()[0] == r"# A \*b\* \<script\> 1"


ODD = "A) ](javascript:x) `b`` <img src=x onerror=y> ` | \n\n<script>\n# x"


def test_nothing_of_a_document_is_a_tag_in_markdown(tmp_path: Path) -> None:
    parsed = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    of_odd = {"$ref": "#/components/schemas/" + quote(ODD.replace("~", "~0").replace("/", "~1"))}
    operation = {
        **{"operationId": "A", "tags": [ODD], "summary": ODD, "description": ODD},
        "parameters": [{"name": "q", "in": "query", "description": ODD, "schema": of_odd}],
        "responses": {"200": {"description": ODD, "content": {"application/json": {"schema": of_odd}}}},
    }
    schemas = {ODD: {"type": "object", "description": ODD, "properties": {ODD: {"description": ODD}}}}
    document = {"openapi": "3.1.0", "info": {"title": ODD, "version": ODD, "description": ODD}}
    document |= {"paths": {"/a": {"get": operation}}, "components": {"schemas": schemas}}
    (path := tmp_path / "odd.json").write_text(json.dumps(document))
    tokens = [
        token for block in parsed.parse(reference(Api(load(path)), "md")) for token in (block, *(block.children or ()))
    ]
    tags = [token.content for token in tokens if token.type in ("html_inline", "html_block")]
    assert {tag for tag in tags if not re.fullmatch(r'<a id="[^"]*">|</a>|<a id="[^"]*"></a>\n?', tag)} == set()
    links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
    assert len(links) == 1
    assert links.pop().startswith("#schema-A")
    assert [token for token in tokens if token.type == "image"] == []
