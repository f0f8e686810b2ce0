// What this browser keeps from visit to visit. Where it may keep nothing, the page goes without.

/** What was kept under a name, or undefined. */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps something under a name; what can't be kept is not worth a complaint. */
export function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // No room, or not allowed.
  }
}
