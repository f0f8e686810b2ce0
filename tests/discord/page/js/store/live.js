// Ties the live stream to the stores.

import { address, go } from "../address.js";
import { computed, effect } from "../html.js";
import { connection, listen } from "../stream.js";
import { toast } from "../toast.js";
import { channel, choosePerson, client, displayName, failure, forgetClient, guild, missing, refresh } from "./client.js";
import { clock, readClock } from "./clock.js";
import { hearOutcome } from "./interactions.js";
import * as messages from "./messages.js";
import { forgetSightings, lose, sight } from "./sightings.js";
import { forgetTyping, heardTyping } from "./typing.js";
import { countUnread, forgetUnread } from "./unread.js";
import { catchUpWire, hearWire, wireHeard } from "./wire.js";

const AGAIN = 2_000;

let refreshing;
let rereading;

/** Keeps the stream of the person in the address open, from now on. */
export function live() {
  const as = computed(() => address.value.as);
  let person;
  effect(() => {
    if (as.value !== person) {
      person = as.value;
      forgetClient();
      messages.forgetAll();
      forgetTyping();
      forgetSightings();
    }
    if (person) return listen(person, wireHeard.value, hear);
    find();
    return undefined;
  });
  effect(sayWhy);
  effect(sayMissing);
}

/** Finds somebody to be, as soon as there is an answer to that. */
function find() {
  choosePerson().catch((error) => {
    failure.value = error.message;
    setTimeout(find, AGAIN);
  });
}

const HEAR = {
  ready: catchUp,
  lagged: catchUp,
  state: () => soon(),
  message: ({ channel: where, message }) => {
    messages.put(where, message);
    countUnread(where, message);
    sight(where, message);
    rereadClock();
  },
  message_delete: ({ channel: where, ids }) => {
    messages.remove(where, ids);
    lose(ids);
  },
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
  forgetUnread();
  refresh();
  messages.reload(channel.value?.id);
  readClock();
  if (wireHeard.value) catchUpWire();
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

/** A stream that does not open tells no reason; asking for the person does. */
function sayWhy() {
  if (connection.value === "lost" && address.value.as && !client.peek()) refresh();
}

/** Says what the person does not see (any more), and where they are instead. */
function sayMissing() {
  if (!missing.value) return;
  const { channel: lost, guild: lostGuild } = missing.value;
  const who = displayName(client.value.user);
  const here = channel.value?.name ? `this is #${channel.value.name}` : "this is the conversation with the bot";
  // An address may name a channel by an id, which tells nobody anything.
  const name = /^\d+$/.test(lost ?? lostGuild) ? "what was shown here" : lost ? `#${lost}` : `the guild “${lostGuild}”`;
  if (guild.value || channel.value) toast(`${who} does not see ${name}; ${here}.`, "note");
  go(lost ? { channel: null } : { guild: null, channel: null }, { replace: true });
}
