"""What the days of a cohort say of its state, while nobody has said so."""

from datetime import date

from mgdesk.rules.enrolment import CohortStatus, due_status

FIRST, LAST = date(2026, 10, 5), date(2026, 12, 25)
DAYS = (date(2026, 10, 4), FIRST, LAST, date(2026, 12, 26))


def test_days_bring_a_cohort_on_and_what_somebody_ended_stays() -> None:
    running, completed = CohortStatus.RUNNING, CohortStatus.COMPLETED
    expected = {
        CohortStatus.PLANNED: [None, running, running, completed],
        CohortStatus.CONFIRMED: [None, running, running, completed],
        CohortStatus.RUNNING: [None, None, None, completed],
        CohortStatus.COMPLETED: [None] * 4,
        CohortStatus.CANCELLED: [None] * 4,
        CohortStatus.ARCHIVED: [None] * 4,
    }
    for status, due in expected.items():
        assert [due_status(status, FIRST, LAST, day) for day in DAYS] == due
