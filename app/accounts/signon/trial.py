"""Whether a provider can be signed on with, found out without anybody signing on: each step with its result."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.signon import discovery, passage, protocol, tokens
from app.accounts.signon.failing import Failed
from config import SignOnProvider

GOOD, SOON, BAD = "good", "soon", "bad"


@dataclass(frozen=True)
class Step:
    """One thing that was looked at: what came of it, as a tone (good, soon, bad) and a sentence."""

    tone: str
    words: str


def run(provider: SignOnProvider) -> list[Step]:
    """Ask the provider anew, and try the client's secret with a code that nobody was given."""
    try:
        document = discovery.document(provider, anew=True)
    except Failed as failure:
        return [_bad(_("It cannot be asked: %(why)s.", why=failure.detail))]
    steps = [Step(GOOD, _("It answers, and calls itself what is set here."))]
    try:
        known = discovery.keys(provider, document.keys, anew=True)
        steps.append(Step(GOOD, _("Its keys can be read: %(count)d.", count=len(known.keys))))
    except Failed as failure:
        steps.append(_bad(_("Its keys cannot be read: %(why)s.", why=failure.detail)))
    return [*steps, *_of_document(document), _secret(provider, document), *_of_settings(provider)]


def _of_document(document: discovery.Document) -> list[Step]:
    steps = []
    if document.algorithms and not set(document.algorithms) & set(tokens.ALGORITHMS):
        steps.append(_bad(_("It signs in no way that can be trusted: %(ways)s.", ways=", ".join(document.algorithms))))
    if not document.has_pkce:
        words = _("It does not say that it knows PKCE (S256). Most do all the same; sign on once to see.")
        steps.append(Step(SOON, words))
    return steps


def _secret(provider: SignOnProvider, document: discovery.Document) -> Step:
    """A wrong code is refused as such by whoever has taken the secret for right."""
    nobody = passage.Passage(provider.name, "", "", "a" * 64, "", 0, fresh=False, begun=0)
    try:
        protocol.exchange(provider, document, nobody, "no-such-code")
    except Failed as failure:
        if failure.detail == "invalid_grant":
            return Step(GOOD, _("It knows this client and its secret."))
        if failure.why == "misconfigured":
            return _bad(_("It refuses this client or its secret (%(why)s).", why=failure.detail))
        return Step(SOON, _("Whether it knows this client is uncertain: it says %(why)s.", why=failure.detail))
    return _bad(_("It takes codes that it never gave."))


def _of_settings(provider: SignOnProvider) -> list[Step]:
    steps = []
    if provider.audience == "employees" and provider.makes_accounts and not provider.required:
        words = _("Everybody who has an account there becomes an employee here. Narrow it with REQUIRE.")
        steps.append(Step(SOON, words))
    if not provider.client_secret:
        steps.append(Step(SOON, _("There is no client secret: the code's proof (PKCE) alone stands for this site.")))
    return steps


def _bad(words: str) -> Step:
    return Step(BAD, words)
