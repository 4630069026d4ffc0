"""Why a sign-on came to nothing: each reason a code for the audit log, and sentences for whoever stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from config import SignOnProvider

# What an HTTP answer says of it, where it is not simply a refusal.
STATUSES = {
    "not_begun": 400, "used": 400, "unreachable": 502, "misconfigured": 502, "bad_token": 502, "email_known": 409,
}  # fmt: skip


class Failed(Exception):
    """A sign-on that came to nothing; `why` is one of the codes here, `detail` what an operator needs to know."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail

    @property
    def status(self) -> int:
        """What the answer says."""
        return STATUSES.get(self.why, 403)


@dataclass(frozen=True)
class Said:
    """What stands on the page: a heading, what happened, and where it goes on, as addresses with their words."""

    heading: str
    words: str
    ways: tuple[tuple[str, str], ...]


def said(why: str, provider: SignOnProvider) -> Said:
    """The page's words for a reason."""
    again = (f"/sign-in/with/{provider.name}", _("Try again"))
    password = ("/sign-in", _("Sign in otherwise"))
    settings = ("/settings#sign-on", _("Your settings"))
    connect = (f"/sign-in?next=/settings/sign-on/{provider.name}", _("Sign in with the password"))
    texts: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
        "not_begun": (
            _("This sign-in did not begin here"),
            _("It was begun in another browser, more than ten minutes ago, or not at all. Begin it again."),
            (again, password),
        ),
        "used": (
            _("This sign-in was used already"),
            _("Each one works once. If you did not go back to it yourself, change your password at %(label)s."),
            (again, password),
        ),
        "declined": (
            _("%(label)s did not let you in"),
            _("Nothing was changed here. Try again, or sign in otherwise."),
            (again, password),
        ),
        "unreachable": (
            _("%(label)s does not answer"),
            _("Nothing was changed here. Wait a moment and try again, or sign in otherwise."),
            (again, password),
        ),
        "misconfigured": (
            _("Signing in with %(label)s is not set up rightly"),
            _("Tell whoever runs this site: its administration says what is wrong. You can sign in otherwise."),
            (password,),
        ),
        "bad_token": (
            _("What %(label)s said could not be checked"),
            _("So nobody was signed in. Try again; if it stays so, tell whoever runs this site."),
            (again, password),
        ),
        "not_let_in": (
            _("Your account at %(label)s is not among those let in here"),
            _("You may be signed in there under another account. Change that there, then try again."),
            (again, password),
        ),
        "email_known": (
            _("Show that the account here is yours"),
            _("There is an account with the address that %(label)s names, and its word alone is not enough to open it. "
              "Sign in with your password once; then you connect the two."),
            (connect, ("/forgot", _("Forgotten your password?"))),
        ),
        "no_account": (
            _("You have no account here yet"),
            _("%(label)s opens accounts that exist. Ask whoever runs this site for one, or make one yourself."),
            (("/sign-up", _("Make an account")), password),
        ),
        "other_kind": (
            _("This way in is for others"),
            _("Your account here is of another kind than those %(label)s is for. Sign in as you did so far."),
            (password,),
        ),
        "taken": (
            _("It is connected to another account"),
            _("Your account at %(label)s opens another account here already. Disconnect it there first."),
            (settings,),
        ),
        "not_you": (
            _("That was somebody else"),
            _("%(label)s named another account than the one you are signed in with. Nothing was changed."),
            (settings,),
        ),
        "shut": (
            _("This account is closed"),
            _("It cannot be signed in to. If you think that this is wrong, ask whoever runs this site."),
            (("/", _("Home")),),
        ),
    }  # fmt: skip
    heading, words, ways = texts[why]
    return Said(heading.replace("%(label)s", provider.label), words.replace("%(label)s", provider.label), ways)
