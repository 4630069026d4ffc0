// The one Trusted Types policy. Turbo hands over only HTML that it fetched from this origin, and what people write is
// cleaned on the server; scripts come from this site's own build or not at all.
const ownScript = (address) => {
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && url.pathname.startsWith("/static/dist/") ? url.href : null;
};

// Turbo copies script elements with their text, which of ours is always empty.
const nothingElse = (text) => (text === "" ? text : null);

if (globalThis.trustedTypes) {
  trustedTypes.createPolicy("default", { createHTML: (html) => html, createScriptURL: ownScript, createScript: nothingElse });
}
