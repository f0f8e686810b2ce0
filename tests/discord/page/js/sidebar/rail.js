// The guilds that the person is in, and the conversation with the bot.

import { address, follow, hrefOf } from "../address.js";
import { initial } from "../avatar.js";
import { html } from "../html.js";
import { BubbleIcon } from "../icons.js";
import { addressOf, channel, client, guild } from "../store/client.js";
import { unread } from "../store/unread.js";

/** Each person's last channel in each guild. */
const last = new Map();
const seen = ({ id }) => `${address.value.as} ${id}`;

/** The column of guilds. */
export function Rail() {
  const { guilds = [], dms = [] } = client.value ?? {};
  if (guild.value && channel.value) last.set(seen(guild.value), addressOf(channel.value));
  const isDm = Boolean(client.value && channel.value && !guild.value);
  return html`
    <nav class="rail" aria-label="Guilds">
      <ul>
        <li>
          <${Entry} name="Direct messages" content=${html`<${BubbleIcon} />`} channels=${dms} current=${isDm} to=${{ channel: "dm" }} />
        </li>
        ${guilds.map((one) => html`<li key=${one.id}><${GuildEntry} guild=${one} guilds=${guilds} /></li>`)}
      </ul>
    </nav>
  `;
}

function GuildEntry({ guild: one, guilds }) {
  const isOnly = guilds.filter(({ name }) => name === one.name).length === 1;
  const to = { guild: isOnly ? one.name : one.id, channel: last.get(seen(one)) ?? null };
  return html`
    <${Entry}
      name=${one.name} content=${letters(one.name)} channels=${[...one.channels, ...one.threads]}
      current=${one.id === guild.value?.id} to=${to}
    />
  `;
}

function Entry({ name, content, channels, current, to }) {
  const counts = channels.map(({ id }) => unread.value[id]).filter((count) => count !== undefined);
  const mentions = counts.reduce((sum, count) => sum + count, 0);
  return html`
    <a
      class=${`guild ${counts.length ? "unread" : ""}`} href=${hrefOf(to)} title=${name} onClick=${(event) => follow(event, current ? {} : to)}
      aria-current=${current ? "true" : undefined}
    >
      <span aria-hidden="true" class="guild-icon">${content}</span>
      <span class="visually-hidden">${name}${counts.length > 0 && ", unread"}</span>
      ${mentions > 0 && html`<span class="mentions" aria-hidden="true">${mentions}</span>`}
    </a>
  `;
}

/** The first letters of a name's first three words. */
const letters = (name) => name.split(/\s+/).filter(Boolean).slice(0, 3).map(initial).join("");
