"""From a wish in somebody's own words to an answer that a person gave, and a place."""

import json
from datetime import date, time

import pypdfium2
import pytest
from icalendar import Calendar

from mgdesk.__main__ import main
from mgdesk.errors import StaleRecord
from mgdesk.i18n import LANGUAGES
from mgdesk.queries import applications as queries
from mgdesk.queries import selection as choice
from mgdesk.queries.cohorts import roster
from mgdesk.queries.timeline import timeline
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.selection import CriterionKind
from mgdesk.services import application_papers, applications, selection
from mgdesk.services import selection_changes as changes
from mgdesk.services.campuses import add_room
from mgdesk.services.documents import write_pdf
from tests.cohort_scene import add_campus, add_cohort, add_people, everything

WORDS = "أريد أن أتعلم البرمجة.\nJ’ai envie d’apprendre."
PEOPLE = (("Léa", "Martin"), ("", "ياسين"), ("Amina", ""), ("Bram", "De Wit"))
ACCEPTED, RESERVE = ApplicationStatus.ACCEPTED, ApplicationStatus.RESERVE


@pytest.fixture
def scene(desk):
    campus_id = add_campus(desk)
    cohort_id = add_cohort(desk, capacity=1)
    add_cohort(
        desk, code="WEB-1", training="Web", first_day=date(2027, 3, 1), last_day=date(2027, 3, 5)
    )
    people = add_people(desk, *PEOPLE)
    for person_id in people:
        desk.do(applications.apply, person_id=person_id, cohort_id=cohort_id, motivation=WORDS)
    return desk, campus_id, cohort_id, people


def rows_of(desk, cohort_id):
    return {row.person_id: row for row in desk.read(queries.applications, cohort_id=cohort_id)}


def ranking_of(desk, campus_id, cohort_id):
    training_id = next(iter(rows_of(desk, cohort_id).values())).training_id
    return desk.read(
        choice.ranking, training_id=training_id, campus_id=campus_id, cohort_id=cohort_id
    )


def test_a_name_and_a_wish_are_enough_and_a_second_one_for_the_same_is_told(scene):
    desk, campus_id, cohort_id, people = scene
    row = rows_of(desk, cohort_id)[people[1]]
    assert (row.name, row.motivation, row.status) == ("ياسين", WORDS, ApplicationStatus.NEW)
    assert (row.channel, row.schooling, row.campus_id) == (Channel.WALK_IN, None, campus_id)
    with pytest.raises(applications.AlreadyApplied):
        desk.do(applications.apply, person_id=people[1], cohort_id=cohort_id)
    with pytest.raises(applications.SchoolingUnknown):
        desk.do(
            applications.change_application, application_id=row.id, version=row.version, schooling=9
        )
    desk.do(
        applications.change_application, application_id=row.id, version=row.version, schooling=1
    )
    assert rows_of(desk, cohort_id)[people[1]].schooling == 1


def test_a_decision_says_who_and_why_enrols_in_one_step_and_is_undone(scene):
    desk, _campus, cohort_id, people = scene
    row = rows_of(desk, cohort_id)[people[0]]
    before = everything(desk)
    with pytest.raises(applications.NotAccepted):
        desk.do(applications.enrol_accepted, application_id=row.id)
    desk.do(
        applications.set_status, application_id=row.id, status=ACCEPTED, reason="sait pourquoi",
        decided_by="Sam",
    )  # fmt: skip
    decided = desk.read(queries.decisions, application_id=row.id)[0]
    assert (decided.status, decided.reason, decided.decided_by) == (
        ACCEPTED,
        "sait pourquoi",
        "Sam",
    )
    enrolment_id = desk.do(applications.enrol_accepted, application_id=row.id)
    assert [one.enrolment_id for one in desk.read(roster, cohort_id=cohort_id)] == [enrolment_id]
    told = [one.text for one in desk.read(timeline, person_id=people[0])]
    assert "A posé sa candidature pour CODING-1" in told
    assert "Candidature pour CODING-1\u00a0: acceptée" in told
    desk.undo()
    assert desk.read(roster, cohort_id=cohort_id) == []
    assert rows_of(desk, cohort_id)[people[0]].enrolment_id is None
    desk.undo()
    assert everything(desk) == before


