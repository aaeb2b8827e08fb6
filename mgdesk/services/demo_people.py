"""The demo's people: names by chance from lists of many languages and scripts, nobody meant."""

from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.demo_content import content
from mgdesk.services.intake import PersonFields, give_role, new_person
from mgdesk.services.rights import needs
from mgdesk.storage.audit import now

_HOW_MANY: Final = {
    "MOL": 116, "LAE": 40, "ANT": 60, "CHA": 25, "AMS": 25, "ROT": 20, "UTR": 15, "PAD": 50,
    "CAS": 44,
}  # fmt: skip
_PHONES: Final = {"BE": "0470 00 {:02d} {:02d}", "NL": "06 10 00 {:02d} {:02d}"} | {
    "IT": "320 000 {:02d} {:02d}",
    "MA": "0600 00 {:02d} {:02d}",
}
# Whoever is in no class: why the campus knows them.
_OTHERS: Final = (Role.APPLICANT, Role.GUEST, Role.COWORKER, Role.FOUNDER, Role.VISITOR)
_OTHER_WEIGHTS: Final = (40, 35, 12, 8, 5)


@needs(Right.RUN)
def make_people(
    session: Session, random: Random, campus_id: UUID, place: dict[str, Any]
) -> list[UUID]:
    """The people of one campus, in the session; their ids."""
    made = []
    known: set[tuple[str, str]] = set()
    for number in range(_HOW_MANY[place["code"]]):
        fields = _name(random, place["names"], known)
        _fill(random, fields, place, number)
        fields["campus_id"], fields["source"] = campus_id, "demo"
        person = new_person(session, **fields)
        person.created_at = now(session) - timedelta(days=random.randrange(170, 420))
        give_role(session, person, random.choices(_OTHERS, _OTHER_WEIGHTS)[0])
        made.append(person.id)
    session.flush()
    return made


def _name(random: Random, place: str, known: set[tuple[str, str]]) -> PersonFields:
    """A name not yet met at the campus, if chance allows: namesakes exist."""
    groups = [group for group in content("names.toml")["group"] if place in group["weights"]]
    weights = [group["weights"][place] for group in groups]
    for _ in range(4):
        group = random.choices(groups, weights)[0]
        first, last = (random.randrange(len(group[kind])) for kind in ("first", "surname"))
        if (group["first"][first], group["surname"][last]) not in known:
            break
    known.add((group["first"][first], group["surname"][last]))
    return _written(random, group, first, last)


def _written(random: Random, group: dict[str, Any], first: int, last: int) -> PersonFields:
    """The name in Latin letters, with its own script beside it, or the other way round."""
    first_name, surname = group["first"][first], group["surname"][last]
    if "own_first" not in group:
        return {"first_name": first_name, "surname": surname}
    own_first, own_surname = group["own_first"][first], group["own_surname"][last]
    own = f"{own_first} {own_surname}"
    if group.get("own_order") == "surname":
        own = f"{own_surname}{own_first}"
    chance = random.random()
    if chance < 0.12:
        latin = names.display_name(first_name, surname)
        return {"first_name": own_first, "surname": own_surname, "second_name": latin}
    return {
        "first_name": first_name,
        "surname": surname,
        "second_name": own if chance < 0.8 else "",
    }


def _fill(random: Random, fields: PersonFields, place: dict[str, Any], number: int) -> None:
    """What else is known of somebody: mostly all, sometimes little, now and then mistyped."""
    if random.random() < 0.94:
        # Most are between 20 and 35, some are older.
        fields["birth_date"] = date(1968, 1, 1) + timedelta(
            days=int(random.triangular(0, 14_000, 12_500))
        )
    fields["postcode"], fields["municipality"] = random.choice(place["municipalities"])
    fields["country"] = place["country"]
    phone = _PHONES[place["country"]].format(random.randrange(100), random.randrange(100))
    chance = random.random()
    if chance < 0.9:
        fields["phone"] = phone
    elif chance < 0.93:
        fields["phone"] = phone[:7]
    if random.random() < 0.88:
        fields["email"] = _email(fields, f"{place['code'].lower()}{number}")
    if random.random() < 0.25:
        fields["language"] = random.choice(place["languages"])


def _email(fields: PersonFields, mark: str) -> str:
    both = f"{fields['first_name']} {fields['surname']} {fields.get('second_name', '')}"
    latin = [word for word in names.fold(both).split() if word.isascii() and len(word) > 1]
    return f"{'.'.join(latin[:2])}.{mark}@example.org"
