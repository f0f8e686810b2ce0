// Which messages are grouped under one head.

import { isSystem } from "./system.js";
import { MESSAGE } from "./type.js";

const TOGETHER = 7 * 60_000;

/** Whether `message` follows `previous` without a head of its own: same author, soon after, nothing to say above it. */
export function continues(message, previous) {
  if (!previous || isSystem(previous) || message.type !== MESSAGE.written) return false;
  const says = message.interaction_metadata || message.message_reference;
  const same = message.author.id === previous.author.id && message.author.username === previous.author.username
    && message.webhook_id === previous.webhook_id && Boolean(message.ephemeral) === Boolean(previous.ephemeral);
  const apart = new Date(message.timestamp) - new Date(previous.timestamp);
  return same && !says && apart >= 0 && apart < TOGETHER
    && new Date(message.timestamp).toDateString() === new Date(previous.timestamp).toDateString();
}
