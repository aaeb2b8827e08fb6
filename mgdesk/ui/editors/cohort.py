"""The editor of a cohort: what is taught, where, when, by whom, for whom; a code is proposed."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from mgdesk.errors import DeskError, StaleRecord
from mgdesk.i18n import LANGUAGES, language_name, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries.campuses import CampusDetail, OrganisationRow, ProfileRow
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.rules import names
from mgdesk.rules.calendar import Pattern, monday
from mgdesk.services import cohorts as services
from mgdesk.ui.editors.cohort_days import DaysFields, Place
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, ChoiceField, MultilineField, NumberField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box

USUAL_WEEKS: Final = 12  # the last day proposed for a new cohort


@dataclass(frozen=True)
class Offer:
    """What the fields of the editor offer to choose from."""

    campuses: tuple[CampusDetail, ...]
    profiles: tuple[ProfileRow, ...]
    partners: tuple[OrganisationRow, ...]
    trainings: tuple[str, ...]
    codes: tuple[str, ...]
    trainers: tuple[str, ...]


def offer(session: Any) -> Offer:
    """Read all that the editor offers, in one go."""
    known = cohort_queries.cohorts(session)
    return Offer(
        campuses=tuple(
            campus_queries.campus(session, campus_id=row.id)
            for row in campus_queries.campuses(session)
        ),
        profiles=tuple(campus_queries.funder_profiles(session)),
        partners=tuple(campus_queries.partners(session)),
        trainings=tuple(row.title for row in cohort_queries.trainings(session)),
        codes=tuple(row.code for row in known),
        trainers=tuple(sorted({name for row in known for name in row.trainers})),
    )


def proposed_code(training: str, codes: Collection[str]) -> str:
    """A free code made of the training's first words and the next number: CODING-SCHOOL-13."""
    words = re.findall(r"\w+", training.upper())
    stem = "-".join(words[:2])[:24].strip("-")
    if not stem:
        return ""
    used = [
        int(found[1])
        for code in codes
        if (found := re.fullmatch(rf"{re.escape(stem)}-(\d{{1,6}})", code.upper()))
    ]
    return f"{stem}-{max(used, default=0) + 1}"


class CohortForm(Form):
    """The fields of a cohort. A new one has its days too; those of a known one are in its timetable."""

    def __init__(
        self, context: Context, offered: Offer, known: CohortDetail | None, today: date
    ) -> None:
        super().__init__()
        self._context, self._offer, self._known = context, offered, known
        self._has_own_code = known is not None
        self.training = self.add(_("Training"), TextField(known.training if known else ""))
        _complete(self.training, offered.trainings)
        self.training.setPlaceholderText(_("Choose one, or type a new title"))
        self.code = TextField(known.code if known else "", left_to_right=True)
        self._add_code_and_campus(known)
        self.days: DaysFields | None = None
        if known is None:
            self.days = DaysFields(self, _usual_pattern(today), context.background)
        self._add_optional(known)
        self.training.edited.connect(self._propose_code)
        self.code.textEdited.connect(self._on_code_typed)
        self.campus.edited.connect(self._on_campus)
        self._on_campus()

    def _add_code_and_campus(self, known: CohortDetail | None) -> None:
        """Code and campus, the two things that its papers' numbers and holidays hang on."""
        self.campus = ChoiceField(
            [(campus.id, campus.name) for campus in self._offer.campuses],
            known.campus_id if known else self._context.campus_id,
        )
        self.campus.setEnabled(known is None)
        self.add_beside((_("Code"), self.code), (_("Campus"), self.campus))

    def _add_optional(self, known: CohortDetail | None) -> None:
        self.trainers = TextField(_joined([one.name for one in known.trainers]) if known else "")
        self.room = TextField(known.room if known else "")
        self.add_beside((_("Room"), self.room), (_("Trainers, with commas between"), self.trainers))
        self.trainers.setCursorPosition(0)  # a long list shows its first names
        _complete(self.trainers, self._offer.trainers)
        self.capacity = NumberField(
            (known.capacity or 0) if known else 0, most=2000, empty=_("no limit")
        )
        self.fold(_("Funder, partners, language, note"), is_open=known is not None)
        self.profile = self.add(
            _("Funder profile"),
            ChoiceField(
                [("", _("That of the campus")), *((p.code, p.name) for p in self._offer.profiles)],
                self._profile_code(known),
            ),
        )
        self.language = ChoiceField(
            [("", _("That of the campus")), *((code, language_name(code)) for code in LANGUAGES)],
            known.language if known else "",
        )
        self.add_beside((_("Places"), self.capacity), (_("Language of its paper"), self.language))
        helping = {one.name for one in known.partners} if known else set()
        self.partners = [
            CheckField(one.name, value=one.name in helping) for one in self._offer.partners
        ]
        if self.partners:
            self.add(_("Partners, whose logos go on paper"), box(*self.partners, gap=0))
        self.note = self.add(_("Note"), MultilineField(known.note if known else ""))
        self.unfold()

    def _profile_code(self, known: CohortDetail | None) -> str:
        chosen = known.funder_profile_id if known else None
        return next((p.code for p in self._offer.profiles if p.id == chosen), "")

    # --- what it says ----------------------------------------------------------------------

    @property
    def campus_detail(self) -> CampusDetail | None:
        return next((c for c in self._offer.campuses if c.id == self.campus.value), None)

    def values(self) -> dict[str, Any]:
        """What `add_cohort` and `update_cohort` both take."""
        return {
            "code": self.code.value,
            "training": self.training.value,
            "room": self.room.value,
            "trainers": self._trainers(),
            "funder_profile": self.profile.value,
            "partners": [field.text() for field in self.partners if field.value],
            "capacity": self.capacity.value() or None,
            "language": self.language.value,
            "note": self.note.value,
        }

    def _trainers(self) -> list[str | UUID]:
        """Who taught here before stays that very person, even beside a namesake."""
        known = {one.name: one.id for one in self._known.trainers} if self._known else {}
        typed = (names.clean(part) for part in re.split("[,،;]", self.trainers.value))
        return [known.get(name, name) for name in typed if name]

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if not self.training.value:
            found[self.training] = str(services.TrainingMissing())
        if not self.code.value:
            found[self.code] = str(services.CodeMissing())
        elif taken := self._taken():
            found[self.code] = str(services.CodeTaken(code=taken))
        if self.campus.value is None:
            found[self.campus] = _("A cohort needs a campus. Add one in the settings.")
        if self.days is not None:
            found.update(self.days.mistakes())
        return found

    def _taken(self) -> str:
        wanted = self.code.value.casefold()
        own = self._known.code.casefold() if self._known else ""
        return next((code for code in self._offer.codes if code.casefold() == wanted != own), "")

    # --- what follows from what --------------------------------------------------------------

    def _propose_code(self) -> None:
        if not self._has_own_code:
            self.code.value = proposed_code(self.training.value, self._offer.codes)

    def _on_code_typed(self, text: str) -> None:
        self._has_own_code = bool(text.strip())

    def _on_campus(self) -> None:
        campus = self.campus_detail
        if campus is None:
            return
        _complete(self.room, [room.name for room in campus.rooms])
        if self.days is not None:
            self.days.set_place(Place(campus.country, campus.region, spoken_language()))


