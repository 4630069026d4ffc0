"""What lists of ideas cost at 20,000 ideas and at 200,000, in every order, and by how much they differ.

`python -m bench.idea_scale [--rounds N]`; `bin/bench` runs it. Server time of one request through the whole application
in one process, on SQLite, the two sizes in turns; a JSON line a figure in bench/results.jsonl. The aim: 1.3 at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import scale

if TYPE_CHECKING:
    from app.accounts.models import Person

SORTS = ("top", "discover", "hot", "new", "discussed")
FIRST = {f"{sort}, first page": f"/ideas?sort={sort}" for sort in SORTS}
DEEP = {f"{sort}, deep": f"/ideas?sort={sort}&after={{{sort}}}" for sort in SORTS}
FILTERED = {
    "of a challenge": "/challenges/{challenge}",
    "of a challenge, new": "/challenges/{challenge}?sort=new",
    "of a challenge, deep": "/challenges/{challenge}?after={top}",
    "of a stage": "/ideas?stage=in_review",
    "of a stage, new": "/ideas?stage=in_review&sort=new",
    "of a rare stage": "/ideas?stage=launched&sort=discussed",
    "of a challenge and a stage": "/challenges/{challenge}?stage=shortlisted&sort=hot",
}
PAGES = {**FIRST, **DEEP, **FILTERED}


def _fill(size: int) -> None:
    from app.core import transaction  # noqa: PLC0415 - the parent process needs no application
    from app.demo import bulk  # noqa: PLC0415
    from app.ideas import jobs  # noqa: PLC0415

    with transaction.unit():
        bulk.fill_ideas(size, seed=7)
    with transaction.unit():
        jobs.count_people()


def _places(_person: Person) -> scale.Places:
    """The challenge that has them all, and a page marker in the middle of each order."""
    from sqlalchemy import func, select  # noqa: PLC0415

    from app.core.pages import encode  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415
    from app.ideas.models import Challenge, Idea  # noqa: PLC0415
    from app.ideas.queries.ideas import SORTS as KEYS  # noqa: PLC0415

    challenge = db.session.scalars(select(Challenge).order_by(Challenge.idea_count.desc())).first()
    middle = (db.session.scalar(select(func.count()).select_from(Idea)) or 0) // 2
    places = {"challenge": challenge.slug if challenge else ""}
    for sort, key in KEYS.items():
        keys = (Idea.id,) if key is Idea.id else (key, Idea.id)
        query = select(*keys).order_by(*(each.desc() for each in keys)).offset(middle).limit(1)
        places[sort] = encode(list(db.session.execute(query).one()))
    return places


if __name__ == "__main__":
    scale.run("bench.idea_scale", "idea scale", PAGES, _fill, _places, __doc__.splitlines()[0])
