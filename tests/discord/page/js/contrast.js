// Colours that members chose, made readable on the page's ground, in the dark and in the light.

import { computed, signal } from "./html.js";

const light = matchMedia("(prefers-color-scheme: light)");
const isLight = signal(light.matches);
light.addEventListener("change", () => {
  isLight.value = light.matches;
});

const WANTED = 4.6;
const STEPS = 20;
// The ground with the least contrast that coloured names stand on: a hovered row.
const ground = computed(() => (isLight.value ? 0xe3e5e8 : 0x3b3d44));

/** Discord's integer colour as `#rrggbb`, moved towards the text's colour until it can be read. */
export function readable(colour) {
  const end = isLight.value ? 0x000000 : 0xffffff;
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(colour, end, step / STEPS);
    if (contrast(mixed, ground.value) >= WANTED) return hex(mixed);
  }
  return hex(end);
}

/** An integer colour as `#rrggbb`, exactly; for text take `readable`. */
export const hex = (colour) => `#${colour.toString(16).padStart(6, "0")}`;

const channels = (colour) => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];

function mix(from, to, share) {
  const ends = channels(to);
  const [r, g, b] = channels(from).map((part, i) => Math.round(part + (ends[i] - part) * share));
  return (r << 16) | (g << 8) | b;
}

/** The contrast of two colours, 1 to 21, as WCAG reckons it. */
function contrast(one, other) {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [r, g, b] = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
