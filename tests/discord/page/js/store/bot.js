// The bot's state and the armed faults. No event announces their changes, so they are polled.

import { control } from "../api.js";
import { signal } from "../html.js";

/** `online`, `muted`, `offline` or null while unknown. */
export const bot = signal(null);
/** The armed faults, as GET /control/faults lists them. */
export const faults = signal([]);

const POLL_INTERVAL = 3000;
/** Leaves out all frames, as only the sessions are used. */
const NO_FRAMES = "?since=9007199254740991";

/** Reads the bot's state and the armed faults. */
export async function readBot() {
  try {
    const [gateway, armed] = await Promise.all([control("GET", `/gateway${NO_FRAMES}`), control("GET", "/faults")]);
    bot.value = statusOf(gateway.sessions);
    if (JSON.stringify(armed) !== JSON.stringify(faults.value)) faults.value = armed;
  } catch {
    // The lost live stream says that the server is gone.
    bot.value = null;
  }
}

/** Polls while the page is visible, until the returned function is called. */
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
