"""What people paste, and what computers do: every paper answers calmly, whole or not at all."""

import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgdesk.documents import attendee_list_pages, badge_pages, completion_pages, statement_pages
from mgdesk.documents.attendance_sheet import SheetRow, draw_sheets
from mgdesk.documents.attendee_list import AttendeeGroup, AttendeeRow
from mgdesk.documents.badge import BadgeFormat
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.paper import Logo
from mgdesk.errors import DiskFull, FileCannotBeWritten
from mgdesk.i18n import LANGUAGES
from mgdesk.paths import resource
from mgdesk.rules.names import LONGEST, clean
from mgdesk.rules.paper import SheetLayout
from mgdesk.typesetting import fonts
from mgdesk.typesetting.fonts import FontBook, FontCannotBeRead, is_ignorable
from mgdesk.typesetting.picture import PictureCannotBeRead
from mgdesk.typesetting.text import typesetter
from tests.documents.samples import (
    HEAD,
    PICTURES,
    attendee_list,
    badge,
    certificate,
    completion,
    event_certificate,
    sheet,
    statement,
)
from tests.naughty import NAUGHTY
from tests.typesetting.test_picture import claimed_png, jpeg

Draw = Callable[..., int]


def certificates(texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any) -> int:
    make = partial(certificate, letterhead=head)
    records = [make(name=t, second_name=t, training=t, signatory=t, objectives=(t,)) for t in texts]
    return draw_certificates(records, PICTURES, path, **options)


def events(texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any) -> int:
    records = [event_certificate(letterhead=head, name=t, training=t, place=t) for t in texts]
    return draw_certificates(records, PICTURES, path, **options)


def sheets(
    layout: SheetLayout, texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any
) -> int:
    learners = tuple(SheetRow(t[:20], t, t, t) for t in texts)
    make = partial(sheet, layout=layout, letterhead=head, responsible=texts[0], room=texts[-1])
    records = [make(rows=learners)]
    if layout is SheetLayout.INDIVIDUAL:
        records = [make(rows=(row,), training=row.surname) for row in learners]
    return draw_sheets(records, PICTURES, path, **options)


def statements(texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any) -> int:
    records = [
        statement(letterhead=head, name=t, second_name=t, cohort=t, learner_number=t[:40])
        for t in texts
    ]
    return statement_pages.draw(records, PICTURES, path, **options)


def completions(texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any) -> int:
    records = [completion(letterhead=head, name=t, employer=t, signatory=t) for t in texts]
    return completion_pages.draw(records, PICTURES, path, **options)


def badges(
    form: BadgeFormat, texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any
) -> int:
    records = [
        badge(form=form, letterhead=head, first_name=t, surname=t, second_name=t, about=t, detail=t)
        for t in texts
    ]
    return badge_pages.draw(records, PICTURES, path, **options)


def lists(texts: Sequence[str], path: Path, head: Any = HEAD, **options: Any) -> int:
    people = tuple(AttendeeRow(t, t, t) for t in texts)
    groups = (AttendeeGroup(texts[0], people),)
    record = attendee_list(letterhead=head, heading=texts[0], about=texts[-1], groups=groups)
    return attendee_list_pages.draw([record], PICTURES, path, **options)


PAPERS: dict[str, Draw] = {
    "certificate": certificates,
    "event": events,
    **{f"sheet-{layout}": partial(sheets, layout) for layout in SheetLayout},
    "statement": statements,
    "completion": completions,
    **{f"badge-{form}": partial(badges, form) for form in BadgeFormat},
    "list": lists,
}
every_paper = pytest.mark.parametrize("draw", PAPERS.values(), ids=PAPERS)


