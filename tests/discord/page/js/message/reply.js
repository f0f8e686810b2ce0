// What a message answers: another message, or the use of a command.

import { Avatar } from "../avatar.js";
import { commandByName } from "../composer/commands.js";
import { html } from "../html.js";
import { displayName, memberColour } from "../store/client.js";
import { destination } from "../store/messages.js";
import { plainText } from "./markdown/markdown.js";
import { MESSAGE } from "./type.js";

/** What an interaction is, if a command. */
const COMMAND = 2;

/** The message that is replied to, in one line above; pressing it goes there. */
export function ReplyHead({ message }) {
  const { referenced_message: original } = message;
  if (!original) return html`<div class="above"><em>Original message was deleted</em></div>`;
  const isPinged = message.mentions?.some(({ id }) => id === original.author.id);
  return html`
    <div class="above">
      <${Avatar} user=${original.author} class="avatar-tiny" />
      <span class="above-name" style=${{ color: memberColour(original.author.id) }}>${isPinged && "@"}${displayName(original.author)}</span>
      <button type="button" class="above-text" onClick=${() => jump(original)}>
        <span class="visually-hidden">Replying to: </span>${preview(original)}
      </button>
    </div>
  `;
}

function jump({ id, channel_id: channel }) {
  destination.value = { channel, message: id };
}

/** Whether a message answers the use of a command, itself or through a modal. A reply shows its message instead. */
export function usesCommand({ type, interaction, interaction_metadata: about }) {
  return type !== MESSAGE.reply && Boolean(interaction || about?.type === COMMAND);
}

/** «Ada used /command» above an application's answer. */
export function UseHead({ message }) {
  const { user, target_user: target } = message.interaction_metadata;
  const name = message.interaction?.name;
  const menu = message.type === MESSAGE.menuCommand;
  return html`
    <div class="above">
      <${Avatar} user=${user} class="avatar-tiny" />
      <span class="above-name" style=${{ color: memberColour(user.id) }}>${displayName(user)}</span>
      <span class="above-rest">
        used ${name ? html`<span class="mention">${menu ? name : `/${commandByName(name)?.label ?? name}`}</span>` : "a command"}
        ${target && ` on ${displayName(target)}`}
      </span>
    </div>
  `;
}

/** A message in one line. */
export function preview({ content, embeds = [], attachments = [], components = [], message_snapshots: forwarded, loading }) {
  const text = plainText(content.slice(0, 400));
  if (text) return text;
  if (loading) return "is thinking…";
  if (forwarded?.length) return "Forwarded message";
  if (attachments.length) return "Click to see attachment";
  if (embeds.length) return embeds[0].title ? plainText(embeds[0].title) : "Click to see embed";
  return components.length ? "Click to see message" : "Message";
}
