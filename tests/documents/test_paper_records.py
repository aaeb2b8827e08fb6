"""Records of paper: stored as JSON, read back equal, today and after the program has grown."""

import json
from dataclasses import replace

from mgdesk.documents.attendance_sheet import SheetRecord
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.legibility import missing_characters
from mgdesk.documents.paper import CopyMark
from tests.documents.samples import BACKING, HEAD, PICTURES, certificate, rows, sheet


def test_a_sheet_survives_being_stored() -> None:
    record = sheet(rows=(replace(rows(1)[0], struck=(0, 3)),), copy=CopyMark.DUPLICATE)
    assert SheetRecord.from_plain(json.loads(json.dumps(record.to_plain()))) == record


def test_a_certificate_survives_being_stored() -> None:
    record = certificate(signature=HEAD.logo, second_name="أمينة")
    assert CertificateRecord.from_plain(json.loads(json.dumps(record.to_plain()))) == record


def test_an_older_record_takes_defaults_and_a_newer_one_loses_only_what_is_unknown() -> None:
    plain = certificate().to_plain()
    del plain["birth_place"]
    plain["verified_by"] = "something of tomorrow"
    assert CertificateRecord.from_plain(plain) == certificate()


def test_a_record_names_the_pictures_that_it_needs() -> None:
    assert certificate().digests() == sheet().digests() == frozenset(PICTURES)
    assert certificate(letterhead=replace(HEAD, logo=None)).digests() == frozenset(PICTURES) - {
        HEAD.logo.digest if HEAD.logo else ""
    }


def test_characters_that_no_font_draws_are_named_before_printing() -> None:
    learners = (replace(rows(1)[0], surname="𒀀𒀁", first_name="Léa 𒀀"),)
    assert missing_characters([sheet(rows=learners), certificate(name="ꀀ")]) == "𒀀𒀁ꀀ"
    assert missing_characters([sheet(), certificate(backing=BACKING)]) == ""
