import { Controller } from "@hotwired/stimulus";
import { visit } from "@hotwired/turbo";

// Single keys, as people know them; never while typing, never with a modifier, and off when the person says so.
const PLACES = { h: "/", q: "/questions", i: "/ideas", d: "/desk", r: "/reviews", s: "/shortlist", m: "/moderation", l: "/learn", p: "/people" };
const OFF = "shortcuts-off";
const SEQUENCE = 1200;

export default class extends Controller {
  static targets = ["switch"];

  connect() {
    this.pressed = (event) => this.press(event);
    document.addEventListener("keydown", this.pressed);
    document.querySelector(".board-chosen .queue [aria-current]")?.scrollIntoView({ block: "nearest" });
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) reveal(tab);
    for (const box of this.switchTargets) box.checked = !localStorage.getItem(OFF);
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed);
  }

  toggle({ target }) {
    if (target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
    const deed = this.deedFor(event.key);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  deedFor(key) {
    if (this.leading && Date.now() - this.leading < SEQUENCE) {
      this.leading = 0;
      return PLACES[key] && (() => visit(PLACES[key]));
    }
    if (key === "g") return () => { this.leading = Date.now(); };
    if (key === "?") return () => document.getElementById("keys")?.showModal();
    if (key === "j" || key === "k") return () => step(key === "j" ? 1 : -1);
    const control = nearest(key);
    return control && (() => (control.matches("input, textarea, select") ? control.focus() : control.click()));
  }
}

// A letter means nothing to a radio button or a box to tick, so after choosing one goes on by keys.
const isTyping = (target) => target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const isShown = (element) => element.checkVisibility();

// Several rows may answer to one key: the one under the focus does, else the first.
function nearest(key) {
  const found = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`)].filter((element) => isShown(element) && !element.disabled);
  const row = document.activeElement?.closest("[data-shortcuts-list] > *, .queue > *");
  return found.find((element) => row?.contains(element)) ?? found[0];
}

// Tabs scroll sideways where there is no room for all; the page itself stays.
function reveal(tab) {
  const [here, box] = [tab, tab.parentElement].map((element) => element.getBoundingClientRect());
  tab.parentElement.scrollLeft += Math.max(0, here.right - box.right) + Math.min(0, here.left - box.left);
}

function step(by) {
  const links = [...document.querySelectorAll("[data-shortcuts-list] > * .row-title, .queue a, [data-shortcuts-item]")].filter(isShown);
  const row = document.activeElement?.closest("[data-shortcuts-list] > *");
  let place = links.findIndex((link) => link === document.activeElement || row?.contains(link));
  // What was chosen from the queue is where one goes on from.
  if (place < 0) place = links.findIndex((link) => link.matches(".board-chosen .queue [aria-current]"));
  const next = links[place < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, place + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
