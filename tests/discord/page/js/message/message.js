// One message.

import { html } from "../html.js";
import { displayName, memberColour } from "../store/client.js";

/** A message as Discord shows it. */
export function Message({ message }) {
  return html`
    <li class="message" id="message-${message.id}">
      <strong style=${{ color: memberColour(message.author.id) }}>${displayName(message.author)}</strong>
      <div class="content">${message.content}</div>
    </li>
  `;
}
