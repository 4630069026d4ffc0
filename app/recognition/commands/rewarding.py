"""Rewards: defining them, asking for one, handing it out; points are spent under a lock, and come back if refused."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.recognition import queries
from app.recognition.events import RewardDecided, RewardOrdered
from app.recognition.models import PointLine, Reward, RewardOrder

KINDS = ("voucher", "event", "day_off")
AUDIENCES = ("everybody", "employees", "customers")
MOST_COST, MOST_STOCK, LONGEST_NOTE = 1_000_000, 100_000, 1000


@dataclass(frozen=True)
class Offer:
    """What a reward is: for whom, for how many points, how many there are (None: as many as are wanted)."""

    name: str
    about: str
    kind: str
    audience: str
    cost: int
    stock: int | None
    is_open: bool = True


def make_reward(offer: Offer, *, by: Person) -> Reward:
    """Define a reward; raises Invalid with a sentence a field."""
    _check(offer)
    reward = Reward(made_by_id=by.id, made_at=clock.now(), **_plain(offer))
    db.session.add(reward)
    db.session.flush()
    audit.log("recognition.reward_made", f"reward:{reward.id}", by=by, after=_plain(offer))
    return reward


def change_reward(reward: Reward, offer: Offer, *, by: Person) -> None:
    """Change it; what was ordered before keeps its price. Raises Invalid like `make_reward`."""
    _check(offer)
    db.session.refresh(reward, with_for_update=True)
    before = {name: getattr(reward, name) for name in _plain(offer)}
    for name, value in _plain(offer).items():
        setattr(reward, name, value)
    audit.log("recognition.reward_changed", f"reward:{reward.id}", by=by, before=before, after=_plain(offer))


def order(reward: Reward, *, by: Person, once: str = "") -> RewardOrder:
    """Spend points on a reward, once for each form, which `once` names.

    Raises Conflict where it is gone, or where the points do not reach.
    """
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update(key_share=True))
    if once and (asked := queries.order_made_with(_named(once, by))) is not None:
        return asked
    db.session.refresh(reward, with_for_update=True)
    if not reward.is_open or reward.stock == 0:
        raise Conflict(_("This reward is not to be had any more."))
    if queries.spendable(by) < reward.cost:
        raise Conflict(_("You do not have enough points for this yet."))
    if reward.stock is not None:
        reward.stock -= 1
    made = RewardOrder(
        reward_id=reward.id, reward=reward, person_id=by.id, person=by, cost=reward.cost, state="waiting", note="",
        once=_named(once, by) if once else None, asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _move(made, "spent", -made.cost)
    record(RewardOrdered(order_id=made.id, reward_id=reward.id, person_id=by.id), by=by)
    return made


def decide(made: RewardOrder, *, hand_out: bool, note: str, by: Person) -> None:
    """Hand a reward out, with a note such as the code of a voucher, or refuse it with a reason; once."""
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": _("Use at most %(most)d characters.", most=LONGEST_NOTE)})
    if not hand_out and not note:
        raise Invalid({"note": _("Say why: they read it.")})
    _end(made, "handed_out" if hand_out else "refused", by, note)


def call_off(made: RewardOrder, *, by: Person) -> None:
    """Do without it after all, while it waits."""
    _end(made, "called_off", by, "")


def _end(made: RewardOrder, state: str, by: Person, note: str) -> None:
    db.session.refresh(made, ["state"], with_for_update={"of": RewardOrder})
    if made.state != "waiting":
        raise Conflict(_("This was decided already."))
    made.state, made.note, made.decided_at, made.decided_by_id = state, note, clock.now(), by.id
    if state != "handed_out":
        _move(made, "returned", made.cost)
        db.session.refresh(made.reward, with_for_update=True)
        if made.reward.stock is not None:
            made.reward.stock += 1
    after = {"reward": made.reward_id, "cost": made.cost, "state": state}
    audit.log("recognition.reward_decided", f"person:{made.person_id}", by=by, after=after)
    decided = RewardDecided(order_id=made.id, reward_id=made.reward_id, person_id=made.person_id, state=state)
    record(decided, by=by)


def _named(once: str, by: Person) -> str:
    """The name of a form as one person's, so that nobody meets another's order by its name."""
    return f"{by.id}:{once}"


def _move(made: RewardOrder, kind: str, points: int) -> None:
    db.session.add(
        PointLine(
            key=f"{kind}:order:{made.id}", person_id=made.person_id, kind=kind, points=points,
            subject=f"reward:{made.reward_id}", page="", space_id=None, giver_id=None, at=clock.now(), void="",
        )
    )  # fmt: skip
    db.session.flush()


def _check(offer: Offer) -> None:
    errors = {}
    if not text.tidy(offer.name) or len(offer.name) > 80:
        errors["name"] = _("Give it a name of at most 80 characters.")
    if len(offer.about) > 500:
        errors["about"] = _("Use at most 500 characters.")
    if offer.kind not in KINDS:
        errors["kind"] = _("Choose what it is.")
    if offer.audience not in AUDIENCES:
        errors["audience"] = _("Choose for whom it is.")
    if not 1 <= offer.cost <= MOST_COST:
        errors["cost"] = _("Say for how many points, from 1 on.")
    if offer.stock is not None and not 0 <= offer.stock <= MOST_STOCK:
        errors["stock"] = _("Say how many there are, or leave it empty.")
    if errors:
        raise Invalid(errors)


def _plain(offer: Offer) -> dict[str, str | int | bool | None]:
    return {
        "name": text.tidy(offer.name), "about": offer.about.strip(), "kind": offer.kind, "audience": offer.audience,
        "cost": offer.cost, "stock": offer.stock, "is_open": offer.is_open,
    }  # fmt: skip
