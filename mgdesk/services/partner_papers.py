"""The letter to a partner: looked at, saved, printed; nothing of it is registered."""

from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents import partner_letter_pages
from mgdesk.documents.paper import Backing
from mgdesk.documents.partner_letter import PartnerLetterRecord, PartnerLine
from mgdesk.errors import NotFound
from mgdesk.i18n import format_day, speaking
from mgdesk.model import Campus, Partner, Picture
from mgdesk.queries.partners import PartnerReach, partners_reach
from mgdesk.services.records import is_demo, letterhead_of, logo_of, signatory_of


def partner_letter(
    session: Session,
    *,
    partner_id: UUID,
    campus_id: UUID,
    first_day: date,
    last_day: date,
    day: date,
    all_campuses: bool = False,
    language: str = "",
    fonts: Path | None = None,
) -> bytes:
    """The PDF of one page on the campus's letterhead, in its first language unless another is given.

    Raises NotFound, PictureCannotBeRead.
    """
    campus, partner = session.get(Campus, campus_id), session.get(Partner, partner_id)
    if campus is None or partner is None:
        raise NotFound
    (reach,) = partners_reach(
        session,
        first_day=first_day,
        last_day=last_day,
        campus_id=None if all_campuses else campus_id,
        partner_id=partner_id,
    )
    spoken = language or (campus.languages[0] if campus.languages else "fr")
    with speaking(spoken, campus.country):
        record = _record(session, campus, partner, reach, spoken, day)
    wanted = select(Picture.digest, Picture.content).where(Picture.digest.in_(record.digests()))
    pictures = {row.digest: row.content for row in session.execute(wanted)}
    page = BytesIO()
    partner_letter_pages.draw([record], pictures, page, fonts=fonts)
    return page.getvalue()


def _record(
    session: Session,
    campus: Campus,
    partner: Partner,
    reach: PartnerReach,
    language: str,
    day: date,
) -> PartnerLetterRecord:
    signatory = signatory_of(session, campus, None)
    return PartnerLetterRecord(
        language=language,
        letterhead=letterhead_of(session, campus),
        partner=reach.partner,
        first_day=reach.first_day,
        last_day=reach.last_day,
        people=reach.people,
        learners=reach.learners,
        minutes=reach.minutes,
        cohorts=tuple(
            PartnerLine(one.training, one.code, one.people, one.minutes) for one in reach.cohorts
        ),
        events=tuple(
            PartnerLine(one.title, format_day(one.day), one.people) for one in reach.events
        ),
        hires=len(reach.hires),
        place=campus.city or campus.name,
        issued_on=day,
        signatory=signatory.name if signatory else "",
        role=signatory.role if signatory else "",
        signature=logo_of(session, signatory.name, signatory.signature_id)
        if signatory and signatory.signature_id
        else None,
        country=campus.country,
        backing=Backing(partners=(logo_of(session, partner.name, partner.logo_id),)),
        is_demo=is_demo(session, campus),
    )
