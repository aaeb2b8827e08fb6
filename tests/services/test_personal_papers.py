"""Coaching notes and receipts of loans: numbered, frozen, printed again, corrected, in five languages."""

from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa

from mgdesk import i18n
from mgdesk.desk import Desk
from mgdesk.i18n import format_day
from mgdesk.i18n import gettext as _
from mgdesk.queries.documents import document, register
from mgdesk.queries.people import person
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.services import coaching, coaching_papers, documents, loan_papers, loans
from tests.accompaniment_scene import NOTE, TWO, Scene, make_scene
from tests.documents import tags

DAY = TWO.date()


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def printed(scene: Scene, ids, path) -> tuple[int, str]:
    """The pages of papers of the register, and their text; they count as printed."""
    paper = scene.desk.read(documents.paper, document_ids=ids)
    pages = documents.write_pdf(paper, path)
    scene.desk.do(documents.count_copies, document_ids=ids)
    found = pypdfium2.PdfDocument(path)
    return pages, "\n".join(page.get_textpage().get_text_range() for page in found)


def letters(text: str) -> list[str]:
    """In any order: what runs right to left is stored backwards in a tag."""
    return sorted(text)


def heard(tree: tags.Part, role: str) -> list[list[str]]:
    return [letters(part.text) for part in tree.all(role)]


def issue_note(scene: Scene, coaching_id, **values):
    given = {"coaching_id": coaching_id, "day": DAY, **values}
    return scene.desk.do(coaching_papers.issue_coaching_note, **given)


def test_a_note_has_a_number_is_printed_again_and_corrected(scene: Scene, tmp_path) -> None:
    coaching_id = scene.book(subject="Stage", room_id=scene.room_id)
    with pytest.raises(coaching_papers.NoNoteYet):
        issue_note(scene, coaching_id)
    scene.write(coaching_id)
    ids = issue_note(scene, coaching_id)
    pages, text = printed(scene, ids, tmp_path / "note.pdf")
    assert pages == 1
    for said in (
        "Amina El Idrissi", "Karim Coach", "MOL-2026-C00001", "Find work", "CV ready", "نقطة",
        "Call on Friday", "Stage", "Ada", "14:00–15:00", "accompagnateur, signature",
    ):  # fmt: skip
        assert said in text, said
    assert issue_note(scene, coaching_id) == ids
    assert "Duplicata" in printed(scene, ids, tmp_path / "again.pdf")[1]
    scene.write(coaching_id, version=2, points="CV sent")
    (corrected,) = issue_note(scene, coaching_id)
    assert "Correction du" in printed(scene, [corrected], tmp_path / "new.pdf")[1]
    rows = scene.desk.read(register, person_id=scene.amina)
    assert [(row.number, row.status, row.replaces) for row in rows] == [
        ("MOL-2026-C00002", PaperStatus.PRINTED, "MOL-2026-C00001"),
        ("MOL-2026-C00001", PaperStatus.CORRECTED, ""),
    ]
    assert {(row.kind, row.first_day, row.last_day, row.name) for row in rows} == {
        (PaperKind.COACHING_NOTE, DAY, DAY, "Amina El Idrissi")
    }


def test_two_appointments_of_a_person_are_two_papers(scene: Scene) -> None:
    for start in (TWO, TWO.replace(hour=10)):
        coaching_id = scene.book(starts_at=start)
        scene.write(coaching_id)
        issue_note(scene, coaching_id)
    rows = scene.desk.read(register, person_id=scene.amina)
    assert [row.number for row in rows] == ["MOL-2026-C00002", "MOL-2026-C00001"]
    assert {row.status for row in rows} == {PaperStatus.ISSUED}


def test_what_was_printed_stays_when_names_change_and_the_appointment_goes(
    scene: Scene, tmp_path
) -> None:
    coaching_id = scene.book()
    scene.write(coaching_id)
    ids = issue_note(scene, coaching_id)
    scene.desk.do(coaching.delete, coaching_id=coaching_id)
    assert "Call on Friday" in printed(scene, ids, tmp_path / "note.pdf")[1]
    (line,) = scene.desk.read(person, person_id=scene.amina).documents
    assert line.number == "MOL-2026-C00001"


