"""`python -m ladder_widgets` is the `ladder` command."""

from ladder_widgets.cli import main

main()
