"""Keep until when somebody's evidence makes them an expert, so that reading asks for what stands now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime
from app.topics.weight import lasts_until

revision = "0130"
down_revision = "0091"
branch_labels = None
depends_on = None

BOUNDS = {"weight_at_least": 0.6, "total_at_least": 4.0}


def upgrade() -> None:
    """Reckon it for those who are experts by what is stored."""
    op.add_column("expertise", sa.Column("expert_until", UtcDateTime(timezone=True), nullable=True))
    table = sa.table(
        "expertise", sa.column("id", sa.BigInteger()), sa.column("good", sa.Float()), sa.column("total", sa.Float()),
        sa.column("weight", sa.Float()), sa.column("as_of", UtcDateTime(timezone=True)),
        sa.column("expert_until", UtcDateTime(timezone=True)),
    )  # fmt: skip
    connection = op.get_bind()
    shown = sa.select(table).where(table.c.weight >= BOUNDS["weight_at_least"])
    for row in connection.execute(shown.where(table.c.total >= BOUNDS["total_at_least"])).all():
        until = lasts_until(min(row.good, row.total), row.total, row.as_of, **BOUNDS)
        connection.execute(sa.update(table).where(table.c.id == row.id).values(expert_until=until))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("expertise") as batch:
        batch.drop_column("expert_until")
