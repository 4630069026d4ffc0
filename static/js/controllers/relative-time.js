import { Controller } from "@hotwired/stimulus";

// A moment in the reader's own zone and language, kept fresh once a minute.
const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]];
const told = new Set();
setInterval(() => { for (const shown of told) shown.draw(); }, 60_000);

export default class extends Controller {
  static values = { style: { type: String, default: "ago" } };

  connect() {
    this.at = new Date(this.element.dateTime);
    this.language = document.documentElement.lang || undefined;
    this.element.title = this.at.toLocaleString(this.language, { dateStyle: "full", timeStyle: "short" });
    this.draw();
    if (this.styleValue === "ago") told.add(this);
  }

  disconnect() {
    told.delete(this);
  }

  draw() {
    const text = this.words();
    if (this.element.textContent !== text) this.element.textContent = text;
  }

  words() {
    if (this.styleValue === "date") return this.at.toLocaleDateString(this.language, { dateStyle: "medium" });
    if (this.styleValue === "moment") return this.at.toLocaleString(this.language, { dateStyle: "medium", timeStyle: "short" });
    const seconds = (this.at - Date.now()) / 1000;
    const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
    const format = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" });
    return unit === "second" ? format.format(0, "second") : format.format(Math.trunc(seconds / size), unit);
  }
}
