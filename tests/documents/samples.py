"""Records to print: a class of invented people, a week of half-days, logos drawn here."""

import hashlib
import io
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from PIL import Image

from mgdesk.documents.attendance_sheet import SheetRecord, SheetRow, SheetSlot
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.coaching_note import CoachingNoteRecord
from mgdesk.documents.loan_receipt import LoanReceiptRecord
from mgdesk.documents.paper import Backing, Letterhead, Logo
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
