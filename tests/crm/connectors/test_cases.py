"""Cases at the CRM: questions that were escalated, and what was written on the contact page."""

from __future__ import annotations

from app.accounts import commands as accounts
from app.accounts import jobs
from app.board import commands as board
from app.core import transaction
from app.core.settings import settings
from app.crm.connectors.models import Connector
from app.insights import commands as insights
from tests.cast import Cast
from tests.crm.conftest import Settle
from tests.crm.connectors.conftest import FarCrm
from tests.crm.connectors.test_connector_pages import TEMPLATE, Browsers, only, send

BILL = "Why is my bill so high?"


def test_a_mapping_without_the_words_of_a_message_is_told_of_and_mended_in_one_click(
    cast: Cast, connector: Connector, signed_in: Browsers, settle: Settle, far: FarCrm
) -> None:
    ada, told = signed_in(cast.ada), "Messages arrive there without their words"
    assert told not in ada.get(connector.url).text
    given = {"interaction": TEMPLATE, "values": "", "contact_paths": "", "keep": "1"}
    old = '{"t": "{{title}}",\n  "why": "{{ reason }}: {{url}}"}'
    send(ada, f"{connector.url}/mapping", **given, case=old)
    assert told in ada.get(connector.url).text
    assert send(ada, f"{connector.url}/mapping/words?_method=PUT").status_code == 303
    assert told not in ada.get(connector.url).text
    assert only().templates["case"] == old.replace("reason }}", "reason }}\\n{{body}}\\n{{read}}"), (
        "the rest stays as typed"
    )
    carla = cast.carla
    with transaction.unit():
        insights.file_contact("My bill", "It is too high.", email="", journey=None, by=carla)
    settle()
    assert far.rows()[0]["why"].startswith("\nIt is too high.\n: http")
    send(ada, f"{connector.url}/mapping", **given, case='{"t": "{{id}}"}')
    send(ada, f"{connector.url}/mapping/words?_method=PUT")
    assert "names none of reason, title" in ada.get(connector.url).text
    send(ada, f"{connector.url}/mapping", **given, case="")
    assert told not in ada.get(connector.url).text, "no cases are sent at all"


def test_an_escalated_question_is_a_case_there(cast: Cast, far: FarCrm, connector: Connector, settle: Settle) -> None:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        question = board.ask(space=space, title="Nobody can tell?", by=carla)
    with transaction.unit():
        board.escalate(question, reason="over a week", by=cast.cara)
    settle()
    (case,) = far.rows()
    assert (case["subject"], case["reason"], case["contact_id"]) == ("Nobody can tell?", "over a week", None)


def test_a_message_to_the_care_team_is_a_case_there_with_what_was_read(
    cast: Cast, far: FarCrm, connector: Connector, settle: Settle, signed_in: Browsers
) -> None:
    space, carla = cast.space("help"), cast.carla
    cast.certify(cast.emma)
    cast.season(cast.emma)
    with transaction.unit():
        question = board.ask(space=space, title=BILL, by=cast.colin)
        board.answer(question, "It counts what you used.", by=cast.emma)
    with transaction.unit():
        journey = insights.keep_going("a visit", began="contact", by=carla)
        assert journey is not None
        insights.expose(journey, [insights.Seen(f"question:{question.id}", "click", "", 1)])
        filing = insights.file_contact("My bill", "It is too high.", email="", journey=journey, by=carla)
    settle()
    (case,) = far.rows()
    told = {name: case[name] for name in ("subject", "description", "already_read", "contact_id")}
    read = f"{BILL} {settings().base_url}{question.url}"
    assert told == {"subject": "My bill", "description": "It is too high.", "already_read": read, "contact_id": None}
    assert case["link"].endswith(filing.url)
    ada = signed_in(cast.ada)
    assert "carla: Opened a case" in ada.get(connector.url).text
    given = {"interaction": TEMPLATE, "case": '{"words": "{{body}}"}', "values": "", "contact_paths": ""}
    tried = send(ada, f"{connector.url}/mapping", **given, look="1").text
    assert f"POST {far.url}/cases" in tried
    assert "It is too high." in tried
    with transaction.unit():
        accounts.ask_erasure(carla, words=True, by=carla)
    with transaction.unit():
        jobs.erase()
    settle()
    (case,) = far.rows()
    assert (case["description"], case["already_read"]) == ("", "")
