"""Keep who somebody is at a provider, and which sign-ons were answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0175"
down_revision = "0166"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "sign_on_subject",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_on_subject_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_on_subject"),
        sa.UniqueConstraint("issuer", "subject", name="uq_sign_on_subject_issuer_subject"),
    )
    op.create_index("ix_sign_on_subject_person_id", "sign_on_subject", ["person_id"])
    op.create_table(
        "sign_on_use",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_on_use"),
    )
    op.create_index("ix_sign_on_use_at", "sign_on_use", ["at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("sign_on_use")
    op.drop_table("sign_on_subject")
