// On small windows the channels and the members lie in drawers.

import { signal, useEffect } from "../html.js";

/** The drawer that is open: `channels`, `members` or null. Where there is room for both it means nothing. */
export const drawer = signal(null);

let opener = null;

/** Opens a drawer, or closes it again. */
export function toggleDrawer(which) {
  opener = document.activeElement;
  drawer.value = drawer.value === which ? null : which;
}

/** Moves the focus into a drawer that opens, and back when it closes, unless it has gone elsewhere. */
export function useDrawerFocus() {
  const open = drawer.value;
  useEffect(() => {
    if (!open) return undefined;
    const element = document.getElementById(open);
    element.focus();
    return () => {
      const focused = document.activeElement;
      if (focused === document.body || element.contains(focused)) opener?.focus();
    };
  }, [open]);
}

addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key === "Escape" && drawer.value && !defaultPrevented) drawer.value = null;
});

for (const width of ["700px", "1100px"]) {
  matchMedia(`(width >= ${width})`).addEventListener("change", () => {
    drawer.value = null;
  });
}
