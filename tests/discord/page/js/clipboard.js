// The clipboard.

import { toast } from "./toast.js";

/** Copies a text, and says that `what` was copied or could not be. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} is copied.`, "note");
  } catch {
    toast(`${what} could not be copied: the browser does not allow it.`);
  }
}
