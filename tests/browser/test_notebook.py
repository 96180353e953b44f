"""Any other notebook in our page: widgets, outputs and words, in a real browser."""

from __future__ import annotations

import base64
import os
import re
import signal
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import LIVE_WITHIN_MS, Visitor
from browser.test_trip import kernel_id, kernel_process
from conftest import RunningServer, serve
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import BrowserContext, Locator, Page, expect


def png(width: int = 3, height: int = 2) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PNG = base64.b64encode(png()).decode()
HOSTILE = (
    "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    '<img src="https://elsewhere.example/x.png"><iframe src="https://elsewhere.example/"></iframe>'
    '<svg onload="document.title = 1"><script>document.title = 2</script></svg>'
    '<a href="javascript:document.title = 3">link</a><b>harmless</b>'
)
ACTIVE = "main :is(script, iframe, svg, [onerror], [onload], [src^=http], [href^=javascript])"
WIDGETS = f"""\
import base64
import ipywidgets as w
from IPython.display import HTML, SVG, DisplayHandle, Image, Markdown, display
PNG = base64.b64decode("{PNG}")
slider, label = w.IntSlider(value=3, max=9, description="Votes"), w.Label("3")
slider.observe(lambda change: setattr(label, "value", f"now {{change.new}}"), "value")
display(w.VBox([slider, label]))
"""
CALLBACKS = """\
out = w.Output()
button = w.Button(description="Count", icon="check")
counted = []
def count(_button):
    counted.append(1)
    with out:
        print("pressed", len(counted))
button.on_click(count)
rich = w.Button(description="Show all kinds")
def show(_button):
    out.clear_output()
    with out:
        display(HTML("<table><tr><td>cell</td></tr></table>"), Markdown("**strong words**"))
        display(Image(PNG, alt="Live red"), SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"))
        display(w.IntText(value=4, description="Inside"))
        raise KeyError("a secret")
rich.on_click(show)
display(w.HBox([button, rich]), out)
"""
STATIC = """\
import pandas
display(Image(PNG, alt="Red picture"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle r='4'/></svg>"))
display(HTML("<p style='font-weight: 600'>From <em>HTML</em></p>"), Markdown("From *Markdown*"))
print("from print")
pandas.DataFrame({"theme": ["QI", "teams"], "votes": [3, 5]})
"""
UPDATES = """\
handle = display("first state", display_id=True)
again = w.Button(description="Change it")
again.on_click(lambda _button: handle.update(Markdown("state **of now**")))
display(again)
"""
FIELDS = """\
fields = w.VBox([w.Dropdown(options=["red", "green"], description="Colour"),
                 w.Text(description="Name"), w.HTML('<b id="told">bold</b>')])
told = w.Label()
def tell(change):
    told.value = f"{fields.children[0].value}/{fields.children[1].value}"
fields.children[0].observe(tell, "value")
fields.children[1].observe(tell, "value")
display(fields, told)
"""
INTERACT = "w.interact(lambda squared: print('square', squared ** 2), squared=w.IntText(value=4));"
THIRD = """\
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      const b = document.createElement("button");
      const show = () => { b.textContent = "third " + model.get("n"); };
      b.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
      model.on("change:n", show); show(); el.append(b);
    } }'''
    _css = "button { border-radius: 7px; }"
    n = traitlets.Int(1).tag(sync=True)
Counter()
"""


def write_notebook(path: Path, *cells: nbformat.NotebookNode | str) -> Path:
    """A notebook at `path`; words that are not a cell are one of code."""
    made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made), path)
    return path


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of a notebook with a cell of each kind."""
    folder = tmp_path_factory.mktemp("workshop")
    notebook = write_notebook(
        folder / "work" / "workshop.ipynb",
        new_markdown_cell("# A *real* workshop\n\nWords with a [link](#part-two)."),
        WIDGETS,
        new_markdown_cell(f"## Part two\n\n{HOSTILE}"),
        STATIC,
        CALLBACKS,
        "1 / 0  # a secret",
        UPDATES,
        FIELDS,
        INTERACT,
        "from ladder_widgets import LadderMap\nLadderMap()",
        THIRD,
        f"HTML({HOSTILE!r})",
    )
    with serve(folder / "data", "--pool-size", "1", str(notebook)) as running:
        yield running


@pytest.fixture(autouse=True)
def patient(context: BrowserContext) -> None:
    """Give a page time: where no kernel is warm yet, every cell runs before it is sent."""
    context.set_default_navigation_timeout(LIVE_WITHIN_MS)


@pytest.fixture
def page(visit: Callable[[str], Visitor], workshop: RunningServer) -> Iterator[Visitor]:
    """The notebook's page, live; afterwards nothing may have complained or left this machine."""
    visitor = visit(workshop.address)
    yield visitor
    assert visitor.foreign_hosts() == set()
    assert visitor.complaints == []
    assert visitor.page.title() == "A real workshop – Leadership Ladder"


def output(page: Page) -> Locator:
    """The output widget of the buttons' callbacks."""
    return page.locator("[data-widget] .ladder-output").first


