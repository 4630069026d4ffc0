"""Keep with what very many are told who they are, whatever it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0201"
down_revision = "0198"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is being told is a version of the guidelines: its audience are those who accepted an earlier one."""
    op.add_column("circular", sa.Column("people", sa.JSON(), nullable=True))
    op.add_column("circular", sa.Column("readers_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    _name_people(op.get_bind())
    with op.batch_alter_table("circular") as batch:
        batch.alter_column("people", nullable=False)
        batch.alter_column("readers_only", server_default=None)
        batch.drop_constraint(batch.f("uq_circular_entry_id"), type_="unique")
        batch.drop_column("audience")


def downgrade() -> None:
    """What else is being told, and to whom, is not known to what was before: it is not told further."""
    op.execute("DELETE FROM circular WHERE subject <> 'guidelines'")
    with op.batch_alter_table("circular") as batch:
        batch.add_column(sa.Column("audience", sa.String(60), nullable=False, server_default=""))
        batch.drop_column("readers_only")
        batch.drop_column("people")
        batch.create_unique_constraint(batch.f("uq_circular_entry_id"), ["entry_id"])
    _name_audience(op.get_bind())
    with op.batch_alter_table("circular") as batch:
        batch.alter_column("audience", server_default=None)


CIRCULAR = sa.table(
    "circular", sa.column("id"), sa.column("audience"), sa.column("people", sa.JSON), sa.column("params", sa.JSON)
)


def _name_people(bind: sa.Connection) -> None:
    accepted = sa.table("acceptance", sa.column("person_id"), sa.column("version"))
    for key, audience in bind.execute(sa.select(CIRCULAR.c.id, CIRCULAR.c.audience)).all():
        earlier = sa.select(accepted.c.person_id).where(accepted.c.version < int(audience.partition(":")[2])).distinct()
        people = list(bind.scalars(earlier.order_by(accepted.c.person_id)))
        bind.execute(sa.update(CIRCULAR).where(CIRCULAR.c.id == key).values(people=people))


def _name_audience(bind: sa.Connection) -> None:
    for key, params in bind.execute(sa.select(CIRCULAR.c.id, CIRCULAR.c.params)).all():
        audience = f"accepted-before:{params['title']}"
        bind.execute(sa.update(CIRCULAR).where(CIRCULAR.c.id == key).values(audience=audience))
