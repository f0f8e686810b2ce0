// The edge that resizes the drawer, with the pointer and with the arrow keys.

import { html, useLayoutEffect, useState } from "../html.js";
import { readLocal, writeLocal } from "../store/storage.js";

const MIN_HEIGHT = 140;
const STEP = 40;
const KEY = "wire-height";

const maxHeight = () => Math.max(MIN_HEIGHT, Math.round(innerHeight * 0.8));
const clamp = (height) => Math.round(Math.min(maxHeight(), Math.max(MIN_HEIGHT, height)));

/** The upper edge. It stores the height for the next time. */
export function Resizer() {
  const [height, setHeight] = useState(() => clamp(readLocal(KEY) || innerHeight * 0.4));
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--wire-height", `${height}px`);
    writeLocal(KEY, height);
  }, [height]);
  const drag = (event) => event.target.hasPointerCapture(event.pointerId) && setHeight(clamp(innerHeight - event.clientY));
  const press = (event) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    setHeight(clamp(height + by));
  };
  return html`
    <div
      class="wire-resizer" role="separator" tabindex="0" aria-label="Height of the wire" aria-orientation="horizontal"
      aria-valuenow=${height} aria-valuemin=${MIN_HEIGHT} aria-valuemax=${maxHeight()}
      onPointerDown=${(event) => event.target.setPointerCapture(event.pointerId)} onPointerMove=${drag} onKeyDown=${press}
    ></div>
  `;
}
