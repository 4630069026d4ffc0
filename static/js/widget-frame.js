import "./trust.js";
import { Application } from "@hotwired/stimulus";
import Focus from "./controllers/focus.js";
import RelativeTime from "./controllers/relative-time.js";
import Suggest from "./controllers/suggest.js";
import { meta } from "./page.js";

// The page inside the frame on another site. It tells the site that shows it two things and hears nothing from it.
const site = meta("site");
const tell = (waggle) => { if (site && parent !== window) parent.postMessage({ waggle }, site); };

const application = Application.start();
for (const [name, controller] of Object.entries({ focus: Focus, "relative-time": RelativeTime, suggest: Suggest })) application.register(name, controller);

document.documentElement.classList.add("scripted-on");
tell("ready");

// What is open inside, such as suggestions, closes first.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  tell("close");
});
// Whoever opens the frame wants to write.
const write = () => { if (document.activeElement === document.body) document.querySelector("[data-suggest-target=field]")?.focus(); };
addEventListener("focus", write);
if (document.hasFocus()) write();

// What was typed survives a look at an answer; it stays in this tab, on this site, and goes when it is sent.
const form = document.getElementById("ask");
const kept = () => [...form.elements].filter((field) => field.name !== "word" && "defaultValue" in field && field.type !== "submit");
try {
  const draft = JSON.parse(sessionStorage.getItem("draft") ?? "{}");
  if (document.querySelector(".widget-sent")) sessionStorage.removeItem("draft");
  for (const field of form ? kept() : []) {
    field.value ||= draft[field.name] ?? "";
    field.addEventListener("input", () => sessionStorage.setItem("draft", JSON.stringify(Object.fromEntries(kept().map(({ name, value }) => [name, value])))));
  }
  const title = form?.elements.title;
  if (title?.value) setTimeout(() => title.dispatchEvent(new Event("input", { bubbles: true })));
} catch {
  // A browser that keeps nothing for frames of other sites refuses; the form works all the same.
}
