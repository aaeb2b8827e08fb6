"""Every service of every role: asked for its right before anything happens, or named as a reader."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

import mgdesk.services
from mgdesk.desk import Desk
from mgdesk.queries.history import audit_head
from mgdesk.rules.people import StaffRole
from mgdesk.rules.rights import RIGHTS_OF, Right, may
from mgdesk.services.rights import NotAllowed
from tests.staff_scene import PIN, hire

Service = Callable[..., Any]

# What takes a session and asks for no right, each with its reason.
READERS = {
    "attendance.enrolment_of": "finds whom a command means",
    "attestations.statements_of": "gathers what those who issue may ask for",
    "overtaken.overtaken_statements": "compares, and writes nothing",
    "attendee_lists.attendees": "paper of what the screen shows",
    "attendee_lists.of_the_day": "paper of what the screen shows",
    "attendee_lists.in_the_house": "the evacuation list: whoever is there must have it",
    "documents.today_at": "a day",
    "documents.paper": "reads the register; asks for COACH itself where it is a coaching note",
    "documents.paper_of": "pictures beside records that are read already",
    "event_papers.event_issuer": "reads who issues",
    "figure_files.figures_sheets": "figures, which name nobody",
    "indicator_files.indicator_rows": "figures, which name nobody",
    "reports.activity_report": "paper of figures, which name nobody",
    "intake.clean_fields": "cleans what is typed",
    "intake.check_number": "compares a number",
    "issuing.sheets_of": "gathers what those who issue may ask for",
    "issuing.certificates_of": "gathers what those who issue may ask for",
    "issuing.members_of": "reads a class",
    "loans.check_nothing_lent": "refuses, and writes nothing",
    "records.campus_issuer": "reads who issues",
    "records.issuer": "reads who issues",
    "records.is_demo": "a fact of the campus",
    "records.sheet_record": "gathers a paper",
    "records.who_signs": "reads who signs",
    "records.signatory_of": "reads who signs",
    "records.letterhead_of": "reads a letterhead",
    "records.backing_of": "reads who pays",
    "records.logo_of": "reads a picture's digest",
    "registrations.event_of": "reads an event, locked",
    "rooms.campus_of": "reads a campus",
    "applications.who": "a name that is known",
    "calendars.entries_for": "a calendar of what the screen shows",
    "calendars.judge_busy": "compares, and writes nothing",
    "calendars.judge_events": "compares, and writes nothing",
    "coaching_series.following": "dates of appointments",
    "exchange.name_import": "names what an import does",
    "erasing.proofs_of": "until when proofs are kept",
    "free_times.free_times": "hours of a coach",
    "free_times.presence": "hours of a coach",
    "partner_papers.partner_letter": "paper of figures, which name nobody",
    "privacy.consent_wording": "words of the campus",
    "sights.note_sight": "adds that one looked oneself",
    "seals.proofs": "proofs of papers that are issued already",
    "seals.public_keys": "public halves of keys",
    "signed_files.with_signature": "anybody may verify a paper",
    "signing.signer_of": "reads the settings of a campus",
    "selection.day_of": "reads a selection day",
    "staff.set_own_pin": "one's own PIN, asked for once more by Desk.do_with_pin",
    "timetable.count_marks": "a number",
    "verification.verify": "anybody may verify a paper",
    "verification.judge": "anybody may verify a paper",
    "verification.judge_typed": "anybody may verify a paper",
}


def services() -> Iterator[tuple[str, Service]]:
    """Every public function of the services that is given a session."""
    for module_info in pkgutil.iter_modules(mgdesk.services.__path__):
        module = importlib.import_module(f"mgdesk.services.{module_info.name}")
        for name, service in vars(module).items():
            is_own = getattr(service, "__module__", "") == module.__name__
            if name.startswith("_") or not inspect.isfunction(service) or not is_own:
                continue
            first = next(iter(inspect.signature(service).parameters), None)
            if first and get_type_hints(inspect.unwrap(service)).get(first) is Session:
                yield f"{module_info.name}.{name}", service


GUARDED = {name: service for name, service in services() if hasattr(service, "rights")}


def test_every_service_asks_for_a_right_or_is_named_as_a_reader() -> None:
    assert {name for name, _service in services()} - set(GUARDED) == set(READERS)
    assert len(GUARDED) > 120


def refused(desk: Desk, service: Service) -> bool:
    """Called as no service can be: only whoever is let in comes to notice."""
    try:
        desk.do(service, nothing_of_the_kind=uuid4())
    except NotAllowed:
        return True
    except TypeError:
        return False
    raise AssertionError(service)


@pytest.mark.parametrize("role", list(StaffRole))
def test_each_role_does_what_its_rights_say_and_nothing_else(desk: Desk, role: StaffRole) -> None:
    staff = hire(desk, role)
    desk.sign_on(staff[role], PIN)
    before = desk.read(audit_head)
    wanted = {
        name: not any(may(role, right) for right in service.rights)
        for name, service in GUARDED.items()
    }
    assert {name: refused(desk, service) for name, service in GUARDED.items()} == wanted
    assert desk.read(audit_head) == before
    assert any(wanted.values())


def test_nobody_has_every_right_and_each_right_is_somebodys() -> None:
    assert set().union(*RIGHTS_OF.values()) == set(Right)
    assert all(set(Right) - rights for rights in RIGHTS_OF.values())
    assert RIGHTS_OF[StaffRole.READER] == frozenset()


def test_without_staff_nothing_is_refused(desk: Desk) -> None:
    assert not any(refused(desk, service) for service in GUARDED.values())
