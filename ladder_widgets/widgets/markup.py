"""HTML of the components: one template each, the same for the first paint and the live widget."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ladder_widgets.portfolio.dates import local_day, short_date, uk_date, uk_moment


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["uk_date"] = uk_date
    environment.filters["local_day"] = local_day
    environment.filters["uk_moment"] = uk_moment
    environment.filters["paragraphs"] = paragraphs
    environment.filters["short_date"] = short_date
    environment.filters["cell"] = cell
    return environment


def render(template: str, **values: Any) -> str:
    """The HTML of a template below this folder; every value is escaped, a missing one refused."""
    return _environment().get_template(template).render(**values)


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines: an empty line ends a paragraph."""
    return [part.split("\n") for part in text.strip("\n").split("\n\n") if part.strip()]


def cell(text: str) -> str:
    """A text as one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
