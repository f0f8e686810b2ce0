// The other users who are typing.

import { html } from "../html.js";
import { client, displayName, userById } from "../store/client.js";
import { typing } from "../store/typing.js";

/** «Bram is typing…», for the channel with this id. */
export function Typing({ channel }) {
  const others = (typing.value[channel] ?? []).filter((id) => id !== client.value.user.id);
  return html`
    <p class="typing" role="status">
      ${others.length > 0 && html`<span class="typing-dots" aria-hidden="true"></span>`}${sentence(others)}
    </p>
  `;
}

function sentence(ids) {
  const names = ids.map((id) => displayName(userById(id)));
  if (names.length === 0) return "";
  if (names.length > 3) return "Several people are typing…";
  return `${new Intl.ListFormat("en").format(names)} ${names.length === 1 ? "is" : "are"} typing…`;
}
