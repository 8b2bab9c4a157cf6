"""Claims are found by the stems of their words, and articles keep what their claims resemble."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verification.matching import stems_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    op.add_column("article_claims", sa.Column("known", sa.JSON()))
    stems = op.create_table(
        "claim_stems",
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_stems_claim_id_claims")
        ),
        sa.PrimaryKeyConstraint("stem", "claim_id", name=op.f("pk_claim_stems")),
    )
    claims = sa.table("claims", sa.column("id"), sa.column("text"))
    connection = op.get_bind()
    page = sa.select(claims.c.id, claims.c.text).order_by(claims.c.id).limit(BATCH)
    last = ""
    while rows := connection.execute(page.where(claims.c.id > last)).all():
        words = [
            {"stem": stem, "claim_id": row.id}
            for row in rows
            for stem in sorted(set(stems_of(row.text)))
        ]
        if words:
            connection.execute(sa.insert(stems), words)
        last = rows[-1].id


def downgrade() -> None:
    op.drop_table("claim_stems")
    op.drop_column("article_claims", "known")