def test_a_slider_moves_what_is_observed_in_the_kernel(page: Visitor) -> None:
    """A key on the slider reaches the kernel, whose answer is shown."""
    handle = page.page.get_by_role("slider", name="Votes")

    handle.focus()
    handle.press("ArrowRight")

    expect(page.page.get_by_text("now 4")).to_be_visible()


def test_words_and_outputs_are_in_the_page(page: Visitor) -> None:
    """Title, words, pictures, HTML, Markdown, print and a table, each in its place."""
    at = page.page

    expect(at.get_by_role("banner").get_by_role("heading", level=1)).to_have_text("A real workshop")
    expect(at.get_by_role("heading", name="Part two", level=2)).to_be_visible()
    for name in ("Red picture", "Picture without a description"):
        picture = at.get_by_role("img", name=name).first
        expect(picture).to_be_visible()
        assert picture.evaluate("img => img.naturalWidth") > 0
    expect(at.locator("em", has_text="HTML")).to_be_visible()
    expect(at.locator("em", has_text="Markdown")).to_be_visible()
    expect(at.get_by_text("from print")).to_be_visible()
    expect(at.get_by_role("cell", name="5", exact=True)).to_be_visible()
    expect(at.locator("body")).not_to_contain_text("import pandas")
    expect(at.locator("body")).not_to_contain_text("tbody tr th")


def test_a_callback_prints_into_its_output_widget(page: Visitor) -> None:
    """Each press adds a line; nothing is said before the first."""
    count = page.page.get_by_role("button", name="Count")
    expect(output(page.page)).to_have_text("")

    count.click()
    expect(output(page.page)).to_contain_text("pressed 1")
    count.click()

    expect(output(page.page).locator("pre")).to_have_text("pressed 1\npressed 2\n")


def test_a_callback_displays_every_kind(page: Visitor) -> None:
    """HTML, Markdown, pictures, a widget and an error's class in an output widget."""
    page.page.get_by_role("button", name="Show all kinds").click()

    shown = output(page.page)
    expect(shown.get_by_text("This did not run: KeyError.")).to_be_visible()
    expect(shown.locator("td", has_text="cell")).to_be_visible()
    expect(shown.locator("strong", has_text="strong words")).to_be_visible()
    expect(shown.get_by_role("img", name="Live red")).to_be_visible()
    expect(shown.get_by_role("spinbutton", name="Inside")).to_have_value("4")
    expect(shown).not_to_contain_text("a secret")


def test_a_failing_cell_says_so_and_the_rest_runs(page: Visitor) -> None:
    """The class of the error, no more; the cells below are there."""
    body = page.page.locator("body")

    expect(page.page.get_by_text("This cell did not run: ZeroDivisionError.")).to_be_visible()
    expect(body).not_to_contain_text("a secret")
    expect(body).not_to_contain_text("Traceback")
    expect(page.page.get_by_role("button", name="Change it")).to_be_visible()


def test_a_display_is_changed_by_its_handle(page: Visitor) -> None:
    """What a callback updates changes in the cell where it was displayed."""
    expect(page.page.get_by_text("first state")).to_be_visible()

    page.page.get_by_role("button", name="Change it").click()

    expect(page.page.locator("strong", has_text="of now")).to_be_visible()
    expect(page.page.get_by_text("first state")).to_have_count(0)


def test_fields_reach_the_kernel(page: Visitor) -> None:
    """A choice and words typed are known there."""
    page.page.get_by_label("Colour").select_option("green")
    page.page.get_by_label("Name", exact=True).fill("Sam")

    expect(page.page.get_by_text("green/Sam")).to_be_visible()


def test_interact_runs_its_function_again(page: Visitor) -> None:
    """The first result comes with the page, the next one replaces it."""
    expect(page.page.get_by_text("square 16")).to_be_visible()

    field = page.page.get_by_label("squared")
    field.fill("5")
    field.press("Enter")

    expect(page.page.get_by_text("square 25")).to_be_visible()
    expect(page.page.get_by_text("square 16")).to_have_count(0)


def test_one_of_our_components_works_among_others(page: Visitor) -> None:
    """The map answers its kernel; its code comes from the bundle."""
    component = page.page.locator("[data-widget] .ladder[data-ladder=live]")

    expect(component).to_contain_text("Your ladder starts here", timeout=20_000)


def test_widgets_of_others_run_under_the_second_policy(page: Visitor) -> None:
    """Anywidget's code and styles are taken from the kernel, with a way back."""
    counter = page.page.get_by_role("button", name="third 1")

    counter.click()

    counter = page.page.get_by_role("button", name="third 2")
    expect(counter).to_be_visible()
    expect(counter).to_have_css("border-radius", "7px")


def test_no_script_of_markdown_or_html_runs(page: Visitor) -> None:
    """What is hostile is taken out on the server: the policy has nothing to refuse."""
    at = page.page

    expect(at.get_by_text("harmless")).to_have_count(2)
    assert at.locator(ACTIVE).count() == 0


