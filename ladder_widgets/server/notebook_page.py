"""What the page of a notebook shows: its words and outputs, harmless, and nothing of its code."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
import nh3
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from ladder_widgets.evidence.notebook_tags import NO_INPUT, NO_OUTPUT, REMOVED, tags_of
from ladder_widgets.evidence.terminal import shown_in_terminal

WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
NO_DESCRIPTION = "Picture without a description"
FAILED = "ladder_failed"
"""Where a cell's metadata holds the class of the error that ended it."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    **{heading: {"id"} for heading in HEADINGS},
    "*": {"class", "style", "title", "lang", "dir", "aria-label"},
}
STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-left",
    "border-right", "border-top", "color", "font-family", "font-size", "font-style",
    "font-weight", "height", "margin", "margin-bottom", "margin-left", "margin-right",
    "margin-top", "max-width", "min-width", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "text-align", "text-decoration", "vertical-align",
    "white-space", "width",
}  # fmt: skip
OURS = re.compile(r"^ladder", re.IGNORECASE)

Kind = Literal["widget", "html", "image", "text", "error"]


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a cell put out, ready for the template; `value` is escaped there but for HTML."""

    kind: Kind
    value: str
    alt: str = ""
    width: int = 0
    height: int = 0
    display_id: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """What one cell shows: words, or outputs."""

    prose: str = ""
    outputs: tuple[Output, ...] = ()


class NotebookPage:
    """Gathers the cells of a notebook while they run; `blocks` and `title` are read afterwards.

    Outputs are made at the end: a later cell may still have changed an earlier one's display.
    """

    def __init__(
        self, name: str, display_ids: Callable[[], Mapping[str, Mapping[int, list[int]]]]
    ) -> None:
        """Take the name of the file, for a notebook without a title, and what names displays."""
        self.title = name
        self._titled = False
        self._display_ids = display_ids
        self._cells: list[Any] = []
        self._prose: dict[int, str] = {}

    def add_markdown(self, cell: Any, html: str) -> None:
        """Take a cell of words; the notebook's first heading becomes the title of the page."""
        if tags_of(cell) & (REMOVED | NO_INPUT):
            html = ""
        soup = BeautifulSoup(html, "html.parser")
        for anchor in soup.select("a.anchor-link"):
            anchor.decompose()
        heading = None if self._titled else soup.find("h1")
        if heading is not None:
            self.title = " ".join(heading.get_text().split()) or self.title
            self._titled = True
            heading.decompose()
        self._prose[len(self._cells)] = clean(str(soup))
        self._cells.append(cell)

    def add_code(self, cell: Any) -> None:
        """Take a cell of code that has run."""
        self._cells.append(cell)

    @property
    def blocks(self) -> Iterator[Block]:
        """What each cell shows, those left out that show nothing."""
        names = {
            (cell, output): name
            for name, places in self._display_ids().items()
            for cell, outputs in places.items()
            for output in outputs
        }
        for number, cell in enumerate(self._cells):
            prose = self._prose.get(number, "")
            ids = {output: name for (at, output), name in names.items() if at == number}
            outputs = tuple(_outputs(cell, ids))
            if prose.strip() or outputs:
                yield Block(prose=prose, outputs=outputs)


def gather(cell_generator: Any, name: str) -> NotebookPage:
    """A page for the cells that Voila is about to run; `cell_generator` is its renderer's method.

    nbclient drops the ids of displays from the outputs and keeps them to itself: they are read
    there, so that the browser can change a display that a callback updates later.
    """

    def display_ids() -> Mapping[str, Mapping[int, list[int]]]:
        executor = getattr(cell_generator.__self__, "executor", None)
        return getattr(executor, "_display_id_map", None) or {}

    return NotebookPage(name, display_ids)


def note_failure(cell: Any, execute_reply: Mapping[str, Any], **_rest: Any) -> None:
    """Keep the class of a cell's error; Voila takes it out of the output with the traceback."""
    cell.metadata[FAILED] = str(execute_reply["content"].get("ename", ""))


def clean(html: str) -> Markup:
    """HTML without anything that acts, asks another host or covers the page."""
    if "<img" in html.lower():
        html = _only_own_pictures(html)
    safe = nh3.clean(
        html,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=STYLES,
    )
    # pandas leaves the corner of a table empty: a heading without words is none.
    return Markup(safe.replace("<th></th>", "<td></td>"))  # noqa: S704  # sanitised just here


def _only_own_pictures(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.find_all("img"):
        if not str(picture.get("src", "")).lower().startswith("data:image/"):
            picture.decompose()
        elif not picture.has_attr("alt"):
            picture["alt"] = NO_DESCRIPTION
    return str(soup)


def _keep(element: str, attribute: str, value: str) -> str | None:
    if element == "img" and attribute == "src":
        return value if value.lower().startswith("data:image/") else None
    if attribute == "href":
        return None if value.lower().lstrip().startswith("data:") else value
    if attribute == "id":
        return None if OURS.match(value) else value
    return value


def _outputs(cell: Any, display_ids: Mapping[int, str]) -> Iterator[Output]:
    hidden = bool(tags_of(cell) & (REMOVED | NO_OUTPUT))
    words: list[str] = []
    for number, output in enumerate(cell.get("outputs", ())):
        if output.output_type == "error" or hidden:
            continue
        if output.output_type == "stream":
            words.append(output.text)
            continue
        yield from _text(words)
        words.clear()
        yield msgspec.structs.replace(_display(output), display_id=display_ids.get(number, ""))
    yield from _text(words)
    failed = [o for o in cell.get("outputs", ()) if o.output_type == "error"]
    if failed or FAILED in cell.metadata:  # also of a hidden cell: a failure is never silent
        yield Output(kind="error", value=cell.metadata.get(FAILED, ""))


def _text(words: Iterable[str]) -> Iterator[Output]:
    if text := shown_in_terminal("".join(words)):
        yield Output(kind="text", value=text)


def _display(output: Any) -> Output:
    data, metadata = output.data, output.get("metadata", {})
    if WIDGET in data:
        return Output(kind="widget", value=str(data[WIDGET]["model_id"]))
    if "text/html" in data:
        return Output(kind="html", value=clean(data["text/html"]))
    if "text/markdown" in data:
        return Output(kind="html", value=clean(markdown2html_mistune(data["text/markdown"])))
    if "image/svg+xml" in data:
        # As a picture, not as part of the page: what is in it cannot act.
        encoded = base64.b64encode(data["image/svg+xml"].encode()).decode()
        return _picture(f"data:image/svg+xml;base64,{encoded}", metadata.get("image/svg+xml", {}))
    for kind in PICTURES:
        if kind in data:
            encoded = "".join(data[kind].split())
            return _picture(f"data:{kind};base64,{encoded}", metadata.get(kind, {}))
    plain = data.get("text/plain") or data.get("text/latex") or ""
    return next(_text([plain]), Output(kind="text", value=""))


def _picture(source: str, metadata: Any) -> Output:
    told = metadata if isinstance(metadata, dict) else {}
    width, height = (
        n if isinstance(n, int) else 0 for n in (told.get("width"), told.get("height"))
    )
    alt = str(told.get("alt", NO_DESCRIPTION))
    return Output(kind="image", value=source, alt=alt, width=width, height=height)
