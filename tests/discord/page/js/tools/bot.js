// The bot's state: a dot, and words.

import { html, useEffect } from "../html.js";
import { bot, watchBot } from "../store/bot.js";
import { client, displayName } from "../store/client.js";

const WORDS = { online: "is online", offline: "is offline", muted: "is muted" };

/** «… is online», in words if there is room. */
export function Bot({ words }) {
  useEffect(watchBot, []);
  const name = client.value ? displayName(client.value.bot) : "The bot";
  const text = bot.value ? `${name} ${WORDS[bot.value]}` : `${name}: unknown`;
  return html`
    <p class=${`bot bot-${bot.value}`} role="status" title=${text}>
      <span class="bot-dot" aria-hidden="true"></span>
      <span class=${words ? "bot-words" : "visually-hidden"}>${text}</span>
    </p>
  `;
}
