"""Applying to a training: how an application came, how it stands, and what is asked of nobody.

Motivation is the only measure. Schooling is a statistic (ISCED 2011), never a condition, and no
state follows from a figure: only a person decides, and every decision can be taken back.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class ApplicationStatus(StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    INTERVIEW = "interview"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


APPLICATION_STATUS_LABELS: Final = {
    ApplicationStatus.NEW: N_("new"),
    ApplicationStatus.CONTACTED: N_("contacted"),
    ApplicationStatus.INTERVIEW: N_("invited to an interview"),
    ApplicationStatus.ACCEPTED: N_("accepted"),
    ApplicationStatus.RESERVE: N_("on the reserve list"),
    ApplicationStatus.REFUSED: N_("not chosen"),
    ApplicationStatus.WITHDRAWN: N_("withdrawn by the applicant"),
}

# Nobody has decided yet: these are invited, interviewed and ranked.
OPEN: Final = frozenset(
    {ApplicationStatus.NEW, ApplicationStatus.CONTACTED, ApplicationStatus.INTERVIEW}
)
# A person has decided: each has a letter.
DECIDED: Final = frozenset(
    {ApplicationStatus.ACCEPTED, ApplicationStatus.RESERVE, ApplicationStatus.REFUSED}
)


class Channel(StrEnum):
    """How an application reached the campus."""

    WALK_IN = "walk_in"
    FORM = "form"
    PHONE = "phone"
    EVENT = "event"
    REFERRAL = "referral"


CHANNEL_LABELS: Final = {
    Channel.WALK_IN: N_("at the desk"),
    Channel.FORM: N_("by a form"),
    Channel.PHONE: N_("by phone"),
    Channel.EVENT: N_("at an event"),
    Channel.REFERRAL: N_("sent by an organisation"),
}

# ISCED 2011 levels, in the words of the field; 0 (early childhood) is no answer of an adult.
SCHOOLING_LABELS: Final[Mapping[int, str]] = {
    1: N_("primary school"),
    2: N_("lower secondary school"),
    3: N_("upper secondary school"),
    4: N_("after secondary school, not higher education"),
    5: N_("short higher education"),
    6: N_("bachelor"),
    7: N_("master"),
    8: N_("doctorate"),
}
USUAL_PLACES: Final = 15  # of a cohort whose places nobody has said
