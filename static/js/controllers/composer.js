// Writing an answer: saved replies by "/" or a button, blanks that Tab goes to, texts of earlier answers, and word to others that one is writing.
const BLANK = /\{\{\s*[^\W\d_](?:[\w -]{0,38}\w)?\s*\}\}/gu;
const CODE = /```[^]*?(?:```|$)|~~~[^]*?(?:~~~|$)|`+[^`\n]*`+/g;

// Made with what the page has loaded already, so that the bundle stays in one piece.
export default (Controller, { typing, post }) => class extends Controller {
  static targets = ["source", "blanks", "palette", "find", "choices", "none", "reply", "replies", "cited", "post"];
  static values = { topic: String, left: String, hold: String };

  connect() {
    this.pressed = (event) => this.press(event);
    this.typed = () => this.changed();
    this.element.addEventListener("keydown", this.pressed);
    this.element.addEventListener("input", this.typed);
    setTimeout(() => this.count()); // after a draft was put back
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.pressed);
    this.element.removeEventListener("input", this.typed);
  }

  changed() {
    if (document.activeElement !== this.sourceTarget) return;
    this.leaving = false;
    this.count();
    typing(this.topicValue);
    this.hold();
  }

  // Whoever writes keeps the claim, at most once a minute.
  hold() {
    if (!this.holdValue || Date.now() - (this.heldAt ?? 0) < 60_000) return;
    this.heldAt = Date.now();
    post(this.holdValue, { method: "PUT" }).catch(() => {});
  }

  press(event) {
    if (event.target !== this.sourceTarget || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.sourceTarget.form.requestSubmit(this.postTarget);
    } else if (event.key === "Escape") this.leaving = true;
    else if (event.key === "Tab" && !this.leaving && this.goToBlank(event.shiftKey)) event.preventDefault();
    else if (event.key === "/" && this.hasPaletteTarget && this.atLineStart()) this.open(event);
  }

  atLineStart() {
    const { selectionStart: start, value } = this.sourceTarget;
    return start === 0 || value[start - 1] === "\n";
  }

  // The blanks outside of code, where braces are only braces.
  blanks() {
    const code = [...this.sourceTarget.value.matchAll(CODE)].map((found) => [found.index, found.index + found[0].length]);
    return [...this.sourceTarget.value.matchAll(BLANK)].filter(({ index }) => !code.some(([from, to]) => index >= from && index < to));
  }

  goToBlank(back) {
    const { selectionStart: start, selectionEnd: end } = this.sourceTarget;
    const all = this.blanks();
    const next = back ? all.findLast(({ index }) => index < start) : all.find(({ index }) => index >= end);
    if (!next) return false;
    this.sourceTarget.focus();
    this.sourceTarget.setSelectionRange(next.index, next.index + next[0].length);
    return true;
  }

  count() {
    if (!this.hasBlanksTarget || !this.hasSourceTarget) return;
    const names = [...new Set(this.blanks().map(([blank]) => blank))];
    this.blanksTarget.hidden = !names.length;
    this.blanksTarget.textContent = names.length ? `${this.leftValue} ${names.join(", ")}` : "";
  }

  open(event) {
    event.preventDefault();
    this.choicesTarget.replaceChildren(...this.replyTargets.map((link, place) => choice(link, place)));
    this.findTarget.value = "";
    this.paletteTarget.showModal();
    this.findTarget.focus();
    this.filter();
  }

  filter() {
    const words = this.findTarget.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of this.rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
    this.noneTarget.hidden = this.shown.length > 0;
    this.light(this.shown[0]);
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const place = this.shown.findIndex((row) => row.ariaSelected === "true");
      this.light(this.shown[Math.min(this.shown.length - 1, Math.max(0, place + step))]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.shown.find((row) => row.ariaSelected === "true")?.click();
    }
  }

  get rows() {
    return [...this.choicesTarget.children];
  }

  get shown() {
    return this.rows.filter((row) => !row.hidden);
  }

  light(row) {
    for (const each of this.rows) each.ariaSelected = String(each === row);
    this.findTarget.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.scrollIntoView({ block: "nearest" });
  }

  // A saved reply, filled by the server with what is known of this question.
  async take(event) {
    if (!this.hasSourceTarget) return;
    event.preventDefault();
    const { url, id } = (event.currentTarget.origin ?? event.currentTarget).dataset;
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) return;
    if (this.hasPaletteTarget) this.paletteTarget.close();
    remember(this.repliesTarget, id);
    this.insert(await answer.text());
  }

  // The text of an earlier answer, or a link to it; either is remembered as what this answer rests on.
  use({ params, currentTarget }) {
    if (!this.hasSourceTarget) return;
    remember(this.citedTarget, params.id);
    const text = params.text ?? document.getElementById(params.from)?.content?.textContent ?? currentTarget.dataset.text ?? "";
    this.insert(text.trim());
  }

  cite({ params: { id, title, url } }) {
    if (!this.hasSourceTarget) return;
    remember(this.citedTarget, id);
    this.insert(`[${title.replace(/[[\]\\]/g, "\\$&")}](${url})`, false);
  }

  insert(text, alone = true) {
    const source = this.sourceTarget;
    const { selectionStart: start, value } = source;
    const lead = alone && start > 0 && value[start - 1] !== "\n" ? "\n\n" : "";
    source.focus();
    source.setRangeText(lead + text, start, source.selectionEnd, "end");
    source.dispatchEvent(new Event("input", { bubbles: true }));
    source.setSelectionRange(start, start);
    if (!this.goToBlank()) source.setSelectionRange(start + lead.length + text.length, start + lead.length + text.length);
    source.scrollIntoView({ block: "nearest" });
  }
};

function remember(field, id) {
  field.value = [...new Set([...field.value.split(" "), String(id)])].join(" ").trim();
}

function choice(link, place) {
  const row = Object.assign(document.createElement("li"), { id: `reply-choice-${place}`, role: "option", ariaSelected: "false" });
  row.append(Object.assign(document.createElement("b"), { textContent: link.textContent }), Object.assign(document.createElement("span"), { textContent: link.dataset.about }));
  row.dataset.words = row.textContent.toLowerCase();
  row.dataset.action = "click->composer#take";
  row.origin = link;
  return row;
}
