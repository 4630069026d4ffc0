"""What insights does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.insights import commands
from app.insights.queries import months


@periodic("forget readings", timedelta(hours=6))
def forget_readings() -> None:
    """Drop the marks that keep a reader from counting twice, and one place from opening too much."""
    commands.forget_readings()
    commands.forget_openings()


@periodic("forget whose journeys", timedelta(days=1))
def forget_owners() -> None:
    """After 400 days nobody needs to know whose journey it was."""
    commands.forget_owners()


@periodic("send reports", timedelta(hours=1))
def send_reports() -> None:
    """Mail the reports that are ready to who wants them."""
    commands.send_reports()


@periodic("post what answers saved", timedelta(days=1))
def post_months() -> None:
    """Reckon the last two months that are over, and post in the ledger what changed since."""
    for month in reversed(months.ripe(months.today())):
        commands.post_month(month)
