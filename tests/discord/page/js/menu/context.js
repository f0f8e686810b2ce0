// The menu that comes up on a message or a member, by the mouse, a button or the keyboard.

import { placeMenu } from "../floating.js";
import { effect, html, signal, useEffect, useLayoutEffect, useRef } from "../html.js";
import { world } from "../store/world.js";
import { memberItems, messageItems } from "./items.js";

/** The menu that is shown: `{label, groups, point, opener}`, or null. */
const shown = signal(null);

effect(() => {
  // What it is about is not there in another world.
  if (world.value) shown.value = null;
});

/** Opens a message's menu beside an element, or at a point `{x, y}` such as a mouse event's. */
export const openMessageMenu = (message, at) => open("Message", messageItems(message), at);

/** Opens the menu of a user, beside an element or at a point. */
export const openMemberMenu = (user, at) => open("Member", memberItems(user), at);

function open(label, groups, at) {
  shown.value = { label, groups, point: pointOf(at), opener: document.activeElement };
}

function pointOf(at) {
  if (!(at instanceof Element)) return { x: at.x, y: at.y };
  const { right, bottom } = at.getBoundingClientRect();
  return { x: right, y: bottom };
}

/** The menu, if one is open. It is mounted once. */
export function ContextMenu() {
  return shown.value && html`<${Menu} key=${`${shown.value.point.x} ${shown.value.point.y}`} ...${shown.value} />`;
}

function Menu({ label, groups, point, opener }) {
  const menu = useRef();
  const entries = () => [...menu.current.querySelectorAll("[role=menuitem]")];
  const close = (back = true) => {
    shown.value = null;
    if (back && opener?.isConnected) opener.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    placeMenu(menu.current, point);
    entries()[0]?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    const outside = (event) => !menu.current.contains(event.target) && close(false);
    addEventListener("pointerdown", outside, { signal: stop.signal, capture: true });
    addEventListener("resize", () => close(), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  const choose = (item) => {
    close();
    item.act();
  };
  return html`
    <div
      class="menu" role="menu" aria-label=${label} ref=${menu} onKeyDown=${(event) => keys(event, entries(), close)}
      onContextMenu=${(event) => event.preventDefault()}
    >
      ${groups.map((group) => html`<${Group} key=${group.label} ...${group} onChoose=${choose} />`)}
    </div>
  `;
}

function Group({ label, titled, row, items, onChoose }) {
  return html`
    <div role="group" aria-label=${label} class="menu-group ${row ? "menu-row" : ""}">
      ${titled && html`<div class="menu-title" aria-hidden="true">${label}</div>`}
      ${items.map((item) => html`
        <button
          type="button" role="menuitem" tabindex="-1" key=${item.key ?? item.text} aria-label=${item.label}
          class="menu-item ${item.danger ? "menu-danger" : ""}" onClick=${() => onChoose(item)}
        >${item.text}</button>
      `)}
    </div>
  `;
}

function keys(event, entries, close) {
  const at = entries.indexOf(document.activeElement);
  const to = (index) => entries.at(index % entries.length)?.focus();
  const moves = {
    ArrowDown: () => to(at + 1),
    ArrowRight: () => to(at + 1),
    ArrowUp: () => to(at - 1),
    ArrowLeft: () => to(at - 1),
    Home: () => to(0),
    End: () => to(-1),
    Escape: () => close(),
    Tab: () => close(),
  };
  if (moves[event.key]) {
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
    // A letter goes to the next entry that begins with it.
    const begins = (entry) => entry.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    [...entries.slice(at + 1), ...entries].find(begins)?.focus();
  }
}
