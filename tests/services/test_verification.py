"""Papers that prove themselves: genuine, changed, revoked, replaced or unknown, and of whom."""

import io
import random
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from mgdesk.desk import Desk, open_desk
from mgdesk.documents.certificate import draw_certificates
from mgdesk.errors import DeskError
from mgdesk.exchange.scanned import (
    LockedPaper,
    NeitherPaperNorPicture,
    NoCodeFound,
    NoSuchFile,
    PaperTooLarge,
    read_codes,
)
from mgdesk.paths import Home
from mgdesk.queries.people import person as people_query
from mgdesk.rules.proof import CheckCodeMistyped, NotAProof, read_token
from mgdesk.rules.serial import NotANumber
from mgdesk.services import documents, people, seals
from mgdesk.services.findings import Finding, Verdict, advice, details
from mgdesk.services.verification import CheckCodeMissing, NotToBeVerified, verify
from tests.cohort_scene import Scene, add_campus, make_scene


@pytest.fixture
def scene(desk: Desk) -> Scene:
    made = make_scene(desk)
    made.mark_all_present()
    return made


@pytest.fixture
def issued(scene: Scene) -> documents.Paper:
    report = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id)
    return scene.desk.read(documents.paper, document_ids=report.document_ids)


@pytest.fixture
def pdf(issued: documents.Paper, tmp_path: Path) -> Path:
    path = tmp_path / "certificates.pdf"
    documents.write_pdf(issued, path)
    return path


def judged(desk: Desk, what: object) -> list[Finding]:
    return desk.read(verify, what=str(what))


def verdicts(desk: Desk, what: object) -> list[Verdict]:
    return [one.verdict for one in judged(desk, what)]


def token_of(paper: documents.Paper, place: int = 0) -> str:
    return paper.proofs[paper.certificates[place].number].token


def typed(paper: documents.Paper, place: int = 0) -> str:
    number = paper.certificates[place].number
    return f"{number} {paper.proofs[number].check_code}"


# --- genuine --------------------------------------------------------------------------------------


def test_every_page_of_a_pdf_is_genuine_in_every_script(
    scene: Scene, issued: documents.Paper, pdf: Path
) -> None:
    found = judged(scene.desk, pdf)
    assert [one.verdict for one in found] == [Verdict.GENUINE] * 3
    assert [one.name for one in found] == [one.name for one in issued.certificates]
    assert all(one.is_text_read and one.is_registered_here and not one.missing for one in found)
    assert [one.page for one in found] == [1, 2, 3]
    assert found[0].campus == "Molenbeek"
    assert all(value for _heading, value in details(found[0]))


@pytest.mark.parametrize("language", ["fr", "nl", "en", "it", "ar"])
def test_a_certificate_of_any_language_is_genuine(
    scene: Scene, tmp_path: Path, language: str
) -> None:
    report = scene.desk.do(
        documents.issue_certificates, cohort_id=scene.cohort_id, language=language
    )
    paper = scene.desk.read(documents.paper, document_ids=report.document_ids)
    path = tmp_path / "one.pdf"
    documents.write_pdf(paper, path)
    assert verdicts(scene.desk, path) == [Verdict.GENUINE] * 3


def test_a_duplicate_carries_the_same_proof(scene: Scene, issued: documents.Paper) -> None:
    report = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id)
    scene.desk.do(documents.count_copies, document_ids=report.document_ids)
    again = scene.desk.read(documents.paper, document_ids=report.document_ids)
    assert again.certificates[0].copy != issued.certificates[0].copy
    assert dict(again.proofs) == dict(issued.proofs)


