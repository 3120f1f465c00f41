"""Pieces of HTML: escaped, in the colours of where they are shown, without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from dynclient.document.legible import legible
from dynclient.faces.forms import Cell
from dynclient.faces.tables import Table

# JupyterLab's and VS Code's variables know their theme; elsewhere the browser's preference decides.
_STYLE = """<style>
.dynclient{--fg:var(--jp-content-font-color1,var(--vscode-editor-foreground,#1f2328));\
--dim:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#59636e));\
--line:var(--jp-border-color2,var(--vscode-panel-border,#d1d9e0));\
--fill:var(--jp-cell-editor-background,var(--vscode-textCodeBlock-background,#f6f8fa));\
--red:var(--jp-error-color1,var(--vscode-errorForeground,#c62828));\
--green:var(--jp-success-color1,#2e7d32);--blue:var(--jp-brand-color1,#1565c0);\
color:var(--fg);font-size:13px;line-height:1.45;margin:2px 0;overflow-x:auto}
@media(prefers-color-scheme:dark){.dynclient{--fg:var(--jp-content-font-color1,var(--vscode-editor-foreground,#e6edf3));\
--dim:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#9198a1));\
--line:var(--jp-border-color2,var(--vscode-panel-border,#3d444d));\
--fill:var(--jp-cell-editor-background,var(--vscode-textCodeBlock-background,#1c2128));\
--red:var(--jp-error-color1,var(--vscode-errorForeground,#ff8a80));\
--green:var(--jp-success-color1,#7ee787);--blue:var(--jp-brand-color1,#79c0ff)}}
.dynclient table{border-collapse:collapse;margin:2px 0;border:0;font-size:13px;color:inherit;width:auto}
.dynclient th,.dynclient td{padding:2px 12px 2px 0;vertical-align:top;border:0;\
background:none;white-space:nowrap}
.dynclient td.w{white-space:normal;max-width:52em}
.dynclient th{color:var(--dim);font-weight:600;border-bottom:1px solid var(--line)}
.dynclient tbody tr:nth-child(n){background:none}
.dynclient td{border-bottom:1px solid color-mix(in srgb,var(--line) 45%,transparent)}
.dynclient .n{font-variant-numeric:tabular-nums}
.dynclient .d{color:var(--dim)}.dynclient .r{color:var(--red)}.dynclient .g{color:var(--green)}
.dynclient .k{color:var(--blue)}.dynclient b{font-weight:600}
.dynclient code,.dynclient pre{font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);\
font-size:12px;color:inherit}
.dynclient code{background:none!important;padding:0!important}
.dynclient pre{margin:2px 0;padding:6px 8px;background:var(--fill);border-radius:4px;overflow:auto;max-height:32em;\
line-height:1.4;white-space:pre-wrap;overflow-wrap:anywhere}
.dynclient pre .e{display:block;border-left:3px solid var(--red);margin-left:-8px;padding-left:5px}
.dynclient details>div{margin-left:16px}.dynclient summary{cursor:pointer}
.dynclient pre .t{border:0 solid var(--red);border-left-width:3px}
.dynclient .l,.dynclient summary{overflow-wrap:anywhere}.dynclient .l{padding-left:14px}
.dynclient .t{border-bottom:1px dotted var(--line);cursor:help}
.dynclient .p{display:inline-block;width:14em;height:8px;background:var(--line);border-radius:4px;overflow:hidden;\
vertical-align:middle}
.dynclient .p i{display:block;height:8px;background:var(--blue);border-radius:4px}
@media print{.dynclient{overflow:visible}.dynclient td{white-space:normal;overflow-wrap:anywhere}\
.dynclient .n{white-space:nowrap}.dynclient pre{max-height:none;overflow:visible}\
.dynclient details::details-content{content-visibility:visible;block-size:auto}}
</style>"""
# Jupyter's own style sheet puts cells at the right; and where a notebook is not trusted, it takes ours out and leaves
# the declarations of an element.
_LEFT, _RIGHT = ' style="text-align:left"', ' class="n" style="text-align:right"'
_WIDE = ' class="w"'
_TITLE = 400  # characters of a tool tip
# What stands between dollar signs is no formula: JupyterLab minds the second name, nbconvert's page the first.
_CLASSES = "dynclient tex2jax_ignore mathjax_ignore"


def esc(value: object) -> str:
    """Return a text escaped for HTML and its attributes, without signs that no page may hold."""
    return html.escape(legible(str(value)))


def box(*parts: str) -> str:
    """Return the HTML of one value, with the colours that it is shown in."""
    return f'{_STYLE}<div class="{_CLASSES}">{"".join(parts)}</div>'


def tag(name: str, content: str, classes: str = "", tip: str = "") -> str:
    """Return an element.

    Args:
        content: HTML.
        tip: what shows where the mouse rests on it, as text.
    """
    classes = f"{classes} t".strip() if tip else classes
    kind = f' class="{classes}"' if classes else ""
    about = f' title="{esc(tip[:_TITLE])}"' if tip else ""
    return f"<{name}{kind}{about}>{content}</{name}>"


def prose(text: str) -> str:
    """Return a description, in which `backticks` mark code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", esc(text))


def dim(text: object) -> str:
    """Return a text in the colour of what matters less."""
    return tag("span", esc(text), "d")


def fold(summary: str, content: str, opened: bool = False) -> str:
    """Return HTML that opens at a click on its summary."""
    return f"<details{' open' if opened else ''}><summary>{summary}</summary><div>{content}</div></details>"


def grid(titles: Iterable[str], rows: Iterable[Iterable[str]], wide: int | None = None) -> str:
    """Return a table of HTML cells.

    Args:
        titles: as text.
        wide: the column whose text may take several lines.
    """
    head = "".join(f"<th{_LEFT}>{esc(title)}</th>" for title in titles)
    body = "".join(
        tag("tr", "".join(f"<td{_WIDE if index == wide else ''}{_LEFT}>{cell}</td>" for index, cell in enumerate(row)))
        for row in rows
    )
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def table_html(table: Table) -> str:
    """Return a list as a table, with what it left out."""
    head = "".join(f"<th{_side(table, index)}>{esc(title)}</th>" for index, title in enumerate(table.columns))
    rows = "".join(tag("tr", "".join(_cells(table, row))) for row in table.rows)
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if table.rows else ""
    return f"{body}{tag('div', esc(table.caption), 'd')}"


def _cells(table: Table, row: tuple[Cell, ...]) -> Iterator[str]:
    for index, cell in enumerate(row):
        about = f' title="{esc(cell.whole[:_TITLE])}"' if cell.whole else ""
        yield f"<td{_side(table, index)}{about}>{esc(cell.text)}</td>"


def _side(table: Table, index: int) -> str:
    return _RIGHT if index in table.right else _LEFT
