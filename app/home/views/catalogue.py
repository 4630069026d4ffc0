"""The catalogue of components, in debug mode only."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from app.core import clock
from app.core.access import public
from app.home.forms import SampleForm

blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/catalogue")
def catalogue() -> str:
    """Each component in each of its states."""
    public()
    form = SampleForm(formdata=None)
    form.title.errors = ["Give it a title."]
    soon, late = clock.now() + timedelta(minutes=12), clock.now() - timedelta(hours=2)
    return render_template("catalogue/index.html", form=form, soon=soon, late=late)
