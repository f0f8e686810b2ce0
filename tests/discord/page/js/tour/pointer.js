// Keeps the card beside its target.

import { useLayoutEffect, useState } from "../html.js";
import { channel, channelById } from "../store/client.js";
import { channelOfButton } from "../store/visible-buttons.js";
import { locate, surroundings } from "./target.js";
import { aside, beside, docked } from "./position.js";

/** Below this width the card is at the top or the bottom. */
const SMALL = 700;
/** The distance of the outline from the target. */
const RIM = 4;

/** What the step points at now, as `locate` says; the elements of the refs are put in place, again whenever something moves. */
export function usePointer(target, { layer, card, outline }) {
  const [located, setLocated] = useState({});
  useLayoutEffect(() => {
    let last = {};
    const look = () => {
      const next = target ? locate(target, homeOf(target)) : {};
      if (next.element !== last.element) reveal(next.element, layer.current);
      if (next.element !== last.element || next.hint !== last.hint || next.offer !== last.offer) setLocated(next);
      last = next;
      put(next.element, { layer: layer.current, card: card.current, outline: outline.current });
    };
    layer.current.showPopover();
    look();
    return watch(look, layer.current, card.current);
  }, [target]);
  return located;
}

/** The name of the channel where the step's button is, or the button that shows it, unless it is the one that is shown. */
function homeOf({ button, after }) {
  const home = channelOfButton(button) ?? channelOfButton(after);
  return home && home !== channel.value?.id ? channelById(home)?.name : undefined;
}

/** Calls `look` once in a frame in which something may have moved. */
function watch(look, layer, card) {
  let frame = 0;
  const later = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      look();
    });
  };
  const changes = new MutationObserver((records) => records.some(({ target }) => !layer.contains(target)) && later());
  changes.observe(document.body, { subtree: true, childList: true, attributes: true });
  const sizes = new ResizeObserver(later);
  [document.body, card].forEach((element) => sizes.observe(element));
  const events = ["resize", "scroll", "transitionend", "toggle"];
  events.forEach((name) => addEventListener(name, later, true));
  return () => {
    cancelAnimationFrame(frame);
    changes.disconnect();
    sizes.disconnect();
    events.forEach((name) => removeEventListener(name, later, true));
  };
}

/** Brings a target into view, and the layer above a panel that was opened after it. */
function reveal(element, layer) {
  if (!element) return;
  scrollTo(element);
  if (!element.closest("dialog, [popover]")) return;
  const focused = layer.contains(document.activeElement) && document.activeElement;
  layer.hidePopover();
  layer.showPopover();
  if (focused) focused.focus();
}

/** Scrolls only what is there to be scrolled: `scrollIntoView` would also shift the window itself. */
function scrollTo(element) {
  const scrolls = (one) => one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY);
  let place = element.parentElement;
  while (place && !scrolls(place)) place = place.parentElement;
  if (!place) return;
  const inside = place.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  if (top < inside.top || bottom > inside.bottom) place.scrollTop += (top + bottom - inside.top - inside.bottom) / 2;
}

function put(element, { layer, card, outline }) {
  // A modal dialog that is not about the step comes first.
  const dialog = document.querySelector("dialog:modal");
  layer.classList.toggle("aside", Boolean(dialog && !dialog.contains(element)));
  const view = { width: innerWidth, height: innerHeight };
  const size = { width: card.offsetWidth, height: card.offsetHeight };
  const rect = element?.getBoundingClientRect();
  const avoid = element && surroundings(element);
  const place = placeOf(rect, avoid, size, view);
  card.style.left = `${place.left}px`;
  card.style.top = `${place.top}px`;
  card.dataset.side = place.side ?? "none";
  card.style.setProperty("--arrow", `${place.arrow ?? 0}px`);
  outline.hidden = !element;
  if (element) frame(outline, rect);
}

function placeOf(rect, avoid, size, view) {
  if (view.width < SMALL) return docked(avoid, size, view);
  return rect ? beside(rect, avoid, size, view) : aside(size, view);
}

function frame({ style }, { left, top, width, height }) {
  style.left = `${left - RIM}px`;
  style.top = `${top - RIM}px`;
  style.width = `${width + 2 * RIM}px`;
  style.height = `${height + 2 * RIM}px`;
}
