"""Bad input at the doors of people's text: naughty strings and random bytes are only text."""

import argparse
import contextlib
import io
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mgdesk import i18n
from mgdesk.__main__ import main
from mgdesk.cli import UNKNOWN_FAULT
from mgdesk.cli.parser import parser
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError
from mgdesk.exchange.fields import Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.writing import export_table
from mgdesk.model import Person
from mgdesk.paths import Home
from mgdesk.queries import kiosk, matching, search, tokens
from mgdesk.rules import names
from mgdesk.services import checkin, exchange, intake, verification, visits
from tests.cohort_scene import add_campus
from tests.naughty import NAUGHTY

pytestmark = pytest.mark.early

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CLEAN = list(dict.fromkeys(text for text in map(names.clean, NAUGHTY) if text))


@pytest.fixture
def campus(desk: Desk) -> UUID:
    return add_campus(desk)


def is_taken(act: Callable[[], object]) -> bool:
    """Whether the door takes it; what it refuses gets a sentence."""
    try:
        act()
    except DeskError as refusal:
        return not str(refusal)
    return True


def surnames(desk: Desk) -> set[str]:
    return set(desk.read(lambda session: list(session.scalars(select(Person.surname)))))


# --- what is kept --------------------------------------------------------------------------------


def test_naughty_names_are_kept_as_they_are(desk: Desk, campus: UUID) -> None:
    def take_in(session: Any) -> set[str]:
        fields = [
            {"surname": text, "note": text, "email": text, "street": text, "campus_id": campus}
            for text in NAUGHTY[::2]
        ]
        taken = [one for one in fields if is_taken(partial(intake.add_person, session, **one))]
        return {names.clean(one["surname"]) for one in taken}

    taken = desk.do(take_in)
    assert surnames(desk) == taken
    assert len(taken) > len(CLEAN) // 2 - 15  # those of more than 200 signs
    hits = [desk.read(search.find, text=text) for text in sorted(taken)[::23]]
    assert sum(map(bool, hits)) > len(hits) - 4  # signs of our own, such as # alone, are no word


def test_naughty_lists_come_in_and_go_out_again(desk: Desk, campus: UUID, tmp_path: Path) -> None:
    kept = [text for text in CLEAN if len(text) <= names.LONGEST][::8]
    for ending in (".csv", ".xlsx"):
        rows = [(text, "Léa", text) for text in kept]
        headings = ["Nom", "Prénom", "Remarques"]
        path = export_table(tmp_path / f"l{ending}", headings, rows, language="fr")
        table = read_table(path)
        assert [row[0] for row in table.rows] == kept
    plan = ImportPlan(
        table, desk.read(matching.known_people), subject=Subject.LEARNERS, country="BE",
        today=date(2026, 11, 23),
    )  # fmt: skip
    report = desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="l.xlsx")
    assert report.added + report.left_out + report.refused == len(kept)
    assert surnames(desk) <= set(kept)
    assert report.added > len(kept) - 15


def test_naughty_strings_can_be_pasted(desk: Desk) -> None:
    for text in NAUGHTY:
        is_taken(partial(read_pasted, f"Nom\tPrénom\n{text}\t{text}\n"))
    table = read_pasted("Nom\tPrénom\n" + "".join(f"{text}\tx\n" for text in CLEAN[:200:2]))
    assert table.headings[:2] == ("Nom", "Prénom")


def test_naughty_visitors_come_in(desk: Desk, campus: UUID) -> None:
    for text in NAUGHTY[::13]:
        come = partial(desk.do, checkin.walk_in, campus_id=campus, name=text, note=text)
        if is_taken(come):
            assert names.clean(text)
        is_taken(
            partial(
                desk.do, visits.announce, campus_id=campus, name=text, host=text,
                day=date(2026, 11, 24),
            )
        )  # fmt: skip
    whole = {names.display_name(*pair) for pair in desk.read(_names)}
    assert whole <= set(CLEAN)


def _names(session: Any) -> list[tuple[str, str]]:
    return [tuple(row) for row in session.execute(select(Person.first_name, Person.surname))]


# --- what is looked for --------------------------------------------------------------------------


@pytest.fixture
def anybody(desk: Desk, campus: UUID) -> UUID:
    desk.do(intake.add_person, first_name="Amina", surname="El Idrissi", campus_id=campus)
    return campus


def test_naughty_words_are_looked_for_scanned_and_typed_at_the_kiosk(
    desk: Desk, anybody: UUID
) -> None:
    def look(session: Any) -> None:
        for text in NAUGHTY[::3]:
            search.find(session, text=text)
            search.people(session, text=text, campus_id=anybody)
            assert tokens.holder(session, code=text) is None
            assert tokens.sighting(session, code=text).holder is None
            found = kiosk.recognise(session, campus_id=anybody, at=NOW, text=text)
            assert found.match is not kiosk.Match.ONE

    desk.read(look)


