// Whether this is still the same world: another window may have put another one in its place.

import { effect, signal } from "../html.js";
import { toast } from "../toast.js";
import { client } from "./client.js";

/** Counts the worlds that were seen. What is left of the one before closes when it changes. */
export const world = signal(0);

/** Whose client was looked at last, and when each of their guilds began. */
let last = null;
let own = false;

effect(() => {
  if (own || !client.value) return;
  const now = markOf(client.value);
  if (last && isAnother(last, now)) {
    world.value = world.peek() + 1;
    toast("The world was started over.", "note");
  }
  last = now;
});

/** Does what replaces the world from this window, which says so itself. */
export async function replacing(action) {
  own = true;
  try {
    await action();
  } finally {
    own = false;
    last = client.peek() && markOf(client.peek());
    world.value += 1;
  }
}

/** An owner joins with the guild. */
function markOf({ user, guilds }) {
  const begun = ({ id, owner_id: owner, members }) => [id, members.find((member) => member.user.id === owner)?.joined_at];
  return { person: user.username, guilds: new Map(guilds.map(begun)) };
}

function isAnother(before, now) {
  const both = [...now.guilds.keys()].filter((id) => before.guilds.has(id));
  if (both.length > 0) return both.some((id) => before.guilds.get(id) !== now.guilds.get(id));
  return before.person === now.person && before.guilds.size > 0 && now.guilds.size > 0;
}
