"""Signing on at the desk, as it is noted: who came, who left, whose PIN was wrong, and for how long."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_

# CNIL, recommendation on logging (2021-122, 14 October 2021): six months to a year.
KEPT: Final = timedelta(days=365)
LONGEST_COMPUTER: Final = 64  # letters of a computer's name; Windows takes 15, Linux 64


class SignOnKind(StrEnum):
    ON = "on"
    OFF = "off"
    REFUSED = "refused"


SIGN_ON_LABELS: Final = {
    SignOnKind.ON: N_("signed on"),
    SignOnKind.OFF: N_("signed off"),
    SignOnKind.REFUSED: N_("wrong PIN"),
}
