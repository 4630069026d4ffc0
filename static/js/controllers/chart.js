import uPlot from "uplot";

// Draws a figure's points where there was an SVG, so that one can point at them or go along them by arrow keys; the table
// beneath stays as it is, and so does the SVG for paper. Points lie at 0, 1, 2, ... and are named by their labels.
const HEIGHT = 190;
const AXIS = 28;
const COLOURS = { look: "--chart-look", main: "--chart-main", rest: "--chart-rest", bars: "--chart-rest" };

export default (Controller, { announce }) => class extends Controller {
  static targets = ["plot"];
  static values = { points: Array, lines: Array, digits: Number, unit: String, prefix: String, first: String, between: String };

  connect() {
    const { lang } = document.documentElement;
    this.number = new Intl.NumberFormat(lang || "en", { minimumFractionDigits: this.digitsValue, maximumFractionDigits: this.digitsValue });
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
    for (const name of ["role", "tabindex", "aria-label"]) this.plotTarget.removeAttribute(name);
    this.plotTarget.setAttribute("aria-hidden", "true");
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
    const ends = this.betweenValue ? ["low", "high"].map((end) => points.map((point) => point[end])) : [];
    const data = [points.map((_, place) => place), ...ends, ...this.linesValue.map((line) => line.numbers)];
    this.plotTarget.classList.add("plot-drawn");
    this.plotTarget.removeAttribute("aria-hidden");
    this.plotTarget.setAttribute("role", "img");
    this.plotTarget.setAttribute("aria-label", this.plotTarget.dataset.label);
    this.plotTarget.tabIndex = 0;
    this.chart = new uPlot(this.options(), data, this.plotTarget);
    this.chart.over.addEventListener("click", () => this.open());
    if (points.some((point) => point.url)) this.chart.over.style.cursor = "pointer";
  }

  open() {
    const { url } = this.pointsValue[this.chart.cursor.idx] ?? {};
    if (url) location.assign(url);
  }

  key(event) {
    if (!this.chart || event.ctrlKey || event.metaKey || event.altKey) return;
    const { idx } = this.chart.cursor, last = this.pointsValue.length - 1;
    const to = { ArrowLeft: (idx ?? last + 1) - 1, ArrowRight: (idx ?? -1) + 1, Home: 0, End: last }[event.key];
    if (event.key === "Enter") this.open();
    if (to === undefined) return;
    event.preventDefault();
    this.point(Math.min(last, Math.max(0, to)));
  }

  point(place) {
    this.chart.setCursor({ left: this.chart.valToPos(place, "x"), top: 0 });
    const { label, said, between } = this.pointsValue[place];
    const cells = this.linesValue.map((line, number) => `${line.name} ${said[number]}`);
    announce([label, ...cells, ...(this.betweenValue ? [`${this.betweenValue} ${between}`] : [])].join(", "));
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

  tick(n) {
    return `${n < 0 ? "−" : ""}${this.prefixValue}${this.number.format(Math.abs(n))}${this.unitValue}`;
  }

  line({ name, kind }, number) {
    const colour = this.colour(this.linesValue.length === 1 ? COLOURS.look : COLOURS[kind]);
    const drawn = kind === "bars" ? { fill: colour, paths: uPlot.paths.bars({ size: [0.7, 80] }) } : { width: kind === "rest" ? 1.5 : 2 };
    return {
      label: name, stroke: colour, points: { show: false }, ...(kind === "rest" ? { dash: [4, 4] } : {}), ...drawn,
      value: (_chart, _n, _series, place) => this.pointsValue[place]?.said[number] ?? "–",
    };
  }

  // The two ends of the interval: one line of the legend tells both.
  ends() {
    if (!this.betweenValue) return [];
    const end = { label: this.betweenValue, stroke: "transparent", points: { show: false },
      value: (_chart, _n, _series, place) => this.pointsValue[place]?.between ?? "–" };
    return [end, { ...end, class: "plot-unsaid" }];
  }

  options() {
    const barred = this.linesValue.some((line) => line.kind === "bars");
    return {
      width: this.width,
      height: HEIGHT,
      legend: { live: true },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, range: barred ? (_chart, low, high) => [low - 0.5, high + 0.5] : undefined },
        y: { range: (_chart, low, high) => uPlot.rangeNum(Math.min(low ?? 0, 0), Math.max(high ?? 0, 0) || 1, 0.1, true) } },
      series: [{ label: this.firstValue, value: (_chart, _n, _series, place) => this.pointsValue[place]?.label ?? "–" },
        ...this.ends(), ...this.linesValue.map((line, number) => this.line(line, number))],
      bands: this.betweenValue ? [{ series: [2, 1], fill: this.colour("--honey-wash") }] : [], // before the line, or it would lie over it
      axes: [this.axis(AXIS, (n) => (Number.isInteger(n) ? this.pointsValue[n]?.label ?? "" : "")),
        { ...this.axis((_chart, values) => 14 + 7 * Math.max(1, ...(values ?? []).map((each) => each.length)), (n) => this.tick(n)),
          incrs: this.steps() }],
    };
  }

  /** Steps of the scale that its labels can say: no halves of what has no decimals. */
  steps() {
    const powers = Array.from({ length: 12 + this.digitsValue }, (_each, place) => 10 ** (place - this.digitsValue));
    return powers.flatMap((power) => [power, 2 * power, 5 * power]);
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
