// What a step points at on the screen, as it stands now.

import { like } from "../store/deeds.js";

/** What stands around a target and must not be covered either: its list, form or panel. */
const AROUND = "[role=listbox], form, dialog, [popover]";

/**
 * The element that the step leads to next and what is to be said about it: `{element, hint, offer}`. `element` is undefined where
 * there is nothing to point at; `offer` names a button of the card: `fill`. `home` is the name of the channel with the button, if
 * it is not the one that is shown.
 */
export function aim(target, home) {
  if (target.command) return aimAtCommand(target);
  if (target.button) return aimAtButton(target.button, home);
  if (target.clock) return aimAtClock(target.clock);
  if (target.person) return found("[data-tour-person]", "Choose them in the menu of people.");
  return found(`[data-tour-channel="${CSS.escape(target.channel)}"]`, "Choose it in the list of channels.");
}

/** The rectangle that the card leaves free. */
export function around(element) {
  return (element.closest(AROUND) ?? element).getBoundingClientRect();
}

/** Whether one can see and press it, if need be after scrolling. */
export function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert]")) return false;
  const { width, left, right } = element.getBoundingClientRect();
  return width > 0 && right > 0 && left < innerWidth;
}

const all = (selector) => [...document.querySelectorAll(selector)];
const shown = (selector) => all(selector).filter(isShown).at(-1);

function found(selector, hint) {
  const element = shown(selector);
  return { element, hint: element ? null : hint, drawer: !element };
}

function aimAtCommand({ command }) {
  const run = shown(`[data-tour-command="${CSS.escape(command)}"]`);
  if (run) return { element: run, hint: null, offer: null };
  const box = shown("[data-tour-composer]");
  return { element: box, hint: `Type /${command} there, or let it be filled in.`, offer: "fill" };
}

function aimAtButton(button, home) {
  const fits = (element) => like(button, element.dataset.tourButton) && !element.disabled && isShown(element);
  const element = all("[data-tour-button]").filter(fits).at(-1);
  if (element) return { element, hint: null };
  if (home) {
    const { element, drawer } = found(`[data-tour-channel="${CSS.escape(home)}"]`);
    return { element, hint: `It is in #${home}.`, drawer };
  }
  const { element: clock } = aimAtClock("next");
  return { element: clock, hint: "It is not there yet: it comes when the clock reaches it." };
}

function aimAtClock(move) {
  const element = shown(`[data-tour-clock="${CSS.escape(move)}"]`);
  if (element?.ariaDisabled === "true") return { element, hint: "Nothing is due yet; do the step before first." };
  if (element) return { element, hint: null };
  return { element: shown("[data-tour-clock-face]"), hint: "Open the clock first." };
}
