"""Exports of other products: what goes in, what does not add up and is told, and that a replay equals a recount."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import transaction
from app.core.imports import Report
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands
from app.ideas.fields import Field as FormField
from app.ideas.importing import taken_tags
from app.ideas.models import Challenge, Idea
from app.ideas.sources import SOURCES, Files, read
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge
from tests.real_data import need

Import = Callable[..., Result]
SHAPES = {
    "fider": (
        ("number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
        "response,original_number,original_title,tags\n"
        "7,Lend a spare hub,While mine is repaired.,2024-05-01T10:00:00Z,Zoe Far,3,1,planned,Ann Boss,"
        "2024-06-01T10:00:00Z,We will.,,,hardware\n"
        "8,Lend me a hub,,2024-05-02T10:00:00Z,Yan Near,1,0,duplicate,,,,7,Lend a spare hub,\n"
        "9,No date here,,soon,Zoe Far,0,0,open,,,,,,\n"),
        ("number,user_email,user_name,created_at\n7,ann@far.example,Ann,2024-05-03T10:00:00Z\n"
        "7,bob@far.example,Bob,2024-05-03T11:00:00Z\n7,ann@far.example,Ann,2024-05-04T10:00:00Z\n"
        "9,bob@far.example,Bob,2024-05-03T11:00:00Z\n77,bob@far.example,Bob,2024-05-03T11:00:00Z\n"),
        {"Lend a spare hub": (2, "approved", 1), "Lend me a hub": (0, "submitted", 0)},
        {"re-vote": 1, "orphan": 2, "counter": 3, "response": 1, "dropped": 1}, 1,
    ),
    "uservoice": (
        ("suggestion.id;suggestion.title;suggestion.body;suggestion.created_timestamp;suggestion.status.name;"
        "suggestion.supporters_count;suggestion.created_by.name\n"
        '41;"Pay by bill";"Two\nlines";2024-05-01 10:00:00 UTC;started;42;Mo Small\n'
        "42;Pay by phone;;2024-05-01 10:00:00 UTC;parked;0;\n"),
        None, {"Pay by bill": (0, "in_pilot", 0), "Pay by phone": (0, "submitted", 0)},
        {"counter": 1, "status": 1, "unknown": 1}, 0,
    ),
    "canny": (
        ("Title,Details,Author Name,Author Email,Status,Votes,Created,URL\n"
        "Dark colours,Please.,Kim,kim@far.example,complete,2,2024-05-01,https://far.example/p/dark\n"
        "Dark colours,Again.,Kim,kim@far.example,open,0,2024-05-01,https://far.example/p/dark\n"),
        ("Post,Voter,Voter Email\nhttps://far.example/p/dark,Lee,lee@far.example\n"
        "https://far.example/p/dark,Kim,kim@far.example\n"),
        {"Dark colours": (2, "launched", 0)}, {"duplicate": 1, "undated": 2}, 0,
    ),
    "discourse": (
        ("topic_id,title,raw,username,created_at,votes_count,reply_count\n"
        "5,Answer by mail,It would help.,zed,2024-05-01 10:00:00,1,2\n"),
        "topic_id,username,created_at\n5,amy,2024-05-02 10:00:00\n",
        {"Answer by mail": (1, "submitted", 0)}, {"counter": 1}, 0,
    ),
}  # fmt: skip


@pytest.fixture
def challenge(challenge_of: MakeChallenge) -> Challenge:
    return challenge_of("wage")


@pytest.fixture
def run(app: Flask, challenge: Challenge) -> Import:
    def invoke(*words: object) -> Result:
        place = ["--space", "help", "--challenge", "wage"]
        result = app.test_cli_runner().invoke(args=["import", "ideas", *map(str, words), *place])
        db.session.expire_all()
        return result

    return invoke


def _stored() -> dict[str, tuple[int, str, int]]:
    ideas = db.session.scalars(select(Idea)).all()
    return {idea.title: (idea.vote_count, idea.stage, idea.comment_count) for idea in ideas}


@pytest.mark.parametrize("source", SHAPES)
def test_an_export_goes_in_and_what_does_not_add_up_is_told(run: Import, tmp_path: Path, source: str) -> None:
    items, votes, stored, told, refused = SHAPES[source]
    names = ["posts.csv", *(["votes.csv"] if votes else [])]
    paths = [tmp_path / name for name in names]
    for path, text in zip(paths, [items, votes], strict=False):
        path.write_text(str(text), encoding="utf-8-sig" if source == "canny" else "utf-8")
    words = [paths[0], "--from", source, *(["--votes", paths[1]] if votes else [])]
    kept = tmp_path / "report.csv"
    dry = run(*words, "--dry-run", "--report", kept)
    with kept.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert _stored() == {}
    assert {kind: sum(row["kind"] == kind for row in rows) for kind in told} == told
    assert {row["kind"] for row in rows} == {*told, *(["refused"] if refused else [])}
    real = run(*words)
    assert real.exit_code == dry.exit_code == (1 if refused else 0), real.output
    assert _stored() == stored
    assert real.output.replace(" taken, ", " would go in, ") == dry.output
    again = run(*words)
    assert f"0 taken, {len(stored)} known" in again.output
    assert _stored() == stored


def test_what_cannot_be_read_says_what_is_needed(run: Import, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("Nummer;Titel\n1;Ein Hub zum Leihen\n", encoding="utf-16")
    lost = run(path, "--from", "fider")
    assert lost.exit_code == 2
    assert "no column for external_id (number or id), title (title); there are: Nummer, Titel." in lost.output
    path.write_text("Nummer;Titel;Wann\n1;Ein Hub zum Leihen;2024-05-01\n", encoding="utf-16")
    names = ["--map", "Nummer=external_id", "--map", "titel=title", "--map", "Wann=at"]
    assert run(path, "--from", "fider", *names).exit_code == 0
    assert list(_stored()) == ["Ein Hub zum Leihen"]
    path.write_bytes("number,title\n1,Größer\n".encode("latin-1"))
    assert "save it as" in run(path, "--from", "fider").output
    assert run(path, "--from", "fider", "--stage", "open").exit_code == 2
    path.write_text("number,title,created_at\n1,Larger numbers,2999-01-01\n", encoding="utf-8")
    assert "'2999-01-01' is still to come" in run(path, "--from", "fider").output
    nowhere = run(path, "--from", "fider", "--report", tmp_path / "no" / "report.csv")
    assert nowhere.exit_code == 2
    assert "No such file or directory" in nowhere.output
    path.write_text("number,title,created_at,status\n2,Larger letters,2024-05-01,odd\n", encoding="utf-8")
    assert "there is no stage nowhere" in run(path, "--from", "fider", "--stage", "odd=nowhere").output
    assert run(path, "--from", "fider", "--stage", "Odd=approved").exit_code == 0
    assert _stored()["Larger letters"][1] == "approved"


def test_counters_that_are_no_numbers_are_told_and_replies_found_in_any_order(run: Import, tmp_path: Path) -> None:
    """A query may give the newest first, and a sheet may write its counters as it likes."""
    posts, said, kept = tmp_path / "posts.csv", tmp_path / "said.csv", tmp_path / "report.csv"
    odd = ("--5", "\u00b2", "9" * 5000, "1,234")
    lines = [f'{number},Idea number {number},2024-05-01,"{told}"' for number, told in enumerate(odd, start=1)]
    posts.write_text("\n".join(["topic_id,title,created_at,votes_count", *lines]), encoding="utf-8")
    said.write_text(
        "id,topic_id,raw,username,created_at,reply_to\n32,2,Not to me.,zed,2024-05-04,31\n"
        "31,1,So do I.,amy,2024-05-03,30\n30,1,I want it.,bob,2024-05-02,\n",
        encoding="utf-8",
    )
    told = run(posts, "--from", "discourse", "--comments", said, "--report", kept)
    assert told.exit_code == 0, told.output
    with kept.open(encoding="utf-8", newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    assert kinds.count("counter") == len(odd)
    assert kinds.count("orphan") == 1
    threads = {each.body: each.reply_to_id for each in db.session.scalars(select(Comment))}
    assert [body for body, to in threads.items() if to] == ["So do I."]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(votes=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from([-1, 0, 1])), max_size=25))
def test_a_replay_in_any_order_equals_a_recount(
    tmp_path_factory: pytest.TempPathFactory, votes: list[tuple[int, int, int]]
) -> None:
    """Votes on ideas 1 to 3, some on 4, which is not there; each at a time of its own, the table shuffled."""
    folder = tmp_path_factory.mktemp("votes")
    rows = [(at, *vote) for at, vote in enumerate(votes)]
    random.Random(len(votes)).shuffle(rows)
    begun = datetime(2024, 5, 1, tzinfo=UTC)
    lines = [f"{item},{who},{value},{(begun + timedelta(hours=at)).isoformat()}" for at, item, who, value in rows]
    (folder / "items.csv").write_text(
        "comment-id,timestamp,author-id,comment-body\n" + "".join(f"{n},1714550000,1,Say {n}\n" for n in (1, 2, 3))
    )
    (folder / "votes.csv").write_text("comment-id,voter-id,vote,timestamp\n" + "\n".join(lines) + "\n")
    report = Report()
    taken = read(SOURCES["polis"], Files(folder / "items.csv", folder / "votes.csv"), report)
    kinds = [note.kind for note in report.notes]
    assert kinds.count("orphan") == sum(item == 4 for item, _who, _value in votes)
    pairs = {(item, who) for item, who, _value in votes if item != 4}
    assert kinds.count("re-vote") == sum(item != 4 for item, _who, _value in votes) - len(pairs)
    for _line, row in taken:
        number = int(row["external_id"].removeprefix("polis-"))
        last = {who: value for item, who, value in votes if item == number}
        replayed = {vote["person"]["handle"]: vote["value"] for vote in sorted(row["votes"], key=lambda v: v["at"])}
        assert replayed == {f"polis-{who}": value for who, value in last.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("conversation", "again"), [("15-per-hour-seattle", 123), ("brexit-consensus", 9)])
def test_each_row_of_a_real_conversation_replayed_equals_the_recount(
    run: Import, tmp_path: Path, every: Callable[[int], int], conversation: str, again: int
) -> None:
    """Every vote row through the command, re-votes included, against a recount and the export's own matrix."""
    items, votes = need("polis", conversation, "comments.csv"), need("polis", conversation, "votes.csv")
    whole = Report()
    read(SOURCES["polis"], Files(items, votes), whole)
    kinds = [note.kind for note in whole.notes]
    assert (kinds.count("re-vote"), kinds.count("orphan")) == (again, 0)
    agreeing = _agreeing(conversation)
    part = tmp_path / "comments.csv"
    with items.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert kinds.count("counter") == sum(int(row["agrees"]) != agreeing[row["comment-id"]] for row in rows) > 0
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[:: every(3)])
    result = run(part, "--from", "polis", "--votes", votes)
    assert result.exit_code == 0, result.output
    stored = {idea.external_id: idea.vote_count for idea in db.session.scalars(select(Idea))}
    assert stored == {f"polis-{row['comment-id']}": agreeing[row["comment-id"]] for row in rows[:: every(3)]}


