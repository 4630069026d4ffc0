"""How well does the watch over votes find what was arranged, and how many honest people does it name?

A challenge of honest people is planted with rings (they vote for each other's ideas), cliques (they vote for the
same ideas within an hour or so), bursts (accounts made for one idea) and sock puppets (accounts of one browser, or
of one address over days). The honest are not made easy: friends who vote for each other's ideas half of the time,
departments that share an office's address and like their own colleagues' ideas four times as much, workshops that
vote within one hour, households of two or three at one browser, and campaigns that bring many newcomers at once.
Those who arrange votes hide: they also vote for what is popular.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt
from random import Random
from typing import NamedTuple

from app.voting.watch import Cast, look

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 30
Z95 = 1.959964
OLD = timedelta(days=200)


class Share(NamedTuple):
    """A share with its Wilson interval at 95 %."""

    value: float
    low: float
    high: float


@dataclass
class World:
    """One challenge: who wrote which idea, who joined when, and the votes."""

    rng: Random
    people: int = 600
    ideas: int = 120
    votes: dict[tuple[int, int], Cast] = field(default_factory=dict)
    planted: set[int] = field(default_factory=set)
    kinds: dict[int, str] = field(default_factory=dict)
    author: list[int] = field(init=False)
    appeal: list[float] = field(init=False)
    joined: dict[int, datetime] = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.author = [self.rng.randrange(self.people) for _ in range(self.ideas)]
        self.appeal = [self.rng.paretovariate(1.3) for _ in range(self.ideas)]
        self.joined = {each: BEGIN - OLD * self.rng.random() - timedelta(days=4) for each in range(self.people)}
        self.size = self.people

    def moment(self) -> datetime:
        """Some time while the challenge runs."""
        return BEGIN + timedelta(days=DAYS * self.rng.random())

    def newcomer(self, joined: datetime, kind: str = "") -> int:
        """One more account; one of a kind is planted."""
        person, self.size = self.size, self.size + 1
        self.joined[person] = joined
        if kind:
            self.planted.add(person)
            self.kinds[person] = kind
        return person

    def post(self, author: int, appeal: float = 1.0) -> int:
        """One more idea."""
        self.author.append(author)
        self.appeal.append(appeal)
        self.ideas += 1
        return self.ideas - 1

    def vote(self, person: int, idea: int, at: datetime, journey: str = "", address: str = "") -> None:
        """A vote, unless it is one's own idea or stands already."""
        if self.author[idea] != person and (person, idea) not in self.votes:
            made = Cast(len(self.votes), person, idea, self.author[idea], at, self.joined[person], journey, address)
            self.votes[person, idea] = made

    def liked(self, number: int, favoured: Iterable[int] = (), times: float = 4.0) -> list[int]:
        """So many ideas as somebody would choose them: by appeal, some of them favoured."""
        dear = set(favoured)
        weights = [appeal * (times if idea in dear else 1.0) for idea, appeal in enumerate(self.appeal)]
        return self.rng.choices(range(self.ideas), weights, k=number)


def honest(world: World) -> None:
    """Everybody votes alone; then what honest people do together."""
    for person in range(world.people):
        at = world.moment()
        for idea in world.liked(1 + int(world.rng.expovariate(1 / 6))):
            # Each browses in one or two visits.
            at = world.moment() if world.rng.random() < 0.3 else at + timedelta(minutes=world.rng.random() * 9)
            world.vote(person, idea, at, f"j{person}@{at:%j}", f"home{person}")
    _friends(world)
    _departments(world)
    _workshops(world)
    _households(world)
    _campaign(world)


def _friends(world: World) -> None:
    for _ in range(8):
        friends = world.rng.sample(range(world.people), world.rng.randint(3, 6))
        ideas = [world.post(friend) for friend in friends]
        for friend in friends:
            for idea in ideas:
                if world.rng.random() < 0.5:
                    world.vote(friend, idea, world.moment(), f"j{friend}", f"home{friend}")


def _departments(world: World) -> None:
    for number in range(4):
        members = world.rng.sample(range(world.people), 30)
        theirs = [idea for idea in range(world.ideas) if world.author[idea] in members]
        for member in members:
            for idea in world.liked(4, theirs):
                world.vote(member, idea, world.moment(), f"d{member}", f"office{number}")


def _workshops(world: World) -> None:
    for number in range(4):
        start = world.moment()
        for person in world.rng.sample(range(world.people), 15):
            for idea in world.liked(5):
                at = start + timedelta(minutes=world.rng.random() * 60)
                world.vote(person, idea, at, f"w{person}", f"hall{number}")


def _households(world: World) -> None:
    for number in range(15):
        home = world.rng.sample(range(world.people), world.rng.randint(2, 3))
        at = world.moment()
        for person in home:
            for idea in world.liked(3):
                journey = f"h{number}" if len(home) == 2 else f"h{number}.{person}"
                world.vote(person, idea, at, journey, f"house{number}")


def _campaign(world: World) -> None:
    start = world.moment()
    for _ in range(60):
        at = start + timedelta(hours=world.rng.random() * 48)
        person = world.newcomer(at)
        for idea in world.liked(1 + int(world.rng.expovariate(1 / 2))):
            world.vote(person, idea, at + timedelta(minutes=world.rng.random() * 30), f"c{person}", f"home{person}")


