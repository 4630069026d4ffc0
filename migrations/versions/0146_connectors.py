"""Keep connectors to CRMs, what they left there, and what they still have to look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0132"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "connector",
        sa.Column("id", big, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("templates", sa.JSON(), nullable=False),
        sa.Column("value_maps", sa.JSON(), nullable=False),
        sa.Column("contact_paths", sa.JSON(), nullable=False),
        sa.Column("owner_id", big, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pull_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pull_note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_connector_owner_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_connector"),
    )
    op.create_index("ix_connector_pull_at", "connector", ["pull_at"])
    op.create_table(
        "connector_record",
        sa.Column("id", big, nullable=False),
        sa.Column("connector_id", big, nullable=False),
        sa.Column("key", sa.String(length=70), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["connector_id"], ["connector.id"], name="fk_connector_record_connector_id_connector"),
        sa.PrimaryKeyConstraint("id", name="pk_connector_record"),
        sa.UniqueConstraint("connector_id", "key", name="uq_connector_record_connector_id_key"),
    )
    op.create_table(
        "connector_change",
        sa.Column("id", big, nullable=False),
        sa.Column("connector_id", big, nullable=False),
        sa.Column("key", sa.String(length=70), nullable=False),
        sa.ForeignKeyConstraint(["connector_id"], ["connector.id"], name="fk_connector_change_connector_id_connector"),
        sa.PrimaryKeyConstraint("id", name="pk_connector_change"),
    )
    op.create_index("ix_connector_change_connector_id", "connector_change", ["connector_id", "id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("connector_change")
    op.drop_table("connector_record")
    op.drop_table("connector")
