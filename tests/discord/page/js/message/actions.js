// The actions of a message: a bar that is shown while the pointer or the focus is on it.

import { startEdit, startReply } from "../composer/drafts.js";
import { isEditable } from "../composer/edit.js";
import { html } from "../html.js";
import { MoreIcon, PencilIcon, ReplyIcon } from "../icons.js";
import { openMessageMenu } from "../menu/context.js";
import { may } from "../store/client.js";
import { PERMISSION } from "../store/permissions.js";
import { QUICK, react } from "./reactions.js";

/** How many reactions are in the bar. */
const REACTIONS = 3;

/** The bar. Everything that is not in it is in the menu at its end. */
export function Actions({ message }) {
  const lasting = !message.ephemeral;
  return html`
    <div class="actions" role="group" aria-label="Message actions">
      ${lasting && may(PERMISSION.ADD_REACTIONS) && QUICK.slice(0, REACTIONS).map(([emoji, name]) => html`
        <${Action} key=${emoji} label=${`React with ${name}`} onClick=${() => react(message, { name: emoji }, !isMine(message, emoji))}>
          ${emoji}
        </${Action}>
      `)}
      ${lasting && may(PERMISSION.SEND_MESSAGES) && html`
        <${Action} label="Reply" onClick=${() => startReply(message)}><${ReplyIcon} /></${Action}>
      `}
      ${isEditable(message) && html`<${Action} label="Edit" onClick=${() => startEdit(message)}><${PencilIcon} /></${Action}>`}
      <${Action} label="More" menu=${true} onClick=${(event) => openMessageMenu(message, event.currentTarget)}><${MoreIcon} /></${Action}>
    </div>
  `;
}

function Action({ label, menu, onClick, children }) {
  return html`
    <button type="button" aria-label=${label} title=${label} aria-haspopup=${menu ? "menu" : undefined} onClick=${onClick}>
      ${children}
    </button>
  `;
}

const isMine = ({ reactions = [] }, name) => reactions.some(({ emoji, me }) => emoji.name === name && me);
