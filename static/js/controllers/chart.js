import uPlot from "uplot";

// Draws a figure's points where there was an SVG, so that one can point at them; the table beside it stays as it is, and so
// does the SVG for paper. Points lie at 0, 1, 2, ... and are named by their labels.
const HEIGHT = 190;
const AXIS = 28;

export default (Controller) => class extends Controller {
  static targets = ["plot"];
  static values = { points: Array, unit: String, digits: Number, bars: Boolean, name: String, first: String, between: String };

  connect() {
    this.draw();
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.plotTarget);
    this.anew = () => this.draw();
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.anew);
    this.theme = new MutationObserver(this.anew);
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  disconnect() {
    this.sizes.disconnect();
    this.theme.disconnect();
    this.scheme.removeEventListener("change", this.anew);
    this.clear();
  }

  clear() {
    this.chart?.destroy();
    this.chart = null;
    this.plotTarget.classList.remove("plot-drawn");
  }

  get width() {
    return Math.max(200, Math.floor(this.plotTarget.clientWidth));
  }

  fit() {
    if (this.chart && this.chart.width !== this.width) this.chart.setSize({ width: this.width, height: HEIGHT });
  }

  draw() {
    this.clear();
    const points = this.pointsValue;
    const column = (name) => points.map((point) => point[name] ?? null);
    const data = [points.map((_, place) => place), column("low"), column("high"), column("value")];
    this.plotTarget.classList.add("plot-drawn");
    this.chart = new uPlot(this.options(data[1].some((low) => low !== null)), data, this.plotTarget);
    this.chart.over.addEventListener("click", () => {
      const { url } = points[this.chart.cursor.idx] ?? {};
      if (url) location.assign(url);
    });
  }

  // Colours are of the scheme that is on; a canvas takes no custom property, so an element is asked.
  colour(name) {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    this.plotTarget.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  said(n) {
    return n === null || n === undefined ? "–" : `${n.toFixed(this.digitsValue).replace("-", "−")}${this.unitValue}`;
  }

  options(banded) {
    const look = this.colour("--chart-look"), wash = this.colour("--honey-wash");
    const value = (_chart, n) => this.said(n);
    const series = { label: this.nameValue, stroke: look, width: 2, value, points: { show: false } };
    const bars = { ...series, fill: look, paths: uPlot.paths.bars({ size: [0.7, 80] }) };
    const end = (label) => ({ label, show: banded, stroke: "transparent", value, points: { show: false } });
    return {
      width: this.width,
      height: HEIGHT,
      legend: { live: true },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, range: this.barsValue ? (_chart, low, high) => [low - 0.5, high + 0.5] : undefined },
        y: { range: (_chart, low, high) => uPlot.rangeNum(Math.min(low ?? 0, 0), Math.max(high ?? 0, 0) || 1, 0.1, true) } },
      series: [{ label: this.firstValue, value: (_chart, n) => this.pointsValue[n]?.label ?? "–" },
        end(`${this.betweenValue} ↓`), end(`${this.betweenValue} ↑`), this.barsValue ? bars : series],
      bands: banded ? [{ series: [2, 1], fill: wash }] : [], // before the line, or it would lie over it
      axes: [this.axis(AXIS, (n) => (Number.isInteger(n) ? this.pointsValue[n]?.label ?? "" : "")),
        this.axis((_chart, values) => 14 + 7 * Math.max(1, ...(values ?? []).map((each) => each.length)), (n) => this.said(n))],
    };
  }

  axis(size, said) {
    const line = this.colour("--line");
    return {
      stroke: this.colour("--ink-faint"),
      font: `12px ${getComputedStyle(this.plotTarget).fontFamily}`,
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
      values: (_chart, splits) => splits.map(said),
      size,
    };
  }
};
