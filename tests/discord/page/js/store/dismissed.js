// The ephemeral messages that the person has dismissed: they stay away, also after a reload.

import { signal } from "../html.js";
import { readLocal, writeLocal } from "./storage.js";
import { remove } from "./messages.js";

const KEY = "dismissed";
const MAX_ENTRIES = 200;

const dismissed = signal(readLocal(KEY) ?? []);

/** Takes an ephemeral message away. */
export function dismissMessage({ channel_id: channel, id }) {
  dismissed.value = [...dismissed.value, id].slice(-MAX_ENTRIES);
  writeLocal(KEY, dismissed.value);
  remove(channel, [id]);
}

/** Whether a message was dismissed. */
export const isDismissed = ({ ephemeral, id }) => ephemeral && dismissed.value.includes(id);
