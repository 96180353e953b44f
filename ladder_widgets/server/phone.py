"""*Open on my phone*: a QR code with a link that lets one browser in, once."""

from __future__ import annotations

import io
from collections.abc import Sequence

import segno

from ladder_widgets.server.gate import INVITATION_S, Gate
from ladder_widgets.server.handlers import PlainHandler, render_page


class PhoneHandler(PlainHandler):
    """Shows the code where the server can be reached from outside, else says how to begin."""

    def initialize(self, gate: Gate, origins: Sequence[str]) -> None:
        """Take what lets in, and the origins that other machines reach, likeliest first."""
        self._gate = gate
        self._origins = origins

    def get(self) -> None:
        """Make a new link; the ones before it stay good for their ten minutes."""
        start = f"{self.base_url}?token={self._gate.invite()}" if self._origins else ""
        links = [f"{origin}{start}" for origin in self._origins]
        self.finish(
            render_page(
                "page_phone.html",
                base_url=self.base_url,
                links=links,
                code=qr_svg(links[0]) if links else "",
                minutes=INVITATION_S // 60,
            )
        )


def qr_svg(text: str) -> str:
    """A QR code as an SVG element, black on white in every theme: cameras need the contrast."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out,
        kind="svg",
        scale=8,
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        svgclass="ladder-qr",
        lineclass=None,
        omitsize=True,
    )
    return out.getvalue().decode()
