"""The yardstick: the same list as a bare Flask page with one query and one template, nothing else."""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.environ["BARE_DATABASE_URL"])
QUERY = text(
    "SELECT question.id, title, question.state, vote_count, answer_count, asked_at, person.name "
    "FROM question JOIN person ON person.id = question.author_id WHERE hold = 'shown' "
    "ORDER BY active_at DESC, question.id DESC LIMIT 30"
)
PAGE = """<!doctype html><title>Questions</title><h1>Questions</h1><ul>
{% for row in rows %}<li><a href="/questions/{{ row.id }}">{{ row.title }}</a> {{ row.state }} {{ row.vote_count }}
{{ row.answer_count }} {{ row.name }} <time>{{ row.asked_at }}</time></li>{% endfor %}</ul>"""


@app.get("/")
def questions() -> str:
    """Thirty questions."""
    with engine.connect() as connection:
        return render_template_string(PAGE, rows=connection.execute(QUERY).all())
