// Putting options in order by dragging; the numbers beside them are the form, and stay in step.
export default (Controller) => class extends Controller {
  static targets = ["list", "option"];

  connect() {
    if (this.element.closest("fieldset:disabled")) return;
    for (const option of this.optionTargets) option.draggable = true;
    this.element.addEventListener("dragstart", ({ target }) => this.lift(target.closest("li")));
    this.element.addEventListener("dragover", (event) => this.over(event));
    this.element.addEventListener("dragend", () => this.drop());
  }

  lift(option) {
    this.held = option;
    option?.classList.add("dragged");
  }

  over(event) {
    const below = event.target.closest("li");
    if (!this.held || !below || below === this.held || below.parentElement !== this.listTarget) return;
    event.preventDefault();
    const { top, height } = below.getBoundingClientRect();
    this.listTarget.insertBefore(this.held, event.clientY < top + height / 2 ? below : below.nextSibling);
  }

  drop() {
    if (!this.held) return;
    this.held.classList.remove("dragged");
    this.held = null;
    this.optionTargets.forEach((option, place) => { option.querySelector("select").value = String(place + 1); });
    this.listTarget.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
  }
};
