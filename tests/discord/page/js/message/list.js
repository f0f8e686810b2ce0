// The messages of a channel: a window onto its history that moves as one scrolls.

import { html, useEffect } from "../html.js";
import { loadLatest, logOf } from "../store/messages.js";
import { Message } from "./message.js";

/** The messages of the channel with this id. */
export function MessageList({ channel }) {
  const log = logOf(channel);
  useEffect(() => {
    loadLatest(channel);
  }, [channel]);
  return html`
    <ol class="messages" aria-label="Messages">
      ${log.messages.value.map((message) => html`<${Message} key=${message.id} message=${message} />`)}
    </ol>
  `;
}
