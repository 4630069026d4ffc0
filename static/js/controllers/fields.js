// Another challenge asks for other things: its fields are fetched with what was typed, and put in place of the others.
const PARTS = ["#idea-fields", "#idea-asked", "label[for=body]", "#title-hint"];

export default (Controller, { nodes, post, announce }) => class extends Controller {
  static targets = ["challenge"];
  static values = { shown: String, said: String };

  connect() {
    if (this.element.restored) this.restored({ detail: this.element.restored }); // before this was loaded
  }

  // A draft that came back may be for another challenge than the page was drawn for.
  restored({ detail }) {
    if (this.challengeTarget.value === this.shownValue) return;
    this.draft = detail;
    this.choose();
  }

  async choose() {
    const wanted = (this.shownValue = this.challengeTarget.value);
    const typed = this.typed();
    typed.set("choose", "fetched");
    const answer = await post(this.element.action, { body: typed }).catch(() => null);
    if (!answer?.ok || wanted !== this.challengeTarget.value) return;
    this.put(nodes(await answer.text()));
    announce(this.saidValue);
  }

  // What is in the form, and what was typed, or a draft holds, for fields that are not drawn now.
  typed() {
    const typed = new FormData(this.element);
    typed.delete("files"); // they are sent on their own
    this.kept = { ...this.kept, ...this.draft };
    for (const name of typed.keys()) if (name.startsWith("fields.")) this.kept[name] = typed.getAll(name);
    for (const [name, said] of Object.entries(this.kept)) {
      if (this.element.elements[name]) continue;
      for (const each of [said].flat()) typed.append(name, each);
    }
    return typed;
  }

  put(page) {
    const now = new FormData(this.element); // also what was typed while the answer was on its way
    for (const part of PARTS) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceWith(fresh);
    }
    for (const field of this.element.querySelectorAll("#idea-fields :is(input:not([type]), input[type=text], textarea)")) {
      if (now.has(field.name)) field.value = now.get(field.name);
    }
    this.draft = null;
    this.element.dispatchEvent(new Event("input", { bubbles: true })); // the draft has other fields now
  }
};
