// What the chosen person's client knows apart from messages: guilds, channels, roles, members, commands.

import { address, go } from "../address.js";
import { Refusal, control, path } from "../api.js";
import { readable } from "../contrast.js";
import { batch, computed, signal } from "../html.js";

/** The answer to `GET /control/users/{user}`, or null until it is there. */
export const client = signal(null);
/** All people to view as, kept while another person's client is loading. */
export const people = signal([]);
/** Why there is nothing to show: a sentence, or null. */
export const failure = signal(null);

/** The types of channels, as Discord numbers them. */
export const TYPE = {
  text: 0, dm: 1, voice: 2, category: 4, announcement: 5, announcementThread: 10, thread: 11, privateThread: 12,
  stage: 13, directory: 14, forum: 15, media: 16,
};
const CLOSED = [TYPE.voice, TYPE.category, TYPE.stage, TYPE.directory];

const chosen = computed(() => {
  const { guilds = [] } = client.value ?? {};
  return find(guilds, address.value.guild) ?? guilds[0];
});

/** The channel, thread or DM that is shown, or undefined if the person sees none. */
export const channel = computed(() => {
  if (!client.value) return undefined;
  const { dms, bot } = client.value;
  const wanted = address.value.channel;
  if (wanted === "dm" || dms.some((dm) => dm.id === wanted)) return dms[0] ?? { id: "dm", type: TYPE.dm, recipients: [bot] };
  const all = openable(chosen.value);
  return find(all, wanted) ?? find(all, "general") ?? all[0];
});

/** The guild that is shown; undefined if the person is in none or reads a DM. */
export const guild = computed(() => (channel.value?.type === TYPE.dm ? undefined : chosen.value));

/** What the address names and the person does not see: `{guild}` or `{channel}` with its name or id, or null. */
export const missing = computed(() => {
  if (!client.value) return null;
  const { guild: wantedGuild, channel: wanted } = address.value;
  if (wantedGuild && !find(client.value.guilds, wantedGuild)) return { guild: wantedGuild };
  if (!wanted || channel.value?.type === TYPE.dm) return null;
  return find(openable(chosen.value), wanted) ? null : { channel: wanted };
});

/** Whether messages are read and written in a channel, or posts listed. */
export const opens = ({ type }) => !CLOSED.includes(type);
/** Whether a channel is a list of posts. */
export const isForum = ({ type }) => type === TYPE.forum || type === TYPE.media;
/** Whether a channel is a thread. */
export const isThread = ({ type }) => [TYPE.announcementThread, TYPE.thread, TYPE.privateThread].includes(type);

/** How the address names a channel: by its name if that is unique. */
export function addressOf(one) {
  if (one.type === TYPE.dm) return "dm";
  const namesakes = openable(chosen.value).filter(({ name }) => name === one.name);
  return namesakes.length > 1 || one.name === "dm" ? one.id : one.name;
}

function openable(guild) {
  const { channels = [], threads = [] } = guild ?? {};
  return [...channels, ...threads].filter(opens);
}

const find = (list, wanted) => wanted && (list.find(({ id }) => id === wanted) ?? list.find(({ name }) => name === wanted));

const index = computed(() => {
  const by = (list, key = (item) => item.id) => new Map(list.map((item) => [key(item), item]));
  const { bot, guilds = [] } = client.value ?? {};
  const { members = [] } = guild.value ?? {};
  return {
    users: by(bot ? [...people.value, bot] : people.value),
    members: by(members, (member) => member.user.id),
    // A DM may speak of any guild's.
    roles: by(guilds.flatMap(({ roles }) => roles)),
    channels: by(guilds.flatMap(({ channels, threads }) => [...channels, ...threads])),
  };
});

