"""A sign stands before its digits in either direction of writing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup

from app.core.numerals import LEFT_TO_RIGHT_MARK, numeral


@pytest.mark.parametrize(
    ("said", "left", "right"),
    [
        ("-12", "−12", LEFT_TO_RIGHT_MARK + "−12"), ("−£5.00", "−£5.00", LEFT_TO_RIGHT_MARK + "−£5.00"),
        ("+3 h", "+3 h", LEFT_TO_RIGHT_MARK + "+3 h"), ("7", "7", "7"), ("", "", ""), ("-0.0", "0.0", "0.0"),
        ("+0", "0", "0"), ("-0.5", "−0.5", LEFT_TO_RIGHT_MARK + "−0.5"),
        ("2 e-mails", "2 e-mails", "2 e-mails"),
    ],
)  # fmt: skip
def test_a_sign_stays_before_its_digits(app: Flask, said: str, left: str, right: str) -> None:
    with app.test_request_context():
        for language, wanted in (("en", left), ("ar", right), ("he", right)):
            with force_locale(language):
                assert numeral(said) == wanted
                assert isinstance(numeral(Markup(said)), Markup)