def scan(pdf: Path, path: Path, *, angle: float, blur: float, noise: int) -> Path:
    """The first page as a scanner of 150 dots an inch gives it."""
    paper = pypdfium2.PdfDocument(pdf)
    page = paper[0].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
    paper.close()
    turned = page.rotate(angle, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    soft = turned.filter(ImageFilter.GaussianBlur(blur))
    dust = Image.effect_noise(soft.size, noise)
    Image.blend(soft, dust, 0.12).save(path, quality=55)
    return path


@pytest.mark.parametrize(
    ("angle", "blur", "noise"), [(0, 0, 5), (2.5, 0.6, 20), (90, 0.4, 10), (187, 0.5, 20)]
)
def test_a_scan_or_photo_is_genuine_turned_and_blurred(
    scene: Scene, pdf: Path, tmp_path: Path, angle: float, blur: float, noise: int
) -> None:
    photo = scan(pdf, tmp_path / "photo.jpg", angle=angle, blur=blur, noise=noise)
    [found] = judged(scene.desk, photo)
    assert (found.verdict, found.name, found.is_text_read) == (
        Verdict.GENUINE,
        "Amina El Idrissi",
        False,
    )
    assert advice(found)


def test_the_text_of_the_code_and_the_typed_code_are_genuine(
    scene: Scene, issued: documents.Paper
) -> None:
    by_token, by_hand = (
        judged(scene.desk, token_of(issued))[0],
        judged(scene.desk, typed(issued).lower().replace("-", " "))[0],
    )
    assert by_token == by_hand
    assert by_hand.verdict is Verdict.GENUINE


# --- changed, revoked, replaced -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Somebody Else"),
        ("minutes_attended", 60 * 142),
        ("training", "Rocket Science"),
        ("number", "MOL-2026-00999"),
    ],
)
def test_a_pdf_edited_after_signing_is_changed(
    scene: Scene, issued: documents.Paper, tmp_path: Path, field: str, value: object
) -> None:
    true = issued.certificates[0]
    false = replace(true, **{field: value})
    path = tmp_path / "edited.pdf"
    proof = {false.number: issued.proofs[true.number]}
    draw_certificates([false], issued.pictures, path, proofs=proof)
    [found] = judged(scene.desk, path)
    assert found.verdict is Verdict.CHANGED
    assert len(found.missing) == 1
    assert found.name == true.name


def test_a_note_laid_over_the_page_is_a_change(scene: Scene, pdf: Path) -> None:
    paper = pypdfium2.PdfDocument(pdf)
    page = paper[1]
    raw.FPDFPage_CloseAnnot(raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_FREETEXT))
    page.close()
    noted = pdf.with_name("noted.pdf")
    paper.save(noted)
    paper.close()
    assert verdicts(scene.desk, noted) == [Verdict.GENUINE, Verdict.CHANGED, Verdict.GENUINE]


def test_a_revoked_paper_is_revoked_however_it_is_asked(
    scene: Scene, issued: documents.Paper, pdf: Path
) -> None:
    report = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id)
    scene.desk.do(documents.revoke, document_id=report.document_ids[0], reason="Wrong person")
    assert verdicts(scene.desk, pdf) == [Verdict.REVOKED, Verdict.GENUINE, Verdict.GENUINE]
    for what in (token_of(issued), typed(issued)):
        [found] = judged(scene.desk, what)
        assert (found.verdict, found.reason) == (Verdict.REVOKED, "Wrong person")


def test_a_corrected_paper_is_replaced_and_names_the_new_one(
    scene: Scene, issued: documents.Paper
) -> None:
    person_id = scene.people[1]  # the first of the roster
    detail = scene.desk.read(people_query, person_id=person_id)
    scene.desk.do(
        people.update_person, person_id=person_id, version=detail.version, surname="Alaoui"
    )
    scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id)
    [found] = judged(scene.desk, token_of(issued))
    assert found.verdict is Verdict.REPLACED
    assert "MOL-2026-00004" in found.said


def test_a_forged_signature_is_changed(scene: Scene, issued: documents.Paper) -> None:
    said = read_token(token_of(issued))
    wrong = bytes((said.signature[0] ^ 1,)) + said.signature[1:]
    for false in (
        said.token(wrong),
        replace(said, name="Somebody Else").token(said.signature),
        replace(said, number="MOL-2026-00002").token(said.signature),
    ):
        assert verdicts(scene.desk, false) == [Verdict.CHANGED]


