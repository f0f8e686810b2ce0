// Why nothing can be written in a channel.

import { format } from "../message/time.js";
import { channel, client, may, memberById } from "../store/client.js";
import { now } from "../store/clock.js";
import { PERMISSION } from "../store/permissions.js";

/** A sentence that says why the person cannot write in the channel that is shown, or null. */
export function whyClosed() {
  const { guild_id: inGuild, thread_metadata: thread } = channel.value;
  if (!inGuild) return null;
  const until = memberById(client.value.user.id)?.communication_disabled_until;
  if (until && new Date(until) > now.value) {
    return `You are in timeout until ${format(new Date(until), "f")}; until then you cannot write here.`;
  }
  if (!may(PERMISSION.SEND_MESSAGES)) return "You do not have permission to send messages in this channel.";
  if (thread?.archived && thread.locked && !may(PERMISSION.MANAGE_THREADS)) {
    return "This thread is closed; only moderators can open it again.";
  }
  return null;
}
