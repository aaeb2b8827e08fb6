"""employers: who sends, hires, or was founded

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEXTS = (
    "name", "number", "contact", "email", "phone", "street", "postcode", "municipality", "country",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "employer",
        *(sa.Column(text, sa.Text(), nullable=False) for text in _TEXTS),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_employer_name")),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["partner.id"],
            name=op.f("fk_employer_partner_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("name", name=op.f("uq_employer_name")),
    )


def downgrade() -> None:
    op.drop_table("employer")
