// One choice of a select, in the list and as the chosen one.

import { Avatar } from "../avatar.js";
import { html } from "../html.js";
import { ComponentEmoji } from "./emoji.js";

/** A choice in one line; `whole` adds its description. */
export function Choice({ choice: { label, detail, emoji, user, sign, colour }, whole = false }) {
  return html`
    <span class="select-choice">
      ${user && html`<${Avatar} user=${user} class="avatar-tiny" />`}
      ${sign && html`<span class="select-sign" style=${{ color: colour }} aria-hidden="true">${sign}</span>`}
      <${ComponentEmoji} emoji=${emoji} />
      <span class="select-words">
        <span>${label}</span>
        ${whole && detail && html`<small>${detail}</small>`}
      </span>
    </span>
  `;
}
