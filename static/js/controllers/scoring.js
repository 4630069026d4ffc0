// Scoring by keyboard: digits score the criterion under the focus, j and k or the arrows go from one to the next.
const SCORES = ["1", "2", "3", "4", "5"];

export default (Controller) => class extends Controller {
  static targets = ["criterion"];

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = this.criterionTargets.find((each) => each.contains(event.target));
    const deed = event.target.matches("input[type=text], textarea") ? this.whileWriting(event, here) : this.whileScoring(event, here);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  whileWriting({ key }, here) {
    return key === "Escape" && here ? () => this.focus(here) : null;
  }

  whileScoring({ key }, here) {
    if (SCORES.includes(key) && here) return () => this.score(here, key);
    if (key === "j" || key === "ArrowDown") return () => this.step(here, 1);
    if (key === "k" || key === "ArrowUp") return () => this.step(here, -1);
    if (key === "r" && here) return () => here.querySelector("input[type=text]").focus();
    return null;
  }

  score(criterion, value) {
    const radio = criterion.querySelector(`input[type=radio][value="${value}"]`);
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("input", { bubbles: true }));
  }

  step(here, by) {
    const place = here ? this.criterionTargets.indexOf(here) + by : 0;
    const next = this.criterionTargets[Math.min(this.criterionTargets.length - 1, Math.max(0, place))];
    this.focus(next);
  }

  focus(criterion) {
    (criterion.querySelector("input[type=radio]:checked") ?? criterion.querySelector("input[type=radio]")).focus();
    criterion.scrollIntoView({ block: "nearest" });
  }
};
