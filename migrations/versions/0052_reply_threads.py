"""Find the thread of replies that were written before replies noted it."""

from __future__ import annotations

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

HEADS = """
WITH RECURSIVE head (id, thread_id) AS (
    SELECT id, id FROM comment WHERE reply_to_id IS NULL
    UNION ALL SELECT comment.id, head.thread_id FROM comment JOIN head ON comment.reply_to_id = head.id
)
UPDATE comment SET thread_id = (SELECT head.thread_id FROM head WHERE head.id = comment.id)
WHERE reply_to_id IS NOT NULL AND thread_id IS NULL
"""


def upgrade() -> None:
    """Follow each reply up to the comment at its head."""
    op.execute(HEADS)


def downgrade() -> None:
    """Leave them: they are right."""
