// The traffic between Discord and the bot: gateway frames, requests, findings. The newest are kept.

import { control } from "../api.js";
import { computed, signal } from "../html.js";
import { entryOf } from "../tools/entry.js";

const MAX_ENTRIES = 500;
/** The shortest time between two renderings, in ms, so that a flood does not block the page. */
const PACE = 100;

/** Whether the drawer is open. */
export const wireOpen = signal(false);
/** Whether the stream carries the wire: from the first time that the drawer is opened. */
export const wireFollowed = signal(false);
/** The newest entries, oldest first, as `entryOf` makes them. */
export const wire = signal([]);
/** Why findings are not listed: the server's sentence, or null. */
export const unvalidated = signal(null);
/** How many of the entries are findings or refusals. */
export const alarms = computed(() => wire.value.filter((entry) => entry.alarm).length);

/** The highest number that was seen of each kind, so that what was cleared does not come back. */
const seen = { request: 0, gateway: 0 };

let arrived = [];
let held = null;
let drawing = 0;
let drawn = 0;

/** Opens and closes the drawer. */
export function showWire(open) {
  wireOpen.value = open;
  if (open) wireFollowed.value = true;
}

/** Adds an event of the wire. Events within a moment are rendered together. */
export function addToWire(event) {
  if (held) {
    held.push(event);
    return;
  }
  arrived.push(entryOf(event));
  // A hidden window renders no frames, and must not collect events for ever.
  if (document.visibilityState === "hidden") flush();
  else drawing ||= setTimeout(() => requestAnimationFrame(flush), Math.max(0, drawn + PACE - performance.now()));
}

/** Forgets everything that is shown. */
export function clearWire() {
  arrived = [];
  wire.value = [];
}

/** Fetches the traffic from before the drawer was opened, or since the stream was lost. */
export async function catchUpWire() {
  held ??= [];
  try {
    const unanswered = wire.peek().find((entry) => entry.pending);
    const [requests, { frames }, findings] = await Promise.all([
      control("GET", `/requests?since=${unanswered ? unanswered.seq - 1 : seen.request}`),
      control("GET", `/gateway?since=${seen.gateway}`),
      readFindings(),
    ]);
    const events = merge(
      requests.map((request) => ({ kind: "request", at: request.at, request })),
      frames.map((frame) => ({ kind: "gateway", ...frame })),
    );
    const known = wire.peek().filter((entry) => entry.kind !== "finding");
    wire.value = joined(known, [...findings, ...events].map(entryOf));
  } catch {
    // The stream says that the server is gone; when it is back, this is done again.
  } finally {
    const missed = held ?? [];
    held = null;
    missed.forEach(addToWire);
  }
}

async function readFindings() {
  try {
    const findings = await control("GET", "/findings");
    unvalidated.value = null;
    return findings.map((finding) => ({ kind: "finding", finding }));
  } catch (error) {
    if (error.status !== 404) throw error;
    unvalidated.value = error.message;
    return [];
  }
}

function flush() {
  clearTimeout(drawing);
  drawing = 0;
  drawn = performance.now();
  wire.value = joined(wire.peek(), arrived);
  arrived = [];
}

/** Adds entries; one that is known already is replaced: a request that was answered meanwhile. */
function joined(known, added) {
  const all = [...known];
  const positions = new Map(all.map((entry, position) => [entry.key, position]));
  for (const entry of added) {
    if (entry.seq > seen[entry.kind]) seen[entry.kind] = entry.seq;
    const position = positions.get(entry.key);
    if (position === undefined) {
      positions.set(entry.key, all.length);
      all.push(entry);
    } else {
      all[position] = entry;
    }
  }
  return all.slice(-MAX_ENTRIES);
}

/** Two lists that are each in order, as one by time. The clock may have gone back within a list: it keeps its order. */
function merge(left, right) {
  const all = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const first = r >= right.length || (l < left.length && new Date(left[l].at) <= new Date(right[r].at));
    all.push(first ? left[l++] : right[r++]);
  }
  return all;
}
