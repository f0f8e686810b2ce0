// The dialog above the page, which needs an answer before the page can be used again.

import { focusBox } from "../composer/drafts.js";
import { html, useId, useLayoutEffect, useRef } from "../html.js";
import { CloseIcon } from "../icons.js";

/** What has the focus at first: what is asked, or else the first answer; not the cross. */
const FIRST = ":is(.dialog-body, .dialog-foot) :is(input, textarea, select, button):enabled";

/**
 * A dialog, open as long as it is drawn; then the focus goes back where it came from, or to the message box. Escape and
 * the cross call `onClose`, and so does a press beside it, unless `keep` is set, so that nothing typed is lost.
 * `foot` is below the content.
 */
export function Dialog({ title, onClose, keep = false, class: name = "", foot, children }) {
  const dialog = useRef();
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown.showModal();
    shown.querySelector(FIRST)?.focus();
    return () => {
      // As long as it is open, nothing behind it takes the focus.
      shown.close();
      if (opener.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
      else focusBox();
    };
  }, []);
  // A file input within may be cancelled, too, and most of the dialog is not beside it.
  const itself = (event) => event.target === dialog.current;
  return html`
    <dialog ref=${dialog} class="dialog ${name}" aria-labelledby=${id} onCancel=${(event) => itself(event) && onClose()}
      onMouseDown=${(event) => !keep && itself(event) && onClose()}>
      <div class="dialog-frame">
        <div class="dialog-head">
          <h2 id=${id}>${title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick=${onClose}><${CloseIcon} /></button>
        </div>
        <div class="dialog-body">${children}</div>
        ${foot && html`<div class="dialog-foot">${foot}</div>`}
      </div>
    </dialog>
  `;
}
