"""The `ladder` command."""

from ladder_widgets.cli.app import main

__all__ = ["main"]
