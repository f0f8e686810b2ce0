// The channels that the person sees, by category, with their threads; in a conversation with the bot, that one.

import { follow, hrefOf } from "../address.js";
import { Avatar } from "../avatar.js";
import { html, signal, useId } from "../html.js";
import { ChevronIcon } from "../icons.js";
import { TYPE, addressOf, client, displayName, guild, isThread, opens, channel as shown } from "../store/client.js";
import { emit } from "../store/events.js";
import { readLocal, writeLocal } from "../store/storage.js";
import { unread } from "../store/unread.js";
import { drawer } from "./drawer.js";
import { ChannelIcon, kindOf } from "./icon.js";

const STORAGE_KEY = "folded categories";
/** The ids of the categories that are folded, in all guilds. */
const folded = signal(readLocal(STORAGE_KEY) ?? []);

/** The list of channels. */
export function Channels() {
  const { channels = [], threads = [] } = guild.value ?? {};
  if (!guild.value) return html`<ul class="channels"><${Conversation} /></ul>`;
  const categories = channels.filter(({ type }) => type === TYPE.category);
  const known = new Set(categories.map(({ id }) => id));
  const loose = channels.filter((one) => one.type !== TYPE.category && !known.has(one.parent_id));
  const inside = (category) => channels.filter((one) => one.parent_id === category.id);
  return html`
    <div class="channels">
      ${loose.length > 0 && html`<ul>${loose.map((one) => html`<${Channel} key=${one.id} channel=${one} threads=${threads} />`)}</ul>`}
      ${categories.map((one) => html`<${Category} key=${one.id} category=${one} channels=${inside(one)} threads=${threads} />`)}
    </div>
  `;
}

function Category({ category, channels, threads }) {
  const id = useId();
  const isFolded = folded.value.includes(category.id);
  const fold = () => {
    folded.value = isFolded ? folded.value.filter((one) => one !== category.id) : [...folded.value, category.id];
    writeLocal(STORAGE_KEY, folded.value);
  };
  // A folded category still shows the current channel and unread ones.
  const matters = (one) => one.id === shown.value?.id || one.id in unread.value;
  const listed = isFolded ? channels.filter((one) => [one, ...below(one, threads)].some(matters)) : channels;
  return html`
    <section class="category">
      <h3>
        <button type="button" aria-expanded=${String(!isFolded)} aria-controls=${id} onClick=${fold}>
          <${ChevronIcon} />${category.name}
        </button>
      </h3>
      <ul id=${id}>${listed.map((one) => html`<${Channel} key=${one.id} channel=${one} threads=${threads} />`)}</ul>
    </section>
  `;
}

function Channel({ channel, threads }) {
  const own = below(channel, threads);
  return html`
    <li>
      ${opens(channel) ? html`<${ChannelLink} channel=${channel} />` : html`<${Closed} channel=${channel} />`}
      ${own.length > 0 && html`
        <ul class="threads" aria-label=${`Threads of ${channel.name}`}>
          ${own.map((thread) => html`<li key=${thread.id}><${ChannelLink} channel=${thread} /></li>`)}
        </ul>
      `}
    </li>
  `;
}

/** The threads of a channel that are going on, and the one that is shown. */
function below(channel, threads) {
  const open = (thread) => !thread.thread_metadata?.archived || thread.id === shown.value?.id;
  return threads.filter((thread) => thread.parent_id === channel.id && open(thread));
}

function Conversation() {
  const { dms, bot } = client.value;
  const dm = dms[0] ?? { id: "dm", type: TYPE.dm, recipients: [bot] };
  return html`<li><${ChannelLink} channel=${dm} content=${html`<${Avatar} user=${bot} class="avatar-medium" />`} name=${displayName(bot)} /></li>`;
}

/** A link to a channel. */
function ChannelLink({ channel, content, name = channel.name }) {
  const to = addressOf(channel);
  const mentions = unread.value[channel.id];
  const kind = kindOf(channel);
  const isCurrent = channel.id === shown.value?.id;
  const open = (event) => {
    if (!follow(event, { channel: to })) return;
    drawer.value = null;
    emit({ channel: to });
  };
  return html`
    <a
      class=${`channel ${mentions === undefined ? "" : "unread"}`} href=${hrefOf({ channel: to })} onClick=${open}
      aria-current=${isCurrent ? "page" : undefined} data-tour-channel=${isThread(channel) ? undefined : to} title=${channel.topic || undefined}
    >
      ${content ?? html`<${ChannelIcon} channel=${channel} />`}
      <span class="channel-name">${name}</span>
      ${kind && html`<span class="visually-hidden">, ${kind}</span>`}
      ${mentions === 0 && html`<span class="visually-hidden">, unread</span>`}
      ${mentions > 0 && html`<span class="mentions">${mentions}<span class="visually-hidden"> unread</span></span>`}
    </a>
  `;
}

/** A channel that cannot be opened here, such as a voice channel. */
function Closed({ channel }) {
  return html`
    <span class="channel closed" title="Voice channels can't be opened here">
      <${ChannelIcon} channel=${channel} />
      <span class="channel-name">${channel.name}</span>
      <span class="visually-hidden">, ${kindOf(channel)}</span>
    </span>
  `;
}
