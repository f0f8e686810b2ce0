// Where messages are written and commands begin.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { html, useState } from "../html.js";
import { channel } from "../store/client.js";

/** The box under the messages. */
export function Composer() {
  const [text, setText] = useState("");
  const send = async (event) => {
    event.preventDefault();
    await control("POST", path("users", address.value.as, "messages"), { channel: channel.value.id, content: text });
    setText("");
  };
  return html`
    <form class="composer" onSubmit=${send}>
      <input aria-label="Message" value=${text} onInput=${(event) => setText(event.target.value)} />
    </form>
  `;
}
