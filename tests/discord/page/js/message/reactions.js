// Reactions under a message, and adding one.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { html } from "../html.js";

/** The quick reactions, the most used first: `[emoji, name]`. */
export const QUICK = [
  ["👍", "thumbs up"], ["❤️", "heart"], ["😂", "laughing"], ["🎉", "party"], ["👀", "eyes"], ["✅", "check mark"],
];

/** How the control API names an emoji: the character, or `name:id` of a guild's own. */
const emojiName = ({ id, name }) => (id ? `${name}:${id}` : name);

/** Adds the person's reaction, or removes it. */
export function react(message, emoji, add) {
  const body = { channel: message.channel_id, message: message.id, emoji: emojiName(emoji) };
  return control(add ? "PUT" : "DELETE", path("users", address.value.as, "reactions"), body);
}

/** The reactions of a message; pressing one adds or removes the person's own. */
export function Reactions({ message }) {
  if (!message.reactions?.length) return null;
  return html`
    <div class="reactions" role="group" aria-label="Reactions">
      ${message.reactions.map((reaction) => html`<${Reaction} key=${emojiName(reaction.emoji)} message=${message} reaction=${reaction} />`)}
    </div>
  `;
}

function Reaction({ message, reaction: { emoji, count, me } }) {
  const shown = emoji.id ? `:${emoji.name}:` : emoji.name;
  return html`
    <button type="button" class="reaction" aria-pressed=${me ? "true" : "false"}
      aria-label=${`${shown} ${count}${me ? ", you reacted" : ""}`} onClick=${() => react(message, emoji, !me)}>
      <span class="emoji">${shown}</span> <span class="count">${count}</span>
    </button>
  `;
}
