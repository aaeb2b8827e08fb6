"""What of a funder's profile is confirmed: field by field, by whom, when, with which text of the funder."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import FunderProfile, ProfileMark
from mgdesk.model.identity import new_key
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.rules.rights import Right
from mgdesk.services.applications import who
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change, now


class SourceMissing(DeskError):
    sentence = N_("Say where it stands: the funder's text, its page or its letter.")


class NothingToConfirm(DeskError):
    sentence = N_("Choose at least one rule of the profile.")


@needs(Right.RUN)
def confirm_rules(
    session: Session, *, profile_id: UUID, fields: Collection[str], source: str, by: str = ""
) -> None:
    """Say that these rules stand in the funder's own text. `by` counts while nobody is signed on.

    Raises NotFound, NothingToConfirm, SourceMissing, TextTooLong.
    """
    profile = _profile(session, profile_id, fields)
    source = line(source)
    if not source:
        raise SourceMissing
    name, _staff_id = who(session, by)
    for field in dict.fromkeys(fields):
        mark = _mark(profile, field)
        mark.source, mark.confirmed_by = source, name
        mark.confirmed_on = now(session).astimezone().date()
    _settle(profile)
    title = NN_("{n} rule of {name} confirmed", "{n} rules of {name} confirmed")
    name_change(session, title, n=len(set(fields)), name=profile.name)


@needs(Right.RUN)
def doubt_rules(session: Session, *, profile_id: UUID, fields: Collection[str]) -> None:
    """Say that these rules are to be confirmed after all; their source stays. Raises as `confirm_rules`."""
    profile = _profile(session, profile_id, fields)
    unconfirm(profile, fields, keeps_source=True)
    title = NN_("{n} rule of {name} to confirm again", "{n} rules of {name} to confirm again")
    name_change(session, title, n=len(set(fields)), name=profile.name)


@needs(Right.RUN)
def note_sources(session: Session, *, profile_id: UUID, sources: dict[str, str]) -> None:
    """Note where the proposed value of a rule comes from; that confirms nothing. Raises NotFound."""
    profile = _profile(session, profile_id, sources)
    for field, source in sources.items():
        _mark(profile, field).source = line(source)


def unconfirm(
    profile: FunderProfile, fields: Collection[str], *, keeps_source: bool = False
) -> None:
    """Of rules that changed: what was confirmed was the former value."""
    for mark in profile.marks:
        if mark.field in fields:
            mark.confirmed_on, mark.confirmed_by = None, ""
            mark.source = mark.source if keeps_source else ""
    _settle(profile)


def _settle(profile: FunderProfile) -> None:
    confirmed = {mark.field for mark in profile.marks if mark.confirmed_on is not None}
    profile.is_confirmed = confirmed >= CONFIRMABLE.keys()


def _mark(profile: FunderProfile, field: str) -> ProfileMark:
    for mark in profile.marks:
        if mark.field == field:
            return mark
    made = ProfileMark(id=new_key(), field=field)
    profile.marks.append(made)
    return made


def _profile(session: Session, profile_id: UUID, fields: Collection[str]) -> FunderProfile:
    profile = session.get(FunderProfile, profile_id)
    if profile is None or not CONFIRMABLE.keys() >= set(fields):
        raise NotFound
    if not fields:
        raise NothingToConfirm
    return profile