def _agreeing(conversation: str) -> Counter[str]:
    """How many agree with each by the matrix of who voted what last, which the export keeps beside the rows."""
    with need("polis", conversation, "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        return Counter(
            item for row in csv.DictReader(file) for item, value in row.items() if item.isdigit() and value == "1"
        )


def test_nothing_in_a_report_is_a_formula(run: Import, tmp_path: Path) -> None:
    posts, votes, kept = (tmp_path / name for name in ("posts.csv", "votes.csv", "report.csv"))
    posts.write_text("number,title,created_at\n1,A hub to lend,2024-05-01\n", encoding="utf-8")
    rows = "1,=1+1@far.example,2024-05-02\n" * 2
    votes.write_text(f"number,user_email,created_at\n{rows}", encoding="utf-8")
    run(posts, "--from", "fider", "--votes", votes, "--dry-run", "--report", kept)
    with kept.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert any("=1+1@far.example voted" in row["text"] for row in told)
    assert not any(row["text"].startswith(("=", "+", "-", "@")) for row in told)


MERGED = (
    "number,title,created_at,created_by,status,original_number,original_title,tags\n"
    '1,A hub to lend,2024-05-01,zoe,planned,,,"Hardware, lending"\n'
    "2,Lend me a hub,2024-05-01,yan,duplicate,1,A hub to lend,hardware\n"
    "3,Hubs for loan,2024-05-01,xia,duplicate,2,Something else,Wood\n"
    "4,Round we go,2024-05-01,zoe,open,5,,\n"
    "5,And round again,2024-05-01,zoe,open,4,,\n"
    "6,Of what is gone,2024-05-01,zoe,open,77,,\n"
    "7,Of what is not said,2024-05-01,zoe,duplicate,,,\n"
)
MERGED_VOTES = (
    "number,user_email,created_at\n1,ann@far.example,2024-05-02\n2,ann@far.example,2024-05-02\n"
    "2,bob@far.example,2024-05-02\n3,cem@far.example,2024-05-02\n"
)