class CohortSheet(Sheet):
    """A new cohort, or a known one changed. `saved(id)` once it is written."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        form: CohortForm,
        known: CohortDetail | None,
        saved: Callable[[UUID], object] | None,
    ) -> None:
        super().__init__(
            parent,
            _("Change the cohort {code}", code=known.code) if known else _("New cohort"),
            form,
            accept=_("Save") if known else _("Add the cohort"),
            on_accept=self._save,
            width=640,
        )
        self.form, self._context, self._known, self._tell = form, context, known, saved

    def _save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> Callable[..., Any]:
        values = self.form.values()
        if self._known is not None:
            known = self._known
            return partial(
                services.update_cohort, cohort_id=known.id, version=known.version, **values
            )
        days, campus = self.form.days, self.form.campus_detail
        assert days is not None
        assert campus is not None
        pattern = days.pattern
        assert pattern is not None  # is_valid said so
        return partial(
            services.add_cohort, **values, campus=campus.code, **pattern_values(days, pattern)
        )

    def _saved(self, cohort_id: UUID | None) -> None:
        made = cohort_id or (self._known.id if self._known else None)
        if self._tell is not None and made is not None:
            self._tell(made)
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, services.CodeTaken):
            self.form.set_mistake(self.form.code, str(error))
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)
        if isinstance(error, StaleRecord):
            self.accept_button.setEnabled(False)


def pattern_values(days: DaysFields, pattern: Pattern) -> dict[str, Any]:
    """The days of a form as `add_cohort` and `regenerate` take them."""
    return {
        "first_day": pattern.first_day,
        "last_day": pattern.last_day,
        "weekdays": pattern.weekdays,
        "halves": pattern.halves,
        "hours": dict(pattern.hours),
        "skips_holidays": days.skips_holidays.value,
    }


class CohortOpening(QWidget):
    """Reads what the editor offers, then opens it; lives as long as that takes."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        known: CohortDetail | None,
        today: date,
        saved: Callable[[UUID], object] | None,
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._context, self._known, self._today, self._tell = context, known, today, saved
        context.read(offer, self._open)

    def _open(self, offered: Offer) -> None:
        parent = self.parentWidget()
        assert parent is not None
        if not offered.campuses:
            again = partial(self._context.read, offer, self._open)
            NewCampusSheet(parent, self._context, is_first=True, on_saved=again).open()
            return
        form = CohortForm(self._context, offered, self._known, self._today)
        CohortSheet(parent, self._context, form, self._known, self._tell).open()
        form.training.setFocus()
        self.deleteLater()


def open_cohort(
    parent: QWidget,
    context: Context,
    *,
    today: date,
    known: CohortDetail | None = None,
    saved: Callable[[UUID], object] | None = None,
) -> None:
    """Open the editor over the page; `saved` gets the cohort's id."""
    CohortOpening(parent, context, known, today, saved)


def _usual_pattern(today: date) -> Pattern:
    """From next Monday on, for some weeks."""
    first = monday(today) + timedelta(days=7)
    return Pattern(first, first + timedelta(days=7 * USUAL_WEEKS - 3))


def _joined(words: list[str]) -> str:
    return ", ".join(words)


def _complete(field: QLineEdit, words: Collection[str]) -> None:
    """Offer known words while one types; anything else may be typed."""
    completer = QCompleter(sorted(words), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.setCompleter(completer)
