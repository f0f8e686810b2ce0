// What this browser keeps: from visit to visit, or for one window until it is closed. Where it may keep nothing, the
// page goes without.

/** What was kept under a name, or undefined. */
export const kept = (name) => read("localStorage", name);
/** Keeps something under a name; what can't be kept is not worth a complaint. */
export const keep = (name, value) => write("localStorage", name, value);

/** What this window has kept under a name, or undefined. */
export const keptHere = (name) => read("sessionStorage", name);
/** Keeps something for this window: it outlives a reload. */
export const keepHere = (name, value) => write("sessionStorage", name, value);

function read(store, name) {
  try {
    return JSON.parse(window[store].getItem(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(store, name, value) {
  try {
    window[store].setItem(name, JSON.stringify(value));
  } catch {
    // No room, or not allowed.
  }
}
