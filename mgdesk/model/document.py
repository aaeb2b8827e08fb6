"""The register of what was issued: frozen content, a number without gaps, what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed
from mgdesk.rules.paper import PaperKind, PaperStatus


class Series(Keyed, Base):
    """The last number given, per campus, kind and year. Not undone: a number is used once."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("campus_id", "kind", "year"),
        CheckConstraint("last >= 0", name="last"),
    )
    is_audited = False

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    kind: Mapped[str]  # a PaperKind, or `learner`
    year: Mapped[int]  # 0 for a series that runs over the years
    last: Mapped[int] = mapped_column(default=0)


class IssuedDocument(Keyed, Base):
    """One paper that left the program. Its record never changes; a correction is a new document."""

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("campus_id", "kind", "year", "sequence"),
        CheckConstraint("sequence >= 1", name="sequence"),
        Index("ix_issued_document_cohort_id_kind", "cohort_id", "kind"),
    )
    undone_as = {"status": PaperStatus.REVOKED, "reason": "undone"}  # noqa: RUF012

    number: Mapped[str] = mapped_column(unique=True)  # MOL-2026-00042
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    kind: Mapped[PaperKind]
    year: Mapped[int]
    sequence: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"))
    language: Mapped[str]
    record: Mapped[dict[str, Any]]  # what is on the paper, whole
    digest: Mapped[str]  # SHA-256 of the record's canonical JSON
    template: Mapped[int]  # version of the layout that printed it
    status: Mapped[PaperStatus] = mapped_column(default=PaperStatus.ISSUED)
    reason: Mapped[str] = mapped_column(default="")  # of an override, a correction or a revocation
    issued_at: Mapped[datetime]
    copies: Mapped[int] = mapped_column(default=0)  # times printed or saved; from two on: duplicate
    replaces_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("issued_document.id", ondelete="SET NULL")
    )


class Scan(Keyed, Base):
    """A page of a sheet that came home signed, as a picture. Scanned again, it takes another one."""

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("document_id", "page"),
        CheckConstraint("page BETWEEN 1 AND 999", name="page"),
        CheckConstraint("pages BETWEEN page AND 999", name="pages"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("issued_document.id", ondelete="CASCADE"))
    page: Mapped[int]
    pages: Mapped[int]  # how many the sheet has
    picture_id: Mapped[UUID] = mapped_column(
        ForeignKey("picture.id", ondelete="RESTRICT"), index=True
    )
    filed_at: Mapped[datetime]
