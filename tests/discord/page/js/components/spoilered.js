// Components that are covered until one wants to see them.

import { html, useState } from "../html.js";

/** Shows a cover instead of `children` while `covered`, until it is pressed. */
export function Spoilered({ covered, children }) {
  const [shown, setShown] = useState(!covered);
  if (shown) return children;
  return html`<button type="button" class="attached covered" onClick=${() => setShown(true)}>SPOILER: press to show it</button>`;
}
