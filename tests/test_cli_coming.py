"""The door from the command line: in, out, who is in, passes, visitors; wrong wishes are one sentence."""

import json

import pytest

from mgdesk.rules import codes
from tests.accompaniment_scene import make_scene
from tests.test_cli import mgdesk  # noqa: F401 - the fixture


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def listed(mgdesk, *words):  # noqa: F811
    code, out, err = mgdesk("list", *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_somebody_comes_to_co_work_on_a_pass_and_leaves(mgdesk, scene):  # noqa: F811
    assert mgdesk("pass", "add", "karim coach", "--days", "5", "--start", "2020-01-01")[0] == 0
    code, out, _err = mgdesk("check-in", "amina el idrissi", "--for", "coworking")
    assert (code, "Amina El Idrissi" in out, out.count("\n")) == (0, True, 2)  # no valid pass
    assert mgdesk("check-in", codes.person_code(scene.karim), "--for", "coworking")[0] == 0
    rows = listed(mgdesk, "inside", "--campus", "mol")
    assert [(row["name"], row["what_for"], row["has_pass"], row["days_left"]) for row in rows] == [
        ("Karim Coach", "coworking", True, 4),
        ("Amina El Idrissi", "coworking", False, None),
    ]
    (found,) = listed(mgdesk, "passes")
    assert (found["name"], found["used"], found["left"], found["state"]) == (
        "Karim Coach", 1, 4, "valid",
    )  # fmt: skip
    assert listed(mgdesk, "passes", "--day", "2019-12-31") == []
    day = rows[0]["since"][:10]
    assert mgdesk("check-out", "karim coach")[0] == 0
    assert [row["name"] for row in listed(mgdesk, "inside")] == ["Amina El Idrissi"]
    assert len(listed(mgdesk, "inside", "--day", day)) == 2
    assert listed(mgdesk, "inside", "--day", "2020-01-01") == []
    assert mgdesk("close-days")[0] == 0
    assert len(listed(mgdesk, "inside")) == 1


def test_visitors_are_announced_known_or_new(mgdesk, scene):  # noqa: F811
    at = ["--at", "2090-01-02T14:00", "--host", "Karim"]
    assert mgdesk("visit", "add", "amina el idrissi", *at)[0] == 0
    assert mgdesk("visit", "add", "Samira Guest", "--day", "2090-01-02")[0] == 0
    rows = listed(mgdesk, "visits")
    assert [(row["name"], row["hour"], row["host"], row["status"]) for row in rows] == [
        ("Samira Guest", None, "", "expected"),
        ("Amina El Idrissi", "14:00:00", "Karim", "expected"),
    ]
    assert listed(mgdesk, "visits", "--day", "2090-01-03") == []


@pytest.mark.parametrize(
    "words",
    [
        ["check-in", "Nobody"],
        ["check-out", "Nobody"],
        ["check-in", "Amina El Idrissi", "--campus", "XXX"],
        ["pass", "add", "Amina El Idrissi"],
        ["pass", "add", "Amina El Idrissi", "--days", "1", "--start", "2026-02-02", "--end",
         "2026-02-01"],
        ["visit", "add", "?", "--campus", "XXX"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(mgdesk, scene, words):  # noqa: F811
    code, out, err = mgdesk(*words)
    assert (code, out, err.count("\n")) == (1, "", 1)
