"""Every figure of the demo's report, recomputed from the raw tables by SQL written apart from ours."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import event as sqlalchemy_event

from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries.campuses import campus_id_of, partners
from mgdesk.queries.figure_lists import listed
from mgdesk.queries.indicators import leavers, participants, people_of
from mgdesk.queries.statistics import report, side_by_side
from mgdesk.rules.figures import DEFINITIONS, Dimension, Scope, Unit
from mgdesk.rules.indicator_table import table
from mgdesk.rules.indicators import GENDERS
from tests.plain_figures import Raw
from tests.plain_indicators import PlainIndicators
from tests.report_scene import TODAY, make_report_scene

pytestmark = pytest.mark.early

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
SPRING = Scope(date(2025, 10, 1), date(2026, 6, 30))


@pytest.fixture(scope="module")
def desk(tmp_path_factory, demo_of):
    home = Home(tmp_path_factory.mktemp("reports") / "home")
    shutil.copytree(demo_of(TODAY).root, home.root)
    made = open_desk(home)
    made.do(make_report_scene)
    yield made
    made.close()


@pytest.fixture(scope="module", autouse=True)
def wall():
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mgdesk.queries.happenings.wall_clock", lambda: now)
        yield


@pytest.fixture(scope="module")
def counted(desk, wall):
    return desk.read(report, scope=YEAR)


def narrowed(desk, scope, campus, partner):
    campus_id = desk.read(campus_id_of, code=campus) if campus else None
    found = {one.name: one.id for one in desk.read(partners)}
    return Scope(scope.first_day, scope.last_day, campus_id, found[partner] if partner else None)


@pytest.mark.parametrize(
    ("days", "campus", "partner"),
    [
        (YEAR, "", ""),
        (YEAR, "MOL", ""),
        (YEAR, "", "Atelier du Canal"),
        (Scope(date(2026, 10, 1), date(2026, 11, 15)), "PAD", ""),
    ],
)
def test_every_figure_is_what_plain_sql_makes_of_the_tables(desk, days, campus, partner):
    counted = desk.read(report, scope=narrowed(desk, days, campus, partner)).figures
    raw = Raw(desk, days, TODAY, campus, partner)
    ours = {name: (one.value, one.whole) for name, one in counted.items()
            if DEFINITIONS[name].unit is Unit.SHARE}  # fmt: skip
    assert ours == raw.shares()
    assert {name: one.value for name, one in counted.items() if name not in ours} == raw.figures()


def test_the_scene_has_something_to_tell_in_every_figure(counted):
    assert [name for name, amount in counted.figures.items() if not amount.value] == []


def test_the_list_behind_a_figure_and_behind_the_lines_of_its_breakdowns_adds_up_to_it(
    desk, counted
):
    asked = [(name, None, "", amount) for name, amount in counted.figures.items()]
    for one in counted.breakdowns:  # that of those who did not say, else the largest line
        lines = sorted(one.groups, key=lambda group: (group.key == "", group.amount.value))[-1:]
        asked += [(one.figure, one.dimension, group.key, group.amount) for group in lines]
    for figure, dimension, key, amount in asked:
        rows = desk.read(listed, figure=figure, scope=YEAR, dimension=dimension, key=key)
        assert sum(row.amount for row in rows) == amount.value, (figure, dimension, key)
        if DEFINITIONS[figure].unit is Unit.COUNT:
            assert len(rows) == amount.value
        if amount.whole is not None:
            assert sum(row.whole for row in rows) == amount.whole
        if rows and rows[0].kind == "learner":
            assert len({row.record_id for row in rows}) == amount.people
        assert all(row.name for row in rows)


def test_lines_of_people_are_those_of_the_tables(desk, counted):
    came = Raw(desk, YEAR, TODAY).came()
    told = Raw(desk, YEAR, TODAY).rows("SELECT id, birth_date, gender, municipality FROM person")
    people = [row for row in told if row[0] in came]

    def lines(dimension):
        groups = counted.breakdown("people_reached", dimension).groups
        return {group.key: group.amount.value for group in groups if group.amount.value}

    assert lines(Dimension.GENDER) == Counter(row[2] or "" for row in people)
    assert lines(Dimension.MUNICIPALITY) == Counter(row[3].strip() for row in people)

    def band(born):
        if not born:
            return ""
        year, month, day = map(int, born.split("-"))
        age = 2026 - year - ((month, day) > (12, 31))
        return str(max(first for first in (0, 18, 25, 30, 40, 55) if age >= first))

    assert lines(Dimension.AGE) == Counter(band(row[1]) for row in people)
    cells = Counter((band(row[1]), row[2] or "") for row in people)
    bands = counted.bands
    shown = {(age, gender): n for age, line in zip(bands.ages, bands.counts, strict=True)
             for gender, n in zip(bands.genders, line, strict=True) if n}  # fmt: skip
    assert shown == cells


@pytest.mark.parametrize(("days", "campus"), [(YEAR, ""), (YEAR, "MOL"), (SPRING, "")])
def test_every_indicator_is_what_plain_sql_makes_of_the_tables(desk, days, campus):
    scope = narrowed(desk, days, campus, "")
    rows = table(desk.read(participants, scope=scope), desk.read(leavers, scope=scope), 0)
    counted, bases = PlainIndicators(desk, scope, TODAY, campus).counted()
    ours = {(row.indicator.key, gender): count for row in rows
            for gender, count in zip(GENDERS, row.counts, strict=False) if count}  # fmt: skip
    assert ours == dict(counted)
    parts = {row.indicator.key: (row.of, row.known, row.proven) for row in rows}
    assert {code: parts[code] for code in bases} == bases
    for row in rows:
        assert row.total == sum(row.counts) if row.counts else row.total is None


def test_the_people_of_an_indicator_are_as_many_as_it_says(desk):
    rows = table(desk.read(participants, scope=YEAR), desk.read(leavers, scope=YEAR), 0)
    told = {row.indicator.key for row in rows if row.total}
    assert {"EECO01", "EECO03", "EECO04", "EECR02", "EECR04", "exit_unknown"} <= told
    for row in rows:
        people = desk.read(people_of, scope=YEAR, key=row.indicator.key)
        assert len({one.person_id for one in people}) == (row.total or 0), row.indicator.key


def test_queries_are_as_many_for_one_campus_as_for_all(desk):
    def queries(scope):
        counted = []

        def count(_connection, _cursor, statement, *_rest):
            counted.append(statement)

        def read(session):
            engine = session.get_bind()
            sqlalchemy_event.listen(engine, "before_cursor_execute", count)
            try:
                report(session, scope=scope)
            finally:
                sqlalchemy_event.remove(engine, "before_cursor_execute", count)

        desk.read(read)
        return len([one for one in counted if one.startswith(("SELECT", "WITH"))])

    small = narrowed(desk, YEAR, "UTR", "")
    # One more: the name of the campus.
    assert queries(small) == queries(YEAR) + 1


def test_campuses_side_by_side_say_what_each_says_alone(desk) -> None:
    lines = desk.read(side_by_side, scope=YEAR)
    assert [line.label for line in lines] == sorted(line.label for line in lines)
    assert len(lines) > 1
    for line in lines[-2:]:
        alone = desk.read(report, scope=replace(YEAR, campus_id=UUID(line.key)))
        told = {figure: (one.value, one.whole or 0) for figure, one in line.amounts.items()}
        assert told == {
            figure: (alone.figures[figure].value, alone.figures[figure].whole or 0)
            for figure in told
        }
