"""`jupyter nbconvert --to ladder-pdf` and `--to ladder-html`: any notebook, accessible to all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, default

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.notebook_blocks import NotebookReader
from ladder_widgets.evidence.notebook_html import render_html
from ladder_widgets.evidence.pictures import Pictures, readable
from ladder_widgets.evidence.typesetting import typeset

TEMPLATE = "notebook"
Tree = dict[str, Any]


class LadderExporter(Exporter):
    """What both exporters share: a notebook becomes a tree of words, and a template shows it.

    Cells tagged `remove-cell` are left out; `hide-input` and `hide-output` leave out that part.
    Nothing in a notebook can read a file or reach a network, and no run keeps anything.
    """

    extension: ClassVar[str]

    facilitator_notes = Bool(
        default_value=False,
        help="Show cells tagged 'facilitator', which handouts leave out, and mark them as notes.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return self.extension

    def _read(
        self, nb: NotebookNode, resources: dict[str, Any] | None, **kw: Any
    ) -> tuple[Tree, Pictures, dict[str, Any]]:
        """The tree and pictures of a notebook after nbconvert's own preprocessors."""
        notebook, found = super().from_notebook_node(nb, resources, **kw)
        pictures, name = Pictures(), str(found.get("metadata", {}).get("name", ""))
        reader = NotebookReader(notebook, pictures)
        return reader.tree(name=name, facilitator=self.facilitator_notes), pictures, found


class LadderPDFExporter(LadderExporter):
    """Notebook → PDF/UA-1 and PDF/A-3a by Typst, in process and without a browser or TeX."""

    export_from_notebook = "PDF (accessible)"
    output_mimetype = "application/pdf"
    extension = ".pdf"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own PDFExporter does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a notebook.

        Raises:
            EvidenceError: it could not be made; the message never quotes the notebook.
        """
        tree, pictures, found = self._read(nb, resources, **kw)
        return render_pdf(tree, pictures), found


class LadderHTMLExporter(LadderExporter):
    """Notebook → one HTML file for every reader: no script, nothing asked of another host."""

    export_from_notebook = "HTML (accessible)"
    output_mimetype = "text/html"
    extension = ".html"

    def from_notebook_node(  # type: ignore[override]  # as above: text, where nbconvert says node
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a notebook."""
        tree, pictures, found = self._read(nb, resources, **kw)
        return render_html(tree, pictures), found


def render_pdf(tree: Tree, pictures: Pictures) -> bytes:
    """The PDF of a tree; what cannot be typeset is named instead of shown.

    Raises:
        EvidenceError: the words themselves could not be typeset.
    """
    lang, _, region = str(tree["language"]).partition("-")
    data = {**tree, "lang": lang, "region": region, "plain_formulas": False}
    images = pictures.printable()
    with suppress(EvidenceError):
        return typeset(TEMPLATE, data, images=images)
    images = readable(images)
    with suppress(EvidenceError):
        return typeset(TEMPLATE, data, images=images)
    return typeset(TEMPLATE, {**data, "plain_formulas": True}, images=images)
