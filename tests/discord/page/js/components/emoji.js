// The emoji of buttons and options.

import { html } from "../html.js";

/** An emoji: a character, or the name of one of a guild's own. */
export function ComponentEmoji({ emoji }) {
  if (!emoji?.name) return null;
  return html`<span class="emoji" aria-hidden="true">${emoji.id ? `:${emoji.name}:` : emoji.name}</span>`;
}
