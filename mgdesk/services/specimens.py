"""What a campus's style looks like on paper, before it is saved: a certificate, a sheet, a statement.

Nothing is registered and no number is taken; every page says that it is a specimen.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from mgdesk.documents.attendance_sheet import SheetRecord, SheetRow, SheetSlot
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.paper import Backing, CopyMark, Letterhead, Logo
from mgdesk.documents.statement import StatementDay, StatementRecord
from mgdesk.exchange.pages import first_pages
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number, speaking
from mgdesk.model import Campus, FunderProfile, Signatory
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.rights import Right
from mgdesk.services.campuses import CampusFields, put_fields
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.kinds import DRAWN_BY, Record
from mgdesk.services.records import backing_of, letterhead_of, logo_of
from mgdesk.services.rights import needs
from mgdesk.services.rooms import campus_of

_DAYS = 5
_ROWS = 12
_MORNING = (time(9), time(12, 30), 210)
_AFTERNOON = (time(13, 30), time(16, 30), 180)


@dataclass(frozen=True)
class Pictures:
    """Logos as they are chosen now, their bytes or None."""

    logo: bytes | None = None
    second_logo: bytes | None = None


@dataclass(frozen=True)
class _Looks:
    """What the three papers share."""

    campus: Campus
    letterhead: Letterhead
    backing: Backing
    signatory: Signatory | None
    signature: Logo | None
    language: str
    day: date


@needs(Right.RUN)
def specimens(
    session: Session,
    *,
    campus_id: UUID,
    fields: CampusFields,
    pictures: Pictures,
    language: str,
    day: date,
    fonts: Path | None = None,
) -> bytes:
    """A PDF of the first pages of the papers, with what is typed in the place of what is stored.

    Raises NotFound, what `update_campus` raises for the fields, and PictureCannotBeRead.
    """
    chosen = {_digest(one): one for one in (pictures.logo, pictures.second_logo) if one}
    looks = _looks(session, campus_id, fields, pictures, language, day)
    with speaking(language, looks.campus.country):
        records = [_certificate(looks), _sheet(looks), _statement(looks)]
    return _drawn(paper_of(session, records), chosen, fonts)


def _drawn(paper: Paper, chosen: Mapping[str, bytes], fonts: Path | None) -> bytes:
    pictures = {**paper.pictures, **chosen}
    in_order = (*paper.certificates, *paper.sheets, *paper.others)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{place}.pdf" for place in range(len(in_order))]
        for record, path in zip(in_order, paths, strict=True):
            DRAWN_BY[type(record)]([record], pictures, path, fonts=fonts)
        return first_pages(paths)


def _looks(
    session: Session,
    campus_id: UUID,
    fields: CampusFields,
    pictures: Pictures,
    language: str,
    day: date,
) -> _Looks:
    kept = campus_of(session, campus_id)
    # A copy that no session knows: whatever is written into it is never stored.
    columns = inspect(Campus).column_attrs
    draft = Campus(**{column.key: getattr(kept, column.key) for column in columns})
    put_fields(session, draft, fields)
    head = letterhead_of(session, draft)
    head = replace(
        head,
        logo=_logo(head.organisation, pictures.logo),
        second_logo=_logo(head.organisation, pictures.second_logo),
    )
    profile = draft.funder_profile_id and session.get(FunderProfile, draft.funder_profile_id)
    signatory = kept.signatories[0] if kept.signatories else None
    signature = None
    if signatory is not None and signatory.signature_id is not None:
        signature = logo_of(session, signatory.name, signatory.signature_id)
    backing = backing_of(session, profile or None, [])
    return _Looks(draft, head, backing, signatory, signature, language, day)


def _logo(name: str, content: bytes | None) -> Logo | None:
    return Logo(name, _digest(content)) if content else None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _week(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=after) for after in range(_DAYS)]


def _certificate(looks: _Looks) -> Record:
    days = _week(looks.day)
    return CertificateRecord(
        number="",
        language=looks.language,
        letterhead=looks.letterhead,
        name=f"{_('First name')} {_('Surname')}",
        training=_("Training"),
        first_day=days[0],
        last_day=days[-1],
        minutes_planned=1950,
        minutes_attended=1740,
        place=looks.campus.city or looks.campus.name,
        issued_on=looks.day,
        signatory=looks.signatory.name if looks.signatory else "",
        country=looks.campus.country,
        copy=CopyMark.SPECIMEN,
        signatory_role=looks.signatory.role if looks.signatory else "",
        signature=looks.signature,
        backing=looks.backing,
        is_demo=True,
    )


def _sheet(looks: _Looks) -> Record:
    return SheetRecord(
        number="",
        layout=SheetLayout.WEEK,
        language=looks.language,
        letterhead=looks.letterhead,
        training=_("Training"),
        cohort=_("Cohort"),
        slots=tuple(
            SheetSlot(day, start, end, minutes)
            for day in _week(looks.day)
            for start, end, minutes in (_MORNING, _AFTERNOON)
        ),
        rows=tuple(
            SheetRow("", f"{_('Surname')} {number(place)}", _("First name"))
            for place in range(1, _ROWS + 1)
        ),
        printed_on=looks.day,
        country=looks.campus.country,
        copy=CopyMark.SPECIMEN,
        backing=looks.backing,
        place=looks.campus.city or looks.campus.name,
        responsible=looks.signatory.name if looks.signatory else "",
        is_demo=True,
    )


def _statement(looks: _Looks) -> Record:
    days = tuple(StatementDay(day, 390, 390) for day in _week(looks.day))
    return StatementRecord(
        number="",
        language=looks.language,
        letterhead=looks.letterhead,
        name=f"{_('First name')} {_('Surname')}",
        training=_("Training"),
        cohort=_("Cohort"),
        first_day=looks.day.replace(day=1),
        last_day=looks.day,
        days=days,
        minutes_planned=1950,
        minutes_attended=1950,
        minutes_justified=0,
        minutes_unjustified=0,
        minutes_unmarked=0,
        place=looks.campus.city or looks.campus.name,
        issued_on=looks.day,
        signatory=looks.signatory.name if looks.signatory else "",
        country=looks.campus.country,
        copy=CopyMark.SPECIMEN,
        signatory_role=looks.signatory.role if looks.signatory else "",
        signature=looks.signature,
        backing=looks.backing,
        is_demo=True,
    )
