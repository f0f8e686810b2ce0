// Commands that are under way, and those that came to nothing.

import { address } from "../address.js";
import { html } from "../html.js";
import { TYPE, client, displayName } from "../store/client.js";
import { dismiss, interactions } from "../store/interactions.js";

/** A line for each command that the person used in the channel and that has no answer. */
export function Pending({ channel: { id, type } }) {
  // The conversation with the application may have got its id only with the answer.
  const channels = type === TYPE.dm ? [id, "dm"] : [id];
  // What a component or its modal came to is shown with its message.
  const here = ({ about }) => about.as === address.value.as && channels.includes(about.channel) && about.command;
  const lines = Object.values(interactions.value).filter((one) => one.state !== "shown" && here(one));
  return html`<div class="pending" role="status">${lines.map((one) => html`<${Line} key=${one.id} ...${one} />`)}</div>`;
}

function Line({ id, about, state, error }) {
  const { user, bot } = client.value;
  const used = html`<strong>${displayName(user)}</strong> used <strong>${about.type ? "" : "/"}${about.command}</strong>`;
  if (state === "thinking") return html`<p class="pending-line">${used} — ${displayName(bot)} is thinking…</p>`;
  return html`
    <p class="pending-line">
      ${used} — <span class="pending-failed">${error}</span>${" "}
      <button type="button" class="link" onClick=${() => dismiss(id)}>Dismiss</button>
    </p>
  `;
}
