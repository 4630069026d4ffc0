import { Controller } from "@hotwired/stimulus";
import { morphElements } from "@hotwired/turbo";
import { unwatch, watch } from "../connection.js";
import { debounce, nodes } from "../page.js";

// A region that is fetched again and morphed in when one of its topics changes. What somebody is typing stays as it is.
export default class extends Controller {
  static values = { topics: Array, url: String };
  static targets = ["here"];

  connect() {
    this.refresh = debounce(150, () => this.fetch());
    watch(this, this.topicsValue, { changed: () => this.refresh(), presence: ({ people }) => this.show(people) });
  }

  disconnect() {
    this.refresh.cancel();
    this.request?.abort();
    unwatch(this);
  }

  async fetch() {
    this.request?.abort();
    this.request = new AbortController();
    try {
      const address = this.urlValue || location.href;
      const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", signal: this.request.signal });
      if (answer.ok) this.morph(nodes(await answer.text()));
    } catch (error) {
      if (error.name !== "AbortError") console.warn("live region not refreshed", error);
    }
  }

  morph(page) {
    const fresh = page.getElementById(this.element.id);
    if (!fresh || fresh.isEqualNode(this.element)) return;
    morphElements(this.element, fresh, { callbacks: { beforeNodeMorphed: (node) => !this.isBusy(node) } });
    this.element.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
  }

  isBusy(node) {
    if (!(node instanceof Element)) return false;
    if (node.matches("[data-live-target=here]") || (node.matches("details[open], dialog[open]"))) return true;
    if (!node.matches("form")) return false;
    return node.contains(document.activeElement) || [...node.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
  }

  show(people) {
    for (const target of this.hereTargets) target.textContent = people.map(({ name }) => name).join(", ");
  }
}
