"""Pages that last and that are read aloud: PDF/A-2b, and the structure tree."""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from mgdesk.documents import statement_pages
from mgdesk.documents.attendance_sheet import draw_sheets
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.statement import MissedAs, StatementDay, StatementRecord
from mgdesk.rules.paper import SheetLayout
from tests.documents import tags
from tests.documents.samples import BACKING, HEAD, PICTURES, PROOF, certificate, rows, sheet
from tests.typesetting.reading_back import NAMES

JARS = (
    "pdfbox2.jar", "preflight.jar", "xmpbox.jar", "fontbox2.jar", "commons-logging.jar",
    "commons-io.jar", "jaxb-api.jar", "javax.activation.jar",
)  # fmt: skip


def statement(language: str = "en", name: str = "Amina El Idrissi") -> StatementRecord:
    days = tuple(
        StatementDay(date(2026, 11, 2) + timedelta(days=day), 390, 390 - day * 30, missed)
        for day, missed in enumerate(((), (MissedAs.EXCUSED,), (MissedAs.SHORT,)))
    )
    return StatementRecord(
        number="MOL-P-2026-00003", language=language, country="BE", letterhead=HEAD, name=name,
        training="Web development", cohort="WD14", first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 30), days=days, minutes_planned=1_170, minutes_attended=1_080,
        minutes_justified=60, minutes_unjustified=30, minutes_unmarked=0, place="Molenbeek",
        issued_on=date(2026, 12, 1), signatory="Nadia Example", signature=HEAD.logo,
        second_name=NAMES["Korean"], backing=BACKING,
    )  # fmt: skip


def draw_statements(records: Sequence[StatementRecord], path: Path) -> None:
    statement_pages.draw(records, PICTURES, path)


def draw_everything(kind: str, language: str, path: Path) -> Path:
    """A paper with names that need fonts with CFF outlines."""
    name = NAMES["Chinese"]
    if kind == "certificate":
        record = certificate(
            language=language, country="BE", name=name, second_name=NAMES["Arabic"],
            signature=HEAD.logo, is_demo=True,
        )  # fmt: skip
        draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})
    elif kind == "sheet":
        learners = (*rows(3), rows(4)[3].__class__("4", name, NAMES["Japanese"], NAMES["Korean"]))
        draw_sheets([sheet(language=language, country="BE", rows=learners)], PICTURES, path)
    else:
        draw_statements([statement(language, name), statement(language, NAMES["Arabic"])], path)
    return path


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("kind", ["certificate", "sheet", "statement"])
def test_paper_is_an_archive_file(tmp_path: Path, kind: str, language: str) -> None:
    path = draw_everything(kind, language, tmp_path / "paper.pdf")
    report = pdfa.validate_written(str(path), "2b")
    assert (report.passed, report.findings) == (True, [])
    assert tags.owners_agree(path)
    assert tags.unmarked_text(path) == ""
    assert draw_everything(kind, language, tmp_path / "again.pdf").read_bytes() == path.read_bytes()


def test_a_certificate_is_read_from_its_title_to_its_proof(tmp_path: Path) -> None:
    record = certificate(name=NAMES["Chinese"], signature=HEAD.logo)
    path = tmp_path / "certificate.pdf"
    draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})
    tree = tags.tree(path)
    assert [part.text for part in tree.all("H1")] == ["Certificate of participation"]
    assert [part.text for part in tree.all("H2")] == [NAMES["Chinese"]]
    (page,) = tree.parts
    read = [part.text or part.alt for part in page.parts]
    expected = [
        "MolenGeek", "Certificate of participation", "MolenGeek states that", NAMES["Chinese"],
        "took part in the training", "Web development", "Work in a team",
        "Signature of Nadia Example", "Nadia Example", "Emblem of the European Union",
        "Code that proves this paper, to scan with MolenGeek Desk", PROOF.check_code,
    ]  # fmt: skip
    assert [text for text in read if text in expected][-len(expected) :] == expected
    assert [part.alt for part in tree.all("Figure") if not part.alt] == []


