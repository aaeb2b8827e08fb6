"""Applications as a list: a form's answers come in, an export comes back, each once."""

import csv
from contextlib import closing

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.exchange.fields import Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_table
from mgdesk.paths import Home
from mgdesk.queries import applications as queries
from mgdesk.queries import exports
from mgdesk.queries.applications import decisions
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.services import applications
from mgdesk.services.application_lists import GoalUnsaid, import_applications
from tests.cohort_scene import add_campus, add_cohort, everything

WORDS = "أريد أن أتعلم البرمجة.\n我想学编程。\n" + "Parce que j’aime construire. " * 600
HEADINGS = (
    "Horodateur", "Nom et prénom", "Adresse e-mail", "Numéro de téléphone",
    "Pourquoi veux-tu suivre cette formation ?", "Quand es-tu disponible ?",
    "Comment as-tu entendu parler de nous ?", "Quel est ton dernier diplôme obtenu ?",
    "Dans quelle langue veux-tu suivre la formation ?",
)  # fmt: skip
ANSWERS = (
    ("23/11/2025 09:15:30", "Exemple Amina", "amina@example.org", "0470 12 34 56", WORDS,
     "le matin", "une amie", "CESS", "français"),
    ("23/11/2025 10:00:00", "ياسين", "", "", "=1+1", "", "", "une école du soir", "arabe"),
)  # fmt: skip


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "Réponses au formulaire.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, *ANSWERS])
    return path


@pytest.fixture
def mgdesk(home, capsys):
    def run(*words):
        code = main(["--home", str(home.root), "--language", "en", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def told(desk):
    return [
        (row.name, row.motivation, row.availability, row.heard_of, row.language, row.schooling)
        for row in reversed(desk.read(queries.applications))
    ]


def test_a_form_s_answers_come_in_once_whole_and_go_back_as_one(desk, mgdesk, form):
    add_campus(desk)
    add_cohort(desk)
    before = everything(desk)
    code, out = mgdesk("import", "applications", form, "--cohort", "CODING-1", "--dry-run")
    assert (code, "Nothing was written" in out, everything(desk)) == (0, True, before)
    assert mgdesk("import", "applications", form, "--cohort", "CODING-1")[0] == 0
    assert told(desk) == [
        ("Amina Exemple", WORDS.strip(), "le matin", "une amie", "fr", 3),
        ("ياسين", "=1+1", "", "", "ar", None),
    ]
    first = desk.read(queries.applications)[-1]
    assert (first.channel, first.goal, f"{first.received_local:%d %H:%M}") == (
        Channel.FORM, "CODING-1", "23 09:15",
    )  # fmt: skip
    assert "une école du soir" in str(desk.read(exports.people, person_ids=[
        row.person_id for row in desk.read(queries.applications)
    ]))  # fmt: skip
    desk.do(
        applications.set_status, application_id=first.id, status=ApplicationStatus.REFUSED,
        reason="Trop loin", decided_by="Sam",
    )  # fmt: skip
    mgdesk("import", "applications", form, "--cohort", "CODING-1")
    assert len(told(desk)) == 2
    code, out = mgdesk("import", "applications", form)
    assert (code, "Row 2 does not say for which training" in out) == (1, True)


def test_an_export_makes_the_same_applications_in_an_empty_home(desk, mgdesk, form, tmp_path):
    add_campus(desk)
    cohort_id = add_cohort(desk)
    mgdesk("import", "applications", form, "--cohort", "CODING-1")
    row = desk.read(queries.applications)[0]
    desk.do(
        applications.set_status, application_id=row.id, status=ApplicationStatus.RESERVE, reason=""
    )
    for ending in (".xlsx", ".csv"):
        path = tmp_path / f"out{ending}"
        assert mgdesk("export", "applications", path, "--cohort", "CODING-1")[0] == 0
        with closing(open_desk(Home(tmp_path / f"other{ending}"))) as other:
            campus_id = add_campus(other)
            add_cohort(other)
            plan = ImportPlan(read_table(path), [], subject=Subject.APPLICATIONS, country="BE")
            other.do(import_applications, rows=plan.rows, campus_id=campus_id, source=path.name)
            assert other.read(exports.applications) == desk.read(
                exports.applications, cohort_id=cohort_id
            )
            there = other.read(queries.applications)[0]
            assert [one.status for one in other.read(decisions, application_id=there.id)] == [
                ApplicationStatus.RESERVE
            ]
            bare = ImportPlan(read_table(form), [], subject=Subject.APPLICATIONS, country="BE")
            with pytest.raises(GoalUnsaid):
                other.do(import_applications, rows=bare.rows, campus_id=campus_id)
            other.undo()
            assert other.read(exports.applications) == []


def test_a_training_named_by_a_google_form_means_its_only_cohort_to_come(desk, tmp_path):
    campus_id = add_campus(desk)
    cohort_id = add_cohort(desk)
    path = tmp_path / "réponses.csv"
    path.write_text(
        "Horodateur,Nom,À quelle formation souhaites-tu participer ?,Pourquoi viens-tu ?\n"
        "2025/11/20 2:13:45 PM EET,Noor,Coding School,Pour un emploi\n",
        encoding="utf-8",
    )

    def take_in():
        plan = ImportPlan(read_table(path), [], subject=Subject.APPLICATIONS, country="BE")
        assert [row.flags for row in plan.rows] == [{}]
        desk.do(import_applications, rows=plan.rows, campus_id=campus_id, source=path.name)

    take_in()
    (row,) = desk.read(queries.applications)
    assert (row.cohort_id, row.motivation) == (cohort_id, "Pour un emploi")
    assert f"{row.received_local:%d/%m/%Y %H:%M}" == "20/11/2025 14:13"
    add_cohort(desk, code="CODING-2")
    desk.undo()
    desk.undo()
    add_cohort(desk, code="CODING-2")
    take_in()  # two to come: nobody can say which
    assert desk.read(queries.applications)[0].cohort_id is None
