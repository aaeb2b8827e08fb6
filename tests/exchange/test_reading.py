"""Lists as people have them: any kind of file, any encoding, titles above the headings, pasted rows."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from mgdesk.exchange import guard, reading
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.spreadsheet import SheetNotFound
from tests.exchange.files import ods, ods_cell, written

DATA = Path(__file__).parents[1] / "data/exchange"
PEOPLE = (
    ("Benali", "Amina", date(1998, 4, 12), "0470 12 34 56", "amina@example.org"),
    ("De Smet", "Jan", date(2001, 11, 3), "0471 00 00 01", "jan@example.org"),
    ("العلمي", "سارة", date(1999, 1, 31), "+212 612-345678", "sara@example.org"),
)
HEADINGS = ("Nom", "Prénom", "Date de naissance", "Téléphone", "E-mail")


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> Path:
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            if title == hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    style = (
                        moment
                        if isinstance(value, datetime)
                        else day
                        if isinstance(value, date)
                        else None
                    )
                    sheet.write(place, column, value, style)
    return path


@pytest.mark.parametrize("name", ["people.xls", "people.ods"])
def test_files_of_other_programs_are_read(name: str) -> None:
    table = read_table(DATA / name)
    assert (table.headings, table.rows, table.source) == (HEADINGS, PEOPLE, name)


def test_an_xlsx_keeps_its_days_moments_and_numbers(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Né le", "Inscrit le", "GSM", "Places", "Oui"],
        ["Benali", date(1998, 4, 12), datetime(2026, 9, 7, 18, 30), 470123456, 2.5, True],
    ]
    table = read_table(workbook(tmp_path / "liste.xlsx", {"A": rows}))
    assert table.rows == (
        ("Benali", date(1998, 4, 12), datetime(2026, 9, 7, 18, 30), "470123456", "2.5", "1"),
    )


def test_the_ending_is_not_trusted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "liste.xlsx", {"A": [["Nom"], ["Benali"]]})
    renamed = path.rename(tmp_path / "liste.csv")
    assert read_table(renamed).rows == (("Benali",),)
    assert read_table(written(tmp_path, "liste.xls", "Nom;Prénom\nBenali;Amina")).rows == (
        ("Benali", "Amina"),
    )


def test_the_fullest_visible_sheet_is_taken_and_another_can_be_asked_for(tmp_path: Path) -> None:
    people = [["Nom", "Prénom"], ["Benali", "Amina"], ["De Smet", "Jan"]]
    path = workbook(
        tmp_path / "liste.xlsx",
        {"Notes": [["Bonjour"]], "Classe": people, "Vieux": people * 9, "Autre": [["Nom"], ["X"]]},
        hidden="Vieux",
    )
    table = read_table(path)
    assert (table.sheet, table.sheets) == ("Classe", ("Notes", "Classe", "Autre"))
    assert read_table(path, sheet="Autre").rows == (("X",),)
    with pytest.raises(SheetNotFound):
        read_table(path, sheet="Vieux")


def test_title_lines_above_the_headings_are_skipped_and_said(tmp_path: Path) -> None:
    rows = [
        ["Promotion Web 12"], [], ["Début", "7 septembre"], ["Nom", "Prénom", "GSM"],
        ["Benali", "Amina", "0470"], [], ["De Smet", "Jan", ""],
    ]  # fmt: skip
    table = read_table(workbook(tmp_path / "liste.xlsx", {"A": rows}))
    assert table.skipped == ("Promotion Web 12", "Début 7 septembre")
    assert table.headings == ("Nom", "Prénom", "GSM")
    assert table.numbers == (5, 7)


def test_a_list_without_headings_keeps_its_first_person() -> None:
    table = read_pasted("Benali\tAmina\t12/04/1998\nDe Smet\tJan\t03/11/2001\n")
    assert table.headings == ("", "", "")
    assert len(table.rows) == 2


def test_headings_in_unknown_words_are_still_headings() -> None:
    table = read_pasted("Sukunimi\tEtunimi\tSyntymäaika\nVirtanen\tAino\t12/04/1998\n")
    assert table.headings == ("Sukunimi", "Etunimi", "Syntymäaika")


def test_pasted_cells_may_hold_line_breaks_and_quotation_marks() -> None:
    table = read_pasted('Nom\tRemarque\nBenali\t"deux\nlignes, ""dites"""\r\nDe Smet\trien\r\n')
    assert table.rows == (("Benali", 'deux\nlignes, "dites"'), ("De Smet", "rien"))


def test_nothing_pasted_gets_a_sentence() -> None:
    with pytest.raises(reading.NothingPasted):
        read_pasted(" \n\t\n")


def test_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "liste.csv", "Nom;Prénom\n")).rows == ()


# --- encodings and delimiters ----------------------------------------------------------------------

