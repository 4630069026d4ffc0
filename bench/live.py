"""How long it takes until a colleague sees a new answer: from the post's commit to its being on the other's open page.

`python -m bench.live [--posts N]`: starts the product on a folder of its own, lets one person post answers over the API
and watches another's question page in Chromium. Prints a JSON line a post and a summary; appends the summary to
bench/results.jsonl.
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

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.jsonl"
PORT = 8761
BASE = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Notes the browser's own clock in the moment an answer's element is there; both ends read the same machine's clock.
NOTE = """() => {
  window.seen = {};
  const look = () => {
    for (const each of document.querySelectorAll("#answers > article")) window.seen[each.id] ??= Date.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""


def main() -> None:
    """Post, watch, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--posts", type=int, default=50)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "WAGGLE_DATA_DIR": folder, "WAGGLE_BASE_URL": BASE, "FLASK_APP": "wsgi"}
        with _product(environ):
            token = _flask(environ, "people", "token", "priya@example.com", "--scope", "read,write").split()[-1]
            waits = _watched(token, chosen.posts)
    cuts = quantiles(waits, n=100)
    summary = {
        "bench": "live", "posts": len(waits), "p50_ms": round(cuts[49]), "p95_ms": round(cuts[94]),
        "most_ms": round(max(waits)), "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }  # fmt: skip
    print(json.dumps(summary))
    with RESULTS.open("a") as kept:
        kept.write(json.dumps(summary) + "\n")


def _watched(token: str, posts: int) -> list[float]:
    question = _call(token, "POST", "/questions", {"space": "help", "title": "How fast does an answer come?"})
    waits = []
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.goto(BASE + question["url"])
        page.wait_for_timeout(4000)  # the socket connects after the page has come to rest
        page.evaluate(NOTE)
        for number in range(posts):
            body = {"body": f"Answer number {number}."}
            made = _call(token, "POST", f"/questions/{question['id']}/answers", body)
            committed = time.time() * 1000
            name = f"answer-{made['id']}"
            page.wait_for_function("name => window.seen[name]", arg=name, timeout=20_000)
            waits.append(page.evaluate("name => window.seen[name]", name) - committed)
            print(json.dumps({"post": number, "ms": round(waits[-1])}), flush=True)
            time.sleep(0.2 + number % 7 / 20)
        browser.close()
    return waits


def _call(token: str, method: str, path: str, body: dict[str, str]) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/api/v1{path}", data, headers=headers, method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
        return dict(json.load(answer))


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
