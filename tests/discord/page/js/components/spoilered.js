// Components under a spoiler cover.

import { html } from "../html.js";
import { useReveal } from "./reveal.js";

/** Shows a cover instead of `children` while `covered`, until it is pressed. */
export function Spoilered({ covered, children }) {
  const [shown, show, place] = useReveal(covered);
  if (!covered) return children;
  if (shown) return html`<div ref=${place} tabindex="-1">${children}</div>`;
  return html`<button type="button" class="attached covered" onClick=${show}>SPOILER: press to show it</button>`;
}
