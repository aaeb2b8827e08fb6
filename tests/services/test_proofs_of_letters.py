"""Statements and certificates of completion prove themselves as certificates of participation do."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from mgdesk.documents import completion_pages, statement_pages
from mgdesk.documents.completion import Nature
from mgdesk.documents.statement import StatementDay
from mgdesk.exchange.scanned import read_codes
from mgdesk.i18n import LANGUAGES
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.proof import read_token
from mgdesk.services import attestations, documents
from mgdesk.services.findings import Verdict, details
from mgdesk.services.verification import verify
from tests.cohort_scene import FRIDAY, Scene, make_scene
from tests.typesetting.reading_back import lines_of_pdfium

NOVEMBER = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}
DRAWN = {PaperKind.STATEMENT: statement_pages.draw, PaperKind.COMPLETION: completion_pages.draw}


@dataclass
class Issued:
    """Papers of one kind for the three of the scene, and their file."""

    scene: Scene
    kind: PaperKind
    ids: list
    paper: documents.Paper
    path: Path

    def judged(self, what) -> list:
        return self.scene.desk.read(verify, what=str(what))

    def verdicts(self, what) -> list:
        return [one.verdict for one in self.judged(what)]

    def token(self, place: int = 0) -> str:
        return self.paper.proofs[self.paper.others[place].number].token

    def typed(self, place: int = 0) -> str:
        number = self.paper.others[place].number
        return f"{number} {self.paper.proofs[number].check_code}"


def issue(scene: Scene, kind: PaperKind, path: Path, **values) -> Issued:
    given = {"cohort_id": scene.cohort_id, "day": FRIDAY, **values}
    if kind is PaperKind.STATEMENT:
        ids = scene.desk.do(attestations.issue_statements, **given, **NOVEMBER)
    else:
        ids = list(scene.desk.do(attestations.issue_completions, **given).document_ids)
    paper = scene.desk.read(documents.paper, document_ids=ids)
    documents.write_pdf(paper, path)
    return Issued(scene, kind, ids, paper, path)


@pytest.fixture
def scene(desk) -> Scene:
    made = make_scene(desk)
    made.mark_all_present()
    return made


@pytest.fixture(params=DRAWN, ids=str)
def issued(request, scene: Scene, tmp_path: Path) -> Issued:
    return issue(scene, request.param, tmp_path / "letters.pdf")


def test_a_file_of_several_is_genuine_page_by_page_and_the_list_of_who_collected_has_no_code(
    issued: Issued,
) -> None:
    found = issued.judged(issued.path)
    assert [(one.verdict, one.page) for one in found] == [
        (Verdict.GENUINE, 1), (Verdict.GENUINE, 2), (Verdict.GENUINE, 3),
    ]  # fmt: skip
    pages = len(pypdfium2.PdfDocument(issued.path))
    assert pages == (4 if issued.kind is PaperKind.STATEMENT else 3)
    assert [one.name for one in found] == [one.name for one in issued.paper.others]
    assert all(one.is_text_read and not one.missing and one.kind is issued.kind for one in found)
    record = issued.paper.others[0]
    assert {record.number, record.training} < {value for _heading, value in details(found[0])}


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_of_any_language_is_genuine(
    scene: Scene, tmp_path: Path, kind: PaperKind, language: str
) -> None:
    made = issue(scene, kind, tmp_path / "letters.pdf", language=language)
    assert made.verdicts(made.path) == [Verdict.GENUINE] * 3


def test_the_code_is_read_from_a_scan_of_150_dots_and_typed_below_it(issued: Issued) -> None:
    page = pypdfium2.PdfDocument(issued.path)[0].render(scale=150 / 72, grayscale=True).to_pil()
    photo = issued.path.with_suffix(".jpg")
    page.convert("L").rotate(1.5, expand=True, fillcolor=240).save(photo, quality=50)
    [scanned] = issued.judged(photo)
    assert (scanned.verdict, scanned.name) == (Verdict.GENUINE, issued.paper.others[0].name)
    number, code = issued.typed().split()
    words = " ".join(lines_of_pdfium(issued.path))
    assert words.count(number) >= 2
    assert code in words
    [by_hand], [by_token] = issued.judged(issued.typed()), issued.judged(issued.token())
    assert by_hand == by_token
    assert by_hand.verdict is Verdict.GENUINE


def edits(kind: PaperKind, record) -> list:
    if kind is PaperKind.COMPLETION:
        return [{"minutes_attended": 60 * 400}, {"nature": Nature.VALIDATION}]
    first, *rest = record.days
    more = StatementDay(first.day, first.minutes_planned, first.minutes_attended + 45)
    return [
        {"minutes_attended": record.minutes_attended + 60},
        {"days": (more, *rest)},
        {"first_day": date(2026, 10, 1)},
    ]


def test_a_letter_edited_after_it_was_issued_is_changed(scene: Scene, tmp_path: Path) -> None:
    for kind, draw in DRAWN.items():
        made = issue(scene, kind, tmp_path / "letters.pdf")
        record = made.paper.others[0]
        for edit in (*edits(kind, record), {"name": "Somebody Else"}):
            false = replace(made.paper.others[0], **edit)
            path = tmp_path / "edited.pdf"
            draw([false], made.paper.pictures, path, proofs=made.paper.proofs)
            [found] = made.judged(path)
            assert found.verdict is Verdict.CHANGED, edit
            assert found.missing, edit
            assert found.name == made.paper.others[0].name


def test_a_revoked_letter_is_revoked_from_the_file_the_code_and_the_typed_number(
    issued: Issued,
) -> None:
    issued.scene.desk.do(documents.revoke, document_id=issued.ids[0], reason="Wrong month")
    assert issued.verdicts(issued.path) == [Verdict.REVOKED, Verdict.GENUINE, Verdict.GENUINE]
    for what in (issued.token(), issued.typed()):
        [found] = issued.judged(what)
        assert (found.verdict, found.reason) == (Verdict.REVOKED, "Wrong month")


def test_a_corrected_statement_is_replaced_and_names_the_new_one(
    scene: Scene, tmp_path: Path
) -> None:
    made = issue(scene, PaperKind.STATEMENT, tmp_path / "letters.pdf")
    scene.mark(0, 0, "absent")
    again = issue(scene, PaperKind.STATEMENT, tmp_path / "again.pdf")
    old = [one for one in made.judged(made.path) if one.verdict is Verdict.REPLACED]
    assert len(old) == 1
    assert "MOL-2026-S00004" in old[0].said
    assert made.verdicts(again.path) == [Verdict.GENUINE] * 3


def test_a_wrong_code_tells_nothing_and_a_sheet_has_none(issued: Issued) -> None:
    number = issued.paper.others[0].number
    [found] = issued.judged(f"{number} {issued.typed(1).split()[1]}")
    assert (found.verdict, found.name, found.kind) == (Verdict.CHANGED, "", None)
    sheets = issued.scene.desk.do(
        documents.issue_sheets, cohort_id=issued.scene.cohort_id, **NOVEMBER
    )
    paper = issued.scene.desk.read(documents.paper, document_ids=sheets)
    assert paper.proofs == {}
    [unknown] = issued.judged(f"{paper.sheets[0].number} {issued.typed().split()[1]}")
    assert unknown.verdict is Verdict.UNKNOWN


def test_a_code_says_its_kind_and_another_kind_with_it_is_no_proof(issued: Issued) -> None:
    said = read_token(issued.token())
    assert said.kind is issued.kind
    other = replace(said, kind=PaperKind.CERTIFICATE)
    assert issued.verdicts(other.token(said.signature)) == [Verdict.CHANGED]


def test_a_duplicate_carries_the_same_code_and_a_draft_none(issued: Issued, tmp_path: Path) -> None:
    issued.scene.desk.do(documents.count_copies, document_ids=issued.ids)
    again = issued.scene.desk.read(documents.paper, document_ids=issued.ids)
    path = tmp_path / "again.pdf"
    documents.write_pdf(again, path)
    codes = [[one.token for one in read_codes(file, "MGD:")] for file in (path, issued.path)]
    assert codes[0] == codes[1]
    draft = replace(issued.paper.others[0], number="")
    DRAWN[issued.kind]([draft], issued.paper.pictures, path)
    assert not re.search(r"\w{4}-\w{4}-\w{4}", " ".join(lines_of_pdfium(path)))


def test_a_full_month_of_small_print_stays_clear_of_the_code(tmp_path: Path, scene: Scene) -> None:
    made = issue(scene, PaperKind.STATEMENT, tmp_path / "letters.pdf")
    (day, *_rest) = made.paper.others[0].days
    full = tuple(replace(day, day=date(2026, 10, number)) for number in range(1, 32))
    for language in LANGUAGES:
        record = replace(
            made.paper.others[0], days=full, language=language, minutes_unmarked=390,
            rounding_minutes=30, second_name="أمينة",
        )  # fmt: skip
        path = tmp_path / "full.pdf"
        statement_pages.draw([record], made.paper.pictures, path, proofs=made.paper.proofs)
        page = pypdfium2.PdfDocument(path)[0]
        words = page.get_textpage()
        boxes = [words.get_charbox(place) for place in range(words.count_chars())]
        codes = [one.get_bounds() for one in page.get_objects() if one.type == 3]
        [code] = [box for box in codes if abs((box[2] - box[0]) - (box[3] - box[1])) < 0.1]
        assert code[2] - code[0] >= 25 * 72 / 25.4
        quiet = [code[0] - 6, code[1] - 1, code[2] + 6, code[3] + 6]
        inside = [
            box for box in boxes
            if box[2] > quiet[0] and box[0] < quiet[2] and box[3] > quiet[1] and box[1] < quiet[3]
            and box[2] > box[0]
        ]  # fmt: skip
        assert inside == [], language
