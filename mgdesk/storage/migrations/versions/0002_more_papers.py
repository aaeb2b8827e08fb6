"""more papers: statements and certificates of completion, more layouts of sheets

Revision: 0002, after 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHECKS = (
    # table, column, constraint, values before, values after
    (
        "issued_document",
        "kind",
        "paperkind",
        ("attendance_sheet", "certificate"),
        ("attendance_sheet", "certificate", "statement", "completion"),
    ),
    (
        "funder_profile",
        "layout",
        "sheetlayout",
        ("week", "day"),
        ("week", "day", "month", "individual", "blank"),
    ),
)


def upgrade() -> None:
    for table, column, name, before, after in _CHECKS:
        _change_check(table, column, name, before, after)


def downgrade() -> None:
    # Rows that hold a new value make the old check, and so the whole step back, fail: none is lost.
    for table, column, name, before, after in _CHECKS:
        _change_check(table, column, name, after, before)


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
