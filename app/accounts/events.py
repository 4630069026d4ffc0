"""What happens to people's accounts."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("accounts.person_joined", "people")
class PersonJoined(Event):
    """Somebody has an account: signed up, added, or imported."""

    person_id: int


@happening("accounts.email_confirmed")
class EmailConfirmed(Event):
    """The address was proved to be theirs."""

    person_id: int


@happening("accounts.roles_changed")
class RolesChanged(Event):
    """Somebody's roles were granted or withdrawn."""

    person_id: int


@happening("accounts.standing_changed")
class StandingChanged(Event):
    """Somebody was suspended, shut out, or restored."""

    person_id: int
    state: str


@happening("accounts.person_erased", "people")
class PersonErased(Event):
    """Somebody was erased; `words` says whether what they wrote went too. Whoever keeps copies erases them likewise."""

    person_id: int
    words: bool


@happening("accounts.profile_changed", "people")
class ProfileChanged(Event):
    """Name, function or biography changed."""

    person_id: int


@happening("accounts.sign_on_connected")
class SignOnConnected(Event):
    """An account at a provider opens somebody's account here from now on."""

    person_id: int
    subject_id: int


@happening("accounts.sign_on_disconnected")
class SignOnDisconnected(Event):
    """It does so no more."""

    person_id: int
    subject_id: int