def test_the_ranking_shows_each_part_and_ties_and_offers_a_free_place_without_giving_it(scene):
    desk, campus_id, cohort_id, people = scene
    rows = rows_of(desk, cohort_id)
    training_id = rows[people[0]].training_id
    desk.do(
        selection.set_criteria, training_id=training_id, campus_id=campus_id,
        criteria=[
            selection.CriterionFields("Motivation", 3),
            selection.CriterionFields("Disponible", 1, CriterionKind.YES_NO),
        ],
    )  # fmt: skip
    wants, free = desk.read(choice.criteria, training_id=training_id, campus_id=campus_id)
    for person, given, who in ((0, (5, 1), "Sam"), (1, (4, 0), "Sam"), (2, (4, 0), "Nour")):
        desk.do(
            selection.write_interview, application_id=rows[people[person]].id, interviewer=who,
            points=dict(zip((wants.id, free.id), given, strict=True)), note="ok",
        )  # fmt: skip
    found = ranking_of(desk, campus_id, cohort_id)
    shown = [(r.rank, r.application.name, r.is_tied) for r in found.rows]
    assert shown == [
        (1, "Léa Martin", False), (2, "Amina", True), (2, "ياسين", True), (None, "Bram De Wit", False),
    ]  # fmt: skip
    assert {p.key: p.share for p in found.rows[0].score.parts} == {wants.id: 75, free.id: 25}
    with pytest.raises(selection.PointsImpossible):
        desk.do(
            selection.write_interview,
            application_id=rows[people[0]].id,
            interviewer="Sam",
            points={free.id: 2},
        )
    for person, status in ((0, ACCEPTED), (1, RESERVE), (2, RESERVE)):
        desk.do(applications.set_status, application_id=rows[people[person]].id, status=status)
    full = ranking_of(desk, campus_id, cohort_id)
    assert (full.places, full.free, full.next_up) == (1, 0, ())
    desk.do(
        applications.set_status,
        application_id=rows[people[0]].id,
        status=ApplicationStatus.WITHDRAWN,
    )
    left = ranking_of(desk, campus_id, cohort_id)
    assert [row.application.name for row in left.next_up] == ["Amina", "ياسين"]
    assert rows_of(desk, cohort_id)[people[2]].status is RESERVE


def test_a_selection_day_gives_hours_letters_a_sheet_and_what_a_calendar_wants(scene, tmp_path):
    desk, campus_id, cohort_id, people = scene
    day_id = desk.do(
        selection.add_selection_day, campus_id=campus_id, cohort_id=cohort_id,
        day=date(2026, 12, 1), starts_at=time(9), ends_at=time(10), slot_places=1,
    )  # fmt: skip
    with pytest.raises(selection.DayIsFull):
        desk.do(selection.convoke, selection_day_id=day_id)
    rows = rows_of(desk, cohort_id)
    chosen = [rows[people[0]].id, rows[people[1]].id]
    assert desk.do(selection.convoke, selection_day_id=day_id, application_ids=chosen) == 2
    invited = desk.read(choice.invitations, selection_day_id=day_id)
    assert [(one.attendee, one.starts_at.isoformat()) for one in invited] == [
        ("Léa Martin", "2026-12-01T09:00:00+01:00"), ("ياسين", "2026-12-01T09:30:00+01:00"),
    ]  # fmt: skip
    about = {"selection_day_id": day_id, "day": date(2026, 11, 20)}
    for language in LANGUAGES:
        letters = desk.read(application_papers.convocation_letters, language=language, **about)
        assert write_pdf(letters, tmp_path / "letters.pdf") == 2
    sheet = desk.read(application_papers.selection_sheet, language="fr", **about)
    write_pdf(sheet, tmp_path / "sheet.pdf")
    text = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[0].get_textpage().get_text_range()
    assert "Martin" in text
    assert "09:30" in text


