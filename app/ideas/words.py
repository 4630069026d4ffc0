"""What stages, orders and verdicts are called on the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.ideas import queries
from app.ideas.agreement import Verdict
from app.ideas.models import Challenge
from app.ideas.queries.stages import known_stages


def stages_named(challenge: Challenge | None) -> dict[str, str]:
    """The names of stages by key: of a challenge's space, else of all spaces; usual names go before own ones."""
    if challenge is not None:
        return {stage.key: stage.label for stage in queries.stages_of(challenge.space_id)}
    return known_stages()


def kind_titles() -> dict[str, str]:
    """What kinds of stages are called where ideas of several spaces stand together."""
    return {
        "open": _("Open"),
        "review": _("Under review"),
        "decided": _("Decided"),
        "doing": _("Being done"),
        "done": _("Done"),
        "closed": _("Closed"),
    }


def sources() -> dict[str, str]:
    """How a colleague heard of what a customer wants."""
    return {
        "call": _("On a call"),
        "meeting": _("In a meeting"),
        "mail": _("By mail"),
        "chat": _("In a chat"),
        "event": _("At an event"),
        "other": _("Otherwise"),
    }


def orders() -> dict[str, str]:
    """The orders of a list."""
    return {
        "top": _("Top"),
        "discover": _("Discover"),
        "hot": _("Hot"),
        "new": _("New"),
        "discussed": _("Most discussed"),
    }


def order_notes() -> dict[str, str]:
    """Why a list is in its order."""
    return {
        "top": _("Top counts votes against how many people saw an idea, so an early start is no advantage."),
        "discover": _("Discover mixes ideas that few have seen yet with those that do well. It changes every day."),
        "hot": _("Hot counts votes and lets them fade: twice the votes stay hot three days longer."),
        "new": _("The latest first."),
        "discussed": _("Those with the most comments first."),
    }


def verdicts() -> dict[str, str]:
    """What the agreement of a panel comes to."""
    return {
        Verdict.TOO_FEW: _("Too few reviews to say whether the experts agree."),
        Verdict.DISAGREES: _("The experts disagree. Read why before trusting the mean."),
        Verdict.CLOSE: _("All scores lie close together."),
        Verdict.MIXED: _("The experts agree on some criteria and differ on others."),
        Verdict.AGREES: _("The experts agree."),
    }


def deeds() -> dict[str, str]:
    """What may be done in a challenge, as the end of "You may"."""
    return {
        "submit": _("share ideas"),
        "discuss": _("comment"),
        "vote": _("vote"),
        "review": _("review"),
        "decide": _("decide"),
    }


def deed_names() -> dict[str, str]:
    """What may be done in a phase, as headings."""
    return {
        "submit": _("Ideas"),
        "discuss": _("Comments"),
        "vote": _("Votes"),
        "review": _("Reviews"),
        "decide": _("Decisions"),
    }


def kinds() -> dict[str, str]:
    """The kinds of stages, as what so many ideas are."""
    return {
        "open": _("open"),
        "review": _("in review"),
        "decided": _("approved"),
        "doing": _("being done"),
        "done": _("launched"),
        "closed": _("declined"),
    }


def listed(said: Sequence[str]) -> str:
    """Several words as one enumeration."""
    if len(said) < 2:
        return "".join(said)
    return str(_("%(all)s and %(last)s", all=", ".join(said[:-1]), last=said[-1]))


def audiences() -> dict[str, str]:
    """To whom challenges speak."""
    return {
        "internal": _("Employees only"),
        "segments": _("Chosen customers and employees"),
        "public": _("Everybody who sees the space"),
    }


def categories() -> dict[str, str]:
    """What a line of the ledger is about."""
    return {
        "revenue": _("Revenue"),
        "saving": _("Cost saving"),
        "avoidance": _("Cost avoided"),
        "satisfaction": _("Satisfaction"),
        "people": _("People’s time"),
        "purchase": _("Purchase"),
        "running": _("Running it"),
        "answering": _("Answering"),
        "deflection": _("Contacts spared"),
        "other": _("Other"),
    }


def project_states() -> dict[str, str]:
    """How far a project is."""
    return {
        "planned": _("Planned"),
        "pilot": _("In pilot"),
        "launched": _("Launched"),
        "stopped": _("Stopped"),
    }


def ties() -> dict[str, str]:
    """How close a reviewer is to an idea, as everybody reads it beside the review."""
    return {
        "team": _("In the team of the author"),
        "named": _("Named in the idea"),
        "voted": _("Voted for it"),
        "commented": _("Commented on it"),
    }


def own_ties() -> dict[str, str]:
    """The same as the reviewer is told, with what follows."""
    return {
        "team": _("You are in the team of the author."),
        "named": _("The idea names you."),
        "voted": _("You voted for it. Everybody will read that beside your review."),
        "commented": _("You commented on it. Everybody will read that beside your review."),
    }


def finding_states() -> dict[str, str]:
    """What became of what was found about votes."""
    return {"open": _("To decide"), "aside": _("Set aside"), "dismissed": _("Nothing wrong")}


def finding_kinds() -> dict[str, str]:
    """What votes look like that were found."""
    return {
        "ring": _("A ring: people who vote for each other, or together"),
        "burst": _("A burst: accounts that had only just joined"),
        "journey": _("One browser, several accounts"),
        "address": _("One address, several accounts"),
    }


def evidence(kind: str, figures: dict[str, Any]) -> str:
    """Why votes look arranged, in a sentence of figures."""
    said = {
        "ring": _(
            "%(tied_pairs)s of %(pairs)s pairs voted for each other's ideas, or for the same ones within two hours"
            " more often than chance would bring about; %(votes)s of their %(of_their_votes)s votes are for"
            " %(ideas)s ideas."
        ),
        "burst": _(
            "%(votes)s votes within %(hours)s hours from accounts of at most three days, where %(expected)s of"
            " newcomers' votes at that time were to be expected."
        ),
        "journey": _("%(people)s accounts voted from one browser without half an hour's pause: %(votes)s votes."),
        "address": _(
            "%(people)s accounts, nearly all of one address, voted alike: %(votes)s votes on %(ideas)s ideas."
        ),
    }
    return str(said[kind]) % figures


def criterion_types() -> dict[str, str]:
    """What a gate can ask."""
    return {
        "votes": _("Votes by different people"),
        "reviews": _("Reviews that count"),
        "mean": _("The experts’ weighted mean"),
        "criterion": _("The mean of one criterion"),
        "agreement": _("The experts do not disagree"),
        "forecast": _("Cost and benefit are forecast in the ledger"),
        "owner": _("Somebody owns it"),
        "days": _("Days in discussion"),
        "sign_off": _("A named colleague signs off"),
        "free": _("Something in words, ticked by the team"),
    }


def measures() -> dict[str, str]:
    """Past what an answer is owed."""
    return {
        "votes": _("it has at least so many votes"),
        "percentile": _("it has more votes than so many per cent of its challenge’s ideas"),
    }


def field_kinds() -> dict[str, str]:
    """The kinds of answers, as people call them."""
    return {
        "text": _("Short text"), "long": _("Long text"), "number": _("Number"), "money": _("Amount of money"),
        "date": _("Date"), "choice": _("One choice"), "choices": _("Several choices"), "yes": _("Yes or no"),
        "link": _("Web address"), "person": _("Person"),
    }  # fmt: skip
