// The person's interactions: commands, components, modals. Their outcomes arrive over the stream.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { effect, signal } from "../html.js";
import { emit } from "./events.js";
import { world } from "./world.js";

/**
 * The pending and failed interactions, by id: `{id, about, state, error}`. `about` is what `startInteraction` was given
 * and `as`, whose interaction it is. `state` is `thinking`, `shown` (the answer's message is there, loading) or `failed`.
 */
export const interactions = signal({});
/** The outcome whose modal is shown, or null; with `sending` while it is submitted, and `refused`, why that failed. */
export const modal = signal(null);
/** What to offer when a command's form is opened: `{command, options}`, options by name, or null. */
export const suggestion = signal(null);

/** How many failures are kept. */
const MAX_FAILED = 20;

const early = new Map();

effect(() => {
  // A modal belongs to the person who was shown it.
  const { as } = address.value;
  if (modal.peek() && modal.peek().about.as !== as) modal.value = null;
});

effect(() => {
  // The modal's interaction is gone with its world.
  if (world.value) modal.value = null;
});

/** Runs a command: `{guild, channel, name, options, type, target}` as POST /control/users/{user}/commands takes it. */
export const runCommand = (body) =>
  startInteraction("commands", body, { channel: body.channel, command: body.name, type: body.type }, { command: body.name });

/** Presses a button or submits a select of a message. `values` are a select's. */
export const press = (channel, message, customId, values) =>
  startInteraction(
    "components",
    { channel, message, custom_id: customId, values },
    { channel, message, component: customId },
    { button: customId },
  );

/** Submits the modal that is shown. `fields` maps custom ids to values. It stays until it was answered. */
export async function submitModal(fields) {
  const { interaction, about } = modal.value;
  modal.value = { ...modal.value, sending: true, refused: null };
  try {
    await startInteraction("modals", { interaction, fields }, { ...about, submits: interaction }, about.event);
  } catch (error) {
    updateModal(interaction, { ...modal.value, sending: false, refused: error.message });
  }
}

/** Changes the modal of this interaction, unless it was closed meanwhile. */
function updateModal(interaction, next) {
  if (modal.value?.interaction === interaction) modal.value = next;
}

/** The choices for the option that is being typed. `signal` gives up on them. */
export async function complete(body, signal) {
  const outcome = await control("POST", path("users", address.value.as, "autocomplete"), body, { signal });
  if (outcome.error) throw new Error(outcome.error);
  return outcome.choices ?? [];
}

/** Applies a new outcome of an interaction. */
export function updateOutcome(outcome) {
  const known = interactions.value[outcome.interaction];
  if (!known) {
    // The stream may be faster than the answer to the request that began it.
    early.set(outcome.interaction, outcome);
    setTimeout(() => early.delete(outcome.interaction), 60_000);
    return;
  }
  applyOutcome(known, outcome);
}

/** Reads the outcomes of pending interactions again, as the stream may have lost them; with `all`, those of failed ones too. */
export async function rereadOutcomes(all = false) {
  const asked = Object.values(interactions.value).filter((one) => all || one.state !== "failed");
  await Promise.all(asked.map(async (one) => {
    try {
      applyOutcome(one, await control("GET", path("interactions", one.id)));
    } catch (error) {
      // It is gone with its world; if the server is away, this runs again later.
      if (error.status === 404) dismiss(one.id);
    }
  }));
}

/** Removes an interaction's failure from the screen. */
export function dismiss(id) {
  const { [id]: _, ...rest } = interactions.value;
  interactions.value = rest;
}

async function startInteraction(route, body, about, event) {
  const { as } = address.value;
  const { interaction: id } = await control("POST", path("users", as, route), { ...body, wait: false });
  const known = { id, about: { ...about, as, event }, state: "thinking" };
  interactions.value = { ...interactions.value, [id]: known };
  if (early.has(id)) applyOutcome(known, early.get(id));
}

function applyOutcome(known, outcome) {
  early.delete(known.id);
  const becomes = (state, error) => {
    interactions.value = { ...interactions.value, [known.id]: { ...known, state, error } };
  };
  const { submits } = known.about;
  if (submits && outcome.state === "failed") {
    updateModal(submits, { ...modal.value, sending: false, refused: outcome.error });
    dismiss(known.id);
    return;
  }
  if (submits && (outcome.state === "answered" || outcome.message)) updateModal(submits, null);
  if (outcome.modal) {
    if (known.about.as === address.value.as) modal.value = { ...outcome.modal, about: known.about };
    dismiss(known.id);
  } else if (outcome.state === "failed") {
    becomes("failed", outcome.error);
    const failed = Object.values(interactions.value).filter((one) => one.state === "failed");
    if (failed.length > MAX_FAILED) dismiss(failed[0].id);
  } else if (outcome.state === "answered") {
    dismiss(known.id);
    emit(known.about.event);
  } else if (outcome.message) {
    becomes("shown");
  }
}
