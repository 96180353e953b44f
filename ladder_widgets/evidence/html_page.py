"""The evidence as one HTML page: self-contained, without script, readable in ten years."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ladder_widgets.evidence.document import EvidenceDocument
from ladder_widgets.settings import resource

IN_BUNDLE = "It belongs to a bundle; ladder verify tells whether that is unchanged since exported."
ALONE = "This page carries no signature; the PDF and the bundle do."


def render_html(document: EvidenceDocument, *, folder: str = "") -> bytes:
    """The document as UTF-8 HTML; `folder` is where its files lie beside it, if they do.

    Every text is escaped; the page's own policy lets nothing run or load.
    """
    data = document
    facts = (
        ("Trainee", data.trainee),
        ("Programme", data.programme),
        ("Grade", data.grade),
        ("For", data.platform),
        ("Period", data.period),
        ("Entries", str(len(data.entries))),
        ("Summary narratives", str(len(data.narratives) or "")),
        ("Made on", data.made_on),
        ("Ladder", f"{data.ladder_title}, version {data.ladder_version}"),
    )
    closing = IN_BUNDLE if folder else ALONE
    page = _template().render(data=data, facts=facts, folder=folder, closing=closing)
    return page.encode()


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(resource("templates", "html")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evidence.html")
