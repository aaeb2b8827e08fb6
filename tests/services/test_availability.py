"""Coaches' hours, free times, series, follow-ups and referrals: the same on both databases."""

from datetime import date, datetime, time, timedelta

import pypdfium2
import pytest

from mgdesk.desk import Desk
from mgdesk.i18n import LANGUAGES
from mgdesk.queries.availability import exceptions, week_of
from mgdesk.queries.coaching import coaching_sessions, note
from mgdesk.queries.following import follow_ups, referrals
from mgdesk.rules.availability import HoursOfDayOverlap, WeekHours, parse_spans
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.rights import Right
from mgdesk.services import availability, coaching, coaching_series, people
from mgdesk.services import referrals as services
from mgdesk.services.coaching import CoachIsTaken
from mgdesk.services.coaching_papers import draft_coaching_note
from mgdesk.services.documents import write_pdf
from mgdesk.services.free_times import free_times
from mgdesk.services.plan_steps import StepFields, set_plan, step_done
from mgdesk.services.referrals import PartyMissing
from tests.accompaniment_scene import TWO, Scene, make_scene
from tests.cohort_scene import add_campus, add_people, everything

HOUR = timedelta(hours=1)
WEDNESDAYS = (WeekHours(2, time(13), time(16)),)


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def starts(scene: Scene, after: datetime = TWO, most: int = 4, **values) -> list[datetime]:
    given = {"coach_id": scene.karim, "campus_id": scene.campus_id, "after": after, "most": most}
    return list(scene.desk.read(free_times, **{**given, **values}).starts)


def test_free_times_are_hours_less_exceptions_holidays_and_talks(scene: Scene) -> None:
    desk = scene.desk
    assert starts(scene)[0] == TWO  # nobody said hours: office hours hold
    desk.do(
        availability.set_week, coach_id=scene.karim, campus_id=scene.campus_id, hours=WEDNESDAYS
    )
    week = timedelta(weeks=1)
    assert starts(scene) == [TWO, TWO + HOUR, TWO + week - HOUR, TWO + week]
    scene.book()
    assert starts(scene)[:2] == [TWO + HOUR, TWO + week - HOUR]
    desk.do(
        availability.add_exception, coach_id=scene.karim, campus_id=scene.campus_id,
        starts_at=datetime(2026, 11, 25), ends_at=datetime(2026, 12, 3), reason="Congé",
    )  # fmt: skip
    assert starts(scene)[0] == datetime(2026, 12, 9, 13)
    saturday = datetime(2026, 12, 5, 10)
    there = desk.do(
        availability.add_exception, coach_id=scene.karim, campus_id=scene.campus_id,
        starts_at=saturday, ends_at=saturday + HOUR, is_there=True,
    )  # fmt: skip
    assert starts(scene)[0] == saturday
    desk.do(availability.remove_exception, exception_id=there)
    # Christmas 2024 was a Wednesday.
    assert starts(scene, datetime(2024, 12, 25), most=1) == [datetime(2025, 1, 8, 13)]
    elsewhere = add_campus(desk, "CAS", country="MA", zone="Africa/Casablanca")
    assert starts(scene, campus_id=elsewhere) == []  # hours were said, for the other campus only
    before = everything(desk)
    desk.do(availability.set_week, coach_id=scene.karim, campus_id=scene.campus_id, hours=[])
    assert desk.read(week_of, coach_id=scene.karim, campus_id=scene.campus_id) == ()
    desk.undo()
    assert everything(desk) == before
    desk.do(people.delete_person, person_id=scene.karim)
    assert desk.read(exceptions, coach_id=scene.karim) == []
    desk.undo()
    assert everything(desk) == before


def test_holidays_are_not_offered(scene: Scene) -> None:
    desk = scene.desk
    desk.do(
        availability.set_week, coach_id=scene.karim, campus_id=scene.campus_id, hours=WEDNESDAYS
    )
    found = starts(scene, datetime(2024, 12, 20), most=1)
    assert found == [datetime(2025, 1, 8, 13)]


def test_the_times_of_a_day_are_read_as_people_write_them() -> None:
    found = parse_spans("13:30–17:00, 09:00-12:30")
    assert [(one.starts_at, one.ends_at) for one in found] == [
        (time(9), time(12, 30)),
        (time(13, 30), time(17)),
    ]
    assert parse_spans(" ") == ()
    with pytest.raises(HoursOfDayOverlap):
        parse_spans("9:00-12:00, 11:00-13:00")


def booked(scene: Scene, **values) -> coaching_series.SeriesReport:
    given = {
        "count": 4, "person_id": scene.amina, "coach_id": scene.karim, "campus_id": scene.campus_id,
        "starts_at": TWO, "ends_at": TWO + HOUR,
    }  # fmt: skip
    return scene.desk.do(coaching_series.book_series, **{**given, **values})


def rows(scene: Scene) -> list[datetime]:
    found = scene.desk.read(coaching_sessions, person_id=scene.amina)
    return [one.starts_local.replace(tzinfo=None) for one in found]


def test_a_series_keeps_its_hour_and_skips_and_says_what_clashes(scene: Scene) -> None:
    desk, week = scene.desk, timedelta(weeks=1)
    lea = add_people(desk, ("Léa", "Martin"))[0]
    scene.book(person_id=lea, starts_at=TWO + week)
    before = everything(desk)
    report = booked(scene)
    assert report.skipped == ((TWO + week).date(),)
    assert rows(scene) == [TWO, TWO + 2 * week, TWO + 3 * week]
    assert "2 décembre 2026" in (desk.undo_title or "") or "2 déc. 2026" in (desk.undo_title or "")
    desk.undo()
    assert everything(desk) == before
    with pytest.raises(CoachIsTaken):
        booked(scene, starts_at=TWO + week, ends_at=TWO + week + HOUR, count=1)
    desk.redo()


