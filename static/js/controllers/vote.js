import { Controller } from "@hotwired/stimulus";
import { post, toast, word } from "../page.js";

// A vote counts at once on the page, and goes back if the server refuses.
export default class extends Controller {
  static targets = ["button", "count"];
  static values = { url: String, method: String };

  async cast(event) {
    event.preventDefault();
    event.stopPropagation();
    this.show(!this.voted);
    if (this.busy) return; // the vote under way goes on until the server has what is shown
    this.busy = true;
    let kept = !this.voted;
    try {
      while (kept !== this.voted) kept = await this.send(this.voted);
    } catch (problem) {
      this.show(kept);
      toast(problem.said ?? word(navigator.onLine ? "failed" : "offline"), { fault: true, link: problem.remedy });
    } finally {
      this.busy = false;
    }
  }

  // Returns whether the server has a vote now.
  async send(wanted) {
    // Whoever votes and goes on at once has voted: the page shows it before the server has said so.
    const method = wanted ? this.methodValue : "DELETE";
    const answer = await post(this.urlValue, { method, accept: "application/json", keepalive: true });
    if (answer.type === "opaqueredirect" || answer.ok) return this.correct(answer, wanted);
    const { detail, remedy } = await answer.json().catch(() => ({}));
    throw Object.assign(new Error("refused"), { said: detail, remedy });
  }

  async correct(answer, wanted) {
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return wanted;
    const { count, voted = wanted } = await answer.json();
    if (count === undefined) return wanted;
    // A blind count that the server tells is for this person to see, now that they have voted.
    if (this.buttonTarget.classList.replace("vote-blind", "vote-told")) this.buttonTarget.removeAttribute("title");
    if (this.voted === wanted) this.set(voted, count);
    else this.set(this.voted, count + (this.voted ? 1 : -1)); // another press meanwhile, which is sent next
    return voted;
  }

  get voted() {
    return this.buttonTarget.getAttribute("aria-pressed") === "true";
  }

  get count() {
    return Number(this.countTarget.dataset.count);
  }

  show(voted) {
    if (voted !== this.voted) this.set(voted, this.count + (voted ? 1 : -1));
  }

  set(voted, count) {
    const isBlind = this.buttonTarget.classList.contains("vote-blind");
    this.buttonTarget.setAttribute("aria-pressed", String(voted));
    this.countTarget.dataset.count = count;
    if (!isBlind) this.countTarget.textContent = short(count);
    this.element.action = voted ? withMethod(this.urlValue, "DELETE") : withMethod(this.urlValue, this.methodValue);
  }
}

const withMethod = (url, method) => (method === "POST" ? url : `${url}${url.includes("?") ? "&" : "?"}_method=${method}`);

export function short(count) {
  const one = (value) => String(Math.floor(value * 10) / 10);
  if (count < 1000) return String(count);
  if (count < 100_000) return `${one(count / 1000)}k`;
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k` : `${one(count / 1_000_000)}M`;
}
