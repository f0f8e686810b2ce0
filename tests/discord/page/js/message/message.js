// One message.

import { EditBox } from "../composer/edit.js";
import { editing } from "../composer/drafts.js";
import { html, useMemo } from "../html.js";
import { openMessageMenu } from "../menu/context.js";
import { mentionsMe } from "../store/client.js";
import { isDismissed } from "../store/dismissed.js";
import { Actions } from "./actions.js";
import { Body, EphemeralFoot } from "./body.js";
import { Failures } from "./failures.js";
import { continues } from "./group.js";
import { Head } from "./head.js";
import { MessageTime } from "./stamp.js";
import { SystemMessage, isSystem } from "./system.js";

/** A message as Discord shows it. Where it goes on after `previous`, by the same author, it has no head. */
export function Message({ message, previous }) {
  const grouped = continues(message, previous);
  // The same element again is not drawn again: in a busy channel the list is drawn many times a second.
  return useMemo(() => html`<${Row} message=${message} grouped=${grouped} />`, [message, grouped]);
}

function Row({ message, grouped }) {
  if (isDismissed(message)) return null;
  const system = isSystem(message);
  const marks = { grouped, system, ephemeral: message.ephemeral, mentioned: mentionsMe(message), editing: editing.value === message.id };
  const classes = Object.keys(marks).filter((mark) => marks[mark]);
  const menu = (event) => {
    // On a link, a picture or chosen text the browser's own menu is more use.
    if (event.target.closest("a, img, input, textarea") || !getSelection().isCollapsed) return;
    event.preventDefault();
    openMessageMenu(message, event);
  };
  return html`
    <li class="message ${classes.join(" ")}" id="message-${message.id}" tabindex="-1" onContextMenu=${menu}>
      ${system ? html`<${SystemMessage} message=${message} />` : html`<${Written} message=${message} grouped=${grouped} />`}
      <${Failures} message=${message.id} />
      <${Actions} message=${message} />
    </li>
  `;
}

function Written({ message, grouped }) {
  return html`
    ${grouped
      ? html`<span class="message-aside"><${MessageTime} at=${message.timestamp} short=${true} /></span>`
      : html`<${Head} message=${message} />`}
    ${editing.value === message.id
      ? html`<div class="message-body"><${EditBox} message=${message} /></div>`
      : html`<${Body} message=${message} />`}
    ${message.ephemeral && html`<${EphemeralFoot} message=${message} />`}
  `;
}
