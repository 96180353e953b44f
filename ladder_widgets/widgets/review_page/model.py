"""Review without an account: evidence is read, commented on entry by entry, and signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.comments import (
    MAX_COMMENT_CHARS,
    MAX_PERSON_CHARS,
    file_name,
    write_comments,
)
from ladder_widgets.portfolio.findings import look_at
from ladder_widgets.portfolio.inspection.kinds import MIME_TYPES
from ladder_widgets.portfolio.keys import fingerprint
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.pieces import Pieces
from ladder_widgets.widgets.reflection_form.findings import Shown, show_places
from ladder_widgets.widgets.review_page.draft import Draft, read_draft, sign
from ladder_widgets.widgets.review_page.evidence import Evidence, open_evidence
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

LIMIT_MB = 100
KEPT_UNDER = "review."
FOUND = "Something you wrote may tell who it is about. It is listed below the field."
_DIGEST = re.compile(r"[0-9a-f]{64}")
NOTHING_FOUND = Shown(items={}, marks={})


class ReviewPageModel(ViewModel):
    """Shows evidence with a field below each entry; every change is kept, the end is a file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pieces = Pieces()
        self._begin()

    def _begin(self) -> None:
        self.evidence: Evidence | None = None
        self.draft = Draft()
        self.found = NOTHING_FOUND
        self.errors: dict[str, str] = {}
        self.signed = 0

    def open(self, ids: Iterable[str]) -> Reply:
        """Show what is open, or the choice of a file."""
        return super().open(tuple(ids))

    def markup(self) -> str:
        """The choice of a file, or the evidence with its fields."""
        if self.evidence is None:
            return render("review_page/choose.html", limit=LIMIT_MB)
        own = self.desk.store.signing_key().public
        return render(
            "review_page/review_page.html",
            evidence=self.evidence,
            document=self.evidence.document,
            draft=self.draft,
            found=self.found.items,
            open=self.found.open,
            errors=self.errors,
            signed=self.signed,
            mine=fingerprint(own),
            same=own == self.evidence.signer,
            field_of=_field,
            max_name=MAX_PERSON_CHARS,
            max_comment=MAX_COMMENT_CHARS,
        )

    def commands(self) -> Mapping[str, Command]:
        """Opening evidence, keeping what is typed, signing it, forgetting it."""
        return {
            "open-evidence": self._open,
            "get-file": self._get_file,
            "save": self._save,
            "save-late": self._save_late,
            "look": self._look,
            "sign-review": self._sign,
            "close-review": self._close,
            "forget-review": self._forget,
        }

    def _open(self, values: Values) -> Reply:
        data = self._pieces.add(values, limit_mb=LIMIT_MB)
        if data is None:
            return {}
        store = self.desk.store
        evidence = open_evidence(
            data,
            catalogue=self.desk.catalogue,
            today=self.desk.today(),
            trusted=store.trusted_keys(),
        )
        self._begin()
        self.evidence = evidence
        if kept := store.remembered(KEPT_UNDER + evidence.digest):
            self.draft = msgspec.json.decode(kept, type=Draft)
            self.found = _look_at(self.draft)
        self.refresh()
        again = " What you wrote before is in its fields." if kept else ""
        return {"focus": "#review-about", "announce": f"Nothing is sent to anybody.{again}"}

    def _get_file(self, values: Values) -> Reply:
        evidence = self._evidence()
        file = evidence.attachments.get(values.one("file"))
        if file is None:
            message = "This file is not in the evidence. Open it again."
            raise InputError(message)
        return {
            "download": {"name": file.name, "type": MIME_TYPES[file.kind]},
            "buffer": evidence.files[file.digest],
            "announce": f"{file.name} is in your downloads.",
        }

    def _save(self, values: Values) -> Reply:
        # A kernel that has just begun knows the evidence by its digest alone: that is enough.
        digest, draft = values.one("save-entry"), read_draft(values)
        self._keep(digest, draft)
        if self.evidence and self.evidence.digest == digest:
            self.draft = draft
            self.signed = 0
        at = dt.datetime.now(dt.UTC).isoformat()
        return {"saved": {"revision": 1, "seq": int(values.one("save-seq", "0")), "at": at}}

    def _save_late(self, values: Values) -> Reply:
        """Keep what a tab had not sent when its page was loaded again."""
        self._keep(values.one("save-entry"), read_draft(values))
        return {"announce": "What you typed is kept. Choose the same file again to go on."}

    def _keep(self, digest: str, draft: Draft) -> None:
        if not _DIGEST.fullmatch(digest):
            message = "This page is from another version of the kit. Load it again."
            raise InputError(message)
        # A text of any length is kept; that it is too long is said when it is signed.
        self.desk.store.remember(KEPT_UNDER + digest, msgspec.json.encode(draft).decode())

    def _look(self, values: Values) -> Reply:
        """Say where the kept words may identify somebody; lists follow if they are others now."""
        if self.evidence is None or values.one("entry") != self.evidence.digest:
            return {}
        before, self.found = self.found, _look_at(self.draft)
        if before.items != self.found.items:
            self.refresh()
        more = sum(self.found.open.values()) > sum(before.open.values())
        return {"marks": self.found.marks, **({"say": FOUND} if more else {})}

    def _sign(self, values: Values) -> Reply:
        evidence = self._evidence()
        self.draft = read_draft(values)
        self._keep(evidence.digest, self.draft)
        self.found = _look_at(self.draft)
        self.errors = self._problems(looked="looked" in values)
        if self.errors:
            self.refresh()
            return {"focus": ".nhsuk-error-summary"}
        key = self.desk.store.signing_key()
        comments = sign(
            self.draft,
            bundle=evidence.digest,
            written_at=evidence.written_at,
            key=key,
            now=dt.datetime.now(dt.UTC),
        )
        data = write_comments(comments, key)
        self.signed = len(comments)
        self.refresh()
        return {
            "download": {"name": file_name(comments), "type": "application/json"},
            "buffer": data,
            "announce": "Signed. The file is in your downloads: send it to the trainee.",
            "focus": "#review-signed",
        }

    def _problems(self, *, looked: bool) -> dict[str, str]:
        problems: dict[str, str] = {}
        if not self.draft.written:
            first = self._evidence().document.pages[0].id
            problems[_field(first)] = "Say something of one entry at least."
        for entry_id, text in self.draft.written.items():
            if len(text) > MAX_COMMENT_CHARS:
                problems[_field(entry_id)] = f"At most {MAX_COMMENT_CHARS:,} characters are signed."
        if not self.draft.name:
            problems["review-name"] = "Give your name: a comment needs somebody who says it."
        elif max(len(self.draft.name), len(self.draft.role)) > MAX_PERSON_CHARS:
            problems["review-name"] = f"Name and role have at most {MAX_PERSON_CHARS} characters."
        if self.found.open and not looked:
            problems["review-looked"] = (
                "Your words may tell who a patient or a colleague is. Change them, "
                "or say that you have looked and they may stay."
            )
        return problems

    def _close(self, _: Values) -> Reply:
        self._begin()
        self.refresh()
        return {"drop": True, "focus": "h1"}

    def _forget(self, values: Values) -> Reply:
        self.desk.store.remember(KEPT_UNDER + self._evidence().digest, "")
        return {**self._close(values), "announce": "Your words are removed from this computer."}

    def _evidence(self) -> Evidence:
        if self.evidence is None:
            message = "Choose the evidence again: this page was begun anew. Your words are kept."
            raise InputError(message)
        return self.evidence


def _field(entry_id: str) -> str:
    """The id of the field for a comment on an entry."""
    return f"review-{entry_id}"


def _look_at(draft: Draft) -> Shown:
    places = [
        place for entry_id, text in draft.written.items() for place in look_at(entry_id, text)
    ]
    return show_places(places, draft.texts, _field)
