"""Scores are weighted means with every part in sight; equal ones share a rank."""

from datetime import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.selection import Criterion, CriterionKind, hours_of_day, ranks, score

MOTIVATION = Criterion("motivation", 3, CriterionKind.POINTS)
FREE = Criterion("free", 1, CriterionKind.YES_NO)
CRITERIA = (MOTIVATION, FREE)


def test_a_score_is_the_weighted_mean_of_the_interviewers_and_shows_its_parts():
    found = score(CRITERIA, [{"motivation": 5, "free": 0}, {"motivation": 3, "free": 1}])
    assert found is not None
    # 5/5·75 + 0 = 75; 3/5·75 + 25 = 70; their mean is 72.5
    assert found.shown == Decimal("72.5")
    assert [(p.key, p.points, p.share) for p in found.parts] == [
        ("motivation", 4, 60), ("free", Decimal("0.5"), Decimal("12.5")),
    ]  # fmt: skip


def test_a_question_that_was_not_asked_costs_nothing_and_nobody_scored_has_no_score():
    assert score(CRITERIA, [{"motivation": 5}]).shown == 100
    assert score(CRITERIA, [{}, {"gone": 4}]) is None


def test_equal_scores_share_a_rank_and_the_next_one_is_after_both():
    scores = [Decimal(70), None, Decimal(90), Decimal(70), Decimal(10)]
    assert ranks(scores) == [2, None, 1, 2, 4]


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["motivation", "free"]), st.integers(0, 1)), max_size=6
    )
)
def test_parts_sum_to_the_score_which_is_between_nothing_and_all(interviews):
    found = score(CRITERIA, interviews)
    assert (found is None) == (not any(interviews))
    if found is not None:
        assert sum(part.share for part in found.parts) == found.percent
        assert 0 <= found.percent <= 100


def test_a_day_offers_each_hour_as_often_as_people_are_seen_and_none_that_is_cut_short():
    nine, half = time(9), time(9, 30)
    assert hours_of_day(time(9), time(10, 10), 30, 2) == [nine, nine, half, half]
