"""The reference page: a whole API in Python's terms, as Markdown or as one HTML file that needs nothing else."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import answer, answer_example, arguments
from dynclient.api.words.help import answer_text, errors, example_call, kind_of, said_of, signature, takes
from dynclient.document import bundled_corrections
from dynclient.document.legible import legible
from dynclient.document.names import snake
from dynclient.document.places import in_pointer
from dynclient.document.spelling import Python, spelled
from dynclient.faces.pages import topics
from dynclient.faces.pages.blocks import Block, Break, Line, Link, Section, read

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation

_ROW_DEPTH = 3
_SCHEMAS = "Schemas"
_GUIDE = "Guide"
_WIDTH = 92
_NUMBERS = re.compile(r" \(E\d+(?:, E\d+| to E\d+)*\)")  # of notes that are not on the page


class Page(NamedTuple):
    """The whole reference, before it is written as Markdown or HTML."""

    title: str
    intro: Sequence[Block]
    sections: Sequence[Section]


def reference(api: Api, form: str = "md") -> str:
    """Write the reference of an API, in Python's terms even where the command line asks for it.

    Args:
        api: the operations.
        form: `md` or `html`.
    """
    with spelled(Python()):
        page = _page(api)
    return legible(_markdown(page) if form == "md" else _html(page))


# --- what stands on the page


def _page(api: Api) -> Page:
    document = api.document
    reasons = _reasons(api)
    operations = list(api.operations.values())
    title = f"{document.title} {document.version}".strip() or "API"
    groups = list(api.groups)
    operations.sort(key=lambda operation: groups.index(operation.group))
    sections = [_operation(operation, reasons) for operation in operations]
    schemas = (operations[0].document if operations else document).content["components"]["schemas"]
    sections += [
        _schema(name, Outline({"$ref": f"#/components/schemas/{in_pointer(name)}"}, document), reasons)
        for name in sorted(schemas)
    ]
    return Page(title, _intro(api, len(operations), reasons), [*_guide(api), *sections])


def _guide(api: Api) -> list[Section]:
    """Return the guide's pages, which are about the bundled document's API."""
    if not api.document.content.get("x-engine"):
        return []
    return [
        Section(f"guide-{topic}", topics.title(topic), "", _GUIDE, list(read(topics.page(topic))), code=False)
        for topic in topics.TOPICS
    ]


def _intro(api: Api, count: int, reasons: Mapping[str, list[str]]) -> list[Block]:
    text = (
        f"{count} operations, as `dynclient.Client` calls them; an `AsyncClient` has the same, awaited. "
        "Arguments may be spelled as published or in snake_case. "
        'Where an operation is named by its id, `client.op("…", …)` calls it too.'
    )
    blocks = [Block("text", "", [[text]])]
    about = " ".join(str(api.document.content.get("info", {}).get("description") or "").split())
    if about:
        blocks.insert(0, Block("text", "", [[about]]))
    if general := reasons.get(""):
        blocks.append(Block("list", "Where the engine differs everywhere", [[reason] for reason in general]))
    return blocks


def _operation(operation: Operation, reasons: Mapping[str, list[str]]) -> Section:
    blocks = [
        Block("text", "", [[f"`{operation.id}`: `{operation.method} {operation.path}`"]]),
        *([Block("text", "", [[operation.description]])] if operation.description else []),
        Block("code", "", [[_signature(operation)]]),
    ]
    if rows := list(_argument_rows(operation)):
        blocks.append(Block("table", "Arguments", rows=[_heads("Argument"), *rows]))
    blocks.append(Block("code", "Example", [[example_call(operation)]]))
    blocks += _answer(operation)
    if refusals := list(errors(operation)):
        rows = [[[f"`{error}`"], [status], [text]] for status, error, text in refusals]
        blocks.append(Block("table", "Raises", rows=[[["Error"], ["Status"], ["When"]], *rows]))
    if differs := reasons.get(operation.id):
        blocks.append(Block("list", "Where the engine differs from what is published", [[each] for each in differs]))
    title = f"client.{operation.group}.{operation.name}"
    return Section(operation.id, title, operation.summary or operation.id, operation.group, blocks)


def _signature(operation: Operation) -> str:
    parts, keyword_only = [], False
    for each in signature(operation).parameters.values():
        if each.kind is each.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            parts.append("*")
        parts.append(each.name if each.default is each.empty else f"{each.name}=None")
    head = f"client.{operation.group}.{operation.name}("
    line = f"{head}{', '.join(parts)})"
    if len(line) <= _WIDTH:
        return line
    return f"{head}\n{textwrap.fill(', '.join(parts), _WIDTH, initial_indent='    ', subsequent_indent='    ')},\n)"


def _heads(first: str) -> list[Line]:
    return [[first], ["Type"], ["What it is"]]


def _argument_rows(operation: Operation) -> Iterator[list[Line]]:
    known = arguments(operation)
    for name, outline in known.items():
        if name == known.whole and known.apart:
            yield [[f"`{name}`"], _type(outline), ["The whole body, in place of its properties."]]
            continue
        parameter = operation.by_name.get(name)
        place, wire = (parameter.place, parameter.wire_name) if parameter else ("body", name)
        due = ", required" if name in known.required else ""
        spelled = snake(name)
        sent = "" if wire in (spelled, known.whole) else f" {wire}"
        kind = _type(outline) if outline.inner.properties else [takes(operation, name, outline)]
        yield [[f"`{spelled}`"], kind, [f"({place}{sent}{due}) {_words(outline)[0]}".rstrip()]]
        yield from _rows_below(outline, f"{spelled}.", 1)


def _rows_below(outline: Outline, before: str, depth: int) -> Iterator[list[Line]]:
    """Yield a row for each property of an object that has no section of its own."""
    inner = outline.inner
    if inner.name or depth > _ROW_DEPTH:
        return
    yield from _property_rows(inner, before, depth)


def _property_rows(outline: Outline, before: str, depth: int) -> Iterator[list[Line]]:
    for name, child in outline.children():
        yield [[f"`{before}{name}`"], _type(child), _words(child)]
        yield from _rows_below(child, f"{before}{name}.", depth + 1)


def _words(outline: Outline) -> list[str | Link]:
    return [" ".join([*([outline.description] if outline.description else []), *said_of(outline)])]


def _type(outline: Outline) -> list[str | Link]:
    """Return a type's name, with a link to the section of its schema."""
    if outline.name:
        return [Link(outline.name, f"schema-{outline.name}")]
    inner = outline.inner
    if inner is not outline and inner.name:
        kind = "a list of " if outline.kinds == ("array",) else "a dict of "
        return [kind, Link(inner.name, f"schema-{inner.name}")]
    return [kind_of(outline)]


