"""Letters to the people of a list and the file of a mail merge: each in their language, fields filled."""

from datetime import date

import pytest

from mgdesk.rules.letters import LONGEST, LetterText, filled
from mgdesk.services import campuses, intake
from mgdesk.services.documents import write_pdf
from mgdesk.services.people_letters import (
    EmptyLetter,
    LetterTooLong,
    NobodyToWriteTo,
    mail_merge,
    people_letters,
)
from tests.test_cli import mgdesk  # noqa: F401 - the fixture
from tests.typesetting.reading_back import plain

DAY = date(2026, 11, 27)


@pytest.fixture
def scene(desk):
    campus_id = desk.do(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    made = [
        desk.do(
            intake.add_person, first_name=first, surname=surname, campus_id=campus_id, **more
        )
        for first, surname, more in (
            ("Léa", "Dupont", {"street": "Rue du Port 1", "postcode": "1080",
                               "municipality": "Molenbeek", "country": "FR"}),
            ("ياسمين", "بن علي", {"language": "ar"}),
            ("Jan", "Peeters", {"language": "nl", "phone": "0470 12 34 56", "country": "BE"}),
        )
    ]  # fmt: skip
    return campus_id, made


def pages(desk, tmp_path, **values) -> list[str]:
    import pypdfium2

    path = tmp_path / "letters.pdf"
    write_pdf(desk.read(people_letters, day=DAY, **values), path)
    with pypdfium2.PdfDocument(path) as found:
        return [plain(page.get_textpage().get_text_range()) for page in found]


def test_a_ready_text_speaks_the_language_of_each(desk, tmp_path, scene) -> None:
    campus_id, made = scene
    found = pages(desk, tmp_path, person_ids=made, campus_id=campus_id, letter=LetterText.COME_BY)
    assert len(found) == 3
    assert "Bonjour Léa Dupont" in found[0]
    assert "Rue du Port 1" in found[0]
    assert "1080 Molenbeek" in found[0]
    assert "France" in found[0]
    assert "Hallo Jan Peeters" in found[2] or "Dag Jan Peeters" in found[2]


def test_ones_own_text_is_filled_and_goes_over_pages(desk, tmp_path, scene) -> None:
    campus_id, made = scene
    text = "{first_name} of {campus}, {unknown}\n\n" + "word " * 900
    found = pages(
        desk, tmp_path, person_ids=made[:1], campus_id=campus_id, text=text, subject="A {name}"
    )
    assert len(found) == 2
    assert "Léa of Molenbeek, {unknown}" in found[0]
    assert "A Léa Dupont" in found[0]
    assert filled("{name} {{name}}", {"name": "{day}"}) == "{day} {{day}}"
    for wrong, values in (
        (EmptyLetter, {"text": " \n"}),
        (LetterTooLong, {"text": "x" * (LONGEST + 1)}),
        (NobodyToWriteTo, {"text": "x", "person_ids": []}),
    ):
        with pytest.raises(wrong):
            desk.read(
                people_letters,
                **{"person_ids": made, "campus_id": campus_id, "day": DAY, **values},
            )


def test_a_mail_merge_has_salutation_address_and_language(desk, tmp_path, scene, mgdesk) -> None:  # noqa: F811
    campus_id, made = scene
    headings, rows = desk.read(mail_merge, person_ids=made, campus_id=campus_id)
    assert len(headings) == len(rows[0]) == 11
    assert rows[0][1:8] == [
        "Bonjour Léa Dupont,", "Léa Dupont", "Léa", "Dupont", "Rue du Port 1", "1080 Molenbeek", "France",
    ]  # fmt: skip
    assert (rows[2][5:8], rows[2][8], rows[2][10]) == (["", "", ""], "néerlandais", "0470 12 34 56")
    target = tmp_path / "merge.csv"
    code, out, err = mgdesk("export", "mailmerge", target)
    assert (code, err) == (0, "")
    assert "3 rows" in out
    assert "Dag Jan Peeters" in target.read_text("utf-8-sig") or "Hallo Jan" in target.read_text(
        "utf-8-sig"
    )
