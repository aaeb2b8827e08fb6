"""What a salvage brought out of a damaged file, and what it did not: frozen rows every layer may hold."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class SavedTable:
    """Rows of one table: read from the file; taken from the newest copy or from the history where the
    file's are lost (they may be older); known to be lost; let go because what they belong to is lost;
    kept without a reference to what is lost."""

    name: str
    saved: int
    from_copy: int
    from_history: int
    lost: int
    let_go: int
    emptied: int


@dataclass(frozen=True)
class IncompletePerson:
    """Somebody whose record, or rows of theirs, could not be read from the file. `name` may be empty."""

    person_id: UUID
    name: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class SalvageReport:
    """`copy` names the copy that filled what was lost; `unplaced` counts rows of no known table."""

    database: Path
    pages: int
    lost_pages: int
    copy: str
    tables: tuple[SavedTable, ...]
    people: tuple[IncompletePerson, ...]
    unplaced: int

    @property
    def is_whole(self) -> bool:
        return not any(one.lost or one.let_go for one in self.tables) and not self.unplaced
