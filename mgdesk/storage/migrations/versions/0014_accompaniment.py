"""accompaniment: when coaches are there, series, follow-ups, referrals, calendars read

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coaching_session") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("follow_up_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("followed_up_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_coaching_session_series_id", ["series_id"])
    op.add_column("event", sa.Column("calendar_uid", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("event") as table:
        table.alter_column("calendar_uid", server_default=None)
    _add_hours()
    _add_exceptions()
    _add_referrals()


def downgrade() -> None:
    for name in ("referral", "coach_exception", "coach_hours"):
        op.drop_table(name)
    with op.batch_alter_table("event") as table:
        table.drop_column("calendar_uid")
    with op.batch_alter_table("coaching_session") as table:
        table.drop_index("ix_coaching_session_series_id")
        for name in ("followed_up_at", "follow_up_on", "series_id"):
            table.drop_column(name)


def _add_hours() -> None:
    op.create_table(
        "coach_hours",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_coach_hours_hours")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_coach_hours_weekday")),
        sa.UniqueConstraint(
            "coach_id", "campus_id", "weekday", "starts_at",
            name=op.f("uq_coach_hours_coach_id_campus_id_weekday_starts_at"),
        ),
        _key("coach_hours", "coach_id", "person", "CASCADE"),
        _key("coach_hours", "campus_id", "campus", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_hours")),
    )  # fmt: skip


def _add_exceptions() -> None:
    op.create_table(
        "coach_exception",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("calendar_uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_coach_exception_hours")),
        sa.CheckConstraint(
            "NOT is_there OR campus_id IS NOT NULL", name=op.f("ck_coach_exception_place")
        ),
        _key("coach_exception", "coach_id", "person", "CASCADE"),
        _key("coach_exception", "campus_id", "campus", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_exception")),
    )
    op.create_index(
        "ix_coach_exception_coach_id_starts_at", "coach_exception", ["coach_id", "starts_at"]
    )


def _add_referrals() -> None:
    way = sa.Enum(
        "out", "in", name="referralway", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "referral",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("way", way, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("party <> ''", name=op.f("ck_referral_party")),
        _key("referral", "person_id", "person", "CASCADE"),
        _key("referral", "coach_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_person_id_day", "referral", ["person_id", "day"])


def _key(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
