// The editor's tools: each does in the text what one would type, where the selection is, and can be undone.
const WRAPS = { bold: "**", code: "`" };
const LINES = { list: "- ", quote: "> " };

// Made with what the page has loaded already, so that the bundle stays in one piece.
export default (Controller) => class extends Controller {
  static targets = ["bar"];

  connect() {
    this.field = this.element.querySelector("textarea");
    this.pressed = (event) => this.press(event);
    this.field.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    this.field.removeEventListener("keydown", this.pressed);
  }

  press(event) {
    const tool = { b: "bold", k: "link", e: "code" }[event.key.toLowerCase()];
    if (!tool || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.apply(tool);
  }

  use({ params }) {
    this.field.focus();
    this.apply(params.tool);
  }

  // One stop for Tab; the arrows go along the bar.
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (document.dir === "rtl" ? -1 : 1);
    if (!step) return;
    const buttons = [...this.barTarget.querySelectorAll("button")];
    const next = buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length);
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  apply(tool) {
    if (tool === "attach") return this.element.closest("form")?.querySelector("input[type=file]")?.click();
    const { selectionStart: start, selectionEnd: end, value } = this.field;
    const chosen = value.slice(start, end);
    if (tool === "link") return this.link(chosen);
    if (WRAPS[tool]) return this.wrap(WRAPS[tool], chosen);
    const from = value.lastIndexOf("\n", start - 1) + 1;
    this.field.setSelectionRange(from, end);
    const lines = value.slice(from, end).split("\n");
    const marked = lines.every((line) => line.startsWith(LINES[tool]));
    this.insert(lines.map((line) => (marked ? line.slice(2) : LINES[tool] + line)).join("\n"));
  }

  wrap(mark, chosen) {
    const wrapped = chosen.length > 2 * mark.length && chosen.startsWith(mark) && chosen.endsWith(mark);
    this.insert(wrapped ? chosen.slice(mark.length, -mark.length) : mark + chosen + mark);
    if (!chosen) this.move(-mark.length);
  }

  link(chosen) {
    const isAddress = /^https?:\/\/\S+$/.test(chosen);
    this.insert(isAddress ? `[](${chosen})` : `[${chosen}](https://)`);
    if (isAddress) this.move(-(chosen.length + 3));
    else if (chosen) this.move(-1);
    else this.move(-"](https://)".length);
  }

  move(by) {
    const place = this.field.selectionStart + by;
    this.field.setSelectionRange(place, place);
  }

  // The browser's own insertion keeps its undo; where it is missing the text is set.
  insert(text) {
    if (document.execCommand("insertText", false, text)) return;
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
