import "./trust.js";
import * as Turbo from "@hotwired/turbo";
import { Application, Controller } from "@hotwired/stimulus";
import { ask } from "./asking.js";
import { typing } from "./connection.js";
import { watchExposures } from "./exposures.js";
import * as page from "./page.js";
import { watchSending } from "./sending.js";
import Autosubmit from "./controllers/autosubmit.js";
import Copy from "./controllers/copy.js";
import Dialog from "./controllers/dialog.js";
import Disclosure from "./controllers/disclosure.js";
import Focus from "./controllers/focus.js";
import Lint from "./controllers/lint.js";
import Live from "./controllers/live.js";
import Opener from "./controllers/opener.js";
import Preview from "./controllers/preview.js";
import RelativeTime from "./controllers/relative-time.js";
import Shortcuts from "./controllers/shortcuts.js";
import Suggest from "./controllers/suggest.js";
import Theme from "./controllers/theme.js";
import Toast from "./controllers/toast.js";
import Vote from "./controllers/vote.js";

const controllers = {
  autosubmit: Autosubmit,
  copy: Copy,
  dialog: Dialog,
  disclosure: Disclosure,
  focus: Focus,
  lint: Lint,
  live: Live,
  opener: Opener,
  preview: Preview,
  "relative-time": RelativeTime,
  shortcuts: Shortcuts,
  suggest: Suggest,
  theme: Theme,
  toast: Toast,
  vote: Vote,
};

document.documentElement.classList.add("scripted-on");
Turbo.config.forms.confirm = ask;
Turbo.config.drive.progressBarDelay = 250;

const application = Application.start();
for (const [name, controller] of Object.entries(controllers)) application.register(name, controller);

// What few pages need comes with them.
const rare = {
  budget: () => import("./controllers/budget.js"),
  chart: () => import("./controllers/chart.js"),
  composer: () => import("./controllers/composer.js"),
  draft: () => import("./controllers/draft.js"),
  tools: () => import("./controllers/tools.js"),
  ranking: () => import("./controllers/ranking.js"),
  topics: () => import("./controllers/topics.js"),
  fields: () => import("./controllers/fields.js"),
  files: () => import("./controllers/files.js"),
  stages: () => import("./controllers/stages.js"),
  scoring: () => import("./controllers/scoring.js"),
};
const fetched = new Set();
function fetchRare() {
  for (const [name, load] of Object.entries(rare)) {
    if (fetched.has(name) || !document.querySelector(`[data-controller~="${name}"]`)) continue;
    fetched.add(name);
    load().then((found) => application.register(name, found.default(Controller, { ...page, typing })));
  }
}
fetchRare();
addEventListener("turbo:load", fetchRare);

watchExposures();
watchSending();
// A new page is silent to a screen reader unless its title is said.
addEventListener("turbo:load", () => page.announce(document.title));
