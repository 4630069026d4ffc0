"""Keep who names the writer of a mention, how a reply goes out, and what is answered to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0193"
down_revision = "0195"
branch_labels = None
depends_on = None

TEXTS = {"mention": (("named_by", 254),), "alert": (("reply_key", 120), ("reply_error", 300))}


def upgrade() -> None:
    """Of mails that were forwarded before it is not known who forwarded them; replies were only recorded."""
    for table, columns in TEXTS.items():
        for name, length in columns:
            op.add_column(table, sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            for name, _length in columns:
                batch.alter_column(name, server_default=None)
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("alert") as batch:
        batch.add_column(sa.Column("back_id", big, nullable=True))
        batch.create_foreign_key("fk_alert_back_id_mention", "mention", ["back_id"], ["id"])
        batch.create_index("ix_alert_back_id", ["back_id"])


def downgrade() -> None:
    """Forget all of it."""
    with op.batch_alter_table("alert") as batch:
        batch.drop_index("ix_alert_back_id")
        batch.drop_constraint("fk_alert_back_id_mention", type_="foreignkey")
        batch.drop_column("back_id")
    for table, columns in TEXTS.items():
        with op.batch_alter_table(table) as batch:
            for name, _length in columns:
                batch.drop_column(name)
