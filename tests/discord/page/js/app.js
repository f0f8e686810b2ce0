// The whole window: guilds and channels on the left, the conversation in the middle, members on the right.

import { address, follow, hrefOf } from "./address.js";
import { Composer } from "./composer/composer.js";
import { Modal } from "./dialog/modal.js";
import { MessageList } from "./history/list.js";
import { Posts } from "./history/posts.js";
import { html, useSignalEffect } from "./html.js";
import { ContextMenu } from "./menu/context.js";
import { DeleteDialog } from "./message/delete.js";
import { Channels } from "./sidebar/channels.js";
import { drawer, useDrawerFocus } from "./sidebar/drawer.js";
import { Members } from "./sidebar/members.js";
import { People } from "./sidebar/people.js";
import { Rail } from "./sidebar/rail.js";
import { TYPE, channel, channelName, client, displayName, failure, guild, isForum, people } from "./store/client.js";
import { unread } from "./store/unread.js";
import { connection } from "./stream.js";
import { Toasts } from "./toast.js";
import { WireDrawer } from "./tools/wire.js";
import { NAME, Topbar } from "./topbar.js";
import { Tour } from "./tour/tour.js";

/** The page. */
export function App() {
  useSignalEffect(() => {
    document.title = title();
  });
  useDrawerFocus();
  return html`
    <${Tour} />
    <div class=${`window ${drawer.value ? `with-${drawer.value}` : ""}`}>
      <div class="left" id="channels" tabindex="-1">
        <${Rail} />
        <div class="sidebar">
          <nav class="places" aria-label="Channels">
            <h2>${guild.value?.name ?? (client.value ? "Direct messages" : "Channels")}</h2>
            <div class="places-list">${client.value && html`<${Channels} />`}</div>
          </nav>
          <${People} />
        </div>
      </div>
      <${Topbar} />
      <main class="conversation" inert=${Boolean(drawer.value)}>
        ${client.value && connection.value === "lost" && html`
          <p class="lost" role="alert">The live stream was lost: what is shown may be old. Connecting again…</p>
        `}
        <${Content} />
      </main>
      <aside class="members" id="members" tabindex="-1" aria-label="Members"><${Members} /></aside>
      ${drawer.value && html`
        <button type="button" class="backdrop" aria-label="Close" onClick=${() => { drawer.value = null; }}></button>
      `}
    </div>
    <${ContextMenu} />
    <${DeleteDialog} />
    <${Modal} />
    <${WireDrawer} />
    <${Toasts} />
  `;
}

function Content() {
  if (failure.value) return html`<${Nobody} />`;
  if (!client.value) return html`<p class="nothing" role="status">Connecting…</p>`;
  if (!channel.value) return html`<${Nowhere} />`;
  const { id } = channel.value;
  if (isForum(channel.value)) return html`<${Posts} key=${id} forum=${channel.value} />`;
  return html`
    <${MessageList} key=${id} channel=${channel.value} name=${channelName(channel.value)} />
    <${Composer} key="composer" />
  `;
}

/** Why there is nothing to show, and the people to view as. */
function Nobody() {
  const others = people.value.filter(({ username }) => username !== address.value.as);
  return html`
    <div class="nothing" role="alert">
      <p>${failure.value}</p>
      ${others.length > 0 && html`
        <p>View this Discord as another person:</p>
        <ul>${others.map((person) => html`
          <li key=${person.username}>
            <${Link} to=${{ as: person.username, guild: null, channel: null }}>${person.global_name ?? person.username}<//>
          </li>
        `)}</ul>
      `}
    </div>
  `;
}

/** A person without a channel. */
function Nowhere() {
  const name = displayName(client.value.user);
  return html`
    <div class="nothing">
      <p>${guild.value || client.value.guilds.length ? `${name} sees no channel of this guild.` : `${name} is in no guild.`}</p>
      <p><${Link} to=${{ channel: "dm" }}>Write to ${displayName(client.value.bot)}<//></p>
    </div>
  `;
}

function Link({ to, children }) {
  return html`<a href=${hrefOf(to)} onClick=${(event) => follow(event, to)}>${children}</a>`;
}

/** The channel, the person and the guild; before them how many messages wait for the person. */
function title() {
  const waiting = Object.values(unread.value).reduce((sum, count) => sum + count, 0);
  const shown = channel.value;
  const where = shown && (shown.type === TYPE.dm ? `@${channelName(shown)}` : channelName(shown));
  const parts = [where, client.value && displayName(client.value.user), guild.value?.name].filter(Boolean);
  return `${waiting ? `(${waiting}) ` : ""}${parts.join(" · ") || NAME}`;
}
