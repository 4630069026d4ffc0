import { Controller } from "@hotwired/stimulus";
import { morphElements } from "@hotwired/turbo";
import { unwatch, watch } from "../connection.js";
import { announce, nodes } from "../page.js";

// A region that is fetched again and morphed in when one of its topics changes. What somebody is typing stays as it is,
// and what they are reading stays where it is. A list beside what one works on comes a moment after it.
const REST = 150;
const GATHER = 10;
const reading = new Map();

export default class extends Controller {
  static values = { topics: Array, url: String, after: Number };
  static targets = ["here"];

  connect() {
    this.asked = this.shown = 0;
    this.resting = undefined;
    watch(this, this.topicsValue, { changed: () => this.refresh(), presence: (message) => this.show(message) });
  }

  disconnect() {
    clearTimeout(this.resting);
    clearTimeout(this.waiting);
    this.shown = Infinity;
    unwatch(this);
  }

  // The first change is fetched at once; what comes while it is being fetched, or right after, is fetched together.
  refresh() {
    if (this.resting) {
      this.again = true;
      return;
    }
    this.resting = setTimeout(() => {
      this.resting = undefined;
      if (this.again) this.refresh();
    }, REST);
    this.again = false;
    this.waiting = setTimeout(() => this.fetch(), this.afterValue);
  }

  async fetch() {
    const turn = (this.asked += 1);
    try {
      const text = await read(new URL(this.urlValue || location.href, location.href).href);
      if (!text || turn < this.shown) return; // a later answer was faster
      this.shown = turn;
      this.morph(nodes(text));
    } catch (error) {
      console.warn("live region not refreshed", error);
    }
  }

  morph(page) {
    const fresh = page.getElementById(this.element.id);
    if (!fresh || fresh.isEqualNode(this.element)) return;
    const known = new Set(this.arrivals.map(({ id }) => id));
    const held = hold(this.element);
    morphElements(this.element, fresh, { callbacks: { beforeNodeMorphed: (node) => !this.isBusy(node) } });
    held();
    const arrived = this.arrivals.filter(({ id }) => !known.has(id));
    for (const node of arrived) node.classList.add("arrived");
    if (arrived.length) announce(arrived.map((node) => node.dataset.arrives).join(". "));
    this.element.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
  }

  get arrivals() {
    return [...this.element.querySelectorAll("[data-arrives]")];
  }

  isBusy(node) {
    if (!(node instanceof Element)) return false;
    if (node.matches("[data-live-target=here]") || (node.matches("details[open], dialog[open]"))) return true;
    if (!node.matches("form")) return false;
    return node.contains(document.activeElement) || [...node.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
  }

  show({ people, writing }) {
    for (const target of this.hereTargets) {
      const others = people.filter(({ handle }) => handle !== target.dataset.me);
      const names = others.map(({ name, typing }) => (typing ? `${name} ${target.dataset.writing}` : name)).join(", ");
      target.textContent = names ? `${target.dataset.label} ${names}` : writing ? target.dataset.somebody : "";
    }
  }
}

// One change reaches several regions of a page within a moment: they read the page once, begun after all were told.
function read(address) {
  if (!reading.has(address)) {
    reading.set(address, new Promise((go) => { setTimeout(go, GATHER); }).then(async () => {
      reading.delete(address);
      const answer = await fetch(address, { headers: { Accept: "text/html", "X-Live": "1" }, credentials: "same-origin" });
      return answer.ok ? answer.text() : "";
    }));
  }
  return reading.get(address);
}

// Notes where what is being read or typed stands, and puts it back there: all browsers alike, where some anchor scrolling.
function hold(region) {
  const scroller = region.closest(".pane") ?? document.scrollingElement;
  const typing = document.activeElement?.closest(".field, form");
  const reading = typing ?? document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest("[id]");
  const before = reading?.getBoundingClientRect().top;
  return () => {
    if (!reading?.isConnected) return;
    const moved = reading.getBoundingClientRect().top - before;
    // At the very top, whoever only reads sees what arrives; whoever types stays where they are.
    if (Math.abs(moved) > 1 && (typing || scroller.scrollTop > 0)) scroller.scrollTop += moved;
  };
}
