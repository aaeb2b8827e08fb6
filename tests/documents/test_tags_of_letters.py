"""The structure of the papers on letterhead and of badges, as it is read aloud."""

from datetime import date, time
from pathlib import Path

from pikepdf import pdfa

from mgdesk.documents import attendee_list_pages, badge_pages, completion_pages
from mgdesk.documents.attendee_list import (
    AttendeeGroup,
    AttendeeListRecord,
    AttendeeRow,
    ListKind,
)
from mgdesk.documents.badge import BadgeRecord
from mgdesk.documents.completion import CompletionRecord
from tests.documents import tags
from tests.documents.samples import BACKING, HEAD, PICTURES
from tests.typesetting.reading_back import NAMES

DAY = date(2026, 11, 23)


def test_a_list_of_people_has_a_table_below_each_heading(tmp_path: Path) -> None:
    rooms = tuple(
        AttendeeGroup(room, tuple(AttendeeRow(f"{room} {n}", detail="WD14") for n in range(2)))
        for room in ("Blue room", "Red room")
    )
    record = AttendeeListRecord(
        kind=ListKind.EVACUATION, language="en", letterhead=HEAD, heading="Molenbeek", about="",
        first_day=DAY, last_day=DAY, groups=rooms, printed_on=DAY, printed_at=time(9, 5),
    )  # fmt: skip
    path = tmp_path / "list.pdf"
    attendee_list_pages.draw([record], PICTURES, path)
    tree = tags.tree(path)
    (page,) = tree.parts
    assert [part.role for part in page.parts[-4:]] == ["H2", "Table", "H2", "Table"]
    assert [part.text for part in tree.all("H1")] == ["Who is in the house"]
    assert [[part.text for part in row.parts] for row in page.parts[-1].parts] == [
        ["1", "Red room 0", "", "WD14", ""],
        ["2", "Red room 1", "", "WD14", ""],
    ]
    assert pdfa.validate_written(str(path), "2b").findings == []


def test_each_badge_is_a_section_in_its_own_language(tmp_path: Path) -> None:
    records = [
        BadgeRecord(
            language=language, letterhead=HEAD, first_name=first, surname=surname, about="Web",
            code="p-23456789", printed_on=DAY, country="BE",
        )
        for language, first, surname in (("fr", "Léa", "Martin"), ("nl", "", NAMES["Chinese"]))
    ]  # fmt: skip
    path = tmp_path / "badges.pdf"
    badge_pages.draw(records, PICTURES, path)
    ((french, dutch),) = [page.parts for page in tags.tree(path).parts]
    assert (french.role, french.language, dutch.language) == ("Sect", "", "nl-BE")
    assert [part.text for part in french.all("H1")] == ["Léa", "Martin"]
    assert [part.text for part in dutch.all("H1")] == [NAMES["Chinese"]]
    assert "Code de ce badge" in [part.alt for part in french.all("Figure")]
    assert tags.unmarked_text(path) == ""
    assert pdfa.validate_written(str(path), "2b").findings == []


def test_the_facts_of_a_completion_are_rows(tmp_path: Path) -> None:
    record = CompletionRecord(
        number="MOL-R-2026-00001", language="en", letterhead=HEAD, name="Amina El Idrissi",
        training="Web development", first_day=DAY, last_day=DAY, minutes_attended=420,
        place="Molenbeek", issued_on=DAY, signatory="Nadia Example", backing=BACKING,
    )  # fmt: skip
    path = tmp_path / "completion.pdf"
    completion_pages.draw([record], PICTURES, path)
    tree = tags.tree(path)
    assert [part.text for part in tree.all("H1") + tree.all("H2")] == [
        "Certificate of completion",
        "Amina El Idrissi",
    ]
    (table,) = tree.all("Table")
    assert [row.parts[0].text for row in table.parts] == [
        "Name of the action", "Nature of the action", "Dates", "Duration",
    ]  # fmt: skip
    assert pdfa.validate_written(str(path), "2b").findings == []
