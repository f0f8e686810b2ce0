// What is filled in for a command's options: read, checked as Discord's client checks it, and turned into values.

import { channel, channelById, client, displayName, guild } from "../store/client.js";
import { nameOf } from "./commands.js";
import { upload } from "./files.js";
import { lengthOf } from "./text.js";

/** Option types by Discord's names. */
export const OPTION = {
  STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, ATTACHMENT: 11,
};

const MAX_INTEGER = 2 ** 53;
const MAX_TEXT = 6000;

/** Whether there is anything in a field. What is filled in is `{text, value, file}`; `value` is what was picked. */
export const isFilled = (filled) => Boolean(filled?.text || filled?.value !== undefined || filled?.file);

/** The entries of an option that is chosen from a list, `{key, label, detail, value}`, or null if any text is valid. */
export function choicesOf(option) {
  switch (option.type) {
    case OPTION.BOOLEAN:
      return [true, false].map((value) => ({ key: String(value), label: value ? "True" : "False", value }));
    case OPTION.USER:
      return users();
    case OPTION.ROLE:
      return roles();
    case OPTION.MENTIONABLE:
      return [...users(), ...roles()];
    case OPTION.CHANNEL:
      return channels(option.channel_types ?? []);
    default:
      return option.choices?.length > 0 ? option.choices.map(choice) : null;
  }
}

/** A choice as the server declares or suggests it, as an entry. */
export const choice = (one) => ({ key: `${one.value}`, label: nameOf(one), value: one.value });

function users() {
  const { members } = guild.value ?? {};
  const known = channel.value?.guild_id && members ? members.map((member) => member.user) : [client.value.user, client.value.bot];
  return known.map((user) => ({
    key: user.id, label: `@${displayName(user)}`, detail: user.username, alias: user.username, value: user.id,
  }));
}

function roles() {
  const { roles = [], id } = guild.value ?? {};
  return roles.map((role) => ({
    key: role.id, label: role.id === id ? "@everyone" : `@${role.name}`, detail: "Role", value: role.id,
  }));
}

function channels(types) {
  const { channels = [], threads = [] } = guild.value ?? {};
  return [...channels, ...threads]
    .filter((one) => types.length === 0 || types.includes(one.type))
    .map((one) => ({
      key: one.id, label: `#${one.name}`, detail: channelById(one.parent_id)?.name, value: one.id,
    }));
}

/** Whether an entry is what a text names: by what is shown, with or without its sign, a user also by user name. */
export function isMeant({ label, alias }, text) {
  const bare = (one) => one?.trim().replace(/^[@#]/, "").toLowerCase();
  return [label, alias].some((name) => name !== undefined && bare(name) === bare(text));
}

/** Something that is offered as a value, such as a channel's name or id, as what is filled in. */
export function fill(option, value) {
  const text = String(value);
  const found = choicesOf(option)?.find((entry) => entry.value === value || isMeant(entry, text));
  return found ? { text: found.label, value: found.value } : { text };
}

/** Reads what is filled in: `{value}`, `{error}` with a sentence, or `{}` if it is left out. */
export function read(option, filled) {
  if (!isFilled(filled)) return option.required ? { error: "This option is required; specify a value." } : {};
  if (filled.value !== undefined) return { value: filled.value };
  if (option.type === OPTION.ATTACHMENT) return { value: upload(filled.file) };
  if (choicesOf(option)) return { error: `“${filled.text}” is not in the list; choose one that is.` };
  if (option.type === OPTION.STRING) return readText(option, filled.text);
  return readNumber(option, filled.text);
}

/** Reads all options: the `values` by name, and the `errors` by name. */
export function readAll(options, filled) {
  const values = {};
  const errors = {};
  for (const option of options) {
    const { value, error } = read(option, filled[option.name]);
    if (error) errors[option.name] = error;
    else if (value !== undefined) values[option.name] = value;
  }
  return { values, errors };
}

function readText(option, text) {
  const { min_length: min = 0, max_length: max = MAX_TEXT } = option;
  const length = lengthOf(text);
  if (length > max) return { error: `Enter at most ${max} characters; this has ${length}.` };
  if (length < min) return { error: `Enter at least ${min} characters; this has ${length}.` };
  return { value: text };
}

function readNumber(option, text) {
  const number = Number(text);
  if (!Number.isFinite(number) || text.trim() === "") return { error: "Enter a number, such as 10." };
  if (option.type === OPTION.INTEGER && (!Number.isInteger(number) || Math.abs(number) > MAX_INTEGER)) {
    return { error: "Enter a whole number, such as 10." };
  }
  if (number > (option.max_value ?? Infinity)) return { error: `Enter a number of at most ${option.max_value}.` };
  if (number < (option.min_value ?? -Infinity)) return { error: `Enter a number of at least ${option.min_value}.` };
  return { value: number };
}

/** What a field takes, in few words, or null: `0 to 4320`. */
export function limitsOf({ type, min_value: min, max_value: max, min_length: shortest, max_length: longest }) {
  if (type === OPTION.STRING) {
    if (shortest) return longest ? `${shortest} to ${longest} characters` : `at least ${shortest} characters`;
    return null;
  }
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? null : `at most ${max}`;
}
