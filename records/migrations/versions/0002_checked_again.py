"""Runs remember that evidence came in while they were under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("again", sa.Text()))


def downgrade() -> None:
    op.drop_column("runs", "again")
