// How the bot is doing, and what is armed to go wrong for it. Nothing tells when that changes, so it is asked now and then.

import { control } from "../api.js";
import { signal } from "../html.js";

/** `online`, `muted`, `offline` or null while unknown. */
export const bot = signal(null);
/** The faults that wait for their request, as GET /control/faults gives them. */
export const faults = signal([]);

const POLL_INTERVAL = 3000;
/** Leaves out all frames: only the sessions are wanted. */
const NO_FRAMES = "?since=9007199254740991";

/** Asks how the bot is doing, and which faults are armed. */
export async function readBot() {
  try {
    const [gateway, armed] = await Promise.all([control("GET", `/gateway${NO_FRAMES}`), control("GET", "/faults")]);
    bot.value = statusOf(gateway.sessions);
    if (JSON.stringify(armed) !== JSON.stringify(faults.value)) faults.value = armed;
  } catch {
    // That nobody answers is said where the live stream is lost.
    bot.value = null;
  }
}

/** Keeps asking while the page is seen, until the returned function is called. */
export function watchBot() {
  const ask = () => document.visibilityState === "visible" && readBot();
  ask();
  const timer = setInterval(ask, POLL_INTERVAL);
  return () => clearInterval(timer);
}

function statusOf(sessions) {
  const connected = sessions.filter((session) => session.connected);
  if (!connected.length) return "offline";
  return connected.every((session) => session.muted) ? "muted" : "online";
}
