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

// Sent once, however often it is pressed.
const press = (form, off) => { for (const button of form.querySelectorAll("button")) button.disabled = off; };
addEventListener("submit", ({ target }) => setTimeout(() => press(target, true)));
addEventListener("pageshow", () => press(document, false));

// What was typed survives a look at an answer. Browsers refuse storage to frames of other sites; the name of this window
// lasts as long as the frame, and only pages of this origin read it.
const form = document.getElementById("ask");
const fields = [...(form?.elements ?? [])].filter(({ type }) => type !== "hidden" && type !== "submit");
if (document.querySelector(".widget-sent")) window.name = "";
const typed = window.name.startsWith("{") ? JSON.parse(window.name) : {};
const keep = () => { window.name = JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value]))); };
for (const field of fields) {
  field.value ||= typed[field.name] ?? "";
  field.addEventListener("input", keep);
}
// With a question there already, what is known of it comes up as if it had just been typed.
const title = form?.elements.title;
if (title?.value) setTimeout(() => title.dispatchEvent(new Event("input", { bubbles: true })));