def test_merges_and_tags_come_along_and_what_contradicts_itself_is_told(
    run: Import, tmp_path: Path, challenge: Challenge, cast: Cast
) -> None:
    rows = [{"key": "about", "kind": "choices", "label": "About", "options": ["Hardware", "Lending"]}]
    with transaction.unit():
        commands.change_form(challenge, rows, guides={}, version=0, by=cast.ines)
    posts, votes, kept = (tmp_path / name for name in ("posts.csv", "votes.csv", "report.csv"))
    posts.write_text(MERGED, encoding="utf-8")
    votes.write_text(MERGED_VOTES, encoding="utf-8")
    words = [posts, "--from", "fider", "--votes", votes, "--tags", "about"]
    assert run(posts, "--from", "fider", "--tags", "nothing").exit_code == 2
    dry, real = run(*words, "--dry-run"), run(*words, "--report", kept)
    assert real.output.replace(" taken, ", " would go in, ") == dry.output
    ideas = {idea.title: idea for idea in db.session.scalars(select(Idea).order_by(Idea.id))}
    one, two, three = (ideas[title] for title in ("A hub to lend", "Lend me a hub", "Hubs for loan"))
    assert (two.merged_into_id, three.merged_into_id) == (one.id, two.id)
    assert one.vote_count == 3, "Ann counts once"
    assert [idea.title for idea in ideas.values() if idea.merged_into_id is not None] == [two.title, three.title]
    assert (one.answers, two.answers) == ({"about": ["Hardware", "Lending"]}, {"about": ["Hardware"]})
    with kept.open(encoding="utf-8", newline="") as file:
        told = [(row["kind"], row["text"]) for row in csv.DictReader(file) if row["kind"] in {"merged", "tag"}]
    assert sorted(text.split(";")[0] for _kind, text in told) == [
        "idea 3 went into 2, named “Something else” there, but “Lend me a hub” is 2",
        "idea 4 went round in a circle there, by 5", "idea 5 went round in a circle there, by 4",
        "idea 6 went into 77 there, which is not there", "idea 7 is a duplicate there, of what is not said",
        "idea fider-3 is tagged “Wood”",
    ]  # fmt: skip
    again = run(*words)
    assert "0 taken, 7 known" in again.output
    assert one.vote_count == 3


@given(st.lists(st.sampled_from(["Hardware", "lending", "WOOD", "hardware"]), unique=True, max_size=4))
def test_every_tag_is_taken_or_told(tags: list[str]) -> None:
    for kind, most in (("text", None), ("choice", None), ("choices", 1), ("choices", None)):
        tagged = FormField("about", kind, "About", options=("Hardware", "Lending"), most=most)
        if not tags:
            continue
        taken, left = taken_tags(tagged, tags)
        shape = [taken] if isinstance(taken, str) else taken
        assert len(left) + (len(taken.split(", ")) if kind == "text" else len(shape)) == len(tags)
        assert kind == "text" or set(shape) <= set(tagged.options)
