"""Make the tables of search: the search tables of PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE search_document (
        key text PRIMARY KEY,
        kind text NOT NULL,
        space_id integer NOT NULL,
        answered boolean NOT NULL,
        at timestamptz NOT NULL,
        heading text NOT NULL,
        excerpt text NOT NULL,
        title text NOT NULL,
        joined text NOT NULL,
        typed text NOT NULL,
        body text NOT NULL,
        in_title tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(
            array_remove(string_to_array(title || ' ' || joined || ' ' || typed, ' '), ''))) STORED,
        anywhere tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(
            array_remove(string_to_array(title || ' ' || joined || ' ' || typed || ' ' || body, ' '), ''))) STORED
    )""",
    """CREATE INDEX ix_search_document_in_title ON search_document USING gin (in_title)""",
    """CREATE INDEX ix_search_document_anywhere ON search_document USING gin (anywhere)""",
    """CREATE TABLE search_watermark (event_id bigint NOT NULL)""",
    """DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX ix_search_document_typed ON search_document USING gin (typed gin_trgm_ops);
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE NOTICE 'pg_trgm is not to be had: typing errors will not be forgiven';
    END $$""",
)
GONE = (
    """DROP TABLE search_watermark""",
    """DROP TABLE search_document""",
)


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "stale_document",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stale_document")),
    )
    with op.batch_alter_table("stale_document", schema=None) as batch_op:
        batch_op.create_index("ix_stale_document_entry_id_key", ["entry_id", "key"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for statement in TABLES:
            op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("stale_document", schema=None) as batch_op:
        batch_op.drop_index("ix_stale_document_entry_id_key")

    op.drop_table("stale_document")
    if op.get_bind().dialect.name == "postgresql":
        for statement in GONE:
            op.execute(statement)
