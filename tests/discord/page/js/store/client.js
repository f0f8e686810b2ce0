// What the chosen person's client knows apart from messages: guilds, channels, roles, members, commands.

import { address, go } from "../address.js";
import { control, path } from "../api.js";
import { computed, signal } from "../html.js";

/** The answer to `GET /control/users/{user}`, or null until it is there. */
export const client = signal(null);
/** Why there is nothing to show: a sentence, or null. */
export const failure = signal(null);

/** The guild that is shown; undefined where the person is in none or reads a DM. */
export const guild = computed(() => {
  const { guilds = [] } = client.value ?? {};
  const wanted = address.value.guild;
  return guilds.find((guild) => guild.id === wanted || guild.name === wanted) ?? guilds[0];
});

const readable = (channel) => ![2, 4, 13, 14, 15, 16].includes(channel.type);

/** The channel, thread or DM that is shown, or undefined where the person sees none. */
export const channel = computed(() => {
  const { dms = [] } = client.value ?? {};
  const wanted = address.value.channel;
  if (wanted === "dm" || dms.some((dm) => dm.id === wanted)) return dms[0] ?? { id: "dm", type: 1, recipients: [] };
  const { channels = [], threads = [] } = guild.value ?? {};
  const all = [...channels, ...threads].filter(readable);
  return all.find((channel) => channel.id === wanted || channel.name === wanted)
    ?? all.find((channel) => channel.name === "general")
    ?? all[0];
});

const index = computed(() => {
  const by = (list, key = (item) => item.id) => new Map(list.map((item) => [key(item), item]));
  const { people = [], bot } = client.value ?? {};
  const { members = [], roles = [], channels = [], threads = [] } = guild.value ?? {};
  return {
    users: by(bot ? [...people, bot] : people),
    members: by(members, (member) => member.user.id),
    roles: by(roles),
    channels: by([...channels, ...threads]),
  };
});

/** A user whom the client knows, by id. */
export const userById = (id) => index.value.users.get(id) ?? index.value.members.get(id)?.user;
/** A member of the guild that is shown, by the user's id. */
export const memberById = (id) => index.value.members.get(id);
/** A role of the guild that is shown. */
export const roleById = (id) => index.value.roles.get(id);
/** A channel or thread of the guild that is shown. */
export const channelById = (id) => index.value.channels.get(id);

/** The name that is shown for a user: nick, display name or user name. */
export function displayName(user) {
  if (!user) return "unknown user";
  return memberById(user.id)?.nick ?? user.global_name ?? user.username;
}

/** The colour of the highest coloured role of a member as `#rrggbb`, or undefined. */
export function memberColour(userId) {
  const roles = (memberById(userId)?.roles ?? []).map(roleById).filter((role) => role?.color);
  const top = roles.sort((a, b) => b.position - a.position)[0];
  return top && colour(top.color);
}

/** Discord's integer colour as `#rrggbb`. */
export const colour = (number) => `#${number.toString(16).padStart(6, "0")}`;

/** Whether the person has all these permission bits (a BigInt) in the channel that is shown. A DM allows everything. */
export function may(bits) {
  const permissions = channel.value?.permissions;
  return permissions === undefined || (BigInt(permissions) & bits) === bits;
}

/** Fetches the client's state again. */
export async function refresh() {
  const as = address.value.as;
  try {
    const answer = await control("GET", path("users", as));
    if (as !== address.value.as) return;
    client.value = answer;
    failure.value = null;
  } catch (error) {
    failure.value = error.message;
  }
}

/** Chooses whom the page is for when the address does not say: the first guild's owner. */
export async function choosePerson() {
  if (address.value.as) return;
  const { users, guilds } = await control("GET", "/world");
  const owners = Object.values(guilds).map((guild) => guild.owner_id);
  const people = Object.entries(users).filter(([, user]) => !user.bot);
  const [name] = people.find(([, user]) => owners.includes(user.id)) ?? people[0] ?? [];
  if (!name) throw new Error("There is nobody in this world; load another one with POST /control/world.");
  go({ as: name }, { replace: true });
}
