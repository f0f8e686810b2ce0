// The guided tour that is followed, and its step.

import { address, go } from "../address.js";
import { control } from "../api.js";
import { computed, effect, signal } from "../html.js";
import { client } from "./client.js";
import { matches, onEvent } from "./events.js";
import { readSession, writeSession } from "./storage.js";

const POSITION_KEY = "tour";
const SEEN_KEY = "tours-seen";

/** All tours. */
export const tours = signal([]);
/** `{id, step, furthest}` of the tour that is followed, or null; at its end `step` is the number of its steps. */
const position = signal(null);

/** The tour that is followed, or undefined. */
export const tour = computed(() => tours.value.find(({ id }) => id === position.value?.id));
/** Which of its steps is shown, from 0. */
export const number = computed(() => Math.min(position.value?.step ?? 0, tour.value?.steps.length ?? 0));
/** The step that is shown; undefined at the end. */
export const step = computed(() => tour.value?.steps[number.value]);
/** Whether the step after this one was reached before. */
export const mayGoOn = computed(() => Boolean(step.value) && number.value < position.value.furthest);

/** Whether the address names no person yet: a tour does not replace a chosen one. */
const isOpen = !address.peek().as;
/** Whether a tour is to start by itself once the world is loaded. */
const due = signal(false);

let asked;

/** Fetches the tours, once. The first visit starts the first one; a reload continues at the same step. */
export function loadTours() {
  asked ??= control("GET", "/tours").then((found) => {
    tours.value = found;
    position.value = readSession(POSITION_KEY) ?? null;
    const ids = found.map(({ id }) => id).sort().join(" ");
    const isNew = isOpen && ids && localStorage.getItem(SEEN_KEY) !== ids;
    if (isNew) localStorage.setItem(SEEN_KEY, ids);
    due.value = isNew && !tour.value;
  });
  return asked;
}

effect(() => {
  if (!due.value || !client.value) return;
  due.value = false;
  const first = tours.value.find(({ person }) => !person || isHere(person));
  if (first) startTour(first.id);
});

/** Starts a tour, with its person and channel. */
export function startTour(id) {
  const { person, channel: room } = tours.value.find((one) => one.id === id);
  setPosition({ id, step: 0, furthest: 0 });
  go({ ...(isHere(person) && { as: person }), ...(room && { channel: room }) });
}

const isHere = (name) => client.peek()?.people.some(({ username }) => username === name);

/** Leaves the tour. */
export const leaveTour = () => setPosition(null);
/** Shows the step before. */
export const goBack = () => goTo(number.value - 1);
/** Shows the next step, or the end. */
export const goOn = () => goTo(number.value + 1);

function goTo(next) {
  const { id, furthest } = position.value;
  setPosition({ id, step: next, furthest: Math.max(furthest, next) });
}

function setPosition(next) {
  position.value = next;
  writeSession(POSITION_KEY, next);
}

onEvent((event) => {
  const { target } = step.value ?? {};
  if (target && Object.keys(event).some((key) => target[key] && matches(target[key], event[key]))) goOn();
});
