import { Controller } from "@hotwired/stimulus";
import { debounce, fill, post } from "../page.js";

// The rules' word on a text while it is being typed; the server has the last one when it is posted.
export default class extends Controller {
  static targets = ["source", "output"];
  static values = { url: String, field: { type: String, default: "body" } };

  connect() {
    this.later = debounce(400, () => this.look());
    this.form = this.element.closest("form");
    this.promise();
    this.restored = () => this.later();
    this.form?.addEventListener("draft:restored", this.restored);
    if (this.hasSourceTarget && this.sourceTarget.value) this.later(); // a draft that came back was not looked at today
  }

  // Says with the form that hints are shown here while one writes, so that it is not stopped once more for them.
  promise() {
    if (!this.form || this.form.elements.namedItem("hints_shown")) return;
    const said = document.createElement("input");
    [said.type, said.name, said.value] = ["hidden", "hints_shown", "1"];
    this.form.append(said);
  }

  disconnect() {
    this.later.cancel();
    this.form?.removeEventListener("draft:restored", this.restored);
  }

  check() {
    this.later();
  }

  async look() {
    this.request?.abort();
    this.request = new AbortController();
    const text = this.sourceTarget.value;
    if (!text.trim()) return this.show("");
    try {
      const body = new URLSearchParams({ body: text, field: this.fieldValue });
      const space = this.form?.elements.namedItem("space")?.value; // where a rule of one space may hold
      if (space) body.set("space", space);
      const answer = await post(this.urlValue, { body, signal: this.request.signal });
      if (answer.ok) this.show((await answer.text()).trim());
    } catch (error) {
      if (error.name !== "AbortError") this.show("");
    }
  }

  // The region is live: what it says already is not said again at every pause.
  show(html) {
    if (html === (this.shown ?? "")) return;
    this.shown = html;
    fill(this.outputTarget, html);
  }
}
