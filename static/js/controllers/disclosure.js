import { Controller } from "@hotwired/stimulus";

// A menu made of details closes on Escape, on a click elsewhere, and when focus leaves it.
export default class extends Controller {
  connect() {
    this.away = (event) => { if (!this.element.contains(event.target)) this.element.open = false; };
    this.escape = (event) => {
      if (event.key !== "Escape" || !this.element.open) return;
      this.element.open = false;
      this.element.querySelector("summary").focus();
    };
    document.addEventListener("pointerdown", this.away);
    document.addEventListener("focusin", this.away);
    this.element.addEventListener("keydown", this.escape);
  }

  disconnect() {
    document.removeEventListener("pointerdown", this.away);
    document.removeEventListener("focusin", this.away);
    this.element.removeEventListener("keydown", this.escape);
  }
}
