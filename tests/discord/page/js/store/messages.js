// The messages of the channels that were opened: of each a window onto its history, so that long ones stay light.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { batch, signal } from "../html.js";

const PAGE = 50;
/** How many messages of a channel are kept and shown at most. */
export const WINDOW = 150;

const logs = new Map();

/** The window onto a channel: signals `messages` (oldest first), `earlier` and `later` (is there more), `loading`, `error`. */
export function logOf(channel) {
  let log = logs.get(channel);
  if (!log) {
    log = {
      messages: signal([]), earlier: signal(false), later: signal(false), loading: signal(false), error: signal(null),
      loaded: false,
    };
    logs.set(channel, log);
  }
  return log;
}

/** Forgets everything, for another person or another world. */
export function forgetAll() {
  logs.clear();
}

/** Shows the newest messages of a channel. */
export async function loadLatest(channel) {
  const log = logOf(channel);
  await load(log, channel, {}, (page) => {
    log.messages.value = page;
    log.earlier.value = page.length === PAGE;
    log.later.value = false;
    log.loaded = true;
  });
}

/** Adds a page of older messages, and lets go of the newest where there are too many. */
export async function loadEarlier(channel) {
  const log = logOf(channel);
  const [first] = log.messages.value;
  if (!first || !log.earlier.value || log.loading.value) return;
  await load(log, channel, { before: first.id }, (page) => {
    const all = [...page, ...log.messages.value];
    log.messages.value = all.slice(0, WINDOW);
    log.later.value ||= all.length > WINDOW;
    log.earlier.value = page.length === PAGE;
  });
}

/** Adds a page of newer messages, and lets go of the oldest where there are too many. */
export async function loadLater(channel) {
  const log = logOf(channel);
  const last = log.messages.value.at(-1);
  if (!last || !log.later.value || log.loading.value) return;
  await load(log, channel, { after: last.id }, (page) => {
    const all = [...log.messages.value, ...page];
    log.messages.value = all.slice(-WINDOW);
    log.earlier.value ||= all.length > WINDOW;
    log.later.value = page.length === PAGE;
  });
}

/** Takes in a message that was written or changed. */
export function put(channel, message) {
  const log = logs.get(channel);
  if (!log?.loaded) return;
  const messages = log.messages.value;
  const at = messages.findIndex((known) => known.id === message.id);
  if (at >= 0) {
    log.messages.value = messages.with(at, message);
  } else if (!log.later.value && newer(message, messages.at(-1))) {
    log.messages.value = [...messages, message].slice(-WINDOW);
    log.earlier.value ||= messages.length >= WINDOW;
  }
}

/** Takes out messages that were deleted. */
export function remove(channel, ids) {
  const log = logs.get(channel);
  if (log) log.messages.value = log.messages.value.filter((message) => !ids.includes(message.id));
}

/** Loads what is shown again, after the stream was lost. */
export function reloadAll() {
  return Promise.all([...logs].filter(([, log]) => log.loaded).map(([channel]) => loadLatest(channel)));
}

const newer = (message, last) => !last || BigInt(message.id) > BigInt(last.id);

async function load(log, channel, range, show) {
  log.loading.value = true;
  const query = new URLSearchParams({ limit: PAGE, ...range });
  try {
    const page = await control("GET", `${path("users", address.value.as, "channels", channel, "messages")}?${query}`);
    batch(() => {
      show(page.reverse());
      log.error.value = null;
    });
  } catch (error) {
    log.error.value = error.message;
  } finally {
    log.loading.value = false;
  }
}