def test_a_sheet_is_a_table_with_a_row_a_learner(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    record = sheet(rows=rows(12), spare_rows=3)
    draw_sheets([record], PICTURES, path)
    tree = tags.tree(path)
    assert [part.text for part in tree.all("H1")] == ["Attendance sheet"]
    assert [part.text for part in tree.all("H2")] == ["Web development"]
    (table,) = tree.all("Table")
    days, heads, *others = table.parts
    assert [part.role for part in table.parts] == ["TR"] * 16
    assert [part.text for part in days.parts][1:3] == ["Monday 23 Nov", "Tuesday 24 Nov"]
    assert [part.text for part in heads.parts][:2] == ["No.", "Surname, first name"]
    learners, totals = others[:12], others[12:]
    assert [[part.text for part in row.parts] for row in learners] == [
        [str(n), f"Surname{n:03d}First{n:03d}", ""] for n in range(1, 13)
    ]
    assert [row.parts[1].text for row in totals] == ["Number of absents", "Trainer’s signature"]
    assert {sum(cell.columns for cell in row.parts) for row in table.parts} == {12}


def test_an_individual_sheet_is_a_table_with_a_row_a_half_day(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    draw_sheets([sheet(rows=rows(1), layout=SheetLayout.INDIVIDUAL)], PICTURES, path)
    (table,) = tags.tree(path).all("Table")
    assert len(table.parts) == 11
    assert {sum(cell.columns for cell in row.parts) for row in table.parts} == {5}


def test_a_statement_is_a_table_with_a_row_a_day(tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    draw_statements([statement(), statement("fr")], path)
    english, french, collected = tags.tree(path).parts
    assert (english.language, french.language) == ("", "fr-BE")
    (table,) = english.all("Table")
    assert [part.text for part in table.parts[0].all("TH")] == [
        "Day", "Planned", "Attended", "Absence",
    ]  # fmt: skip
    assert [len(row.parts) for row in table.parts] == [4] * 4
    assert table.parts[2].parts[3].text == "excused"
    assert [part.text for part in english.all("H2")] == ["Amina El Idrissi"]
    assert [part.text or part.alt for part in english.parts][-6:] == [
        "Emblem of the European Union", "Funder", "Funder without a picture", "Tall partner", "Wide",
        "Co-funded by the European UnionProject ESF+ 2026-114",
    ]  # fmt: skip
    (names,) = collected.all("Table")
    assert [row.parts[1].text for row in names.parts[1:]] == ["Amina El Idrissi"] * 2


def preflight() -> str | None:
    """The class path of Apache PDFBox Preflight, where it is installed with a Java."""
    folder = Path("/usr/share/java")
    if shutil.which("java") is None or not all((folder / jar).exists() for jar in JARS):
        return None
    return ":".join(str(folder / jar) for jar in JARS)


@pytest.mark.skipif(preflight() is None, reason="PDFBox Preflight is not installed")
@pytest.mark.parametrize("kind", ["certificate", "sheet", "statement"])
def test_preflight_finds_an_archive_file(tmp_path: Path, kind: str) -> None:
    """It knows PDF/A-1b only: the same objects, written as that level wants them, must pass."""
    path = draw_everything(kind, "fr", tmp_path / "paper.pdf")
    older = tmp_path / "older.pdf"
    with pikepdf.open(path) as document:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said["pdfaid:part"] = "1"
        profile = document.Root.OutputIntents[0].DestOutputProfile
        content = bytearray(profile.read_bytes())
        content[8] = 2  # level 1 knows no newer version of colour profiles; ours is of version 4
        profile.write(bytes(content))
        document.save(
            older, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    validator = "org.apache.pdfbox.preflight.Validator_A1b"
    command = ["java", "-cp", preflight() or "", validator, str(older)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    _head, *findings = [line for line in told.splitlines() if line]
    # Only level 1 wants a list of the glyphs that a subset has.
    assert [line for line in findings if "CIDSet entry is missing" not in line] == []
