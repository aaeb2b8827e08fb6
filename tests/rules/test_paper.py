import pytest

from mgdesk.rules.paper import (
    GONE,
    NOT_BACK,
    PAPER_STATUS_LABELS,
    PaperKind,
    PaperStatus,
    after_scan,
    next_step,
    steps,
)

SHEET, CERTIFICATE = PaperKind.ATTENDANCE_SHEET, PaperKind.CERTIFICATE
S = PaperStatus
WAY = (S.PRINTED, S.OUT, S.RETURNED, S.ENCODED, S.COUNTERSIGNED, S.SCANNED, S.FILED)


def test_a_sheet_goes_its_way_step_by_step():
    walked = [S.ISSUED]
    while (following := next_step(SHEET, walked[-1])) is not None:
        walked.append(following)
    assert walked == [S.ISSUED, *WAY]


@pytest.mark.parametrize("place", range(len(WAY)))
def test_steps_that_nobody_noted_may_be_left_out(place):
    assert set(WAY[place + 1 :]) <= set(steps(SHEET, WAY[place]))
    assert WAY[place] not in steps(SHEET, WAY[place])


def test_a_sheet_goes_back_only_for_a_reason_of_paper():
    back = {one: [to for to in steps(SHEET, one) if WAY.index(to) < WAY.index(one)] for one in WAY}
    assert back == {
        S.PRINTED: [],
        S.OUT: [],
        S.RETURNED: [S.OUT],
        S.ENCODED: [S.OUT],
        S.COUNTERSIGNED: [S.OUT],
        S.SCANNED: [S.OUT, S.ENCODED, S.COUNTERSIGNED],
        S.FILED: [S.RETURNED],
    }


def test_a_certificate_is_printed_and_collected():
    assert steps(CERTIFICATE, S.ISSUED) == (S.PRINTED, S.COLLECTED)
    assert steps(CERTIFICATE, S.PRINTED) == (S.COLLECTED,)
    assert steps(CERTIFICATE, S.COLLECTED) == (S.PRINTED,)
    assert next_step(CERTIFICATE, S.COLLECTED) is None


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("status", GONE)
def test_what_no_longer_holds_goes_nowhere(kind, status):
    assert steps(kind, status) == ()
    assert next_step(kind, status) is None


def test_a_whole_scan_makes_a_sheet_scanned_and_a_part_brings_it_back():
    assert {one: after_scan(one, is_whole=True) for one in PaperStatus if one in WAY} == {
        one: S.FILED if one is S.FILED else S.SCANNED for one in WAY
    }
    assert [after_scan(one, is_whole=False) for one in (S.ISSUED, *NOT_BACK)] == [S.RETURNED] * 3
    assert after_scan(S.ENCODED, is_whole=False) is S.ENCODED
    assert all(after_scan(one, is_whole=True) is one for one in GONE)


def test_every_status_has_its_word():
    assert set(PAPER_STATUS_LABELS) == set(PaperStatus)
