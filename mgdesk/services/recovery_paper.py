"""The page of the recovery key, on the campus's letterhead; nothing of it is kept."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents import recovery_key_pages
from mgdesk.documents.paper import Letterhead, digests
from mgdesk.documents.recovery_key import RecoveryKeyRecord
from mgdesk.i18n import spoken_language
from mgdesk.model import Campus
from mgdesk.model.campus import Picture
from mgdesk.rules import recovery
from mgdesk.rules.rights import Right
from mgdesk.services.records import letterhead_of
from mgdesk.services.rights import needs


@needs(Right.RUN)
def recovery_page(
    session: Session,
    *,
    words: Sequence[str],
    day: date,
    campus_id: UUID | None = None,
    fonts: Path | None = None,
) -> bytes:
    """The PDF of a page with these words, in the spoken language. Raises PictureCannotBeRead.

    It bears no mark of the demo: also there it opens the data.
    """
    first = select(Campus).order_by(Campus.code).limit(1)
    campus = session.get(Campus, campus_id) if campus_id else session.scalars(first).first()
    head = letterhead_of(session, campus) if campus else Letterhead()
    record = RecoveryKeyRecord(
        language=spoken_language(),
        letterhead=head,
        words=tuple(words),
        code=recovery.to_code(words),
        made_on=day,
        country=campus.country if campus else None,
    )
    wanted = select(Picture.digest, Picture.content).where(
        Picture.digest.in_(digests(head, record.backing))
    )
    pictures = {row.digest: row.content for row in session.execute(wanted)}
    page = BytesIO()
    recovery_key_pages.draw([record], pictures, page, fonts=fonts)
    return page.getvalue()
