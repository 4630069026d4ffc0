// Topics that questions like the one being typed have, as chips beneath the field: a press adds one.
const WAIT = 400;
const SHORTEST = 8;

export default (Controller, { announce, debounce, fill }) => class extends Controller {
  static targets = ["proposed"];
  static values = { url: String, of: String };

  connect() {
    this.title = document.getElementById(this.ofValue);
    this.seek = debounce(WAIT, () => this.fetch());
    this.title?.addEventListener("input", this.seek);
    if (this.title?.value) this.seek();
  }

  disconnect() {
    this.title?.removeEventListener("input", this.seek);
    this.seek.cancel();
  }

  async fetch() {
    const words = this.title.value.trim();
    if (words.length < SHORTEST) return this.show("");
    try {
      const answer = await fetch(`${this.urlValue}?${new URLSearchParams({ q: words })}`, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok && words === this.title.value.trim()) this.show(await answer.text());
    } catch {
      this.show("");
    }
  }

  show(html) {
    fill(this.proposedTarget, html);
    this.sort();
  }

  get named() {
    return this.input.value.split(",").map((name) => name.trim()).filter(Boolean);
  }

  get input() {
    return this.element.querySelector("input");
  }

  add({ params: { name }, currentTarget }) {
    this.input.value = [...this.named, name].join(", ");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    announce(currentTarget.dataset.added);
    this.sort();
    this.input.focus();
  }

  // What is named already is not proposed.
  sort() {
    const named = this.named.map((name) => name.toLowerCase());
    const chips = [...this.proposedTarget.querySelectorAll("button")];
    for (const chip of chips) chip.hidden = named.includes(chip.dataset.topicsNameParam.toLowerCase());
    this.proposedTarget.hidden = chips.every((chip) => chip.hidden);
  }
};
