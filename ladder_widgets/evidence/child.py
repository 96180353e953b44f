"""The child of `render_pdf_in_child`: a request on stdin, a PDF on stdout.

It imports little, since its start is part of every export.
"""

from __future__ import annotations

import json
import sys

from ladder_widgets.errors import LadderError
from ladder_widgets.evidence.pdf import REFUSED, TEMPLATE
from ladder_widgets.evidence.typesetting import typeset


def main() -> int:
    """Serve one request; the status is 0, or `REFUSED` with a message on stderr."""
    request = json.loads(sys.stdin.buffer.read())
    try:
        made = typeset(TEMPLATE, request["document"], attachment=request["attachment"].encode())
    except LadderError as error:
        sys.stderr.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
