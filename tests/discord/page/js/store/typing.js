// The users who are typing, by channel: for ten seconds, or until their message arrives.

import { signal } from "../html.js";

const SHOWN = 10_000;

/** Ids of the users who are typing, by channel id. */
export const typing = signal({});

const ends = new Map();

/** Adds a user who types in a channel. */
export function startTyping({ channel, user }) {
  stopTyping(channel, user);
  change(channel, (users) => [...users, user]);
  ends.set(`${channel} ${user}`, setTimeout(() => stopTyping(channel, user), SHOWN));
}

/** Removes a user who no longer types there. */
export function stopTyping(channel, user) {
  clearTimeout(ends.get(`${channel} ${user}`));
  if (ends.delete(`${channel} ${user}`)) change(channel, (users) => users.filter((id) => id !== user));
}

/** Forgets all typing users, for another person or world. */
export function forgetTyping() {
  for (const end of ends.values()) clearTimeout(end);
  ends.clear();
  typing.value = {};
}

function change(channel, next) {
  typing.value = { ...typing.value, [channel]: next(typing.value[channel] ?? []) };
}