def _answer(operation: Operation) -> Iterator[Block]:
    given = answer(operation)
    line: list[str | Link] = [f"{answer_text(operation)}."]
    if given is not None and (given.name or given.inner.name):
        each = operation.answer.kind == "lines"
        text = f"{line[0]} Each message: " if each else f"{answer_text(operation).partition(' with ')[0]}: "
        line = [text, *_type(given), "."]
    if operation.answer.endless:
        from dynclient.api.words.help import endless_text

        line.append(f" It has no end while {endless_text(operation)}: the open stream is given.")
    if operation.answer.kind in _STREAMED:
        line.append(f" Open, by `.stream(…)`: {_STREAMED[operation.answer.kind]}.")
    yield Block("text", "Gives", [line])
    if given is not None and not given.name and (rows := list(_rows_below(given, "", 1))):
        yield Block("table", "", rows=[_heads("Property"), *rows])
    if (example := answer_example(operation)) is not None:
        yield Block("more", "Example answer", [[json.dumps(example, indent=2, ensure_ascii=False)]], language="json")


_STREAMED = {
    "lines": "one message after another",
    "frames": "`Frame`s with `.stream`, `.data` and `.text`",
    "hijack": "a `Duplex`, to write to and to read from",
    "websocket": "a `Duplex`, to write to and to read from",
    "session": "a `Duplex` of bytes",
    "tar": "bytes as they come",
    "bytes": "bytes as they come",
}


def _schema(name: str, outline: Outline, reasons: Mapping[str, list[str]]) -> Section:
    blocks = []
    if outline.description or said_of(outline):
        blocks.append(Block("text", "", [_words(outline)]))
    rows = list(_property_rows(outline.inner, "", 1))
    if outline.inner is not outline or not rows:
        blocks.append(Block("text", "", [["It is ", kind_of(outline), "."]]))
    if rows:
        blocks.append(Block("table", "", rows=[_heads("Property"), *rows]))
    if differs := reasons.get(f"#{name}"):
        blocks.append(Block("list", "Where the engine differs from what is published", [[each] for each in differs]))
    return Section(f"schema-{name}", name, "", _SCHEMAS, blocks)


def _reasons(api: Api) -> dict[str, list[str]]:
    """Return the reasons of the bundled corrections: by operation id, by `#` and schema, and under nothing for all."""
    from dynclient.document.read import parse

    out: dict[str, list[str]] = {}
    for path in bundled_corrections():
        content = parse(Path(path).read_bytes(), path)
        if content.get("title") != api.document.title:
            continue
        for entry in content["corrections"]:
            reason = " ".join(str(entry.get("reason") or "").split())
            for place in _places(api, entry["at"]):
                reason = _NUMBERS.sub("", reason)
                if reason and reason not in out.setdefault(place, []):
                    out[place].append(reason)
    return out


def _places(api: Api, at: Mapping[str, Any]) -> Iterable[str]:
    if "schemas" in at:
        return [f"#{name}" for name in at["schemas"]]
    named = api.operations if at["operations"] == "*" else [name for name in at["operations"] if name in api.operations]
    if "parameters" in at:
        return [name for name in named if api.operations[name].by_name.keys() & set(at["parameters"])]
    return [""] if at["operations"] == "*" else named


# --- Markdown


