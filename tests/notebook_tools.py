"""What the tests of both notebook exporters share: a notebook with one of everything."""

from __future__ import annotations

import base64
import struct
import zlib

import pandas as pd
from nbformat import NotebookNode, v4

MARKDOWN = """# Leading a huddle

Some *soft*, **strong**, ~~gone~~ and `code`, [a page](https://example.org/x).

### Skipped

1. one
   - nested
     1. deeper
2. two

> quoted
> # inside

| A | B |
|---|--:|
| 1 | **2** |

```python
x = 1
```

---

With $x_1^2$, a note[^n] and $5 or $6; H<sub>2</sub>O and <b>bold</b>.

$$\\sum_{i=0}^{n} \\frac{a_i}{\\sqrt{b}} = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$$

$$\\frac{unfinished$$

- [x] done
- [ ] open

Term
: its meaning

[^n]: Said *below*.

![A blue box](attachment:box.png) ![](attachment:box.png)

## Next
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
    '<text x="5" y="20">Chart \u4e2d</text></svg>'
)
FRAME = pd.DataFrame({("Step", "a"): [1, 2], ("Step", "b"): ["x", "\u4e2d"]})


def png(width: int = 30, height: int = 20) -> str:
    """A blue picture as notebooks hold it."""
    rows = b"".join(b"\0" + bytes([0, 94, 184] * width) for _ in range(height))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def output(**data: str) -> NotebookNode:
    """A result with these forms; ``_`` stands for ``/``, and ``__`` for ``+``."""
    kinds = {kind.replace("__", "+").replace("_", "/"): value for kind, value in data.items()}
    return v4.new_output("display_data", data=kinds)


def code(source: str, *outputs: NotebookNode, **metadata: object) -> NotebookNode:
    """A code cell."""
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def full_notebook() -> NotebookNode:
    """A notebook with one of everything."""
    error = v4.new_output(
        "error", ename="E", evalue="v", traceback=["\x1b[31m---\x1b[0m", "ZeroDivisionError: v"]
    )
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(MARKDOWN, attachments={"box.png": {"image/png": png()}}),
            code("print()", v4.new_output("stream", text="\x1b[31mred\x1b[0m\n1%\r99%\nend\n")),
            code("df", output(text_html=FRAME.to_html(), text_plain="no")),
            code("p()", output(image_png=png()), output(image_svg__xml=SVG), alt="A chart"),
            code("1/0", error),
            v4.new_raw_cell("raw"),
        ],
        metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}},
    )
