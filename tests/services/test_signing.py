"""Files signed electronically: valid for pdfsig and for us, found out when changed, and optional."""

import json
import secrets
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from pikepdf import pdfa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import Cancelled, DeskError
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.services import documents, signing
from mgdesk.services.findings import FileSignature, Verdict, details
from mgdesk.services.verification import verify
from mgdesk.storage.keyfile import KeyFolder
from mgdesk.storage.seals import SealDamaged, seal_of, seal_path
from mgdesk.storage.signing import Holder, own_certificates, pem, signing_key_of, signing_path
from mgdesk.typesetting.signature import SigningNotInstalled, signatures, signed
from tests.cohort_scene import FRIDAY, MONDAY, Scene, add_campus, make_scene

PDFSIG = shutil.which("pdfsig")


@pytest.fixture
def scene(desk: Desk) -> Scene:
    made = make_scene(desk)
    made.mark_all_present()
    return made


def drawn(scene: Scene, path: Path, **asked: bool) -> Path:
    ids = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id).document_ids
    documents.write_pdf(scene.desk.read(documents.paper, document_ids=ids, **asked), path)
    scene.desk.do(documents.count_copies, document_ids=ids)
    return path


@pytest.fixture
def file(scene: Scene, tmp_path: Path) -> Path:
    scene.desk.do(signing.set_signing, campus_id=scene.campus_id, is_on=True)
    return drawn(scene, tmp_path / "signed.pdf")


def judged(scene: Scene, path: Path) -> list:
    return scene.desk.read(verify, what=str(path))


@pytest.mark.skipif(PDFSIG is None, reason="no pdfsig here: apt install poppler-utils")
def test_pdfsig_calls_the_signature_valid_and_a_changed_file_not(file: Path) -> None:
    def said(path: Path) -> str:
        command = [str(PDFSIG), "-nocert", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    answer = said(file)
    assert "Signature is Valid" in answer
    assert "ETSI.CAdES.detached" in answer
    assert "Total document signed" in answer
    assert answer.count("Signature #") == 1  # over all pages at once
    assert "Signer Certificate Common Name: Molenbeek" in answer
    assert "Signature is Valid" not in said(tampered(file))


def tampered(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    place = content.index(b"/Producer") + 12
    content[place] ^= 1
    other = path.with_name("tampered.pdf")
    other.write_bytes(content)
    return other


def test_a_signed_file_is_genuine_and_says_who_signed_it(scene: Scene, file: Path) -> None:
    found = judged(scene, file)
    assert [one.verdict for one in found] == [Verdict.GENUINE] * 3
    assert {(one.file_signature, one.signer) for one in found} == {
        (FileSignature.VALID, "Molenbeek")
    }
    assert any("Molenbeek" in value for _heading, value in details(found[0])[-1:])


def test_a_file_changed_after_signing_is_changed_in_its_bytes_and_by_what_is_laid_behind(
    scene: Scene, file: Path
) -> None:
    appended = file.with_name("appended.pdf")
    with file.open("rb") as stream:
        writer = IncrementalPdfFileWriter(stream)
        writer.root["/Lang"] = writer.root["/Lang"]
        writer.update_root()
        with appended.open("wb") as output:
            writer.write(output)
    for path in (tampered(file), appended):
        found = judged(scene, path)
        assert {(one.verdict, one.file_signature) for one in found} == {
            (Verdict.CHANGED, FileSignature.BROKEN)
        }
        assert "Molenbeek" in found[0].said


def test_a_signed_file_stays_pdf_a_but_for_the_form_that_holds_the_signature(file: Path) -> None:
    found = pdfa.validate_written(str(file), "2b").findings
    assert [(one.kind, one.rule, "/AcroForm" in one.message) for one in found] == [
        ("unsupported", "pikepdf:schema-Catalog", True)
    ]
    pages = pypdfium2.PdfDocument(file)
    assert len(pages) == 3


def test_nothing_is_signed_unless_the_campus_wants_it_or_it_is_asked_for(
    scene: Scene, tmp_path: Path
) -> None:
    plain = drawn(scene, tmp_path / "plain.pdf")
    assert b"/ByteRange" not in plain.read_bytes()
    assert not list(scene.desk.home.keys.glob("signature-*"))
    assert judged(scene, plain)[0].file_signature is None
    asked = drawn(scene, tmp_path / "asked.pdf", is_signed=True)
    assert judged(scene, asked)[0].file_signature is FileSignature.VALID
    scene.desk.do(signing.set_signing, campus_id=scene.campus_id, is_on=True)
    scene.desk.do(signing.set_signing, campus_id=scene.campus_id, is_on=False)
    again = drawn(scene, tmp_path / "again.pdf")
    assert b"/ByteRange" not in again.read_bytes()


def test_sheets_and_drafts_are_never_signed(scene: Scene, file: Path) -> None:
    sheets = scene.desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=FRIDAY,
    )
    assert scene.desk.read(documents.paper, document_ids=sheets).signer is None
    draft = scene.desk.read(documents.draft_certificates, cohort_id=scene.cohort_id, day=FRIDAY)
    assert draft.signer is None


def test_the_key_is_its_owners_only_and_the_certificate_names_the_campus(
    scene: Scene, file: Path
) -> None:
    path = scene.desk.home.keys / "signature-MOL.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    row = scene.desk.do(signing.certificate_of, campus_id=scene.campus_id)
    assert path.read_bytes() == before
    certificate = x509.load_pem_x509_certificate(signing.pem(row.certificate).encode())
    assert certificate.public_key().key_size == 2048
    assert "CN=Molenbeek" in certificate.subject.rfc4514_string()
    assert b"PRIVATE" not in signing.pem(row.certificate).encode()
    [found] = signatures(file.read_bytes())
    assert found.certificate == row.certificate


def test_files_stay_known_when_the_key_is_lost(scene: Scene, file: Path) -> None:
    (scene.desk.home.keys / "signature-MOL.pem").unlink()
    assert judged(scene, file)[0].file_signature is FileSignature.VALID
    again = drawn(scene, file.with_name("again.pdf"))
    assert judged(scene, again)[0].file_signature is FileSignature.VALID
    assert len(own_certificates(scene.desk._store.seals)) == 1


def test_a_signature_of_somebody_else_proves_nothing(scene: Scene, tmp_path: Path) -> None:
    plain = drawn(scene, tmp_path / "plain.pdf")
    key = signing_key_of(KeyFolder(tmp_path / "keys"), "MOL", Holder("Molenbeek", "", "BE"))
    other = tmp_path / "other.pdf"
    other.write_bytes(signed(plain.read_bytes(), key.private, key.certificate))
    found = judged(scene, other)[0]
    assert (found.verdict, found.file_signature) == (Verdict.GENUINE, FileSignature.FOREIGN)


def test_another_campus_does_not_take_our_signature_for_its_own(
    file: Path, empty_home: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "other")
    shutil.copytree(empty_home.root, home.root)
    other = open_desk(home)
    add_campus(other, "PAD", name="Padova", country="IT")
    found = other.read(verify, what=str(file))[0]
    assert (found.verdict, found.file_signature) == (Verdict.UNKNOWN, FileSignature.FOREIGN)
    other.close()


def test_a_damaged_key_is_said_and_no_file_is_written(scene: Scene, file: Path) -> None:
    path = scene.desk.home.keys / "signature-MOL.pem"
    path.write_text("-----BEGIN PRIVATE KEY-----", encoding="ascii")
    with pytest.raises(SealDamaged, match=r"signature-MOL\.pem"):
        drawn(scene, file.with_name("next.pdf"))
    assert not file.with_name("next.pdf").exists()


def test_without_the_extra_a_sentence_says_so_and_no_half_file_stays(
    scene: Scene, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("pyhanko.sign")]:
        monkeypatch.setitem(sys.modules, name, None)
    path = file.with_name("next.pdf")
    with pytest.raises(SigningNotInstalled, match="signing"):
        drawn(scene, path)
    with pytest.raises(SigningNotInstalled):
        scene.desk.do(signing.set_signing, campus_id=scene.campus_id, is_on=True)
    scene.desk.do(signing.set_signing, campus_id=scene.campus_id, is_on=False)
    assert sorted(one.name for one in file.parent.glob("*.pdf*")) == ["signed.pdf"]
    [found, *_others] = judged(scene, file)
    assert (found.verdict, found.file_signature) == (Verdict.GENUINE, FileSignature.UNCHECKED)


def test_a_stop_while_drawing_leaves_no_file(scene: Scene, file: Path) -> None:
    ids = scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id).document_ids
    paper = scene.desk.read(documents.paper, document_ids=ids)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        documents.write_pdf(paper, file.with_name("next.pdf"), stop)
    assert sorted(one.name for one in file.parent.glob("*.pdf*")) == ["signed.pdf"]


