// Discord's own messages in a channel: joins, pins, new threads.

import { go } from "../address.js";
import { html } from "../html.js";
import { ArrowIcon, PinIcon, ThreadIcon } from "../icons.js";
import { channelById } from "../store/client.js";
import { destination } from "../store/messages.js";
import { AuthorName } from "./head.js";
import { MessageTime } from "./stamp.js";
import { MESSAGE, isAnswer, isWritten } from "./type.js";

const WELCOMES = [
  "joined the party.", "is here.", "just landed.", "just showed up!", "just slid into the server.", "hopped into the server.",
];

const link = (words, onClick) => html`<button type="button" class="link" onClick=${onClick}>${words}</button>`;

/** By the type of the message: a sign, and what is said after the author's name. */
const SAYS = {
  [MESSAGE.pinned]: {
    sign: PinIcon,
    says: ({ message_reference: to, channel_id: channel }) => {
      const jump = () => {
        destination.value = { channel, message: to.message_id };
      };
      return html`pinned ${to ? link("a message", jump) : "a message"} to this channel.`;
    },
  },
  [MESSAGE.joined]: { sign: ArrowIcon, says: ({ id }) => WELCOMES[Number(BigInt(id) % BigInt(WELCOMES.length))] },
  [MESSAGE.threadBegun]: {
    sign: ThreadIcon,
    says: ({ content, message_reference: to }) => {
      const open = () => go({ channel: to.channel_id });
      return html`started a thread: ${channelById(to?.channel_id) ? link(content, open) : html`<strong>${content}</strong>`}.`;
    },
  },
  [MESSAGE.threadStart]: { sign: ThreadIcon, says: () => "wrote the message that this thread began from." },
};

/** Whether Discord says it, not its author. */
export const isSystem = (message) => !isWritten(message) && !isAnswer(message);

/** A sentence of Discord's. */
export function SystemMessage({ message }) {
  const { sign: Sign, says } = SAYS[message.type] ?? { sign: ArrowIcon, says: ({ content }) => content };
  return html`
    <span class="message-aside system-sign"><${Sign} /></span>
    <div class="message-body">
      <${AuthorName} message=${message} /> ${says(message)} <${MessageTime} at=${message.timestamp} />
    </div>
  `;
}
