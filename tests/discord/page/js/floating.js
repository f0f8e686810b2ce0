// Positions of floating lists and menus: beside their anchor, within the window.

import { useEffect, useLayoutEffect, useRef } from "./html.js";

const GAP = 4;
const MARGIN = 8;

/** Keeps a list beside what the ref `anchor` holds, whatever is resized and scrolled; returns the list's ref. */
export function useFloating(anchor) {
  const box = useRef();
  useLayoutEffect(() => placeList(box.current, anchor.current));
  useEffect(() => {
    const stop = new AbortController();
    // A last scroll event may come while a form is removed with its list.
    const again = () => box.current && anchor.current && placeList(box.current, anchor.current);
    addEventListener("resize", again, { signal: stop.signal });
    addEventListener("scroll", again, { signal: stop.signal, capture: true, passive: true });
    return () => stop.abort();
  }, []);
  return box;
}

/** Puts a list above `anchor`, or below it if there is more room there, as wide as it and never higher than the room. */
function placeList(element, anchor) {
  // A field's label and hints stay in sight.
  const at = (anchor.closest(".field") ?? anchor).getBoundingClientRect();
  const above = at.top - GAP - MARGIN;
  const below = innerHeight - at.bottom - GAP - MARGIN;
  const up = above >= below;
  const width = Math.min(Math.max(at.width, 240), innerWidth - 2 * MARGIN);
  Object.assign(element.style, {
    width: `${width}px`,
    left: `${Math.min(Math.max(at.left, MARGIN), innerWidth - width - MARGIN)}px`,
    maxHeight: `${Math.min(up ? above : below, 400)}px`,
    top: up ? "auto" : `${at.bottom + GAP}px`,
    bottom: up ? `${innerHeight - at.top + GAP}px` : "auto",
  });
}

/** Puts a menu at a point, moved so that all of it is in the window. */
export function placeMenu(element, { x, y }) {
  const { width, height } = element.getBoundingClientRect();
  element.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
  element.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
}
