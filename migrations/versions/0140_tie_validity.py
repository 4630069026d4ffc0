"""Keep from when on a tie holds, until when, and what it rests on."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0140"
down_revision = "0145"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
ALWAYS, NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
STANDS = sa.text("unlinked_at IS NULL")
LINK = sa.table(
    "identity_link",
    sa.column("basis", sa.String),
    sa.column("evidence", sa.Text),
    sa.column("valid_from", MOMENT),
    sa.column("valid_until", MOMENT),
    sa.column("linked_by_id", sa.BigInteger),
)


def upgrade() -> None:
    """Every tie so far holds for all of time."""
    with op.batch_alter_table("identity_link") as batch:
        batch.add_column(sa.Column("basis", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("valid_from", MOMENT, nullable=True))
        batch.add_column(sa.Column("valid_until", MOMENT, nullable=True))
    op.execute(LINK.update().values(basis="decision", valid_from=ALWAYS, valid_until=NEVER))
    by_rule = LINK.c.linked_by_id.is_(None) & LINK.c.evidence.like("verified e-mail%")
    op.execute(LINK.update().where(by_rule).values(basis="verified_email"))
    op.execute(LINK.update().where(LINK.c.evidence.like("the contact centre's own record%")).values(basis="crm"))
    with op.batch_alter_table("identity_link") as batch:
        batch.alter_column("basis", existing_type=sa.String(length=20), nullable=False)
        batch.alter_column("valid_from", existing_type=MOMENT, nullable=False)
        batch.alter_column("valid_until", existing_type=MOMENT, nullable=False)
    op.create_index(
        "uq_identity_link_standing",
        "identity_link",
        ["identity_id", "valid_from"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    """Ties are for all of time again."""
    op.drop_index("uq_identity_link_standing", table_name="identity_link")
    with op.batch_alter_table("identity_link") as batch:
        batch.drop_column("valid_until")
        batch.drop_column("valid_from")
        batch.drop_column("basis")
