"""From a form's answers to an erasure, at the window: who is chosen, coached, proved, merged, let go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QFileDialog

from mgdesk.queries.applications import applications
from mgdesk.queries.campuses import campuses
from mgdesk.queries.coaching import coaching_sessions, note
from mgdesk.queries.cohorts import roster
from mgdesk.queries.documents import register
from mgdesk.queries.people import learners, person
from mgdesk.queries.privacy import privacy
from mgdesk.queries.selection import ranking, selection_days
from mgdesk.queries.statistics import report
from mgdesk.rules.application import ApplicationStatus
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.figures import DEFINITIONS, Scope, Unit
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.people import Role
from mgdesk.services import intake
from mgdesk.ui.editors.certificates import CertificatesDialog
from mgdesk.ui.editors.enrolment import EnrolSheet
from mgdesk.ui.editors.more_papers import PapersDialog
from mgdesk.ui.editors.person_privacy import EraseCard, PrivacySheet, RestrictionCard
from tests.cohort_scene import MONDAY, add_campus, add_cohort
from tests.plain_figures import Raw
from tests.ui.stage import open_sheets, sheet
from tests.ui.test_moments import button
from tests.ui.wall import Wall

BEFORE = datetime(2026, 10, 26, 8, tzinfo=UTC)  # the Monday before the class
EVENING = datetime(2026, 11, 2, 17, tzinfo=UTC)
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
ANSWERS = (
    "Horodateur,Nom et prénom,Adresse e-mail,À quelle formation souhaites-tu participer ?,"
    "Pourquoi veux-tu venir ?\n"
    "2026/10/20 2:13:45 PM EET,Peeters Zoé,zoe@example.org,Coding School,Un emploi\n"
    "2026/10/21 9:00:00 AM GMT+2,王小明,,Coding School,Apprendre\n"
    "2026/10/22 10:00:00 AM EET,Bram De Wit,bram@example.org,Coding School,\n"
    "2026/10/22 11:00:00 AM EET,Wit Bram,,Coding School,Créer mon entreprise\n"
)


@pytest.fixture
def wall(monkeypatch, desk):
    for page in ("applications", "calendar", "follow_up", "reports"):
        __import__(f"mgdesk.ui.pages.{page}")  # one loaded later would keep this clock for good
    made = Wall(BEFORE)
    made.hang(monkeypatch, desk)
    return made


def test_from_a_form_s_answers_to_an_erasure(sit_down, desk, wall, tmp_path, monkeypatch):
    campus_id = add_campus(desk)
    cohort_id = add_cohort(desk, first_day=MONDAY, last_day=MONDAY)
    hand = sit_down(desk)
    take_answers_in(hand, desk, tmp_path)
    hear_and_choose(hand, desk, campus_id)
    come_to_class(hand, desk, wall, cohort_id)
    be_coached(hand, desk, wall, campus_id)
    print_certificates(hand, desk, tmp_path, monkeypatch)
    merge_two_records(hand, desk)
    restrict_and_erase(hand, desk)
    open_a_second_campus(hand, desk)
    count(desk, wall)


def take_answers_in(hand, desk, folder):
    """A file dropped and one Enter: moments, goals and motivations are understood."""
    path = folder / "réponses.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    hand.window.go("applications")
    hand.settle()
    hand.begin()
    hand.drop(hand.page, path)
    (dialog,) = open_sheets()
    assert (dialog.preview.model.plan.counts().to_look_at, dialog.fault.isVisible()) == (0, False)
    hand.enter()
    hand.spent(1, 1)
    rows = desk.read(applications)
    assert [(row.goal, row.motivation) for row in rows[1:]] == [
        ("CODING-1", ""), ("CODING-1", "Apprendre"), ("CODING-1", "Un emploi"),
    ]  # fmt: skip


def hear_and_choose(hand, desk, campus_id):
    """Criteria, an interview each, a day to come, the answer to all who are chosen at once."""
    hand.press("Ctrl+R")
    hand.click(button(hand.page, "Criteria…"))
    hand.type("Will")
    hand.enter()
    hand.spent(6, 1)
    ranked = hand.page.ranking
    for place, points in enumerate("543"):
        ranked.choose(ranked.rows[place].id)  # by the arrow keys
        hand.press("Ctrl+T")
        if place == 0:  # who hears them is asked once
            hand.type("sam")
            hand.press("Tab")
        hand.type(points)
        hand.enter()
        hand.spent(7 if place == 0 else 3)
    goal = desk.read(applications)[0]
    found = desk.read(ranking, training_id=goal.training_id, campus_id=campus_id)
    assert [row.rank for row in found.rows] == [1, 2, 3, None]
    plan_a_day(hand, desk)
    hand.press("Ctrl+R")
    ranked.view.selectAll()  # Ctrl+A
    hand.press("Ctrl+D")
    hand.type("acc")
    hand.enter()
    hand.press("Ctrl+E")
    hand.spent(7)
    assert {row.status for row in desk.read(applications)} == {ApplicationStatus.ACCEPTED}
    hand.click(button(hand.page, "Letters with the answer…"))
    assert sheet(PapersDialog).isVisible()
    hand.press("Esc")
    hand.spent(1, 1)


def plan_a_day(hand, desk):
    hand.page.plan_day()
    hand.settle()
    hand.type("28/10/2026")
    hand.enter()
    hand.click(hand.page.days.convoke_button)
    hand.enter()
    hand.spent(12, 1)
    (day,) = desk.read(selection_days)
    assert day.convoked == 4
    hand.page.days.people.step(1)
    hand.press("Ctrl+D")  # on the day itself, whoever is called up is decided on
    hand.type("contact")
    hand.enter()
    hand.spent(9)
    assert {row.status for row in desk.read(applications)} == {
        ApplicationStatus.NEW,
        ApplicationStatus.CONTACTED,
    }


def come_to_class(hand, desk, wall, cohort_id):
    """One more is sent by an employer; everybody is there, by the keys that a click leads to."""
    wall.now = EVENING
    hand.window.navigate("cohort", cohort_id)
    hand.settle()
    hand.begin()
    hand.page.card.enrol()
    hand.settle()
    hand.type("Noor")  # nobody yet: the name of somebody new
    hand.click(button(sheet(EnrolSheet), "Sent by their employer"))
    hand.type("Demo")
    hand.enter()
    hand.spent(9, 1)
    rows = desk.read(roster, cohort_id=cohort_id)
    assert sorted((row.first_name, row.employer) for row in rows if row.employer) == [
        ("Noor", "Demo")
    ]
    bar = hand.page.card.tabs.tabBar()
    hand.click(bar, bar.tabRect(1).center())
    hand.press("Ctrl+Return")  # the rest of the half-day is present
    hand.press("Right")
    hand.press("Ctrl+Return")
    hand.spent(3, 1)
    rows = desk.read(roster, cohort_id=cohort_id)
    assert {row.summary.minutes_attended for row in rows} == {7 * 60}


def be_coached(hand, desk, wall, campus_id):
    """Booked in two keys; what was said is saved without leaving the keys."""
    desk.do(intake.add_person, first_name="Karim", surname="Coach", roles=(Role.COACH,),
            campus_id=campus_id)  # fmt: skip
    zoe = by_name(desk, "Zoé")
    hand.window.navigate("person", zoe)
    hand.settle()
    hand.begin()
    hand.press("Ctrl+B")
    hand.enter()
    hand.spent(2)
    (row,) = desk.read(coaching_sessions, person_id=zoe)
    wall.now = row.starts_at + timedelta(minutes=30)
    hand.press("Ctrl+J")
    hand.type("a job")
    hand.press("Ctrl+Return")
    hand.spent(7)
    (row,) = desk.read(coaching_sessions, person_id=zoe)
    assert (row.status, desk.read(note, coaching_id=row.id).aims) == (CoachingStatus.DONE, "a job")


def print_certificates(hand, desk, folder, monkeypatch):
    """One key shows them; they leave as a file, with their numbers."""
    target = folder / "certificates.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    hand.window.go("cohorts")
    hand.settle()
    hand.begin()
    hand.press("F7")
    dialog = sheet(CertificatesDialog)
    hand.qtbot.waitUntil(dialog.preview.save_button.isEnabled, timeout=20_000)
    hand.click(dialog.preview.save_button)
    hand.qtbot.waitUntil(target.is_file, timeout=20_000)
    hand.settle()
    hand.press("Esc")
    hand.spent(2, 1)
    issued = [one for one in desk.read(register) if one.kind is PaperKind.CERTIFICATE]
    assert len(issued) == 5


def merge_two_records(hand, desk):
    """Whoever wrote twice is found by name, looked at, and one."""
    hand.window.navigate("person", by_name(desk, "Bram"))
    hand.settle()
    hand.begin()
    hand.press("Ctrl+K")
    hand.type("merge")
    hand.enter()
    hand.type("wit")
    hand.enter()
    hand.enter()
    hand.spent(12)
    assert len(desk.read(applications)) == 4
    assert len({row.person_id for row in desk.read(applications)}) == 3


def restrict_and_erase(hand, desk):
    xiaoming = by_name(desk, "王小明")
    hand.window.navigate("person", xiaoming)
    hand.settle()
    hand.begin()
    hand.press("Ctrl+K")
    hand.type("privacy of")
    hand.enter()
    card = part(sheet(PrivacySheet), RestrictionCard)
    hand.click(card.reason)
    hand.type("asked")
    hand.click(button(card, "Restrict"))
    assert desk.read(privacy, person_id=xiaoming).restricted_reason == "asked"
    card = part(sheet(PrivacySheet), EraseCard)
    hand.click(card.typed)
    hand.type(desk.read(person, person_id=xiaoming).learner_number.lower())
    hand.click(card.button)
    hand.spent(26, 4)
    assert "王小明" not in [row.name for row in desk.read(learners)]


def open_a_second_campus(hand, desk):
    hand.window.go("settings")
    hand.settle()
    hand.begin()
    hand.press("Ctrl+N")
    hand.type("Padova")
    hand.press("Tab")
    hand.type("PAD")
    hand.enter()
    hand.spent(12)
    assert [one.code for one in desk.read(campuses)] == ["MOL", "PAD"]
    assert hand.window.shell.campuses.isVisible()


def count(desk, wall):
    """After all this the figures are what plain SQL makes of the tables."""
    told = desk.read(report, scope=YEAR).figures
    raw = Raw(desk, YEAR, wall.now.date())
    shares = {name: (one.value, one.whole) for name, one in told.items()
              if DEFINITIONS[name].unit is Unit.SHARE}  # fmt: skip
    plain = {name: one.value for name, one in told.items() if name not in shares}
    assert (shares, plain) == (raw.shares(), raw.figures())
    assert (plain["applicants"], plain["sent_by_employers"], plain["coached_people"]) == (3, 1, 1)


def by_name(desk, first_name):
    return next(row.id for row in desk.read(learners) if first_name in row.name)


def part(holder, kind):
    return next(card for card in holder.findChildren(kind) if card.isVisibleTo(holder))
