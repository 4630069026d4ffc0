// A form is never lost: kept on this device as it is typed, and for members on the server, for their other devices and after a crash.
// Two texts that know nothing of each other are both shown; neither overwrites the other.
const PAUSE = 1000;
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const UNKEPT = new Set(["file", "submit", "button", "image", "password", "reset"]);
// Files that were sent in, and for a change the version of the words that it is a change of.
const KEPT_HIDDEN = new Set(["file", "version"]);
const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

// Made with what the page has loaded already, so that the bundle stays in one piece.
export default (Controller, { token, word }) => class extends Controller {
  static targets = ["status", "discard", "conflict", "other", "when"];
  static values = { key: String, place: String, version: Number, holds: Boolean, restored: Boolean, posted: Boolean };

  connect() {
    this.form = this.element.closest("form");
    this.version = this.versionValue;
    this.dirty = this.sending = this.ended = false;
    this.listeners = [];
    this.on(document, "input", ({ target }) => { if (target === this.form || target.form === this.form) this.changed(); });
    this.on(document, "visibilitychange", () => { if (document.hidden) this.flush(); });
    this.on(window, "pagehide", () => this.flush());
    this.on(this.form, "turbo:submit-start", () => this.submitted());
    this.on(this.form, "turbo:submit-end", ({ detail }) => this.answered(detail.success));
    this.on(this.form, "turbo:before-morph-element", (event) => { if (this.isNewer(event.target, event.detail.newElement)) event.preventDefault(); });
    if (this.words().some(({ value, defaultValue }) => value !== defaultValue)) this.changed(); // typed before this script was there
    this.look();
  }

  disconnect() {
    this.flush();
    for (const [target, type, deed] of this.listeners) target.removeEventListener(type, deed);
  }

  on(target, type, deed) {
    target.addEventListener(type, deed);
    this.listeners.push([target, type, deed]);
  }

  // A form that was refused is drawn anew in place, and knows by then what became of the draft elsewhere.
  versionValueChanged() {
    if (this.postedValue) this.version = this.versionValue;
  }

  // What is there when the page opens: the form as drawn, what this device kept, what the server kept.
  async look() {
    const local = this.local();
    const now = this.fields();
    if (local?.dirty && !this.postedValue && !same(local.fields, now)) {
      if (!this.isBlank() && !(this.restoredValue && local.version === this.version)) return this.differ(local);
      this.fill(local.fields);
      this.changed();
      return this.back(local.at);
    }
    if (!this.holdsValue || this.restoredValue || this.postedValue) return;
    const answer = await this.ask("GET");
    if (!answer?.ok) return;
    const kept = await answer.json();
    if (Object.keys(kept.fields).length && !same(kept.fields, this.fields())) this.differ(kept);
  }

  // The page is drawn anew in place after another deed, as it was told before what was typed meanwhile.
  isNewer(field, drawn) {
    return !this.ended && this.words().includes(field) && field.value !== field.defaultValue && field.value !== drawn.value;
  }

  changed() {
    this.dirty = true;
    this.ended = false;
    this.timer ??= setTimeout(() => this.save(), PAUSE);
  }

  flush() {
    if (this.dirty && !this.sending) this.save({ keepalive: true });
  }

  async save(options = {}) {
    clearTimeout(this.timer);
    this.timer = null;
    const fields = this.fields();
    if (this.isBlank() && !this.holdsValue) return this.forget();
    this.remember(fields, true);
    if (!this.placeValue || this.other) return this.say("kept");
    if (this.saving && !options.keepalive) return this.changed();
    this.saving = true;
    const answer = await this.ask("PUT", JSON.stringify({ fields, version: this.version }), options);
    this.saving = false;
    if (!this.sending) await this.saved(answer, fields);
  }

  async saved(answer, fields) {
    if (!answer || (!answer.ok && answer.status !== 409)) return this.say("kept");
    const kept = await answer.json();
    if (answer.status === 409) return this.differ(kept);
    this.version = kept.version;
    this.holdsValue = true;
    this.dirty = !same(fields, this.fields());
    this.remember(fields, this.dirty);
    if (this.dirty) return this.changed(); // it is not said to be saved before all of it is
    this.say("saved");
  }

  submitted() {
    clearTimeout(this.timer);
    this.timer = null;
    this.sending = true;
  }

  answered(success) {
    this.sending = false;
    this.ended = success;
    if (success) this.forget();
    else this.changed();
  }

  forget() {
    this.dirty = false;
    localStorage.removeItem(this.store);
    this.say("");
  }

  async discard() {
    const answer = this.placeValue && this.holdsValue ? await this.ask("DELETE") : { ok: true };
    if (!answer?.ok && answer?.status !== 404) return this.say("failed");
    this.version += 1;
    this.holdsValue = false;
    this.forget();
    if (this.form.elements.version) return location.reload(); // a change begins again with the words as they stand
    this.clear();
    this.discardTarget.hidden = true;
  }

  // Two drafts: what is in the form, and another one.
  differ(other) {
    this.other = other;
    const { title, body } = other.fields;
    this.otherTarget.textContent = [title, body].filter(Boolean).join("\n\n") || word("ended");
    this.whenTarget.textContent = this.moment(other.saved_at ?? other.at);
    this.conflictTarget.hidden = false;
  }

  take() {
    const { fields, version } = this.other;
    if (Object.keys(fields).length) this.fill(fields);
    else this.clear();
    this.agree(version);
  }

  mine() {
    this.agree(this.other.version);
  }

  agree(version) {
    if (this.other.saved_at) this.version = version;
    this.other = null;
    this.conflictTarget.hidden = true;
    this.changed();
  }

  fields() {
    const fields = {};
    for (const { name, type, value, checked } of this.form.elements) {
      if (!name || UNKEPT.has(type) || (type === "hidden" && !KEPT_HIDDEN.has(name))) continue;
      if (type === "checkbox" || name === "file") {
        fields[name] ??= [];
        if (checked || name === "file") fields[name].push(value);
      } else if (type !== "radio" || checked) fields[name] = value;
    }
    return fields;
  }

  fill(fields) {
    for (const element of this.form.elements) {
      const said = fields[element.name];
      if (said === undefined || (element.type === "hidden" && element.name !== "version") || UNKEPT.has(element.type)) continue;
      if (element.type === "checkbox" || element.type === "radio") element.checked = [said].flat().includes(element.value);
      else element.value = said;
    }
    this.form.restored = fields;
    this.form.dispatchEvent(new CustomEvent("draft:restored", { detail: fields }));
  }

  clear() {
    for (const element of this.words()) element.value = "";
  }

  isBlank() {
    const chosen = [...this.form.elements].some(({ type, checked, defaultChecked }) => type === "radio" && checked && !defaultChecked);
    return !chosen && !this.words().some((element) => element.value.trim()) && !this.form.querySelector("input[type=hidden][name=file]");
  }

  words() {
    return [...this.form.elements].filter(({ name, type }) => name && (type === "text" || type === "textarea"));
  }

  // What a visitor wrote here before signing in is theirs.
  local() {
    for (const store of [this.store, `draft:${this.keyValue.split("/").pop()}`]) {
      const { fields, version = 0, at, dirty = true } = JSON.parse(localStorage.getItem(store) ?? "{}");
      if (fields && Date.now() - at < KEPT_FOR) return { fields, version: store === this.store ? version : this.version, at, dirty };
      localStorage.removeItem(store);
    }
    return null;
  }

  remember(fields, dirty) {
    localStorage.setItem(this.store, JSON.stringify({ fields, version: this.version, at: Date.now(), dirty }));
    if (this.keyValue.includes("/")) localStorage.removeItem(`draft:${this.keyValue.split("/").pop()}`);
  }

  get store() {
    return `draft:${this.keyValue}`;
  }

  ask(method, body, options = {}) {
    const headers = { Accept: "application/json", "X-CSRFToken": token(), ...(body && { "Content-Type": "application/json" }) };
    return fetch(`/api/v1/drafts/${encodeURIComponent(this.placeValue)}`, { method, body, headers, ...options }).catch(() => null);
  }

  back(at) {
    this.statusTarget.textContent = `${word("restored")} ${this.moment(at)}`;
    this.discardTarget.hidden = false;
  }

  moment(at) {
    return new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }

  say(key) {
    if (this.hasStatusTarget) this.statusTarget.textContent = key && word(key); // gone where the page was morphed meanwhile
  }
};
