"""Dates as UK readers type them: day, month and year in three fields."""

from __future__ import annotations

import datetime as dt

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.dates import MONTHS
from ladder_widgets.widgets.viewmodel import Values

PARTS = ("day", "month", "year")
SHORT_MONTHS = tuple(month[:3].lower() for month in MONTHS)


class DateParts(msgspec.Struct, frozen=True):
    """What stands in the three fields, whether or not it is a date."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: dt.date | None) -> DateParts:
        """The fields for a date, empty for none."""
        return cls(str(day.day), str(day.month), str(day.year)) if day else cls()

    @classmethod
    def sent(cls, values: Values, name: str) -> DateParts | None:
        """The fields `name.day`, `name.month` and `name.year` of a form, None without them."""
        if f"{name}.day" not in values:
            return None
        return cls(*(values.one(f"{name}.{part}").strip() for part in PARTS))

    def read(self) -> dt.date | None:
        """The date; None if nothing is typed.

        Raises:
            InputError: a part is missing, or the three are no date; the message says what to type.
        """
        missing = [part for part in PARTS if not getattr(self, part)]
        if len(missing) == len(PARTS):
            return None
        if missing:
            message = f"The date must include a {' and a '.join(missing)}."
            raise InputError(message)
        if not (self.year.isdecimal() and len(self.year) == 4):  # noqa: PLR2004
            message = "The year must have four figures, such as 2026."
            raise InputError(message)
        try:
            return dt.date(int(self.year), self._month(), int(self.day))
        except ValueError as error:
            message = "There is no such date. Type it as day, month and year, such as 5 8 2026."
            raise InputError(message) from error

    def _month(self) -> int:
        """The month's number; its name is understood too."""
        short = self.month[:3].lower()
        return SHORT_MONTHS.index(short) + 1 if short in SHORT_MONTHS else int(self.month)
