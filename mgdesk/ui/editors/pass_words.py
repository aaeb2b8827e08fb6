"""How a pass stands, in words: n of N days left, until when; none valid is an advice."""

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.passes import PassRow, PassStanding
from mgdesk.rules.coworking import PASS_KIND_LABELS, PASS_STATE_LABELS, PassState
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.theme import Tone

_STATES = {
    PassState.COMING: (Tone.NEUTRAL, "calendar"),
    PassState.VALID: (Tone.OK, "circle-check"),
    PassState.USED_UP: (Tone.LATE, "hourglass"),
    PassState.OVER: (Tone.NEUTRAL, "log-out"),
}


def left_of(left: int, day_count: int) -> str:
    return ngettext("{left} of {n} day left", "{left} of {n} days left", day_count, left=left)


def standing_words(standing: PassStanding | None) -> str:
    """`3 of 10 days left`; nothing where no passes are given."""
    if standing is None:
        return ""
    if standing.kind is None:
        return _("no valid pass")
    if standing.left is not None and standing.day_count is not None:
        return left_of(standing.left, standing.day_count)
    return _(PASS_KIND_LABELS[standing.kind])


def standing_pill(standing: PassStanding | None) -> Pill | None:
    """Only what wants a look: no valid pass, or the last day of one."""
    if standing is None or (standing.is_valid and standing.left != 0):
        return None
    if not standing.is_valid:
        return Pill(Tone.LATE, _("no valid pass"), "credit-card")
    return Pill(Tone.LATE, _("last day of the card"), "hourglass")


def pass_title(row: PassRow) -> str:
    """`Day card · 3 of 10 days left`."""
    left = left_of(row.left, row.day_count) if row.left is not None and row.day_count else ""
    return " · ".join(filter(None, (_(PASS_KIND_LABELS[row.kind]), left)))


def pass_days(row: PassRow) -> str:
    """From when to when, and the note."""
    first = format_day(row.first_day, "short")
    if row.last_day is None:
        days = _("from {day}", day=first)
    else:
        days = isolate(f"{first} – {format_day(row.last_day, 'short')}")
    return " · ".join(filter(None, (days, isolate(row.note))))


def state_pill(state: PassState) -> Pill:
    tone, icon = _STATES[state]
    return Pill(tone, _(PASS_STATE_LABELS[state]), icon)
