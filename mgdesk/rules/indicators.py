"""Participants and leavers by what indicators of the European Social Fund ask: read, never guessed.

What is not known has a value of its own in every reading. Which indicators are made of these facts,
and by which text, is `rules.common_indicators`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_
from mgdesk.rules.names import fold
from mgdesk.rules.outcome import (
    MISSING,
    WORK,
    Evidence,
    Milestone,
    OutcomeKind,
    due_on,
    told_of_months,
    told_within_weeks,
)


class Labour(StrEnum):
    UNEMPLOYED = "unemployed"
    LONG_TERM = "long_term"
    INACTIVE = "inactive"
    EMPLOYED = "employed"
    UNKNOWN = ""


JOBLESS: Final = frozenset({Labour.UNEMPLOYED, Labour.LONG_TERM})
LABOUR_LABELS: Final = {
    Labour.UNEMPLOYED: N_("Unemployed at entry, long-term included"),
    Labour.LONG_TERM: N_("of these long-term unemployed"),
    Labour.INACTIVE: N_("Inactive at entry"),
    Labour.EMPLOYED: N_("Employed at entry, self-employed included"),
    Labour.UNKNOWN: N_("Situation at entry not known"),
}

# Beginnings of words, folded, by which a situation is known in our languages; the first found counts.
_LABOUR_WORDS: Final = (
    (Labour.INACTIVE, ("inacti", "inatti", "student", "etudiant", "niet actief", "غير نشط", "طالب")),
    (Labour.UNEMPLOYED, ("unemploy", "chom", "demandeur", "sans emploi", "werkloos", "werkzoekend",
                         "disoccupat", "inoccupat", "job seeker", "jobseeker", "job-seeker",
                         "عاطل", "باحث")),
    (Labour.EMPLOYED, ("employ", "salari", "independant", "zelfstandig", "werkend", "in dienst",
                       "occupat", "autonom", "self-employ", "travail", "موظف", "عامل")),
)  # fmt: skip
_LONG: Final = ("long_term", "long-term", "long term", "longue duree", "langdurig",
                "lunga durata", "طويل")  # fmt: skip
# “Not employed” is one of several situations: nobody can say which.
_NOT: Final = re.compile(r"\b(?:not|no|pas|non|niet|geen|ne|لا|ليس|غير)\b")


# As one of them is chosen; what came with a list stays as it was written there.
LABOUR_CHOICES: Final = {
    Labour.UNEMPLOYED: N_("looking for work"),
    Labour.LONG_TERM: N_("looking for work for more than a year"),
    Labour.INACTIVE: N_("neither working nor looking for work"),
    Labour.EMPLOYED: N_("working"),
}


class Schooling(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    UNKNOWN = ""


SCHOOLING_BANDS: Final = {
    Schooling.LOW: N_("Lower secondary school or less (ISCED 0–2)"),
    Schooling.MIDDLE: N_("Upper secondary or post-secondary school (ISCED 3–4)"),
    Schooling.HIGH: N_("Higher education (ISCED 5–8)"),
    Schooling.UNKNOWN: N_("Schooling not known"),
}
_ISCED: Final = re.compile(r"(?:isced|cite|citi)?\D{0,3}([0-8])\b")


class AgeBand(StrEnum):
    CHILD = "child"
    YOUNG = "young"
    MIDDLE = "middle"
    OLDER = "older"
    UNKNOWN = ""


AGE_LABELS: Final = {
    AgeBand.CHILD: N_("Under 18 at entry"),
    AgeBand.YOUNG: N_("From 18 to 29 at entry"),
    AgeBand.MIDDLE: N_("From 30 to 54 at entry"),
    AgeBand.OLDER: N_("55 and over at entry"),
    AgeBand.UNKNOWN: N_("Age not known"),
}


class Situation(StrEnum):
    """What somebody's answer after the training comes to."""

    WORK = "work"
    LEARNING = "learning"
    SEARCHING = "searching"
    NOT_SEARCHING = "not_searching"
    UNKNOWN = ""
    NOT_YET = "not_yet"  # the day on which they are asked is still to come


GENDERS: Final = ("woman", "man", "other", "")


@dataclass(frozen=True)
class Participant:
    """Somebody who began, as they were on their first day; `came`: to one half-day at least."""

    person_id: UUID
    labour: Labour
    schooling: Schooling
    age: AgeBand
    gender: str  # empty when not said
    came: bool = True


@dataclass(frozen=True)
class Leaver:
    """Somebody who left, what they were when they came in, and what became of them."""

    person_id: UUID
    entry: Labour
    at_exit: Situation
    later: Situation
    gender: str
    is_exit_proven: bool = False  # a document was seen, or the employer or a register confirmed
    is_later_proven: bool = False
    came: bool = True


@dataclass(frozen=True)
class Told:
    """The latest answer to what was asked at a milestone."""

    kind: OutcomeKind
    since: date | None
    evidence: Evidence


Answers = Mapping[Milestone, Told]


def situation_of(kind: OutcomeKind | None) -> Situation:
    """A missing answer is none, never one of being without work."""
    if kind is None or kind in MISSING:
        return Situation.UNKNOWN
    if kind in WORK:
        return Situation.WORK
    if kind in {OutcomeKind.INTERNSHIP, OutcomeKind.TRAINING}:
        return Situation.LEARNING
    is_searching = kind is OutcomeKind.SEARCHING
    return Situation.SEARCHING if is_searching else Situation.NOT_SEARCHING


def upon_leaving(answers: Answers, exit_on: date) -> tuple[Situation, bool]:
    """The last situation known within 28 days after leaving, and whether it was proven.

    Of several changes the last counts (SFC2021, questions on EECR01 and EECR04).
    """
    return _read(told_within_weeks(answers, exit_on))


def six_months_on(answers: Answers, exit_on: date, today: date) -> tuple[Situation, bool]:
    """How somebody was six months after leaving: what began later says nothing of that day."""
    if due_on(Milestone.MONTHS_6, exit_on) > today:
        return Situation.NOT_YET, False
    return _read(told_of_months(answers, exit_on))


def _read(told: Told | None) -> tuple[Situation, bool]:
    if told is None:
        return Situation.UNKNOWN, False
    return situation_of(told.kind), told.evidence is not Evidence.DECLARED


def labour_of(text: str) -> Labour:
    """The situation that somebody wrote, in any of our languages."""
    said = fold(text)
    if said == Labour.LONG_TERM:
        return Labour.LONG_TERM
    found = next((one for one, words in _LABOUR_WORDS if _has_any(said, words)), Labour.UNKNOWN)
    if found is Labour.UNEMPLOYED:
        return Labour.LONG_TERM if _has_any(said, _LONG) else found
    return Labour.UNKNOWN if found is Labour.EMPLOYED and _NOT.search(said) else found


def _has_any(said: str, beginnings: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?:^|\b){re.escape(fold(one))}", said) for one in beginnings)


def schooling_of(text: str) -> Schooling:
    """The band of an ISCED level, written as a figure or after its name."""
    found = _ISCED.fullmatch(fold(text))
    if found is None:
        return Schooling.UNKNOWN
    level = int(found[1])
    return Schooling.LOW if level < 3 else Schooling.MIDDLE if level < 5 else Schooling.HIGH


def age_band(age: int | None) -> AgeBand:
    if age is None:
        return AgeBand.UNKNOWN
    if age < 18:
        return AgeBand.CHILD
    if age < 30:
        return AgeBand.YOUNG
    return AgeBand.MIDDLE if age < 55 else AgeBand.OLDER
