"""The whole app: pages, moving between them, and who answers which command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.evidence_list.model import EvidenceListModel
from ladder_widgets.widgets.extend_page.model import ExtendPageModel
from ladder_widgets.widgets.history_page.model import HistoryPageModel
from ladder_widgets.widgets.import_page.model import ImportPageModel
from ladder_widgets.widgets.ladder_map.model import LadderMapModel
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.plan_page.model import PlanPageModel
from ladder_widgets.widgets.platform_preview.model import PlatformPreviewModel
from ladder_widgets.widgets.profile_form.model import ProfileFormModel
from ladder_widgets.widgets.reflection_form.model import ReflectionFormModel
from ladder_widgets.widgets.start_page.model import StartPageModel
from ladder_widgets.widgets.target_card.model import TargetCardModel
from ladder_widgets.widgets.theme_page.model import ThemePageModel
from ladder_widgets.widgets.viewmodel import Command, Reply, ViewModel

PAGES = (
    ("ladder", "My ladder"),
    ("theme", "My ladder"),
    ("target", "My ladder"),
    ("reflect", "Reflect"),
    ("evidence", "Evidence"),
    ("plan", "Plan"),
    ("extend", "Extend"),
    ("me", "Me"),
    ("start", "Me"),
    ("history", "Reflect"),
    ("preview", "Evidence"),
    ("import", "Evidence"),
)
"""Routes, and the item of the navigation that each belongs to."""


NEED_ID = {
    "theme": "#/ladder",
    "target": "#/ladder",
    "history": "#/reflect",
    "preview": "#/evidence",
}
"""Pages of one thing, and where they lead if it is not named."""
LATE = ("start", "history", "preview")
"""Pages that few open and that hold much: they are left out of the first paint."""


class HeaderModel(ViewModel):
    """Says whose ladder this is: programme, grade and working time."""

    def markup(self) -> str:
        """The line beside the name of the app."""
        profile, programme = self.desk.profile(), self.desk.programme()
        standing = self.desk.standing()
        return render("app/header.html", profile=profile, programme=programme, standing=standing)


class ShellModel(ViewModel):
    """The frame: header, navigation, and one empty place for each page."""

    def markup(self) -> str:
        """The frame with empty places."""
        return frame({})


class PortfolioAppModel(ViewModel):
    """Holds one view model for each page; commands go to the page that knows them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pages: dict[str, ViewModel] = {
            "ladder": LadderMapModel(desk),
            "theme": ThemePageModel(desk),
            "target": TargetCardModel(desk),
            "reflect": ReflectionFormModel(desk),
            "evidence": EvidenceListModel(desk),
            "plan": PlanPageModel(desk),
            "extend": ExtendPageModel(desk),
            "me": ProfileFormModel(desk),
            "start": StartPageModel(desk),
            "history": HistoryPageModel(desk),
            "preview": PlatformPreviewModel(desk),
            "import": ImportPageModel(desk),
        }
        self.parts: dict[str, ViewModel] = {
            "shell": ShellModel(desk),
            "header": HeaderModel(desk),
            **self.pages,
        }
        self._commands = {
            name: command
            for page in self.pages.values()
            for name, command in page.commands().items()
        }

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the page that a route names, as the store is now; the ladder by default."""
        name, rest = (ids[0], ids[1:]) if ids and ids[0] in self.pages else ("ladder", ())
        if name in NEED_ID and not rest:
            return {**self.open(NEED_ID[name].split("/")[1:]), "go": NEED_ID[name]}
        self.parts["shell"].refresh()
        self.parts["header"].refresh()
        return self.pages[name].open(rest)

    def commands(self) -> Mapping[str, Command]:
        """Everything that any page can do."""
        return self._commands

    def refresh(self) -> None:
        """Show what is open as the store is now."""
        for part in self.parts.values():
            part.refresh()

    def open_all(self) -> None:
        """Show every page at its start, as the first paint does."""
        for name, part in self.parts.items():
            if name not in LATE:
                part.open(())

    def paint(self) -> str:
        """The whole app as it begins, and a blank form, so that writing need not wait."""
        self.open_all()
        html = frame({name: part.html for name, part in self.parts.items()})
        self.pages["reflect"].open(("new",))
        return html + render("app/blank.html", form=self.pages["reflect"].html)


def frame(parts: Mapping[str, str]) -> str:
    """The whole app as HTML, with these parts in their places.

    The kernel's own frame and the server's painting differ in nothing but the parts.
    """
    nav = dict.fromkeys(title for _, title in PAGES)
    routes = {title: next(name for name, t in PAGES if t == title) for title in nav}
    return render("app/shell.html", pages=PAGES, nav=routes, parts=parts)
