"""What can be mended is mended in one step and said line by line; what would be a guess is left and said."""

import json
from contextlib import suppress
from typing import Any

import pytest

from mgdesk import i18n
from mgdesk.__main__ import main
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DamagedData
from mgdesk.paths import Home
from mgdesk.queries.history import recent_changes
from mgdesk.services import documents
from mgdesk.storage import chain
from tests.cohort_scene import Scene, everything, make_scene


@pytest.fixture
def scene(desk: Desk) -> Scene:
    i18n.speak("en")
    return make_scene(desk)


def behind_its_back(desk: Desk, *statements: str) -> None:
    """What no service does: the driver told to write, without foreign keys and without the audit."""
    with desk._store.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys = ON")


def broken(scene: Scene) -> None:
    """Everything that can be mended, at once."""
    desk, (lea, amina, yassine) = scene.desk, scene.people
    scene.mark_all_present()
    desk.do(
        documents.issue_certificates, cohort_id=scene.cohort_id, enrolment_ids=[scene.enrolments[0]]
    )
    behind_its_back(
        desk,
        f"DELETE FROM person WHERE id = '{amina.hex}'",
        f"UPDATE slot SET trainer_id = '{amina.hex}' WHERE id = '{scene.slots[0].hex}'",
        f"UPDATE person SET sort_key = 'zzz' WHERE id = '{lea.hex}'",
        f"UPDATE person SET badge_code = 'MOLXXXX' WHERE id = '{yassine.hex}'",
        "UPDATE series SET last = 0 WHERE kind = 'certificate'",
        "DELETE FROM search_entry WHERE kind = 'cohort'",
        "DROP TRIGGER change_kept_delete",
    )


def test_all_that_follows_from_other_rows_is_mended_after_a_copy(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = scene.desk
    broken(scene)
    before = everything(desk)
    seen = desk.survey()
    assert everything(desk) == before
    kinds = [one.kind for one in seen.mended]
    slots = len(scene.slots)
    assert set(kinds) == {
        "orphan", "reference", "name", "badge", "counter", "guard", "search"
    }  # fmt: skip
    home = desk.home.root
    desk.close()
    typed = ["check", "--repair", "--home", str(home), "--language", "en", "--json"]
    assert main(typed) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(row["kind"], row["mended"]) for row in said] == [(kind, True) for kind in kinds]
    assert any("Léa Martin" in row["said"] for row in said)
    again = open_desk(desk.home)
    assert again.check() == again.check_search() == []
    assert again.read(recent_changes)[0].title == "The data was mended"
    gone = before["enrolment"] - everything(again)["enrolment"]
    assert len(gone) == 1
    assert len(before["attendance"] - everything(again)["attendance"]) == slots
    (copy,) = [one for one in again.keeping_state().copies if one.purpose == "before-repair"]
    assert again.survey().mended == again.survey().left == ()
    again.close()
    assert main(["check", "--repair", "--home", str(home), "--language", "en"]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    assert copy.path.exists()


def test_a_missing_campus_is_no_guess_of_ours(scene: Scene) -> None:
    desk = scene.desk
    behind_its_back(desk, f"DELETE FROM campus WHERE id = '{scene.campus_id.hex}'")
    before = everything(desk)
    report = desk.repair()
    assert any("missing campus" in fault for fault in report.left)
    assert everything(desk)["cohort"] == before["cohort"]


def test_a_cut_history_is_told_and_never_mended(scene: Scene) -> None:
    desk = scene.desk
    desk.back_up()
    behind_its_back(
        desk,
        f"INSERT INTO setting (name, value) VALUES ('{chain.DOOR}', '{{}}')",
        "DELETE FROM change WHERE position > (SELECT max(position) - 2 FROM change)",
        "DELETE FROM audit_entry WHERE change_id NOT IN (SELECT id FROM change)",
        f"DELETE FROM setting WHERE name = '{chain.DOOR}'",
    )
    report = desk.repair()
    assert report.mended == ()
    assert len(report.left) == 1
    assert "cut off" in report.left[0]
    assert desk.repair() == report


def opened_with_a_damaged_page(home: Home) -> Desk:
    """A flipped bit in a page of rows: one that opening needs is another matter."""
    whole = home.database.read_bytes()
    for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
        content = bytearray(whole)
        content[int(len(content) * share)] ^= 1
        home.database.write_bytes(content)
        with suppress(DamagedData):
            return open_desk(home)
    raise AssertionError(home)


def test_a_damaged_page_is_not_for_a_repair(scene: Scene) -> None:
    desk = scene.desk
    desk.close()
    again = opened_with_a_damaged_page(desk.home)
    report = again.repair()
    assert report.mended == ()
    assert report.left
    again.close()
