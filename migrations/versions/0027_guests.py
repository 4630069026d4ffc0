"""Let visitors ask without an account, by a link in a mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of what waits, and the marks of guests and of spaces that take them."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "proposal",
        sa.Column("id", number, nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("space_id", number, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("question_id", number, nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_proposal_space_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_proposal_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_proposal_secret_hash")),
    )
    op.create_index(op.f("ix_proposal_expires_at"), "proposal", ["expires_at"])
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("takes_guests", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("person") as batch:
        batch.drop_column("is_guest")
    with op.batch_alter_table("space") as batch:
        batch.drop_column("takes_guests")
    op.drop_index(op.f("ix_proposal_expires_at"), "proposal")
    op.drop_table("proposal")
