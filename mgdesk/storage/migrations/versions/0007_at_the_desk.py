"""at the desk: visits, places and passes

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


def downgrade() -> None:
    _drop_style()


def _add_style() -> None:
    """How a campus's paper looks (`rules.style.PaperStyle`); nothing chosen is the usual look."""
    kind = sa.JSON(none_as_null=True)
    op.add_column("campus", sa.Column("style", kind, nullable=False, server_default="{}"))


def _drop_style() -> None:
    op.drop_column("campus", "style")
