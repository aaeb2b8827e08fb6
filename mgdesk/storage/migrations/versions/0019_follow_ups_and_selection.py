"""follow ups and selection: who must be told that a selection day changed

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_former_hours()


def downgrade() -> None:
    _drop_former_hours()


def _add_former_hours() -> None:
    """What somebody convoked was told before the day changed."""
    with op.batch_alter_table("convocation") as table:
        table.add_column(sa.Column("former_day", sa.Date(), nullable=True))
        table.add_column(sa.Column("former_starts_at", sa.Time(), nullable=True))
        table.add_column(sa.Column("former_room", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("convocation") as table:
        table.alter_column("former_room", server_default=None)


def _drop_former_hours() -> None:
    with op.batch_alter_table("convocation") as table:
        for column in ("former_room", "former_starts_at", "former_day"):
            table.drop_column(column)
