"""Who pays and who helps: funders, partners and their logos, and the rules of each funder profile."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import NN_, ngettext, number, percent
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as queries
from mgdesk.queries.campuses import OrganisationRow, ProfileRow
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.rules.outcome import MILESTONE_LABELS, USUAL_MILESTONES, Milestone
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.rights import Right
from mgdesk.services import funding as services
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.profile_marks import RulesSheet
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, ChoiceField, MultilineField, NumberField, TextField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import column
from mgdesk.ui.kit.picture import PictureField
from mgdesk.ui.kit.records import RecordList
from mgdesk.ui.kit.table import Column
from mgdesk.ui.kit.theme import Tone


class FundingEditor(QWidget):
    """Three lists: profiles, funders, partners."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._known_funders: list[OrganisationRow] = []
        self.profiles = self._profile_list()
        self.funders = self._organisation_list("funder")
        self.partners = self._organisation_list("partner")
        self.setLayout(column(self.profiles, self.funders, self.partners, None, gap=16))
        self.load()

    def load(self) -> None:
        self._context.read(_all, self._show)

    def _show(
        self, found: "tuple[list[ProfileRow], list[OrganisationRow], list[OrganisationRow]]"
    ) -> None:
        profiles, self._known_funders, partners = found
        self.profiles.set_rows(profiles)
        self.funders.set_rows(self._known_funders)
        self.partners.set_rows(partners)

    def _profile_list(self) -> RecordList:
        return RecordList(
            _("Funder profiles"),
            [
                Column[ProfileRow](
                    _("Profile"),
                    lambda profile: profile.name,
                    second=lambda profile: profile.funder,
                    stretch=True,
                ),
                Column[ProfileRow](
                    _("Certificate from"),
                    lambda profile: percent(profile.threshold_percent / 100),
                    sort=lambda profile: profile.threshold_percent,
                    numeric=True,
                    is_spare=True,
                ),
                Column[ProfileRow](
                    _("Rules"),
                    lambda _profile: "",
                    sort=lambda profile: not profile.is_confirmed,
                    pill=_confirmation,
                ),
            ],
            empty=_("No funder profile yet. Add the rules that a funder sets."),
            add=_("Add a profile"),
            on_add=partial(self._edit_profile, None),
            on_edit=self._edit_profile,
            on_delete=self._delete_profile,
            needs=(Right.RUN,),
        )

    def _organisation_list(self, kind: str) -> RecordList:
        is_partner = kind == "partner"
        return RecordList(
            _("Partners") if is_partner else _("Funders"),
            [
                Column[OrganisationRow](_("Name"), lambda row: row.name, stretch=True),
                Column[OrganisationRow](_("Website"), lambda row: row.website, is_spare=True),
                Column[OrganisationRow](
                    _("Logo"), lambda row: _("yes") if row.logo_id else _("none")
                ),
            ],
            empty=_("No partner yet. Add whoever helps: their logo goes on the paper.")
            if is_partner
            else _("No funder yet. Add whoever pays: their logo goes on the paper."),
            add=_("Add a partner") if is_partner else _("Add a funder"),
            on_add=partial(self._edit_organisation, kind, None),
            on_edit=partial(self._edit_organisation, kind),
            on_delete=partial(self._delete_organisation, kind),
            needs=(Right.RUN,),
        )

    def _edit_profile(self, profile: ProfileRow | None) -> None:
        ProfileSheet(self, self._context, self._known_funders, profile).open()

    def _delete_profile(self, profile: ProfileRow) -> None:
        self._context.do(partial(services.delete_profile, profile_id=profile.id))

    def _edit_organisation(self, kind: str, organisation: OrganisationRow | None) -> None:
        OrganisationSheet(self, self._context, kind, organisation).open()

    def _delete_organisation(self, kind: str, organisation: OrganisationRow) -> None:
        if kind == "partner":
            self._context.do(partial(services.delete_partner, partner_id=organisation.id))
        else:
            self._context.do(partial(services.delete_funder, funder_id=organisation.id))


