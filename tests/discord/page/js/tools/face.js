// What is on a button of the corner.

import { html } from "../html.js";

/** A drawing and a word: `faces` says whether `both` are seen, or the `words` or the `drawings` alone. */
export function Face({ faces, icon, word }) {
  return html`${faces !== "words" && html`<${icon} />`}<span class=${faces === "drawings" ? "visually-hidden" : ""}>${word}</span>`;
}
