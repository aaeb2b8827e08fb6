"""follow ups and selection: points of an action plan, rules confirmed one by one, who must be told that a selection day changed

Revision: 0019, after 0018
"""

from datetime import date
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_RULES = (
    "layout", "threshold_percent", "unjustified_percent", "rounding_minutes", "late_minutes",
    "does_excused_count", "does_strike_excused", "has_eu_emblem", "mention", "keeping_years",
    "statement_months", "milestones",
)  # fmt: skip


def upgrade() -> None:
    _add_former_hours()
    _add_plan_steps()
    _add_profile_marks()


def downgrade() -> None:
    op.drop_table("profile_mark")
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


def _add_profile_marks() -> None:
    op.create_table(
        "profile_mark",
        sa.Column("funder_profile_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funder_profile_id"],
            ["funder_profile.id"],
            name=op.f("fk_profile_mark_funder_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_mark")),
        sa.UniqueConstraint(
            "funder_profile_id", "field", name=op.f("uq_profile_mark_funder_profile_id_field")
        ),
    )
    _confirm_each_rule()


def _confirm_each_rule() -> None:
    """What was confirmed as a whole is confirmed rule by rule; by whom was not noted then."""
    profiles = sa.table("funder_profile", sa.column("id", sa.Uuid()), sa.column("is_confirmed"))
    marks = sa.table(
        "profile_mark",
        sa.column("id", sa.Uuid()),
        sa.column("funder_profile_id", sa.Uuid()),
        sa.column("field"),
        sa.column("source"),
        sa.column("confirmed_by"),
        sa.column("confirmed_on", sa.Date()),
    )
    whole = sa.select(profiles.c.id).where(profiles.c.is_confirmed == sa.true())
    for (profile_id,) in op.get_bind().execute(whole).all():
        for field in _RULES:
            values = {"id": uuid4(), "funder_profile_id": profile_id, "field": field}
            told = {"source": "", "confirmed_by": "", "confirmed_on": date.today()}  # noqa: DTZ011
            op.execute(marks.insert().values(**values, **told))
