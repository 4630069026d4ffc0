// The button and the frame on the company's own site. This page is not ours: nothing is left in its scope, its styles or
// its cookies, nothing is loaded before somebody asks for it, and no part of it is touched but what data-into names.
import style from "../css/widget-host.css";

const SVG = "http://www.w3.org/2000/svg";
const MARK = "M14 1.5 24.8 7.75v12.5L14 26.5 3.2 20.25V7.75Z";
const DANCE = "m8.4 16.6 2.3-5.2 2.3 5.2 2-5.2 2.3 5.2 2.3-5.2";
const CROSS = "m8 8 12 12M20 8 8 20";
const SILENT_FOR = 4000;
// Only what the frame's own page needs; see docs/adr for what each word lets it do.
const SANDBOX = "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox";

const script = document.currentScript ?? document.querySelector("script[data-space][src*='/widget.js']");
const { space, into, label = "Ask us", close = "Close", scheme = "" } = script.dataset;
const home = new URL(script.src);
const board = new URL(`questions/new?space=${encodeURIComponent(space)}`, home).href;

const make = (name, words, ...inside) => {
  const made = document.createElement(name);
  for (const word in words) made.setAttribute(word, words[word]);
  made.append(...inside);
  return made;
};

const draw = (...paths) => {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 28 28");
  picture.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", d);
    picture.append(line);
  }
  return picture;
};

const start = () => {
  const place = into && document.querySelector(into);
  const button = make("button", { type: "button", class: place ? "open" : "open corner", "aria-expanded": "false" }, draw(MARK, DANCE), label);
  const shut = make("button", { type: "button", class: "shut", "aria-label": close }, draw(CROSS));
  const panel = make("section", { class: "panel", role: "dialog", "aria-label": label }, make("header", {}, make("b", {}, label), shut));
  let frame;
  let waiting;
  panel.hidden = true;

  const load = () => {
    const address = new URL(`widget/${encodeURIComponent(space)}`, home);
    address.searchParams.set("from", location.origin);
    if (scheme) address.searchParams.set("scheme", scheme);
    frame = make("iframe", { title: label, sandbox: SANDBOX, referrerpolicy: "no-referrer", src: address });
    frame.addEventListener("load", () => {
      if (root.activeElement === frame) frame.contentWindow.focus();
      waiting ??= setTimeout(() => panel.append(make("p", {}, make("a", { href: board, target: "_blank" }, label))), SILENT_FOR);
    });
    panel.append(frame);
  };

  const show = (open) => {
    if (open && !frame) load();
    panel.hidden = !open;
    button.setAttribute("aria-expanded", open);
    (open ? frame : button).focus();
  };

  button.addEventListener("click", () => show(panel.hidden));
  shut.addEventListener("click", () => show(false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));

  // The frame says two things, that it is there and that it wants to be closed; whoever else says them is not heard.
  addEventListener("message", ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== home.origin) return;
    if (data?.waggle === "ready") clearTimeout((waiting ??= 1));
    if (data?.waggle === "close") show(false);
  });

  const host = make("div", { "data-waggle": space });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(/^(light|dark)$/.test(scheme) ? `${style}:host{color-scheme:${scheme}!important}` : style);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(button, panel);
  place ? place.replaceChildren(host) : document.body.append(host);
};

document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