FRENCH = "Nom;Prénom;Ville\nBéranger;Éloïse;Liège\nLefèvre;Noël;Hélécine\n"
ARABIC = "الاسم;النسب;الهاتف\nمحمد;العلوي;0612345678\nفاطمة الزهراء;بنعلي;0612345679\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((FRENCH, name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
        *(
            (FRENCH, name)
            for name in ("utf-32", "utf-32-le", "cp1252", "mac_roman", "cp850", "latin-1")
        ),
        *((ARABIC, name) for name in ("utf-8", "utf-16-le", "cp1256", "iso8859_6")),
        ("Cognome;Nome;Città\nD’Amico;Niccolò;Forlì\n", "cp1252"),
        ("Soyad;Ad;Not\nYıldız;Gülşen;a\nÇelik;Oğuz;b\n", "cp1254"),
        ("Nazwisko;Imię;Nota\nWiśniewska;Małgorzata;a\nZieliński;Łukasz;b\n", "cp1250"),
    ],
)
def test_any_encoding_is_found(text: str, encoding: str, tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "liste.csv", text.encode(encoding)))
    lines = [tuple(line.split(";")) for line in text.splitlines()]
    assert [table.headings, *table.rows] == lines


def test_lines_of_two_encodings_are_both_read(tmp_path: Path) -> None:
    content = "Nom;Prénom\nBéranger;Éloïse\n".encode() + "Lefèvre;Noël\n".encode("cp1252")
    table = read_table(written(tmp_path, "liste.csv", content))
    assert table.rows == (("Béranger", "Éloïse"), ("Lefèvre", "Noël"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_found(delimiter: str, end: str, tmp_path: Path) -> None:
    lines = [["Nom", "Prénom", "Note"], ["Benali", "Amina", "a; b, c"], ["De Smet", "Jan", "x | y"]]
    quoted = [[f'"{cell}"' if " " in cell else cell for cell in line] for line in lines]
    text = end.join(delimiter.join(line) for line in quoted) + end
    table = read_table(written(tmp_path, "liste.txt", text))
    assert [list(table.headings), *map(list, table.rows)] == lines


def test_the_delimiter_that_a_spreadsheet_announces_is_believed(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "liste.csv", "sep=^\r\nNom^Prénom\r\nBenali^Amina\r\n"))
    assert table.rows == (("Benali", "Amina"),)


def test_one_column_of_names_with_commas_stays_one_column(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "liste.csv", "Nom\nDUPONT, Marie\nDE SMET, Jan\nLI, Na\n"))
    assert table.rows == (("DUPONT, Marie",), ("DE SMET, Jan",), ("LI, Na",))


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    text = 'Nom;Prénom\nBenali;"Amina\nDe Smet;Jan\nJanssens;Piet\n'
    table = read_table(written(tmp_path, "liste.csv", text))
    assert table.rows == (("Benali", '"Amina'), ("De Smet", "Jan"), ("Janssens", "Piet"))


def test_rows_of_uneven_width_are_filled_up(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "liste.csv", "Nom;Prénom\nBenali\nDe Smet;Jan;trop\n"))
    assert table.rows == (("Benali", "", ""), ("De Smet", "Jan", "trop"))


def test_too_many_lines_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(guard.TooManyRows):
        read_table(written(tmp_path, "liste.csv", "Nom;Prénom\n" + "a;b\n" * (guard.MOST_ROWS + 1)))


def test_an_apostrophe_before_a_formula_is_ours_and_goes(tmp_path: Path) -> None:
    text = "Nom;Téléphone;Note\n't Hooft;'+32470123456;'=1+1\n"
    table = read_table(written(tmp_path, "liste.csv", text))
    assert table.rows == (("'t Hooft", "+32470123456", "=1+1"),)


# --- the cases that every reader of .csv should know -------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('nom,adresse\nBenali,"Rue Haute, 12"\n', [("Benali", "Rue Haute, 12")]),
        ('nom,note,ville\nBenali,"",""\nDe Smet,x,y\n', [("Benali", "", ""), ("De Smet", "x", "y")]),
        ('nom,note\nBenali,"dit ""oui"" tout bas"\n', [("Benali", 'dit "oui" tout bas')]),
        ('nom,note\nBenali,"{""type"": ""Point"", ""xy"": [1, 2]}"\n',
         [("Benali", '{"type": "Point", "xy": [1, 2]}')]),
        ('nom,note,ville\nBenali,"haut\nbas",Liège\n', [("Benali", "haut\nbas", "Liège")]),
        ('nom,note\r\nBenali,"haut\r\nbas"\r\n', [("Benali", "haut\nbas")]),
        ('nom,note\nBenali,"dit\n""oui"""\n', [("Benali", 'dit\n"oui"')]),
        ("nom,note\nBenali,ʤ 😀\n", [("Benali", "ʤ 😀")]),
        ("nom,note\nBenali,sans fin de ligne", [("Benali", "sans fin de ligne")]),
        ("nom,note\n\n\nBenali,x\n\n", [("Benali", "x")]),
    ],
)  # fmt: skip
def test_the_known_traps_of_csv(text: str, rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert list(read_table(written(tmp_path, "liste.csv", text)).rows) == rows


def test_an_ods_made_by_hand_is_read(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{ods_cell(last)}{ods_cell(first)}</table:table-row>"
        for last, first in (("Nom", "Prénom"), ("Benali", "Amina"))
    )
    table = read_table(written(tmp_path, "liste.ods", ods(rows)))
    assert (table.headings, table.rows) == (("Nom", "Prénom"), (("Benali", "Amina"),))


def test_a_file_name_that_is_no_text_is_cleaned(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/li\xffste.csv"))
    path.write_text("Nom\nBenali\n")
    assert read_table(path).source == "liste.csv"
