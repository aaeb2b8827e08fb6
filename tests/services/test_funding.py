"""Funders, their profiles, partners and reasons for absence."""

import json

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import Desk
from mgdesk.errors import NotFound, StaleRecord
from mgdesk.model.identity import new_key
from mgdesk.queries import campuses as queries
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.services import funding, profile_marks, shipped
from tests.cohort_scene import everything


def test_a_partner_is_added_changed_and_deleted(desk: Desk) -> None:
    partner_id = desk.do(funding.add_partner, name="Atelier", website="https://example.org")
    with pytest.raises(funding.OrganisationNameTaken):
        desk.do(funding.add_partner, name="ATELIER")
    with pytest.raises(funding.OrganisationNameMissing):
        desk.do(funding.add_partner, name=" ")
    desk.do(funding.update_partner, partner_id=partner_id, version=1, name="Atelier Deux")
    with pytest.raises(StaleRecord):
        desk.do(funding.update_partner, partner_id=partner_id, version=1, name="Trois")
    assert [(p.name, p.website) for p in desk.read(queries.partners)] == [("Atelier Deux", "")]
    desk.do(funding.delete_partner, partner_id=partner_id)
    assert desk.read(queries.partners) == []


def test_a_profile_keeps_its_funder_s_rules(desk: Desk) -> None:
    funder_id = desk.do(funding.add_funder, name="Le fonds")
    profile_id = desk.do(
        funding.add_profile, code="fonds", name="Fonds", funder_id=funder_id, threshold_percent=80
    )
    desk.do(funding.update_profile, profile_id=profile_id, version=1, rounding_minutes=30)
    found = desk.read(queries.funder_profile, profile_id=profile_id)
    assert (found.funder, found.threshold_percent, found.rounding_minutes, found.is_confirmed) == (
        "Le fonds",
        80,
        30,
        False,
    )
    desk.do(funding.delete_funder, funder_id=funder_id)
    assert desk.read(queries.funder_profile, profile_id=profile_id).funder == ""


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": "", "name": "X"}, funding.ProfileIncomplete),
        ({"code": "x"}, funding.ProfileIncomplete),
        ({"code": "there", "name": "X"}, funding.ProfileCodeTaken),
        ({"code": "x", "name": "X", "threshold_percent": 101}, funding.ProfileNumberUnusable),
        ({"code": "x", "name": "X", "rounding_minutes": 0}, funding.ProfileNumberUnusable),
        ({"code": "x", "name": "X", "funder_id": new_key()}, NotFound),
    ],
)
def test_a_profile_that_cannot_be_is_refused(desk: Desk, fields, error) -> None:
    desk.do(funding.add_profile, code="there", name="There")
    with pytest.raises(error):
        desk.do(funding.add_profile, **fields)
    assert len(desk.read(queries.funder_profiles)) == 1


def test_a_reason_holds_for_all_or_for_one_profile(desk: Desk) -> None:
    profile_id = desk.do(funding.add_profile, code="x", name="X")
    desk.do(funding.add_absence_reason, code="MAL", label="Maladie")
    own = desk.do(
        funding.add_absence_reason, code="MAL", label="Ziekte", funder_profile_id=profile_id
    )
    with pytest.raises(funding.ReasonCodeTaken):
        desk.do(funding.add_absence_reason, code="MAL", label="Encore")
    with pytest.raises(funding.ReasonIncomplete):
        desk.do(funding.add_absence_reason, code="X", label="")
    assert [r.label for r in desk.read(queries.absence_reasons)] == ["Maladie"]
    both = desk.read(queries.absence_reasons, funder_profile_id=profile_id)
    assert {reason.label for reason in both} == {"Maladie", "Ziekte"}
    desk.do(funding.delete_absence_reason, reason_id=own)
    assert len(desk.read(queries.absence_reasons, funder_profile_id=profile_id)) == 1


def test_each_rule_of_a_shipped_profile_is_confirmed_by_itself_and_doubted_when_it_changes(
    desk: Desk, capsys
) -> None:
    desk.do(shipped.add_shipped_profiles)

    def veneto():
        return next(p for p in desk.read(queries.funder_profiles) if p.code == "fse-veneto")

    found = veneto()
    assert len(found.to_confirm) == len(CONFIRMABLE)
    told = {mark.field: mark.source for mark in found.marks}
    assert "123dok" in told["threshold_percent"]  # a source is no confirmation
    before = everything(desk)
    rules = {"profile_id": found.id, "fields": ["threshold_percent", "mention"]}
    with pytest.raises(profile_marks.SourceMissing):
        desk.do(profile_marks.confirm_rules, source=" ", **rules)
    with pytest.raises(NotFound):
        desk.do(profile_marks.confirm_rules, profile_id=found.id, fields=["name"], source="DGR")
    desk.do(profile_marks.confirm_rules, source="DGR 12/2026", by="Sam", **rules)
    marks = {mark.field: mark for mark in veneto().marks}
    assert (marks["mention"].source, marks["mention"].confirmed_by) == ("DGR 12/2026", "Sam")
    assert marks["mention"].confirmed_on is not None
    desk.do(
        funding.update_profile, profile_id=found.id, version=veneto().version,
        threshold_percent=75, mention=found.mention,
    )  # fmt: skip
    assert "threshold_percent" in veneto().to_confirm  # 70 % was confirmed, not 75
    assert "mention" not in veneto().to_confirm
    desk.do(profile_marks.doubt_rules, profile_id=found.id, fields=["mention"])
    assert len(veneto().to_confirm) == len(CONFIRMABLE)
    for _step in range(3):
        desk.undo()
    assert everything(desk) == before
    desk.do(profile_marks.confirm_rules, profile_id=found.id, fields=[*CONFIRMABLE], source="DGR")
    assert (veneto().to_confirm, veneto().is_confirmed) == ((), True)
    desk.close()
    home = ["--home", str(desk.home.root), "--language", "en"]
    asked = ["profile", "confirm", "FSE-Veneto", "mention"]
    assert main([*asked, "--doubt", *home]) == 0
    capsys.readouterr()
    assert main(["profile", "rules", "fse-veneto", "--json", *home]) == 0
    rows = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["mention"]["confirmed_on"], rows["threshold_percent"]["value"]) == (None, 70)
    assert main([*asked, "--source", "DGR 13", "--by", "Nour", *home]) == 0
    assert main(["profile", "rules", "nobody", *home]) == 1
