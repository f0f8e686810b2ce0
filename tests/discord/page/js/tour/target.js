// Finding what a step points at on the screen.

import { matches } from "../store/events.js";

/** What the card must not cover either: the target's list, form or panel. */
const AROUND = "[role=listbox], form, dialog, [popover]";

/**
 * The element that the step leads to next, with what to say about it: `{element, hint, offer}`. `element` is undefined if
 * there is nothing to point at; `offer` names a button of the card: `fill`, `again`, or the drawer to open. `home` is the name of the
 * channel with the button, if it is not the one that is shown.
 */
export function locate(target, home) {
  if (target.command) return locateCommand(target);
  if (target.button) return locateButton(target, home);
  if (target.clock) return locateClock(target.clock);
  if (target.person) return locateSelector("[data-tour-person]");
  return locateSelector(`[data-tour-channel="${CSS.escape(target.channel)}"]`);
}

/** The rectangle that the card leaves free. */
export function surroundings(element) {
  const body = element.closest(".message-body");
  return body ? contentRect(body) : (element.closest(AROUND) ?? element).getBoundingClientRect();
}

/** Where a message has text, embeds and buttons: its body, and rows in it, are as wide as the window. */
function contentRect(body) {
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

/** Whether it can be seen and pressed, perhaps after scrolling. */
function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert]")) return false;
  const { width, left, right } = element.getBoundingClientRect();
  return width > 0 && right > 0 && left < innerWidth;
}

const all = (selector) => [...document.querySelectorAll(selector)];
const shown = (selector) => all(selector).filter(isShown).at(-1);

/** The element, or what opens the drawer that it lies in on small windows. */
function locateSelector(selector, hint = null) {
  const element = shown(selector);
  if (element) return { element, hint };
  const drawer = document.querySelector(selector)?.closest("#channels, #members")?.id;
  const opener = drawer && shown(`[aria-controls="${drawer}"]`);
  return { element: opener, hint: hint ?? "It is in the list at the side.", offer: opener && drawer };
}

function locateCommand({ command }) {
  const run = shown(`[data-tour-command="${CSS.escape(command)}"]`);
  if (run) return { element: run, hint: null, offer: null };
  const box = shown("[data-tour-composer]");
  return { element: box, hint: `Type /${command} there, or have it filled in for you.`, offer: "fill" };
}

function locateButton({ button, after }, home) {
  const element = newest(button) ?? (after && newest(after));
  if (element) return { element, hint: null };
  if (home) return locateSelector(`[data-tour-channel="${CSS.escape(home)}"]`, `It is in #${home}.`);
  const { element: clock } = locateClock("next");
  const hint = "It is not there yet: it comes when the clock reaches it. If it was deleted meanwhile, go back or start over.";
  return { element: clock, hint, offer: "again" };
}

/** The first matching button of the newest message that has one. */
function newest(button) {
  const fits = (element) => matches(button, element.dataset.tourButton) && !element.disabled && isShown(element);
  const found = all("[data-tour-button]").filter(fits);
  const message = found.at(-1)?.closest(".message");
  return found.find((one) => one.closest(".message") === message);
}

function locateClock(move) {
  const element = shown(`[data-tour-clock="${CSS.escape(move)}"]`);
  if (element?.ariaDisabled === "true") return { element, hint: "Nothing is due yet; do the previous step first." };
  if (element) return { element, hint: null };
  return { element: shown("[data-tour-clock-label]"), hint: "Open the clock first." };
}