def test_a_changed_day_keeps_its_people_in_turn_and_says_who_must_be_told_what(scene, tmp_path):
    desk, campus_id, cohort_id, _people = scene
    room_id = desk.do(add_room, campus_id=campus_id, name="Lab")
    day_id = desk.do(
        selection.add_selection_day, campus_id=campus_id, cohort_id=cohort_id,
        day=date(2026, 12, 1), starts_at=time(9), ends_at=time(11), slot_places=1,
    )  # fmt: skip
    desk.do(selection.convoke, selection_day_id=day_id)
    planned = everything(desk)
    first = desk.read(choice.day_plan, selection_day_id=day_id)
    assert [row.former for row in first.convocations] == [None] * 4
    given = {
        "selection_day_id": day_id, "version": first.day.version, "day": date(2026, 12, 1),
        "slot_places": 1,
    }  # fmt: skip
    with pytest.raises(selection.DayIsFull):
        desk.do(changes.change_selection_day, starts_at=time(9), ends_at=time(10), **given)
    with pytest.raises(changes.PeopleAreConvoked):
        desk.do(
            changes.change_selection_day, starts_at=time(9), ends_at=time(11),
            training_id=first.day.training_id, **given,
        )  # fmt: skip
    later = {"starts_at": time(9, 30), "ends_at": time(11, 30), **given}
    assert desk.do(changes.change_selection_day, **later) == 1  # whose hour is gone, and no other
    plan = desk.read(choice.day_plan, selection_day_id=day_id)
    names = {row.application.id: row.application.name for row in first.convocations}
    before = {names[row.application.id]: row.starts_at for row in first.convocations}
    after = {names[row.application.id]: row.starts_at for row in plan.convocations}
    (moved,) = plan.to_tell
    assert after == before | {moved.application.name: time(11)}
    assert moved.former == choice.Former(date(2026, 12, 1), time(9), "")
    with pytest.raises(StaleRecord):
        desk.do(changes.change_selection_day, **later)
    elsewhere = later | {
        "version": plan.day.version, "day": date(2026, 12, 3), "room_id": room_id, "slot_places": 2,
    }  # fmt: skip
    assert desk.do(changes.change_selection_day, **elsewhere) == 4
    told = desk.read(choice.day_plan, selection_day_id=day_id).to_tell
    assert {row.former.day for row in told} == {date(2026, 12, 1)}  # what they were told at first
    for language in LANGUAGES:
        letters = desk.read(
            application_papers.convocation_letters, selection_day_id=day_id, day=date(2026, 11, 21),
            language=language, only_changed=True,
        )  # fmt: skip
        assert write_pdf(letters, tmp_path / f"{language}.pdf") == 4
    page = pypdfium2.PdfDocument(tmp_path / "en.pdf")[0].get_textpage().get_text_range()
    said = " ".join(page.split())
    assert "Your interview has changed" in said
    assert "We invited you for Tuesday, 1 December 2026 at 09:30." in said
    assert "Thursday, 3 December 2026" in said
    one = [told[0].id]
    assert desk.do(changes.note_told, selection_day_id=day_id, convocation_ids=one) == 1
    assert desk.do(changes.note_told, selection_day_id=day_id) == 3
    with pytest.raises(application_papers.NobodyToTell):
        desk.read(
            application_papers.convocation_letters, selection_day_id=day_id,
            day=date(2026, 11, 21), only_changed=True,
        )  # fmt: skip
    for _step in range(4):
        desk.undo()
    assert everything(desk) == planned


def test_the_measure_stays_once_somebody_has_points(scene):
    desk, campus_id, cohort_id, people = scene
    row = rows_of(desk, cohort_id)[people[0]]
    place = {"training_id": row.training_id, "campus_id": campus_id}
    fields = selection.CriterionFields
    desk.do(selection.set_criteria, criteria=[fields("Motivation", 3), fields("Calme")], **place)
    wants, calm = desk.read(choice.criteria, **place)
    desk.do(
        selection.write_interview, application_id=row.id, interviewer="Sam", points={wants.id: 5}
    )
    for changed in (
        [fields("Calme", criterion_id=calm.id)],
        [fields("Motivation", 1, criterion_id=wants.id)],
        [fields("Motivation", 3, CriterionKind.YES_NO, criterion_id=wants.id)],
    ):
        with pytest.raises(selection.AlreadyScored):
            desk.do(selection.set_criteria, criteria=changed, **place)
    kept = [fields("Envie", 3, guidance="Pourquoi ?", criterion_id=wants.id), fields("Curieux")]
    desk.do(selection.set_criteria, criteria=kept, **place)
    assert [one.name for one in desk.read(choice.criteria, **place)] == ["Envie", "Curieux"]


