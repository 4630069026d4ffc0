"""Keep how many lines of each kind and channel a contact's log has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0176"
down_revision = "0185"
branch_labels = None
depends_on = None

COUNTED = """
    INSERT INTO contact_facet (contact_id, kind, channel, interaction_count)
    SELECT tie.contact_id, line.kind, line.channel, count(*)
    FROM interaction AS line JOIN identity_link AS tie ON tie.identity_id = line.identity_id
    WHERE tie.unlinked_at IS NULL AND line.at >= tie.valid_from AND line.at < tie.valid_until
        AND line.withdrawn_at IS NULL
    GROUP BY tie.contact_id, line.kind, line.channel
"""


def upgrade() -> None:
    """Count what is there."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "contact_facet",
        sa.Column("contact_id", big, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("interaction_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_contact_facet_contact_id_contact"),
        sa.PrimaryKeyConstraint("contact_id", "kind", "channel", name="pk_contact_facet"),
    )
    op.execute(COUNTED)


def downgrade() -> None:
    """It is counted at each look."""
    op.drop_table("contact_facet")
