"""Keep the versions of a space's own rules, and who accepted them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What stands there now is the first version, which nobody is asked to accept."""
    op.create_table(
        "addendum",
        sa.Column("id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_addendum_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
        sa.UniqueConstraint("space_id", "version", name=op.f("uq_addendum_space_id_version")),
    )
    op.create_table(
        "addendum_acceptance",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_addendum_acceptance_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_addendum_acceptance_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum_acceptance")),
        sa.UniqueConstraint(
            "person_id", "space_id", "version", name=op.f("uq_addendum_acceptance_person_id_space_id_version")
        ),
    )
    with op.batch_alter_table("space") as batch:
        for name in ("addendum_version", "addendum_needed"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "INSERT INTO addendum (space_id, version, body, published_at) "
        "SELECT id, 1, addendum, opened_at FROM space WHERE TRIM(addendum) <> ''"
    )
    op.execute("UPDATE space SET addendum_version = 1 WHERE TRIM(addendum) <> ''")
    with op.batch_alter_table("space") as batch:
        for name in ("addendum_version", "addendum_needed"):
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Only what stands there stays."""
    with op.batch_alter_table("space") as batch:
        batch.drop_column("addendum_needed")
        batch.drop_column("addendum_version")
    op.drop_table("addendum_acceptance")
    op.drop_table("addendum")
