"""The pages that dynclient makes, opened in a browser: Debian's chromium, without a window."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dynclient.__main__ import main

BROWSER = shutil.which("chromium")
if BROWSER is None and not os.environ.get("DYNCLIENT_REQUIRE_BROWSER"):
    pytest.skip("there is no browser for the tests: apt-get install chromium", allow_module_level=True)

pytestmark = pytest.mark.slow


def told(page: Path, script: str) -> Any:
    """Return what a script finds on a page, as JSON has it, once the page's own scripts have run."""
    name = "what-the-script-found"
    page.write_text(
        page.read_text().replace("</body>", f'<script id="{name}" type="module">{ASK % (name, script)}</script></body>')
    )
    assert BROWSER is not None
    # Nothing is reached but the page: no profile of the user's, no network.
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    options += [f"--user-data-dir={page.parent / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    options += ["--virtual-time-budget=20000", "--window-size=1200,900", "--dump-dom"]
    done = subprocess.run([BROWSER, *options, page.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    found = re.search(rf'<pre id="{name}">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(re.sub(r"&(lt|gt|amp);", lambda m: {"lt": "<", "gt": ">", "amp": "&"}[m[1]], found[1]))


ASK = """
const found = document.createElement("pre");
found.id = "%s";
try { found.textContent = JSON.stringify((() => { %s })()); }
catch (error) { found.textContent = JSON.stringify(String(error)); }
document.body.append(found);
"""


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    page = tmp_path / "reference.html"
    assert main(["reference", "-o", str(page)]) == 0
    return page


SEARCH = """
const box = document.querySelector("input[type=search]");
box.value = %s;
box.dispatchEvent(new Event("input", {bubbles: true}));
const visible = [...document.querySelectorAll("section")].filter(each => each.getBoundingClientRect().height > 0);
const above = (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top;
const links = [...document.querySelectorAll("nav a")].filter(each => each.getBoundingClientRect().height > 0);
return {first: visible.sort(above)[0]?.id ?? null, sections: visible.length, links: links.length,
        said: document.querySelector("output").textContent};
"""


def test_the_search_of_the_reference_page_finds_an_operation(reference: Path) -> None:
    found = told(reference, SEARCH % '"rename container"')
    assert found["first"] == "ContainerRename"
    assert 0 < found["sections"] < 20
    assert found["said"].startswith(f"{found['sections']} of ")


def test_a_search_that_finds_nothing_says_so_and_shows_nothing(reference: Path) -> None:
    found = told(reference, SEARCH % '"no-such-word"')
    assert (found["first"], found["sections"], found["links"], found["said"][:5]) == (None, 0, 0, "0 of ")


def test_a_click_on_a_link_ends_the_search_and_leads_to_its_operation(reference: Path) -> None:
    script = SEARCH.partition("const visible")[0] % '"rename container"'
    script += """
        document.querySelector('nav a[href="#ContainerRename"]').click();
        const top = document.querySelector("#ContainerRename").getBoundingClientRect().top;
        return [box.value, location.hash, document.querySelectorAll("section[hidden]").length, Math.abs(top) < 100];
    """
    assert told(reference, script) == ["", "#ContainerRename", 0, True]


def test_the_key_slash_leads_to_the_search_and_escape_ends_it(reference: Path) -> None:
    script = SEARCH.partition("const visible")[0] % '"rename container"'
    script += """
        const press = key => dispatchEvent(new KeyboardEvent("keydown", {key}));
        press("/");
        const focused = document.activeElement === box;
        press("Escape");
        return [focused, box.value, document.querySelectorAll("section[hidden]").length];
    """
    assert told(reference, script) == [True, "", 0]


# --- a notebook -------------------------------------------------------------------------------------

CELL = """
from dynclient import Client
from dynclient.faces.mock.mock_engine import MockEngine
evil = "<script>document.title = 'run'</script><img src=x onerror=\\"document.title = 'run'\\">"
named = [{"Id": "0" * 64, "Names": ["/web"], "Image": "busybox:1", "Command": evil, "State": "running"}]
Client(transport=MockEngine().on("ContainerList", named)).container.list()
"""


@pytest.mark.filterwarnings("ignore::Warning:jupyter_client", "ignore::Warning:zmq", "ignore::Warning:nbclient")
@pytest.mark.filterwarnings("ignore::Warning:nbconvert")
def test_the_page_of_a_notebook_shows_its_table_and_runs_nothing_that_the_engine_said(tmp_path: Path) -> None:
    reason = "the extra slow is not installed: it has Jupyter's kernel and nbclient"
    nbformat = pytest.importorskip("nbformat", reason=reason)
    nbclient, nbconvert = (pytest.importorskip(name, reason=reason) for name in ("nbclient", "nbconvert"))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    page = tmp_path / "notebook.html"
    page.write_text(nbconvert.HTMLExporter().from_notebook_node(notebook)[0])
    script = """
        const table = document.querySelector(".jp-OutputArea table"), place = table.getBoundingClientRect();
        const cells = [...table.querySelectorAll("tbody tr:first-child td")].map(each => each.innerText);
        return {web: cells.includes("web"), shown: place.width > 200 && place.height > 20, title: document.title,
                evil: cells.some(each => each.includes("<script>")),
                inside: table.querySelectorAll("script, img").length};
    """
    expected = {"web": True, "shown": True, "title": "Notebook", "evil": True, "inside": 0}
    assert told(page, script) == expected
