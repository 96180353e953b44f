"""Values typed on the command line, and the options that several commands share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ladder_widgets.portfolio.model import TimeOut

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


class ThemeStepType(click.ParamType[tuple[str, int]]):
    """The step of a theme, as ``quality-improvement=2``."""

    name = "THEME=N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Theme id and step."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"([a-z0-9-]+)=([0-4])", value.strip())
        if match is None:
            message = "Write a theme and a step from 0 to 4, such as quality-improvement=2."
            raise click.BadParameter(message, ctx, param)
        return match[1], int(match[2])


class TimeOutType(click.ParamType[TimeOut | None]):
    """Days out of the programme, both ends included; ``none`` stands for no days out."""

    name = "FIRST..LAST"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> TimeOut | None:
        """The days that were typed."""
        if isinstance(value, TimeOut) or value == "none":
            return value if isinstance(value, TimeOut) else None
        first, dots, last = value.partition("..")
        if not dots:
            message = (
                "Write the first and the last day out, such as 2027-01-04..2027-06-30, or none."
            )
            raise click.BadParameter(message, ctx, param)
        return TimeOut(first=DAY.convert(first, param, ctx), last=DAY.convert(last, param, ctx))


DAY = DayType()
SHARE = ShareType()
THEME_STEP = ThemeStepType()
TIME_OUT = TimeOutType()

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
    click.option(
        "--step",
        "steps",
        type=THEME_STEP,
        multiple=True,
        help="The step of a theme that you climbed before; 0 takes it back.",
    ),
    click.option(
        "--out",
        type=TIME_OUT,
        multiple=True,
        help="Days out of the programme, such as 2027-01-04..2027-06-30; `none` for none at all.",
    ),
    click.option("--route", metavar="ID", help="Where a programme has several ways through it."),
)


def profile_options(command: F) -> F:
    """The options that say who the trainee is, in the same order everywhere."""
    for option in reversed(_PROFILE_OPTIONS):
        command = option(command)
    return command
