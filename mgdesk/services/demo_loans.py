"""The demo's keys, laptops and lockers: some lent, a few overdue, some given back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.model import Campus, Loan, Resource
from mgdesk.model.identity import new_key
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.rights import Right
from mgdesk.services.demo_content import content
from mgdesk.services.rights import needs


@needs(Right.RUN)
def make_loans(
    session: Session, random: Random, campus_id: UUID, people: Sequence[UUID], today: date
) -> None:
    """What a campus lends, and to whom of `people` it was lent."""
    campus = session.get_one(Campus, campus_id)
    words = content("accompaniment.toml")["resources"][campus.languages[0]]
    things = list(_things(campus, words))
    session.add_all(things)
    session.flush()
    for thing in things:
        session.add_all(_loans(random, thing, people, words, today))
    session.flush()


def _things(campus: Campus, words: dict[str, Any]) -> Iterator[Resource]:
    for place, room in enumerate(campus.rooms, 1):
        yield _thing(campus, ResourceKind.KEY, f"K-{place:02}", room.name)
    for place in range(1, 9):
        label = words["laptop"][place % len(words["laptop"])]
        yield _thing(campus, ResourceKind.LAPTOP, f"L-{place:02}", label)
    for place in range(1, 4):
        yield _thing(campus, ResourceKind.LOCKER, f"C-{place:02}", words["locker"])


def _thing(campus: Campus, kind: ResourceKind, code: str, label: str) -> Resource:
    return Resource(id=new_key(), campus_id=campus.id, kind=kind, code=code, label=label)


def _loans(
    random: Random, thing: Resource, people: Sequence[UUID], words: dict[str, Any], today: date
) -> Iterator[Loan]:
    """At most a loan that is over, and one that is not."""
    if random.random() < 0.5:
        begun = today - timedelta(days=random.randrange(40, 90))
        back = begun + timedelta(days=random.randrange(2, 30))
        is_worn = random.random() < 0.2
        yield _loan(random, thing, people, words, begun, back, words["worn" if is_worn else "good"])
    if random.random() < 0.4:
        yield _loan(random, thing, people, words, today - timedelta(days=random.randrange(1, 30)))


def _loan(
    random: Random,
    thing: Resource,
    people: Sequence[UUID],
    words: dict[str, Any],
    day: date,
    back: date | None = None,
    condition: str = "",
) -> Loan:
    length = 14 if thing.kind is ResourceKind.KEY else 28
    return Loan(
        id=new_key(),
        resource_id=thing.id,
        person_id=random.choice(people),
        lent_at=datetime.combine(day, time(8, random.randrange(60)), tzinfo=UTC),
        due_on=None if thing.kind is ResourceKind.LOCKER else day + timedelta(days=length),
        returned_at=datetime.combine(back, time(15), tzinfo=UTC) if back else None,
        condition_lent=words["good"] if thing.kind is ResourceKind.LAPTOP else "",
        condition_returned=condition if thing.kind is ResourceKind.LAPTOP else "",
    )
