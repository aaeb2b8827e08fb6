"""Ten thousand rows: read, judged and written into a real desk, against reading the file alone."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from mgdesk.desk import Desk
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_table
from mgdesk.exchange.writing import export_rows
from mgdesk.queries import matching
from mgdesk.services import campuses, exchange

ROWS = 10_000
FIRST = (
    "Amina Jan Sara Mohamed Fatima Youssef Léa Marie Pieter Giulia Marco محمد سارة Zoë Noah Emma Liam "
    "Ayoub Salma Karim Łukasz Gülşen"
)
LAST = (
    "Benali Dupont Janssens Rossi Bianchi Idrissi العلوي Peeters Martin Bernard Haddad Ouali Amrani "
    "Lambert Dubois Vermeulen Conti Ferrari Naciri D’Amico"
)


def people() -> list[dict[Field, object]]:
    """Synthetic people: names joined at random, addresses and numbers by place in the list."""
    random = Random(2026)
    first, last = FIRST.split(" "), LAST.split(" ")
    return [
        {
            Field.SURNAME: f"{random.choice(last)} {random.choice(last)}",
            Field.FIRST_NAME: f"{random.choice(first)}-{random.choice(first)}",
            Field.BIRTH_DATE: date(1970, 1, 1) + timedelta(random.randrange(13_000)),
            Field.EMAIL: f"personne{number}@example.org",
            Field.PHONE: f"+3247{number:07d}",
            Field.GENDER: random.choice(["woman", "man", ""]),
            Field.POSTCODE: "1080",
            Field.MUNICIPALITY: "Molenbeek-Saint-Jean",
        }
        for number in range(ROWS)
    ]


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.benchmark
def test_ten_thousand_rows_against_reading_them_alone(desk: Desk, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    rows = people()
    path = export_rows(tmp_path / "liste.xlsx", list(rows[0]), rows, language="fr")
    campus_id = desk.do(
        campuses.add_campus, code="MOL", name="Molenbeek", country="BE", zone="Europe/Brussels",
        languages=("fr",),
    )  # fmt: skip

    def alone() -> None:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    def plan() -> ImportPlan:
        known = desk.read(matching.known_people)
        return ImportPlan(read_table(path), known, subject=Subject.LEARNERS, country="BE")

    reading = min(timed(alone) for _turn in range(3))
    listed = min(timed(lambda: read_table(path)) for _turn in range(2))
    start = time.perf_counter()
    made = plan()
    planned = time.perf_counter() - start
    report = desk.do(
        exchange.import_learners, rows=made.rows, campus_id=campus_id, source=path.name
    )
    whole = time.perf_counter() - start
    start = time.perf_counter()
    again = plan().counts()
    against_all = time.perf_counter() - start

    print(
        f"\n{ROWS} rows: calamine alone {reading:.2f} s; table {listed:.2f} s ({listed / reading:.1f}×); "
        f"plan {planned:.2f} s; whole import {whole:.2f} s ({whole / reading:.0f}×); "
        f"plan against {ROWS} known {against_all:.2f} s"
    )
    assert (report.added, again.there) == (ROWS, ROWS)
    assert listed < 25 * reading
    assert whole < 250 * reading
