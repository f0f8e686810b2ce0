// What is offered in the message box for `/`, `@` and `#`.

import { useId, useLayoutEffect, useRef, useState } from "../html.js";
import { commandSuggestions } from "./commands.js";
import { write } from "./drafts.js";
import { openCommand } from "./form.js";
import { entryId, useActive } from "./listbox.js";
import { mentionSuggestions } from "./mentions.js";

/** What is offered for what is typed, and how the box is wired to it. */
export function useSuggestions(draft, area) {
  const id = useId();
  const [caret, setCaret] = useState(null);
  const [closedAt, setClosedAt] = useState(null);
  const moveTo = useRef(null);
  useLayoutEffect(() => {
    if (moveTo.current !== null) area.current.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  });
  const { text, mentions } = draft.value;
  const found = caret === null || closedAt === text ? null : (commandSuggestions(text) ?? mentionSuggestions(text, caret));
  const items = found?.items ?? [];
  const follow = () => setCaret(document.activeElement === area.current ? area.current.selectionStart : null);
  const pick = (item) => {
    if (found.kind === "command") return openCommand(draft, item.command);
    const begun = `${text.slice(0, found.from)}${item.label} `;
    write(draft, { text: begun + text.slice(caret), mentions: { ...mentions, [item.label]: item.syntax } });
    setCaret(begun.length);
    moveTo.current = begun.length;
  };
  const active = useActive({ items, of: text, start: 0, onPick: pick, onClose: () => setClosedAt(text) });
  const open = items.length > 0 || Boolean(found?.note);
  const onKeyDown = (event) => {
    if (!open) return false;
    if (active.onKeyDown(event)) return true;
    // Tab takes the entry and stays: there is more to write.
    if (event.key !== "Tab" || event.shiftKey || items.length === 0) return false;
    event.preventDefault();
    return true;
  };
  return {
    open,
    onKeyDown,
    onInput: (event) => {
      write(draft, { text: event.target.value });
      setClosedAt(null);
      follow();
    },
    follow,
    slash: () => {
      write(draft, { text: "/" });
      setClosedAt(null);
      area.current.focus();
      setCaret(1);
    },
    told: open && (found.note ?? `${items.length} offered; choose with the arrow keys and Enter.`),
    props: { id, label: found?.label, items, active: active.active, note: found?.note, onPick: pick, onReach: active.setActive },
    aria: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": items.length > 0 ? id : undefined,
      "aria-activedescendant": items.length > 0 ? entryId(id, active.active) : undefined,
    },
  };
}
