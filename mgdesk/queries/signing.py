"""Which campuses sign their files electronically, and the certificates by which such files are known."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Setting
from mgdesk.storage.signing import fingerprint, own_certificates

SWITCH: Final = "signing:"  # begins the name of a setting, the campus's code follows
CERTIFICATE: Final = "certificate:"  # the same, the fingerprint follows


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A public certificate (DER) and whose it is."""

    campus: str  # code
    name: str
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    def to_plain(self) -> dict[str, str]:
        certificate = base64.b64encode(self.certificate).decode()
        return {"campus": self.campus, "name": self.name, "certificate": certificate}


def signs(session: Session, *, campus: str) -> bool:
    """Whether a campus (by code) signs the files of its papers."""
    setting = session.get(Setting, f"{SWITCH}{campus}")
    return setting is not None and setting.value.get("is_on") is True


def known_certificates(session: Session) -> list[CertificateRow]:
    """Every certificate of a campus of the data: this home's own, and those that signed before."""
    campuses = session.execute(select(Campus.code, Campus.name))
    names = {code: name for code, name in campuses}  # noqa: C416 - a row is no pair to the checker
    folder = session.info.get("seals")
    rows = {
        key.certificate: CertificateRow(
            key.campus, names.get(key.campus, key.campus), key.certificate
        )
        for key in (own_certificates(folder) if folder else ())
    }
    wanted = select(Setting).where(Setting.name.startswith(CERTIFICATE)).order_by(Setting.name)
    for setting in session.scalars(wanted):
        row = _row(setting.value)
        rows.setdefault(row.certificate, row)
    return list(rows.values())


def _row(plain: Mapping[str, Any]) -> CertificateRow:
    return CertificateRow(plain["campus"], plain["name"], base64.b64decode(plain["certificate"]))
