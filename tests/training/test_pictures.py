"""Lessons show pictures of their course, and films as cards that ask nobody anything."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.core import text, transaction
from app.core.access import Conflict, Invalid
from app.core.pictures import Picture
from app.training import commands, course_file, lesson_page, queries
from tests.cast import Cast
from tests.files.pictures import png
from tests.training.test_views import send

Browser = Callable[[Person], FlaskClient]
COURSE = "/learn/teaching/answering"
FIRST = f"{COURSE}/lessons/1"
KETTLE = Picture("t", "kettle.png", "/files/t", "/files/t/thumb", 40, 30)
PIECES = (
    "![", "](", "kettle.png", ")", "<img onerror=x>", '"', "https://youtu.be/<b>", "\n\n", "[a](", ' "video")', "`",
)  # fmt: skip
TAGS = re.compile(r"<([a-z0-9]+)")


def shown(source: str) -> str:
    """What a lesson of this text looks like in a course that has one picture."""
    return str(lesson_page.shown(str(text.render(source)), {"kettle.png": KETTLE}, video="Video", missing="Missing:"))


def status(browser: FlaskClient, address: str) -> int:
    """What opening it is answered with."""
    with browser.get(address) as answer:
        return answer.status_code


def write(
    browser: FlaskClient, body: str, picture: bytes = b"", alt: str = "A kettle [red]", name: str = "My Kettle.PNG"
) -> Any:
    """Save the first lesson, with a picture."""
    sent = {"picture": (io.BytesIO(picture), name), "picture_alt": alt} if picture else {}
    return send(browser, FIRST, FIRST, title="First", body=body, **sent)


def test_pictures_and_films_stand_alone_in_their_paragraph() -> None:
    assert 'src="/files/t" alt="&#34;Red&#34; &amp; hot"' in shown('![\\"Red\\" & hot](kettle.png)')
    assert "Missing: pot" in shown("![pot](pot.png)")
    assert "<img" not in shown("```\n![a](kettle.png)\n```\n\nSee ![a](kettle.png) here")
    for film in ("https://youtu.be/abc?t=1&b=2", "[Descale](https://films.example/a.MP4)", '[x](https://a.b "Video")'):
        assert shown(film).count('class="video-card"') == 1, film
    assert lesson_page.words_in("One.\n\n![A](a.png)\n\nhttps://youtu.be/abc\n\nTwo.").split() == ["One.", "Two."]
    plain = "[Our site](https://example.com)\n\n[Call](mailto:a@example.com)\n\nLook: https://youtu.be/abc"
    assert "video-card" not in shown(plain)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_else_gets_into_the_page(parts: list[str]) -> None:
    allowed = {"p", "a", "code", "pre", "figure", "img", "span", "b", "small", "br", "em", "strong"}
    drawn = shown("".join(parts))
    assert set(TAGS.findall(drawn)) <= allowed
    assert all(image.startswith(' src="/files/t" alt="') for image in drawn.split("<img")[1:])


def test_a_picture_comes_with_its_lesson_and_is_for_learners_alone(
    signed_in: Browser, client: FlaskClient, cast: Cast
) -> None:
    course, stella, nell = cast.course(), signed_in(cast.stella), signed_in(cast.nell)
    refused = write(stella, "Words that stay.", png(), alt=" ")
    assert refused.status_code == 422
    assert "Say what it shows" in refused.text
    assert "Words that stay." in refused.text
    assert "is no picture" in write(stella, "Be kind.", b"Only words.", name="notes.txt").text
    assert write(stella, "Be kind.", png()).status_code == 303
    page = nell.get(f"{course.url}/lessons/1").text
    (picture,) = queries.pictures_of(course)
    assert (picture.name, picture.width) == ("my-kettle.png", 40)
    assert f'<img src="{picture.url}" alt="A kettle red" width="40" height="30"' in page
    assert status(nell, picture.url) == 200
    assert [status(browser, picture.url) for browser in (signed_in(cast.carla), client)] == [404, 404]
    preview = send(stella, f"{COURSE}/preview", FIRST, body="![x](my-kettle.png)")
    assert picture.url in preview.text
    assert send(nell, f"{COURSE}/preview", "/learn", body="x").status_code == 403


def test_what_is_not_there_is_said_and_what_is_shown_is_kept(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    assert "There is no picture “pot.png”" in write(stella, "![A pot](pot.png)").text
    assert write(stella, "![A kettle](my-kettle.png)", png()).status_code == 303
    assert "Say between the brackets" in write(stella, "![](my-kettle.png)").text
    before = queries.pictures_of(course)
    assert write(stella, "![A kettle](my-kettle.png)", png()).status_code == 303
    assert queries.pictures_of(course) == before
    assert write(stella, "![A kettle](my-kettle.png)", png(colour="blue")).status_code == 303
    (after,) = queries.pictures_of(course)
    assert after.token != before[0].token
    assert status(stella, before[0].url) == 404
    with pytest.raises(Conflict, match="shows this picture"):
        commands.remove_picture(course, after.name, by=cast.stella)
    assert write(stella, "Nothing to see.").status_code == 303
    gone = send(stella, f"{COURSE}/pictures/{after.name}?_method=DELETE", COURSE)
    assert gone.status_code == 303
    assert queries.pictures_of(course) == []
    assert status(stella, after.url) == 404


def test_a_drafts_pictures_are_its_owners(signed_in: Browser, cast: Cast) -> None:
    with transaction.unit():
        course = commands.add_course({"slug": "answering", "title": "Draft"}, publish=False, by=cast.stella)
    stella, nell = signed_in(cast.stella), signed_in(cast.nell)
    page = f"{COURSE}/lessons/new"
    picture = {"picture": (io.BytesIO(png()), "a.png"), "picture_alt": "A"}
    assert send(stella, page, page, title="One", body="One.", **picture).status_code == 303
    (kept,) = queries.pictures_of(course)
    assert [status(browser, kept.url) for browser in (stella, nell)] == [200, 404]


def test_a_file_carries_its_pictures(app: Flask, signed_in: Browser, cast: Cast, tmp_path: Path) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    write(stella, "Be kind.", png())
    source = stella.get(f"{COURSE}/file").text
    content, faults = course_file.read(source)
    assert faults == []
    assert send(stella, "/learn/teaching/file", "/learn/teaching", content=source).status_code == 303
    assert stella.get(f"{COURSE}/file").text == source
    assert stella.get(f"{COURSE}/versions/{course.version}").text == source
    other = json.dumps({**content, "slug": "elsewhere"})
    assert send(stella, "/learn/teaching/file", "/learn/teaching", content=other).status_code == 303
    made = queries.course_by_slug("elsewhere")
    assert made is not None
    assert [picture.name for picture in queries.pictures_of(made)] == ["my-kettle.png"]
    with pytest.raises(Invalid, match="There is no picture"):
        commands.import_course({**content, "slug": "bare", "pictures": []}, by=cast.stella)
    (tmp_path / "course.json").write_text(other.replace("elsewhere", "third"))
    run = app.test_cli_runner()
    assert "who brings" in run.invoke(args=["courses", "import", str(tmp_path / "course.json")]).output
    done = run.invoke(args=["courses", "import", str(tmp_path / "course.json"), "--by", "stella@example.com"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("picture", "blamed"),
    [({"name": "../x.png", "data": "aGk="}, "name"), ({"name": "x.png", "data": "%"}, "data"), ({"name": "x.png"}, "")],
)
def test_a_bad_picture_in_a_file_is_named(picture: dict[str, str], blamed: str) -> None:
    (fault,) = course_file.faults({"slug": "s", "title": "T", "pictures": [picture]}, complete=False)
    assert fault.path[:2] == ("pictures", 0)
    assert fault.path[2:] == ((blamed,) if blamed else ())
