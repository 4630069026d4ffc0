"""The API's operations on the widget."""

from __future__ import annotations

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Text
from app.listening.widget import commands, queries
from app.spaces import policy
from app.spaces import queries as spaces
from app.spaces.models import Space


class WidgetIn(In):
    """The sites that may show a space's widget, as https://www.example.com; none turns it off."""

    sites: list[Text] = Field(max_length=queries.MOST)


class WidgetOut(Out):
    """The sites that may show a space's widget, as browsers write their origins."""

    sites: list[str]


@operation("getWidget", "GET /spaces/<slug>/widget", returns=WidgetOut)
def get_widget(slug: str) -> WidgetOut:
    """Which sites may show a space's widget."""
    return WidgetOut(sites=list(queries.sites_of(_space(slug))))


@operation("setWidget", "PUT /spaces/<slug>/widget", body=WidgetIn, returns=WidgetOut)
def set_widget(slug: str, body: WidgetIn) -> WidgetOut:
    """Say which sites may show a space's widget, and no others."""
    space = _space(slug)
    return WidgetOut(sites=list(commands.set_sites(space, body.sites, by=somebody())))


def _space(slug: str) -> Space:
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_run(person, space))
    return space
