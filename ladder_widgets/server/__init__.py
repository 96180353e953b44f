"""The one web server: our subclass of Voila's application, its gate and its pages."""

import sys

# jsonschema, which Jupyter's server brings, builds a grammar for addresses in Unicode as it is
# imported if this optional package is there: two to eight seconds of start-up, half of it spent in
# asking for memory and giving it back. Nothing here checks such addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
