// Who is typing where. Discord shows it for ten seconds, or until the message is there.

import { signal } from "../html.js";

const SHOWN = 10_000;

/** Ids of the users who are typing, by channel id. */
export const typing = signal({});

const ends = new Map();

/** Takes in that a user types in a channel. */
export function startTyping({ channel, user }) {
  stopTyping(channel, user);
  change(channel, (users) => [...users, user]);
  ends.set(`${channel} ${user}`, setTimeout(() => stopTyping(channel, user), SHOWN));
}

/** Takes in that a user types there no longer. */
export function stopTyping(channel, user) {
  clearTimeout(ends.get(`${channel} ${user}`));
  if (ends.delete(`${channel} ${user}`)) change(channel, (users) => users.filter((id) => id !== user));
}

/** Forgets who types, for another person or another world. */
export function forgetTyping() {
  for (const end of ends.values()) clearTimeout(end);
  ends.clear();
  typing.value = {};
}

function change(channel, next) {
  typing.value = { ...typing.value, [channel]: next(typing.value[channel] ?? []) };
}
