"""What is to be said of passphrase and copies, in words: sentences of the status bar and of Safety."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from mgdesk.i18n import N_, format_moment, ngettext, number
from mgdesk.i18n import gettext as _
from mgdesk.queries.retention import is_review_due, review
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.keeping import CopyTest, SecondPlace
from mgdesk.rules.rights import Right

if TYPE_CHECKING:
    from mgdesk.desk import Desk

_PURPOSES: Final = {
    "routine": N_("by itself"),
    "asked-for": N_("asked for"),
    "before-restore": N_("before a restore"),
    "before-repair": N_("before a repair"),
}


def warnings_of(desk: "Desk", days: int) -> tuple[str, ...]:
    """Runs in a thread: what the status bar adds to “everything is saved”."""
    said = []
    if desk.vault is not None and not desk.vault.state().has_passphrase:
        said.append(_("No passphrase yet: whoever has this computer can read it."))
    if desk.vault is not None and desk.second_place is not None:
        second = desk.keeping_state().second
        if second is not None and (late := reminder(second, days)):
            said.append(late)
    if desk.may(Right.ERASE) and desk.read(is_review_due, today=wall_clock().astimezone().date()):
        count = len(desk.read(review, today=wall_clock().astimezone().date()))
        if count:
            said.append(
                ngettext(
                    "{n} person is over their keeping period: Settings, Privacy.",
                    "{n} people are over their keeping period: Settings, Privacy.",
                    count,
                )
            )
    return tuple(said)


def reminder(second: SecondPlace, days: int) -> str:
    """Empty while the second place was seen within so many days."""
    if second.seen_at is None:
        return _("No copy is in the second place yet: {folder}", folder=str(second.folder))
    gone = wall_clock() - second.seen_at
    if gone < timedelta(days=days):
        return ""
    return ngettext(
        "The second place of the copies was not seen for {n} day: {folder}",
        "The second place of the copies was not seen for {n} days: {folder}",
        gone.days,
        folder=str(second.folder),
    )


def purpose(name: str) -> str:
    """Why a copy was made."""
    return _(_PURPOSES[name]) if name in _PURPOSES else _("before an update")


def size(count: int) -> str:
    return _("{n} MB", n=number(count / 1_000_000, 1))


def moment(value: datetime) -> str:
    return format_moment(value.astimezone())


def tested(test: CopyTest | None) -> str:
    """When a restore was last tried."""
    if test is None:
        return _("No restore was tested yet. Try one: it takes seconds and changes nothing.")
    if test.faults:
        return _(
            "The test of {moment} failed: the copy {name} cannot be restored. Make a new one.",
            moment=moment(test.at),
            name=test.name,
        )
    return _(
        "Last tested restore: {moment}, {n} rows, all well.",
        moment=moment(test.at),
        n=number(test.rows),
    )
