import { Controller } from "@hotwired/stimulus";
import { toast, word } from "../page.js";

export default class extends Controller {
  static values = { text: String };

  async copy(event) {
    event.preventDefault();
    await navigator.clipboard.writeText(this.textValue || location.href);
    toast(word("copied"));
  }
}
