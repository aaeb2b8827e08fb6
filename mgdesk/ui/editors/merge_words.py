"""How the value of a field of a person is written where two records are compared."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from mgdesk import i18n
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.rules.merging import Value
from mgdesk.rules.people import GENDER_LABELS, Gender


def shown(name: str, value: Value, campuses: Mapping[UUID, str]) -> str:
    """The words of a value; a dash for none. A national number shows its end only."""
    if value in (None, ""):
        return "–"
    if isinstance(value, Gender):
        return _(GENDER_LABELS[value])
    if isinstance(value, UUID):
        return campuses.get(value, "–") if name == "campus_id" else _("this photo")
    if isinstance(value, date):
        return i18n.format_day(value, "short")
    return _written(name, str(value))


def _written(name: str, text: str) -> str:
    if name == "national_number":
        return "•" * max(0, len(text) - 3) + text[-3:]
    if name in {"phone", "emergency_phone"}:
        return show_phone(text)
    return i18n.LANGUAGES.get(text, text) if name == "language" else text