def test_a_wrong_check_code_tells_nothing_about_the_person(
    scene: Scene, issued: documents.Paper
) -> None:
    code = issued.proofs[issued.certificates[1].number].check_code
    [found] = judged(scene.desk, f"{issued.certificates[0].number} {code}")
    assert (found.verdict, found.name, found.training) == (Verdict.CHANGED, "", "")
    [unknown] = judged(scene.desk, f"MOL-2026-00777 {code}")
    assert unknown.verdict is Verdict.UNKNOWN


# --- other desks ----------------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path, empty_home: Home) -> Iterator[Desk]:
    """Another campus's desk, with data and keys of its own."""
    home = Home(tmp_path / "other")
    shutil.copytree(empty_home.root, home.root)
    desk = open_desk(home)
    add_campus(desk, "PAD", name="Padova", country="IT")
    yield desk
    desk.close()


def test_a_paper_of_another_campus_is_unknown_until_its_key_is_trusted(
    scene: Scene, issued: documents.Paper, pdf: Path, other: Desk, tmp_path: Path
) -> None:
    assert verdicts(other, pdf) == [Verdict.UNKNOWN] * 3
    file = tmp_path / "keys.json"
    seals.write_keys(scene.desk.do(seals.public_keys), file)
    rows = seals.read_keys(file)
    assert other.do(seals.trust, rows=rows) == 1
    assert other.do(seals.trust, rows=rows) == 0
    found = judged(other, pdf)
    assert [one.verdict for one in found] == [Verdict.GENUINE] * 3
    assert [one.name for one in found] == [one.name for one in issued.certificates]
    assert not found[0].is_registered_here
    assert found[0].campus == "Molenbeek"


def test_an_edited_name_on_a_paper_of_another_campus_is_changed(
    scene: Scene, issued: documents.Paper, other: Desk, tmp_path: Path
) -> None:
    other.do(seals.trust, rows=scene.desk.do(seals.public_keys))
    true = issued.certificates[0]
    path = tmp_path / "edited.pdf"
    draw_certificates(
        [replace(true, name="Somebody Else")], issued.pictures, path, proofs=issued.proofs
    )
    assert verdicts(other, path) == [Verdict.CHANGED]


def test_a_trusted_campus_cannot_sign_our_numbers(
    scene: Scene, issued: documents.Paper, other: Desk
) -> None:
    [theirs] = other.do(seals.public_keys)
    scene.desk.do(seals.trust, rows=[theirs])
    said = replace(read_token(token_of(issued)), key_id=theirs.key_id)
    token = said.token(seals.seal_of(other._store.seals, "PAD").sign(said.signed()))
    assert verdicts(scene.desk, token) == [Verdict.CHANGED]


def test_a_code_of_another_campus_on_our_page_is_no_proof_of_it(
    scene: Scene, issued: documents.Paper, other: Desk, tmp_path: Path
) -> None:
    [theirs] = other.do(seals.public_keys)
    seal = seals.seal_of(other._store.seals, "PAD")
    said = replace(
        read_token(token_of(issued)),
        key_id=theirs.key_id,
        number="PAD-2026-00001",
        name="Ada Rossi",
    )
    ours = issued.certificates[0]
    pasted = replace(issued.proofs[ours.number], token=said.token(seal.sign(said.signed())))
    path = tmp_path / "pasted.pdf"
    draw_certificates([ours], issued.pictures, path, proofs={ours.number: pasted})
    assert verdicts(scene.desk, path) == [Verdict.UNKNOWN]
    scene.desk.do(seals.trust, rows=[theirs])
    [found] = judged(scene.desk, path)
    assert found.verdict is Verdict.CHANGED
    assert set(found.missing) == {"Ada Rossi", "PAD-2026-00001"}


