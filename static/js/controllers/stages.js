// The shortlist: cards are picked up with the mouse or the keys and laid down in a dialog; nothing moves until that is saved.
const STEPS = { ArrowDown: [0, 1], j: [0, 1], ArrowUp: [0, -1], k: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

export default (Controller, { announce, toast }) => class extends Controller {
  static targets = ["board", "lane", "card", "count"];
  static values = { moved: String, few: String, chosen: String };

  connect() {
    this.listeners = [];
    this.on(this.element, "keydown", (event) => this.press(event));
    this.on(this.element, "change", () => this.say());
    this.on(this.element, "dragstart", (event) => this.pick(event));
    this.on(this.element, "dragend", () => this.drop());
    this.on(this.element, "dragover", (event) => this.hover(event));
    this.on(this.element, "drop", (event) => this.lay(event));
    this.on(this.element, "submit", (event) => this.compare(event));
    this.on(document, "turbo:submit-end", (event) => this.saved(event));
    this.on(document, "turbo:frame-load", () => this.shown());
    this.on(this.element, "click", (event) => { if (this.dialog?.contains(event.target) && event.target.closest("[data-stages-close]")) { event.preventDefault(); this.dialog.close(); } });
    if (this.dialog) this.on(this.dialog, "close", () => this.leave());
    this.say();
  }

  disconnect() {
    for (const [target, type, deed] of this.listeners) target.removeEventListener(type, deed);
  }

  on(target, type, deed) {
    target.addEventListener(type, deed);
    this.listeners.push([target, type, deed]);
  }

  // Exactly one card is a stop for Tab; arrows go from there.
  cardTargetConnected(card) {
    card.tabIndex = this.cardTargets[0] === card ? 0 : -1;
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || this.dialog?.open) return;
    const fresh = this.hasBoardTarget && event.target === this.boardTarget;
    const card = fresh ? this.cardTargets[0] : event.target.closest("[data-stages-target~=card]");
    const deed = card && this.deedFor(event.key, card, fresh);
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  deedFor(key, card, fresh) {
    if (STEPS[key]) return () => this.go(fresh ? card : this.neighbour(card, STEPS[key]));
    if (key === "m") return () => this.show(card, card.dataset.move);
    if (key === "c") return () => document.getElementById("chosen").requestSubmit();
    if (key === "x") return () => { card.querySelector("input[type=checkbox]").click(); };
    return null;
  }

  neighbour(card, [across, down]) {
    const lanes = this.lanes.filter((lane) => lane.length);
    const at = lanes.findIndex((lane) => lane.includes(card));
    const way = getComputedStyle(this.element).direction === "rtl" ? -across : across;
    const lane = lanes[Math.min(lanes.length - 1, Math.max(0, at + way))];
    const row = lanes[at].indexOf(card) + down;
    return lane[Math.min(lane.length - 1, Math.max(0, row))];
  }

  get lanes() {
    return this.laneTargets.map((lane) => [...lane.querySelectorAll("[data-stages-target~=card]")]);
  }

  go(card) {
    for (const each of this.cardTargets) each.tabIndex = each === card ? 0 : -1;
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  pick(event) {
    const card = event.target.closest?.("[data-stages-target~=card]");
    if (!card) return;
    this.picked = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
    card.classList.add("picked");
    for (const lane of this.laneTargets) lane.querySelector(".lane-drop").hidden = lane.contains(card);
  }

  hover(event) {
    const lane = this.laneAt(event);
    if (lane) event.preventDefault();
    for (const each of this.laneTargets) each.classList.toggle("over", each === lane);
  }

  lay(event) {
    const [lane, card] = [this.laneAt(event), this.picked];
    if (!lane) return;
    event.preventDefault();
    this.drop();
    this.show(card, `${card.dataset.move}&${lane.dataset.to}`);
  }

  laneAt(event) {
    const lane = event.target.closest?.("[data-stages-target~=lane]");
    return this.picked && lane && !lane.contains(this.picked) ? lane : null;
  }

  drop() {
    this.picked?.classList.remove("picked");
    this.picked = null;
    for (const lane of this.laneTargets) {
      lane.classList.remove("over");
      lane.querySelector(".lane-drop").hidden = true;
    }
  }

  open(event) {
    const card = event.target.closest("[data-stages-target~=card]");
    if (!card || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.show(card, card.dataset.move);
  }

  show(card, address) {
    this.moving = card.id;
    this.frame.replaceChildren();
    this.frame.src = address;
    this.dialog.showModal();
  }

  shown() {
    if (this.dialog?.open) (this.frame.querySelector("[role=alert], input[name^=waive], textarea") ?? this.frame).focus();
  }

  // The frame follows its form to the shortlist, which holds an empty frame: the page itself is then read anew.
  saved({ target, detail }) {
    if (!this.dialog?.open || target.id !== "move-form" || !detail.success) return;
    this.dialog.close();
    announce(this.movedValue);
    toast(this.movedValue);
    window.Turbo.visit(location.href, { action: "replace" });
  }

  leave() {
    this.frame.removeAttribute("src");
    this.frame.replaceChildren();
    document.getElementById(this.moving)?.focus();
  }

  get dialog() {
    return this.element.querySelector("#move-dialog");
  }

  get frame() {
    return this.element.querySelector("turbo-frame#move");
  }

  get chosen() {
    return this.element.querySelectorAll("input[name=ideas]:checked").length;
  }

  say() {
    if (this.hasCountTarget) this.countTarget.textContent = this.chosen ? `${this.chosen} ${this.chosenValue}` : "";
  }

  compare(event) {
    if (event.target.id !== "chosen" || event.submitter?.hasAttribute("formaction") || (this.chosen > 1 && this.chosen < 5)) return;
    event.preventDefault();
    announce(this.fewValue);
    toast(this.fewValue, { fault: true });
  }
};
