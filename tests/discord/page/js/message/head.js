// The head of a message: what it replies to, its author, its time.

import { Avatar } from "../avatar.js";
import { html } from "../html.js";
import { PinIcon } from "../icons.js";
import { displayName, memberColour } from "../store/client.js";
import { ReplyHead, UseHead, usesCommand } from "./reply.js";
import { MessageTime } from "./stamp.js";
import { MESSAGE } from "./type.js";

/** Everything above the message's own content. */
export function Head({ message }) {
  return html`
    ${message.type === MESSAGE.reply && html`<${ReplyHead} message=${message} />`}
    ${usesCommand(message) && html`<${UseHead} message=${message} />`}
    <${Avatar} user=${message.author} class="message-avatar" />
    <h3 class="message-head">
      <${AuthorName} message=${message} />
      <${Badge} message=${message} />
      <${MessageTime} at=${message.timestamp} />
      ${message.pinned && html`<span class="pinned-mark"><${PinIcon} /><span class="visually-hidden">Pinned</span></span>`}
    </h3>
  `;
}

/** The author's name in the colour of their role. A webhook's name is its own. */
export function AuthorName({ message: { author, webhook_id: webhook } }) {
  const name = webhook ? author.username : displayName(author);
  const style = webhook ? undefined : { color: memberColour(author.id) };
  return html`<span class="author" style=${style} title=${webhook ? undefined : author.username}>${name}</span>`;
}

/** APP beside applications and webhooks. */
function Badge({ message: { author, webhook_id: webhook } }) {
  return author.bot || webhook ? html`<span class="badge">APP</span>` : null;
}
