"""What the board does when hours or promises change: the clocks that run are reckoned anew."""

from __future__ import annotations

from app.board import commands
from app.board.events import ServiceRulesChanged
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.spaces.events import HoursChanged

clocks = Subscriber("clocks", reset=lambda: None)


@clocks.on(HoursChanged, ServiceRulesChanged)
def changed(event: HoursChanged | ServiceRulesChanged, entry: Entry) -> None:
    """The next looks take the new hours and targets; what was taken before stays."""
    commands.look_again(event.space_id)
