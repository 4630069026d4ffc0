import { toast, word } from "./page.js";

// What somebody chose to send in with a form, beside what the files controller takes care of.
export function watchSending() {
  // A form that is morphed keeps its files, and the next thing sent from it would carry them along.
  addEventListener("turbo:morph", () => {
    for (const input of document.querySelectorAll("input[type=file]")) input.value = "";
  });
  // The server reads nothing of what is too much, so that only this page still has what was typed.
  addEventListener("turbo:before-fetch-response", (event) => {
    if (event.detail.fetchResponse.statusCode !== 413) return;
    event.preventDefault();
    toast(word("too_much"), { fault: true });
  });
}
