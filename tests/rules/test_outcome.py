"""When people are asked after a training, and the rates: nobody silent counts as without work."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.outcome import (
    HIRED_AS,
    MISSING,
    USUAL_MILESTONES,
    Answer,
    Leaver,
    Milestone,
    OutcomeKind,
    Rate,
    RateKind,
    due_on,
    milestone_on,
    milestones_of,
    next_due,
    open_exits,
    rates,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ANSWERS = st.builds(
    Answer, st.sampled_from(OutcomeKind), st.none() | DAYS, st.none() | st.booleans()
)
LEAVERS = st.lists(
    st.builds(
        Leaver,
        st.integers(1, 9).map(lambda n: UUID(int=n)),
        DAYS,
        st.booleans(),
        st.dictionaries(st.sampled_from(Milestone), ANSWERS),
    ),
    max_size=20,
)


def test_milestones_fall_on_the_days_that_funders_count() -> None:
    exit_on = date(2026, 8, 31)
    assert {one: due_on(one, exit_on) for one in Milestone} == {
        Milestone.EXIT: date(2026, 8, 31),
        Milestone.WEEKS_4: date(2026, 9, 28),
        Milestone.MONTHS_3: date(2026, 11, 30),
        Milestone.MONTHS_6: date(2027, 2, 28),
        Milestone.MONTHS_12: date(2027, 8, 31),
    }
    assert milestone_on(date(2026, 8, 30), exit_on) is None
    assert milestone_on(date(2027, 2, 27), exit_on) is Milestone.WEEKS_4
    assert milestone_on(date(2027, 12, 1), exit_on) is Milestone.MONTHS_12
    assert milestone_on(date(2027, 12, 2), exit_on) is None
    assert next_due(date(2026, 9, 28), exit_on) == (Milestone.MONTHS_6, date(2027, 2, 28))
    assert milestones_of([]) == milestones_of(["months_12", "exit", "weeks_4", "months_6"])
    assert milestones_of(["months_3", "exit"]) == (Milestone.EXIT, Milestone.MONTHS_3)


@given(DAYS, DAYS)
def test_the_milestone_asked_for_is_the_last_that_has_come(day: date, exit_on: date) -> None:
    found, later = milestone_on(day, exit_on), next_due(day, exit_on)
    if found is not None:
        assert due_on(found, exit_on) <= day
    if later is not None:
        assert later[1] > day
        place = USUAL_MILESTONES.index(later[0])
        assert found is (USUAL_MILESTONES[place - 1] if place else None)


@given(LEAVERS)
def test_a_rate_is_within_those_counted_and_every_person_is_once(leavers: list[Leaver]) -> None:
    for rate in rates(leavers).values():
        assert 0 <= rate.numerator <= rate.counted <= rate.asked
        assert rate.answered <= rate.asked == len({one.person_id for one in leavers})


@given(LEAVERS, st.sampled_from(sorted(MISSING)))
def test_a_missing_answer_never_counts_as_without_work(
    leavers: list[Leaver], missing: OutcomeKind
) -> None:
    """Whoever is not heard is as if never asked: share and response stay what they were."""
    silenced = [
        Leaver(one.person_id, one.exit_on, one.has_completed, known)
        for one in leavers
        for known in [{m: a for m, a in one.answers.items() if a.kind not in MISSING}]
    ]
    said = [
        Leaver(
            one.person_id,
            one.exit_on,
            one.has_completed,
            {m: one.answers.get(m, Answer(missing)) for m in Milestone},
        )
        for one in silenced
    ]
    assert rates(leavers) == rates(silenced) == rates(said)


def test_rates_of_four_people_counted_by_hand() -> None:
    left = date(2026, 1, 30)
    since = left + timedelta(days=90)
    job = Answer(OutcomeKind.JOB, since, is_in_field=True)
    people = [
        Leaver(UUID(int=1), left - timedelta(days=99), True, {Milestone.EXIT: job}),
        Leaver(UUID(int=1), left, True, {Milestone.MONTHS_6: job}),  # came back: the last counts
        Leaver(UUID(int=2), left, True, {Milestone.EXIT: Answer(OutcomeKind.TRAINING)}),
        Leaver(UUID(int=3), left, False, {Milestone.MONTHS_6: Answer(OutcomeKind.SEARCHING)}),
        Leaver(UUID(int=4), left, True, {Milestone.MONTHS_6: Answer(OutcomeKind.UNREACHABLE)}),
    ]
    assert rates(people) == {
        RateKind.POSITIVE: Rate(2, 3, 3, 4),
        RateKind.WORK: Rate(1, 3, 3, 4),
        RateKind.LASTING: Rate(1, 3, 3, 4),
        RateKind.ESF_EXIT: Rate(1, 1, 1, 4),
        RateKind.ESF_LATER: Rate(1, 2, 2, 4),
        RateKind.IN_FIELD: Rate(1, 4, 3, 4),
        RateKind.FULL_TIME: Rate(0, 4, 3, 4),
        RateKind.PART_TIME: Rate(0, 4, 3, 4),
        RateKind.HOURS_UNSAID: Rate(1, 4, 3, 4),
        RateKind.BY_SCHOOL: Rate(0, 4, 3, 4),
    }
    weeks = {
        5: {Milestone.EXIT: replace(job, hours_a_week=38)},
        6: {Milestone.EXIT: replace(job, hours_a_week=19)},
        7: {Milestone.EXIT: replace(job, hours_a_week=38, is_by_school=True)},
        8: {  # at the school, then elsewhere
            Milestone.EXIT: replace(job, hours_a_week=38, is_by_school=True),
            Milestone.WEEKS_4: replace(job, hours_a_week=20),
        },
    }  # fmt: skip
    hired = [*people, *(Leaver(UUID(int=n), left, True, told) for n, told in weeks.items())]
    found, strict = rates(hired), rates(hired, part_time_below=20)
    assert [found[kind].numerator for kind in HIRED_AS] == [1, 2, 1, 1]
    assert [strict[kind].numerator for kind in HIRED_AS] == [2, 1, 1, 1]
    assert found[RateKind.IN_FIELD] == Rate(5, 8, 7, 8)
    assert rates([])[RateKind.WORK].share is None


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.sets(st.sampled_from(Milestone)))
def test_days_of_exit_found_for_a_day_are_those_that_the_milestone_says(
    day: date, some: set[Milestone]
) -> None:
    asked = milestones_of(some)
    found = {
        exit_on: milestone
        for milestone, first, last in open_exits(day, asked)
        for exit_on in (first + timedelta(days=n) for n in range((last - first).days + 1))
    }
    ago = [day - timedelta(days=n) for n in range(1, 600)]
    assert found == {one: m for one in ago if (m := milestone_on(day, one, asked)) is not None}
