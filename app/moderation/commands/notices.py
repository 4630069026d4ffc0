"""Words that moderators have ready for authors."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, blanks, clock
from app.core.access import Invalid
from app.extensions import db
from app.moderation.models import Notice
from app.moderation.wording import BLANKS


def write_notice(name: str, body: str, *, by: Person, notice: Notice | None = None) -> Notice:
    """Keep words under a name, new or instead of a notice's; raises Invalid where they have blanks nobody can fill."""
    if not name.strip():
        raise Invalid({"name": _("Give it a name.")})
    if not body.strip():
        raise Invalid({"body": _("Write what authors will read.")})
    if unknown := [blank for blank in blanks.unfilled(body) if blank not in BLANKS]:
        said = _("Nothing is known to fill in for: %(names)s.", names=", ".join(unknown))
        raise Invalid({"body": said})
    notice = notice or Notice()
    notice.name, notice.body, notice.written_by_id, notice.written_at = name.strip(), body.strip(), by.id, clock.now()
    db.session.add(notice)
    db.session.flush()
    audit.log("moderation.notice_written", f"notice:{notice.id}", by=by, after={"name": notice.name})
    return notice


def retire_notice(notice: Notice, *, by: Person) -> None:
    """Offer it no more; what was sent with it stays."""
    notice.retired_at = clock.now()
    audit.log("moderation.notice_retired", f"notice:{notice.id}", by=by, after={"name": notice.name})