def _markdown(page: Page) -> str:
    out = [f"# {_md_title(page.title)}", *_md_blocks(page.intro)]
    group = ""
    for section in page.sections:
        if section.group != group:
            group = section.group
            out.append(f"## {_md_title(group)}")
        short = f" — {_md_title(section.short)}" if section.short else ""
        heading = _md_code(section.title) if section.code else _md_title(section.title)
        out += [f'<a id="{html.escape(_md_anchor(section.anchor))}"></a>', f"### {heading}{short}"]
        out += _md_blocks(section.blocks)
    return "\n\n".join(out) + "\n"


def _md_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.title:
            yield f"**{_md_title(block.title)}**"
        if block.kind == "table":
            yield _md_table(block.rows)
        elif block.kind in ("code", "more"):
            text = str(block.lines[0][0])
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
            yield f"{fence}{block.language}\n{text}\n{fence}"
        else:
            start = "- " if block.kind == "list" else ""
            yield "\n".join(f"{start}{_md_line(line)}" for line in block.lines)


def _md_table(rows: Sequence[Sequence[Line]]) -> str:
    lines = ["| " + " | ".join(_md_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _md_cell(line: Line) -> str:
    return " ".join(_md_line(line).split()).replace("|", "\\|")


def _md_anchor(anchor: str) -> str:
    return "-".join(anchor.split())


def _md_line(line: Line) -> str:
    return "".join(_md_part(part) for part in line)


def _md_part(part: str | Link | Break) -> str:
    if isinstance(part, Link):
        return f"[{_md_title(part.text)}](#{quote(_md_anchor(part.anchor))})"
    return _md(part) if isinstance(part, str) else "<br>"


def _md_code(text: str) -> str:
    """Return a text as code on one line, between more backticks than it has in a row (CommonMark, section 6.1)."""
    line = " ".join(text.split())
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (1 + max(map(len, re.findall("`+", line))))
    return f"{fence} {line} {fence}"


def _md_title(text: str) -> str:
    """Return a document's own words on one line, where they neither end a heading nor begin a tag."""
    return _md(" ".join(text.split()))


def _md(text: str) -> str:
    """Return plain text in which nothing but `code` means anything to Markdown."""
    # Only what CommonMark too takes for code: one backtick on either side, and no empty line between.
    parts = re.split(r"((?<!`)`(?:[^`\n]|\n(?![ \t]*\n))+`(?!`))", text)
    return "".join(part if index % 2 else re.sub(r"([\\*_\[\]<>`])", r"\\\1", part) for index, part in enumerate(parts))


# --- HTML


def _html(page: Page) -> str:
    template = Path(__file__).with_name("reference.html").read_text(encoding="utf-8")
    groups: dict[str, list[Section]] = {}
    for section in page.sections:
        groups.setdefault(section.group, []).append(section)
    nav, main = [], ["".join(_html_blocks(page.intro))]
    for group, sections in groups.items():
        links = "".join(_anchor(each.title.rpartition(".")[2], each.anchor) for each in sections)
        state = "" if group == _SCHEMAS else " open"
        nav.append(f"<details{state}><summary>{html.escape(group)}</summary>{links}</details>")
        main.append(f"<h2>{html.escape(group)}</h2>")
        main += [_html_section(section) for section in sections]
    parts = {"title": html.escape(page.title), "nav": "\n".join(nav), "main": "\n".join(main)}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)


def _html_section(section: Section) -> str:
    anchor, title = html.escape(section.anchor), html.escape(section.title)
    short = f"<p class=short>{_html_text(section.short)}</p>" if section.short else ""
    content = "".join(_html_blocks(section.blocks))
    return f'<section id="{anchor}"><h3><a href="#{anchor}">{title}</a></h3>{short}{content}</section>'


def _html_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.title and block.kind != "more":
            yield f"<h4>{html.escape(block.title)}</h4>"
        if block.kind == "table":
            yield _html_table(block.rows)
        elif block.kind == "code":
            yield f"<pre>{html.escape(str(block.lines[0][0]))}</pre>"
        elif block.kind == "more":
            code = html.escape(str(block.lines[0][0]))
            yield f"<details class=more><summary>{html.escape(block.title)}</summary><pre>{code}</pre></details>"
        elif block.kind == "list":
            yield f"<ul>{''.join(f'<li>{_html_line(line)}</li>' for line in block.lines)}</ul>"
        else:
            yield "".join(f"<p>{_html_line(line)}</p>" for line in block.lines)


def _html_table(rows: Sequence[Sequence[Line]]) -> str:
    head = "".join(f"<th>{_html_line(cell)}</th>" for cell in rows[0])
    lines = "".join(f"<tr>{''.join(f'<td>{_html_line(cell)}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"


def _html_line(line: Line) -> str:
    return "".join(_html_part(part) for part in line)


def _html_part(part: str | Link | Break) -> str:
    if isinstance(part, Link):
        return _anchor(part.text, part.anchor)
    return _html_text(part) if isinstance(part, str) else "<br>"


def _anchor(text: str, anchor: str) -> str:
    return f'<a href="#{html.escape(anchor)}">{html.escape(text)}</a>'


def _html_text(text: str) -> str:
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f"<code>{html.escape(part)}</code>" if index % 2 else html.escape(part) for index, part in enumerate(parts)
    )
