"""What happened to the copies: restores, the last tested one, the second place. One file beside them.

Restores are authenticated: a restore takes changes out of the data on purpose, and only one that was
really made here excuses a tail that copies remember and the data lacks.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mgdesk.storage import companions
from mgdesk.storage.chain import Head
from mgdesk.storage.chain_check import Anchor
from mgdesk.storage.keyfile import write_over

RESTORES, TESTED, SECOND = "restores", "tested", "second"
_KEPT: Final = 200  # restores


@dataclass(frozen=True)
class Restore:
    """One restore. Copies up to `sequence` may know changes after `keeps` that are gone since.

    `keeps` is the last change that data and earlier copies still share; `head` the one restored to.
    """

    sequence: int
    keeps: int
    head: Head
    name: str

    def excuses(self, anchor: Anchor, sequence: float) -> bool:
        return sequence <= self.sequence and anchor.head.position > self.keeps


def read(folder: Path) -> dict[str, Any]:
    """All that is noted; nothing when there is no file, or a damaged one."""
    try:
        values = json.loads((folder / "keeping.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def note(folder: Path, name: str, value: Any) -> None:
    """Raises FileCannotBeWritten, DiskFull."""
    content = json.dumps(read(folder) | {name: value}, indent=1, ensure_ascii=False)
    write_over(folder / "keeping.json", content.encode())


def note_restore(folder: Path, restore: Restore, audit_key: bytes) -> None:
    values = {
        "sequence": restore.sequence,
        "keeps": restore.keeps,
        "position": restore.head.position,
        "seal": restore.head.seal.hex(),
        "name": restore.name,
    }
    noted = [*_listed(read(folder).get(RESTORES)), values | {"proof": _proof(audit_key, values)}]
    note(folder, RESTORES, noted[-_KEPT:])


def restores(folder: Path, audit_key: bytes) -> list[Restore]:
    """The restores that this key vouches for, oldest first."""
    found = []
    for values in _listed(read(folder).get(RESTORES)):
        said = {name: value for name, value in values.items() if name != "proof"}
        try:
            if values["proof"] == _proof(audit_key, said):
                head = Head(said["position"], bytes.fromhex(said["seal"]))
                found.append(Restore(said["sequence"], said["keeps"], head, said["name"]))
        except (KeyError, TypeError, ValueError):
            continue
    return found


def moment(value: Any) -> datetime | None:
    """A moment as it was noted."""
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _listed(value: Any) -> Iterable[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _proof(audit_key: bytes, values: dict[str, Any]) -> str:
    return companions.proof(audit_key, {"restore": values})
