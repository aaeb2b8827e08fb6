"""Records to print: a class of invented people, a week of half-days, logos drawn here."""

import hashlib
import io
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from PIL import Image

from mgdesk.documents.absence_letter import AbsenceLetterRecord, MissedDay
from mgdesk.documents.application_letter import ApplicationLetterRecord, LetterKind
from mgdesk.documents.attendance_sheet import SheetRecord, SheetRow, SheetSlot
from mgdesk.documents.attendee_list import AttendeeGroup, AttendeeListRecord, AttendeeRow, ListKind
from mgdesk.documents.badge import BadgeRecord
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.coaching_note import CoachingNoteRecord
from mgdesk.documents.completion import CompletionRecord
from mgdesk.documents.loan_receipt import LoanReceiptRecord
from mgdesk.documents.paper import Backing, Letterhead, Logo
from mgdesk.documents.report import (
    Chapter,
    FigureLine,
    Panel,
    PanelSeries,
    ReportRecord,
    Table,
    TableRow,
)
from mgdesk.documents.statement import MissedAs, StatementDay, StatementRecord
from mgdesk.rules.chart import ChartKind
from mgdesk.rules.enrolment import Half
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.proof import Proof

PICTURES: dict[str, bytes] = {}


def logo(name: str, width: int, height: int, colour: tuple[int, int, int]) -> Logo:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    digest = hashlib.sha256(stream.getvalue()).hexdigest()
    PICTURES[digest] = stream.getvalue()
    return Logo(name, digest)


HEAD = Letterhead(
    organisation="MolenGeek",
    campus="Molenbeek",
    address=("Place de la Minoterie 10", "1080 Molenbeek-Saint-Jean"),
    registration="BE 0123.456.789",
    contact="hello@example.org",
    logo=logo("MolenGeek", 400, 160, (11, 110, 105)),
)
BACKING = Backing(
    funders=(logo("Funder", 600, 150, (200, 60, 30)), Logo("Funder without a picture")),
    partners=(logo("Tall partner", 150, 300, (60, 60, 60)), logo("Wide", 900, 90, (90, 0, 90))),
    has_eu_emblem=True,
    project_number="ESF+ 2026-114",
)
PROOF = Proof(f"MGD:{'0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:' * 4}"[:187], "YHVH-YCZH-KRTQ")
AIMS = ("Build an accessible page", "Program in Python", "Work in a team")


def certificate(**changes: Any) -> CertificateRecord:
    record = CertificateRecord(
        number="MOL-2026-00042",
        language="en",
        country="GB",
        letterhead=HEAD,
        name="Amina El Idrissi",
        training="Web development",
        first_day=date(2026, 9, 7),
        last_day=date(2026, 12, 18),
        minutes_planned=25_200,
        minutes_attended=23_910,
        place="Molenbeek",
        issued_on=date(2026, 12, 18),
        signatory="Nadia Example",
        signatory_role="Head of training",
        objectives=AIMS,
        backing=BACKING,
    )
    return replace(record, **changes)


def coaching_note(**changes: Any) -> CoachingNoteRecord:
    record = CoachingNoteRecord(
        number="MOL-2026-C00009",
        language="en",
        country="GB",
        letterhead=HEAD,
        coaching="",
        name="Amina El Idrissi",
        coach="Ilse Example",
        day=date(2026, 11, 25),
        starts=time(14),
        ends=time(15),
        aims="Find an internship before March.\nFeel at ease in interviews.",
        points="The CV is ready; the portfolio is missing.\n\nTwo companies answered.",
        action_plan="Put two projects online by Friday.",
        place="Molenbeek",
        issued_on=date(2026, 11, 25),
        subject="Internship",
        room="Room 2",
    )
    return replace(record, **changes)


def application_letter(**changes: Any) -> ApplicationLetterRecord:
    record = ApplicationLetterRecord(
        kind=LetterKind.CONVOCATION,
        language="en",
        country="GB",
        letterhead=HEAD,
        name="Amina El Idrissi",
        address=("Rue de l’Exemple 12", "1080 Molenbeek"),
        training="Full-stack web development",
        place="Molenbeek",
        issued_on=date(2026, 11, 25),
        signatory="Ilse Example",
        signatory_role="Coordinator",
        first_day=date(2026, 12, 9),
    )
    return replace(record, **changes)


