"""Choosing programme, grade, start and working time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ladder_widgets.errors import DateRangeError, InputError
from ladder_widgets.ladder.catalogue import find_route
from ladder_widgets.ladder.model import Programme, Route
from ladder_widgets.pathway.arcp import review_name
from ladder_widgets.portfolio.model import Profile, TimeOut
from ladder_widgets.portfolio.profile import NATIONS, default_platform, make_profile
from ladder_widgets.widgets.dates import DateParts
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

Pair = tuple[DateParts, DateParts]
BLANK: Pair = (DateParts(), DateParts())
DATE_FIELDS = {
    "start": "profile-start-day",
    "next-arcp": "profile-arcp-day",
    "out": "profile-out-0-first-day",
}
WORKING_TIMES = (100, 90, 80, 70, 60, 50, 40, 30, 20)


class ProfileFormModel(ViewModel):
    """Shows the profile as a form; what is chosen but not yet saved lives in `chosen`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen: dict[str, str] = {}
        self.start = DateParts()
        self.next_arcp = DateParts()
        self.out: list[Pair] = [BLANK]
        self.errors: dict[str, str] = {}

    def open(self, ids: Sequence[str] = ()) -> Reply:  # noqa: ARG002  # others need them
        """Show the profile as it is stored."""
        profile = self.desk.profile()
        self.chosen = {}
        self.start = DateParts()
        self.next_arcp = DateParts()
        self.out = [BLANK]
        self.errors = {}
        if profile is not None:
            self.start = DateParts.of(profile.start)
            self.next_arcp = DateParts.of(profile.next_arcp)
            self.out = [
                *((DateParts.of(o.first), DateParts.of(o.last)) for o in profile.out),
                BLANK,
            ]
            self.chosen = {
                "programme": profile.programme,
                "route": profile.route,
                "grade": profile.grade,
                "wte": str(round(profile.wte * 100)),
                "nation": profile.nation,
                "platform": profile.platform,
            }
        self.refresh()
        return {}

    def commands(self) -> Mapping[str, Command]:
        """Choosing a programme or another, and saving the profile."""
        return {
            "choose-profile": self._choose,
            "other-programme": self._other,
            "save-profile": self._save,
        }

    def markup(self) -> str:
        """The list of programmes, or the rest of the form once one is chosen."""
        programmes = sorted(self.desk.catalogue.programmes.values(), key=lambda p: p.name)
        programme = self.desk.catalogue.programmes.get(self.chosen.get("programme", ""))
        if programme is None:
            return render("profile_form/programmes.html", programmes=programmes)
        route = self._route(programme)
        platforms = self.desk.catalogue.platforms.values()
        default = default_platform(programme, self.chosen.get("nation", "england"))
        return render(
            "profile_form/profile_form.html",
            programme=programme,
            route=route,
            chosen=self.chosen,
            start=self.start,
            next_arcp=self.next_arcp,
            out=self.out,
            review=review_name(programme),
            errors=self.errors,
            nations=NATIONS,
            platforms=sorted(platforms, key=lambda p: p.name.casefold()),
            platform=self.chosen.get("platform") or default,
            working_times=self._working_times(),
            stored=self.desk.profile() is not None,
        )

    def _working_times(self) -> list[int]:
        own = int(self.chosen.get("wte", "100"))
        return sorted({*WORKING_TIMES, own}, reverse=True)

    def _route(self, programme: Programme) -> Route:
        wanted = self.chosen.get("route", "")
        known = {route.id for route in programme.routes}
        return find_route(programme, wanted) if wanted in known else programme.routes[0]

    def _choose(self, values: Values) -> Reply:
        before = dict(self.chosen)
        self.start = DateParts.sent(values, "start") or self.start
        self.next_arcp = DateParts.sent(values, "next_arcp") or self.next_arcp
        self.out = self._sent_out(values) or self.out
        if not values.one("wte", "100").isdecimal():
            message = "Working time is a percentage of full time, such as 80."
            raise InputError(message)
        for name in ("programme", "route", "grade", "wte", "nation", "platform"):
            if name in values:
                self.chosen[name] = values.one(name)
        if before.get("programme") != self.chosen.get("programme"):
            for name in ("route", "grade", "platform"):
                self.chosen.pop(name, None)
            self.refresh()
            return {"focus": "h1"}
        if before.get("nation", "england") != self.chosen.get("nation", "england"):
            self.chosen.pop("platform", None)
        self.refresh()
        return {}

    def _other(self, _values: Values) -> Reply:
        self.chosen.pop("programme", None)
        self.refresh()
        return {"focus": "#profile-search"}

    def _save(self, values: Values) -> Reply:
        self._choose(values)
        if "programme" not in self.chosen:
            message = "Choose your programme first."
            raise InputError(message)
        self.errors = {}
        start = self._read(
            "profile-start", self.start, missing="Enter the first day in this grade."
        )
        next_arcp = self._read("profile-arcp", self.next_arcp)
        out = self._read_out()
        if not self.chosen.get("grade"):
            self.errors = {"profile-grade": "Choose your grade.", **self.errors}
        if not self.errors and start is not None:
            try:
                profile = self._make(start, next_arcp, out)
            except DateRangeError as error:
                self.errors[DATE_FIELDS[error.about]] = str(error)
            else:
                self.desk.store.save_profile(profile)
                return {"go": "#/ladder", "announce": "Saved."}
        self.refresh()
        return {"focus": ".nhsuk-error-summary"}

    def _sent_out(self, values: Values) -> list[Pair]:
        """The times out that the form holds, and an empty one to add another."""
        found: list[Pair] = []
        while first := DateParts.sent(values, f"out.{len(found)}.first"):
            last = DateParts.sent(values, f"out.{len(found)}.last") or DateParts()
            found.append((first, last))
        kept = [pair for pair in found if pair != BLANK]
        return [*kept, BLANK] if found else []

    def _read_out(self) -> tuple[TimeOut, ...]:
        found = []
        for n, (first, last) in enumerate(pair for pair in self.out if pair != BLANK):
            begins = self._read(f"profile-out-{n}-first", first, missing="Enter the first day out.")
            ends = self._read(f"profile-out-{n}-last", last, missing="Enter the last day out.")
            if begins and ends:
                found.append(TimeOut(first=begins, last=ends))
        return tuple(found)

    def _read(self, field: str, parts: DateParts, *, missing: str = "") -> dt.date | None:
        """The date of a field; what is wrong with it goes into `errors`."""
        try:
            day = parts.read()
        except InputError as error:
            self.errors[f"{field}-day"] = str(error)
            return None
        if day is None and missing:
            self.errors[f"{field}-day"] = missing
        return day

    def _make(self, start: dt.date, next_arcp: dt.date | None, out: tuple[TimeOut, ...]) -> Profile:
        stored = self.desk.profile()
        return make_profile(
            self.desk.catalogue,
            programme=self.chosen["programme"],
            route=self.chosen.get("route") or None,
            grade=self.chosen["grade"],
            start=start,
            wte=int(self.chosen.get("wte", "100")) / 100,
            nation=self.chosen.get("nation", "england"),
            platform=self.chosen.get("platform") or None,
            out=out,
            reached={r.theme: r.step for r in stored.reached} if stored else {},
            next_arcp=next_arcp,
            today=self.desk.today(),
        )
