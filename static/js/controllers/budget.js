// What is left of one's points while one spreads them; the server counts for itself.
export default (Controller) => class extends Controller {
  static targets = ["points", "left"];
  static values = { all: Number };

  connect() {
    this.sum();
  }

  sum() {
    const left = this.pointsTargets.reduce((rest, { value }) => rest - (Number.parseInt(value, 10) || 0), this.allValue);
    this.leftTarget.textContent = left;
    this.leftTarget.classList.toggle("bad", left < 0);
  }
};
