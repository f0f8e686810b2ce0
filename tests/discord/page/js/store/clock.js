// The clock that everything in this Discord is timed by.

import { control } from "../api.js";
import { effect, signal } from "../html.js";
import { did } from "./deeds.js";

/** `{now, frozen, next}` as the server last said it; `next` is `{at, what}` or null. */
export const clock = signal(null);
/** What the clock shows, as a Date, renewed every second. */
export const now = signal(new Date());

let ahead = 0;

effect(() => {
  if (!clock.value) return;
  ahead = new Date(clock.value.now) - Date.now();
  tick();
});

function tick() {
  const { now: shown, frozen } = clock.value ?? {};
  now.value = frozen ? new Date(shown) : new Date(Date.now() + ahead);
}

setInterval(tick, 1000);

/** Reads the clock again: what is due next changes without the clock being moved. */
export async function readClock() {
  clock.value = await control("GET", "/clock");
}

/** Moves the clock: `{advance_ms}`, `{set}`, `{next: true}` or `{freeze}`. */
export async function moveClock(move) {
  clock.value = await control("POST", "/clock", move);
  did({ clock: move.next ? "next" : `+${move.advance_ms}` });
}
