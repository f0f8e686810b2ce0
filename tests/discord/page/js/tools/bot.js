// How the bot is doing: a dot, and words.

import { html, useEffect } from "../html.js";
import { bot, watchBot } from "../store/bot.js";
import { client, displayName } from "../store/client.js";

const WORDS = { online: "is online", offline: "is offline", muted: "hears nothing" };

/** «… is online», in words where there is room. */
export function Bot({ words }) {
  useEffect(watchBot, []);
  const name = client.value ? displayName(client.value.bot) : "The bot";
  const said = bot.value ? `${name} ${WORDS[bot.value]}` : `${name}: not known yet`;
  return html`
    <p class=${`bot bot-${bot.value}`} role="status" title=${said}>
      <span class="bot-dot" aria-hidden="true"></span>
      <span class=${words ? "bot-words" : "visually-hidden"}>${said}</span>
    </p>
  `;
}
