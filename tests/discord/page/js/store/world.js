// Whether this is still the same world: another window may have put another one in its place.

import { effect, signal } from "../html.js";
import { toast } from "../toast.js";
import { client } from "./client.js";

/** Counts the worlds that were seen. What is left of the one before closes when it changes. */
export const world = signal(0);

let born = null;
let own = false;

effect(() => {
  const now = birthOf(client.value);
  if (own || !now) return;
  if (born && now !== born) {
    world.value = world.peek() + 1;
    toast("The world was started over.", "note");
  }
  born = now;
});

/** Does what replaces the world from this window, which says so itself. */
export async function replacing(deed) {
  own = true;
  try {
    await deed();
  } finally {
    own = false;
    born = birthOf(client.peek());
    world.value += 1;
  }
}

/** When the first of all members joined: everybody does when a world begins, and nobody does earlier. */
function birthOf(state) {
  const joined = (state?.guilds ?? []).flatMap(({ members }) => members.map(({ joined_at: at }) => at));
  return joined.sort()[0] ?? null;
}
