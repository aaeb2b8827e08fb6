"""A campus as its paper shows it: letterhead, languages, clock, logo, rooms and who signs."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, language_name, number, spoken_locale
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as queries
from mgdesk.queries import loans as loan_queries
from mgdesk.queries.campuses import CampusDetail, ProfileRow, RoomRow, SignatoryRow
from mgdesk.queries.loans import ResourceRow
from mgdesk.rules import places
from mgdesk.rules.rights import Right
from mgdesk.rules.style import LOGO_PLACE_LABELS, ORNAMENT_LABELS, is_legible
from mgdesk.services import campuses as services
from mgdesk.services.specimens import Pictures
from mgdesk.ui.editors.keys import KeysCard
from mgdesk.ui.editors.resources import ResourceList
from mgdesk.ui.editors.specimen import Specimen
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.collation import in_order
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, ChoiceField, NumberField, TextField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, column, row
from mgdesk.ui.kit.picture import ColourField, PictureField
from mgdesk.ui.kit.records import RecordList
from mgdesk.ui.kit.table import Column


class CampusForm(Form):
    """Everything that the letterhead says. `fields()` is what the service is given."""

    def __init__(self, profiles: list[ProfileRow]) -> None:
        super().__init__()
        self.name = self.add(_("Name of the campus"), TextField())
        self.organisation = self.add(_("Organisation"), TextField())
        self.registration = self.add(_("Company or recognition number"), TextField())
        self.street = self.add(_("Street and number"), TextField())
        self.postcode, self.city = TextField(left_to_right=True), TextField()
        self.add_beside((_("Postcode"), self.postcode), (_("Town"), self.city))
        self.country = ChoiceField(countries(spoken_locale()))
        self.zone = ChoiceField([(zone, zone) for zone in _zones()])
        self.add_beside((_("Country"), self.country), (_("Clock"), self.zone))
        self.region = self.add(
            _("Province or region for public holidays"),
            TextField(left_to_right=True),
            help_text=_("Only where holidays differ inside the country, such as PD for Padua."),
        )
        self.phone, self.email = TextField(left_to_right=True), TextField(left_to_right=True)
        self.add_beside((_("Telephone"), self.phone), (_("E-mail"), self.email))
        self.website = self.add(_("Website"), TextField(left_to_right=True))
        self.bank = self.add(_("Bank account, as printed"), TextField(left_to_right=True))
        self.language = self.add(
            _("Language of its paper"), ChoiceField(languages(), next(iter(LANGUAGES)))
        )
        self._add_languages()
        self.profile = self.add(
            _("Funder profile"),
            ChoiceField([(None, _("none")), *((p.id, p.name) for p in profiles)]),
        )
        self._add_style()

    def _add_style(self) -> None:
        self.accent = self.add(_("Colour on paper"), ColourField())
        self.ornament = ChoiceField([(one, _(words)) for one, words in ORNAMENT_LABELS.items()])
        self.logo_place = ChoiceField([(one, _(words)) for one, words in LOGO_PLACE_LABELS.items()])
        self.add_beside(
            (_("Edge of certificates"), self.ornament),
            (_("Place of the logo on letters"), self.logo_place),
        )
        self.logo = self.add(_("Logo"), PictureField(_("Logo")))
        self.second_logo = self.add(
            _("Second logo"),
            PictureField(_("Second logo")),
            help_text=_("Of a network or a label; it stands beside yours."),
        )
        self.footer = self.add(_("Line at the foot of every page"), TextField())

    def _add_languages(self) -> None:
        self.others = {code: CheckField(words) for code, words in languages()}
        holder = QWidget()
        holder.setLayout(Flow(*self.others.values(), gap=16))
        for check in self.others.values():
            check.edited.connect(self.changed)
        self.add(_("Languages spoken there"), holder)

    def show_campus(self, campus: CampusDetail) -> None:
        for name in ("name", "organisation", "registration", "street", "postcode", "city"):
            getattr(self, name).value = getattr(campus, name)
        for name in ("region", "phone", "email", "website", "country", "zone", "accent"):
            getattr(self, name).value = getattr(campus, name)
        for name in ("ornament", "logo_place", "bank", "footer"):
            getattr(self, name).value = getattr(campus.style, name)
        self.language.value = campus.language
        for code, check in self.others.items():
            check.value = code in campus.languages
        self.profile.value = campus.profile.id if campus.profile else None

    def mistakes(self) -> dict[QWidget, str]:
        return {self.name: "" if self.name.value else _("A campus needs a name: type one.")}

    def advice(self) -> dict[QWidget, str]:
        if is_legible(self.accent.value):
            return {}
        return {
            self.accent: _("Words in this colour would be hard to read: they are printed darker.")
        }

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.logo.content, self.second_logo.content)

    def fields(self) -> dict[str, Any]:
        chosen = [code for code, check in self.others.items() if check.value]
        main = self.language.value
        values = {
            name: getattr(self, name).value
            for name in (
                "name", "organisation", "registration", "street", "postcode", "city", "region",
                "phone", "email", "website", "country", "zone", "accent", "ornament", "logo_place",
                "bank", "footer",
            )
        }  # fmt: skip
        values["languages"] = (main, *(code for code in chosen if code != main))
        values["funder_profile_id"] = self.profile.value
        return values


class CampusEditor(QWidget):
    """One campus: its form with one Save, and its lists, which save by themselves.

    `specimen` shows its paper with what is typed; whoever holds the editor gives it its place.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campus: CampusDetail | None = None
        self._form: CampusForm | None = None
        self._is_edited = False
        self.specimen = Specimen(context)
        self._save = Button(
            _("Save"), "check", kind="primary", on_click=self._on_save, needs=(Right.RUN,)
        )
        self._card = Card(_("Letterhead"))
        self.rooms = self._room_list()
        self.signatories = self._signatory_list()
        self.resources = ResourceList(context)
        self.keys = KeysCard(context)
        self.setLayout(
            column(
                self._card,
                row(self._save, None),
                self.rooms,
                self.signatories,
                self.resources,
                self.keys,
                None,
                gap=16,
            )
        )

    def load(self, campus_id: UUID) -> None:
        """Show this campus; what is being typed for the same campus is never replaced."""
        self._context.read(partial(_whole, campus_id=campus_id), self._show)

    @property
    def form(self) -> CampusForm | None:
        return self._form

    def _show(self, found: "_Whole") -> None:
        campus, profiles, pictures = found.campus, found.profiles, found.pictures
        is_other = self._campus is None or self._campus.id != campus.id
        self.rooms.set_rows(campus.rooms)
        self.signatories.set_rows(campus.signatories)
        self.resources.show_campus(campus.id, found.resources)
        self.keys.show_campus(campus)
        if self._is_edited and not is_other:
            self._show_specimen()  # who signs, or who pays, may have changed
            return
        self._campus = campus
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._form = CampusForm(profiles)
        self._form.show_campus(campus)
        self._form.logo.show_content(pictures.logo)
        self._form.second_logo.show_content(pictures.second_logo)
        self._form.changed.connect(self._on_edit)
        self._card.add(self._form)
        self._is_edited = False
        self._save.setEnabled(False)
        self.specimen.begin(campus.id, campus.language)
        self._show_specimen()

    def _show_specimen(self) -> None:
        if self._form is not None:
            fields = cast("services.CampusFields", self._form.fields())
            self.specimen.show_style(fields, self._form.pictures)

    def _on_edit(self) -> None:
        self._is_edited = True
        self._save.setEnabled(True)
        self._show_specimen()

    def _on_save(self) -> None:
        form, campus = self._form, self._campus
        if form is None or campus is None or not form.is_valid():
            return
        self._save.setEnabled(False)
        action = partial(
            _save_campus,
            campus_id=campus.id,
            version=campus.version,
            fields=form.fields(),
            pictures=form.pictures,
            is_logo_new=form.logo.is_changed,
            is_second_logo_new=form.second_logo.is_changed,
        )
        self._context.do(action, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _nothing: None) -> None:
        self._is_edited = False
        if self._campus is not None:
            self.load(self._campus.id)

    def _on_refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if self._form is not None:
            self._form.refuse(str(error))

    # --- rooms and who signs -----------------------------------------------------------------

    def _room_list(self) -> RecordList:
        return RecordList(
            _("Rooms"),
            [
                Column[RoomRow](_("Room"), lambda room: room.name, stretch=True),
                Column[RoomRow](
                    _("Places"),
                    lambda room: "" if room.capacity is None else number(room.capacity),
                    sort=lambda room: room.capacity,
                    numeric=True,
                ),
            ],
            empty=_("No room yet. Add the rooms where cohorts meet."),
            add=_("Add a room"),
            on_add=partial(self._edit_room, None),
            on_edit=self._edit_room,
            on_delete=self._delete_room,
            needs=(Right.RUN,),
        )

    def _signatory_list(self) -> RecordList:
        return RecordList(
            _("Who signs"),
            [
                Column[SignatoryRow](
                    _("Name"),
                    lambda who: who.name,
                    sort=lambda who: who.position,
                    second=lambda who: who.role,
                    stretch=True,
                )
            ],
            empty=_("Nobody signs yet. Add whoever signs certificates."),
            add=_("Add somebody"),
            on_add=partial(self._edit_signatory, None),
            on_edit=self._edit_signatory,
            on_delete=self._delete_signatory,
            needs=(Right.RUN,),
        )

    def _edit_room(self, room: RoomRow | None) -> None:
        if self._campus is not None:
            RoomSheet(self, self._context, self._campus.id, room).open()

    def _delete_room(self, room: RoomRow) -> None:
        self._context.do(partial(services.delete_room, room_id=room.id))

    def _edit_signatory(self, who: SignatoryRow | None) -> None:
        if self._campus is not None:
            SignatorySheet(self, self._context, self._campus.id, who).open()

    def _delete_signatory(self, who: SignatoryRow) -> None:
        self._context.do(partial(services.delete_signatory, signatory_id=who.id))


