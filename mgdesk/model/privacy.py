"""Privacy: the wording of consents, how long people are kept, who was kept on purpose, who saw what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed
from mgdesk.rules.people import ConsentKind
from mgdesk.rules.retention import Category
from mgdesk.rules.sights import Sensitive


class ConsentText(Keyed, Base):
    """The campus's own words for a question; without a row, those that are shipped."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("campus_id", "kind", "language"),)

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"))
    kind: Mapped[ConsentKind]
    language: Mapped[str]
    wording: Mapped[str]


class RetentionRule(Keyed, Base):
    """Another period than the shipped one (`rules.retention.DEFAULT_DAYS`)."""

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 36525", name="days"),)

    category: Mapped[Category] = mapped_column(unique=True)
    days: Mapped[int]


class KeptLonger(Keyed, Base):
    """Somebody over their period whom a review kept, and why; asked again from `until` on."""

    __tablename__ = "kept_longer"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    until: Mapped[date]
    decided_at: Mapped[datetime]


class Sight(Keyed, Base):
    """Somebody at the desk looked at something sensitive of a person: added, never changed.

    Triggers refuse changes, and deletion while the person is there. Not undone, so not audited.
    """

    __tablename__ = "sight"
    __table_args__ = (Index("ix_sight_person_id_at", "person_id", "at"),)
    is_audited = False

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    what: Mapped[Sensitive]
    at: Mapped[datetime]