def test_naughty_papers_are_never_genuine(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [
        desk.read(verification.verify, what=text)
        for text in NAUGHTY
        if is_taken(partial(desk.read, verification.verify, what=text))
    ]
    assert not [one for findings in found for one in findings if one.verdict == "genuine"]


@pytest.mark.parametrize("kind", ["pdf", "png", "jpg"])
def test_noise_to_verify_gets_a_sentence(desk: Desk, tmp_path: Path, kind: str) -> None:
    starts = {"pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0"}
    for size in (0, 1, 100, 5_000):
        path = tmp_path / f"noise-{size}.{kind}"
        path.write_bytes(starts[kind] + os.urandom(size))
        assert not is_taken(partial(desk.read, verification.verify, what=str(path)))


# --- the files of the home -----------------------------------------------------------------------


@given(content=st.binary(max_size=9_000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_in_place_of_the_data_stop_the_program_or_are_touched(
    empty_home: Home, tmp_path: Path, content: bytes
) -> None:
    home = Home(tmp_path / "home")
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(empty_home.root, home.root)
    home.database.write_bytes(content)
    assert not is_taken(partial(open_desk, home))
    assert home.database.read_bytes() == content


@given(content=st.binary(max_size=400) | st.text(alphabet='{}[]":,0a', max_size=40).map(str.encode))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_in_place_of_the_key_stop_the_program(
    empty_home: Home, tmp_path: Path, content: bytes
) -> None:
    home = Home(tmp_path / "home")
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(empty_home.root, home.root)
    for path in home.keys.iterdir():
        path.write_bytes(content)
    assert not is_taken(partial(open_desk, home))


def test_catalogues_that_cannot_be_read_leave_the_words_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "resource", tmp_path.joinpath)
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for content in (b"", b"noise" * 50, bytes.fromhex("de120495") + os.urandom(200)):
        (folder / "mgdesk.mo").write_bytes(content)
        i18n._catalogue.cache_clear()
        with i18n.speaking("nl"):
            assert i18n.gettext("Save") == "Save"
    monkeypatch.undo()
    i18n._catalogue.cache_clear()


# --- the command line ----------------------------------------------------------------------------

LONG = {"demo", "verify-page"}  # nothing is typed there but where to write


def commands(reader: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> list[Any]:
    """Each command with its words and its reader."""
    inner = [a for a in reader._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        return [(before, reader)]
    return [
        found
        for name, one in inner[0].choices.items()
        if name not in LONG
        for found in commands(one, (*before, name))
    ]


# A file's name must not lead out of the test's folder: the naughty ones know /etc.
TYPED = st.sampled_from([text.replace("\0", "") for text in NAUGHTY]) | st.text(
    st.characters(exclude_characters="\0"), max_size=12
)
LIKELY = st.sampled_from(
    ["MOL", "WEB-1", "Martin", "2026-11-23", "0001-01-01", "9999-12-31", "9999-W52", "9999-12",
     "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "am", "present", "0", "999999", "BE", "fr",
     "2026-11-23T14:00", "-1", "--json", "mon-fri", "Léa", "MOL-00001", "xkcdefghijklnrtu"]
)  # fmt: skip


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    words, reader = draw(st.sampled_from(commands(parser())))
    line = [*words]
    for action in reader._actions:
        if action.dest in {"help", "home", "language", "json"} or not (
            action.required or draw(st.booleans())
        ):
            continue
        if action.option_strings:
            line.append(action.option_strings[0])
        if action.nargs != 0:
            line.append(_value(draw, action))
    return line


def _value(draw: st.DrawFn, action: argparse.Action) -> str:
    if action.type is Path:
        return draw(TYPED).replace("/", "_").replace("\\", "_")[:60] + draw(
            st.sampled_from(["", ".pdf", ".csv", ".xlsx"])
        )
    if action.choices and draw(st.integers(0, 3)):
        return str(draw(st.sampled_from(list(action.choices))))
    return draw(LIKELY | TYPED)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A campus with a class, to whom things are done."""
    home = Home(tmp_path_factory.mktemp("furnished") / "home")
    run = partial(_run, home)
    run("campus", "add", "MOL", "--name", "Molenbeek", "--country", "BE")
    run(
        "cohort",
        "add",
        "WEB-1",
        "--training",
        "Web",
        "--start",
        "2026-11-23",
        "--end",
        "2026-11-27",
    )
    (home.root.parent / "l.csv").write_text("Nom;Prénom\nMartin;Léa\n", "utf-8")
    run("import", "learners", str(home.root.parent / "l.csv"), "--cohort", "WEB-1")
    return home


def _run(home: Home, *words: str) -> int:
    try:
        return main(["--home", str(home.root), "--language", "en", *words])
    except SystemExit as end:
        return int(end.code or 0)


@given(line=command_lines())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_command_line_ends_in_a_sentence(
    furnished: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    with contextlib.chdir(tmp_path), pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO(""))  # nobody is there to be asked
        code = _run(furnished, *line)
    said = capsys.readouterr().err
    assert code in {0, 1, 2}, (line, said)
    assert "Traceback" not in said, (line, said)
    assert UNKNOWN_FAULT.partition("{")[0] not in said, (line, said)
    assert code == 0 or said.strip(), line
