// Where messages are written and commands begin: everything below the messages.

import { address } from "../address.js";
import { html } from "../html.js";
import { channel } from "../store/client.js";
import { Box } from "./box.js";
import { whyClosed } from "./closed.js";
import { draftOf } from "./drafts.js";
import { CommandForm } from "./form.js";
import { Pending } from "./pending.js";
import { Typing } from "./typing.js";

/** The composer. */
export function Composer() {
  const draft = draftOf(address.value.as, channel.value);
  return html`
    <div class="composer-area">
      <${Pending} channel=${channel.value} />
      <${Writing} key=${draft.key} draft=${draft} />
      <${Typing} channel=${channel.value.id} />
    </div>
  `;
}

function Writing({ draft }) {
  const closed = whyClosed();
  if (closed) return html`<p class="composer-closed">${closed}</p>`;
  const { command } = draft.value;
  if (command) return html`<${CommandForm} key=${command.name} draft=${draft} />`;
  return html`<${Box} draft=${draft} />`;
}
