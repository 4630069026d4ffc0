"""Files that come with a mail: those of a reply hang on what it becomes, and nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from app.board.models import Question
from app.core import clock
from app.discussion.models import Comment
from app.extensions import db
from app.files.models import StoredFile
from app.listening import commands
from app.listening.adapters.email import inbound, letters
from app.listening.models import ChannelAccount
from tests.cast import Cast
from tests.files.pictures import png
from tests.listening.mailing import BOX, account, mails, notified, taken, written

__all__ = ["account"]


def enclosing(text: str, *files: tuple[str, bytes, str], **headers: str) -> EmailMessage:
    message = written(text, **headers)
    for name, content, media in files:
        main, _slash, sub = media.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def hung(subject: str) -> list[str]:
    return [file.name for file in db.session.query(StoredFile).filter_by(subject=subject)]


@pytest.mark.parametrize("words", ["It blinks like this.", ""])
def test_a_picture_in_a_reply_hangs_on_the_comment(
    account: ChannelAccount, cast: Cast, answered: Question, words: str
) -> None:
    files = (("lights.png", png(), "image/png"), ("log.txt", b"watchdog", "text/plain"))
    reply = enclosing(words, *files, sender=str(cast.carla.email), In_Reply_To=notified(cast.carla, answered))
    message = taken(reply, account)
    assert hung(message.subject) == ["lights.png", "log.txt"]
    comment = db.session.query(Comment).one()
    assert comment.body == (words or "lights.png, log.txt")
    assert mails("leftout") == []


def test_what_cannot_be_taken_is_said_and_the_rest_is_taken(
    account: ChannelAccount, cast: Cast, answered: Question
) -> None:
    files = (("run.exe", b"MZ\0\1", "application/octet-stream"), ("lights.png", png(), "image/png"))
    files += tuple((f"{number}.txt", b"line", "text/plain") for number in range(10))
    reply = enclosing("Look.", *files, sender=str(cast.carla.email), In_Reply_To=notified(cast.carla, answered))
    assert len(hung(taken(reply, account).subject)) == 9
    told = mails("leftout")[0]
    assert told["to"] == cast.carla.email
    assert "run.exe" in told["text"]
    assert "10 files" in told["text"]
    assert answered.url in told["text"]


def test_a_first_mails_files_are_left_out_and_its_writer_is_told(account: ChannelAccount) -> None:
    assert taken(enclosing("The hub is dead.", ("lights.png", png(), "image/png")), account).subject == "proposal"
    assert db.session.query(StoredFile).count() == 0
    assert "attached" in mails("proposal")[0]["text"]
    taken(written("The lamp too."), account)
    assert "attached" not in mails("proposal")[1]["text"]


def test_whoever_is_not_known_gets_no_picture_decoded(app: Flask, cast: Cast, answered: Question) -> None:
    forged = enclosing("Hello.", ("a.png", png(), "image/png"), In_Reply_To=notified(cast.carla, answered))
    assert commands.unpack(inbound(forged.as_bytes(), clock.now())) == commands.unpack(
        inbound(written("Hello.").as_bytes(), clock.now())
    )


def test_the_pictures_of_a_signature_are_no_attachments() -> None:
    message = enclosing("Regards.", ("photo.png", png(), "image/png"))
    logo = EmailMessage()
    logo.set_content(png(), maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l@x>")
    phone = EmailMessage()
    phone.set_content(png(), maintype="image", subtype="png", filename="IMG_1.png", disposition="inline")
    message.attach(logo)
    message.attach(phone)
    assert [each.name for each in letters.read(message.as_bytes()).files] == ["photo.png", "IMG_1.png"]


def test_the_pipe_takes_files_too(
    app: Flask, account: ChannelAccount, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    sender, about = str(cast.carla.email), notified(cast.carla, answered)
    reply = enclosing("Look.", ("lights.png", png(), "image/png"), sender=sender, In_Reply_To=about)
    done = app.test_cli_runner().invoke(args=["channels", "pipe", BOX], input=reply.as_bytes())
    assert done.exit_code == 0
    assert hung(done.output.strip()) == ["lights.png"]
