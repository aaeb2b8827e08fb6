"""The form of a person: a name is all it needs; what is rarely known is folded away."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.exchange.contact import parse_email, parse_phone
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import CampusRow
from mgdesk.rules import names, people
from mgdesk.rules.people import FLAG_LABELS, GENDER_LABELS, Flag, Gender
from mgdesk.services import intake
from mgdesk.ui.editors.conflict import ConflictBanner
from mgdesk.ui.editors.duplicates import DuplicatesCard
from mgdesk.ui.editors.roles import RolesField
from mgdesk.ui.kit.fields import ChoiceField, DateField, MultilineField, TextField
from mgdesk.ui.kit.form import Form

_NAMES = ("first_name", "surname", "second_name", "call_name")


class PersonForm(Form):
    """Fields by the names of `PersonFields`, with their labels; `values` reads them, `fill` sets them."""

    def __init__(self, campuses: list[CampusRow], campus_id: UUID | None = None) -> None:
        super().__init__()
        self._campuses = {campus.id: campus for campus in campuses}
        self.fields: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.conflict = ConflictBanner()
        self.duplicates = DuplicatesCard()
        self.roles = RolesField()
        self.add_part(self.conflict)
        self._add_usual()
        self.fold(_("Address, language and other details"))
        self._add_optional()
        self._add_campus(campuses, campus_id)
        self._line(("note", _("Note"), MultilineField()))

    def _add_usual(self) -> None:
        self._line(
            ("first_name", _("First name"), TextField()), ("surname", _("Surname"), TextField())
        )
        self.add_part(self.duplicates)
        self.add(_("What for"), self.roles)
        self._line(
            ("phone", _("Phone"), TextField(left_to_right=True)),
            ("email", _("E-mail"), TextField(left_to_right=True)),
        )
        self._line(
            ("birth_date", _("Birth date"), DateField()),
            ("second_name", _("Name in another script"), TextField()),
        )

    def _add_optional(self) -> None:
        genders = [(None, _("not said")), *((g, _(GENDER_LABELS[g])) for g in Gender)]
        spoken = [("", _("the campus's")), *i18n.LANGUAGES.items()]
        self._line(
            ("call_name", _("Known as"), TextField()),
            ("birth_place", _("Birth place"), TextField()),
        )
        self._line(
            ("gender", _("Gender"), ChoiceField(genders)),
            ("language", _("Language of their papers"), ChoiceField(spoken)),
        )
        self._line(("street", _("Street and number"), TextField()))
        self._line(
            ("postcode", _("Postcode"), TextField(left_to_right=True)),
            ("municipality", _("Municipality"), TextField()),
        )
        self._line(("country", _("Country"), TextField()))
        self._line(
            ("emergency_contact", _("In an emergency, call"), TextField()),
            ("emergency_phone", _("Their phone"), TextField(left_to_right=True)),
        )

    def _add_campus(self, campuses: list[CampusRow], campus_id: UUID | None) -> None:
        places = [(None, _("none")), *((campus.id, campus.name) for campus in campuses)]
        self._line(
            ("campus_id", _("Campus"), ChoiceField(places, campus_id)),
            ("learner_number", _("Learner number"), TextField(left_to_right=True)),
        )

    def _line(self, *parts: tuple[str, str, QWidget]) -> None:
        """Fields beside each other, kept by their names."""
        self.add_beside(*((label, field) for _name, label, field in parts))
        self.fields |= {name: field for name, _label, field in parts}
        self.labels |= {name: label for name, label, _field in parts}

    # --- values ----------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """What stands in the fields, by the names of `PersonFields`."""
        return {name: field.value for name, field in self.fields.items()}

    def fill(self, known: dict[str, Any]) -> None:
        for name, value in known.items():
            self.fields[name].value = value

    def name_letters(self) -> int:
        """How much of a name is typed."""
        return sum(len(names.clean(self.fields[name].value)) for name in _NAMES[:2])

    def country(self) -> str:
        """Where a phone number without a prefix belongs."""
        campus = self._campuses.get(self.fields["campus_id"].value)
        return campus.country if campus else "BE"

    # --- deciding --------------------------------------------------------------------------

    def mistakes(self) -> dict[QWidget, str]:
        values = self.values()
        found: dict[QWidget, str] = {}
        if not names.is_name(values["first_name"], values["surname"]):
            found[self.fields["first_name"]] = str(intake.NameMissing())
        born = values["birth_date"]
        today = date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
        if born is not None and not people.is_birth_date(born, today):
            day = i18n.format_day(born, "short")
            found[self.fields["birth_date"]] = str(intake.BirthDateImpossible(day=day))
        for name in _NAMES:
            length = len(names.clean(values[name]))
            if length > names.LONGEST:
                sentence = str(intake.NameTooLong(length=length, most=names.LONGEST))
                found[self.fields[name]] = sentence
        return found

    def advice(self) -> dict[QWidget, str]:
        values = self.values()
        found: dict[QWidget, str] = {}
        if not parse_phone(values["phone"], self.country()).is_valid:
            found[self.fields["phone"]] = _(FLAG_LABELS[Flag.PHONE])
        if not parse_email(values["email"]).is_valid:
            found[self.fields["email"]] = _(FLAG_LABELS[Flag.EMAIL])
        return found
