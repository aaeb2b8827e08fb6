"""Commands of privacy: a copy of somebody's data, consents, restriction, the number, erasing, review."""

from argparse import Namespace
from pathlib import Path
from uuid import UUID

from mgdesk.cli.output import complain, say, show
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.naming import person_named
from mgdesk.rules import names
from mgdesk.rules.national_number import NUMBER_DOUBT_LABELS, doubts
from mgdesk.rules.retention import CATEGORY_NAMES, Category
from mgdesk.services.erasing import Erasure


class NotConfirmed(DeskError):
    sentence = N_(
        "Erasing cannot be undone. Say whom you mean once more: --confirm with the same name or"
        " number."
    )


def export_person(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.access import gather, write_copy

    person_id = desk.read(person_named, who=arguments.person)
    _check_place(arguments.output)
    copy = desk.do(gather, person_id=person_id, language=arguments.paper_language or "")
    made = write_copy(copy, arguments.output, desk.home.fonts)
    say(
        _(
            "All that is kept of {name} is in {path}. It is personal.",
            name=copy.name,
            path=str(made),
        )
    )
    return 0


def _check_place(path: Path) -> None:
    if path.suffix:
        check_output(path)


def note_consent(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.people import record_consent

    desk.do(
        record_consent,
        person_id=desk.read(person_named, who=arguments.person),
        kind=arguments.kind,
        is_given=arguments.answer == "given",
        language=arguments.paper_language or "",
        is_on_paper=arguments.on_paper,
    )
    say(desk.undo_title or "")
    return 0


def restrict(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import privacy

    person_id = desk.read(person_named, who=arguments.person)
    if arguments.lift:
        desk.do(privacy.lift_restriction, person_id=person_id)
    else:
        desk.do(privacy.restrict, person_id=person_id, reason=arguments.reason)
    say(desk.undo_title or "")
    return 0


def national_number(desk: Desk, arguments: Namespace) -> int:
    """Masked, unless it is asked for whole, which is noted."""
    from mgdesk.queries.person import person
    from mgdesk.services.privacy import set_national_number
    from mgdesk.services.sights import show_national_number

    person_id = desk.read(person_named, who=arguments.person)
    if arguments.set is not None:
        desk.do(set_national_number, person_id=person_id, number=arguments.set)
        found = desk.read(person, person_id=person_id)
        for doubt in doubts(arguments.set, found.birth_date, found.gender):
            complain(_(NUMBER_DOUBT_LABELS[doubt]))
        say(desk.undo_title or "")
    elif arguments.show:
        say(desk.do(show_national_number, person_id=person_id) or "–")
    else:
        say(desk.read(person, person_id=person_id).national_number or "–")
    return 0


def erase(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.erasing import erase_all

    if len(arguments.person) != len(arguments.confirm):
        raise NotConfirmed
    people: dict[UUID, None] = {}
    for who, again in zip(arguments.person, arguments.confirm, strict=True):
        if names.fold(who) != names.fold(again):
            raise NotConfirmed
        people[desk.read(person_named, who=who)] = None
    _say_erased(desk.erase(erase_all, person_ids=list(people)))
    return 0


def _say_erased(erasures: list[Erasure]) -> None:
    for erasure in erasures:
        if erasure.kept_until is None:
            say(_("Erased. Copies of the data made before hold the person until they are thinned out;"
                  " a restore erases again."))  # fmt: skip
        for proof in erasure.kept:
            said = _(
                "Kept for {profile}, as proof of {cohort}: until {day}.",
                profile=proof.profile,
                cohort=proof.cohort,
                day=format_day(proof.until, "long"),
            )
            say(said)
        if erasure.scans:
            say(_("Scanned sheets that others signed too stay with them."))


def list_review(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.retention import review

    rows = [
        {
            "person": row.name,
            "number": row.number,
            "why": row.reason.category.value if arguments.json else _words(row.reason.category),
            "last_day": row.reason.last_day,
            "until": row.reason.until,
            "rest": row.is_rest,
            "kept_before": row.kept_reason,
            "id": str(row.person_id),
        }
        for row in desk.read(review, today=day_here())
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody is over their period."), whole={"id"})
    return 0


def _words(category: Category) -> str:
    return _(CATEGORY_NAMES[category])


def keep(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.privacy import keep_longer

    person_ids = [desk.read(person_named, who=who) for who in arguments.person]
    desk.do(keep_longer, person_ids=person_ids, reason=arguments.reason)
    say(desk.undo_title or "")
    return 0


def done(desk: Desk, _arguments: Namespace) -> int:
    from mgdesk.services.privacy import note_review

    put_away = desk.do(note_review, day=day_here())
    say(_("The yearly review is noted as done."))
    if put_away:
        say(
            ngettext(
                "{n} line of who signed on, older than a year, was put away.",
                "{n} lines of who signed on, older than a year, were put away.",
                put_away,
            )
        )
    return 0


def list_periods(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.retention import periods

    rows = [
        {"category": row.category.value, "days": row.days, "own": row.is_own}
        for row in desk.read(periods)
    ]
    show(rows, as_json=arguments.json, nothing="")
    return 0


def set_period(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.privacy import set_period as change

    desk.do(change, category=arguments.category, days=arguments.days)
    say(desk.undo_title or "")
    return 0
