"""the chain of the audit: each change sealed with the one before it

Revision: 0008, after 0007

What was written before gets its chain here, in the order in which it was written: from now on it
cannot be changed unseen. What somebody changed before this day, nobody can tell.
"""

import sqlalchemy as sa
from alembic import op

from mgdesk.storage import chain

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_ONCE = 500

_change = sa.table(
    "change",
    sa.column("id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("title", sa.Text()),
    sa.column("values", sa.JSON()),
    sa.column("staff_id", sa.Uuid()),
    sa.column("undoes_id", sa.Uuid()),
    sa.column("position", sa.BigInteger()),
    sa.column("digest", sa.LargeBinary()),
    sa.column("seal", sa.LargeBinary()),
    sa.column("sealed_by", sa.LargeBinary()),
)
_entry = sa.table(
    "audit_entry",
    sa.column("id", sa.Uuid()),
    sa.column("change_id", sa.Uuid()),
    sa.column("position", sa.Integer()),
    sa.column("table_name", sa.Text()),
    sa.column("row_id", sa.Uuid()),
    sa.column("operation", sa.Text()),
    sa.column("before", sa.JSON()),
    sa.column("after", sa.JSON()),
    sa.column("digest", sa.LargeBinary()),
)


def upgrade() -> None:
    is_server = op.get_bind().dialect.name == "postgresql"
    nothing = sa.text("''" if is_server else "x''")  # rows that are there need a value at once
    for table, name in (
        ("change", "digest"),
        ("change", "seal"),
        ("change", "sealed_by"),
        ("audit_entry", "digest"),
    ):
        op.add_column(
            table, sa.Column(name, sa.LargeBinary(), nullable=False, server_default=nothing)
        )
    zero = sa.text("0")
    op.add_column(
        "change", sa.Column("position", sa.BigInteger(), nullable=False, server_default=zero)
    )
    _seal_what_is_there(op.get_bind())
    op.create_index("ix_change_position", "change", ["position"], unique=True)
    chain.guard(op.get_bind())


def downgrade() -> None:
    chain.unguard(op.get_bind())
    op.drop_index("ix_change_position", "change")
    for name in ("position", "sealed_by", "seal", "digest"):
        op.drop_column("change", name)
    op.drop_column("audit_entry", "digest")


def _seal_what_is_there(connection: sa.Connection) -> None:
    changes = connection.execute(sa.select(_change.c.id).order_by(_change.c.at, _change.c.id))
    ids = list(changes.scalars())
    if not ids:
        return
    key = chain.key_of(connection)
    head = chain.Head()
    for start in range(0, len(ids), _AT_ONCE):
        head = _seal_some(connection, key, head, ids[start : start + _AT_ONCE])


def _seal_some(connection: sa.Connection, key: bytes, head: chain.Head, ids: list) -> chain.Head:
    found = connection.execute(sa.select(_change).where(_change.c.id.in_(ids))).mappings()
    changes = {row["id"]: row for row in found}
    entries = {change_id: [] for change_id in ids}
    wanted = sa.select(_entry).where(_entry.c.change_id.in_(ids)).order_by(_entry.c.position)
    for row in connection.execute(wanted).mappings():
        entries[row["change_id"]].append((row["id"], chain.entry_digest(key, row)))
    sealed = []
    for change_id in ids:
        digest = chain.change_digest(key, changes[change_id])
        head = chain.seal_of(key, head, digest, [one for _, one in entries[change_id]])
        sealed.append((change_id, head.position, digest, head.seal))
    _write(connection, key, sealed, [pair for pairs in entries.values() for pair in pairs])
    return head


def _write(connection: sa.Connection, key: bytes, sealed: list, digests: list) -> None:
    which = chain.key_id(key)
    connection.execute(
        sa.update(_change).where(_change.c.id == sa.bindparam("which")).values(
            position=sa.bindparam("place"), digest=sa.bindparam("said"),
            seal=sa.bindparam("sealed"), sealed_by=which,
        ),
        [{"which": i, "place": p, "said": d, "sealed": s} for i, p, d, s in sealed],
    )  # fmt: skip
    if digests:
        connection.execute(
            sa.update(_entry)
            .where(_entry.c.id == sa.bindparam("which"))
            .values(digest=sa.bindparam("said")),
            [{"which": i, "said": d} for i, d in digests],
        )
