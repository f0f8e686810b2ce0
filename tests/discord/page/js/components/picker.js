// The list of a select while it is open: ARIA's listbox, with with a search field if it may be long.

import { useFloating } from "../floating.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { Choice } from "./choice.js";

/** How long keys that are pressed one after the other count as one word. */
const TYPING = 700;

/**
 * Lets one choose between `min` and `max` of the choices. With one to choose, choosing closes the list; with several,
 * «Apply», Tab or a press elsewhere does. Escape leaves everything as it was.
 */
export function Picker({ id, label, anchor, choices, chosen, min, max, searched, onChoose, onClose }) {
  const [picked, setPicked] = useState(chosen);
  const [wanted, setWanted] = useState("");
  const shown = choices.filter((choice) => fits(choice, wanted));
  const [active, setActive] = useState(() => Math.max(0, choices.findIndex(({ value }) => value === chosen[0])));
  const box = useFloating(anchor);
  const several = max > 1;
  const changed = picked.length !== chosen.length || picked.some((value) => !chosen.includes(value));
  const allowed = picked.length >= min && picked.length <= max;
  const finish = () => {
    onClose();
    if (several && changed && allowed) onChoose(picked);
  };
  const pick = (choice) => {
    const next = toggled(picked, choice.value, { min, max });
    if (several) return setPicked(next);
    onClose();
    if (next[0] !== chosen[0]) onChoose(next);
  };
  useOutside(box, anchor, finish);
  const keys = useKeys({ shown, active, setActive, pick, finish, cancel: onClose, searched });
  const reached = shown[active] ? `${id}-${active}` : undefined;
  useLayoutEffect(() => {
    box.current.querySelector(searched ? "input" : "[role=listbox]").focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (reached) document.getElementById(reached).scrollIntoView({ block: "nearest" });
  }, [reached, wanted]);
  const search = (event) => {
    setWanted(event.target.value);
    setActive(0);
  };
  return html`
    <div class="picker" ref=${box} onKeyDown=${keys}>
      ${searched && html`
        <input class="picker-search" type="text" placeholder="Search" role="combobox" aria-label="Search" aria-expanded="true"
          aria-controls=${id} aria-activedescendant=${reached} autocomplete="off" value=${wanted} onInput=${search} />
      `}
      <ul role="listbox" id=${id} aria-label=${label} tabindex=${searched ? "-1" : "0"}
        aria-activedescendant=${searched ? undefined : reached} aria-multiselectable=${several ? "true" : undefined}>
        ${shown.map((choice, at) => html`
          <${Option} key=${choice.value} id=${`${id}-${at}`} choice=${choice} active=${at === active}
            picked=${picked.includes(choice.value)} onPick=${() => pick(choice)} onReach=${() => setActive(at)} />
        `)}
      </ul>
      ${shown.length === 0 && html`<p class="picker-note">Nothing matches your search.</p>`}
      ${several && html`<${Foot} count=${picked.length} min=${min} max=${max} allowed=${allowed} onApply=${finish} />`}
    </div>
  `;
}

function Option({ id, choice, active, picked, onPick, onReach }) {
  return html`
    <li id=${id} role="option" class=${`option ${active ? "active" : ""}`} aria-selected=${picked ? "true" : "false"}
      onClick=${onPick} onMouseMove=${active ? undefined : onReach}>
      <${Choice} choice=${choice} whole=${true} />
      <span class="tick" aria-hidden="true">${picked && "✓"}</span>
    </li>
  `;
}

function Foot({ count, min, max, allowed, onApply }) {
  return html`
    <div class="picker-foot">
      <span role="status">${count} of ${max}${count < min && ` (at least ${min})`}</span>
      <button type="button" class="button button-primary" disabled=${!allowed} onClick=${onApply}>Apply</button>
    </div>
  `;
}

const fits = ({ label, detail }, wanted) =>
  [label, detail].some((text) => text?.toLowerCase().includes(wanted.trim().toLowerCase()));

/** The chosen values after one was pressed. A single choice is replaced by the next, and can be undone only if none is required. */
function toggled(picked, value, { min, max }) {
  if (picked.includes(value)) return max === 1 && min > 0 ? picked : picked.filter((one) => one !== value);
  if (max === 1) return [value];
  return picked.length < max ? [...picked, value] : picked;
}

/** Calls `finish` when something else is pressed. */
function useOutside(box, anchor, finish) {
  const latest = useRef(finish);
  latest.current = finish;
  useEffect(() => {
    const press = ({ target }) => {
      if (!box.current.contains(target) && !anchor.current.contains(target)) latest.current();
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, []);
}

function useKeys({ shown, active, setActive, pick, finish, cancel, searched }) {
  const typed = useRef({ word: "", at: 0 });
  const last = shown.length - 1;
  const moves = {
    ArrowDown: () => setActive(Math.min(active + 1, last)),
    ArrowUp: () => setActive(Math.max(active - 1, 0)),
    PageDown: () => setActive(Math.min(active + 8, last)),
    PageUp: () => setActive(Math.max(active - 8, 0)),
    Escape: cancel,
    Enter: () => shown[active] && pick(shown[active]),
    ...(!searched && {
      Home: () => setActive(0),
      End: () => setActive(last),
      " ": () => shown[active] && pick(shown[active]),
    }),
  };
  const typeAhead = (key) => {
    const now = performance.now();
    const word = (now - typed.current.at < TYPING ? typed.current.word : "") + key.toLowerCase();
    typed.current = { word, at: now };
    const found = shown.findIndex(({ label }) => label.toLowerCase().startsWith(word));
    if (found >= 0) setActive(found);
  };
  return (event) => {
    const inButton = event.target.closest("button");
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Tab" && !inButton && !event.shiftKey && event.currentTarget.querySelector("button:enabled")) return;
    if (event.key === "Tab") finish();
    else if (moves[event.key] && !(inButton && ["Enter", " "].includes(event.key))) moves[event.key]();
    else if (!searched && event.key.length === 1 && !inButton) return typeAhead(event.key);
    else return;
    event.stopPropagation();
    event.preventDefault();
  };
}
