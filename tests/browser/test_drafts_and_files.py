"""A text survives a crash and turns up on another device; a pasted picture is posted without where it was taken."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
TITLE = "Which cable goes into the yellow socket?"
SECRET = "taken-at-home"
CARD = "4111 1111 1111 1111"  # the number that card makers give for tests
PASTE = """([selector, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "socket.jpg", { type: "image/jpeg" }));
  const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET
    out = BytesIO()
    Image.new("RGB", (600, 400), "gold").save(out, "JPEG", exif=exif)
    return out.getvalue()


def paste(page: Page, selector: str) -> None:
    page.evaluate(PASTE, [selector, base64.b64encode(photo()).decode()])


def saved(page: Page) -> None:
    expect(page.locator(".form [data-draft-target=status]").first).to_have_text("Draft saved.")


def test_a_text_survives_a_crash_and_is_posted_from_another_device(visit: Open) -> None:
    first = visit("colin@example.com").go("/questions/new")
    first.get_by_label("Your question in one line").fill(TITLE)
    first.get_by_label("What happens, and what have you tried?").fill("The **yellow** one is empty.")
    paste(first, "#ask textarea[name=body]")
    chip = first.locator(".attached")
    expect(chip).to_contain_text("socket.jpg")
    with first.expect_response(lambda answer: b"empty yellow socket" in (answer.request.post_data_buffer or b"")):
        chip.get_by_label("What socket.jpg shows").fill("An empty yellow socket")
    saved(first)
    first.context.close()  # no goodbye: what was saved is all there is

    second = visit("colin@example.com")
    page = second.go("/drafts")
    expect(page.locator("#main")).to_contain_text(TITLE)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Your question in one line")).to_have_value(TITLE)
    expect(page.get_by_label("What happens, and what have you tried?")).to_have_value("The **yellow** one is empty.")
    expect(page.get_by_text("Your draft is back")).to_be_visible()
    expect(page.locator(".attached")).to_contain_text("socket.jpg")
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/which-cable-goes-into-the-yellow-socket")
    picture = page.locator(".attachments img")
    expect(picture).to_have_attribute("alt", "An empty yellow socket")
    assert (picture.get_attribute("width"), picture.get_attribute("height")) == ("213", "320")
    served = page.request.get(second.hive.url + str(page.locator(".attachments a").get_attribute("href")))
    assert served.ok
    assert SECRET.encode() not in served.body()
    assert not Image.open(BytesIO(served.body())).getexif()
    second.go("/questions/new")
    expect(page.get_by_label("Your question in one line")).to_have_value("")


def test_what_is_typed_and_chosen_before_its_scripts_are_there_is_kept_too(visit: Open) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    writer = visit("anna@example.com")  # asks nowhere else: the draft that stays meets no other test
    writer.page.route(re.compile(r"/(draft|files)-\w+\.js$"), hold)
    page = writer.go("/questions/new")
    page.get_by_label("Your question in one line").fill("Which lamp means that an update runs?")
    lamp: FilePayload = {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.locator("#ask input[type=file]").set_input_files(lamp)
    assert len(held) == 2
    for route in held:
        route.continue_()
    expect(page.locator(".attached")).to_contain_text("lamp.jpg")
    saved(page)


def test_two_devices_see_each_others_text_and_choose(visit: Open) -> None:
    phone, desk = (visit("jimbo@example.com").go("/questions/new") for _device in range(2))
    body = "What happens, and what have you tried?"
    phone.get_by_label(body).fill("from the phone")
    saved(phone)
    desk.get_by_label(body).fill("from the desk")
    conflict = desk.get_by_role("alert").filter(has_text="There is another draft of this")
    expect(conflict).to_contain_text("from the phone")
    conflict.get_by_role("button", name="Keep mine").click()
    saved(desk)
    phone.get_by_label(body).fill("from the phone, longer")
    conflict = phone.get_by_role("alert").filter(has_text="There is another draft of this")
    expect(conflict).to_contain_text("from the desk")
    conflict.get_by_role("button", name="Use it").click()
    expect(phone.get_by_label(body)).to_have_value("from the desk")
    saved(phone)


def test_a_change_survives_a_crash_and_the_wrong_picture_goes(visit: Open) -> None:
    """The asker changes words and files; the page dies, the change is back, and is given up or saved."""
    on = visit("colin@example.com")
    page = on.go("/questions")
    page.get_by_role("link", name="Why does the Wi-Fi drop every evening?").click()
    page.wait_for_url("**/why-does-the-wi-fi-drop-every-evening")
    page.goto(page.url.rsplit("/", 1)[0] + "/edit")
    body, asked = page.get_by_label("What happens, and what have you tried?"), "At half past seven, every day."
    expect(body).to_have_value(asked)
    body.fill(f"At eight, every day. Card {CARD}.")
    saved(page)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(body).to_have_value(f"At eight, every day. Card {CARD}.")
    expect(page.get_by_text("Your draft is back")).to_be_visible()
    expect(page.get_by_text("This looks like a payment card number")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(body).to_have_value(asked)
    expect(page.get_by_text("Your draft is back")).to_be_hidden()
    body.fill("At nine, every day.")
    paste(page, "textarea[name=body]")
    expect(page.locator(".attached")).to_contain_text("socket.jpg")
    saved(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".attachments img")).to_be_visible()
    expect(page.get_by_text("At nine, every day.")).to_be_visible()
    page.goto(address)
    page.get_by_label("Remove socket.jpg").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("At nine, every day.")).to_be_visible()
    expect(page.locator(".attachments img")).to_have_count(0)


def test_a_visitors_text_stays_on_the_device(visit: Open) -> None:
    page = visit().go("/questions/new")
    page.get_by_label("Your question in one line").fill("Do I need an account?")
    page.get_by_label("What happens, and what have you tried?").fill("I have none.")
    expect(page.get_by_text("Draft kept on this device.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your question in one line")).to_have_value("Do I need an account?")
    expect(page.get_by_label("What happens, and what have you tried?")).to_have_value("I have none.")


def test_a_save_that_crosses_another_shows_what_differs_and_goes_on(visit: Open) -> None:
    """The draft that the other save ended is no second conflict beside the one of the words."""
    on = visit("colin@example.com")
    first = on.go("/questions/new")
    first.get_by_label("Your question in one line").fill("Where does the grey cable go?")
    label = "What happens, and what have you tried?"
    first.get_by_label(label).fill("It came in the box, and fits nowhere.")
    first.get_by_role("button", name="Post question").click()
    first.wait_for_url("**/where-does-the-grey-cable-go")
    address = first.url.rsplit("/", 1)[0] + "/edit"
    second = visit("colin@example.com").go("/questions")
    for page in (first, second):
        page.goto(address)
    first.get_by_label(label).fill("It came in the box, and fits the lamp.")
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_url("**/where-does-the-grey-cable-go")
    typed = second.get_by_role("textbox", name=label)
    typed.fill("It came in the box, and fits nowhere at all.")
    second.get_by_role("button", name="Save", exact=True).click()
    crossed = second.get_by_role("alert").filter(has_text="Somebody changed this question while you were writing")
    expect(second.locator(":focus").filter(has=crossed)).to_be_visible()
    expect(crossed.locator("del")).to_have_text("the lamp")
    expect(crossed.locator("ins")).to_have_text("nowhere at all")
    saved(second)
    expect(second.get_by_text("There is another draft of this")).to_be_hidden()
    expect(typed).to_have_value("It came in the box, and fits nowhere at all.")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_url("**/where-does-the-grey-cable-go")
    expect(second.get_by_text("fits nowhere at all.")).to_be_visible()
