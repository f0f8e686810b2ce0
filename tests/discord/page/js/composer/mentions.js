// Members, roles and channels that can be mentioned.

import { TYPE, channel, client, displayName, guild, may } from "../store/client.js";
import { PERMISSION } from "../store/permissions.js";
import { bestFirst } from "./listbox.js";

const SHOWN = 20;
const TOKEN = /(?:^|\s)([@#])([^\s@#][^@#\n]{0,30}|)$/;

/** Everything that can be mentioned with `@`: `{label, detail, syntax}`. */
function people() {
  const { members, roles } = guild.value && channel.value?.guild_id !== undefined ? guild.value : { roles: [] };
  const users = members?.map((member) => member.user) ?? [client.value.user, client.value.bot];
  const everyone = channel.value?.guild_id && may(PERMISSION.MENTION_EVERYONE);
  return [
    ...users.map((user) => ({ label: `@${displayName(user)}`, detail: user.username, syntax: `<@${user.id}>` })),
    ...roles
      .filter((role) => role.id !== guild.value.id && (role.mentionable || everyone))
      .map((role) => ({ label: `@${role.name}`, detail: "Role", syntax: `<@&${role.id}>` })),
    ...(everyone ? ["@everyone", "@here"] : []).map((label) => ({ label, detail: "Notifies the channel", syntax: label })),
  ];
}

function channels() {
  const { channels = [], threads = [] } = guild.value ?? {};
  return [...channels, ...threads]
    .filter((one) => one.type !== TYPE.category)
    .map((one) => ({ label: `#${one.name}`, detail: one.topic, syntax: `<#${one.id}>` }));
}

/** What can be mentioned here, by the syntax that mentions it: the name that is shown. */
export const mentionable = () => new Map([...people(), ...channels()].map((item) => [item.syntax, item.label]));

/** What to offer for the `@` or `#` before the caret: `{label, from, items}`, or null. */
export function mentionSuggestions(text, caret) {
  const [, sign, typed] = TOKEN.exec(text.slice(0, caret)) ?? [];
  if (!sign) return null;
  const wanted = typed.toLowerCase();
  const fits = (item) => item.label.slice(1).toLowerCase().includes(wanted) || item.detail?.toLowerCase().includes(wanted);
  const items = bestFirst((sign === "@" ? people() : channels()).filter(fits), wanted).slice(0, SHOWN);
  if (items.length === 0) return null;
  return {
    kind: "mention",
    label: sign === "@" ? "Members and roles" : "Channels",
    from: caret - typed.length - 1,
    items: items.map((item) => ({ ...item, key: item.syntax })),
  };
}
