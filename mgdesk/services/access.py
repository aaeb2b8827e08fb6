"""The copy of all that is kept of a person, for themselves: paper to read, rows for machines, documents.

GDPR, articles 15 and 20. The rows are found by `storage.personal`, so new tables come along. Notes of
coaching are in it only for whoever may read them; pages that others signed too are left out and said.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk import i18n
from mgdesk.documents.access_copy import AccessCopyRecord, Chapter
from mgdesk.documents.output import written
from mgdesk.errors import NotFound
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import N_, speaking
from mgdesk.i18n import gettext as _
from mgdesk.model import Campus, IssuedDocument, Person, Picture
from mgdesk.queries.person import PersonDetail, person
from mgdesk.queries.privacy import PrivacyDetail, privacy
from mgdesk.queries.retention import reason_of
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import COACHING_STATUS_LABELS
from mgdesk.rules.coworking import PASS_KIND_LABELS
from mgdesk.rules.enrolment import ENROLMENT_STATUS_LABELS
from mgdesk.rules.events import REGISTRATION_STATUS_LABELS
from mgdesk.rules.file_names import safe_file_name
from mgdesk.rules.loans import RESOURCE_KIND_LABELS
from mgdesk.rules.paper import PAPER_KIND_LABELS, PaperKind
from mgdesk.rules.people import CONSENT_LABELS, GENDER_LABELS, ROLE_LABELS, StaffRole
from mgdesk.rules.retention import CATEGORY_NAMES
from mgdesk.rules.rights import TOLD, Right, hidden, may
from mgdesk.rules.sights import SENSITIVE_LABELS, Sensitive
from mgdesk.services.documents import Paper, paper, paper_of, write_pdf
from mgdesk.services.erasing import ERASED_PAPER, KeptProof, proofs_of
from mgdesk.services.records import is_demo, letterhead_of
from mgdesk.services.rights import ON_DUTY, OnDuty, needs
from mgdesk.services.sights import note_sight
from mgdesk.storage import personal
from mgdesk.storage.audit import row_values
from mgdesk.storage.bounds import demand_whole
from mgdesk.storage.reach import demand_person

# What a copy leaves out, by whose right it takes.
_ELSEWHERE: Final = {
    Right.COACH: N_("What was noted of these talks is not in this copy: ask your coach for it."),
    Right.SELECT: N_(
        "What interviewers noted is not in this copy: ask those who choose applicants for it."
    ),
    Right.JUSTIFY: N_("Proofs of absences are not in this copy: ask the reception for them."),
}
_ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg", "application/pdf": ".pdf"}


@dataclass(frozen=True)
class AccessCopy:
    """All that the copy is written from; needs no session."""

    name: str
    letter: Paper
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    papers: tuple[tuple[str, Paper], ...]  # number, paper
    pictures: tuple[tuple[str, bytes], ...]  # file name, content

    @property
    def file_name(self) -> str:
        return safe_file_name(_("Data of {name}", name=self.name), ".zip")


@needs(Right.WELCOME)
def gather(
    session: Session, *, person_id: UUID, language: str = "", day: date | None = None
) -> AccessCopy:
    """Gather the copy of somebody's data; that it was made is noted.

    It is whole or not made: raises OtherCampus when a part is of a campus that one does not see.
    Raises NotFound.
    """
    found = session.get(Person, person_id)
    if found is None or found.erased_at is not None:
        raise NotFound
    demand_person(session, person_id)
    on_duty: OnDuty | None = session.info.get(ON_DUTY)
    role = on_duty.role if on_duty else None
    has_notes = role is None or may(role, Right.COACH)
    note_sight(session, person_id, Sensitive.ACCESS_COPY)
    session.flush()
    owned = personal.rows_of(session, person_id)
    demand_whole(session, chain.from_iterable(owned.values()))
    rows = {table: [_said(row, role) for row in found] for table, found in owned.items()}
    campus = found.campus or session.scalars(select(Campus).order_by(Campus.id)).first()
    spoken = language or found.language or (campus.languages[0] if campus else "fr")
    with speaking(spoken, campus.country if campus else None):
        record = _record(session, found, campus, spoken, rows, day, role)
    return AccessCopy(
        record.name,
        paper_of(session, [record]),
        rows,
        tuple(_papers(session, owned.get("issued_document", []), has_notes=has_notes)),
        tuple(_pictures(session, owned, role)),
    )


def write_copy(copy: AccessCopy, path: Path, fonts: Path | None = None) -> Path:
    """Write a copy to a .zip, else to a folder of that name; where it is. Needs no session.

    Raises FileCannotBeWritten, DiskFull.
    """
    files = _files(copy, fonts)
    if path.suffix.lower() != ".zip":
        for name, content in files.items():
            with written(path / name) as stream:
                stream.write(content)
        return path
    with written(path) as stream, ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _files(copy: AccessCopy, fonts: Path | None) -> dict[str, bytes]:
    files = {"data.pdf": _pdf(copy.letter, fonts)}
    text = json.dumps(copy.rows, ensure_ascii=False, indent=1, default=str)
    files["data.json"] = text.encode()
    for number, issued in copy.papers:
        files[f"documents/{safe_file_name(number, '.pdf')}"] = _pdf(issued, fonts)
    files.update({f"pictures/{name}": content for name, content in copy.pictures})
    return files


def _pdf(made: Paper, fonts: Path | None) -> bytes:
    held = BytesIO()
    write_pdf(made, held, fonts=fonts)
    return held.getvalue()


# --- rows, papers, pictures ----------------------------------------------------------------------


def _said(row: Any, role: StaffRole | None) -> dict[str, Any]:
    unsaid = hidden(row.__tablename__, role)
    if _is_note(row) and role is not None and not may(role, Right.COACH):
        unsaid = frozenset({"record"})
    return {name: value for name, value in row_values(row).items() if name not in unsaid}


def _is_note(row: Any) -> bool:
    return isinstance(row, IssuedDocument) and row.kind is PaperKind.COACHING_NOTE


def _papers(
    session: Session, rows: Sequence[IssuedDocument], *, has_notes: bool
) -> list[tuple[str, Paper]]:
    return [
        (row.number, paper(session, document_ids=[row.id], is_signed=False))
        for row in rows
        if not row.record.get(ERASED_PAPER) and (has_notes or not _is_note(row))
    ]


def _pictures(
    session: Session, owned: dict[str, list[Any]], role: StaffRole | None
) -> list[tuple[str, bytes]]:
    """The photo and the proofs of absences; scanned sheets carry what others signed."""
    found = []
    for table, rows in owned.items():
        columns = personal.picture_columns(table) if table != "scan" else []
        for column in columns:
            if column.name in hidden(table, role):
                continue
            for place, row in enumerate(rows, 1):
                picture = session.get(Picture, getattr(row, column.name) or UUID(int=0))
                if picture is not None:
                    what = column.name.removesuffix("_id")
                    ending = _ENDINGS.get(picture.media_type, "")
                    found.append((safe_file_name(f"{what}-{place}", ending), picture.content))
    return found


# --- what is to be read --------------------------------------------------------------------------


def _record(
    session: Session,
    found: Person,
    campus: Campus | None,
    language: str,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    day: date | None,
    role: StaffRole | None,
) -> AccessCopyRecord:
    if campus is None:
        raise NotFound
    detail = person(session, person_id=found.id)
    about = privacy(session, person_id=found.id)
    proofs = proofs_of(session, [found.id]).get(found.id, [])
    zone = ZoneInfo(campus.zone)
    holder = campus.organisation or campus.name
    return AccessCopyRecord(
        language=language,
        letterhead=letterhead_of(session, campus),
        name=detail.name,
        second_name=detail.second_name,
        made_on=day or wall_clock().astimezone(zone).date(),
        introduction=_(
            "This is what {holder} keeps about you. You may have it corrected, restricted or erased,"
            " take back a consent, or complain to the data protection authority of your country.",
            holder=holder,
        ),
        facts=tuple(_facts(detail, found.national_number)),
        chapters=(
            Chapter(_("Why it is kept, and until when"), _why(session, found.id, about, proofs)),
            Chapter(_("What you allowed"), _consents(about)),
            Chapter(_("Cohorts"), _cohorts(detail)),
            Chapter(_("Events"), _events(detail)),
            Chapter(
                _("Coaching"), _coaching(detail, has_notes=role is None or may(role, Right.COACH))
            ),
            Chapter(_("Loans and passes"), _lent(detail)),
            Chapter(_("Documents issued"), _documents(detail)),
            Chapter(_("Who looked at what is sensitive"), _sights(about, zone)),
            Chapter(_("What happened"), _happenings(detail, zone)),
            Chapter(_("What the file data.json holds"), (_tables(rows),)),
            Chapter(_("What is left out"), _left_out(rows, role)),
        ),
        country=campus.country,
        is_demo=is_demo(session, campus),
    )


def _facts(one: PersonDetail, national_number: str) -> list[Chapter]:
    address = ", ".join(filter(None, (one.street, f"{one.postcode} {one.municipality}".strip())))
    born = i18n.format_day(one.birth_date, "long") if one.birth_date else ""
    known = (
        (_("Born"), ", ".join(filter(None, (born, one.birth_place)))),
        (_("Learner number"), one.learner_number),
        (_("Known as"), one.call_name),
        (_("Gender"), _(GENDER_LABELS[one.gender]) if one.gender else ""),
        (_("Phone"), i18n.isolate(show_phone(one.phone))),
        (_("E-mail"), i18n.isolate(one.email)),
        (_("Address"), ", ".join(filter(None, (address, one.country)))),
        (_("National number"), i18n.isolate(national_number)),
        (
            _("In an emergency, call"),
            " ".join(filter(None, (one.emergency_contact, one.emergency_phone))),
        ),
        (_("What for"), ", ".join(_(ROLE_LABELS[role]) for role in one.roles)),
        (_("Note"), one.note.replace("\n", " ")),
        (_("Noted on"), i18n.format_day(one.created_at.date(), "long")),
    )
    return [Chapter(heading, (value,)) for heading, value in known if value]


def _why(
    session: Session, person_id: UUID, about: PrivacyDetail, proofs: Sequence[KeptProof]
) -> tuple[str, ...]:
    why = reason_of(session, person_id=person_id)
    until = i18n.format_day(why.until, "long")
    said = [_("As {category}: until {day}.", category=_(CATEGORY_NAMES[why.category]), day=until)]
    said += [
        _(
            "Proofs of your hours in {cohort}, for {profile}: until {day}.",
            cohort=proof.cohort,
            profile=proof.profile,
            day=i18n.format_day(proof.until, "long"),
        )
        for proof in proofs
    ]
    if about.kept_reason:
        said.append(_("Kept longer: {reason}", reason=about.kept_reason))
    if about.restricted_at is not None:
        day = i18n.format_day(about.restricted_at.date(), "long")
        said.append(_("Its use is restricted since {day}.", day=day))
    return tuple(said)


def _consents(about: PrivacyDetail) -> tuple[str, ...]:
    said = []
    for one in about.consents:
        state = _("allowed") if one.is_given else _("not allowed")
        day = i18n.format_day(one.at.date(), "long")
        said += [f"{day} · {_(CONSENT_LABELS[one.kind])} · {state}", f"“{one.wording}”"]
    return tuple(said)


def _days(first: date, last: date) -> str:
    return i18n.isolate(f"{i18n.format_day(first, 'short')} – {i18n.format_day(last, 'short')}")


def _cohorts(one: PersonDetail) -> tuple[str, ...]:
    return tuple(
        " · ".join(
            (
                _(ENROLMENT_STATUS_LABELS[line.status]),  # first: it says which way the line reads
                f"{i18n.isolate(line.cohort)} {i18n.isolate(line.training)}",
                _days(line.first_day, line.last_day),
                _(
                    "{attended} of {due}",
                    attended=i18n.format_hours(line.summary.minutes_attended),
                    due=i18n.format_hours(line.summary.minutes_due),
                ),
            )
        )
        for line in one.enrolments
    )


def _events(one: PersonDetail) -> tuple[str, ...]:
    return tuple(
        " · ".join(
            (
                _(REGISTRATION_STATUS_LABELS[line.status]),
                i18n.isolate(line.event),
                i18n.format_moment(line.starts_at.astimezone(ZoneInfo(line.zone))),
            )
        )
        for line in one.registrations
    )


def _coaching(one: PersonDetail, *, has_notes: bool) -> tuple[str, ...]:
    said = [
        " · ".join(
            filter(
                None,
                (
                    _(COACHING_STATUS_LABELS[line.status]),
                    i18n.format_moment(line.starts_local),
                    i18n.isolate(line.coach),
                    i18n.isolate(line.subject),
                ),
            )
        )
        for line in one.coaching
    ]
    if said and not has_notes:
        said.append(_("What was noted of these talks is not in this copy: ask your coach for it."))
    return tuple(said)


def _lent(one: PersonDetail) -> tuple[str, ...]:
    lent = [
        " · ".join(
            (
                f"{_(RESOURCE_KIND_LABELS[line.kind])} {i18n.isolate(line.code)}",
                i18n.format_day(line.lent_at.date(), "short"),
                _("given back") if line.returned_at else _("still lent"),
            )
        )
        for line in one.loans
    ]
    passes = [
        f"{_(PASS_KIND_LABELS[line.kind])} · {i18n.format_day(line.first_day, 'short')}"
        for line in one.passes
    ]
    return (*lent, *passes)


def _documents(one: PersonDetail) -> tuple[str, ...]:
    return tuple(
        " · ".join(
            (
                _(PAPER_KIND_LABELS[line.kind]),
                i18n.isolate(line.number),
                i18n.format_day(line.issued_at, "short"),
            )
        )
        for line in one.documents
    )


def _sights(about: PrivacyDetail, zone: ZoneInfo) -> tuple[str, ...]:
    return tuple(
        " · ".join(
            filter(
                None,
                (
                    i18n.format_moment(one.at.astimezone(zone)),
                    _(SENSITIVE_LABELS[one.what]),
                    one.who,
                ),
            )
        )
        for one in about.sights
    )


def _happenings(one: PersonDetail, zone: ZoneInfo) -> tuple[str, ...]:
    return tuple(
        f"{i18n.isolate(i18n.format_day(row.at.astimezone(zone), 'short'))} · {row.text}"
        for row in one.timeline
    )


def _tables(rows: Mapping[str, Sequence[Any]]) -> str:
    return ", ".join(
        i18n.isolate(f"{table} ({i18n.number(len(found))})") for table, found in rows.items()
    )


def _left_out(rows: Mapping[str, Sequence[Any]], role: StaffRole | None) -> tuple[str, ...]:
    said = [_("Scanned attendance sheets: others signed on the same pages.")]
    missing = {TOLD[table][0] for table in rows if hidden(table, role)}
    said += [_(words) for right, words in _ELSEWHERE.items() if right in missing]
    return tuple(said)
