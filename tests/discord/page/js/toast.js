// Toasts: short messages about refusals, failures and changes.

import { html, signal, useEffect, useRef } from "./html.js";
import { CloseIcon } from "./icons.js";

const SHOWN = 8_000;
const MAX_TOASTS = 4;

const toasts = signal([]);
let count = 0;

/** Shows a sentence for some seconds. `kind` is `refusal` (the default) or `note`. The same one again starts over. */
export function toast(sentence, kind = "refusal") {
  const others = toasts.peek().filter((one) => one.sentence !== sentence);
  const shown = { id: ++count, sentence, kind };
  toasts.value = [...others, shown].slice(-MAX_TOASTS);
  setTimeout(() => dismiss(shown.id), SHOWN);
}

function dismiss(id) {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

addEventListener("unhandledrejection", ({ reason }) => {
  toast(reason?.message ?? String(reason));
});

/** The container of the toasts. It is always there, so that screen readers announce them. */
export function Toasts() {
  const place = useRef();
  const newest = toasts.value.at(-1)?.id;
  useEffect(() => {
    // A popover lies above dialogs, and shown again it lies above one that was opened meanwhile.
    place.current.hidePopover();
    place.current.showPopover();
  }, [newest]);
  return html`
    <div class="toasts" popover="manual" ref=${place}>
      <div role="alert">${toasts.value.filter((one) => one.kind === "refusal").map(Toast)}</div>
      <div role="status">${toasts.value.filter((one) => one.kind === "note").map(Toast)}</div>
    </div>
  `;
}

function Toast({ id, sentence, kind }) {
  return html`
    <p class="toast ${kind}" key=${id}>
      <span>${sentence}</span>
      <button type="button" class="quiet" aria-label="Dismiss" onClick=${() => dismiss(id)}><${CloseIcon} /></button>
    </p>
  `;
}