def test_looking_at_a_draft_takes_no_number(scene: Scene) -> None:
    coaching_id, loan_id = scene.book(), scene.lend()
    scene.write(coaching_id)
    papers = (
        scene.desk.read(coaching_papers.draft_coaching_note, coaching_id=coaching_id, day=DAY),
        scene.desk.read(loan_papers.draft_loan_receipt, loan_id=loan_id, day=DAY),
    )
    assert [record.number for paper in papers for record in paper.records] == ["", ""]
    assert scene.desk.read(register) == []


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_a_long_note_flows_over_numbered_pages_in_each_language(
    scene: Scene, tmp_path, language: str
) -> None:
    coaching_id = scene.book()
    lines = [f"Point{n:03} " + "the same words again and again " * 4 for n in range(90)]
    scene.write(coaching_id, points="\n".join(lines))
    ids = issue_note(scene, coaching_id, language=language)
    path = tmp_path / "note.pdf"
    pages, text = printed(scene, ids, path)
    assert pages == 5
    with i18n.speaking(language, "BE"):
        title, plan = _("Coaching note"), _("Action plan")
    tree = tags.tree(path)
    assert heard(tree, "H1") == [letters(title)]
    assert letters(plan) in heard(tree, "H2")
    assert all(f"Point{n:03}" in text for n in range(90))
    assert text.index("Point001") < text.index("Point089")
    assert "signature" in text or language != "fr"
    assert pdfa.validate_written(str(path), "2b").findings == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang).startswith(language)


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_a_receipt_says_what_until_when_and_then_its_return(
    scene: Scene, tmp_path, language: str
) -> None:
    due = date(2090, 1, 2)
    loan_id = scene.lend(due_on=due, condition="Like new")
    given = {"loan_id": loan_id, "language": language}
    lent = scene.desk.do(loan_papers.issue_loan_receipt, **given)
    path = tmp_path / "receipt.pdf"
    pages, text = printed(scene, lent, path)
    assert pages == 1
    with i18n.speaking(language, "BE"):
        facts = [_("Code"), _("To give back by"), _("Return")]
        until = format_day(due, "long")
    tree = tags.tree(path)
    cells = [letters(cell.text) for row in tree.all("TR") for cell in row.parts]
    for said in ("L-07", "ThinkPad", "Like new", until, *facts[:2]):
        assert letters(said) in cells, said
    assert letters(facts[2]) in heard(tree, "H2")
    assert "Amina El Idrissi" in text
    assert pdfa.validate_written(str(path), "2b").findings == []
    scene.desk.do(loans.give_back, loan_id=loan_id, condition="Scratched")
    back = scene.desk.do(loan_papers.issue_loan_receipt, **given)
    assert back != lent
    assert "Scratched" in printed(scene, back, path)[1]
    numbers = [scene.desk.read(document, document_id=one) for one in (*lent, *back)]
    year = numbers[0].number.split("-")[1]
    assert [(row.number, row.status) for row in numbers] == [
        (f"MOL-{year}-L00001", PaperStatus.PRINTED),
        (f"MOL-{year}-L00002", PaperStatus.PRINTED),
    ]


def test_the_same_record_gives_the_same_bytes_and_survives_being_stored(
    scene: Scene, tmp_path
) -> None:
    coaching_id = scene.book()
    scene.write(coaching_id, **NOTE)
    paper = scene.desk.read(coaching_papers.draft_coaching_note, coaching_id=coaching_id, day=DAY)
    (record,) = paper.others
    assert type(record).from_plain(record.to_plain()) == record
    for name in ("a", "b"):
        documents.write_pdf(replace(paper), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_undoing_an_issued_receipt_revokes_it(scene: Scene) -> None:
    loan_id = scene.lend()
    (receipt,) = scene.desk.do(loan_papers.issue_loan_receipt, loan_id=loan_id)
    scene.desk.undo()
    assert scene.desk.read(document, document_id=receipt).status is PaperStatus.REVOKED
    (again,) = scene.desk.do(loan_papers.issue_loan_receipt, loan_id=loan_id)
    assert scene.desk.read(document, document_id=again).number.endswith("L00002")


def test_the_longest_texts_are_printed_whole(scene: Scene, tmp_path) -> None:
    coaching_id = scene.book(subject="S" * 200)
    scene.write(
        coaching_id, aims="W" * 20_000, points="\n" * 300 + "الكلمة " * 800, action_plan="x"
    )
    pages, text = printed(scene, issue_note(scene, coaching_id), tmp_path / "long.pdf")
    assert pages > 3
    assert text.count("W") == 20_000
    loan_id = scene.lend(condition="ع" * 200)
    ids = scene.desk.do(loan_papers.issue_loan_receipt, loan_id=loan_id)
    assert printed(scene, ids, tmp_path / "loan.pdf")[0] == 1
