"""search: the index of words, and where it is kept

Revision: 0005, after 0004

The tables only: what fills them is derived from the records, by storage.fulltext after the last of
the migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Tables that kept their own words until now.
KEPT_WORDS = ("person", "cohort", "event")
# What long lists are read from, a window at a time.
INDEXES = {
    "ix_person_birth_date": ("person", ["birth_date", "id"]),
    "ix_person_campus_id_sort_key": ("person", ["campus_id", "sort_key", "id"]),
    "ix_person_campus_id_birth_date": ("person", ["campus_id", "birth_date", "id"]),
    "ix_person_role_role": ("person_role", ["role", "person_id"]),
}


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("record_id", name=op.f("uq_search_entry_record_id")),
    )
    op.create_table(
        "search_slip",
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slip", "word", name=op.f("pk_search_slip")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_entry_words ON search_entry"
            " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )
    for table in KEPT_WORDS:
        op.drop_column(table, "search_key")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    for table in KEPT_WORDS:
        op.add_column(
            table, sa.Column("search_key", sa.Text(), nullable=False, server_default="")
        )
    op.execute("DROP TABLE IF EXISTS search_word")
    op.drop_table("search_slip")
    op.drop_table("search_entry")
    op.execute("DELETE FROM setting WHERE name = 'search'")
