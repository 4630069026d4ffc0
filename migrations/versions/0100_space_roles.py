"""Keep who gave somebody a role in a space, who answers there, and who may open spaces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0100"
down_revision = "0070"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Everybody who is cleared goes on answering everywhere; nobody knows who gave the roles of today."""
    op.create_table(
        "space_opener",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("granted_by_id", BIG, nullable=False),
        sa.Column("granted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_space_opener_person_id")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["person.id"], name=op.f("fk_space_opener_granted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_opener")),
        sa.UniqueConstraint("person_id", name=op.f("uq_space_opener_person_id")),
    )
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("answered_by", sa.String(length=10), nullable=False, server_default="cleared"))
    with op.batch_alter_table("space") as batch:
        batch.alter_column("answered_by", existing_type=sa.String(length=10), server_default=None)
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("granted_by_id", BIG, nullable=True))
        batch.add_column(sa.Column("granted_at", UtcDateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_membership_granted_by_id"), "person", ["granted_by_id"], ["id"])


def downgrade() -> None:
    """Take them away; the roles that were not known before become memberships."""
    op.execute("UPDATE membership SET role = 'member' WHERE role IN ('expert', 'answerer')")
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint(op.f("fk_membership_granted_by_id"), type_="foreignkey")
        batch.drop_column("granted_at")
        batch.drop_column("granted_by_id")
    with op.batch_alter_table("space") as batch:
        batch.drop_column("answered_by")
    op.drop_table("space_opener")
