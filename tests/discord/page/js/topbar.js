// The bar above the conversation: the channel, and the buttons of the drawers.

import { Avatar } from "./avatar.js";
import { html } from "./html.js";
import { ListIcon, MembersIcon } from "./icons.js";
import { drawer, toggleDrawer } from "./sidebar/drawer.js";
import { ChannelIcon } from "./sidebar/icon.js";
import { TYPE, channel, channelById, channelName, isThread } from "./store/client.js";
import { unread } from "./store/unread.js";
import { Tools } from "./tools/tools.js";

/** What the page is called while it shows no channel. */
export const NAME = "Local Discord";

/** The bar. */
export function Topbar() {
  const waiting = Object.keys(unread.value).length > 0;
  return html`
    <header class="topbar" inert=${Boolean(drawer.value)}>
      <${DrawerButton} which="channels" content=${html`<${ListIcon} />`} label=${waiting ? "Channels, some unread" : "Channels"} dot=${waiting} />
      ${channel.value ? html`<${Where} channel=${channel.value} />` : html`<div class="where"><h1>${NAME}</h1></div>`}
      <${Tools} />
      <${DrawerButton} which="members" content=${html`<${MembersIcon} />`} label="Members" />
    </header>
  `;
}

function Where({ channel: one }) {
  const isDm = one.type === TYPE.dm;
  const parent = isThread(one) && channelById(one.parent_id);
  return html`
    <div class="where">
      <div class="where-name">
        ${isDm ? html`<${Avatar} user=${one.recipients[0]} class="avatar-small" />` : html`<${ChannelIcon} channel=${one} />`}
        <h1>${isDm ? channelName(one) : one.name}</h1>
      </div>
      ${(one.topic || parent) && html`<p class="topic" title=${one.topic || undefined}>${one.topic || `in #${parent.name}`}</p>`}
    </div>
  `;
}

function DrawerButton({ which, content, label, dot }) {
  return html`
    <button
      type="button" class=${`quiet to-${which}`} aria-label=${label} title=${label} aria-controls=${which}
      aria-expanded=${String(drawer.value === which)} onClick=${() => toggleDrawer(which)}
    >${content}${dot && html`<span class="dot"></span>`}</button>
  `;
}
