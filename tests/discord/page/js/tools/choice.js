// A choice in a panel.

import { html } from "../html.js";

/** A button with a line about what it does, as an item of a list. `lang` is the label's language, if it is not the page's. */
export function Choice({ label, lang, shows, act }) {
  return html`
    <li>
      <button type="button" class="choice" onClick=${act}>
        <span class="choice-label" lang=${lang}>${label}</span>
        ${shows && html`<span class="choice-shows">${shows}</span>`}
      </button>
    </li>
  `;
}