class RoomSheet(Sheet):
    """A room: its name, and how many it holds."""

    def __init__(
        self, parent: QWidget, context: Context, campus_id: UUID, room: RoomRow | None
    ) -> None:
        self._context, self._campus_id, self._room = context, campus_id, room
        self._form = Form()
        self._name = self._form.add(_("Room"), TextField(room.name if room else ""))
        self._capacity = self._form.add(
            _("Places"),
            NumberField((room.capacity or 0) if room else 0, empty=_("not said")),
        )
        heading = _("Change the room") if room else _("New room")
        super().__init__(parent, heading, self._form, accept=_("Save"), on_accept=self._on_accept)

    def _on_accept(self) -> None:
        places_there = self._capacity.value() or None
        if self._room is None:
            action = partial(
                services.add_room,
                campus_id=self._campus_id,
                name=self._name.value,
                capacity=places_there,
            )
            self._context.do(action, self._on_saved, failed=self._on_refused)
        else:
            change = partial(
                services.update_room,
                room_id=self._room.id,
                name=self._name.value,
                capacity=places_there,
            )
            self._context.do(change, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _result: object) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self._form.refuse(str(error))


class SignatorySheet(Sheet):
    """Somebody who signs: name, role, the picture of the signature, and whether first."""

    def __init__(
        self, parent: QWidget, context: Context, campus_id: UUID, who: SignatoryRow | None
    ) -> None:
        self._context, self._campus_id, self._who = context, campus_id, who
        self._form = Form()
        self._name = self._form.add(_("Name"), TextField(who.name if who else ""))
        self._role = self._form.add(_("Role, as printed"), TextField(who.role if who else ""))
        self._signature = self._form.add(_("Signature"), PictureField(_("Signature")))
        self._is_first = CheckField(_("Signs unless somebody else is chosen"))
        heading = _("Change who signs") if who else _("Who signs")
        super().__init__(parent, heading, self._form, accept=_("Save"), on_accept=self._on_accept)
        if who is not None:
            self._form.add("", self._is_first)
        if who is not None and who.signature_id is not None:
            query = partial(_signature, picture_id=who.signature_id)
            context.read(query, self._show_signature)

    def _show_signature(self, content: bytes) -> None:
        if not self._signature.is_changed:
            self._signature.show_content(content)

    def _on_accept(self) -> None:
        name, role = self._name.value, self._role.value
        if self._who is None:
            action = partial(
                services.add_signatory,
                campus_id=self._campus_id,
                name=name,
                role=role,
                signature=self._signature.content,
            )
            self._context.do(action, self._on_saved, failed=self._on_refused)
        else:
            change = partial(
                _save_signatory,
                signatory_id=self._who.id,
                name=name,
                role=role,
                signature=self._signature.content,
                is_signature_new=self._signature.is_changed,
                is_first=self._is_first.value,
            )
            self._context.do(change, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _result: object) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self._form.refuse(str(error))


