"""Signing papers, and exchanging the public keys that prove them.

The public half of each key in use is written into the data, so that backups, other desks of a
server and later homes go on knowing the papers. A key is a fact: it escapes audit and undo, because
paper signed with it has left.
"""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Campus, IssuedDocument, Setting
from mgdesk.queries.seals import SETTING, SealRow, seal_row, trusted_seals
from mgdesk.rules.proof import DIGEST, Proof, Statement, check_code
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.storage.seals import Seal, seal_of

FORMAT: Final = "mgdesk-public-keys"
LARGEST: Final = 1_000_000  # bytes of a file of keys


class NotAKeyFile(DeskError):
    sentence = N_(
        "{path} holds no public keys of MolenGeek Desk. Ask the other campus for the file that"
        " “mgdesk campus keys” or its settings write."
    )


class NoKeyYet(DeskError):
    sentence = N_("There is no campus yet, so there is no key. Add a campus first.")


def proofs(session: Session, numbers: Collection[str]) -> dict[str, Proof]:
    """What proves the papers of these numbers; the same paper has the same proof every time.

    Empty where there is no folder for keys. Raises SealDamaged, FileCannotBeWritten.
    """
    folder = session.info.get("seals")
    given = [number for number in numbers if number]
    if folder is None or not given:
        return {}
    seals: dict[str, Seal] = {}
    made = {}
    wanted = select(IssuedDocument).where(IssuedDocument.number.in_(given))
    for document in session.scalars(wanted):
        code = document.number.rsplit("-", 2)[0]
        if code not in seals:
            seals[code] = seal_of(folder, code)
        made[document.number] = _proof(document, seals[code])
    return made


def _proof(document: IssuedDocument, seal: Seal) -> Proof:
    said = statement(document, seal.key_id)
    return Proof(said.token(seal.sign(said.signed())), check_code(document.digest))


def statement(document: IssuedDocument, key_id: bytes) -> Statement:
    """What the proof of a paper says."""
    from mgdesk.services.kinds import PROVEN_RECORDS

    record = PROVEN_RECORDS[document.kind].from_plain(document.record)
    return Statement(
        kind=document.kind,
        key_id=key_id,
        number=document.number,
        name=record.name,
        issued_on=record.issued_on,
        digest=bytes.fromhex(document.digest)[:DIGEST],
        is_demo=record.is_demo,
    )


@needs(Right.RUN)
def publish(session: Session) -> None:
    """Write into the data the public half of every key that signs here."""
    for row in trusted_seals(session):
        if row.is_own:
            _keep(session, row)


def _keep(session: Session, row: SealRow) -> None:
    name = f"{SETTING}{row.public.hex()}"
    if session.get(Setting, name) is None:
        session.add(Setting(name=name, value=row.to_plain()))


# --- exchanging keys -----------------------------------------------------------------------------


def public_keys(session: Session) -> list[SealRow]:
    """Every trusted key; each campus of the data has one from now on. Raises NoKeyYet, SealDamaged."""
    folder = session.info.get("seals")
    codes = list(session.scalars(select(Campus.code)))
    if folder is not None:
        for code in codes:
            seal_of(folder, code)
    rows = trusted_seals(session)
    if not rows:
        raise NoKeyYet
    publish(session)
    return rows


def write_keys(rows: Iterable[SealRow], path: Path) -> None:
    """Write public keys for another campus, as JSON. Needs no session. Raises FileCannotBeWritten."""
    plain = {"format": FORMAT, "version": 1, "keys": [row.to_plain() for row in rows]}
    write_whole(path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises FileCannotBeWritten, DiskFull."""
    from mgdesk.documents.output import written

    with written(path) as stream:
        stream.write(text.encode("utf-8"))


def read_keys(path: Path) -> list[SealRow]:
    """The keys of a file that another campus wrote. Needs no session. Raises NotAKeyFile."""
    try:
        with path.open("rb") as stream:
            plain: Any = json.loads(stream.read(LARGEST).decode("utf-8"))
        rows = [seal_row(one) for one in plain["keys"]] if plain["format"] == FORMAT else []
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAKeyFile(path=str(path)) from error
    if not rows:
        raise NotAKeyFile(path=str(path))
    return rows


@needs(Right.RUN)
def trust(session: Session, *, rows: Iterable[SealRow]) -> int:
    """Believe papers signed with these keys from now on; how many are new."""
    known = {row.public for row in trusted_seals(session)}
    new = {row.public: row for row in rows if row.public not in known}
    for row in new.values():
        _keep(session, row)
    return len(new)
