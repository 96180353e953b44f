"""Any other notebook over the wire: its page, its policy, and what is refused to be served."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import nbformat
import pytest
from conftest import RunningServer, serve
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ladder_widgets.errors import InputError
from ladder_widgets.server.handlers import NOTEBOOK_POLICY, POLICY
from ladder_widgets.server.notebook import find_notebook
from ladder_widgets.server.notebook_page import FAILED, NotebookPage, clean

SECRET = "marmalade"


def fetch(server: RunningServer, path: str = "/") -> tuple[dict[str, str], str]:
    """Headers and body of a page, asked for with the session's cookie."""
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    opener = urllib.request.build_opener(cookies)
    with opener.open(server.address, timeout=60) as first:
        first.read()
    with opener.open(f"{server.origin}{path}", timeout=60) as answer:
        return dict(answer.headers), answer.read().decode()


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook with hidden cells, a failing one and a display that changes while it runs."""
    hidden = new_code_cell("print('hidden')\nx = 5", metadata={"tags": ["remove_cell"]})
    quiet = new_code_cell("print('quiet')", metadata={"tags": ["remove_output"]})
    unsaid = new_markdown_cell("Unsaid.", metadata={"tags": ["remove_input"]})
    cells = [
        new_markdown_cell("Before.\n\n# Title <em>here</em>\n\nAfter."),
        hidden,
        quiet,
        unsaid,
        new_code_cell("from IPython.display import display\nh = display('early', display_id=True)"),
        new_code_cell(f"raise LookupError('{SECRET}')"),
        new_code_cell("h.update('late'); print('x is', x)"),
        new_code_cell("print('<script>1</script>')"),
    ]
    folder = tmp_path_factory.mktemp("notebook")
    nbformat.write(new_notebook(cells=cells), folder / "it.ipynb")
    return folder / "it.ipynb"


@pytest.fixture(scope="module")
def page(notebook: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The page of that notebook."""
    with serve(notebook.parent / "data", "--pool-size", "1", str(notebook)) as server:
        yield fetch(server)


def test_the_first_heading_is_the_title_once(page: tuple[dict[str, str], str]) -> None:
    """It stands in the header and in the browser's tab, and not again below."""
    body = page[1]

    assert "<title>Title here – Leadership Ladder</title>" in body
    assert re.findall(r"<h1>.*?</h1>", body) == ["<h1>Title here</h1>"]
    assert "<p>Before.</p>" in body
    assert "<p>After.</p>" in body


def test_tags_hide_cells_that_run_all_the_same(page: tuple[dict[str, str], str]) -> None:
    """A hidden cell's names are known to those after it."""
    body = page[1]

    assert "x is 5" in body
    for word in ("hidden", "quiet", "Unsaid"):
        assert f"{word}\n" not in body
        assert f"{word}." not in body


def test_a_failing_cell_tells_its_class_and_no_more(page: tuple[dict[str, str], str]) -> None:
    """Neither message nor traceback nor code is in the page."""
    body = page[1]

    assert "This cell did not run: LookupError." in body
    assert SECRET not in body
    assert "Traceback" not in body


def test_a_display_shows_its_last_state(page: tuple[dict[str, str], str]) -> None:
    """What a later cell updated is shown where it was displayed, with its id for the browser."""
    body = page[1]

    assert "early" not in body
    assert re.search(r'data-display-id="[0-9a-f]+"><pre tabindex="0">&#39;late&#39;</pre>', body)


def test_words_are_never_taken_for_markup(page: tuple[dict[str, str], str]) -> None:
    """What is printed is escaped."""
    assert "&lt;script&gt;1&lt;/script&gt;" in page[1]


def test_the_page_has_the_second_policy(page: tuple[dict[str, str], str]) -> None:
    """It allows what widgets of others need, and still no other host and no inline script."""
    assert page[0]["Content-Security-Policy"] == NOTEBOOK_POLICY
    script = next(p for p in NOTEBOOK_POLICY.split("; ") if p.startswith("script-src"))
    assert "unsafe" not in script
    assert "http" not in NOTEBOOK_POLICY
    assert "*" not in NOTEBOOK_POLICY


