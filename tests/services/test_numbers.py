from concurrent.futures import ThreadPoolExecutor

import pytest

from mgdesk.desk import open_desk
from mgdesk.services.numbers import take_numbers
from tests.cohort_scene import add_campus


def take(desk, campus_id, count=1, kind="certificate", year=2026):
    return list(desk.do(take_numbers, campus_id=campus_id, kind=kind, year=year, count=count))


def test_each_series_counts_for_itself_from_one(desk):
    first, second = add_campus(desk), add_campus(desk, "CAS", name="Casablanca")
    assert take(desk, first, 3) == [1, 2, 3]
    assert take(desk, first) == [4]
    assert take(desk, first, year=2027) == [1]
    assert take(desk, first, kind="attendance_sheet") == [1]
    assert take(desk, second) == [1]


def test_numbers_of_a_change_that_failed_are_given_again(desk):
    campus_id = add_campus(desk)

    def fail(session):
        take_numbers(session, campus_id=campus_id, kind="certificate", year=2026, count=5)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.do(fail)
    assert take(desk, campus_id) == [1]


def test_two_desks_on_one_file_never_take_the_same_number(desk, home):
    campus_id = add_campus(desk)
    other = open_desk(home)
    with ThreadPoolExecutor(8) as pool:
        desks = [desk, other] * 20
        taken = list(pool.map(lambda one: take(one, campus_id)[0], desks))
    other.close()
    assert sorted(taken) == list(range(1, 41))
