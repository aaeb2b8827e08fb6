"""coaching and loans: appointments with their notes, and what is lent

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PAPERS = ("attendance_sheet", "certificate", "statement", "completion")
_NEW_PAPERS = (*_PAPERS, "coaching_note", "loan_receipt")
_STATUSES = ("planned", "waiting", "done", "excused", "cancelled", "no_show")
_KINDS = ("key", "laptop", "locker", "badge", "other")


def upgrade() -> None:
    _add_coaching()
    _add_resources()
    _add_loans()
    _change_papers(_PAPERS, _NEW_PAPERS)


def downgrade() -> None:
    # Papers of the new kinds make the old check, and so the whole step back, fail: none is lost.
    _change_papers(_NEW_PAPERS, _PAPERS)
    op.drop_table("loan")
    op.drop_table("resource")
    op.drop_table("coaching_session")


def _add_coaching() -> None:
    op.create_table(
        "coaching_session",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", _words("coachingstatus", _STATUSES), nullable=False),
        *_texts("subject", "aims", "points", "action_plan"),
        sa.Column("note_written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_coaching_session_hours")),
        sa.CheckConstraint(
            "coach_id IS NULL OR coach_id <> person_id", name=op.f("ck_coaching_session_coach")
        ),
        _key("coaching_session", "person_id", "person", "CASCADE"),
        _key("coaching_session", "coach_id", "person", "SET NULL"),
        _key("coaching_session", "campus_id", "campus", "RESTRICT"),
        _key("coaching_session", "room_id", "room", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_session")),
    )
    for column in ("campus_id", "coach_id", "person_id"):
        name = f"ix_coaching_session_{column}_starts_at"
        op.create_index(name, "coaching_session", [column, "starts_at"], unique=False)


def _add_resources() -> None:
    op.create_table(
        "resource",
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("resourcekind", _KINDS), nullable=False),
        *_texts("code", "label", "note"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_resource_code")),
        _key("resource", "campus_id", "campus", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("campus_id", "code", name=op.f("uq_resource_campus_id_code")),
    )


def _add_loans() -> None:
    op.create_table(
        "loan",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        *_texts("condition_lent", "condition_returned"),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "returned_at IS NULL OR returned_at >= lent_at", name=op.f("ck_loan_days")
        ),
        _key("loan", "resource_id", "resource", "RESTRICT"),
        _key("loan", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
    )
    still_out = sa.text("returned_at IS NULL")
    op.create_index(
        "uq_loan_open",
        "loan",
        ["resource_id"],
        unique=True,
        sqlite_where=still_out,
        postgresql_where=still_out,
    )
    for column in ("resource_id", "person_id"):
        op.create_index(f"ix_loan_{column}_lent_at", "loan", [column, "lent_at"], unique=False)


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _change_papers(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the register hold other kinds of paper."""
    old, new = (f"kind IN {_listed(values)}" for values in (before, after))
    if op.get_bind().dialect.name == "sqlite":
        _swap_table("issued_document", old, new)
        return
    op.execute("ALTER TABLE issued_document DROP CONSTRAINT ck_issued_document_paperkind")
    op.execute(
        f"ALTER TABLE issued_document ADD CONSTRAINT ck_issued_document_paperkind CHECK ({new})"
    )


def _listed(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _swap_table(table: str, before: str, after: str) -> None:
    """SQLite changes no constraint: the table is made anew under its own words, and filled."""
    connection = op.get_bind()
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    if before not in made:
        msg = f"the check of {table} is not as it was made"
        raise RuntimeError(msg)
    indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (table,),
    ).scalars()
    wanted = [str(sql) for sql in indexes]
    head, _, rest = made.partition("(")
    new = head.replace(table, f"new_{table}")
    connection.exec_driver_sql(f"{new}({rest.replace(before, after)}")
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for sql in wanted:
        connection.exec_driver_sql(sql)
