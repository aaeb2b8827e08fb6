"""Address cards: what we write comes back, what phones of all ages wrote is read, nothing hurts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.errors import DeskError
from mgdesk.exchange.fields import PERSON_FIELDS, Field, Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_table
from mgdesk.exchange.vcard import cards, is_cards, read_cards
from mgdesk.exchange.writing import export_rows
from mgdesk.queries.matching import known_people
from mgdesk.rules import names
from tests.naughty import NAUGHTY

OLD_PHONE = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=\r\n=BD=D0=BE=D0=B2;=D0=90=D0=BD=D0=BD=D0=B0;;;\r\n"
    "TEL;WORK:02 123 45 67\r\nTEL;CELL:0470 12 34 56\r\n"
    "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r\n AAAQABAAD\r\n\r\nEND:VCARD\r\n"
)
APPLE = (
    "begin:vcard\nVERSION:3.0\nN:بن علي;ياسمين;;;\nFN:ياسمين بن علي\n"
    "item1.EMAIL;type=INTERNET;type=pref:yasmine@example.org\nitem1.X-ABLabel:_$!<Work>!$_\n"
    'ADR;TYPE="a:b;c":;;Rue de la Loi\\, 1\\nboîte 2;Bruxelles;;1000;Belgique\n'
    "BDAY;VALUE=date:1999-02-28\nNICKNAME:Yas,Yasmine\nNOTE:deux\\nlignes\\; fin\nEND:VCARD\n"
)
LATIN = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë Péeters\nBDAY:--0412\nEND:VCARD\n".encode("cp1252")


def people(content: bytes) -> list[dict[str, object]]:
    table = read_cards(content, "cards.vcf")
    return [{h: v for h, v in zip(table.headings, row, strict=True) if v} for row in table.rows]


def test_cards_of_phones_of_all_ages_are_read() -> None:
    assert people((OLD_PHONE + APPLE).encode() + LATIN) == [
        {"Surname": "Иванов", "First name": "Анна", "Phone": "0470 12 34 56"},
        {
            "Surname": "بن علي", "First name": "ياسمين", "Call name": "Yas",
            "Email": "yasmine@example.org", "Birth date": "1999-02-28",
            "Street": "Rue de la Loi, 1 boîte 2", "Municipality": "Bruxelles", "Postal code": "1000",
            "Country": "Belgique", "Remark": "deux\nlignes; fin",
        },
        {"Surname": "Zoë Péeters"},
    ]  # fmt: skip


def test_people_go_out_as_cards_and_come_in_again(desk, tmp_path) -> None:
    rows = [
        {
            Field.SURNAME: name, Field.FIRST_NAME: "A;b,c\\" + "é" * 90, Field.CALL_NAME: "",
            Field.SECOND_NAME: "王小明", Field.BIRTH_DATE: date(1990, 1, 2), Field.GENDER: "woman",
            Field.PHONE: "+32470123456", Field.EMAIL: "a@example.org", Field.LANGUAGE: "nl",
            Field.STREET: "Plein 1; bus 2", Field.POSTCODE: "1080", Field.MUNICIPALITY: "Molenbeek",
            Field.COUNTRY: "BE", Field.NOTE: "private", Field.NATIONAL_NUMBER: "private",
        }
        for name in ["Peeters", *(n for n in map(names.clean, NAUGHTY[:200]) if n)]
    ]  # fmt: skip
    path = export_rows(tmp_path / "people.vcf", PERSON_FIELDS, rows, language="fr")
    content = path.read_bytes()
    assert b"private" not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    table = read_table(path)
    assert [row[0] for row in table.rows] == [row[Field.SURNAME] for row in rows]
    plan = ImportPlan(table, desk.read(known_people), subject=Subject.LEARNERS, country="BE")
    first = plan.rows[0]
    kept = {field: value for field, value in rows[0].items() if value and value != "private"}
    assert {field: first.values.get(field) for field in kept} == kept
    assert first.reason is None


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCARD",
        b"BEGIN:VCARD\nEND:VCARD",
        b"BEGIN:VCARD\nN:" + b";" * 99_999 + b"\nEND:VCARD",
    ],
)
def test_cards_without_anybody_are_refused(content) -> None:
    assert is_cards(content)
    with pytest.raises(DeskError):
        read_cards(content, "cards.vcf")


@given(st.text(), st.binary())
def test_any_name_comes_back_and_any_bytes_are_an_answer(text, content) -> None:
    name = names.clean(text)
    if name:
        (row,) = people(cards([{Field.SURNAME: name, Field.FIRST_NAME: "B"}]).encode())
        assert row == {"Surname": name, "First name": "B"}
    try:
        people(b"BEGIN:VCARD\nN:x\n" + content)
    except DeskError:
        return
