// What a step points at on the screen, as it stands now.

import { like } from "../store/deeds.js";

/** What stands around a target and must not be covered either: its list, form or panel. */
const AROUND = "[role=listbox], form, dialog, [popover]";

/**
 * The element that the step leads to next and what is to be said about it: `{element, hint, offer}`. `element` is undefined where
 * there is nothing to point at; `offer` names a button of the card: `fill`, `again`, or the drawer to open. `home` is the name of the
 * channel with the button, if it is not the one that is shown.
 */
export function aim(target, home) {
  if (target.command) return aimAtCommand(target);
  if (target.button) return aimAtButton(target, home);
  if (target.clock) return aimAtClock(target.clock);
  if (target.person) return found("[data-tour-person]");
  return found(`[data-tour-channel="${CSS.escape(target.channel)}"]`);
}

/** The rectangle that the card leaves free. */
export function around(element) {
  const body = element.closest(".message-body");
  return body ? written(body) : (element.closest(AROUND) ?? element).getBoundingClientRect();
}

/** Where a message has text, embeds and buttons: its body, and rows in it, are as wide as the window. */
function written(body) {
  const range = document.createRange();
  range.selectNodeContents(body);
  const { width } = body.getBoundingClientRect();
  const rects = [...range.getClientRects()].filter((rect) => rect.width < width * 0.95);
  const ends = (side) => rects.map((rect) => rect[side]);
  return {
    left: Math.min(...ends("left")), top: Math.min(...ends("top")),
    right: Math.max(...ends("right")), bottom: Math.max(...ends("bottom")),
  };
}

/** Whether one can see and press it, if need be after scrolling. */
function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert]")) return false;
  const { width, left, right } = element.getBoundingClientRect();
  return width > 0 && right > 0 && left < innerWidth;
}

const all = (selector) => [...document.querySelectorAll(selector)];
const shown = (selector) => all(selector).filter(isShown).at(-1);

/** The element, or what opens the drawer that it lies in on small windows. */
function found(selector, hint = null) {
  const element = shown(selector);
  if (element) return { element, hint };
  const drawer = document.querySelector(selector)?.closest("#channels, #members")?.id;
  const opener = drawer && shown(`[aria-controls="${drawer}"]`);
  return { element: opener, hint: hint ?? "It is in the list at the side.", offer: opener && drawer };
}

function aimAtCommand({ command }) {
  const run = shown(`[data-tour-command="${CSS.escape(command)}"]`);
  if (run) return { element: run, hint: null, offer: null };
  const box = shown("[data-tour-composer]");
  return { element: box, hint: `Type /${command} there, or let it be filled in.`, offer: "fill" };
}

function aimAtButton({ button, after }, home) {
  const element = newest(button) ?? (after && newest(after));
  if (element) return { element, hint: null };
  if (home) return found(`[data-tour-channel="${CSS.escape(home)}"]`, `It is in #${home}.`);
  const { element: clock } = aimAtClock("next");
  const hint = "It is not there yet: it comes when the clock reaches it. If it was deleted meanwhile, go back or start over.";
  return { element: clock, hint, offer: "again" };
}

/** The first of the buttons like this that the newest message has with any. */
function newest(button) {
  const fits = (element) => like(button, element.dataset.tourButton) && !element.disabled && isShown(element);
  const found = all("[data-tour-button]").filter(fits);
  const message = found.at(-1)?.closest(".message");
  return found.find((one) => one.closest(".message") === message);
}

function aimAtClock(move) {
  const element = shown(`[data-tour-clock="${CSS.escape(move)}"]`);
  if (element?.ariaDisabled === "true") return { element, hint: "Nothing is due yet; do the step before first." };
  if (element) return { element, hint: null };
  return { element: shown("[data-tour-clock-face]"), hint: "Open the clock first." };
}
