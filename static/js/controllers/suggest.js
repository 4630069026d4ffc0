import { Controller } from "@hotwired/stimulus";
import { debounce, fill } from "../page.js";

// What is already known, while one types: an HTML fragment for the words so far; a later answer never loses to an earlier one.
const WAIT = 120;
const SHORTEST = 3;

export default class extends Controller {
  static targets = ["field", "results"];
  static values = { url: String, at: String, field: { type: String, default: "q" }, now: Boolean };

  connect() {
    this.seek = debounce(WAIT, () => this.fetch());
    this.away = (event) => { if (!this.element.contains(event.target) && this.floats) this.close(); };
    document.addEventListener("pointerdown", this.away);
    if (this.nowValue) this.changed();
  }

  disconnect() {
    this.seek.cancel();
    this.request?.abort();
    document.removeEventListener("pointerdown", this.away);
  }

  get floats() {
    return this.resultsTarget.classList.contains("suggestions-float");
  }

  changed() {
    if (this.words.length < SHORTEST) return this.clear();
    this.seek();
  }

  reopen() {
    if (this.resultsTarget.childElementCount) this.resultsTarget.hidden = false;
  }

  get words() {
    return this.fieldTarget.value.trim();
  }

  async fetch() {
    this.request?.abort();
    const request = (this.request = new AbortController());
    const query = new URLSearchParams({ [this.fieldValue]: this.words, ...(this.atValue && { at: this.atValue }) });
    try {
      const answer = await fetch(`${this.urlValue}${this.urlValue.includes("?") ? "&" : "?"}${query}`, { headers: { Accept: "text/html" }, credentials: "same-origin", signal: request.signal });
      if (answer.ok && this.request === request) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.clear();
    }
  }

  show(html) {
    fill(this.resultsTarget, html);
    this.active = -1;
    this.resultsTarget.hidden = !this.resultsTarget.childElementCount;
    dispatchEvent(new CustomEvent("suggest:shown"));
  }

  key(event) {
    if (event.key === "Escape" && !this.resultsTarget.hidden) {
      event.preventDefault();
      this.close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event);
    if (event.key === "Enter" && this.active >= 0 && this.links[this.active]) {
      event.preventDefault();
      this.links[this.active].click();
    }
  }

  get links() {
    return [...this.resultsTarget.querySelectorAll("a[href]")];
  }

  move(event) {
    const { links } = this;
    if (this.resultsTarget.hidden || !links.length) return;
    event.preventDefault();
    links[this.active]?.removeAttribute("data-active");
    this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
    links[this.active].setAttribute("data-active", "");
    links[this.active].scrollIntoView({ block: "nearest" });
    links[this.active].id ||= `found-${this.active}`;
    this.fieldTarget.setAttribute("aria-activedescendant", links[this.active].id);
  }

  close() {
    this.fieldTarget.removeAttribute("aria-activedescendant");
    this.links[this.active]?.removeAttribute("data-active");
    this.active = -1;
    if (this.floats) this.resultsTarget.hidden = true;
    else this.clear();
  }

  clear() {
    this.seek.cancel();
    this.request?.abort();
    this.resultsTarget.replaceChildren();
    this.resultsTarget.hidden = true;
  }
}
