"""indicators

Revision: 0020, after 0019
"""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing changes yet."""


def downgrade() -> None:
    """Nothing changed."""