def test_the_trainee_app_never_gets_the_second_policy(server: RunningServer) -> None:
    """The app's page and its problems keep the strict one, whatever is asked for."""
    for path in ("/", "/?template=ladder-notebook", "/?voila-template=ladder-notebook"):
        headers, body = fetch(server, path)

        assert headers["Content-Security-Policy"] == POLICY
        assert "notebook-" not in body
    assert "blob:" not in POLICY
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("missing.ipynb", None, "There is no notebook"),
        ("words.txt", "words", "does not end in .ipynb"),
        ("broken.ipynb", "{", "not a notebook, or is damaged"),
        ("other.ipynb", '{"some": "json"}', "not a notebook, or is damaged"),
        ("list.ipynb", "[]", "not a notebook, or is damaged"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str | None, told: str
) -> None:
    """The command ends with status 1 and a line that says what to do."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content)

    done = subprocess.run(
        [sys.executable, "-m", "ladder_widgets", "serve", "--no-browser",
         "--data-dir", str(tmp_path / "data"), str(path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_a_notebook_in_another_language_is_refused(tmp_path: Path) -> None:
    """Only Python runs here; the message names the language."""
    told = new_notebook(
        metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    )
    nbformat.write(told, tmp_path / "r.ipynb")

    with pytest.raises(InputError, match="written for R"):
        find_notebook(tmp_path / "r.ipynb")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<script>1</script>a", "a"),
        ("<style>b{}</style>a", "a"),
        ('<b onclick="1">a</b>', "<b>a</b>"),
        ('<img src="https://x.example/a.png">a', "a"),
        ('<img src="a.png" onerror="1">a', "a"),
        ('<a href="javascript:1">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="data:text/html,1">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<p style="position: fixed; color: red">a</p>', '<p style="color:red">a</p>'),
        ('<h2 id="ladder-config">a</h2>', "<h2>a</h2>"),
        ("<iframe src='//x.example'></iframe><form action='/'>a</form>", "a"),
        ('<div data-widget="1">a</div>', "<div>a</div>"),
        ("<th></th>", ""),
    ],
)
def test_html_is_made_harmless(given: str, kept: str) -> None:
    """Nothing that acts, asks another host, covers the page or takes our places."""
    assert clean(given) == kept


def test_pictures_have_words_and_are_never_markup() -> None:
    """SVG is shown as a picture; what the author said of a picture is its alternative text."""
    cell = new_code_cell("")
    cell.outputs = [
        new_output("display_data", {"image/svg+xml": "<svg onload='1'/>"}),
        new_output(
            "display_data",
            {"image/png": "aGk=\n"},
            metadata={"image/png": {"alt": "A bar", "width": 9, "height": "9 onload=1"}},
        ),
    ]
    page = NotebookPage("name", dict)
    page.add_code(cell)

    (block,) = page.blocks
    svg, bar = block.outputs
    assert (svg.kind, svg.value[:26]) == ("image", "data:image/svg+xml;base64,")
    assert (bar.value, bar.alt) == ("data:image/png;base64,aGk=", "A bar")
    assert (bar.width, bar.height) == (9, 0)


def test_streams_are_joined_and_lines_written_over_show_their_last_state() -> None:
    """A progress bar is one line; colours of a terminal are left out."""
    cell = new_code_cell("")
    cell.outputs = [
        new_output("stream", name="stdout", text="10%\r50%"),
        new_output("stream", name="stdout", text="\r100%\n\x1b[31mred\x1b[0m"),
    ]
    page = NotebookPage("name", dict)
    page.add_code(cell)

    (block,) = page.blocks
    assert [output.value for output in block.outputs] == ["100%\nred"]


def test_a_failure_of_a_hidden_cell_is_told() -> None:
    """Hiding a cell does not hide that it did not run."""
    cell = new_code_cell("", metadata={"tags": ["remove_cell"], FAILED: "OSError"})
    page = NotebookPage("name", dict)
    page.add_code(cell)

    (block,) = page.blocks
    assert [(output.kind, output.value) for output in block.outputs] == [("error", "OSError")]


def test_a_notebook_without_a_heading_is_called_by_its_name() -> None:
    """The file's name, without its ending."""
    page = NotebookPage("ward-round", dict)
    page.add_markdown(new_markdown_cell("words"), "<p>words</p>")

    assert page.title == "ward-round"
