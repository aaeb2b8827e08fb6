"""The common indicators of ESF+: codes, what each counts of our facts, and which are not collected.

The indicators are those of annex I of Regulation (EU) 2021/1057; their codes are SFC2021's, the
Commission's system: the annex itself has none. Read were the annex's points 1.1 and 1.2 as adopted,
the Commission's questions and answers on EECO13 to EECO15, EECR01, EECR04 and on an improved
situation at work (SFC support portal), and its rules of 24 June 2024 on how the codes add up. The
Common Indicators Toolbox was not at hand. A sentence here says what is counted, in our words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mgdesk.i18n import N_
from mgdesk.rules.indicators import (
    AGE_LABELS,
    JOBLESS,
    LABOUR_LABELS,
    SCHOOLING_BANDS,
    AgeBand,
    Labour,
    Leaver,
    Participant,
    Schooling,
    Situation,
)


class Moment(StrEnum):
    """When the fact of an indicator is taken."""

    START = "start"
    EXIT = "exit"
    LATER = "later"


MOMENT_LABELS: Final = {
    Moment.START: N_("on starting"),
    Moment.EXIT: N_("within four weeks after leaving"),
    Moment.LATER: N_("six months after leaving"),
}

Belongs = Callable[[Any], bool]  # of a Participant, or of a Leaver


@dataclass(frozen=True)
class Indicator:
    """A line of the table. Without a code it is ours: what is known of nobody, and the rest.

    `of` says who could be in it, `known` of whom of these the fact is known; `missing` says why an
    indicator is not collected. `point` is that of annex I.
    """

    key: str  # the code, or a name of ours
    moment: Moment
    label: str
    sentence: str = ""
    point: str = ""
    belongs: Belongs | None = None
    of: Belongs | None = None
    known: Belongs | None = None
    missing: str = ""

    @property
    def code(self) -> str:
        return self.key if self.point else ""


SOURCE: Final = N_("Regulation (EU) 2021/1057, annex I, point {point}; code of SFC2021")

_UNASKED: Final = N_(
    "Not collected: the desk asks nobody for it. The campus may report an informed estimate, as"
    " annex I allows."
)
_AGED: Final = N_("Participants of that age on their first day, by their date of birth.")
_SCHOOLED: Final = N_(
    "Participants by the highest level of schooling that they chose to tell on entry."
)


def _whole(one: Participant) -> bool:
    return one.came


def _labour(*wanted: Labour) -> Belongs:
    return lambda one: one.came and one.labour in wanted


def _age(band: AgeBand) -> Belongs:
    return lambda one: one.came and one.age is band


def _schooling(band: Schooling) -> Belongs:
    return lambda one: one.came and one.schooling is band


def _knows_labour(one: Participant) -> bool:
    return one.came and one.labour is not Labour.UNKNOWN


def _knows_age(one: Participant) -> bool:
    return one.came and one.age is not AgeBand.UNKNOWN


def _knows_schooling(one: Participant) -> bool:
    return one.came and one.schooling is not Schooling.UNKNOWN


def _start(key: str, label: str, sentence: str, belongs: Belongs, known: Belongs) -> Indicator:
    point = "1.1" if key.startswith("EE") else ""
    return Indicator(key, Moment.START, label, sentence, point, belongs, _whole, known)


def _missing(key: str, moment: Moment, label: str, point: str, why: str) -> Indicator:
    return Indicator(key, moment, label, point=point, missing=why)


# --- on starting ---------------------------------------------------------------------------------

TOTAL: Final = Indicator(
    "EECO01", Moment.START, N_("Participants"),
    N_("People whose first day in a training lies in the period and who came to at least one"
       " half-day; each is counted once, by the first such entry. Guests of events are none. Annex I"
       " adds up the three situations on entry; here those of whom it is not known are in it too."),
    "1.1", _whole,
)  # fmt: skip
LONG_TERM: Final = _start(
    "EECO03", LABOUR_LABELS[Labour.LONG_TERM],
    N_("Of these, those looking for work for more than a year, by what they told on entry. Below 25"
       " years some programmes count from six months on: that is not asked here."),
    _labour(Labour.LONG_TERM), _knows_labour,
)  # fmt: skip
BY_LABOUR: Final = (
    _start("EECO02", LABOUR_LABELS[Labour.UNEMPLOYED],
           N_("Participants without work who looked for it, by what they told on entry."),
           _labour(*JOBLESS), _knows_labour),
    _start("EECO04", LABOUR_LABELS[Labour.INACTIVE],
           N_("Participants who neither worked nor looked for work, students among them, by what they"
              " told on entry."),
           _labour(Labour.INACTIVE), _knows_labour),
    _start("EECO05", LABOUR_LABELS[Labour.EMPLOYED],
           N_("Participants who worked for an employer or for themselves, by what they told on"
              " entry."),
           _labour(Labour.EMPLOYED), _knows_labour),
    _start("labour_unknown", LABOUR_LABELS[Labour.UNKNOWN], "", _labour(Labour.UNKNOWN),
           _knows_labour),
)  # fmt: skip
BY_AGE: Final = (
    _start("EECO06", AGE_LABELS[AgeBand.CHILD], _AGED, _age(AgeBand.CHILD), _knows_age),
    _start("EECO07", AGE_LABELS[AgeBand.YOUNG], _AGED, _age(AgeBand.YOUNG), _knows_age),
    _start("age_middle", AGE_LABELS[AgeBand.MIDDLE], "", _age(AgeBand.MIDDLE), _knows_age),
    _start("EECO08", AGE_LABELS[AgeBand.OLDER], _AGED, _age(AgeBand.OLDER), _knows_age),
    _start("age_unknown", AGE_LABELS[AgeBand.UNKNOWN], "", _age(AgeBand.UNKNOWN), _knows_age),
)
_LOW, _MIDDLE, _HIGH, _UNKNOWN = ((SCHOOLING_BANDS[one], _schooling(one)) for one in Schooling)
BY_SCHOOLING: Final = (
    _start("EECO09", _LOW[0], _SCHOOLED, _LOW[1], _knows_schooling),
    _start("EECO10", _MIDDLE[0], _SCHOOLED, _MIDDLE[1], _knows_schooling),
    _start("EECO11", _HIGH[0], _SCHOOLED, _HIGH[1], _knows_schooling),
    _start("schooling_unknown", _UNKNOWN[0], "", _UNKNOWN[1], _knows_schooling),
)
UNASKED: Final = tuple(
    _missing(key, Moment.START, label, point, why)
    for key, label, point, why in (
        ("EECO12", N_("With disabilities"), "1.2", _UNASKED),
        ("EECO13", N_("Nationals of a country outside the Union"), "1.2", _UNASKED),
        ("EECO14", N_("With a foreign background"), "1.2", _UNASKED),
        ("EECO15", N_("Of minorities, marginalised communities such as Roma included"), "1.2",
         _UNASKED),
        ("EECO16", N_("Homeless or affected by housing exclusion"), "1.2", _UNASKED),
        ("EECO17", N_("From rural areas"), "1.2",
         N_("Not collected: no list of rural municipalities is part of the program.")),
        ("EECO18", N_("Public administrations or public services supported"), "2",
         N_("Not collected: a campus supports people, not organisations.")),
        ("EECO19", N_("Small and medium-sized enterprises supported"), "2",
         N_("Not collected: a campus supports people, not organisations.")),
    )
)  # fmt: skip
ABSENT: Final = Indicator(
    "not_seen", Moment.START, N_("Entries without any presence"),
    N_("People whose first day lies in the period, of whom no presence is noted: never counted as"
       " participants. Sheets that are not encoded yet are among the reasons."),
    belongs=lambda one: not one.came,
)  # fmt: skip

# --- on leaving ----------------------------------------------------------------------------------

LEFT: Final = Indicator(
    "left", Moment.EXIT, N_("Leavers"),
    N_("Participants whose training ended in the period, by their last exit in it; without whom an"
       " employer sent, transfers, and whoever is in another training since."),
    belongs=_whole,
)  # fmt: skip
UNSEEN: Final = Indicator(
    "left_not_seen", Moment.EXIT, N_("Exits without any presence"),
    N_("People whose training ended in the period, of whom no presence is noted: never counted as"
       " leavers."),
    belongs=lambda one: not one.came,
)  # fmt: skip


def _searches_anew(one: Leaver) -> bool:
    return _was_inactive(one) and one.at_exit is Situation.SEARCHING


def _was_inactive(one: Leaver) -> bool:
    return one.came and one.entry is Labour.INACTIVE


def _was_jobless(one: Leaver) -> bool:
    return one.came and one.entry in JOBLESS | {Labour.INACTIVE}


def _works_anew(one: Leaver) -> bool:
    return _was_jobless(one) and one.at_exit is Situation.WORK


def _learns(one: Leaver) -> bool:
    return one.came and one.at_exit is Situation.LEARNING


def _told_exit(one: Leaver) -> bool:
    return one.came and one.at_exit is not Situation.UNKNOWN


def _told_other(one: Leaver) -> bool:
    return _told_exit(one) and not (_searches_anew(one) or _learns(one) or _works_anew(one))


AT_EXIT: Final = (
    Indicator(
        "EECR01", Moment.EXIT, N_("Newly looking for work upon leaving"),
        N_("Of those inactive at entry, those looking for work; the last situation of the 28 days"
           " counts. Shares are of those who answered."),
        "3", _searches_anew, _was_inactive, lambda one: _was_inactive(one) and _told_exit(one),
    ),
    Indicator(
        "EECR02", Moment.EXIT, N_("In education or training upon leaving"),
        N_("Leavers in further training, studies, an internship or a traineeship. Whether they had"
           " already begun it before is not known."),
        "3", _learns, _whole, _told_exit,
    ),
    Indicator(
        "EECR04", Moment.EXIT, N_("In work upon leaving, self-employed included"),
        N_("Of those unemployed or inactive at entry, those with a job or a company of their own;"
           " the last situation of the 28 days counts."),
        "3", _works_anew, _was_jobless, lambda one: _was_jobless(one) and _told_exit(one),
    ),
    Indicator("exit_other", Moment.EXIT, N_("Another answer upon leaving"), belongs=_told_other),
    Indicator(
        "exit_unknown", Moment.EXIT, N_("No answer when leaving nor within 4 weeks"),
        belongs=lambda one: one.came and not _told_exit(one),
    ),
)  # fmt: skip
QUALIFIED: Final = _missing(
    "EECR03", Moment.EXIT, N_("With a qualification gained upon leaving"), "3",
    N_("Not collected: a qualification is what a competent body has assessed; a certificate of"
       " participation is none."),
)  # fmt: skip


# --- six months after leaving --------------------------------------------------------------------


def _is_due(one: Leaver) -> bool:
    return one.came and one.later is not Situation.NOT_YET


def _told_later(one: Leaver) -> bool:
    return _is_due(one) and one.later is not Situation.UNKNOWN


def _works_later(one: Leaver) -> bool:
    return _was_jobless(one) and one.later is Situation.WORK


LATER: Final = (
    Indicator(
        "EECR05", Moment.LATER, N_("In work six months after leaving, self-employed included"),
        N_("Of those unemployed or inactive at entry who left six months ago or longer, those with a"
           " job or a company of their own six months after leaving."),
        "4", _works_later, lambda one: _was_jobless(one) and _is_due(one),
        lambda one: _was_jobless(one) and _told_later(one),
    ),
    Indicator(
        "later_other", Moment.LATER, N_("Another answer six months after leaving"),
        belongs=lambda one: _told_later(one) and not _works_later(one),
    ),
    Indicator(
        "later_unknown", Moment.LATER, N_("No answer 6 months after leaving"),
        belongs=lambda one: _is_due(one) and not _told_later(one),
    ),
    Indicator(
        "later_not_yet", Moment.LATER, N_("Left less than six months ago: not asked yet"),
        belongs=lambda one: one.came and not _is_due(one),
    ),
)  # fmt: skip
IMPROVED: Final = _missing(
    "EECR06", Moment.LATER, N_("In a better situation at work six months after leaving"), "4",
    N_("Not collected: it compares the work on entry (stable or not, hours, level, tasks) with that"
       " of six months after leaving; the work on entry is not asked."),
)  # fmt: skip

# In the order in which they are shown; the lines without a code follow those that they complete.
OF_PARTICIPANTS: Final = (
    TOTAL, BY_LABOUR[0], LONG_TERM, *BY_LABOUR[1:], *BY_AGE, *BY_SCHOOLING, *UNASKED, ABSENT,
)  # fmt: skip
OF_LEAVERS: Final = (
    LEFT, *AT_EXIT[:2], QUALIFIED, *AT_EXIT[2:], *LATER[:1], IMPROVED, *LATER[1:], UNSEEN,
)  # fmt: skip
INDICATORS: Final = {one.key: one for one in (*OF_PARTICIPANTS, *OF_LEAVERS)}
