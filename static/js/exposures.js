import { meta, token } from "./page.js";

// What was truly seen: half of it, or half a screen of what is taller, in view for a second of a page that is looked
// at; told in batches, and when the page is left or put aside.
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

// What would be too tall to be half in view counts as seen where it fills half of the screen.
function inView({ isIntersecting, intersectionRect, boundingClientRect, rootBounds }) {
  const screen = rootBounds?.height ?? innerHeight;
  return isIntersecting && intersectionRect.height >= Math.min(boundingClientRect.height, screen) / 2;
}

function drop() {
  for (const pending of waiting.values()) clearTimeout(pending);
  waiting.clear();
}

export function watchExposures() {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const { target } = entry;
      const subject = target.dataset.exposure;
      if (!inView(entry) || document.hidden || told.has(subject)) {
        clearTimeout(waiting.get(target));
        waiting.delete(target);
      } else if (!waiting.has(target)) {
        waiting.set(target, setTimeout(() => { observer.unobserve(target); waiting.delete(target); note(subject); }, SEEN_AFTER));
      }
    }
  }, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] });
  const find = () => { for (const element of document.querySelectorAll("[data-exposure]")) observer.observe(element); };
  // The second begins anew once the page is looked at again: to observe again is to be told again what is in view.
  const turn = () => { drop(); observer.disconnect(); if (document.hidden) tell(); else find(); };
  const forget = () => { drop(); observer.disconnect(); told.clear(); tell(); };
  for (const moment of ["turbo:load", "turbo:frame-load", "turbo:morph", "suggest:shown"]) addEventListener(moment, find);
  addEventListener("turbo:before-render", forget);
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", turn);
}
