// Files are sent in as soon as they are picked, pasted or dropped, and wait as chips; without scripts they come with the form.
const MOST_BYTES = 10 * 1024 * 1024;

// Made with what the page has loaded already, so that the bundle stays in one piece.
export default (Controller, { announce, nodes, post, token, word }) => class extends Controller {
  static targets = ["list", "input", "fault", "chip"];

  connect() {
    this.listen = (type, deed) => this.element.addEventListener(type, deed);
    this.listen("paste", (event) => this.arrived(event, event.clipboardData));
    this.listen("drop", (event) => this.arrived(event, event.dataTransfer));
    this.listen("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    this.listen("draft:restored", (event) => this.restore(event.detail));
    if (this.hasInputTarget && this.inputTarget.files.length) this.picked(); // chosen before this script was there
  }

  picked() {
    this.send([...this.inputTarget.files]);
    this.inputTarget.value = "";
  }

  // Text that comes with a picture, as from a word processor, stays text.
  arrived(event, carried) {
    if (!carried?.files.length || carried.types.includes("text/plain")) return;
    event.preventDefault();
    this.send([...carried.files]);
  }

  async send(files) {
    this.say("");
    for (const file of files) await this.sendOne(file);
  }

  sendOne(file) {
    if (file.size > MOST_BYTES) return this.say(word("too_large").replace("%", file.name));
    const waiting = this.waiting(file.name);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.upload.onprogress = ({ loaded, total }) => { waiting.progress.value = loaded / total; };
      request.onloadend = () => {
        waiting.item.remove();
        this.answered(request, file.name);
        done();
      };
      request.open("POST", "/files");
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      const body = new FormData();
      body.append("file", file);
      request.send(body);
    });
  }

  answered(request, name) {
    if (request.status === 201) {
      this.listTarget.append(...nodes(request.responseText).body.children);
      this.changed();
      return announce(word("attached").replace("%", name));
    }
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* an answer from in between */ }
    this.say(Object.values(told.errors ?? {}).join(" ") || told.detail || word("failed"));
  }

  waiting(name) {
    const item = document.createElement("li");
    item.className = "attached";
    const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    progress.setAttribute("aria-label", name);
    item.append(Object.assign(document.createElement("span"), { textContent: name }), progress);
    this.listTarget.append(item);
    return { item, progress };
  }

  async remove({ currentTarget, params }) {
    const chip = currentTarget.closest("li");
    const answer = await post(params.url, { method: "DELETE", accept: "application/json" }).catch(() => null);
    if (!answer?.ok && answer?.status !== 404) return this.say(word("failed"));
    chip.remove();
    this.changed();
    this.inputTarget.focus();
  }

  // A draft names the files that were sent in with it.
  async restore(fields) {
    const missing = [fields.file ?? []].flat().filter((one) => !this.listTarget.querySelector(`input[value="${CSS.escape(one)}"]`));
    if (!missing.length) return;
    const answer = await fetch(`/files/loose?${new URLSearchParams(missing.map((one) => ["file", one]))}`);
    if (answer.ok) this.listTarget.append(...nodes(await answer.text()).body.children);
    for (const field of this.listTarget.querySelectorAll("input.input")) field.value ||= fields[field.name] ?? "";
  }

  changed() {
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  say(sentence) {
    this.faultTarget.hidden = !sentence;
    this.faultTarget.querySelector("span").textContent = sentence;
  }
};
