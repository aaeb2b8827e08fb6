"""Files made to hurt get a sentence, in little time and memory, and nothing of them is computed."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from mgdesk.errors import DeskError, FileNotThere
from mgdesk.exchange import guard, reading
from mgdesk.exchange.delimited import CellTooLong
from mgdesk.exchange.reading import read_table
from tests.exchange.files import archive, cell, ods, ods_cell, written, xlsx

HEADED = f'<sheetData><row r="1">{cell("A1", "Nom")}</row>'
EMPTY_ROW = '<table:table-row table:number-rows-repeated="{n}">{cells}</table:table-row>'


def zip_bomb() -> bytes:
    return xlsx(HEADED + "</sheetData>" + " " * 150_000_000)


def lying_sizes() -> bytes:
    """A part whose directory says 1,000 bytes and that unfolds into thirty million."""
    content = bytearray(xlsx(HEADED + "</sheetData>" + " " * 30_000_000))
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        if struct.unpack_from("<I", content, place + 24)[0] > 1_000_000:
            struct.pack_into("<I", content, place + 24, 1_000)
        place += 4
    return bytes(content)


def far_cell() -> bytes:
    return xlsx(
        f'{HEADED}<row r="199999"><c r="XFD199999"><v>1</v></c></row></sheetData>',
    )


def million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 300_000))
    return xlsx(f"{HEADED}{rows}</sheetData>")


def unnumbered_cells() -> bytes:
    return xlsx(f"{HEADED}<row>{'<c><v>1</v></c>' * 400_000}</row></sheetData>")


def claimed_strings() -> bytes:
    return xlsx(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
        strings='count="4000000000" uniqueCount="4000000000"><si><t>Nom</t></si>',
    )


def multiplied_string() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3_000))
    return xlsx(f"<sheetData>{rows}</sheetData>", strings=f"><si><t>{'a' * 1_000_000}</t></si>")


def billion_laughs() -> bytes:
    prolog = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return xlsx(f'<sheetData><row r="1">{cell("A1", "&b;")}</row></sheetData>', prolog=prolog)


def external_entity() -> bytes:
    prolog = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return xlsx(f'<sheetData><row r="1">{cell("A1", "&x;")}</row></sheetData>', prolog=prolog)


def hidden_entity() -> bytes:
    sheet = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY a "ha">]><worksheet/>'
    return xlsx("", extra={"xl/worksheets/sheet2.xml": sheet.encode("utf-16")})


def entity_in_ods() -> bytes:
    prolog = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return ods(f"<table:table-row>{ods_cell('&x;')}</table:table-row>", prolog)


def repeated_rows() -> bytes:
    return ods(EMPTY_ROW.format(n=900_000_000, cells=ods_cell("Nom")))


def repeated_columns() -> bytes:
    far = ods_cell("a", 'table:number-columns-repeated="16000"')
    return ods(EMPTY_ROW.format(n=1_000, cells=far))


def row_behind_a_gap() -> bytes:
    gap = EMPTY_ROW.format(n=1_000_000, cells="<table:table-cell/>")
    return ods(
        f"<table:table-row>{ods_cell('Nom')}</table:table-row>{gap}"
        f"<table:table-row>{ods_cell('x')}</table:table-row>"
    )


HOSTILE = {
    "zip bomb": (zip_bomb, guard.TooLarge),
    "lying sizes": (lying_sizes, (guard.UnsafeFile, guard.DamagedFile)),
    "cell far away": (far_cell, guard.TooLarge),
    "too many rows": (million_rows, guard.TooManyRows),
    "cells without place": (unnumbered_cells, guard.TooLarge),
    "claimed strings": (claimed_strings, guard.UnsafeFile),
    "one string many times": (multiplied_string, guard.TooLarge),
    "billion laughs": (billion_laughs, guard.UnsafeFile),
    "external entity": (external_entity, guard.UnsafeFile),
    "entity in UTF-16": (hidden_entity, guard.UnsafeFile),
    "entity in .ods": (entity_in_ods, guard.UnsafeFile),
    "repeated rows": (repeated_rows, guard.TooManyRows),
    "repeated columns": (repeated_columns, guard.TooLarge),
    "row behind a gap": (row_behind_a_gap, guard.TooManyRows),
    "cut archive": (lambda: xlsx(HEADED)[:400], guard.DamagedFile),
    "noise in an archive": (lambda: b"PK\x03\x04" + os.urandom(5_000), guard.DamagedFile),
    "noise in an old file": (
        lambda: bytes.fromhex("D0CF11E0A1B11AE1") + os.urandom(5_000),
        guard.DamagedFile,
    ),
    "a Word document": (lambda: archive({"word/document.xml": "<w/>"}), guard.DamagedFile),
    "a PDF renamed": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + os.urandom(2_000), guard.NotAList),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(2_000), guard.NotAList),
    "a web page": (lambda: b"<html><table><tr><td>Nom</td></tr></table></html>", guard.NotAList),
    "noise": (lambda: os.urandom(5_000), guard.NotAList),
    "a field of 50 MB": (lambda: b'Nom;Note\nBenali;"' + b"x" * 50_000_000 + b'"\n', CellTooLong),
    "an empty file": (lambda: b"", reading.EmptyList),
    "blanks only": (lambda: b"\n\n ; ;\n", reading.EmptyList),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(name: str, tmp_path: Path) -> None:
    make, error = HOSTILE[name]
    for ending in (".xlsx", ".csv"):
        path = written(tmp_path, f"liste{ending}", make())
        with pytest.raises(error) as caught:
            read_table(path)
        assert str(caught.value).endswith(".")


@pytest.mark.thorough
def test_hostile_files_cost_little_memory(tmp_path: Path) -> None:
    """All of them in one process that may have one gigabyte of addresses."""
    paths = [written(tmp_path, f"{n}.xlsx", make()) for n, (make, _) in enumerate(HOSTILE.values())]
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))\n"
        "from mgdesk.errors import DeskError\n"
        "from mgdesk.exchange.reading import read_table\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n"
        "        read_table(Path(path))\n"
        "    except DeskError:\n"
        "        print('refused')\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    *refusals, most = done.stdout.splitlines()[: len(paths) + 1] or [""]
    assert refusals == ["refused"] * len(paths), done.stderr[-2_000:]
    assert int(most.split()[1]) < 500_000  # kilobytes


def test_formulas_give_their_saved_value_and_are_never_computed(tmp_path: Path) -> None:
    sheet = (
        f'<sheetData><row r="1">{cell("A1", "Nom")}{cell("B1", "Prénom")}</row><row r="2">'
        '<c r="A2" t="str"><f>HYPERLINK("http://x","Benali")</f><v>Benali</v></c>'
        '<c r="B2" t="str"><f>WEBSERVICE("http://x")</f><v></v></c></row></sheetData>'
    )
    table = read_table(written(tmp_path, "formules.xlsx", xlsx(sheet)))
    assert table.rows == (("Benali", ""),)


def test_macros_are_ignored(tmp_path: Path) -> None:
    sheet = f'{HEADED}<row r="2">{cell("A2", "Benali")}</row></sheetData>'
    content = xlsx(sheet, extra={"xl/vbaProject.bin": b"Sub AutoOpen()" * 50})
    assert read_table(written(tmp_path, "liste.xlsm", content)).rows == (("Benali",),)


def test_a_dimension_that_claims_a_million_rows_is_not_believed(tmp_path: Path) -> None:
    sheet = (
        f'<dimension ref="A1:XFD1048576"/>{HEADED}<row r="2">{cell("A2", "Benali")}</row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    assert read_table(written(tmp_path, "liste.xlsx", xlsx(sheet))).rows == (("Benali",),)


def test_an_ods_whose_last_row_is_repeated_to_the_end_is_read(tmp_path: Path) -> None:
    rows = f"<table:table-row>{ods_cell('Nom')}</table:table-row>" * 2 + EMPTY_ROW.format(
        n=1_048_574, cells='<table:table-cell table:number-columns-repeated="16384"/>'
    )
    assert read_table(written(tmp_path, "liste.ods", ods(rows))).rows == (("Nom",),)


def test_a_locked_archive_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    content = bytearray(xlsx(HEADED + "</sheetData>"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + place] |= 1
            start += 4
    with pytest.raises(guard.LockedFile):
        read_table(written(tmp_path, "liste.xlsx", bytes(content)))


def test_a_locked_office_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    with pytest.raises(guard.LockedFile):
        read_table(written(tmp_path, "liste.xlsx", compound("EncryptedPackage", b"\0" * 5_000)))


def test_an_old_file_with_a_password_asks_for_a_copy_without(tmp_path: Path) -> None:
    book = struct.pack("<HHHH", 0x809, 4, 0x600, 5) + struct.pack("<HHI", 0x2F, 4, 1)
    with pytest.raises(guard.LockedFile):
        read_table(written(tmp_path, "liste.xls", compound("Workbook", book.ljust(5_000, b"\0"))))


def test_an_old_file_whose_cells_reach_too_far_is_refused(tmp_path: Path) -> None:
    book = b"".join(
        struct.pack("<HHHHHd", 0x203, 14, row, column, 0, 1.0)
        for row, column in ((0, 0), (65_535, 255))
    )
    with pytest.raises(guard.TooLarge):
        read_table(written(tmp_path, "liste.xls", compound("Workbook", book.ljust(5_000, b"\0"))))


def test_zero_bytes_are_thrown_out(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "liste.csv", b"Nom;Pr\0enom\nBen\0ali;Ami\0na\n"))
    assert table.rows == (("Benali", "Amina"),)


def test_a_folder_and_a_missing_file_get_their_sentences(tmp_path: Path) -> None:
    with pytest.raises(reading.IsAFolder):
        read_table(tmp_path)
    with pytest.raises(FileNotThere):
        read_table(tmp_path / "liste.csv")


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    with path.open("wb") as stream:
        stream.truncate(guard.LARGEST_FILE + 1)
    with pytest.raises(guard.TooLarge):
        read_table(path)


@pytest.mark.parametrize("cut", range(0, 6_000, 371))
def test_a_cut_or_bent_old_file_never_breaks_the_program(cut: int, tmp_path: Path) -> None:
    content = bytearray((Path(__file__).parents[1] / "data/exchange/people.xls").read_bytes())
    content[cut : cut + 40] = os.urandom(40)
    for piece in (bytes(content), bytes(content[: cut + 1])):
        try:
            read_table(written(tmp_path, "liste.xls", piece))
        except DeskError:
            continue  # a sentence is what it should get


def compound(name: str, stream: bytes) -> bytes:
    """An old compound file with one stream, laid out as [MS-CFB] says, by hand."""
    sectors = -(-len(stream) // 512)
    header = bytearray(512)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    entries = b""
    for title, kind, start, size in (("Root Entry", 5, 0xFFFFFFFE, 0), (name, 2, 2, len(stream))):
        raw = title.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        entries += b"\xff" * 12 + b"\0" * 36 + struct.pack("<IQ", start, size)
    return bytes(header) + table + entries.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def test_the_hand_made_compound_file_is_one(tmp_path: Path) -> None:
    with pytest.raises(guard.NotAList):
        read_table(written(tmp_path, "liste.xls", compound("WordDocument", b"\0" * 5_000)))
