"""A full disk at every step: a sentence, nothing half-written, and the data opens again, still full."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from mgdesk import durable, settings
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DiskFull, Locked
from mgdesk.exchange.fields import Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_pasted
from mgdesk.log import start_log
from mgdesk.model import Person
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.queries.cohorts import cohorts
from mgdesk.queries.matching import known_people
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.passphrase import Secret
from mgdesk.services import checkin, documents, exchange
from mgdesk.storage import keys, migrate

from . import proof
from .conftest import Note

pytestmark = pytest.mark.faults

BLOCK: Final = 4096
STEPS: Final = 16


def leave(place: Path, room: int) -> None:
    """Fill a disk but for so many bytes."""
    ballast = place / "ballast"
    ballast.unlink(missing_ok=True)
    free = shutil.disk_usage(place).free
    with ballast.open("wb") as stream:
        left = max(0, free - room)
        while left:
            left -= stream.write(bytes(min(left, 1 << 20)))


def make_room(place: Path) -> None:
    (place / "ballast").unlink()


def check_in(desk: Desk) -> None:
    """A whole queue of people, each a commit, until all are in or the disk is full."""
    campus = desk.read(campuses)[0].id
    for person in desk.read(lambda session: session.scalars(select(Person.id)).all())[:40]:
        reason = (CheckInKind.VISIT, None)
        desk.do(checkin.check_in, person_id=person, campus_id=campus, reason=reason)


def take_in(desk: Desk) -> None:
    lines = "\n".join(f"Plein{number}\tDisque" for number in range(400))
    known = desk.read(known_people)
    plan = ImportPlan(
        read_pasted(f"Nom\tPrénom\n{lines}"), known, subject=Subject.LEARNERS, country="BE"
    )
    desk.do(exchange.import_learners, rows=plan.rows, campus_id=desk.read(campuses)[0].id)


def print_sheets(desk: Desk) -> None:
    row = desk.read(cohorts)[0]
    first, last = row.first_day, row.last_day
    paper = desk.read(
        documents.draft_sheets, cohort_id=row.id, first_day=first, last_day=last, day=last
    )
    documents.write_pdf(paper, desk.home.paper / "sheets.pdf")


def copy(desk: Desk) -> None:
    desk.back_up()


def left_behind(home: Home) -> list[str]:
    """Files of which only a part was written."""
    return [
        path.name for path in home.root.rglob("*") if ".part" in path.name or ".new" in path.name
    ]


def content(desk: Desk) -> Any:
    return desk.read(proof.before).rows


ACTS: Final[dict[str, tuple[Callable[[Desk], None], int]]] = {
    "check-ins": (check_in, 80 * BLOCK),
    "import": (take_in, 24 * BLOCK),
    "print": (print_sheets, 12 * BLOCK),
    "backup": (copy, 150 * BLOCK),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    name: str, filled: Home, small_disk: Callable[[int], Path], note: Note
) -> None:
    act, step = ACTS[name]
    place = small_disk(40_000_000)
    home = Home(place / "home")
    refused, faults = 0, []
    for count in range(STEPS):
        shutil.rmtree(home.root, ignore_errors=True)
        shutil.copytree(filled.root, home.root)
        desk = open_desk(home)
        begun, before = content(desk), desk.read(proof.before)
        leave(place, count * step)
        try:
            act(desk)
        except DiskFull:
            refused += 1
            if name != "check-ins":
                assert content(desk) == begun
        faults += left_behind(home)
        desk.close()
        desk = open_desk(home)  # while it is still full
        assert begun <= content(desk)
        make_room(place)
        faults += proof.torn(desk, before) + proof.unsound_copies(desk)
        act(desk)
        desk.close()
    note(f"disk full: {name}", f"{STEPS} steps, {refused} refused, {len(faults)} half-written")
    assert faults == []
    assert refused > 0


def test_a_full_disk_in_the_middle_of_a_migration(
    filled: Home, small_disk: Callable[[int], Path], note: Note
) -> None:
    desk = open_desk(filled)
    migrate.downgrade(desk._store.engine, "0004")
    desk.close()
    place = small_disk(40_000_000)
    home = Home(place / "home")
    refused = 0
    for count in range(STEPS):
        shutil.rmtree(home.root, ignore_errors=True)
        shutil.copytree(filled.root, home.root)
        before = home.database.read_bytes()
        leave(place, count * 500 * BLOCK)
        try:
            open_desk(home).close()
        except DiskFull:
            refused += 1
            assert left_behind(home) == []
            if not home.database.with_name("desk.db-wal").exists():
                assert home.database.read_bytes() == before
        make_room(place)
        desk = open_desk(home)
        assert desk.check() + desk.check_search() + proof.unsound_copies(desk) == []
        desk.close()
    note("disk full: migration", f"{STEPS} steps, {refused} refused, 0 half-written")
    assert 0 < refused < STEPS


def test_a_new_home_on_a_full_disk(small_disk: Callable[[int], Path], note: Note) -> None:
    place = small_disk(16_000_000)
    home = Home(place / "home")
    refused = 0
    for count in range(STEPS):
        shutil.rmtree(home.root, ignore_errors=True)
        leave(place, count * 16 * BLOCK)
        try:
            open_desk(home).close()
        except DiskFull:
            refused += 1
            assert left_behind(home) == []
        make_room(place)
        desk = open_desk(home)
        assert desk.check() == []
        desk.close()
    note("disk full: new home", f"{STEPS} steps, {refused} refused, 0 half-written")
    assert refused > 0


def test_settings_log_and_a_saved_file_on_a_full_disk(
    small_disk: Callable[[int], Path], note: Note
) -> None:
    place = small_disk(4_000_000)
    home = Home(place / "home")
    kept = settings.Settings(language="nl")
    settings.save(kept, home.settings)
    saved = place / "saved.pdf"
    saved.write_bytes(b"%PDF of before")
    start_log(home.logs)
    logger = logging.getLogger("mgdesk.faults")
    logger.info("before")
    leave(place, 2 * BLOCK)
    with pytest.raises(DiskFull):
        settings.save(settings.Settings(folders={"paper": "x" * 20_000}), home.settings)
    with pytest.raises(DiskFull), durable.written(saved) as stream:
        stream.write(bytes(40_000))
    for number in range(4_000):
        logger.info("a line that finds no room, and frightens nobody: %d", number)
    assert settings.load(home.settings) == kept
    assert saved.read_bytes() == b"%PDF of before"
    assert left_behind(Home(place)) == []
    make_room(place)
    logger.info("after")
    start_log(place / "elsewhere")
    assert "before" in (home.logs / "mgdesk.log").read_text(encoding="utf-8")
    assert "after" in (home.logs / "mgdesk.log").read_text(encoding="utf-8")
    note("disk full: settings, log, file", "refused whole or left out; what was before stays")


def test_a_passphrase_and_a_second_place_on_a_full_disk(
    small_home: Home, tmp_path: Path, small_disk: Callable[[int], Path], note: Note
) -> None:
    place, stick = small_disk(40_000_000), small_disk(8_000_000)
    home = Home(place / "home")
    shutil.copytree(small_home.root, home.root)
    desk = open_desk(home)
    assert desk.vault is not None
    first, second = Secret("une première phrase"), Secret("une seconde phrase")
    desk.vault.set_passphrase(first.passphrase, Secret())
    desk.back_up()
    refused = 0
    for room in (0, BLOCK):
        leave(place, room)
        try:
            desk.vault.set_passphrase(second.passphrase, first)
        except DiskFull:
            refused += 1
        assert any(opens(home, secret) for secret in (first, second))
        make_room(place)
        desk.vault.set_passphrase(first.passphrase, first if opens(home, first) else second)
    leave(stick, 20 * BLOCK)
    with pytest.raises(DiskFull):
        desk.choose_second_place(stick)
    assert not list(stick.glob("desk-*"))
    make_room(stick)
    desk.choose_second_place(stick)
    assert [path.name for path in stick.glob("desk-*.db")]
    desk.close()
    assert left_behind(home) == []
    note("disk full: passphrase, second place", f"{refused} of 2 refused, 0 half-written")
    assert refused


def opens(home: Home, secret: Secret) -> bool:
    try:
        return bool(keys.load_key(home.keys, secret).raw)
    except Locked:
        return False
