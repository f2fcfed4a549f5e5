"""Windows found missed before documents were told from data are judged anew.

A guide beside a link had made the data seem visible, so that silence was taken for a miss. How a
window stands is a cache of what the events say: the next check settles it by what can be seen.
"""

from __future__ import annotations

from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE bacgiang_cadence_window SET outcome = 'open' WHERE outcome = 'missed'")


def downgrade() -> None:
    """Nothing was added: the check of the release before finds the windows missed again."""
