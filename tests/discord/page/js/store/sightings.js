// Where buttons were seen: a guided tour leads to them, in whatever channel they are.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { signal } from "../html.js";
import { client, guild, opens } from "./client.js";
import { like } from "./deeds.js";

const KEPT = 200;
/** How far back a channel is looked through. */
const LOOKED_AT = 20;

/** Messages with buttons, by id: `{channel, buttons}`. */
const sightings = signal(new Map());

/** Takes in a message that the person sees. */
export function sight(channel, message) {
  const buttons = buttonsOf(message.components);
  if (!buttons.length && !sightings.peek().has(message.id)) return;
  const next = new Map(sightings.peek());
  next.delete(message.id);
  if (buttons.length) next.set(message.id, { channel, buttons });
  if (next.size > KEPT) next.delete(next.keys().next().value);
  sightings.value = next;
}

/** Takes in that messages are no more. */
export function lose(ids) {
  if (!ids.some((id) => sightings.peek().has(id))) return;
  sightings.value = new Map([...sightings.peek()].filter(([id]) => !ids.includes(id)));
}

/** Forgets them all: somebody else sees others. */
export function forgetSightings() {
  sightings.value = new Map();
}

/** The id of the channel with the newest button like this; undefined without one, or where none was asked for. */
export function whereIs(button) {
  if (!button) return undefined;
  const found = [...sightings.value].filter(([, { buttons }]) => buttons.some((id) => like(button, id)));
  const [newest] = found.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? 1 : -1));
  return newest?.[1].channel;
}

/** Looks through the channels that the person sees: what was written before the page was opened was not heard. */
export async function lookAround() {
  const { as } = address.peek();
  const { channels = [], threads = [] } = guild.peek() ?? {};
  for (const { id } of [...channels.filter(opens), ...threads, ...(client.peek()?.dms ?? [])]) {
    const messages = await control("GET", `${path("users", as, "channels", id, "messages")}?limit=${LOOKED_AT}`);
    if (as !== address.peek().as) return;
    for (const message of messages) sight(id, message);
  }
}

function buttonsOf(components = []) {
  return components.flatMap((one) => [
    ...(one.custom_id && !one.disabled ? [one.custom_id] : []),
    ...buttonsOf(one.components),
    ...buttonsOf(one.accessory ? [one.accessory] : []),
  ]);
}
