"""follow ups and selection: points of an action plan, who must be told that a selection day changed

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
    _add_plan_steps()


def downgrade() -> None:
    op.drop_table("plan_step")
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


def _add_plan_steps() -> None:
    op.create_table(
        "plan_step",
        sa.Column("coaching_session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_plan_step_coaching_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    op.create_index("ix_plan_step_coaching_session_id", "plan_step", ["coaching_session_id"])
    op.create_index("ix_plan_step_due_on", "plan_step", ["due_on"])
