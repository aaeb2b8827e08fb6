"""Those in the building as lines of a list: co-workers, visitors, then others as a muted group."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.coworking import CoworkingBoard, InsideRow
from mgdesk.rules.arrival import KIND_LABELS
from mgdesk.rules.events import CheckInKind
from mgdesk.ui.editors.arrival_words import local_clock
from mgdesk.ui.editors.candidates import Candidate
from mgdesk.ui.editors.pass_words import standing_pill, standing_words
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.theme import Tone

_ICONS = {CheckInKind.COWORKING: "briefcase", CheckInKind.VISIT: "handshake"}
_ROOMY = 130  # per cent: above this, the name needs the width
OURS = frozenset(_ICONS)


def in_order(inside: Iterable[InsideRow], of_day: Iterable[Candidate]) -> list[Candidate]:
    """Those in the building as they are listed: co-workers first, everybody once."""
    known = {one.person_id: one for one in of_day}
    return [known[row.person_id] for row in inside if row.person_id in known]


def by_person(board: CoworkingBoard) -> Mapping[UUID, InsideRow]:
    return {row.person_id: row for row in board.inside}


def what_for(row: InsideRow, zone: str) -> str:
    """`co-working · 3 of 10 days left`, the class or event, or whom they came to see.

    Since when goes before it where the pill says something of the pass.
    """
    kind = _(KIND_LABELS[row.kind]) if row.kind else _("class")
    host = _("to see {name}", name=row.note) if row.note else ""
    is_in_pill = _advice(row) is not None
    clock = isolate(local_clock(row.since, zone)) if row.since and is_in_pill else ""
    standing = "" if is_in_pill else standing_words(row.standing)
    return " · ".join(filter(None, (clock, kind, isolate(row.title), host, standing)))


def since_pill(row: InsideRow, zone: str) -> Pill:
    """Since when; the pass instead when it wants a look. The others are muted."""
    clock = local_clock(row.since, zone) if row.since else _("by the sheet")
    if row.kind not in OURS:
        return Pill(Tone.NEUTRAL, clock, "clock")
    return _advice(row) or Pill(Tone.OK, clock, "circle-check")


def _advice(row: InsideRow) -> Pill | None:
    """What the pass wants said; in large letters the name needs the room of such a pill."""
    return None if theme.look().scale > _ROOMY else standing_pill(row.standing)


def icon(row: InsideRow) -> tuple[str, str]:
    if row.kind in OURS:
        return _ICONS[row.kind], "accent"
    return "graduation-cap" if row.kind is not CheckInKind.EVENT else "calendar-days", "faint"
