"""at the desk: where somebody sits, whom a visitor sees, who is announced, who has a pass

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
    _add_passes()
    _add_visits()


def downgrade() -> None:
    op.drop_table("visit")
    op.drop_table("pass")
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


def _add_passes() -> None:
    op.create_table(
        "pass",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("passkind", "days", "month", "unlimited"), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day", name=op.f("ck_pass_days")
        ),
        sa.CheckConstraint("day_count IS NULL OR day_count > 0", name=op.f("ck_pass_day_count")),
        sa.CheckConstraint(
            "kind <> 'days' OR day_count IS NOT NULL", name=op.f("ck_pass_card")
        ),
        *_of_person_at_campus("pass"),
    )
    for column in ("person_id", "campus_id"):
        op.create_index(f"ix_pass_{column}_first_day", "pass", [column, "first_day"])


def _add_visits() -> None:
    status = _words("visitstatus", "expected", "arrived", "left", "cancelled")
    op.create_table(
        "visit",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_person_at_campus("visit"),
    )
    for column in ("campus_id", "person_id"):
        op.create_index(f"ix_visit_{column}_day", "visit", [column, "day"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _of_person_at_campus(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f(f"fk_{table}_campus_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
