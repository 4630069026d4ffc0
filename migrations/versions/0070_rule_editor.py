"""Let rules be switched on and off, hold for one space, language or kind of writer, and keep what they said before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0070"
down_revision = "0110"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What a rule that was written before means by each new column.
PLAIN = (
    ("language", sa.String(2), "''"), ("writers", sa.String(10), "'everybody'"), ("newer_than", sa.Integer(), "0"),
    ("most", sa.Integer(), "0"), ("minutes", sa.Integer(), "0"), ("least", sa.Double(), "0"),
    ("version", sa.Integer(), "1"),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns and the table; the rules that are there are in force, and are their own first version."""
    with op.batch_alter_table("screening_rule") as batch:
        batch.alter_column("scope", existing_type=sa.String(20), type_=sa.String(60), existing_nullable=False)
        batch.add_column(sa.Column("space_id", BIG, nullable=True))
        batch.create_foreign_key(op.f("fk_screening_rule_space_id"), "space", ["space_id"], ["id"])
        for name, kind, default in PLAIN:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=sa.text(default)))
        batch.add_column(sa.Column("is_on", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("switched_at", UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE screening_rule SET switched_at = added_at")
    with op.batch_alter_table("screening_rule") as batch:
        for name, _kind, _default in PLAIN:
            batch.alter_column(name, server_default=None)
        batch.alter_column("is_on", server_default=None)
    op.create_index("ix_screening_rule_listed", "screening_rule", ["retired_at", "name", "id"])
    _make_versions()


def _make_versions() -> None:
    op.create_table(
        "screening_rule_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("rule_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("written_by_id", BIG, nullable=True),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["screening_rule.id"], name=op.f("fk_screening_rule_version_rule_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_screening_rule_version_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_rule_version")),
        sa.UniqueConstraint("rule_id", "version", name=op.f("uq_screening_rule_version_rule_id_version")),
    )
    made = sa.table(
        "screening_rule_version", sa.column("rule_id"), sa.column("version"), sa.column("words", sa.JSON()),
        sa.column("written_by_id"), sa.column("written_at", UtcDateTime(timezone=True)),
    )  # fmt: skip
    rule = sa.table(
        "screening_rule", *map(sa.column, ("id", "kind", "action", "message", "scope", "added_by_id")),
        sa.column("terms", sa.JSON()), sa.column("added_at", UtcDateTime(timezone=True)),
    )  # fmt: skip
    bind = op.get_bind()
    for row in bind.execute(sa.select(rule)).mappings().all():
        words = {name: row[name] for name in ("kind", "terms", "action", "message", "scope")}
        words |= {"space_id": None, "language": "", "writers": "everybody"}
        words |= {"newer_than": 0, "most": 0, "minutes": 0, "least": 0.0}
        by = {"written_by_id": row["added_by_id"], "written_at": row["added_at"]}
        bind.execute(sa.insert(made).values(rule_id=row["id"], version=1, words=words, **by))


def downgrade() -> None:
    """Take them away; rules that are off, or that say what could not be said before, are retired."""
    op.drop_table("screening_rule_version")
    op.drop_index("ix_screening_rule_listed", table_name="screening_rule")
    known = "('words', 'phrases', 'personal_data', 'links', 'promises')"
    new = f"kind NOT IN {known} OR action = 'notify' OR scope LIKE '% %' OR language <> '' OR writers <> 'everybody'"
    gone = f"NOT is_on OR {new} OR newer_than > 0 OR space_id IS NOT NULL"
    op.execute(f"UPDATE screening_rule SET retired_at = added_at WHERE retired_at IS NULL AND ({gone})")  # noqa: S608
    op.execute("UPDATE screening_rule SET scope = 'all' WHERE scope LIKE '% %'")
    with op.batch_alter_table("screening_rule") as batch:
        for name in ("switched_at", "is_on", *(each[0] for each in reversed(PLAIN))):
            batch.drop_column(name)
        batch.drop_constraint(op.f("fk_screening_rule_space_id"), type_="foreignkey")
        batch.drop_column("space_id")
        batch.alter_column("scope", existing_type=sa.String(60), type_=sa.String(20), existing_nullable=False)
