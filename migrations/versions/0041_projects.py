"""Make projects of ideas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import BigId, UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """There are none yet."""
    op.create_table(
        "project",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("team", sa.String(300), nullable=False),
        sa.Column("owner_id", BigId, sa.ForeignKey("person.id", name="fk_project_owner_id"), nullable=True),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("metric", sa.String(160), nullable=False),
        sa.Column("baseline", sa.Numeric(16, 4), nullable=True),
        sa.Column("target", sa.Numeric(16, 4), nullable=True),
        sa.Column("reached", sa.Numeric(16, 4), nullable=True),
        sa.Column("pilot_where", sa.String(200), nullable=False),
        sa.Column("pilot_from", sa.Date(), nullable=True),
        sa.Column("pilot_to", sa.Date(), nullable=True),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("launches_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", BigId, sa.ForeignKey("person.id", name="fk_project_made_by_id"), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_project_owner_id", "project", ["owner_id"])
    op.create_index("ix_project_made_at", "project", ["made_at", "id"])
    op.create_table(
        "project_idea",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("project_id", BigId, sa.ForeignKey("project.id"), nullable=False),
        sa.Column("idea_id", BigId, sa.ForeignKey("idea.id"), nullable=False),
        sa.UniqueConstraint("idea_id", name="uq_project_idea_idea_id"),
    )
    op.create_index("ix_project_idea_project_id", "project_idea", ["project_id"])
    op.create_table(
        "milestone",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("project_id", BigId, sa.ForeignKey("project.id"), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_milestone_project_id", "milestone", ["project_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("milestone", "project_idea", "project"):
        op.drop_table(table)
