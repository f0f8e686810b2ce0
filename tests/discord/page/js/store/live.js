// Ties the live stream to the stores.

import { address, go } from "../address.js";
import { forgetDeleted } from "../composer/drafts.js";
import { computed, effect } from "../html.js";
import { connection, listen } from "../stream.js";
import { toast } from "../toast.js";
import {
  TYPE, addressOf, channel, channelById, channelName, choosePerson, client, displayName, failure, forgetClient, guild, loseClient,
  missing, refresh,
} from "./client.js";
import { clock, readClock } from "./clock.js";
import { rereadOutcomes, updateOutcome } from "./interactions.js";
import * as messages from "./messages.js";
import { forgetButtons, noteButtons, removeButtons } from "./visible-buttons.js";
import { forgetTyping, startTyping } from "./typing.js";
import { countUnread, forgetUnread } from "./unread.js";
import { addToWire, catchUpWire, wireFollowed } from "./wire.js";
import { world } from "./world.js";

const RETRY_AFTER = 2_000;
const VOICES = [TYPE.voice, TYPE.stage];
/** When, in ms, the clock is read again after the world was replaced, as the program takes a while to schedule its tasks. */
const CLOCK_REREADS = [1_000, 3_000, 8_000];

let finding;
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
      forgetButtons();
    }
    if (person) return listen(person, wireFollowed.value, handle);
    findPerson();
    return undefined;
  });
  effect(() => {
    if (world.value) for (const later of CLOCK_REREADS) setTimeout(readClock, later);
  });
  effect(findFailure);
  effect(announceRemoved);
  effect(announceMissing);
}

/** Chooses a person, as soon as the server answers. */
function findPerson() {
  clearTimeout(finding);
  choosePerson().catch((error) => {
    failure.value = error.message;
    finding = setTimeout(findPerson, RETRY_AFTER);
  });
}

const HANDLERS = {
  ready: catchUp,
  lagged: catchUp,
  state: () => {
    refreshSoon();
    // The program registers its commands before it schedules its tasks.
    rereadClock();
  },
  gone: () => {
    clearTimeout(refreshing);
    loseClient();
  },
  message: ({ channel: where, message }) => {
    messages.put(where, message);
    countUnread(where, message);
    noteButtons(where, message);
    rereadClock();
  },
  message_delete: ({ channel: where, ids }) => {
    messages.remove(where, ids);
    removeButtons(ids);
    forgetDeleted(ids);
  },
  typing: startTyping,
  interaction: ({ outcome }) => {
    updateOutcome(outcome);
    rereadClock();
  },
  clock: ({ clock: shown }) => {
    clock.value = shown;
  },
  gateway: addToWire,
  request: addToWire,
  finding: addToWire,
};

function handle(kind, event) {
  HANDLERS[kind](event);
}

function catchUp() {
  forgetUnread();
  // A replaced world may lack the channel that is shown.
  refresh().then(() => messages.reload(channel.value?.id));
  rereadOutcomes(true);
  readClock();
  if (wireFollowed.value) catchUpWire();
}

/** Fetches several changes in a row once. */
function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    refresh();
    rereadOutcomes();
  }, 50);
}

/** Reads the clock after an event that may have changed the next task. */
function rereadClock() {
  clearTimeout(rereading);
  rereading = setTimeout(readClock, 200);
}

/** Finds out why a stream does not open, by fetching the person. */
function findFailure() {
  if (connection.value === "lost" && address.value.as && !client.peek()) refresh();
}

let shown = {};

/** Follows a rename of the channel that is shown, as the address has its name; returns whether it did. */
function followRename() {
  if (!missing.value) {
    if (channel.value) shown = { name: address.value.channel, id: channel.value.id };
    return false;
  }
  const renamed = shown.name && shown.name === missing.value.channel && channelById(shown.id);
  if (renamed) go({ channel: addressOf(renamed) }, { replace: true });
  return Boolean(renamed);
}

/** Announces what the person does not see (any more), and what is shown instead. */
function announceMissing() {
  if (followRename() || !missing.value) return;
  const { user } = client.value;
  const here = channel.value?.name ? ` This is ${channelName(channel.value)}.` : "";
  const why = isVoice(missing.value.channel)
    ? "Voice channels can't be opened here."
    : `${displayName(user)} does not see ${inWords(missing.value)}.`;
  // `announceRemoved` has announced that the person left the guild.
  if (!removed) toast(why + here, "note");
  go(missing.value.channel ? { channel: null } : { guild: null, channel: null }, { replace: true });
}

const isVoice = (wanted) =>
  guild.value?.channels.some((one) => VOICES.includes(one.type) && [one.id, one.name].includes(wanted));

/** What the address names, in words: an id would mean nothing to the reader. */
function inWords({ channel: lost, guild: lostGuild }) {
  if (/^\d+$/.test(lost ?? lostGuild)) return lost ? "that channel" : "that guild";
  return lost ? `#${lost}` : `the guild “${lostGuild}”`;
}

let last = {};
let removed = false;

/** Announces that the person is no longer in the guild that was shown. */
function announceRemoved() {
  if (!client.value) return;
  const { user, guilds } = client.value;
  removed = last.person === user.id && last.guild && !guilds.some(({ id }) => id === last.guild.id);
  if (removed) toast(`${displayName(user)} is no longer in the guild “${last.guild.name}”.`, "note");
  last = { person: user.id, guild: guild.value };
}
