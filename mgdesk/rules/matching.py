"""What is known of a person when a list or a walk-in asks whether we have them already."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The facts that tell people apart; `is_expected`: is in the cohort or event asked about."""

    id: UUID
    surname: str
    first_name: str
    call_name: str = ""
    second_name: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    learner_number: str = ""
    source: str = ""
    is_expected: bool = False
