"""sign ons: who came to the desk and left it; proofs and referrals among what was looked at; staff kept

Revision: 0018, after 0017
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SEEN = ("national_number", "coaching_note", "access_copy")
_KEPT = ("visitor", "guest", "applicant", "coworker", "coached", "learner", "team")
_CHECKS = (
    # table, column, constraint, values before, values after
    ("sight", "what", "sensitive", _SEEN, (*_SEEN, "absence_proof", "referral")),
    ("retention_rule", "category", "category", _KEPT, (*_KEPT, "staff")),
)
_ADDED = "who signed on is only added to"
_SHUT = "NOT EXISTS (SELECT 1 FROM setting WHERE name = 'audit door')"


def upgrade() -> None:
    for table, column, name, before, after in _CHECKS:
        _change_check(table, column, name, before, after)
    kind = sa.Enum(
        "on", "off", "refused",
        name="signonkind", native_enum=False, create_constraint=True, length=40,
    )  # fmt: skip
    op.create_table(
        "sign_on",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("computer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sign_on_staff_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on")),
    )
    for column in ("at", "staff_id"):
        op.create_index(op.f(f"ix_sign_on_{column}"), "sign_on", [column])
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS sign_ons_are_kept() CASCADE")
    op.drop_table("sign_on")
    # Rows that hold a new value make the old check, and so the whole step back, fail: none is lost.
    for table, column, name, before, after in _CHECKS:
        _change_check(table, column, name, after, before)


def _guards() -> Iterator[str]:
    """Signing on is noted and never changed; what is old goes through the door of the audit."""
    if op.get_bind().dialect.name == "postgresql":
        yield (
            "CREATE FUNCTION sign_ons_are_kept() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF TG_OP = 'UPDATE' OR {_SHUT} THEN"
            f" RAISE integrity_constraint_violation USING MESSAGE = '{_ADDED}'; END IF;"
            " RETURN OLD; END $$"
        )
        for name, act in (("change", "UPDATE"), ("loss", "DELETE")):
            yield (
                f"CREATE TRIGGER sign_on_{name} BEFORE {act} ON sign_on"
                " FOR EACH ROW EXECUTE FUNCTION sign_ons_are_kept()"
            )
        return
    refused = f"BEGIN SELECT RAISE(ABORT, '{_ADDED}'); END"
    yield f"CREATE TRIGGER sign_on_change BEFORE UPDATE ON sign_on {refused}"
    yield f"CREATE TRIGGER sign_on_loss BEFORE DELETE ON sign_on WHEN {_SHUT} {refused}"


def _change_check(
    table: str, column: str, name: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _swap_table(table, f"{column} IN {_listed(before)}", f"{column} IN {_listed(after)}")
        return
    constraint = f"ck_{table}_{name}"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN {_listed(after)})"
    )


def _listed(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _swap_table(table: str, before: str, after: str) -> None:
    """SQLite changes no constraint: the table is made anew under its own words, with its guards."""
    connection = op.get_bind()
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    if before not in made:
        msg = f"the check of {table} is not as it was made"
        raise RuntimeError(msg)
    others = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = ?"
        " AND sql IS NOT NULL ORDER BY type",
        (table,),
    ).scalars()
    wanted = [str(sql) for sql in others]
    triggers = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).scalars()
    for trigger in list(triggers):
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    head, _, rest = made.partition("(")
    new = head.replace(table, f"new_{table}")
    connection.exec_driver_sql(f"{new}({rest.replace(before, after)}")
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for sql in wanted:
        connection.exec_driver_sql(sql)
