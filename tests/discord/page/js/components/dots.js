// Three dots that wait.

import { html } from "../html.js";

/** Shown while an answer is awaited, with words for screen readers. */
export const Dots = () => html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;
