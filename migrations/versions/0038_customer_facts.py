"""What the CRM knows of members, where features below it can ask; filled from the ties that stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, and fill it from the ties that stand; what a customer is worth comes with the next import."""
    op.create_table(
        "customer_facts",
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("person.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("customer", sa.String(120), nullable=False),
        sa.Column("segment", sa.String(80), nullable=False),
        sa.Column("value", sa.Numeric(14, 2), nullable=True),
    )
    op.create_index("ix_customer_facts_segment", "customer_facts", ["segment", "person_id"])
    op.execute(
        "INSERT INTO customer_facts (person_id, customer, segment) "
        "SELECT i.person_id, c.external_id, c.segment FROM identity i JOIN contact c ON c.id = i.contact_id "
        "WHERE i.person_id IS NOT NULL"
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("customer_facts")
