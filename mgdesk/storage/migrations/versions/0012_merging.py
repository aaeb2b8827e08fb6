"""merging: what a record that was merged into another was known by

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_record",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("badge_code", sa.Text(), nullable=False),
        sa.Column("learner_number", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_former_record_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_record")),
        sa.UniqueConstraint("badge_code", name=op.f("uq_former_record_badge_code")),
    )
    for column in ("person_id", "learner_number"):
        op.create_index(op.f(f"ix_former_record_{column}"), "former_record", [column])


def downgrade() -> None:
    op.drop_table("former_record")
