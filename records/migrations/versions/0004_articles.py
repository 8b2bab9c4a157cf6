"""Articles, and the claims found in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("published_at", sa.Date()),
        sa.Column("publisher", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.CheckConstraint("format IN ('text', 'html')", name=op.f("ck_articles_format")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_articles_fingerprint")),
    )
    op.create_index(op.f("ix_articles_created_at_id"), "articles", ["created_at", "id"])
    op.create_table(
        "article_claims",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("claim_id", sa.Text()),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_claims_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_article_claims_claim_id_claims")
        ),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name=op.f("pk_article_claims")),
    )
    op.create_index(op.f("ix_article_claims_claim_id"), "article_claims", ["claim_id"])


def downgrade() -> None:
    op.drop_table("article_claims")
    op.drop_table("articles")
