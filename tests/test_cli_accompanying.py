"""Coaching and loans from the command line: books, writes, lends, lists, prints; wrong wishes are said."""

import json

import pypdfium2
import pytest

from tests.accompaniment_scene import make_scene
from tests.test_cli import mgdesk  # noqa: F401 - the fixture


def text_of(path):
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def test_an_appointment_from_booking_to_paper(mgdesk, scene, tmp_path):  # noqa: F811
    start = ["--start", "2026-09-07T14:00", "--room", "ada", "--subject", "Stage"]
    assert mgdesk("coaching", "add", "el idrissi amina", "--coach", "karim coach", *start)[0] == 0
    assert mgdesk("coaching", "note", "Amina El Idrissi", "--aims", "A\\nB", "--plan", "C")[0] == 0
    points = ["--step", "Envoyer le CV; Amina; 2026-09-10", "--step", "Appeler;;2026-09-11"]
    assert mgdesk("coaching", "note", "Amina El Idrissi", *points)[0] == 0
    assert mgdesk("coaching", "note", "Amina El Idrissi", "--step-done", "1")[0] == 0
    due = json.loads(mgdesk("appointment", "due", "--until", "2026-12-31", "--json")[1])
    assert [one["due_on"] for one in due] == ["2026-09-11"]
    code, out, _err = mgdesk("list", "coaching", "--week", "2026-W37", "--json")
    assert code == 0
    assert json.loads(out) == [
        {
            "starts_at": "2026-09-07T14:00+02:00",
            "ends_at": "2026-09-07T15:00+02:00",
            "person": "Amina El Idrissi",
            "coach": "Karim Coach",
            "campus": "MOL",
            "room": "Ada",
            "subject": "Stage",
            "status": "done",
            "has_note": True,
        }
    ]
    path = tmp_path / "note.pdf"
    assert mgdesk("print", "coaching-note", "amina el idrissi", "--output", path)[0] == 0
    assert "-C00001" in text_of(path)
    assert mgdesk("coaching", "status", "amina el idrissi", "no-show")[0] == 0
    assert json.loads(mgdesk("list", "coaching", "--json")[1])[0]["status"] == "no_show"
    assert json.loads(mgdesk("list", "coaching", "--coach", "Karim Coach", "--json")[1])
    assert json.loads(mgdesk("list", "coaching", "--day", "2026-09-08", "--json")[1]) == []


def test_a_key_from_adding_to_its_return(mgdesk, scene, tmp_path):  # noqa: F811
    assert mgdesk("resource", "add", "K-1", "--kind", "key", "--label", "Ada")[0] == 0
    assert mgdesk("lend", "k-1", "Amina El Idrissi", "--due", "2090-01-02")[0] == 0
    rows = json.loads(mgdesk("list", "resources", "--search", "ada", "--json")[1])
    assert [(row["code"], row["holder"], row["due_on"], row["status"]) for row in rows] == [
        ("K-1", "Amina El Idrissi", "2090-01-02", "open")
    ]
    path = tmp_path / "receipt.pdf"
    assert mgdesk("print", "loan-receipt", "K-1", "--output", path)[0] == 0
    assert "-L00001" in text_of(path)
    assert [r["code"] for r in json.loads(mgdesk("list", "loans", "--open", "--json")[1])] == [
        "K-1"
    ]
    assert json.loads(mgdesk("list", "loans", "--overdue", "--json")[1]) == []
    assert mgdesk("give-back", "K-1", "--condition", "bent")[0] == 0
    assert json.loads(mgdesk("list", "loans", "--json")[1])[0]["status"] == "returned"
    assert mgdesk("print", "loan-receipt", "K-1", "--output", path)[0] == 0
    assert "bent" in text_of(path)


@pytest.mark.parametrize(
    "words",
    [
        ["coaching", "add", "Nobody", "--coach", "Karim Coach", "--start", "2026-09-07T14:00"],
        ["coaching", "add", "Amina El Idrissi", "--coach", "X", "--start", "2026-09-07T14:00"],
        ["coaching", "add", "Amina El Idrissi", "--coach", "Karim Coach", "--start",
         "2026-09-07T14:00", "--room", "Nowhere"],
        ["coaching", "note", "Amina El Idrissi", "--day", "2026-09-07"],
        ["print", "coaching-note", "Amina El Idrissi", "--output", "x.pdf"],
        ["print", "loan-receipt", "L-07", "--output", "x.pdf"],
        ["lend", "L-99", "Amina El Idrissi"],
        ["lend", "L-07", "Amina"],
        ["give-back", "L-07"],
        ["resource", "add", "L-07"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(mgdesk, scene, words):  # noqa: F811
    code, out, err = mgdesk(*words)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_two_people_of_one_name_are_told_apart_by_number(mgdesk, scene):  # noqa: F811
    from mgdesk.rules.people import Role
    from mgdesk.services import intake

    for _twice in range(2):
        scene.desk.do(
            intake.add_person,
            first_name="Léa",
            surname="Martin",
            campus_id=scene.campus_id,
            roles=(Role.LEARNER,),
        )
    code, _out, err = mgdesk("lend", "L-07", "lea martin")
    assert (code, "Léa" in err or "lea martin" in err) == (1, True)
    assert mgdesk("lend", "L-07", "mol-00002")[0] == 0


def test_a_state_that_is_none_is_wrong_usage(mgdesk, scene):  # noqa: F811
    with pytest.raises(SystemExit) as ended:
        mgdesk("coaching", "status", "Amina El Idrissi", "asleep")
    assert ended.value.code == 2


def test_a_referral_is_noted_answered_renamed_and_deleted(mgdesk, scene):  # noqa: F811
    who = "Amina El Idrissi"

    def listed():
        return json.loads(mgdesk("appointment", "referrals", who, "--json")[1])

    assert mgdesk("appointment", "refer", who, "--to", "Service social", "--reason", "A")[0] == 0
    change = ["appointment", "referral", who, "SOCIAL"]
    assert (
        mgdesk(*change, "--day", "2026-09-01", "--answer", "B", "--answered", "2026-09-04")[0] == 0
    )
    assert mgdesk(*change, "--rename", "Service Logement")[0] == 0
    (row,) = listed()
    assert (row["party"], row["day"], row["answered_on"]) == (
        "Service Logement", "2026-09-01", "2026-09-04",
    )  # fmt: skip
    code, _out, err = mgdesk(*change, "--answer", "C")
    assert (code, "No referral to or by" in err) == (1, True)
    assert mgdesk("appointment", "referral", who, "logement", "--delete")[0] == 0
    assert listed() == []
