"""A space that nobody else sees: two moderators, who writes there, twenty reports; by the product's own commands."""

from __future__ import annotations

from tests.browser.company import PASSWORD

SLUG = "order"
QUESTION = "Where does the small lamp of the hub show errors?"
REPORTED = 20
PEOPLE = (("mira", "Mira Moderator", "employee"), ("moss", "Moss Moderator", "employee"),
          ("willa", "Willa Writer", "employee"), ("posy", "Posy Customer", "customer"))  # fmt: skip


def main() -> None:
    """Found all of it."""
    from app import create_app
    from app.accounts import commands as accounts
    from app.accounts import queries as people
    from app.board import commands as board
    from app.core import transaction
    from app.moderation import commands, subjects
    from app.spaces import commands as spaces
    from app.training import commands as training
    from app.training import queries as trained

    with create_app().app_context(), transaction.unit():
        stella = people.by_handle("stella")
        assert stella
        made = [
            accounts.add_person(
                name=name, handle=handle, kind=kind, email=f"{handle}@example.com", confirmed=True, password=PASSWORD
            )
            for handle, name, kind in PEOPLE
        ]
        mira, moss, willa, posy = made
        space = spaces.open_space(slug=SLUG, name="Order", purpose="Ask.", visibility="invited", by=stella)
        for moderator in (mira, moss):
            spaces.set_role(space, moderator, "moderator", by=stella)
        for member in (willa, posy):
            spaces.set_role(space, member, "member", by=stella)
        course = trained.course_clearing("answer")
        assert course
        training.accept_guidelines(2, by=willa)
        training.certify(willa, course, by=stella, reason="for this journey")
        while trained.is_on_probation(willa):
            training.count_decision(willa, approved=True)
        board.ask(space=space, title=QUESTION, by=posy)
        for n in range(REPORTED):
            asked = board.ask(space=space, title=f"Is cable {n} too short?", by=posy)
            subject = subjects.find(f"question:{asked.id}")
            assert subject
            commands.flag(subject, "off_topic", by=willa)


if __name__ == "__main__":
    main()
