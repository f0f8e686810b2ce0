// The browser's storage, for all windows or for this one. The page works without it if the browser allows none.

/** The value that is stored under a name, or undefined. */
export const readLocal = (name) => read("localStorage", name);
/** Stores a value for all windows; a failure is ignored. */
export const writeLocal = (name, value) => write("localStorage", name, value);

/** The value that this window has stored under a name, or undefined. */
export const readSession = (name) => read("sessionStorage", name);
/** Stores a value for this window, until it is closed. */
export const writeSession = (name, value) => write("sessionStorage", name, value);

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
