"""The API's operations on studies."""

from __future__ import annotations

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, Listing, operation
from app.panels import commands, policy, queries
from app.panels.api.results import ResultsOut
from app.panels.api.shapes import AnswerIn, OutcomeIn, OutcomeOut, StudyIn, StudyOut
from app.panels.models import Study


@operation("listStudies", "GET /panels/<id:panel_id>/studies", query=Cursor, returns=Listing[StudyOut])
def list_studies(panel_id: int, query: Cursor) -> Listing[StudyOut]:
    """The studies of a panel that you run, or were asked in."""
    person = somebody()
    panel = found(queries.visible_panel(person, panel_id))
    ensure(True)
    page = queries.studies(person, panel, after=query.after, limit=query.limit)
    sheets = queries.sheets_of(person, page.items)
    return Listing(items=[StudyOut.of(study, sheets.get(study.id)) for study in page.items], next=page.next)


@operation("createStudy", "POST /panels/<id:panel_id>/studies", body=StudyIn, returns=StudyOut, status=201)
def create_study(panel_id: int, body: StudyIn) -> StudyOut:
    """Write a poll or a concept test."""
    person = somebody()
    panel = found(queries.visible_panel(person, panel_id))
    ensure(policy.may_invite(person, panel))
    study = commands.make_study(panel, by=person, **body.words)
    for concept in body.concepts:
        tokens = [concept.file] if concept.file else []
        commands.add_concept(study, name=concept.name, body=concept.body, tokens=tokens, alt=concept.alt, by=person)
    for item in body.items:
        commands.add_item(study, by=person, **item.model_dump())
    if body.announce:
        commands.announce(study, by=person)
    return StudyOut.of(study, None)


@operation("getStudy", "GET /studies/<id:study_id>", returns=StudyOut)
def get_study(study_id: int) -> StudyOut:
    """A study with your own sheet: what it asks you, and what you answered."""
    study = _study(study_id)
    ensure(True)
    return _out(study)


@operation("answerStudy", "PUT /studies/<id:study_id>/answer", body=AnswerIn, returns=StudyOut)
def answer_study(study_id: int, body: AnswerIn) -> StudyOut:
    """Hand in your answer, or change it until the study closes."""
    study, person = _study(study_id), somebody()
    sheet = queries.sheet_of(person, study)
    ensure(policy.may_answer(person, study, sheet))
    commands.answer(study, found(sheet), body.answers, by=person)
    return _out(study)


@operation("getStudyResults", "GET /studies/<id:study_id>/results", returns=ResultsOut)
def get_study_results(study_id: int) -> ResultsOut:
    """Results with intervals, weighted beside unweighted."""
    study, person = _study(study_id), somebody()
    ensure(policy.may_see_results(person, study, queries.sheet_of(person, study)))
    return ResultsOut.of(queries.report(study, team=queries.runs_panel(person, study.panel)))


@operation("tellOutcome", "POST /studies/<id:study_id>/outcomes", body=OutcomeIn, returns=OutcomeOut, status=201)
def tell_outcome(study_id: int, body: OutcomeIn) -> OutcomeOut:
    """Tell those who answered what their input changed."""
    study, person = _study(study_id), somebody()
    ensure(policy.may_tell_outcomes(person, study))
    made = commands.tell_outcome(study, body=body.body, url=body.url, decided_on=body.decided_on, by=person)
    return OutcomeOut.of(made)


def _study(study_id: int) -> Study:
    return found(queries.visible_study(somebody(), study_id))


def _out(study: Study) -> StudyOut:
    sheet = queries.sheet_of(somebody(), study)
    return StudyOut.of(study, sheet, commands.keys_of(queries.items(study), sheet) if sheet else None)
