"""What may be typed in by those who own the courses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, FileField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.forms import RefusableForm
from app.core.text import LONGEST
from app.training import course_file, said, words
from app.training.models import Course, Lesson, QuizItem

RIGHT = "* "
NO_QUESTION = 2**62  # a number that no question has
QUESTION = re.compile(r"(?:^|/questions/)(\d{1,18})(?:\D|$)")
LONGEST_PICTURE = 10 * 1024 * 1024


class NewCourseForm(RefusableForm):
    """A course to begin."""

    title = StringField(_("Title"), [InputRequired(_("Give it a title.")), Length(max=120)])
    slug = StringField(
        _("Address"), [InputRequired(_("Give it an address.")), Length(max=60)],
        description=_("Lower-case letters, digits and hyphens; it cannot be changed."),
    )  # fmt: skip


class CourseForm(RefusableForm):
    """What a course is called, asks and gives."""

    version = HiddenField()
    title = StringField(_("Title"), [InputRequired(_("Give it a title.")), Length(max=120)])
    about = TextAreaField(_("What it is about"), [Length(max=2000)])
    level = SelectField(_("For whom"), choices=lambda: list(words.levels().items()))
    functions = StringField(
        _("Only for these functions"), [Length(max=2000)],
        description=_("Separated by commas, as they stand in profiles; empty for everybody."),
    )  # fmt: skip
    clears = SelectField(_("What its certificate lets somebody do"), choices=lambda: list(words.clearings().items()))
    draw_count = IntegerField(_("Questions drawn for each attempt"), [InputRequired(_("Say how many."))])
    pass_percent = DecimalField(
        _("Percent right to pass"), [InputRequired(_("Say how many.")), NumberRange(1, 100)], places=None
    )
    valid_days = IntegerField(_("Days that a certificate lasts"), [InputRequired(_("Say how many."))])
    wait_minutes = IntegerField(_("Minutes to wait after a failed attempt"), [InputRequired(_("Say how many."))])
    attempts_a_week = IntegerField(
        _("Attempts in seven days"), [InputRequired(_("Say how many."))], description=_("0 for no limit.")
    )
    position = IntegerField(_("Place on the path"), [InputRequired(_("Say which."))])

    @classmethod
    def of(cls, course: Course) -> CourseForm:
        """With what the course says."""
        typed: dict[str, Any] = {
            "functions": ", ".join(course.functions),
            "pass_percent": Decimal(f"{course.pass_share * 100:.6g}"),
        }
        typed["version"] = said.settings_of(course).version
        return cls(formdata=None, data={**course_file.content_of(course), **typed})

    def settings(self) -> dict[str, Any]:
        """What was typed in, as the command takes it."""
        plain = ("level", "clears", "draw_count", "valid_days", "wait_minutes", "attempts_a_week", "position")
        functions = [name.strip() for name in (self.functions.data or "").split(",")]
        return {
            **{name: self[name].data for name in plain},
            "title": self.title.data or "",
            "about": _lines(self.about.data),
            "functions": list(dict.fromkeys(name for name in functions if name)),
            "pass_share": round(float(self.pass_percent.data or 0) / 100, 6),
        }


class LessonForm(RefusableForm):
    """One lesson."""

    version = HiddenField()
    title = StringField(_("Title"), [InputRequired(_("Give it a title.")), Length(max=120)])
    body = TextAreaField(
        _("Lesson"), [InputRequired(_("Write the lesson first.")), Length(max=LONGEST)],
        description=_(
            "Markdown: **bold**, lists, `code`, links. A link to a film alone in its paragraph is shown as a card."
        ),
    )  # fmt: skip
    practice = SelectField(_("Exercise"), choices=lambda: list(words.exercises().items()), default="")
    practice_on = StringField(
        _("Which question"), [Length(max=300)],
        description=_("Its address or number: an old question that is settled. Empty for any of them."),
    )  # fmt: skip
    picture = FileField(
        _("Add a picture"), description=_("PNG, JPEG, WebP or GIF. It stands at the end until you move its line.")
    )
    picture_alt = StringField(_("What the picture shows"), [Length(max=150)])

    def content(self) -> dict[str, Any]:
        """What was typed in, as the command takes it."""
        typed: dict[str, Any] = {"title": self.title.data or "", "body": _lines(self.body.data)}
        if done := self.practice.data:
            typed["practice"] = {"done": done, **self._named()}
        return typed

    def _named(self) -> dict[str, int]:
        """The question that is named."""
        typed = (self.practice_on.data or "").strip()
        found = QUESTION.search(typed)
        return {"question": int(found[1]) if found else NO_QUESTION} if typed else {}

    def sent(self) -> tuple[str, bytes, str] | None:
        """The picture that came with it: its file's name, its bytes, and what it shows; or none."""
        chosen = self.picture.data
        if not getattr(chosen, "filename", ""):
            return None
        return chosen.filename, chosen.read(LONGEST_PICTURE + 1), self.picture_alt.data or ""


class ItemForm(RefusableForm):
    """One question of the bank; its choices a line each."""

    kind = SelectField(_("Kind"), choices=lambda: list(words.kinds().items()))
    prompt = TextAreaField(_("Question"), [InputRequired(_("Write the question first.")), Length(max=1000)])
    choices = TextAreaField(
        _("Choices"), [Length(max=8000)],
        description=_(
            "One a line. Begin a right one with a star and a space; where order is asked, write them as they follow."
        ),
    )  # fmt: skip
    explanation = TextAreaField(
        _("Explanation"), [Length(max=2000)], description=_("Shown with the answer, after the quiz was handed in.")
    )

    @classmethod
    def of(cls, item: QuizItem) -> ItemForm:
        """With what the question says."""
        starred = set(item.right) if item.kind != "order" else set()
        lines = [(RIGHT if place in starred else "") + words for place, words in enumerate(item.choices)]
        return cls(formdata=None, data={**course_file.item_content(item), "choices": "\n".join(lines)})

    def content(self) -> dict[str, Any]:
        """What was typed in, as the command takes it."""
        kind, lines = self.kind.data, [line.strip() for line in (self.choices.data or "").splitlines() if line.strip()]
        right = [place for place, line in enumerate(lines) if kind == "order" or line.startswith(RIGHT)]
        choices = lines if kind == "order" else [line.removeprefix(RIGHT).strip() for line in lines]
        return {
            "kind": kind, "prompt": _lines(self.prompt.data), "choices": choices, "right": right,
            "explanation": _lines(self.explanation.data),
        }  # fmt: skip


class CourseFileForm(RefusableForm):
    """A course's file, chosen or pasted."""

    file = FileField(_("File"))
    content = TextAreaField(_("Or its content"))

    def source(self) -> str:
        """The text of the file; raises UnicodeDecodeError for one that is not UTF-8."""
        chosen = self.file.data
        return chosen.read().decode() if chosen else self.content.data or ""


def lesson_form(lesson: Lesson | None) -> LessonForm:
    """The form of a lesson, or of a new one."""
    if lesson is None:
        return LessonForm(formdata=None)
    exercise = {"practice": lesson.practice_done, "practice_on": lesson.practice_on or ""}
    return LessonForm(formdata=None, obj=lesson, data=exercise)


def item_form(item: QuizItem | None) -> ItemForm:
    """The form of a question, or of a new one."""
    return ItemForm.of(item) if item else ItemForm(formdata=None)


def _lines(words_typed: str | None) -> str:
    return (words_typed or "").replace("\r\n", "\n").strip()
