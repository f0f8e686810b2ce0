// The person's unread messages, which this browser remembers for each person.

import { effect, signal } from "../html.js";
import { channel as shown, client, mentionsMe } from "./client.js";
import { readLocal, writeLocal } from "./storage.js";
import { after, logOf } from "./messages.js";

/** The channels with unread messages: how many of those mention the person, by channel id. */
export const unread = signal({});

const EPHEMERAL = 1 << 6;
const SAVE_AFTER = 500;
const BASE = "unread since";

let person;
let marks = {};
let saving;
const newest = new Map();

const isPassing = ({ flags }) => flags & EPHEMERAL;
const latest = (one, other) => (after(one ?? "0", other ?? "0") ? one : other ?? "0");
const marksOf = (id) => `read by ${id}`;

/** Up to which message the person has read a channel. What was there before the first visit counts as read. */
const readUpTo = (id) => marks[id] ?? readLocal(BASE) ?? "0";

/** Returns a test for messages that were unread when a channel was opened. */
export function newsIn(id) {
  const [from, to] = [readUpTo(id), newest.get(id) ?? "0"];
  const me = client.value.user.id;
  return (message) =>
    !isPassing(message) && message.author.id !== me && after(message.id, from) && !after(message.id, to);
}

/** Marks a channel as read. */
export function markRead(id) {
  marks[id] = newest.get(id) ?? readUpTo(id);
  if (id in unread.value) {
    const { [id]: _, ...rest } = unread.value;
    unread.value = rest;
  }
  clearTimeout(saving);
  saving = setTimeout(save, SAVE_AFTER);
}

function save() {
  clearTimeout(saving);
  if (person) writeLocal(marksOf(person), marks);
}

/** Handles a message that was written or changed. */
export function countUnread(id, message) {
  if (!client.value || isPassing(message) || !after(message.id, newest.get(id) ?? "0")) return;
  newest.set(id, message.id);
  const own = message.author.id === client.value.user.id;
  if (own || isRead(id)) markRead(id);
  else unread.value = { ...unread.value, [id]: (unread.value[id] ?? 0) + (concerns(message) ? 1 : 0) };
}

/** Forgets all counts, as the world may have been replaced. */
export function forgetUnread() {
  newest.clear();
}

/** Whether the person sees the end of the channel. */
function isRead(id) {
  if (shown.value?.id !== id || document.hidden) return false;
  const { following, later, loaded } = logOf(id);
  return following && loaded.value && !later.value;
}

const concerns = (message) => mentionsMe(message) || client.value.dms.some(({ id }) => id === message.channel_id);

effect(() => {
  if (!client.value) return;
  const { user, guilds, dms } = client.value;
  if (person !== user.id) meet(user.id);
  const all = [...guilds.flatMap(({ channels, threads }) => [...channels, ...threads]), ...dms];
  for (const { id, last_message_id: last } of all) newest.set(id, latest(last, newest.get(id)));
  begin(all);
  unread.value = Object.fromEntries(
    all.filter(({ id }) => after(newest.get(id), readUpTo(id)) && !isRead(id)).map(({ id }) => [id, unread.peek()[id] ?? 0]),
  );
});

function meet(id) {
  save();
  person = id;
  marks = readLocal(marksOf(id)) ?? {};
  unread.value = {};
  forgetUnread();
}

/** On the first visit, and in a world with fewer messages than were read, everything counts as read. */
function begin(all) {
  const isOther = all.some(({ id }) => marks[id] && after(marks[id], newest.get(id)));
  if (readLocal(BASE) && !isOther) return;
  if (isOther) marks = {};
  writeLocal(BASE, all.map(({ id }) => newest.get(id)).reduce(latest, "0"));
}

addEventListener("pagehide", save);

addEventListener("storage", ({ key }) => {
  // Another window of the same person has read on.
  if (person && key === marksOf(person)) marks = readLocal(key) ?? {};
});
