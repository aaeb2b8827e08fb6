"""Every figure of a year of odd cases, and of nobody, against plain SQL written apart from ours."""

from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from mgdesk.desk import open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.queries.campuses import campus_id_of, partners
from mgdesk.queries.figure_lists import listed
from mgdesk.queries.indicators import leavers, participants
from mgdesk.queries.outcomes import rates_of
from mgdesk.queries.partners import partners_reach
from mgdesk.queries.statistics import report
from mgdesk.rules.figures import DEFINITIONS, Scope, Unit
from mgdesk.rules.indicator_table import table
from mgdesk.rules.indicators import GENDERS
from mgdesk.rules.outcome import RateKind
from mgdesk.services.attestations import draft_statements
from tests.odd_scene import TODAY, make_odd_scene
from tests.plain_figures import Raw
from tests.plain_indicators import PlainIndicators

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WINTER = (date(2025, 10, 1), date(2026, 3, 29))  # to the day on which the clocks change
QUARTERS = ((date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30)))
PRESENT = ("present", "late", "left_early", "partial")


@pytest.fixture(scope="module", autouse=True)
def wall():
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mgdesk.queries.happenings.wall_clock", lambda: now)
        yield


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    made = open_desk(Home(tmp_path_factory.mktemp("odd") / "home"))
    make_odd_scene(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    made = open_desk(Home(tmp_path_factory.mktemp("empty") / "home"))
    yield made
    made.close()


def narrowed(desk, days, campus, partner):
    held = desk.read(campus_id_of, code=campus) if campus else None
    backed = {one.name: one.id for one in desk.read(partners)}
    return Scope(*days, held, backed[partner] if partner else None)


SCOPES = [(YEAR, "", ""), (YEAR, "CAS", ""), (WINTER, "UTR", "Sud")]


@pytest.mark.parametrize(("days", "campus", "partner"), SCOPES)
def test_every_figure_of_an_odd_year_is_what_plain_sql_makes_of_it(odd, days, campus, partner):
    counted = odd.read(report, scope=narrowed(odd, days, campus, partner)).figures
    raw = Raw(odd, Scope(*days), TODAY, campus, partner)
    shares = {name for name in counted if DEFINITIONS[name].unit is Unit.SHARE}
    assert {name: (counted[name].value, counted[name].whole) for name in shares} == raw.shares()
    assert {name: one.value for name, one in counted.items() if name not in shares} == raw.figures()


def test_lists_of_an_odd_year_add_up_to_figures_and_lines(odd):
    scope = Scope(*YEAR)
    counted = odd.read(report, scope=scope)
    asked = [(name, None, "", one) for name, one in counted.figures.items()]
    asked += [(part.figure, part.dimension, group.key, group.amount)
              for part in counted.breakdowns[::3] for group in part.groups[:2]]  # fmt: skip
    for figure, dimension, key, amount in asked:
        rows = odd.read(listed, figure=figure, scope=scope, dimension=dimension, key=key)
        assert sum(row.amount for row in rows) == amount.value, (figure, dimension, key)
        if amount.whole is not None:
            assert sum(row.whole for row in rows) == amount.whole, (figure, dimension, key)
        if DEFINITIONS[figure].unit is Unit.COUNT:
            assert len(rows) == amount.value


@pytest.mark.parametrize(("days", "campus"), [(YEAR, ""), (WINTER, "UTR"), (QUARTERS[1], "")])
def test_indicators_of_an_odd_year_are_what_plain_sql_makes_of_it(odd, days, campus):
    scope = narrowed(odd, days, campus, "")
    rows = table(odd.read(participants, scope=scope), odd.read(leavers, scope=scope), 0)
    counted, bases = PlainIndicators(odd, scope, TODAY, campus).counted()
    ours = {(row.indicator.key, gender): count for row in rows
            for gender, count in zip(GENDERS, row.counts, strict=False) if count}  # fmt: skip
    assert ours == dict(counted)
    parts = {row.indicator.key: (row.of, row.known, row.proven) for row in rows}
    assert {code: parts[code] for code in bases} == bases


@pytest.mark.parametrize(("days", "campus"), [(YEAR, ""), (WINTER, "UTR")])
def test_a_partners_page_says_what_its_report_says(odd, days, campus):
    held = odd.read(campus_id_of, code=campus) if campus else None
    for one in odd.read(partners_reach, first_day=days[0], last_day=days[1], campus_id=held):
        told = (one.people, one.learners, one.minutes, len(one.cohorts), len(one.events),
                len(one.hires))  # fmt: skip
        assert told == Raw(odd, Scope(*days), TODAY, campus).kept_by_partner(one.partner)
        figures = odd.read(report, scope=Scope(*days, held, one.id)).figures
        assert one.people == figures["people_reached"].value
        assert one.minutes == figures["hours_attended"].value


@pytest.mark.parametrize(("days", "campus"), [(YEAR, ""), (WINTER, "CAS")])
def test_rates_after_the_training_are_what_plain_sql_makes_of_the_answers(odd, days, campus):
    held = odd.read(campus_id_of, code=campus) if campus else None
    found = odd.read(rates_of, today=TODAY, campus_id=held, since=days[0], until=days[1])
    shares = Raw(odd, Scope(*days), TODAY, campus).shares()
    plain = PlainIndicators(odd, Scope(*days), TODAY, campus).results_of_all()
    ours = {kind: (one.numerator, one.counted) for kind, one in found.items()}
    assert ours[RateKind.POSITIVE] == shares["positive_rate"]
    assert ours[RateKind.WORK] == shares["work_rate"]
    assert ours[RateKind.LASTING] == shares["lasting_rate"]
    response = found[RateKind.POSITIVE]
    assert (response.answered, response.asked) == shares["response_rate"]
    assert (*ours[RateKind.ESF_EXIT], found[RateKind.ESF_EXIT].asked) == plain["exit"]
    assert (*ours[RateKind.ESF_LATER], found[RateKind.ESF_LATER].asked) == plain["later"]


def test_quarterly_statements_are_what_plain_sql_makes_of_the_marks(odd):
    drawn = 0
    for cohort, rounding in rows_of(odd, """SELECT c.id, coalesce(o.rounding_minutes,
            t.rounding_minutes, 1) FROM cohort c JOIN campus k ON k.id = c.campus_id
            LEFT JOIN funder_profile o ON o.id = c.funder_profile_id
            LEFT JOIN funder_profile t ON t.id = k.funder_profile_id"""):  # fmt: skip
        for days in QUARTERS:
            told = Counter(
                (one.minutes_planned, one.minutes_attended, one.minutes_justified,
                 one.minutes_unjustified, one.minutes_unmarked)
                for one in statements(odd, cohort, days)
            )  # fmt: skip
            assert told == plain_statements(odd, cohort, days, rounding)
            drawn += sum(told.values())
    assert drawn > 40


def statements(desk, cohort, days):
    try:
        return desk.read(
            draft_statements, cohort_id=UUID(cohort), first_day=days[0], last_day=days[1], day=TODAY
        ).others
    except DeskError:  # no half-day then, or nobody who owed one
        return ()


def plain_statements(desk, cohort, days, rounding):
    found = {}
    for key, status, start, end, day, minutes, mark, there in rows_of(desk, f"""SELECT e.id, e.status,
            e.start_on, e.exit_on, s.day, (strftime('%s', '2000-01-01 ' || substr(s.ends_at, 1, 8))
            - strftime('%s', '2000-01-01 ' || substr(s.starts_at, 1, 8))) / 60, a.status, a.minutes
            FROM enrolment e JOIN person p ON p.id = e.person_id AND p.erased_at IS NULL
            JOIN slot s ON s.cohort_id = e.cohort_id LEFT JOIN attendance a
            ON a.slot_id = s.id AND a.enrolment_id = e.id WHERE e.cohort_id = '{cohort}'
            AND e.status <> 'prospect' AND s.day BETWEEN '{days[0]}' AND '{days[1]}'"""):  # fmt: skip
        has_left = status in ("withdrawn", "excluded", "transferred")
        is_due = (not start or day >= start) and (day <= end if end else not has_left)
        if mark == "not_required" or (mark is None and not is_due):
            continue
        sums = found.setdefault(key, [0] * 5)
        sums[0] += minutes
        sums[1] += there if mark in PRESENT else 0
        sums[2] += minutes if mark in ("excused", "absent_justified") else 0
        sums[3] += minutes if mark == "absent" else 0
        sums[4] += minutes if mark is None else 0
    return Counter((p, a - a % rounding, j, u, n) for p, a, j, u, n in found.values())


def rows_of(desk, sql):
    def read(session):
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]

    return desk.read(read)


def test_of_nobody_everything_is_none_and_no_share_is_given(empty):
    counted = empty.read(report, scope=Scope(*YEAR))
    assert {(one.value, one.people, one.share) for one in counted.figures.values()} == {
        (0, 0, None)
    }
    assert [
        group for part in counted.breakdowns for group in part.groups if group.amount.value
    ] == []
    rows = table(empty.read(participants, scope=Scope(*YEAR)),
                 empty.read(leavers, scope=Scope(*YEAR)), 5)  # fmt: skip
    assert {row.total for row in rows if row.counts} == {0}
    assert {row.share for row in rows} == {None}
    assert empty.read(partners_reach, first_day=YEAR[0], last_day=YEAR[1]) == []