def loan_receipt(**changes: Any) -> LoanReceiptRecord:
    record = LoanReceiptRecord(
        number="MOL-2026-L00012",
        language="en",
        country="GB",
        letterhead=HEAD,
        loan="",
        name="Amina El Idrissi",
        kind=ResourceKind.LAPTOP,
        code="L-07",
        lent_on=date(2026, 11, 12),
        place="Molenbeek",
        issued_on=date(2026, 11, 12),
        phone="+44 7700 900123",
        label="14 inches, charger and sleeve",
        condition="Good, Escape key a little hard",
        due_on=date(2026, 12, 18),
    )
    return replace(record, **changes)


def absence_letter(**changes: Any) -> AbsenceLetterRecord:
    record = AbsenceLetterRecord(
        language="en",
        country="GB",
        letterhead=HEAD,
        name="Amina El Idrissi",
        address=("Example Street 12", "1080 Molenbeek"),
        training="Coding School",
        cohort="MOL-COD-13",
        days=(
            MissedDay(date(2026, 11, 9), (Half.MORNING, Half.AFTERNOON), is_justified=False),
            MissedDay(date(2026, 11, 12), (Half.MORNING,), is_justified=True, reason="Illness"),
        ),
        missed=3,
        unjustified=2,
        can_still_miss=4,
        answer_by=date(2026, 12, 4),
        place="Molenbeek",
        issued_on=date(2026, 11, 24),
        signatory="Ilse Example",
        signatory_role="Campus manager",
    )
    return replace(record, **changes)


def week(days: int = 5, trainer: str = "Ilse Example") -> tuple[SheetSlot, ...]:
    first = date(2026, 11, 23)
    return tuple(
        SheetSlot(first + timedelta(days=day), start, end, minutes, trainer)
        for day in range(days)
        for start, end, minutes in (
            (time(9), time(12, 30), 210),
            (time(13, 30), time(16, 30), 180),
        )
    )


def rows(count: int) -> tuple[SheetRow, ...]:
    return tuple(SheetRow(str(n), f"Surname{n:03d}", f"First{n:03d}") for n in range(1, count + 1))


def sheet(**changes: Any) -> SheetRecord:
    record = SheetRecord(
        number="MOL-F-2026-00017",
        layout=SheetLayout.WEEK,
        language="en",
        country="GB",
        letterhead=HEAD,
        training="Web development",
        cohort="WD14",
        slots=week(),
        rows=rows(12),
        printed_on=date(2026, 11, 20),
        backing=BACKING,
        place="Molenbeek",
        room="Room 2",
        responsible="Nadia Example",
        spare_rows=3,
    )
    return replace(record, **changes)


def statement(**changes: Any) -> StatementRecord:
    missed = {3: (MissedAs.JUSTIFIED,), 4: (MissedAs.SHORT, MissedAs.UNJUSTIFIED)}
    days = tuple(
        StatementDay(date(2026, 11, 2) + timedelta(days=after), 390, 390 - 60 * (after in missed),
                     missed.get(after, ()))
        for after in (0, 1, 2, 3, 4, 7, 8, 10, 11)
    )  # fmt: skip
    record = StatementRecord(
        number="MOL-2026-S00007",
        language="en",
        country="BE",
        letterhead=HEAD,
        name="Amina El Idrissi",
        training="Web development",
        cohort="WD14",
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 30),
        days=days,
        minutes_planned=3510,
        minutes_attended=3390,
        minutes_justified=60,
        minutes_unjustified=60,
        minutes_unmarked=30,
        place="Molenbeek",
        issued_on=date(2026, 12, 1),
        signatory="Nadia Example",
        learner_number="MOL-00042",
        birth_date=date(1998, 4, 3),
        rounding_minutes=15,
        signatory_role="Head of training",
        signature=HEAD.logo,
        backing=BACKING,
    )
    return replace(record, **changes)


def completion(**changes: Any) -> CompletionRecord:
    record = CompletionRecord(
        number="MOL-2026-R00003",
        language="en",
        country="FR",
        letterhead=HEAD,
        name="Amina El Idrissi",
        training="Web development",
        first_day=date(2026, 9, 7),
        last_day=date(2026, 12, 18),
        minutes_attended=23_910,
        place="Molenbeek",
        issued_on=date(2026, 12, 18),
        signatory="Nadia Example",
        employer="Example Works",
        signatory_role="Head of training",
        backing=BACKING,
    )
    return replace(record, **changes)


