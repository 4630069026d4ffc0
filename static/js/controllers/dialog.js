import { Controller } from "@hotwired/stimulus";

// A dialog closes on a click on its veil, and never comes back open from the cache.
export default class extends Controller {
  connect() {
    this.veil = (event) => { if (event.target === this.element) this.element.close(); };
    this.shut = () => this.element.close();
    this.element.addEventListener("click", this.veil);
    document.addEventListener("turbo:before-cache", this.shut);
  }

  disconnect() {
    this.element.removeEventListener("click", this.veil);
    document.removeEventListener("turbo:before-cache", this.shut);
  }
}