class OrganisationSheet(Sheet):
    """A funder or a partner: name, website, logo."""

    def __init__(
        self, parent: QWidget, context: Context, kind: str, row: OrganisationRow | None
    ) -> None:
        self._context, self._kind, self._row = context, kind, row
        self._form = Form()
        self._name = self._form.add(_("Name"), TextField(row.name if row else ""))
        self._website: TextField | None = None
        if kind == "partner":
            website = TextField(row.website if row else "", left_to_right=True)
            self._website = self._form.add(_("Website"), website)
        self._logo = self._form.add(
            _("Logo"),
            PictureField(_("Logo")),
            help_text=_("Without a new picture the old one stays.") if row else "",
        )
        heading = _("Partner") if kind == "partner" else _("Funder")
        super().__init__(parent, heading, self._form, accept=_("Save"), on_accept=self._on_accept)

    def _on_accept(self) -> None:
        said: dict[str, Any] = {"name": self._name.value, "logo": self._logo.content}
        if self._website is not None:
            said["website"] = self._website.value
        self._context.do(self._action(said), self._on_saved, failed=self._on_refused)

    def _action(self, said: dict[str, Any]) -> Any:
        row = self._row
        if self._kind == "partner":
            if row is None:
                return partial(services.add_partner, **said)
            return partial(services.update_partner, partner_id=row.id, version=row.version, **said)
        if row is None:
            return partial(services.add_funder, **said)
        return partial(services.update_funder, funder_id=row.id, version=row.version, **said)

    def _on_saved(self, _result: object) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self._form.refuse(str(error))


