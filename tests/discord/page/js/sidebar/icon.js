// The picture of a channel: what kind it is.

import { html } from "../html.js";
import { BubbleIcon, ForumIcon, HashIcon, HornIcon, LockIcon, SpeakerIcon, ThreadIcon } from "../icons.js";
import { TYPE, isForum, isThread } from "../store/client.js";
import { PERMISSION } from "../store/permissions.js";

/** The icon of a channel, with a lock on it if not all members see the channel. */
export function ChannelIcon({ channel }) {
  return html`
    <span class="channel-icon">
      <${iconOf(channel)} />
      ${isPrivate(channel) && html`<span class="lock"><${LockIcon} /></span>`}
    </span>
  `;
}

/** What kind of channel it is, in words for screen readers; empty for an ordinary one. */
export function kindOf(channel) {
  const kinds = {
    [TYPE.announcement]: "announcements", [TYPE.voice]: "voice", [TYPE.stage]: "stage", [TYPE.forum]: "forum", [TYPE.media]: "media",
  };
  const kind = isThread(channel) ? "thread" : kinds[channel.type];
  return [isPrivate(channel) && "private", kind].filter(Boolean).join(", ");
}

function iconOf(channel) {
  if (isThread(channel)) return ThreadIcon;
  if (isForum(channel)) return ForumIcon;
  const icons = { [TYPE.dm]: BubbleIcon, [TYPE.announcement]: HornIcon, [TYPE.voice]: SpeakerIcon, [TYPE.stage]: SpeakerIcon };
  return icons[channel.type] ?? HashIcon;
}

/** Whether everyone of the guild is kept from seeing the channel. */
function isPrivate({ type, guild_id: guild, permission_overwrites: overwrites = [] }) {
  const everyone = overwrites.find(({ id }) => id === guild);
  return type === TYPE.privateThread || Boolean(everyone && BigInt(everyone.deny) & PERMISSION.VIEW_CHANNEL);
}
