// What a message says: text, files, embeds, components, reactions.

import { go } from "../address.js";
import { Components } from "../components/components.js";
import { Dots } from "../components/dots.js";
import { html } from "../html.js";
import { displayName } from "../store/client.js";
import { dismissMessage } from "../store/dismissed.js";
import { Attachments } from "./attachments.js";
import { Embeds } from "./embed.js";
import { Markdown } from "./markdown/markdown.js";
import { Reactions } from "./reactions.js";
import { MessageTime } from "./stamp.js";
import { format } from "./time.js";

const SUPPRESS_EMBEDS = 4;
/** Nothing but emoji, and not too many, is shown large. */
const EMOJI_ONLY = /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]|\s|<a?:\w+:\d+>){1,80}$/u;

/** The message's own content, below its head. */
export function Body({ message }) {
  if (message.loading) return html`<${Thinking} message=${message} />`;
  return html`
    <div class="message-body">
      <${Content} message=${message} />
      ${(message.message_snapshots ?? []).map(({ message: forwarded }, at) => html`<${Forward} key=${at} message=${forwarded} />`)}
      <${Reactions} message=${message} />
      ${message.thread && html`<${ThreadLink} thread=${message.thread} />`}
    </div>
  `;
}

/** «Only you can see this», and the way to be rid of it. */
export function EphemeralFoot({ message }) {
  return html`
    <div class="ephemeral-foot">
      <span aria-hidden="true">👁</span> Only you can see this •${" "}
      <button type="button" class="link" onClick=${() => dismissMessage(message)}>Dismiss message</button>
    </div>
  `;
}

function Content({ message }) {
  const { content, embeds, components, edited_timestamp: edited, flags = 0 } = message;
  const large = EMOJI_ONLY.test(content);
  return html`
    ${content && html`
      <div class=${`content markdown ${large ? "large-emoji" : ""}`} dir="auto">
        <${Markdown} text=${content} />${edited && html`<${Edited} at=${edited} />`}
      </div>
    `}
    <${Attachments} message=${message} />
    ${(flags & SUPPRESS_EMBEDS) === 0 && html`<${Embeds} embeds=${embeds} />`}
    <${Components} message=${message} components=${components} />
    ${!content && edited && html`<${Edited} at=${edited} />`}
  `;
}

function Edited({ at }) {
  return html` <span class="edited" title=${format(new Date(at), "F")}>(edited)</span>`;
}

function Thinking({ message }) {
  return html`
    <div class="message-body thinking" role="status">
      <${Dots} /> ${displayName(message.author)} is thinking…
    </div>
  `;
}

function Forward({ message }) {
  return html`
    <div class="forward">
      <div class="forward-head"><span aria-hidden="true">↱</span> <em>Forwarded</em></div>
      <${Content} message=${message} />
      <div class="forward-foot"><${MessageTime} at=${message.timestamp} /></div>
    </div>
  `;
}

function ThreadLink({ thread }) {
  const count = thread.message_count ?? 0;
  return html`
    <button type="button" class="thread-link" onClick=${() => go({ channel: thread.id })}>
      <strong>${thread.name}</strong>
      <span class="thread-count">${count} ${count === 1 ? "message" : "messages"} ›</span>
    </button>
  `;
}
