"""One entry as the form of an e-portfolio: what goes into which field, to be copied from here.

A draft takes a justification into itself; a final entry is locked, so that what is written here
for one is for copying only and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.platform_form import (
    NEUTRAL,
    OUR_UPLOAD,
    FilledForm,
    counted,
    entry_types,
    fill,
    find_type,
    propose,
)
from ladder_widgets.ladder.platforms import EntryType, Platform
from ladder_widgets.pathway.suggest import Suggestion, suggest
from ladder_widgets.portfolio.findings import tally
from ladder_widgets.portfolio.model import CapabilityLink, Entry, Save, clean_text, new_entry_id
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.handing_out import (
    SAY_WHY,
    Order,
    evidence_of,
    keep_all,
    reason_in,
    undecided_in,
)
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

STRONGEST = 3
"""So many suggestions stand in full view; the others are folded away."""
BECAUSE = "because."


class PlatformPreviewModel(ViewModel):
    """Shows ``ENTRY``, ``ENTRY/PLATFORM`` or ``ENTRY/PLATFORM/TYPE``.

    Without a platform it is the profile's, without a type the one that fits best.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._show("")

    def _show(self, entry_id: str, platform: str = "", type_id: str = "") -> None:
        self.entry_id, self.platform_id, self.type_id = entry_id, platform, type_id
        self.typed: dict[str, str] = {}
        self.error = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show what the route names; what was typed for another visit is gone."""
        self._show(*ids[:3] or ("",))
        return super().open(ids)

    def markup(self) -> str:
        """The form of the chosen platform, field by field; nothing before an entry is chosen."""
        if not self.entry_id:
            return ""
        entry = self.desk.store.entry(self.entry_id)
        platform = self._platform()
        kinds, kind = self._kinds(entry, platform)
        found = undecided_in(self.desk, [entry])
        suggestions = self._suggestions(entry)
        return render(
            "platform_preview/platform_preview.html",
            entry=entry,
            final=entry.state == "final",
            form=self._form(entry, platform, kind),
            platforms=sorted(self.desk.catalogue.platforms.values(), key=_shown_order),
            kinds=kinds,
            undecided=[(entry.id, entry.content.title or "Untitled", f) for f in found.values()],
            error=self.error,
            suggestions=suggestions,
            strongest=STRONGEST,
            typed=self.typed,
            identifying={code: tally(text) for code, text in self.typed.items()},
            programme=self.desk.programme(),
            counted=counted,
            our_upload=OUR_UPLOAD,
        )

    def commands(self) -> Mapping[str, Command]:
        """Choosing a form, keeping what was found, linking a capability, the PDF."""
        return {
            "preview-as": self._preview_as,
            "preview-keep": self._keep,
            "preview-link": self._link,
            "preview-pdf": self._pdf,
        }

    # --- what is shown --------------------------------------------------------------

    def _platform(self) -> Platform:
        catalogue, profile = self.desk.catalogue, self.desk.profile()
        usual = profile.platform if profile and profile.platform in catalogue.platforms else NEUTRAL
        return catalogue.platform(self.platform_id or usual)

    def _kinds(self, entry: Entry, platform: Platform) -> tuple[tuple[EntryType, ...], EntryType]:
        """The kinds of entry to choose from, and the one that is shown."""
        catalogue, profile = self.desk.catalogue, self.desk.profile()
        kinds = entry_types(platform, catalogue, programme=profile.programme if profile else "")
        if self.type_id:
            return kinds, find_type(kinds, self.type_id)
        return kinds, propose(entry.content, kinds, catalogue)

    def _form(self, entry: Entry, platform: Platform, kind: EntryType) -> FilledForm:
        profile = self.desk.profile()
        programme = profile.programme if profile else ""
        return fill(entry.content, platform, kind, self.desk.catalogue, programme=programme)

    def _suggestions(self, entry: Entry) -> tuple[Suggestion, ...]:
        programme = self.desk.programme()
        return suggest(entry.content, programme, self.desk.catalogue) if programme else ()

    # --- what can be done -------------------------------------------------------------

    def _take(self, values: Values) -> Entry:
        """Take over what the page shows: entry, platform, kind, and what was typed."""
        platform = values.one("platform")
        another = platform != values.one("shown-platform")
        typed = values.prefixed(BECAUSE)
        self._show(values.one("entry"), platform, "" if another else values.one("type"))
        entry = self.desk.store.entry(self.entry_id)
        openings = {s.capability.code: s.opening.strip() for s in self._suggestions(entry)}
        self.typed = {
            code: clean_text(text).strip()
            for code, text in typed.items()
            if text.strip() != openings.get(code)
        }
        return entry

    def _preview_as(self, values: Values) -> Reply:
        self._take(values)
        self.refresh()
        return {}

    def _keep(self, values: Values) -> Reply:
        entry, reason = self._take(values), reason_in(values)
        if not reason:
            self.error = SAY_WHY
            self.refresh()
            return {"focus": "#preview-reason"}
        keep_all(self.desk, undecided_in(self.desk, [entry]), reason)
        self.refresh()
        return {"announce": "Kept with the reason.", "focus": "#preview-fields"}

    def _link(self, values: Values) -> Reply:
        entry, code = self._take(values), values.one("code")
        programme = self.desk.programme()
        if entry.state == "final" or programme is None:
            message = "This entry is final and locked. Reopen it to link a capability."
            raise InputError(message)
        known = self.desk.catalogue.capability(programme.id, code).code
        # A sentence that was not gone on with is no reason.
        because = self.typed.pop(known, "")
        content = entry.content
        kept = [link for link in content.capabilities if link.code != known]
        links = (*kept, CapabilityLink(code=known, because=because))
        self.desk.store.save(
            Save(
                entry_id=entry.id,
                base=entry.revision,
                # A writer of its own: the form's may go on counting its saves.
                writer=new_entry_id(),
                seq=0,
                content=msgspec.structs.replace(content, capabilities=links),
            )
        )
        self.refresh()
        # The form of this entry begins anew from this revision.
        return {"drop": True, "announce": f"Linked: {known}.", "focus": "#preview-suggestions"}

    def _pdf(self, values: Values) -> Reply:
        entry = self._take(values)
        if entry.state != "final":
            message = "Only final entries are evidence. Mark it as final, then download it."
            raise InputError(message)
        if undecided_in(self.desk, [entry]):
            self.refresh()
            return {"focus": "#preview-look-again"}
        chosen = self._platform()
        platform = chosen if chosen.id != NEUTRAL else None
        return evidence_of(self.desk, Order(entries=(entry,), platform=platform))


def _shown_order(platform: Platform) -> tuple[bool, str]:
    """By name, the neutral one last."""
    return platform.id == NEUTRAL, platform.name.casefold()
