"""Personal data is found where it is, and is not seen where it is not."""

from __future__ import annotations

import time

import pytest

from app.screening.personal_data import find, mask


def kinds(text: str) -> list[str]:
    return [found.kind for found in find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my card 4111111111111111 was refused", "card"),
        ("4111 1111 1111 1111", "card"),
        ("4111-1111-1111-1111 12/27 123", "card"),
        ("4111.1111.1111.1111", "card"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "card"),
        ("amex 3782 822463 10005.", "card"),
        ("5555555555554444", "card"),
        ("2223003122003222", "card"),
        ("\uff14111\u00a01111\u20111111\u20091111", "card"),
        ("4111\u200b1111\u200b1111\u200b1111", "card"),
        ("\u0664\u0661\u0661\u0661 1111 1111 1111", "card"),
        ("pay to GB82 WEST 1234 5698 7654 32 please", "iban"),
        ("de89370400440532013000", "iban"),
        ("to ref AB12 3456 7890 12 GB82WEST12345698765432", "iban"),
        ("write to ann.o'neil+shop@example.co.uk.", "email"),
        ("<j\u00fcrgen@b\u00fccher.example>", "email"),
        ("call me on 020 7946 0018", "phone"),
        ("+44 20 7946 0018", "phone"),
        ("+1 (212) 555-2368", "phone"),
        ("ssn 514-69-0360", "national_id"),
        ("NI number QQ123456C? no, AB 12 34 56 C", "national_id"),
        ("RSSMRA85T10A562S", "national_id"),
    ],
)
def test_finds(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "order 4111111111111112 has not arrived",
        "tracking 411111111111111100001111",
        "9999999999999995 is not a card of anyone",
        "on 2024-04-16 11:34:35 it broke",
        "version 10.4.18.2 and 3.11",
        "1 2 3 4 5 6 7 8",
        "invoice 20240012345 of 12/05/2024",
        "GB82 WEST 1234 5698 7654 33",
        "me @ home, or user@localhost",
        "https://example.com/orders/0207946001800",
        "at 09:15 I paid 1,250.00 for 12 items",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert kinds(text) == []


def test_spans_are_those_of_the_text_as_written() -> None:
    text = "\u00e9\u00e9 \uff14111 1111 1111 1111 and a@example.com"
    assert [text[found.start : found.end] for found in find(text)] == ["\uff14111 1111 1111 1111", "a@example.com"]


def test_only_the_kinds_asked_for() -> None:
    assert [found.kind for found in find("a@example.com 4111111111111111", kinds=["card"])] == ["card"]


def test_the_region_decides_what_a_number_without_country_code_is() -> None:
    assert [found.kind for found in find("my number: (212) 736-5000", region="US")] == ["phone"]
    assert find("my number: (212) 736-5000", region="GB") == []


def test_mask_keeps_the_rest() -> None:
    assert mask("Card 4111 1111 1111 1111, mail a@example.com!") == "Card [card], mail [email]!"


@pytest.mark.parametrize(
    "unit", ["4 ", "4", "4-", "a@", "a.", "@", "GB82 ", "GB82", "+1(", "x@a.b-", "www.", "1" * 18 + " "]
)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    started = time.process_time()
    find((unit * 20_000)[:20_000])
    assert time.process_time() - started < 1.0  # going back over the text would take many times this
