"""A plan judges every row before anything is written, and judges again what a person mends."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mgdesk.errors import Cancelled
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import Choice, Counts, ImportPlan, Match, Verdict
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.refusals import export_refused
from mgdesk.i18n import speaking
from mgdesk.rules.matching import KnownPerson

TODAY = date(2026, 11, 23)
AMINA = KnownPerson(
    uuid4(), "Benali", "Amina", birth_date=date(1998, 4, 12), email="amina@example.org",
    phone="+32470123456", learner_number="MOL-00001", second_name="أمينة بنعلي",
)  # fmt: skip


def plan(text: str, *known: KnownPerson, subject: Subject = Subject.LEARNERS) -> ImportPlan:
    return ImportPlan(
        read_pasted(text.replace("|", "\t")), known, subject=subject, country="BE", today=TODAY
    )


def verdicts(made: ImportPlan) -> list[tuple[Verdict, Choice]]:
    return [(row.verdict, row.choice) for row in made.rows]


NEW, THERE = (Verdict.NEW, Choice.ADD), (Verdict.THERE, Choice.SAME)
POSSIBLE, REFUSED = (Verdict.POSSIBLE, Choice.ADD), (Verdict.REFUSED, Choice.LEAVE_OUT)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Benali|Amina|12/04/1998||", THERE),
        ("BEN ALI|amina|12/04/1998||", THERE),
        ("Amina|Benali||amina@example.org|", THERE),
        ("Benali|Amina|||0470 12 34 56", THERE),
        ("أمينة بنعلي||12/04/1998||", THERE),
        ("Benali|Amina|||", POSSIBLE),
        ("Benalli|Amina|12/04/1998||", POSSIBLE),
        ("Benali|Amina|13/04/1998|amina@example.org|", POSSIBLE),
        ("Haddad|Amina||amina@example.org|", POSSIBLE),
        ("Benali|Amina|12/04/1998|autre@example.org|0471 00 00 01", POSSIBLE),
        ("Benali|Amina|12/04/1987||", NEW),
        ("Benali|Karim||amina@example.org|0470 12 34 56", NEW),
        ("Peeters|Lotte|12/04/1998||", NEW),
        ("||12/04/1998|amina@example.org|", REFUSED),
    ],
)
def test_a_row_is_judged_against_the_people_known(row: str, found: tuple[Verdict, Choice]) -> None:
    made = plan(f"Nom|Prénom|Date de naissance|E-mail|GSM\n{row}\nx|y|||\n", AMINA)
    assert verdicts(made)[0] == found
    assert str(made.rows[0].reason or ".").endswith(".")


def test_a_learner_number_is_the_surest_sign() -> None:
    made = plan(
        "Numéro d’apprenant|Nom|Prénom\nMOL-00001|Benali-Haddad|Amina\nMOL-00001|Peeters|Lotte\n",
        AMINA,
    )
    assert verdicts(made) == [THERE, POSSIBLE]
    assert made.rows[0].match == Match("Amina Benali", date(1998, 4, 12), AMINA.id)


def test_somebody_already_in_the_cohort_needs_no_other_sign() -> None:
    expected = KnownPerson(uuid4(), "Peeters", "Lotte", is_expected=True)
    assert verdicts(plan("Nom|Prénom\nPeeters|Lotte\n", expected)) == [THERE]


def test_what_the_record_says_otherwise_is_said_beside_the_cell() -> None:
    made = plan("Nom|Prénom|Date de naissance|GSM\nBenali|Amina|12/04/1998|0471 00 00 01\n", AMINA)
    assert verdicts(made) == [THERE]
    assert list(made.rows[0].flags) == [Field.PHONE]
    with speaking("en"):
        assert "+32470123456" in str(made.rows[0].flags[Field.PHONE])


def test_the_same_row_twice_is_one_person_and_homonyms_are_advised_but_added() -> None:
    made = plan(
        "Nom|Prénom|Date de naissance|GSM\n"
        "El Amrani|Mohamed|01/02/2000|0470 00 00 01\n"
        "El Amrani|Mohamed|01/02/2000|0470 00 00 01\n"
        "El Amrani|Mohamed|01/02/2000|0471 99 99 99\n"
        "El Amrani|Mohamed||\n"
    )
    assert verdicts(made) == [NEW, THERE, POSSIBLE, POSSIBLE]
    assert made.rows[1].match == Match("Mohamed El Amrani", date(2000, 2, 1), None, 2)


def test_flagged_cells_stay_as_typed_and_the_row_goes_in() -> None:
    made = plan("Nom|Date de naissance|E-mail|GSM|Genre\nBenali|31/02/1999|amina@|12|martien\n")
    row = made.rows[0]
    assert row.verdict == Verdict.NEW
    assert dict(row.values) == {
        Field.SURNAME: "Benali", Field.BIRTH_DATE: "31/02/1999", Field.EMAIL: "amina@",
        Field.PHONE: "12", Field.GENDER: "martien",
    }  # fmt: skip
    assert set(row.flags) == {Field.BIRTH_DATE, Field.EMAIL, Field.PHONE, Field.GENDER}


def test_a_name_too_long_is_refused_until_shortened() -> None:
    made = plan(f"Nom|Prénom\n{'x' * 201}|Amina\n")
    assert verdicts(made) == [REFUSED]
    made.mend(2, Field.SURNAME, "x" * 200)
    assert verdicts(made) == [NEW]


def test_mending_a_cell_judges_the_row_and_its_likes_again() -> None:
    made = plan(
        "Nom|Prénom|E-mail\nBenali|Amina|a@example.org\n|Jan|\nBenali|Amina|a@example.org\n"
    )
    assert verdicts(made) == [NEW, NEW, THERE]
    assert made.mend(2, Field.SURNAME, "Haddad") == {2, 4}
    assert verdicts(made) == [NEW, NEW, POSSIBLE]  # the same first name at the same address
    made.mend(2, Field.EMAIL, "")
    assert verdicts(made) == [NEW, NEW, NEW]
    made.mend(3, Field.FIRST_NAME, "")
    assert verdicts(made)[1] == REFUSED
    made.mend(3, Field.CALL_NAME, "Jeannot")
    made.mend(3, Field.SURNAME, "Janssens")
    assert verdicts(made)[1] == NEW
    assert Field.CALL_NAME in made.fields


def test_a_mended_cell_is_typed_day_first_whatever_the_file_does() -> None:
    made = plan("Nom|Date de naissance\nBenali|04/25/1998\nHaddad|04/12/1998\n")
    assert [row.values[Field.BIRTH_DATE] for row in made.rows] == [
        date(1998, 4, 25),
        date(1998, 4, 12),
    ]
    made.mend(3, Field.BIRTH_DATE, "05/06/1999")
    assert made.row(3).values[Field.BIRTH_DATE] == date(1999, 6, 5)


def test_choices_are_kept_and_a_refused_row_can_only_stay_out() -> None:
    made = plan("Nom|Prénom|Date de naissance\nBenali|Amina|12/04/1998\n||\nx|y|\n", AMINA)
    made.choose(2, Choice.ADD)
    made.choose(4, Choice.SAME)  # the same as nobody: stays as it was
    assert verdicts(made) == [(Verdict.THERE, Choice.ADD), NEW]
    made.choose(4, Choice.LEAVE_OUT)
    assert made.counts() == Counts(
        new=1, there=1, possible=0, refused=0, left_out=1, flagged=0, to_look_at=0
    )
    made.mend(4, Field.SURNAME, "")
    made.mend(4, Field.FIRST_NAME, "")
    made.choose(4, Choice.ADD)
    assert verdicts(made)[1] == REFUSED


def test_another_column_can_be_the_name() -> None:
    made = plan("Sukunimi|Etunimi|Syntymäaika\nVirtanen|Aino|12/04/1998\n")
    assert str(made.problem).endswith(".")
    assert verdicts(made) == [REFUSED]
    made.map_column(0, Field.SURNAME)
    made.map_column(1, Field.SURNAME)
    assert made.columns == (None, Field.SURNAME, None)
    made.map_column(0, Field.FIRST_NAME)
    made.map_column(2, Field.BIRTH_DATE)
    assert (made.problem, verdicts(made)) == (None, [NEW])
    assert made.fields == (Field.SURNAME, Field.FIRST_NAME, Field.BIRTH_DATE)


def test_a_whole_name_is_shown_in_its_parts() -> None:
    made = plan("Nom complet\nDUPONT Marie\nAmina El Idrissi\n")
    assert made.fields == (Field.SURNAME, Field.FIRST_NAME)
    assert [(row.text(Field.SURNAME), row.text(Field.FIRST_NAME)) for row in made.rows] == [
        ("DUPONT", "Marie"), ("Amina El Idrissi", ""),
    ]  # fmt: skip


def test_headings_without_rows_are_a_problem_said() -> None:
    assert str(plan("Nom|Prénom\n").problem).endswith(".")


def test_cells_are_shown_in_the_reader_s_language() -> None:
    made = plan("Nom|Né le|Sexe|Pays\nBenali|12/04/1998|F|Maroc\n")
    row = made.rows[0]
    with speaking("nl", "NL"):
        assert row.text(Field.BIRTH_DATE) == "12-04-1998"
        assert row.text(Field.COUNTRY) == "Marokko"


def test_judging_can_be_stopped_and_tells_how_far_it_is() -> None:
    steps: list[tuple[int, int]] = []
    table = read_pasted("Nom\n" + "".join(f"Benali {n}\n" for n in range(250)))
    ImportPlan(
        table, [], subject=Subject.LEARNERS, country="BE", today=TODAY,
        progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert steps == [(done, 250) for done in range(0, 251, 5)]
    with pytest.raises(Cancelled):
        ImportPlan(table, [], subject=Subject.LEARNERS, country="BE", should_stop=lambda: True)


def test_ten_thousand_namesakes_are_no_trap() -> None:
    known = [KnownPerson(UUID(int=n), "Ali", "Mohamed") for n in range(10_000)]
    made = plan("Nom|Prénom\n" + "Ali|Mohamed\n" * 500, *known)
    assert made.counts().possible == 500


def test_refused_rows_become_a_list_to_mend_and_import_again(tmp_path: Path) -> None:
    made = plan("Nom|Prénom|GSM\n||1\nBenali|Amina|2\n||3\n")
    path = tmp_path / "refus.csv"
    assert export_refused(path, made, language="en") == 2
    again = read_table(path)
    assert again.headings[:3] == ("Nom", "Prénom", "GSM")
    assert [row[2] for row in again.rows] == ["1", "3"]
    assert all(str(row[3]).endswith(".") for row in again.rows)
    assert export_refused(tmp_path / "none.csv", plan("Nom\nBenali\n"), language="en") == 0
    assert not (tmp_path / "none.csv").exists()