def test_an_answer_is_written_in_the_persons_language_and_says_what_else_there_is(scene, tmp_path):
    desk, _campus, cohort_id, people = scene
    rows = rows_of(desk, cohort_id)
    asked = {"application_ids": [rows[p].id for p in people], "day": date(2026, 11, 20)}
    with pytest.raises(application_papers.NobodyDecided):
        desk.read(application_papers.decision_letters, **asked)
    for person, status in ((0, ACCEPTED), (3, ApplicationStatus.REFUSED)):
        desk.do(applications.set_status, application_id=rows[people[person]].id, status=status)
    paper = desk.read(application_papers.decision_letters, language="en", **asked)
    assert write_pdf(paper, tmp_path / "answers.pdf") == 2
    pages = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(tmp_path / "answers.pdf")
    ]
    assert "you have a place" in " ".join(pages[0].split())
    assert "Web, 1 March 2027" in " ".join(pages[1].split())


def test_the_command_line_takes_in_scores_ranks_and_decides(scene, capsys, tmp_path):
    desk, _campus, _cohort, _people = scene
    desk.close()
    home = ["--home", str(desk.home.root), "--language", "en"]
    goal = ["--cohort", "CODING-1"]
    assert (
        main(["application", "score", "Léa Martin", "Motivation=4", "--by", "Sam", *goal, *home])
        == 0
    )
    assert main(["application", "rank", *goal, *home]) == 0
    said = capsys.readouterr().out
    assert "80.0" in said
    assert "1 place, 1 free" in said
    assert main(["application", "status", "Léa Martin", "accepted", "--enrol", *goal, *home]) == 0
    out = tmp_path / "a.pdf"
    assert main(["print", "decisions", *goal, "--output", str(out), *home]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["application", "list", "--status", "accepted", "--json", *home]) == 0
    assert '"name": "Léa Martin"' in capsys.readouterr().out
    day = ["--start", "2026-12-01T09:00", "--end", "2026-12-01T12:00"]
    assert main(["selection-day", "add", *day, "--convoke", *goal, *home]) == 0
    assert "3 people convoked" in capsys.readouterr().out
    assert main(["selection-day", "change", "--start", "2026-12-02T10:00", *goal, *home]) == 0
    assert "Amina" in capsys.readouterr().out
    moved = ["--changed", "--output", str(tmp_path / "moved.pdf")]
    assert main(["print", "convocations", *goal, *moved, *home]) == 0
    capsys.readouterr()
    assert main(["selection-day", "to-tell", "--json", *goal, *home]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["was"] for one in told] == [
        "2026-12-01T09:00",
        "2026-12-01T09:00",
        "2026-12-01T09:30",
    ]
    back = ["--start", "2026-12-01T09:00", "--day", "2026-12-02"]
    assert main(["selection-day", "change", *back, *goal, *home]) == 0
    assert main(["selection-day", "to-tell", "--told", *goal, *home]) == 0
    for paper in ("convocations", "selection-sheet"):
        out = tmp_path / f"{paper}.pdf"
        assert main(["print", paper, *goal, "--output", str(out), *home]) == 0
        assert out.read_bytes().startswith(b"%PDF")
    ics = tmp_path / "day.ics"
    assert main(["export", "selection-day", str(ics), *goal, *home]) == 0
    events = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert sorted(str(one["summary"]) for one in events) == [
        "Amina · Coding School", "Bram De Wit · Coding School", "ياسين · Coding School",
    ]  # fmt: skip
    assert str(events[0]["dtstart"].dt) == "2026-12-01 10:00:00+01:00"
    web = ["Bram De Wit", "--training", "Web", *home]
    assert main(["application", "add", "--motivation", "Ik wil\\nbouwen", *web]) == 0
    assert main(["application", "change", "--schooling", "3", *web]) == 0
    capsys.readouterr()
    assert main(["application", "list", "--training", "Web", "--json", *home]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["motivation"], told["schooling"]) == ("Ik wil\nbouwen", 3)
    assert main(["application", "delete", *web]) == 0
    assert "deleted" in capsys.readouterr().out
