// The whole window: guild and channels on the left, the conversation in the middle, members on the right.

import { Composer } from "./composer/composer.js";
import { Modal } from "./dialog/modal.js";
import { html } from "./html.js";
import { MessageList } from "./message/list.js";
import { Channels } from "./sidebar/channels.js";
import { Members } from "./sidebar/members.js";
import { People } from "./sidebar/people.js";
import { channel, client, failure, guild } from "./store/client.js";
import { connection } from "./stream.js";
import { Tools } from "./tools/tools.js";
import { Tour } from "./tour/tour.js";

/** The page. */
export function App() {
  if (failure.value) return html`<main class="failure" role="alert">${failure.value}</main>`;
  if (!client.value) return html`<main class="failure" role="status">Connecting…</main>`;
  return html`
    <div class="window">
      <nav class="sidebar" aria-label="Channels">
        <h1>${guild.value?.name ?? "Direct messages"}</h1>
        <${Channels} />
        <${People} />
      </nav>
      <main class="conversation">
        <header class="topbar">
          <h2>${channel.value?.name ? `# ${channel.value.name}` : "Direct message"}</h2>
          <p class="topic">${channel.value?.topic}</p>
          <${Tools} />
        </header>
        ${connection.value === "lost" && html`<p class="lost" role="alert">The live stream was lost; connecting again…</p>`}
        ${channel.value && html`<${MessageList} key=${channel.value.id} channel=${channel.value.id} />`}
        ${channel.value && html`<${Composer} key=${channel.value.id} />`}
      </main>
      <${Members} />
    </div>
    <${Modal} />
    <${Tour} />
  `;
}
