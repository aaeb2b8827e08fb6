"""The main job from end to end: a list of names in twelve scripts becomes signed paper.

By the command line alone, but for the marks of three hundred people, which are set by the desk.
"""

import json
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from xlsxwriter import Workbook

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries.attendance import grid
from mgdesk.queries.cohorts import cohort_id_of
from mgdesk.rules import names
from mgdesk.services import attendance
from tests.typesetting.reading_back import HAS_POPPLER, plain

# Five first names and five surnames of each script: 25 people of each, 300 in all.
SCRIPTS = {
    "Latin": ("Amélie Łucja Óscar Ștefan Çağla", "Ñuñez Øster Żółć D’Angelo İpekçi"),
    "Arabic": ("أمينة يوسف خديجة مهدي سلمى", "بنعلي الإدريسي الفاسي بناني لحلو"),
    "Tifinagh": ("ⵜⵉⵍⴻⵍⵍⵉ ⵉⴷⵉⵔ ⵎⴰⵙⵙⵉⵏ ⵜⵉⵣⵉⵔⵉ ⴰⵏⵉⵔ", "ⴰⵎⴻⵍⵍⴰⵍ ⴰⵣⴻⴳⴳⴰⵖ ⴰⵣⵏⴰⴳ ⴰⵎⴻⵣⵢⴰⵏ ⴰⵢⵜ"),
    "Cyrillic": ("Олена Андрій Юлія Тарас Микола", "Коваленко Шевчук Гриценко Бондар Лисенко"),
    "Greek": ("Ελένη Νίκος Κατερίνα Γιάννης Ζωή", "Παπαδάκη Γεωργίου Οικονόμου Βλάχου Δήμου"),
    "Georgian": ("ნინო გიორგი თამარ ლევან მარიამ", "ბერიძე კაპანაძე ლომიძე გელაშვილი მაისურაძე"),
    "Armenian": (
        "Անի Հայկ Լուսինե Նարեկ Մարիամ",
        "Հակոբյան Սարգսյան Պետրոսյան Գրիգորյան Ավետիսյան",
    ),
    "Ethiopic": ("ሰላም ዳዊት ሕይወት ዮናስ መሠረት", "ተስፋዬ ኃይሌ ገብረማርያም በቀለ ተክሌ"),
    "Devanagari": ("प्रिया अर्जुन कविता रोहन सीता", "शर्मा वर्मा जोशी क्षेत्री पटेल"),
    "Bengali": ("আয়েশা রফিক নুসরাত তানভীর মিতা", "রহমান চৌধুরী আক্তার চক্রবর্তী হোসেন"),
    "Chinese": ("小明 雨婷 浩然 佳怡 子涵", "王 李 张 陈 林"),
    "Hebrew": ("ליאור נועה אורי מאיה דן", "כהן לוי מזרחי פרץ ביטון"),
}
PEOPLE = [
    (first_name, surname)
    for first_names, surnames in SCRIPTS.values()
    for first_name in first_names.split()
    for surname in surnames.split()
]
MONDAY = date(2026, 9, 7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("main-job")


@pytest.fixture(scope="module")
def papers(folder: Path) -> dict[str, Path]:
    """Everything done once, step by step; each step must have said that it went well."""
    home = folder / "home"
    listed, sheets, proofs = (folder / name for name in ("names.xlsx", "week.pdf", "proofs.pdf"))
    write_list(listed)

    def mgdesk(*words: object) -> None:
        assert main(["--home", str(home), "--language", "fr", *map(str, words)]) == 0

    mgdesk("demo")
    mgdesk(
        "cohort", "add", "TWELVE-1", "--training", "Code pour tous", "--campus", "MOL",
        "--start", MONDAY, "--end", MONDAY + timedelta(days=11), "--days", "mon-fri",
        "--halves", "am,pm", "--room", "Agora", "--trainer", "Samira Formatrice-Démo",
    )  # fmt: skip
    mgdesk("import", "learners", listed, "--cohort", "TWELVE-1")
    mgdesk("print", "attendance", "TWELVE-1", "--week", "2026-W37", "--output", sheets)
    mgdesk("mark", "TWELVE-1", MONDAY, "am", "Олена Коваленко", "late", "--minutes", 20)
    mgdesk("mark", "TWELVE-1", MONDAY, "pm", "王小明", "A")
    mark_the_rest_present(Home(home))
    mgdesk("print", "certificates", "TWELVE-1", "--output", proofs)
    return {"home": home, "names": listed, "sheets": sheets, "proofs": proofs}


def write_list(path: Path) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Prénom", "Date de naissance", "GSM", "E-mail"])
        for row, (first_name, surname) in enumerate(PEOPLE, start=1):
            born = date(1980, 1, 1) + timedelta(days=37 * row)
            phone = f"0470 00 {row // 100:02d} {row % 100:02d}"
            sheet.write_row(
                row, 0, [surname, first_name, f"{born:%d/%m/%Y}", phone, f"p{row}@example.org"]
            )


def mark_the_rest_present(home: Home) -> None:
    desk = open_desk(home)
    cohort_id = desk.read(cohort_id_of, code="TWELVE-1")
    days = {"first_day": MONDAY, "last_day": MONDAY + timedelta(days=11)}
    for column in desk.read(grid, cohort_id=cohort_id, **days).columns:
        desk.do(attendance.mark_unmarked_present, slot_id=column.slot_id)
    desk.close()


def pages(path: Path) -> Iterator[list[str]]:
    """The lines of each page, as another program reads them."""
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            yield [plain(line) for line in text.splitlines() if plain(line)]
    finally:
        document.close()


def test_there_are_three_hundred_people_of_twelve_scripts() -> None:
    assert (len(SCRIPTS), len(PEOPLE), len(set(PEOPLE))) == (12, 300, 300)


def test_everybody_is_listed_as_written(papers, capsys) -> None:
    words = ["--home", str(papers["home"]), "list", "learners", "--cohort", "TWELVE-1", "--json"]
    assert main(words) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {(row["first_name"], row["surname"]) for row in listed} == set(PEOPLE)
    assert all(row["phone"].startswith("+324700") and not row["flags"] for row in listed)
    assert len({row["learner_number"] for row in listed}) == 300


def test_looking_at_the_same_list_again_finds_everybody_there(papers, capsys) -> None:
    words = ["--home", str(papers["home"]), "import", "learners", str(papers["names"])]
    assert main([*words, "--cohort", "TWELVE-1", "--dry-run", "--json"]) == 0
    assert {row["verdict"] for row in json.loads(capsys.readouterr().out)} == {"there"}


def test_the_sheets_of_the_week_name_everybody(papers) -> None:
    text = "\n".join(line for page in pages(papers["sheets"]) for line in page)
    missing = [person for person in PEOPLE if any(plain(part) not in text for part in person)]
    assert missing == []


def test_each_certificate_holds_its_person_s_names(papers, capsys) -> None:
    words = ["--home", str(papers["home"]), "list", "learners", "--cohort", "TWELVE-1", "--json"]
    assert main(words) == 0
    roster = json.loads(capsys.readouterr().out)
    read = [" ".join(lines) for lines in pages(papers["proofs"])]
    assert len(read) == len(roster) == 300
    wrong = [
        (row["first_name"], row["surname"])
        for row, text in zip(roster, read, strict=True)
        if plain(row["first_name"]) not in text or plain(row["surname"]) not in text
    ]
    assert wrong == []


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
def test_each_certificate_says_exactly_its_person_s_name(papers) -> None:
    command = ["pdftotext", str(papers["proofs"]), "-"]
    read = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")
    expected = {names.display_name(*person) for person in PEOPLE}
    said = [expected & {plain(line) for line in page.splitlines()} for page in read if page]
    assert [len(found) for found in said] == [1] * 300
    assert {name for found in said for name in found} == expected


def test_hours_on_the_certificates_follow_from_the_marks(papers) -> None:
    def hours(name: str) -> bool:
        return any(name in lines and f"{expected[name]}" in " ".join(lines) for lines in read)

    read = list(pages(papers["proofs"]))
    expected = {"Ελένη Παπαδάκη": "70 h", "王小明": "66 h 30", "Олена Коваленко": "69 h 40"}
    assert {name: hours(name) for name in expected} == dict.fromkeys(expected, True)
