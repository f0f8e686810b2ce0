// Who is typing where. Discord shows it for ten seconds, or until the message is there.

import { signal } from "../html.js";

const SHOWN = 10_000;

/** Ids of the users who are typing, by channel id. */
export const typing = signal({});

/** Takes in that a user types in a channel. */
export function heardTyping({ channel, user }) {
  change(channel, (users) => [...users.filter((id) => id !== user), user]);
  setTimeout(() => stoppedTyping(channel, user), SHOWN);
}

/** Takes in that a user types there no longer. */
export function stoppedTyping(channel, user) {
  change(channel, (users) => users.filter((id) => id !== user));
}

function change(channel, next) {
  typing.value = { ...typing.value, [channel]: next(typing.value[channel] ?? []) };
}
