"""Signing on and off, written where the PINs are: in nobody's name, and never undone."""

import os
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import SignOn
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.sign_ons import KEPT, LONGEST_COMPUTER, SignOnKind
from mgdesk.storage import chain
from mgdesk.storage.audit import now


def computer_name() -> str:
    """What this computer is called on its network, without asking any network."""
    named = os.environ.get("COMPUTERNAME") or (os.uname().nodename if hasattr(os, "uname") else "")
    return names.clean(named)[:LONGEST_COMPUTER]


def note(session: Session, *, staff_id: UUID, kind: SignOnKind) -> None:
    """Add that somebody came, left, or gave a wrong PIN at this computer."""
    session.add(
        SignOn(
            id=new_key(), staff_id=staff_id, kind=kind, computer=computer_name(), at=now(session)
        )
    )


def put_away(session: Session) -> int:
    """Take away what is older than it is kept; how many lines that were."""
    old = session.scalars(select(SignOn).where(SignOn.at < now(session) - KEPT)).all()
    with chain.door(session):
        for line in old:
            session.delete(line)
        session.flush()
    return len(old)
