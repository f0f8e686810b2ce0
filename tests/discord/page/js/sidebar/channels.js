// The channels that the person sees, by category.

import { go } from "../address.js";
import { html } from "../html.js";
import { channel as shown, guild } from "../store/client.js";
import { did } from "../store/deeds.js";

/** The list of channels. */
export function Channels() {
  const { channels = [], threads = [] } = guild.value ?? {};
  return html`
    <ul class="channels">
      ${[...channels, ...threads].filter((one) => one.type !== 4).map((one) => html`<${Channel} key=${one.id} channel=${one} />`)}
    </ul>
  `;
}

function Channel({ channel }) {
  const open = (event) => {
    event.preventDefault();
    go({ channel: channel.name });
    did({ channel: channel.name });
  };
  const current = channel.id === shown.value?.id ? "page" : undefined;
  return html`<li><a href="?channel=${channel.name}" onClick=${open} aria-current=${current}># ${channel.name}</a></li>`;
}
