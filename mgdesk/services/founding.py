"""The first campus of a desk: with it comes what every campus begins with."""

from typing import Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import FunderProfile
from mgdesk.rules.rights import Right
from mgdesk.services.campuses import Letterhead, add_campus
from mgdesk.services.rights import needs
from mgdesk.services.shipped import add_shipped_profiles
from mgdesk.services.task_list import add_shipped_templates


@needs(Right.RUN)
def found_campus(
    session: Session,
    *,
    code: str,
    name: str,
    country: str,
    languages: tuple[str, ...] = ("fr",),
    **letterhead: Unpack[Letterhead],
) -> UUID:
    """Add a campus as `add_campus` does; where no profile is known yet, the shipped profiles, reasons
    of absence and task list as well, in the same change. Raises what `add_campus` raises.
    """
    if not session.scalar(select(func.count()).select_from(FunderProfile)):
        add_shipped_profiles(session)
        add_shipped_templates(session)
    return add_campus(
        session, code=code, name=name, country=country, languages=languages, **letterhead
    )
