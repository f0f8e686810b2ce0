// The buttons that the person sees, by channel: a guided tour leads to them.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { signal } from "../html.js";
import { client, guild, opens } from "./client.js";
import { matches } from "./events.js";

const REMEMBERED = 200;
/** How many messages of a channel are searched. */
const LOOKED_BACK = 20;

/** Messages with buttons, by id: `{channel, buttons}`. */
const visible = signal(new Map());

/** Notes the buttons of a message that the person sees. */
export function noteButtons(channel, message) {
  const buttons = buttonsOf(message.components);
  if (!buttons.length && !visible.peek().has(message.id)) return;
  const next = new Map(visible.peek());
  next.delete(message.id);
  if (buttons.length) next.set(message.id, { channel, buttons });
  if (next.size > REMEMBERED) next.delete(next.keys().next().value);
  visible.value = next;
}

/** Removes the buttons of deleted messages. */
export function removeButtons(ids) {
  if (!ids.some((id) => visible.peek().has(id))) return;
  visible.value = new Map([...visible.peek()].filter(([id]) => !ids.includes(id)));
}

/** Forgets all buttons, for another person or world. */
export function forgetButtons() {
  visible.value = new Map();
}

/** The id of the channel with the newest button that matches, or undefined. */
export function channelOfButton(button) {
  if (!button) return undefined;
  const found = [...visible.value].filter(([, { buttons }]) => buttons.some((id) => matches(button, id)));
  const [newest] = found.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? 1 : -1));
  return newest?.[1].channel;
}

/** Searches the channels that the person sees for buttons from before the page was opened. */
export async function findButtons() {
  const { as } = address.peek();
  const { channels = [], threads = [] } = guild.peek() ?? {};
  for (const { id } of [...channels.filter(opens), ...threads, ...(client.peek()?.dms ?? [])]) {
    const messages = await control("GET", `${path("users", as, "channels", id, "messages")}?limit=${LOOKED_BACK}`);
    if (as !== address.peek().as) return;
    for (const message of messages) noteButtons(id, message);
  }
}

function buttonsOf(components = []) {
  return components.flatMap((one) => [
    ...(one.custom_id && !one.disabled ? [one.custom_id] : []),
    ...buttonsOf(one.components),
    ...buttonsOf(one.accessory ? [one.accessory] : []),
  ]);
}
