// Selects of every type, in messages and in modals: a button that says what is chosen, and a list that opens from it.

import { html, useEffect, useId, useRef, useState } from "../html.js";
import { ChevronIcon } from "../icons.js";
import { Choice } from "./choice.js";
import { choicesOf, defaultsOf, isSearched } from "./choices.js";
import { Dots } from "./dots.js";
import { usePress } from "./pending.js";
import { Picker } from "./picker.js";

/** A select of a message: what is chosen goes to the application at once. */
export function MessageSelect({ component, message }) {
  const [busy, use] = usePress(message, component.custom_id);
  const [chosen, setChosen] = useState(() => defaultsOf(component));
  // When the message changes, its own choice counts again.
  useEffect(() => setChosen(defaultsOf(component)), [component]);
  const choose = (values) => {
    setChosen(values);
    use(values);
  };
  return html`<${Select} component=${component} chosen=${chosen} onChoose=${choose} busy=${busy} label="Select" />`;
}

/** Any select: `chosen` are its values, `onChoose` gets the new ones. `aria` describes the button further. */
export function Select({ component, chosen, onChoose, busy = false, label, ...aria }) {
  const { placeholder = "Make a selection", disabled, min_values: min = 1, max_values: max = 1 } = component;
  const [open, setOpen] = useState(false);
  const button = useRef();
  const list = useId();
  const choices = choicesOf(component);
  const shown = chosen.map((value) => choices.find((choice) => choice.value === value)).filter(Boolean);
  const close = () => {
    setOpen(false);
    button.current.focus();
  };
  const opens = (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    setOpen(!busy);
  };
  const words = shown.map((choice) => choice.label).join(", ") || placeholder;
  return html`
    <div class="select">
      <button ...${aria} type="button" class="select-button" ref=${button} role="combobox" aria-haspopup="listbox"
        aria-expanded=${open ? "true" : "false"} aria-controls=${open ? list : undefined} aria-label=${`${label}: ${words}`}
        aria-busy=${busy ? "true" : undefined} disabled=${disabled} data-tour-button=${component.custom_id}
        onClick=${() => setOpen(!open && !busy)} onKeyDown=${opens}>
        <span class="select-chosen ${max > 1 ? "several" : ""}">
          ${shown.length > 0
            ? shown.map((choice) => html`<${Choice} key=${choice.value} choice=${choice} />`)
            : html`<span class="placeholder">${placeholder}</span>`}
        </span>
        ${busy ? html`<${Dots} />` : html`<${ChevronIcon} />`}
      </button>
      ${open && html`
        <${Picker} id=${list} label=${placeholder} anchor=${button} choices=${choices} chosen=${chosen} min=${min} max=${max}
          searched=${isSearched(component)} onClose=${close} onChoose=${onChoose} />
      `}
    </div>
  `;
}
