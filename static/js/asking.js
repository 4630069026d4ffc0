// Turbo's confirmation as our own dialog; resolves to whether the person said yes.
export function ask(sentence) {
  const dialog = document.getElementById("asking").content.firstElementChild.cloneNode(true);
  dialog.querySelector("[data-text]").textContent = sentence;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }, { once: true });
  });
}