def test_papers_stay_known_when_the_key_is_lost(scene: Scene, issued: documents.Paper) -> None:
    ids = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id).document_ids
    scene.desk.do(documents.count_copies, document_ids=ids)
    (scene.desk.home.keys / "seal-MOL.key").unlink()
    assert verdicts(scene.desk, token_of(issued)) == [Verdict.GENUINE]
    again = scene.desk.read(documents.paper, document_ids=ids)  # makes a new key
    assert verdicts(scene.desk, token_of(again)) == [Verdict.GENUINE]
    assert token_of(again) != token_of(issued)


def test_the_key_is_its_owners_only_and_is_made_once(scene: Scene, issued: documents.Paper) -> None:
    path = scene.desk.home.keys / "seal-MOL.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert scene.desk.do(seals.public_keys)[0].campus == "MOL"
    assert path.read_bytes() == before


def test_a_damaged_key_is_said_and_nothing_is_signed(scene: Scene) -> None:
    (scene.desk.home.keys / "seal-MOL.key").write_text("{}", encoding="ascii")
    ids = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id).document_ids
    with pytest.raises(DeskError, match=r"seal-MOL\.key"):
        scene.desk.read(documents.paper, document_ids=ids)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format":"mgdesk-public-keys","keys":[{}]}', "\0", "[" * 100_000]
)
def test_a_file_that_holds_no_keys_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(seals.NotAKeyFile):
        seals.read_keys(path)


# --- files of strangers ---------------------------------------------------------------------------


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size, 1).save(stream, kind)
    return stream.getvalue()


def locked() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="secret")
    canvas.drawString(100, 100, "secret")
    canvas.save()
    return stream.getvalue()


def empty() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(14_400, 14_400))
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NeitherPaperNorPicture),
        (b"hello", NeitherPaperNorPicture),
        (b"%PDF-1.7\nnothing", NeitherPaperNorPicture),
        (picture((10, 10))[:40], NeitherPaperNorPicture),
        (picture((900, 900), "JPEG")[:-400], NeitherPaperNorPicture),
        (picture((900, 900), "JPEG")[:20] + b"\0" * 500, NeitherPaperNorPicture),
        (b"<svg onload='alert(1)'/>", NeitherPaperNorPicture),
        (picture((20_000, 20_000)), PaperTooLarge),
        (picture((200, 200)), NoCodeFound),
        (picture((1, 1)), NoCodeFound),
        (locked(), LockedPaper),
        (empty(), NoCodeFound),
    ],
    ids=range(12),
)
def test_a_strange_file_gets_a_sentence(
    desk: Desk, tmp_path: Path, content: bytes, refusal: type[DeskError]
) -> None:
    path = tmp_path / "strange.pdf"
    path.write_bytes(content)
    with pytest.raises(refusal, match="strange"):
        judged(desk, path)


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ("", NotToBeVerified),
        ("hello", NotToBeVerified),
        ("missing.pdf", NoSuchFile),
        ("/", NotToBeVerified),
        ("x" * 10_000, NotToBeVerified),
        ("a\0b.pdf", NotToBeVerified),
        ("MGD:123", NotAProof),
        ("MOL-2026-00001", CheckCodeMissing),
        ("MOL-2026-00001 ABCD", CheckCodeMistyped),
        ("MOL-2026-00000 ABCD", NotANumber),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence(
    desk: Desk, what: str, refusal: type[DeskError]
) -> None:
    with pytest.raises(refusal):
        judged(desk, what)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=st.randoms(use_true_random=False))
def test_a_damaged_paper_never_stops_the_desk(
    scene: Scene, pdf: Path, chance: random.Random
) -> None:
    content = bytearray(pdf.read_bytes())
    for _fault in range(chance.randint(1, 60)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = pdf.with_name("damaged.pdf")
    path.write_bytes(bytes(content[: chance.randint(1, len(content))]))
    try:
        assert {one.verdict for one in judged(scene.desk, path)} <= set(Verdict)
    except DeskError as refused:
        assert str(refused)  # noqa: PT017 - either an answer or a sentence will do


def test_codes_of_others_are_passed_over(scene: Scene, pdf: Path) -> None:
    assert len(read_codes(pdf, "MGD:")) == 3
    with pytest.raises(NoCodeFound):
        read_codes(pdf, "MGS:")