@dataclass(frozen=True)
class _Whole:
    """The campus, the profiles to choose from, its logos, what it lends."""

    campus: CampusDetail
    profiles: list[ProfileRow]
    pictures: Pictures
    resources: list[ResourceRow]


def _whole(session: Any, *, campus_id: UUID) -> _Whole:
    """Runs in a thread."""
    campus = queries.campus(session, campus_id=campus_id)
    logo = queries.picture(session, picture_id=campus.logo_id) if campus.logo_id else None
    second = queries.picture_of_digest(session, digest=campus.style.second_logo)
    pictures = Pictures(logo.content if logo else None, second.content if second else None)
    lent = loan_queries.resources(session, campus_id=campus_id, with_retired=True)
    return _Whole(campus, queries.funder_profiles(session), pictures, lent)


def _save_campus(
    session: Any,
    *,
    campus_id: UUID,
    version: int,
    fields: dict[str, Any],
    pictures: Pictures,
    is_logo_new: bool,
    is_second_logo_new: bool,
) -> None:
    """Runs in a thread, one transaction: the form, and the logos when they were changed."""
    if is_logo_new:
        services.set_logo(session, campus_id=campus_id, content=pictures.logo)
    if is_second_logo_new:
        services.set_second_logo(session, campus_id=campus_id, content=pictures.second_logo)
    services.update_campus(session, campus_id=campus_id, version=version, **fields)


def _signature(session: Any, *, picture_id: UUID) -> bytes:
    return queries.picture(session, picture_id=picture_id).content


def _save_signatory(
    session: Any,
    *,
    signatory_id: UUID,
    name: str,
    role: str,
    signature: bytes | None,
    is_signature_new: bool,
    is_first: bool,
) -> None:
    """Runs in a thread, one transaction: who signs, the signature when it was changed, the order."""
    if is_signature_new:
        services.set_signature(session, signatory_id=signatory_id, content=signature)
    if is_first:
        services.sign_first(session, signatory_id=signatory_id)
    services.update_signatory(session, signatory_id=signatory_id, name=name, role=role)


def languages() -> list[tuple[str, str]]:
    """The languages of the desk, named in the spoken one."""
    return [(code, language_name(code)) for code in LANGUAGES]


@cache
def countries(locale: str) -> list[tuple[str, str]]:
    """Every country by its name in the spoken language."""
    named: dict[str, str] = dict(Locale.parse(locale).territories)
    pairs = [(code, words) for code, words in named.items() if places.is_country(code)]
    return in_order(pairs, lambda pair: pair[1])


@cache
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)
