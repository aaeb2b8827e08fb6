"""at the desk: where somebody sits, whom a visitor sees

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_style()
    with op.batch_alter_table("check_in") as table:
        table.add_column(sa.Column("room_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_check_in_room_id"), "room", ["room_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("check_in") as table:
        table.alter_column("note", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("check_in") as table:
        table.drop_constraint(op.f("fk_check_in_room_id"), type_="foreignkey")
        table.drop_column("note")
        table.drop_column("room_id")
    _drop_style()


def _add_style() -> None:
    """How a campus's paper looks (`rules.style.PaperStyle`); nothing chosen is the usual look."""
    kind = sa.JSON(none_as_null=True)
    op.add_column("campus", sa.Column("style", kind, nullable=False, server_default="{}"))


def _drop_style() -> None:
    op.drop_column("campus", "style")
