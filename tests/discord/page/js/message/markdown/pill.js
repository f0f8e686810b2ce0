// Mentions of people, roles and channels.

import { go } from "../../address.js";
import { commandByName } from "../../composer/commands.js";
import { currentDraft } from "../../composer/drafts.js";
import { openCommand } from "../../composer/form.js";
import { readable } from "../../contrast.js";
import { html } from "../../html.js";
import { channelById, displayName, roleById, userById } from "../../store/client.js";

/** How a person is mentioned. */
export const userText = (id) => (userById(id) ? `@${displayName(userById(id))}` : "@unknown-user");
/** How a role is mentioned. */
export const roleText = (id) => `@${roleById(id)?.name.replace(/^@/, "") ?? "deleted-role"}`;
/** How a channel is mentioned. */
export const channelText = (id) => (channelById(id) ? `# ${channelById(id).name}` : "# unknown");

/** A person, by id. */
export function UserMention({ id }) {
  return html`<span class="mention" title=${userById(id)?.username}>${userText(id)}</span>`;
}

/** A role in its colour. */
export function RoleMention({ id }) {
  const tint = roleById(id)?.color ? readable(roleById(id).color) : undefined;
  return html`<span class=${`mention ${tint ? "mention-tinted" : ""}`} style=${tint && { "--tint": tint }}>${roleText(id)}</span>`;
}

/** A channel; pressing it goes there. */
export function ChannelMention({ id }) {
  if (!channelById(id)) return html`<span class="mention">${channelText(id)}</span>`;
  return html`<button type="button" class="mention" onClick=${() => go({ channel: id })}>${channelText(id)}</button>`;
}

/** A slash command; pressing it opens its form if the person may use it. */
export function CommandMention({ name }) {
  const command = commandByName(name);
  if (!command) return html`<span class="mention">/${name}</span>`;
  return html`<button type="button" class="mention" onClick=${() => openCommand(currentDraft.value, command)}>/${command.label}</button>`;
}
