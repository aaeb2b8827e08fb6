"""By what figures are broken down: how each line is told apart, and what it is called."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, case, cast, func, select
from sqlalchemy.orm import Session

from mgdesk.i18n import format_short_month
from mgdesk.i18n import gettext as _
from mgdesk.model import (
    Application,
    Campus,
    Cohort,
    CohortPartner,
    Enrolment,
    EventPartner,
    Partner,
    Person,
)
from mgdesk.rules.application import SCHOOLING_LABELS
from mgdesk.rules.figures import Amount, Dimension, Scope
from mgdesk.rules.indicators import LABOUR_CHOICES
from mgdesk.rules.people import GENDER_LABELS
from mgdesk.rules.people_bands import AGES, NOT_SAID, band_label, born_by

UNSAID: Final = ""  # the key of the line of those of whom it is not known
Told = tuple[Select[Any], ColumnElement[str]]  # rows joined as needed, and the key of their line
_WEEK: Final = timedelta(days=7)


def by(rows: Select[Any], source: Subquery, dimension: Dimension, scope: Scope) -> Told:
    """Rows of a source with the key of the line that each belongs to."""
    return _TELLING[dimension](rows, source, scope)


def _month(rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    return rows, func.substr(source.c.day, 1, 7)


def _campus(rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    return rows, key_of(source.c.campus_id)


def _cohort(rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    return rows.where(source.c.cohort_id.is_not(None)), key_of(source.c.cohort_id)


def _partner(rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    """What has two partners is in the lines of both; what has none is in no line."""
    partner = func.coalesce(CohortPartner.partner_id, EventPartner.partner_id)
    joined = rows.outerjoin(CohortPartner, CohortPartner.cohort_id == source.c.cohort_id).outerjoin(
        EventPartner, EventPartner.event_id == source.c.event_id
    )
    return joined.where(partner.is_not(None)), key_of(partner)


def _of_person(rows: Select[Any], source: Subquery, key: ColumnElement[str]) -> Told:
    return rows.join(Person, Person.id == source.c.person_id), key


def _of_enrolment(column: Any, rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    its_own = and_(
        Enrolment.person_id == source.c.person_id, Enrolment.cohort_id == source.c.cohort_id
    )
    return rows.join(Enrolment, its_own), func.trim(column)


def _isced(rows: Select[Any], source: Subquery, _scope: Scope) -> Told:
    level = func.coalesce(cast(Application.schooling, Text), UNSAID)
    return rows.join(Application, Application.id == source.c.thing_id), level


def key_of(column: Any) -> ColumnElement[str]:
    """A key as text: 32 digits on both databases."""
    return func.replace(cast(column, Text), "-", "")


def age_on(day: date) -> ColumnElement[str]:
    """The first age of the band that a person was in on a day."""
    bands = [(Person.birth_date <= born_by(day, age), str(age)) for age in reversed(AGES[1:])]
    return case((Person.birth_date.is_(None), UNSAID), *bands, else_=str(AGES[0]))


def gender() -> ColumnElement[str]:
    return func.coalesce(cast(Person.gender, Text), UNSAID)


_TELLING: Final[Mapping[Dimension, Callable[[Select[Any], Subquery, Scope], Told]]] = {
    Dimension.MONTH: _month,
    Dimension.CAMPUS: _campus,
    Dimension.COHORT: _cohort,
    Dimension.PARTNER: _partner,
    Dimension.AGE: lambda rows, source, scope: _of_person(rows, source, age_on(scope.last_day)),
    Dimension.GENDER: lambda rows, source, _scope: _of_person(rows, source, gender()),
    Dimension.MUNICIPALITY: lambda rows, source, _scope: _of_person(
        rows, source, func.trim(Person.municipality)
    ),
    Dimension.ISCED: _isced,
    Dimension.SCHOOLING: partial(_of_enrolment, Enrolment.schooling),
    Dimension.LABOUR: partial(_of_enrolment, Enrolment.labour_status),
}


# --- what lines are called ----------------------------------------------------------------------


def labels(
    session: Session, dimension: Dimension, amounts: Mapping[str, Amount], scope: Scope
) -> dict[str, str]:
    """Key → label of every line, in the order in which they are shown.

    Months and ages are all there, others where something was counted; the largest come first, and
    last those of whom it is not known.
    """
    unsaid = {UNSAID: _(NOT_SAID)} if UNSAID in amounts else {}
    match dimension:
        case Dimension.MONTH:
            found = _month_labels(scope)
        case Dimension.AGE:
            found = {str(age): band_label(str(age)) for age in AGES} | unsaid
        case Dimension.GENDER:
            found = {key: _(word) for key, word in GENDER_LABELS.items() if key in amounts} | unsaid
        case Dimension.ISCED:
            levels = SCHOOLING_LABELS.items()
            found = {str(key): _(word) for key, word in levels if str(key) in amounts} | unsaid
        case Dimension.CAMPUS | Dimension.COHORT | Dimension.PARTNER:
            named = session.execute(_NAMES[dimension])
            found = {row[0].hex: row[1] for row in named if row[0].hex in amounts}
        case _:
            said = sorted(filter(None, amounts), key=lambda key: (-amounts[key].value, key))
            found = {key: _chosen(dimension, key) for key in said} | unsaid
    return found


def _chosen(dimension: Dimension, key: str) -> str:
    """What was chosen from our lists is said in the reader's language; what was written stays."""
    words = {
        Dimension.LABOUR: {str(one): word for one, word in LABOUR_CHOICES.items()},
        Dimension.SCHOOLING: {str(level): word for level, word in SCHOOLING_LABELS.items()},
    }.get(dimension, {})
    return _(words[key]) if key in words else key


_NAMES: Final[Mapping[Dimension, Any]] = {
    Dimension.CAMPUS: select(Campus.id, Campus.name).order_by(Campus.name),
    Dimension.COHORT: select(Cohort.id, Cohort.code).order_by(Cohort.first_day, Cohort.code),
    Dimension.PARTNER: select(Partner.id, Partner.name).order_by(Partner.name),
}


def _month_labels(scope: Scope) -> dict[str, str]:
    is_longer = scope.first_day.year != scope.last_day.year
    return {
        f"{month:%Y-%m}": format_short_month(month, with_year=is_longer) for month in months(scope)
    }


def months(scope: Scope) -> list[date]:
    """The first day of every month of a period, however little of it the period has."""
    first, found = scope.first_day.replace(day=1), []
    while first <= scope.last_day:
        found.append(first)
        first = (first.replace(day=28) + _WEEK).replace(day=1)
    return found
