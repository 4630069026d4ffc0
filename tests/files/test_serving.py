"""Files in, files out: with a form or by the API, for who may see what they hang on, gone for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from app.extensions import db
from app.files import commands, queries, vault
from app.files.models import StoredFile
from tests.cast import Cast
from tests.files.pictures import csrf, only_file, png

Browsers = Callable[..., FlaskClient]
CURL = "application/x-www-form-urlencoded"  # what curl calls whatever it sends


def test_a_question_is_asked_with_a_picture_and_no_script(app: Flask, cast: Cast, signed_in: Browsers) -> None:
    cast.space("help")
    client = signed_in(cast.carla)
    form = {
        "csrf_token": csrf(client), "title": "The light blinks", "body": "Red.", "space": "help", "topics": "",
        "files": (BytesIO(png()), "photos/router.png", "image/png"),
    }  # fmt: skip
    answer = client.post("/questions/new", data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    file = only_file()
    assert (file.name, file.width, file.height, file.subject) == ("router.png", 40, 30, "question:1")
    page = client.get(answer.location).get_data(as_text=True)
    assert f'src="{file.thumb_url}" alt="router.png" width="40" height="30"' in page


def test_a_refused_file_is_said_on_its_field_and_the_rest_is_kept(app: Flask, cast: Cast, signed_in: Browsers) -> None:
    cast.space("help")
    client = signed_in(cast.carla)
    form = {
        "csrf_token": csrf(client), "title": "The light blinks", "body": "Since **Tuesday**.", "space": "help",
        "files": [(BytesIO(png()), "good.png", "image/png"), (BytesIO(b"<svg/>" * 9), "bad.svg", "image/svg+xml")],
    }  # fmt: skip
    answer = client.post("/questions/new", data=form, content_type="multipart/form-data")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "bad.svg" in page
    assert "Since **Tuesday**." in page
    file = only_file()
    assert f'name="file" value="{file.token}"' in page
    again = {
        "csrf_token": csrf(client), "title": "The light blinks", "body": "Since **Tuesday**.", "space": "help",
        "file": file.token, f"alt-{file.token}": "A red light",
    }  # fmt: skip
    assert client.post("/questions/new", data=again).status_code == 303
    assert (only_file().subject, only_file().alt) == ("question:1", "A red light")


def test_answers_and_comments_carry_files_too(cast: Cast, asked: Question, signed_in: Browsers) -> None:
    cast.certify(cast.emma)
    client = signed_in(cast.emma)
    for path in (f"/questions/{asked.id}/answers", f"/questions/{asked.id}/comments", "/answers/1/comments"):
        form = {"csrf_token": csrf(client), "body": "Like this.", "files": (BytesIO(b"one\ntwo\n"), "steps.txt")}
        answer = client.post(path, data=form, content_type="multipart/form-data")
        assert answer.status_code == 303, path
    page = client.get(asked.url, buffered=True).get_data(as_text=True)
    assert page.count('class="attachment-file"') == 3


def test_what_it_hangs_on_says_who_may_open_it(cast: Cast, asked: Question, signed_in: Browsers, app: Flask) -> None:
    file, visitor = only_file(), app.test_client()
    assert visitor.get(file.url, buffered=True).status_code == 200
    for hold in ("held", "hidden", "removed"):
        with transaction.unit():
            board.set_question_hold(asked, hold, by=cast.max)
        assert visitor.get(file.url, buffered=True).status_code == 404
        assert visitor.get(file.thumb_url, buffered=True).status_code == 404
        assert signed_in(cast.colin).get(file.url, buffered=True).status_code == 404
        assert signed_in(cast.max).get(file.url, buffered=True).status_code == 200
        with transaction.unit():
            board.set_question_hold(asked, "shown", by=cast.max)
    assert visitor.get(file.url, buffered=True).status_code == 200


def test_a_closed_space_closes_its_files(cast: Cast, stored: Callable[..., StoredFile], signed_in: Browsers) -> None:
    space, file = cast.space("staff"), stored("emma")
    with transaction.unit():
        board.ask(space=space, title="Only for colleagues", by=cast.emma, attachments=[file.token])
    assert signed_in(cast.erik).get(file.url, buffered=True).status_code == 200
    assert signed_in(cast.carla).get(file.url, buffered=True).status_code == 404


def test_hidden_things_hide_their_files(cast: Cast, asked: Question, signed_in: Browsers, app: Flask) -> None:
    emma = cast.emma
    with transaction.unit():
        at_answer, at_comment = (
            commands.store(commands.prepare(commands.Sent(name, "", b"words")), by=emma) for name in ("a.txt", "c.txt")
        )
        answer = board.answer(asked, "Like this.", by=emma, attachments=[at_answer.token])
        comment = board.comment_on_question(asked, "And this.", by=emma, attachments=[at_comment.token])
        board.set_answer_state(answer, "hidden", by=cast.max)
        board.set_comment_state(comment, "hidden", by=cast.max)
    for file in (at_answer, at_comment):
        assert app.test_client().get(file.url, buffered=True).status_code == 404
        assert signed_in(cast.max).get(file.url, buffered=True).status_code == 200


def test_how_files_are_served(app: Flask, asked: Question, cast: Cast, stored: Callable[..., StoredFile]) -> None:
    client, picture = app.test_client(), only_file()
    answer = client.get(picture.url, buffered=True)
    assert answer.mimetype == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Disposition"].startswith("inline")
    same = client.get(picture.url, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert (same.status_code, same.data) == (304, b"")
    small = client.get(picture.thumb_url, buffered=True)
    assert (small.mimetype, small.status_code) == ("image/webp", 200)
    text = stored(content=b"<script>alert(1)</script>", name="x.txt")
    with transaction.unit():
        board.comment_on_question(asked, "See.", by=cast.carla, attachments=[text.token])
    answer = client.get(text.url, buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "text/plain"


def test_a_loose_file_is_its_owners_alone(
    cast: Cast, asked: Question, stored: Callable[..., StoredFile], signed_in: Browsers
) -> None:
    file = stored("carla")
    assert signed_in(cast.carla).get(file.url, buffered=True).headers["Cache-Control"] == "no-store"
    assert signed_in(cast.colin).get(file.url, buffered=True).status_code == 404
    assert signed_in(cast.max).get(file.url, buffered=True).status_code == 404
    with pytest.raises(Exception, match="gone"), transaction.unit():
        board.comment_on_question(asked, "Mine now.", by=cast.colin, attachments=[file.token])
    with transaction.unit():
        board.comment_on_question(asked, "Mine.", by=cast.carla, attachments=[file.token])
    with pytest.raises(Exception, match="gone"), transaction.unit():
        board.comment_on_question(asked, "Twice.", by=cast.carla, attachments=[file.token])


def test_scripts_send_files_in_at_once_and_take_them_back(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.carla)
    headers = {"X-CSRFToken": csrf(client), "Accept": "application/json"}
    sent = client.post("/files", data={"file": (BytesIO(png()), "a.png", "image/png")}, headers=headers)
    assert sent.status_code == 201, sent.get_data(as_text=True)
    file = only_file()
    assert file.token in sent.get_data(as_text=True)
    assert file.token in client.get(f"/files/loose?file={file.token}").get_data(as_text=True)
    assert client.delete(file.url, headers=headers).status_code == 200
    assert client.get(file.url, buffered=True).status_code == 404
    bad = client.post("/files", data={"file": (BytesIO(b"\x00\x01"), "a.exe")}, headers=headers)
    assert bad.status_code == 422
    assert "a.exe" in bad.get_json()["errors"]["files"]


def multipart(content: bytes) -> dict[str, object]:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    return {"data": head + content + b"\r\n--edge--\r\n", "content_type": "multipart/form-data; boundary=edge"}


def test_only_upload_routes_take_more_than_words(cast: Cast, signed_in: Browsers, app: Flask) -> None:
    client, large = signed_in(cast.carla), multipart(b"x" * (3 * 1024 * 1024))
    headers = {"X-CSRFToken": csrf(client), "Accept": "application/json"}
    assert client.post("/preview", headers=headers, **large).status_code == 413
    assert client.post("/files", headers=headers, **large).status_code == 201
    answer = client.post("/files", headers=headers, **multipart(b"x" * (11 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "smaller" in answer.get_json()["detail"]
    assert app.test_client().post("/files", **large).status_code == 413


def test_the_api_sends_files_in_and_names_them(cast: Cast, api: Browsers, asked: Question) -> None:
    cast.certify(cast.emma)
    client = api(cast.emma)
    raw = client.post("/api/v1/files?name=a.png", data=png(), content_type="image/png")
    assert raw.status_code == 201, raw.get_json()
    bare = client.post("/api/v1/files?name=c.png", data=png(), content_type=CURL)
    assert bare.status_code == 201, bare.get_json()
    form = client.post("/api/v1/files", data={"file": (BytesIO(b"two words"), "b.txt")})
    assert form.status_code == 201, form.get_json()
    ids = [raw.get_json()["id"], form.get_json()["id"]]
    assert client.put(f"/api/v1/files/{ids[0]}/alt", json={"alt": "A red square"}).status_code == 200
    made = client.post(f"/api/v1/questions/{asked.id}/answers", json={"body": "Look.", "attachments": ids})
    assert made.status_code in {201, 202}
    page = client.get(f"/api/v1/questions/{asked.id}").get_json()
    assert [file["name"] for file in page["attachments"]] == ["router.png"]
    assert [(file["id"], file["alt"]) for file in page["answers"][0]["attachments"]] == [
        (ids[0], "A red square"), (ids[1], ""),
    ]  # fmt: skip
    card = {"alt": "4111 1111 1111 1111"}
    assert client.put(f"/api/v1/files/{ids[0]}/alt", json=card).status_code == 403, "it passed the rules as it was"
    again = client.post(f"/api/v1/questions/{asked.id}/comments", json={"body": "Again.", "attachments": ids[:1]})
    assert again.status_code == 422
    assert client.delete(f"/api/v1/files/{ids[0]}").status_code == 204
    assert api(cast.carla).delete(f"/api/v1/files/{ids[1]}").status_code in {403, 404}


def test_what_files_say_is_screened(cast: Cast, asked: Question, stored: Callable[..., StoredFile]) -> None:
    card = stored(content=b"My card is 4111 1111 1111 1111.", name="note.txt")
    named = stored(name="4111 1111 1111 1111.png")
    for file in (card, named):
        with pytest.raises(Exception, match="card"), transaction.unit():
            board.comment_on_question(asked, "See the file.", by=cast.carla, attachments=[file.token])


def test_removing_takes_it_from_where_it_hangs(
    app: Flask, cast: Cast, asked: Question, signed_in: Browsers, api: Browsers
) -> None:
    file = only_file()
    assert api(cast.colin).delete(f"/api/v1/files/{file.token}").status_code == 403
    assert api(cast.carla).delete(f"/api/v1/files/{file.token}").status_code == 204
    assert app.test_client().get(file.url, buffered=True).status_code == 404
    assert file.thumb_url not in app.test_client().get(asked.url, buffered=True).get_data(as_text=True)
    with transaction.unit():
        commands.sweep()
    assert not vault.path_of(file.token).exists()


def test_nobody_says_who_may_see_things_of_unknown_kinds(cast: Cast) -> None:
    assert set(queries.RULES) >= {"question", "answer", "comment"}
    file = StoredFile(subject="nothing:1", owner_id=cast.carla.id)
    assert not queries.may_see(cast.carla, file)


def test_a_page_with_many_files_takes_no_more_queries(
    app: Flask, cast: Cast, asked: Question, stored: Callable[..., StoredFile], signed_in: Browsers
) -> None:
    from sqlalchemy import event

    client, counted = signed_in(cast.carla), []
    event.listen(db.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    client.get(asked.url, buffered=True)
    client.get(asked.url, buffered=True)
    few = len(counted) // 2
    for number in range(5):
        file = stored(content=f"text {number}".encode(), name="a.txt")
        with transaction.unit():
            board.comment_on_question(asked, f"Number {number}.", by=cast.carla, attachments=[file.token])
    counted.clear()
    client.get(asked.url, buffered=True)
    assert len(counted) <= few + 1
