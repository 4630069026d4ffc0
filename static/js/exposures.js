import { meta, token } from "./page.js";

// What was truly seen: at least half of it in view for a second; told in batches, and when the page is left.
const SEEN_AFTER = 1000;
const BATCH_AFTER = 3000;
const told = new Set();
const waiting = new Map();
let seen = [];
let timer;

function tell() {
  clearTimeout(timer);
  timer = undefined;
  const url = meta("exposures-url");
  if (!seen.length || !url) return;
  const body = JSON.stringify({ subjects: seen, path: location.pathname });
  seen = [];
  fetch(url, {
    method: "POST",
    body,
    keepalive: true,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  }).catch(() => {});
}

function note(subject) {
  told.add(subject);
  seen.push(subject);
  timer ??= setTimeout(tell, BATCH_AFTER);
}

export function watchExposures() {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const subject = target.dataset.exposure;
      clearTimeout(waiting.get(target));
      if (!isIntersecting || told.has(subject)) continue;
      waiting.set(target, setTimeout(() => { observer.unobserve(target); note(subject); }, SEEN_AFTER));
    }
  }, { threshold: 0.5 });
  const find = () => { for (const element of document.querySelectorAll("[data-exposure]")) observer.observe(element); };
  const forget = () => { for (const pending of waiting.values()) clearTimeout(pending); waiting.clear(); observer.disconnect(); told.clear(); tell(); };
  for (const moment of ["turbo:load", "turbo:frame-load", "turbo:morph", "suggest:shown"]) addEventListener(moment, find);
  addEventListener("turbo:before-render", forget);
  addEventListener("pagehide", tell);
}
