// On small windows the channels and the members lie in drawers.

import { effect, signal } from "../html.js";

/** The drawer that is open: `channels`, `members` or null. Where there is room for both it means nothing. */
export const drawer = signal(null);

let opener;

/** Opens a drawer, or closes it again. */
export function toggleDrawer(which) {
  opener = document.activeElement;
  drawer.value = drawer.value === which ? null : which;
}

effect(() => {
  if (drawer.value) {
    // It can be focused as soon as it is drawn.
    requestAnimationFrame(() => document.getElementById(drawer.value)?.focus());
  } else {
    opener?.focus();
    opener = null;
  }
});

addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key === "Escape" && drawer.value && !defaultPrevented) drawer.value = null;
});

for (const width of ["700px", "1100px"]) {
  matchMedia(`(width >= ${width})`).addEventListener("change", () => {
    drawer.value = null;
  });
}
