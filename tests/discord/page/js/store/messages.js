// The messages of the channels that were opened: of each a window onto its history, so that long ones stay light.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { batch, signal } from "../html.js";
import { stopTyping } from "./typing.js";

const PAGE = 50;
const AROUND = 100;
/** How many messages of a channel are kept and shown at most. */
const WINDOW = 150;

/** The message to jump to: `{channel, message}`, or null. */
export const destination = signal(null);

const logs = new Map();

/**
 * The window onto a channel: signals `messages` (oldest first), `earlier` and `later` (is there more), `loaded`,
 * `loading`, `error` (a sentence) and `fresh` (how many came while one was not `following` the newest).
 */
export function logOf(channel) {
  let log = logs.get(channel);
  if (!log) {
    log = {
      channel,
      messages: signal([]), earlier: signal(false), later: signal(false),
      loaded: signal(false), loading: signal(false), error: signal(null), fresh: signal(0),
      following: true, newest: "0", meanwhile: null, turn: 0,
    };
    logs.set(channel, log);
  }
  return log;
}

/** Forgets everything, for another person or another world. */
export function forgetAll() {
  for (const log of logs.values()) log.turn++;
  logs.clear();
  destination.value = null;
}

/** Shows the newest messages of a channel. */
export function loadLatest(channel) {
  const log = logOf(channel);
  return load(log, { limit: PAGE }, (page) => {
    log.messages.value = page;
    log.earlier.value = page.length === PAGE;
    log.later.value = false;
    log.fresh.value = 0;
    // A new world may have earlier ids.
    log.newest = "0";
  });
}

/** Shows a message of a channel with those around it. */
export function loadAround(channel, message) {
  const log = logOf(channel);
  return load(log, { limit: AROUND, around: message }, (page) => {
    log.messages.value = page;
    // The ends find out for themselves that there is no more.
    log.earlier.value = log.later.value = page.length > 0;
  });
}

/** Adds a page of older messages, and drops the newest if there are too many. */
export async function loadEarlier(channel) {
  const log = logOf(channel);
  const [first] = log.messages.value;
  if (!first || !log.earlier.value || log.loading.value) return;
  await load(log, { limit: PAGE, before: first.id }, (page) => {
    const all = [...page, ...log.messages.value];
    log.messages.value = all.slice(0, WINDOW);
    log.later.value ||= all.length > WINDOW;
    log.earlier.value = page.length === PAGE;
  });
}

/** Adds a page of newer messages, and drops the oldest if there are too many. */
export async function loadLater(channel) {
  const log = logOf(channel);
  const last = log.messages.value.at(-1);
  if (!last || !log.later.value || log.loading.value) return;
  await load(log, { limit: PAGE, after: last.id }, (page) => {
    const all = [...log.messages.value, ...page];
    log.messages.value = all.slice(-WINDOW);
    log.earlier.value ||= all.length > WINDOW;
    log.later.value = page.length === PAGE;
  });
}

/** Handles a message that was written or changed. */
export function put(channel, message) {
  stopTyping(channel, message.author.id);
  const log = logs.get(channel);
  if (!log) return;
  log.meanwhile?.push(() => insert(log, message));
  if (log.loaded.value) insert(log, message);
}

/** Removes deleted messages. */
export function remove(channel, ids) {
  const log = logs.get(channel);
  if (!log) return;
  const without = () => {
    const left = log.messages.value.filter((message) => !ids.includes(message.id));
    log.messages.value = answering(left, ids, null);
  };
  log.meanwhile?.push(without);
  without();
}

/** Loads the shown channel again, where the reader is, and forgets the others, after the stream has lost something. */
export function reload(shown) {
  const log = logs.get(shown);
  logs.clear();
  if (!log) return;
  logs.set(shown, log);
  const { messages, later } = log;
  const middle = messages.value[messages.value.length >> 1];
  return later.value && middle ? loadAround(shown, middle.id) : loadLatest(shown);
}

/** Replies show the message that they answer as it is `now`; null if it was deleted. */
function answering(messages, ids, now) {
  const current = (one) => (ids.includes(one.referenced_message?.id) ? { ...one, referenced_message: now } : one);
  return messages.map(current);
}

function insert(log, message) {
  const messages = answering(log.messages.value, [message.id], message);
  const isNew = after(message.id, log.newest);
  if (isNew) log.newest = message.id;
  const at = messages.findIndex((known) => known.id === message.id);
  if (at >= 0) {
    log.messages.value = messages.with(at, message);
    return;
  }
  if (!isNew) {
    log.messages.value = messages;
    return;
  }
  if (!log.following || log.later.value) log.fresh.value++;
  if (log.later.value) return;
  if (log.following) {
    log.messages.value = [...messages, message].slice(-WINDOW);
    log.earlier.value ||= messages.length >= WINDOW;
  } else if (messages.length < WINDOW) {
    log.messages.value = [...messages, message];
  } else {
    // A reader further up keeps what is being read.
    log.later.value = true;
  }
}

/** Whether the first of two ids is the later one. */
export const after = (id, other) => BigInt(id) > BigInt(other);

async function load(log, range, show) {
  const turn = ++log.turn;
  const overtaken = () => turn !== log.turn;
  const meanwhile = [];
  log.meanwhile = meanwhile;
  log.loading.value = true;
  try {
    const page = (await control("GET", `${pathOf(log)}?${new URLSearchParams(range)}`)).reverse();
    if (overtaken()) return;
    batch(() => {
      show(page);
      const last = page.at(-1)?.id ?? "0";
      if (after(last, log.newest)) log.newest = last;
      log.loaded.value = true;
      log.error.value = null;
      // What came while the page was on its way may be newer than the page.
      for (const change of meanwhile) change();
    });
  } catch (error) {
    if (!overtaken()) log.error.value = error.message;
  } finally {
    if (!overtaken()) {
      log.loading.value = false;
      log.meanwhile = null;
    }
  }
}

const pathOf = ({ channel }) => path("users", address.value.as, "channels", channel, "messages");
