"""The API's operations on panels."""

from __future__ import annotations

import secrets

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import Cursor, Listing, operation
from app.panels import commands, policy, queries
from app.panels.api.shapes import CellOut, DrawOut, InviteIn, PanelIn, PanelOut
from app.panels.models import Panel


@operation("listPanels", "GET /panels", query=Cursor, returns=Listing[PanelOut])
def list_panels(query: Cursor) -> Listing[PanelOut]:
    """The panels you are in, are invited to, or run."""
    person = somebody()
    ensure(True)
    page = queries.visible_panels(person, after=query.after, limit=query.limit)
    mine, run = queries.memberships(person, page.items), queries.run_among(person, page.items)
    return Listing(
        items=[PanelOut.of(panel, mine.get(panel.id), runs=panel.id in run) for panel in page.items], next=page.next
    )


@operation("createPanel", "POST /panels", body=PanelIn, returns=PanelOut, status=201)
def create_panel(body: PanelIn) -> PanelOut:
    """Make a panel."""
    person = somebody()
    ensure(policy.may_make(person))
    space = found(next((space for space in queries.spaces_to_run(person) if space.slug == body.space), None))
    made = commands.make_panel(space, by=person, **body.model_dump(exclude={"space"}))
    return PanelOut.of(made, None, runs=True)


@operation("getPanel", "GET /panels/<id:panel_id>", returns=PanelOut)
def get_panel(panel_id: int) -> PanelOut:
    """A panel that you are in, are invited to, or run."""
    panel = _panel(panel_id)
    ensure(True)
    return _out(panel)


@operation(
    "inviteToPanel", "POST /panels/<id:panel_id>/invitations", body=InviteIn, returns=DrawOut, status=201,
    also={200: "A preview; nobody was invited."},
)  # fmt: skip
def invite_to_panel(panel_id: int, body: InviteIn) -> DrawOut | tuple[DrawOut, int]:
    """Draw people by a selection with quotas and invite them, or with `preview` only say what that would give."""
    panel, person = _panel(panel_id), somebody()
    ensure(policy.may_invite(person, panel))
    seed = body.seed or secrets.token_hex(8)
    if body.preview:
        plan = queries.plan(panel, body.wanted, each=body.each, quotas=body.quotas, seed=seed)
        return DrawOut(id=None, seed=seed, cells=[CellOut.model_validate(cell) for cell in plan.cells]), 200
    drawn = commands.invite(
        panel, body.wanted, each=body.each, quotas=body.quotas, seed=seed, days=body.lasts_days, message=body.message,
        by=person,
    )  # fmt: skip
    return DrawOut.of(drawn)


@operation("joinPanel", "PUT /panels/<id:panel_id>/membership", returns=PanelOut)
def join_panel(panel_id: int) -> PanelOut:
    """Accept your invitation."""
    panel, person = _panel(panel_id), somebody()
    member = queries.member_of(person, panel)
    ensure(policy.may_join(person, panel, member))
    commands.accept(panel, found(member), by=person)
    return _out(panel)


@operation("leavePanel", "DELETE /panels/<id:panel_id>/membership", status=204)
def leave_panel(panel_id: int) -> None:
    """Decline your invitation, or leave."""
    panel, person = _panel(panel_id), somebody()
    member = queries.member_of(person, panel)
    ensure(policy.may_leave(person, member))
    commands.leave(panel, found(member), by=person)


def _panel(panel_id: int) -> Panel:
    return found(queries.visible_panel(somebody(), panel_id))


def _out(panel: Panel) -> PanelOut:
    return PanelOut.of(panel, queries.member_of(me(), panel), runs=queries.runs_panel(me(), panel))
