// The clock of this Discord.

import { control } from "../api.js";
import { effect, signal } from "../html.js";
import { instant } from "../tools/time.js";
import { toast } from "../toast.js";
import { emit } from "./events.js";

/** `{now, frozen, next}` as the server last sent it; `next` is `{at, what}` or null. */
export const clock = signal(null);
/** What the clock shows, as a Date, renewed every second. */
export const now = signal(new Date());
/** Whether the clock is being moved. */
export const moving = signal(false);
/** A sentence about the last move, for a few seconds, or null. */
export const moved = signal(null);

const SHOWN_FOR = 5000;

let ahead = 0;
/** The next task until its time has come, which completes a tour's step however the clock gets there. */
let awaited = null;
let turn = Promise.resolve();
let hiding;
let waiting = 0;

effect(() => {
  if (!clock.value) return;
  ahead = new Date(clock.value.now) - Date.now();
  tick();
  const { next } = clock.value;
  awaited = next && !isPast(next) ? next : null;
});

function tick() {
  const { now: shown, frozen, next } = clock.peek() ?? {};
  now.value = frozen ? new Date(shown) : new Date(Date.now() + ahead);
  if (awaited && isPast(awaited)) {
    awaited = null;
    queueMicrotask(() => emit({ clock: "next" }));
  }
  // The next task is due: read the one after it. The lost live stream says if the server is gone.
  if (next && isPast(next)) readClock();
}

const isPast = ({ at }) => new Date(at) <= now.peek();

setInterval(tick, 1000);

/** Reads the clock again: the next task changes even if the clock is not moved. */
export async function readClock() {
  try {
    const shown = await control("GET", "/clock");
    if (!moving.value) clock.value = shown;
  } catch {
    // The stream says that the server is gone; the clock is read again when it is back.
  }
}

/** Moves the clock: `{advance_ms}`, `{set}`, `{next: true}` or `{freeze}`. One move waits for the one before. */
export function moveClock(move) {
  waiting += 1;
  moving.value = true;
  turn = turn.then(() => sendMove(move)).catch((error) => toast(error.message));
  turn = turn.finally(() => {
    waiting -= 1;
    moving.value = waiting > 0;
  });
  return turn;
}

async function sendMove(move) {
  if (move.next) awaited = null;
  clock.value = await control("POST", "/clock", move);
  const still = move.freeze === undefined || move.set ? "" : move.freeze ? " The clock is frozen." : " The clock runs on.";
  announce(`It is now ${instant(now.value)}.${still}`);
  if (move.next) emit({ clock: "next" });
  if (move.advance_ms) emit({ clock: `+${move.advance_ms}` });
}

function announce(sentence) {
  clearTimeout(hiding);
  moved.value = sentence;
  hiding = setTimeout(() => {
    moved.value = null;
  }, SHOWN_FOR);
}
