"""tokens: codes of other programs bound to people, and badges found at once

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

from mgdesk.rules.codes import person_code

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 10_000  # people


def upgrade() -> None:
    op.create_table(
        "former_badge",
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_former_badge")),
    )
    op.create_table(
        "token",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_token_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_token_registration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("code", name=op.f("uq_token_code")),
    )
    op.create_index(op.f("ix_token_person_id"), "token", ["person_id"], unique=False)
    op.create_index(op.f("ix_token_registration_id"), "token", ["registration_id"], unique=False)
    op.add_column("person", sa.Column("badge_code", sa.Text(), nullable=True))
    _compute_codes()
    op.create_index("ix_person_badge_code", "person", ["badge_code"], unique=True)
    op.create_index("ix_person_learner_number", "person", ["learner_number"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_person_learner_number", table_name="person")
    op.drop_index("ix_person_badge_code", table_name="person")
    op.drop_column("person", "badge_code")
    op.drop_table("token")
    op.drop_table("former_badge")


def _compute_codes() -> None:
    """The code of every badge that was printed: it follows from the person's key."""
    connection = op.get_bind()
    person = sa.table("person", sa.column("id", sa.Uuid()), sa.column("badge_code", sa.Text()))
    ids = connection.scalars(sa.select(person.c.id)).all()
    fill = (
        sa.update(person)
        .where(person.c.id == sa.bindparam("key", type_=sa.Uuid()))
        .values(badge_code=sa.bindparam("code", type_=sa.Text()))
    )
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        connection.execute(fill, [{"key": one, "code": person_code(one)} for one in some])
