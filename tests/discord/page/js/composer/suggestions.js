// Suggestions in the message box for `/`, `@` and `#`.

import { useId, useLayoutEffect, useRef, useState } from "../html.js";
import { commandSuggestions } from "./commands.js";
import { write } from "./drafts.js";
import { openCommand } from "./form.js";
import { entryId, useActive } from "./listbox.js";
import { mentionSuggestions } from "./mentions.js";

/** What is offered for what is typed, and how the box is wired to it. */
export function useSuggestions(draft, area) {
  const id = useId();
  const { caret, follow, moveTo } = useCaret(area);
  const [closedAt, setClosedAt] = useState(null);
  const { text, mentions } = draft.value;
  const found = caret === null || closedAt === text ? null : (commandSuggestions(text) ?? mentionSuggestions(text, caret));
  const { items = [], note, label } = found ?? {};
  const open = items.length > 0 || Boolean(note);
  const change = (next) => {
    write(draft, { text: next });
    setClosedAt(null);
  };
  const pick = (item) => {
    if (found.kind === "command") return openCommand(draft, item.command);
    const begun = `${text.slice(0, found.from)}${item.label} `;
    write(draft, { text: begun + text.slice(caret), mentions: { ...mentions, [item.label]: item.syntax } });
    moveTo(begun.length);
  };
  const { active, setActive, onKeyDown } = useActive({ items, of: text, start: 0, onPick: pick, onClose: () => setClosedAt(text) });
  return {
    open,
    follow,
    onKeyDown: (event) => open && (onKeyDown(event) || staysAtTab(event, items)),
    onInput: (event) => {
      change(event.target.value);
      follow();
    },
    slash: () => {
      change("/");
      area.current.focus();
      moveTo(1);
    },
    told: open && (note ?? `${items.length} offered; choose with the arrow keys and Enter.`),
    props: { id, label, items, active, note, onPick: pick, onReach: setActive },
    aria: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": items.length > 0 ? id : undefined,
      "aria-activedescendant": items.length > 0 ? entryId(id, active) : undefined,
    },
  };
}

/** The caret's position in the area, or null without focus; `moveTo` moves it in the text that is rendered next. */
function useCaret(area) {
  const [caret, setCaret] = useState(null);
  const wanted = useRef(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) area.current.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  return {
    caret,
    follow: () => setCaret(document.activeElement === area.current ? area.current.selectionStart : null),
    moveTo: (place) => {
      wanted.current = place;
      setCaret(place);
    },
  };
}

/** Tab takes the entry and stays: there is more to write. */
function staysAtTab(event, items) {
  if (event.key !== "Tab" || event.shiftKey || items.length === 0) return false;
  event.preventDefault();
  return true;
}
