"""How long it takes until a colleague sees a claim, a new answer, and that somebody types, on a page that stays open.

`python -m bench.live [--rounds N]` starts the product on a folder of its own. In each round one person answers and
claims over the API and then types in a browser; a colleague's desk is open in another. An answer and a claim count
from the moment the API has said that it is done, typing from the key. Prints a JSON line a round and a summary for
each of the three; appends the summaries to bench/results.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.jsonl"
PORT = 8761
BASE = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PASSWORD = "three bees make honey"  # noqa: S105 - the demo's
LAPSES = 6.5  # typing is forgotten by itself after this long
# Notes the browser's own clock in the moment a thing is there; both ends read the same machine's clock.
NOTE = """() => {
  window.seen = {};
  const on = { claim: false, typing: false };
  const note = (name, is) => {
    if (is && !on[name]) window.seen[name] = Date.now();
    on[name] = is;
  };
  const look = () => {
    for (const each of document.querySelectorAll("[id^=so-far-]")) window.seen[each.id] ??= Date.now();
    note("claim", document.querySelector("article.pane .notice")?.textContent.includes("is answering") ?? false);
    note("typing", document.querySelector("[data-live-target=here]")?.textContent.includes("is writing") ?? false);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}"""


def main() -> None:
    """Answer, claim, type, watch, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=30)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "WAGGLE_DATA_DIR": folder, "WAGGLE_BASE_URL": BASE, "FLASK_APP": "wsgi"}
        with _product(environ):
            token = _flask(environ, "people", "token", "priya@example.com", "--scope", "read,write").split()[-1]
            waits = _watched(token, chosen.rounds)
    for what, each in waits.items():
        cuts = quantiles(each, n=100)
        summary = {
            "bench": "live", "what": what, "rounds": len(each), "p50_ms": round(cuts[49]), "p95_ms": round(cuts[94]),
            "most_ms": round(max(each)), "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }  # fmt: skip
        print(json.dumps(summary))
        with RESULTS.open("a") as kept:
            kept.write(json.dumps(summary) + "\n")


def _watched(token: str, rounds: int) -> dict[str, list[float]]:
    asked = _call(token, "POST", "/questions", {"space": "help", "title": "How fast does it come?"})
    waits: dict[str, list[float]] = {"answer": [], "claim": [], "typing": []}
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        writer, watcher = (_at_desk(browser, name, asked["id"]) for name in ("priya", "marcus"))
        watcher.evaluate(NOTE)
        for number in range(rounds):
            _round(token, asked["id"], number, writer, watcher, waits)
        browser.close()
    return waits


def _round(token: str, question: str, number: int, writer: Page, watcher: Page, waits: dict[str, list[float]]) -> None:
    made = _call(token, "POST", f"/questions/{question}/answers", {"body": f"Answer number {number}."})
    waits["answer"].append(_seen(watcher, f"so-far-{made['id']}", time.time() * 1000))
    time.sleep(0.4 + number % 7 / 20)
    _call(token, "PUT", f"/questions/{question}/claim", {})
    waits["claim"].append(_seen(watcher, "claim", time.time() * 1000))
    time.sleep(0.4 + number % 5 / 20)
    _call(token, "DELETE", f"/questions/{question}/claim", {})
    time.sleep(0.4)
    field = writer.get_by_role("textbox", name="Your answer")
    field.focus()
    began = time.time() * 1000
    field.press("x")
    waits["typing"].append(_seen(watcher, "typing", began))
    print(json.dumps({"round": number, **{what: round(each[-1]) for what, each in waits.items()}}), flush=True)
    time.sleep(LAPSES)


def _seen(watcher: Page, name: str, began: float) -> float:
    """How long after its beginning a thing was there."""
    watcher.wait_for_function("name => window.seen[name]", arg=name, timeout=20_000)
    moment = float(
        watcher.evaluate("name => { const at = window.seen[name]; delete window.seen[name]; return at; }", name)
    )
    return moment - began


def _at_desk(browser: Browser, name: str, question: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(BASE + "/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{BASE}/desk?question={question}")
    page.wait_for_timeout(4000)  # the socket connects after the page has come to rest
    return page


def _call(token: str, method: str, path: str, body: dict[str, str]) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/api/v1{path}", data, headers=headers, method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
        said = answer.read()
        return dict(json.loads(said)) if said else {}


def _flask(environ: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "flask", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout


@contextmanager
def _product(environ: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "bin/supervise.py", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait(process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{BASE}/readyz", timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the product did not start")


if __name__ == "__main__":
    main()
