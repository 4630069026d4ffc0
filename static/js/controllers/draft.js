import { Controller } from "@hotwired/stimulus";
import { debounce, post, word } from "../page.js";

// A text is never lost: kept on this device as it is typed, gone once it was posted; on the server too where a URL is given.
const KEPT_FOR = 30 * 24 * 3600 * 1000;

export default class extends Controller {
  static targets = ["source", "status"];
  static values = { key: String, url: String };

  connect() {
    this.later = debounce(500, () => this.save());
    this.form = this.element.closest("form");
    this.ended = (event) => { if (event.detail.success) this.drop(); };
    this.form?.addEventListener("turbo:submit-end", this.ended);
    this.restore();
  }

  disconnect() {
    this.later.cancel();
    this.form?.removeEventListener("turbo:submit-end", this.ended);
  }

  get place() {
    return `draft:${this.keyValue}`;
  }

  restore() {
    const { text, at } = JSON.parse(localStorage.getItem(this.place) ?? "{}");
    if (at && Date.now() - at > KEPT_FOR) return this.drop();
    if (!text || this.sourceTarget.value.trim()) return;
    this.sourceTarget.value = text;
    this.say("restored");
  }

  keep() {
    this.later();
  }

  save() {
    const text = this.sourceTarget.value;
    if (!text.trim()) return this.drop();
    localStorage.setItem(this.place, JSON.stringify({ text, at: Date.now() }));
    this.say("kept");
    if (this.urlValue) post(this.urlValue, { method: "PUT", body: new URLSearchParams({ body: text }) }).catch(() => {});
  }

  drop() {
    this.later.cancel();
    localStorage.removeItem(this.place);
    if (this.hasStatusTarget) this.statusTarget.textContent = "";
  }

  say(key) {
    if (this.hasStatusTarget) this.statusTarget.textContent = word(key);
  }
}
