"""Values typed on the command line, and the options that several commands share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class DayType(click.ParamType[dt.date]):
    """A day as YYYY-MM-DD and in no other form."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The day that was typed."""
        if isinstance(value, dt.date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        message = "This is not a day. Write it as year-month-day, such as 2026-08-05."
        raise click.BadParameter(message, ctx, param)


class ShareType(click.ParamType[float]):
    """Working time as a share of full time: ``0.8`` or ``80%``."""

    name = "SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The share as a fraction of 1."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*(%?)", value.strip())
        if match is None:
            message = "This is not a share of full time. Write 0.8 or 80%."
            raise click.BadParameter(message, ctx, param)
        return float(match[1]) / (100 if match[2] else 1)


DAY = DayType()
SHARE = ShareType()

_PROFILE_OPTIONS = (
    click.option("--programme", metavar="ID", help="Programme id; see: ladder programmes."),
    click.option("--grade", metavar="GRADE", help="The grade you are in, such as ST3."),
    click.option("--start", type=DAY, help="Your first day in that grade."),
    click.option("--wte", type=SHARE, help="Working time: 0.8 or 80%. Full time if not given."),
    click.option(
        "--nation",
        type=click.Choice(["england", "northern-ireland", "scotland", "wales"]),
        help="Where you train; England if not given.",
    ),
    click.option("--route", metavar="ID", help="Where a programme has several ways through it."),
)


def profile_options(command: F) -> F:
    """The options that say who the trainee is, in the same order everywhere."""
    for option in reversed(_PROFILE_OPTIONS):
        command = option(command)
    return command
