// The label of a button in the corner.

import { html } from "../html.js";

/** An icon and a word: `labels` says whether `both` are visible, or only `words` or `drawings`. */
export function Label({ labels, icon, word }) {
  return html`${labels !== "words" && html`<${icon} />`}<span class=${labels === "drawings" ? "visually-hidden" : ""}>${word}</span>`;
}
