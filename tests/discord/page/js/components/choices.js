// The choices of a select of any type: `{value, label, detail, emoji, user, colour}`.

import { readable } from "../contrast.js";
import { channel, client, displayName, guild, isThread } from "../store/client.js";

const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;

/** The choices of a select of a message or a modal. */
export function choicesOf({ type, options, channel_types: types }) {
  if (options) return options.map(({ value, label, description, emoji }) => ({ value, label, detail: description, emoji }));
  if (type === USER) return users();
  if (type === ROLE) return roles();
  if (type === MENTIONABLE) return [...users(), ...roles()];
  return channels(types);
}

/** The default choices. */
export function defaultsOf({ options, default_values: defaults = [] }) {
  return options ? options.filter((option) => option.default).map(({ value }) => value) : defaults.map(({ id }) => id);
}

/** Whether there may be so many choices that the list needs a search field. */
export const isSearched = ({ type }) => type !== STRING;

function users() {
  const everybody = guild.value?.members.map(({ user }) => user) ?? [client.value.user, ...(channel.value?.recipients ?? [])];
  return everybody.map((user) => ({ value: user.id, label: displayName(user), detail: user.username, user }));
}

function roles() {
  const sorted = [...(guild.value?.roles ?? [])].sort((a, b) => b.position - a.position);
  return sorted.map(({ id, name, color }) => ({ value: id, label: name, sign: "@", colour: color ? readable(color) : undefined }));
}

function channels(types) {
  const { channels = [], threads = [] } = guild.value ?? {};
  const fits = ({ type }) => !types?.length || types.includes(type);
  return [...channels, ...threads].filter(fits).map((one) => ({
    value: one.id,
    label: one.name,
    detail: channels.find(({ id }) => id === one.parent_id)?.name,
    sign: isThread(one) ? "↳" : "#",
  }));
}
