// The list that floats beside a text field and offers what may go there: ARIA's combobox pattern. The focus stays in
// the field; the field says by aria-activedescendant which entry the arrow keys have reached.

import { useFloating } from "../floating.js";
import { html, useEffect, useState } from "../html.js";

/**
 * Which entry is reached, and what the keys do: `{active, setActive, onKeyDown}`. `onKeyDown` returns whether the key
 * was for the list. `start` is the entry to begin with, -1 for none; the list begins again when `of` changes.
 */
export function useActive({ items, of, start, onPick, onClose }) {
  const [reached, setReached] = useState({ of, index: start });
  const index = reached.of === of ? reached.index : start;
  const active = Math.min(index, items.length - 1);
  const setActive = (next) => setReached({ of, index: next });
  const moves = {
    ArrowDown: () => setActive((active + 1) % items.length),
    ArrowUp: () => setActive((Math.max(active, 0) - 1 + items.length) % items.length),
    PageDown: () => setActive(Math.min(active + 8, items.length - 1)),
    PageUp: () => setActive(Math.max(active - 8, 0)),
  };
  const onKeyDown = (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === "Escape") {
      onClose();
    } else if (moves[event.key] && items.length > 0) {
      moves[event.key]();
    } else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey && items[active]) {
      onPick(items[active]);
      // Tab takes the entry and goes on to the next field.
      if (event.key === "Tab") return false;
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  };
  return { active, setActive, onKeyDown };
}

/** Entries whose label begins with what is wanted before those that contain it; a leading sign does not count. */
export function bestFirst(items, wanted) {
  const begins = ({ label }) => label.replace(/^[/@#]/, "").toLowerCase().startsWith(wanted);
  return [...items.filter(begins), ...items.filter((item) => !begins(item))];
}

/** The id of an entry of the list with this id, for aria-activedescendant. */
export const entryId = (id, index) => (index >= 0 ? `${id}-${index}` : undefined);

/** The list: `items` are `{key, label, detail, hint, group, tour}`; `anchor` is a ref to the element that it is beside. */
export function Listbox({ id, label, items, active, onPick, onReach, anchor, note }) {
  const box = useFloating(anchor);
  useEffect(() => {
    box.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, items]);
  const entry = (item, index) => html`
    <${Entry}
      key=${item.key} item=${item} id=${entryId(id, index)} active=${index === active}
      onPick=${() => onPick(item)} onReach=${() => onReach(index)}
    />
  `;
  // The field keeps the focus when the list is pressed or scrolled, and Tab does not stop at what scrolls.
  return html`
    <div class="suggestions" tabindex="-1" ref=${box} onMouseDown=${(event) => event.preventDefault()}>
      ${items.length > 0 && html`<div class="suggestions-list" role="listbox" id=${id} aria-label=${label}>${grouped(items, entry)}</div>`}
      ${note && html`<p class="suggestions-note">${note}</p>`}
    </div>
  `;
}

function grouped(items, entry) {
  if (!items.some((item) => item.group)) return html`<ul role="presentation">${items.map(entry)}</ul>`;
  const groups = [...new Set(items.map((item) => item.group))];
  return groups.map((group) => html`
    <div class="suggestions-group" aria-hidden="true">${group}</div>
    <ul role="group" aria-label=${group} key=${group}>${items.map((item, index) => item.group === group && entry(item, index))}</ul>
  `);
}

function Entry({ item, id, active, onPick, onReach }) {
  return html`
    <li
      class="suggestion" role="option" id=${id} aria-selected=${active ? "true" : "false"}
      data-tour-command=${item.tour} onClick=${onPick} onMouseMove=${active ? undefined : onReach}
    >
      <span class="suggestion-label">${item.label}</span>
      ${item.hint && html`<span class="suggestion-hint">${item.hint}</span>`}
      ${item.detail && html`<span class="suggestion-detail">${item.detail}</span>`}
    </li>
  `;
}
