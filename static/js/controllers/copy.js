import { Controller } from "@hotwired/stimulus";
import { toast, word } from "../page.js";

export default class extends Controller {
  static targets = ["text"];
  static values = { text: String };

  async copy(event) {
    event.preventDefault();
    const said = this.hasTextTarget ? this.textTarget.value : this.textValue;
    await navigator.clipboard.writeText(said || location.href);
    toast(word("copied"));
  }
}
