// The edge by which the drawer is made higher and lower, with the pointer and with the arrow keys.

import { html, useLayoutEffect, useState } from "../html.js";
import { keep, kept } from "../store/kept.js";

const LEAST = 140;
const STEP = 40;
const KEY = "wire-height";

const most = () => Math.max(LEAST, Math.round(innerHeight * 0.8));
const within = (height) => Math.round(Math.min(most(), Math.max(LEAST, height)));

/** The grip on the upper edge. It keeps the height for the next time. */
export function Grip() {
  const [height, setHeight] = useState(() => within(kept(KEY) || innerHeight * 0.4));
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--wire-height", `${height}px`);
    keep(KEY, height);
  }, [height]);
  const drag = (event) => event.target.hasPointerCapture(event.pointerId) && setHeight(within(innerHeight - event.clientY));
  const press = (event) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    setHeight(within(height + by));
  };
  return html`
    <div
      class="wire-grip" role="separator" tabindex="0" aria-label="Height of the wire" aria-orientation="horizontal"
      aria-valuenow=${height} aria-valuemin=${LEAST} aria-valuemax=${most()}
      onPointerDown=${(event) => event.target.setPointerCapture(event.pointerId)} onPointerMove=${drag} onKeyDown=${press}
    ></div>
  `;
}
