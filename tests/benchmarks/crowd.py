"""A crowd to search in: synthetic people with names of many countries in several scripts.

The demo's first names and surnames (resources/demo/names.toml) joined at random, and surnames made of
syllables, because a million people bear more than two hundred names. Made once and kept in the
temporary folder.
"""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Campus, Person, PersonRole
from mgdesk.model.identity import new_key
from mgdesk.paths import Home, resource
from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.storage import fulltext

VERSION = 1  # of the crowd: another one is made anew
BATCH = 20_000
BEGINNINGS = (
    "Ver Van Ben Bou Dela Mac Kow Nak Papa Iva Gar Rod Sch Lam Dum Mont Cast Ros Bian Mar Ould Abd "
    "Cha Zer Tah Haj Yil Kar Dem Oka Ade Chuk Mba Nko Dia Tra Cou Sil Fer Per Gon Nov Pet Jan Wie"
)
MIDDLES = "a e i o u an en in on ou el al er ar ak ek ik at et os is av ov am em ad ed"
ENDINGS = (
    "sen mans ters ini etti ova ski ides ian oğlu ane oui aoui ier ard ot eau ez eira inho kov enko "
    "bi ri di ti li ni mi zi sson berg feld stein wala koro nga mba"
)


def people(count: int) -> Iterator[dict[str, Any]]:
    """Synthetic people, the same ones each time."""
    random = Random(2026)
    groups = tomllib.loads(resource("demo/names.toml").read_text(encoding="utf-8"))["group"]
    weights = [sum(group["weights"].values()) for group in groups]
    for number in range(count):
        group = random.choices(groups, weights)[0]
        first, surname = random.choice(group["first"]), _surname(random, group)
        second = _second(random, group) if "own_first" in group and random.random() < 0.3 else ""
        if second and random.random() < 0.2:  # known in their own script alone
            first, surname, second = *second.split(" ", 1), ""
        local = f"{names.fold(first).replace(' ', '.')}{random.randrange(1000)}"
        yield {
            "first_name": first,
            "surname": surname,
            "second_name": second,
            "birth_date": date(1960, 1, 1) + timedelta(random.randrange(18_000)),
            "phone": f"+324{random.randrange(10**8):08d}" if random.random() < 0.8 else "",
            "email": f"{local}@example.org" if random.random() < 0.7 else "",
            "learner_number": f"MOL-{number + 1:05d}",
        }


def _surname(random: Random, group: dict[str, Any]) -> str:
    if random.random() < 0.3:
        return str(random.choice(group["surname"]))
    middles = "".join(random.choices(MIDDLES.split(), k=random.choice((0, 1, 1, 2))))
    return random.choice(BEGINNINGS.split()) + middles + random.choice(ENDINGS.split())


def _second(random: Random, group: dict[str, Any]) -> str:
    return f"{random.choice(group['own_first'])} {random.choice(group['own_surname'])}"


def crowded_home(count: int) -> Home:
    """A home with so many people, made when it is not in the temporary folder yet."""
    home = Home(Path(tempfile.gettempdir()) / f"mgdesk-crowd-{VERSION}-{fulltext.SCHEME}-{count}")
    if not home.database.exists():
        making = Home(home.root.with_suffix(".part"))
        shutil.rmtree(making.root, ignore_errors=True)
        desk = open_desk(making)
        fill(desk, count)
        desk.close()
        making.root.rename(home.root)
    return home


def fill(desk: Desk, count: int) -> None:
    """Write the crowd in two campuses, the second one small, and index it."""
    engine = desk._store.engine.execution_options(begins_immediate=True)
    campuses = [new_key(), new_key()]
    random = Random(7)
    moment = datetime(2026, 9, 1, tzinfo=UTC)
    with engine.begin() as connection:
        for campus_id, code in zip(campuses, ("MOL", "PAD"), strict=True):
            row = {
                "id": campus_id,
                "code": code,
                "name": code,
                "country": "BE",
                "zone": "Europe/Brussels",
            }
            connection.execute(insert(Campus.__table__), [{**row, "languages": ["fr"]}])
        for batch in fulltext.batched(people(count), BATCH):
            rows = [
                {
                    **values,
                    "id": new_key(),
                    "campus_id": campuses[random.random() < 0.02],
                    "created_at": moment,
                    "sort_key": names.sort_key(values["first_name"], values["surname"]),
                }
                for values in batch
            ]
            connection.execute(insert(Person.__table__), rows)
            roles = [
                {"id": new_key(), "person_id": row["id"], "role": Role.LEARNER, "since": moment}
                for row in rows
            ]
            connection.execute(insert(PersonRole.__table__), roles)
    with engine.begin() as connection:
        fulltext.rebuild(connection)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("ANALYZE")
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