def test_one_or_all_following_of_a_series_move_and_are_called_off(scene: Scene) -> None:
    desk, week = scene.desk, timedelta(weeks=1)
    second = booked(scene).done[1]
    moved = {"starts_at": TWO + week + HOUR, "ends_at": TWO + week + 2 * HOUR}
    desk.do(coaching_series.change_following, coaching_id=second, version=2, **moved)
    late = [TWO + n * week + HOUR for n in (1, 2, 3)]
    assert rows(scene) == [TWO, *late]
    # A whole week later: each takes the place that the next one has left.
    desk.do(
        coaching_series.change_following, coaching_id=second, version=3,
        starts_at=late[1], ends_at=late[1] + HOUR,
    )  # fmt: skip
    assert rows(scene) == [TWO, late[1], late[2], late[2] + week]
    desk.do(
        coaching_series.set_status_following, coaching_id=second, status=CoachingStatus.CANCELLED
    )
    found = desk.read(coaching_sessions, person_id=scene.amina)
    assert [one.status.value for one in found] == ["planned", *["cancelled"] * 3]


def test_a_follow_up_is_due_until_it_is_done(scene: Scene) -> None:
    desk = scene.desk
    coaching_id = scene.book()
    due = date(2026, 12, 1)
    desk.do(coaching.set_follow_up, coaching_id=coaching_id, day=due)
    assert desk.read(follow_ups, until=date(2026, 11, 30)) == []
    (row,) = desk.read(follow_ups, until=due, coach_id=scene.karim)
    assert (row.name, row.coach, row.due_on) == ("Amina El Idrissi", "Karim Coach", due)
    desk.do(coaching.follow_up_done, coaching_id=coaching_id)
    assert desk.read(follow_ups, until=due) == []
    desk.undo()
    assert len(desk.read(follow_ups, campus_id=scene.campus_id)) == 1


def test_a_referral_is_noted_answered_and_its_reason_read_in_one_place(scene: Scene) -> None:
    desk = scene.desk
    with pytest.raises(PartyMissing):
        desk.do(services.add_referral, person_id=scene.amina, day=TWO.date(), party=" ")
    made = desk.do(
        services.add_referral, person_id=scene.amina, day=TWO.date(), party="Mission locale",
        reason="Logement", coach_id=scene.karim,
    )  # fmt: skip
    desk.do(
        services.change_referral, referral_id=made, version=1, answer="Reçue",
        answered_on=date(2026, 12, 2),
    )  # fmt: skip
    (row,) = desk.read(referrals, person_id=scene.amina)
    assert (row.party, row.coach, row.answered_on) == (
        "Mission locale", "Karim Coach", date(2026, 12, 2),
    )  # fmt: skip
    assert "Logement" not in str(row)
    assert desk.do(services.referral, referral_id=made) == ("Logement", "Reçue")
    assert services.referral.rights == (Right.COACH,)


def test_each_point_of_a_plan_has_its_day_and_is_due_until_it_is_done(
    scene: Scene, tmp_path
) -> None:
    desk = scene.desk
    coaching_id = scene.book()
    scene.write(coaching_id)
    friday, monday = date(2026, 12, 4), date(2026, 12, 7)
    before = everything(desk)
    points = [
        StepFields("CV envoyer", "Amina", monday),
        StepFields("Appeler Vesta", "Karim", friday),
        StepFields("  "),
        StepFields("Sans date"),
    ]
    desk.do(set_plan, coaching_id=coaching_id, steps=points)
    steps = desk.read(note, coaching_id=coaching_id).steps
    assert [(one.what, one.who, one.due_on) for one in steps] == [
        ("CV envoyer", "Amina", monday), ("Appeler Vesta", "Karim", friday), ("Sans date", "", None),
    ]  # fmt: skip
    due = desk.read(follow_ups, until=monday, campus_id=scene.campus_id)
    assert [(one.step_id, one.due_on) for one in due] == [
        (steps[1].id, friday), (steps[0].id, monday),
    ]  # fmt: skip
    assert "Vesta" not in repr(due)  # names and days only
    desk.do(step_done, step_id=steps[1].id)
    assert [one.step_id for one in desk.read(follow_ups, until=monday)] == [steps[0].id]
    assert [one.is_done for one in desk.read(follow_ups, is_open=False)] == [True, False]
    for language in LANGUAGES:
        paper = desk.read(
            draft_coaching_note, coaching_id=coaching_id, day=monday, language=language
        )
        assert write_pdf(paper, tmp_path / f"{language}.pdf") == 1
    said = pypdfium2.PdfDocument(tmp_path / "fr.pdf")[0].get_textpage().get_text_range()
    assert "CV envoyer · Amina · pour le 7 décembre 2026" in " ".join(said.split())
    kept = [StepFields("CV relu", "Amina", monday, None, steps[0].id)]
    desk.do(set_plan, coaching_id=coaching_id, steps=kept)
    (one,) = desk.read(note, coaching_id=coaching_id).steps
    assert (one.id, one.what) == (steps[0].id, "CV relu")
    for _step in range(3):
        desk.undo()
    assert everything(desk) == before