/** A user whom the client knows, by id. */
export const userById = (id) => index.value.users.get(id) ?? index.value.members.get(id)?.user;
/** A member of the guild that is shown, by the user's id. */
export const memberById = (id) => index.value.members.get(id);
/** A role of a guild that the person is in. */
export const roleById = (id) => index.value.roles.get(id);
/** A channel or thread that the person sees. */
export const channelById = (id) => index.value.channels.get(id);

/** The name that is shown for a user: nick, display name or user name. */
export function displayName(user) {
  if (!user) return "unknown user";
  return memberById(user.id)?.nick ?? user.global_name ?? user.username;
}

/** A channel's name in a sentence: `#general`, or a thread's, a forum's or the bot's plain name. */
export function channelName(one) {
  if (one.type === TYPE.dm) return displayName(one.recipients[0]);
  return isThread(one) || isForum(one) ? one.name : `#${one.name}`;
}

/** A member's roles, the highest first. */
export function rolesOf(member) {
  const roles = (member?.roles ?? []).map(roleById).filter(Boolean);
  return roles.sort((a, b) => b.position - a.position);
}

/** The colour of the highest coloured role of a member as `#rrggbb`, made readable, or undefined. */
export function memberColour(userId) {
  const top = rolesOf(memberById(userId)).find((role) => role.color);
  return top && readable(top.color);
}

/** Whether the person has all these permission bits (a BigInt) in the channel that is shown. A DM allows everything. */
export function may(bits) {
  const permissions = channel.value?.permissions;
  return permissions === undefined || (BigInt(permissions) & bits) === bits;
}

/** Whether a message mentions the person, one of their roles or everyone. */
export function mentionsMe({ mentions = [], mention_everyone: everyone, mention_roles: roles = [] }) {
  const me = client.value?.user.id;
  const own = memberById(me)?.roles ?? [];
  return everyone || mentions.some(({ id }) => id === me) || roles.some((role) => own.includes(role));
}

const NOBODY = "This world has no people. Load another one with the World menu.";

let asked = 0;

/** Fetches the client's state again. */
export async function refresh() {
  const { as } = address.value;
  const turn = ++asked;
  const overtaken = () => turn !== asked || as !== address.value.as;
  try {
    const answer = await control("GET", path("users", as));
    if (overtaken()) return;
    // The application is no person to view as.
    if (!answer.people.some(({ id }) => id === answer.user.id)) throw nobody();
    batch(() => {
      client.value = answer;
      people.value = answer.people;
      failure.value = null;
    });
  } catch (error) {
    if (!overtaken()) await fail(error);
  }
}

/** Forgets the person's state, so that the next person does not see it. */
export function forgetClient() {
  asked++;
  batch(() => {
    client.value = null;
    failure.value = null;
  });
}

/** Handles that the person is no longer in this world. */
export function loseClient() {
  asked++;
  return fail(nobody());
}

const nobody = () => new Refusal(`There is nobody called ${address.value.as} in this world.`, 404);

/** The screen stays as it is while the server is away; the stream says so. */
async function fail(error) {
  if (client.value && error.status !== 404) return;
  batch(() => {
    client.value = null;
    failure.value = error.message;
  });
  if (error.status !== 404) return;
  const { all } = await everybody().catch(() => ({ all: people.value }));
  people.value = all;
  if (!people.value.length) failure.value = NOBODY;
}

/** Chooses a person if the address names none: the first guild's owner. */
export async function choosePerson() {
  const { all, owners } = await everybody();
  if (address.value.as) return;
  const person = all.find(({ id }) => owners.includes(id)) ?? all[0];
  if (!person) throw new Error(NOBODY);
  go({ as: person.username }, { replace: true });
}

/** All users except bots, and the ids of the guilds' owners. */
async function everybody() {
  const { users, guilds } = await control("GET", "/world");
  const all = Object.entries(users)
    .filter(([, { bot }]) => !bot)
    .map(([username, { display_name: global_name, ...user }]) => ({ ...user, username, global_name }));
  return { all, owners: Object.values(guilds).map((one) => one.owner_id) };
}
