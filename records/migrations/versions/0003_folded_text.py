"""Claims keep their text without case as well, by which they are looked for."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    op.add_column("claims", sa.Column("text_folded", sa.Text(), server_default="", nullable=False))
    claims = sa.table("claims", sa.column("id"), sa.column("text"), sa.column("text_folded"))
    connection = op.get_bind()
    page = sa.select(claims.c.id, claims.c.text).order_by(claims.c.id).limit(BATCH)
    fill = (
        sa.update(claims)
        .where(claims.c.id == sa.bindparam("claim_id"))
        .values(text_folded=sa.bindparam("folded"))
    )
    last = ""
    while rows := connection.execute(page.where(claims.c.id > last)).all():
        connection.execute(fill, [{"claim_id": row.id, "folded": fold(row.text)} for row in rows])
        last = rows[-1].id


def downgrade() -> None:
    op.drop_column("claims", "text_folded")


def fold(text: str) -> str:
    """The text without case, as it was first defined."""
    apart = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFC", apart)
