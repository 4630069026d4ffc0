"""Hangs single sign-on on the application; what the settings may not give stops the start."""

from __future__ import annotations

from flask import Flask

from app.accounts.policy import GIVEN_BY_PROVIDERS
from app.accounts.signon import administering, queries, views
from config import BadSetting, SignOnProvider


def register(app: Flask) -> None:
    """Hang it on; raises BadSetting for a role that no provider may give."""
    for provider in app.extensions["settings"].sign_on:
        _check(provider)
    app.jinja_env.globals["sign_on_providers"] = queries.providers
    app.jinja_env.globals["sign_on_subjects"] = queries.subjects_of
    assert administering, views  # noqa: S101 - imported for the routes that they declare


def _check(provider: SignOnProvider) -> None:
    name = f"WAGGLE_SIGN_ON_{provider.name.upper().replace('-', '_')}_ROLES"
    for role in provider.roles.values():
        if role not in GIVEN_BY_PROVIDERS[provider.kind]:
            raise BadSetting(f"{name}: a provider for {provider.audience} cannot give the role {role}")
