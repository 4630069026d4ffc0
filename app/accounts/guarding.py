"""How guessing is made not to pay: tries are counted, and too many of them must wait."""

from __future__ import annotations

from flask import render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.accounts import commands, devices, policy
from app.core import transaction
from app.core.access import Decision, Invalid
from app.core.places import place

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]] | str
TOO_MANY = 429


def keys(door: str, email: str | None) -> tuple[str, ...]:
    """What tries at a door are counted by: the account tried and the place the try came from.

    On a browser that the account's owner has signed in on, by that browser alone: nobody locks out somebody else.
    """
    if word := devices.known_for(email):
        return (f"{door}#{word}",)
    return f"{door}:{(email or '').strip().casefold()}", f"{door}@{place()}"


def may_try(door: str, email: str | None) -> Decision:
    """Whether it has not been tried too often, by all that tries here are counted by."""
    return policy.may_try(*keys(door, email))


def count(door: str, email: str | None) -> None:
    """Count one try, whatever the answer to it."""
    commands.count_attempt(*keys(door, email))
    transaction.keep()


def show(form: FlaskForm, refusal: Invalid) -> None:
    """Put a command's sentences beside the fields they are about."""
    for name, sentence in refusal.errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)


def too_many(template: str, form: FlaskForm, decision: Decision) -> Answer:
    """The form again, with when to come back."""
    form.form_errors.append(decision.reason)
    return render_template(template, form=form, must_wait=True), TOO_MANY, {"Retry-After": str(policy.WITHIN.seconds)}
