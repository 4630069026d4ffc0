"""Keep ties that rules propose, and what a person decided about each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """None so far."""
    op.create_table(
        "identity_proposal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("identity_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_identity_proposal_contact_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_identity_proposal_decided_by_id")),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_identity_proposal_identity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_proposal")),
        sa.UniqueConstraint("identity_id", "contact_id", name=op.f("uq_identity_proposal_identity_id_contact_id")),
    )
    op.create_index("ix_identity_proposal_contact_id", "identity_proposal", ["contact_id"])
    op.create_index("ix_identity_proposal_state", "identity_proposal", ["state", "confidence", "id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("identity_proposal")
