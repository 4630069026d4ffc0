"""Make the tables of ideas: challenges, ideas and the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "challenge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.Column("brief_html", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.String(length=120), nullable=False),
        sa.Column("goal", sa.String(length=300), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("reward", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("rubric", sa.JSON(), nullable=False),
        sa.Column("prior_votes", sa.Double(), nullable=False),
        sa.Column("prior_passes", sa.Double(), nullable=False),
        sa.Column("idea_count", sa.Integer(), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_challenge_made_by_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_challenge_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("slug", name=op.f("uq_challenge_slug")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_closes_at", ["closes_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_challenge_space_id"), ["space_id"], unique=False)

    op.create_table(
        "idea",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("hold", sa.String(length=10), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("exposed_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("review_count", sa.Integer(), nullable=False),
        sa.Column("top_key", sa.Double(), nullable=False),
        sa.Column("hot_key", sa.BigInteger(), nullable=False),
        sa.Column("discover_key", sa.Double(), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_idea_author_id")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_idea_challenge_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["idea.id"], name=op.f("fk_idea_merged_into_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_idea_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("external_id", name=op.f("uq_idea_external_id")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_idea_challenge_top", ["challenge_id", "top_key", "id"], unique=False)
        batch_op.create_index("ix_idea_comments", ["comment_count", "id"], unique=False)
        batch_op.create_index("ix_idea_discover", ["discover_key", "id"], unique=False)
        batch_op.create_index("ix_idea_hot", ["hot_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_space_id"), ["space_id"], unique=False)
        batch_op.create_index("ix_idea_stage", ["stage", "id"], unique=False)
        batch_op.create_index("ix_idea_top", ["top_key", "id"], unique=False)

    op.create_table(
        "idea_merge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.Column("merged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_merge_idea_id")),
        sa.ForeignKeyConstraint(["into_id"], ["idea.id"], name=op.f("fk_idea_merge_into_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["person.id"], name=op.f("fk_idea_merge_merged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_merge")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_idea_merge_idea_id")),
    )
    with op.batch_alter_table("idea_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_merge_into_id"), ["into_id"], unique=False)

    op.create_table(
        "idea_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_stage", sa.String(length=20), nullable=False),
        sa.Column("to_stage", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_move_idea_id")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_idea_move_moved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_move")),
    )
    with op.batch_alter_table("idea_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_move_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "ledger_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_ledger_line_idea_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_ledger_line_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
    )
    with op.batch_alter_table("ledger_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_line_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("conflict", sa.String(length=300), nullable=True),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_review_idea_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("idea_id", "reviewer_id", name=op.f("uq_review_idea_id_reviewer_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_reviewer_id"), ["reviewer_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_reviewer_id"))

    op.drop_table("review")
    with op.batch_alter_table("ledger_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_line_idea_id"))

    op.drop_table("ledger_line")
    with op.batch_alter_table("idea_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_move_idea_id"))

    op.drop_table("idea_move")
    with op.batch_alter_table("idea_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_merge_into_id"))

    op.drop_table("idea_merge")
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_index("ix_idea_top")
        batch_op.drop_index("ix_idea_stage")
        batch_op.drop_index(batch_op.f("ix_idea_space_id"))
        batch_op.drop_index(batch_op.f("ix_idea_merged_into_id"))
        batch_op.drop_index("ix_idea_hot")
        batch_op.drop_index("ix_idea_discover")
        batch_op.drop_index("ix_idea_comments")
        batch_op.drop_index("ix_idea_challenge_top")
        batch_op.drop_index(batch_op.f("ix_idea_author_id"))

    op.drop_table("idea")
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_challenge_space_id"))
        batch_op.drop_index("ix_challenge_closes_at")

    op.drop_table("challenge")
