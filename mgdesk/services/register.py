"""The register's book: papers entered with a number, as new ones, reprints or corrections."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from mgdesk.documents.attendance_sheet import SheetRecord
from mgdesk.documents.paper import CopyMark
from mgdesk.model import IssuedDocument
from mgdesk.model.identity import new_key
from mgdesk.queries.documents import is_valid
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.rules.serial import PaperNumber
from mgdesk.services.kinds import Issued, about, day_of
from mgdesk.services.numbers import take_numbers
from mgdesk.services.records import Source
from mgdesk.storage.audit import now

TEMPLATE: Final = 1  # version of the layouts that draw what is issued now
# What a reprint may change without being another paper.
_PASSING: Final = frozenset(
    {"number", "copy", "version", "printed_on", "issued_on", "corrected_on"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper to enter: its record without number, its person, the reason of an override."""

    record: Issued
    person_id: UUID | None = None
    reason: str = ""


class Register:
    """The register of one cohort or event and one kind, while papers are entered.

    Of papers that are about neither, those of one person, who is given.
    """

    def __init__(
        self, session: Session, source: Source, kind: PaperKind, person_id: UUID | None = None
    ) -> None:
        self.session = session
        self.source = source
        self.kind = kind
        self.made: list[UUID] = []
        is_wanted = true() if person_id is None else IssuedDocument.person_id == person_id
        found = session.scalars(
            select(IssuedDocument)
            .where(
                IssuedDocument.cohort_id == source.cohort_id,
                IssuedDocument.event_id == source.event_id,
                IssuedDocument.kind == kind,
                is_wanted,
                is_valid(IssuedDocument),
            )
            .order_by(IssuedDocument.issued_at, IssuedDocument.sequence)
        )
        self.valid = {about(one.person_id, one.record): one for one in found}

    def enter(self, entries: Sequence[Entry]) -> list[UUID]:
        """Register papers, unless they are there with the same content; their ids, in order."""
        missing = [entry for entry in entries if not self.has(entry)]
        numbers = iter(self._numbers(missing))
        ids: list[UUID] = []
        for entry in entries:
            before = self.valid.get(_subject(entry))
            if before is not None and self.has(entry):
                ids.append(before.id)
            else:
                ids.append(self._add(entry, before, next(numbers)))
        self.session.flush()
        return ids

    def has(self, entry: Entry) -> bool:
        """Whether this very content was issued and still holds: printing it again is a reprint."""
        return self.same(entry) is not None

    def same(self, entry: Entry) -> IssuedDocument | None:
        """The valid paper of this very content, if it was issued."""
        before = self.valid.get(_subject(entry))
        if before is None:
            return None
        # Read as today's record: a field that came later is no correction of an old paper.
        known = type(entry.record).from_plain(before.record).to_plain()
        if _content(known) != _content(entry.record.to_plain()):
            return None
        return before

    def _numbers(self, entries: Sequence[Entry]) -> list[PaperNumber]:
        if not entries:
            return []
        year = day_of(entries[0].record).year
        campus = self.source.campus
        taken = take_numbers(
            self.session, campus_id=campus.id, kind=self.kind, year=year, count=len(entries)
        )
        return [PaperNumber(campus.code, self.kind, year, sequence) for sequence in taken]

    def _add(self, entry: Entry, before: IssuedDocument | None, number: PaperNumber) -> UUID:
        plain = _final(entry.record, before, str(number)).to_plain()
        document = IssuedDocument(
            id=new_key(),
            number=str(number),
            campus_id=self.source.campus.id,
            kind=self.kind,
            year=number.year,
            sequence=number.sequence,
            person_id=entry.person_id,
            cohort_id=self.source.cohort_id,
            event_id=self.source.event_id,
            language=entry.record.language,
            record=plain,
            digest=digest_of(plain),
            template=TEMPLATE,
            reason=entry.reason,
            issued_at=now(self.session),
            replaces_id=before.id if before else None,
        )
        if before is not None:
            before.status = PaperStatus.CORRECTED
        self.session.add(document)
        self.made.append(document.id)
        return document.id


def _final(record: Issued, before: IssuedDocument | None, number: str) -> Issued:
    """The record with its number and, when it corrects another, the mark and date of that."""
    if before is None:
        return replace(record, number=number)
    if isinstance(record, SheetRecord):
        version = int(before.record.get("version", 1)) + 1
        return replace(record, number=number, copy=CopyMark.CORRECTED, version=version)
    return replace(record, number=number, copy=CopyMark.CORRECTED, corrected_on=record.issued_on)


def digest_of(plain: Mapping[str, Any]) -> str:
    """The SHA-256 of a record's canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _subject(entry: Entry) -> tuple[object, ...]:
    return about(entry.person_id, entry.record.to_plain())


def _content(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name not in _PASSING}
