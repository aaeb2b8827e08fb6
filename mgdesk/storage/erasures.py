"""Who was erased, kept outside the data: a copy of before still holds them, so a restore brings them back.

The service that erases a person calls `note` once it has committed, with the person's key (which says
nothing of them), and gives `Desk.eraser` what erases one person within a session. After a restore the
desk erases again whoever came back, in one audited change, before anybody sees the data.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model.person import Person
from mgdesk.storage.keyfile import write_over

FILE: Final = "erased.json"
Eraser = Callable[[Session, UUID], None]


def note(home: Path, people: Iterable[UUID]) -> None:
    """Remember erased people for good. Raises FileCannotBeWritten, DiskFull."""
    listed = sorted(str(one) for one in {*noted(home), *people})
    write_over(_file(home), json.dumps(listed, indent=1).encode("ascii"))


def noted(home: Path) -> frozenset[UUID]:
    """Raises ValueError when the list was damaged: better no restore than one that brings them back."""
    try:
        return frozenset(map(UUID, json.loads(_file(home).read_text(encoding="ascii"))))
    except FileNotFoundError:
        return frozenset()


def came_back(session: Session, home: Path) -> list[UUID]:
    """Those of the list whom the data holds again."""
    wanted = noted(home)
    return [one for one in session.scalars(select(Person.id)) if one in wanted] if wanted else []


def _file(home: Path) -> Path:
    return home / FILE