def test_a_signed_file_cut_short_gets_an_answer_or_a_sentence(scene: Scene, file: Path) -> None:
    content = file.read_bytes()
    short = file.with_name("short.pdf")
    for share in (0.3, 0.7, 0.95, 0.999):
        short.write_bytes(content[: int(len(content) * share)])
        try:
            found = judged(scene, short)
        except DeskError as refused:
            assert str(refused)  # noqa: PT017 - either an answer or a sentence will do
        else:
            assert FileSignature.VALID not in {one.file_signature for one in found}


def test_a_stolen_folder_of_keys_signs_nothing_and_one_of_before_is_wrapped_at_opening(
    scene: Scene,
) -> None:
    desk, keys = scene.desk, scene.desk.home.keys
    campus = desk.read(campuses)[0].code
    place = desk._store.seals
    assert place is not None
    holder = Holder("Molenbeek", "", "BE")
    seal, signer = seal_of(place, campus), signing_key_of(place, campus, holder)
    bare = {
        seal_path(keys, campus): json.dumps(
            {"format": 1, "private": seal.key.private_bytes_raw().hex()}
        ).encode(),
        signing_path(keys, campus): load_der_private_key(signer.private, None).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        + pem(signer.certificate).encode(),
    }
    stolen = KeyFolder(keys, secrets.token_bytes(32))
    for _round in ("as it is made", "as it is converted"):
        for path in bare:
            content = path.read_bytes()
            for secret in (seal.key.private_bytes_raw(), signer.private):
                assert secret not in content
                assert secret.hex().encode() not in content
            assert b"-----BEGIN PRIVATE KEY-----" not in content
        for thief in (stolen, KeyFolder(keys)):
            with pytest.raises(SealDamaged):
                seal_of(thief, campus)
            with pytest.raises(SealDamaged):
                signing_key_of(thief, campus, holder)
        desk.close()
        for path, content in bare.items():
            path.write_bytes(content)
        desk = open_desk(scene.desk.home)
        place = desk._store.seals
        assert place is not None
        assert seal_of(place, campus).key_id == seal.key_id
        assert signing_key_of(place, campus, holder) == signer
    desk.restore(desk.back_up())
    assert seal_of(place, campus).key_id == seal.key_id
    desk.close()
