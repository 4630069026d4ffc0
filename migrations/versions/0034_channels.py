"""Listen to channels: the company's accounts there, what was said, and whose handle is whose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the three tables."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = UtcDateTime(timezone=True)
    op.create_table(
        "channel_account",
        sa.Column("id", number, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("server", sa.String(length=254), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.Column("space_id", number, nullable=False),
        sa.Column("connected_by_id", number, nullable=True),
        sa.Column("connected_at", moment, nullable=False),
        sa.Column("read_until", moment, nullable=False),
        sa.Column("looked_at", moment, nullable=True),
        sa.Column("look_at", moment, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_channel_account_space_id")),
        sa.ForeignKeyConstraint(["connected_by_id"], ["person.id"], name=op.f("fk_channel_account_connected_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_account")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_channel_account_channel_address")),
    )
    op.create_index(op.f("ix_channel_account_look_at"), "channel_account", ["look_at"])
    op.create_table(
        "channel_message",
        sa.Column("id", number, nullable=False),
        sa.Column("account_id", number, nullable=False),
        sa.Column("external_id", sa.String(length=400), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("handle", sa.String(length=254), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("refused", sa.String(length=300), nullable=False),
        sa.Column("said_at", moment, nullable=False),
        sa.Column("taken_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["channel_account.id"], name=op.f("fk_channel_message_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_message")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_channel_message_account_id_external_id")),
    )
    op.create_index(op.f("ix_channel_message_question_id"), "channel_message", ["question_id"])
    op.create_index(op.f("ix_channel_message_subject"), "channel_message", ["subject"])
    op.create_table(
        "channel_handle",
        sa.Column("id", number, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=254), nullable=False),
        sa.Column("handle", sa.String(length=254), nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("tied_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_handle_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_handle")),
        sa.UniqueConstraint("channel", "key", name=op.f("uq_channel_handle_channel_key")),
    )
    op.create_index(op.f("ix_channel_handle_person_id"), "channel_handle", ["person_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_channel_handle_person_id"), "channel_handle")
    op.drop_table("channel_handle")
    op.drop_index(op.f("ix_channel_message_subject"), "channel_message")
    op.drop_index(op.f("ix_channel_message_question_id"), "channel_message")
    op.drop_table("channel_message")
    op.drop_index(op.f("ix_channel_account_look_at"), "channel_account")
    op.drop_table("channel_account")
