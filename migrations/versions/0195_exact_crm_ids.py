"""Keep a CRM's own ids as it writes them: there "a" is not "A"."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0195"
down_revision = "0201"
branch_labels = None
depends_on = None

identity = sa.table("identity", sa.column("id"), sa.column("kind"), sa.column("value"), sa.column("contact_id"))
contact = sa.table("contact", sa.column("id"), sa.column("external_id"))


def upgrade() -> None:
    """An identity of the contact centre is called what the contact is called whose it is."""
    bind = op.get_bind()
    whose = sa.and_(contact.c.id == identity.c.contact_id, contact.c.external_id != identity.c.value)
    mine = sa.select(identity.c.id, identity.c.value, contact.c.external_id).where(identity.c.kind == "crm", whose)
    for number, value, external_id in bind.execute(mine).all():
        if external_id.casefold() == value:
            renamed = sa.update(identity).where(identity.c.id == number)
            bind.execute(renamed.values(value=external_id))


def downgrade() -> None:
    """Without their case, as far as no other has that name then."""
    bind = op.get_bind()
    names = bind.execute(sa.select(identity.c.id, identity.c.value).where(identity.c.kind == "crm")).all()
    taken = {value for _number, value in names}
    for number, value in names:
        if value.casefold() not in taken:
            taken.add(value.casefold())
            bind.execute(sa.update(identity).where(identity.c.id == number).values(value=value.casefold()))
