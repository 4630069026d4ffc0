"""Every page of the story, for the person whose page it is: no axe violation, no sideways scroll, within its budget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Hive, Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Width, colours, and whether everything is looked at or contrast alone. A page gets one of two looks, its neighbour the
# other; where pages are tried whole, each gets both, and two more.
Looks = tuple[tuple[int, str, bool], ...]
LOOKS: Looks = ((1280, "light", True), (390, "dark", True))
OTHERS: Looks = ((1280, "dark", False), (390, "light", False))
AUDIT = """async (whole) => {
  for (let round = 0; round < 30 && document.getAnimations().length; round += 1) {
    for (const fading of document.getAnimations()) fading.cancel();
    await new Promise((done) => setTimeout(done, 20));
  }
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const chosen = whole ? {type: 'tag', values: tags} : {type: 'rule', values: ['color-contrast']};
  const brief = {resultTypes: ['violations'], selectors: false};
  const found = await axe.run({runOnly: chosen, rules: whole ? {'target-size': {enabled: true}} : {}, ...brief});
  return found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join(' | '));
}"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300);
})"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

PAGES = {
    "": ("/", "/questions", "/questions?tab=solved", "/questions/1", "/ideas", "/challenges/fewer-trips", "/spaces",
         "/people", "/search?q=wifi", "/search?q=zebra", "/sign-in", "/sign-up", "/forgot", "/contact", "/nowhere",
         "/api/docs", "/api/docs/questions", "/ideas/1", "/ideas/3", "/rounds/1"),
    "carla": ("/", "/questions/new", "/questions/2", "/ideas/new?challenge=quieter-nights",
              "/people/carla", "/notifications", "/settings",
              "/learn", "/flags/new?subject=question:1", "/moderation", "/ideas/1", "/ideas/questions", "/rounds/1",
              "/ideas/1/edit", "/ideas/1/versions"),
    "erik": ("/desk", "/questions/2", "/learn"),
    "nell": ("/questions/2", "/learn", "/learn/guidelines", "/learn/courses/answering",
             "/learn/courses/answering/lessons/1", "/learn/mentors"),
    "sam": ("/reviews", "/ideas/1/review", "/questions/1"),
    "max": ("/moderation", "/moderation/together", "/moderation/load", "/moderation/consistency",
            "/moderation/notices", "/transparency", "/cases", "/moderation/rules"),
    "colin": ("/ideas/1", "/ideas/1/comments/3/edit", "/ideas/1/comments/3/history", "/ideas/3", "/rounds/2", "/panels",
              "/panels/1", "/studies/1", "/settings/panels"),
    "ines": ("/panels", "/panels/new", "/panels/1", "/panels/1/members", "/panels/1/invite?each=3&cell_by=kind",
             "/panels/1/studies/new", "/studies/1/results", "/challenges/fewer-trips/assignments",
             "/challenges/fewer-trips/assignments?all=1&each=2&due=2030-01-01", "/challenges/fewer-trips/rubric",
             "/challenges/fewer-trips/reviewers", "/challenges/quieter-nights/form",
             "/shortlist", "/shortlist?view=table",
             "/shortlist?view=scatter", "/shortlist/answers", "/portfolio", "/admin/spaces/help/stages",
             "/ideas/1/moves/new", "/challenges", "/challenges/new",
             "/projects", "/challenges/new?template=gates", "/challenges/templates", "/challenges/fewer-trips/opening",
             "/ideas/1", "/ideas/1/merge", "/ideas/1/merge?into=3", "/ideas/votes/findings", "/rounds/1",
             "/challenges/quieter-nights", "/challenges/quieter-nights/edit", "/challenges/quieter-nights/gates",
             "/challenges/quieter-nights/rounds/new", "/shortlist/compare?ideas=1,3", "/projects/1"),
    "cara": ("/crm/contacts", "/crm/contacts/1", "/crm/identities", "/contact/cases"),
    "anna": ("/insights", "/insights/deflection", "/insights/return", "/insights/funnel", "/insights/costs",
             "/insights/methods"),
    "stella": ("/admin", "/admin/people", "/admin/people/2", "/admin/spaces", "/admin/spaces/help", "/admin/audit",
               "/admin/spaces/help/widget", "/admin/health", "/learn/guidelines/new", "/crm/import"),
}  # fmt: skip


@pytest.mark.parametrize("handle", PAGES, ids=lambda handle: handle or "visitor")
def test_no_barrier_on_the_pages_of(handle: str, hive: Hive, visit: Open, every: Callable[[int], int]) -> None:
    """WCAG 2.2 AA and best practice, in both widths and both schemes over all."""
    page = _opened(visit, handle)
    whole = LOOKS + OTHERS if every(2) == 1 else ()
    looks = {path: whole or LOOKS[turn % 2 :][:1] for turn, path in enumerate(PAGES[handle])}
    barriers = {path: found for path in looks if (found := _barriers(page, hive.url + path, looks[path]))}
    assert barriers == {}


def test_a_form_sent_empty_says_what_is_missing_without_a_barrier(hive: Hive, visit: Open) -> None:
    """The error state of a form is a page like any other."""
    page = _opened(visit, "colin")
    page.goto(hive.url + "/questions/new")
    page.get_by_role("button", name="Post question").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    page.evaluate(AXE.read_text())
    assert _violations(page) == []


@pytest.mark.parametrize("path", ["/", "/questions", "/questions/1", "/ideas", "/people", "/search?q=wifi"])
def test_the_first_view_is_within_its_budget(path: str, hive: Hive, visit: Open) -> None:
    """100 kB over the wire, 40 kB of it script, nothing from elsewhere, and nothing jumps."""
    page = visit().page
    sizes, strangers = _weighed(page, hive.url)
    page.goto(hive.url + path, wait_until="networkidle")
    shift = page.evaluate(SHIFT)
    assert strangers == []
    assert sum(sizes.values()) <= 100_000, sizes
    assert sum(size for kind_url, size in sizes.items() if kind_url.startswith("Script")) <= 40_000, sizes
    assert shift < 0.05


def _opened(visit: Open, handle: str) -> Page:
    options = {"bypass_csp": True, "reduced_motion": "reduce"}  # axe is put into the page by the test
    return visit(f"{handle}@example.com" if handle else "", **options).page


def _barriers(page: Page, url: str, looks: Looks) -> list[str]:
    answer = page.goto(url)
    page.evaluate(AXE.read_text())
    found = ["it is not there"] if answer and answer.status >= 404 and not url.endswith("/nowhere") else []
    for width, scheme, whole in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        seen = _violations(page, whole=whole)
        if page.evaluate(SIDEWAYS) > 0:
            seen.append("it scrolls sideways")
        found += [f"{width} {scheme}: {each}" for each in seen]
    return found


def _violations(page: Page, *, whole: bool = True) -> list[str]:
    """What axe finds: everything, or what a change of colours alone can break."""
    violations: list[str] = page.evaluate(AUDIT, whole)
    return violations


def _weighed(page: Page, home: str) -> tuple[dict[str, int], list[str]]:
    """What comes over the wire, by kind and address, and what comes from elsewhere; both fill as the page loads."""
    sizes: dict[str, int] = {}
    strangers: list[str] = []
    asked: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def answered(told: dict[str, Any]) -> None:
        url = told["response"]["url"]
        asked[told["requestId"]] = f"{told['type']} {url}"
        if not url.startswith((home, "data:", "blob:")):
            strangers.append(url)

    def finished(told: dict[str, Any]) -> None:
        if told["requestId"] in asked:
            sizes[asked[told["requestId"]]] = int(told["encodedDataLength"])

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)
    return sizes, strangers
