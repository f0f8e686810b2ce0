// The page's address says whose client this is and what it shows, so that a reload and a second window keep it.

import { signal } from "./html.js";

/** What the address says: `{as, guild, channel}`, names or ids, or undefined. */
export const address = signal(read());

addEventListener("popstate", () => {
  address.value = read();
});

/** The page's address with another person, guild or channel. What is left out stays; null takes it away. */
export function hrefOf(changes) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...address.value, ...changes })) {
    if (value) query.set(key, value);
  }
  return `${location.pathname}?${query}`;
}

/** Goes to another person, guild or channel. What is left out stays; null takes it away. */
export function go(changes, { replace = false } = {}) {
  const url = hrefOf(changes);
  if (url === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", url);
  address.value = read();
}

/**
 * What a link to `hrefOf(changes)` does when it is pressed: goes there without a reload, and says so. A new tab or window
 * is left to the browser.
 */
export function follow(event, changes) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
  event.preventDefault();
  go(changes);
  return true;
}

function read() {
  const query = new URLSearchParams(location.search);
  // Nothing has a name with control characters.
  const of = (key) => query.get(key)?.replace(/\p{Cc}/gu, "") || undefined;
  return { as: of("as"), guild: of("guild"), channel: of("channel") };
}
