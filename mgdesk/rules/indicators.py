"""Participants and results as funders of the European Social Fund count them.

After the common indicators of ESF+ (Regulation (EU) 2021/1057, annex I): by situation at entry, age,
schooling (ISCED 2011) and gender where it was given. The wording of the annex was not at hand, so
no code of it is claimed. Background, origin and health are never asked here: those lines of the
annex stay to be declared by other means. What is not known has a line of its own.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_
from mgdesk.rules.names import fold
from mgdesk.rules.outcome import MISSING, WORK, OutcomeKind


class Labour(StrEnum):
    UNEMPLOYED = "unemployed"
    LONG_TERM = "long_term"
    INACTIVE = "inactive"
    EMPLOYED = "employed"
    UNKNOWN = ""


LABOUR_LABELS: Final = {
    Labour.UNEMPLOYED: N_("Unemployed at entry, long-term included"),
    Labour.LONG_TERM: N_("of these long-term unemployed"),
    Labour.INACTIVE: N_("Inactive at entry"),
    Labour.EMPLOYED: N_("Employed at entry, self-employed included"),
    Labour.UNKNOWN: N_("Situation at entry not known"),
}

# Beginnings of words, folded, by which a situation is known in our languages; the first found counts.
_LABOUR_WORDS: Final = (
    (Labour.LONG_TERM, ("long_term", "long-term", "long term", "longue duree", "langdurig",
                        "lunga durata", "طويل")),
    (Labour.INACTIVE, ("inacti", "inatti", "student", "etudiant", "niet actief", "غير نشط", "طالب")),
    (Labour.UNEMPLOYED, ("unemploy", "chom", "demandeur", "sans emploi", "werkloos", "werkzoekend",
                         "disoccupat", "job seeker", "jobseeker", "job-seeker", "عاطل", "باحث")),
    (Labour.EMPLOYED, ("employ", "salari", "independant", "zelfstandig", "werkend", "in dienst",
                       "occupat", "autonom", "self-employ", "travail", "موظف", "عامل")),
)  # fmt: skip


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


@dataclass(frozen=True)
class Participants:
    """So many people who are alike in what indicators ask; `gender` is empty when not said."""

    labour: Labour
    schooling: Schooling
    age: AgeBand
    gender: str
    count: int


class Situation(StrEnum):
    """What somebody's answer after the training comes to."""

    WORK = "work"
    LEARNING = "learning"
    SEARCHING = "searching"
    NOT_SEARCHING = "not_searching"
    UNKNOWN = ""


EXIT_LABELS: Final = {
    Situation.WORK: N_("In work when leaving or within 4 weeks"),
    Situation.LEARNING: N_("In training or an internship when leaving or within 4 weeks"),
    Situation.SEARCHING: N_("Looking for work when leaving or within 4 weeks"),
    Situation.NOT_SEARCHING: N_("Not looking for work when leaving or within 4 weeks"),
    Situation.UNKNOWN: N_("No answer when leaving nor within 4 weeks"),
}
LATER_LABELS: Final = {
    Situation.WORK: N_("In work 6 months after leaving"),
    Situation.LEARNING: N_("In training or an internship 6 months after leaving"),
    Situation.SEARCHING: N_("Looking for work 6 months after leaving"),
    Situation.NOT_SEARCHING: N_("Not looking for work 6 months after leaving"),
    Situation.UNKNOWN: N_("No answer 6 months after leaving"),
}


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


@dataclass(frozen=True)
class Leavers:
    """So many people who left and are alike in what became of them."""

    at_exit: Situation
    later: Situation
    gender: str
    count: int


@dataclass(frozen=True)
class IndicatorRow:
    """A line of the table: women, men, other, not said; the whole last. None is hidden."""

    label: str  # English message
    counts: tuple[int | None, ...]
    total: int | None


GENDERS: Final = ("woman", "man", "other", "")


def labour_of(text: str) -> Labour:
    """The situation that somebody wrote, in any of our languages."""
    said = fold(text)
    for labour, beginnings in _LABOUR_WORDS:
        if any(re.search(rf"(?:^|\b){re.escape(fold(one))}", said) for one in beginnings):
            return labour
    return Labour.UNKNOWN


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
