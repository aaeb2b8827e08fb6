"""The demo campuses: a believable year, the same each time, clearly marked as a demo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Campus, Cohort, Event, Funder, FunderProfile, Person, Setting
from mgdesk.queries.campuses import campus_id_of, is_demo
from mgdesk.rules.rights import Right
from mgdesk.services.campuses import add_campus, add_room, add_signatory, set_logo
from mgdesk.services.demo_classes import make_cohort
from mgdesk.services.demo_coaching import make_coaching
from mgdesk.services.demo_content import content, logo
from mgdesk.services.demo_coworking import make_coworking
from mgdesk.services.demo_events import make_event
from mgdesk.services.demo_following import make_following
from mgdesk.services.demo_loans import make_loans
from mgdesk.services.demo_outcomes import make_outcomes
from mgdesk.services.demo_people import make_people
from mgdesk.services.funding import add_partner, update_funder
from mgdesk.services.rights import needs
from mgdesk.services.shipped import add_shipped_profiles
from mgdesk.services.task_list import add_shipped_templates
from mgdesk.storage.audit import name_change, now

SEED: Final = 20260907
Progress = Callable[[float], None]

_FUNDER_LOGOS: Final = {
    "Bruxelles Formation": "bruxelles-formation.png",
    "VDAB": "vdab.png",
    "Le Forem": "forem.png",
    "ESF+ Nederland": "esf-nl.png",
    "Regione del Veneto": "veneto.png",
}


class HomeHasRealData(DeskError):
    sentence = N_(
        "This home holds real data: the demo was not added to it. Start the demo in an empty"
        " folder with --home."
    )


@dataclass(frozen=True)
class DemoReport:
    """What the demo holds; `is_new` is false when it was there already."""

    is_new: bool
    campuses: int
    people: int
    cohorts: int
    events: int


@needs(Right.RUN)
def make_demo(
    session: Session, *, today: date | None = None, progress: Progress | None = None
) -> DemoReport:
    """Fill an empty home with the demo, alive around `today`; a demo that is there stays as it is.

    `progress` is told shares from 0 to 1. Raises HomeHasRealData.
    """
    if is_demo(session):
        return _report(session, is_new=False)
    if session.scalar(select(Campus.id).limit(1)) or session.scalar(select(Person.id).limit(1)):
        raise HomeHasRealData
    today = today or now(session).date()
    _fill(session, today, progress or (lambda _: None))
    session.merge(Setting(name="demo", value={"is_demo": True, "today": today.isoformat()}))
    name_change(session, N_("Demo campuses made"))
    session.flush()
    return _report(session, is_new=True)


def _fill(session: Session, today: date, progress: Progress) -> None:
    random = Random(SEED)  # noqa: S311 - the same demo each time, nothing secret
    add_shipped_profiles(session)
    add_shipped_templates(session)
    _give_logos(session)
    people: dict[str, list[UUID]] = {}
    for place in content("campus.toml")["campus"]:
        people[place["code"]] = make_people(session, random, _make_campus(session, place), place)
        progress(0.3 * len(people) / 9)
    free = {code: list(ids) for code, ids in people.items()}
    cohorts = content("campus.toml")["cohort"]
    for done, plan in enumerate(cohorts, start=1):
        make_cohort(session, random, plan, free[plan["campus"]], today)
        progress(0.3 + 0.5 * done / len(cohorts))
    for plan in content("campus.toml")["event"]:
        make_event(session, random, plan, _guests(people, plan["campus"]), today)
    for code, ids in people.items():
        campus_id = campus_id_of(session, code=code)
        make_coaching(session, random, campus_id, free[code], today)
        make_following(session, campus_id, today)
        make_loans(session, random, campus_id, ids, today)
    chance = Random(SEED + 1)  # noqa: S311 - one of its own: the rest of the demo stays
    for code in people:
        make_coworking(session, chance, campus_id_of(session, code=code), free[code], today)
    make_outcomes(session, Random(SEED + 2), today)  # noqa: S311 - again one of its own
    progress(1.0)


def _guests(people: dict[str, list[UUID]], campus: str) -> list[UUID]:
    """Who comes to an event: the campus's own people, then the neighbours'."""
    neighbours = {"MOL": "LAE", "LAE": "MOL"}.get(campus, "")
    return [*people[campus], *people.get(neighbours, [])]


def _make_campus(session: Session, place: dict[str, Any]) -> UUID:
    profile = session.scalar(select(FunderProfile.id).where(FunderProfile.code == place["profile"]))
    campus_id = add_campus(
        session,
        code=place["code"],
        name=place["name"],
        country=place["country"],
        languages=tuple(place["languages"]),
        is_demo=True,
        organisation="MolenGeek (demo)",
        registration="DEMO 0000.000.000",
        street=place["street"],
        postcode=place["postcode"],
        city=place["city"],
        region=place.get("region", ""),
        phone=place["phone"],
        email=f"{place['code'].lower()}@example.org",
        website="https://example.org",
        funder_profile_id=profile,
    )
    set_logo(session, campus_id=campus_id, content=logo("campus.png"), name="MolenGeek demo")
    for name, capacity in place["rooms"]:
        add_room(session, campus_id=campus_id, name=name, capacity=capacity)
    for name, role in place["signatories"]:
        add_signatory(session, campus_id=campus_id, name=name, role=role)
    return campus_id


def _give_logos(session: Session) -> None:
    for funder in session.scalars(select(Funder).order_by(Funder.name)).all():
        update_funder(
            session,
            funder_id=funder.id,
            version=funder.version,
            name=funder.name,
            logo=logo(_FUNDER_LOGOS[funder.name]),
        )
    for partner in content("campus.toml")["partner"]:
        add_partner(
            session,
            name=partner["name"],
            website=partner["website"],
            logo=logo(partner["logo"]),
        )


def _report(session: Session, *, is_new: bool) -> DemoReport:
    campuses, people, cohorts, events = (
        session.scalar(select(func.count()).select_from(kind)) or 0
        for kind in (Campus, Person, Cohort, Event)
    )
    return DemoReport(is_new, campuses, people, cohorts, events)
