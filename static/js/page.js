// What every controller may ask of the page it is on.

export const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export const word = (key) => JSON.parse(meta("words") || "{}")[key] ?? "";

export const token = () => meta("csrf-token");

export function announce(text) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = text;
}

// HTML of this origin as nodes, never run.
export function nodes(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

export function fill(region, html) {
  region.replaceChildren(...nodes(html).body.childNodes);
}

export async function post(url, { method = "POST", body, accept = "text/html", signal, keepalive } = {}) {
  const headers = { Accept: accept, "X-CSRFToken": token() };
  return fetch(url, { method, body, headers, signal, keepalive, credentials: "same-origin", redirect: "manual" });
}

export function debounce(wait, deed) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => deed(...given), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

export function toast(text, { fault = false, link = null } = {}) {
  const element = document.createElement("div");
  element.className = `toast${fault ? " toast-fault" : ""}`;
  element.setAttribute("role", fault ? "alert" : "status");
  element.dataset.controller = "toast";
  element.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (link) element.append(Object.assign(document.createElement("a"), { href: link, textContent: word("what_to_do") }));
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: word("close") });
  close.dataset.action = "toast#close";
  element.append(close);
  document.getElementById("toasts")?.append(element);
}
