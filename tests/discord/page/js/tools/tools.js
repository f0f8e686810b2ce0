// The corner with what Discord has not: the clock, the wire, the world.

import { html } from "../html.js";
import { clock, now } from "../store/clock.js";

/** Everything in the corner. */
export function Tools() {
  return html`<div class="tools">${clock.value && html`<time>${now.value.toISOString()}</time>`}</div>`;
}
