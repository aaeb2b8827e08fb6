"""Who was erased, kept outside the data: a copy of before still holds them, so a restore brings them back.

The service that erases a person calls `note` once it has committed, with the person's key (which says
nothing of them), and gives `Desk.eraser` what erases one person within a session. After a restore the
desk erases again whoever came back, in one audited change, before anybody sees the data.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model.former_record import FormerRecord
from mgdesk.model.person import Person
from mgdesk.storage.keyfile import write_over

FILE: Final = "erased.json"


class ErasedListDamaged(DeskError):
    sentence = N_(
        "The list of erased people, {path}, is damaged. Nothing was restored: a copy could bring them"
        " back. Put an older list in its place; without any, move it away, restore, and erase them"
        " again."
    )


Eraser = Callable[[Session, UUID], None]


def note(home: Path, people: Iterable[UUID]) -> None:
    """Remember erased people for good. Raises ErasedListDamaged, FileCannotBeWritten, DiskFull."""
    listed = sorted(str(one) for one in {*noted(home), *people})
    content = {"format": 1, "people": listed, "sum": _sum(listed)}
    write_over(_file(home), json.dumps(content, indent=1).encode("ascii"))


def noted(home: Path) -> frozenset[UUID]:
    """Raises ErasedListDamaged: better no restore than one that brings them back."""
    try:
        content = json.loads(_file(home).read_text(encoding="ascii"))
        listed = content["people"]
        if content["format"] != 1 or content["sum"] != _sum(listed):
            raise ErasedListDamaged(path=str(_file(home)))
        return frozenset(map(UUID, listed))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ErasedListDamaged(path=str(_file(home))) from error


def came_back(session: Session, home: Path) -> list[UUID]:
    """Those of the list whom the data holds again."""
    wanted = noted(home)
    there = select(Person.id).where(Person.erased_at.is_(None))
    return [one for one in session.scalars(there) if one in wanted] if wanted else []


def erased_in(session: Session) -> list[UUID]:
    """Those whom the data itself knows as erased, whole or in part."""
    is_erased = or_(Person.erased_at.is_not(None), Person.erase_on.is_not(None))
    merged = select(FormerRecord.id).join(Person, Person.id == FormerRecord.person_id)
    return [
        *session.scalars(select(Person.id).where(is_erased)),
        *session.scalars(merged.where(is_erased)),  # an older copy has them as records of their own
    ]


def _sum(listed: list[str]) -> str:
    return hashlib.sha256("\n".join(listed).encode("ascii")).hexdigest()


def _file(home: Path) -> Path:
    return home / FILE
