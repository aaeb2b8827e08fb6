"""The list behind every figure: the things that were counted, by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, select
from sqlalchemy.orm import Session

from mgdesk.i18n import format_day
from mgdesk.model import Cohort, Event, Person, Training
from mgdesk.queries.statistics import things_of
from mgdesk.rules import names
from mgdesk.rules.figures import DEFINITIONS, Dimension, Scope, Thing


@dataclass(frozen=True)
class Listed:
    """One of the things counted; `kind` and `record_id` say what opens when it is chosen.

    The amounts of a list add up to the figure, and so do the wholes of a share.
    """

    kind: str  # learner, cohort, event
    record_id: UUID
    name: str
    detail: str
    amount: int
    whole: int | None
    sort_key: str = ""


def listed(
    session: Session,
    *,
    figure: str,
    scope: Scope,
    dimension: Dimension | None = None,
    key: str | tuple[str, ...] = "",
) -> list[Listed]:
    """The things behind a figure, or behind one line of a breakdown (or several) of it, by name."""
    keys = (key,) if isinstance(key, str) else key
    wanted = things_of(session, figure, scope, dimension, keys)
    rows, things = session.execute(wanted).mappings().all(), wanted.subquery()
    people = _people(session, things)
    titles = _cohorts(session, things) | _events(session, things)
    kind = {Thing.COHORT: "cohort", Thing.EVENT: "event"}.get(DEFINITIONS[figure].thing, "learner")
    found = [_row(kind, row, people, titles) for row in rows]
    return sorted(found, key=lambda one: (one.sort_key, one.detail, one.name))


def _row(
    kind: str,
    row: Any,
    people: dict[UUID, tuple[str, str]],
    titles: dict[UUID, tuple[str, str]],
) -> Listed:
    whole = row["whole"]
    amounts = (int(row["amount"]), None if whole is None else int(whole))
    title = titles.get(row.get("cohort_id") or row.get("event_id"), ("", ""))
    if kind != "learner":
        return Listed(kind, row.get("cohort_id") or row["event_id"], *title, *amounts)
    sort_key, name = people[row["person_id"]]
    detail = format_day(date.fromisoformat(row["day"])) if "day" in row else title[0]
    return Listed(kind, row["person_id"], name, detail, *amounts, sort_key)


def _people(session: Session, things: Subquery) -> dict[UUID, tuple[str, str]]:
    if "person_id" not in things.c:
        return {}
    rows: Sequence[Any] = session.execute(
        select(Person.id, Person.sort_key, Person.first_name, Person.surname).where(
            Person.id.in_(select(things.c.person_id))
        )
    ).all()
    return {row.id: (row.sort_key, names.list_name(row.first_name, row.surname)) for row in rows}


def _cohorts(session: Session, things: Subquery) -> dict[UUID, tuple[str, str]]:
    if "cohort_id" not in things.c:
        return {}
    rows = session.execute(
        select(Cohort.id, Cohort.code, Training.title)
        .join(Cohort.training)
        .where(Cohort.id.in_(select(things.c.cohort_id)))
    )
    return {row.id: (row.code, row.title) for row in rows}


def _events(session: Session, things: Subquery) -> dict[UUID, tuple[str, str]]:
    if "event_id" not in things.c:
        return {}
    rows = session.execute(
        select(Event.id, Event.title, Event.code).where(Event.id.in_(select(things.c.event_id)))
    )
    return {row.id: (row.title, row.code) for row in rows}
