// The beginning of a channel's history.

import { Avatar } from "../avatar.js";
import { html } from "../html.js";
import { ChannelIcon } from "../sidebar/icon.js";
import { displayName, isForum, isThread, may, userById } from "../store/client.js";
import { PERMISSION } from "../store/permissions.js";

/** The head of a channel's log. */
export function Beginning({ channel }) {
  if (!may(PERMISSION.READ_MESSAGE_HISTORY)) {
    return html`<p class="beginning">You do not have permission to view the message history of #${channel.name}.</p>`;
  }
  if (channel.recipients) return html`<${WithBot} user=${channel.recipients[0]} />`;
  return html`
    <header class="beginning">
      <span class="beginning-icon"><${ChannelIcon} channel=${channel} /></span>
      <h3>${isThread(channel) || isForum(channel) ? channel.name : `Welcome to #${channel.name}!`}</h3>
      <p>${words(channel)}</p>
    </header>
  `;
}

function words(channel) {
  if (isForum(channel)) return channel.topic;
  const owner = userById(channel.owner_id);
  if (isThread(channel)) return owner && `Started by ${displayName(owner)}`;
  return `This is the start of the #${channel.name} channel. ${channel.topic ?? ""}`;
}

function WithBot({ user }) {
  return html`
    <header class="beginning">
      <${Avatar} user=${user} class="avatar-large" />
      <h3>${displayName(user)}</h3>
      <p>This is the beginning of your direct message history with <strong>${displayName(user)}</strong>.</p>
    </header>
  `;
}
