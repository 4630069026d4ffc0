import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { id: String };

  open(event) {
    event.preventDefault();
    this.element.closest("details")?.removeAttribute("open");
    document.getElementById(this.idValue)?.showModal();
  }
}
