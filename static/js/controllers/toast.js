import { Controller } from "@hotwired/stimulus";

// Says something and goes; a fault stays until it is closed, and nothing goes while it is pointed at or focused.
const STAYS = 6000;

export default class extends Controller {
  static targets = ["close"];

  connect() {
    for (const button of this.closeTargets) button.hidden = false;
    if (this.element.getAttribute("role") !== "alert") this.wait();
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  wait() {
    this.timer = setTimeout(() => (this.element.matches(":hover, :focus-within") ? this.wait() : this.close()), STAYS);
  }

  close() {
    this.element.remove();
  }
}
