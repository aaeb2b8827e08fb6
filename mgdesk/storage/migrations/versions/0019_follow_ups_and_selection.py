"""follow ups and selection

Revision: 0019, after 0018
"""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing changes yet."""


def downgrade() -> None:
    """Nothing changed."""
