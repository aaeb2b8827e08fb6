"""The command line: what it says, what it refuses in one sentence, and that nothing is half-written."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries.people import count_people
from mgdesk.rules.people import Role
from mgdesk.services import intake
from tests.cohort_scene import add_campus, add_cohort, make_scene

LIST = "Nom;Prénom;GSM\nDupont;Zoé;0470 00 12 34\n;;0470\nNg;;abc\n"


@pytest.fixture
def mgdesk(home: Home, capsys):
    """Run a command in this home; what it answered, on stdout and on stderr."""

    def run(*words: object, language: str = "en") -> tuple[int, str, str]:
        code = main(["--home", str(home.root), "--language", language, *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_campus_is_added_and_listed(mgdesk) -> None:
    assert mgdesk("campus", "add", "mol", "--name", "Molenbeek", "--country", "BE")[0] == 0
    code, out, _ = mgdesk("campus", "list", "--json")
    assert (code, json.loads(out)) == (
        0,
        [
            {
                "code": "MOL",
                "name": "Molenbeek",
                "city": "",
                "country": "BE",
                "languages": "en",
                "zone": "Europe/Brussels",
                "funder_profile": "",
            }
        ],
    )


def test_a_cohort_gets_its_half_days_and_a_capacity(mgdesk, desk) -> None:
    add_campus(desk)
    code, out, _ = mgdesk(
        "cohort", "add", "WEB-1", "--training", "Web", "--start", "2026-09-07", "--end",
        "2026-09-18", "--days", "mon-fri", "--halves", "am,pm", "--trainer", "Ada Demo",
    )  # fmt: skip
    assert (code, "20" in out) == (0, True)
    row = json.loads(mgdesk("list", "cohorts", "--json")[1])[0]
    assert (row["code"], row["half_days"], row["trainers"]) == ("WEB-1", 20, "Ada Demo")


def test_an_event_is_on_the_campus_s_clock(mgdesk, desk) -> None:
    add_campus(desk, "CAS", country="MA", zone="Africa/Casablanca")
    code, *_ = mgdesk(
        "event", "add", "E1", "--title", "Café", "--start", "2026-07-01T18:00", "--end",
        "2026-07-01T20:00", "--capacity", "10",
    )  # fmt: skip
    row = json.loads(mgdesk("list", "events", "--json")[1])[0]
    assert (code, row["starts_at"], row["capacity"]) == (0, "2026-07-01T18:00+01:00", 10)


def test_looking_at_a_list_tells_every_row_and_writes_nothing(mgdesk, desk, listed) -> None:
    make_scene(desk)
    code, out, _ = mgdesk("import", "learners", listed, "--dry-run", "--json")
    assert (code, [row["verdict"] for row in json.loads(out)]) == (0, ["new", "refused", "new"])
    assert desk.read(count_people) == 3


def test_a_list_is_taken_into_a_cohort(mgdesk, desk, listed) -> None:
    make_scene(desk)
    code, out, _ = mgdesk("import", "learners", listed, "--cohort", "coding-1")
    assert (code, "2" in out, "refused" in out) == (0, True, True)
    rows = json.loads(mgdesk("list", "learners", "--cohort", "CODING-1", "--json")[1])
    assert [row["surname"] for row in rows] == ["Dupont", "El Idrissi", "Martin", "Ng", "العلوي"]
    assert rows[3]["flags"] == "phone"


def test_registrations_are_taken_in_until_the_places_are_gone(mgdesk, desk, listed) -> None:
    add_campus(desk)
    mgdesk(
        "event", "add", "E1", "--title", "T", "--start", "2026-12-01T18:00", "--end",
        "2026-12-01T20:00", "--capacity", "1",
    )  # fmt: skip
    assert mgdesk("import", "registrations", listed, "--event", "e1")[0] == 0
    row = json.loads(mgdesk("list", "events", "--json")[1])[0]
    assert (row["taken"], row["waiting"]) == (1, 1)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_known_when_it_comes_back(mgdesk, desk, tmp_path, ending) -> None:
    make_scene(desk)
    path = tmp_path / f"out.{ending}"
    assert mgdesk("export", "learners", path, "--cohort", "CODING-1", language="ar")[0] == 0
    code, out, _ = mgdesk("import", "learners", path, "--dry-run", "--json")
    assert (code, [row["verdict"] for row in json.loads(out)]) == (0, ["there"] * 3)
    assert not any(row["flags"] for row in json.loads(out))


@pytest.mark.parametrize("what", ["cohorts", "events"])
def test_cohorts_and_events_are_exported(mgdesk, desk, tmp_path, what) -> None:
    make_scene(desk)
    path = tmp_path / "out.csv"
    code, *_ = mgdesk("export", what, path)
    assert (code, path.read_bytes().startswith("\ufeff".encode())) == (0, True)


def test_a_mark_is_made_by_number_or_name_and_said(mgdesk, desk) -> None:
    scene = make_scene(desk)
    for learner, mark in (("MOL-00001", "P"), ("amina el idrissi", "late")):
        code, out, _ = mgdesk(
            "mark",
            "CODING-1",
            "2026-11-02",
            "am",
            learner,
            mark,
            *(["--minutes", "20"] if mark == "late" else []),
        )
        assert (code, "2026" in out) == (0, True)
    minutes = [row.cells[0].minutes for row in scene.grid.rows]
    assert minutes == [190, 210, 0]


def test_the_data_is_checked_copied_and_brought_back(mgdesk, desk, tmp_path) -> None:
    make_scene(desk)
    desk.close()
    assert mgdesk("check")[0] == 0
    copy = tmp_path / "copies" / "one.db"
    assert mgdesk("backup", copy)[0] == 0
    assert mgdesk("campus", "add", "LAE", "--name", "Laeken", "--country", "BE")[0] == 0
    assert mgdesk("restore", copy)[0] == 0
    assert [row["code"] for row in json.loads(mgdesk("campus", "list", "--json")[1])] == ["MOL"]


def test_search_that_went_astray_is_told_and_mended(mgdesk, desk) -> None:
    make_scene(desk)
    desk.do(lambda session: session.execute(text("UPDATE person SET first_name = 'Zoé'")))
    desk.close()
    code, _, complaint = mgdesk("check")
    assert (code, "--rebuild-search" in complaint) == (1, True)
    assert mgdesk("check", "--rebuild-search")[0] == 0
    found = json.loads(mgdesk("list", "learners", "--search", "zoe", "--json")[1])
    assert len(found) == 3


def test_paper_is_issued_and_a_reprint_is_the_same_number(mgdesk, desk, tmp_path) -> None:
    scene = make_scene(desk)
    scene.mark_all_present()
    for name in ("one.pdf", "two.pdf"):
        path = tmp_path / name
        assert mgdesk("print", "certificates", "CODING-1", "--output", path)[0] == 0
        assert path.read_bytes().startswith(b"%PDF")
    sheet = tmp_path / "new folder" / "week.pdf"
    assert (
        mgdesk("print", "attendance", "CODING-1", "--week", "2026-W45", "--output", sheet)[0] == 0
    )
    assert sheet.exists()


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--nonsense"],
        ["list"],
        ["list", "learners", "--nonsense"],
        ["cohort", "add", "X"],
        ["cohort", "add", "X", "--training", "T", "--start", "7/9/2026", "--end", "2026-09-18"],
        ["event", "add", "X", "--title", "T", "--start", "2026-09-07", "--end", "2026-09-08"],
        ["mark", "X", "2026-09-07", "noon", "N", "P"],
        ["mark", "X", "2026-09-07", "am", "N", "here"],
        ["mark", "X", "2026-09-07", "am", "N", "late", "--minutes", "-5"],
        ["print", "attendance", "X", "--week", "2026-48", "--output", "x.pdf"],
        ["print", "attendance", "X", "--week", "2026-W48", "--day", "2026-11-23", "--output", "x"],
        ["--language", "de", "demo"],
    ],
)
def test_wrong_usage_is_said_and_exits_2(words, home: Home, capsys) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["--home", str(home.root), *words])
    assert leaving.value.code == 2
    assert capsys.readouterr().err
    assert not home.root.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["import", "learners", "{tmp}/nowhere.csv"],
        ["import", "learners", "{tmp}"],
        ["import", "learners", "{tmp}/empty.csv"],
        ["import", "learners", "{tmp}/broken.xlsx"],
        ["import", "learners", "{tmp}/list.csv", "--cohort", "NONE"],
        ["import", "registrations", "{tmp}/list.csv", "--event", "NONE"],
        ["list", "learners", "--cohort", "NONE"],
        ["campus", "add", "MOL", "--name", "Again", "--country", "BE"],
        ["campus", "add", "NEW", "--name", "New", "--country", "Belgium"],
        ["cohort", "add", "CODING-1", "--training", "T", "--start", "2026-09-07", "--end", "2026-09-18"],
        ["cohort", "add", "X", "--training", "T", "--start", "2026-09-18", "--end", "2026-09-07"],
        ["cohort", "add", "X", "--training", "T", "--start", "1899-01-01", "--end", "2026-09-07"],
        ["event", "add", "X", "--title", "T", "--start", "2026-09-07T18:00", "--end", "2026-09-07T17:00"],
        ["mark", "CODING-1", "2026-11-02", "am", "Nobody", "P"],
        ["mark", "CODING-1", "2026-11-01", "am", "MOL-00001", "P"],
        ["mark", "CODING-1", "2026-11-02", "am", "MOL-00001", "late", "--minutes", "999"],
        ["print", "attendance", "EMPTY-1", "--week", "2026-W45", "--output", "{tmp}/x.pdf"],
        ["print", "attendance", "CODING-1", "--week", "2026-W01", "--output", "{tmp}/x.pdf"],
        ["print", "attendance", "CODING-1", "--week", "2026-W45", "--output", "/proc/x.pdf"],
        ["print", "attendance", "CODING-1", "--week", "2026-W45", "--output", "{tmp}"],
        ["print", "certificates", "CODING-1", "--output", "{tmp}/x.pdf"],
        ["print", "certificates", "CODING-1", "--learner", "Nobody", "--output", "{tmp}/x.pdf"],
        ["print", "certificates", "CODING-1", "--all", "--output", "{tmp}/x.pdf"],
        ["export", "learners", "{tmp}/x.txt"],
        ["export", "learners", "/proc/x.csv"],
        ["restore", "{tmp}/list.csv"],
        ["backup", "/proc/x.db"],
        ["demo"],
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence_and_exit_1(
    mgdesk, desk, tmp_path, listed, words
) -> None:
    make_scene(desk)
    add_cohort(desk, code="EMPTY-1")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    before = mgdesk("list", "learners", "--json")[1], mgdesk("list", "cohorts", "--json")[1]
    code, _, err = mgdesk(*(word.format(tmp=tmp_path) for word in words))
    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert "log" not in err
    assert not (tmp_path / "x.pdf").exists()
    after = mgdesk("list", "learners", "--json")[1], mgdesk("list", "cohorts", "--json")[1]
    assert after == before


def test_without_a_campus_the_first_thing_to_do_is_said(mgdesk, listed) -> None:
    code, _, err = mgdesk("import", "learners", listed)
    assert (code, "campus add" in err) == (1, True)


def test_an_empty_list_says_so_and_is_an_empty_array(mgdesk) -> None:
    assert mgdesk("list", "learners")[:2] == (0, "Nobody found.\n")
    assert mgdesk("list", "learners", "--json")[1].strip() == "[]"


def test_the_options_may_stand_before_or_behind_the_command(home: Home, desk, capsys) -> None:
    add_campus(desk)
    assert main(["campus", "list", "--json", "--home", str(home.root)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["code"] == "MOL"


def test_a_fault_of_ours_is_one_sentence_and_in_the_log(mgdesk, home, monkeypatch) -> None:
    from mgdesk.cli import listing

    def fail(*_: object) -> int:
        raise RuntimeError("boom")

    monkeypatch.setattr(listing, "list_events", fail)
    code, _, err = mgdesk("list", "events")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "boom" in (home.logs / "mgdesk.log").read_text(encoding="utf-8")


def test_a_table_lines_up_whatever_the_script(mgdesk, desk) -> None:
    make_scene(desk)
    lines = mgdesk("list", "learners")[1].splitlines()
    assert len(lines) == 4
    assert lines[0].split()[:3] == ["learner_number", "surname", "first_name"]


def test_a_long_name_is_cut_in_a_table_and_whole_in_json(mgdesk, desk) -> None:
    desk.do(intake.add_person, surname="x" * 200, roles=(Role.LEARNER,))
    assert "x" * 59 + "…" in mgdesk("list", "learners")[1]
    assert json.loads(mgdesk("list", "learners", "--json")[1])[0]["surname"] == "x" * 200


def test_the_program_itself_answers_from_a_shell(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    shell = {**os.environ, "MGDESK_HOME": str(tmp_path / "home"), "LC_ALL": "C"}
    command = [sys.executable, str(root / "main.py"), "campus", "list", "--json"]
    done = subprocess.run(command, env=shell, capture_output=True, check=False, cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], b"")


def test_help_is_for_every_command(capsys) -> None:
    for words in ([], ["print"], ["print", "attendance"], ["import", "learners"], ["mark"]):
        with pytest.raises(SystemExit) as leaving:
            main([*words, "--help", "--language", "en"])
        assert leaving.value.code == 0
        assert "usage:" in capsys.readouterr().out


def test_this_week_is_printed_when_no_days_are_said(mgdesk, desk, tmp_path) -> None:
    today = datetime.now().astimezone().date()
    add_campus(desk)
    cohort = add_cohort(
        desk, first_day=today, last_day=today, weekdays={today.weekday()}, skips_holidays=False
    )
    assert cohort
    code, _, err = mgdesk("print", "attendance", "CODING-1", "--output", tmp_path / "x.pdf")
    assert (code, "Nobody is enrolled" in err) == (1, True)


def test_no_command_line_is_read_with_the_window_or_the_data() -> None:
    code = "import sys; from mgdesk.cli import parser; parser.parser(); print(*sys.modules)"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=root)
    loaded = {module.split(".")[0] for module in done.stdout.decode().split()}
    assert loaded.isdisjoint({"PySide6", "sqlalchemy", "reportlab", "alembic"})


def test_the_home_is_opened_by_the_next_command(mgdesk, home, listed) -> None:
    mgdesk("campus", "add", "MOL", "--name", "Molenbeek", "--country", "BE")
    mgdesk("import", "learners", listed)
    desk = open_desk(home)
    assert desk.read(count_people) == 2
    desk.close()


def test_the_window_without_a_display_is_a_sentence(monkeypatch, capsys, home):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["--home", str(home.root), "--language", "en"]) == 1
    assert capsys.readouterr().err.startswith("There is no display to open the window on.")
    assert not home.root.exists()


def test_the_version_is_told(mgdesk, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        mgdesk("--version")
    assert (ended.value.code, capsys.readouterr().out) == (0, "MolenGeek Desk 0.1.0\n")
