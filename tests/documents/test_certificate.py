"""Certificates as people keep them: their name as they write it, true words, whole files."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgdesk.documents.certificate import CertificateRecord, draw_certificates
from mgdesk.documents.paper import NOBODY, CopyMark, Logo
from mgdesk.errors import Cancelled, DiskFull, FileCannotBeWritten
from mgdesk.i18n import LANGUAGES
from mgdesk.typesetting.picture import PictureCannotBeRead
from tests.documents import pdf
from tests.documents.samples import HEAD, PICTURES, certificate
from tests.typesetting.reading_back import (
    HAS_POPPLER,
    NAMES,
    NAMES_OF_POPPLER,
    lines_of_pdfium,
    lines_of_poppler,
    plain,
    words_of_pdfium,
    words_of_poppler,
)

# What a paper of participation must never claim, in the languages of our paper.
CLAIMS = (
    "diplôme", "diplome", "certification", "certifie", "diploma", "gediplomeerd", "certificering",
    "gecertificeerd", "certificazione", "certifica ", "certified", "certifies", "دبلوم", "شهادة مهنية",
)  # fmt: skip


def printed(tmp_path: Path, *records: CertificateRecord) -> Path:
    path = tmp_path / "certificate.pdf"
    draw_certificates(records, PICTURES, path)
    return path


@pytest.mark.parametrize("script", NAMES)
def test_pdfium_reads_the_name_alone_on_its_line(tmp_path: Path, script: str) -> None:
    path = printed(tmp_path, certificate(name=NAMES[script]))
    assert plain(NAMES[script]) in lines_of_pdfium(path)


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
@pytest.mark.parametrize("script", NAMES_OF_POPPLER)
def test_poppler_reads_the_name_alone_on_its_line(tmp_path: Path, script: str) -> None:
    path = printed(tmp_path, certificate(name=NAMES[script]))
    assert plain(NAMES[script]) in lines_of_poppler(path)


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_spellings_of_a_name_are_read_back_in_every_language(
    tmp_path: Path, language: str
) -> None:
    record = certificate(language=language, name="Amina Benali", second_name="أمينة بنعلي")
    read = lines_of_poppler(printed(tmp_path, record))
    assert "Amina Benali" in read
    assert "أمينة بنعلي" in read


def test_it_says_what_was_attended_when_where_and_who_signs(tmp_path: Path) -> None:
    record = certificate(birth_date=date(1998, 4, 3), birth_place="Ghent")
    words = words_of_pdfium(printed(tmp_path, record)).replace("\n", " ")
    for said in (
        "Certificate of participation", "MolenGeek states that", "Amina El Idrissi",
        "born on 3 April 1998 in Ghent", "took part in the training", "Web development",
        "7 September 2026 to 18 December 2026", "398 h 30", "420 h", "Build an accessible page",
        "Done at Molenbeek, 18 December 2026", "No. MOL-2026-00042", "Nadia Example",
        "Head of training", "Stamp", "It attests no examination and no level of skill",
        "Co-funded by the European Union", "Project ESF+ 2026-114", "BE 0123.456.789",
    ):  # fmt: skip
        assert said in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_words_never_claim_a_diploma(tmp_path: Path, language: str) -> None:
    bare = certificate(
        language=language, country=None, backing=NOBODY, objectives=(), is_demo=True,
        birth_date=date(1998, 4, 3), copy=CopyMark.DUPLICATE,
    )  # fmt: skip
    words = words_of_pdfium(printed(tmp_path, bare)).lower()
    assert [claim for claim in CLAIMS if claim in words] == []


def test_marks_of_duplicate_correction_and_demonstration_are_read(tmp_path: Path) -> None:
    duplicate = certificate(copy=CopyMark.DUPLICATE, is_demo=True)
    corrected = certificate(copy=CopyMark.CORRECTED, corrected_on=date(2027, 1, 4))
    path = printed(tmp_path, duplicate, corrected)
    assert "Duplicate" in words_of_pdfium(path, page=1)
    assert "Demonstration" in words_of_pdfium(path, page=1)
    assert "Corrected on 4 January 2027" in words_of_pdfium(path, page=2)
    assert "Duplicate" not in words_of_pdfium(path, page=2)


def test_an_arabic_certificate_starts_at_the_right(tmp_path: Path) -> None:
    path = printed(tmp_path, certificate(language="ar", country="MA"), certificate())
    document = pypdfium2.PdfDocument(path)
    ends = []
    for page in (0, 1):
        text = document[page].get_textpage()
        place = text.search("Amina El Idrissi").get_next()
        assert place is not None
        left = text.get_charbox(place[0])[0]
        right = text.get_charbox(place[0] + place[1] - 1)[2]
        ends.append((left, document[page].get_width() - right))
    assert ends[0][1] == pytest.approx(ends[1][0], abs=4)
    document.close()


def test_a_name_of_200_letters_is_wrapped_and_read_whole(tmp_path: Path) -> None:
    words = words_of_pdfium(printed(tmp_path, certificate(name="X" * 200)))
    assert words.count("X") == 200


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
def test_a_long_name_of_many_words_keeps_all_of_them(tmp_path: Path) -> None:
    name = "Maria Antonietta Josephine Wilhelmina van den Bosch-Verhaegen de la Torre y Fernández"
    words = words_of_poppler(printed(tmp_path, certificate(name=name)))
    assert name in words.replace("\n", " ")


def test_markup_in_a_name_is_only_letters(tmp_path: Path) -> None:
    name = '<b>Léa</b> & <font color="red">(Tj) ET'
    assert name in lines_of_pdfium(printed(tmp_path, certificate(name=name)))


def test_the_shared_part_is_kept_once(tmp_path: Path) -> None:
    one = printed(tmp_path, certificate()).stat().st_size
    many = printed(tmp_path, *(certificate(name=f"Person {n}") for n in range(100)))
    assert (many.stat().st_size - one) / 99 < 2_500
    assert sum("RG 0.35 w" in content for content in pdf.streams(many)) == 1


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    record = certificate(name="أمينة Ñ 王", signature=HEAD.logo, is_demo=True)
    first = printed(tmp_path, record).read_bytes()
    draw_certificates([certificate(name="Another person first 王 Z")], PICTURES, tmp_path / "x.pdf")
    assert printed(tmp_path, record).read_bytes() == first


def test_the_file_names_its_language_title_and_archive_level(tmp_path: Path) -> None:
    body = printed(tmp_path, certificate(language="nl", country="NL")).read_bytes()
    assert b"nl-NL" in body
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in body
    assert b"/GTS_PDFA1" in body
    assert b"Helvetica" not in body
    assert body.count(b"/Type0") == body.count(b"/ToUnicode") > 0


def test_papers_drawn_at_the_same_time_are_as_if_drawn_alone(tmp_path: Path) -> None:
    def bytes_of(number: int) -> bytes:
        path = tmp_path / f"{number}.pdf"
        records = [certificate(name=f"{name} {number % 3}") for name in NAMES.values()]
        draw_certificates(records, PICTURES, path)
        return path.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(bytes_of, range(8)))
    assert drawn == [bytes_of(number) for number in range(8)]


# --- what goes wrong -----------------------------------------------------------------------------


def test_progress_is_told_after_each_and_cancelling_leaves_nothing(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, every: int) -> None:
        told.append((done, every))
        if done == 3:
            raise Cancelled

    path = tmp_path / "certificates.pdf"
    path.write_bytes(b"what was there before")
    with pytest.raises(Cancelled):
        draw_certificates([certificate()] * 10, PICTURES, path, progress=progress)
    assert told == [(1, 10), (2, 10), (3, 10)]
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"what was there before"


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileCannotBeWritten):
        draw_certificates([certificate()], PICTURES, tmp_path / "file" / "certificate.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_gets_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "certificate.pdf.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        draw_certificates([certificate()], PICTURES, tmp_path / "certificate.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_logo_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    broken = certificate(letterhead=replace(HEAD, logo=Logo("Our logo", "0" * 64)))
    with pytest.raises(PictureCannotBeRead) as refusal:
        draw_certificates([broken], {"0" * 64: b"\x89PNG broken"}, tmp_path / "certificate.pdf")
    assert refusal.value.values == {"name": "Our logo"}
    assert list(tmp_path.iterdir()) == []


def test_a_logo_that_is_not_there_does_not_stop_the_certificate(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    draw_certificates([certificate()], {}, path)
    assert "Tall partner" in words_of_pdfium(path)


@settings(max_examples=40)
@given(
    st.text(st.characters(), max_size=200),
    st.text(st.characters(), max_size=80),
    st.lists(st.text(st.characters(), max_size=120), max_size=7),
    st.sampled_from(list(LANGUAGES)),
    st.text(max_size=7),
)
def test_no_text_at_all_stops_the_press(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    other: str,
    aims: list[str],
    language: str,
    accent: str,
) -> None:
    record = certificate(
        name=name, second_name=other, training=other, objectives=tuple(aims), language=language,
        letterhead=replace(HEAD, accent=accent, organisation=other), signatory=name,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "certificate.pdf"
    assert draw_certificates([record], PICTURES, path) == 1
