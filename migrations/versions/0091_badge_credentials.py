"""Keep signed badges, and until when the evidence of an expert badge reaches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0083"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table, one column."""
    with op.batch_alter_table("award") as batch:
        batch.add_column(sa.Column("ends_at", MOMENT, nullable=True))
    op.create_table(
        "badge_credential",
        sa.Column("id", BIG, nullable=False),
        sa.Column("serial", sa.String(36), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("badge", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by_id", BIG, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_badge_credential_person_id_person"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_badge_credential_topic_id_topic"),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name="fk_badge_credential_revoked_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_badge_credential"),
        sa.UniqueConstraint("serial", name="uq_badge_credential_serial"),
    )
    op.create_index("ix_badge_credential_person", "badge_credential", ["person_id", "id"])
    op.create_index("ix_badge_credential_badge", "badge_credential", ["badge", "topic_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("badge_credential")
    with op.batch_alter_table("award") as batch:
        batch.drop_column("ends_at")
