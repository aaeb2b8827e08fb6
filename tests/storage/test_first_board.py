"""The quick first board has the very people that the Today screen will list as planned, or nobody at all."""

import shutil
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries import today
from mgdesk.queries.campuses import campuses
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin
from mgdesk.storage.first_board import first_board
from tests.staff_scene import hire


@pytest.fixture(scope="module")
def demo_home(demo_of):
    return demo_of(None)


def planned(board):
    """Name and first hour of those who come for a class, an event, coaching or an announced visit."""
    rows = []
    for row in board.rows:
        reasons = [reason for reason in row.reasons if reason.is_planned]
        hours = [reason.starts_at for reason in reasons if reason.starts_at]
        if reasons:
            rows.append((row.name, f"{min(hours):%H:%M}" if hours else ""))
    return rows


@pytest.mark.thorough
def test_it_lists_whom_the_today_screen_lists_on_a_fortnight_of_days(demo_home):
    desk = open_desk(demo_home)
    seen, kinds = 0, set()
    for campus in desk.read(campuses):
        for days in range(-7, 8):
            at = datetime.now(UTC) + timedelta(days=days)
            board = desk.read(partial(today.board, at=at, campus_id=campus.id))
            quick = first_board(demo_home, campus=campus.code, at=at)
            assert [(row.name, row.when) for row in quick] == planned(board)
            seen += len(quick)
            kinds |= {why.kind for row in board.rows for why in row.reasons if why.is_planned}
    desk.close()
    assert seen > 500
    assert kinds == set(CheckInKind) - {CheckInKind.COWORKING}


def test_who_has_come_says_so_and_the_largest_campus_is_the_first(demo_home):
    desk = open_desk(demo_home)
    board = desk.read(partial(today.board, at=datetime.now(UTC)))
    waiting = next((row for row in board.rows if row.arrived_at is None), None)
    if waiting is None:
        pytest.skip("nobody is expected on this day of the demo")
    desk.do(partial(checkin.check_in, person_id=waiting.person_id, campus_id=board.campus_id))
    desk.close()
    quick = first_board(demo_home)
    assert waiting.name in [row.name for row in quick if row.arrived]


def test_without_data_with_a_strange_key_or_on_a_server_there_is_nobody(
    demo_home, tmp_path, monkeypatch
):
    assert first_board(Home(tmp_path)) == []
    shutil.copytree(demo_home.root, tmp_path / "home")
    copied = Home(tmp_path / "home")
    (copied.keys / "desk.key").write_text('{"format": 1, "key": "' + "00" * 32 + '"}')
    assert first_board(copied) == []
    (copied.keys / "desk.key").write_text('{"format": 2, "wrapped": "…"}', encoding="utf-8")
    assert first_board(copied) == []
    monkeypatch.setenv("MGDESK_DATABASE", "postgresql+psycopg://nowhere")
    assert first_board(demo_home) == []


def test_nobody_is_named_before_somebody_signed_on_where_staff_do(demo_home, tmp_path):
    shutil.copytree(demo_home.root, tmp_path / "home")
    copied = Home(tmp_path / "home")
    days = [datetime.now(UTC) + timedelta(days=day) for day in range(7)]
    assert any(first_board(copied, at=at) for at in days)
    desk = open_desk(copied)
    hire(desk)
    desk.close()
    assert not any(first_board(copied, at=at) for at in days)