class ProfileSheet(Sheet):
    """The rules of a funder: what counts, what is printed, and whether they are confirmed."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        funders: list[OrganisationRow],
        profile: ProfileRow | None,
    ) -> None:
        self._over, self._context, self._profile = parent, context, profile
        self._form = _ProfileForm(funders, profile)
        heading = _("Funder profile")
        super().__init__(
            parent, heading, self._form, accept=_("Save"), on_accept=self._on_accept, width=640
        )
        if profile is not None:
            self._form.rules_button.clicked.connect(self._open_rules)

    def _open_rules(self) -> None:
        """The rules one by one; what was typed here and not saved is left out."""
        if self._profile is not None:
            self.close()
            RulesSheet(self._over, self._context, self._profile).open()

    def _on_accept(self) -> None:
        if not self._form.is_valid():
            return
        fields, profile = self._form.fields(), self._profile
        if profile is None:
            action = partial(services.add_profile, code=self._form.code.value, **fields)
            self._context.do(action, self._on_saved, failed=self._on_refused)
        else:
            change = partial(
                services.update_profile, profile_id=profile.id, version=profile.version, **fields
            )
            self._context.do(change, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _result: object) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self._form.refuse(str(error))


class _ProfileForm(Form):
    def __init__(self, funders: list[OrganisationRow], profile: ProfileRow | None) -> None:
        super().__init__()
        self.name = self.add(_("Name"), TextField(profile.name if profile else ""))
        self.code = self.add(
            _("Code"), TextField(profile.code if profile else "", left_to_right=True)
        )
        self.code.setEnabled(profile is None)
        self._profile = profile
        self.funder_id = self.add(
            _("Funder"), ChoiceField([(None, _("none")), *((f.id, f.name) for f in funders)])
        )
        self._add_rules()
        self._add_paper()
        if profile is not None:
            self._add_confirming(profile)
        if profile is not None:
            self._show(profile)

    def _add_confirming(self, profile: ProfileRow) -> None:
        n = len(profile.to_confirm)
        said = ngettext("{n} rule is to confirm.", "{n} rules are to confirm.", n)
        self.add_part(labels.muted(said if n else _("Every rule is confirmed.")))
        self.rules_button = Button(_("Confirm rules…"), "badge-check")
        self.add_part(flow_of((self.rules_button,), 8))

    def _rule(self, field: str) -> str:
        """Its label, marked while nobody confirmed it."""
        words, profile = _(CONFIRMABLE[field]), self._profile
        is_open = profile is not None and field in profile.to_confirm
        return _("{rule} · to confirm", rule=words) if is_open else words

    def _add_rules(self) -> None:
        self.threshold_percent = NumberField(70, most=100, unit="%")
        self.unjustified_percent = NumberField(10, most=100, unit="%")
        self.add_beside(
            (self._rule("threshold_percent"), self.threshold_percent),
            (self._rule("unjustified_percent"), self.unjustified_percent),
        )
        self.rounding_minutes = NumberField(1, least=1, most=240, unit=_("min"))
        self.late_minutes = NumberField(15, most=240, unit=_("min"))
        self.add_beside(
            (self._rule("rounding_minutes"), self.rounding_minutes),
            (self._rule("late_minutes"), self.late_minutes),
        )
        self.statement_months = self.add(
            self._rule("statement_months"), ChoiceField([(1, _("a month")), (3, _("a quarter"))], 1)
        )
        self.add_part(labels.section(self._rule("milestones")))
        self.milestones = {one: CheckField(_(MILESTONE_LABELS[one])) for one in Milestone}
        for one, check in self.milestones.items():
            check.value = one in USUAL_MILESTONES
        asked = QWidget()
        asked.setLayout(Flow(*self.milestones.values(), gap=16))
        self.add_part(asked)
        self.does_excused_count = self.add("", CheckField(self._rule("does_excused_count")))

    def _add_paper(self) -> None:
        self.layout_of_sheet = ChoiceField(
            [(SheetLayout.WEEK, _("a week a sheet")), (SheetLayout.DAY, _("a day a sheet"))]
        )
        self.spare_rows = NumberField(3, most=20)
        self.add_beside(
            (self._rule("layout"), self.layout_of_sheet),
            (_("Empty rows on the sheet"), self.spare_rows),
        )
        self.does_strike_excused = self.add("", CheckField(self._rule("does_strike_excused")))
        self.has_eu_emblem = self.add("", CheckField(self._rule("has_eu_emblem")))
        self.mention = self.add(self._rule("mention"), MultilineField(lines=2))
        self.project_number = TextField(left_to_right=True)
        self.keeping_years = NumberField(10, unit=NN_("year", "years"))
        self.add_beside(
            (_("Project number"), self.project_number),
            (self._rule("keeping_years"), self.keeping_years),
        )

    def _show(self, profile: ProfileRow) -> None:
        self.funder_id.value = profile.funder_id
        self.layout_of_sheet.value = profile.layout
        self.mention.value = profile.mention
        self.statement_months.value = profile.statement_months
        for one, check in self.milestones.items():
            check.value = one in profile.milestones
        self.project_number.value = profile.project_number
        for name in _NUMBERS:
            getattr(self, name).setValue(getattr(profile, name))
        for name in _CHECKS:
            getattr(self, name).value = getattr(profile, name)

    def mistakes(self) -> dict[QWidget, str]:
        needed = _("A profile needs a name and a code.")
        return {
            self.name: "" if self.name.value else needed,
            self.code: "" if self.code.value else needed,
        }

    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name.value,
            "funder_id": self.funder_id.value,
            "layout": self.layout_of_sheet.value,
            "mention": self.mention.value,
            "statement_months": self.statement_months.value,
            "milestones": [one for one, check in self.milestones.items() if check.value],
            "project_number": self.project_number.value,
            **{name: getattr(self, name).value() for name in _NUMBERS},
            **{name: getattr(self, name).value for name in _CHECKS},
        }


_NUMBERS = (
    "threshold_percent", "unjustified_percent", "rounding_minutes", "late_minutes",
    "spare_rows", "keeping_years",
)  # fmt: skip
_CHECKS = ("does_excused_count", "does_strike_excused", "has_eu_emblem")


def _confirmation(profile: ProfileRow) -> Pill:
    if profile.is_confirmed:
        return Pill(Tone.OK, _("confirmed"))
    words = _(
        "{n} of {all} to confirm", n=number(len(profile.to_confirm)), all=number(len(CONFIRMABLE))
    )
    return Pill(Tone.LATE, words, "triangle-alert")


def _all(
    session: Any,
) -> "tuple[list[ProfileRow], list[OrganisationRow], list[OrganisationRow]]":
    """Runs in a thread: profiles, funders, partners."""
    return queries.funder_profiles(session), queries.funders(session), queries.partners(session)
