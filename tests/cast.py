"""The people of the tests: named, made by the same commands as everybody, when first asked for."""

from __future__ import annotations

from app.accounts import commands as accounts
from app.accounts import queries
from app.accounts.models import Person
from app.core import transaction
from app.spaces import commands as spaces
from app.spaces.models import Space
from app.spaces.queries import visible_space
from app.training import commands as training
from app.training import queries as trained
from app.training.models import Certificate, Course

PEOPLE: dict[str, dict[str, object]] = {
    "carla": {"name": "Carla Customer", "kind": "customer"},
    "colin": {"name": "Colin Customer", "kind": "customer"},
    "cleo": {"name": "Cleo Customer", "kind": "customer"},
    "nell": {"name": "Nell Novice", "kind": "employee"},
    "emma": {"name": "Emma Employee", "kind": "employee"},
    "erik": {"name": "Erik Employee", "kind": "employee"},
    "mona": {"name": "Mona Mentor", "kind": "employee", "roles": ("mentor",)},
    "sam": {"name": "Sam Specialist", "kind": "employee", "roles": ("sme",)},
    "sue": {"name": "Sue Specialist", "kind": "employee", "roles": ("sme",)},
    "max": {"name": "Max Moderator", "kind": "employee", "roles": ("moderator",)},
    "ines": {"name": "Ines Innovation", "kind": "employee", "roles": ("innovation",)},
    "stella": {"name": "Stella Steward", "kind": "employee", "roles": ("steward",)},
    "cara": {"name": "Cara Care", "kind": "employee", "roles": ("care",)},
    "anna": {"name": "Anna Analyst", "kind": "employee", "roles": ("analyst",)},
    "ada": {"name": "Ada Admin", "kind": "employee", "roles": ("admin",)},
}
SPACES = {"help": "public", "lounge": "customers", "staff": "internal", "practice": "sandbox"}


class Cast:
    """`cast.carla` is a person, `cast.space("help")` a space."""

    def __getattr__(self, handle: str) -> Person:
        if handle not in PEOPLE:
            raise AttributeError(handle)
        known = queries.by_handle(handle)
        if known is not None:
            return known
        with transaction.unit():
            return accounts.add_person(
                handle=handle,
                email=f"{handle}@example.com",
                confirmed=True,
                **PEOPLE[handle],  # type: ignore[arg-type]
            )

    def space(self, slug: str = "help") -> Space:
        """One of the four spaces."""
        known = visible_space(self.stella, slug)
        if known is not None:
            return known
        with transaction.unit():
            return spaces.open_space(slug=slug, name=slug.title(), visibility=SPACES[slug], by=self.stella)

    def course(self, clears: str = "answer") -> Course:
        """The course that clears an action: eight of twelve questions are drawn; the right choice is the first."""
        known = trained.course_clearing(clears)
        if known is not None:
            return known
        bank = [
            {"prompt": f"Question {n}?", "choices": [f"Right {n}", f"Wrong {n}", f"Poor {n}"], "right": [0],
             "explanation": f"Because of {n}."}
            for n in range(1, 13)
        ]  # fmt: skip
        lessons = [{"title": "First", "body": "Say what you *know*."}, {"title": "Second", "body": "Be kind."}]
        content = {"slug": f"{clears}ing", "title": f"{clears.title()}ing in public", "clears": clears}
        steward = self.stella
        with transaction.unit():
            return training.add_course({**content, "lessons": lessons, "bank": bank}, by=steward)

    def certify(self, person: Person, *actions: str) -> list[Certificate]:
        """Let a person through both gates: guidelines accepted, certificates for these actions (or to answer)."""
        courses = [self.course(action) for action in actions or ("answer",)]
        steward, guideline = self.stella, trained.current_guideline()
        with transaction.unit():
            guideline = guideline or training.publish_guideline("Be kind.\n\nSay what you know.", by=steward)
            training.accept_guidelines(guideline.version, by=person)
            if not person.is_employee:
                return []
            return [training.certify(person, course, by=steward, reason="for the test") for course in courses]

    def season(self, person: Person) -> None:
        """End a person's probation."""
        with transaction.unit():
            while trained.is_on_probation(person):
                training.count_decision(person, approved=True)
