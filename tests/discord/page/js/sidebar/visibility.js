// Who sees a channel. https://discord.com/developers/docs/topics/permissions#permission-overwrites

import { PERMISSION } from "../store/permissions.js";

/** Whether a member of the guild may see the channel. */
export function seesChannel(guild, channel, { user, roles }) {
  if (guild.owner_id === user.id) return true;
  const own = guild.roles.filter(({ id }) => id === guild.id || roles.includes(id));
  const base = own.reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  if (base & PERMISSION.ADMINISTRATOR) return true;
  const { permission_overwrites: overwrites = [] } = channel;
  const steps = [
    overwrites.filter(({ id }) => id === guild.id),
    overwrites.filter(({ id }) => id !== guild.id && roles.includes(id)),
    overwrites.filter(({ id }) => id === user.id),
  ];
  const bits = steps.reduce(applied, base);
  return Boolean(bits & PERMISSION.VIEW_CHANNEL);
}

/** A later step counts more; within one, allowing counts more than denying. */
function applied(bits, overwrites) {
  const all = (key) => overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite[key]), 0n);
  return (bits & ~all("deny")) | all("allow");
}
