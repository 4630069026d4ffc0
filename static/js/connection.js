import { meta } from "./page.js";

// One socket for all live regions of all pages; where it cannot connect, a gentle clock takes its place.
const POLL_EVERY = 15_000;
const NOT_BEFORE = 1_500;
const NOT_AFTER = 1_000;
const TYPING_EVERY = 3_000;
const regions = new Map();
const typed = new Map();
let socket;
let starting = false;
let clock;

const topics = () => [...new Set([...regions.values()].flatMap(({ names }) => names))];

function tellAll(kind, topic, message) {
  for (const { names, on } of regions.values()) if (names.includes(topic)) on[kind]?.(message);
}

function poll() {
  if (document.visibilityState !== "visible") return;
  for (const { on } of regions.values()) on.changed?.();
}

function fallBack() {
  clock ??= setInterval(poll, POLL_EVERY);
}

function connected() {
  clearInterval(clock);
  const missed = clock !== undefined;
  clock = undefined;
  socket.emit("watch", { topics: topics() });
  if (missed) poll();
}

async function start() {
  starting = true;
  const url = meta("socket-url");
  if (!url) return fallBack();
  const { io } = await import("socket.io-client");
  socket = io(`${url}/live`, { transports: ["websocket"], withCredentials: true, reconnectionDelayMax: 30_000 });
  socket.on("connect", connected);
  socket.on("connect_error", fallBack);
  socket.on("disconnect", fallBack);
  socket.on("changed", (message) => tellAll("changed", message.topic, message));
  socket.on("presence", (message) => tellAll("presence", message.topic, message));
}

export function watch(key, names, on) {
  regions.set(key, { names, on });
  if (socket?.connected) socket.emit("watch", { topics: names });
  if (!starting) {
    starting = true;
    setTimeout(() => (window.requestIdleCallback ?? setTimeout)(() => start().catch(fallBack), { timeout: NOT_AFTER }), NOT_BEFORE);
  }
}

export function unwatch(key) {
  const { names } = regions.get(key) ?? { names: [] };
  regions.delete(key);
  const left = names.filter((name) => !topics().includes(name));
  if (left.length && socket?.connected) socket.emit("unwatch", { topics: left });
}

// Others learn that one is writing; the word lapses by itself when it is not said again.
export function typing(topic) {
  if (!socket?.connected || Date.now() - (typed.get(topic) ?? 0) < TYPING_EVERY) return;
  typed.set(topic, Date.now());
  socket.emit("typing", { topic });
}
