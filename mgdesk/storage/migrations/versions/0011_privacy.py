"""privacy: restriction and erasure of people, wording of consents, periods, who saw what

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KINDS = ("image", "newsletter", "contact_after")
_CATEGORIES = ("visitor", "guest", "applicant", "coworker", "coached", "learner", "team")
_SENSITIVE = ("national_number", "coaching_note", "access_copy")
_KEPT = "what was looked at is only added to"
_GUARDED = "id, staff_id, what, at"
_THERE = "EXISTS (SELECT 1 FROM person WHERE id = OLD.person_id)"


def upgrade() -> None:
    _add("person", sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))
    _add("person", sa.Column("restricted_reason", sa.Text(), nullable=False, server_default=""))
    _add("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _add("person", sa.Column("erase_on", sa.Date(), nullable=True))
    _add("consent", sa.Column("language", sa.Text(), nullable=False, server_default=""))
    _add("consent", _no("is_on_paper"))
    _add("campus", _no("has_national_numbers"))
    _add_tables()
    _guard()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS sights_are_kept() CASCADE")
    for table in ("sight", "kept_longer", "retention_rule", "consent_text"):
        op.drop_table(table)
    op.drop_column("campus", "has_national_numbers")
    for column in ("is_on_paper", "language"):
        op.drop_column("consent", column)
    for column in ("erase_on", "erased_at", "restricted_reason", "restricted_at"):
        op.drop_column("person", column)


def _add(table: str, column: sa.Column) -> None:
    """Without making the table anew: that would drop what watches it."""
    op.add_column(table, column)


def _no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _add_tables() -> None:
    op.create_table(
        "consent_text",
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("consentkind", *_KINDS), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        *_keyed("consent_text"),
        _of("consent_text", "campus"),
        sa.UniqueConstraint(
            "campus_id", "kind", "language", name=op.f("uq_consent_text_campus_id_kind_language")
        ),
    )
    op.create_table(
        "retention_rule",
        sa.Column("category", _words("category", *_CATEGORIES), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *_keyed("retention_rule"),
        sa.CheckConstraint("days BETWEEN 1 AND 36525", name=op.f("ck_retention_rule_days")),
        sa.UniqueConstraint("category", name=op.f("uq_retention_rule_category")),
    )
    op.create_table(
        "kept_longer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_keyed("kept_longer"),
        _of("kept_longer", "person"),
    )
    op.create_index(op.f("ix_kept_longer_person_id"), "kept_longer", ["person_id"])
    op.create_table(
        "sight",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("what", _words("sensitive", *_SENSITIVE), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keyed("sight"),
        _of("sight", "person"),
        _of("sight", "staff", "RESTRICT"),
    )
    op.create_index("ix_sight_person_id_at", "sight", ["person_id", "at"])


def _guard() -> None:
    """What was looked at is added and never changed; it goes with the person only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION sights_are_kept() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF TG_OP = 'UPDATE' OR {_THERE} THEN"
            f" RAISE integrity_constraint_violation USING MESSAGE = '{_KEPT}'; END IF;"
            " RETURN OLD; END $$"
        )
        for name, act in (("change", f"UPDATE OF {_GUARDED}"), ("loss", "DELETE")):
            op.execute(
                f"CREATE TRIGGER sight_{name} BEFORE {act} ON sight"
                " FOR EACH ROW EXECUTE FUNCTION sights_are_kept()"
            )
        return
    refused = f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
    op.execute(f"CREATE TRIGGER sight_change BEFORE UPDATE OF {_GUARDED} ON sight {refused}")
    op.execute(f"CREATE TRIGGER sight_loss BEFORE DELETE ON sight WHEN {_THERE} {refused}")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _keyed(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of(table: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    column = f"{other}_id"
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
