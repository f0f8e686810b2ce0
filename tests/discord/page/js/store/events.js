// What the person did in the page, for the guided tour.

const listeners = new Set();

/** Announces what was done: `{command}`, `{button}`, `{clock}`, `{person}` or `{channel}`, as a tour's targets name it. */
export function emit(event) {
  for (const listener of listeners) listener(event);
}

/** Calls `listener` for each event until the returned function is called. */
export function onEvent(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a text matches a pattern, in which `*` stands for anything. */
export function matches(pattern, text) {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
