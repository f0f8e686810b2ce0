// A button that opens a small panel under it.

import { html, useEffect, useId, useLayoutEffect, useRef, useState } from "../html.js";

const GAP = 6;

/**
 * A button with `content` on it; its name is `label`, unless `content` says it all. `children` gets a function that closes the panel, and
 * exists only while it is open.
 */
export function Popover({ label, says = label, content, class: name, children, ...rest }) {
  const id = useId();
  const button = useRef();
  const panel = useRef();
  const [open, setOpen] = useState(false);
  const [style, setStyle] = useState({});
  const place = () => setStyle(under(button.current.getBoundingClientRect(), panel.current.offsetWidth));
  useLayoutEffect(() => {
    if (open) place();
  }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [open]);
  return html`
    <button
      ref=${button} type="button" class=${name} popovertarget=${id} aria-label=${says} title=${label}
      aria-haspopup="dialog" aria-expanded=${String(open)} ...${rest}
    >${content}</button>
    <div
      ref=${panel} id=${id} popover="auto" class="popover" role="dialog" aria-label=${label} style=${style}
      onToggle=${(event) => setOpen(event.newState === "open")}
    >${open && children(() => panel.current.hidePopover())}</div>
  `;
}

/** The panel's position: under the button, and inside the window. */
function under(rect, width) {
  const left = Math.max(GAP, Math.min(rect.right - width, innerWidth - width - GAP));
  const top = rect.bottom + GAP;
  return { left: `${left}px`, top: `${top}px`, maxHeight: `${innerHeight - top - GAP}px` };
}
