"""Bands of age, and how what is not said is called: the lines of a report about people."""

from datetime import date
from typing import Final

from mgdesk.i18n import N_, is_right_to_left, isolate
from mgdesk.i18n import gettext as _

# The first age of each band. 18, 30 and 55 are where the common ESF+ indicators cut as well.
AGES: Final = (0, 18, 25, 30, 40, 55)
NOT_SAID: Final = N_("not said")


def band_label(key: str) -> str:
    """`18`, the first age of a band, as `18–24`."""
    if not key:
        return _(NOT_SAID)
    first = int(key)
    later = [age for age in AGES if age > first]
    if not later:
        return _("{age} and over", age=str(first))
    if not first:
        return _("under {age}", age=str(later[0]))
    band = f"{first}–{later[0] - 1}"
    return isolate(f"\u200e{band}") if is_right_to_left() else band


def born_by(day: date, age: int) -> date:
    """The last birth date of whoever is that old on the day; born on 29 February, of age on 1 March."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February
        return day.replace(year=day.year - age, day=28)