def _hide(world: World, person: int) -> None:
    for idea in world.liked(world.rng.randint(1, 3)):
        world.vote(person, idea, world.moment(), f"x{person}{idea}", f"home{person}")


def plant_ring(world: World) -> None:
    """Five to ten who each write an idea and vote for nearly all of the others', over weeks."""
    members = [world.newcomer(BEGIN - OLD * world.rng.random(), "ring") for _ in range(world.rng.randint(5, 10))]
    ideas = [world.post(member, 0.5) for member in members]
    for member in members:
        _hide(world, member)
        for idea in ideas:
            if world.rng.random() < 0.9:
                world.vote(member, idea, world.moment(), f"r{member}{idea}", f"home{member}")


def plant_clique(world: World) -> None:
    """Five to twelve who are told to vote for the same four ideas, and do so within an hour and a half each time."""
    targets = world.rng.sample(range(world.ideas), 4)
    members = [world.newcomer(BEGIN - OLD * world.rng.random(), "clique") for _ in range(world.rng.randint(5, 12))]
    for target in targets:
        start = world.moment()
        for member in members:
            if world.rng.random() < 0.95:
                at = start + timedelta(minutes=world.rng.random() * 90)
                world.vote(member, target, at, f"q{member}{target}", f"home{member}")
    for member in members:
        if world.rng.random() < 0.5:
            _hide(world, member)


def plant_burst(world: World) -> None:
    """Eight to twenty accounts made for one idea, within six hours."""
    target, start = world.rng.randrange(world.ideas), world.moment()
    for _ in range(world.rng.randint(8, 20)):
        at = start + timedelta(hours=world.rng.random() * 6)
        person = world.newcomer(at - timedelta(minutes=5), "burst")
        world.vote(person, target, at, f"b{person}", f"home{person}")
        if world.rng.random() < 0.3:
            world.vote(person, world.liked(1)[0], at + timedelta(minutes=3), f"b{person}", f"home{person}")


def plant_puppets(world: World) -> None:
    """Four to eight accounts of one person: in one browser within the hour, or at one address over days."""
    target, start, hand = world.rng.randrange(world.ideas), world.moment(), world.size
    is_hasty = world.rng.random() < 0.5
    for _ in range(world.rng.randint(4, 8)):
        person = world.newcomer(BEGIN - OLD * world.rng.random(), "puppet")
        at = start + timedelta(minutes=world.rng.random() * 40) if is_hasty else world.moment()
        journey = f"p{hand}" if is_hasty else f"p{person}"
        world.vote(person, target, at, journey, f"den{hand}")
        if world.rng.random() < 0.3:
            world.vote(person, world.liked(1)[0], at, journey, f"den{hand}")


PLANTS = (plant_ring, plant_clique, plant_burst, plant_puppets)


class Tally(NamedTuple):
    """Of one challenge: who was planted and found, by kind; honest voters, and those of them who were named."""

    planted: dict[str, int]
    found: dict[str, int]
    honest: int
    named: int


def play(seed: str, people: int = 600) -> Tally:
    """Make a challenge, plant three of each kind, and look."""
    world = World(Random(seed), people)  # noqa: S311 - a simulation has to repeat itself
    honest(world)
    for plant in PLANTS:
        for _ in range(3):
            plant(world)
    votes = list(world.votes.values())
    named = {person for suspicion in look(votes) for person in suspicion.people}
    voters = {vote.person for vote in votes}
    planted, found = {}, {}
    for kind in ("ring", "clique", "burst", "puppet"):
        those = {person for person in world.planted & voters if world.kinds[person] == kind}
        planted[kind], found[kind] = len(those), len(those & named)
    return Tally(planted, found, len(voters - world.planted), len((voters - world.planted) & named))


def share(count: int, of: int) -> Share:
    """A share with its Wilson interval."""
    p, z = count / of, Z95
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(p, middle - half, middle + half)


def recall(tallies: Sequence[Tally], kind: str = "") -> Share:
    """Share of those planted who were found, of one kind or of all."""
    kinds = [kind] if kind else list(tallies[0].planted)
    found = sum(tally.found[each] for tally in tallies for each in kinds)
    return share(found, sum(tally.planted[each] for tally in tallies for each in kinds))


def named(tallies: Sequence[Tally]) -> Share:
    """Share of the honest who were named."""
    return share(sum(tally.named for tally in tallies), sum(tally.honest for tally in tallies))


def main() -> None:
    """Print recall by kind, and the share of honest people who were named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--people", type=int, default=600)
    arguments = parser.parse_args()
    tallies = [play(str(seed), arguments.people) for seed in range(arguments.seeds)]
    print(f"{arguments.seeds} challenges of {arguments.people} people and more, three of each kind planted")
    for kind in ("", *tallies[0].planted):
        value, low, high = recall(tallies, kind)
        print(f"recall {kind or 'all':8} {value:.3f} [{low:.3f}, {high:.3f}]")
    value, low, high = named(tallies)
    print(f"honest named    {value:.4f} [{low:.4f}, {high:.4f}]")


if __name__ == "__main__":
    main()