def letters(path: Path) -> Counter[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return _letters("".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def _letters(text: str) -> Counter[str]:
    return Counter(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if unicodedata.category(letter)[0] in {"L", "N"}
    )


# --- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(len(PAPERS)), ids=PAPERS)
def test_naughty_strings_are_only_letters(place: int, tmp_path: Path) -> None:
    """As they would be kept: cleaned as names are. Each paper takes its share of them."""
    texts = [text for text in (clean(text)[:200] for text in NAUGHTY[place :: len(PAPERS)]) if text]
    path = tmp_path / "paper.pdf"
    pages = list(PAPERS.values())[place](texts, path)
    document = pypdfium2.PdfDocument(path)
    assert len(document) == pages
    document.close()


def test_naughty_names_lose_no_letter_on_their_certificates(tmp_path: Path) -> None:
    drawable = [
        text
        for text in (clean(text)[:200] for text in NAUGHTY)
        if text and not typesetter().missing_characters(text)
    ]
    assert len(drawable) > 400
    path = tmp_path / "names.pdf"
    draw_certificates([certificate(name=text) for text in drawable], PICTURES, path)
    document = pypdfium2.PdfDocument(path)
    try:
        read = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    for text, page in zip(drawable, read, strict=True):
        assert _letters(text) <= _letters(page), ascii(text)


@every_paper
def test_raw_controls_surrogates_and_markup_are_only_text(draw: Draw, tmp_path: Path) -> None:
    texts = [
        "<b>Léa</b> & <script>alert(1)</script>", "\ud800\udfff lone", "(Tj) ET \\ Q BT",
        "\x00\x07\x1b[31m", "a\nb\r\nc\td\u2028e", "\u202e\u2066\u200f", "%PDF-1.7 endstream endobj",
        "".join(map(chr, range(32))), "\ufffe\uffff\U0010ffff", "", " ", "̈" * 300,
    ]  # fmt: skip
    path = tmp_path / "paper.pdf"
    assert draw(texts, path) >= 1
    document = pypdfium2.PdfDocument(path)
    document.close()


@every_paper
@pytest.mark.parametrize("letter", ["X", "ب", "王"])
def test_the_longest_texts_that_are_kept_are_printed_whole(
    draw: Draw, letter: str, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    assert draw([letter * LONGEST], path) >= 1
    assert letters(path)[letter] >= LONGEST


def test_ten_thousand_letters_do_not_stop_the_press(tmp_path: Path) -> None:
    """Nobody can keep such a name (`services.intake` refuses it); a record of another hand may."""
    path = tmp_path / "certificate.pdf"
    assert draw_certificates([certificate(name="X" * 10_000)], PICTURES, path) == 1


@every_paper
@settings(max_examples=6)
@given(st.lists(st.text(st.characters(), max_size=120), min_size=1, max_size=4))
def test_no_text_at_all_stops_any_paper(
    draw: Draw, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    assert draw(texts, path) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letterhead_full_of_nonsense_still_prints(language: str, tmp_path: Path) -> None:
    nonsense = "x" * 200
    head = replace(
        HEAD, organisation=nonsense, campus=nonsense, address=(nonsense,) * 4, contact=nonsense,
        registration=nonsense, bank=nonsense, footer=nonsense, accent=nonsense,
    )  # fmt: skip
    record = certificate(language=language, letterhead=head)
    assert draw_certificates([record], PICTURES, tmp_path / "certificate.pdf") == 1


# --- pictures ------------------------------------------------------------------------------------


@every_paper
@pytest.mark.parametrize(
    "content",
    [
        claimed_png(20_000, 20_000),
        jpeg()[:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    ],
    ids=["20,000 pixels", "broken JPEG", "SVG with a script"],
)
def test_a_logo_that_cannot_be_printed_is_named_and_nothing_is_written(
    draw: Draw, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PICTURES, "0" * 64, content)
    head = replace(HEAD, logo=Logo("Our logo", "0" * 64))
    with pytest.raises(PictureCannotBeRead) as refusal:
        draw(["Léa"], tmp_path / "paper.pdf", head)
    assert "Our logo" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


# --- the disk ------------------------------------------------------------------------------------


@every_paper
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_in_the_middle_leaves_what_was_there(draw: Draw, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"what was there before")
    (tmp_path / "paper.pdf.part").symlink_to("/dev/full")
    told: list[int] = []
    with pytest.raises(DiskFull):
        draw([f"Léa {n}" for n in range(60)], path, progress=lambda done, _all: told.append(done))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"what was there before"


@every_paper
def test_a_place_that_is_taken_gets_a_sentence_and_no_half_file_stays(
    draw: Draw, tmp_path: Path
) -> None:
    """A folder of that name fails as a locked file does on Windows: at the very last step."""
    path = tmp_path / "paper.pdf"
    path.mkdir()
    with pytest.raises(FileCannotBeWritten) as refusal:
        draw(["Léa"], path)
    assert str(path) in str(refusal.value)
    assert list(tmp_path.iterdir()) == [path]


# --- fonts ---------------------------------------------------------------------------------------


def shipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own fonts in a place where they can be harmed."""
    place = folder / "fonts"
    place.mkdir()
    for path in resource("fonts").iterdir():
        if path.name.startswith(("NotoSans-", "NotoSerifDisplay", "NotoSansHebrew", "NotoEmoji")):
            shutil.copy(path, place)
    monkeypatch.setattr(fonts, "resource", folder.joinpath)
    return place


@pytest.mark.parametrize("harm", ["missing", "empty", "half"])
def test_without_our_first_font_one_sentence_names_it(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shipped(tmp_path, monkeypatch) / "NotoSans-Bold.ttf"
    whole = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes(b"" if harm == "empty" else whole[:2_000])
    with pytest.raises(FontCannotBeRead) as refusal:
        FontBook()
    assert "NotoSans-Bold.ttf" in str(refusal.value)


def test_without_the_font_of_a_script_its_letters_are_named_before_printing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shipped(tmp_path, monkeypatch)
    for path in place.glob("NotoSansHebrew-*"):
        path.write_bytes(b"damaged")
    assert typesetter.__wrapped__(None).missing_characters("Léa כהן") == "כהן"


def test_marks_of_direction_ask_for_no_font() -> None:
    assert all(map(is_ignorable, "\u200e\u200f\u2066\u2069\u202e\ufe0f"))
