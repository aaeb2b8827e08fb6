"""What is known of a person, as facts with their labels: how to reach them, born when, which number."""

from collections.abc import Iterable
from datetime import date

from mgdesk import i18n
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.people import GENDER_LABELS, Flag
from mgdesk.ui.editors.facts import Fact
from mgdesk.ui.editors.states import flag_pill, role_pill
from mgdesk.ui.kit.labels import Pill


def states(detail: PersonDetail) -> list[Pill]:
    return [
        *(role_pill(role) for role in detail.roles),
        *(flag_pill(flag) for flag in detail.flags),
    ]


def contact(detail: PersonDetail) -> Iterable[Fact]:
    phone = detail.phone
    if phone and Flag.PHONE not in detail.flags:
        phone = show_phone(phone, _country(detail))
    street = ", ".join(
        part for part in (detail.street, f"{detail.postcode} {detail.municipality}".strip()) if part
    )
    return (
        (_("Phone"), _left_to_right(phone)),
        (_("E-mail"), _left_to_right(detail.email)),
        (_("Address"), street),
    )


def details(detail: PersonDetail) -> list[Fact]:
    born = _born(detail.birth_date)
    if detail.birth_place:
        born = ", ".join(part for part in (born, detail.birth_place) if part)
    emergency = (
        detail.emergency_contact,
        _left_to_right(show_phone(detail.emergency_phone, _country(detail))),
    )
    return [
        (_("Born"), born),
        (_("Learner number"), detail.learner_number),
        (_("Earlier number"), ", ".join(detail.former_numbers)),
        (_("Campus"), detail.campus),
        (_("Also at"), ", ".join(detail.also_at)),
        (_("Known as"), detail.call_name),
        (_("Gender"), _(GENDER_LABELS[detail.gender]) if detail.gender else ""),
        (_("Language of their papers"), i18n.LANGUAGES.get(detail.language, "")),
        (_("In an emergency, call"), " · ".join(part for part in emergency if part)),
        (_("National number"), detail.national_number),
    ]


def _country(detail: PersonDetail) -> str:
    return detail.country if len(detail.country) == 2 else "BE"


def restriction(detail: PersonDetail) -> str:
    """Why the record is kept and not used."""
    if detail.erase_on is not None:
        day = i18n.format_day(detail.erase_on, "long")
        why = _(
            "Erased but for the proofs that a funder asks for. The rest goes after {day}.", day=day
        )
    else:
        why = _("The use of this data is restricted: {reason}", reason=detail.restricted_reason)
    shown = _(
        "On no new sheet, list, letter to several, badge or export; on the evacuation list, for their"
        " own life. A paper that they ask for alone is made."
    )
    return f"{why} {shown}"


def _born(day: date | None) -> str:
    if day is None:
        return ""
    today = date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    years = ngettext("{n} year old", "{n} years old", age)
    return f"{i18n.format_day(day, 'short')} · {years}"


def _left_to_right(words: str) -> str:
    """A phone number or an address read from the left inside Arabic, too."""
    return i18n.isolate(f"\u200e{words}") if words else ""
