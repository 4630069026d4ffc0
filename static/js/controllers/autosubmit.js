import { Controller } from "@hotwired/stimulus";

// A filter applies when it is changed; its button stays for those without script.
export default class extends Controller {
  submit() {
    (this.element.form ?? this.element.closest("form")).requestSubmit();
  }
}
