"""scans: pages of sheets that came home

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("page BETWEEN 1 AND 999", name=op.f("ck_scan_page")),
        sa.CheckConstraint("pages BETWEEN page AND 999", name=op.f("ck_scan_pages")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_document.id"],
            name=op.f("fk_scan_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_scan_picture_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("document_id", "page", name=op.f("uq_scan_document_id_page")),
    )
    op.create_index(op.f("ix_scan_picture_id"), "scan", ["picture_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_scan_picture_id"), table_name="scan")
    op.drop_table("scan")
