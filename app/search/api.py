"""The API's operations on search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me
from app.board.queries.documents import Summary
from app.core.access import found, public
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.search import queries
from app.search.queries import Result
from app.spaces import queries as spaces
from app.spaces.models import Space


class SimilarQuery(Cursor):
    """What somebody is about to ask; `space` is a slug."""

    q: Text = Field(min_length=1, max_length=queries.LONGEST)
    space: Text | None = Field(None, max_length=60)
    limit: int = Field(queries.SIMILAR, ge=1, le=20)


class SearchQuery(Cursor):
    """Words to find; without a kind questions and ideas together."""

    q: Text = Field(min_length=1, max_length=queries.LONGEST)
    kind: Literal["question", "idea", "person"] | None = None
    space: Text | None = Field(None, max_length=60)
    limit: int = Field(queries.SHOWN, ge=1, le=100)


class SimilarOut(Out):
    """An answered question with the first lines of its best answer."""

    id: int
    title: str
    space: str
    state: str
    answer_id: int
    answer: str
    accepted: bool
    verified: bool
    url: str
    asked_at: Moment

    @classmethod
    def of(cls, known: Summary) -> SimilarOut:
        """From a question beside its best answer."""
        question, answer = known.question, known.answer
        assert answer is not None  # noqa: S101 - only answered questions are similar
        return cls(
            id=question.id, title=question.title, space=question.space.slug, state=question.state, url=question.url,
            asked_at=question.asked_at, answer_id=answer.id, answer=known.first_lines, accepted=answer.is_accepted,
            verified=answer.is_verified,
        )  # fmt: skip


class ProposedOut(Out):
    """A topic that is proposed."""

    slug: str
    name: str


class FoundOut(Out):
    """Something found; the HTML of title and text is safe and marks the words with `<mark>`."""

    kind: str
    id: int
    title: str
    title_html: str
    text: str
    text_html: str
    state: str
    url: str
    at: Moment

    @classmethod
    def of(cls, result: Result) -> FoundOut:
        """From a result."""
        return cls(
            kind=result.kind, id=result.thing.id, title=result.title.striptags(), title_html=str(result.title),
            text=result.text.striptags(), text_html=str(result.text), state=result.state, url=result.url, at=result.at,
        )  # fmt: skip


class FoundPage(Listing[FoundOut]):
    """One page of results; `total` counts what the caller may see, and stops at 100."""

    total: int


@operation("findSimilar", "GET /search/similar", query=SimilarQuery, returns=Listing[SimilarOut])
def find_similar(query: SimilarQuery) -> Listing[SimilarOut]:
    """Answered questions most like this one, which may still be in the typing; what the ask form shows."""
    public()
    known = queries.similar(me(), query.q, space=_space(query.space), limit=query.limit)
    return Listing(items=[SimilarOut.of(each) for each in known])


@operation("proposeTopics", "GET /search/topics", query=SimilarQuery, returns=Listing[ProposedOut])
def propose_topics(query: SimilarQuery) -> Listing[ProposedOut]:
    """Topics that questions like this one have, the likeliest first; what the ask form proposes."""
    public()
    known = queries.proposed_topics(me(), query.q, query.limit)
    return Listing(items=[ProposedOut(slug=topic.slug, name=topic.name) for topic in known])


@operation("search", "GET /search", query=SearchQuery, returns=FoundPage)
def find(query: SearchQuery) -> FoundPage:
    """Questions, ideas and people with these words, as far as the caller may see them."""
    public()
    space = _space(query.space)
    if query.kind == "person":
        page = queries.people(query.q, after=query.after, limit=query.limit)
    else:
        page = queries.search(me(), query.q, kind=query.kind, space=space, after=query.after, limit=query.limit)
    return FoundPage(items=[FoundOut.of(result) for result in page.items], next=page.next, total=page.total)


def _space(slug: str | None) -> Space | None:
    return found(spaces.visible_space(me(), slug)) if slug else None
