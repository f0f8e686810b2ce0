// What the person did in the page, told to whoever wants to know: the guided tour.

const listeners = new Set();

/** Tells that something was done: `{command}`, `{button}`, `{clock}`, `{person}` or `{channel}`, as a tour's targets name it. */
export function did(deed) {
  for (const listener of listeners) listener(deed);
}

/** Calls `listener` for each deed until the returned function is called. */
export function onDeed(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a text is like a pattern, in which `*` stands for anything. */
export function like(pattern, text) {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
