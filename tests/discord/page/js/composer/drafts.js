// Drafts: what was not sent yet, for each person and channel.

import { address } from "../address.js";
import { AWAY } from "../api.js";
import { computed, effect, signal } from "../html.js";
import { drawer } from "../sidebar/drawer.js";
import { TYPE, channel } from "../store/client.js";
import { readSession, writeSession } from "../store/storage.js";
import { world } from "../store/world.js";
import { connection } from "../stream.js";
import { toast } from "../toast.js";

const EMPTY = { text: "", mentions: {}, files: [], reply: null, command: null, closed: null, error: null };

const drafts = new Map();

/**
 * What a person writes in a channel, a signal: `text`, `mentions` (what is shown for which mention), `files`, `reply`
 * (the message that is answered), `command` (the form that is open), `closed` (the form that was left) and `error` (a sentence).
 */
export function draftOf(person, { id, type }) {
  // The conversation with the application has no id before its first message.
  const key = `${person} ${type === TYPE.dm ? "dm" : id}`;
  let draft = drafts.get(key);
  if (!draft) {
    draft = signal({ ...EMPTY, ...readSession(key) });
    draft.key = key;
    drafts.set(key, draft);
  }
  return draft;
}

/** The draft of the person and the channel that are shown. */
export const currentDraft = computed(() => channel.value && draftOf(address.value.as, channel.value));

/** Changes some of a draft. Its text outlives a reload. */
export function write(draft, changes) {
  draft.value = { ...draft.value, ...changes };
  const { text, mentions } = draft.value;
  writeSession(draft.key, { text, mentions });
}

/** Empties a draft. */
export const clear = (draft) => write(draft, EMPTY);

/** Begins a reply to a message of the channel that is shown. */
export function startReply(message) {
  write(currentDraft.value, { reply: message });
  focusBox();
}

/** The id of the message that is being edited, or null. Where it is shown, `EditBox` takes the content's place. */
export const editing = signal(null);

effect(() => {
  // Messages to reply to or edit are gone with their world.
  if (!world.value) return;
  editing.value = null;
  for (const draft of drafts.values()) if (draft.peek().reply) write(draft, { reply: null });
});

effect(() => {
  if (connection.value !== "open") return;
  for (const draft of drafts.values()) {
    const { error, command } = draft.peek();
    if (error === AWAY) write(draft, { error: null });
    if (command?.refusal === AWAY) write(draft, { command: { ...command, refusal: null } });
  }
});

/** Begins to edit a message in its place. */
export function startEdit(message) {
  editing.value = message.id;
}

/** Handles deleted messages: they can no longer be replied to or edited. */
export function forgetDeleted(ids) {
  for (const draft of drafts.values()) {
    if (ids.includes(draft.value.reply?.id)) {
      write(draft, { reply: null, error: "The message that you were replying to was deleted." });
    }
  }
  if (ids.includes(editing.value)) {
    editing.value = null;
    toast("The message that you were editing was deleted.");
  }
}

/** Gives the message box the focus, once it is there. */
export function focusBox() {
  drawer.value = null;
  requestAnimationFrame(() => document.querySelector("[data-tour-composer]")?.focus());
}
