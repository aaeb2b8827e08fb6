"""Public keys by which papers are checked: of this home's own seals, and of those trusted in the data."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Setting
from mgdesk.storage.seals import key_id, own_seals

SETTING: Final = "seal:"  # begins the name of a setting that holds a public key


@dataclass(frozen=True, slots=True)
class SealRow:
    """A public key and whose it is. `is_own`: papers are signed with it here."""

    campus: str  # the code that begins its numbers
    name: str
    organisation: str
    public: bytes
    is_own: bool

    @property
    def key_id(self) -> bytes:
        return key_id(self.public)

    @property
    def fingerprint(self) -> str:
        """The key id as people compare it."""
        digits = self.key_id.hex().upper()
        return f"{digits[:4]} {digits[4:]}"

    def to_plain(self) -> dict[str, str]:
        public = base64.b64encode(self.public).decode()
        return {
            "campus": self.campus,
            "name": self.name,
            "organisation": self.organisation,
            "public": public,
        }


def trusted_seals(session: Session) -> list[SealRow]:
    """Every key whose papers are believed here, this home's own first."""
    named = {row.code: (row.name, row.organisation) for row in session.scalars(select(Campus))}
    rows: dict[bytes, SealRow] = {}
    folder = session.info.get("seals")
    for seal in own_seals(folder) if folder else ():
        name, organisation = named.get(seal.campus, (seal.campus, ""))
        rows[seal.public] = SealRow(seal.campus, name, organisation, seal.public, is_own=True)
    wanted = select(Setting).where(Setting.name.startswith(SETTING)).order_by(Setting.name)
    for setting in session.scalars(wanted):
        row = seal_row(setting.value)
        rows.setdefault(row.public, row)
    return list(rows.values())


def seal_row(plain: Mapping[str, Any]) -> SealRow:
    """The key as it is kept and exchanged. Raises KeyError, TypeError, ValueError."""
    public = base64.b64decode(plain["public"], validate=True)
    if len(public) != 32:
        raise ValueError(plain["public"])
    texts = [plain["campus"], plain.get("name", ""), plain.get("organisation", "")]
    if not all(isinstance(text, str) and len(text) <= 200 for text in texts) or not texts[0]:
        raise ValueError(plain)
    return SealRow(texts[0], texts[1] or texts[0], texts[2], public, is_own=False)
