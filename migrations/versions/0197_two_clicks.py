"""Take two clicks for one: a reward is ordered once for each form, and one attempt at a quiz is open at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0197"
down_revision = "0190"
branch_labels = None
depends_on = None

# Of two that were drawn at once, people went on with the newest; nothing was answered in the other.
DRAWN_TWICE = """
    DELETE FROM course_attempt WHERE submitted_at IS NULL AND id NOT IN (
        SELECT max(id) FROM course_attempt WHERE submitted_at IS NULL GROUP BY person_id, course_id
    )
"""


def upgrade() -> None:
    """Orders that were made before have no form to be known by."""
    with op.batch_alter_table("reward_order") as batch:
        batch.add_column(sa.Column("once", sa.String(length=80), nullable=True))
        batch.create_unique_constraint(batch.f("uq_reward_order_once"), ["once"])
    op.execute(DRAWN_TWICE)
    still_open = sa.text("submitted_at IS NULL")
    op.create_index(
        "uq_course_attempt_open", "course_attempt", ["person_id", "course_id"], unique=True,
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip


def downgrade() -> None:
    """Forget the forms, and let two be drawn again."""
    op.drop_index("uq_course_attempt_open", "course_attempt")
    with op.batch_alter_table("reward_order") as batch:
        batch.drop_constraint(batch.f("uq_reward_order_once"), type_="unique")
        batch.drop_column("once")
