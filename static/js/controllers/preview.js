import { Controller } from "@hotwired/stimulus";
import { debounce, fill, post } from "../page.js";

// What the post will look like, by the renderer that will render it.
export default class extends Controller {
  static targets = ["source", "output", "write", "show"];
  static values = { url: String };

  connect() {
    this.later = debounce(300, () => this.render());
  }

  disconnect() {
    this.later.cancel();
  }

  write() {
    this.turn(false);
    this.sourceTarget.focus();
  }

  show() {
    this.turn(true);
    this.render();
  }

  changed() {
    if (!this.outputTarget.hidden) this.later();
  }

  turn(showing) {
    this.outputTarget.hidden = !showing;
    this.sourceTarget.hidden = showing;
    this.showTarget.setAttribute("aria-pressed", String(showing));
    this.writeTarget.setAttribute("aria-pressed", String(!showing));
  }

  async render() {
    this.request?.abort();
    this.request = new AbortController();
    try {
      const body = new URLSearchParams({ body: this.sourceTarget.value });
      const answer = await post(this.urlValue, { body, signal: this.request.signal });
      if (answer.ok) fill(this.outputTarget, await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.write();
    }
  }
}
