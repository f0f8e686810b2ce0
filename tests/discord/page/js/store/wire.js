// What goes over the wire between Discord and the bot: gateway frames, requests, findings. The newest are kept.

import { signal } from "../html.js";

const KEPT = 500;

/** Whether the drawer is open; the stream carries the wire only then. */
export const wireOpen = signal(false);
/** The newest entries, oldest first: events of the stream as they came. */
export const wire = signal([]);

/** Takes in an event of the wire. */
export function hearWire(event) {
  wire.value = [...wire.value, event].slice(-KEPT);
}
