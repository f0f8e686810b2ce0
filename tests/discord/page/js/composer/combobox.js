// A text field with a list of choices.

import { html, useId, useRef, useState } from "../html.js";
import { useAutocomplete } from "./autocomplete.js";
import { Listbox, bestFirst, entryId, useActive } from "./listbox.js";
import { isMeant } from "./options.js";

const SHOWN = 50;

/**
 * A field for one of `choices`; without them, the server suggests some, by the body that `ask` makes, and
 * any text is valid. `aria` goes to the input.
 */
export function Combobox({ filled, choices, ask, label, onChange, ...aria }) {
  const [open, setOpen] = useState(false);
  const input = useRef();
  const list = useId();
  const text = filled?.text ?? "";
  const asked = useAutocomplete(open && !choices, text, ask);
  const { items, note } = choices ? matching(choices, filled) : asked;
  const pick = (item) => {
    onChange({ text: item.label, value: item.value });
    setOpen(false);
  };
  const start = text && filled.value === undefined ? 0 : -1;
  const close = () => setOpen(false);
  const active = useActive({ items, of: `${text} ${asked.of}`, start, onPick: pick, onClose: close });
  const onKeyDown = (event) => {
    if (open && active.onKeyDown(event)) {
      // Escape closed the list; the form stays.
      event.stopPropagation();
    } else if (!open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setOpen(true);
    }
  };
  const type = (event) => {
    const typed = event.target.value;
    onChange({ text: typed, value: choices?.find((item) => isMeant(item, typed))?.value });
    setOpen(true);
  };
  const shown = open && (items.length > 0 || note);
  return html`
    <input
      ...${aria} ref=${input} class="field-input" type="text" role="combobox" autocomplete="off" value=${text}
      aria-autocomplete="list" aria-expanded=${shown ? "true" : "false"} aria-controls=${shown && items.length > 0 ? list : undefined}
      aria-activedescendant=${shown ? entryId(list, active.active) : undefined}
      onInput=${type} onKeyDown=${onKeyDown} onBlur=${close}
      onFocus=${() => filled?.value === undefined && setOpen(true)} onClick=${() => setOpen(true)}
    />
    <span class="visually-hidden" role="status">${shown && (note ?? count(items.length))}</span>
    ${shown && html`
      <${Listbox}
        id=${list} label=${label} items=${items} active=${active.active} note=${note}
        onPick=${pick} onReach=${active.setActive} anchor=${input}
      />
    `}
  `;
}

const count = (number) => `${number} ${number === 1 ? "option" : "options"}`;

function matching(choices, filled) {
  const wanted = filled?.value === undefined ? (filled?.text ?? "").trim().toLowerCase() : "";
  const fits = ({ label, detail }) => [label, detail].some((text) => text?.toLowerCase().includes(wanted));
  const items = bestFirst(choices.filter(fits), wanted).slice(0, SHOWN);
  return { items, note: items.length === 0 ? "No options match your search." : null };
}
