// Three dots that wait.

import { html } from "../html.js";

/** What stands where an answer is awaited; words say it to a screen reader. */
export const Dots = () => html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;
