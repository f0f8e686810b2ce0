// The position of the card: beside its target, never over it.

const GAP = 14;
const EDGE = 8;
/** From this height on something is better pointed at from its side. */
const HIGH = 120;
/** The bar at the top of a small window. */
const BAR = 56;

/**
 * The place of a card of this size in a window of this size, beside the rectangle `avoid` and pointing at `target`:
 * `{left, top, side, arrow}`. `side` is the card's side that faces the target, or null if it is only out of the way.
 */
export function beside(target, avoid, card, view) {
  const centre = { x: (target.left + target.right) / 2, y: (target.top + target.bottom) / 2 };
  const across = clamp(centre.x - card.width / 2, view.width - card.width);
  const along = clamp(centre.y - card.height / 2, view.height - card.height);
  const places = [
    { side: "bottom", left: across, top: avoid.top - GAP - card.height, fits: avoid.top - GAP - card.height >= EDGE },
    { side: "left", left: avoid.right + GAP, top: along, fits: avoid.right + GAP + card.width <= view.width - EDGE },
    { side: "top", left: across, top: avoid.bottom + GAP, fits: avoid.bottom + GAP + card.height <= view.height - EDGE },
    { side: "right", left: avoid.left - GAP - card.width, top: along, fits: avoid.left - GAP - card.width >= EDGE },
  ];
  // Beside targets that are high or at the edge, else above or below.
  const upright = ({ side }) => side === "left" || side === "right";
  if (avoid.bottom - avoid.top > HIGH || avoid.right < view.width / 3) places.sort((a, b) => upright(b) - upright(a));
  const found = places.find(({ fits }) => fits);
  if (!found) return corner(avoid, card, view);
  const { side, left, top } = found;
  const arrow = upright(found) ? within(centre.y - top, card.height) : within(centre.x - left, card.width);
  return { left, top, side, arrow };
}

/** The position at the bottom or the top of a small window, whichever is free. */
export function docked(avoid, card, view) {
  const left = Math.max(EDGE, (view.width - card.width) / 2);
  const low = { left, top: view.height - card.height - EDGE, side: null };
  const high = { left, top: EDGE, side: null };
  // Without a target, the newest messages should stay visible.
  if (!avoid) return { ...high, top: BAR };
  return overlap(low, avoid, card) <= overlap(high, avoid, card) ? low : high;
}

/** The position in a large window where the card is least in the way, without a target. */
export const aside = (card, view) => ({ left: view.width - card.width - 2 * EDGE, top: view.height - card.height - 2 * EDGE, side: null });

/** The corner of the window in which the card covers least. */
function corner(avoid, card, view) {
  const corners = [
    { left: view.width - card.width - EDGE, top: EDGE },
    { left: EDGE, top: EDGE },
    { left: view.width - card.width - EDGE, top: view.height - card.height - EDGE },
    { left: EDGE, top: view.height - card.height - EDGE },
  ];
  const [best] = corners.sort((a, b) => overlap(a, avoid, card) - overlap(b, avoid, card));
  return { ...best, side: null };
}

function overlap({ left, top }, avoid, card) {
  const width = Math.min(left + card.width, avoid.right) - Math.max(left, avoid.left);
  const height = Math.min(top + card.height, avoid.bottom) - Math.max(top, avoid.top);
  return Math.max(0, width) * Math.max(0, height);
}

const clamp = (value, room) => Math.max(EDGE, Math.min(value, room - EDGE));
const within = (value, length) => Math.max(18, Math.min(value, length - 18));
