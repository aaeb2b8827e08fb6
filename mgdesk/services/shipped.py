"""What the program brings along for every home: funder profiles and reasons for absence."""

import tomllib
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.i18n import N_
from mgdesk.model import AbsenceReason, Funder, FunderProfile
from mgdesk.paths import resource
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.rights import Right
from mgdesk.services.funding import add_absence_reason, add_funder, add_profile
from mgdesk.services.profile_marks import confirm_rules, note_sources
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


@needs(Right.RUN)
def add_shipped_profiles(session: Session) -> int:
    """Add the shipped profiles and reasons that are not there yet; how many profiles were new.

    Their rules are proposals, some with a source, until somebody holds the funder's own text.
    """
    known = set(session.scalars(select(FunderProfile.code)))
    new = [values for values in _shipped()["profile"] if values["code"] not in known]
    for values in new:
        _add_profile(session, dict(values))
    _add_reasons(session)
    name_change(session, N_("Funder profiles added"))
    return len(new)


def _add_profile(session: Session, values: dict[str, Any]) -> None:
    funder = values.pop("funder", "")
    values["layout"] = SheetLayout(values["layout"])
    values["funder_id"] = _funder(session, funder) if funder else None
    sources, settled = values.pop("sources", {}), values.pop("settled", "")
    profile_id = add_profile(session, **values)
    session.flush()
    if sources:
        note_sources(session, profile_id=profile_id, sources=sources)
    if settled:  # there is no funder to ask
        confirm_rules(session, profile_id=profile_id, fields=[*CONFIRMABLE], source=settled)


def _funder(session: Session, name: str) -> UUID:
    known = session.scalar(select(Funder.id).where(Funder.name == name))
    return known or add_funder(session, name=name)


def _add_reasons(session: Session) -> None:
    wanted = select(AbsenceReason.code).where(AbsenceReason.funder_profile_id.is_(None))
    known = set(session.scalars(wanted))
    for values in _shipped()["reason"]:
        if values["code"] not in known:
            add_absence_reason(session, **values)


@cache
def _shipped() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(resource("profiles.toml").read_text(encoding="utf-8"))
