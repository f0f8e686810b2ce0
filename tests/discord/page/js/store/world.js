// Notices that the world was replaced, perhaps by another window.

import { effect, signal } from "../html.js";
import { toast } from "../toast.js";
import { client } from "./client.js";

/** Counts the worlds. When it changes, what belongs to the last one closes. */
export const world = signal(0);

/** The last client's person, and when each of their guilds began. */
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

/** Runs an action of this window that replaces the world; the window announces it itself. */
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
