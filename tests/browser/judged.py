"""A public space with two moderators, a newcomer who may answer, a customer and a steward.

By the product's own commands. What newcomers answer there is held by a rule of that space.
"""

from __future__ import annotations

from tests.browser.company import PASSWORD

SLUG = "kiln"
QUESTION = "How long does the small kiln take to cool?"
PAST = ("Where do I buy the Glowglaze powder?", "Does Glowglaze stain the shelves?", "Which clay is for beginners?")
PEOPLE = (
    ("nova", "Nova Newhere", "employee", ()), ("juno", "Juno Judge", "employee", ()),
    ("orla", "Orla Other", "employee", ()), ("clay", "Clay Customer", "customer", ()),
    ("ruth", "Ruth Ruler", "employee", ("steward",)),
)  # fmt: skip


def main() -> None:
    """Found all of it; prints the number of the question."""
    from app import create_app
    from app.accounts import commands as accounts
    from app.board import commands as board
    from app.core import transaction
    from app.screening import commands as screening
    from app.spaces import commands as spaces
    from app.training import commands as training
    from app.training import queries as trained

    with create_app().app_context(), transaction.unit():
        nova, juno, orla, clay, ruth = (
            accounts.add_person(
                name=name, handle=handle, kind=kind, roles=roles, email=f"{handle}@example.com", confirmed=True,
                password=PASSWORD,
            )
            for handle, name, kind, roles in PEOPLE
        )  # fmt: skip
        space = spaces.open_space(slug=SLUG, name="Kiln room", purpose="Ask about the kiln.", by=ruth)
        for moderator in (juno, orla):
            spaces.set_role(space, moderator, "moderator", by=ruth)
        course = trained.course_clearing("answer")
        assert course
        training.accept_guidelines(2, by=nova)
        training.certify(nova, course, by=ruth, reason="for this journey")
        while trained.is_on_probation(nova):
            training.count_decision(nova, approved=True)
        screening.add_rule(
            name="First steps in the kiln room", kind="newcomers", action="hold", scope="answer", space_id=space.id,
            newer_than=30, by=ruth,
        )  # fmt: skip
        for title in PAST:
            board.ask(space=space, title=title, by=clay)
        print(board.ask(space=space, title=QUESTION, by=clay).id)


if __name__ == "__main__":
    main()
