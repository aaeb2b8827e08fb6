"""What a repair found and did, line by line: frozen rows that every layer may hold."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mended:
    """One thing that is, or was, mended; `row` is the key of the row, empty for a table as a whole."""

    kind: str  # orphan, reference, index, name, badge, counter, search, guard
    table: str
    row: str
    said: str


@dataclass(frozen=True)
class RepairReport:
    """`copy` holds the data of before (none when there was nothing to mend, or on a server);
    `left` are sentences about what no repair can know: it was not touched."""

    mended: tuple[Mended, ...]
    left: tuple[str, ...]
    copy: Path | None = None
