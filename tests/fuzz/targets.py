"""What the fuzzer calls: each takes any bytes, and what holds of every text is asserted there.

A `DeskError` is an answer; anything else that is raised is a finding.
"""

import sqlite3
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from mgdesk.errors import DeskError
from mgdesk.exchange import calendar_reading, contact, dates, guard, legacy, whole_names
from mgdesk.exchange.delimited import read_delimited
from mgdesk.exchange.encoding import decoded
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.rules import codes, names, pins, proof, search, serial, sheet_code, sounds
from mgdesk.rules.file_names import MOST_BYTES, safe_file_name
from mgdesk.storage import fulltext
from mgdesk.typesetting import bidi, shaping

TODAY = date(2026, 11, 23)


def text_of(content: bytes) -> str:
    """Any text, lone surrogates included: what a keyboard hook or a wrong argument may bring."""
    return content.decode("utf-8", "surrogateescape")


def encoding(content: bytes) -> None:
    decoded(content).encode("utf-8")


def delimited(content: bytes) -> None:
    for row in read_delimited(content, "list.csv"):
        for cell in row:
            assert isinstance(cell, str)
            assert "\0" not in cell


def pasted(content: bytes) -> None:
    table = read_pasted(content.decode("utf-8", "replace"))
    assert all(len(row) == len(table.headings) for row in table.rows)


def listed(content: bytes) -> None:
    """A whole file, of whatever kind its first bytes say."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm", suffix=".xlsx") as written:
        Path(written.name).write_bytes(content)
        read_table(Path(written.name))


def legacy_book(content: bytes) -> None:
    """The old .xls format, whose measuring is ours."""
    legacy.check(legacy.SIGNATURE + content, "list.xls")


def archive(content: bytes) -> None:
    guard.check_archive(b"PK\x03\x04" + content, "list.xlsx")


def cells(content: bytes) -> None:
    text = names.clean(text_of(content))
    dates.parse_day(text, today=TODAY)
    dates.parse_moment(text, today=TODAY, month_first=True)
    contact.parse_phone(text, "BE")
    contact.parse_email(text)
    first_name, surname = whole_names.part(text)
    assert len(first_name) + len(surname) <= len(text)


def cleaned(content: bytes) -> None:
    text = text_of(content)
    clean = names.clean(text)
    assert names.clean(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not {"Cc", "Cs"} & set(map(unicodedata.category, clean))
    clean.encode("utf-8")
    folded = names.fold(clean)
    assert names.fold(folded) == folded
    names.clean_lines(text).encode("utf-8")


def file_names(content: bytes) -> None:
    name = safe_file_name(text_of(content), ".pdf")
    assert len(name.encode("utf-8")) <= MOST_BYTES
    assert not set(name) & set('<>:"/\\|?*\0')


def directions(content: bytes) -> None:
    text = text_of(content)
    for base in (None, 0, 1):
        resolved = bidi.levels(text, base)
        assert len(resolved) == len(text)
        shown = bidi.visual_order(resolved)
        kept = [place for place, level in enumerate(resolved) if level is not None]
        assert sorted(shown) == kept


def shaped(content: bytes) -> None:
    text = text_of(content)
    clean = shaping.clean(text)
    assert shaping.clean(clean) == clean
    clean.encode("utf-8")
    places = list(shaping.clusters(clean))
    assert "".join(clean[start:end] for start, end in places) == clean


def scanned(content: bytes) -> None:
    text = text_of(content)
    code = codes.parse_code(text)
    if code is not None:
        assert codes.parse_code(codes.shown(code)) == code
    sheet = sheet_code.parse_sheet_code(text)
    if sheet is not None:
        assert sheet_code.parse_sheet_code(str(sheet)) == sheet
    learner = serial.parse_learner_number(text)
    if learner is not None:
        assert serial.parse_learner_number(str(learner)) == learner
    pins.pin_of(text)
    proof.split_typed(text)
    paper = serial.parse_paper_number(text)
    assert serial.parse_paper_number(str(paper)) == paper


def checked(content: bytes) -> None:
    text = text_of(content)
    assert proof.parse_check_code(proof.parse_check_code(text)) == proof.parse_check_code(text)


def proven(content: bytes) -> None:
    assert proof.from_base45(proof.base45(content)) == content
    text = proof.PREFIX + text_of(content) + proof.END
    said = proof.read_token(text)
    assert said.token(said.signature) == text.strip().upper()


def proven_bytes(content: bytes) -> None:
    """The same behind the letters: any bytes as the content of a code."""
    text = proof.PREFIX + proof.base45(content) + proof.END
    said = proof.read_token(text)
    assert said.token(said.signature) == text


def sought(content: bytes) -> None:
    """What is typed never becomes a question of its own: FTS5 takes every one of ours."""
    words = search.typed_words(text_of(content))
    for wanted in (search.as_typed(words), search.as_typed(words, is_whole=True)):
        if words:
            question = fulltext._sought(wanted, ["=person"], fulltext._FTS5)
            _index().execute("SELECT 1 FROM entry WHERE entry MATCH ?", (question,)).fetchall()
    search.as_heard(words)
    search.record_words([text_of(content)], email=text_of(content)[:50], number=text_of(content))
    for word in words:
        sounds.sounds(word)
        search.slips(word[:12])


@cache
def _index() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE VIRTUAL TABLE entry USING fts5(words, tokenize='unicode61')")
    return made


def calendared(content: bytes) -> None:
    """A calendar of anybody's: bounded, and never more than was asked for."""
    first, last = date(2026, 11, 1), date(2027, 2, 1)
    found = calendar_reading.read_content(
        content, "calendar.ics", zone="Europe/Brussels", first=first, last=last
    )
    assert len(found.entries) <= calendar_reading.MOST_ENTRIES
    for entry in found.entries:
        assert entry.starts < entry.ends
        assert entry.starts.date() <= last
        assert entry.ends.date() >= first


def called(target: Callable[[bytes], None], content: bytes) -> str:
    """The target on some bytes; a sentence for people is an answer, and what it says is given."""
    try:
        target(content)
    except DeskError as refusal:
        return str(refusal)
    return ""


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        encoding, delimited, pasted, listed, legacy_book, archive, cells, cleaned, file_names,
        directions, shaped, scanned, checked, proven, proven_bytes, sought,
        calendared,
    )
}  # fmt: skip
