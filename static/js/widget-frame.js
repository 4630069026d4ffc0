import "./trust.js";
import { Application } from "@hotwired/stimulus";
import Focus from "./controllers/focus.js";
import RelativeTime from "./controllers/relative-time.js";
import Suggest from "./controllers/suggest.js";
import { meta } from "./page.js";

// The page inside the frame on another site. It tells the site that shows it two things and hears nothing from it.
const site = meta("site");
const tell = (waggle, more = {}) => { if (site && parent !== window) parent.postMessage({ waggle, ...more }, site); };

const application = Application.start();
for (const [name, controller] of Object.entries({ focus: Focus, "relative-time": RelativeTime, suggest: Suggest })) application.register(name, controller);

document.documentElement.classList.add("scripted-on");
new ResizeObserver(() => tell("resize", { height: document.body.offsetHeight })).observe(document.body);

// What is open inside, such as suggestions, closes first.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  tell("close");
});
// Whoever opens the frame wants to write.
const write = () => { if (document.activeElement === document.body) document.querySelector("[data-suggest-target=field]")?.focus(); };
addEventListener("focus", write);
if (document.hasFocus()) write();
