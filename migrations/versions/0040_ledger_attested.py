"""Let lines of the ledger recur, be attested, taken back, and belong to the answer board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import BigId, UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is there are single amounts of ideas that nobody has attested."""
    with op.batch_alter_table("ledger_line") as batch:
        batch.alter_column("idea_id", existing_type=BigId, nullable=True)
        batch.alter_column("recorded_by_id", existing_type=BigId, nullable=True)
        batch.add_column(sa.Column("source", sa.String(10), nullable=False, server_default="ideas"))
        batch.add_column(sa.Column("key", sa.String(40), nullable=True))
        batch.add_column(sa.Column("category", sa.String(20), nullable=False, server_default="other"))
        batch.add_column(sa.Column("total", sa.Numeric(16, 2), nullable=False, server_default="0"))
        batch.add_column(sa.Column("low", sa.Numeric(16, 2), nullable=True))
        batch.add_column(sa.Column("high", sa.Numeric(16, 2), nullable=True))
        batch.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("link", sa.String(500), nullable=False, server_default=""))
        batch.add_column(sa.Column("reverses_id", BigId, nullable=True))
        batch.add_column(sa.Column("attested_by_id", BigId, nullable=True))
        batch.add_column(sa.Column("attested_at", UtcDateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE ledger_line SET total = amount"))
    with op.batch_alter_table("ledger_line") as batch:
        for name, kind in (("source", sa.String(10)), ("category", sa.String(20)), ("link", sa.String(500))):
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.alter_column("total", existing_type=sa.Numeric(16, 2), server_default=None)
        batch.create_unique_constraint("uq_ledger_line_key", ["key"])
        batch.create_unique_constraint("uq_ledger_line_reverses_id", ["reverses_id"])
        batch.create_foreign_key("fk_ledger_line_reverses_id", "ledger_line", ["reverses_id"], ["id"])
        batch.create_foreign_key("fk_ledger_line_attested_by_id", "person", ["attested_by_id"], ["id"])
        batch.create_index("ix_ledger_line_source", ["source", "date"])


def downgrade() -> None:
    """Keep the single amounts of ideas; the rest has no place in the old ledger."""
    keep = "idea_id IS NOT NULL AND recorded_by_id IS NOT NULL AND until IS NULL"
    op.execute(sa.text(f"DELETE FROM ledger_line WHERE NOT ({keep})"))  # noqa: S608 - words of our own
    with op.batch_alter_table("ledger_line") as batch:
        batch.drop_index("ix_ledger_line_source")
        batch.drop_constraint("fk_ledger_line_attested_by_id", type_="foreignkey")
        batch.drop_constraint("fk_ledger_line_reverses_id", type_="foreignkey")
        batch.drop_constraint("uq_ledger_line_reverses_id", type_="unique")
        batch.drop_constraint("uq_ledger_line_key", type_="unique")
        for name in (
            "attested_at", "attested_by_id", "reverses_id", "link", "until", "high", "low", "total", "category", "key",
            "source",
        ):  # fmt: skip
            batch.drop_column(name)
        batch.alter_column("recorded_by_id", existing_type=BigId, nullable=False)
        batch.alter_column("idea_id", existing_type=BigId, nullable=False)
