// Ties the live stream to the stores.

import { address } from "../address.js";
import { effect } from "../html.js";
import { listen } from "../stream.js";
import { client, refresh } from "./client.js";
import { clock, readClock } from "./clock.js";
import { hearOutcome } from "./interactions.js";
import * as messages from "./messages.js";
import { heardTyping } from "./typing.js";
import { hearWire, wireOpen } from "./wire.js";

let refreshing;
let rereading;

/** Keeps the stream of the person in the address open, from now on. */
export function live() {
  let person;
  effect(() => {
    const { as } = address.value;
    const wire = wireOpen.value;
    if (!as) return undefined;
    if (as !== person) {
      person = as;
      client.value = null;
      messages.forgetAll();
    }
    return listen(as, wire, hear);
  });
}

const HEAR = {
  ready: catchUp,
  lagged: catchUp,
  state: () => soon(),
  message: ({ channel, message }) => {
    messages.put(channel, message);
    rereadClock();
  },
  message_delete: ({ channel, ids }) => messages.remove(channel, ids),
  typing: heardTyping,
  interaction: ({ outcome }) => {
    hearOutcome(outcome);
    rereadClock();
  },
  clock: ({ clock: shown }) => {
    clock.value = shown;
  },
  gateway: hearWire,
  request: hearWire,
  finding: hearWire,
};

function hear(kind, event) {
  HEAR[kind](event);
}

function catchUp() {
  refresh();
  messages.reloadAll();
  readClock();
}

/** Several changes in a row are fetched once. */
function soon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 50);
}

/** What is due next may have changed with what was just said. */
function rereadClock() {
  clearTimeout(rereading);
  rereading = setTimeout(readClock, 200);
}