def event_certificate(**changes: Any) -> CertificateRecord:
    evening = certificate(
        number="MOL-2026-00043", training="An evening of open doors", first_day=date(2026, 11, 26),
        last_day=date(2026, 11, 26), minutes_planned=150, minutes_attended=150, objectives=(),
        is_event=True, starts=time(18), ends=time(20, 30), issued_on=date(2026, 11, 26),
    )  # fmt: skip
    return replace(evening, **changes)


def badge(**changes: Any) -> BadgeRecord:
    record = BadgeRecord(
        language="en",
        country="BE",
        letterhead=HEAD,
        first_name="Amina",
        surname="El Idrissi",
        about="Web development",
        code="xkcdefghijklnrtu",
        printed_on=date(2026, 11, 23),
        detail="WD14 · MOL-00042",
        backing=BACKING,
    )
    return replace(record, **changes)


def attendee_list(**changes: Any) -> AttendeeListRecord:
    record = AttendeeListRecord(
        kind=ListKind.ATTENDEES,
        language="en",
        country="BE",
        letterhead=HEAD,
        heading="An evening of open doors",
        about="OPEN-11",
        first_day=date(2026, 11, 26),
        last_day=date(2026, 11, 26),
        groups=(
            AttendeeGroup("Room 2", (
                AttendeeRow("El Idrissi Amina", "أمينة الإدريسي", "WD14", True, time(17, 55)),
                AttendeeRow("Example Léa", detail="guest"),
            )),
            AttendeeGroup("Atlas", (AttendeeRow("王小明", "Wang Xiaoming", waiting=1),)),
        ),
        printed_on=date(2026, 11, 26),
        printed_at=time(18, 5),
        starts=time(18),
        ends=time(20, 30),
        backing=BACKING,
    )  # fmt: skip
    return replace(record, **changes)


def panel(kind: ChartKind, heading: str, labels: tuple[str, ...], *rows: tuple[float | None, ...],
          is_share: bool = False) -> Panel:  # fmt: skip
    series = (
        PanelSeries(f"Series {n}", row, tuple("*" if v is None else f"{v:g}" for v in row))
        for n, row in enumerate(rows, 1)
    )
    return Panel(kind, heading, labels, tuple(series), is_share=is_share)


def activity_report(**changes: Any) -> ReportRecord:
    """Every kind of chart, figures, and a table that goes over to a second page."""
    months = ("Jan", "Feb", "Mar", "Apr")
    people = Chapter(
        "People",
        (
            FigureLine("People reached", "1,204", "People who came at least once in the period."),
            FigureLine("New people", "*", "Of these, those who had never come before. " * 4),
        ),
        (
            panel(ChartKind.COLUMNS, "By month", months, (120, 80, None, 310)),
            panel(ChartKind.BANDS, "By age", ("18–24", "25–29"), (12, 40), (31, 9)),
            panel(ChartKind.BARS, "Rate", ("WEB-14", "داتا ٣"), (0.87, 0.5), is_share=True),
        ),
    )
    training = Chapter(
        "Training",
        (FigureLine("Hours attended", "14,518 h 35", "Hours that learners were present."),),
        (
            panel(ChartKind.LINE, "Over time", months, (1, 4, 2, 8), (2, None, 3, 3)),
            panel(ChartKind.STACKED, "Together", months, (10, 40, 20, 80), (20, 5, 30, 30)),
        ),
        (
            Table(
                "By cohort",
                ("Name", "Learners", "Attendance rate"),
                tuple(TableRow(f"WEB-{n}", (str(n), f"{n + 50} %")) for n in range(26)),
                "A note below the heading.",
            ),
        ),
    )
    record = ReportRecord(
        language="en", country="BE", letterhead=HEAD, period="2026", about="Molenbeek",
        chapters=(people, training), privacy="Counts of fewer than 5 people are hidden (*).",
        printed_on=date(2027, 1, 12), backing=BACKING,
    )  # fmt: skip
    return replace(record, **changes)
