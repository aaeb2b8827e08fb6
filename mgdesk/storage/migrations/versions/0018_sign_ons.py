"""sign ons

Revision: 0018, after 0017
"""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing changes yet."""


def downgrade() -> None:
    """Nothing changed."""
