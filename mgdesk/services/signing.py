"""Signing files electronically: switched on for a campus, its key, its certificate to hand out.

The certificates are kept in the data, as the public keys of seals are: they are facts that escape
undo, because files signed with them have left.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Campus, Setting
from mgdesk.queries.signing import CERTIFICATE, SWITCH, CertificateRow, known_certificates, signs
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.storage.signing import Holder, SigningKey, pem, signing_key_of
from mgdesk.typesetting.signature import demand_signing

__all__ = [
    "certificate_of", "demand_signing", "pem", "publish_certificates", "set_signing", "signer_of",
]  # fmt: skip


@needs(Right.RUN)
def set_signing(session: Session, *, campus_id: UUID, is_on: bool) -> None:
    """Sign the files of a campus's papers from now on, or no more; its key is made now.

    Raises NotFound, SigningNotInstalled, SealDamaged, FileCannotBeWritten.
    """
    campus = _campus(session, campus_id)
    if is_on:
        demand_signing()
        _key(session, campus)
        publish_certificates(session)
    name = f"{SWITCH}{campus.code}"
    setting = session.get(Setting, name)
    if setting is None:
        session.add(Setting(name=name, value={"is_on": is_on}))
    else:
        setting.value = {"is_on": is_on}


def signer_of(session: Session, *, campus: str, is_asked: bool | None = None) -> SigningKey | None:
    """What signs the files of a campus (by code): as its settings say, unless it is asked for.

    None where nothing signs. Raises SealDamaged, FileCannotBeWritten.
    """
    wanted = signs(session, campus=campus) if is_asked is None else is_asked
    found = session.scalars(select(Campus).where(Campus.code == campus)).first()
    return _key(session, found) if wanted and found is not None else None


@needs(Right.RUN)
def certificate_of(session: Session, *, campus_id: UUID) -> CertificateRow:
    """The public certificate of a campus, to hand out; its key is made if there is none.

    Raises NotFound, SealDamaged, FileCannotBeWritten.
    """
    campus = _campus(session, campus_id)
    key = _key(session, campus)
    if key is None:
        raise NotFound
    publish_certificates(session)
    return CertificateRow(campus.code, campus.name, key.certificate)


@needs(Right.RUN)
def publish_certificates(session: Session) -> None:
    """Write into the data the certificate of every key of this home."""
    for row in known_certificates(session):
        name = f"{CERTIFICATE}{row.fingerprint}"
        if session.get(Setting, name) is None:
            session.add(Setting(name=name, value=row.to_plain()))


def _campus(session: Session, campus_id: UUID) -> Campus:
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus


def _key(session: Session, campus: Campus) -> SigningKey | None:
    folder = session.info.get("seals")
    if folder is None:
        return None
    return signing_key_of(
        folder, campus.code, Holder(campus.name, campus.organisation, campus.country)
    )