def test_no_script_that_a_callback_or_widget_shows_runs(
    visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """HTML that arrives later is as harmless, in an output, a widget, a label and an update."""
    live = f"""\
import ipywidgets as w
from IPython.display import HTML, Markdown, display
HOSTILE = {HOSTILE!r}
out, button, handle = w.Output(), w.Button(description="Show"), display("before", display_id=True)
def show(_button):
    with out:
        display(HTML(HOSTILE), Markdown(HOSTILE))
    handle.update(HTML(HOSTILE))
button.on_click(show)
named = w.Text(description=HOSTILE, description_allow_html=True)
display(button, out, w.HTML(HOSTILE), w.HTMLMath(HOSTILE), named)
"""
    notebook = write_notebook(tmp_path / "live.ipynb", live)
    with serve(tmp_path / "data", "--pool-size", "1", str(notebook)) as running:
        visitor = visit(running.address)
        visitor.page.get_by_role("button", name="Show").click()

        expect(visitor.page.get_by_text("harmless")).to_have_count(6)
        assert visitor.page.locator(ACTIVE).count() == 0
        expect(visitor.page).to_have_title("live – Leadership Ladder")
    assert visitor.foreign_hosts() == set()
    # Chromium names the handlers already when HTML is parsed to be sanitised, even by itself.
    refused = [c for c in visitor.complaints if "Executing inline event handler" not in c]
    assert refused == []


def test_the_frame_has_no_accessibility_violation(page: Visitor) -> None:
    """Header, words and outputs; ipywidgets' own faults are theirs."""
    found = Axe().run(page.page, context={"include": [["body"]], "exclude": [["[data-widget]"]]})

    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_can_be_read_in_both_themes(
    page: Visitor, workshop: RunningServer, theme: str
) -> None:
    """No contrast below WCAG's in the widgets of either theme."""
    page.page.emulate_media(color_scheme=theme)

    found = Axe().run(page.page, options={"runOnly": ["color-contrast"]})

    assert found.response["violations"] == [], found.generate_report()


def test_a_killed_kernel_is_told_and_the_page_loads_again(
    visit: Callable[[str], Visitor], workshop: RunningServer
) -> None:
    """The message says what is lost; its button brings a page that works."""
    visitor = visit(workshop.address)
    at = visitor.page
    before = kernel_id(at)

    os.kill(kernel_process(before).pid, signal.SIGKILL)

    again = at.get_by_role("button", name="Load the page again")
    expect(again).to_be_visible(timeout=30_000)
    expect(at.get_by_role("alert").filter(has_text="has stopped")).to_be_visible()
    expect(at.locator("html")).to_have_attribute("data-ladder", "lost")
    again.click(timeout=LIVE_WITHIN_MS)  # it waits for a page with a new kernel
    at.wait_for_function(
        "old => JSON.parse(document.getElementById('ladder-config').textContent).kernel !== old",
        arg=before,
        timeout=LIVE_WITHIN_MS,
    )
    visitor.live()
    expect(at.get_by_role("button", name="Count")).to_be_visible()


def test_controls_are_loaded_only_when_they_are_used(
    visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """A notebook of words and plain outputs loads neither controls nor the widget manager."""
    notebook = write_notebook(tmp_path / "plain.ipynb", new_markdown_cell("Words."), "print('out')")
    with serve(tmp_path / "data", "--pool-size", "1", str(notebook)) as running:
        visitor = visit(running.address)

        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("plain")
        expect(visitor.page.get_by_text("out", exact=True)).to_be_visible()
    scripts = [url for url in visitor.requests if re.search(r"/assets/.*\.js$", url)]
    assert len(scripts) <= 3, scripts
    assert visitor.complaints == []


def test_the_coverage_of_every_programme_is_without_fault(
    tmp_path: Path, visit: Callable[[str], Visitor]
) -> None:
    """The notebook for faculty: all programmes, then one of them by stage, on a narrow screen."""
    notebook = Path(__file__).parents[2] / "notebooks" / "faculty" / "coverage.ipynb"
    with serve(tmp_path / "data", str(notebook)) as server:
        visitor = visit(server.address)
        page = visitor.page
        expect(page.get_by_role("button", name="Anaesthetics", exact=True)).to_be_visible()
        wide = Axe().run(page, context={"include": [[".ladder-grid"]]})
        page.get_by_role("button", name="General Practice").click()
        expect(page.get_by_role("heading", name="General Practice")).to_be_focused()
        page.locator(".ladder-grid summary").first.click()
        page.set_viewport_size({"width": 320, "height": 700})
        narrow = Axe().run(page, context={"include": [[".ladder-grid"]]})
        page.get_by_role("button", name="All programmes").click()
        expect(page.get_by_role("button", name="Anaesthetics", exact=True)).to_be_visible()

    assert wide.response["violations"] == [], wide.generate_report()
    assert narrow.response["violations"] == [], narrow.generate_report()
    assert visitor.complaints == []
